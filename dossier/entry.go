package dossier

import (
	"time"

	"accede/act"
	"accede/act/signature"
	"accede/body"
	"accede/game"
)

// Entry is one line of the record: the founding, an act, or a notice; its position and the time of its registration.
// Exactly one of Founding, Act and Notice is set.
type Entry struct {
	Seq      int64     // position, from 1; 0 for a notice that follows but was not entered (reported records)
	At       time.Time // when it was registered, UTC; for a derived notice, the instant it is dated by
	Founding *Founding
	Act      *act.Act
	Notice   *Notice

	Signatures []signature.Signature // on the act, of an official record; they say who signed, Decide whether that is enough

	proved   []signature.Key // by place: the key under which a signature was found to verify
	actBytes []byte          // the exact bytes of the act, as its author made them
	actHash  [32]byte        // of these bytes; zero: not worked out yet
}

// Founding is the first entry of every record: the charter under which it is kept and the key of its host.
type Founding struct {
	Charter string // the text of the charter file, whole
	Host    string // the host's verifier key, in the form of golang.org/x/mod/sumdb/note
	Made    string // the version of the program that founded it

	Keys      []act.Key // those that hold from the beginning, of an official record whose acts are signed
	Rehearsal bool      // a copy to play on, in which nobody has to sign
}

// Notice is something the depositary enters: it follows from earlier entries and the time alone, so anyone can check
// it. It never expresses a will. [VCLT 76(2)]
type Notice struct {
	Kind    NoticeKind
	Dossier string
	Stage   string        // the stage it is about
	Member  body.MemberID // who joined, left the roll, came onto it
	Dated   time.Time     // the instant it is dated by: the deadline, or the entry it follows from
	Outcome game.Outcome  // of a stage that was closed
	Reasons []string      // why, clause by clause
}

// NoticeKind is the word for a kind of notice. The set is closed.
type NoticeKind string

// The kinds of notice.
const (
	NoticeOpened   NoticeKind = "opened"   // a stage has opened, with its roll and rule
	NoticeFound    NoticeKind = "found"    // a stage decided by a rule is closed: its finding
	NoticeSilence  NoticeKind = "silence"  // the period of a question has run: what silence means has come to pass
	NoticeDone     NoticeKind = "done"     // all the acts a stage wants are in
	NoticeJoined   NoticeKind = "joined"   // a member joins
	NoticeInForce  NoticeKind = "in-force" // the last stage is done: entry into force
	NoticeAmended  NoticeKind = "amended"  // the charter that was proposed is in force
	NoticeRoll     NoticeKind = "roll"     // a floating roll has changed
	NoticeDeadline NoticeKind = "deadline" // a time limit has run, and nothing but this notice follows
	NoticeLapsed   NoticeKind = "lapsed"   // a time limit has run and the dossier with it
	NoticeRun      NoticeKind = "run"      // the period of a question has run unbroken; the silence is assent once watchers have seen it
	NoticeExtended NoticeKind = "extended" // the period is longer by the time in which no quorum of watchers saw the record
)
