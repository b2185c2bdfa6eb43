package rule

import (
	"errors"
	"fmt"
	"strings"

	"accede/body"
	"accede/game"
)

// ErrQuestion says that a question cannot be put as it stands: its sentence names what the roll lacks, its roll
// cannot be counted, or its ballots do not fit the roll.
var ErrQuestion = errors.New("the question cannot be put")

// Compiled is a question made ready for many sets of ballots. It is immutable; share it freely.
type Compiled struct {
	question Question
	tests    []compiledTest
	named    game.Set    // the charter's own ballots that the sentence names
	closed   game.Ballot // what pending counts as
	allowed  game.Set    // what those pending may say
	begin    *game.Tally // with everyone pending: never changed, only copied
}

// compiledTest is a test as it is counted on this roll.
type compiledTest struct {
	test     *Test
	quantity Quantity // as the tie rule reads it
	column   *column
	counted  game.Set // within the base
	base     game.Set
	formula  *game.Formula
	unit     string
}

// column is a weight of the members of a class; nil weights mean that everyone on the roll weighs 1.
type column struct{ weight []int64 }

// Compile makes a question ready. The error is ErrQuestion, with the word and the place of what is unknown; a sentence
// that merely cannot hold on this roll is not an error (Check tells).
func Compile(q Question) (*Compiled, error) {
	if q.Rule.IsZero() || q.Roll == nil {
		return nil, fmt.Errorf("compile a question without a rule or a roll: %w", ErrQuestion)
	}
	if n := len(q.Roll.Ballots); n > game.MaxBallots-int(game.FirstDeclared) {
		return nil, fmt.Errorf("compile a question with %d ballots of the charter's own: %w", n, ErrQuestion)
	}
	c := &compiler{roll: q.Roll, tie: q.Tie, closed: q.PendingAs, columns: map[[2]string]*column{}}
	if c.closed == game.Pending || c.closed == game.Recused {
		c.closed = game.Absent
	}
	f, err := c.node(q.Rule.Root(), true)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrQuestion, err)
	}
	g, err := game.New(len(q.Roll.Members), f)
	if err != nil {
		return nil, fmt.Errorf("%w: count %q: %w", ErrQuestion, q.Rule, err)
	}
	allowed := castable(q.Roll)
	if len(q.Allowed) > 0 {
		allowed &= game.SetOf(q.Allowed...)
	}
	if allowed == 0 {
		return nil, fmt.Errorf("%w: none of the ballots allowed can be cast on this roll", ErrQuestion)
	}
	compiled := &Compiled{question: q, tests: c.tests, named: c.named, closed: c.closed, allowed: allowed}
	compiled.begin = g.Tally(compiled.completions())
	return compiled, nil
}

// compiler turns a sentence into a formula of gates.
type compiler struct {
	roll    *body.Roll
	tie     game.Outcome
	closed  game.Ballot
	named   game.Set
	tests   []compiledTest
	columns map[[2]string]*column
}

// node compiles a part of the sentence. upright says that the whole holds the sooner, the sooner this part does;
// under a negation it is the other way round, and a tie rule must be read the other way round too.
func (c *compiler) node(n Node, upright bool) (*game.Formula, error) {
	switch n := n.(type) {
	case *And:
		parts, err := c.parts(n.Parts, upright)
		return game.And(parts...), err
	case *Or:
		parts, err := c.parts(n.Parts, upright)
		return game.Or(parts...), err
	case *Not:
		f, err := c.node(n.Part, !upright)
		return game.Not(f), err
	case *Several:
		return c.several(n, upright)
	case *Test:
		return c.test(n, upright)
	}
	return nil, fmt.Errorf("a part of the sentence of a kind unknown: %T", n)
}

func (c *compiler) parts(nodes []Node, upright bool) ([]*game.Formula, error) {
	parts := make([]*game.Formula, len(nodes))
	for i, n := range nodes {
		var err error
		if parts[i], err = c.node(n, upright); err != nil {
			return nil, err
		}
	}
	return parts, nil
}

// several compiles "… of these hold".
func (c *compiler) several(n *Several, upright bool) (*game.Formula, error) {
	switch n.Quantity.Kind {
	case None, AtMost, FewerThan:
		upright = !upright
	case All, AtLeast, MoreThan, Exactly:
	}
	parts, err := c.parts(n.Parts, upright)
	if err != nil {
		return nil, err
	}
	least, most := n.Quantity.bounds(int64(len(parts)))
	f := game.AtLeast(int(min(max(least, 0), int64(len(parts))+1)), parts...)
	if most < 0 {
		if n.Quantity.upper() {
			// Fewer than none: it never holds; its parts stay in, for what each of them finds.
			return game.And(append(parts, game.Or())...), nil
		}
		return f, nil
	}
	return game.And(f, game.Not(game.AtLeast(int(min(most, int64(len(parts)))+1), parts...))), nil
}

// test compiles one test. Of an empty base a share does not hold, so that "the base weighs at least 1" is joined to
// it; the negations hold there.
func (c *compiler) test(n *Test, upright bool) (*game.Formula, error) {
	col, unit, err := c.column(n.Class, n.Weight)
	if err != nil {
		return nil, err
	}
	base := c.base(n.Base)
	counted, err := c.counted(n.Ballots)
	if err != nil {
		return nil, err
	}
	counted &= base
	q := c.tied(n, counted, upright)
	t := compiledTest{test: n, quantity: q, column: col, counted: counted, base: base, unit: unit}
	t.formula = t.compile()
	c.tests = append(c.tests, t)
	return t.formula, nil
}

func (t *compiledTest) compile() *game.Formula {
	q, a := t.quantity, t.quantity.Amount
	some := game.Holds(t.gate(0, 1, 1))
	switch q.Kind {
	case All:
		return game.And(game.Holds(t.rest()), some)
	case None:
		return game.Not(game.Holds(t.gate(1, 0, 1)))
	case AtLeast:
		return t.atLeast(a, some)
	case MoreThan:
		return t.moreThan(a)
	case AtMost:
		return game.Not(t.moreThan(a))
	case FewerThan:
		return game.Not(t.atLeast(a, some))
	case Exactly:
		return game.And(t.atLeast(a, some), game.Not(t.moreThan(a)))
	}
	return game.Or() // no quantity holds of nothing
}

func (t *compiledTest) atLeast(a Amount, some *game.Formula) *game.Formula {
	if !a.IsShare() {
		return game.Holds(t.gate(1, 0, a.Num))
	}
	return game.And(game.Holds(t.gate(a.Den, a.Num, 0)), some)
}

// moreThan needs no base: of nothing, more than any share of it is more than 0.
func (t *compiledTest) moreThan(a Amount) *game.Formula {
	if !a.IsShare() {
		return game.Holds(t.gate(1, 0, a.Num+1))
	}
	return game.Holds(t.gate(a.Den, a.Num, 1))
}

// gate answers the gate "times·counted − share·base ≥ least"; with times 0, "share·base ≥ least".
func (t *compiledTest) gate(times, share, least int64) *game.Gate {
	g := &game.Gate{Weight: t.column.weight, Least: least}
	for b := range t.counted.Each {
		g.Score[b] += times
	}
	for b := range t.base.Each {
		if times == 0 {
			g.Score[b] += share
		} else {
			g.Score[b] -= share
		}
	}
	return g
}

// rest answers the gate that holds when nobody of the base has another ballot.
func (t *compiledTest) rest() *game.Gate {
	g := &game.Gate{Weight: t.column.weight}
	for b := range (t.base &^ t.counted).Each {
		g.Score[b] = -1
	}
	return g
}

// tied answers the quantity of a test as the tie rule reads it.
func (c *compiler) tied(n *Test, counted game.Set, upright bool) Quantity {
	q := n.Quantity
	half := q.Amount.IsShare() && 2*q.Amount.Num == q.Amount.Den
	votes := counted == c.ofKind(game.For) || counted == c.ofKind(game.Against)
	if c.tie == game.Open || !half || n.Base != Voting || !votes {
		return q
	}
	if holds := (c.tie == game.Adopted) == upright; holds {
		switch q.Kind {
		case MoreThan:
			q.Kind = AtLeast
		case FewerThan:
			q.Kind = AtMost
		case All, None, AtLeast, AtMost, Exactly:
		}
		return q
	}
	switch q.Kind {
	case AtLeast:
		q.Kind = MoreThan
	case AtMost:
		q.Kind = FewerThan
	case All, None, MoreThan, FewerThan, Exactly:
	}
	return q
}

// column answers the weights that a test counts, the same slice for the same class and weight, and their unit.
func (c *compiler) column(class, weight Word) (*column, string, error) {
	key, unit := [2]string{class.Name, weight.Name}, body.Everyone
	var of []int64
	if weight.Name != "" {
		w, ok := c.roll.Weight(weight.Name)
		if !ok || len(w.Of) != len(c.roll.Members) {
			return nil, "", fmt.Errorf("%q at %d:%d: %s", weight.Name, weight.At.Line, weight.At.Column,
				noWeight(weight.Name, VocabularyOf(c.roll)))
		}
		of, unit = w.Of, w.Unit
	}
	in, ok := membersOf(c.roll, class.Name)
	if !ok {
		return nil, "", fmt.Errorf("%q at %d:%d: %s", class.Name, class.At.Line, class.At.Column,
			noClass(class.Name, VocabularyOf(c.roll)))
	}
	if col, ok := c.columns[key]; ok {
		return col, unit, nil
	}
	col := &column{weighed(in, of)}
	c.columns[key] = col
	return col, unit, nil
}

// membersOf answers who belongs to a class; nil for everyone.
func membersOf(roll *body.Roll, name string) (in []bool, ok bool) {
	if name == body.Everyone {
		return nil, true
	}
	class, ok := roll.Class(name)
	if !ok || len(class.In) != len(roll.Members) {
		return nil, false
	}
	return class.In, true
}

// weighed answers the weights of those in a class, 0 for the others.
func weighed(in []bool, of []int64) []int64 {
	if in == nil {
		return of
	}
	out := make([]int64, len(in))
	for i, belongs := range in {
		switch {
		case !belongs:
		case of == nil:
			out[i] = 1
		default:
			out[i] = of[i]
		}
	}
	return out
}

// nearest sorts names by how much they look like what was written.
func nearest(written string, names []string) string {
	best, least := "", len(written)/2+1
	for _, n := range names {
		if d := edits(written, n); d < least {
			best, least = n, d
		}
	}
	if best == "" {
		return strings.Join(names, ", ")
	}
	rest := make([]string, 0, len(names))
	for _, n := range names {
		if n != best {
			rest = append(rest, n)
		}
	}
	return strings.Join(append([]string{best}, rest...), ", ")
}

// edits answers how many letters must be put in, left out or replaced. [Levenshtein 1966]
func edits(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			d := diagonal
			if a[i] != b[j] {
				d++
			}
			diagonal = row[j+1]
			row[j+1] = min(d, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
