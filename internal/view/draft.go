package view

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"accede/body"
	"accede/dossier"
	draft "accede/whatif/clauses"

	"accede/internal/view/words"
)

// DraftPage is an agreement in the making, clause by clause: what each answers, what is in dispute, what changed.
type DraftPage struct {
	Head     `json:"-"`
	Text     string        `json:"-"` // as it was sent
	Earlier  string        `json:"-"`
	Name     words.Filed   `json:"title"`
	Clauses  []DraftClause `json:"clauses"`
	Dropped  string        `json:"-"`
	Cover    []DraftCover  `json:"demands"`
	CoverSay string        `json:"-"`
	Unknown  string        `json:"-"`
	Refused  []string      `json:"refused,omitempty"`
	Shown    bool          `json:"-"`
}

// DraftClause is one clause.
type DraftClause struct {
	ID       string         `json:"id"`
	Number   string         `json:"number"`
	By       string         `json:"by"`
	Answers  []Bar          `json:"-"`
	Note     string         `json:"-"`
	Segments []DraftSegment `json:"-"`
	Dispute  bool           `json:"in_dispute"`
	Changes  []draft.Piece  `json:"-"` // from the earlier version; nil where there is none
	New      bool           `json:"-"`
	Same     bool           `json:"-"`
	Lang     string         `json:"-"`
}

// DraftSegment is a run of words, in brackets or not.
type DraftSegment struct {
	Text    string
	Dispute bool
}

// DraftCover is one open demand with the clauses that answer it.
type DraftCover struct {
	ID      string      `json:"id"`
	Text    words.Filed `json:"text"`
	Mark    Mark        `json:"state"`
	Word    string      `json:"-"`
	Clauses []string    `json:"clauses"`
	Say     string      `json:"-"`
}

// NewDraftPage reads a draft, and an earlier version of it if there is one, and answers what there is to see. A draft
// that cannot be read is told in Refused, with places.
func NewDraftPage(set Setting, s dossier.Standing, text, earlier string, now time.Time, r *words.Reader) DraftPage {
	p := DraftPage{Head: NewHead(set, s, r), Text: text, Earlier: earlier}
	d, err := draft.Read("draft", []byte(text), now)
	if err != nil {
		p.Refused = FaultsOf(err)
		return p
	}
	before := map[string]string{}
	if strings.TrimSpace(earlier) != "" {
		old, err := draft.Read("earlier version", []byte(earlier), now)
		if err != nil {
			p.Refused = FaultsOf(err)
			return p
		}
		for _, c := range old.Seen("") {
			before[c.ID] = c.Text.In(r.Tag())
		}
	}
	p.Shown, p.Name = true, filed(d.Title(), r)
	p.clauses(set, s, d, before, strings.TrimSpace(earlier) != "", r)
	p.coverage(d, s, r)
	return p
}

func (p *DraftPage) clauses(set Setting, s dossier.Standing, d draft.Draft, before map[string]string, compared bool, r *words.Reader) {
	for _, c := range d.Seen("") {
		text := filed(c.Text, r)
		x := DraftClause{ID: c.ID, Number: c.Number, By: set.Names(c.By, r), Segments: brackets(text.Text), Lang: text.Lang}
		if x.Number == "" {
			x.Number = c.ID
		}
		x.Dispute = slices.ContainsFunc(x.Segments, func(g DraftSegment) bool { return g.Dispute })
		for _, id := range c.Answers {
			x.Answers = append(x.Answers, demandBar(s, id, r))
		}
		switch {
		case c.Kind == "recital":
			x.Note = r.Say("draft.recital", nil)
		case len(c.Answers) == 0:
			x.Note = r.Say("draft.noanswer", nil)
		}
		if old, ok := before[c.ID]; ok {
			x.Changes = draft.Diff(old, text.Text)
			x.Same = old == text.Text
			delete(before, c.ID)
		} else {
			x.New = compared
		}
		p.Clauses = append(p.Clauses, x)
	}
	var gone []string
	for id := range before {
		gone = append(gone, id)
	}
	if slices.Sort(gone); len(gone) > 0 {
		p.Dropped = r.Say("draft.dropped", words.Args{"what": r.List(gone)})
	}
}

// brackets splits a text at its brackets.
func brackets(text string) []DraftSegment {
	var all []DraftSegment
	depth, begin := 0, 0
	add := func(end int, dispute bool) {
		if end > begin {
			all = append(all, DraftSegment{text[begin:end], dispute})
		}
		begin = end
	}
	for i := range len(text) {
		switch text[i] {
		case '[':
			if depth == 0 {
				add(i, false)
			}
			depth++
		case ']':
			if depth--; depth == 0 {
				add(i+1, true)
			}
		}
	}
	add(len(text), depth > 0)
	return all
}

func (p *DraftPage) coverage(d draft.Draft, s dossier.Standing, r *words.Reader) {
	number := map[string]string{}
	for _, c := range p.Clauses {
		number[c.ID] = c.Number
	}
	cover := d.Coverage(draft.Demands(s))
	for _, x := range cover.Demands {
		line := DraftCover{ID: x.Demand, Clauses: []string{}}
		bar := demandBar(s, x.Demand, r)
		line.Text, line.Mark, line.Word = bar.Text, bar.Mark, bar.Word
		for _, id := range x.Clauses {
			line.Clauses = append(line.Clauses, number[id])
		}
		line.Say = r.Say("mediator.cover", words.Args{"n": len(line.Clauses), "clauses": r.List(line.Clauses)})
		p.Cover = append(p.Cover, line)
	}
	var missing []string
	for _, id := range cover.Missing {
		missing = append(missing, demandBar(s, id, r).Text.Text)
	}
	switch {
	case len(cover.Demands) == 0:
		p.CoverSay = r.Say("draft.noopen", nil)
	case len(missing) == 0:
		p.CoverSay = r.Say("draft.all", nil)
	default:
		p.CoverSay = r.Say("draft.missing", words.Args{"what": r.List(missing)})
	}
	if len(cover.Unknown) > 0 {
		p.Unknown = r.Say("draft.unknown", words.Args{"what": r.List(cover.Unknown)})
	}
}

// openOf answers the demands that stand in the way of a dossier, with who made each.
func openOf(s dossier.Standing) (demands []dossier.DemandStanding, by []body.MemberID) {
	open := draft.Demands(s)
	for _, o := range s.Objections {
		for _, c := range o.Concerns {
			for _, m := range c.Demands {
				if slices.Contains(open, m.ID) {
					demands, by = append(demands, m), append(by, o.By)
				}
			}
		}
	}
	return demands, by
}

// partiesOf answers who made the open demands and who must answer them, each once.
func partiesOf(demands []dossier.DemandStanding, by []body.MemberID) []body.MemberID {
	var all []body.MemberID
	add := func(id body.MemberID) {
		if !slices.Contains(all, id) {
			all = append(all, id)
		}
	}
	for _, id := range by {
		add(id)
	}
	for _, m := range demands {
		for _, id := range m.Of {
			add(id)
		}
	}
	return all
}

// flow writes ids as a list of YAML, each quoted.
func flow[T ~string](ids []T) string {
	quoted := make([]string, len(ids))
	for i, id := range ids {
		quoted[i] = strconv.Quote(string(id))
	}
	return "[" + strings.Join(quoted, ", ") + "]"
}

// DraftExample answers the beginning of a draft over the open demands: a clause for each, to be worded.
func DraftExample(set Setting, s dossier.Standing, r *words.Reader) string {
	demands, by := openOf(s)
	chair := body.MemberID("chair")
	if set.Charter.Chair != nil {
		chair = set.Charter.Chair.ID
	}
	var b strings.Builder
	b.WriteString("accede: draft/1\ntitle: {en: \"Draft memorandum\"}\nmediator: " + strconv.Quote(string(chair)) + "\nparties: " + flow(partiesOf(demands, by)) + "\nclauses:\n")
	for i, m := range demands {
		b.WriteString("  - id: " + strconv.Quote("c-"+m.ID) + "\n    number: " + strconv.Quote(strconv.Itoa(i+1)) + "\n    by: " + flow(m.Of) + "\n    answers: " + flow([]string{m.ID}) +
			"\n    text: {en: " + strconv.Quote("["+wordsOf(m.Text, r)+"]") + "}\n")
	}
	return b.String()
}

// PackagesExample answers the beginning of a file of packages over the open demands: an issue for each, and a sheet
// for each party, to be filled in.
func PackagesExample(s dossier.Standing, r *words.Reader) string {
	demands, by := openOf(s)
	var b strings.Builder
	var ids, options, noDeal []string
	for _, m := range demands {
		ids = append(ids, m.ID)
		options = append(options, strconv.Quote(m.ID)+": [\"full\", \"partly\", \"none\"]")
		noDeal = append(noDeal, strconv.Quote(m.ID)+": \"none\"")
	}
	parties := partiesOf(demands, by)
	b.WriteString("accede: packages/1\nparties: " + flow(parties) + "\nno_deal: {" + strings.Join(noDeal, ", ") + "}\nissues:\n")
	for _, m := range demands {
		b.WriteString("  - {id: " + strconv.Quote(m.ID) + ", text: {en: " + strconv.Quote(wordsOf(m.Text, r)) + "}, options: [{id: none}, {id: partly}, {id: full}]}\n")
	}
	for _, id := range parties {
		b.WriteString("---\naccede: wishes/1\nparty: " + strconv.Quote(string(id)) + "\nrank: " + flow(ids) + "\n")
		if slices.Contains(by, id) {
			b.WriteString("options: {" + strings.Join(options, ", ") + "}\n")
		} else {
			b.WriteString("options: {" + strings.ReplaceAll(strings.Join(options, ", "), "[\"full\", \"partly\", \"none\"]", "[\"none\", \"partly\", \"full\"]") + "}\n")
		}
	}
	return b.String()
}
