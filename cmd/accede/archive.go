package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"time"

	"accede/act"
	"accede/dossier"
	"accede/internal/bundle"
	"accede/internal/depositary"
	"accede/internal/enclosure"
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

// Bundle writes a dossier of the record as it now is, or the whole of it, with what the reader may have of what is enclosed.
func (a archive) Bundle(ctx context.Context, to io.Writer, id string, reader web.Reader) error {
	d, err := a.office.Docket(ctx, time.Time{})
	if err != nil {
		return err
	}
	m := a.office.Moment() // not before the docket: it holds at least what is folded
	h, lines, err := a.entries(ctx, d, m, id)
	if err != nil {
		return err
	}
	seals, err := a.readable(ctx, d, m.Size, id, reader)
	if err != nil {
		return err
	}
	if len(seals) > 0 {
		h.For = cmp.Or(string(reader.Party), bundle.Public)
	}
	return bundle.WriteEnclosed(to, h, lines, a.still(ctx, seals))
}

// Entries writes a dossier of the record as it now is, without what is enclosed.
func (a archive) Entries(ctx context.Context, to io.Writer, id string) error {
	d, err := a.office.Docket(ctx, time.Time{})
	if err != nil {
		return err
	}
	h, lines, err := a.entries(ctx, d, a.office.Moment(), id)
	if err != nil {
		return err
	}
	return bundle.Write(to, h, lines)
}

func (a archive) entries(ctx context.Context, d *dossier.Docket, m *depositary.Moment, id string) (bundle.Header, iter.Seq2[bundle.Line, error], error) {
	h := bundle.Header{Origin: m.Origin, Host: m.Host, Checkpoint: m.Checkpoint, Size: m.Size, Dossier: id}
	seqs := everySeq(m.Size)
	if id != "" {
		some := seqsOf(d, id)
		if some == nil {
			return h, nil, noDossier(d, id)
		}
		seqs = slices.Values(some)
	}
	return h, bundleLines(ctx, h, a.office.log, m.Tree, seqs), nil
}

// readable answers the seals of what a reader may have of what is enclosed in a dossier, or in the whole record. The docket
// may be older than the size the bundle is of: what was erased since is left out.
func (a archive) readable(ctx context.Context, d *dossier.Docket, size int64, id string, reader web.Reader) ([]string, error) {
	var seals []string
	for _, e := range d.Enclosures() {
		if (id == "" || slices.Contains(e.Dossiers, id)) && e.Redacted == 0 && d.MayRead(e, reader.Party, reader.At) {
			seals = append(seals, e.Seal)
		}
	}
	for read := d.Size(); len(seals) > 0 && read < size; {
		since, err := a.office.log.Read(ctx, read, int(min(size-read, 1024)))
		if err != nil || len(since) == 0 {
			return nil, fmt.Errorf("read what was entered behind entry %d: %w", read, err)
		}
		for _, line := range since {
			e, err := dossier.ParseEntry(line.Bytes)
			if err != nil {
				return nil, fmt.Errorf("read entry %d: %w", line.Seq, err)
			}
			if e.Act == nil {
				continue
			}
			if do, ok := e.Act.Do.(*act.Redact); ok {
				seals = slices.DeleteFunc(seals, func(seal string) bool { return slices.Contains(do.Of, seal) })
			}
		}
		read += int64(len(since))
	}
	return seals, nil
}

// still yields what is still kept under seals: what is erased while others are written is left out.
func (a archive) still(ctx context.Context, seals []string) iter.Seq2[act.Opening, error] {
	return func(yield func(act.Opening, error) bool) {
		for _, seal := range seals {
			o, err := a.office.enclosed.Get(ctx, seal)
			if errors.Is(err, enclosure.ErrMissing) {
				continue
			}
			if !yield(o, err) || err != nil {
				return
			}
		}
	}
}
