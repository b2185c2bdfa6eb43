package whatif

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"accede/body"
	"accede/game"
	"accede/rule"
)

// letters are ballots as the tests write them.
var letters = map[rune]game.Ballot{'Y': game.For, 'N': game.Against, 'A': game.Abstaining, 'X': game.Absent, '?': game.Pending, 'R': game.Recused}

// members are m1, m2, …
func members(n int) []body.MemberID {
	all := make([]body.MemberID, n)
	for i := range all {
		all[i] = body.MemberID("m" + strconv.Itoa(i+1))
	}
	return all
}

func ballotsOf(text string) []game.Ballot {
	var all []game.Ballot
	for _, r := range text {
		all = append(all, letters[r])
	}
	return all
}

type fataler interface{ Fatalf(string, ...any) }

// compile makes a sentence ready on a roll of so many, of whom the first few are permanent, with the weight votes.
func compile(t fataler, sentence string, n, permanent int, votes ...int64) *rule.Compiled {
	in := make([]bool, n)
	for i := range permanent {
		in[i] = true
	}
	if len(votes) == 0 {
		votes = slices.Repeat([]int64{1}, n)
	}
	roll, err := body.NewRoll(time.Time{}, members(n), []body.RollClass{{Name: "permanent", In: in}},
		[]body.RollWeight{{Name: "votes", Unit: "votes", Of: votes}}, nil)
	if err != nil {
		t.Fatalf("NewRoll: %v", err)
	}
	r, err := rule.Parse(sentence)
	if err != nil {
		t.Fatalf("Parse(%q): %v", sentence, err)
	}
	c, err := rule.Compile(rule.Question{Rule: r, Roll: roll})
	if err != nil {
		t.Fatalf("Compile(%q): %v", sentence, err)
	}
	return c
}

// told prints ways: cost: any so many of so many from>to, and so on.
func told(w Ways) string {
	var all []string
	for _, x := range w.Ways {
		var parts []string
		for _, p := range x.Parts {
			var ids []string
			for _, id := range p.Of {
				ids = append(ids, string(id))
			}
			parts = append(parts, fmt.Sprintf("%d of %s %d>%d", p.Any, strings.Join(ids, ","), p.From, p.To))
		}
		all = append(all, fmt.Sprintf("%d: %s", x.Cost, strings.Join(parts, " + ")))
	}
	return strings.Join(all, "; ")
}

func TestAlternativesAreToldByTheMembersWhoAreAlike(t *testing.T) {
	for _, c := range []struct {
		rule, ballots string
		permanent     int
		most          int
		want          string
		all           bool
	}{
		{"none of members are against", "NYYY", 0, 5, "1: 1 of m1 2>3", true},
		{"at least 9 of members are for", "YYYYYYNNNNNNNNN", 0, 5, "3: 3 of m7,m8,m9,m10,m11,m12,m13,m14,m15 2>1", true},
		{"at least 9 of members are for and none of permanent are against", "YYYYNYYYYYYYYYY", 5, 5, "1: 1 of m5 2>3", true},
		{
			"at least 9 of members are for and none of permanent are against", "YYYYNYYYXXXXXNN", 5, 2,
			"2: 1 of m5 2>1 + 1 of m9,m10,m11,m12,m13 4>1; 2: 1 of m5 2>1 + 1 of m14,m15 2>1", true,
		},
		{"more than half of members voting are for", "YYYNNNAX", 0, 3, "1: 1 of m4,m5,m6 2>3; 1: 1 of m7 3>1; 1: 1 of m8 4>1", true},
		{"more than half of members voting are for", "YYYNNNAX", 0, 1, "1: 1 of m4,m5,m6 2>3", false},
	} {
		q := compile(t, c.rule, len(c.ballots), c.permanent)
		got, err := Cheapest(q, ballotsOf(c.ballots), Terms{Most: c.most})
		if err != nil || told(got) != c.want || got.All != c.all || got.Bounded {
			t.Errorf("Cheapest(%s, %s) = %s, all %t, bounded %t, %v; want %s, all %t", c.rule, c.ballots, told(got), got.All, got.Bounded, err, c.want, c.all)
		}
	}
}

func TestTheCheapestWayIsNotThatOfTheBestRatio(t *testing.T) {
	for _, c := range []struct {
		need          int64
		weight, price []int64
		cost          int64
		changes       int
	}{
		{10, []int64{10, 6}, []int64{10, 5}, 10, 1},
		{6, []int64{5, 4, 2, 2, 2}, []int64{9, 8, 2, 2, 3}, 7, 3},
	} {
		q := compile(t, fmt.Sprintf("at least %d of members by votes are for", c.need), len(c.weight), 0, c.weight...)
		got, err := Cheapest(q, ballotsOf(strings.Repeat("N", len(c.weight))), Terms{Price: func(i int, _, _ game.Ballot) int64 { return c.price[i] }})
		if err != nil || len(got.Ways) != 1 || got.Ways[0].Cost != c.cost || got.Ways[0].Changes != c.changes {
			t.Errorf("Cheapest for %d of %v at %v = %s, %v; want %d in %d changes", c.need, c.weight, c.price, told(got), err, c.cost, c.changes)
		}
	}
}

func TestAPermanentMembersAbstentionIsCheaperThanItsVote(t *testing.T) {
	q := compile(t, "at least 9 of members are for and none of permanent are against", 15, 5)
	price := func(_ int, _, to game.Ballot) int64 {
		if to == game.For {
			return 2
		}
		return 1
	}
	got, err := Cheapest(q, ballotsOf("YYYYNYYYYYYYYYY"), Terms{Price: price})
	if want := "1: 1 of m5 2>3"; err != nil || told(got) != want {
		t.Errorf("Cheapest = %s, %v, want %s", told(got), err, want)
	}
	if or := got.Ways[0].Parts[0].Or; !slices.Equal(or, []game.Ballot{game.For, game.Absent}) {
		t.Errorf("as well: %v, want for and absent", or)
	}
}

func TestWhatCannotBeChangedIsNotAskedFor(t *testing.T) {
	q := compile(t, "none of members are against", 3, 0)
	got, err := Cheapest(q, ballotsOf("NYY"), Terms{Fixed: []body.MemberID{"m1"}})
	if err != nil || !got.CannotCarry || len(got.Ways) > 0 {
		t.Errorf("Cheapest with the objector fixed = %+v, %v, want that it cannot carry", got, err)
	}
	if got, err := Cheapest(q, ballotsOf("YY?"), Terms{}); err != nil || !got.Carries {
		t.Errorf("Cheapest of what carries = %+v, %v", got, err)
	}
	if _, err := Cheapest(q, ballotsOf("NYY"), Terms{Price: func(int, game.Ballot, game.Ballot) int64 { return 0 }}); err == nil {
		t.Error("a price of 0 is accepted")
	}
	if _, err := Cheapest(q, ballotsOf("NY"), Terms{}); err == nil {
		t.Error("two ballots on a roll of three are accepted")
	}
}

// slow is the obvious way: every set of ballots looked at, then what is beaten by a part of it left out.
type slow struct {
	counts []int // of each class
	cost   int64
	moves  int
}

func slowWays(q *rule.Compiled, ballots []game.Ballot, class []int, price func(int, game.Ballot, game.Ballot) int64) []slow {
	free := []game.Ballot{game.For, game.Against, game.Abstaining, game.Absent}
	best := map[string]slow{}
	then := slices.Clone(ballots)
	var try func(i int, s slow)
	try = func(i int, s slow) {
		if i == len(ballots) {
			if v, _ := q.Verdict(then); v != game.Adopted {
				return
			}
			k := fmt.Sprint(s.counts)
			if old, ok := best[k]; !ok || s.cost < old.cost {
				s.counts = slices.Clone(s.counts)
				best[k] = s
			}
			return
		}
		try(i+1, s)
		if ballots[i] == game.Recused {
			return
		}
		for _, b := range free {
			if b != ballots[i] {
				then[i] = b
				s.counts[class[i]]++
				try(i+1, slow{s.counts, s.cost + price(i, ballots[i], b), s.moves + 1})
				s.counts[class[i]]--
				then[i] = ballots[i]
			}
		}
	}
	try(0, slow{counts: make([]int, len(ballots))})
	var all []slow
	for _, v := range best {
		beaten := false
		for _, w := range best {
			part := w.moves < v.moves && w.cost <= v.cost
			for c := range v.counts {
				part = part && w.counts[c] <= v.counts[c]
			}
			beaten = beaten || part
		}
		if !beaten {
			all = append(all, v)
		}
	}
	slices.SortFunc(all, func(a, b slow) int {
		if a.cost != b.cost {
			return int(a.cost - b.cost)
		}
		return a.moves - b.moves
	})
	return all
}

func drawSentence(t *rapid.T) string {
	test := func() string {
		return rapid.SampledFrom([]string{"at least", "more than", "at most", "fewer than"}).Draw(t, "quantity") + " " +
			rapid.SampledFrom([]string{"1", "2", "3", "half", "2/3"}).Draw(t, "amount") + " of " +
			rapid.SampledFrom([]string{"members", "permanent", "members voting", "members present", "members by votes"}).Draw(t, "of") + " are " +
			rapid.SampledFrom([]string{"for", "against", "abstaining", "voting", "not for"}).Draw(t, "ballot")
	}
	s := test()
	for range rapid.IntRange(0, 2).Draw(t, "more") {
		s = "(" + s + ") " + rapid.SampledFrom([]string{"and", "or"}).Draw(t, "word") + " (" + test() + ")"
	}
	return s
}

func TestWaysAreThoseOfLookingAtEverySetOfBallots(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 5).Draw(t, "members")
		votes := rapid.SliceOfN(rapid.Int64Range(1, 2), n, n).Draw(t, "votes")
		q := compile(t, drawSentence(t), n, rapid.IntRange(1, n).Draw(t, "permanent"), votes...)
		ballots := make([]game.Ballot, n)
		for i := range ballots {
			ballots[i] = rapid.SampledFrom([]game.Ballot{game.For, game.Against, game.Against, game.Abstaining, game.Absent, game.Recused}).Draw(t, "ballot")
		}
		if !slices.ContainsFunc(ballots, func(b game.Ballot) bool { return b != game.Recused }) {
			ballots[0] = game.Against
		}
		asked := rapid.SliceOfN(rapid.Int64Range(1, 3), n, n).Draw(t, "prices")
		price := func(i int, from, to game.Ballot) int64 { return asked[i] + int64(to)%2 }
		terms := Terms{Most: 1000, Price: price}
		if rapid.Bool().Draw(t, "counted") {
			terms.Price, price = nil, func(int, game.Ballot, game.Ballot) int64 { return 1 }
		}
		s, err := newSearch(q, ballots, terms)
		if err != nil {
			t.Fatal(err)
		}
		class := make([]int, n)
		for i, c := range s.class {
			class[i] = max(int(c), 0)
		}
		want := slowWays(q, ballots, class, price)
		got, err := Cheapest(q, ballots, terms)
		if err != nil || got.Bounded {
			t.Fatalf("Cheapest = %+v, %v", got, err)
		}
		if v, _ := q.Verdict(ballots); v == game.Adopted {
			if !got.Carries || len(got.Ways) > 0 {
				t.Fatalf("Cheapest of what carries = %+v", got)
			}
			return
		}
		if len(got.Ways) != len(want) || !got.All || got.CannotCarry != (len(want) == 0) {
			t.Fatalf("Cheapest = %s, all %t, want %v", told(got), got.All, want)
		}
		for k, w := range got.Ways {
			if w.Cost != want[k].cost || w.Changes != want[k].moves {
				t.Fatalf("way %d of %s, want %v", k, told(got), want)
			}
			carriedOut(t, q, ballots, w)
		}
		few := terms
		few.Most = 2
		if first, _ := Cheapest(q, ballots, few); len(first.Ways) != min(2, len(want)) || len(want) > 0 && first.Ways[0].Cost != want[0].cost {
			t.Fatalf("the first two of %v are %s", want, told(first))
		}
	})
}

// carriedOut checks that a way does what it says, taken from the last of the alike members.
func carriedOut(t *rapid.T, q *rule.Compiled, ballots []game.Ballot, w Way) {
	then := slices.Clone(ballots)
	used := map[body.MemberID]bool{}
	for _, p := range w.Parts {
		n := 0
		for _, id := range slices.Backward(p.Of) {
			if i, _ := q.Roll().Index(id); n < p.Any && !used[id] {
				then[i], used[id], n = p.To, true, n+1
			}
		}
		if n != p.Any {
			t.Fatalf("%d of %v asked for, %d there", p.Any, p.Of, n)
		}
	}
	if v, _ := q.Verdict(then); v != game.Adopted {
		t.Fatalf("%+v carried out is %v, want adopted", w, v)
	}
}
