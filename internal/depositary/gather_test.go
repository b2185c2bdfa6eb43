package depositary

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"accede/act"
	"accede/body"
	"accede/internal/store"
	"accede/internal/store/mem"
)

// slowLog is a log whose commits take so long, and are counted.
type slowLog struct {
	store.Log
	takes   time.Duration
	commits int
}

func (l *slowLog) Append(ctx context.Context, n int64, entries []store.Entry, checkpoint []byte) error {
	time.Sleep(l.takes)
	l.commits++
	return l.Log.Append(ctx, n, entries, checkpoint)
}

// opened opens a dossier in which say says something.
func opened(t *testing.T, d *Depositary) {
	t.Helper()
	if _, err := d.Submit(t.Context(), official(t, "apply", "x", "x", &act.Apply{Procedure: "accession"})); err != nil {
		t.Fatal(err)
	}
}

func say(t *testing.T, d *Depositary, id string) {
	t.Helper()
	words := &act.Statement{Statements: []act.Remark{{Side: "a", Form: "verbatim", Text: en("We are for it.")}}}
	if _, err := d.Submit(t.Context(), official(t, id, "a", "x", words)); err != nil {
		t.Error(err)
	}
}

// parties have so many hand in so many acts each, one after another with a pause after each receipt, and answers how
// many commits that took and how long.
func parties(t *testing.T, many, acts int, pause time.Duration) (commits int, took time.Duration) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		r := founded(t, body.Official)
		log := &slowLog{Log: r.log, takes: 5 * time.Millisecond}
		d, err := Open(t.Context(), r.config(log))
		if err != nil {
			t.Fatal(err)
		}
		defer d.Close()
		opened(t, d)
		log.commits = 0
		begun := time.Now()
		var all sync.WaitGroup
		for p := range many {
			all.Go(func() {
				for n := range acts {
					say(t, d, fmt.Sprintf("act-%d-%d", p, n))
					time.Sleep(pause)
				}
			})
		}
		all.Wait()
		commits, took = log.commits, time.Since(begun)
	})
	return commits, took
}

func TestPartiesThatHandInOneActAfterAnotherShareTheirCommits(t *testing.T) {
	commits, _ := parties(t, 8, 20, 200*time.Microsecond)
	if commits < 20 || commits > 24 {
		t.Errorf("20 acts each of 8 parties took %d commits, want hardly more than 20", commits)
	}
}

func TestAPartyAloneIsNotHadToWaitForOthers(t *testing.T) {
	const pause = 200 * time.Microsecond
	if commits, took := parties(t, 1, 20, pause); commits != 20 || took != 20*(5*time.Millisecond+pause) {
		t.Errorf("20 acts of one party took %d commits and %v, want 20 and %v", commits, took, 20*(5*time.Millisecond+pause))
	}
}

func TestWhoDoesNotComeIsWaitedForAMillisecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := foundIn(t, body.Official, mem.New())
		d, err := Open(t.Context(), r.config(&slowLog{Log: r.log, takes: 5 * time.Millisecond}))
		if err != nil {
			t.Fatal(err)
		}
		defer d.Close()
		opened(t, d)
		var both sync.WaitGroup
		both.Go(func() { say(t, d, "one") })
		both.Go(func() { say(t, d, "other") })
		both.Wait() // the second was in a commit of its own, for which nobody else was waited
		both.Go(func() { say(t, d, "again") })
		both.Go(func() { time.Sleep(time.Millisecond); say(t, d, "late") })
		both.Wait()
		begun := time.Now()
		say(t, d, "alone")
		if took := time.Since(begun); took > 5*time.Millisecond+gatherFor {
			t.Errorf("an act beside which none came took %v, want no more than a commit and %v", took, gatherFor)
		}
	})
}
