package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"accede/internal/backup"
	"accede/internal/depositary"
	"accede/internal/enclosure"
	"accede/internal/highwater"
	"accede/internal/store"
	"accede/internal/store/sqlite"
)

// restoreVerb makes a record of a backup, heals one from a mirror, or both.
type restoreVerb struct {
	What   []string `arg:"" name:"[file] dir" help:"A backup, and where its record is to be: a folder, or the address of a schema in PostgreSQL. Without a backup: the record to be healed from a mirror."`
	Keys   string   `placeholder:"FILE" help:"The file of keys that belongs to it; default the keys that lie there."`
	Mirror string   `name:"from-mirror" placeholder:"DIR|URL" help:"Take what the backup or the record lacks from a watcher: its folder, its mirror, or the address at which it listens."`
	JSON   bool     `name:"json" help:"Print JSON."`
}

// Help is shown by --help.
func (restoreVerb) Help() string {
	return "Examples:\n\n  accede restore nato.backup records/nato --keys nato.keys\n\n" +
		"  accede restore nato.backup records/nato --keys nato.keys --from-mirror https://watch.example\n\n" +
		"  accede restore records/nato --from-mirror watch-a\n\n" +
		"A backup older than what the host has signed since is refused, where that is known: the members have seen more, and a host that " +
		"went on from there would have two histories. A watcher's mirror has what is missing; the folder of one that mirrors what is enclosed " +
		"(watch --enclosed) has that too, as far as it may read it. Nothing is put in place before all of it is verified."
}

// restoreInfo is the output of restore --json.
type restoreInfo struct {
	Record  string   `json:"record"`
	Origin  string   `json:"origin"`
	Entries int64    `json:"entries"`
	Root    string   `json:"root"`
	Healed  int64    `json:"healed"`  // entries that came from the mirror
	Content int      `json:"content"` // items of what is enclosed that came from the mirror
	Same    bool     `json:"same"`    // byte for byte the record of the backup; false where it was healed, or there was none
	Host    bool     `json:"host"`    // the host's key is there: it can be written
	Parts   []string `json:"parts"`
	Missing []string `json:"missing"` // seals of what is enclosed, not erased, and not there
}

// Run carries the verb out.
func (v *restoreVerb) Run(s *session) error {
	switch {
	case len(v.What) > 2:
		return badUse("a backup and a place are wanted, or a place and --from-mirror; see accede restore --help")
	case len(v.What) == 1 && v.Mirror == "":
		return badUse("say from what: a backup before the place, or --from-mirror DIR|URL")
	case len(v.What) == 1:
		there, err := s.isThere(v.What[0])
		if err != nil {
			return err
		}
		if there {
			return v.heal(s, v.What[0])
		}
		return v.make(s, "", v.What[0])
	}
	return v.make(s, v.What[0], v.What[1])
}

// isThere says whether a record, sound or not, lies in a place.
func (s *session) isThere(record string) (bool, error) {
	db, err := inDatabase(record)
	if err != nil {
		return false, err
	}
	if !db {
		_, err := os.Stat(filepath.Join(record, backup.Record))
		if errors.Is(err, fs.ErrNotExist) {
			return false, nil
		}
		return err == nil, err
	}
	log, err := openToRead(s.ctx, record)
	if errors.Is(err, store.ErrMissing) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return true, log.Close()
}

// make makes a record where there is none.
func (v *restoreVerb) make(s *session, file, record string) (err error) {
	doing := func(err error) error { return fmt.Errorf("restore %s: %w", shown(record), err) }
	if there, err := s.isThere(record); err != nil || there {
		if err == nil {
			err = fmt.Errorf("a record is there; move it away first, and leave %s where it is: %w", highwater.FileName, store.ErrExists)
		}
		return doing(err)
	}
	dir, err := s.beside(record)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return doing(err)
	}
	work, err := os.MkdirTemp(dir, ".restore-*")
	if err != nil {
		return doing(err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(work)) }()
	info := restoreInfo{Record: shown(record)}
	if file != "" {
		if err := v.unpack(s, file, work); err != nil {
			return doing(err)
		}
	}
	r, err := v.ready(s, work, dir, &info)
	if err != nil {
		return doing(err)
	}
	if err := s.place(work, dir, record, r); err != nil {
		return doing(err)
	}
	return v.done(s, r, dir, info)
}

// unpack reads a backup, and its keys, into a folder.
func (v *restoreVerb) unpack(s *session, file, work string) error {
	m, err := unpackFile(s.ctx, file, work, func(m backup.Manifest) error {
		if m.Keys {
			return badUse("it holds keys alone: give it with --keys, and the backup before the place")
		}
		return nil
	})
	if err != nil {
		return err
	}
	r, err := loadFile(s.ctx, filepath.Join(work, backup.Record))
	if err != nil {
		return fmt.Errorf("read the record in %s: %w", file, err)
	}
	if r.Origin != m.Origin || r.Tree.Size() != m.Size || r.Tree.Root().String() != m.Root {
		return fmt.Errorf("%s holds another record than it says: %w", file, backup.ErrDamaged)
	}
	if v.Keys == "" {
		return nil
	}
	_, err = unpackFile(s.ctx, v.Keys, work, func(k backup.Manifest) error {
		if !k.Keys || k.Origin != m.Origin {
			return badUse("it holds no keys of the record %s", m.Origin)
		}
		return nil
	})
	return err
}

func unpackFile(ctx context.Context, file, dir string, accept func(backup.Manifest) error) (backup.Manifest, error) {
	f, err := os.Open(file)
	if err != nil {
		return backup.Manifest{}, err
	}
	defer f.Close()
	m, err := backup.Unpack(ctx, f, dir, accept)
	if err != nil {
		return m, fmt.Errorf("%s: %w", file, err)
	}
	return m, nil
}

// ready makes the record in the folder of work what it is to be: with what a mirror has more, as far as it had come, and
// without what was erased since.
func (v *restoreVerb) ready(s *session, work, dir string, info *restoreInfo) (*depositary.Record, error) {
	file := filepath.Join(work, backup.Record)
	log, err := sqlite.Open(work)
	if errors.Is(err, store.ErrMissing) {
		log, err = sqlite.Create(work)
	} else {
		info.Same = true
	}
	if err != nil {
		return nil, err
	}
	if v.Mirror != "" {
		info.Healed, err = s.healLog(log, v.Mirror)
		info.Same = info.Same && info.Healed == 0
	}
	if err = errors.Join(err, log.Close()); err != nil {
		return nil, err
	}
	r, err := loadFile(s.ctx, file)
	if err != nil {
		return nil, err
	}
	known, err := highwater.Read(dir)
	if err == nil && known != nil {
		err = r.Continues(known)
	}
	if errors.Is(err, depositary.ErrBehind) {
		err = fmt.Errorf("%w; give a watcher's mirror beside it: --from-mirror DIR|URL", err)
	}
	if err != nil {
		return nil, err
	}
	return r, eraseIn(s.ctx, work, r)
}

// eraseIn erases what the record says is erased: a backup may be older than the redaction.
func eraseIn(ctx context.Context, work string, r *depositary.Record) error {
	var gone []string
	for _, e := range r.Docket.Enclosures() {
		if e.Redacted != 0 {
			gone = append(gone, e.Seal)
		}
	}
	kept, err := enclosure.Open(work, 0)
	if err != nil {
		return err
	}
	return errors.Join(kept.Erase(ctx, gone...), kept.Close())
}

// place puts what was made ready in its place, the record last: what is cut short before has made no record.
func (s *session) place(work, dir, record string, r *depositary.Record) error {
	for _, name := range append(backup.Parts(true), backup.Enclosed, backup.SignIn, backup.APIKeys) {
		from, to := filepath.Join(work, name), besideOf(dir, name)
		if _, err := os.Stat(from); errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
			return err
		}
		for _, old := range []string{"-wal", "-shm"} { // of what it takes the place of
			if err := os.Remove(to + old); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			}
		}
		if err := os.Rename(from, to); err != nil {
			return err
		}
	}
	if err := highwater.Write(dir, r.Checkpoint); err != nil {
		return err
	}
	db, err := inDatabase(record)
	if err != nil {
		return err
	}
	if !db {
		return os.Rename(filepath.Join(work, backup.Record), filepath.Join(dir, backup.Record))
	}
	from, err := sqlite.OpenReadOnly(work)
	if err != nil {
		return err
	}
	defer from.Close()
	to, err := openCopy(s.ctx, record)
	if err != nil {
		return err
	}
	defer to.Close()
	if err := copyEntries(s.ctx, from, to, r, s.progress("restoring entries")); err != nil {
		return err
	}
	return wantSame(s.ctx, r, to)
}

// done reads the record from its place once more, and tells what it is.
func (v *restoreVerb) done(s *session, want *depositary.Record, dir string, info restoreInfo) error {
	record := v.What[len(v.What)-1]
	log, err := openToRead(s.ctx, record)
	if err != nil {
		return err
	}
	defer log.Close()
	if err := wantSame(s.ctx, want, log); err != nil {
		return fmt.Errorf("restore %s: %w", shown(record), err)
	}
	info.Origin, info.Entries, info.Root = string(want.Origin), want.Tree.Size(), want.Tree.Root().String()
	_, err = readHost(dir)
	info.Host = err == nil
	info.Parts = []string{}
	for _, name := range append(backup.Parts(false), backup.Parts(true)...) {
		if _, err := os.Stat(besideOf(dir, name)); err == nil {
			info.Parts = append(info.Parts, name)
		}
	}
	if v.Mirror != "" {
		if info.Content, err = s.healEnclosed(v.Mirror, dir, want.Docket); err != nil {
			return fmt.Errorf("take what is enclosed from the mirror %s: %w", v.Mirror, err)
		}
	}
	if info.Missing, err = missingOf(s.ctx, want.Docket, dir); err != nil {
		return err
	}
	if v.JSON {
		return s.printJSON(info)
	}
	s.printRestored(info)
	return nil
}

func (s *session) printRestored(i restoreInfo) {
	how := "byte for byte the record of the backup"
	switch {
	case i.Healed > 0:
		how = fmt.Sprintf("%d of them from the mirror", i.Healed)
	case !i.Same:
		how = "and the mirror has no more"
	}
	fmt.Fprintf(s.stdout, "Restored the record %s in %s: %d entries, %s. Read again from its place, it verifies.\nRoot   %s\n", i.Origin, i.Record, i.Entries, how, i.Root)
	if i.Content > 0 {
		fmt.Fprintf(s.stdout, "Enclosed items from the mirror: %d\n", i.Content)
	}
	for _, part := range i.Parts {
		fmt.Fprintf(s.stdout, "  %s\n", part)
	}
	if !i.Host {
		fmt.Fprintf(s.stdout, "The host's key %s is not there: the record can be read, not written.\n", keyFile)
	}
	for _, seal := range i.Missing {
		fmt.Fprintf(s.stdout, "Missing: what is enclosed as %s. Whoever has a copy can prove it.\n", seal)
	}
}

// heal adds to a record what a mirror has more.
func (v *restoreVerb) heal(s *session, record string) error {
	if v.Keys != "" {
		return badUse("--keys belongs to a backup: leave it out")
	}
	dir, err := s.beside(record)
	if err != nil {
		return err
	}
	log, err := openToWrite(s.ctx, record)
	if err != nil {
		return advise(record, err)
	}
	defer log.Close()
	info := restoreInfo{Record: shown(record)}
	if info.Healed, err = s.healLog(log, v.Mirror); err != nil {
		return fmt.Errorf("heal %s: %w", shown(record), err)
	}
	r, err := depositary.Load(s.ctx, log)
	if err != nil {
		return fmt.Errorf("heal %s: %w", shown(record), err)
	}
	known, err := highwater.Read(dir)
	if err == nil && known != nil {
		err = r.Continues(known)
	}
	if err != nil {
		return fmt.Errorf("heal %s: %w", shown(record), err)
	}
	if info.Healed > 0 || known == nil || !bytes.Equal(known, r.Checkpoint) {
		if err := highwater.Write(dir, r.Checkpoint); err != nil {
			return err
		}
	}
	if err := log.Close(); err != nil {
		return err
	}
	return v.done(s, r, dir, info)
}
