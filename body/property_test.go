package body_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"accede/body"
)

// change does something to a body at random; what cannot be done leaves it as it was.
func change(t *rapid.T, b body.Body, when time.Time) body.Body {
	id := rapid.SampledFrom([]body.MemberID{"be", "no", "tr", "us", "fi", "se", "x"}).Draw(t, "member")
	class := "nuclear"
	var next body.Body
	var err error
	switch rapid.IntRange(0, 6).Draw(t, "change") {
	case 0:
		next, err = b.Join(id, body.Names{"en": "Somebody"}, when)
	case 1:
		next, err = b.Leave(id, when)
	case 2:
		next, err = b.Suspend(id, when)
	case 3:
		next, err = b.Reinstate(id, when)
	case 4:
		next, err = b.JoinClass(id, class, when)
	case 5:
		next, err = b.LeaveClass(id, class, when)
	case 6:
		next = b.Named(id, body.Names{"en": "Somebody else"})
	}
	if err != nil {
		return b
	}
	return next
}

// copyOf is a roll of its own, sharing nothing with the one it is of.
func copyOf(r *body.Roll) *body.Roll {
	c := &body.Roll{At: r.At, Members: slices.Clone(r.Members), Ballots: slices.Clone(r.Ballots)}
	for _, class := range r.Classes {
		c.Classes = append(c.Classes, body.RollClass{Name: class.Name, In: slices.Clone(class.In), Size: class.Size})
	}
	for _, w := range r.Weights {
		c.Weights = append(c.Weights, body.RollWeight{Name: w.Name, Unit: w.Unit, Of: slices.Clone(w.Of)})
	}
	return c
}

func TestARollNeverChangesWhateverBecomesOfTheBody(t *testing.T) {
	start := open(t, "alliance.yaml")
	rapid.Check(t, func(t *rapid.T) {
		when := time.Date(2021, 1, 1, 0, 0, 0, 0, time.UTC)
		bodies := []body.Body{start}
		var rolls, copies []*body.Roll
		for range rapid.IntRange(1, 25).Draw(t, "changes") {
			when = when.Add(time.Duration(rapid.IntRange(0, 20000).Draw(t, "hours")) * time.Hour / 10)
			// Any body so far may go on, so that two may grow from one.
			b := rapid.SampledFrom(bodies).Draw(t, "body")
			r := b.Roll(when)
			rolls, copies = append(rolls, r), append(copies, copyOf(r))
			bodies = append(bodies, change(t, b, when))
		}
		for i := range rolls {
			if diff := cmp.Diff(copies[i], rolls[i], cmpopts.IgnoreUnexported(body.Roll{}), cmpopts.EquateEmpty()); diff != "" {
				t.Fatalf("roll %d changed: -before +after\n%s", i, diff)
			}
		}
	})
}

// TestARollIsWhatIsSaidOfEachMember holds Roll against the questions about single members.
func TestARollIsWhatIsSaidOfEachMember(t *testing.T) {
	start := open(t, "alliance.yaml")
	rapid.Check(t, func(t *rapid.T) {
		when, b := time.Date(2021, 1, 1, 0, 0, 0, 0, time.UTC), start
		for range rapid.IntRange(0, 25).Draw(t, "changes") {
			when = when.Add(time.Duration(rapid.IntRange(0, 2000).Draw(t, "hours")) * time.Hour)
			b = change(t, b, when)
		}
		asked := time.Date(2021, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(rapid.IntRange(-9, 9000).Draw(t, "asked")) * time.Hour)
		r := b.Roll(asked)
		nuclear, _ := r.Class("nuclear")
		size := 0
		for _, id := range []body.MemberID{"be", "no", "tr", "us", "fi", "se", "x"} {
			want := b.IsMember(id, asked) && !b.Suspended(id, asked)
			i, got := r.Index(id)
			if got != want {
				t.Fatalf("on the roll of %v: %s %v, want %v", asked, id, got, want)
			}
			if got {
				size++
				if in := b.InClass(id, "nuclear", asked); nuclear.In[i] != in {
					t.Fatalf("%s is in the class on the roll: %v, want %v", id, nuclear.In[i], in)
				}
			}
		}
		if size != len(r.Members) {
			t.Fatalf("%d on the roll, want %d", len(r.Members), size)
		}
	})
}
