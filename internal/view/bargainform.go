package view

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"accede/body"
	"accede/dossier"
	"accede/form"
	"accede/whatif/packages"

	"accede/internal/view/words"
)

// PutForm is the form by which a mediator puts issues on the table.
type PutForm struct {
	Issues  []PutIssue
	Parties []PutParty // those the dossier is about
	Others  []PutParty
	Again   bool // something is on the table already, and would be forgotten
}

// PutIssue is one issue of it.
type PutIssue struct {
	N       int // from 1
	ID      string
	Text    string
	Options string // one on each line; the first comes about without a deal
}

// PutParty is a party whose acceptance may be wanted.
type PutParty struct {
	ID, Name string
	Chosen   bool
}

// mostPut is how many issues the form takes.
const mostPut = 20

// DraftedModel answers the beginning of a model over the open demands of a dossier: an issue for each, settled in full,
// in part or not at all, in each language of readers.
func DraftedModel(s dossier.Standing, readers []*words.Reader) *packages.Model {
	demands, by := openOf(s)
	m := &packages.Model{Accede: packages.ModelFormat, Parties: partiesOf(demands, by)}
	for _, d := range demands {
		x := packages.Issue{ID: d.ID, Text: body.Names{}}
		for _, id := range []string{"none", "partly", "full"} {
			o := packages.Option{ID: id, Text: body.Names{}}
			for _, r := range readers {
				o.Text[r.Tag()] = r.Say("bargain.option."+id, nil)
			}
			x.Options = append(x.Options, o)
		}
		for _, r := range readers {
			if t := filed(d.Text, r); t.Lang == r.Tag() {
				x.Text[r.Tag()] = t.Text
			}
		}
		if len(x.Text) == 0 {
			t := filed(d.Text, readers[0])
			x.Text[t.Lang] = t.Text
		}
		m.Issues = append(m.Issues, x)
		m.NoDeal.Keys, m.NoDeal.Values, m.NoDeal.Places = append(m.NoDeal.Keys, x.ID), append(m.NoDeal.Values, "none"), append(m.NoDeal.Places, form.Place{})
	}
	return m
}

// FillPut puts the form of the mediator onto the page, with what is on the table, or the beginning of it, or what was
// typed.
func (p *BargainPage) FillPut(d *dossier.Docket, s dossier.Standing, b packages.Bargain, base *packages.Model, typed url.Values, r *words.Reader) {
	f := &PutForm{Again: b.Model != nil}
	chosen := base.Parties
	for i, x := range base.Issues {
		f.Issues = append(f.Issues, PutIssue{i + 1, x.ID, wordsOf(x.Text, r), optionLines(base, x, r)})
	}
	if typed != nil {
		f.Issues, chosen = nil, nil
		for i := range typedCount(typed) {
			at := "issue." + strconv.Itoa(i) + "."
			f.Issues = append(f.Issues, PutIssue{i + 1, typed.Get(at + "id"), typed.Get(at + "text"), plainLines(typed.Get(at + "options"))})
		}
		for _, id := range typed["party"] {
			chosen = append(chosen, body.MemberID(id))
		}
	}
	if typed == nil && len(f.Issues) == 0 || typed.Get("do") == "more" && len(f.Issues) < mostPut {
		f.Issues = append(f.Issues, PutIssue{N: len(f.Issues) + 1})
	}
	first := append(slices.Clone(base.Parties), s.Applicant)
	for _, x := range Seats(d, s.AsOf, r) {
		id := body.MemberID(x.ID)
		if slices.Contains(Offices(d.Charter()), id) || d.IsMediator(id) {
			continue
		}
		y := PutParty{x.ID, x.Name, slices.Contains(chosen, id)}
		if y.Chosen || slices.Contains(first, id) {
			f.Parties = append(f.Parties, y)
		} else {
			f.Others = append(f.Others, y)
		}
	}
	p.Put = f
}

// optionLines writes the options of an issue, one on each line, what comes about without a deal first.
func optionLines(m *packages.Model, x packages.Issue, r *words.Reader) string {
	none, _ := m.NoDeal.Get(x.ID)
	var first, rest []string
	for _, o := range x.Options {
		if o.ID == none {
			first = append(first, filedOr(o.Text, o.ID, r).Text)
		} else {
			rest = append(rest, filedOr(o.Text, o.ID, r).Text)
		}
	}
	return strings.Join(append(first, rest...), "\n")
}

func plainLines(text string) string { return strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n")) }

func typedCount(typed url.Values) int {
	n, err := strconv.Atoi(typed.Get("issues"))
	if err != nil {
		return 0
	}
	return max(0, min(n, mostPut))
}

// ReadPut reads what the mediator typed. base is what the form was filled in from: what was left as it stood there
// keeps its words in all languages. An issue without words and options is left out.
func ReadPut(typed url.Values, base *packages.Model, r *words.Reader) (*packages.Model, []Problem) {
	m := &packages.Model{Accede: packages.ModelFormat}
	var wrong []Problem
	for _, id := range typed["party"] {
		m.Parties = append(m.Parties, body.MemberID(id))
	}
	if len(m.Parties) < 2 || len(m.Parties) > packages.MostParties {
		wrong = append(wrong, Problem{Field: "party", Text: r.Say("bargain.wrong.parties", words.Args{"most": packages.MostParties})})
	}
	for i := range typedCount(typed) {
		at := "issue." + strconv.Itoa(i) + "."
		text, lines := strings.TrimSpace(typed.Get(at+"text")), strings.FieldsFunc(plainLines(typed.Get(at+"options")), func(c rune) bool { return c == '\n' })
		if text == "" && len(lines) == 0 {
			continue
		}
		x := readIssue(typed.Get(at+"id"), i, text, lines, base, r)
		switch {
		case text == "":
			wrong = append(wrong, Problem{Field: at + "text", Text: r.Say("bargain.wrong.text", words.Args{"n": i + 1})})
		case len(x.Options) < 2 || len(x.Options) > packages.MostOptions:
			wrong = append(wrong, Problem{Field: at + "options", Text: r.Say("bargain.wrong.options", words.Args{"n": i + 1, "most": packages.MostOptions})})
		default:
			m.NoDeal.Keys, m.NoDeal.Values, m.NoDeal.Places = append(m.NoDeal.Keys, x.ID), append(m.NoDeal.Values, x.Options[0].ID), append(m.NoDeal.Places, form.Place{})
		}
		m.Issues = append(m.Issues, x)
	}
	if len(m.Issues) == 0 {
		wrong = append(wrong, Problem{Field: "issue.0.text", Text: r.Say("bargain.wrong.issues", nil)})
	}
	return m, wrong
}

// readIssue answers an issue as it was typed. Lines that say the same stand for one option.
func readIssue(id string, n int, text string, lines []string, base *packages.Model, r *words.Reader) packages.Issue {
	x := packages.Issue{ID: "issue-" + strconv.Itoa(n+1), Text: body.Names{r.Tag(): text}}
	var before packages.Issue
	if i := slices.IndexFunc(base.Issues, func(y packages.Issue) bool { return y.ID == id }); i >= 0 && id != "" {
		before, x.ID = base.Issues[i], id
		if wordsOf(before.Text, r) == text {
			x.Text = before.Text
		}
	}
	var seen []string
	for _, line := range lines {
		line = strings.TrimSpace(line)
		if line == "" || slices.Contains(seen, line) {
			continue
		}
		seen = append(seen, line)
		o := packages.Option{ID: "option-" + strconv.Itoa(len(seen)), Text: body.Names{r.Tag(): line}}
		for _, old := range before.Options {
			if filedOr(old.Text, old.ID, r).Text == line {
				o = old
			}
		}
		x.Options = append(x.Options, o)
	}
	return x
}

// WishForm is the form by which a party tells the mediator what it wishes.
type WishForm struct {
	Issues  []WishIssue
	Swaps   []WishSwap
	Entered bool // something is entered already
}

// WishIssue is what is asked about one issue: how much it matters, and of each option its place and whether it will do.
type WishIssue struct {
	BargainIssue
	Field string // "rank.0"
	Rank  int    // from 1; 0: not chosen yet
	Each  []WishOption
	Floor string // the option of a package that would be no better than no deal
}

// WishOption is what is asked about one option.
type WishOption struct {
	BargainOption
	Field string // "0.1"
	Place int    // from 1, the best one; 0: not chosen yet
	Ok    bool   // it will do
}

// WishSwap is a question to the party, with its answer.
type WishSwap struct {
	ID, Say string
	Would   string // "yes", "no", or nothing yet
}

// FillWishes puts the form of a party onto the page, with what it has entered, or what it typed.
func (p *BargainPage) FillWishes(x packages.Seen, typed url.Values, r *words.Reader) {
	f := &WishForm{Entered: x.Sheet != nil}
	for i, issue := range p.Issues {
		y := WishIssue{BargainIssue: issue, Field: "rank." + strconv.Itoa(i)}
		for o, option := range issue.Options {
			y.Each = append(y.Each, WishOption{BargainOption: option, Field: strconv.Itoa(i) + "." + strconv.Itoa(o), Ok: true})
			if option.NoDeal {
				y.Floor = option.ID
			}
		}
		switch {
		case typed != nil:
			y.typed(typed, i)
		case x.Sheet != nil:
			y.entered(x.Sheet)
		}
		f.Issues = append(f.Issues, y)
	}
	if x.Sheet != nil {
		for _, q := range x.Model.Own(x.Sheet) {
			f.Swaps = append(f.Swaps, wishSwap(x.Model, x.Sheet, q, r))
		}
	}
	p.Wishes = f
}

func (y *WishIssue) typed(typed url.Values, i int) {
	y.Rank, _ = strconv.Atoi(typed.Get(y.Field))
	if floor := typed.Get("floor." + strconv.Itoa(i)); floor != "" {
		y.Floor = floor
	}
	for o := range y.Each {
		e := &y.Each[o]
		e.Place, _ = strconv.Atoi(typed.Get("place." + e.Field))
		e.Ok = typed.Get("ok."+e.Field) != ""
	}
}

func (y *WishIssue) entered(s *packages.Sheet) {
	y.Rank = slices.Index(s.Rank, y.ID) + 1
	places, _ := s.Options.Get(y.ID)
	for o := range y.Each {
		e := &y.Each[o]
		e.Place = slices.Index(places, e.ID) + 1
		for _, must := range s.Must {
			e.Ok = e.Ok && (must.Issue != y.ID || slices.Contains(must.OneOf, e.ID))
		}
	}
	if floor, ok := s.WalkAway.Get(y.ID); ok {
		y.Floor = floor
	}
}

// swapID answers the id of a question, the same for the same question.
func swapID(q packages.Question) string {
	return strings.Join([]string{q.Give.Issue, q.Give.From, q.Give.To, q.Get.Issue, q.Get.From, q.Get.To}, "/")
}

func wishSwap(m *packages.Model, s *packages.Sheet, q packages.Question, r *words.Reader) WishSwap {
	x := WishSwap{ID: swapID(q), Say: r.Say("bargain.swap", swapArgs(m, q, r))}
	for _, a := range s.Swaps {
		if a.ID == x.ID {
			x.Would = map[bool]string{true: "yes", false: "no"}[a.Would]
		}
	}
	return x
}

// swapArgs answers the words of a question: on which issue from what to what, and in return on which.
func swapArgs(m *packages.Model, q packages.Question, r *words.Reader) words.Args {
	args := words.Args{}
	for name, c := range map[string]packages.Change{"give": q.Give, "get": q.Get} {
		i := slices.IndexFunc(m.Issues, func(x packages.Issue) bool { return x.ID == c.Issue })
		if i < 0 {
			continue
		}
		args[name] = issueSay(m.Issues[i].Text, c.Issue, r)
		for _, o := range m.Issues[i].Options {
			switch o.ID {
			case c.From:
				args[name+"from"] = filedOr(o.Text, o.ID, r).Text
			case c.To:
				args[name+"to"] = filedOr(o.Text, o.ID, r).Text
			}
		}
	}
	return args
}

// issueSay answers the words of an issue as they stand inside a sentence: without the stop at their end.
func issueSay(n body.Names, id string, r *words.Reader) string {
	return strings.TrimRight(filedOr(n, id, r).Text, ".")
}

// ReadWishes reads what a party typed for a model.
func ReadWishes(typed url.Values, m *packages.Model, party body.MemberID, r *words.Reader) (*packages.Sheet, []Problem) {
	s := &packages.Sheet{Accede: packages.SheetFormat, Party: party}
	var wrong []Problem
	ranks, ok := placed(len(m.Issues), func(i int) string { return typed.Get("rank." + strconv.Itoa(i)) })
	if !ok {
		wrong = append(wrong, Problem{Field: "rank.0", Text: r.Say("bargain.wrong.rank", words.Args{"n": len(m.Issues)})})
	}
	for _, i := range ranks {
		s.Rank = append(s.Rank, m.Issues[i].ID)
	}
	for i, x := range m.Issues {
		wrong = append(wrong, readWish(typed, s, x, i, m, r)...)
	}
	if len(wrong) > 0 {
		return nil, wrong
	}
	for n, q := range m.Own(s) {
		id, at := swapID(q), "swap."+strconv.Itoa(n)
		if would := typed.Get(at); typed.Get(at+".id") == id && (would == "yes" || would == "no") {
			s.Swaps = append(s.Swaps, packages.Swap{ID: id, Give: q.Give, Get: q.Get, Would: would == "yes"})
		}
	}
	if bad := m.Contradiction(s); len(bad) > 0 {
		wrong = append(wrong, Problem{Field: "swap.0", Text: r.Say("bargain.wrong.swaps", words.Args{"n": len(bad)})})
	}
	return s, wrong
}

// readWish reads what was typed about one issue.
func readWish(typed url.Values, s *packages.Sheet, x packages.Issue, i int, m *packages.Model, r *words.Reader) []Problem {
	name, at := filedOr(x.Text, x.ID, r).Text, strconv.Itoa(i)+"."
	places, ok := placed(len(x.Options), func(o int) string { return typed.Get("place." + at + strconv.Itoa(o)) })
	if !ok {
		return []Problem{{Field: "place." + at + "0", Text: r.Say("bargain.wrong.places", words.Args{"issue": name, "n": len(x.Options)})}}
	}
	var order, will []string
	for _, o := range places {
		order = append(order, x.Options[o].ID)
		if typed.Get("ok."+at+strconv.Itoa(o)) != "" {
			will = append(will, x.Options[o].ID)
		}
	}
	if len(will) == 0 {
		return []Problem{{Field: "ok." + at + "0", Text: r.Say("bargain.wrong.none", words.Args{"issue": name})}}
	}
	if len(will) < len(order) {
		s.Must = append(s.Must, packages.Must{Issue: x.ID, OneOf: will})
	}
	floor := typed.Get("floor." + strconv.Itoa(i))
	if !slices.Contains(order, floor) {
		floor, _ = m.NoDeal.Get(x.ID)
	}
	add := func(keys *[]string, spots *[]form.Place) {
		*keys, *spots = append(*keys, x.ID), append(*spots, form.Place{})
	}
	add(&s.Options.Keys, &s.Options.Places)
	s.Options.Values = append(s.Options.Values, order)
	add(&s.WalkAway.Keys, &s.WalkAway.Places)
	s.WalkAway.Values = append(s.WalkAway.Values, floor)
	return nil
}

// placed answers things in the order of the places typed for them, from 1 on; false unless each has a place of its own.
func placed(n int, typed func(int) string) ([]int, bool) {
	order := make([]int, n)
	taken := make([]bool, n)
	for i := range n {
		place, err := strconv.Atoi(typed(i))
		if err != nil || place < 1 || place > n || taken[place-1] {
			return nil, false
		}
		taken[place-1], order[place-1] = true, i
	}
	return order, true
}
