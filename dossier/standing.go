package dossier

import (
	"time"

	"accede/act"
	"accede/body"
	"accede/game"
	"accede/rule"
)

// Standing is where a dossier is at one instant: stage, finding if closed now, what stands in the way, whose move.
// Derived, never stored. It is plain data in the order in which it is to be read.
type Standing struct {
	Dossier   string
	Applicant body.MemberID
	Name      body.Names // of an applicant whom the charter does not list; else empty: ask the body
	Procedure string
	Subject   body.Names // what is asked, where it is not admission
	AsOf      time.Time
	Applied   time.Time

	Stage   string // id of the stage it is in; of the last one when all are done
	Stages  []StageStanding
	Outcome game.Outcome  // of the stage: Open until it is closed or done
	Finding *rule.Finding // of the stage, if it is decided by a rule: as closed, else if closed now
	Rule    string        // the sentence of the stage, printed; empty when no rule decides it
	Status  string        // what the applicant has gained so far: applicant, then as the charter says (invitee), then member

	// Required, Approved, Deposited and Missing speak of the stage that wants the acts of each member in several steps
	// (the ratification) once it has opened, else of the roll of the stage the dossier is in.
	Required  int
	Approved  int             // whose own procedure is finished: all steps but the last one done, or the last one
	Deposited int             // whose last step is done
	Missing   []body.MemberID // whose own procedure is not finished, in the order of the roll

	Positions  []PositionStanding // of the stage, in the order of the roll
	Steps      []PartySteps       // of the stage that wants acts of each, in the order of the roll
	Question   *QuestionStanding  // the question that is put, if one is
	Objections []ObjectionStanding
	Blockers   []Blocker
	Stalemate  *Stalemate
	Rounds     []RoundStanding // talks, in order of time
	Texts      []TextStanding  // memoranda and proposals, in order of time
	Next       []Move

	InForce bool      // all that the procedure asks for is in, and the time it names has come
	Member  bool      // the applicant is a member of the body
	Ended   string    // withdrawn, lapsed: empty while it runs or when it is in force
	EndedAt time.Time // when it ended or came into force
}

// StageStanding is one stage on the rail.
type StageStanding struct {
	ID     string
	Name   body.Names // empty: the reader's word for the id
	Part   string     // the part of a repeated stage
	Step   string     // the step of a stage decided once for each step
	Law    []string
	State  StageState
	Opened time.Time
	Done   time.Time
}

// StageState is how far a stage is.
type StageState uint8

// The states of a stage. The zero value is Ahead.
const (
	Ahead   StageState = iota // not open yet
	Current                   // open
	Passed                    // adopted, or all its acts are in
	Failed                    // closed and rejected; it may be put again
)

// PositionStanding is where one member stands in a stage.
type PositionStanding struct {
	Member    body.MemberID
	Ballot    game.Ballot // pending when it has not spoken
	Word      string      // the ballot's word: for, against, …, or the charter's own
	Since     time.Time   // zero when it has not spoken
	Reserve   bool        // it holds its position back, with a reason or a condition
	If        string      // the condition, as it was written; empty where there is none
	Objection string      // id of the objection it stands behind, if any
	Seq       int64       // the entry that says so; 0 when it has not spoken
}

// PartySteps is how far one party is in a stage that wants acts of each.
type PartySteps struct {
	Party body.MemberID
	Steps []StepStanding // in the order of the stage's steps
}

// StepStanding is one step of one party.
type StepStanding struct {
	Act   act.Kind
	Done  bool
	When  time.Time
	Dated act.Dating // how well the date is known
	Seq   int64
}

// QuestionStanding is the question that is put.
type QuestionStanding struct {
	Text     body.Names
	Put      time.Time
	Until    time.Time // zero: no deadline
	Silence  bool      // pending has a meaning when the period has run
	Version  int       // 1 for the first text
	BrokenBy []body.MemberID
	Seq      int64

	Unseen bool            // the period has run unbroken, and the silence waits for watchers
	SeenBy []body.MemberID // whose watchers have seen the record since
	HeldBy []body.MemberID // whose watchers hold an act for the dossier that came in time and is not in the record
	Quorum []WatchQuorum   // whose watchers have to have seen it, all of these; nil: silence is assent at the deadline
}

// WatchQuorum is how many members of a class have to have a watcher that has seen the record, and how many have.
type WatchQuorum struct {
	Of      string
	AtLeast int
	Seen    int // since the period has run, and the grace after it
}

// Knot is the state of a concern, a demand or a commitment. A parent has the state of its worst child, in this order.
type Knot uint8

// The states, worst first.
const (
	KnotOpen    Knot = iota // no answer
	KnotAwaited             // answered by one side alone, or promised and not yet done
	KnotTalks               // taken up in talks that moved it
	KnotAgreed              // answered in a text both sides agreed
	KnotMet                 // both sides say it is met
)

// String answers the word: open, awaited, in talks, agreed, met.
func (k Knot) String() string {
	switch k {
	case KnotOpen:
		return "open"
	case KnotAwaited:
		return "awaited"
	case KnotTalks:
		return "in talks"
	case KnotAgreed:
		return "agreed"
	case KnotMet:
		return "met"
	}
	return "open"
}

// ObjectionStanding is an objection with everything below it.
type ObjectionStanding struct {
	ID         string
	By         body.MemberID
	Stage      string // the stage it was made for; empty: all
	Since      time.Time
	Seq        int64
	Stands     bool      // in the stage the dossier is in
	Withdrawn  time.Time // zero while it stands
	Conditions body.Names
	Grounds    body.Names
	State      Knot // of its worst concern
	Concerns   []ConcernStanding
}

// ConcernStanding is a concern with its demands.
type ConcernStanding struct {
	ID       string
	Text     body.Names
	Since    time.Time
	State    Knot
	Progress string    // what the last round that took it up made of it: none, some, substantial, settled; empty: never taken up
	Moved    time.Time // when it last moved: the round that reports progress other than none
	Demands  []DemandStanding
	Answers  []CommitmentStanding // that answer the concern as a whole
}

// DemandStanding is a demand, for this dossier, with what answers it.
type DemandStanding struct {
	ID          string
	Text        body.Names
	Of          []body.MemberID // who must answer in this dossier
	Since       time.Time
	Due         time.Time
	State       Knot
	Finds       string // what the demander last found: met, partly, not met; empty: nothing yet
	Claimed     bool   // the addressee says it is met
	Closing     string // met when both sides say so; partly when one does, or the demander says partly; not met; empty
	Commitments []CommitmentStanding
}

// CommitmentStanding is a promise, with what was done under it.
type CommitmentStanding struct {
	ID         string
	Clause     string
	By         []body.MemberID
	Owed       []body.MemberID // those of By who owe it in this dossier; empty where nothing is owed
	Text       body.Names
	Memorandum string // id of the memorandum it stands in; empty for one given alone
	Since      time.Time
	Due        time.Time
	State      Knot
	Kind       string // undertaking, recital, monitoring, withdrawal
	Measures   []MeasureStanding
}

// MeasureStanding is something done, with the last word of who demanded it.
type MeasureStanding struct {
	ID        string
	By        body.MemberID
	Text      body.Names
	Since     time.Time
	Evidence  int
	Assessed  bool
	Direction string // toward, none, away
	Strength  int    // 0–4
	Seq       int64
}

// Blocker is a member who stands in the way of the stage the dossier is in.
type Blocker struct {
	Member      body.MemberID
	Objection   string // id; empty for a position against without an objection
	Since       time.Time
	OpenDemands []string // ids of the demands neither agreed nor met, in order
}

// Stalemate is a run of rounds without movement on any concern.
type Stalemate struct {
	Since  time.Time // the first round of it
	Rounds int       // how many rounds, up to now
	Moved  int       // how many concerns have moved at all in those rounds
	Of     int       // of how many
}

// RoundStanding is one meeting.
type RoundStanding struct {
	ID        string
	Round     int // 0 for a meeting that is no round
	Title     body.Names
	When      time.Time
	Place     string
	Parties   []body.MemberID
	Convened  body.MemberID
	Lasted    act.Length
	Agenda    []string
	Outcome   []act.Progress
	Stalemate string
	Agreed    []string
	Next      string
	Seq       int64
}

// TextStanding is a memorandum or a proposal.
type TextStanding struct {
	ID      string
	Title   body.Names
	When    time.Time
	Place   string
	Parties []body.MemberID
	Agreed  bool // a memorandum; a proposal is only tabled
	Clauses []CommitmentStanding
	Draft   []ClauseStanding // of a draft in clauses: those on the table
	Seq     int64
}

// Move is something somebody has to do next.
type Move struct {
	Who      body.MemberID
	What     string // a verb and what it is about: answer-demand:pkk, deposit:ratification
	Since    time.Time
	Due      time.Time // zero: no deadline
	Blocking bool      // the stage the dossier is in waits for it
}
