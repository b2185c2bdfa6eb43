// Package lookup keeps an index in step with a record, and answers what is found in it to each reader.
//
// It knows dockets, and whom it looks for. The index holds what everybody may read and nothing else; what is sealed is looked
// through as it is asked for, by whoever may open it, and is written nowhere. It refuses to know stores, pages and sessions.
package lookup

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"

	"accede/body"
	"accede/dossier"

	"accede/internal/search"
	"accede/internal/view"
	"accede/internal/view/words"
)

// form is how words are made: an index that was made otherwise is made anew.
const form = "1"

// How much is added at a time, and by a reader who asks before the index is there.
const (
	stride = 2000
	rush   = 4000
)

// Desk answers what is found. It may be used by many goroutines at once. Make one with New.
type Desk struct {
	index   search.Index
	readers []*words.Reader

	mu sync.Mutex // one at a time adds
}

// New answers a desk over an index. Without one every entry is looked at: that is for a record that is read once, or of
// which nothing is kept.
func New(index search.Index, catalogue *words.Catalogue) *Desk {
	return &Desk{index: index, readers: catalogue.Languages()}
}

// Step brings the index on to the record as it is now, and answers up to which entry it goes. It stops after so many
// entries; 0: it does not.
func (k *Desk) Step(ctx context.Context, d *dossier.Docket, most int64) (int64, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	name, end := place(d)
	at, err := k.index.Size(ctx, name)
	if err != nil {
		return 0, err
	}
	if at > end {
		if err := k.index.Forget(ctx); err != nil { // an older copy of the record has been put in its place
			return 0, err
		}
		at = 0
	}
	begun := at
	for at < end && (most == 0 || at-begun < most) {
		to := min(end, at+stride)
		if err := k.index.Add(ctx, name, at, to, view.SearchDocs(d, at, to, k.readers)); err != nil {
			return at, err
		}
		if err := ctx.Err(); err != nil {
			return at, err
		}
		at = to
	}
	return at, nil
}

// place answers the name of a record in an index, and up to which entry it is to go. A reported record stands in the order
// of its days, so that an entry may come to stand before others that were there: it is indexed anew as a whole.
func place(d *dossier.Docket) (name string, end int64) {
	name = d.Charter().Body + "/" + form
	if d.Keeping() == body.Official {
		return name, d.Size()
	}
	for _, id := range d.Dossiers() {
		for _, l := range d.Lines(id) {
			end = max(end, l.Seq)
		}
	}
	return fmt.Sprintf("%s/%d", name, d.Size()), end
}

// Asked is what somebody looks for.
type Asked struct {
	Query   search.Query
	Dossier string // in one dossier alone; empty: in all
	Limit   int
}

// Answer is what was found.
type Answer struct {
	Found  []view.FoundEntry
	More   bool  // there is more than was asked for
	Behind int64 // how many entries are not in the index yet
}

// Find answers what a reader finds: in the record as it is now, of it what stands in a docket that is of now or of an
// earlier day, the latest first.
func (k *Desk) Find(ctx context.Context, now, then *dossier.Docket, a Asked, r *words.Reader) (Answer, error) {
	if k.index == nil {
		return k.scan(then, a, r), nil
	}
	at, err := k.Step(ctx, now, rush)
	if err != nil {
		return Answer{}, fmt.Errorf("bring the index on: %w", err)
	}
	hits, err := k.standing(ctx, then, a)
	if err != nil {
		return Answer{}, err
	}
	answer := k.answer(then, a, hits, r)
	_, end := place(now)
	answer.Behind = end - at
	return answer, nil
}

// answer adds what the reader may open to what everybody finds.
func (k *Desk) answer(d *dossier.Docket, a Asked, hits []search.Hit, r *words.Reader) Answer {
	hits = append(hits, view.SealedHits(d, a.Query, a.Dossier, k.readers, r)...)
	slices.SortFunc(hits, func(x, y search.Hit) int { return cmp.Or(cmp.Compare(y.Seq, x.Seq), cmp.Compare(x.Dossier, y.Dossier)) })
	hits = slices.Compact(hits)
	return Answer{Found: view.NewFound(d, a.Query, hits[:min(len(hits), a.Limit)], r), More: len(hits) > a.Limit}
}

// scan looks at every entry of a docket.
func (k *Desk) scan(d *dossier.Docket, a Asked, r *words.Reader) Answer {
	var hits []search.Hit
	for _, doc := range view.SearchDocs(d, 0, d.Size(), k.readers) {
		if (a.Dossier == "" || a.Dossier == doc.Dossier) && a.Query.In(doc.Tokens) {
			hits = append(hits, search.Hit{Seq: doc.Seq, Dossier: doc.Dossier})
		}
	}
	return k.answer(d, a, hits, r)
}

// standing answers the hits of the index that stand in a docket, one more than is asked for. In a reported record what is
// dated later than the day may have been entered earlier, so that some of what the index answers does not stand.
func (k *Desk) standing(ctx context.Context, d *dossier.Docket, a Asked) ([]search.Hit, error) {
	stands := map[search.Hit]bool{}
	for _, id := range d.Dossiers() {
		if a.Dossier != "" && a.Dossier != id {
			continue
		}
		for _, l := range d.Lines(id) {
			stands[search.Hit{Seq: l.Seq, Dossier: id}] = true
		}
	}
	var all []search.Hit
	upTo := int64(1<<62 - 1)
	for {
		hits, err := k.index.Find(ctx, a.Query, a.Dossier, upTo, page)
		if err != nil {
			return nil, err
		}
		for _, h := range hits {
			if stands[h] && !slices.Contains(all, h) {
				all = append(all, h)
			}
		}
		if len(hits) < page || len(all) > a.Limit {
			return all[:min(len(all), a.Limit+1)], nil
		}
		upTo = hits[len(hits)-1].Seq // again, for an act that is in several dossiers
		if hits[0].Seq == upTo {
			upTo--
		}
	}
}

// page is how many hits are asked for at a time.
const page = 500
