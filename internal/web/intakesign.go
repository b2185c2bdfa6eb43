package web

import (
	"net/http"
	"net/url"
	"slices"

	"accede/act"

	"accede/internal/view"
)

// intakeSign has the drafts that were taken signed, one page for each, in their order: every act is signed by itself.
func (s *site) intakeSign(w http.ResponseWriter, r *http.Request, c acting, x reported, typed url.Values, do string) {
	if wrong := x.wrong(c.frame); len(wrong) > 0 && (do != "sign" || len(x.taken()) > 0) {
		s.page(w, r, http.StatusUnprocessableEntity, intakeDraftsPage(c.frame, c, x, wrong))
		return
	}
	if s.often(w, r, s.limits.person, string(c.signer.Party)+" "+c.signer.Holder) {
		return
	}
	var problems []view.Problem
	code := http.StatusOK
	if do == "sign" {
		id, err := s.signedDraft(r, c, x, typed)
		if err != nil {
			p, status, _ := problemOf(c.frame, c.docket, id, err)
			problems, code = append(problems, p), status
		} else if id != "" && !slices.Contains(x.Done, id) {
			x.Done = append(x.Done, id)
		}
	}
	left := slices.DeleteFunc(x.taken(), func(y drafted) bool { return slices.Contains(x.Done, y.Draft.Act.ID) })
	if len(left) == 0 {
		var all []entered
		for _, y := range x.Drafts {
			if y.Act != nil && slices.Contains(x.Done, y.Draft.Act.ID) {
				all = append(all, entered{drafted: y, Receipt: "/act/receipt/" + url.PathEscape(y.Act.ID)})
			}
		}
		s.intakeDone(w, r, c, x, all, http.StatusOK)
		return
	}
	y := left[0]
	one := *y.Act
	one.Charter, one.SeenSize, one.SeenRoot = c.docket.Version(), c.docket.Size(), c.seenRoot
	one.ValidUntil = view.ValidUntil(c.docket, c.at)
	data, err := one.Marshal()
	if err != nil {
		s.fail(w, r, c.frame, err)
		return
	}
	sign, err := s.signing(r, c.asked, *c.signer, data, nil)
	if err != nil {
		s.fail(w, r, c.frame, err)
		return
	}
	c.frame.Script = s.assets.names["sign.js"]
	s.page(w, r, code, intakeSignPage(c.frame, c, x, y, len(left), sign, problems))
}

// signedDraft hands in an act that was signed on the page that showed it, and answers the draft it was made of.
func (s *site) signedDraft(r *http.Request, c acting, x reported, typed url.Values) (string, error) {
	data, sigs, err := s.signed(r, c.docket, *c.signer, typed, nil)
	if err != nil {
		return "", err
	}
	a, err := act.Parse(data)
	if err != nil {
		return "", err
	}
	for _, y := range x.taken() {
		if y.Act == nil || y.Act.ID != a.ID {
			continue
		}
		want := *y.Act
		want.Charter, want.SeenSize, want.SeenRoot, want.ValidUntil = a.Charter, a.SeenSize, a.SeenRoot, a.ValidUntil
		shown, err := want.Marshal()
		if err != nil {
			return a.ID, err
		}
		if act.Hash(shown) != act.Hash(data) {
			return a.ID, errForeignAct
		}
		_, err = s.hand(r, data, sigs, nil)
		return y.Draft.Act.ID, err
	}
	return a.ID, errForeignAct
}
