package web

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"accede/act"
	"accede/body"

	"accede/internal/view"
)

// bulk says whether others may be made to act here: by the chair of a rehearsal.
func (s *site) bulk(r *http.Request, c acting) bool {
	_, ok := roomOf(r.Context())
	return ok && c.id != "" && slices.Contains(view.Offices(c.docket.Charter()), c.seat)
}

func (s *site) others(w http.ResponseWriter, r *http.Request) {
	c, ok := s.acting(w, r)
	if !ok {
		return
	}
	if !s.bulk(r, c) {
		s.fail(w, r, c.frame, errPage)
		return
	}
	o := view.NewOthers(c.docket, c.id, c.at, c.frame.Reader)
	done, _ := strconv.Atoi(r.URL.Query().Get("done"))
	c.frame.Title = t(c.frame, "others.title")
	s.page(w, r, http.StatusOK, othersPage(c.frame, c, o, done, newActID(c.seat, "others")))
}

// othersSent has each of the parties named take its step: every act its own, in the party's name.
func (s *site) othersSent(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		s.notRead(w, r, err)
		return
	}
	c, ok := s.acting(w, r)
	if !ok {
		return
	}
	c.kind = act.Kind(r.PostForm.Get("kind"))
	if !s.bulk(r, c) || !slices.Contains([]act.Kind{act.KindSign, act.KindApprove, act.KindDeposit}, c.kind) {
		s.fail(w, r, c.frame, errPage)
		return
	}
	base := actID(r.PostForm.Get("id"), c.seat, "others")
	done, last := 0, error(nil)
	for _, id := range r.PostForm["party"] {
		if err := s.recordOther(r.Context(), c, body.MemberID(id), base); err != nil {
			last = err
			continue
		}
		done++
	}
	if done == 0 && last != nil {
		s.fail(w, r, c.frame, fmt.Errorf("record what others do: %w: %w", errRecord, last))
		return
	}
	http.Redirect(w, r, c.path("others?done="+strconv.Itoa(done)), http.StatusSeeOther)
}

// recordOther records one party's step as the form of that party alone would.
func (s *site) recordOther(ctx context.Context, c acting, party body.MemberID, base string) error {
	c.seat = party
	id := base + "-" + string(party)
	if _, _, there := c.docket.SeenID(id); there {
		return nil // the page was sent twice
	}
	f, ok := view.NewActForm(c.ask(url.Values{"date": {dayOf(c)}, "note": {t(c.frame, "others.note")}}, id, false))
	if !ok || len(f.Problems) > 0 {
		return fmt.Errorf("%s by %s is not wanted now", c.kind, party)
	}
	c.seats.Vouch(&f.Act)
	data, err := f.Act.Marshal()
	if err != nil {
		return err
	}
	_, err = c.seats.Submit(ctx, data, nil)
	return err
}

func dayOf(c acting) string { return c.at.In(c.docket.Zone()).Format("2006-01-02") }
