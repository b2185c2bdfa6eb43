package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"accede/internal/apikey"
	"accede/internal/backup"
	"accede/internal/bundle"
	"accede/internal/depositary"
	"accede/internal/enclosure"
	"accede/internal/highwater"
	"accede/internal/outbox"
	"accede/internal/signin"
	"accede/internal/soundings"
	"accede/internal/store"
	"accede/internal/store/sqlite"
)

// fsckVerb looks through a record and everything beside it.
type fsckVerb struct {
	Record string `arg:"" placeholder:"DIR" help:"Folder of the record, or its address in PostgreSQL. It may be served meanwhile."`
	JSON   bool   `name:"json" help:"Print JSON."`
}

// Help is shown by --help.
func (fsckVerb) Help() string {
	return "Example: accede fsck records/nato\n\n" +
		"Looks through the record, what is enclosed, the host's key, who may sign in, the keys of machines, what is to be sent, what mediators were told, and how far the record had come. " +
		"It changes nothing. Exit code 5: something is wrong, and what."
}

// partInfo is one part in the output of fsck --json.
type partInfo struct {
	Part  string `json:"part"`
	State string `json:"state"` // sound, none, wrong
	Text  string `json:"text"`
}

// fsckInfo is the output of fsck --json.
type fsckInfo struct {
	Sound bool       `json:"sound"`
	Parts []partInfo `json:"parts"`
}

// errUnsound is what fsck ends with when it has told what is wrong.
var errUnsound = errors.New("not all of it is sound")

// Run carries the verb out.
func (v *fsckVerb) Run(s *session) error {
	dir, err := s.beside(v.Record)
	if err != nil {
		return err
	}
	info := fsckInfo{Sound: true, Parts: []partInfo{}}
	say := func(part, sound string, err error) {
		p := partInfo{part, "sound", sound}
		switch {
		case errors.Is(err, fs.ErrNotExist):
			p.State, p.Text = "none", "there is none"
		case err != nil:
			p.State, p.Text = "wrong", err.Error()
			info.Sound = false
		}
		info.Parts = append(info.Parts, p)
	}
	r, sound, err := s.checkRecord(v.Record)
	if errors.Is(err, store.ErrMissing) {
		return advise(v.Record, err)
	}
	say("record", sound, err)
	sound, err = checkMark(dir, r)
	say(highwater.FileName, sound, err)
	sound, err = checkKey(dir, r)
	say(keyFile, sound, err)
	sound, err = checkItems(s.ctx, dir, r)
	say("enclosed", sound, err)
	sound, err = checkSignIn(s.ctx, dir)
	say("signin", sound, err)
	sound, err = checkMachines(dir)
	say(apikey.FileName, sound, err)
	for _, part := range []string{outbox.Folder, soundings.Folder} {
		sound, err = checkFolder(s.ctx, dir, part)
		say(part, sound, err)
	}
	return s.tellParts(v.JSON, v.Record, info)
}

func (s *session) tellParts(asJSON bool, record string, info fsckInfo) error {
	if asJSON {
		if err := s.printJSON(info); err != nil {
			return err
		}
	} else {
		for _, p := range info.Parts {
			mark := map[string]string{"sound": s.paint(green, "✓"), "none": s.paint(yellow, "–"), "wrong": s.paint(red, "✕")}[p.State]
			fmt.Fprintf(s.stdout, "%s %s: %s\n", mark, p.Part, oneLine(p.Text))
		}
	}
	if !info.Sound {
		return fmt.Errorf("look through %s: %w: %w", shown(record), errUnsound, store.ErrDamaged)
	}
	return nil
}

// checkRecord looks through the store and reads the record as verify does.
func (s *session) checkRecord(record string) (*depositary.Record, string, error) {
	log, err := openToRead(s.ctx, record)
	if err != nil {
		return nil, "", err
	}
	defer log.Close()
	if file, ok := log.(*sqlite.Log); ok {
		if err := file.Check(s.ctx); err != nil {
			return nil, "", err
		}
	}
	if _, err := bundle.CheckLog(s.ctx, log); err != nil {
		return nil, "", err
	}
	r, err := depositary.Load(s.ctx, log)
	if err != nil {
		return nil, "", err
	}
	return r, fmt.Sprintf("%d entries, which verify", r.Tree.Size()), nil
}

// errNothing stands for what cannot be compared, since the record cannot be read.
var errNothing = errors.New("not compared: the record cannot be read")

// checkMark compares how far the record had come.
func checkMark(dir string, r *depositary.Record) (string, error) {
	note, err := highwater.Read(dir)
	switch {
	case err != nil:
		return "", err
	case note == nil:
		return "", fs.ErrNotExist
	case r == nil:
		return "", errNothing
	}
	if err := r.Continues(note); err != nil {
		return "", err
	}
	return fmt.Sprintf("the record continues what it was at %d entries", highwater.Size(note)), nil
}

// checkKey compares the host's key with the one that the founding names.
func checkKey(dir string, r *depositary.Record) (string, error) {
	signer, err := readHost(dir)
	if _, missing := os.Stat(filepath.Join(dir, keyFile)); errors.Is(missing, fs.ErrNotExist) {
		return "", fs.ErrNotExist
	}
	switch {
	case err != nil:
		return "", err
	case r == nil:
		return "", errNothing
	case signer.Name() != r.Host.Name() || signer.KeyHash() != r.Host.KeyHash():
		return "", fmt.Errorf("it is not the key that the founding names: %w", depositary.ErrHost)
	}
	if err := closed(filepath.Join(dir, keyFile)); err != nil {
		return "", err
	}
	return "it is the key that the founding names", nil
}

// closed refuses a file that others than its owner can read.
func closed(file string) error {
	info, err := os.Stat(file)
	if err == nil && info.Mode().Perm()&0o077 != 0 && os.PathSeparator == '/' {
		err = fmt.Errorf("others can read it: chmod 600 %s: %w", file, fs.ErrPermission)
	}
	return err
}

// checkItems opens everything that is enclosed, and compares it with what the acts seal.
func checkItems(ctx context.Context, dir string, r *depositary.Record) (string, error) {
	for _, name := range []string{backup.Enclosed, backup.EnclosedKeys} {
		if err := backup.CheckDatabase(ctx, filepath.Join(dir, name)); err != nil {
			return "", err
		}
	}
	if r == nil {
		return "", errNothing
	}
	kept, err := enclosure.OpenReadOnly(dir)
	if err != nil {
		return "", err
	}
	defer kept.Close()
	seals, err := kept.Seals(ctx)
	if err != nil {
		return "", err
	}
	sound, erased := 0, 0
	var wrong []error
	for _, e := range r.Docket.Enclosures() {
		i := slices.Index(seals, e.Seal)
		if i >= 0 {
			seals = slices.Delete(seals, i, i+1)
		}
		switch {
		case e.Redacted != 0 && i < 0:
			erased++
			continue
		case e.Redacted != 0:
			wrong = append(wrong, fmt.Errorf("%s is there, though entry %d has it erased; serve the record once", e.Seal, e.Redacted))
			continue
		case i < 0:
			wrong = append(wrong, fmt.Errorf("%s of entry %d is missing, and no entry has it erased", e.Seal, e.Seq))
			continue
		}
		o, err := kept.Get(ctx, e.Seal)
		if err == nil {
			err = depositary.CheckItem(e.Act(r.Docket.Charter().Body), e.Enclosure, o)
		}
		if err != nil {
			wrong = append(wrong, fmt.Errorf("%s of entry %d: %w", e.Seal, e.Seq, err))
			continue
		}
		sound++
	}
	for _, seal := range seals {
		wrong = append(wrong, fmt.Errorf("%s is there, and no entry encloses it; serve the record once", seal))
	}
	if len(wrong) > 0 {
		return "", errors.Join(wrong...)
	}
	if sound+erased == 0 {
		return "", fs.ErrNotExist
	}
	return fmt.Sprintf("%d items are what was sealed, %d were erased", sound, erased), nil
}

func checkSignIn(ctx context.Context, dir string) (string, error) {
	file := besideOf(dir, backup.SignIn)
	if _, err := os.Stat(file); err != nil {
		return "", err
	}
	if err := backup.CheckDatabase(ctx, file); err != nil {
		return "", err
	}
	if err := closed(filepath.Join(dir, signin.Folder)); err != nil {
		return "", err
	}
	return "the database is sound", nil
}

// checkFolder looks through the database that a folder beside the record is for.
func checkFolder(ctx context.Context, dir, name string) (string, error) {
	file := filepath.Join(dir, name, name+".db")
	if _, err := os.Stat(file); err != nil {
		return "", err
	}
	if err := backup.CheckDatabase(ctx, file); err != nil {
		return "", err
	}
	return "the database is sound", closed(filepath.Join(dir, name))
}

func checkMachines(dir string) (string, error) {
	file := filepath.Join(dir, apikey.FileName)
	if _, err := os.Stat(file); err != nil {
		return "", err
	}
	ring, err := apikey.Read(file)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("keys: %d", len(ring.Keys())), nil
}
