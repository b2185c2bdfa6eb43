package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"accede/act"

	"accede/internal/depositary"
	"accede/internal/enclosure"
	"accede/internal/lookalike"
	"accede/internal/store"
	"accede/internal/web"
)

// openings are what lies sealed beside a record, as pages ask for it.
type openings struct{ store *enclosure.Store }

var (
	_ web.Enclosed = openings{}
	_ web.Holding  = openings{}
)

// Get answers an item by its seal.
func (o openings) Get(ctx context.Context, seal string) (act.Opening, error) {
	item, err := o.store.Get(ctx, seal)
	return item, openingFault(err)
}

// Hold keeps items of an act that waits for another signature.
func (o openings) Hold(ctx context.Context, now, until time.Time, items ...act.Opening) error {
	return openingFault(o.store.Hold(ctx, now, until, items...))
}

// openingFault answers an error as pages know it.
func openingFault(err error) error {
	switch {
	case errors.Is(err, enclosure.ErrMissing):
		return fmt.Errorf("%w: %w", web.ErrGone, err)
	case errors.Is(err, enclosure.ErrQuota), errors.Is(err, depositary.ErrShare):
		return fmt.Errorf("%w: %w", web.ErrRoom, err)
	case errors.Is(err, lookalike.ErrLookAlike):
		return fmt.Errorf("%w: %w", web.ErrLookAlike, err)
	case errors.Is(err, depositary.ErrClock):
		return fmt.Errorf("%w: %w", web.ErrClock, err)
	case errors.Is(err, store.ErrAway) && !errors.Is(err, depositary.ErrUnknownFate):
		return fmt.Errorf("%w: %w", web.ErrAway, err)
	}
	return err
}
