package main

import (
	"context"
	"errors"
	"fmt"

	"accede/act"

	"accede/internal/enclosure"
	"accede/internal/web"
)

// openings are what lies sealed beside a record, as pages ask for it.
type openings struct{ store *enclosure.Store }

var _ web.Enclosed = openings{}

// Get answers an item by its seal.
func (o openings) Get(ctx context.Context, seal string) (act.Opening, error) {
	item, err := o.store.Get(ctx, seal)
	if errors.Is(err, enclosure.ErrMissing) {
		return item, fmt.Errorf("%w: %w", web.ErrGone, err)
	}
	return item, err
}
