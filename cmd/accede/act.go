package main

import (
	"fmt"
	"os"
	"strings"

	"accede/act"
	"accede/form"
)

// actVerb builds, signs and hands in acts.
type actVerb struct {
	Verb    string   `arg:"" optional:"" help:"The kind of act, such as position."`
	Fields  []string `arg:"" optional:"" placeholder:"KEY=VALUE" help:"Its keys, each value as YAML: ballot=for, text='{en: …}'."`
	Dossier []string `short:"d" placeholder:"ID" help:"The dossiers it addresses."`
	Stage   string   `placeholder:"ID" help:"The stage it belongs to; default the one the dossier is in."`
	File    string   `placeholder:"FILE" help:"Take the acts of a file instead: YAML, or a line of JSON for each (.jsonl)."`
	Sign    string   `placeholder:"FILE" help:"Add signatures to the signed acts of a file (.jsonl) and print them: for the second person."`
	signing
}

// Help is shown by --help.
func (actVerb) Help() string {
	return "Examples:\n\n  accede act position ballot=for -d fi --record records/quay --key a.key\n\n" +
		"  accede act deposit -d fi --record records/quay --key a-1.key --print > deposit.jsonl\n\n" +
		"  accede act --sign deposit.jsonl --record records/quay --key a-2.key > both.jsonl\n\n" +
		"  accede import both.jsonl --record records/quay"
}

// Run carries the verb out.
func (v *actVerb) Run(s *session) error {
	ways := 0
	for _, has := range []bool{v.Verb != "", v.File != "", v.Sign != ""} {
		if has {
			ways++
		}
	}
	if ways != 1 {
		return badUse("say which act, or --file, or --sign: one of the three; see accede act --help")
	}
	if v.Sign != "" {
		return v.countersign(s)
	}
	acts, err := v.acts()
	if err != nil {
		return err
	}
	return v.perform(s, acts)
}

// acts answers the acts of the file, or the one of the command line.
func (v *actVerb) acts() ([]act.Act, error) {
	if v.File == "" {
		a, err := v.build()
		return []act.Act{a}, err
	}
	located, err := readActs(v.File)
	if err != nil {
		return nil, err
	}
	var all []act.Act
	for _, l := range located {
		if len(l.Signatures) > 0 {
			return nil, form.Faults{{Place: l.Place, Text: "it is signed already: hand it in with accede import, or add to it with --sign"}}
		}
		all = append(all, l.Act)
	}
	return all, nil
}

// placeholder stands where the command gives no id, author or date: complete fills them in.
const placeholder = "placeholder"

// build reads the act of the command line as a file of acts would be read; a fault is told with the argument it is in.
func (v *actVerb) build() (act.Act, error) {
	lines := []string{"accede: " + act.FileFormat, "acts:", "  - act: " + quote(v.Verb)}
	given := map[string]bool{}
	for _, field := range v.Fields {
		key, value, ok := strings.Cut(field, "=")
		if !ok || strings.ContainsAny(field, "\n\r") {
			return act.Act{}, badUse("%q is no key with a value: write ballot=for", field)
		}
		given[key] = true
		lines = append(lines, "    "+key+": "+value)
	}
	if len(v.Dossier) > 0 {
		lines = append(lines, "    dossiers: ["+strings.Join(quoteAll(v.Dossier), ", ")+"]")
	}
	if v.Stage != "" {
		lines = append(lines, "    stage: "+quote(v.Stage))
	}
	for _, line := range []string{"id: " + placeholder, "by: " + placeholder, "date: 2000-01-01"} {
		if key, _, _ := strings.Cut(line, ":"); !given[key] {
			lines = append(lines, "    "+line)
		}
	}
	located, err := act.ReadFile("command", []byte(strings.Join(lines, "\n")+"\n"))
	if err != nil {
		return act.Act{}, v.argument(err)
	}
	a := located[0].Act
	if !given["id"] {
		a.ID = ""
	}
	if !given["by"] {
		a.By = ""
	}
	if !given["date"] {
		a.Date = form.Instant{}
	}
	return a, nil
}

// argument puts the argument of the command in the place of a line of the text that was made of it.
func (v *actVerb) argument(err error) error {
	faults, ok := err.(form.Faults)
	if !ok {
		return err
	}
	var told form.Faults
	for _, f := range faults {
		name := "act " + v.Verb
		if n := f.Place.Line - 4; n >= 0 && n < len(v.Fields) {
			name = fmt.Sprintf("argument %d (%s)", n+2, v.Fields[n])
		}
		told = append(told, &form.Fault{Place: form.Place{File: name}, Text: f.Text})
	}
	return told
}

func quote(text string) string { return fmt.Sprintf("%q", text) }

func quoteAll(texts []string) []string {
	all := make([]string, len(texts))
	for i, t := range texts {
		all[i] = quote(t)
	}
	return all
}

// countersign adds signatures to acts that somebody else has signed, byte for byte as they are.
func (v *actVerb) countersign(s *session) error {
	if !strings.HasSuffix(v.Sign, ".jsonl") {
		return badUse("--sign wants a file of signed acts, one a line: %s does not end in .jsonl", v.Sign)
	}
	if _, err := os.Stat(v.Sign); err != nil {
		return fmt.Errorf("read signed acts: %w", err)
	}
	located, err := readActs(v.Sign)
	if err != nil {
		return err
	}
	r, _, err := s.readRecord(v.Record, asOf{})
	if err != nil {
		return err
	}
	signers, err := v.signers(s, r.Docket)
	if err != nil {
		return err
	}
	if len(signers) == 0 {
		return badUse("say with which key: --key FILE")
	}
	for _, l := range located {
		data, err := l.Act.Marshal()
		if err != nil {
			return err
		}
		more, err := signAll(s, data, signers)
		if err != nil {
			return err
		}
		if err := s.printSigned(data, append(l.Signatures, more...)); err != nil {
			return err
		}
	}
	return nil
}
