package dossier

import (
	"accede/act"
	"accede/body"
)

// decideConfirm asks whether an act was registered from paper in this dossier on behalf of who confirms it. A
// confirmation is a signature of the author's own, so none is registered from paper itself.
func (d *Docket) decideConfirm(s *State, a *act.Act, do *act.ConfirmPaper) error {
	if len(d.keys.order) == 0 {
		return refuse("confirm-unsigned-record")
	}
	if a.Paper != nil {
		return refuse("confirm-by-paper")
	}
	of := s.fromPaper(do.Of)
	switch {
	case of == nil:
		return refuse("confirm-unknown", do.Of)
	case of.By != a.By:
		return refuse("confirm-by-another", do.Of, of.By)
	case d.confirmed[do.Of] != 0:
		return refuse("confirm-done", d.confirmed[do.Of])
	}
	return nil
}

// fromPaper answers the act of an id if it was registered from paper; nil otherwise.
func (s *State) fromPaper(id string) *act.Act {
	for _, l := range s.lines {
		if l.act != nil && l.act.Paper != nil && l.act.ID == id {
			return l.act
		}
	}
	return nil
}

// unconfirmed answers the acts of a party that were registered from paper and that it has not confirmed, in the order
// of the record. In a rehearsal nobody signs, so nothing is to be confirmed there.
func (d *Docket) unconfirmed(s *State, by body.MemberID) []string {
	if len(d.keys.order) == 0 || d.waived {
		return nil
	}
	var ids []string
	for _, l := range s.lines {
		if l.act != nil && l.act.Paper != nil && l.act.By == by && d.confirmed[l.act.ID] == 0 {
			ids = append(ids, l.act.ID)
		}
	}
	return ids
}

// Confirmed answers the entry by which the author of an act has confirmed that what an office registered from paper is
// its own; 0 where it has not.
func (d *Docket) Confirmed(id string) int64 { return d.confirmed[id] }
