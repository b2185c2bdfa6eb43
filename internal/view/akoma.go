package view

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"accede/body"
	"accede/dossier"

	"accede/internal/view/words"
)

// akomaSpace is the namespace of Akoma Ntoso 3.0.
const akomaSpace = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"

// akoma writes one document. Everybody it names is in its references.
type akoma struct {
	set   Setting
	r     *words.Reader
	s     dossier.Standing
	body  element
	named []body.MemberID
	ids   map[string]int
}

// NewAkoma answers the minutes of a dossier and the votes in it as one debate of Akoma Ntoso 3.0: a section for each
// round of talks, one for what was said outside them, and one for each stage that a rule decides. It is of the standing,
// in the reader's language; texts that were filed keep theirs. The same standing gives the same bytes.
func NewAkoma(d *dossier.Docket, s dossier.Standing, r *words.Reader) ([]byte, error) {
	a := &akoma{set: SettingOf(d), r: r, s: s, body: el("debateBody"), ids: map[string]int{}}
	a.talks(d)
	if err := a.votes(d); err != nil {
		return nil, err
	}
	if len(a.body.inner) == 0 {
		a.body.add(a.section("standing", r.Say("tab.overview", nil), el("p", text(plain(headline(a.set, s, r))))))
	}
	doc := el("debate", attr("name", "minutes"), a.meta(d), a.preface(), a.body)
	var b bytes.Buffer
	b.WriteString(xml.Header)
	if err := el("akomaNtoso", attr("xmlns", akomaSpace), doc).write(&b, 0); err != nil {
		return nil, fmt.Errorf("write the minutes of %s: %w", s.Dossier, err)
	}
	return b.Bytes(), nil
}

// talks adds the rounds in the order of time, and what was said outside them.
func (a *akoma) talks(d *dossier.Docket) {
	var outside []element
	for _, x := range sayings(a.set, d.Lines(a.s.Dossier), a.r) {
		if x.Round == "" {
			outside = append(outside, a.speech(x))
		}
	}
	for _, t := range a.s.Rounds {
		p, ok := NewRoundPage(d, a.s, t.ID, a.r)
		if !ok {
			continue
		}
		x := a.section("round", p.Name, el("narrative", el("date", attr("date", a.day(t.When)), text(p.Day))))
		for _, f := range p.Facts {
			x.add(el("narrative", text(f.Word+": "+f.Text.Text)))
		}
		x.add(a.rollCall(p.Sides))
		for _, said := range p.Statements {
			x.add(a.speech(said))
		}
		for _, o := range p.Outcome {
			x.add(el("p", a.filed(o.Concern), text(" "), el("outcome", text(o.Word))))
		}
		for _, line := range append(slices.Clone(p.Agreed), p.Stalemate, p.NextStep) {
			if line != "" {
				x.add(el("summary", text(line)))
			}
		}
		a.body.add(x)
	}
	if len(outside) > 0 {
		slices.Reverse(outside) // they come newest first
		a.body.add(a.section("statements", a.r.Say("field.statements", nil), outside...))
	}
}

// rollCall says who was there.
func (a *akoma) rollCall(sides []Side) element {
	x := el("rollCall", attr("eId", a.id("rollCall")))
	for _, side := range sides {
		who := []string{side.Party.Name}
		for _, p := range side.People {
			who = append(who, a.r.Commas(strings.FieldsFunc(p.Name+"\n"+p.Role, func(c rune) bool { return c == '\n' })))
		}
		x.add(el("p", el("organization", attr("refersTo", a.ref(body.MemberID(side.Party.ID))), text(strings.Join(who, "; ")))))
	}
	return x
}

func (a *akoma) speech(x Saying) element {
	from := a.r.Commas(slices.DeleteFunc([]string{x.Speaker, x.As}, func(s string) bool { return s == "" }))
	said := el("p", a.filed(x.Text))
	if x.FormSay != "" {
		said = el("p", a.filed(x.Text), text(" "), el("remark", text("("+x.FormSay+")")))
	}
	return el("speech", attr("eId", a.id("speech")), attr("by", a.ref(body.MemberID(x.Side.ID))), el("from", text(from)), said)
}

// votes adds what the members said in each stage that a rule decides.
func (a *akoma) votes(d *dossier.Docket) error {
	for _, st := range a.s.Stages {
		asked, ok := d.Asked(a.s.Dossier, st.ID)
		if !ok {
			continue
		}
		x := a.section("vote", a.set.stageName(st, a.r), el("p", text(asked.Question.Rule.String())))
		list := el("ul", attr("eId", a.id("votes")))
		for _, p := range asked.Positions {
			if p.Seq == 0 {
				continue
			}
			vote := el("vote", attr("by", a.ref(p.Member)), attr("choice", "#choice-"+p.Word), text(a.set.Name(p.Member, a.r)))
			list.add(el("li", vote, text(": "+spoken(a.r, "ballot.", p.Word))))
		}
		if len(list.inner) > 1 { // more than its id
			x.add(list)
		}
		if st.State == dossier.Passed || st.State == dossier.Failed {
			key := "notice.found.adopted"
			if st.State == dossier.Failed {
				key = "notice.found.rejected"
			}
			x.add(el("p", el("outcome", text(plain(a.r.Rich(key, words.Args{"stage": a.set.stageName(st, a.r)}))))))
		}
		a.body.add(x)
	}
	return nil
}

// section answers a part of the debate with its heading.
func (a *akoma) section(name, heading string, inner ...element) element {
	x := el("debateSection", attr("name", name), attr("eId", a.id(name)), el("heading", text(heading)))
	x.add(inner...)
	return x
}

// id answers a name for a part that no other has.
func (a *akoma) id(of string) string {
	a.ids[of]++
	return of + "_" + strconv.Itoa(a.ids[of])
}

// ref answers a reference to a party, which is then listed among the references.
func (a *akoma) ref(id body.MemberID) string {
	if !slices.Contains(a.named, id) {
		a.named = append(a.named, id)
	}
	return "#party-" + string(id)
}

func (a *akoma) filed(x words.Filed) element {
	if x.Lang == "" || x.Lang == a.r.Tag() {
		return text(x.Text)
	}
	return el("span", attr("xml:lang", x.Lang), text(x.Text))
}

func (a *akoma) day(t time.Time) string { return t.In(a.set.Zone).Format(time.DateOnly) }

// language answers the code of three letters by which Akoma Ntoso names a language.
func language(tag string) string {
	switch tag {
	case "en":
		return "eng"
	case "fr":
		return "fra"
	case "tr":
		return "tur"
	case "sv":
		return "swe"
	case "fi":
		return "fin"
	}
	return "und"
}

// meta identifies the document: the work is the minutes of the dossier, an expression is them as of a day in a language.
func (a *akoma) meta(d *dossier.Docket) element {
	charter := d.Charter()
	work := "/akn/" + charter.Body + "/debate/minutes/" + a.s.Dossier
	expr := work + "/" + language(a.r.Tag()) + "@" + a.day(a.s.AsOf)
	opened := a.day(a.s.AsOf)
	if len(a.s.Stages) > 0 && !a.s.Stages[0].Opened.IsZero() {
		opened = a.day(a.s.Stages[0].Opened)
	}
	level := func(name, at, date, what string, rest ...element) element {
		x := el(name, el("FRBRthis", attr("value", at+"/!main")), el("FRBRuri", attr("value", at)),
			el("FRBRdate", attr("date", date), attr("name", what)), el("FRBRauthor", attr("href", "#body")))
		x.add(rest...)
		return x
	}
	id := el("identification", attr("source", "#accede"),
		level("FRBRWork", work, opened, "opened", el("FRBRcountry", attr("value", charter.Body))),
		level("FRBRExpression", expr, a.day(a.s.AsOf), "as-of", el("FRBRlanguage", attr("language", language(a.r.Tag())))),
		level("FRBRManifestation", expr+".xml", a.day(a.s.AsOf), "as-of", el("FRBRformat", attr("value", "application/akn+xml"))),
	)
	refs := el("references", attr("source", "#accede"),
		el("TLCOrganization", attr("eId", "body"), attr("href", "/akn/ontology/organization/"+charter.Body), attr("showAs", a.set.Body(a.r))),
		el("TLCOrganization", attr("eId", "accede"), attr("href", "/akn/ontology/organization/accede"), attr("showAs", "Accede")),
	)
	for _, m := range a.named {
		refs.add(el("TLCOrganization", attr("eId", "party-"+string(m)), attr("href", "/akn/ontology/organization/"+charter.Body+"/"+string(m)), attr("showAs", a.set.Name(m, a.r))))
	}
	for _, word := range a.choices(d) {
		refs.add(el("TLCConcept", attr("eId", "choice-"+word), attr("href", "/akn/ontology/concept/ballot/"+word), attr("showAs", spoken(a.r, "ballot.", word))))
	}
	return el("meta", id, refs)
}

// choices answers the words by which the members have spoken, each once.
func (a *akoma) choices(d *dossier.Docket) []string {
	var all []string
	for _, st := range a.s.Stages {
		asked, _ := d.Asked(a.s.Dossier, st.ID)
		for _, p := range asked.Positions {
			if p.Seq > 0 && !slices.Contains(all, p.Word) {
				all = append(all, p.Word)
			}
		}
	}
	slices.Sort(all)
	return all
}

// preface says of what dossier and as of what day it is, and how the record is kept.
func (a *akoma) preface() element {
	kept := "tag.official"
	if a.set.reported() {
		kept = "tag.reported"
	}
	return el("preface",
		el("p", el("docTitle", text(a.set.title(a.s, a.r)))),
		el("p", el("docDate", attr("date", a.day(a.s.AsOf)), text(a.r.Day(a.s.AsOf.In(a.set.Zone)))), text(" · "), el("docStatus", text(a.r.Say(kept, nil)))),
	)
}
