package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"time"

	"accede/internal/bundle"
	"accede/internal/view"
	"accede/internal/web"
	"accede/ledger"
)

// archive answers the exact bytes of an open record, and proofs over them, to the pages.
type archive struct{ office *office }

var _ web.Archive = archive{}

// Proof answers an entry and the way from it to the root of the record as it now is.
func (a archive) Proof(ctx context.Context, seq int64) (view.Proof, error) {
	m := a.office.Moment()
	entries, err := a.office.log.Read(ctx, seq-1, 1)
	if err != nil {
		return view.Proof{}, fmt.Errorf("read entry %d: %w", seq, err)
	}
	hashes, err := m.Tree.Inclusion(seq, m.Size)
	if err != nil || len(entries) == 0 {
		return view.Proof{}, fmt.Errorf("prove entry %d of %d: %w", seq, m.Size, err)
	}
	p := view.Proof{
		Bytes: entries[0].Bytes, Leaf: ledger.LeafHash(entries[0].Bytes).String(), Size: m.Size, Root: m.Tree.Root().String(),
		Checkpoint: string(m.Checkpoint), Hashes: make([]string, len(hashes)),
	}
	for i, h := range hashes {
		p.Hashes[i] = h.String()
	}
	return p, nil
}

// Bundle writes a dossier of the record as it now is.
func (a archive) Bundle(ctx context.Context, to io.Writer, id string) error {
	d, err := a.office.Docket(ctx, time.Time{})
	if err != nil {
		return err
	}
	m := a.office.Moment() // not before the docket: it holds at least what is folded
	seqs := seqsOf(d, id)
	if seqs == nil {
		return noDossier(d, id)
	}
	h := bundle.Header{Origin: m.Origin, Host: m.Host, Checkpoint: m.Checkpoint, Size: m.Size, Dossier: id}
	return bundle.Write(to, h, bundleLines(ctx, h, a.office.log, m.Tree, slices.Values(seqs)))
}
