package view

import (
	"slices"
	"strings"
	"time"

	"accede/body"
	"accede/dossier"

	"accede/internal/view/words"
)

// PromisesPage is every commitment of every dossier, by what has become of it.
type PromisesPage struct {
	For     string         `json:"-"` // id of the party the page is filtered by; empty for all
	Parties []Choice       `json:"-"`
	Groups  []PromiseGroup `json:"groups"`
	Total   int            `json:"total"`
}

// PromiseGroup is the commitments of one state.
type PromiseGroup struct {
	Key      string    `json:"state"` // overdue, due, open, awaiting, assessed, met
	Mark     Mark      `json:"-"`
	Word     string    `json:"-"`
	Hint     string    `json:"-"`
	Promises []Promise `json:"commitments"`
}

// Promise is one commitment, in the dossiers in which it is owed.
type Promise struct {
	ID        string      `json:"id"`
	Dossiers  []DateOf    `json:"dossiers"` // in each of which it is owed by the same parties, with the same done
	Text      words.Filed `json:"text"`
	By        []Party     `json:"by"` // who owes it in this dossier
	Clause    string      `json:"clause,omitempty"`
	TextID    string      `json:"memorandum,omitempty"`
	TextTitle string      `json:"-"`
	Since     string      `json:"since"`
	Due       string      `json:"due,omitempty"`
	Done      []Bar       `json:"measures"`
	Wait      string      `json:"waits,omitempty"` // whose word is awaited
	since     time.Time
}

// promiseGroups are the states of a commitment, those that ask for somebody's attention first.
var promiseGroups = [...]struct {
	key  string
	mark Mark
}{
	{"overdue", MarkOpen}, {"due", MarkTalks}, {"open", MarkWait}, {"awaiting", MarkTalks}, {"assessed", MarkAgreed}, {"met", MarkMet},
}

// NewPromisesPage answers the commitments of all dossiers at an instant; party filters them by who owes them.
func NewPromisesPage(d *dossier.Docket, at time.Time, party string, r *words.Reader) (PromisesPage, error) {
	set := SettingOf(d)
	p := PromisesPage{}
	groups := map[string][]Promise{}
	counts := map[body.MemberID]int{}
	var all []Promise
	var keys []string
	for _, id := range d.Dossiers() {
		s, err := d.Standing(id, at)
		if err != nil {
			return PromisesPage{}, err
		}
		for _, c := range commitments(s) {
			x, key := promise(set, s, c, r), promiseKey(s, c)
			if i := slices.IndexFunc(all, x.same); i >= 0 && keys[i] == key {
				all[i].Dossiers = append(all[i].Dossiers, x.Dossiers...)
				continue
			}
			for _, by := range c.Owed {
				counts[by]++
			}
			all, keys = append(all, x), append(keys, key)
		}
	}
	p.Parties = partyChoices(set, counts, len(all), r)
	p.For = choose(p.Parties, party)
	for i, x := range all {
		if p.For == "" || slices.ContainsFunc(x.By, func(y Party) bool { return y.ID == p.For }) {
			groups[keys[i]] = append(groups[keys[i]], x)
			p.Total++
		}
	}
	for _, g := range promiseGroups {
		list := groups[g.key]
		slices.SortStableFunc(list, func(a, b Promise) int { return a.since.Compare(b.since) })
		p.Groups = append(p.Groups, PromiseGroup{g.key, g.mark, r.Say("promise."+g.key, nil), r.Say("promise."+g.key+".hint", nil), list})
	}
	return p, nil
}

// same says whether another dossier's commitment is the same one: owed by the same, with the same done about it.
func (x Promise) same(y Promise) bool {
	return x.ID == y.ID && slices.Equal(x.By, y.By) && slices.Equal(x.Done, y.Done) && x.Due == y.Due
}

// partyChoices answers a choice for each party that has something, after the choice of all.
func partyChoices(set Setting, counts map[body.MemberID]int, total int, r *words.Reader) []Choice {
	var choices []Choice
	for id, n := range counts {
		choices = append(choices, Choice{Key: string(id), Word: set.Name(id, r), Count: n})
	}
	slices.SortFunc(choices, func(a, b Choice) int { return strings.Compare(a.Key, b.Key) })
	words.Order(r, choices, func(c Choice) string { return c.Word })
	return append([]Choice{{Word: r.Say("roll.all", nil), Count: total}}, choices...)
}

// commitments answers every undertaking of a dossier, once each: those of texts, then those given alone.
func commitments(s dossier.Standing) []dossier.CommitmentStanding {
	var all []dossier.CommitmentStanding
	seen := map[string]bool{}
	add := func(list []dossier.CommitmentStanding) {
		for _, c := range list {
			if len(c.Owed) > 0 && c.ID != "" && !seen[c.ID] {
				seen[c.ID] = true
				all = append(all, c)
			}
		}
	}
	for _, t := range s.Texts {
		add(t.Clauses)
	}
	for _, o := range s.Objections {
		for _, c := range o.Concerns {
			add(c.Answers)
			for _, d := range c.Demands {
				add(d.Commitments)
			}
		}
	}
	return all
}

// promiseKey answers what has become of a commitment.
func promiseKey(s dossier.Standing, c dossier.CommitmentStanding) string {
	assessed := 0
	for _, m := range c.Measures {
		if m.Assessed {
			assessed++
		}
	}
	switch {
	case c.State == dossier.KnotMet:
		return "met"
	case len(c.Measures) > 0 && assessed < len(c.Measures):
		return "awaiting"
	case len(c.Measures) > 0:
		return "assessed"
	case !c.Due.IsZero() && !c.Due.After(s.AsOf):
		return "overdue"
	case !c.Due.IsZero():
		return "due"
	}
	return "open"
}

func promise(set Setting, s dossier.Standing, c dossier.CommitmentStanding, r *words.Reader) Promise {
	x := Promise{
		ID: c.ID, Dossiers: []DateOf{{s.Dossier, set.title(s, r)}}, Text: filed(c.Text, r), By: set.parties(c.Owed, r), Clause: c.Clause,
		TextID: c.Memorandum, Since: r.Day(c.Since.In(set.Zone)), since: c.Since, Done: []Bar{},
	}
	for _, t := range s.Texts {
		if t.ID == c.Memorandum {
			x.TextTitle = filed(t.Title, r).Text
		}
	}
	if !c.Due.IsZero() {
		x.Due = r.Moment(c.Due.In(set.Zone), zoneCity(set.Charter.TimeZone))
	}
	for _, m := range c.Measures {
		n := treeMaker{set, s, r}.measure(m)
		x.Done = append(x.Done, Bar{n.Text, n.Mark, n.Word})
		for _, next := range s.Next {
			if next.What == "assess:"+m.ID {
				x.Wait = r.Say("tree.waits", words.Args{"who": set.Name(next.Who, r)})
			}
		}
	}
	return x
}
