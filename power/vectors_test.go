package power

import (
	"encoding/csv"
	"math/big"
	"os"
	"strconv"
	"strings"
	"testing"

	"accede/game"
)

// atLeast is the gate that holds when those who are for weigh least or more.
func atLeast(least int64, weight []int64) *game.Formula {
	g := &game.Gate{Weight: weight, Least: least}
	g.Score[game.For] = 1
	return game.Holds(g)
}

// noneAgainst is the gate that holds when nobody who weighs anything is against.
func noneAgainst(weight []int64) *game.Formula {
	g := &game.Gate{Weight: weight}
	g.Score[game.Against] = -1
	return game.Holds(g)
}

func newGame(t testing.TB, players int, f *game.Formula) *game.Game {
	t.Helper()
	g, err := game.New(players, f)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func analyse(t testing.TB, g *game.Game, o Options) *Result {
	t.Helper()
	r, err := Analyse(g, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// weighted is the game in which those in favour must weigh least or more.
func weighted(t testing.TB, least int64, weight ...int64) *game.Game {
	t.Helper()
	return newGame(t, len(weight), atLeast(least, weight))
}

// fileOf reads the members and the numbers of a file of two columns.
func fileOf(t testing.TB, file string) (names []string, numbers []int64) {
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
	for _, row := range rows[1:] {
		n, err := strconv.ParseInt(row[1], 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		names, numbers = append(names, row[0]), append(numbers, n)
	}
	return names, numbers
}

// lisbon is the rule of the Council of the European Union: 15 of 27 with 65 % of the population, or, where asked for,
// all but three. [TEU 16(4)]
func lisbon(t testing.TB, minority bool) ([]string, *game.Game) {
	names, people := fileOf(t, "eu27-pop-2022.csv")
	f := game.And(atLeast(15, nil), atLeast(290377940, people))
	if minority {
		f = game.Or(f, atLeast(24, nil))
	}
	return names, newGame(t, 27, f)
}

func securityCouncil(t testing.TB) *game.Game {
	permanent := make([]int64, 15)
	for i := range 5 {
		permanent[i] = 1
	}
	return newGame(t, 15, game.And(atLeast(9, nil), noneAgainst(permanent)))
}

// each answers one value of each player as it is written.
func each(r *Result, of func(f *Figures) Value) string {
	var out []string
	for i := range r.Players {
		out = append(out, of(r.Of(i)).Exact())
	}
	return strings.Join(out, " ")
}

func swings(r *Result) string {
	var out []string
	for i := range r.Players {
		out = append(out, r.Of(i).Swings.String())
	}
	return strings.Join(out, " ")
}

func banzhaf(f *Figures) Value      { return f.Banzhaf }
func normalised(f *Figures) Value   { return f.Normalised }
func shapley(f *Figures) Value      { return f.ShapleyShubik }
func johnston(f *Figures) Value     { return f.Johnston }
func deeganPackel(f *Figures) Value { return f.DeeganPackel }
func holler(f *Figures) Value       { return f.Holler }
func prevent(f *Figures) Value      { return f.Prevent }
func initiate(f *Figures) Value     { return f.Initiate }

func same(t *testing.T, what, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("%s = %s, want %s", what, got, want)
	}
}

func TestEveryIndexOfThreeMembersIsAsByHand(t *testing.T) {
	r := analyse(t, weighted(t, 51, 50, 49, 1), Options{List: 10})
	same(t, "Banzhaf", each(r, banzhaf), "3/4 1/4 1/4")
	same(t, "Banzhaf, normalised", each(r, normalised), "3/5 1/5 1/5")
	same(t, "Shapley–Shubik", each(r, shapley), "2/3 1/6 1/6")
	same(t, "Deegan–Packel", each(r, deeganPackel), "1/2 1/4 1/4")
	same(t, "Holler", each(r, holler), "1/2 1/4 1/4")
	same(t, "Johnston", each(r, johnston), "2/3 1/6 1/6")
	same(t, "prevent", each(r, prevent), "1 1/3 1/3")
	same(t, "initiate", each(r, initiate), "3/5 1/5 1/5")
	same(t, "act", r.Act.Exact(), "3/8")
	if len(r.Vetoers) != 1 || r.Vetoers[0] != 0 || len(r.Dummies) != 0 || !r.DummiesKnown {
		t.Errorf("vetoers %v, dummies %v, want [0] and none", r.Vetoers, r.Dummies)
	}
	if c := r.Coalitions; len(c.Winning) != 2 || len(c.Blocking) != 2 || c.MinimalWinning != 2 || c.MinimalBlocking != 2 {
		t.Errorf("coalitions %+v, want two that win and two that block", *c)
	}
}

func TestLuxembourgCountedForNothingBefore1973(t *testing.T) {
	r := analyse(t, weighted(t, 12, 4, 4, 4, 2, 2, 1), Options{})
	same(t, "swings", swings(r), "10 10 10 6 6 0")
	same(t, "Shapley–Shubik", each(r, shapley), "7/30 7/30 7/30 3/20 3/20 0")
	same(t, "Deegan–Packel", each(r, deeganPackel), "5/24 5/24 5/24 3/16 3/16 0")
	same(t, "Johnston", each(r, johnston), "1/4 1/4 1/4 1/8 1/8 0")
	if len(r.Dummies) != 1 || r.Dummies[0] != 5 {
		t.Errorf("dummies %v, want [5]", r.Dummies)
	}
}

func TestFourShareholders(t *testing.T) {
	r := analyse(t, weighted(t, 6, 4, 3, 2, 1), Options{})
	same(t, "Banzhaf, normalised", each(r, normalised), "5/12 1/4 1/4 1/12")
	same(t, "Shapley–Shubik", each(r, shapley), "5/12 1/4 1/4 1/12")
	same(t, "Holler", each(r, holler), "2/7 2/7 2/7 1/7")
}

func TestAHolderOfTheQuotaLeavesPowerToOthersWhoAlsoReachIt(t *testing.T) {
	r := analyse(t, weighted(t, 3, 3, 2, 2), Options{})
	same(t, "Shapley–Shubik", each(r, shapley), "2/3 1/6 1/6")
}

func TestThePermanentMembersOfTheSecurityCouncil(t *testing.T) {
	r := analyse(t, securityCouncil(t), Options{List: 3})
	if r.Winning.Int64() != 848 || r.Coalitions.MinimalWinning != 210 || len(r.Coalitions.Winning) != 3 {
		t.Errorf("winning %d, minimal %d, listed %d; want 848, 210, 3", r.Winning, r.Coalitions.MinimalWinning, len(r.Coalitions.Winning))
	}
	permanent, elected := r.Of(0), r.Of(14)
	if permanent.Swings.Int64() != 848 || elected.Swings.Int64() != 84 {
		t.Errorf("swings %d and %d, want 848 and 84", permanent.Swings, elected.Swings)
	}
	same(t, "Shapley–Shubik, permanent", permanent.ShapleyShubik.Exact(), "421/2145")
	same(t, "Shapley–Shubik, elected", elected.ShapleyShubik.Exact(), "4/2145")
	same(t, "Johnston, permanent", permanent.Johnston.Exact(), "283/1590")
	same(t, "Johnston, elected", elected.Johnston.Exact(), "7/636")
	if len(r.Vetoers) != 5 || !r.AbstentionMatters {
		t.Errorf("vetoers %v, abstention matters %v; want five, true", r.Vetoers, r.AbstentionMatters)
	}
}

// decimals says whether a value is the one given by its decimals, to the last of them.
func decimals(t *testing.T, what string, v Value, want string) {
	t.Helper()
	w, ok := new(big.Rat).SetString(want)
	if !ok || !v.Known() {
		t.Fatalf("%s: %v, want %s", what, v, want)
	}
	_, digits, _ := strings.Cut(strings.ToLower(want), ".")
	mantissa, exponent, _ := strings.Cut(digits, "e")
	e, _ := strconv.Atoi(exponent)
	last := new(big.Rat).SetFrac(big.NewInt(1), new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(len(mantissa)-e)), nil))
	if off := new(big.Rat).Sub(v.Rat, w); off.Abs(off).Cmp(last.Mul(last, big.NewRat(51, 100))) > 0 {
		t.Errorf("%s = %s, want %s", what, v.Rat.FloatString(16), want)
	}
}

func member(t *testing.T, names []string, name string) int {
	t.Helper()
	for i, n := range names {
		if n == name {
			return i
		}
	}
	t.Fatalf("no member %q", name)
	return 0
}

func TestPowerInTheCouncilOfTheUnion(t *testing.T) {
	names, g := lisbon(t, true)
	r := analyse(t, g, Options{})
	if r.Winning.Int64() != 17735074 {
		t.Errorf("winning %d, want 17735074", r.Winning)
	}
	for name, want := range map[string][2]string{
		"DEU": {"0.210737913847", "0.176996825121"}, "POL": {"0.111130356789", "0.068335478354"},
		"MLT": {"0.030151516199", "0.008605124765"}, "FRA": {"", "0.134386206503"},
	} {
		f := r.Of(member(t, names, name))
		if want[0] != "" {
			decimals(t, "Banzhaf of "+name, f.Banzhaf, want[0])
		}
		decimals(t, "Shapley–Shubik of "+name, f.ShapleyShubik, want[1])
	}
}

func TestTheBlockingMinorityClauseMovesPowerInTheCouncil(t *testing.T) {
	names, g := lisbon(t, false)
	r := analyse(t, g, Options{})
	if r.Winning.Int64() != 17735051 {
		t.Errorf("winning %d, want 17735051", r.Winning)
	}
	decimals(t, "Germany", r.Of(member(t, names, "DEU")).ShapleyShubik, "0.179361497486")
	decimals(t, "Malta", r.Of(member(t, names, "MLT")).ShapleyShubik, "0.008277489437")
}

func TestLookingAtEveryCoalitionOfTheCouncilAgreesWithHalves(t *testing.T) {
	_, g := lisbon(t, true)
	half, all := analyse(t, g, Options{}), analyse(t, g, Options{Coalitions: true, List: 2})
	if half.Banzhaf.Name == all.Banzhaf.Name {
		t.Fatalf("both counted %s", all.Banzhaf.Name)
	}
	same(t, "swings", swings(half), swings(all))
	same(t, "Shapley–Shubik", each(half, shapley), each(all, shapley))
	if all.Coalitions.MinimalWinning != 4357968 {
		t.Errorf("minimal winning coalitions: %d, want 4357968", all.Coalitions.MinimalWinning)
	}
}

func TestPowerInTheMonetaryFund(t *testing.T) {
	names, votes := fileOf(t, "imf190-2022.csv")
	r := analyse(t, weighted(t, 2519966, votes...), Options{})
	us := r.Of(member(t, names, "United States"))
	same(t, "swings of the United States", us.Swings.String(), "583698099560336101449382440444626387076426552762665323081")
	decimals(t, "United States", us.Normalised, "0.232608125")
	decimals(t, "Japan", r.Of(member(t, names, "Japan")).Normalised, "0.055402797")
	decimals(t, "China", r.Of(member(t, names, "China")).Normalised, "0.054864478")
	total := new(big.Rat)
	for i := range r.Players {
		total.Add(total, r.Of(i).ShapleyShubik.Rat)
	}
	for name, want := range map[string]string{"United States": "0.191671343177", "Japan": "0.061644846663", "Tuvalu": "0.000278601440"} {
		v := r.Of(member(t, names, name)).ShapleyShubik
		within(t, name, v, want)
	}
	if off, _ := total.Sub(total, big.NewRat(1, 1)).Float64(); off > 1e-9 || off < -1e-9 {
		t.Errorf("the Shapley–Shubik indices add up to 1 and %g", off)
	}
}

// within says whether a value is as given within its own error and a unit of the last decimal, and the error small.
func within(t *testing.T, what string, v Value, want string) {
	t.Helper()
	w, _ := new(big.Rat).SetString(want)
	off := new(big.Rat).Sub(v.Rat, w)
	e, _ := v.Within.Float64()
	o, _ := off.Float64()
	t.Logf("%s: %s, off by %.2g, within %.2g", what, v.Decimal(14), o, e)
	if off.Abs(off).Cmp(new(big.Rat).Add(v.Within, big.NewRat(1, 1e12))) > 0 || e > 1e-8 {
		t.Errorf("%s = %s within %g, want %s", what, v.Decimal(14), e, want)
	}
}

func TestAMillionEqualMembers(t *testing.T) {
	r := analyse(t, newGame(t, 1_000_000, atLeast(500_001, nil)), Options{})
	f := r.Of(999_999)
	decimals(t, "Banzhaf", f.Banzhaf, "7.978843613e-4")
	same(t, "Shapley–Shubik", f.ShapleyShubik.Exact(), "1/1000000")
}
