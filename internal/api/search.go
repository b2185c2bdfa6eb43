package api

import (
	"fmt"
	"net/http"
	"reflect"
	"time"

	"accede/internal/fault"
	"accede/internal/lookup"
	"accede/internal/search"
	"accede/internal/view"
)

// mostFound is how many entries are answered at most.
const mostFound = 500

// searchRoute looks for words. Its answer carries no tag: it depends on how far the index goes, not on the record alone.
func searchRoute() route {
	return route{
		method: http.MethodGet, path: "/search", id: "search",
		says: "The entries that hold all the words looked for, the latest first. In quotation marks, words stand one after another; marks on letters make no difference. What is sealed is not looked through.",
		query: []param{
			{name: "q", says: "the words", example: "objects security"},
			{name: "in", says: "in one dossier alone, by its id", example: "fi"},
			{name: "limit", says: "how many at most, up to 500; without it, 50", whole: true, example: "50"},
			asOfParam(), langParam(),
		},
		answer: reflect.TypeFor[view.SearchAnswer](), do: (*call).search,
	}
}

func (c *call) search() error {
	asOf, err := c.asOf()
	if err != nil {
		return err
	}
	limit, err := c.whole("limit", 1, 50)
	if err != nil {
		return err
	}
	q, err := search.Parse(c.query.Get("q"))
	if err != nil {
		return fmt.Errorf("read q: %w: %w", err, fault.ErrQuery)
	}
	ctx := c.r.Context()
	now, err := c.Record.Docket(ctx, time.Time{})
	if err != nil {
		return fmt.Errorf("read the record: %w: %w", err, fault.ErrRecord)
	}
	then := now
	if !asOf.IsZero() {
		if then, err = c.Record.Docket(ctx, asOf); err != nil {
			return fmt.Errorf("read the record: %w: %w", err, fault.ErrRecord)
		}
	}
	a, err := c.Search.Find(ctx, now, then, lookup.Asked{Query: q, Dossier: c.query.Get("in"), Limit: int(min(limit, mostFound))}, c.reader())
	if err != nil {
		return err
	}
	return c.json(view.SearchAnswer{Query: c.query.Get("q"), Found: a.Found, More: a.More, Behind: a.Behind})
}
