package view

import (
	"accede/body"
	"accede/dossier"
	"accede/rule"

	"accede/internal/view/words"
)

// PowerPage is who counts under the rule of a stage, as a page shows it.
type PowerPage struct {
	Head    `json:"-"`
	Stage   string       `json:"stage"`
	Name    string       `json:"-"`
	Stages  []Choice     `json:"-"`
	Indexes []Choice     `json:"-"`
	Models  []Choice     `json:"-"`
	Power   *Power       `json:"power,omitempty"`
	Rows    []PowerRow   `json:"-"`
	Refused string       `json:"refused,omitempty"` // why there are no figures, and what can be asked instead
	Alt     string       `json:"-"`
	Said    []words.Span `json:"-"` // the rule in the reader's language
	Method  words.Filed  `json:"-"` // how the figures were found
	Error   words.Filed  `json:"-"` // how far they can be trusted; empty: they are exact
}

// PowerRow is members who count the same.
type PowerRow struct {
	PowerGroup
	Parties []Party // those who are named
	Who     string
	Notes   []string
}

// PowerQuestion answers the question whose power a page of a dossier shows: of a stage by its id, or of the stage in
// question. It answers false where no rule decides the stage, or it has not opened.
func PowerQuestion(d *dossier.Docket, s dossier.Standing, stage string) (stageID string, c *rule.Compiled, ok bool) {
	a, ok := d.Asked(s.Dossier, stage)
	if !ok {
		return "", nil, false
	}
	c, err := rule.Compile(a.Question)
	return a.Stage, c, err == nil
}

// NewPowerPage answers the page without figures: what can be chosen, and what is.
func NewPowerPage(d *dossier.Docket, s dossier.Standing, stage, index, model string, r *words.Reader) PowerPage {
	set := SettingOf(d)
	p := PowerPage{Head: NewHead(set, s, r)}
	for _, a := range decidedStages(d, s) {
		p.Stages = append(p.Stages, Choice{Key: a.Stage, Word: set.stageByID(s, a.Stage, r), Count: -1})
	}
	p.Stage = choose(p.Stages, stage)
	p.Name = set.stageByID(s, p.Stage, r)
	for _, x := range []string{Banzhaf, ShapleyShubik} {
		p.Indexes = append(p.Indexes, Choice{Key: x, Word: r.Say("power.index."+x, nil), Count: -1})
	}
	for _, x := range []string{"yes-no", "ternary"} {
		p.Models = append(p.Models, Choice{Key: x, Word: r.Say("power.choose."+x, nil), Count: -1})
	}
	choose(p.Indexes, index)
	choose(p.Models, model)
	if len(p.Stages) == 0 {
		p.Refused = r.Say("power.none", nil)
	}
	return p
}

// Chosen answers the key of the choice that is made.
func Chosen(all []Choice) string {
	for _, c := range all {
		if c.Current {
			return c.Key
		}
	}
	return ""
}

// namedInRow is how many members of a row are named.
const namedInRow = 40

// Fill puts the figures onto the page.
func (p *PowerPage) Fill(set Setting, found Power, r *words.Reader) {
	p.Said = set.teller(r).said(found.Rule)
	p.Method, p.Error = powerSays(found.Method, r), powerSays(found.Error, r)
	p.Power = &found
	for _, g := range found.Groups {
		x := PowerRow{PowerGroup: g, Parties: set.parties(g.Members[:min(namedInRow, len(g.Members))], r)}
		x.Who = set.Names(g.Members[:min(namedInRow, len(g.Members))], r)
		if n := len(g.Members) - namedInRow; n > 0 {
			x.Who = r.Say("power.others", words.Args{"names": x.Who, "n": n})
		}
		if len(g.Members) > 1 {
			x.Who = r.Say("power.each", words.Args{"n": len(g.Members), "names": x.Who})
		}
		if g.Vetoes {
			x.Notes = append(x.Notes, r.Say("power.vetoes", nil))
		}
		if g.Dummy {
			x.Notes = append(x.Notes, r.Say("power.dummy", nil))
		}
		p.Rows = append(p.Rows, x)
	}
	switch n := len(found.Groups); {
	case n == 1:
		p.Alt = r.Say("power.alt.equal", words.Args{"most": found.Groups[0].Percent})
	case n > 1:
		p.Alt = r.Say("power.alt", words.Args{"most": found.Groups[0].Percent, "least": found.Groups[n-1].Percent})
	}
}

// PowerBar is one member in the picture.
type PowerBar struct {
	ID     body.MemberID
	Code   string
	Share  float64 // of the longest bar
	Vetoes bool
}

// mostBars is how many members are drawn one by one.
const mostBars = 200

// Bars answers a bar for each member, who counts most first; none where they are too many to be seen.
func (p PowerPage) Bars(set Setting) []PowerBar {
	if p.Power == nil || len(p.Power.Members) > mostBars || p.Power.Most <= 0 {
		return nil
	}
	var bars []PowerBar
	for _, g := range p.Power.Groups {
		for _, id := range g.Members {
			bars = append(bars, PowerBar{id, set.Code(id), g.Value / p.Power.Most, g.Vetoes})
		}
	}
	return bars
}
