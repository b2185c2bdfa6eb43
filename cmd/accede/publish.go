package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"accede/dossier"
	"accede/internal/bundle"
	"accede/internal/depositary"
	"accede/internal/enclosure"
	"accede/internal/publish"
	"accede/internal/store"
	"accede/internal/view"
	"accede/internal/web"
	"accede/ledger"
)

// wholeBundle is the name, in a published copy, of the bundle of the whole record.
const wholeBundle = "record.bundle"

// publishVerb writes the pages of a record as files.
type publishVerb struct {
	Dir     string `arg:"" placeholder:"DIR" help:"The folder to write: a new one, or an earlier copy, which is replaced."`
	Record  string `required:"" placeholder:"DIR" help:"Folder of the record."`
	NoFlags bool   `name:"no-flags" help:"Draw no flags."`
	Map     string `placeholder:"FILE" help:"The organisation's own map, SVG, as for serve."`
	JSON    bool   `name:"json" help:"Print JSON."`
}

// Help is shown by --help.
func (publishVerb) Help() string {
	return "Examples:\n\n  accede publish public --record records/nato\n\n  accede verify public/record.bundle\n\n" +
		"The copy is what a reader who is nobody sees, in English: every page but those on which something is asked or handed in, " +
		"and the overview of every day on which something happened. Any file server can hand it out. What is sealed is not in it."
}

// Run carries the verb out.
func (v *publishVerb) Run(s *session) error {
	log, err := openToRead(s.ctx, v.Record)
	if err != nil {
		return advise(v.Record, err)
	}
	defer log.Close()
	c, err := s.copyOf(log)
	if err != nil {
		return advise(v.Record, fmt.Errorf("read record %s: %w", shown(v.Record), err))
	}
	dir, err := s.beside(v.Record)
	if err != nil {
		return err
	}
	enclosed, err := enclosure.OpenReadOnly(dir)
	if err != nil {
		return err
	}
	defer enclosed.Close()
	site, err := v.site(s, c, enclosed)
	if err != nil {
		return err
	}
	files, err := publish.Write(s.ctx, v.Dir, site)
	if err != nil {
		if errors.Is(err, publish.ErrOther) {
			return badUse("%w", err)
		}
		return err
	}
	check := filepath.Join(v.Dir, wholeBundle)
	if v.JSON {
		return s.printJSON(map[string]any{"folder": v.Dir, "files": files, "bundle": check, "size": c.record.Tree.Size(), "origin": c.record.Origin})
	}
	fmt.Fprintf(s.stdout, "Wrote %d files to %s: the record as it is at entry %d. Check it with: accede verify %s\n", files, v.Dir, c.record.Tree.Size(), check)
	return nil
}

// site puts the pages and the bundle together. Of what is enclosed the pages hold the words that everybody may read; no
// file, since whatever serves the copy would not keep a browser from showing it.
func (v *publishVerb) site(s *session, c *still, enclosed *enclosure.Store) (publish.Site, error) {
	opts := web.Options{Log: s.logger, NoFlags: v.NoFlags, Archive: c, Copy: true, Enclosed: openings{enclosed}}
	if v.Map != "" {
		var err error
		if opts.Map, err = os.ReadFile(v.Map); err != nil {
			return publish.Site{}, fmt.Errorf("read the map: %w", err)
		}
	}
	pages, err := web.New(c, opts)
	if err != nil {
		return publish.Site{}, fmt.Errorf("make the pages ready: %w", err)
	}
	return publish.Site{
		Pages: pages, Start: []string{"/"}, Kept: web.Copied, Progress: s.progress("writing pages"),
		Files: map[string]func(io.Writer) error{wholeBundle: func(to io.Writer) error { return c.write(s.ctx, to, "") }},
	}, nil
}

// still is a record as it was when it was read: what is added to it later is not seen.
type still struct {
	log     store.Log
	record  *depositary.Record
	entries []dossier.Entry
	now     time.Time

	then   *dossier.Docket // the docket of the day last asked for
	thenAt time.Time
}

var (
	_ web.Source  = (*still)(nil)
	_ web.Archive = (*still)(nil)
)

// copyOf reads a record, up to now.
func (s *session) copyOf(log store.Log) (*still, error) {
	r, err := depositary.Load(s.ctx, log)
	if err != nil {
		return nil, err
	}
	c := &still{log: log, record: r, now: s.clock()}
	if err := r.Docket.Advance(c.now); err != nil {
		return nil, err
	}
	if c.entries, err = depositary.Entries(s.ctx, log); err != nil {
		return nil, err
	}
	c.entries = c.entries[:r.Tree.Size()] // not what was registered since
	return c, nil
}

// Docket answers the record as of an instant. One goroutine at a time may ask.
func (c *still) Docket(_ context.Context, asOf time.Time) (*dossier.Docket, time.Time, error) {
	if asOf.IsZero() {
		return c.record.Docket, c.now, nil
	}
	if c.then == nil || !asOf.Equal(c.thenAt) {
		d, err := dossier.Fold(c.entries, asOf)
		if err != nil {
			return nil, asOf, err
		}
		c.then, c.thenAt = d, asOf
	}
	return c.then, asOf, nil
}

// Root answers the size of the record and the hash of its root.
func (c *still) Root(context.Context) (int64, string, error) {
	return c.record.Tree.Size(), c.record.Tree.Root().String(), nil
}

// Now answers the instant the copy is made at.
func (c *still) Now() time.Time { return c.now }

// Proof answers an entry and the way from it to the root of the record.
func (c *still) Proof(ctx context.Context, seq int64) (view.Proof, error) {
	return prove(ctx, c.log, c.record.Tree.View(), string(c.record.Checkpoint), seq)
}

// Bundle writes a dossier as one file. A copy for everybody to keep carries nothing that could have to be erased.
func (c *still) Bundle(ctx context.Context, to io.Writer, id string, _ web.Reader) error {
	return c.write(ctx, to, id)
}

// write writes a bundle of a dossier, or of the whole record where none is named.
func (c *still) write(ctx context.Context, to io.Writer, id string) error {
	r := c.record
	h := bundle.Header{Origin: r.Origin, Host: r.HostKey, Checkpoint: r.Checkpoint, Size: r.Tree.Size(), Dossier: id}
	seqs := everySeq(h.Size)
	if id != "" {
		some := seqsOf(r.Docket, id)
		if some == nil {
			return noDossier(r.Docket, id)
		}
		seqs = slices.Values(some)
	}
	return bundle.Write(to, h, bundleLines(ctx, h, c.log, r.Tree.View(), seqs))
}

// prove answers an entry and the way from it to the root of a tree that a checkpoint is of.
func prove(ctx context.Context, log store.Log, tree ledger.View, checkpoint string, seq int64) (view.Proof, error) {
	entries, err := log.Read(ctx, seq-1, 1)
	if err != nil {
		return view.Proof{}, fmt.Errorf("read entry %d: %w", seq, err)
	}
	hashes, err := tree.Inclusion(seq, tree.Size())
	if err != nil || len(entries) == 0 {
		return view.Proof{}, fmt.Errorf("prove entry %d of %d: %w", seq, tree.Size(), err)
	}
	p := view.Proof{
		Bytes: entries[0].Bytes, Leaf: ledger.LeafHash(entries[0].Bytes).String(), Size: tree.Size(), Root: tree.Root().String(),
		Checkpoint: checkpoint, Hashes: make([]string, len(hashes)),
	}
	for i, h := range hashes {
		p.Hashes[i] = h.String()
	}
	return p, nil
}
