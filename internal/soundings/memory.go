package soundings

import (
	"context"
	"sync"

	"accede/whatif/packages"
)

// Memory keeps bargains for as long as it is itself kept: those of a rehearsal. It may be used by many goroutines at
// once. The zero Memory is ready.
type Memory struct {
	mu  sync.Mutex
	all map[string]packages.Bargain
}

// Look answers the bargain of a dossier; the zero one where there is none. The error is always nil.
func (m *Memory) Look(_ context.Context, dossier string) (packages.Bargain, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.all[dossier], nil
}

// Change does one step, and nobody else's between: it keeps what step answers and answers it too. An error of the step
// is answered as it is, and nothing is changed.
func (m *Memory) Change(_ context.Context, dossier string, step func(packages.Bargain) (packages.Bargain, error)) (packages.Bargain, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	next, err := step(m.all[dossier])
	if err != nil {
		return m.all[dossier], err
	}
	if m.all == nil {
		m.all = map[string]packages.Bargain{}
	}
	m.all[dossier] = next
	return next, nil
}
