package main

import (
	"errors"
	"fmt"
	"os"

	"accede/internal/bundle"
	"accede/internal/store"
)

// verifyVerb checks a record or a bundle.
type verifyVerb struct {
	What    string `arg:"" name:"bundle|dir|evidence" help:"A bundle, the folder of a record, its address in PostgreSQL, or a file of evidence."`
	Against string `placeholder:"BUNDLE|DIR" help:"Hold a file of evidence against this record."`
	JSON    bool   `name:"json" help:"Print JSON."`
}

// Help is shown by --help.
func (verifyVerb) Help() string {
	return "Examples:\n\n  accede verify nato.bundle\n\n  accede verify watch-a/evidence/fork-1f2e3d.json --against watch-a/mirror\n\n" +
		"Exit code 5: it does not verify; the position and the reason are said. Of evidence: it does not show what it says."
}

// verifyInfo is the output of verify --json.
type verifyInfo struct {
	Verified bool     `json:"verified"`
	Position int64    `json:"position"` // of the first entry at fault; 0 when it verifies or cannot be told
	Reason   string   `json:"reason"`
	Body     string   `json:"body"`
	Keeping  string   `json:"keeping"`
	Origin   string   `json:"origin"`
	Host     string   `json:"host"`
	Dossier  string   `json:"dossier"` // empty: the whole record
	Entries  int64    `json:"entries"` // checked
	Size     int64    `json:"size"`    // of the record
	Root     string   `json:"root"`
	Checked  []string `json:"checked"`
	Not      []string `json:"not_checked"`

	Enclosed *enclosedState `json:"enclosed,omitempty"` // of a bundle whose acts enclose something
}

// enclosedState is what became of what the acts in a bundle enclose, by seals.
type enclosedState struct {
	For      string   `json:"for"` // the party that may read what is carried, or public; empty: nothing is carried
	Carried  []string `json:"carried"`
	Withheld []string `json:"withheld"`
	Erased   []string `json:"erased"`
}

// enclosedStateOf answers it; nil where nothing is enclosed.
func enclosedStateOf(r bundle.Report) *enclosedState {
	x := r.Enclosed
	if len(x.Carried)+len(x.Withheld)+len(x.Erased) == 0 {
		return nil
	}
	return &enclosedState{r.Header.For, append([]string{}, x.Carried...), append([]string{}, x.Withheld...), append([]string{}, x.Erased...)}
}

// Run carries the verb out.
func (v *verifyVerb) Run(s *session) error {
	if done, err := v.evidence(s); done || err != nil {
		return err
	}
	report, err := v.check(s)
	if err != nil {
		return v.failed(s, err)
	}
	info := verifyInfo{
		Verified: true, Body: report.Body, Keeping: report.Keeping,
		Origin: string(report.Header.Origin), Host: report.Header.Host, Dossier: report.Header.Dossier,
		Entries: report.Entries, Size: report.Header.Size, Root: report.Root, Checked: report.Checked, Not: report.Not, Enclosed: enclosedStateOf(report),
	}
	if v.JSON {
		return s.printJSON(info)
	}
	s.printVerified(info)
	return nil
}

func (v *verifyVerb) check(s *session) (bundle.Report, error) {
	record, err := inDatabase(v.What)
	if err != nil {
		return bundle.Report{}, err
	}
	if !record {
		info, err := os.Stat(v.What)
		if err != nil {
			return bundle.Report{}, fmt.Errorf("verify: %w", err)
		}
		record = info.IsDir()
	}
	if record {
		log, err := openToRead(s.ctx, v.What)
		if err != nil {
			return bundle.Report{}, advise(v.What, err)
		}
		defer log.Close()
		return bundle.CheckLog(s.ctx, log)
	}
	f, err := os.Open(v.What)
	if err != nil {
		return bundle.Report{}, fmt.Errorf("verify: %w", err)
	}
	defer f.Close()
	return bundle.Check(s.ctx, f)
}

// failed says where and why, in JSON too.
func (v *verifyVerb) failed(s *session, err error) error {
	var position int64
	var reason string
	var m *bundle.Mismatch
	var d *store.DamageError
	switch {
	case errors.As(err, &m):
		position, reason = m.Position, m.Reason
	case errors.As(err, &d):
		position, reason = d.Position, d.What
	default:
		return err
	}
	if v.JSON {
		if err := s.printJSON(verifyInfo{Position: position, Reason: reason, Checked: []string{}, Not: []string{}}); err != nil {
			return err
		}
	}
	return fmt.Errorf("%s does not verify: %w", shown(v.What), err)
}

func (s *session) printVerified(i verifyInfo) {
	what := "the record of " + i.Body
	if i.Dossier != "" {
		what = "dossier " + i.Dossier + " of " + what
	}
	fmt.Fprintf(s.stdout, "%s %s, %d of %d entries.\n", s.paint(green, "Verified:"), what, i.Entries, i.Size)
	for _, c := range i.Checked {
		fmt.Fprintf(s.stdout, "  %s %s\n", s.paint(green, "✓"), c)
	}
	for _, c := range i.Not {
		fmt.Fprintf(s.stdout, "  %s not checked: %s\n", s.paint(yellow, "–"), c)
	}
	fmt.Fprintf(s.stdout, "Origin %s\nRoot   %s\nHost   %s\n", i.Origin, i.Root, i.Host)
	fmt.Fprintln(s.stdout, "Compare origin and root with what others have: a host can show different records to different people.")
}
