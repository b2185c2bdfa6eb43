package watch

import (
	"context"
	"errors"
	"fmt"

	"accede/ledger"
)

// compareAll compares what the host has shown here with what it has shown to other watchers.
func (w *Watcher) compareAll(ctx context.Context) error {
	var found []error
	for _, peer := range w.Peers {
		found = append(found, w.compare(ctx, peer))
	}
	return errors.Join(found...)
}

// compare asks another watcher for its newest checkpoint. The host has signed it, so a watcher that lies can hide
// something, and invent nothing.
func (w *Watcher) compare(ctx context.Context, peer string) error {
	note, err := w.at(peer).Checkpoint(ctx)
	if err != nil {
		return fmt.Errorf("compare with the watcher %s: %w", peer, err)
	}
	c, err := ledger.OpenCheckpoint(w.record.Host, w.Origin, note)
	if err != nil {
		return fmt.Errorf("compare with the watcher %s: it has no checkpoint of this record: %w: %w", peer, err, ErrSilent)
	}
	size, before := w.record.Tree.Size(), w.others[peer]
	w.others[peer] = c.Size
	if c.Size <= size {
		return w.continued(c, note)
	}
	root, err := ledger.RootOf(w.at(peer).hashes(ctx, c.Size), size)
	if err != nil {
		return fmt.Errorf("compare with the watcher %s: %w: %w", peer, err, ErrSilent)
	}
	switch {
	case root != w.record.Tree.Root():
		return w.parted(ctx, peer, c, note)
	case before > size: // it had them at the look before: there was time to show them here
		return w.alarm(ErrHidden, nil, "the host has shown %d entries to the watcher %s, and shows %d here", c.Size, peer, size)
	}
	return nil
}
