package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"accede/act"
	"accede/body"
	"accede/form"
	"accede/internal/intake"
)

// intakeVerb drafts acts from a published report.
type intakeVerb struct {
	File   string `arg:"" help:"The report: plain text or HTML; - is standard input."`
	Record string `placeholder:"DIR" help:"The record it is for: its charter says who is who. Nothing is written."`
	Date   string `placeholder:"DATE" help:"When it was published, if the report does not say (2022-06-21)."`
	Acts   bool   `help:"Print a file of acts, to edit and import."`
	JSON   bool   `name:"json" help:"Print JSON."`
	Second string `placeholder:"URL" help:"Ask a second reader too: an endpoint that speaks chat completions. The report is sent to it."`
	Model  string `placeholder:"NAME" help:"The model of the second reader. Its key is read from ACCEDE_READER_KEY."`
}

// Help is shown by --help.
func (intakeVerb) Help() string {
	return "Example: accede intake 2022-06-21.txt --acts > drafts.yaml\n\n" +
		"Every draft shows the words it came from, how sure it is and why. Nothing enters a record: read the drafts, correct " +
		"or delete them, then accede import drafts.yaml --record DIR."
}

// Run carries the verb out.
func (v *intakeVerb) Run(s *session) error {
	if v.Acts && v.JSON {
		return badUse("--acts and --json are two ways to print: take one")
	}
	if (v.Second == "") != (v.Model == "") {
		return badUse("--second and --model go together: the address and the model of the second reader")
	}
	rep, err := v.report(s)
	if err != nil {
		return err
	}
	r, err := intake.Read(rep)
	if err != nil {
		return fmt.Errorf("%s: %w", v.File, err)
	}
	if v.Second != "" {
		e := &intake.Endpoint{URL: v.Second, Model: v.Model, Key: s.env("ACCEDE_READER_KEY")}
		if err := r.AddSecond(s.ctx, e); err != nil {
			return err
		}
	}
	switch {
	case v.Acts:
		_, err := s.stdout.Write(r.File())
		return err
	case v.JSON:
		return s.printReading(r)
	}
	s.sayReading(r)
	return nil
}

// report reads the file and what is known beside it.
func (v *intakeVerb) report(s *session) (intake.Report, error) {
	rep := intake.Report{Name: filepath.Base(v.File)}
	var err error
	if v.Date != "" {
		if rep.Published, err = form.ParseDate(v.Date); err != nil {
			return rep, badUse("--date: %v", err)
		}
	}
	if v.Record != "" {
		if rep.Charter, err = s.charterOf(v.Record); err != nil {
			return rep, err
		}
	}
	rep.Text, err = s.readReport(v.File)
	return rep, err
}

// charterOf answers the charter under which a record is kept.
func (s *session) charterOf(dir string) (*body.Charter, error) {
	r, _, err := s.readRecord(dir, asOf{})
	if err != nil {
		return nil, err
	}
	return r.Docket.Charter(), nil
}

// readReport reads a file, or standard input, no further than a report may be long.
func (s *session) readReport(file string) ([]byte, error) {
	in := s.stdin
	if file != "-" {
		f, err := os.Open(file)
		if err != nil {
			return nil, fmt.Errorf("read report: %w", err)
		}
		defer f.Close()
		in = f
	}
	text, err := io.ReadAll(io.LimitReader(in, intake.MaxSize+1))
	if err != nil {
		return nil, fmt.Errorf("read report %s: %w", file, err)
	}
	return text, nil
}

// spanInfo is a place in the text, in bytes and in characters, and what stands there.
type spanInfo struct {
	Bytes [2]int `json:"bytes"`
	Chars [2]int `json:"chars"`
	Text  string `json:"text"`
}

// draftInfo is a draft in the output of intake --json.
type draftInfo struct {
	ID      string     `json:"id"`
	Kind    string     `json:"act"`
	By      string     `json:"by"`
	Date    string     `json:"date,omitempty"`
	Dated   string     `json:"dated,omitempty"`
	Deed    act.Deed   `json:"deed"`
	Sure    string     `json:"sure"`
	Why     []string   `json:"why"`
	Missing []string   `json:"missing"`
	Reader  string     `json:"reader,omitempty"`
	Spans   []spanInfo `json:"spans"`
}

// findingInfo is a finding in the output of intake --json.
type findingInfo struct {
	Kind  string     `json:"kind"`
	ID    string     `json:"id,omitempty"`
	Text  string     `json:"text"`
	Why   string     `json:"why,omitempty"`
	Spans []spanInfo `json:"spans"`
}

// readingInfo is the output of intake --json.
type readingInfo struct {
	Language  string           `json:"language"`
	Body      string           `json:"body"`
	Elsewhere string           `json:"elsewhere,omitempty"`
	Rule      string           `json:"rule"`
	Members   int              `json:"members"`
	Publisher string           `json:"publisher"`
	Published string           `json:"published"`
	Findings  []findingInfo    `json:"findings"`
	Drafts    []draftInfo      `json:"drafts"`
	Notes     []string         `json:"notes"`
	Refused   []intake.Refused `json:"refused"`
}

func (s *session) printReading(r *intake.Reading) error {
	info := readingInfo{
		Language: r.Language, Body: r.Body, Elsewhere: r.Elsewhere, Rule: r.Rule.Kind, Members: r.Rule.Members, Publisher: r.Source.Publisher,
		Findings: []findingInfo{}, Drafts: []draftInfo{}, Notes: []string{}, Refused: append([]intake.Refused{}, r.Refused...),
	}
	if !r.Source.Date.IsZero() {
		info.Published = r.Source.Date.String()
	}
	for _, f := range r.Findings {
		info.Findings = append(info.Findings, findingInfo{f.Kind, f.ID, f.Text, f.Why, spansOf(r, f.Spans)})
	}
	for _, n := range r.Notes {
		info.Notes = append(info.Notes, n.Text)
	}
	for _, d := range r.Drafts {
		info.Drafts = append(info.Drafts, draftInfo{
			ID: d.Act.ID, Kind: string(d.Act.Do.Kind()), By: string(d.Act.By), Date: d.Act.Date.String(), Dated: string(d.Act.Dated), Deed: d.Act.Do,
			Sure: string(d.Sure), Why: d.Why, Missing: append([]string{}, d.Missing...), Reader: d.Reader, Spans: spansOf(r, d.Spans),
		})
	}
	return s.printJSON(info)
}

func spansOf(r *intake.Reading, spans []intake.Span) []spanInfo {
	all := make([]spanInfo, len(spans))
	for i, p := range spans {
		from := utf8.RuneCountInString(r.Text[:p.Start])
		words := r.Words(p)
		all[i] = spanInfo{[2]int{p.Start, p.End}, [2]int{from, from + utf8.RuneCountInString(words)}, words}
	}
	return all
}

// sayReading prints a reading for people.
func (s *session) sayReading(r *intake.Reading) {
	for _, n := range r.Notes {
		fmt.Fprintf(s.stdout, "Note: %s.\n", n.Text)
	}
	if r.Elsewhere != "" {
		fmt.Fprintf(s.stdout, "Note: the report names %s and not the body of this record: look whether it is about it at all.\n", r.Elsewhere)
	}
	if r.Body != "" {
		fmt.Fprintf(s.stdout, "Body: %s", r.Body)
		if r.Rule.Kind != "" {
			fmt.Fprintf(s.stdout, "; rule: %s", r.Rule.Kind)
		}
		if r.Rule.Members > 0 {
			fmt.Fprintf(s.stdout, " of %d", r.Rule.Members)
		}
		fmt.Fprintln(s.stdout)
	}
	kind := ""
	for _, f := range r.Findings {
		if f.Kind != kind {
			kind = f.Kind
			fmt.Fprintf(s.stdout, "%s:\n", strings.ToUpper(kind[:1])+kind[1:])
		}
		fmt.Fprintf(s.stdout, "  %s\n", strings.TrimSpace(f.ID+"  "+f.Text))
	}
	fmt.Fprintf(s.stdout, "%d drafts, none of them entered:\n", len(r.Drafts))
	for _, d := range r.Drafts {
		s.sayDraft(r, d)
	}
	for _, x := range r.Refused {
		fmt.Fprintf(s.stdout, "Refused of %s: %q: %s\n", x.Reader, x.Text, x.Why)
	}
}

func (s *session) sayDraft(r *intake.Reading, d intake.Draft) {
	day := d.Act.Date.String()
	if d.Act.Dated != "" {
		day += " (" + string(d.Act.Dated) + ")"
	}
	fmt.Fprintf(s.stdout, "\n%s: %s by %s, %s [%s]\n", d.Act.ID, d.Act.Do.Kind(), d.Act.By, day, d.Sure)
	if len(d.Missing) > 0 {
		fmt.Fprintf(s.stdout, "  missing: %s\n", strings.Join(d.Missing, ", "))
	}
	if d.Reader != "" {
		fmt.Fprintf(s.stdout, "  by the second reader %s\n", d.Reader)
	}
	fmt.Fprintf(s.stdout, "  why: %s\n", strings.Join(d.Why, "; "))
	for _, p := range d.Spans {
		fmt.Fprintf(s.stdout, "  %d–%d: %s\n", p.Start, p.End, strings.Join(strings.Fields(r.Words(p)), " "))
	}
}
