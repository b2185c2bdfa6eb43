package main

import (
	"context"
	"time"

	"accede/act"
	"accede/dossier"
	"accede/internal/depositary"
	"accede/internal/rehearsal"
	"accede/internal/web"
	"accede/ledger"
)

// rehearsals answers rooms in which the record of an office is played on.
func (s *session) rehearsals(o *office) *rehearsal.Rooms {
	return rehearsal.New(rehearsal.Config{
		Entries: func(ctx context.Context) ([]dossier.Entry, error) { return depositary.Entries(ctx, o.log) },
		Clock:   s.clock, Made: "accede " + versionNow().Version,
	})
}

// rehearsals hands rooms to the pages.
type rehearsals struct{ *rehearsal.Rooms }

var _ web.Rehearsals = rehearsals{}

// Open begins a rehearsal.
func (r rehearsals) Open(ctx context.Context, asOf time.Time) (string, error) {
	id, _, err := r.Rooms.Open(ctx, asOf)
	return id, err
}

// Find answers a room as pages know it.
func (r rehearsals) Find(id string) (web.Room, bool) {
	room, ok := r.Rooms.Find(id)
	if !ok {
		return nil, false // and not a room that is nil
	}
	return playing{room}, true
}

// playing is a room as pages know it.
type playing struct{ *rehearsal.Room }

// Get answers what an act done in the room encloses.
func (p playing) Get(ctx context.Context, seal string) (act.Opening, error) {
	item, err := p.Room.Get(ctx, seal)
	return item, openingFault(err)
}

// Submit registers an act in the room.
func (p playing) Submit(ctx context.Context, data []byte, items []act.Opening) (ledger.Receipt, error) {
	receipt, err := p.Room.Submit(ctx, data, items)
	return receipt, openingFault(err)
}

// Soundings answers where what parties tell the mediator is kept.
func (p playing) Soundings() web.Soundings { return p.Room.Soundings() }
