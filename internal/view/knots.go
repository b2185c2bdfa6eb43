package view

import (
	"accede/act"
	"accede/body"
	"accede/dossier"
)

// ObjectionStatus is an objection with everything below it. State is that of its worst concern: open, awaited, in talks,
// agreed, met.
type ObjectionStatus struct {
	ID         string          `json:"id"`
	By         body.MemberID   `json:"by"`
	Stage      string          `json:"stage"` // empty: every stage
	Since      string          `json:"since"`
	Seq        int64           `json:"seq"`
	Stands     bool            `json:"stands"` // in the stage the dossier is in
	Withdrawn  *string         `json:"withdrawn"`
	Conditions body.Names      `json:"conditions"`
	Grounds    body.Names      `json:"grounds"`
	State      string          `json:"state"`
	Concerns   []ConcernStatus `json:"concerns"`
}

// ConcernStatus is a concern with its demands.
type ConcernStatus struct {
	ID       string             `json:"id"`
	Text     body.Names         `json:"text"`
	Since    string             `json:"since"`
	State    string             `json:"state"`
	Progress string             `json:"progress"` // none, some, substantial, settled; empty: never taken up
	Moved    *string            `json:"moved"`
	Demands  []DemandStatus     `json:"demands"`
	Answers  []CommitmentStatus `json:"answers"` // to the concern as a whole
}

// DemandStatus is a demand with what answers it.
type DemandStatus struct {
	ID          string             `json:"id"`
	Text        body.Names         `json:"text"`
	Of          []body.MemberID    `json:"of"`
	Since       string             `json:"since"`
	Due         *string            `json:"due"`
	State       string             `json:"state"`
	Finds       string             `json:"finds"`   // what the demander last found: met, partly, not met; empty: nothing yet
	Claimed     bool               `json:"claimed"` // the addressee says it is met
	Closing     string             `json:"closing"` // met, partly, not met; empty
	Commitments []CommitmentStatus `json:"commitments"`
}

// CommitmentStatus is a promise with what was done under it.
type CommitmentStatus struct {
	ID         string          `json:"id"`
	Clause     string          `json:"clause"`
	By         []body.MemberID `json:"by"`
	Owed       []body.MemberID `json:"owed"` // those of By who owe it in this dossier
	Text       body.Names      `json:"text"`
	Memorandum string          `json:"memorandum"` // empty: given alone
	Since      string          `json:"since"`
	Due        *string         `json:"due"`
	State      string          `json:"state"`
	Kind       string          `json:"kind"` // undertaking, recital, monitoring, withdrawal
	Measures   []MeasureStatus `json:"measures"`
}

// MeasureStatus is something done, with the last word of who demanded it.
type MeasureStatus struct {
	ID        string        `json:"id"`
	By        body.MemberID `json:"by"`
	Text      body.Names    `json:"text"`
	Since     string        `json:"since"`
	Evidence  int           `json:"evidence"` // how many pieces
	Assessed  bool          `json:"assessed"`
	Direction string        `json:"direction"` // toward, none, away
	Strength  int           `json:"strength"`  // 0 to 4
	Seq       int64         `json:"seq"`
}

// RoundStatus is one meeting.
type RoundStatus struct {
	ID        string           `json:"id"`
	Round     int              `json:"round"` // 0 for a meeting that is no round
	Title     body.Names       `json:"title"`
	When      string           `json:"when"`
	Place     string           `json:"place"`
	Parties   []body.MemberID  `json:"parties"`
	Convened  body.MemberID    `json:"convened_by"`
	Minutes   int              `json:"minutes"`           // how long it lasted; 0: not known exactly
	About     int              `json:"about_minutes"`     // 0: not known
	MoreThan  int              `json:"more_than_minutes"` // 0: not known
	Agenda    []string         `json:"agenda"`            // ids of concerns
	Outcome   []ProgressStatus `json:"outcome"`
	Stalemate string           `json:"stalemate"`
	Agreed    []string         `json:"agreed"`
	Next      string           `json:"next"`
	Seq       int64            `json:"seq"`
}

// ProgressStatus is how far a round moved one concern: none, some, substantial, settled.
type ProgressStatus struct {
	Concern  string `json:"concern"`
	Progress string `json:"progress"`
}

// TextStatus is a memorandum or a proposal.
type TextStatus struct {
	ID      string             `json:"id"`
	Title   body.Names         `json:"title"`
	When    string             `json:"when"`
	Place   string             `json:"place"`
	Parties []body.MemberID    `json:"parties"`
	Agreed  bool               `json:"agreed"` // a memorandum; a proposal is only tabled
	Clauses []CommitmentStatus `json:"clauses"`
	Seq     int64              `json:"seq"`
}

func (z zoned) objection(o dossier.ObjectionStanding) ObjectionStatus {
	return ObjectionStatus{
		o.ID, o.By, o.Stage, z.stamp(o.Since), o.Seq, o.Stands, z.maybe(o.Withdrawn), names(o.Conditions), names(o.Grounds),
		o.State.String(), each(o.Concerns, z.concern),
	}
}

func (z zoned) concern(c dossier.ConcernStanding) ConcernStatus {
	return ConcernStatus{
		c.ID, names(c.Text), z.stamp(c.Since), c.State.String(), c.Progress, z.maybe(c.Moved),
		each(c.Demands, z.demand), each(c.Answers, z.commitment),
	}
}

func (z zoned) demand(d dossier.DemandStanding) DemandStatus {
	return DemandStatus{
		d.ID, names(d.Text), list(d.Of), z.stamp(d.Since), z.maybe(d.Due), d.State.String(), d.Finds, d.Claimed, d.Closing,
		each(d.Commitments, z.commitment),
	}
}

func (z zoned) commitment(c dossier.CommitmentStanding) CommitmentStatus {
	return CommitmentStatus{
		c.ID, c.Clause, list(c.By), list(c.Owed), names(c.Text), c.Memorandum, z.stamp(c.Since), z.maybe(c.Due), c.State.String(),
		c.Kind, each(c.Measures, z.measure),
	}
}

func (z zoned) measure(m dossier.MeasureStanding) MeasureStatus {
	return MeasureStatus{m.ID, m.By, names(m.Text), z.stamp(m.Since), m.Evidence, m.Assessed, m.Direction, m.Strength, m.Seq}
}

func (z zoned) round(r dossier.RoundStanding) RoundStatus {
	return RoundStatus{
		ID: r.ID, Round: r.Round, Title: names(r.Title), When: z.stamp(r.When), Place: r.Place, Parties: list(r.Parties),
		Convened: r.Convened, Minutes: r.Lasted.Minutes, About: r.Lasted.About, MoreThan: r.Lasted.MoreThan, Agenda: list(r.Agenda),
		Outcome:   each(r.Outcome, func(p act.Progress) ProgressStatus { return ProgressStatus{p.Concern, p.Progress} }),
		Stalemate: r.Stalemate, Agreed: list(r.Agreed), Next: r.Next, Seq: r.Seq,
	}
}

func (z zoned) text(t dossier.TextStanding) TextStatus {
	return TextStatus{t.ID, names(t.Title), z.stamp(t.When), t.Place, list(t.Parties), t.Agreed, each(t.Clauses, z.commitment), t.Seq}
}
