package api

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"time"

	"accede/body"
	"accede/form"
	"accede/game"
	"accede/rule"

	"accede/internal/api/wire"
	"accede/internal/fault"
	"accede/internal/view"
)

// How large a question may be.
const (
	maxQuestion = 1 << 20
	maxVoters   = 10_000
)

// decide answers what a sentence finds. It keeps nothing and reads nothing of the record.
func (c *call) decide() error {
	data, err := c.sent(maxQuestion)
	if err != nil {
		return err
	}
	q, err := questionOf(data)
	if err != nil {
		return err
	}
	leave, err := c.busy()
	if err != nil {
		return err
	}
	defer leave()
	d, err := found(q)
	if err != nil {
		return err
	}
	return c.json(d)
}

// questionOf reads a question, strictly: a key that is misspelt would otherwise count for nothing.
func questionOf(data []byte) (wire.Question, error) {
	var q wire.Question
	if err := strictly(data, &q); err != nil {
		return q, err
	}
	if len(q.Ballots) > maxVoters {
		return q, fmt.Errorf("read the question: %d on the roll, at most %d are taken: %w", len(q.Ballots), maxVoters, fault.ErrLarge)
	}
	return q, nil
}

// found answers what the sentence of a question finds on its ballots.
func found(q wire.Question) (view.Decision, error) {
	sentence, err := rule.Parse(q.Rule)
	place := form.Place{File: "rule"}
	if syntax, ok := errors.AsType[*rule.SyntaxError](err); ok {
		err = syntax.In(place)
	}
	if err != nil {
		return view.Decision{}, fmt.Errorf("read the rule: %w: %w", err, fault.ErrInput)
	}
	roll, ballots, err := rollOf(q.Ballots)
	if err != nil {
		return view.Decision{}, fmt.Errorf("read the ballots: %w: %w", err, fault.ErrInput)
	}
	if faults := rule.Check(sentence, rule.VocabularyOf(roll), place); len(faults) > 0 {
		return view.Decision{}, fmt.Errorf("check the rule: %w: %w", faults, fault.ErrInput)
	}
	f, err := rule.Find(rule.Question{Rule: sentence, Roll: roll}, ballots)
	if err != nil {
		return view.Decision{}, fmt.Errorf("work out the finding: %w: %w", err, fault.ErrInput)
	}
	return view.NewDecision(&f, roll), nil
}

// rollOf answers the roll and the ballots in its order, or everything that is wrong with them.
func rollOf(voters []wire.Voter) (*body.Roll, []game.Ballot, error) {
	t := tableOf(voters)
	if len(t.faults) > 0 {
		return nil, nil, t.faults
	}
	roll, err := body.NewRoll(time.Time{}, t.members, t.classes, t.weights, nil)
	return roll, t.ballots, err
}

// table is a roll in the making.
type table struct {
	members []body.MemberID
	ballots []game.Ballot
	classes []body.RollClass
	weights []body.RollWeight
	faults  form.Faults
}

func tableOf(voters []wire.Voter) *table {
	t := &table{}
	for _, v := range voters { // the names first: what one member does not name it still has, as nothing
		for _, name := range v.Classes {
			if !slices.ContainsFunc(t.classes, func(c body.RollClass) bool { return c.Name == name }) {
				t.classes = append(t.classes, body.RollClass{Name: name, In: make([]bool, len(voters))})
			}
		}
		for name := range v.Weights {
			if !slices.ContainsFunc(t.weights, func(w body.RollWeight) bool { return w.Name == name }) {
				t.weights = append(t.weights, body.RollWeight{Name: name, Unit: name, Of: make([]int64, len(voters))})
			}
		}
		if len(t.classes)+len(t.weights) > maxColumns {
			t.tell("ballots", "more than %d classes and weights", maxColumns)
			return t
		}
	}
	slices.SortFunc(t.weights, func(a, b body.RollWeight) int { // not in the order of a map
		if a.Name < b.Name {
			return -1
		}
		return 1
	})
	seen := map[string]bool{}
	for i, v := range voters {
		if len(t.faults) >= form.MaxFaults {
			break
		}
		t.voter(i, v, seen)
	}
	t.sums()
	return t
}

// maxColumns is how many classes and weights a question may have.
const maxColumns = 64

func (t *table) tell(place, format string, args ...any) {
	t.faults = append(t.faults, &form.Fault{Place: form.Place{File: place}, Text: fmt.Sprintf(format, args...)})
}

// voter enters one line.
func (t *table) voter(i int, v wire.Voter, seen map[string]bool) {
	place := "ballots[" + strconv.Itoa(i) + "]"
	switch {
	case v.Member == "":
		t.tell(place, "the member has no name")
	case seen[v.Member]:
		t.tell(place, "member %q is there twice", v.Member)
	}
	seen[v.Member] = true
	t.members = append(t.members, body.MemberID(v.Member))
	ballot := game.Pending
	if v.Ballot != "" {
		b, ok := body.KindByName(v.Ballot)
		if !ok {
			t.tell(place, "unknown ballot %q; it is one of for, against, abstaining, absent, pending, recused, or empty for pending", v.Ballot)
		}
		ballot = b
	}
	t.ballots = append(t.ballots, ballot)
	for j := range t.classes {
		if slices.Contains(v.Classes, t.classes[j].Name) {
			t.classes[j].In[i] = true
			t.classes[j].Size++
		}
	}
	for j := range t.weights {
		n := v.Weights[t.weights[j].Name]
		if n < 0 {
			t.tell(place, "%s is %d; a weight is 0 or more", t.weights[j].Name, n)
		}
		t.weights[j].Of[i] = n
	}
}

// sums refuses weights that cannot be added up.
func (t *table) sums() {
	for _, w := range t.weights {
		sum := int64(0)
		for _, n := range w.Of {
			if n > math.MaxInt64-sum {
				t.tell("ballots", "the sum of %s is beyond %d", w.Name, int64(math.MaxInt64))
				break
			}
			sum += max(n, 0)
		}
	}
}
