// Package wire is what goes over HTTP beside the views: receipts, entries, checkpoints, questions, events, problems.
//
// It knows the names of keys and what they mean, which are kept for ever; new keys may come. It refuses to know how any of
// it is worked out, and imports nothing that could.
package wire

import "accede/dossier"

// Record is what a record is and how long.
type Record struct {
	Body     string   `json:"body"`
	Name     Names    `json:"name"`
	Keeping  string   `json:"keeping"`   // official, reported
	TimeZone string   `json:"time_zone"` // in which the body's days begin and end
	Origin   string   `json:"origin"`    // the name of the record on its checkpoints
	Host     string   `json:"host"`      // the key that signs them
	Size     int64    `json:"size"`      // entries
	Root     string   `json:"root"`      // hash of the tree over them, base64
	Dossiers []string `json:"dossiers"`  // in the order of application
	Version  string   `json:"version"`   // of the program that serves it
}

// Names is a text in each language in which it was given.
type Names map[string]string

// Entry is one line of the record.
type Entry struct {
	Seq      int64    `json:"seq"`      // position, from 1
	At       string   `json:"at"`       // when it was registered, RFC 3339, UTC
	Kind     string   `json:"kind"`     // founding, the kind of act, or the kind of notice
	ID       string   `json:"id"`       // of the act; empty for what is none
	By       string   `json:"by"`       // the party that acts; empty for what is no act
	Hash     string   `json:"hash"`     // of the act's exact bytes, in hex; empty for what is no act
	Dossiers []string `json:"dossiers"` // that it addresses
	Leaf     string   `json:"leaf"`     // hash of the entry's exact bytes as a leaf, base64
	Bytes    string   `json:"bytes"`    // the exact bytes of the entry, which are UTF-8
}

// Entries is a stretch of the record.
type Entries struct {
	Entries []Entry `json:"entries"`
	After   int64   `json:"after"` // go on from here
	Size    int64   `json:"size"`  // of the record
}

// Proof is an entry and how it is shown to stand in the record.
type Proof struct {
	Entry
	Size       int64    `json:"size"`       // of the record the proof leads to
	Root       string   `json:"root"`       // of that record, base64
	Path       []string `json:"path"`       // hashes from the leaf to the root [RFC 6962, 2.1.1], base64
	Checkpoint string   `json:"checkpoint"` // signed by the host, of that size
}

// Growth shows that the record of one size is the beginning of that of another.
type Growth struct {
	From int64    `json:"from"`
	To   int64    `json:"to"`
	Root string   `json:"root"` // of the larger one, base64
	Path []string `json:"path"` // [RFC 6962, 2.1.2], base64
}

// Receipt is what the author of an act takes home. Asked for again it is the same, but for the proof, which leads to the
// newest checkpoint.
type Receipt struct {
	Seq        int64    `json:"seq"` // position of the act's entry
	ID         string   `json:"id"`
	Hash       string   `json:"hash"`       // of the act's exact bytes, in hex
	At         string   `json:"at"`         // of registration, RFC 3339, UTC
	Notices    []Notice `json:"notices"`    // entered in consequence, directly behind it
	Size       int64    `json:"size"`       // of the record the proof leads to
	Path       []string `json:"path"`       // hashes from the entry to the root, base64
	Checkpoint string   `json:"checkpoint"` // signed by the host, of that size
}

// Notice is something the host entered because it follows.
type Notice struct {
	Seq     int64    `json:"seq"`
	Kind    string   `json:"kind"`
	Dossier string   `json:"dossier"`
	Stage   string   `json:"stage"`
	Member  string   `json:"member"`  // empty where it is about none
	Outcome string   `json:"outcome"` // of a stage that was closed: adopted, rejected; else open
	Reasons []string `json:"reasons"`
}

// Event says that an entry has come into the record.
type Event struct {
	Seq      int64    `json:"seq"`
	At       string   `json:"at"`
	Kind     string   `json:"kind"`
	ID       string   `json:"id"`
	By       string   `json:"by"`
	Hash     string   `json:"hash"`
	Dossiers []string `json:"dossiers"`
}

// Reload says that a listener has missed more than is told again: it reads what it shows anew, and goes on from here.
type Reload struct {
	Size int64 `json:"size"` // of the record now; the events behind it follow
}

// EnclosedList is all that is enclosed in acts.
type EnclosedList struct {
	Enclosed []Enclosed `json:"enclosed"`
}

// Enclosed is what the record knows of content that lies beside it: everything but what it says.
type Enclosed struct {
	Seal      string   `json:"seal"` // by which it is asked for, and which shows that it is what was sealed
	Seq       int64    `json:"seq"`  // of the act that encloses it
	By        string   `json:"by"`
	Kind      string   `json:"kind"` // of the act
	Dossiers  []string `json:"dossiers"`
	Audience  string   `json:"audience"`          // who may read it: public, body, parties, mediator, author
	Release   string   `json:"release,omitempty"` // from when everybody may
	Size      int      `json:"size"`              // bytes that it does not exceed
	Media     string   `json:"media,omitempty"`   // of a file; missing: a text of the act
	Encrypted bool     `json:"encrypted"`         // only its recipients can open it
	Erased    int64    `json:"erased,omitempty"`  // position of the act that had it erased
}

// Opening is enclosed content.
type Opening struct {
	Seal    string `json:"seal"`
	Salt    string `json:"salt"`    // base64
	Content string `json:"content"` // base64: as doc/formats.md has it
}

// Model is a model that is tried.
type Model struct {
	Text string   `json:"text"`          // as the files of the command line have it
	For  []string `json:"for,omitempty"` // of a conflict: the state asked about, as the options that are done
}

// Question is a rule and what each on the roll has said.
type Question struct {
	Rule    string  `json:"rule"` // a sentence of the rule language
	Ballots []Voter `json:"ballots"`
}

// Voter is one member on the roll.
type Voter struct {
	Member  string           `json:"member"`
	Classes []string         `json:"classes,omitempty"`
	Ballot  string           `json:"ballot,omitempty"`  // for, against, abstaining, absent, recused; empty: pending
	Weights map[string]int64 `json:"weights,omitempty"` // whole numbers, 0 or more, by name
}

// Problem is an error as RFC 9457 has it.
type Problem struct {
	Type    string        `json:"type"`           // address of what is said of the kind
	Title   string        `json:"title"`          // what is wrong in general
	Status  int           `json:"status"`         // of HTTP
	Detail  string        `json:"detail"`         // what is wrong here
	Name    string        `json:"name"`           // the kind, for programs
	Exit    int           `json:"exit"`           // the exit code of the command line for it
	Do      string        `json:"do"`             // what there is to do
	Code    dossier.Code  `json:"code,omitempty"` // the clause of the law that refuses it; the same for ever
	Args    []dossier.Arg `json:"args,omitempty"` // what the clause says of the case at hand
	Act     string        `json:"act,omitempty"`
	Dossier string        `json:"dossier,omitempty"`
	Stage   string        `json:"stage,omitempty"`
	Faults  []Fault       `json:"faults,omitempty"` // what is wrong, each with its place
}

// Fault is one thing that is wrong with what was sent.
type Fault struct {
	Place string `json:"place"`
	Text  string `json:"text"`
}

// Kind is a kind of problem: a row of the table that exit codes and pages share.
type Kind struct {
	Name   string `json:"name"`
	Status int    `json:"status"`
	Exit   int    `json:"exit"`
	Title  string `json:"title"`
	Do     string `json:"do"`
}

// Kinds is the whole table.
type Kinds struct {
	Problems []Kind `json:"problems"`
}
