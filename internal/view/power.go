package view

import (
	"math"
	"math/big"
	"slices"

	"accede/body"
	"accede/power"
	"accede/rule"

	"accede/internal/view/words"
)

// The indices that can be asked for.
const (
	Banzhaf       = "banzhaf"
	ShapleyShubik = "shapley-shubik"
)

// PowerAsked is a question of who counts.
type PowerAsked struct {
	Index string // Banzhaf or ShapleyShubik; empty means Banzhaf
	Model power.Model
	// Tell is told now and then how much of the present step is done, and stops the work by answering an error; nil
	// lets it run.
	Tell func(done, of int) error
}

// Power is who counts under a rule. Its JSON is the contract of the command line: keys and meanings are kept.
type Power struct {
	Index   string        `json:"index"`
	Members []PowerMember `json:"members"` // in the order of the roll
	Winning *big.Int      `json:"winning"` // how many coalitions win; null where they were not counted exactly

	Rule      string          `json:"rule"`
	Players   int             `json:"players"`
	Model     string          `json:"model"` // yes-no, ternary
	ModelSay  string          `json:"model_says"`
	Method    string          `json:"method"`
	Error     string          `json:"error,omitempty"` // what within means; empty: the values are exact
	Abstain   bool            `json:"abstention_matters"`
	Act       string          `json:"act,omitempty"` // share of coalitions that win
	Vetoers   []body.MemberID `json:"vetoers"`
	Dummies   []body.MemberID `json:"dummies"`
	MinWin    int64           `json:"minimal_winning,omitempty"`
	MinBlock  int64           `json:"minimal_blocking,omitempty"`
	NoSubsets string          `json:"no_coalitions,omitempty"` // why coalitions were not looked at one by one
	Missing   string          `json:"refused,omitempty"`       // why the index is not there, and what can be asked instead

	Groups   []PowerGroup `json:"-"` // of members who count the same, who count most first
	Most     float64      `json:"-"` // the greatest value of a member
	Headline string       `json:"-"`
	Notes    []string     `json:"-"` // what must be said beside the figures
}

// PowerMember is how much one member counts.
type PowerMember struct {
	ID         body.MemberID `json:"id"`
	Value      float64       `json:"value"`
	Exact      *string       `json:"exact"` // a fraction in lowest terms; null where the value has an error
	Within     float64       `json:"within,omitempty"`
	Normalised *float64      `json:"normalised,omitempty"` // of Banzhaf: the part of all swings
	Swings     *big.Int      `json:"swings,omitempty"`
}

// PowerGroup is the members who count the same, by their places on the roll.
type PowerGroup struct {
	Members    []body.MemberID
	Value      float64
	Percent    string // of the value, with two places
	Exact      string // empty where there is an error or the fraction is too long to be read
	Within     string
	Normalised string // in per cent; empty where there is none
	Swings     string
	Vetoes     bool
	Dummy      bool
	rat        *big.Rat
	within     *big.Rat
}

// longFraction is how many signs of a fraction a reader is shown.
const longFraction = 23

// NewPower works out who counts under a rule. The error is one of package power's, or that of Tell.
func NewPower(c *rule.Compiled, ask PowerAsked, r *words.Reader) (Power, error) {
	if ask.Index == "" {
		ask.Index = Banzhaf
	}
	found, err := power.Analyse(c.Game(), power.Options{Model: ask.Model, Tell: ask.Tell})
	if err != nil {
		return Power{}, err
	}
	p := Power{Index: ask.Index, Rule: c.Question().Rule.String(), Players: found.Players, Winning: found.Winning, Abstain: found.AbstentionMatters}
	p.Model, p.ModelSay = modelWord(ask.Model), r.Say("power.model."+modelWord(ask.Model), nil)
	p.Act, p.NoSubsets = found.Act.Decimal(6), found.NoCoalitions
	p.method(found, r)
	p.members(found, c.Roll().Members)
	p.groups(found, c.Roll().Members, r)
	p.lists(found, c.Roll().Members)
	p.say(found, r)
	return p, nil
}

// modelWord answers the word of a model in addresses and flags.
func modelWord(m power.Model) string {
	switch m {
	case power.YesNo:
		return "yes-no"
	case power.Ternary:
		return "ternary"
	}
	return m.String()
}

// ModelNamed answers the model of a word; false where there is none.
func ModelNamed(word string) (power.Model, bool) {
	for _, m := range []power.Model{power.YesNo, power.Ternary} {
		if modelWord(m) == word {
			return m, true
		}
	}
	return power.YesNo, false
}

// value answers the figure that was asked for.
func (p *Power) value(f *power.Figures) power.Value {
	if p.Index == ShapleyShubik {
		return f.ShapleyShubik
	}
	return f.Banzhaf
}

func (p *Power) method(found *power.Result, r *words.Reader) {
	m := found.Banzhaf
	if p.Index == ShapleyShubik {
		m = found.Orders
		if found.NoShapleyShubik != "" {
			p.Missing = r.Say("power.missing", words.Args{"why": powerSays(found.NoShapleyShubik, r)})
		}
	}
	p.Method, p.Error = m.Name, m.Error
}

// members lists the figures by member. Members of one kind share what is written of them.
func (p *Power) members(found *power.Result, roll []body.MemberID) {
	if p.Missing != "" {
		p.Members = []PowerMember{}
		return
	}
	kinds := make([]PowerMember, len(found.Figures))
	for k := range found.Figures {
		f := &found.Figures[k]
		v := p.value(f)
		m := &kinds[k]
		m.Value, m.Within = float(v.Rat), float(v.Within)
		if v.IsExact() {
			exact := v.Exact()
			m.Exact = &exact
		}
		if p.Index == Banzhaf {
			if f.Normalised.Known() {
				n := float(f.Normalised.Rat)
				m.Normalised = &n
			}
			m.Swings = f.Swings
		}
	}
	p.Members = make([]PowerMember, len(roll))
	for i, id := range roll {
		p.Members[i] = kinds[found.Kind[i]]
		p.Members[i].ID = id
	}
}

// float answers the nearest number for showing; 0 for none.
func float(x *big.Rat) float64 {
	if x == nil {
		return 0
	}
	f, _ := x.Float64()
	return f
}

// groups puts members of one kind together, and kinds of one figure.
func (p *Power) groups(found *power.Result, roll []body.MemberID, r *words.Reader) {
	of := make([][]body.MemberID, len(found.Figures))
	for i, id := range roll {
		of[found.Kind[i]] = append(of[found.Kind[i]], id)
	}
	for k := range found.Figures {
		f := &found.Figures[k]
		v := p.value(f)
		if !v.Known() || len(of[k]) == 0 {
			continue
		}
		g := PowerGroup{Members: of[k], Value: float(v.Rat), Percent: percent(v.Rat, r), Exact: v.Exact(), Within: within(v.Within, r), rat: v.Rat, within: v.Within}
		if len(g.Exact) > longFraction {
			g.Exact = ""
		}
		if p.Index == Banzhaf && f.Normalised.Known() {
			g.Normalised = percent(f.Normalised.Rat, r)
		}
		if f.Swings != nil {
			g.Swings = f.Swings.String()
		}
		p.Groups, p.Most = append(p.Groups, g), max(p.Most, g.Value)
	}
	slices.SortStableFunc(p.Groups, func(a, b PowerGroup) int {
		switch {
		case a.Value > b.Value:
			return -1
		case a.Value < b.Value:
			return 1
		}
		return 0
	})
	p.join(roll)
	for i := range p.Groups {
		g := &p.Groups[i]
		first := slices.Index(roll, g.Members[0])
		g.Vetoes = slices.Contains(found.Vetoers, first)
		g.Dummy = found.DummiesKnown && slices.Contains(found.Dummies, first)
	}
}

// join puts kinds of one exact figure together: they weigh differently and count the same.
func (p *Power) join(roll []body.MemberID) {
	var out []PowerGroup
	for _, g := range p.Groups {
		if n := len(out); n > 0 && g.within == nil && out[n-1].within == nil && g.rat.Cmp(out[n-1].rat) == 0 {
			out[n-1].Members = append(slices.Clone(out[n-1].Members), g.Members...)
			continue
		}
		out = append(out, g)
	}
	place := make(map[body.MemberID]int, len(roll))
	for i, id := range roll {
		place[id] = i
	}
	for i := range out {
		slices.SortFunc(out[i].Members, func(a, b body.MemberID) int { return place[a] - place[b] })
	}
	p.Groups = out
}

// percent writes a share in hundredths, with as many places as tell something.
func percent(x *big.Rat, r *words.Reader) string {
	hundredths := new(big.Rat).Mul(x, big.NewRat(100, 1))
	places := 2
	if f := math.Abs(float(hundredths)); f > 0 && f < 1 {
		places = min(2+int(-math.Log10(f)), 9)
	}
	return r.Percent(hundredths.FloatString(places))
}

// within writes an error.
func within(x *big.Rat, r *words.Reader) string {
	if x == nil {
		return ""
	}
	return r.Say("power.within", words.Args{"error": percent(x, r)})
}

func (p *Power) lists(found *power.Result, roll []body.MemberID) {
	p.Vetoers, p.Dummies = []body.MemberID{}, []body.MemberID{}
	for _, i := range found.Vetoers {
		p.Vetoers = append(p.Vetoers, roll[i])
	}
	if found.DummiesKnown {
		for _, i := range found.Dummies {
			p.Dummies = append(p.Dummies, roll[i])
		}
	}
	if found.Coalitions != nil {
		p.MinWin, p.MinBlock = found.Coalitions.MinimalWinning, found.Coalitions.MinimalBlocking
	}
}

// say answers the sentence above the figures, and what must be said beside them.
func (p *Power) say(found *power.Result, r *words.Reader) {
	switch {
	case len(p.Groups) == 1:
		p.Headline = r.Say("power.equal", words.Args{"n": p.Players})
	case len(p.Groups) > 1:
		first, last := p.Groups[0], p.Groups[len(p.Groups)-1]
		args := words.Args{"first": len(first.Members), "most": first.Percent, "last": len(last.Members), "least": last.Percent}
		p.Headline = r.Say("power.spread."+p.Index, args)
	}
	if p.Abstain && found.Model == power.YesNo {
		p.Notes = append(p.Notes, r.Say("power.abstain", nil))
	}
	if len(p.Vetoers) > 0 {
		p.Notes = append(p.Notes, r.Say("power.vetoers", words.Args{"n": len(p.Vetoers), "of": p.Players}))
	}
	if n := len(p.Dummies); n > 0 {
		p.Notes = append(p.Notes, r.Say("power.dummies", words.Args{"n": n}))
	}
	if p.Winning != nil {
		p.Notes = append(p.Notes, r.Say("power.winning."+p.Model, words.Args{"n": p.Winning.String(), "share": percent(found.Act.Rat, r)}))
	}
	if p.MinWin > 0 {
		p.Notes = append(p.Notes, r.Say("power.minimal", words.Args{"win": p.MinWin, "block": p.MinBlock}))
	}
	if p.NoSubsets != "" {
		p.Notes = append(p.Notes, r.Say("power.nosubsets", words.Args{"why": powerSays(p.NoSubsets, r)}))
	}
	p.Notes = append(p.Notes, r.Say("power.noforecast", nil))
}
