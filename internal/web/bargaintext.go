package web

import (
	"context"
	"net/http"

	"accede/act"
	"accede/whatif/packages"

	"accede/internal/view"
)

// agreed answers the last package that all have accepted, and the id of the act by which it becomes a text.
func agreed(b packages.Bargain) (packages.Past, bool) {
	if n := len(b.Past); n > 0 && b.Past[n-1].Fate == packages.FateAgreed {
		return b.Past[n-1], true
	}
	return packages.Past{}, false
}

// unrecorded answers the id of the act by which the package that all accepted is to become a text; empty where none is,
// or it has.
func (s *site) unrecorded(c bargaining, b packages.Bargain) string {
	x, ok := agreed(b)
	if !ok || b.Model == nil {
		return ""
	}
	if _, _, there := c.docket.SeenID(x.Text); there {
		return ""
	}
	return x.Text
}

// enterAgreed enters a package that all have just accepted as a text, where acts need no signature: in a rehearsal.
// Elsewhere the mediator signs it.
func (s *site) enterAgreed(r *http.Request, c bargaining, b packages.Bargain) {
	id := s.unrecorded(c, b)
	room, ok := roomOf(r.Context())
	if id == "" || !ok {
		return
	}
	if err := s.submitAgreed(r.Context(), c, room, b, id); err != nil {
		s.opts.Log.Error("agreed package not entered", "dossier", c.id, "err", err)
	}
}

func (s *site) submitAgreed(ctx context.Context, c bargaining, seats Seats, b packages.Bargain, id string) error {
	x, _ := agreed(b)
	a := view.AgreedText(c.docket, c.standing, b.Model, x.Proposal, mediatorOf(c), id, s.words.Languages())
	seats.Vouch(&a)
	data, err := a.Marshal()
	if err != nil {
		return err
	}
	_, err = seats.Submit(ctx, data, nil)
	return err
}

// recordAgreed leads the mediator to the form by which an agreed package is signed, filled in; in a rehearsal it is
// entered at once.
func (s *site) recordAgreed(w http.ResponseWriter, r *http.Request, c bargaining, b packages.Bargain) {
	id := s.unrecorded(c, b)
	if id == "" {
		s.showBargain(w, r, c, nil, packages.ErrNothing)
		return
	}
	x, _ := agreed(b)
	if room, ok := roomOf(r.Context()); ok {
		if err := s.submitAgreed(r.Context(), c, room, b, id); err != nil {
			s.showBargain(w, r, c, nil, err)
			return
		}
		http.Redirect(w, r, "/d/"+c.id+"/desk/packages/", http.StatusSeeOther)
		return
	}
	a := acting{asked: c.asked, id: c.id, seat: c.seat, kind: act.KindPropose}
	if x, ok := sessionOf(r.Context()); ok {
		a.signer = &x
	}
	s.keepDraft(r, a, "", view.AgreedTyped(c.standing, b.Model, x.Proposal, id, c.frame.Reader))
	http.Redirect(w, r, a.path(string(act.KindPropose)), http.StatusSeeOther)
}
