package main

import (
	"fmt"
	"os"
	"strings"

	"accede/act"
	"accede/form"
)

// importVerb registers the acts of a file.
type importVerb struct {
	File   string `arg:"" help:"File of acts: YAML, or a line of JSON for each (.jsonl); or a bundle of the record (.bundle), to put back what it carries of what is enclosed."`
	Record string `required:"" placeholder:"DIR" help:"Folder of the record, or its address in PostgreSQL."`
	JSON   bool   `name:"json" help:"Print JSON."`
}

// Help is shown by --help.
func (importVerb) Help() string {
	return "Example: accede import acts.yaml --record records/nato\n\n" +
		"All acts are registered in one commit, or none. Acts that are in the record already are passed over."
}

// importInfo is the output of import --json.
type importInfo struct {
	Added   int   `json:"added"`
	Already int   `json:"already"`
	Size    int64 `json:"size"` // entries of the record
}

// Run carries the verb out.
func (v *importVerb) Run(s *session) error {
	if strings.HasSuffix(v.File, ".bundle") {
		return v.importEnclosed(s)
	}
	acts, err := readActs(v.File)
	if err != nil {
		return err
	}
	o, err := s.openOffice(v.Record)
	if err != nil {
		return err
	}
	defer o.Close()
	done, err := o.Import(s.ctx, acts, s.progress("deciding acts"))
	if err != nil {
		return err
	}
	info := importInfo{done.Added, done.Already, done.Size}
	if err := o.Close(); err != nil {
		return err
	}
	if v.JSON {
		return s.printJSON(info)
	}
	s.sayImported(info)
	return nil
}

func (s *session) sayImported(i importInfo) {
	switch {
	case i.Added == 0 && i.Already == 0:
		fmt.Fprintln(s.stdout, "The file holds no acts.")
	case i.Added == 0:
		fmt.Fprintf(s.stdout, "Nothing new: %s already there. The record has %d entries.\n", acts(i.Already), i.Size)
	case i.Already == 0:
		fmt.Fprintf(s.stdout, "Registered %s. The record has %d entries.\n", acts(i.Added), i.Size)
	default:
		fmt.Fprintf(s.stdout, "Registered %s; %s already there. The record has %d entries.\n", acts(i.Added), acts(i.Already), i.Size)
	}
}

func acts(n int) string {
	if n == 1 {
		return "1 act"
	}
	return fmt.Sprintf("%d acts", n)
}

// readActs reads a file of acts, whole. All its faults come back, form.MaxFaults at most.
func readActs(file string) ([]act.Located, error) {
	if !strings.HasSuffix(file, ".jsonl") {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("read acts: %w", err)
		}
		return act.ReadFile(file, text)
	}
	f, err := os.Open(file)
	if err != nil {
		return nil, fmt.Errorf("read acts: %w", err)
	}
	defer f.Close()
	var all []act.Located
	var faults form.Faults
	for a, err := range act.Lines(file, f) {
		if err == nil {
			all = append(all, a)
			continue
		}
		more, ok := err.(form.Faults)
		if !ok {
			return nil, err
		}
		if faults = append(faults, more...); len(faults) >= form.MaxFaults {
			return nil, faults[:form.MaxFaults]
		}
	}
	if len(faults) > 0 {
		return nil, faults
	}
	return all, nil
}
