package view

import (
	"errors"
	"math/big"
	"strings"

	"accede/body"
	"accede/form"
	"accede/whatif/packages"

	"accede/internal/view/words"
)

// Packages is what trying every package comes to. It holds the gains of parties: it is the mediator's alone, but for
// the proposal of each package.
type Packages struct {
	Title      string        `json:"title,omitempty"`
	Parties    []Party       `json:"parties"`
	Issues     int           `json:"issues"`
	All        string        `json:"packages"`   // how many there are
	Tried      int64         `json:"tried"`      // how many all must-haves allow
	Acceptable int64         `json:"acceptable"` // of them, by which nobody loses
	Blocked    []string      `json:"blocked"`    // issues on which no option satisfies all must-haves
	Fair       []PackageLine `json:"egalitarian"`
	Nash       []PackageLine `json:"nash"`
	Pareto     int           `json:"pareto"` // how many packages cannot be bettered for one without loss to another; -1: too many to be counted
	Say        string        `json:"says"`
	Notes      []string      `json:"-"`
	Ask        []PackageAsk  `json:"questions"` // that would tell most
}

// PackageLine is one package: how it settles each issue, and what each party gains over its walk-away.
type PackageLine struct {
	Key     string          `json:"-"` // as a field of a form holds it
	Options []PackageOption `json:"options"`
	Gains   []PackageGain   `json:"gains"`
	Least   string          `json:"-"` // the least gain of any party
}

// PackageOption is how a package settles one issue.
type PackageOption struct {
	Issue     string      `json:"issue"`
	Option    string      `json:"option"`
	IssueSay  words.Filed `json:"-"`
	OptionSay words.Filed `json:"-"`
}

// PackageGain is what one party gains by a package, as a share of the way from its worst to its best package.
type PackageGain struct {
	Party    string  `json:"party"`
	Name     string  `json:"-"`
	Share    float64 `json:"share"`
	Percent  string  `json:"-"`
	Relation string  `json:"against_no_deal"` // for every admissible weight: better, worse, depends, equal
	Word     string  `json:"-"`
	Loses    bool    `json:"loses"`
}

// PackageAsk is a swap question that is worth asking a party.
type PackageAsk struct {
	Party string `json:"party"`
	Say   string `json:"says"`
}

// ReadPackages reads a file with the model and every party's sheet, parted by lines of three dashes: the model first.
// The error is form.Faults, with places in the file.
func ReadPackages(file string, data []byte) (*packages.Model, []*packages.Sheet, error) {
	docs := documents(string(data))
	m, err := packages.ReadModel(file, []byte(docs[0]))
	if err != nil {
		return nil, nil, err
	}
	var sheets []*packages.Sheet
	for _, text := range docs[1:] {
		s, err := packages.ReadSheet(file, []byte(text), m)
		if err != nil {
			return nil, nil, err
		}
		sheets = append(sheets, s)
	}
	return m, sheets, nil
}

// documents splits a file at lines of three dashes. Each part begins with as many empty lines as stand before it, so
// that places in it are places in the file. Parts without words are left out, but for the first.
func documents(text string) []string {
	var docs []string
	lines := strings.Split(text, "\n")
	begin := 0
	for i := 0; i <= len(lines); i++ {
		if i < len(lines) && strings.TrimRight(lines[i], " \r") != "---" {
			continue
		}
		if part := strings.Join(lines[begin:i], "\n"); strings.TrimSpace(part) != "" {
			docs = append(docs, strings.Repeat("\n", begin)+part)
		}
		begin = i + 1
	}
	if len(docs) == 0 {
		return []string{text}
	}
	return docs
}

// NewPackages answers the best packages, so many of each sort. name answers what a party is called. The errors are
// form.Faults for sheets that do not fit, packages.ErrTooMany, and packages.ErrStopped when more answered false.
func NewPackages(m *packages.Model, sheets []*packages.Sheet, k int, more func(done, all int64) bool, name func(body.MemberID) string, r *words.Reader) (Packages, error) {
	d, err := packages.New(m, sheets)
	if err != nil {
		return Packages{}, err
	}
	p := Packages{Title: m.Title.In(r.Tag()), Issues: len(m.Issues), All: m.Count().String(), Blocked: []string{}, Fair: []PackageLine{}, Nash: []PackageLine{}, Ask: []PackageAsk{}}
	for _, id := range m.Parties {
		p.Parties = append(p.Parties, Party{ID: string(id), Name: name(id)})
	}
	scores, err := d.Score(k, more)
	if err != nil {
		return p, err
	}
	p.Tried, p.Acceptable = scores.Tried, scores.Acceptable
	p.Blocked = append(p.Blocked, scores.Blocked...)
	for _, o := range scores.Egalitarian {
		p.Fair = append(p.Fair, packageLine(d, o, name, r))
	}
	for _, o := range scores.Nash {
		p.Nash = append(p.Nash, packageLine(d, o, name, r))
	}
	if err := p.pareto(d, more); err != nil {
		return p, err
	}
	p.questions(d, scores.Egalitarian, name, r)
	p.say(d, r)
	return p, nil
}

func (p *Packages) pareto(d *packages.Desk, more func(done, all int64) bool) error {
	front, err := d.Pareto(more)
	switch {
	case errors.Is(err, packages.ErrTooMany):
		p.Pareto = -1
	case err != nil:
		return err
	default:
		p.Pareto = len(front)
	}
	return nil
}

// questions answers, for each party that gave ranks, what would tell most between the first two packages.
func (p *Packages) questions(d *packages.Desk, best []packages.Offer, name func(body.MemberID) string, r *words.Reader) {
	if len(best) < 2 {
		return
	}
	for _, id := range d.Model().Parties {
		q, ok, err := d.Ask(id, best[0].Package, best[1].Package)
		if err != nil || !ok {
			continue
		}
		args := swapArgs(d.Model(), q, r)
		args["who"] = name(id)
		p.Ask = append(p.Ask, PackageAsk{string(id), r.Say("packages.ask", args)})
	}
}

func (p *Packages) say(d *packages.Desk, r *words.Reader) {
	args := words.Args{"all": p.All, "tried": int(p.Tried), "n": int(p.Acceptable), "issues": r.List(p.Blocked), "blocked": len(p.Blocked)}
	switch {
	case len(p.Blocked) > 0:
		p.Say = r.Say("packages.blocked", args)
	case p.Acceptable == 0:
		p.Say = r.Say("packages.nobody", args)
	default:
		p.Say = r.Say("packages.found", args)
	}
	if _, rounded := d.Scale(); rounded {
		p.Notes = append(p.Notes, r.Say("packages.rounded", nil))
	}
	if p.Pareto < 0 {
		p.Notes = append(p.Notes, r.Say("packages.pareto.many", nil))
	} else if p.Acceptable > 0 {
		p.Notes = append(p.Notes, r.Say("packages.pareto", words.Args{"n": p.Pareto}))
	}
	if len(p.Parties) == 2 {
		p.Notes = append(p.Notes, r.Say("packages.two", nil))
	}
	p.Notes = append(p.Notes, r.Say("packages.leak", nil))
}

func packageLine(d *packages.Desk, o packages.Offer, name func(body.MemberID) string, r *words.Reader) PackageLine {
	x := PackageLine{Key: PackageKey(o.Package)}
	proposal, err := d.Model().Propose(o.Package)
	if err != nil {
		return x // it is a package of this very model
	}
	for _, l := range proposal.Lines {
		x.Options = append(x.Options, PackageOption{l.Issue, l.Option, filedOr(l.IssueText, l.Issue, r), filedOr(l.OptionText, l.Option, r)})
	}
	relations, err := d.WithNoDeal(o.Package)
	scale, _ := d.Scale()
	for i, id := range d.Model().Parties {
		share := big.NewRat(o.Gains[i], scale)
		g := PackageGain{Party: string(id), Name: name(id), Share: float(share), Percent: percentWhole(share, r), Loses: o.Gains[i] < 0}
		if err == nil {
			g.Relation = relations[i].String()
			g.Word = r.Say(relationKey(relations[i]), nil)
		}
		if o.Gains[i] == leastGain(o) {
			x.Least = g.Percent
		}
		x.Gains = append(x.Gains, g)
	}
	return x
}

func leastGain(o packages.Offer) int64 {
	least := o.Gains[0]
	for _, g := range o.Gains {
		least = min(least, g)
	}
	return least
}

// relationKey answers the key of how a package compares with no deal.
func relationKey(x packages.Relation) string {
	switch x {
	case packages.Equal:
		return "packages.equal"
	case packages.Better:
		return "packages.better"
	case packages.Worse:
		return "packages.worse"
	case packages.Depends:
		return "packages.depends"
	}
	return "packages.depends"
}

// percentWhole writes a share in hundredths, with its sign.
func percentWhole(x *big.Rat, r *words.Reader) string {
	text := r.Percent(new(big.Rat).Mul(x, big.NewRat(100, 1)).FloatString(0))
	if x.Sign() > 0 {
		return "+" + text
	}
	return strings.Replace(text, "-", "−", 1)
}

// filedOr answers a text of a file, or its id as words where it has none.
func filedOr(n body.Names, id string, r *words.Reader) words.Filed {
	if x := filed(n, r); x.Text != "" {
		return x
	}
	return words.Filed{Text: plainWord(id), Lang: "en"}
}

// FaultsOf answers what is wrong with a file, a line each with its place; an error that is none of a file is one line.
func FaultsOf(err error) []string {
	var faults form.Faults
	if !errors.As(err, &faults) {
		if one, ok := errors.AsType[*form.Fault](err); ok {
			return []string{one.Error()}
		}
		return []string{err.Error()}
	}
	var all []string
	for _, f := range faults {
		all = append(all, f.Error())
	}
	return all
}
