package web

import (
	"encoding/hex"
	"net/http"
	"net/url"
	"strings"

	"accede/act"

	"accede/internal/view"
)

// keepDraft keeps what was typed into a form and not sent. Words that are to be sealed are kept in memory alone: what
// was on the disk once is there longer than it is wanted.
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
	in, key := s.opts.SignIn.Store, c.draftKey(about)
	var err error
	if sealsWords(typed) {
		s.kept.keep(hold{who: c.holder(r), form: "draft " + key, typed: kept}, s.src.Now())
		err = in.EraseDraft(r.Context(), c.signer.Person, key) // of before it was to be sealed
	} else {
		s.kept.forget(c.holder(r), "draft "+key)
		err = in.KeepDraft(r.Context(), c.signer.Person, key, kept, s.src.Now())
	}
	if err != nil {
		s.opts.Log.Error("draft not kept", "err", err)
	}
}

// forgetDraft lets go of what was typed into a form, and of what was held of it.
func (s *site) forgetDraft(r *http.Request, c acting, about string) {
	key := c.draftKey(about)
	s.kept.forget(c.holder(r), key)
	s.kept.forget(c.holder(r), "draft "+key)
	if room, ok := roomOf(r.Context()); ok {
		room.KeepDraft(key, nil)
		return
	}
	if c.signer == nil {
		return
	}
	if err := s.opts.SignIn.Store.KeepDraft(r.Context(), c.signer.Person, key, nil, s.src.Now()); err != nil {
		s.opts.Log.Error("draft not forgotten", "err", err)
	}
}

// draft answers what was typed into a form before and not sent; nil for nothing.
func (s *site) draft(r *http.Request, c acting, about string) url.Values {
	key := c.draftKey(about)
	if room, ok := roomOf(r.Context()); ok {
		return url.Values(room.Draft(key))
	}
	if c.signer == nil {
		return nil
	}
	if held, ok := s.kept.find(c.holder(r), "draft "+key, s.src.Now()); ok {
		return held.typed
	}
	return url.Values(s.opts.SignIn.Store.Draft(r.Context(), c.signer.Person, key))
}

// reviewSigned shows an act in words, with what it would change, and its exact bytes to be signed.
func (s *site) reviewSigned(w http.ResponseWriter, r *http.Request, c acting, form sent, code int) {
	c.prepare(&form.Act)
	if err := s.enclose(r, c, &form); err != nil {
		s.refused(w, r, c, form, err)
		return
	}
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
	var items []act.Opening
	if err == nil {
		items, err = s.heldItems(r, c, form.About, &a)
	}
	if err == nil {
		waits, err = s.hand(r, data, sigs, items)
	}
	if err != nil {
		s.refused(w, r, c, form, err)
		return
	}
	s.forgetDraft(r, c, form.About)
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
