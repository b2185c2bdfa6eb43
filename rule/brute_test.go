package rule

import (
	"math/big"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"accede/body"
	"accede/game"
)

// slow is the obvious way: a sentence is read as it is written, on ballots that are all final, with fractions.
type slow struct {
	q     Question
	whole Rule // the sentence in which ballots of the charter's own are named; the question's own, or one it is a test of
}

// kind answers what a ballot counts as; pending, as the question says.
func (s slow) kind(b game.Ballot) game.Ballot {
	k := s.q.Roll.Kind(b)
	if k == game.Pending {
		if k = s.q.PendingAs; k == game.Pending {
			k = game.Absent
		}
	}
	return k
}

func (s slow) inBase(base Base, b game.Ballot) bool {
	switch k := s.kind(b); base {
	case Voting:
		return k == game.For || k == game.Against
	case Present:
		return k == game.For || k == game.Against || k == game.Abstaining
	case WholeClass:
		return k != game.Recused
	}
	return false
}

func (s slow) counts(words []BallotWord, b game.Ballot) bool {
	for _, w := range words {
		var is bool
		switch w.Name {
		case "voting":
			is = s.inBase(Voting, b)
		case "present":
			is = s.inBase(Present, b)
		default:
			named, _ := s.q.Roll.Ballot(w.Name)
			is = b == named || s.kind(b) == named
		}
		if is != w.Not {
			return true
		}
	}
	return false
}

func (s slow) holds(n Node, ballots []game.Ballot) bool {
	count := func(parts []Node) *big.Rat {
		k := int64(0)
		for _, p := range parts {
			if s.holds(p, ballots) {
				k++
			}
		}
		return big.NewRat(k, 1)
	}
	switch n := n.(type) {
	case *And:
		return count(n.Parts).Cmp(big.NewRat(int64(len(n.Parts)), 1)) == 0
	case *Or:
		return count(n.Parts).Sign() > 0
	case *Not:
		return !s.holds(n.Part, ballots)
	case *Several:
		return compare(n.Quantity, count(n.Parts), big.NewRat(int64(len(n.Parts)), 1))
	case *Test:
		have, base := new(big.Rat), new(big.Rat)
		for i, b := range ballots {
			class, _ := s.q.Roll.Class(n.Class.Name)
			if !class.In[i] || !s.inBase(n.Base, b) {
				continue
			}
			w := big.NewRat(1, 1)
			if n.Weight.Name != "" {
				of, _ := s.q.Roll.Weight(n.Weight.Name)
				w = big.NewRat(of.Of[i], 1)
			}
			base.Add(base, w)
			if s.counts(n.Ballots, b) {
				have.Add(have, w)
			}
		}
		return compare(n.Quantity, have, base)
	}
	panic("a node of a kind unknown")
}

// compare reads a quantity of what there is of a base.
func compare(q Quantity, have, base *big.Rat) bool {
	wanted := big.NewRat(max(q.Amount.Num, 0), max(q.Amount.Den, 1))
	if q.Amount.IsShare() {
		wanted.Mul(wanted, base)
	}
	nothing := base.Sign() == 0 && (q.Kind == All || q.Kind != None && q.Amount.IsShare())
	switch q.Kind {
	case All:
		return !nothing && have.Cmp(base) == 0
	case None:
		return have.Sign() == 0
	case AtLeast:
		return !nothing && have.Cmp(wanted) >= 0
	case MoreThan:
		return !nothing && have.Cmp(wanted) > 0
	case AtMost:
		return nothing || have.Cmp(wanted) <= 0
	case FewerThan:
		return nothing || have.Cmp(wanted) < 0
	case Exactly:
		return !nothing && have.Cmp(wanted) == 0
	}
	panic("a quantity of a kind unknown")
}

func (s slow) adopts(ballots []game.Ballot) bool {
	return slices.ContainsFunc(ballots, func(b game.Ballot) bool { return b != game.Recused }) &&
		s.holds(s.q.Rule.Root(), ballots)
}

// allowed answers what a pending member may end up with.
func (s slow) allowed() []game.Ballot {
	if len(s.q.Allowed) > 0 {
		return s.q.Allowed
	}
	all := []game.Ballot{game.For, game.Against, game.Abstaining, game.Absent}
	for i := range s.q.Roll.Ballots {
		all = append(all, game.FirstDeclared+game.Ballot(i))
	}
	return all
}

func (s slow) verdict(ballots []game.Ballot) game.Outcome {
	hold, fail := false, false
	final := slices.Clone(ballots)
	var from func(int)
	from = func(i int) {
		switch {
		case i == len(ballots):
			if s.adopts(final) {
				hold = true
			} else {
				fail = true
			}
		case s.q.Roll.Kind(ballots[i]) == game.Pending:
			options := s.allowed()
			if ballots[i] != game.Pending && s.names(s.whole.Root(), ballots[i]) {
				options = append(slices.Clone(options), ballots[i]) // it may stay as it is
			}
			for _, b := range options {
				final[i] = b
				from(i + 1)
			}
		default:
			from(i + 1)
		}
	}
	from(0)
	switch {
	case !fail:
		return game.Adopted
	case !hold:
		return game.Rejected
	}
	return game.Open
}

// names says whether a sentence names a ballot of the charter's own.
func (s slow) names(n Node, b game.Ballot) bool {
	return slices.ContainsFunc(tests(n, nil), func(t *Test) bool {
		return slices.ContainsFunc(t.Ballots, func(w BallotWord) bool { return w.Name == s.q.Roll.BallotName(b) })
	})
}

func drawQuestion(t *rapid.T, most int) (Question, []game.Ballot) {
	n := rapid.IntRange(1, most).Draw(t, "members")
	members := make([]body.MemberID, n)
	for i := range members {
		members[i] = body.MemberID(rune('a' + i))
	}
	in := func() []bool { return rapid.SliceOfN(rapid.Bool(), n, n).Draw(t, "in") }
	classes := []body.RollClass{{Name: "p-members", In: in()}, {Name: "council", In: in()}, {Name: "holding", In: in()}, {Name: "Räte", In: in()}}
	weights := []body.RollWeight{{Name: "votes", Unit: "votes", Of: rapid.SliceOfN(rapid.Int64Range(0, 4), n, n).Draw(t, "votes")}}
	roll, err := body.NewRoll(time.Time{}, members, classes, weights, []body.DeclaredBallot{
		{Name: "declaring", Kind: game.Abstaining}, {Name: "reserve", Kind: game.Pending},
	})
	if err != nil {
		t.Fatal(err)
	}
	rule, err := Parse(drawNode(t, 2).String())
	if err != nil {
		t.Fatal(err)
	}
	q := Question{Rule: rule, Roll: roll, PendingAs: game.Ballot(rapid.IntRange(0, 4).Draw(t, "pending as"))}
	if rapid.Bool().Draw(t, "restricted") {
		q.Allowed = rapid.SampledFrom([][]game.Ballot{
			{game.For, game.Against},
			{game.Against, game.Absent},
			{game.For, game.Abstaining, game.FirstDeclared},
		}).Draw(t, "allowed")
	}
	ballots := rapid.SliceOfN(rapid.SampledFrom([]game.Ballot{0, 0, 1, 2, 3, 4, 5, 6, 7}), n, n).Draw(t, "ballots")
	return q, ballots
}

func TestAFindingIsWhatTheSentenceSaysOfEveryCompletion(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q, ballots := drawQuestion(t, 4)
		s := slow{q, q.Rule}
		f, err := Find(q, ballots)
		if err != nil {
			t.Fatal(err)
		}
		if want := s.verdict(ballots); f.Outcome != want || f.Bounded {
			t.Fatalf("%s on %v is %v, want %v", q.Rule, ballots, f.Outcome, want)
		}
		closed := slices.Clone(ballots)
		for i, b := range closed {
			if b == game.Pending {
				closed[i] = s.kind(b)
			}
		}
		if got, want := f.IfClosedNow == game.Adopted, s.adopts(closed); got != want {
			t.Fatalf("%s if closed on %v: adopted %v, want %v", q.Rule, closed, got, want)
		}
		if len(f.Reasons) == 0 {
			t.Fatalf("%s on %v: no reasons", q.Rule, ballots)
		}
		for i, n := range q.Rule.Tests() {
			if got, want := f.Tests[i].Holds, s.holds(n, closed); got != want || got == (f.Tests[i].Short > 0) {
				t.Fatalf("test %s on %v = %+v, want holds %v", n, closed, f.Tests[i], want)
			}
			alone := slow{q, q.Rule}
			alone.q.Rule = Rule{n}
			if got, want := f.Tests[i].State, alone.verdict(ballots); got != want && s.anybody(ballots) {
				t.Fatalf("test %s on %v is %v, want %v", n, ballots, got, want)
			}
		}
		s.checkChange(t, f, closed)
	})
}

func (s slow) anybody(ballots []game.Ballot) bool {
	return slices.ContainsFunc(ballots, func(b game.Ballot) bool { return b != game.Recused })
}

// checkChange looks whether the change adopts, each alternative does, and nothing smaller does.
func (s slow) checkChange(t *rapid.T, f Finding, closed []game.Ballot) {
	least := s.fewest(closed)
	switch {
	case f.ChangeBounded, f.CannotCarry != (least < 0), f.IfClosedNow == game.Adopted && len(f.SmallestChange) > 0,
		least >= 0 && len(f.SmallestChange) != least:
		t.Fatalf("%s on %v: change %+v, cannot carry %v, want %d", s.q.Rule, closed, f.SmallestChange, f.CannotCarry, least)
	}
	changed := slices.Clone(closed)
	at := map[body.MemberID]int{}
	for i, m := range s.q.Roll.Members {
		at[m] = i
	}
	for _, c := range f.SmallestChange {
		changed[at[c.Member]] = c.To
	}
	if least > 0 && !s.adopts(changed) {
		t.Fatalf("%s on %v: the change %+v does not adopt", s.q.Rule, closed, f.SmallestChange)
	}
	for _, c := range f.SmallestChange {
		for _, b := range c.Or {
			other := slices.Clone(changed)
			if other[at[c.Member]] = b; !s.adopts(other) {
				t.Fatalf("%s on %v: the change %+v does not adopt with %v", s.q.Rule, closed, f.SmallestChange, b)
			}
		}
	}
}

// fewest answers the size of a smallest change, -1 if there is none.
func (s slow) fewest(closed []game.Ballot) int {
	best := -1
	now := slices.Clone(closed)
	var from func(i, moves int)
	from = func(i, moves int) {
		if best >= 0 && moves >= best {
			return
		}
		if i == len(now) {
			if s.adopts(now) {
				best = moves
			}
			return
		}
		from(i+1, moves)
		if now[i] == game.Recused {
			return
		}
		for _, b := range s.allowed() {
			if now[i] = b; b != closed[i] {
				from(i+1, moves+1)
			}
		}
		now[i] = closed[i]
	}
	from(0, 0)
	return best
}

func TestPermutingTheRollPermutesTheFinding(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q, ballots := drawQuestion(t, 5)
		order := rapid.Permutation(indices(len(ballots))).Draw(t, "order")
		other, permuted := q, make([]game.Ballot, len(ballots))
		roll := &body.Roll{Members: make([]body.MemberID, len(ballots)), Ballots: q.Roll.Ballots}
		for i, from := range order {
			permuted[i], roll.Members[i] = ballots[from], q.Roll.Members[from]
		}
		for _, c := range q.Roll.Classes {
			in := make([]bool, len(order))
			for i, from := range order {
				in[i] = c.In[from]
			}
			roll.Classes = append(roll.Classes, body.RollClass{Name: c.Name, In: in, Size: c.Size})
		}
		of := make([]int64, len(order))
		for i, from := range order {
			of[i] = q.Roll.Weights[0].Of[from]
		}
		roll.Weights = []body.RollWeight{{Name: "votes", Unit: "votes", Of: of}}
		other.Roll = roll
		a, errA := Find(q, ballots)
		b, errB := Find(other, permuted)
		if errA != nil || errB != nil {
			t.Fatal(errA, errB)
		}
		slices.Sort(a.Pivotal)
		slices.Sort(b.Pivotal)
		if a.Outcome != b.Outcome || a.IfClosedNow != b.IfClosedNow || !slices.Equal(a.Pivotal, b.Pivotal) ||
			len(a.SmallestChange) != len(b.SmallestChange) || !slices.Equal(a.Tests, b.Tests) {
			t.Fatalf("%s: %+v, and in another order %+v", q.Rule, a, b)
		}
	})
}

func indices(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}
