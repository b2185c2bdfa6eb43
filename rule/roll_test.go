package rule

import (
	"encoding/csv"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"accede/body"
	"accede/game"
)

// letters are the ballots of the test vectors; ? is pending, R recused, D the declared ballot "declaring".
var letters = map[rune]game.Ballot{
	'Y': game.For, 'N': game.Against, 'A': game.Abstaining, 'X': game.Absent,
	'?': game.Pending, 'R': game.Recused, 'D': game.FirstDeclared,
}

var declaring = []body.DeclaredBallot{{Name: "declaring", Kind: game.Abstaining}}

// votes reads groups of letters: every group with a name is a class of the roll, "3Y" is three of Y.
type votes struct {
	roll    *body.Roll
	ballots []game.Ballot
}

func vote(t testing.TB, groups ...string) votes {
	t.Helper()
	var v votes
	var members []body.MemberID
	var of []string
	for _, g := range groups {
		class, text, ok := strings.Cut(g, ":")
		if !ok {
			class, text = "", g
		}
		n := 0
		for _, r := range text {
			if digit(r) {
				n = 10*n + int(r-'0')
				continue
			}
			for range max(n, 1) {
				members, of = append(members, body.MemberID("m"+strconv.Itoa(len(members)+1))), append(of, class)
				v.ballots = append(v.ballots, letters[r])
			}
			n = 0
		}
	}
	var classes []body.RollClass
	for _, name := range unique(of) {
		if name == "" {
			continue
		}
		in := make([]bool, len(of))
		for i := range of {
			in[i] = of[i] == name
		}
		classes = append(classes, body.RollClass{Name: name, In: in})
	}
	v.roll = newRoll(t, members, classes, nil)
	return v
}

func newRoll(t testing.TB, members []body.MemberID, classes []body.RollClass, weights []body.RollWeight) *body.Roll {
	t.Helper()
	roll, err := body.NewRoll(time.Time{}, members, classes, weights, declaring)
	if err != nil {
		t.Fatal(err)
	}
	return roll
}

// weighted reads a table of members and one weight.
func weighted(t testing.TB, file, name, unit string) *body.Roll {
	t.Helper()
	f, err := os.Open("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var members []body.MemberID
	w := body.RollWeight{Name: name, Unit: unit}
	for _, row := range rows[1:] {
		n, err := strconv.ParseInt(row[1], 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		members, w.Of = append(members, body.MemberID(row[0])), append(w.Of, n)
	}
	return newRoll(t, members, nil, []body.RollWeight{w})
}

// everyone answers the same ballot of all, but for those named.
func everyone(roll *body.Roll, b game.Ballot, others game.Ballot, named ...body.MemberID) []game.Ballot {
	ballots := make([]game.Ballot, len(roll.Members))
	for i, m := range roll.Members {
		ballots[i] = b
		if slices.Contains(named, m) {
			ballots[i] = others
		}
	}
	return ballots
}

func find(t testing.TB, q Question, ballots []game.Ballot) Finding {
	t.Helper()
	f, err := Find(q, ballots)
	if err != nil {
		t.Fatalf("Find(%s): %v", q.Rule, err)
	}
	return f
}

func (v votes) find(t testing.TB, sentence string) Finding {
	t.Helper()
	return find(t, Question{Rule: MustParse(sentence), Roll: v.roll}, v.ballots)
}
