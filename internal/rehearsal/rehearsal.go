// Package rehearsal keeps rooms in which a case is played on: throw-away copies of a record, each with entries up to a
// day, a depositary and a clock of its own, and a seat that whoever is in the room takes and changes at will.
//
// It knows how to copy the beginning of a record and how long a room may last. It refuses to know pages, cookies and
// readers, and it never writes to the record it copies. What is done in a room is gone with it.
package rehearsal

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"accede/dossier"
)

// What a caller can do something about.
var (
	// ErrFull: all rooms are taken by people who are in them. Come back later.
	ErrFull = errors.New("all rehearsal rooms are taken; try again in a while")
	// ErrLong: the record of a rehearsal has as many entries as one may have. Begin another.
	ErrLong = errors.New("this rehearsal has as many entries as one may have; begin another")
	// ErrBack: a clock runs only forward. Begin another rehearsal to go back.
	ErrBack = errors.New("the clock of a rehearsal runs only forward; begin another one to go back")
)

// Bounds of what rehearsals may hold, since anybody may begin one.
const (
	MaxRooms   = 32
	MaxEntries = 4000           // in one room, the copied ones with it
	MaxAge     = 24 * time.Hour // from its opening
	MaxIdle    = 4 * time.Hour  // from when it was last looked at
	shortIdle  = 15 * time.Minute
)

// Config is what Rooms are given. All fields are required, but Random.
type Config struct {
	Entries func(context.Context) ([]dossier.Entry, error) // the whole record that is rehearsed on
	Clock   func() time.Time
	Made    string    // the version of the program
	Random  io.Reader // of ids and keys; nil: the operating system's
}

// Rooms are the rehearsals that go on. New makes them; all methods may be called at once from many goroutines.
type Rooms struct {
	c  Config
	mu sync.Mutex
	in map[string]*Room
}

// New answers rooms of which none is taken.
func New(c Config) *Rooms {
	if c.Random == nil {
		c.Random = rand.Reader
	}
	return &Rooms{c: c, in: map[string]*Room{}}
}

// Open begins a rehearsal that forks from the record at an instant, or, for the zero instant, now. The id is random,
// of 128 bits: who knows it is in the room. ErrFull: there is no room.
func (r *Rooms) Open(ctx context.Context, asOf time.Time) (string, *Room, error) {
	if err := r.makeRoom(); err != nil {
		return "", nil, err
	}
	entries, err := r.c.Entries(ctx)
	if err != nil {
		return "", nil, fmt.Errorf("read the record to rehearse on: %w", err)
	}
	room, err := open(ctx, r.c, entries, asOf)
	if err != nil {
		return "", nil, fmt.Errorf("open a rehearsal as of %s: %w", asOf.Format(time.RFC3339), err)
	}
	raw := make([]byte, 16)
	if _, err := io.ReadFull(r.c.Random, raw); err != nil {
		return "", nil, errors.Join(fmt.Errorf("make the id of a rehearsal: %w", err), room.close())
	}
	id := hex.EncodeToString(raw)
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.in) >= MaxRooms { // others came in meanwhile
		return "", nil, errors.Join(ErrFull, room.close())
	}
	r.in[id] = room
	return id, room, nil
}

// makeRoom ends rehearsals that are over, and when all rooms are taken the one that was left longest.
func (r *Rooms) makeRoom() error {
	now := r.c.Clock()
	r.mu.Lock()
	defer r.mu.Unlock()
	oldest, idle := "", time.Duration(0)
	for id, room := range r.in {
		if room.over(now) {
			r.end(id)
			continue
		}
		if i := room.idle(now); i >= idle {
			oldest, idle = id, i
		}
	}
	if len(r.in) < MaxRooms {
		return nil
	}
	if idle < shortIdle {
		return ErrFull
	}
	r.end(oldest)
	return nil
}

// end closes a room. The lock is held.
func (r *Rooms) end(id string) {
	room := r.in[id]
	delete(r.in, id)
	// The log is memory: closing it cannot fail, and whoever still reads from the room is told that it is closed.
	go func() { _ = room.close() }()
}

// Find answers a room by its id; false where it was left or is over.
func (r *Rooms) Find(id string) (*Room, bool) {
	now := r.c.Clock()
	r.mu.Lock()
	defer r.mu.Unlock()
	room := r.in[id]
	if room == nil {
		return nil, false
	}
	if room.over(now) {
		r.end(id)
		return nil, false
	}
	room.touch(now)
	return room, true
}

// Leave ends a rehearsal. Leaving one that is over does nothing.
func (r *Rooms) Leave(id string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.in[id] != nil {
		r.end(id)
	}
}

// Close ends all rehearsals.
func (r *Rooms) Close() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	var errs []error
	for id, room := range r.in {
		delete(r.in, id)
		errs = append(errs, room.close())
	}
	return errors.Join(errs...)
}
