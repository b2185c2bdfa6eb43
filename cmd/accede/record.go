package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"

	"accede/act"
	"accede/dossier"
	"accede/form"
	"accede/internal/depositary"
	"accede/internal/enclosure"
	"accede/internal/gauge"
	"accede/internal/highwater"
	"accede/internal/snapshot"
	"accede/internal/store"
	"accede/ledger"
)

// keyFile is the name of the host's private key in the folder of a record, beside record.db and lock.
const keyFile = "host.key"

// found makes a record, with a key of its own, and writes its founding. A place in which an earlier
// attempt was cut short before the founding is taken up again.
func (s *session) found(record, charter, bodyID string, keys ...act.Key) (ledger.Origin, error) {
	ctx, now := s.ctx, s.clock()
	dir, err := s.beside(record)
	if err != nil {
		return "", err
	}
	log, err := createPlace(ctx, record)
	if errors.Is(err, store.ErrExists) {
		log, err = openToWrite(ctx, record)
	}
	if err != nil {
		return "", err
	}
	defer log.Close()
	if n, err := log.Size(ctx); err != nil {
		return "", err
	} else if n > 0 {
		return "", fmt.Errorf("found a record in %s: there is one of %d entries; take another folder: %w", shown(record), n, depositary.ErrFounded)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", fmt.Errorf("make the folder of what lies beside the record: %w", err)
	}
	signer, public, err := newHost(dir, "accede/"+bodyID)
	if err != nil {
		return "", err
	}
	f := dossier.Founding{Charter: charter, Host: public, Made: "accede " + versionNow().Version, Keys: keys}
	origin, err := depositary.Found(ctx, log, f, signer, now)
	if err != nil {
		return "", err
	}
	return origin, log.Close()
}

// newHost makes a key and keeps it in the folder; a key that is there already is used.
func newHost(dir, name string) (note.Signer, string, error) {
	private, public, err := ledger.GenerateKey(rand.Reader, name)
	if err != nil {
		return nil, "", err
	}
	file := filepath.Join(dir, keyFile)
	switch text, err := os.ReadFile(file); {
	case err == nil:
		private = strings.TrimSpace(string(text))
		if public, err = ledger.PublicKey(private); err != nil {
			return nil, "", fmt.Errorf("%s: %w", file, err)
		}
	case errors.Is(err, fs.ErrNotExist):
		err := writePrivate(file, func(w io.Writer) error { // a record whose key a crash has taken cannot be gone on with
			_, err := io.WriteString(w, private+"\n")
			return err
		})
		if err != nil {
			return nil, "", fmt.Errorf("keep the host's key: %w", err)
		}
	default:
		return nil, "", fmt.Errorf("read the host's key: %w", err)
	}
	signer, err := ledger.NewSigner(private)
	return signer, public, err
}

// readHost reads the host's key of a record.
func readHost(dir string) (note.Signer, error) {
	file := filepath.Join(dir, keyFile)
	text, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s is missing: without the host's key the record can be read, not written: %w", file, depositary.ErrHost)
	}
	if err != nil {
		return nil, fmt.Errorf("read the host's key: %w", err)
	}
	signer, err := ledger.NewSigner(string(text))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return signer, nil
}

// office is an open record with the one way into it.
type office struct {
	*depositary.Depositary
	dir      string // of what lies beside the record
	log      store.Log
	peers    *http.Server // takes acts from other processes; nil: nobody else serves the record
	enclosed *enclosure.Store
	mark     *highwater.Keeper
	gauge    *gauge.Gauge // nil: nothing is counted
}

// openOffice opens a record for writing. Whatever is refused, the record stays as it was.
func (s *session) openOffice(record string) (*office, error) { return s.openKnowing(record, nil) }

// openKnowing is openOffice of a record that has to continue these checkpoints.
func (s *session) openKnowing(record string, known [][]byte) (*office, error) {
	dir, err := s.besideForWriting(record)
	if err != nil {
		return nil, err
	}
	log, err := openToWrite(s.ctx, record)
	if err != nil {
		return nil, advise(record, err)
	}
	o, err := s.officeOf(record, dir, log, depositary.Config{Known: known})
	if err != nil {
		return nil, errors.Join(err, log.Close())
	}
	return o, nil
}

// officeOf opens the one way into a record. The log stays the caller's to close where it is refused.
func (s *session) officeOf(record, dir string, log store.Log, c depositary.Config) (*office, error) {
	signer, err := readHost(dir)
	if err != nil {
		return nil, err
	}
	enclosed, err := enclosure.Open(dir, s.enclosedMost)
	if err != nil {
		return nil, err
	}
	if err := enclosed.Expire(s.ctx, s.clock()); err != nil {
		return nil, errors.Join(err, enclosed.Close())
	}
	known, err := highwater.Read(dir)
	if err != nil {
		return nil, errors.Join(err, enclosed.Close())
	}
	if known != nil {
		c.Known = append(c.Known, known)
	}
	mark := highwater.Open(dir, s.logger)
	c.Log, c.Signer, c.Clock, c.Logger, c.Enclosures, c.Signed = log, signer, s.clock, s.logger, enclosed, mark.Keep
	c.Snapshots, c.Release = snapshot.Folder(dir), releaseNow
	c.Steady, c.Jump, c.Share = s.steady, s.clockJump, s.shareMost
	d, err := depositary.Open(s.ctx, c)
	if err != nil {
		return nil, errors.Join(advise(record, fmt.Errorf("open record %s: %w", shown(record), err)), enclosed.Close(), mark.Close())
	}
	return &office{Depositary: d, dir: dir, log: log, enclosed: enclosed, mark: mark}, nil
}

// broken answers what is closed when the disk of the record is found at fault; nil, which never is, for a record in a
// database, which sees to its disk itself.
func (o *office) broken() <-chan struct{} {
	if l, ok := o.log.(interface{ Broken() <-chan struct{} }); ok {
		return l.Broken()
	}
	return nil
}

// Close lets what is under way be finished, and gives the record free.
func (o *office) Close() error {
	var peers error
	if o.peers != nil {
		peers = o.peers.Close()
	}
	return errors.Join(o.Depositary.Close(), o.enclosed.Close(), o.log.Close(), o.mark.Close(), peers)
}

// advise adds what to do to errors of opening a record.
func advise(record string, err error) error {
	switch {
	case errors.Is(err, store.ErrMissing), errors.Is(err, depositary.ErrEmpty):
		return fmt.Errorf("%w; make one with: accede init %s --charter NAME", err, shown(record))
	case errors.Is(err, depositary.ErrBehind):
		return fmt.Errorf("%w; heal it from a watcher's mirror: accede restore %s --from-mirror DIR|URL", err, shown(record))
	case errors.Is(err, store.ErrNewer):
		return fmt.Errorf("%w; this is %s: install the newer one", err, "accede "+versionNow().Version)
	}
	return err
}

// readRecord reads a record without its lock, as of an instant; it may be served or written at the same time.
func (s *session) readRecord(record string, asOf asOf) (*depositary.Record, time.Time, error) {
	if _, err := s.beside(record); err != nil {
		return nil, time.Time{}, err
	}
	log, err := openToRead(s.ctx, record)
	if err != nil {
		return nil, time.Time{}, advise(record, err)
	}
	defer log.Close()
	r, err := depositary.LoadAsOf(s.ctx, log, asOf.end)
	if err != nil {
		return nil, time.Time{}, advise(record, fmt.Errorf("read record %s: %w", shown(record), err))
	}
	at := asOf.end(r.Docket.Zone())
	if at.IsZero() {
		at = s.clock()
		if err := r.Docket.Advance(at); err != nil {
			return nil, time.Time{}, err
		}
	}
	return r, at, nil
}

// asOf is the value of --as-of: a day, which means its end in the charter's time zone, or an instant. The zero value
// is now.
type asOf struct{ given form.Instant }

// UnmarshalText reads a date or an RFC 3339 instant.
func (a *asOf) UnmarshalText(text []byte) (err error) {
	a.given, err = form.ParseInstant(string(text))
	return err
}

// end answers the instant, in the zone; the zero instant for now.
func (a asOf) end(zone *time.Location) time.Time {
	switch {
	case a.given.IsZero():
		return time.Time{}
	case a.given.DayOnly():
		return a.given.Day.AddDays(1).In(zone).Add(-time.Nanosecond)
	}
	return a.given.At
}
