package rehearsal

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"accede/act"
	"accede/body"
	"accede/dossier"
	"accede/internal/depositary"
	"accede/internal/soundings"
	"accede/internal/store"
	"accede/ledger"
)

// SourceKey is the key of the source that every act of a rehearsal names, so that no entry of one can be taken for an
// entry of the record it was forked from.
const SourceKey = "rehearsal"

// Room is one rehearsal. All methods may be called at once from many goroutines.
type Room struct {
	log    store.Log
	dep    *depositary.Depositary
	clock  func() time.Time // the true time
	keeper body.MemberID    // who registers paper
	keeps  body.Keeping
	kept   kept
	fork   string // the day of the fork, for the source
	opened time.Time
	forked int64 // entries taken over

	mu     sync.Mutex
	ahead  time.Duration // of the true time
	seat   body.MemberID
	used   time.Time
	drafts map[string]map[string][]string

	told soundings.Memory // what parties tell the mediator
}

// open begins a rehearsal on the beginning of a record.
func open(ctx context.Context, c Config, all []dossier.Entry, asOf time.Time) (*Room, error) {
	now := c.Clock()
	if asOf.IsZero() {
		asOf = now
	}
	f, err := forkAt(all, asOf)
	if err != nil {
		return nil, err
	}
	charter := f.docket.Charter()
	private, public, err := ledger.GenerateKey(c.Random, "rehearsal/"+charter.Body)
	if err != nil {
		return nil, err
	}
	signer, err := ledger.NewSigner(private)
	if err != nil {
		return nil, err
	}
	log, err := write(ctx, dossier.Founding{
		Charter: all[0].Founding.Charter, Host: public, Made: c.Made,
		Keys: all[0].Founding.Keys, Rehearsal: len(all[0].Founding.Keys) > 0, // nobody holds the parties' keys here
	}, f, signer)
	if err != nil {
		return nil, err
	}
	r := &Room{
		log: log, clock: c.Clock, keeper: keeperOf(charter), keeps: charter.Keeping, opened: now, used: now, forked: int64(len(f.entries)) + 1,
		fork: f.start.In(f.docket.Zone()).Format(time.DateOnly), ahead: f.start.Sub(now), drafts: map[string]map[string][]string{},
	}
	if r.dep, err = depositary.Open(ctx, depositary.Config{Log: log, Signer: signer, Clock: r.Now, Enclosures: &r.kept, Share: MaxEnclosed}); err != nil {
		return nil, errors.Join(err, log.Close())
	}
	return r, nil
}

// keeperOf answers who registers paper under a charter.
func keeperOf(c *body.Charter) body.MemberID {
	switch {
	case c.Secretary != nil:
		return c.Secretary.ID
	case c.Chair != nil:
		return c.Chair.ID
	}
	return "secretariat"
}

func (r *Room) close() error { return errors.Join(r.dep.Close(), r.log.Close()) }

// Now answers the time by the clock of the rehearsal: it runs as fast as the true one.
func (r *Room) Now() time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.clock().Add(r.ahead)
}

// Forward moves the clock. What comes due on the way is entered, dated by its deadline. ErrBack: not after now.
func (r *Room) Forward(ctx context.Context, to time.Time) error {
	r.mu.Lock()
	now := r.clock()
	if !to.After(now.Add(r.ahead)) {
		r.mu.Unlock()
		return ErrBack
	}
	r.ahead = to.Sub(now)
	r.mu.Unlock()
	// Nothing is imported; but whatever has come due is entered first.
	if _, err := r.dep.Import(ctx, nil, nil); err != nil {
		return fmt.Errorf("enter what has come due: %w", err)
	}
	return nil
}

// Forked answers the day on which the rehearsal left the record, YYYY-MM-DD, and how many entries it took over.
func (r *Room) Forked() (day string, entries int64) { return r.fork, r.forked }

// Docket answers the record of the rehearsal as of an instant, and the instant that stands for. It is only read.
func (r *Room) Docket(ctx context.Context, asOf time.Time) (*dossier.Docket, time.Time, error) {
	at := asOf
	if at.IsZero() {
		at = r.Now()
	}
	d, err := r.dep.Docket(ctx, asOf)
	return d, at, err
}

// Root answers the size of the rehearsal's record and the hash of its root.
func (r *Room) Root(context.Context) (int64, string, error) {
	m := r.dep.Moment()
	return m.Size, m.Tree.Root().String(), nil
}

// Seat answers the party for which acts are done in the room; false while none is chosen.
func (r *Room) Seat(*http.Request) (body.MemberID, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.seat, r.seat != ""
}

// Take takes a seat, whoever had it before. That the party is one of those who may act is for the caller to see to.
func (r *Room) Take(seat body.MemberID) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.seat = seat
}

// Vouch says of an act where it is known from: a rehearsal. In an official record it is registered as from paper.
func (r *Room) Vouch(a *act.Act) {
	a.Sources = []act.Source{{Key: SourceKey, Title: "Rehearsal that left the record on " + r.fork}}
	if r.keeps == body.Official {
		a.Paper = &act.Paper{By: r.keeper, From: SourceKey}
	}
}

// Submit registers an act, given by its exact bytes and what it encloses; the same bytes again are answered with their
// receipt. Errors: act.ErrForm; a *dossier.Refusal; dossier.ErrKnown, the id belongs to another act; enclosure.ErrQuota;
// depositary.ErrShare; ErrLong; ErrFull once the rehearsal is over.
func (r *Room) Submit(ctx context.Context, data []byte, items []act.Opening) (ledger.Receipt, error) {
	if r.dep.Size() >= MaxEntries {
		return ledger.Receipt{}, ErrLong
	}
	receipt, err := r.dep.SubmitEnclosed(ctx, data, nil, items)
	if errors.Is(err, depositary.ErrConflict) {
		return ledger.Receipt{}, fmt.Errorf("%w: %w", dossier.ErrKnown, err)
	}
	return receipt.Proof, err
}

// maxDrafts is how many half-filled forms a room keeps.
const maxDrafts = 64

// Draft answers what was typed into a form and not sent; nil for nothing. It is only read.
func (r *Room) Draft(key string) map[string][]string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.drafts[key]
}

// KeepDraft keeps what was typed into a form; nil forgets it. When there are too many, another one is forgotten.
func (r *Room) KeepDraft(key string, typed map[string][]string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if typed == nil {
		delete(r.drafts, key)
		return
	}
	if _, ok := r.drafts[key]; !ok && len(r.drafts) >= maxDrafts {
		for other := range r.drafts { // any: none of them matters more
			delete(r.drafts, other)
			break
		}
	}
	r.drafts[key] = typed
}

// Soundings answers where what parties tell the mediator is kept: as long as the rehearsal goes on, and nowhere else.
func (r *Room) Soundings() *soundings.Memory { return &r.told }

func (r *Room) touch(now time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.used = now
}

func (r *Room) idle(now time.Time) time.Duration {
	r.mu.Lock()
	defer r.mu.Unlock()
	return now.Sub(r.used)
}

// over says whether the rehearsal has lasted as long as one may.
func (r *Room) over(now time.Time) bool {
	return now.Sub(r.opened) >= MaxAge || r.idle(now) >= MaxIdle
}
