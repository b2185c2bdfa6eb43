package main

import (
	"fmt"
	"slices"
	"unicode/utf8"

	"accede/internal/view"
)

// logVerb prints the entries of a dossier.
type logVerb struct {
	Dossier string `arg:"" help:"The dossier."`
	Record  string `required:"" placeholder:"DIR" help:"Folder of the record, or its address in PostgreSQL."`
	AsOf    asOf   `name:"as-of" placeholder:"TIME" help:"As of the end of a day, or of an instant (RFC 3339)."`
	JSON    bool   `name:"json" help:"Print JSON: a list, oldest first."`
}

// Help is shown by --help.
func (logVerb) Help() string { return "Example: accede log fi --record records/nato" }

// Run carries the verb out.
func (v *logVerb) Run(s *session) error {
	r, _, err := s.readRecord(v.Record, v.AsOf)
	if err != nil {
		return err
	}
	if !slices.Contains(r.Docket.Dossiers(), v.Dossier) {
		return noDossier(r.Docket, v.Dossier)
	}
	english, err := english()
	if err != nil {
		return err
	}
	lines := view.Log(r.Docket, v.Dossier, english)
	if v.JSON {
		return s.printJSON(lines)
	}
	s.printLog(lines)
	return nil
}

// printLog lays the lines out: position, day, what happened, and where it is known from.
func (s *session) printLog(lines []view.LogLine) {
	wide := 0
	for _, l := range lines {
		wide = max(wide, utf8.RuneCountInString(l.Day))
	}
	for _, l := range lines {
		seq := "    –"
		if l.Seq > 0 {
			seq = fmt.Sprintf("%5d", l.Seq)
		}
		day := fmt.Sprintf("%-*s", wide, l.Day)
		fmt.Fprintf(s.stdout, "%s  %s  %s%s\n", s.paint(faint, seq), day, l.Text, s.paint(faint, sourcesOf(l)))
	}
}

// sourcesOf answers the keys of the sources in brackets.
func sourcesOf(l view.LogLine) string {
	text := ""
	for _, src := range l.Sources {
		if text != "" {
			text += ", "
		}
		text += src.Key
	}
	if text == "" {
		return ""
	}
	return "  [" + text + "]"
}
