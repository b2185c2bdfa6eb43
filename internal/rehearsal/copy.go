package rehearsal

import (
	"context"
	"fmt"
	"time"

	"golang.org/x/mod/sumdb/note"

	"accede/body"
	"accede/dossier"
	"accede/internal/depositary"
	"accede/internal/store"
	"accede/internal/store/mem"
	"accede/ledger"
)

// fork is the beginning of a record, as a rehearsal takes it over.
type fork struct {
	entries []dossier.Entry // without the founding
	docket  *dossier.Docket // folded from all of them
	start   time.Time       // by the clock of the rehearsal
}

// forkAt answers the entries that count as of an instant. Those of a reported record, which are folded by their days,
// get new positions, and are said to be registered at the fork.
func forkAt(all []dossier.Entry, asOf time.Time) (fork, error) {
	d, err := dossier.Fold(all, asOf)
	if err != nil {
		return fork{}, err
	}
	f := fork{docket: d, start: startOf(d, asOf)}
	for _, e := range all[1:] {
		switch {
		case d.Keeping() == body.Official && !e.At.After(asOf):
			f.entries = append(f.entries, e)
		case d.Keeping() == body.Reported && !e.Act.Date.In(d.Zone()).After(asOf):
			data, err := e.Act.Marshal()
			if err != nil {
				return fork{}, fmt.Errorf("copy entry %d: %w", e.Seq, err)
			}
			f.entries = append(f.entries, dossier.ActEntry(int64(len(f.entries)+2), f.start, e.Act, data))
		}
	}
	return f, nil
}

// startOf answers when a rehearsal begins: at noon of a day that is meant as a whole, else at the instant itself;
// never before what has been folded.
func startOf(d *dossier.Docket, asOf time.Time) time.Time {
	start := asOf.In(d.Zone())
	if y, m, day := start.Date(); start.Add(time.Second).Day() != day {
		start = time.Date(y, m, day, 12, 0, 0, 0, d.Zone())
	}
	if start.Before(d.At()) {
		start = d.At()
	}
	return start.UTC().Truncate(time.Microsecond)
}

// write writes a fork into a log of its own, under a key of its own.
func write(ctx context.Context, founding dossier.Founding, f fork, signer note.Signer) (store.Log, error) {
	log := mem.New()
	founded := f.start
	if len(f.entries) > 0 && f.entries[0].At.Before(founded) {
		founded = f.entries[0].At
	}
	origin, err := depositary.Found(ctx, log, founding, signer, founded)
	if err != nil {
		return nil, err
	}
	first, err := log.Read(ctx, 0, 1)
	if err != nil {
		return nil, err
	}
	tree := new(ledger.Tree)
	tree.Append(first[0].Bytes)
	lines := make([]store.Entry, len(f.entries))
	for i, e := range f.entries {
		data, err := e.Marshal()
		if err != nil {
			return nil, err
		}
		tree.Append(data)
		lines[i] = store.Entry{Seq: e.Seq, Bytes: data}
	}
	checkpoint, err := ledger.SignCheckpoint(signer, origin, tree.Size(), tree.Root())
	if err != nil {
		return nil, err
	}
	return log, log.Append(ctx, 1, lines, checkpoint)
}
