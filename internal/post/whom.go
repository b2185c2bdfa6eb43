package post

import (
	"slices"
	"time"

	"accede/body"
	"accede/dossier"

	"accede/internal/letter"
)

// concerning answers, of matters, those that a party is told: its own, and those of everybody in dossiers it has to do
// with.
func concerning(d *dossier.Docket, at time.Time, all []letter.Matter, party body.MemberID) ([]letter.Matter, error) {
	var own []letter.Matter
	for _, m := range all {
		ok := m.Who == party
		if m.Everybody() {
			var err error
			if ok, err = concerned(d, at, m.Dossier, party); err != nil {
				return nil, err
			}
		}
		if ok {
			own = append(own, m)
		}
	}
	return own, nil
}

// concerned says whether a party has to do with a dossier: it is a member of the day, holds an office, or is who applies
// there. Another applicant has not.
func concerned(d *dossier.Docket, at time.Time, id string, party body.MemberID) (bool, error) {
	p, known := d.Body().Party(party)
	if !known {
		return false, nil
	}
	s, err := d.Standing(id, at)
	if err != nil {
		return false, err
	}
	office := p.Chair || p.Secretariat || p.Depositary || p.Mediates || !p.Applicant && !p.Listed
	return s.Applicant == party || office || d.Body().IsMember(party, at), nil
}

// invites says whether a party is invited to a date.
func invites(d *dossier.Docket, at time.Time, x dateChange, party body.MemberID) (bool, error) {
	if len(x.date.Parties) > 0 {
		return slices.Contains(x.date.Parties, party), nil
	}
	return concerned(d, at, x.dossier, party)
}
