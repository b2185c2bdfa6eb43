package web

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"accede/act"
	"accede/dossier"

	"accede/internal/view"
)

// review shows an act in words, with what it would change, before it is recorded.
func (s *site) review(w http.ResponseWriter, r *http.Request, c acting, form sent) {
	if c.signer != nil {
		s.reviewSigned(w, r, c, form, http.StatusOK)
		return
	}
	c.seats.Vouch(&form.Act)
	err := s.enclose(r, c, &form)
	if err == nil && len(form.Act.Enclosed) > 0 {
		var data []byte
		data, err = form.Act.Marshal()
		form.Sealed = b64.EncodeToString(data)
	}
	var v view.ActReview
	if err == nil {
		v, err = view.NewActReview(c.docket, &form.Act, form.Fields, c.at, c.frame.Reader)
	}
	if err != nil {
		s.refused(w, r, c, form, err)
		return
	}
	s.countTold(r, c, v.Tells)
	s.page(w, r, http.StatusOK, actReviewPage(c.frame, c, form, v, nil))
}

// register records an act and leads to its receipt.
func (s *site) register(w http.ResponseWriter, r *http.Request, c acting, form sent, typed url.Values) {
	data, items, err := s.confirmed(r, c, &form, part(typed, "act"))
	if err == nil {
		_, err = c.seats.Submit(r.Context(), data, items)
	}
	if err != nil {
		s.refused(w, r, c, form, err)
		return
	}
	s.forgetDraft(r, c, form.About)
	http.Redirect(w, r, c.path("receipt/"+form.ID), http.StatusSeeOther)
}

// refused shows the form again, with the clause it runs into and all that was typed.
func (s *site) refused(w http.ResponseWriter, r *http.Request, c acting, form sent, err error) {
	p, code, known := problemOf(c.frame, c.docket, form.ID, err)
	if !known {
		s.opts.Log.Error("act not recorded", "path", r.URL.Path, "err", err)
	}
	form.Problems = append(form.Problems, p)
	s.page(w, r, code, actFormPage(c.frame, c, form))
}

// formFault answers what is wrong with the form of an act, without the act's name and without the sentinel.
func formFault(err error, id string) string {
	text := strings.TrimSuffix(err.Error(), ": "+act.ErrForm.Error())
	if _, rest, ok := strings.Cut(text, "): "); ok && strings.Contains(text, id) {
		return rest
	}
	return text
}

// refusalKey answers the sentence in which a clause is told.
func refusalKey(err error) string {
	for _, row := range []struct {
		is  error
		key string
	}{
		{dossier.ErrAuthority, "refused.authority"},
		{dossier.ErrStanding, "refused.standing"},
		{dossier.ErrClosed, "refused.closed"},
		{dossier.ErrUnknown, "refused.unknown"},
		{dossier.ErrKnown, "refused.known"},
	} {
		if errors.Is(err, row.is) {
			return row.key
		}
	}
	return "refused.other"
}
