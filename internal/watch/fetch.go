package watch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"

	"accede/internal/store"
	"accede/ledger"
)

const (
	longestNote = 64 << 10
	longestTile = ledger.TileWidth * (2 + ledger.LongestEntry)
)

// ErrSilent: the host does not answer, or not with what was asked for.
var ErrSilent = errors.New("no answer")

// get asks the host, or another watcher, for what lies at an address.
func (w *Watcher) get(ctx context.Context, from, path string, most int64) ([]byte, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, from+path, nil)
	if err != nil {
		return nil, fmt.Errorf("ask for %s: %w", path, err)
	}
	status, data, err := w.ask(r, most)
	if err == nil && status != http.StatusOK {
		err = fmt.Errorf("ask for %s%s: it answers %d: %w", from, path, status, ErrSilent)
	}
	return data, err
}

// post hands something in.
func (w *Watcher) post(ctx context.Context, path, kind string, body []byte) (int, []byte, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, w.URL+path, bytes.NewReader(body))
	if err != nil {
		return 0, nil, fmt.Errorf("hand in at %s: %w", path, err)
	}
	r.Header.Set("Content-Type", kind)
	return w.ask(r, longestNote)
}

func (w *Watcher) ask(r *http.Request, most int64) (int, []byte, error) {
	resp, err := w.HTTP.Do(r)
	if err != nil {
		return 0, nil, fmt.Errorf("%w: %w", err, ErrSilent)
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(io.LimitReader(resp.Body, most+1))
	if err != nil || int64(len(data)) > most {
		return 0, nil, fmt.Errorf("read %s: %w", r.URL, errors.Join(err, ErrSilent))
	}
	return resp.StatusCode, data, nil
}

// entries asks for the entries after a position, up to a size, tile by tile. What comes is not believed.
func (w *Watcher) entries(ctx context.Context, after, size int64, each func([]store.Entry) error) error {
	for _, t := range ledger.EntryTiles(after, size) {
		data, err := w.get(ctx, w.URL, "/"+t.Path(), longestTile)
		if err != nil {
			return err
		}
		all, err := ledger.SplitEntries(data, t.Width)
		if err != nil {
			return fmt.Errorf("read %s: %w: %w", t.Path(), err, ErrSilent)
		}
		var some []store.Entry
		for i, e := range all {
			if seq := t.First() + int64(i); seq > after {
				some = append(some, store.Entry{Seq: seq, Bytes: e})
			}
		}
		if err := each(some); err != nil {
			return err
		}
		w.Tell(int(t.First()-1+int64(t.Width)-after), int(size-after))
	}
	return nil
}

// hashes answers the hashes that the host, or another watcher, publishes of its tree of size entries.
func (w *Watcher) hashes(ctx context.Context, from string, size int64) ledger.Hashes {
	return ledger.TileHashes(size, func(t ledger.Tile) ([]byte, error) {
		return w.get(ctx, from, "/"+t.Path(), ledger.TileWidth*int64(len(ledger.Hash{})))
	})
}
