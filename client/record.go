package client

import (
	"context"
	"iter"
	"net/url"
	"strconv"

	"accede/internal/api/wire"
	"accede/internal/view"
)

// Record answers which record this is, and how long.
func (c *Client) Record(ctx context.Context) (Record, error) {
	q := get(nil)
	q.path = "/"
	return into[Record](ctx, c, q)
}

// stretchLen is how many lines are asked for at once.
const stretchLen = 500

// Entries answers the entries behind a position, in order, up to the size the record has when the last of them is asked
// for. It ends with the first error.
func (c *Client) Entries(ctx context.Context, after int64) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		for {
			page, err := into[wire.Entries](ctx, c, get(stretch(url.Values{}, after), "entries"))
			if err != nil {
				yield(Entry{}, err)
				return
			}
			for _, e := range page.Entries {
				if !yield(e, nil) {
					return
				}
			}
			if len(page.Entries) == 0 || page.After >= page.Size {
				return
			}
			after = page.After
		}
	}
}

func stretch(q url.Values, after int64) url.Values {
	q.Set("after", strconv.FormatInt(after, 10))
	q.Set("limit", strconv.Itoa(stretchLen))
	return q
}

// Log answers the entries of the dossier behind a position, in order. It ends with the first error.
func (d Dossier) Log(ctx context.Context, after int64) iter.Seq2[LogLine, error] {
	return func(yield func(LogLine, error) bool) {
		for {
			q := d.get("log")
			stretch(q.query, after)
			page, err := into[view.LogPage](ctx, d.c, q)
			if err != nil {
				yield(LogLine{}, err)
				return
			}
			for _, l := range page.Lines {
				if !yield(l, nil) {
					return
				}
			}
			if len(page.Lines) < stretchLen {
				return
			}
			after = page.After
		}
	}
}

// Entry answers the entry at a position, from 1, with the way from it to the root that the host has signed.
func (c *Client) Entry(ctx context.Context, seq int64) (Proof, error) {
	return into[Proof](ctx, c, get(nil, "entries", strconv.FormatInt(seq, 10)))
}

// Bytes answers the exact bytes of the entry at a position, from 1.
func (c *Client) Bytes(ctx context.Context, seq int64) ([]byte, error) {
	q := get(nil, "entries", strconv.FormatInt(seq, 10), "bytes")
	q.accept = "application/octet-stream, application/problem+json"
	return c.whole(ctx, q)
}

// Checkpoint answers the newest checkpoint, as the host signed it.
func (c *Client) Checkpoint(ctx context.Context) ([]byte, error) {
	return c.whole(ctx, get(nil, "checkpoint"))
}

// Growth answers what shows that the record of one size is the beginning of that of another; to 0 is the size now.
func (c *Client) Growth(ctx context.Context, from, to int64) (Growth, error) {
	q := url.Values{"from": {strconv.FormatInt(from, 10)}}
	if to > 0 {
		q.Set("to", strconv.FormatInt(to, 10))
	}
	return into[Growth](ctx, c, get(q, "growth"))
}

// AllEnclosed answers what is enclosed in acts, without its content.
func (c *Client) AllEnclosed(ctx context.Context, at At) ([]Enclosed, error) {
	all, err := into[wire.EnclosedList](ctx, c, get(at.query(), "enclosed"))
	return all.Enclosed, err
}

// Open answers enclosed content by its seal, if the public may read it or the party of the client's key.
func (c *Client) Open(ctx context.Context, seal string) (Opening, error) {
	return into[Opening](ctx, c, get(nil, "enclosed", seal))
}
