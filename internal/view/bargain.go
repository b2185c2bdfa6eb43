package view

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"accede/act"
	"accede/body"
	"accede/dossier"
	"accede/form"
	"accede/whatif/packages"

	"accede/internal/view/words"
)

// BargainPage is what one reader sees of what the parties of a dossier and its mediator keep between them beside the
// record. For a party it is made from packages.Seen alone; only the mediator's has more. It has no JSON form: nothing of
// it is for programs.
type BargainPage struct {
	Head
	Seat      Party // who reads; zero: nobody who takes part
	Mediator  bool
	Party     bool // one whose acceptance is wanted
	Issues    []BargainIssue
	Parties   string // whose acceptance is wanted, in words
	Tabled    []PackageOption
	TabledKey string // what stands in the form of an answer, so that no other package is answered than was read
	Answered  bool
	Past      []BargainPast

	Wishes  *WishForm       // what a party enters
	Put     *PutForm        // what the mediator puts on the table
	Entered []BargainParty  // for the mediator: who has entered something
	Waiting string          // for the mediator: who has yet to answer; empty: nobody
	All     bool            // for the mediator: everybody has entered a sheet
	Found   *Packages       // for the mediator, once everybody has
	Text    string          // for the mediator: the package all accepted that is in the record yet; empty: none
	Why     string          // why there are no packages to see, or what was not done
	Refused []string        // what was not taken, with places
	Wrong   []Problem       // what is wrong with a form that was sent
	Known   map[string]bool // fields that are wrong
}

// BargainIssue is an issue on the table.
type BargainIssue struct {
	ID      string
	Text    words.Filed
	Options []BargainOption
}

// BargainOption is one way to settle it.
type BargainOption struct {
	ID     string
	Text   words.Filed
	NoDeal bool // it comes about without a deal
}

// BargainParty says whether a party has entered something, and nothing of what.
type BargainParty struct {
	Party
	Entered bool
}

// BargainPast is a package that was on the table, and what became of it.
type BargainPast struct {
	Lines []PackageOption
	Mark  Mark
	Word  string
}

// NewBargainPage answers what a reader sees of a bargain. seat is for whom the reader acts; empty for nobody.
func NewBargainPage(d *dossier.Docket, s dossier.Standing, b packages.Bargain, seat body.MemberID, r *words.Reader) BargainPage {
	set := SettingOf(d)
	p := BargainPage{Head: NewHead(set, s, r)}
	if seat == "" {
		return p
	}
	if d.IsMediator(seat) {
		p.Mediator, p.Seat = true, set.party(seat, r)
		p.mediator(set, b, r)
		return p
	}
	x := b.Seen(seat)
	if x.Model == nil {
		return p
	}
	p.Party, p.Seat = true, set.party(seat, r)
	p.table(set, x.Model, r)
	p.past(x.Past, r)
	p.Answered = x.Answered
	if x.Tabled != nil {
		p.Tabled, p.TabledKey = tabledOptions(*x.Tabled, r), PackageKey(x.Tabled.Package)
	}
	return p
}

func (p *BargainPage) table(set Setting, m *packages.Model, r *words.Reader) {
	p.Parties = set.Names(m.Parties, r)
	for _, x := range m.Issues {
		issue := BargainIssue{ID: x.ID, Text: filedOr(x.Text, x.ID, r)}
		none, _ := m.NoDeal.Get(x.ID)
		for _, o := range x.Options {
			issue.Options = append(issue.Options, BargainOption{o.ID, filedOr(o.Text, o.ID, r), o.ID == none})
		}
		p.Issues = append(p.Issues, issue)
	}
}

func (p *BargainPage) past(all []packages.Past, r *words.Reader) {
	for _, x := range slices.Backward(all) {
		y := BargainPast{Lines: tabledOptions(x.Proposal, r)}
		switch x.Fate {
		case packages.FateAgreed:
			y.Mark, y.Word = MarkAgreed, r.Say("bargain.fate.agreed", nil)
		case packages.FateRefused:
			y.Mark, y.Word = MarkOpen, r.Say("bargain.fate.refused", nil)
		case packages.FateTaken:
			y.Mark, y.Word = MarkWait, r.Say("bargain.fate.taken", nil)
		}
		p.Past = append(p.Past, y)
	}
}

func tabledOptions(x packages.Proposal, r *words.Reader) []PackageOption {
	var all []PackageOption
	for _, l := range x.Lines {
		all = append(all, PackageOption{l.Issue, l.Option, filedOr(l.IssueText, l.Issue, r), filedOr(l.OptionText, l.Option, r)})
	}
	return all
}

// mediator fills in what the mediator alone sees, but for the packages: to try them takes time.
func (p *BargainPage) mediator(set Setting, b packages.Bargain, r *words.Reader) {
	p.past(b.Past, r)
	if b.Model == nil {
		return
	}
	p.table(set, b.Model, r)
	missing := b.Missing()
	for _, id := range b.Model.Parties {
		p.Entered = append(p.Entered, BargainParty{set.party(id, r), !slices.Contains(missing, id)})
	}
	p.All = len(missing) == 0
	if b.Round == nil {
		return
	}
	if x, err := b.Model.Propose(b.Round.Package); err == nil {
		p.Tabled, p.Waiting = tabledOptions(x, r), set.Names(b.Round.Waiting, r)
	}
}

// Mark puts onto the page what is wrong with a form that was sent.
func (p *BargainPage) Mark(wrong []Problem) {
	p.Wrong, p.Known = wrong, map[string]bool{}
	for _, w := range wrong {
		p.Known[w.Field] = true
	}
}

// PackageKey writes a package as a field of a form holds it: its options by number, joined by dots.
func PackageKey(x packages.Package) string {
	parts := make([]string, len(x))
	for i, o := range x {
		parts[i] = strconv.Itoa(o)
	}
	return strings.Join(parts, ".")
}

// ReadPackageKey reads such a field; false where it is none.
func ReadPackageKey(text string) (packages.Package, bool) {
	var x packages.Package
	for part := range strings.SplitSeq(text, ".") {
		n, err := strconv.Atoi(part)
		if err != nil {
			return nil, false
		}
		x = append(x, n)
	}
	return x, true
}

// AgreedText answers the act by which a package that all have accepted becomes a text of the record: a draft on the
// table with a clause for each issue, tied to the demands it answers. It is the mediator's. The texts are in each
// language of readers.
func AgreedText(d *dossier.Docket, s dossier.Standing, m *packages.Model, x packages.Proposal, mediator body.MemberID, id string, readers []*words.Reader) act.Act {
	do := &act.Propose{Text: body.Names{}, Parties: slices.Clone(m.Parties)}
	for _, r := range readers {
		do.Text[r.Tag()] = r.Say("bargain.text", nil)
	}
	for i, l := range x.Lines {
		c := act.Commitment{ID: id + "-" + strconv.Itoa(i+1), Clause: strconv.Itoa(i + 1), By: slices.Clone(m.Parties), Text: body.Names{}}
		for _, r := range readers {
			issue, option := filedOr(l.IssueText, l.Issue, r), filedOr(l.OptionText, l.Option, r)
			if r.Tag() != "en" && issue.Lang != r.Tag() && option.Lang != r.Tag() {
				continue // it would be the words of another language
			}
			c.Text[r.Tag()] = clauseText(r, issue.Text, option.Text)
		}
		if of, ok := demandOf(s, l.Issue); ok {
			c.By = of
			if none, _ := m.NoDeal.Get(l.Issue); none != l.Option {
				c.Answers = []string{l.Issue}
			}
		}
		do.Clauses = append(do.Clauses, c)
	}
	day := form.Instant{Day: form.DateOf(s.AsOf.In(d.Zone()))}
	return act.Act{Body: d.Charter().Body, ID: id, By: mediator, Date: day, Dossiers: []string{s.Dossier}, Do: do}
}

// clauseText words one issue of a package. Brackets mean words in dispute, and here none are.
func clauseText(r *words.Reader, issue, option string) string {
	args := words.Args{"issue": strings.TrimRight(issue, "."), "option": option}
	return strings.NewReplacer("[", "(", "]", ")").Replace(r.Say("bargain.text.clause", args))
}

// AgreedTyped answers the same as typed into the form of the act, for a mediator who signs it.
func AgreedTyped(s dossier.Standing, m *packages.Model, x packages.Proposal, id string, r *words.Reader) url.Values {
	typed := url.Values{"id": {id}, "text": {r.Say("bargain.text", nil)}, "lang": {r.Tag()}, "clauses.n": {strconv.Itoa(len(x.Lines))}}
	for _, p := range m.Parties {
		typed.Add("parties", string(p))
	}
	for i, l := range x.Lines {
		at := "clauses." + strconv.Itoa(i) + "."
		typed.Set(at+"clause", strconv.Itoa(i+1))
		typed.Set(at+"text", clauseText(r, filedOr(l.IssueText, l.Issue, r).Text, filedOr(l.OptionText, l.Option, r).Text))
		typed.Set(at+"kind", "undertaking")
		by, demanded := demandOf(s, l.Issue)
		if !demanded {
			by = m.Parties
		}
		for _, p := range by {
			typed.Add(at+"by", string(p))
		}
		if none, _ := m.NoDeal.Get(l.Issue); demanded && none != l.Option {
			typed.Add(at+"answers", l.Issue)
		}
	}
	return typed
}

// demandOf answers of whom a demand of a dossier is made.
func demandOf(s dossier.Standing, id string) ([]body.MemberID, bool) {
	for _, o := range s.Objections {
		for _, c := range o.Concerns {
			for _, m := range c.Demands {
				if m.ID == id {
					return slices.Clone(m.Of), true
				}
			}
		}
	}
	return nil, false
}
