package main

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"

	"filippo.io/age"

	"accede/act"
	"accede/body"
	"accede/dossier"
	"accede/internal/depositary"
	"accede/internal/enclosing"
	"accede/internal/enclosure"
)

// enclosedVerb lists what lies beside a record, or opens one item of it.
type enclosedVerb struct {
	Record   string `required:"" placeholder:"DIR" help:"Folder of the record, or its address in PostgreSQL."`
	Seal     string `arg:"" optional:"" help:"The seal of the item to open; without it, all are listed."`
	Out      string `placeholder:"FILE" help:"Write the item there; a text is printed otherwise, a file is not."`
	Identity string `placeholder:"FILE" help:"File of age identities, to open what is encrypted to one of them."`
	JSON     bool   `name:"json" help:"Print JSON."`
}

// Help is shown by --help.
func (enclosedVerb) Help() string {
	return "Examples:\n\n  accede act object grounds='{en: …}' concerns='[…]' -d fi --seal mediator --record records/quay --key a.key\n\n" +
		"  accede enclosed --record records/quay\n\n" +
		"  accede enclosed Zk3…= --record records/quay --out letter.pdf\n\n" +
		"  accede act redact of='[Zk3…=]' reason='{en: a private name}' -d fi --record records/quay --key chair.key\n\n" +
		"Whoever has the files of a record can read what is enclosed in it, but for what is encrypted to recipients."
}

// enclosedInfo is an item in the output of enclosed --json.
type enclosedInfo struct {
	Seal     string   `json:"seal"`
	Entry    int64    `json:"entry"`
	By       string   `json:"by"`
	Act      string   `json:"act"`
	Dossiers []string `json:"dossiers"`
	Audience string   `json:"audience"`
	Release  string   `json:"release,omitempty"`
	Size     int      `json:"size"`
	Media    string   `json:"media,omitempty"`
	State    string   `json:"state"` // kept, encrypted, erased, missing
	Redacted int64    `json:"redacted,omitempty"`
}

// Run carries the verb out.
func (v *enclosedVerb) Run(s *session) error {
	r, _, err := s.readRecord(v.Record, asOf{})
	if err != nil {
		return err
	}
	dir, err := s.beside(v.Record)
	if err != nil {
		return err
	}
	store, err := enclosure.OpenReadOnly(dir)
	if err != nil {
		return err
	}
	defer store.Close()
	if v.Seal != "" {
		return v.open(s, r.Docket, store)
	}
	kept, err := store.Seals(s.ctx)
	if err != nil {
		return err
	}
	infos := []enclosedInfo{}
	for _, e := range r.Docket.Enclosures() {
		infos = append(infos, itemOf(e, slices.Contains(kept, e.Seal)))
	}
	if v.JSON {
		return s.printJSON(infos)
	}
	for _, i := range infos {
		what := i.Media
		if what == "" {
			what = "text"
		}
		fmt.Fprintf(s.stdout, "%s  entry %d, %s by %s, to %s: %s of at most %d bytes, %s\n", i.Seal, i.Entry, i.Act, i.By, i.Audience, what, i.Size, i.State)
	}
	if len(infos) == 0 {
		fmt.Fprintln(s.stdout, "Nothing is enclosed in this record.")
	}
	return nil
}

func itemOf(e dossier.Enclosed, kept bool) enclosedInfo {
	i := enclosedInfo{
		Seal: e.Seal, Entry: e.Seq, By: string(e.By), Act: string(e.Kind), Dossiers: append([]string{}, e.Dossiers...),
		Audience: string(e.Audience), Size: e.Size, Media: e.Media, Redacted: e.Redacted, State: "kept",
	}
	if !e.Release.IsZero() {
		i.Release = e.Release.String()
	}
	switch {
	case e.Redacted != 0:
		i.State = "erased"
	case !kept:
		i.State = "missing"
	case e.Cipher != "":
		i.State = "encrypted"
	}
	return i
}

// open prints or writes one item, after checking that it is the one that was sealed.
func (v *enclosedVerb) open(s *session, d *dossier.Docket, store *enclosure.Store) error {
	e, ok := d.Enclosed(v.Seal)
	if !ok {
		return badUse("nothing in the record is enclosed as %s", v.Seal)
	}
	if e.Redacted != 0 {
		return fmt.Errorf("open %s: it was erased by entry %d: %w", v.Seal, e.Redacted, enclosure.ErrMissing)
	}
	o, err := store.Get(s.ctx, v.Seal)
	if err != nil {
		return err
	}
	a := e.Act(d.Charter().Body)
	if err := depositary.CheckItem(a, e.Enclosure, o); err != nil {
		return fmt.Errorf("open %s: %w", v.Seal, err)
	}
	if e.Cipher != "" {
		if o, err = v.decrypt(o); err != nil {
			return err
		}
		plain := e.Enclosure
		plain.Cipher = ""
		if err := depositary.CheckItem(a, plain, o); err != nil {
			return fmt.Errorf("open %s: %w", v.Seal, err)
		}
	}
	return v.print(s, e, o)
}

func (v *enclosedVerb) decrypt(o act.Opening) (act.Opening, error) {
	if v.Identity == "" {
		return o, badUse("it is encrypted to its recipients: give --identity FILE")
	}
	f, err := os.Open(v.Identity)
	if err != nil {
		return o, fmt.Errorf("read the identities: %w", err)
	}
	defer f.Close()
	identities, err := age.ParseIdentities(f)
	if err != nil {
		return o, fmt.Errorf("read the identities in %s: %w", v.Identity, err)
	}
	return enclosing.Decrypt(o, identities)
}

// textInfo is an opened text in the output of enclosed --json.
type textInfo struct {
	enclosedInfo
	Text body.Names `json:"text"`
}

func (v *enclosedVerb) print(s *session, e dossier.Enclosed, o act.Opening) error {
	if e.Media != "" {
		f, err := act.ReadEnclosedFile(o.Content)
		if err != nil {
			return err
		}
		if v.Out == "" {
			return badUse("it is a file, %s of %d bytes: say where to write it, with --out FILE", f.Media, len(f.Bytes))
		}
		if err := writeItem(v.Out, f.Bytes); err != nil {
			return err
		}
		if v.JSON {
			return s.printJSON(itemOf(e, true))
		}
		fmt.Fprintf(s.stdout, "Wrote %s, %d bytes; its author calls it %q.\n", v.Out, len(f.Bytes), f.Name)
		return nil
	}
	text, err := act.ReadEnclosedText(o.Content)
	if err != nil {
		return err
	}
	if v.Out != "" {
		return writeItem(v.Out, o.Content)
	}
	if v.JSON {
		return s.printJSON(textInfo{itemOf(e, true), text})
	}
	for _, tag := range slices.Sorted(maps.Keys(text)) {
		fmt.Fprintf(s.stdout, "%s: %s\n", tag, text[tag])
	}
	return nil
}

// writeItem makes a new file; one that is there is left as it is.
func writeItem(name string, data []byte) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("write the item: %w", err)
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Close())
}
