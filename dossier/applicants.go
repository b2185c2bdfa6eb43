package dossier

import (
	"maps"
	"slices"

	"accede/body"
)

// applicants finds the dossiers of an applicant, in the order of application. Copies of a docket share it until one of them
// adds to it.
type applicants struct {
	owner owner
	of    map[body.MemberID][]string
}

// applied notes a dossier more.
func (d *Docket) applied(s *State) {
	if d.applicants.owner != d.owner() {
		d.applicants = applicants{d.owner(), maps.Clone(d.applicants.of)}
	}
	if d.applicants.of == nil {
		d.applicants.of = map[body.MemberID][]string{}
	}
	d.applicants.of[s.applicant] = append(slices.Clip(d.applicants.of[s.applicant]), s.id)
}

// isApplicant says whether a party is the applicant of any dossier.
func (d *Docket) isApplicant(id body.MemberID) bool { return len(d.applicants.of[id]) > 0 }
