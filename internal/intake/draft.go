package intake

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"accede/act"
	"accede/body"
	"accede/form"
)

// drafter makes acts of what was found.
type drafter struct {
	*reader
	source act.Source
	taken  map[string]bool // ids given
	first  date            // of the rounds: what they are about was there before
}

// draftAll makes the drafts, in the order in which they can be entered.
func (r *reader) draftAll() {
	d := &drafter{reader: r, source: r.sourceOf(), taken: map[string]bool{}}
	for _, t := range r.rounds {
		if t.when.exact() && (d.first.none() || t.when.text() < d.first.text()) {
			d.first = t.when
		}
	}
	for _, a := range r.applications {
		d.application(a)
	}
	for _, o := range r.objections {
		d.objection(o)
	}
	said := r.statements()
	r.saidProgress(said)
	d.rounds()
	for _, s := range said {
		d.statement(s)
	}
	for _, p := range r.findPromises() {
		d.promise(p)
	}
	for _, t := range r.findCounts() {
		d.count(t)
	}
	for _, w := range r.withdrawals {
		d.withdrawal(w)
	}
	slices.SortStableFunc(r.out.Drafts, func(a, b Draft) int {
		return cmp.Or(strings.Compare(a.Act.Date.String(), b.Act.Date.String()), orderOf(a.Act.Do.Kind())-orderOf(b.Act.Do.Kind()))
	})
}

// orderOf says what comes first on one day: who applies is objected to, and talks are about that.
func orderOf(k act.Kind) int {
	order := []act.Kind{act.KindApply, act.KindObject, act.KindTalks, act.KindStatement, act.KindCommit, act.KindWithdraw, act.KindApprove, act.KindCount}
	return slices.Index(order, k)
}

// sourceOf makes the source of the acts of the report itself.
func (r *reader) sourceOf() act.Source {
	s := &r.out.Source
	for i := range r.lines {
		l := &r.lines[i]
		for _, m := range chain.FindAllStringIndex(l.form, -1) {
			link := Link{l.words(m[0], m[1]), l.span(m[0], m[1])}
			if link.Text == "" {
				continue
			}
			s.Chain = append(s.Chain, link)
			r.found(Finding{Kind: "source", Text: link.Text, Spans: []Span{link.Span}, Why: "the report relies on it"})
		}
	}
	if s.Title == "" {
		s.Title = firstWords(r.text, 80)
	}
	src := act.Source{Key: cmp.Or(slug(s.Publisher), "report"), Title: s.Title, Publisher: s.Publisher}
	if !s.Date.IsZero() {
		src.Date = s.Date.String()
		src.Key = strings.Trim(src.Key+"-"+src.Date, "-")
	}
	if len(s.Chain) > 0 {
		src.Note = s.Chain[0].Text
	}
	return src
}

// firstWords answers the beginning of a text, up to the end of a word.
func firstWords(text string, most int) string {
	text = oneLine(text)
	if len(text) <= most {
		return text
	}
	cut := strings.LastIndexByte(text[:most], ' ')
	if cut < 0 {
		return "report"
	}
	return text[:cut] + " …"
}

// id answers a name for an act that none has yet.
func (d *drafter) id(parts ...string) string {
	base := strings.Join(parts, "-")
	id := base
	for n := 2; d.taken[id]; n++ {
		id = fmt.Sprintf("%s-%d", base, n)
	}
	d.taken[id] = true
	return id
}

// partyID answers the id by which the record knows a party.
func (r *reader) partyID(id string) body.MemberID {
	if id != chairSide {
		return body.MemberID(id)
	}
	if r.charter != nil && r.charter.Chair != nil {
		return r.charter.Chair.ID
	}
	return chairSide
}

func (r *reader) partyIDs(ids []string) []body.MemberID {
	all := make([]body.MemberID, 0, len(ids))
	for _, id := range ids {
		all = append(all, r.partyID(id))
	}
	return all
}

// add completes a draft and keeps it: its date, its source and, unless the text says where, the dossiers of all who
// apply. A draft without a place in the text is none.
func (d *drafter) add(x Draft, when date, not date) {
	if len(x.Spans) == 0 || x.Act.By == "" {
		return
	}
	x.Act.Body, x.Act.Sources = d.out.Body, []act.Source{d.source}
	x.Act.Date, x.Act.Dated, x.Why = d.dateOf(when, not, x.Why)
	if x.Act.Dated != act.Exactly {
		x.Sure = weaker(x.Sure, Likely)
	}
	if x.Act.Dossiers == nil {
		x.Act.Dossiers = slices.Clone(d.applicants)
	}
	if x.Act.Date.IsZero() {
		x.Missing = append(x.Missing, "date")
	}
	if len(x.Act.Dossiers) == 0 {
		x.Missing = append(x.Missing, "dossiers")
	}
	if x.Act.Body == "" {
		x.Missing = append(x.Missing, "body")
	}
	d.out.Drafts = append(d.out.Drafts, x)
}

// dateOf answers the day of an act. A month is a bound; so is the day of the report where it says none. What talks
// were about was there before them: not is their day, a bound too.
func (d *drafter) dateOf(when, not date, why []string) (form.Instant, act.Dating, []string) {
	if when.exact() && !when.ahead {
		if when.why != "" {
			why = append(why, "date: "+when.why)
		}
		return form.Instant{Day: when.last()}, act.Exactly, why
	}
	last, reason := when.last(), "the report says "+when.text()
	if last.IsZero() || d.published().Before(last) && !d.published().IsZero() {
		last = d.published()
		if when.text() == "" {
			reason = "the report does not say when; it was at the latest on its own day"
		}
	}
	if b := not.last(); !b.IsZero() && (last.IsZero() || b.Before(last)) {
		last, reason = b, reason+"; talks about it were held on "+not.text()
	}
	if last.IsZero() {
		return form.Instant{}, act.Exactly, append(why, "the day is not known")
	}
	return form.Instant{Day: last}, act.AtLatest, append(why, reason)
}

func en(text string) body.Names { return body.Names{"en": text} }

// application drafts that somebody applied.
func (d *drafter) application(a *application) {
	do := &act.Apply{Procedure: d.procedure()}
	x := Draft{Sure: Sure, Spans: a.spans, Why: []string{"the report says that " + d.title(a.by) + " applied"}}
	if !a.said {
		x.Sure, x.Why = Likely, []string{"the report speaks of the application of " + d.title(a.by)}
	}
	if a.guess {
		x.Sure, x.Why = Doubtful, []string{"the report speaks of applications and names nobody; " + d.title(a.by) + " is no member"}
	}
	if do.Procedure == "" {
		x.Missing = append(x.Missing, "procedure")
	}
	if !d.listed(a.by) {
		do.Name = en(d.title(a.by))
	}
	x.Act = act.Act{ID: d.id(a.by, "applies"), By: d.partyID(a.by), Dossiers: []string{a.by}, Do: do}
	d.add(x, a.when, d.earliest(a.by))
}

// earliest answers the day before which an application was made: that of the first round or objection.
func (d *drafter) earliest(string) date {
	first := d.first
	for _, o := range d.objections {
		if o.when.exact() && (first.none() || o.when.text() < first.text()) {
			first = o.when
		}
	}
	return first
}

// procedure answers the first procedure of the charter that begins with an application.
func (r *reader) procedure() string {
	if r.charter == nil {
		return ""
	}
	for i, key := range r.charter.Procedures.Keys {
		if p := r.charter.Procedures.Values[i]; len(p.Stages) > 0 && p.Stages[0].Act == string(act.KindApply) {
			return key
		}
	}
	return ""
}

// stageFor answers the first stage that a member can object in, which is decided by the members; empty: not known.
func (r *reader) stageFor() string {
	if r.charter == nil {
		return ""
	}
	for i, key := range r.charter.Procedures.Keys {
		if key != r.procedure() {
			continue
		}
		for _, s := range r.charter.Procedures.Values[i].Stages {
			if s.Objection == "required to be against" && len(s.Repeat) == 0 {
				return s.ID
			}
		}
	}
	return ""
}

// listed says whether the charter lists a party.
func (r *reader) listed(id string) bool {
	if r.charter == nil {
		return false
	}
	is := func(m body.Member) bool { return string(m.ID) == id }
	return slices.ContainsFunc(r.charter.Members, is) || slices.ContainsFunc(r.charter.Applicants, is)
}

// title answers the name of a party.
func (r *reader) title(id string) string {
	if name := r.names.names[id]; name != "" {
		return name
	}
	for _, name := range slices.Sorted(maps.Keys(r.organisations)) {
		if r.organisations[name] == id {
			return r.spelled(name)
		}
	}
	if id == chairSide && r.charter != nil && r.charter.Chair != nil {
		return r.charter.Chair.Name.In("en")
	}
	if id == chairSide {
		return "the chair"
	}
	return id
}

// spelled answers a name as the report first writes it.
func (r *reader) spelled(low string) string {
	for _, l := range r.lines {
		for _, it := range l.items {
			if strings.ToLower(it.name) == low {
				return it.name
			}
		}
	}
	return low
}

// objection drafts that a member stands in the way, with its concerns and demands.
func (d *drafter) objection(o *objection) {
	x := Draft{Sure: Sure, Spans: o.spans, Why: []string{"the report says that " + d.title(o.by) + " stands in the way"}}
	switch {
	case o.withdrawn && !o.said:
		x.Sure, x.Why = Likely, []string{d.title(o.by) + " is said to give up its objection, so there was one"}
	case !o.said:
		x.Sure, x.Why = Doubtful, []string{d.title(o.by) + notSaid}
	}
	do := &act.Object{Concerns: d.concerns(o)}
	if len(do.Concerns) == 0 {
		x.Sure = weaker(x.Sure, Likely)
		x.Why = append(x.Why, wordsStand)
		do.Concerns = []act.Concern{{ID: d.id(o.by, "concern"), Text: en(oneLine(d.text[o.spans[0].Start:o.spans[0].End]))}}
	}
	if len(o.grounds) == 0 && len(o.demands) > 0 {
		x.Sure = weaker(x.Sure, Likely)
		x.Why = append(x.Why, demandStands)
	}
	for _, y := range o.demands {
		x.Sure = weaker(x.Sure, y.sure)
		if y.why != "" && !slices.Contains(x.Why, y.why) {
			x.Why = append(x.Why, y.why)
		}
	}
	x.Act = act.Act{ID: d.id(o.by, "objects"), By: d.partyID(o.by), Stage: d.stageFor(), Do: do}
	o.concern = do.Concerns[0].ID
	d.add(x, o.when, d.first)
}

// What drafts of objections say of themselves.
const (
	notSaid      = " makes demands; that it objects is not said"
	wordsStand   = "no ground is given; the words of the objection stand for it"
	demandStands = "no ground is given; the first demand stands for it"
)

// concerns makes a concern of each ground; what is demanded stands under the ground nearest to it in the text. Where
// no ground is given the first demand is the concern in the objector's own words.
func (d *drafter) concerns(o *objection) []act.Concern {
	var all []act.Concern
	for _, g := range o.grounds {
		all = append(all, act.Concern{ID: d.id(o.by, "concern", strings.Trim(slug(firstWords(g.text, 24)), "-")), Text: en(g.text)})
	}
	if len(all) == 0 && len(o.demands) > 0 {
		all = append(all, act.Concern{ID: d.id(o.by, "concern"), Text: en(o.demands[0].text)})
	}
	for _, y := range o.demands {
		at := nearest(o.grounds, y.spans[0])
		all[at].Demands = append(all[at].Demands, act.Demand{ID: d.demandID(o, y), Of: d.partyIDs(y.of), Text: en(y.text)})
	}
	return all
}

func nearest(grounds []ground, s Span) int {
	best := 0
	for i, g := range grounds {
		if distance(g.span, s) < distance(grounds[best].span, s) {
			best = i
		}
	}
	return best
}

func distance(a, b Span) int { return max(a.Start-b.End, b.Start-a.End, 0) }

// demandID names a demand for what it is about: the group it names, else its last words.
func (d *drafter) demandID(o *objection, y demand) string {
	last := y.spans[len(y.spans)-1]
	toks := tokens(d.text, last.Start, last.End)
	for i := range toks {
		if e, n := d.names.at(toks[i:]); n > 0 && e.class == aGroup {
			return d.id(o.by, e.id)
		}
	}
	words := strings.Fields(d.text[last.Start:last.End])
	return d.id(o.by, cmp.Or(slug(strings.Join(words[max(0, len(words)-3):], " ")), "demand"))
}
