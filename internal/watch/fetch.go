package watch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"

	"accede/internal/store"
	"accede/internal/tiles"
	"accede/ledger"
)

const (
	longestNote = 64 << 10
	longestTile = ledger.TileWidth * (2 + ledger.LongestEntry)
)

// ErrSilent: the host does not answer, or not with what was asked for.
var ErrSilent = errors.New("no answer")

// Published is a record as a host or a watcher publishes it. What comes from there is not believed: whoever asks checks it.
type Published struct {
	URL  string
	HTTP *http.Client
}

// get asks for what lies at an address.
func (p Published) get(ctx context.Context, path string, most int64) ([]byte, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, p.URL+path, nil)
	if err != nil {
		return nil, fmt.Errorf("ask for %s: %w", path, err)
	}
	status, data, err := ask(p.HTTP, r, most)
	if err == nil && status != http.StatusOK {
		err = fmt.Errorf("ask for %s%s: it answers %d: %w", p.URL, path, status, ErrSilent)
	}
	return data, err
}

// Checkpoint answers the newest checkpoint, signed. ErrSilent.
func (p Published) Checkpoint(ctx context.Context) ([]byte, error) {
	return p.get(ctx, tiles.CheckpointPath, longestNote)
}

// Entries hands on the entries after a position, up to a size, tile by tile. ErrSilent.
func (p Published) Entries(ctx context.Context, after, size int64, each func([]store.Entry) error) error {
	for _, t := range ledger.EntryTiles(after, size) {
		data, err := p.get(ctx, "/"+t.Path(), longestTile)
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
	}
	return nil
}

// hashes answers the hashes of the tree of size entries.
func (p Published) hashes(ctx context.Context, size int64) ledger.Hashes {
	return ledger.TileHashes(size, func(t ledger.Tile) ([]byte, error) {
		return p.get(ctx, "/"+t.Path(), ledger.TileWidth*int64(len(ledger.Hash{})))
	})
}

// at answers what is published at an address.
func (w *Watcher) at(url string) Published { return Published{url, w.HTTP} }

// post hands something in.
func (w *Watcher) post(ctx context.Context, path, kind string, body []byte) (int, []byte, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, w.URL+path, bytes.NewReader(body))
	if err != nil {
		return 0, nil, fmt.Errorf("hand in at %s: %w", path, err)
	}
	r.Header.Set("Content-Type", kind)
	return ask(w.HTTP, r, longestNote)
}

func ask(by *http.Client, r *http.Request, most int64) (int, []byte, error) {
	resp, err := by.Do(r)
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

// entries asks the host for the entries after a position, and tells how far it is.
func (w *Watcher) entries(ctx context.Context, after, size int64, each func([]store.Entry) error) error {
	return w.at(w.URL).Entries(ctx, after, size, func(some []store.Entry) error {
		if err := each(some); err != nil {
			return err
		}
		w.Tell(int(some[len(some)-1].Seq-after), int(size-after))
		return nil
	})
}
