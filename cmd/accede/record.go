package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
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
	"accede/internal/store"
	"accede/internal/store/sqlite"
	"accede/ledger"
)

// keyFile is the name of the host's private key in the folder of a record, beside record.db and lock.
const keyFile = "host.key"

// found makes a record in a folder, with a key of its own, and writes its founding. A folder in which an earlier
// attempt was cut short before the founding is taken up again.
func found(ctx context.Context, dir, charter, bodyID string, now time.Time, keys ...act.Key) (ledger.Origin, error) {
	log, err := sqlite.Create(dir)
	if errors.Is(err, store.ErrExists) {
		log, err = sqlite.Open(dir)
	}
	if err != nil {
		return "", err
	}
	defer log.Close()
	if n, err := log.Size(ctx); err != nil {
		return "", err
	} else if n > 0 {
		return "", fmt.Errorf("found a record in %s: there is one of %d entries; take another folder: %w", dir, n, depositary.ErrFounded)
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
		if err := os.WriteFile(file, []byte(private+"\n"), 0o600); err != nil {
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
	log      *sqlite.Log
	enclosed *enclosure.Store
	gauge    *gauge.Gauge // nil: nothing is counted
}

// openOffice opens a record for writing. Whatever is refused, the record stays as it was.
func (s *session) openOffice(dir string) (*office, error) {
	log, err := sqlite.Open(dir)
	if err != nil {
		return nil, advise(dir, err)
	}
	signer, err := readHost(dir)
	if err != nil {
		return nil, errors.Join(err, log.Close())
	}
	enclosed, err := enclosure.Open(dir, 0)
	if err != nil {
		return nil, errors.Join(err, log.Close())
	}
	d, err := depositary.Open(s.ctx, depositary.Config{Log: log, Signer: signer, Clock: s.clock, Logger: s.logger, Enclosures: enclosed})
	if err != nil {
		enclosed.Close()
		log.Close()
		return nil, advise(dir, fmt.Errorf("open record %s: %w", dir, err))
	}
	return &office{Depositary: d, log: log, enclosed: enclosed}, nil
}

// Close lets what is under way be finished, and gives the record free.
func (o *office) Close() error {
	return errors.Join(o.Depositary.Close(), o.enclosed.Close(), o.log.Close())
}

// advise adds what to do to errors of opening a record.
func advise(dir string, err error) error {
	switch {
	case errors.Is(err, store.ErrMissing), errors.Is(err, depositary.ErrEmpty):
		return fmt.Errorf("%w; make one with: accede init %s --charter NAME", err, dir)
	case errors.Is(err, store.ErrNewer):
		return fmt.Errorf("%w; this is %s: install the newer one", err, "accede "+versionNow().Version)
	}
	return err
}

// readRecord reads a record without its lock, as of an instant; it may be served or written at the same time.
func (s *session) readRecord(dir string, asOf asOf) (*depositary.Record, time.Time, error) {
	log, err := sqlite.OpenReadOnly(dir)
	if err != nil {
		return nil, time.Time{}, advise(dir, err)
	}
	defer log.Close()
	r, err := depositary.LoadAsOf(s.ctx, log, asOf.end)
	if err != nil {
		return nil, time.Time{}, advise(dir, fmt.Errorf("read record %s: %w", dir, err))
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
