package depositary

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/mod/sumdb/note"

	"accede/dossier"
	"accede/internal/feed"
	"accede/internal/lookalike"
	"accede/internal/store"
	"accede/ledger"
)

// Config is what a Depositary is given. Log, Signer and Clock are required.
type Config struct {
	Log    store.Log
	Signer note.Signer          // the host's key: the one the founding names
	Clock  func() time.Time     // tells the time; the time of a record never goes back, whatever the clock does
	Steady func() time.Duration // tells how long it has been since some instant, by a clock that nobody sets and that goes on while the machine sleeps; nil: jumps of the clock go unnoticed
	Jump   time.Duration        // by how much the clock may be set; 0: DefaultJump
	Body   string               // the body expected; empty: any
	Logger *slog.Logger         // nil: nothing is logged
	Feed   *feed.Feed           // hears of every growth; nil: nobody does

	Lease Lease // of a log that several processes share; nil: this process alone writes it
	Hand  Hand  // hands acts to the process that holds the lease; nil: without the lease they are refused

	Watchers []ledger.Watcher // whose cosignatures are taken beside those of the record's own watchers

	Known  [][]byte     // checkpoints of the host, signed, which the record has to continue
	Signed func([]byte) // is told each checkpoint that is durable, and returns at once; nil: nobody is

	Snapshots Snapshots     // keeps what the entries fold to, so that a start need not fold them all; nil: nothing does
	Release   func() string // answers the program, as exactly as can be told: a snapshot by another one is not used; empty, or nil: none is kept
	Least     int64         // entries of a record of which a snapshot is kept; 0: LeastSnapshot

	Enclosures Enclosures // keeps content that acts hold a seal of; nil: acts that enclose something are refused
	Share      int64      // how many bytes a party may have enclosed in one dossier; 0: DefaultShare
}

// Depositary receives acts for one record. Open makes one. All methods may be called at once from many goroutines.
type Depositary struct {
	log    store.Log
	signer note.Signer
	clock  func() time.Time
	logger *slog.Logger
	feed   *feed.Feed

	trusted *trusted // the clock, and whether it has jumped

	watchers   []ledger.Watcher
	signed     func([]byte)
	enclosures Enclosures
	onTheWay   onTheWay
	share      int64

	snapshots  Snapshots
	release    func() string
	least      int64
	keeping    sync.WaitGroup
	kept       atomic.Int64 // how many entries the snapshot that is kept is of
	distrusted atomic.Bool

	lease   Lease
	hand    Hand
	writing atomic.Bool        // this process holds the lease, and has read what others wrote before
	turned  chan struct{}      // the lease was taken, or lost
	grown   chan chan struct{} // another process has appended; what comes is closed when it has been read

	inside atomic.Int64 // acts that are being examined, or wait for the writer

	queue  chan *request
	closed chan struct{} // closed by Close
	done   chan struct{} // closed when the writer has ended
	once   sync.Once

	now  atomic.Pointer[Moment] // as published to readers
	past past

	w writer // belongs to the writer's goroutine
}

// Moment is the record at one moment, for readers: size, checkpoint and tree. It never changes.
type Moment struct {
	Size       int64
	Checkpoint []byte // signed
	Tree       ledger.View
	Origin     ledger.Origin
	Host       string // the host's public key
	Keys       dossier.Keyring
	Rehearsal  bool // a copy to play on, in which nobody has to sign
}

// Open reads the record, checks it and begins to receive. It refuses a record without a founding (ErrEmpty), of
// another body (ErrBody), of another host's key (ErrHost), one that is older than what is known of it (ErrBehind) or no
// continuation of that (ErrParted), and one that does not agree with itself (store.ErrDamaged); nothing is written then. Notices that came due while nobody received are entered before Open
// returns, dated by their deadlines; where several processes share the log, once this one holds the lease. The log stays the caller's to close, after the depositary.
func Open(ctx context.Context, c Config) (*Depositary, error) {
	d := &Depositary{
		log: c.Log, signer: c.Signer, clock: c.Clock, logger: c.Logger, feed: c.Feed, enclosures: c.Enclosures, watchers: c.Watchers, signed: c.Signed, share: cmp.Or(c.Share, DefaultShare),
		lease: c.Lease, hand: c.Hand, turned: make(chan struct{}), grown: make(chan chan struct{}),
		queue: make(chan *request, queueLen), closed: make(chan struct{}), done: make(chan struct{}),
		snapshots: c.Snapshots, least: cmp.Or(c.Least, LeastSnapshot),
	}
	if c.Release == nil {
		d.snapshots = nil
	} else {
		d.release = sync.OnceValue(c.Release)
	}
	if d.logger == nil {
		d.logger = slog.New(slog.DiscardHandler)
	}
	if d.feed == nil {
		d.feed = new(feed.Feed)
	}
	d.trusted = newTrusted(c, d.logger)
	r, err := d.read(ctx, ledger.View{})
	if err != nil {
		return nil, err
	}
	if have := r.Docket.Charter().Body; c.Body != "" && c.Body != have {
		return nil, fmt.Errorf("the record is of %q, wanted is %q: %w", have, c.Body, ErrBody)
	}
	if err := checkHost(r, c.Signer); err != nil {
		return nil, err
	}
	for _, note := range c.Known {
		if err := r.Continues(note); err != nil {
			return nil, err
		}
	}
	d.w.adopt(r)
	d.publish()
	if d.lease != nil { // what is due is entered once the lease is taken
		go d.vie()
		go d.listen()
		go d.receive()
		d.keepSnapshots()
		return d, nil
	}
	if err := d.enterDue(ctx); err != nil {
		return nil, fmt.Errorf("enter the notices that have come due: %w", err)
	}
	if err := d.reconcile(ctx); err != nil {
		return nil, fmt.Errorf("compare what is enclosed with the record: %w", err)
	}
	go d.receive()
	d.keepSnapshots()
	return d, nil
}

// checkHost compares the key in hand with the one the founding names: by name and hash, and by a signature, since the
// hash is short.
func checkHost(r *Record, signer note.Signer) error {
	refusal := fmt.Errorf("the record names the host key %q, in hand is %q: %w", r.HostKey, signer.Name(), ErrHost)
	if signer.Name() != r.Host.Name() || signer.KeyHash() != r.Host.KeyHash() {
		return refusal
	}
	const text = "accede: is this the key of the record?\n"
	signature, err := signer.Sign([]byte(text))
	if err != nil {
		return fmt.Errorf("try the host's key: %w", err)
	}
	if !r.Host.Verify([]byte(text), signature) {
		return refusal
	}
	return nil
}

// Close lets what was queued be registered, ends receiving, and keeps a last snapshot where there is much that the one
// before does not hold. It may be called more than once. The log stays open.
func (d *Depositary) Close() error {
	d.once.Do(func() { close(d.closed) })
	<-d.done
	d.keeping.Wait()
	return nil
}

// Moment answers the record as it is now: everything answered so far is in it.
func (d *Depositary) Moment() *Moment { return d.now.Load() }

// Feed answers the feed that hears of every growth of the record: the one of Config, or one of its own.
func (d *Depositary) Feed() *feed.Feed { return d.feed }

// Size answers the number of entries.
func (d *Depositary) Size() int64 { return d.now.Load().Size }

// publish makes what the writer has committed known to readers and listeners.
func (d *Depositary) publish() {
	m := &Moment{
		Size: d.w.tree.Size(), Checkpoint: d.w.checkpoint, Tree: d.w.tree.View(), Origin: d.w.origin, Host: d.w.host, Rehearsal: d.w.rehearsal,
	}
	switch before := d.now.Load(); {
	case d.w.docket != nil:
		m.Keys = d.w.docket.Keyring()
	case before != nil:
		m.Keys = before.Keys
	}
	d.now.Store(m)
	if d.signed != nil {
		d.signed(m.Checkpoint)
	}
	d.feed.Publish(d.w.tree.Size())
}

// Found writes the founding entry of a record, with its first checkpoint, and answers the record's origin. The
// charter is checked first: its faults come back with their places. ErrFounded: the record has entries.
func Found(ctx context.Context, log store.Log, f dossier.Founding, signer note.Signer, now time.Time) (ledger.Origin, error) {
	d, err := dossier.Found(f)
	if err != nil {
		return "", err
	}
	if !f.Rehearsal { // a copy has the names of its original
		if err := lookalike.Check(nil, lookalike.PartiesOf(d.Charter())); err != nil {
			return "", fmt.Errorf("found the record of %s: %w", d.Charter().Body, err)
		}
	}
	data, err := dossier.FoundingEntry(f, now.UTC()).Marshal()
	if err != nil {
		return "", fmt.Errorf("write the founding of the record of %s: %w", d.Charter().Body, err)
	}
	if len(data) > ledger.LongestEntry {
		return "", fmt.Errorf("found the record of %s: the founding has %d bytes, a tile of entries holds %d: shorten the charter: %w",
			d.Charter().Body, len(data), ledger.LongestEntry, dossier.ErrStanding)
	}
	origin, err := ledger.NewOrigin(d.Charter().Body, ledger.LeafHash(data))
	if err != nil {
		return "", err
	}
	tree := new(ledger.Tree)
	tree.Append(data)
	checkpoint, err := ledger.SignCheckpoint(signer, origin, 1, tree.Root())
	if err != nil {
		return "", err
	}
	err = log.Append(ctx, 0, []store.Entry{{Seq: 1, Bytes: data}}, checkpoint)
	if errors.Is(err, store.ErrConflict) {
		return "", ErrFounded
	}
	if err != nil {
		return "", fmt.Errorf("found the record of %s: %w", d.Charter().Body, err)
	}
	return origin, nil
}
