package web

import (
	"encoding/hex"
	"net/http"
	"net/url"
	"strings"

	"accede/act"

	"accede/internal/view"
)

// keepDraft keeps what was typed into a form and not sent; nil forgets it.
func (s *site) keepDraft(r *http.Request, c acting, about string, typed url.Values) {
	if room, ok := roomOf(r.Context()); ok {
		room.KeepDraft(c.draftKey(about), typed)
		return
	}
	if c.signer == nil {
		return
	}
	kept := url.Values{}
	for name, values := range typed {
		if name != "act" && name != "line" && !strings.HasPrefix(name, "passkey.") {
			kept[name] = values
		}
	}
	if typed == nil {
		kept = nil
	}
	if err := s.opts.SignIn.Store.KeepDraft(r.Context(), c.signer.Person, c.draftKey(about), kept, s.src.Now()); err != nil {
		s.opts.Log.Error("draft not kept", "err", err)
	}
}

// draft answers what was typed into a form before and not sent; nil for nothing.
func (s *site) draft(r *http.Request, c acting, about string) url.Values {
	if room, ok := roomOf(r.Context()); ok {
		return url.Values(room.Draft(c.draftKey(about)))
	}
	if c.signer == nil {
		return nil
	}
	return url.Values(s.opts.SignIn.Store.Draft(r.Context(), c.signer.Person, c.draftKey(about)))
}

// reviewSigned shows an act in words, with what it would change, and its exact bytes to be signed.
func (s *site) reviewSigned(w http.ResponseWriter, r *http.Request, c acting, form sent, code int) {
	c.prepare(&form.Act)
	v, err := view.NewActReview(c.docket, &form.Act, form.Fields, c.at, c.frame.Reader)
	if err != nil {
		s.refused(w, r, c, form, err)
		return
	}
	s.countTold(r, c, v.Tells)
	data, err := form.Act.Marshal()
	if err != nil {
		s.refused(w, r, c, form, err)
		return
	}
	x, err := s.signing(r, c.asked, *c.signer, data, nil)
	if err != nil {
		s.refused(w, r, c, form, err)
		return
	}
	c.frame.Script = s.assets.names["sign.js"]
	s.page(w, r, code, actReviewPage(c.frame, c, form, v, &x))
}

// registerSigned hands in what was signed on the page that showed it, and leads to its receipt, or to where it waits
// for another signature.
func (s *site) registerSigned(w http.ResponseWriter, r *http.Request, c acting, form sent, typed url.Values) {
	data, sigs, err := s.signed(r, c.docket, *c.signer, typed, nil)
	var waits bool
	var a act.Act
	if err == nil {
		a, err = act.Parse(data)
	}
	if err == nil && (a.By != c.seat || a.Do.Kind() != c.kind || a.ID != form.ID) {
		err = errForeignAct
	}
	if err == nil {
		waits, err = s.hand(r, data, sigs)
	}
	if err != nil {
		s.refused(w, r, c, form, err)
		return
	}
	s.keepDraft(r, c, form.About, nil)
	if waits {
		hash := act.Hash(data)
		http.Redirect(w, r, "/sign/"+hex.EncodeToString(hash[:]), http.StatusSeeOther)
		return
	}
	http.Redirect(w, r, c.path("receipt/"+form.ID), http.StatusSeeOther)
}

// download answers the exact bytes of an act as a file, for whoever signs elsewhere.
func (s *site) download(w http.ResponseWriter, id string, data []byte) {
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("Content-Disposition", `attachment; filename="`+id+`.jsonl"`)
	w.Header().Set("Cache-Control", "private, no-store")
	w.Write(append(append([]byte(`{"act":`), data...), "}\n"...))
}
