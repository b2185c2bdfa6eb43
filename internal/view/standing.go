package view

import (
	"time"

	"accede/body"
	"accede/dossier"
)

// Standing is everything a dossier's pages show of where it is, for programs: stages, positions, steps, the question,
// objections with all below them, talks, texts, moves and the finding. Status says the same in short. Keys and meanings
// are kept for ever; new keys may come. Lists are never null; a time that is not known is null. Texts are as filed, by
// language.
type Standing struct {
	Status
	Procedure  string            `json:"procedure"`
	Name       body.Names        `json:"name"` // of an applicant whom the charter does not list; else empty
	Subject    body.Names        `json:"subject"`
	Applied    string            `json:"applied"`
	EndedAt    *string           `json:"ended_at"` // when it ended or came into force
	Rule       string            `json:"rule"`     // the sentence of the stage; empty where no rule decides it
	Stages     []StageStatus     `json:"stages"`
	Positions  []PositionStatus  `json:"positions"` // of the stage, in the order of the roll
	Steps      []PartyStatus     `json:"steps"`     // of the stage that wants acts of each, in the order of the roll
	Question   *QuestionStatus   `json:"question"`
	Objections []ObjectionStatus `json:"objections"`
	Stalemate  *StalemateStatus  `json:"stalemate"`
	Rounds     []RoundStatus     `json:"rounds"` // talks, in order of time
	Texts      []TextStatus      `json:"texts"`  // memoranda and proposals, in order of time
}

// StageStatus is one stage: ahead, current, passed or failed.
type StageStatus struct {
	ID     string     `json:"id"`
	Name   body.Names `json:"name"`
	Part   string     `json:"part,omitempty"`
	Step   string     `json:"step,omitempty"`
	Law    []string   `json:"law"`
	State  string     `json:"state"`
	Opened *string    `json:"opened"`
	Done   *string    `json:"done"`
}

// PositionStatus is where one member stands in the stage.
type PositionStatus struct {
	Member    body.MemberID `json:"member"`
	Ballot    string        `json:"ballot"` // the word: for, against, pending, or the charter's own
	Since     *string       `json:"since"`
	Reserve   bool          `json:"reserve"`
	If        string        `json:"if,omitempty"` // a conditional position, as it was written
	Objection string        `json:"objection,omitempty"`
	Seq       int64         `json:"seq"` // the entry that says so; 0 when it has not spoken
}

// PartyStatus is how far one party is in a stage that wants acts of each.
type PartyStatus struct {
	Party body.MemberID `json:"party"`
	Steps []StepStatus  `json:"steps"`
}

// StepStatus is one step of one party.
type StepStatus struct {
	Act   string  `json:"act"`
	Done  bool    `json:"done"`
	When  *string `json:"when"`
	Dated string  `json:"dated"` // exactly, at latest, about
	Seq   int64   `json:"seq"`
}

// QuestionStatus is the question that is put.
type QuestionStatus struct {
	Text     body.Names      `json:"text"`
	Put      string          `json:"put"`
	Until    *string         `json:"until"`
	Silence  bool            `json:"silence"` // silence has a meaning when the period has run
	Version  int             `json:"version"`
	BrokenBy []body.MemberID `json:"broken_by"`
	Seq      int64           `json:"seq"`
}

// StalemateStatus is a run of rounds without movement on any concern.
type StalemateStatus struct {
	Since  string `json:"since"`
	Rounds int    `json:"rounds"`
	Moved  int    `json:"moved"`
	Of     int    `json:"of"`
}

// NewStanding answers a standing for programs. It takes time in the size of the standing.
func NewStanding(d *dossier.Docket, s dossier.Standing) Standing {
	z := zoned{d.Zone()}
	st := Standing{
		Status: NewStatus(d, s), Procedure: s.Procedure, Name: names(s.Name), Subject: names(s.Subject),
		Applied: z.stamp(s.Applied), EndedAt: z.maybe(s.EndedAt), Rule: s.Rule,
		Stages: each(s.Stages, z.stage), Positions: each(s.Positions, z.position), Steps: each(s.Steps, z.party),
		Objections: each(s.Objections, z.objection), Rounds: each(s.Rounds, z.round), Texts: each(s.Texts, z.text),
	}
	if q := s.Question; q != nil {
		st.Question = &QuestionStatus{names(q.Text), z.stamp(q.Put), z.maybe(q.Until), q.Silence, q.Version, list(q.BrokenBy), q.Seq}
	}
	if x := s.Stalemate; x != nil {
		st.Stalemate = &StalemateStatus{z.stamp(x.Since), x.Rounds, x.Moved, x.Of}
	}
	return st
}

// zoned writes what a standing holds, at the offset of a zone.
type zoned struct{ zone *time.Location }

func (z zoned) stamp(t time.Time) string { return stamp(t, z.zone) }

func (z zoned) maybe(t time.Time) *string {
	if t.IsZero() {
		return nil
	}
	text := z.stamp(t)
	return &text
}

func (z zoned) stage(s dossier.StageStanding) StageStatus {
	return StageStatus{s.ID, names(s.Name), s.Part, s.Step, list(s.Law), stageWord(s.State), z.maybe(s.Opened), z.maybe(s.Done)}
}

func stageWord(s dossier.StageState) string {
	switch s {
	case dossier.Ahead:
		return "ahead"
	case dossier.Current:
		return "current"
	case dossier.Passed:
		return "passed"
	case dossier.Failed:
		return "failed"
	}
	return "ahead" // what was never worked out has not opened
}

func (z zoned) position(p dossier.PositionStanding) PositionStatus {
	return PositionStatus{p.Member, p.Word, z.maybe(p.Since), p.Reserve, p.If, p.Objection, p.Seq}
}

func (z zoned) party(p dossier.PartySteps) PartyStatus {
	return PartyStatus{p.Party, each(p.Steps, func(s dossier.StepStanding) StepStatus {
		return StepStatus{string(s.Act), s.Done, z.maybe(s.When), dated(string(s.Dated)), s.Seq}
	})}
}

// dated answers the word for how well a date is known.
func dated(word string) string {
	if word == "" {
		return "exactly"
	}
	return word
}

// names answers texts that are never null.
func names(n body.Names) body.Names {
	if n == nil {
		return body.Names{}
	}
	return n
}

// each answers a list that is never null.
func each[T, U any](in []T, f func(T) U) []U {
	out := make([]U, 0, len(in))
	for _, x := range in {
		out = append(out, f(x))
	}
	return out
}
