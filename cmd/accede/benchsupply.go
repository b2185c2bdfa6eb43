package main

import (
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"accede/internal/load"
)

// supply answers where the acts come from: signed beforehand where their number is known, so that the machine is the
// server's while it is measured.
func (b *bench) supply(clients int) (next func() (load.Signed, bool, error), total int64, err error) {
	if b.For > 0 {
		return b.onTheWay(), 0, nil
	}
	next, err = b.signed(fmt.Sprintf("%d clients: signing", clients), b.Acts, func(int64) (load.Signed, error) {
		return b.author.Act(load.Mix(b.Mix), b.next.Add(1)-1, b.Dossiers)
	})
	return next, b.Acts, err
}

// signed signs so many acts, by their number, and answers what hands them out.
func (b *bench) signed(what string, total int64, sign func(n int64) (load.Signed, error)) (next func() (load.Signed, bool, error), err error) {
	acts := make([]load.Signed, total)
	progress := b.s.counting(what, total)
	var signed, at atomic.Int64
	var workers sync.WaitGroup
	var failed atomic.Pointer[error]
	for range 2 {
		workers.Go(func() {
			for i := at.Add(1) - 1; i < total; i = at.Add(1) - 1 {
				a, err := sign(i)
				if err != nil {
					failed.Store(&err)
					return
				}
				acts[i] = a
				if n := signed.Add(1); n%5000 == 0 && progress != nil {
					progress(n)
				}
			}
		})
	}
	workers.Wait()
	if err := failed.Load(); err != nil {
		return nil, *err
	}
	var given atomic.Int64
	return func() (load.Signed, bool, error) {
		if i := given.Add(1) - 1; i < total {
			return acts[i], true, nil
		}
		return load.Signed{}, false, nil
	}, nil
}

// onTheWay signs each act when it is asked for, at the pace.
func (b *bench) onTheWay() func() (load.Signed, bool, error) {
	began := time.Now()
	var given atomic.Int64
	return func() (load.Signed, bool, error) {
		if b.Pace > 0 {
			due := time.Duration(given.Add(1)) * time.Second / time.Duration(b.Pace)
			time.Sleep(due - time.Since(began))
		}
		a, err := b.author.Act(load.Mix(b.Mix), b.next.Add(1)-1, b.Dossiers)
		return a, true, err
	}
}
