package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"accede/dossier"
	"accede/internal/backup"
	"accede/internal/depositary"
	"accede/internal/enclosure"
	"accede/internal/signin"
	"accede/internal/store/sqlite"
)

// backupVerb puts a record and what lies beside it into one file.
type backupVerb struct {
	Record string `arg:"" placeholder:"DIR" help:"The record: its folder, or its address in PostgreSQL. It may be served meanwhile."`
	File   string `arg:"" help:"File to write."`
	Keys   string `placeholder:"FILE" help:"Put the keys into this second file: the host's, and those of what is enclosed. Keep it elsewhere, and only the newest."`
	JSON   bool   `name:"json" help:"Print JSON."`
}

// Help is shown by --help.
func (backupVerb) Help() string {
	return "Example: accede backup records/nato nato.backup --keys nato.keys\n\n" +
		"The file holds the record, what is enclosed in encrypted form, who may sign in and the sums of machines' keys: keep it from others. " +
		"Without the file of keys nothing can be added to a restored record, and nothing that was enclosed be read. " +
		"What is erased later is noise in every older backup once older files of keys are gone.\n\n" +
		"Restored by accede restore; try that now and then."
}

// backupInfo is the output of backup --json.
type backupInfo struct {
	File    string   `json:"file"`
	Keys    string   `json:"keys"` // empty: they were not asked for
	Origin  string   `json:"origin"`
	Entries int64    `json:"entries"`
	Root    string   `json:"root"`
	Parts   []string `json:"parts"`
	Missing []string `json:"missing"` // seals of what is enclosed, not erased, and not there
}

// Run carries the verb out.
func (v *backupVerb) Run(s *session) (err error) {
	dir, err := s.beside(v.Record)
	if err != nil {
		return err
	}
	for _, file := range []string{v.File, v.Keys} {
		if _, err := os.Stat(file); file != "" && err == nil {
			return fmt.Errorf("%s is there already; take another name: %w", file, fs.ErrExist)
		}
	}
	work, err := os.MkdirTemp(filepath.Dir(v.File), ".backup-*")
	if err != nil {
		return fmt.Errorf("back up %s: %w", shown(v.Record), err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(work)) }()
	r, missing, err := s.copyAll(v.Record, dir, work, v.Keys != "")
	if err != nil {
		return fmt.Errorf("back up %s: %w", shown(v.Record), err)
	}
	m := backup.Manifest{Made: s.clock().UTC().Truncate(time.Second), Origin: r.Origin, Size: r.Tree.Size(), Root: r.Tree.Root().String()}
	if err := writePrivate(v.File, func(w io.Writer) error { return backup.Pack(w, m, work) }); err != nil {
		return err
	}
	if v.Keys != "" {
		m.Keys = true
		if err := writePrivate(v.Keys, func(w io.Writer) error { return backup.Pack(w, m, work) }); err != nil {
			return err
		}
	}
	info := backupInfo{File: v.File, Keys: v.Keys, Origin: string(r.Origin), Entries: m.Size, Root: m.Root, Parts: partsIn(work), Missing: missing}
	if v.JSON {
		return s.printJSON(info)
	}
	v.tell(s, info)
	return nil
}

func (v *backupVerb) tell(s *session, i backupInfo) {
	fmt.Fprintf(s.stdout, "Backed up the record %s to %s: %d entries, read again and verified.\nRoot   %s\n", i.Origin, i.File, i.Entries, i.Root)
	for _, part := range i.Parts {
		fmt.Fprintf(s.stdout, "  %s\n", part)
	}
	if v.Keys == "" {
		fmt.Fprintln(s.stdout, "The keys are not in it: back them up into a file of their own with --keys FILE.")
	}
	for _, seal := range i.Missing {
		fmt.Fprintf(s.stdout, "Missing in the record, and so in the backup: what is enclosed as %s\n", seal)
	}
}

// copies is how often a record and what is enclosed in it are copied, when content is erased between the one and the other.
const copies = 3

// copyAll copies a record and what lies beside it into a folder, and answers the copy of the record as it was read from
// there. Content goes before a redaction is answered, so what is missing in the copy is looked for again.
func (s *session) copyAll(record, dir, work string, keys bool) (*depositary.Record, []string, error) {
	for try := 1; ; try++ {
		r, err := s.copyRecord(record, filepath.Join(work, backup.Record))
		if err != nil {
			return nil, nil, err
		}
		if err := copyBeside(s.ctx, dir, work, keys); err != nil {
			return nil, nil, err
		}
		missing, err := missingOf(s.ctx, r.Docket, dir)
		if err != nil {
			return nil, nil, err
		}
		if len(missing) == 0 || try == copies {
			return r, missing, nil
		}
		for _, name := range append(backup.Parts(false), backup.Parts(true)...) {
			if err := os.Remove(filepath.Join(work, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return nil, nil, err
			}
		}
	}
}

// copyRecord copies a record from wherever it is into a file, and reads it from there.
func (s *session) copyRecord(record, file string) (*depositary.Record, error) {
	from, err := openToRead(s.ctx, record)
	if err != nil {
		return nil, advise(record, err)
	}
	defer from.Close()
	if log, ok := from.(*sqlite.Log); ok {
		if err := log.Backup(s.ctx, file); err != nil {
			return nil, err
		}
		return loadFile(s.ctx, file)
	}
	r, err := depositary.Load(s.ctx, from)
	if err != nil {
		return nil, err
	}
	made, err := os.MkdirTemp(filepath.Dir(file), "made-*")
	if err != nil {
		return nil, err
	}
	to, err := sqlite.Create(made)
	if err != nil {
		return nil, err
	}
	err = copyEntries(s.ctx, from, to, r, s.progress("copying entries"))
	if err = errors.Join(err, to.Close()); err != nil {
		return nil, err
	}
	if err := os.Rename(filepath.Join(made, backup.Record), file); err != nil {
		return nil, err
	}
	return loadFile(s.ctx, file)
}

// loadFile reads the record in a file that nobody writes.
func loadFile(ctx context.Context, file string) (*depositary.Record, error) {
	log, err := sqlite.OpenReadOnly(filepath.Dir(file))
	if err != nil {
		return nil, err
	}
	r, err := depositary.Load(ctx, log)
	return r, errors.Join(err, log.Close())
}

// besideOf answers where the parts of a backup lie beside a record.
func besideOf(dir, part string) string {
	if part == backup.SignIn {
		return filepath.Join(dir, signin.Folder, part)
	}
	return filepath.Join(dir, part)
}

// copyBeside copies what lies beside a record.
func copyBeside(ctx context.Context, dir, work string, keys bool) error {
	databases, files := []string{backup.Enclosed, backup.SignIn}, []string{backup.APIKeys}
	if keys {
		databases, files = append(databases, backup.EnclosedKeys), append(files, backup.HostKey)
	}
	for _, name := range databases {
		if err := backup.CopyDatabase(ctx, besideOf(dir, name), filepath.Join(work, name)); err != nil {
			return err
		}
	}
	for _, name := range files {
		data, err := os.ReadFile(besideOf(dir, name))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err == nil {
			err = os.WriteFile(filepath.Join(work, name), data, 0o600)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// missingOf answers the seals of what is enclosed in a record, was not erased, and cannot be read beside it.
func missingOf(ctx context.Context, d *dossier.Docket, dir string) ([]string, error) {
	missing := []string{}
	items := d.Enclosures()
	if len(items) == 0 {
		return missing, nil
	}
	kept, err := enclosure.OpenReadOnly(dir)
	if err != nil {
		return nil, err
	}
	seals, err := kept.Seals(ctx)
	if err = errors.Join(err, kept.Close()); err != nil {
		return nil, err
	}
	for _, e := range items {
		if e.Redacted == 0 && !slices.Contains(seals, e.Seal) {
			missing = append(missing, e.Seal)
		}
	}
	return missing, nil
}

// partsIn answers which parts lie in a folder.
func partsIn(dir string) []string {
	parts := []string{}
	for _, name := range append(backup.Parts(false), backup.Parts(true)...) {
		if _, err := os.Stat(filepath.Join(dir, name)); err == nil {
			parts = append(parts, name)
		}
	}
	return parts
}
