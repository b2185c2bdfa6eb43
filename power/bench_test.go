package power

import (
	"testing"

	"accede/game"
	"accede/power/approx"
)

func run(b *testing.B, g *game.Game, o Options) {
	b.Helper()
	for b.Loop() {
		analyse(b, g, o)
	}
}

func BenchmarkCouncilOfTheUnionBothIndices(b *testing.B) {
	_, g := lisbon(b, true)
	run(b, g, Options{})
}

func BenchmarkCouncilOfTheUnionEveryCoalition(b *testing.B) {
	_, g := lisbon(b, true)
	run(b, g, Options{Coalitions: true})
}

func BenchmarkMonetaryFundBanzhafExact(b *testing.B) {
	_, votes := fileOf(b, "imf190-2022.csv")
	for b.Loop() {
		if _, _, err := sums(votes, 5039930, 2519966, &meter{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkMonetaryFundShapleyShubik(b *testing.B) {
	_, votes := fileOf(b, "imf190-2022.csv")
	q := approx.Quota{Total: 5039930, Least: 2519966}
	for _, i := range ascending(votes) {
		q.Weights = append(q.Weights, votes[i])
	}
	for b.Loop() {
		if _, err := q.ShapleyShubik((&meter{}).tell); err != nil {
			b.Fatal(err)
		}
	}
}

// amendment is how the Fund's Articles are amended: three fifths of the members with 85 % of the votes. [IMF XXVIII(a)]
func amendment(t testing.TB) ([]string, *game.Game) {
	names, votes := fileOf(t, "imf190-2022.csv")
	return names, newGame(t, 190, game.And(atLeast(114, nil), atLeast(4283941, votes)))
}

func BenchmarkMonetaryFundAmendment(b *testing.B) {
	_, g := amendment(b)
	run(b, g, Options{})
}

func BenchmarkMillionEqualMembers(b *testing.B) {
	g := newGame(b, 1_000_000, atLeast(500_001, nil))
	run(b, g, Options{})
}

func BenchmarkFortyMembersByHalves(b *testing.B) {
	_, votes := fileOf(b, "imf190-2022.csv")
	g := newGame(b, 40, game.And(atLeast(24, nil), atLeast(2000000, votes[:40])))
	run(b, g, Options{})
}
