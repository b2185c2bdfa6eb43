package conflict

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"accede/body"
	"accede/dossier"
	"accede/form"
)

// grain is how many demands a draft has options for one by one. With more, one option stands for all the demands
// under a concern that one party must answer.
const grain = 6

// Draft answers a model of one or several dossiers of a record, to be edited: who objects can keep its objection, who
// must answer can fulfil the demands, a mediator can table a text; today is what the record has. Preferences are not in
// the record. Those of the draft are assumptions, which say so: the objector wants every demand met and withdraws over
// a text that says so, not before, or stays where it is if it demands nothing; whoever must answer would rather not; the mediator tables a text that would be
// accepted. So nobody wants to leave today alone, as nobody has.
//
// The error is dossier.ErrUnknown for a dossier nobody opened; or it says that nobody stands in the way, so that there
// is nothing to draft, or that there are more options than a model can have.
func Draft(d *dossier.Docket, now time.Time, ids ...string) (*Model, error) {
	w := &draft{docket: d, model: &Model{Format: FileFormat, Dossiers: slices.Clone(ids)}}
	day := form.DateOf(now.In(d.Zone()))
	w.model.AsOf = &day
	for _, id := range ids {
		s, err := d.Standing(id, now)
		if err != nil {
			return nil, fmt.Errorf("draft a conflict: %w", err)
		}
		w.standings = append(w.standings, s)
	}
	w.objectors()
	if len(w.model.Parties) == 0 {
		return nil, fmt.Errorf("draft a conflict of %s: nobody stands in the way; there is nothing to draft", strings.Join(ids, ", "))
	}
	w.answerers()
	w.mediator()
	w.prefer()
	if _, err := Compile(w.model); err != nil {
		return nil, fmt.Errorf("draft a conflict of %s: %w", strings.Join(ids, ", "), err)
	}
	return w.model, nil
}

type draft struct {
	docket    *dossier.Docket
	standings []dossier.Standing
	model     *Model
	objects   []string   // options of those who object
	met       [][]string // of each objector, in their order: the options that answer it
	text      string     // the mediator's option; empty without one
}

// party answers the party of that id, added if it is new.
func (w *draft) party(id body.MemberID) *Party {
	for i := range w.model.Parties {
		if w.model.Parties[i].ID == id {
			return &w.model.Parties[i]
		}
	}
	p, _ := w.docket.Body().Party(id)
	w.model.Parties = append(w.model.Parties, Party{ID: id, Name: p.Name})
	return &w.model.Parties[len(w.model.Parties)-1]
}

// add gives a party an option, or an option it has more to stand for. taken says that it is taken today.
func (w *draft) add(id body.MemberID, o Option, taken bool) string {
	p := w.party(id)
	called := name(p, &o)
	for i := range p.Options {
		if p.Options[i].ID == o.ID {
			for _, about := range o.About {
				if !slices.Contains(p.Options[i].About, about) {
					p.Options[i].About = append(p.Options[i].About, about)
				}
			}
			if !taken { // it stands for several things, and not all of them are done
				w.model.Today = slices.DeleteFunc(w.model.Today, func(t form.Text) bool { return t.Value == called })
			}
			return called
		}
	}
	p.Options = append(p.Options, o)
	if taken {
		w.model.Today = append(w.model.Today, form.Text{Value: called})
	}
	return called
}

// objectors gives those who stand in the way the option to stay there.
func (w *draft) objectors() {
	for _, s := range w.standings {
		for _, b := range s.Blockers {
			o := Option{ID: "objects", Says: "objects", About: []string{b.Objection}}
			if b.Objection == "" {
				o = Option{ID: "against", Says: "against"}
			}
			if called := w.add(b.Member, o, true); !slices.Contains(w.objects, called) {
				w.objects, w.met = append(w.objects, called), append(w.met, nil)
			}
		}
	}
}

// answerers gives those of whom something is demanded the option to fulfil it: demand by demand, or, where these are
// many, concern by concern.
func (w *draft) answerers() {
	demands := map[string]bool{}
	w.demands(func(_ string, _ *dossier.ConcernStanding, m *dossier.DemandStanding) {
		for _, of := range m.Of {
			demands[string(of)+"."+m.ID] = true
		}
	})
	w.demands(func(objects string, c *dossier.ConcernStanding, m *dossier.DemandStanding) {
		o := Option{ID: m.ID, Text: m.Text, About: []string{m.ID}}
		if len(demands) > grain {
			o = Option{ID: c.ID, Says: "meets", Text: c.Text, About: []string{m.ID}}
		}
		for _, of := range m.Of {
			called, k := w.add(of, o, m.State == dossier.KnotMet), slices.Index(w.objects, objects)
			if !slices.Contains(w.met[k], called) {
				w.met[k] = append(w.met[k], called)
			}
		}
	})
}

// demands calls f with every demand under an objection that stands.
func (w *draft) demands(f func(objects string, c *dossier.ConcernStanding, m *dossier.DemandStanding)) {
	for i := range w.standings {
		for _, o := range w.standings[i].Objections {
			called := string(o.By) + ".objects"
			if !o.Stands || !slices.Contains(w.objects, called) {
				continue
			}
			for c := range o.Concerns {
				for m := range o.Concerns[c].Demands {
					f(called, &o.Concerns[c], &o.Concerns[c].Demands[m])
				}
			}
		}
	}
}

// mediator gives a mediator, if the body has one, the option to table a text.
func (w *draft) mediator() {
	chair := w.docket.Charter().Chair
	if chair == nil || !chair.Mediates {
		return
	}
	tabled := false
	for _, s := range w.standings {
		tabled = tabled || slices.ContainsFunc(s.Texts, func(t dossier.TextStanding) bool { return !t.Agreed })
	}
	w.text = w.add(chair.ID, Option{ID: "text", Says: "text"}, tabled)
}

// prefer states the draft's assumptions.
func (w *draft) prefer() {
	var all []string
	for k, objects := range w.objects {
		id, _, _ := strings.Cut(objects, ".")
		p := w.party(body.MemberID(id))
		met := slices.Clone(w.met[k])
		if len(met) == 0 {
			p.assume(objects, "stays")
			continue
		}
		all = append(all, met...)
		p.assume(strings.Join(met, " and "), "demands")
		if w.text != "" {
			met = append(met, w.text)
		}
		p.assume(objects+" exactly if not ("+strings.Join(met, " and ")+")", "withdraws")
	}
	slices.Sort(all)
	all = slices.Compact(all)
	lifted := "not " + strings.Join(w.objects, " and not ")
	for i := range w.model.Parties {
		w.answer(&w.model.Parties[i], all, lifted)
	}
	w.model.Guess = true
	w.deal(all)
}

// answer states what those who must answer, and the mediator, are assumed to prefer.
func (w *draft) answer(p *Party, all []string, lifted string) {
	answers := false
	for k := range p.Options {
		o := &p.Options[k]
		called := name(p, o)
		switch {
		case slices.Contains(w.objects, called):
			continue
		case called == w.text && len(all) > 0:
			p.assume(lifted, "settled")
			p.assume(called+" exactly if ("+strings.Join(all, " and ")+")", "tables")
		case called == w.text:
			p.assume(lifted, "settled")
		case slices.ContainsFunc(w.model.Today, func(t form.Text) bool { return t.Value == called }):
			p.assume(called, "stands-by")
			answers = true
		default:
			p.assume("not "+called, "rather-not")
			answers = true
		}
	}
	if answers {
		p.assume(lifted, "lifted")
	}
}

// assume adds a statement; an empty one is left out.
func (p *Party) assume(that, reason string) {
	if that != "" {
		p.Prefers = append(p.Prefers, Preference{That: form.Text{Value: that}, Assumed: reason})
	}
}

// deal adds the state in which everything demanded is done and nobody objects.
func (w *draft) deal(all []string) {
	if w.text != "" {
		all = append(slices.Clone(all), w.text)
	}
	w.model.Deals = []Deal{{ID: "settled", Says: "settled", Taken: texts(all...)}}
}
