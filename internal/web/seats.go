package web

import (
	"context"
	"net/http"
	"time"

	"accede/act"
	"accede/body"
	"accede/dossier"
	"accede/ledger"
)

// Seats is where acts come in: for whom a request acts, and the record to which its acts go. Without one nobody acts
// here: no form is shown, and a form that is sent all the same is refused. It is asked by many goroutines at once.
type Seats interface {
	// Seat answers the party for which a request acts; false where it acts for nobody.
	Seat(r *http.Request) (body.MemberID, bool)
	// Vouch adds to an act what the way of keeping asks: where it is known from, or from what paper it is registered.
	// The same act is completed in the same way each time.
	Vouch(a *act.Act)
	// Submit registers an act, given by its exact bytes and what it encloses, and answers when that is durable; the same
	// bytes again are answered with their receipt. Errors: act.ErrForm; ErrRoom; a *dossier.Refusal; dossier.ErrKnown, the id
	// belongs to another act. After any other error it is not known whether the act is in the record, and it may be asked
	// again.
	Submit(ctx context.Context, data []byte, items []act.Opening) (ledger.Receipt, error)
}

// Rehearsals are throw-away copies of the record, on which visitors play it on. It is asked by many goroutines at once.
type Rehearsals interface {
	// Open begins one that forks from the record at an instant, or for the zero instant now, and answers the id by
	// which its visitor finds it again: who knows the id is in it. The error is that there is no room for another.
	Open(ctx context.Context, asOf time.Time) (id string, err error)
	// Find answers a rehearsal by its id; false where it is over.
	Find(id string) (Room, bool)
	// Leave ends a rehearsal.
	Leave(id string)
}

// Room is one rehearsal: a record to read and to act on, with a clock of its own and a seat to take.
type Room interface {
	Source
	Seats
	Enclosed                             // what acts done in it enclose
	Forked() (day string, entries int64) // YYYY-MM-DD, and how many entries were taken over
	Take(seat body.MemberID)
	Forward(ctx context.Context, to time.Time) error // the clock, to an instant that is later than it
	Draft(key string) map[string][]string
	KeepDraft(key string, typed map[string][]string) // nil forgets it
	Soundings() Soundings                            // what parties tell the mediator in it
}

// roomKey is the key under which a request carries the rehearsal it is in.
type roomKey struct{}

// present is what a request carries: the rehearsal it is in, or that the one it names is over.
type present struct {
	room Room
	lost bool
}

func presentIn(ctx context.Context) present {
	p, _ := ctx.Value(roomKey{}).(present)
	return p
}

// roomOf answers the rehearsal a request is in.
func roomOf(ctx context.Context) (Room, bool) {
	p := presentIn(ctx)
	return p.room, p.room != nil
}

// roomed is a source that answers whoever is in a rehearsal from its record, and everybody else from the true one.
type roomed struct{ Source }

func (s roomed) Docket(ctx context.Context, asOf time.Time) (*dossier.Docket, time.Time, error) {
	if room, ok := roomOf(ctx); ok {
		return room.Docket(ctx, asOf)
	}
	return s.Source.Docket(ctx, asOf)
}

func (s roomed) Root(ctx context.Context) (int64, string, error) {
	if room, ok := roomOf(ctx); ok {
		return room.Root(ctx)
	}
	return s.Source.Root(ctx)
}

// seats answers where the acts of a request go; nil where nobody acts.
func (s *site) seats(r *http.Request) Seats {
	if room, ok := roomOf(r.Context()); ok {
		return room
	}
	return s.opts.Seats
}

// archive answers the bytes of the record a request reads; nil in a rehearsal, whose bytes are kept by nobody.
func (s *site) archive(ctx context.Context) Archive {
	if _, ok := roomOf(ctx); ok {
		return nil
	}
	return s.opts.Archive
}

// maxBody is how many bytes a form may send.
const maxBody = 256 << 10

// guard stands before all pages: it stops forms that other sites send, bounds what is sent, and finds the rehearsal a
// request is in.
func (s *site) guard(h http.Handler) http.Handler {
	cross := http.NewCrossOriginProtection()
	cross.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a, err := s.ask(w, r)
		if err == nil {
			err = errForeign
		}
		s.fail(w, r, a.frame, err)
	}))
	return cross.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, bodyLimit(r))
		h.ServeHTTP(w, s.identify(s.enter(r)))
	}))
}

// enter puts the rehearsal a request names onto it.
func (s *site) enter(r *http.Request) *http.Request {
	if s.opts.Rehearsals == nil {
		return r
	}
	kept, ok := cookieOf(r, rehearsalCookie, "/")
	if !ok {
		return r
	}
	room, ok := s.opts.Rehearsals.Find(kept)
	if !ok {
		return r.WithContext(context.WithValue(r.Context(), roomKey{}, present{lost: true}))
	}
	return r.WithContext(context.WithValue(r.Context(), roomKey{}, present{room: room}))
}
