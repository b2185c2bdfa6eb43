package main

import (
	"context"
	"io"
	"slices"
	"time"

	"accede/internal/bundle"
	"accede/internal/view"
	"accede/internal/web"
)

// archive answers the exact bytes of an open record, and proofs over them, to the pages.
type archive struct{ office *office }

var _ web.Archive = archive{}

// Proof answers an entry and the way from it to the root of the record as it now is.
func (a archive) Proof(ctx context.Context, seq int64) (view.Proof, error) {
	m := a.office.Moment()
	return prove(ctx, a.office.log, m.Tree, string(m.Checkpoint), seq)
}

// Bundle writes a dossier of the record as it now is, or the whole of it.
func (a archive) Bundle(ctx context.Context, to io.Writer, id string) error {
	if id == "" {
		m := a.office.Moment()
		h := bundle.Header{Origin: m.Origin, Host: m.Host, Checkpoint: m.Checkpoint, Size: m.Size}
		return bundle.Write(to, h, bundleLines(ctx, h, a.office.log, m.Tree, everySeq(m.Size)))
	}
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
