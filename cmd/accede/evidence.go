package main

import (
	"fmt"
	"os"

	"accede/internal/bundle"
	"accede/internal/depositary"
)

// evidenceInfo is a file of evidence in the output of verify --json.
type evidenceInfo struct {
	Verified bool     `json:"verified"`
	Evidence string   `json:"evidence"` // fork, back-dated, dropped
	Origin   string   `json:"origin"`
	Shows    []string `json:"shows"`
	Beyond   []string `json:"beyond"` // what has to be known beside it
}

// evidence checks a file of evidence; done: it was one.
func (v *verifyVerb) evidence(s *session) (done bool, err error) {
	db, err := inDatabase(v.What)
	if err != nil {
		return false, err
	}
	info, err := os.Stat(v.What)
	if db || err != nil || info.IsDir() {
		return false, v.alone()
	}
	f, ok, err := readEvidence(v.What)
	if err != nil {
		return false, fmt.Errorf("verify %s: %w", v.What, err)
	}
	if !ok {
		return false, v.alone()
	}
	shown, err := f.Check()
	if err == nil && v.Against != "" {
		var r *depositary.Record
		if r, err = v.held(s); err == nil {
			shown, err = f.Against(r)
		}
	}
	if err != nil {
		return true, fmt.Errorf("verify %s: %w", v.What, err)
	}
	told := evidenceInfo{true, string(f.Kind), string(f.Origin), shown.Says, append([]string{}, shown.Beyond...)}
	if v.JSON {
		return true, s.printJSON(told)
	}
	s.printEvidence(told)
	return true, nil
}

// alone refuses --against beside what is verified by itself.
func (v *verifyVerb) alone() error {
	if v.Against == "" {
		return nil
	}
	return badUse("--against is for a file of evidence, and %s is none", shown(v.What))
}

// held reads and verifies the record against which evidence is held.
func (v *verifyVerb) held(s *session) (*depositary.Record, error) {
	if info, err := os.Stat(v.Against); err == nil && !info.IsDir() {
		f, err := os.Open(v.Against)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		return bundle.Load(s.ctx, f)
	}
	log, err := openToRead(s.ctx, v.Against)
	if err != nil {
		return nil, advise(v.Against, err)
	}
	defer log.Close()
	r, err := depositary.Load(s.ctx, log)
	if err != nil {
		return nil, fmt.Errorf("read record %s: %w", shown(v.Against), err)
	}
	return r, nil
}

func (s *session) printEvidence(i evidenceInfo) {
	fmt.Fprintf(s.stdout, "%s evidence about the record %s.\n", s.paint(green, "Verified:"), i.Origin)
	for _, says := range i.Shows {
		fmt.Fprintf(s.stdout, "  %s %s\n", s.paint(green, "✓"), says)
	}
	for _, beyond := range i.Beyond {
		fmt.Fprintf(s.stdout, "  %s to be known beside it: %s\n", s.paint(yellow, "–"), beyond)
	}
}
