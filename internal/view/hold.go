package view

import (
	"errors"
	"slices"
	"strings"

	"accede/dossier"
	"accede/form"
	"accede/whatif/conflict"

	"accede/internal/view/words"
)

// Hold is what a model of a conflict says: whether the state of affairs holds, what else would, the ways there, and
// what it takes for a deal to hold. Every answer is for the preferences of the model alone, which are assumed.
type Hold struct {
	Title       string      `json:"title,omitempty"`
	AsOf        string      `json:"as_of,omitempty"`
	Dossiers    []string    `json:"dossiers"`
	Parties     []HoldParty `json:"parties"`
	Assumptions []string    `json:"assumptions"`
	States      int         `json:"states"` // how many can be

	Say     string      `json:"says"`
	Today   HoldState   `json:"today"`
	Movers  []string    `json:"would_move"` // ids of parties that would leave the state of affairs
	Settled []HoldState `json:"settled"`    // other states that hold and can be reached from today, the nearest first
	Left    int         `json:"further_settled"`
	Deals   []HoldDeal  `json:"deals"`
	Asked   *HoldDeal   `json:"asked,omitempty"` // the state asked about

	SettledSay string       `json:"-"`
	Picture    *HoldPicture `json:"-"` // nil where there would be nothing to see
	Model      string       `json:"model"`
}

// HoldParty is one party with what it can do and what it is assumed to prefer, the most important first.
type HoldParty struct {
	ID      string       `json:"id"`
	Name    string       `json:"name"`
	Code    string       `json:"-"`
	Options []HoldOption `json:"options"`
	Prefers []HoldPrefer `json:"prefers"`
	Says    string       `json:"-"` // how the preferences are given
}

// HoldOption is something a party does or leaves.
type HoldOption struct {
	Name  string      `json:"name"` // party.option
	N     int         `json:"-"`    // its number in the picture, from 1
	Text  words.Filed `json:"text"`
	About words.Filed `json:"about"` // what it stands for, where the text does not say
	Today bool        `json:"today"`
}

// HoldPrefer is one statement that a party is assumed to prefer.
type HoldPrefer struct {
	That string `json:"that"`
	Say  string `json:"says"` // the same in words
	Why  string `json:"why,omitempty"`
}

// HoldState is a state: the options that are taken.
type HoldState struct {
	Label    string     `json:"label"`
	Taken    []string   `json:"taken"`
	Say      []string   `json:"says"`      // what is done in it
	Holds    []string   `json:"holds"`     // by which ways of looking ahead: Nash, SEQ, SMR; and GMR, which says little
	Path     []HoldMove `json:"path"`      // from today
	ByItself bool       `json:"by_itself"` // each move is liked better by who makes it
	PathSay  string     `json:"-"`
	HoldsSay string     `json:"-"`
	bits     []bool
	state    int
}

// HoldMove is one move of one party.
type HoldMove struct {
	Party string `json:"party"`
	Name  string `json:"-"`
	Say   string `json:"says"`
	code  string
	to    int
}

// HoldDeal is a state worth asking about, with what it takes for it to hold.
type HoldDeal struct {
	ID     string      `json:"id,omitempty"`
	Text   words.Filed `json:"text"`
	State  HoldState   `json:"state"`
	Holds  bool        `json:"holds"` // as things stand
	Say    string      `json:"says"`
	Change []HoldMind  `json:"changes"` // of preferences, by party
	Nash   []string    `json:"for_nobody_to_want_to_move,omitempty"`
}

// HoldMind is what one party must come to prefer.
type HoldMind struct {
	Party   string   `json:"party"`
	Name    string   `json:"-"`
	Say     string   `json:"says"`
	Over    []string `json:"no_less_than,omitempty"` // states it has to like the deal at least as well as
	Nearest string   `json:"order_says,omitempty"`
	Order   []string `json:"order,omitempty"` // the nearest order of its statements that does it
	Said    []string `json:"-"`               // the same order in words
	Swaps   int      `json:"swaps,omitempty"` // of neighbours, from the order of the model
}

// HoldAsked says what is asked of a model.
type HoldAsked struct {
	Most int      // settled states to tell; 0 means 6
	For  []string // the options of a state to ask about, or the id of a deal; none: none is asked about
	// Tell is told how far the work is, and stops it by answering false; nil lets it run.
	Tell func(done, of int) bool
}

// ErrStopped is work that Tell stopped.
var ErrStopped = errors.New("stopped")

// ErrNoState is a state that the model does not have.
var ErrNoState = errors.New("no state of the model")

// ConflictOf answers the draft of a conflict over a dossier, with every other dossier that the same objections stand
// in the way of. The error is one of conflict.Draft.
func ConflictOf(d *dossier.Docket, s dossier.Standing) (*conflict.Model, error) {
	shared := func(other dossier.Standing) bool {
		return slices.ContainsFunc(other.Blockers, func(b dossier.Blocker) bool {
			return b.Objection != "" && slices.ContainsFunc(s.Blockers, func(x dossier.Blocker) bool { return x.Objection == b.Objection })
		})
	}
	ids := []string{s.Dossier}
	for _, id := range d.Dossiers() {
		if other, err := d.Standing(id, s.AsOf); err == nil && id != s.Dossier && shared(other) {
			ids = append(ids, id)
		}
	}
	return conflict.Draft(d, s.AsOf, ids...)
}

// ReadConflict reads a model, and refuses one with more options than most before anything is worked out. The error is
// form.Faults.
func ReadConflict(file string, data []byte, most int) (*conflict.Conflict, error) {
	var m conflict.Model
	if err := form.Decode(file, data, &m); err != nil {
		return nil, err
	}
	n := 0
	for _, p := range m.Parties {
		n += len(p.Options)
	}
	if n > most {
		return nil, form.Faults{{Place: m.Places.Self, Text: tooManyOptions(n, most)}}
	}
	return conflict.Compile(&m)
}

// NewHold answers what a model says. The error is ErrStopped or ErrNoState.
func NewHold(c *conflict.Conflict, ask HoldAsked, r *words.Reader) (Hold, error) {
	s, whole := c.Stability(ask.Tell)
	if !whole {
		return Hold{}, ErrStopped
	}
	if ask.Most <= 0 {
		ask.Most = 6
	}
	w := &holdMaker{c: c, s: s, r: r, out: Hold{
		Title: c.Model.Title.In(r.Tag()), Dossiers: append([]string{}, c.Model.Dossiers...), States: c.States(), Model: c.Model.Text(),
		Assumptions: append([]string{}, c.Model.Assumptions...), Movers: []string{}, Settled: []HoldState{}, Deals: []HoldDeal{},
	}}
	if c.Model.Guess {
		w.out.Assumptions = append(w.out.Assumptions, r.Say("hold.guess", nil))
	}
	if c.Model.AsOf != nil {
		w.out.AsOf = c.Model.AsOf.String()
	}
	w.parties()
	w.outlook(c.Outlook(s, ask.Most))
	for _, d := range c.Model.Deals {
		state, _ := c.Deal(d.ID)
		w.out.Deals = append(w.out.Deals, w.deal(d.ID, w.dealText(d), state))
	}
	if len(ask.For) > 0 {
		if err := w.asked(ask.For); err != nil {
			return Hold{}, err
		}
	}
	w.out.Picture = w.picture()
	return w.out, nil
}

// holdMaker puts a Hold together.
type holdMaker struct {
	c      *conflict.Conflict
	s      *conflict.Stability
	r      *words.Reader
	out    Hold
	labels map[int]string
}

// partyName answers what a party of the model is called.
func (w *holdMaker) partyName(i int) string {
	p := &w.c.Model.Parties[i]
	if name := p.Name.In(w.r.Tag()); name != "" {
		return name
	}
	return string(p.ID)
}

func (w *holdMaker) names(parties []int) string {
	all := make([]string, len(parties))
	for k, i := range parties {
		all[k] = w.partyName(i)
	}
	return w.r.List(all)
}

func (w *holdMaker) parties() {
	today := w.c.Taken(w.c.Today)
	n := 0
	for i := range w.c.Model.Parties {
		p := &w.c.Model.Parties[i]
		x := HoldParty{ID: string(p.ID), Name: w.partyName(i), Code: strings.ToUpper(string(p.ID)), Options: []HoldOption{}, Prefers: []HoldPrefer{}}
		for _, o := range p.Options {
			n++
			name := string(p.ID) + "." + o.ID
			text, about := w.optionText(o)
			x.Options = append(x.Options, HoldOption{name, n, text, about, slices.Contains(today, name)})
		}
		for _, s := range p.Prefers {
			x.Prefers = append(x.Prefers, HoldPrefer{That: s.That.Value, Why: w.why(s)}) // in words once all options are known
		}
		for _, s := range p.Ranking {
			x.Prefers = append(x.Prefers, HoldPrefer{That: s.Value})
		}
		key := "hold.prefers"
		switch {
		case len(p.Ranking) > 0:
			key = "hold.ranking"
		case len(p.Prefers) == 0:
			key = "hold.indifferent"
		}
		x.Says = w.r.Say(key, words.Args{"who": x.Name})
		w.out.Parties = append(w.out.Parties, x)
	}
	for i := range w.out.Parties {
		for k := range w.out.Parties[i].Prefers {
			p := &w.out.Parties[i].Prefers[k]
			p.Say = w.said(p.That)
		}
	}
}

// option answers an option of the model by its name, and whose it is.
func (w *holdMaker) option(name string) (who string, o HoldOption) {
	for _, p := range w.out.Parties {
		for _, o := range p.Options {
			if o.Name == name {
				return p.Name, o
			}
		}
	}
	return "", HoldOption{}
}

// label gives a state a letter, the same each time.
func (w *holdMaker) label(state int) string {
	if l, ok := w.labels[state]; ok {
		return l
	}
	if w.labels == nil {
		w.labels = map[int]string{}
	}
	n := len(w.labels)
	l := string(rune('A' + n%26))
	if n >= 26 {
		l += string(rune('0' + n/26))
	}
	w.labels[state] = l
	return l
}

// state tells a state: what is done in it, and by what it holds.
func (w *holdMaker) state(state int) HoldState {
	x := HoldState{Label: w.label(state), Taken: append([]string{}, w.c.Taken(state)...), Say: w.doings(state), Holds: []string{}, Path: []HoldMove{}, state: state}
	for _, name := range w.optionNames() {
		x.bits = append(x.bits, slices.Contains(x.Taken, name))
	}
	for _, by := range conflict.Concepts() {
		if w.s.Equilibrium(state, by) {
			x.Holds = append(x.Holds, by.String())
		}
	}
	x.HoldsSay = w.r.Say(holdsKey(x.Holds), nil)
	return x
}

// doings tells what is done in a state.
func (w *holdMaker) doings(state int) []string {
	var all []string
	for _, name := range w.c.Taken(state) {
		who, o := w.option(name)
		all = append(all, w.r.Say("hold.does", words.Args{"who": who, "what": o.Text}))
	}
	if len(all) == 0 {
		all = append(all, w.r.Say("hold.nothing", nil))
	}
	return all
}

// holdsKey answers the key of what is said of a state that holds by some ways of looking ahead. The one by any moves
// whatever says so little that it is not told.
func holdsKey(by []string) string {
	switch {
	case slices.Contains(by, conflict.Nash.String()):
		return "hold.by.nash"
	case slices.Contains(by, conflict.Sequential.String()):
		return "hold.by.seq"
	}
	return "hold.by.none"
}

// moves tells a way from today.
func (w *holdMaker) moves(path []conflict.Arc) []HoldMove {
	all := make([]HoldMove, 0, len(path))
	for _, a := range path {
		m := HoldMove{Party: string(w.c.Model.Parties[a.Party].ID), Name: w.partyName(a.Party), code: w.out.Parties[a.Party].Code, to: a.To}
		before, after := w.c.Taken(a.From), w.c.Taken(a.To)
		var parts []string
		for _, name := range after {
			if !slices.Contains(before, name) {
				_, o := w.option(name)
				parts = append(parts, w.r.Say("hold.takes", words.Args{"what": o.Text}))
			}
		}
		for _, name := range before {
			if !slices.Contains(after, name) {
				_, o := w.option(name)
				parts = append(parts, w.r.Say("hold.drops", words.Args{"what": o.Text}))
			}
		}
		m.Say = w.r.Say("hold.move", words.Args{"who": m.Name, "what": w.r.List(parts)})
		all = append(all, m)
	}
	return all
}

// outlook tells today and what else would hold.
func (w *holdMaker) outlook(o conflict.Outlook) {
	w.out.Today = w.state(o.Today)
	for _, i := range o.Movers {
		w.out.Movers = append(w.out.Movers, string(w.c.Model.Parties[i].ID))
	}
	args := words.Args{"names": w.names(o.Movers), "n": len(o.Movers)}
	switch {
	case slices.Contains(o.Holds, conflict.Nash):
		w.out.Say = w.r.Say("hold.today.nash", args)
	case slices.Contains(o.Holds, conflict.Sequential):
		w.out.Say = w.r.Say("hold.today.seq", args)
	default:
		w.out.Say = w.r.Say("hold.today.moves", args)
	}
	for _, t := range o.Settled {
		x := w.state(t.State)
		x.Path, x.ByItself = w.moves(t.Path), t.ByItself
		x.PathSay = w.r.Say("hold.path."+yesNo(t.ByItself), words.Args{"n": len(t.Path)})
		w.out.Settled = append(w.out.Settled, x)
	}
	w.out.Left = o.Left
	w.out.SettledSay = w.r.Say("hold.settled", words.Args{"n": len(o.Settled), "more": o.Left})
}

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}
