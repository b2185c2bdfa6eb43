package view

import (
	"accede/body"
	"accede/rule"
)

// Decision is what a sentence finds on a table of votes: the output of accede decide --json. Keys and meanings are kept
// for ever; new keys may come. Lists are never null.
type Decision struct {
	Outcome        string          `json:"outcome"`       // open, adopted, rejected
	IfClosedNow    string          `json:"if_closed_now"` // adopted, rejected
	Tests          []DecisionTest  `json:"tests"`
	Pivotal        []body.MemberID `json:"pivotal"`
	SmallestChange []BallotChange  `json:"smallest_change"`
	CannotCarry    bool            `json:"cannot_carry"`
	Reasons        []string        `json:"reasons"`
	Bounded        bool            `json:"bounded"`        // the outcome is open because it was not settled in time
	ChangeBounded  bool            `json:"change_bounded"` // a smaller change may exist
}

// DecisionTest is one test. Need is a number where one number and more are enough, else words such as "none".
type DecisionTest struct {
	Text     string `json:"text"`
	Need     any    `json:"need"`
	Have     int64  `json:"have"`
	Holds    bool   `json:"holds"`
	NeedText string `json:"need_text"`
	Base     int64  `json:"base"`
	Short    int64  `json:"short"`
	Unit     string `json:"unit"`
	State    string `json:"state"` // adopted: always holds; rejected: never does; else open
}

// BallotChange is one ballot that would have to be another, and which others would do as well.
type BallotChange struct {
	Member body.MemberID `json:"member"`
	From   string        `json:"from"`
	To     string        `json:"to"`
	Or     []string      `json:"or"`
}

// NewDecision answers a finding on a roll. It shares the finding's texts.
func NewDecision(f *rule.Finding, roll *body.Roll) Decision {
	d := Decision{
		Outcome: f.Outcome.String(), IfClosedNow: f.IfClosedNow.String(),
		Tests: []DecisionTest{}, Pivotal: list(f.Pivotal), SmallestChange: []BallotChange{},
		CannotCarry: f.CannotCarry, Reasons: list(f.Reasons),
		Bounded: f.Bounded, ChangeBounded: f.ChangeBounded,
	}
	for _, t := range f.Tests {
		d.Tests = append(d.Tests, DecisionTest{
			Text: t.Text, Need: needOf(t), Have: t.Have, Holds: t.Holds, NeedText: t.Need,
			Base: t.Base, Short: t.Short, Unit: t.Unit, State: t.State.String(),
		})
	}
	for _, c := range f.SmallestChange {
		change := BallotChange{Member: c.Member, From: roll.BallotName(c.From), To: roll.BallotName(c.To), Or: []string{}}
		for _, b := range c.Or {
			change.Or = append(change.Or, roll.BallotName(b))
		}
		d.SmallestChange = append(d.SmallestChange, change)
	}
	return d
}

// needOf answers the least number that holds, where that number or more is what is needed; else the words.
func needOf(t rule.TestFinding) any {
	if t.Least >= 0 && (t.Most < 0 || t.Most == t.Least) {
		return t.Least
	}
	return t.Need
}
