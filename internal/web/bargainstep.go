package web

import (
	"net/http"
	"net/url"
	"strconv"

	"accede/act"
	"accede/body"
	"accede/whatif/packages"

	"accede/internal/view"
)

// bargainStep takes the step a form asks for, and leads back to the page.
func (s *site) bargainStep(w http.ResponseWriter, r *http.Request, c bargaining) {
	step, wrong, err := s.stepOf(r, c)
	switch {
	case err != nil:
		s.showBargain(w, r, c, nil, err)
		return
	case wrong != nil || step == nil:
		s.showBargain(w, r, c, wrong, nil)
		return
	}
	b, err := c.kept.Change(r.Context(), c.id, step)
	if err != nil {
		s.showBargain(w, r, c, nil, err)
		return
	}
	if c.typed.Get("do") == "record" {
		s.recordAgreed(w, r, c, b)
		return
	}
	s.enterAgreed(r, c, b)
	http.Redirect(w, r, "/d/"+c.id+"/desk/packages/", http.StatusSeeOther)
}

// bargainMove is one step on what is kept.
type bargainMove func(packages.Bargain) (packages.Bargain, error)

// stepOf answers the step a form asks for; nil where the form is only to be shown again. What is not the reader's to do
// is packages.ErrParty.
func (s *site) stepOf(r *http.Request, c bargaining) (bargainMove, []view.Problem, error) {
	if c.seat == "" {
		return nil, nil, packages.ErrParty
	}
	b, err := c.look(r.Context())
	if err != nil {
		return nil, nil, err
	}
	if c.docket.IsMediator(c.seat) {
		return s.mediatorStep(c, b)
	}
	if c.typed.Get("seat") != string(c.seat) {
		return nil, nil, packages.ErrParty // the seat was changed since the page was opened
	}
	switch c.typed.Get("do") {
	case "enter":
		x := b.Seen(c.seat)
		if x.Model == nil {
			return nil, nil, packages.ErrParty
		}
		sheet, wrong := view.ReadWishes(c.typed, x.Model, c.seat, c.frame.Reader)
		if wrong != nil {
			return nil, wrong, nil
		}
		return func(b packages.Bargain) (packages.Bargain, error) { return b.Enter(sheet) }, nil, nil
	case "forget":
		return func(b packages.Bargain) (packages.Bargain, error) { return b.Forget(c.seat), nil }, nil, nil
	case "accept", "refuse":
		return answering(c, c.typed.Get("do") == "accept"), nil, nil
	}
	return nil, nil, packages.ErrParty
}

// answering answers the step by which a party answers what is on the table. Whatever the answer, the same is done; with
// the last one, an act is named by which the package becomes a text if all have accepted.
func answering(c bargaining, accepts bool) bargainMove {
	id := newActID(mediatorOf(c), act.KindPropose)
	return func(b packages.Bargain) (packages.Bargain, error) {
		if b.Round == nil || view.PackageKey(b.Round.Package) != c.typed.Get("package") {
			return b, packages.ErrNothing // another one is on the table than was answered
		}
		next, err := b.Answer(c.seat, accepts)
		return next.Named(id), err
	}
}

// mediatorOf answers the office that mediates.
func mediatorOf(c bargaining) body.MemberID {
	for _, id := range view.Offices(c.docket.Charter()) {
		if c.docket.IsMediator(id) {
			return id
		}
	}
	return ""
}

// mediatorStep answers the step a mediator asks for.
func (s *site) mediatorStep(c bargaining, b packages.Bargain) (bargainMove, []view.Problem, error) {
	switch do := c.typed.Get("do"); do {
	case "more":
		return nil, nil, nil
	case "put":
		m, wrong := view.ReadPut(c.typed, s.putBase(c, b), c.frame.Reader)
		if wrong != nil {
			return nil, wrong, nil
		}
		return func(b packages.Bargain) (packages.Bargain, error) { return b.Put(m) }, nil, nil
	case "table", "compose":
		x, ok := view.ReadPackageKey(c.typed.Get("package"))
		if do == "compose" {
			x, ok = composed(c.typed, b.Model)
		}
		if !ok {
			return nil, nil, packages.ErrPackage
		}
		return func(b packages.Bargain) (packages.Bargain, error) { return b.Table(x) }, nil, nil
	case "back":
		return func(b packages.Bargain) (packages.Bargain, error) { return b.TakeBack() }, nil, nil
	case "clear":
		return func(packages.Bargain) (packages.Bargain, error) { return packages.Bargain{}, nil }, nil, nil
	case "record":
		return func(b packages.Bargain) (packages.Bargain, error) { return b, nil }, nil, nil
	}
	return nil, nil, packages.ErrParty
}

// composed reads a package that was put together issue by issue.
func composed(typed url.Values, m *packages.Model) (packages.Package, bool) {
	if m == nil {
		return nil, false
	}
	x := make(packages.Package, len(m.Issues))
	for i := range x {
		n, err := strconv.Atoi(typed.Get("pick." + strconv.Itoa(i)))
		if err != nil {
			return nil, false
		}
		x[i] = n
	}
	return x, true
}
