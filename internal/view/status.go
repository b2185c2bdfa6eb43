package view

import (
	"slices"
	"time"

	"accede/body"
	"accede/dossier"
	"accede/game"
	"accede/rule"
)

// Status is where one dossier stands, as scripts read it: the output of accede status --json. Keys and meanings are
// kept for ever; new keys may come. Lists are never null.
type Status struct {
	Dossier     string        `json:"dossier"`
	Applicant   body.MemberID `json:"applicant"`
	Stage       string        `json:"stage"`
	Outcome     string        `json:"outcome"`       // open, adopted, rejected
	IfClosedNow *string       `json:"if_closed_now"` // adopted or rejected; null where no rule decides the stage
	Required    int           `json:"required"`
	Approved    int           `json:"approved"`  // members whose own procedure is finished
	Deposited   int           `json:"deposited"` // members whose instrument is in

	Missing  []body.MemberID `json:"missing"` // in the order of ids
	Blockers []BlockerStatus `json:"blockers"`
	Next     []MoveStatus    `json:"next"`
	InForce  bool            `json:"in_force"`
	Member   bool            `json:"member"`
	AsOf     string          `json:"as_of"` // RFC 3339, at the offset of the charter's zone

	Decision       string         `json:"decision"` // blocked, open, adopted, rejected
	Status         string         `json:"status"`   // applicant, as the charter says (invitee), member
	Ended          string         `json:"ended"`    // withdrawn, lapsed; empty otherwise
	Keeping        body.Keeping   `json:"keeping"`
	StalemateSince *string        `json:"stalemate_since"` // YYYY-MM-DD
	Finding        *FindingStatus `json:"finding"`         // null where no rule decides the stage
}

// BlockerStatus is a member who stands in the way.
type BlockerStatus struct {
	Member      body.MemberID `json:"member"`
	Objection   string        `json:"objection"`
	OpenDemands []string      `json:"open_demands"`
}

// MoveStatus is something somebody has to do next.
type MoveStatus struct {
	Who   body.MemberID `json:"who"`
	What  string        `json:"what"`
	Since string        `json:"since"` // YYYY-MM-DD in the charter's zone; empty where it is not known
	Due   *string       `json:"due"`   // RFC 3339; null where there is no deadline
}

// FindingStatus is the finding on the stage, clause by clause.
type FindingStatus struct {
	Tests          []TestStatus    `json:"tests"`
	Reasons        []string        `json:"reasons"`
	Pivotal        []body.MemberID `json:"pivotal"`
	SmallestChange []ChangeStatus  `json:"smallest_change"`
	CannotCarry    bool            `json:"cannot_carry"`
}

// TestStatus is one test of the sentence.
type TestStatus struct {
	Text  string `json:"text"`
	Need  string `json:"need"`
	Have  int64  `json:"have"`
	Short int64  `json:"short"`
	Unit  string `json:"unit"`
	Holds bool   `json:"holds"`
}

// ChangeStatus is one ballot that would have to be another.
type ChangeStatus struct {
	Member body.MemberID `json:"member"`
	From   string        `json:"from"`
	To     string        `json:"to"`
}

// DocketStatus is where all dossiers of a body stand: the output of accede status --json without a dossier.
type DocketStatus struct {
	Body     string   `json:"body"`
	Dossiers []Status `json:"dossiers"`
	AsOf     string   `json:"as_of"`
}

// NewStatus answers the status of a standing in its docket.
func NewStatus(d *dossier.Docket, s dossier.Standing) Status {
	return statusOf(NewSetting(d.Charter(), d.Zone()), s)
}

// NewDocketStatus answers the status of all dossiers, in the order of application, at an instant.
func NewDocketStatus(d *dossier.Docket, at time.Time) (DocketStatus, error) {
	all := DocketStatus{Body: d.Charter().Body, Dossiers: []Status{}, AsOf: stamp(at, d.Zone())}
	for _, id := range d.Dossiers() {
		s, err := d.Standing(id, at)
		if err != nil {
			return DocketStatus{}, err
		}
		all.Dossiers = append(all.Dossiers, NewStatus(d, s))
	}
	return all, nil
}

func statusOf(set Setting, s dossier.Standing) Status {
	st := Status{
		Dossier: s.Dossier, Applicant: s.Applicant, Stage: s.Stage, Outcome: s.Outcome.String(),
		Required: s.Required, Approved: s.Approved, Deposited: s.Deposited,
		Missing: list(slices.Sorted(slices.Values(s.Missing))), Blockers: []BlockerStatus{}, Next: []MoveStatus{},
		InForce: s.InForce, Member: s.Member, AsOf: stamp(s.AsOf, set.Zone),
		Decision: decision(s), Status: s.Status, Ended: s.Ended, Keeping: set.Charter.Keeping,
	}
	for _, b := range s.Blockers {
		st.Blockers = append(st.Blockers, BlockerStatus{b.Member, b.Objection, list(b.OpenDemands)})
	}
	for _, m := range s.Next {
		st.Next = append(st.Next, moveStatus(set, m))
	}
	if s.Stalemate != nil {
		since := set.day(s.Stalemate.Since)
		st.StalemateSince = &since
	}
	if s.Finding != nil {
		now := s.Finding.IfClosedNow.String()
		st.IfClosedNow, st.Finding = &now, findingStatus(s)
	}
	return st
}

// decision answers blocked where somebody stands against and the stage, closed now, would be rejected; else the
// outcome.
func decision(s dossier.Standing) string {
	if s.Outcome != game.Adopted && len(s.Blockers) > 0 && s.Finding != nil && s.Finding.IfClosedNow == game.Rejected {
		return "blocked"
	}
	return s.Outcome.String()
}

func moveStatus(set Setting, m dossier.Move) MoveStatus {
	st := MoveStatus{Who: m.Who, What: m.What}
	if !m.Since.IsZero() {
		st.Since = set.day(m.Since)
	}
	if !m.Due.IsZero() {
		due := stamp(m.Due, set.Zone)
		st.Due = &due
	}
	return st
}

func findingStatus(s dossier.Standing) *FindingStatus {
	f := s.Finding
	st := &FindingStatus{
		Tests: []TestStatus{}, Reasons: list(f.Reasons), Pivotal: list(f.Pivotal),
		SmallestChange: []ChangeStatus{}, CannotCarry: f.CannotCarry,
	}
	for _, t := range f.Tests {
		st.Tests = append(st.Tests, TestStatus{t.Text, t.Need, t.Have, t.Short, t.Unit, t.Holds})
	}
	for _, c := range f.SmallestChange {
		st.SmallestChange = append(st.SmallestChange, changeStatus(c))
	}
	return st
}

func changeStatus(c rule.Change) ChangeStatus {
	return ChangeStatus{c.Member, ballotWord(c.From), ballotWord(c.To)}
}

// ballotWord answers the word of the rule language for a ballot; a ballot of the charter's own has no word here.
func ballotWord(b game.Ballot) string {
	switch b {
	case game.Pending:
		return "pending"
	case game.For:
		return "for"
	case game.Against:
		return "against"
	case game.Abstaining:
		return "abstaining"
	case game.Absent:
		return "absent"
	case game.Recused:
		return "recused"
	}
	return "other"
}

func stamp(t time.Time, zone *time.Location) string { return t.In(zone).Format(time.RFC3339) }

// list answers a copy that is never nil, so that JSON shows an empty list.
func list[T any](in []T) []T {
	if len(in) == 0 {
		return []T{}
	}
	return slices.Clone(in)
}
