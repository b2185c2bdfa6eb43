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

// Applicants answers everybody who has applied, in the order of their ids. It takes time in their number.
func (d *Docket) Applicants() []body.MemberID { return slices.Sorted(maps.Keys(d.applicants.of)) }
