package view

import (
	"time"

	"accede/body"
	"accede/dossier"
	"accede/internal/letter"

	"accede/internal/view/words"
)

// ToldParty is a party, or everybody, with what it is told.
type ToldParty struct {
	ID      body.MemberID // empty: everybody who has to do with the dossiers
	Name    string
	Texts   []string
	Persons int // to how many letters go; -1: that is not said
}

// Tells answers who is told what of matters, in the order in which they come: each text once.
func Tells(d *dossier.Docket, at time.Time, all []letter.Matter, r *words.Reader) ([]ToldParty, error) {
	set := SettingOf(d)
	told, place := []ToldParty{}, map[body.MemberID]int{}
	for _, m := range all {
		who := m.Who
		if m.Everybody() {
			who = ""
		}
		said, err := tell(d, set, at, m, r)
		if err != nil {
			return nil, err
		}
		i, known := place[who]
		if !known {
			name := r.Say("letter.everybody", nil)
			if who != "" {
				name = set.Name(who, r)
			}
			i, place[who] = len(told), len(told)
			told = append(told, ToldParty{ID: who, Name: name, Persons: -1})
		}
		told[i].Texts = append(told[i].Texts, said.Title+": "+said.Text)
	}
	return told, nil
}

// tellsOf answers who is told of what a step from one docket to another brings, in some dossiers.
func tellsOf(before, after *dossier.Docket, at time.Time, dossiers []string, r *words.Reader) ([]ToldParty, error) {
	var all []letter.Matter
	for _, id := range dossiers {
		now, err := letter.Of(after, at, id)
		if err != nil {
			return nil, err
		}
		var was []letter.Matter
		if _, err := before.Standing(id, at); err == nil { // an application has nothing before it
			if was, err = letter.Of(before, at, id); err != nil {
				return nil, err
			}
		}
		all = append(all, letter.Fresh(was, now)...)
	}
	return Tells(after, at, all, r)
}

// Parties answers everybody who may be served by somebody: members of the day, applicants and offices, by name.
func Parties(d *dossier.Docket, at time.Time, r *words.Reader) []Party {
	set := SettingOf(d)
	var ids []body.MemberID
	seen := map[body.MemberID]bool{}
	add := func(id body.MemberID) {
		if id != "" && !seen[id] {
			seen[id] = true
			ids = append(ids, id)
		}
	}
	for _, o := range d.Body().Offices() {
		add(o.ID)
	}
	for _, id := range d.Body().Members(at) {
		add(id)
	}
	for _, id := range d.Dossiers() {
		if s, err := d.Standing(id, at); err == nil {
			add(s.Applicant)
		}
	}
	for _, p := range d.Charter().Parties {
		add(p.ID)
	}
	all := set.parties(ids, r)
	words.Order(r, all, func(p Party) string { return p.Name })
	return all
}

// PartyOf answers one party as pages show it.
func PartyOf(d *dossier.Docket, id body.MemberID, r *words.Reader) Party {
	return SettingOf(d).party(id, r)
}
