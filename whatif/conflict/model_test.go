package conflict

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"accede/form"
)

func read(t testing.TB, lines ...string) *Conflict {
	t.Helper()
	c, err := Read("m.yaml", []byte(strings.Join(lines, "\n")))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestAModelIsRefusedInWordsAtItsPlace(t *testing.T) {
	const head = "accede: conflict/1\nparties:\n"
	const two = head + "  - {id: a, options: [{id: x}, {id: v}]}\n  - {id: b, options: [{id: z}]}\n"
	for _, c := range []struct{ text, want string }{
		{two + "impossible: [a.x or not a.x]\n", "m.yaml:5:13: no state is left"},
		{two + "impossible: [a.x and a.w]\n", `m.yaml:5:22: there is no option "a.w"; did you mean a.x?`},
		{two + "impossible: [\"a.x and\"]\n", "m.yaml:5:22: an option is wanted here, not the end"},
		{two + "impossible: [a.x a.v]\n", `m.yaml:5:18: "and", "or", "if", "exactly if" or the end is wanted here, not "a.v"`},
		{two + "impossible: [a.x and b.z]\ntoday: [a.x, b.z]\n", "m.yaml:6:8: today is a.x, b.z, which is among what is impossible"},
		{two + "today: [b.q]\n", `m.yaml:5:9: there is no option "b.q"; the options are a.x, a.v, b.z`},
		{head + "  - {id: a, options: [{id: x}], ranking: [a.x, not a.x, a.x]}\n", "m.yaml:3:57: every state of which this is true is ranked above already"},
		{head + "  - {id: a, options: [{id: x}], ranking: [a.x]}\n", "m.yaml:3:42: a ranks nothing nowhere; end the list with: otherwise"},
		{head + "  - {id: a, options: [{id: x}], ranking: [a.x, otherwise], prefers: [a.x]}\n", "m.yaml:3:5: a has statements it prefers and a ranking"},
		{head + "  - {id: a, options: [{id: x}], prefers: [{that: a.x, way: so}]}\n", `m.yaml:3:55: unknown key "way"`},
		{head + "  - {id: a, options: [{id: x}, {id: x}]}\n", "m.yaml:3:32: the option a.x is given twice"},
		{head + "  - {id: a}\n  - {id: a}\n", "m.yaml:4:5: the party a is given twice"},
		{head + "  - {id: a, options: [" + strings.Repeat("{id: x}, ", 30) + "]}\n", "given twice"},
		{two + "impossible: [" + strings.Repeat("not ", 200) + "a.x]\n", "more than 100 deep"},
		{"accede: conflict/2\nparties: [{id: a}]\n", `"conflict/2" is not a word for this`},
		{"accede: conflict/1\nparties: []\n", "there are 0 parties"},
	} {
		_, err := Read("m.yaml", []byte(c.text))
		if _, ok := err.(form.Faults); !ok || !strings.Contains(err.Error(), c.want) {
			t.Errorf("Read(%q) = %v, want %s", c.text, err, c.want)
		}
	}
}

func TestMoreOptionsThanCanBeAnsweredAreRefused(t *testing.T) {
	var options []Option
	for i := range MaxOptions + 1 {
		options = append(options, Option{ID: "o" + string(rune('a'+i))})
	}
	_, err := Compile(&Model{Parties: []Party{{ID: "a", Options: options}}})
	if err == nil || !strings.Contains(err.Error(), "take several together as one") {
		t.Errorf("Compile of %d options = %v, want a refusal that says what to do", len(options), err)
	}
}

func TestMoreThanCanBeWorkedOutIsRefusedBeforeItIsTried(t *testing.T) {
	m := wide(5, 4)
	m.Impossible = texts(strings.Repeat("a.o0 and not a.o0 or ", 2000) + "a.o0 and b.o0")
	if _, err := Compile(m); err == nil || !strings.Contains(err.Error(), "too much to work out") {
		t.Errorf("Compile = %v, want a refusal that says what to do", err)
	}
}

func TestStatementsMeanWhatTheySay(t *testing.T) {
	options := []string{"a.x", "a.v", "b.z"}
	for _, c := range []struct {
		text string
		want []uint32
	}{
		{"a.x", []uint32{1, 3, 5, 7}},
		{"not a.x and a.v", []uint32{2, 6}},
		{"a.x or a.v and b.z", []uint32{1, 3, 5, 6, 7}},
		{"(a.x or a.v) and b.z", []uint32{5, 6, 7}},
		{"a.x if b.z", []uint32{0, 1, 2, 3, 5, 7}},
		{"a.x exactly if b.z", []uint32{0, 2, 5, 7}},
		{"only (a.x, b.z)", []uint32{5}},
		{"nothing or only(a.v)", []uint32{0, 2}},
		{"not (a.x if a.v)", []uint32{2, 6}},
	} {
		p := phraser{options: options}
		holds, err := p.read(form.Text{Value: c.text})
		if err != nil {
			t.Errorf("read(%q): %v", c.text, err)
			continue
		}
		var got []uint32
		for s := range uint32(8) {
			if holds(s) {
				got = append(got, s)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%q holds in %v, want %v", c.text, got, c.want)
		}
	}
}

func TestTheFirstStatementThatTellsTwoStatesApartDecides(t *testing.T) {
	c := read(t, "accede: conflict/1", "parties:",
		"  - {id: a, options: [{id: x}, {id: v}], prefers: [not a.x, {that: a.v if a.x, why: said so}]}",
		"  - {id: b, options: [{id: z}], ranking: [\"only (a.x)\", a.v and b.z, otherwise]}")
	state := func(taken ...string) int {
		s, ok := c.State(taken...)
		if !ok {
			t.Fatalf("State(%v) is none", taken)
		}
		return s
	}
	for _, x := range []struct {
		party int
		a, b  []string
		want  int
	}{
		{0, nil, []string{"a.x", "a.v"}, 1},
		{0, []string{"a.x"}, []string{"a.x", "a.v"}, -1},
		{0, nil, []string{"a.v", "b.z"}, 0},
		{1, []string{"a.x"}, []string{"a.v", "b.z"}, 1},
		{1, []string{"a.v"}, []string{"a.x", "a.v", "b.z"}, -1},
		{1, []string{"a.v"}, nil, 0},
	} {
		if got := c.Compare(x.party, state(x.a...), state(x.b...)); got != x.want {
			t.Errorf("Compare(%d, %v, %v) = %d, want %d", x.party, x.a, x.b, got, x.want)
		}
	}
}

func TestAModelWrittenIsTheModelRead(t *testing.T) {
	c := read(t, "accede: conflict/1", "title: {en: \"A “quoted” \\\"title\\\"\", tr: Başlık}", "as_of: 2022-06-21", "dossiers: [fi, \"no\"]",
		"assumptions: [\"one: two\", three]", "parties:",
		"  - {id: \"no\", name: {en: Norway}, options: [{id: x, final: taken, about: [d1]}, {id: v}], prefers: [not no.x, {that: no.v if no.x, why: said so}]}",
		"  - {id: b, options: [{id: z, text: {en: does z}}], ranking: [\"only (no.x)\", no.v and b.z, otherwise]}",
		"impossible: [no.x and b.z]", "today: [no.x]", "deals: [{id: d, text: {en: deal}, taken: [no.v, b.z]}]")
	again := read(t, c.Model.Text())
	placeless := cmp.Options{cmpopts.IgnoreTypes(form.Place{}, form.Places{})}
	if diff := cmp.Diff(c.Model, again.Model, placeless); diff != "" {
		t.Errorf("the model read, and read again after it was written:\n%s\n%s", diff, c.Model.Text())
	}
}

// drawModel draws a model of options whose moves and rankings are also known arc by arc.
func drawModel(t *rapid.T) (*Model, twin) {
	n := rapid.IntRange(1, 6).Draw(t, "options")
	m := &Model{Parties: []Party{{ID: "a"}, {ID: "b"}, {ID: "c"}}}
	owner, final, names := make([]int, n), make([]int, n), make([]string, n)
	perParty := []int{0, 0, 0}
	for o := range n {
		owner[o] = rapid.IntRange(0, 2).Draw(t, "owner")
		perParty[owner[o]]++
	}
	// bits follow the order of the parties
	slices.Sort(owner)
	for o := range n {
		final[o] = rapid.SampledFrom([]int{0, 0, 1, 2}).Draw(t, "final")
		p := &m.Parties[owner[o]]
		p.Options = append(p.Options, Option{ID: string(rune('p' + o)), Final: []string{"", "taken", "dropped"}[final[o]]})
		names[o] = string(p.ID) + "." + string(rune('p'+o))
	}
	lit := func() string {
		s := rapid.SampledFrom(names).Draw(t, "option")
		if rapid.Bool().Draw(t, "not") {
			return "not " + s
		}
		return s
	}
	for i := range m.Parties {
		for range rapid.IntRange(0, 4).Draw(t, "statements") {
			m.Parties[i].Prefers = append(m.Parties[i].Prefers, Preference{That: form.Text{Value: lit() + rapid.SampledFrom([]string{" and ", " or ", " if ", " exactly if "}).Draw(t, "word") + lit()}})
		}
	}
	if rapid.Bool().Draw(t, "impossible") {
		m.Impossible = texts(lit()+" and "+lit(), lit()+" and "+lit())
	}
	return m, twinOf(t, m, names, owner, final)
}

func twinOf(t *rapid.T, m *Model, names []string, owner, final []int) twin {
	holds := func(text form.Text, s uint32) bool {
		p := phraser{options: names}
		f, err := p.read(text)
		if err != nil {
			t.Fatal(err)
		}
		return f(s)
	}
	var states []uint32
	for s := range uint32(1) << len(names) {
		if !slices.ContainsFunc(m.Impossible, func(x form.Text) bool { return holds(x, s) }) {
			states = append(states, s)
		}
	}
	w := twin{make([][][]int, 3), make([][]int64, 3)}
	for i := range 3 {
		for _, s := range states {
			var to []int
			for b, u := range states {
				if s != u && mayMove(i, int(s), int(u), owner, final) {
					to = append(to, b)
				}
			}
			var v int64
			for _, st := range m.Parties[i].Prefers {
				if v *= 2; holds(st.That, s) {
					v++
				}
			}
			w.moves[i], w.value[i] = append(w.moves[i], to), append(w.value[i], v)
		}
	}
	return w
}

func TestAModelIsTheGraphOfItsOptions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, w := drawModel(t)
		c, err := Compile(m)
		if len(w.value[0]) == 0 || len(m.Impossible) > 0 && err != nil {
			if err == nil || !strings.Contains(err.Error(), "impossible") && !strings.Contains(err.Error(), "no state is left") {
				t.Fatalf("Compile = %v, want a refusal: today or every state is impossible", err)
			}
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		s, _ := c.Stability(nil)
		for i := range 3 {
			for state := range w.value[i] {
				if got := c.Moves(i, state); !slices.Equal(got, w.moves[i][state]) {
					t.Fatalf("Moves(%d, %d) = %v, want %v", i, state, got, w.moves[i][state])
				}
				for _, by := range Concepts() {
					if got, want := s.Stable(i, state, by), w.stable(i, state, by); got != want {
						t.Fatalf("Stable(%d, %d, %v) = %t, want %t", i, state, by, got, want)
					}
				}
			}
		}
	})
}

// slowReorder looks for the fewest swaps among all orders of a party's statements.
func slowReorder(m *Model, party, target int, by Concept, over int) int {
	best := -1
	own := m.Parties[party].Prefers
	var try func(order []int)
	try = func(order []int) {
		if len(order) < len(own) {
			for i := range own {
				if !slices.Contains(order, i) {
					try(append(slices.Clip(order), i))
				}
			}
			return
		}
		swaps := 0
		for i := range order {
			for j := range i {
				if order[j] > order[i] {
					swaps++
				}
			}
		}
		other := *m
		other.Parties = slices.Clone(m.Parties)
		other.Parties[party].Prefers = nil
		for _, i := range order {
			other.Parties[party].Prefers = append(other.Parties[party].Prefers, own[i])
		}
		c, err := Compile(&other)
		if err != nil {
			panic(err)
		}
		s, _ := c.Stability(nil)
		if s.Stable(party, target, by) && (over < 0 || c.Compare(party, target, over) > 0) && (best < 0 || swaps < best) {
			best = swaps
		}
	}
	try(nil)
	return best
}

func TestNoFewerSwapsOfStatementsWouldDo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, w := drawModel(t)
		c, err := Compile(m)
		if err != nil {
			return // no state is left, or today is impossible: looked at elsewhere
		}
		target := rapid.IntRange(0, len(w.value[0])-1).Draw(t, "target")
		over := rapid.IntRange(-1, len(w.value[0])-1).Draw(t, "over")
		for k := range 3 * len(Concepts()) {
			i, by := k%3, Concepts()[k/3]
			if len(m.Parties[i].Prefers) < 2 {
				continue
			}
			got, ok := c.Reorder(i, target, by, over)
			want := slowReorder(m, i, target, by, over)
			if ok != (want >= 0) || ok && got.Swaps != want {
				t.Fatalf("Reorder(%d, %d, %v, %d) = %v, %t, want %d swaps", i, target, by, over, got, ok, want)
			}
		}
	})
}

func TestAnOrderMustLeaveNoEscapeForSymmetric(t *testing.T) {
	// a leaves nothing for a.x; b answers with b.z, which a minds more than it minds a.x; a can escape by dropping a.x
	// where it likes b.z alone better than nothing.
	c := read(t, "accede: conflict/1", "parties:",
		"  - {id: a, options: [{id: x}], prefers: [\"only (a.x)\", \"only (b.z)\", \"not only (a.x, b.z)\"]}",
		"  - {id: b, options: [{id: z}]}")
	nothing, _ := c.State()
	if got, ok := c.Reorder(0, nothing, Metarational, -1); !ok || got.Swaps != 0 {
		t.Errorf("Reorder by GMR = %+v, %t, want the order as it is", got, ok)
	}
	if got, ok := c.Reorder(0, nothing, Symmetric, -1); ok {
		t.Errorf("Reorder by SMR = %+v, want none: a escapes in every order", got)
	}
}
