// Package watch is a member's watcher: it mirrors a record, verifies all of it, says what it has seen, and keeps what shows
// that the host did wrong.
//
// It knows the published form of a record, the rules by way of package depositary, the watcher's own key and clock, and a
// folder to keep things in. It refuses to believe the host anything that is not signed or does not follow, to forget what it
// has seen, and to cosign what does not continue it.
//
// Files: watch.go opens and looks; fetch.go asks the host; grow.go takes in what is new; enclosed.go mirrors what is enclosed, and
// erases what the record has erased; compare.go asks other watchers;
// alarm.go is what it finds wrong; say.go cosigns; deposit.go takes what the host does not.
package watch

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"accede/body"
	"accede/internal/depositary"
	"accede/internal/store"
	"accede/internal/store/sqlite"
	"accede/ledger"
)

// The names of what lies in the folder of a watcher.
const (
	MirrorDir   = "mirror"   // the record, as any record lies on disk, without the host's key
	EvidenceDir = "evidence" // what shows that the host did wrong
	DepositDir  = "deposits" // acts that were left here and are not in the record yet
	seenFile    = "seen"     // the last checkpoint that was cosigned
)

// Config is what a Watcher is given. URL, Dir and Clock are required.
type Config struct {
	URL    string        // of the host
	Dir    string        // the watcher's folder
	Peers  []string      // addresses of other watchers, with whom it compares what the host has shown
	Origin ledger.Origin // the record expected; empty: the one that is found first, for ever
	KeyID  string        // the watcher's key in the record; empty: it mirrors and says nothing
	Key    ed25519.PrivateKey
	Clock  func() time.Time

	Enclosed  string // the party for which what is enclosed is mirrored too, or Everybody; empty: nothing of it is
	ReaderKey string // a key of that party by which machines read; not needed for Everybody

	Logger *slog.Logger          // nil: nothing is logged
	HTTP   *http.Client          // nil: one with a time limit
	Tell   func(done, total int) // hears how many entries of those that are new have come; nil: nobody does
}

// Watcher watches one record. Open makes one. All methods may be called at once from many goroutines; one looks at a time.
type Watcher struct {
	Config
	mu     sync.Mutex // held while looking, and while a deposit is taken
	log    *sqlite.Log
	record *depositary.Record // nil: nothing has been mirrored yet
	seen   seen
	now    momentHolder
	others map[string]int64 // how many entries other watchers had at the look before, by their addresses
}

// seen is the last checkpoint that was cosigned, and when.
type seen struct {
	note []byte
	size int64
	at   time.Time
}

// Seen is what a look has shown.
type Seen struct {
	Origin   ledger.Origin
	Size     int64
	Root     ledger.Hash
	New      int64 // entries since the look before
	Cosigned bool  // the host has taken the watcher's line on this checkpoint
	Said     int64 // acts of cosigning that the host has entered
	Deposits int   // acts that wait to be entered
	Member   body.MemberID
	Beside   Beside
	Next     time.Time // when it has something to say next, if the record does not grow before; zero: nothing is known of
}

// Open takes up a watcher's folder, or begins one. The mirror in it is checked as a record is; store.ErrLocked: another
// watcher has it.
func Open(ctx context.Context, c Config) (*Watcher, error) {
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	if c.HTTP == nil {
		c.HTTP = &http.Client{Timeout: time.Minute}
	}
	if c.Tell == nil {
		c.Tell = func(int, int) {}
	}
	c.URL, c.Peers = strings.TrimSuffix(c.URL, "/"), slices.Clone(c.Peers)
	for i := range c.Peers {
		c.Peers[i] = strings.TrimSuffix(c.Peers[i], "/")
	}
	for _, url := range append([]string{c.URL}, c.Peers...) {
		if !strings.HasPrefix(url, "http://") && !strings.HasPrefix(url, "https://") {
			return nil, fmt.Errorf("watch %q: an address begins with https:// or http://: %w", url, ErrAddress)
		}
	}
	w := &Watcher{Config: c, others: map[string]int64{}}
	for _, dir := range []string{c.Dir, filepath.Join(c.Dir, EvidenceDir), filepath.Join(c.Dir, DepositDir)} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return nil, fmt.Errorf("make the watcher's folder: %w", err)
		}
	}
	if err := w.openMirror(ctx); err != nil && !errors.Is(err, store.ErrMissing) { // the first look begins it
		return nil, err
	}
	return w, nil
}

// openMirror takes up the mirror. store.ErrMissing: there is none. After any error nothing is taken up.
func (w *Watcher) openMirror(ctx context.Context) error {
	log, err := sqlite.Open(filepath.Join(w.Dir, MirrorDir))
	if err != nil {
		return fmt.Errorf("open the mirror: %w", err)
	}
	if err := w.takeUp(ctx, log); err != nil {
		w.log, w.record = nil, nil
		return errors.Join(err, log.Close())
	}
	return nil
}

// takeUp reads the mirror, and what was cosigned of it.
func (w *Watcher) takeUp(ctx context.Context, log *sqlite.Log) error {
	r, err := depositary.Load(ctx, log)
	if err != nil {
		return fmt.Errorf("read the mirror: %w", err)
	}
	if w.Origin != "" && w.Origin != r.Origin {
		return fmt.Errorf("the mirror in %s is of %s, wanted is %s: %w", w.Dir, r.Origin, w.Origin, ledger.ErrOrigin)
	}
	w.log, w.record, w.Origin = log, r, r.Origin
	w.publish()
	return w.readSeen()
}

// readSeen reads the last checkpoint that was cosigned.
func (w *Watcher) readSeen() error {
	note, err := os.ReadFile(filepath.Join(w.Dir, seenFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read what was cosigned: %w", err)
	}
	c, err := ledger.OpenCheckpoint(w.record.Host, w.Origin, note)
	if err != nil {
		return fmt.Errorf("read what was cosigned: %w", err)
	}
	if root, err := w.record.Tree.View().RootAt(c.Size); err != nil || root != c.Root {
		return fmt.Errorf("the mirror in %s is not the record that was cosigned at %d entries: it was put back to an older copy, or exchanged: %w", w.Dir, c.Size, store.ErrDamaged)
	}
	w.seen = seen{note: note, size: c.Size}
	if own, ok := w.self(); ok {
		for _, line := range ledger.Cosignatures(note, []ledger.Watcher{own}) {
			w.seen.at = line.At
		}
	}
	return nil
}

// Close gives the folder free.
func (w *Watcher) Close() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.log == nil {
		return nil
	}
	return w.log.Close()
}

// self answers the watcher's own key as others verify it.
func (w *Watcher) self() (ledger.Watcher, bool) {
	if w.KeyID == "" || w.Origin == "" {
		return ledger.Watcher{}, false
	}
	own, err := ledger.WatcherOf(depositary.WatcherName(w.Origin, w.KeyID), w.Key.Public().(ed25519.PublicKey))
	return own, err == nil
}

// member answers whose watcher it is, by the record; empty: its key is not enrolled for cosigning.
func (w *Watcher) member() body.MemberID {
	if w.record == nil {
		return ""
	}
	for _, k := range w.record.Docket.Keyring().Cosigners() {
		if k.ID == w.KeyID && k.Public == publicText(w.Key) {
			return k.Member
		}
	}
	return ""
}

// rounds is how often it looks again at once, because what it said is in the record.
const rounds = 3

// Look asks the host for what is new, verifies it, and says what it has seen. An *AlarmError: the host did wrong, or cannot show
// what it has signed; what was seen before stays as it was. Any other error: it could not be found out.
func (w *Watcher) Look(ctx context.Context) (Seen, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	var all Seen
	for round := 1; ; round++ {
		one, err := w.lookOnce(ctx)
		one.New, one.Said = one.New+all.New, one.Said+all.Said
		one.Beside.New, one.Beside.Erased = one.Beside.New+all.Beside.New, one.Beside.Erased+all.Beside.Erased
		said := one.Said > all.Said
		all = one
		// What the host did not take before it had heard what the watcher says, it may take now.
		if alarm := (*AlarmError)(nil); !said || round == rounds || errors.As(err, &alarm) {
			return all, err
		}
	}
}

func (w *Watcher) lookOnce(ctx context.Context) (Seen, error) {
	s, err := w.lookAtHost(ctx)
	if w.record == nil {
		return s, err
	}
	if s.Origin == "" {
		s = w.standing()
	}
	return s, errors.Join(err, w.compareAll(ctx))
}

func (w *Watcher) lookAtHost(ctx context.Context) (Seen, error) {
	note, err := w.at(w.URL).Checkpoint(ctx)
	if err != nil {
		return Seen{}, err
	}
	before := int64(0)
	if w.record == nil {
		err := w.openMirror(ctx)
		if errors.Is(err, store.ErrMissing) {
			err = w.begin(ctx, note)
		}
		if err != nil {
			return Seen{}, err
		}
	} else {
		before = w.record.Tree.Size()
		if err := w.take(ctx, note); err != nil {
			return w.standing(), err
		}
	}
	s := w.standing()
	s.New = s.Size - before
	var late []error
	if s.Beside, err = w.enclosed(ctx); err != nil {
		late = append(late, err)
	}
	if s.Member != "" {
		if s.Cosigned, err = w.cosign(ctx); err != nil {
			late = append(late, err)
		}
	}
	if err := w.handIn(ctx); err != nil {
		late = append(late, err)
	}
	if s.Member != "" {
		if s.Said, err = w.say(ctx, s.Member); err != nil {
			late = append(late, err)
		}
		_, s.Next = w.record.Docket.WatchDue(s.Member, w.Clock())
	}
	s.Deposits = len(w.deposits())
	return s, errors.Join(late...)
}

func (w *Watcher) standing() Seen {
	return Seen{Origin: w.Origin, Size: w.record.Tree.Size(), Root: w.record.Tree.Root(), Member: w.member()}
}

// ErrAddress: the host's address is none.
var ErrAddress = errors.New("not an address")
