package depositary

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"

	"accede/act/signature"
	"accede/dossier"
	"accede/internal/store"
	"accede/ledger"
)

var (
	// ErrStranger: nobody whose cosignature is taken has signed the checkpoint.
	ErrStranger = errors.New("no cosignature of a watcher of this record")
	// ErrPassed: the checkpoint is not the newest any more, or never was one of this record. Cosign the newest.
	ErrPassed = errors.New("not the newest checkpoint of this record")
)

// WatchersOf answers the verifiers of the cosignatures of a record's own watchers: those of the keys that members have
// enrolled for it.
func WatchersOf(origin ledger.Origin, keys dossier.Keyring) []ledger.Watcher {
	var all []ledger.Watcher
	for _, k := range keys.Cosigners() {
		public, err := signature.Decode(k.Public)
		if err != nil {
			continue
		}
		if w, err := ledger.WatcherOf(WatcherName(origin, k.ID), public); err == nil {
			all = append(all, w)
		}
	}
	return all
}

// WatcherName answers the name under which a key of a record cosigns its checkpoints.
func WatcherName(origin ledger.Origin, key string) string {
	name, _, _ := strings.Cut(strings.TrimPrefix(string(origin), "accede/"), "/")
	return "accede/" + name + "/watch/" + key
}

// Watchers answers whose cosignatures are taken now.
func (d *Depositary) Watchers() []ledger.Watcher {
	m := d.now.Load()
	return append(WatchersOf(m.Origin, m.Keys), d.watchers...)
}

// Cosign adds the lines of watchers on a checkpoint to the newest one, if it is that, and keeps it. It answers the newest
// checkpoint with every line there is. ErrStranger: no line is one of a watcher of the record. ErrPassed: it is not the
// newest, which comes back with the error. Other errors are those of Submit.
func (d *Depositary) Cosign(ctx context.Context, note []byte) ([]byte, error) {
	m := d.now.Load()
	if _, err := ledger.PeekCheckpoint(note); err != nil {
		return m.Checkpoint, err
	}
	if len(ledger.Cosignatures(note, d.Watchers())) == 0 {
		return m.Checkpoint, fmt.Errorf("cosign: %w", ErrStranger)
	}
	a, err := d.ask(&request{ctx: ctx, note: bytes.Clone(note), reply: make(chan answer, 1)})
	if err == nil {
		err = a.err
	}
	return d.now.Load().Checkpoint, err
}

// keepCosigned replaces the checkpoint by one with more lines. Nothing is under way.
func (d *Depositary) keepCosigned(ctx context.Context, note []byte) error {
	if !d.Writes() {
		return fmt.Errorf("cosign: another process writes this record: %w", store.ErrReadOnly)
	}
	both, err := ledger.AddLines(d.w.checkpoint, note, d.Watchers())
	if err != nil {
		return fmt.Errorf("cosign: %w: %w", err, ErrPassed)
	}
	if bytes.Equal(both, d.w.checkpoint) {
		return nil
	}
	if err := d.log.Append(ctx, d.w.tree.Size(), nil, both); err != nil {
		return d.forget(fate(err, d.begin()))
	}
	d.w.checkpoint = both
	d.publish()
	return nil
}
