package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"accede/body"
	"accede/dossier"
	"accede/form"

	"accede/internal/view"
	"accede/internal/view/words"
)

// rehearsalCookie is the name under which a browser keeps the id of the rehearsal it is in.
const rehearsalCookie = "rehearsal"

// rehearsalRoutes are what is done about a rehearsal itself. Each leads back to the page it was asked from.
func (s *site) rehearsalRoutes(mux *http.ServeMux) {
	mux.HandleFunc("POST /rehearsal", s.beginRehearsal)
	mux.HandleFunc("POST /rehearsal/seat", s.inRoom(s.takeSeat))
	mux.HandleFunc("POST /rehearsal/clock", s.inRoom(s.moveClock))
	mux.HandleFunc("POST /rehearsal/leave", s.inRoom(s.leaveRehearsal))
}

// rehearsalBar is what every page of a rehearsal says about it.
type rehearsalBar struct {
	Fork     string // the day in words
	Clock    string // what time it is in it, in words
	Next     string // the first day the clock can be moved to, YYYY-MM-DD
	Deadline string // the next deadline in words; empty for none
	Seat     *view.Party
	Seats    []view.Party
	Back     string
	Act      string // address of what the seat may do here
}

// playOn is the way into a rehearsal from a page.
type playOn struct {
	AsOf string // as the page has it; empty: today
	Day  string // in words
	Back string
	Lost bool // a rehearsal the reader was in is over
}

// rehearse puts onto a frame what it says about a rehearsal: the one the reader is in, or the way into one.
func (s *site) rehearse(w http.ResponseWriter, r *http.Request, f *frame, now *dossier.Docket, at time.Time) {
	if room, ok := roomOf(r.Context()); ok {
		f.Rehearsal = s.bar(r, room, f.Reader, now, at)
		return
	}
	if s.opts.Rehearsals == nil {
		return
	}
	p := &playOn{Back: backFrom(r), Day: f.Reader.Day(at.In(now.Zone())), Lost: presentIn(r.Context()).lost}
	if asOf, _, err := readAsOf(r.URL.Query().Get("as-of"), now.Zone()); err == nil {
		p.AsOf, p.Day = r.URL.Query().Get("as-of"), f.Reader.Day(asOf.In(now.Zone()))
	}
	if p.Lost {
		setCookie(w, r, rehearsalCookie, "", "/", -1)
	}
	f.Play = p
}

func (s *site) bar(r *http.Request, room Room, reader *words.Reader, now *dossier.Docket, at time.Time) *rehearsalBar {
	zone := now.Zone()
	fork, _ := room.Forked()
	b := &rehearsalBar{Fork: fork, Clock: reader.Moment(at.In(zone), view.City(now.Charter())), Back: backFrom(r), Act: "/act/"}
	if day, err := form.ParseDate(fork); err == nil {
		b.Fork = reader.Day(day.In(zone))
	}
	b.Next = form.DateOf(at.In(zone)).AddDays(1).String()
	if t, ok := now.NextDeadline(); ok {
		b.Deadline = reader.Moment(t.In(zone), view.City(now.Charter()))
	}
	b.Seats = view.Seats(now, at, reader)
	if id, ok := room.Seat(r); ok {
		for i := range b.Seats {
			if b.Seats[i].ID == string(id) {
				b.Seat = &b.Seats[i]
			}
		}
	}
	if rest, ok := strings.CutPrefix(r.URL.Path, "/d/"); ok {
		id, _, _ := strings.Cut(rest, "/")
		b.Act = "/d/" + id + "/act/"
	}
	return b
}

// backFrom answers the page a reader is on, without the day it is of.
func backFrom(r *http.Request) string {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		return r.URL.Path
	}
	q := r.URL.Query()
	q.Del("as-of")
	q.Del("lang")
	return address(r.URL.Path, q)
}

// back leads to the page a form was sent from, if it is one of ours.
func back(w http.ResponseWriter, r *http.Request, asOf string) {
	to := "/"
	if u, err := url.Parse(r.PostFormValue("back")); err == nil && u.Host == "" && u.Scheme == "" && strings.HasPrefix(u.Path, "/") && !strings.HasPrefix(u.Path, "//") {
		q := u.Query()
		if room, _, acting := strings.Cut(u.Path, "/act/"); acting && asOf != "" {
			u.Path, q = room+"/", url.Values{} // nobody acts in the record that is gone back to
		}
		if asOf != "" {
			q.Set("as-of", asOf)
		}
		to = address(u.EscapedPath(), q)
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
}

// beginRehearsal forks from the record on the day of the page it was asked from.
func (s *site) beginRehearsal(w http.ResponseWriter, r *http.Request) {
	a, err := s.ask(w, r)
	if err != nil {
		s.fail(w, r, a.frame, err)
		return
	}
	if s.opts.Rehearsals == nil {
		s.fail(w, r, a.frame, errNoRehearsal)
		return
	}
	var asOf time.Time
	if text := r.PostFormValue("as-of"); text != "" {
		if asOf, _, err = readAsOf(text, a.docket.Zone()); err != nil {
			s.fail(w, r, a.frame, err)
			return
		}
	}
	if asOf.After(s.src.Now()) {
		s.fail(w, r, a.frame, errAhead)
		return
	}
	id, err := s.opts.Rehearsals.Open(r.Context(), asOf)
	if err != nil {
		s.fail(w, r, a.frame, fmt.Errorf("begin a rehearsal: %w: %w", errRooms, err))
		return
	}
	setCookie(w, r, rehearsalCookie, id, "/", 24*3600)
	back(w, r, "")
}

// inRoom answers a handler for something done in a rehearsal.
func (s *site) inRoom(do func(http.ResponseWriter, *http.Request, Room, asked)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		a, err := s.ask(w, r)
		room, ok := roomOf(r.Context())
		if err == nil && !ok {
			err = errNoRehearsal
		}
		if err != nil {
			s.fail(w, r, a.frame, err)
			return
		}
		do(w, r, room, a)
	}
}

func (s *site) takeSeat(w http.ResponseWriter, r *http.Request, room Room, a asked) {
	seat := body.MemberID(r.PostFormValue("seat"))
	if !view.MayTake(a.docket, seat, a.at, a.frame.Reader) {
		s.fail(w, r, a.frame, errSeat)
		return
	}
	room.Take(seat)
	back(w, r, "")
}

// moveClock moves the clock of a rehearsal to the noon of a day, or to the next deadline.
func (s *site) moveClock(w http.ResponseWriter, r *http.Request, room Room, a asked) {
	text := r.PostFormValue("day")
	day, err := form.ParseDate(text)
	to := time.Date(day.Year, day.Month, day.Day, 12, 0, 0, 0, a.docket.Zone())
	if r.PostFormValue("to") == "deadline" {
		var ok bool
		if to, ok = a.docket.NextDeadline(); !ok {
			s.fail(w, r, a.frame, errAhead)
			return
		}
	} else if err != nil {
		s.fail(w, r, a.frame, &dateError{text})
		return
	}
	if !to.After(room.Now()) || to.After(room.Now().AddDate(20, 0, 0)) {
		s.fail(w, r, a.frame, errBack)
		return
	}
	if err := room.Forward(r.Context(), to); err != nil {
		s.fail(w, r, a.frame, fmt.Errorf("move the clock: %w: %w", errRecord, err))
		return
	}
	back(w, r, "")
}

func (s *site) leaveRehearsal(w http.ResponseWriter, r *http.Request, room Room, _ asked) {
	day, _ := room.Forked()
	if kept, ok := cookieOf(r, rehearsalCookie, "/"); ok {
		s.opts.Rehearsals.Leave(kept)
	}
	setCookie(w, r, rehearsalCookie, "", "/", -1)
	back(w, r, day)
}
