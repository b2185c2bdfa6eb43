package rehearsal

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"

	"accede/act"
	"accede/internal/enclosure"
)

// MaxEnclosed is how many bytes the acts done in one room may enclose.
const MaxEnclosed = 20 << 20

// kept is what acts done in a room enclose: in memory, and gone with the room. What the copied acts enclose is not here.
type kept struct {
	mu    sync.Mutex
	items map[string]act.Opening
}

// Put keeps items. enclosure.ErrQuota: they are too many for a room.
func (k *kept) Put(_ context.Context, items ...act.Opening) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	sum := 0
	for _, o := range k.items {
		sum += len(o.Content)
	}
	for _, o := range items {
		sum += len(o.Content)
	}
	if sum > MaxEnclosed {
		return fmt.Errorf("enclose content in a rehearsal: it would be %d bytes in all, and %d are taken: %w", sum, MaxEnclosed, enclosure.ErrQuota)
	}
	for _, o := range items {
		if k.items == nil {
			k.items = map[string]act.Opening{}
		}
		k.items[o.Seal] = o
	}
	return nil
}

// Erase lets go of items.
func (k *kept) Erase(_ context.Context, seals ...string) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, s := range seals {
		delete(k.items, s)
	}
	return nil
}

// Seals answers those of all that is kept.
func (k *kept) Seals(context.Context) ([]string, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return slices.Sorted(maps.Keys(k.items)), nil
}

// Get answers an item that an act done in the room encloses. enclosure.ErrMissing.
func (r *Room) Get(_ context.Context, seal string) (act.Opening, error) {
	r.kept.mu.Lock()
	defer r.kept.mu.Unlock()
	o, ok := r.kept.items[seal]
	if !ok {
		return o, fmt.Errorf("read what is enclosed as %s: %w", seal, enclosure.ErrMissing)
	}
	return o, nil
}
