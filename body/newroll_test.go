package body_test

import (
	"fmt"
	"testing"
	"time"

	"accede/body"
	"accede/game"
)

func TestNewRollRefusesWhatIsNoRoll(t *testing.T) {
	two := []body.MemberID{"a", "b"}
	for _, c := range []struct {
		what    string
		members []body.MemberID
		classes []body.RollClass
		weights []body.RollWeight
		ballots []body.DeclaredBallot
		want    string
	}{
		{"twice", []body.MemberID{"a", "b", "a"}, nil, nil, nil, `make a roll: "a" is on it twice`},
		{"empty", []body.MemberID{"a", ""}, nil, nil, nil, "make a roll: member 2 has no id"},
		{"class too short", two, []body.RollClass{{Name: "k", In: []bool{true}}}, nil, nil, `make a roll: the class "k" is of 1 members, the roll of 2`},
		{"not everyone", two, []body.RollClass{{Name: "members", In: []bool{true, false}}}, nil, nil, "make a roll: everybody belongs to the class members; 1 of 2 do"},
		{"class twice", two, []body.RollClass{{Name: "k", In: []bool{true, true}}, {Name: "k", In: []bool{true, true}}}, nil, nil, `make a roll: a class named "k", without a name or with one given twice`},
		{"no unit", two, nil, []body.RollWeight{{Name: "w", Of: []int64{1, 2}}}, nil, "make a roll: the weight w has no unit: say what it counts"},
		{"below nothing", two, nil, []body.RollWeight{{Name: "w", Unit: "u", Of: []int64{1, -2}}}, nil, "make a roll: the weight w of b is -2: below nothing, or more with the others than 2305843009213693951"},
		{"too much", two, nil, []body.RollWeight{{Name: "w", Unit: "u", Of: []int64{1, 2305843009213693951}}}, nil, "make a roll: the weight w of b is 2305843009213693951: below nothing, or more with the others than 2305843009213693951"},
		{"kind", two, nil, nil, []body.DeclaredBallot{{Name: "d", Kind: game.Recused}}, "make a roll: the ballot d is of no kind it can count as"},
		{"taken", two, nil, nil, []body.DeclaredBallot{{Name: "for", Kind: game.For}}, `make a roll: a ballot named "for", without a name or with one that is taken`},
		{"too many", two, nil, nil, make([]body.DeclaredBallot, 27), "make a roll: 27 ballots are declared; at most 26 can be"},
	} {
		r, err := body.NewRoll(time.Time{}, c.members, c.classes, c.weights, c.ballots)
		if err == nil || err.Error() != c.want || r != nil {
			t.Errorf("%s: NewRoll = %v, %v\nwant %s", c.what, r, err, c.want)
		}
	}
	if r, err := body.NewRoll(time.Time{}, nil, nil, nil, nil); err != nil || len(r.Classes) != 1 || r.Classes[0].Size != 0 {
		t.Errorf("NewRoll of nobody = %+v, %v; want a class of nobody", r, err)
	}
}

func BenchmarkNewRollOfAMillion(b *testing.B) {
	const n = 1_000_000
	members, in, of := make([]body.MemberID, n), make([]bool, n), make([]int64, n)
	for i := range members {
		members[i], in[i], of[i] = body.MemberID(fmt.Sprintf("m%d", i)), i%2 == 0, int64(i)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := body.NewRoll(time.Time{}, members, []body.RollClass{{Name: "k", In: in}}, []body.RollWeight{{Name: "w", Unit: "u", Of: of}}, nil); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkRollAfterAThousandChanges(b *testing.B) {
	start := open(b, "alliance.yaml")
	when := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	for i := range 1000 {
		next, err := start.Join(body.MemberID(fmt.Sprintf("m%d", i)), body.Names{"en": "M"}, when)
		if err != nil {
			b.Fatal(err)
		}
		start = next
	}
	for b.Loop() {
		start.Roll(when)
	}
}
