// Package tiles publishes a record for watchers: its checkpoint, the tiles of its tree and of its entries, and a receipt for
// every entry [C2SP tlog-tiles]; and takes the cosignatures they make of its checkpoints.
//
// It knows addresses, how long what it answers may be kept, and the form of tiles. It refuses to know what an entry says, and
// who may read it: what is in the tree is public, and what is not is not in the tree.
package tiles

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"

	"accede/internal/depositary"
	"accede/internal/store"
	"accede/ledger"
)

// Record is what is published. A depositary is one.
type Record interface {
	Moment() *depositary.Moment
	Cosign(ctx context.Context, note []byte) ([]byte, error)
}

// Entries reads entries; a store.Log is one.
type Entries interface {
	Read(ctx context.Context, after int64, limit int) ([]store.Entry, error)
}

// The addresses below which it answers.
const (
	CheckpointPath = "/checkpoint"
	TilePath       = "/tile/"
	ReceiptPath    = "/receipt/"
)

// longestNote bounds a checkpoint that is handed in, in bytes: some hundred lines.
const longestNote = 64 << 10

// Handler answers the published record. It may be asked by many goroutines at once.
func Handler(record Record, entries Entries) http.Handler {
	s := server{record, entries}
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+CheckpointPath, s.checkpoint)
	mux.HandleFunc("POST "+CheckpointPath, s.cosign)
	mux.HandleFunc("GET "+TilePath, s.tile)
	mux.HandleFunc("GET "+ReceiptPath+"{seq}", s.receipt)
	return mux
}

type server struct {
	record  Record
	entries Entries
}

// checkpoint answers the newest one, with the lines of watchers that have come in on it.
func (s server) checkpoint(w http.ResponseWriter, r *http.Request) {
	text := s.record.Moment().Checkpoint
	w.Header().Set("Cache-Control", "no-cache")
	answer(w, r, "text/plain; charset=utf-8", text)
}

// cosign takes a checkpoint with the lines of watchers, and answers the newest with all lines there are.
func (s server) cosign(w http.ResponseWriter, r *http.Request) {
	note, err := io.ReadAll(http.MaxBytesReader(w, r.Body, longestNote))
	if err != nil {
		http.Error(w, "a checkpoint has at most some hundred lines", http.StatusRequestEntityTooLarge)
		return
	}
	newest, err := s.record.Cosign(r.Context(), note)
	status := http.StatusOK
	switch {
	case err == nil:
	case errors.Is(err, depositary.ErrPassed):
		status = http.StatusConflict
	case errors.Is(err, depositary.ErrStranger):
		http.Error(w, err.Error(), http.StatusForbidden)
		return
	case errors.Is(err, ledger.ErrCheckpoint):
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	default:
		http.Error(w, "not kept; try again later", http.StatusServiceUnavailable)
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	w.Write(newest) // who does not get it asks again
}

func (s server) tile(w http.ResponseWriter, r *http.Request) {
	t, err := ledger.ParseTile(r.URL.Path[1:])
	m := s.record.Moment()
	if err != nil || !t.In(m.Size) {
		http.Error(w, "no such tile", http.StatusNotFound)
		return
	}
	var data []byte
	if t.Level == ledger.EntriesLevel {
		data, err = s.entriesOf(r.Context(), t)
	} else {
		data, err = m.Tree.Tile(t)
	}
	if err != nil {
		http.Error(w, "the record cannot be read; try again later", http.StatusServiceUnavailable)
		return
	}
	// What a tile holds never changes: a wider one has another address.
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	answer(w, r, "application/octet-stream", data)
}

func (s server) entriesOf(ctx context.Context, t ledger.Tile) ([]byte, error) {
	all, err := s.entries.Read(ctx, t.First()-1, t.Width)
	if err != nil {
		return nil, err
	}
	if len(all) != t.Width {
		return nil, fmt.Errorf("%s: %d entries: %w", t.Path(), len(all), store.ErrDamaged)
	}
	var data []byte
	for _, e := range all {
		if data, err = ledger.AppendEntry(data, e.Bytes); err != nil {
			return nil, err
		}
	}
	return data, nil
}

// receipt answers the proof that an entry stands in the record as it now is, in the form of C2SP tlog-proof.
func (s server) receipt(w http.ResponseWriter, r *http.Request) {
	m := s.record.Moment()
	seq, err := strconv.ParseInt(r.PathValue("seq"), 10, 64)
	if err != nil || seq < 1 || seq > m.Size || strconv.FormatInt(seq, 10) != r.PathValue("seq") {
		http.Error(w, "no such entry", http.StatusNotFound)
		return
	}
	path, err := m.Tree.Inclusion(seq, m.Size)
	if err != nil {
		http.Error(w, "no such entry", http.StatusNotFound)
		return
	}
	text, err := ledger.Receipt{Seq: seq, Path: path, Checkpoint: m.Checkpoint}.MarshalText()
	if err != nil {
		http.Error(w, "no receipt", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Cache-Control", "no-cache")
	w.Header().Set("Content-Disposition", fmt.Sprintf("attachment; filename=%q", fmt.Sprintf("entry-%d.tlog-proof", seq)))
	answer(w, r, "text/plain; charset=utf-8", text)
}

// answer sends bytes, or that they are those the asker has.
func answer(w http.ResponseWriter, r *http.Request, kind string, data []byte) {
	sum := sha256.Sum256(data)
	tag := `"` + base64.RawURLEncoding.EncodeToString(sum[:18]) + `"`
	w.Header().Set("ETag", tag)
	if r.Header.Get("If-None-Match") == tag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	w.Header().Set("Content-Type", kind)
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("Content-Length", strconv.Itoa(len(data)))
	w.Write(data) // who does not get all of it asks again
}
