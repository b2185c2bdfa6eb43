package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"accede/dossier"

	"accede/internal/lookup"
	"accede/internal/search"
	"accede/internal/search/fts"
	"accede/internal/search/pgtext"
	"accede/internal/view"
	"accede/internal/view/words"
)

// searchVerb looks for words in a record.
type searchVerb struct {
	Words  []string `arg:"" help:"What to look for: all of these words; quoted, words that stand one after another."`
	Record string   `required:"" placeholder:"DIR" help:"Folder of the record, or its address in PostgreSQL."`
	In     string   `placeholder:"DOSSIER" help:"In one dossier alone."`
	AsOf   asOf     `name:"as-of" placeholder:"TIME" help:"As of the end of a day in the body's time zone (2022-06-21), or of an instant (RFC 3339)."`
	Limit  int      `default:"50" placeholder:"N" help:"No more than this many, the latest (default ${default})."`
	Lang   string   `default:"en" placeholder:"TAG" help:"The language: en, fr, tr, sv, fi (default ${default})."`
	JSON   bool     `name:"json" help:"Print JSON."`
}

// Help is shown by --help.
func (searchVerb) Help() string {
	return "Example: accede search objects 'kurdish groups' --record records/nato --as-of 2022-06-21\n\n" +
		"Marks on letters, and large or small letters, make no difference. What is sealed is not looked through."
}

// Run carries the verb out.
func (v *searchVerb) Run(s *session) error {
	catalogue, err := words.Load()
	if err != nil {
		return err
	}
	reader, ok := catalogue.In(v.Lang)
	if !ok {
		return badUse("there are no words in %q: take en, fr, tr, sv or fi", v.Lang)
	}
	if v.Limit < 1 {
		return badUse("--limit %d: at least 1 is wanted", v.Limit)
	}
	var typed []string
	for _, w := range v.Words {
		if strings.ContainsAny(w, " \t") && !strings.Contains(w, `"`) {
			w = `"` + w + `"` // the shell has taken the quotation marks off
		}
		typed = append(typed, w)
	}
	q, err := search.Parse(strings.Join(typed, " "))
	if err != nil {
		return &usage{err}
	}
	r, _, err := s.readRecord(v.Record, v.AsOf)
	if err != nil {
		return err
	}
	a, err := lookup.New(nil, catalogue).Find(s.ctx, r.Docket, r.Docket, lookup.Asked{Query: q, Dossier: v.In, Limit: v.Limit}, reader)
	if err != nil {
		return err
	}
	if v.JSON {
		return s.printJSON(view.SearchAnswer{Query: strings.Join(typed, " "), Found: a.Found, More: a.More})
	}
	for _, x := range a.Found {
		fmt.Fprintf(s.stdout, "%s  %s, %s\n  %s\n", s.paint(bold, x.Title), reader.Say("search.entry", words.Args{"seq": x.Seq}), x.Day, x.Text)
		if x.Where != "" {
			fmt.Fprintf(s.stdout, "  > %s\n", x.Where)
		}
	}
	switch {
	case len(a.Found) == 0:
		fmt.Fprintln(s.stdout, "Nothing was found.")
	case a.More:
		fmt.Fprintf(s.stdout, "There is more: the first %d are shown.\n", len(a.Found))
	}
	return nil
}

// lookup opens the index of a record, and keeps it in step with it until the session ends.
func (s *session) lookup(o *office, record string) (*lookup.Desk, func(), error) {
	catalogue, err := words.Load()
	if err != nil {
		return nil, nil, err
	}
	var index search.Index
	if db, _ := inDatabase(record); db {
		index, err = pgtext.Open(s.ctx, record)
	} else {
		index, err = fts.Open(o.dir)
	}
	if err != nil {
		s.logger.Error("no index is kept; every search looks at every entry", "err", err)
		return lookup.New(nil, catalogue), func() {}, nil
	}
	desk := lookup.New(index, catalogue)
	ctx, stop := context.WithCancel(s.ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		now := func(ctx context.Context) (*dossier.Docket, error) { return o.Docket(ctx, time.Time{}) }
		desk.Follow(ctx, o.Feed().Subscribe(ctx), now, func(err error) {
			if ctx.Err() == nil {
				s.logger.Error("index not brought on", "err", err)
			}
		})
	}()
	return desk, func() { stop(); <-done; index.Close() }, nil
}
