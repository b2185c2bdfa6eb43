package dossier

import (
	"accede/act"
	"accede/body"
)

// decideConfirm asks whether an act was registered from paper in this dossier on behalf of who confirms it. A
// confirmation is a signature of the author's own, so none is registered from paper itself.
func (d *Docket) decideConfirm(s *State, a *act.Act, do *act.ConfirmPaper) error {
	if d.keys.empty() {
		return refuse("confirm-unsigned-record")
	}
	if a.Paper != nil {
		return refuse("confirm-by-paper")
	}
	by, ok := d.fromPaper(s, do.Of)
	switch {
	case !ok:
		return refuse("confirm-unknown", do.Of)
	case by != a.By:
		return refuse("confirm-by-another", do.Of, by)
	case d.confirmed[do.Of] != 0:
		return refuse("confirm-done", d.confirmed[do.Of])
	}
	return nil
}

// fromPaper answers the author of an act if it was registered from paper.
func (d *Docket) fromPaper(s *State, id string) (by body.MemberID, ok bool) {
	for _, n := range s.papers {
		if a := d.actOf(s, s.lines[n]); a.ID == id {
			return a.By, true
		}
	}
	return "", false
}

// unconfirmed answers the acts of a party that were registered from paper and that it has not confirmed, in the order
// of the record. In a rehearsal nobody signs, so nothing is to be confirmed there.
func (d *Docket) unconfirmed(s *State, by body.MemberID) []string {
	if d.keys.empty() || d.waived {
		return nil
	}
	var ids []string
	for _, n := range s.papers {
		if a := d.actOf(s, s.lines[n]); a.By == by && d.confirmed[a.ID] == 0 {
			ids = append(ids, a.ID)
		}
	}
	return ids
}

// Confirmed answers the entry by which the author of an act has confirmed that what an office registered from paper is
// its own; 0 where it has not.
func (d *Docket) Confirmed(id string) int64 { return d.confirmed[id] }
