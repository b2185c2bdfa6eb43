package api

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"accede/act"
	"accede/dossier"

	"accede/internal/api/wire"
	"accede/internal/depositary"
	"accede/internal/fault"
	"accede/internal/store"
	"accede/internal/view"
	"accede/ledger"
)

func (c *call) about() error {
	m := c.Record.Moment()
	d, err := c.Record.Docket(c.r.Context(), time.Time{})
	if err != nil {
		return fmt.Errorf("read the record: %w: %w", err, fault.ErrRecord)
	}
	if err := c.fresh(c.tag("", fmt.Sprintf("%d %d", m.Size, d.Size()))); err != nil {
		return err
	}
	return c.json(wire.Record{
		Body: c.charter.Body, Name: wire.Names(d.Charter().Name), Keeping: string(c.charter.Keeping), TimeZone: c.charter.TimeZone,
		Origin: string(m.Origin), Host: m.Host, Size: m.Size, Root: m.Tree.Root().String(), Dossiers: append([]string{}, d.Dossiers()...),
		Version: c.Version,
	})
}

// read answers entries of the record as it was at a moment, at most limit of them.
func (c *call) read(m *depositary.Moment, after, limit int64) ([]store.Entry, error) {
	entries, err := c.Log.Read(c.r.Context(), after, int(min(limit, max(m.Size-after, 0))))
	if err != nil {
		return nil, fmt.Errorf("read the record after %d: %w: %w", after, err, fault.ErrRecord)
	}
	return entries, nil
}

func (c *call) entries() error {
	after, limit, err := c.stretch()
	if err != nil {
		return err
	}
	m := c.Record.Moment()
	raw, err := c.read(m, after, limit)
	if err != nil {
		return err
	}
	all := wire.Entries{Entries: []wire.Entry{}, After: after, Size: m.Size}
	for _, e := range raw {
		line, err := entryOf(e)
		if err != nil {
			return err
		}
		all.Entries, all.After = append(all.Entries, line), e.Seq
	}
	c.next(all.After, all.After < m.Size)
	return c.json(all)
}

// entryOf answers an entry with its exact bytes.
func entryOf(raw store.Entry) (wire.Entry, error) {
	e, err := dossier.ParseEntry(raw.Bytes)
	if err != nil {
		return wire.Entry{}, fmt.Errorf("read entry %d: %w: %w", raw.Seq, err, store.ErrDamaged)
	}
	x := eventOf(e)
	return wire.Entry{
		Seq: x.Seq, At: x.At, Kind: x.Kind, ID: x.ID, By: x.By, Hash: x.Hash, Dossiers: x.Dossiers,
		Leaf: ledger.LeafHash(raw.Bytes).String(), Bytes: string(raw.Bytes),
	}, nil
}

// eventOf answers what an entry is, without its bytes.
func eventOf(e dossier.Entry) wire.Event {
	x := wire.Event{Seq: e.Seq, At: instant(e.At), Dossiers: []string{}}
	switch {
	case e.Founding != nil:
		x.Kind = "founding"
	case e.Notice != nil:
		x.Kind, x.Dossiers = string(e.Notice.Kind), []string{e.Notice.Dossier}
	case e.Act != nil:
		x.Kind, x.ID, x.By = string(e.Act.Do.Kind()), e.Act.ID, string(e.Act.By)
		x.Hash, x.Dossiers = fmt.Sprintf("%x", e.ActHash()), append(x.Dossiers, e.Act.Dossiers...)
	}
	return x
}

func instant(t time.Time) string { return t.UTC().Format(time.RFC3339Nano) }

// position answers the position in the address.
func (c *call) position(m *depositary.Moment) (int64, error) {
	text := c.r.PathValue("seq")
	n, err := wholeOf("the position", text, 1)
	if err != nil || n > m.Size {
		return 0, fmt.Errorf("show entry %q of %d: %w", text, m.Size, fault.ErrEntry)
	}
	return n, nil
}

// one answers the entry at a position.
func (c *call) one(m *depositary.Moment, seq int64) (store.Entry, error) {
	raw, err := c.read(m, seq-1, 1)
	if err == nil && len(raw) == 0 {
		err = fmt.Errorf("read entry %d: %w", seq, store.ErrDamaged)
	}
	if err != nil {
		return store.Entry{}, err
	}
	return raw[0], nil
}

func (c *call) entry() error {
	m := c.Record.Moment()
	seq, err := c.position(m)
	if err != nil {
		return err
	}
	if err := c.fresh(c.tagOf(m)); err != nil {
		return err
	}
	raw, err := c.one(m, seq)
	if err != nil {
		return err
	}
	p := wire.Proof{Size: m.Size, Root: m.Tree.Root().String(), Checkpoint: string(m.Checkpoint)}
	if p.Entry, err = entryOf(raw); err != nil {
		return err
	}
	path, err := m.Tree.Inclusion(seq, m.Size)
	if err != nil {
		return err
	}
	p.Path = texts(path)
	return c.json(p)
}

func texts(hashes []ledger.Hash) []string {
	all := make([]string, len(hashes))
	for i, h := range hashes {
		all[i] = h.String()
	}
	return all
}

func (c *call) entryBytes() error {
	m := c.Record.Moment()
	seq, err := c.position(m)
	if err != nil {
		return err
	}
	raw, err := c.one(m, seq)
	if err != nil {
		return err
	}
	if err := c.fresh(`"` + fmt.Sprintf("%x", ledger.LeafHash(raw.Bytes)) + `"`); err != nil {
		return err
	}
	c.bytes(http.StatusOK, "application/octet-stream", raw.Bytes)
	return nil
}

// entryProof answers the receipt of an entry as one file.
func (c *call) entryProof() error {
	m := c.Record.Moment()
	seq, err := c.position(m)
	if err != nil {
		return err
	}
	if err := c.fresh(c.tagOf(m)); err != nil {
		return err
	}
	path, err := m.Tree.Inclusion(seq, m.Size)
	if err != nil {
		return err
	}
	text, err := ledger.Receipt{Seq: seq, Path: path, Checkpoint: m.Checkpoint}.MarshalText()
	if err != nil {
		return err
	}
	c.bytes(http.StatusOK, "text/plain; charset=utf-8", text)
	return nil
}

func (c *call) checkpoint() error {
	m := c.Record.Moment()
	if err := c.fresh(c.tagOf(m)); err != nil {
		return err
	}
	c.bytes(http.StatusOK, "text/plain; charset=utf-8", m.Checkpoint)
	return nil
}

func (c *call) growth() error {
	m := c.Record.Moment()
	if !c.query.Has("from") {
		return fmt.Errorf("show growth: from is missing: %w", fault.ErrQuery)
	}
	from, err := c.whole("from", 0, 0)
	if err != nil {
		return err
	}
	to, err := c.whole("to", 0, m.Size)
	if err != nil {
		return err
	}
	path, err := m.Tree.Consistency(from, to)
	if err != nil {
		return err
	}
	root, err := m.Tree.RootAt(to)
	if err != nil {
		return err
	}
	return c.json(wire.Growth{From: from, To: to, Root: root.String(), Path: texts(path)})
}

// charterText answers the text of the charter in force: the one of the founding, or the newest that an amendment put in
// force.
func (c *call) charterText() error {
	d, _, err := c.folded()
	if err != nil {
		return err
	}
	text, err := c.founded()
	if err != nil {
		return err
	}
	for _, id := range d.Dossiers() {
		for _, l := range d.Lines(id) {
			if l.Act == nil {
				continue
			}
			if do, ok := l.Act.Do.(*act.Apply); ok && do.Proposed != "" && dossier.CharterHash(do.Proposed) == d.Version() {
				text = do.Proposed
			}
		}
	}
	if dossier.CharterHash(text) != d.Version() {
		return fmt.Errorf("find the text of the charter %s: %w", d.Version(), store.ErrDamaged)
	}
	c.bytes(http.StatusOK, "application/yaml", []byte(text))
	return nil
}

// founded answers the text of the charter the record was founded under.
func (c *call) founded() (string, error) {
	raw, err := c.one(c.Record.Moment(), 1)
	if err != nil {
		return "", err
	}
	e, err := dossier.ParseEntry(raw.Bytes)
	if err == nil && e.Founding == nil {
		err = store.ErrDamaged
	}
	if err != nil {
		return "", fmt.Errorf("read the founding: %w", err)
	}
	return e.Founding.Charter, nil
}

func (c *call) rules() error {
	d, _, err := c.folded()
	if err != nil {
		return err
	}
	return c.json(view.NewRulesStatus(d))
}

// busy takes a place among those whose questions cost much, or says that there is none. The place is to be given back.
func (c *call) busy() (leave func(), err error) {
	if c.work == nil {
		return func() {}, nil
	}
	select {
	case c.work <- struct{}{}:
		return func() { <-c.work }, nil
	case <-time.After(time.Second):
		return nil, fmt.Errorf("answer %s: %w", c.route.path, fault.ErrBusy)
	case <-c.r.Context().Done():
		return nil, c.r.Context().Err()
	}
}

func (c *call) bundle() error {
	id := c.r.PathValue("dossier")
	d, err := c.Record.Docket(c.r.Context(), time.Time{})
	if err != nil {
		return fmt.Errorf("read the record: %w: %w", err, fault.ErrRecord)
	}
	if !slices.Contains(d.Dossiers(), id) {
		return fmt.Errorf("write the bundle of %q: %w", id, dossier.ErrUnknown)
	}
	if c.Bundle == nil {
		return fmt.Errorf("write the bundle of %s: %w", id, fault.ErrNotKept)
	}
	leave, err := c.busy()
	if err != nil {
		return err
	}
	defer leave()
	out := &begun{c: c, name: id + ".bundle"}
	if err := c.Bundle(c.r.Context(), out, id); err != nil {
		if out.any {
			// What has gone out cannot be called back: the connection is broken off, so that nobody takes half for whole.
			c.Logger.Error("bundle broken off", "dossier", id, "err", err)
			panic(http.ErrAbortHandler)
		}
		return fmt.Errorf("write the bundle of %s: %w", id, errors.Join(err, fault.ErrRecord))
	}
	return nil
}

// begun sets the head of a download when its first byte is written, so that an error before it is still told as one.
type begun struct {
	c    *call
	name string
	any  bool
}

// Write passes bytes on.
func (b *begun) Write(p []byte) (int, error) {
	if !b.any {
		b.any = true
		head := b.c.w.Header()
		head.Set("Content-Type", "application/octet-stream")
		head.Set("Content-Disposition", `attachment; filename="`+strings.Map(plain, b.name)+`"`)
	}
	return b.c.w.Write(p)
}

// plain keeps of a file's name what no system minds.
func plain(r rune) rune {
	if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-' || r == '.' {
		return r
	}
	return '-'
}
