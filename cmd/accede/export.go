package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"

	"accede/dossier"
	"accede/internal/bundle"
	"accede/internal/depositary"
	"accede/internal/store"
	"accede/internal/view"
	"accede/ledger"
)

// exportVerb writes a bundle.
type exportVerb struct {
	Dossier  string `arg:"" optional:"" help:"The dossier; or --all."`
	All      bool   `help:"The whole record."`
	Record   string `required:"" placeholder:"DIR" help:"Folder of the record, or its address in PostgreSQL."`
	Output   string `short:"o" required:"" placeholder:"FILE" help:"The file to write."`
	Enclosed string `placeholder:"PARTY" help:"Carry what that party may read today of what is enclosed, with its salts; public: what everybody may."`
	Format   string `enum:"bundle,popolo,akn,csv,jsonl" default:"bundle" help:"bundle; popolo: the body, its members and their votes; akn: the minutes and votes of one dossier as Akoma Ntoso; csv or jsonl: a --table of one dossier."`
	Table    string `enum:"participants,positions,talks" default:"participants" help:"participants: who signed, ratified or acceded; positions: what each member said in each stage; talks."`
	JSON     bool   `name:"json" help:"Print JSON."`
}

// Help is shown by --help.
func (exportVerb) Help() string {
	return "Examples:\n\n  accede export --all --record records/nato -o nato.bundle\n\n  accede verify nato.bundle\n\n" +
		"A bundle of one dossier proves that its entries stand in the record; a bundle of the whole record also that the findings follow."
}

// Run carries the verb out.
func (v *exportVerb) Run(s *session) error {
	if (v.Dossier == "") == !v.All {
		return badUse("say which dossier to export, or --all; see accede export --help")
	}
	if v.Format == "popolo" && !v.All {
		return badUse("popolo is of the whole body: say --all")
	}
	if v.All && v.Format != "bundle" && v.Format != "popolo" {
		return badUse("a table is of one dossier, and so are minutes: name it instead of --all")
	}
	if v.Enclosed != "" && v.Format != "bundle" {
		return badUse("--enclosed goes with --format bundle")
	}
	log, err := openToRead(s.ctx, v.Record)
	if err != nil {
		return advise(v.Record, err)
	}
	defer log.Close()
	r, err := depositary.Load(s.ctx, log)
	if err != nil {
		return advise(v.Record, fmt.Errorf("read record %s: %w", shown(v.Record), err))
	}
	switch v.Format {
	case "popolo":
		return v.popolo(s, r.Docket)
	case "csv", "jsonl":
		return v.table(s, r.Docket)
	case "akn":
		return v.akoma(s, r.Docket)
	}
	h := bundle.Header{Origin: r.Origin, Host: r.HostKey, Checkpoint: r.Checkpoint, Size: r.Tree.Size(), Dossier: v.Dossier, For: v.Enclosed}
	seqs := everySeq(h.Size)
	n := int(h.Size)
	if v.Dossier != "" {
		some := seqsOf(r.Docket, v.Dossier)
		if some == nil {
			return noDossier(r.Docket, v.Dossier)
		}
		seqs, n = slices.Values(some), len(some)
	}
	items, enclosed, err := s.carried(v.Record, r.Docket, v.Dossier, v.Enclosed)
	if err != nil {
		return err
	}
	defer enclosed.Close()
	err = writeWhole(v.Output, func(w io.Writer) error {
		return bundle.WriteEnclosed(w, h, bundleLines(s.ctx, h, log, r.Tree.View(), seqs), openingsOf(s.ctx, enclosed, items))
	})
	if err != nil {
		return err
	}
	if v.JSON {
		return s.printJSON(map[string]any{"file": v.Output, "entries": n, "origin": h.Origin, "size": h.Size, "enclosed": len(items)})
	}
	carries := ""
	if v.Enclosed != "" {
		carries = fmt.Sprintf(", and %d enclosed items that %s may read,", len(items), v.Enclosed)
	}
	fmt.Fprintf(s.stdout, "Wrote %d entries%s to %s. Check it with: accede verify %s\n", n, carries, v.Output, v.Output)
	return nil
}

// table writes a table of the dossier.
func (v *exportVerb) table(s *session, d *dossier.Docket) error {
	t, err := tableOf(d, v.Dossier, v.Table)
	if err != nil {
		return err
	}
	write := t.csv
	if v.Format == "jsonl" {
		write = t.jsonl
	}
	if err := writeWhole(v.Output, write); err != nil {
		return err
	}
	if v.JSON {
		return s.printJSON(map[string]any{"file": v.Output, "table": v.Table, "rows": len(t.cells)})
	}
	fmt.Fprintf(s.stdout, "Wrote %d rows to %s.\n", len(t.cells), v.Output)
	return nil
}

// akoma writes the minutes and votes of the dossier, as the record has them at its end.
func (v *exportVerb) akoma(s *session, d *dossier.Docket) error {
	d = d.Under(v.Dossier)
	st, err := standingOf(d, v.Dossier, d.At())
	if err != nil {
		return err
	}
	r, err := english()
	if err != nil {
		return err
	}
	data, err := view.NewAkoma(d, st, r)
	if err != nil {
		return err
	}
	err = writeWhole(v.Output, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
	if err != nil {
		return err
	}
	if v.JSON {
		return s.printJSON(map[string]any{"file": v.Output, "rounds": len(st.Rounds), "bytes": len(data)})
	}
	fmt.Fprintf(s.stdout, "Wrote the minutes of %d rounds of talks and the votes to %s.\n", len(st.Rounds), v.Output)
	return nil
}

// popolo writes the body, its members past and present, and the questions with their votes, as the record has them at its
// end.
func (v *exportVerb) popolo(s *session, d *dossier.Docket) error {
	f, err := view.NewPopolo(d)
	if err != nil {
		return err
	}
	if err := writeWhole(v.Output, asJSON(f)); err != nil {
		return err
	}
	if v.JSON {
		return s.printJSON(map[string]any{"file": v.Output, "organizations": len(f.Organizations), "memberships": len(f.Memberships), "motions": len(f.Motions)})
	}
	fmt.Fprintf(s.stdout, "Wrote %d organizations, %d memberships and %d motions to %s.\n", len(f.Organizations), len(f.Memberships), len(f.Motions), v.Output)
	return nil
}

// everySeq yields 1 to n.
func everySeq(n int64) iter.Seq[int64] {
	return func(yield func(int64) bool) {
		for i := int64(1); i <= n && yield(i); i++ {
		}
	}
}

// seqsOf answers the positions of the founding and of a dossier's entries; nil for an unknown dossier.
func seqsOf(d *dossier.Docket, id string) []int64 {
	if !slices.Contains(d.Dossiers(), id) {
		return nil
	}
	seqs := []int64{1}
	for _, l := range d.Lines(id) {
		if l.Seq > 0 {
			seqs = append(seqs, l.Seq)
		}
	}
	slices.Sort(seqs)
	return slices.Compact(seqs)
}

// readAhead is how many entries are read at once.
const readAhead = 1024

// bundleLines reads entries, and proves those of one dossier.
func bundleLines(ctx context.Context, h bundle.Header, log store.Log, tree ledger.View, seqs iter.Seq[int64]) iter.Seq2[bundle.Line, error] {
	return func(yield func(bundle.Line, error) bool) {
		var have []store.Entry
		for seq := range seqs {
			if len(have) == 0 || seq > have[len(have)-1].Seq {
				var err error
				if have, err = log.Read(ctx, seq-1, readAhead); err != nil || len(have) == 0 {
					yield(bundle.Line{}, errors.Join(fmt.Errorf("read entry %d", seq), err))
					return
				}
			}
			l := bundle.Line{Seq: seq, Bytes: have[seq-have[0].Seq].Bytes}
			if h.Dossier != "" {
				var err error
				if l.Proof, err = tree.Inclusion(seq, h.Size); err != nil {
					yield(bundle.Line{}, err)
					return
				}
			}
			if !yield(l, nil) {
				return
			}
		}
	}
}
