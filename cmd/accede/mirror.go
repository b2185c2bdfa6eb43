package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"

	"accede/dossier"
	"accede/internal/depositary"
	"accede/internal/enclosure"
	"accede/internal/store"
	"accede/internal/store/mem"
	"accede/internal/watch"
	"accede/ledger"
)

// mirror is a record as a watcher has it. What comes from there is not believed.
type mirror interface {
	Checkpoint(ctx context.Context) ([]byte, error)
	Entries(ctx context.Context, after, size int64, each func([]store.Entry) error) error
	Close() error
}

// openMirror opens the mirror of a watcher: at an address, or in a folder.
func openMirror(ctx context.Context, place string) (mirror, error) {
	if strings.HasPrefix(place, "http://") || strings.HasPrefix(place, "https://") {
		return published{watch.Published{URL: strings.TrimSuffix(place, "/"), HTTP: &http.Client{Timeout: time.Minute}}}, nil
	}
	place, err := mirrorIn(place)
	if err != nil {
		return nil, err
	}
	log, err := openToRead(ctx, place)
	if err != nil {
		return nil, err
	}
	return folded{log}, nil
}

// mirrorIn answers the folder of a mirror, given that or the watcher's.
func mirrorIn(place string) (string, error) {
	inner := filepath.Join(place, watch.MirrorDir)
	switch _, err := os.Stat(inner); {
	case err == nil:
		return inner, nil
	case errors.Is(err, fs.ErrNotExist):
		return place, nil
	default:
		return "", err
	}
}

// healEnclosed puts what is enclosed, not erased and not beside a record back from the folder of a mirror that has it, each item
// held to its seal, and answers how many. A mirror at an address hands out no such content.
func (s *session) healEnclosed(place, dir string, d *dossier.Docket) (n int, err error) {
	if strings.HasPrefix(place, "http://") || strings.HasPrefix(place, "https://") {
		return 0, nil
	}
	if place, err = mirrorIn(place); err != nil {
		return 0, err
	}
	missing, err := missingOf(s.ctx, d, dir)
	if err != nil || len(missing) == 0 {
		return 0, err
	}
	from, err := enclosure.OpenReadOnly(place)
	if err != nil {
		return 0, err
	}
	defer from.Close()
	to, err := enclosure.Open(dir, 0)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, to.Close()) }()
	for _, seal := range missing {
		o, err := from.Get(s.ctx, seal)
		if errors.Is(err, enclosure.ErrMissing) {
			continue
		}
		e, _ := d.Enclosed(seal)
		if err == nil {
			err = depositary.CheckItem(e.Act(d.Charter().Body), e.Enclosure, o)
		}
		if err != nil {
			return n, fmt.Errorf("what entry %d encloses: %w", e.Seq, err)
		}
		if err := to.Put(s.ctx, o); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

type published struct{ watch.Published }

func (published) Close() error { return nil }

// folded is a mirror in a folder.
type folded struct{ store.Log }

// Entries hands on the entries after a position, up to a size.
func (m folded) Entries(ctx context.Context, after, size int64, each func([]store.Entry) error) error {
	for after < size {
		some, err := m.Read(ctx, after, int(min(copyLen, size-after)))
		if err != nil {
			return err
		}
		if len(some) == 0 {
			return &store.DamageError{Position: after + 1, What: "missing in the mirror"}
		}
		if err := each(some); err != nil {
			return err
		}
		after += int64(len(some))
	}
	return nil
}

// healLog adds to a log what a mirror has more, in one commit, once all of it is verified, and answers how many entries.
// depositary.ErrParted: the mirror has another history.
func (s *session) healLog(log store.Log, place string) (int64, error) {
	m, err := openMirror(s.ctx, place)
	if err != nil {
		return 0, fmt.Errorf("open the mirror %s: %w", place, err)
	}
	defer m.Close()
	signed, err := m.Checkpoint(s.ctx)
	if err != nil {
		return 0, fmt.Errorf("ask the mirror %s: %w", place, err)
	}
	c, err := ledger.PeekCheckpoint(signed)
	if err != nil {
		return 0, fmt.Errorf("read the checkpoint of the mirror %s: %w", place, err)
	}
	size, err := log.Size(s.ctx)
	if err != nil {
		return 0, err
	}
	if size > 0 {
		// What the record has is not asked for again: it is compared by its root.
		r, err := depositary.Load(s.ctx, log)
		if err != nil {
			return 0, err
		}
		if err := r.Continues(signed); !errors.Is(err, depositary.ErrBehind) {
			return 0, err // nothing is missing, or it is another history
		}
	}
	fresh, err := s.fresh(log, m, size, c.Size, signed)
	if err != nil {
		return 0, err
	}
	return int64(len(fresh)), log.Append(s.ctx, size, fresh, signed)
}

// fresh answers the entries that a mirror has more, once the record with them verifies.
func (s *session) fresh(log store.Log, m mirror, size, to int64, signed []byte) ([]store.Entry, error) {
	whole := mem.New()
	defer whole.Close()
	tell := s.progress("verifying entries of the mirror")
	for n := int64(0); n < size; {
		some, err := log.Read(s.ctx, n, copyLen)
		if err != nil {
			return nil, err
		}
		if err := whole.Append(s.ctx, n, some, nil); err != nil {
			return nil, err
		}
		n += int64(len(some))
	}
	var fresh []store.Entry
	err := m.Entries(s.ctx, size, to, func(some []store.Entry) error {
		at := size + int64(len(fresh))
		fresh = append(fresh, some...)
		tell(len(fresh), int(to-size))
		return whole.Append(s.ctx, at, some, nil)
	})
	if err == nil {
		err = whole.Append(s.ctx, to, nil, signed)
	}
	if err != nil {
		return nil, fmt.Errorf("take entries from the mirror: %w", err)
	}
	if _, err := depositary.Load(s.ctx, whole); err != nil {
		if damage := (*store.DamageError)(nil); errors.As(err, &damage) {
			err = fmt.Errorf("with the entries of the mirror the record does not verify: %w: %w", err, depositary.ErrParted)
		}
		return nil, err
	}
	return fresh, nil
}

// seenBy answers the checkpoints that watchers have seen. What the host's key, in a folder, has not signed is no word of the
// host's, and one that does not answer does not stand in the way of serving: both are told and passed over.
func (s *session) seenBy(record string, watchers []string) ([][]byte, error) {
	if len(watchers) == 0 {
		return nil, nil
	}
	dir, err := s.besideForWriting(record)
	if err != nil {
		return nil, err
	}
	host, err := hostVerifier(dir)
	if err != nil {
		return nil, err
	}
	var known [][]byte
	for _, url := range watchers {
		from := watch.Published{URL: strings.TrimSuffix(url, "/"), HTTP: &http.Client{Timeout: 10 * time.Second}}
		note, err := from.Checkpoint(s.ctx)
		if err == nil {
			var c ledger.Checkpoint
			if c, err = ledger.PeekCheckpoint(note); err == nil {
				_, err = ledger.OpenCheckpoint(host, c.Origin, note)
			}
		}
		if err != nil {
			fmt.Fprintf(s.stderr, "Not compared with the watcher %s: %s\n", url, oneLine(err.Error()))
			continue
		}
		known = append(known, note)
	}
	return known, nil
}

// hostVerifier answers the public half of the host's key in a folder.
func hostVerifier(dir string) (note.Verifier, error) {
	if _, err := readHost(dir); err != nil {
		return nil, err
	}
	private, err := os.ReadFile(filepath.Join(dir, keyFile))
	if err != nil {
		return nil, fmt.Errorf("read the host's key: %w", err)
	}
	public, err := ledger.PublicKey(strings.TrimSpace(string(private)))
	if err != nil {
		return nil, err
	}
	return ledger.NewVerifier(public)
}
