// Package past carries the ratifications of past accessions as data.
//
// It knows its files and how they are read: one day for each member, each with its source. It refuses to know what
// follows from them; package forecast works that out.
package past

import (
	"embed"
	"fmt"
	"slices"
	"strings"

	"accede/body"
	"accede/form"
	"accede/whatif/forecast"
)

// Format is the first line's value of a file of past accessions.
const Format = "past/1"

// File is one file of past accessions to a body.
type File struct {
	Accede     string                `form:"accede,required" enum:"past/1"`
	Body       string                `form:"body,required"`
	Kind       body.Names            `form:"kind,required" doc:"what the days are the days of"`
	AsOf       form.Date             `form:"as_of,required" doc:"the last day the file knows of"`
	Sources    form.Map[body.Source] `form:"sources"`
	Accessions []Accession           `form:"accessions,required"`
}

// Accession is how long the members took with one text.
type Accession struct {
	ID      string     `form:"id,required"`
	Name    body.Names `form:"name,required"`
	Signed  form.Date  `form:"signed,required"`
	Source  string     `form:"source,required" doc:"of the day of signature"`
	Members []Day      `form:"members,required" doc:"those whose day is not the day of the same vote on an accession listed earlier"`
	Note    string     `form:"note"`
}

// Day is the day on which one member's own procedure ended.
type Day struct {
	Member   body.MemberID `form:"member,required"`
	Since    form.Date     `form:"since" doc:"the day it came onto the roll, where that is after the signature"`
	Done     form.Date     `form:"done" doc:"without it, not done by as_of"`
	AtLatest bool          `form:"at_latest" doc:"done by then; the day itself is not known"`
	Objected bool          `form:"objected" doc:"it objected at some stage"`
	Source   string        `form:"source,required" doc:"key in sources, or unsourced"`
	Note     string        `form:"note"`

	Place form.Place `form:"-place"` // where it stands in its file
}

// Schema answers the JSON Schema of a file of past accessions.
func Schema() ([]byte, error) {
	return form.Schema("https://accede.example/schema/past-1.json", "How long the members of a body took with past accessions", File{})
}

//go:embed *.yaml
var files embed.FS

// All answers the accessions of all files that are built in, by file and then as the file has them. A file built in
// that cannot be read is a mistake in the program, and it panics.
func All() []forecast.Cohort {
	entries, err := files.ReadDir(".")
	if err != nil {
		panic("past: the files that were built in cannot be listed")
	}
	var all []forecast.Cohort
	for _, e := range entries {
		text, err := files.ReadFile(e.Name())
		if err != nil {
			panic("past: a file that was built in cannot be read")
		}
		cohorts, err := Read(e.Name(), text)
		if err != nil {
			panic("past: " + err.Error())
		}
		all = append(all, cohorts...)
	}
	return all
}

// Read reads a file of past accessions, one's own or one built in. The error is form.Faults, with the place of all
// that is wrong.
func Read(name string, text []byte) ([]forecast.Cohort, error) {
	var f File
	if err := form.Decode(name, text, &f); err != nil {
		return nil, err
	}
	var faults form.Faults
	var all []forecast.Cohort
	for _, a := range f.Accessions {
		c := forecast.Cohort{ID: a.ID, Body: f.Body, Start: a.Signed, AsOf: f.AsOf}
		for _, d := range a.Members {
			if text := d.wrong(f, a, c); text != "" {
				faults = append(faults, &form.Fault{Place: d.Place, Text: text})
				continue
			}
			c.Cases = append(c.Cases, d.took(f, a))
		}
		all = append(all, c)
	}
	return all, faults.InOrder()
}

// took answers the case of one day.
func (d Day) took(f File, a Accession) forecast.Case {
	c := forecast.Case{Member: d.Member, Start: a.Signed, AtLatest: d.AtLatest, Objected: d.Objected, Done: !d.Done.IsZero()}
	if !d.Since.IsZero() {
		c.Start = d.Since
	}
	end := d.Done
	if !c.Done {
		end = f.AsOf
	}
	c.Days = forecast.DaysBetween(c.Start, end)
	return c
}

// wrong says what is wrong with one day, in words, or nothing.
func (d Day) wrong(f File, a Accession, c forecast.Cohort) string {
	start := d.took(f, a).Start
	_, known := f.Sources.Get(d.Source)
	switch {
	case strings.TrimSpace(string(d.Member)) == "":
		return "the member has no id"
	case slices.ContainsFunc(c.Cases, func(x forecast.Case) bool { return x.Member == d.Member }):
		return fmt.Sprintf("%s stands here twice", d.Member)
	case !known && d.Source != body.Unsourced:
		return fmt.Sprintf("the source %q is not listed under sources; list it, or write unsourced", d.Source)
	case !d.Done.IsZero() && d.Done.Before(start):
		return fmt.Sprintf("%s was done on %v, before the %v from which it is counted", d.Member, d.Done, start)
	case f.AsOf.Before(start):
		return fmt.Sprintf("%s is counted from %v, after the last day the file knows of, %v", d.Member, start, f.AsOf)
	case f.AsOf.Before(d.Done):
		return fmt.Sprintf("%s was done on %v, after the last day the file knows of, %v", d.Member, d.Done, f.AsOf)
	}
	return ""
}
