package postgres_test

import (
	"context"
	"errors"
	"flag"
	"strconv"
	"testing"
	"time"

	"accede/internal/store"
	"accede/internal/store/postgres"
	"accede/internal/store/postgres/pgtest"
	"accede/internal/store/storetest"
)

// TestPostgreSQL starts one server for all that follows: each start takes seconds.
func TestPostgreSQL(t *testing.T) {
	s := pgtest.Start(t)
	for _, c := range []struct {
		name string
		test func(*testing.T, *pgtest.Server)
	}{
		{"KeepsTheContract", keepsTheContract},
		{"OneOfSeveralWrites", oneWrites},
		{"DamageIsFoundWhereItIs", damageIsFound},
		{"WhatIsNotARecordOfThisProgramIsRefused", othersRefused},
		{"EntriesCannotBeChangedByMistake", entriesStay},
		{"WhileTheDatabaseIsAwayNothingIsRecorded", away},
	} {
		t.Run(c.name, func(t *testing.T) { c.test(t, s) })
	}
}

func keepsTheContract(t *testing.T, s *pgtest.Server) {
	fewer(t)
	storetest.Run(t, func(t *testing.T) (store.Log, func() store.Log) {
		place := s.Place(t)
		log := create(t, place)
		return log, func() store.Log {
			if err := log.Close(); err != nil {
				t.Fatalf("Close() = %v, want nil", err)
			}
			log = opened(t, place, reopen)
			return log
		}
	})
}

// reopen opens a record that has just been closed. Where the word that gives the lease back has not come through, on a busy
// machine, it is free when the lease has run out, and not before.
func reopen(ctx context.Context, place string) (*postgres.Log, error) {
	for try := 0; ; try++ {
		log, err := postgres.Open(ctx, place)
		if !errors.Is(err, store.ErrLocked) || try == 50 {
			return log, err
		}
		time.Sleep(100 * time.Millisecond)
	}
}

// fewer takes a fifth of the random histories that are drawn by default, since each makes a record on a real disk;
// -rapid.checks given on the command line is kept.
func fewer(t *testing.T) {
	given := flag.Lookup("rapid.checks")
	if old := given.Value.String(); old == given.DefValue {
		if err := flag.Set("rapid.checks", "20"); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { flag.Set("rapid.checks", old) })
	}
}

func oneWrites(t *testing.T, s *pgtest.Server) {
	ctx := context.Background()
	t.Run("TheSecondIsRefusedAndReads", func(t *testing.T) {
		place := s.Place(t)
		first := create(t, place)
		storetest.MustAppend(t, first, 0, storetest.Entries(0, 2), []byte("at 2"))
		if _, err := postgres.Open(ctx, place); !errors.Is(err, store.ErrLocked) {
			t.Errorf("Open beside the writer = %v, want %v", err, store.ErrLocked)
		}
		second := opened(t, place, postgres.OpenShared)
		storetest.WantRecord(t, second, storetest.Entries(0, 2), []byte("at 2"))
		wants(t, "Append without the lease", second.Append(ctx, 2, storetest.Entries(2, 1), nil), store.ErrLocked)
		readOnly := opened(t, place, postgres.OpenReadOnly)
		wants(t, "Append to a record for reading", readOnly.Append(ctx, 2, storetest.Entries(2, 1), nil), store.ErrReadOnly)
		wants(t, "Take of a record for reading", readOnly.Take(ctx), store.ErrReadOnly)
		storetest.WantRecord(t, first, storetest.Entries(0, 2), []byte("at 2"))
	})
	t.Run("AWaitingReaderHearsOfGrowthElsewhere", func(t *testing.T) {
		place := s.Place(t)
		first := create(t, place)
		second := opened(t, place, postgres.OpenShared)
		heard := make(chan error, 1)
		go func() { heard <- second.Wait(ctx, 0) }()
		storetest.MustAppend(t, first, 0, storetest.Entries(0, 1), nil)
		wants(t, "Wait", <-heard, nil)
	})
	t.Run("ALeaseGivenBackIsTakenAtOnce", func(t *testing.T) {
		place := s.Place(t)
		first := create(t, place)
		second := opened(t, place, postgres.OpenShared)
		wants(t, "Take beside the writer", second.Take(ctx), store.ErrLocked)
		wants(t, "Close", first.Close(), nil)
		wants(t, "Take after the writer", second.Take(ctx), nil)
		storetest.MustAppend(t, second, 0, storetest.Entries(0, 1), nil)
	})
	t.Run("ALeaseThatRunsForAnHourWasGivenBeforeTheClockWasSetBack", func(t *testing.T) {
		place := s.Place(t)
		wants(t, "Close", create(t, place).Close(), nil)
		other := opened(t, place, postgres.OpenShared)
		// Its holder died, and the clock of the database then went back.
		change(t, place, `UPDATE record SET epoch = 7, until = clock_timestamp() + interval '1 second'`)
		wants(t, "Take of a lease that runs", other.Take(ctx), store.ErrLocked)
		change(t, place, `UPDATE record SET until = clock_timestamp() + interval '1 hour'`)
		wants(t, "Take of a lease that runs for an hour", other.Take(ctx), nil)
		storetest.MustAppend(t, other, 0, storetest.Entries(0, 1), nil)
	})
	t.Run("ADeposedWriterAppendsNothing", func(t *testing.T) {
		place := s.Place(t)
		first := create(t, place)
		storetest.MustAppend(t, first, 0, storetest.Entries(0, 1), []byte("first"))
		second := opened(t, place, postgres.OpenShared)
		// As if the first had been paused for longer than its lease runs.
		change(t, place, `UPDATE record SET until = '-infinity'`)
		takes(t, second)
		wants(t, "Append of the deposed", first.Append(ctx, 1, storetest.Entries(1, 1), []byte("never")), store.ErrLocked)
		if first.Holds() || !second.Holds() {
			t.Errorf("Holds() = %v and %v, want false and true", first.Holds(), second.Holds())
		}
		storetest.MustAppend(t, second, 1, storetest.Entries(1, 1), []byte("second"))
		wants(t, "Append of the deposed", first.Append(ctx, 2, storetest.Entries(2, 1), []byte("never")), store.ErrLocked)
		storetest.WantRecord(t, second, storetest.Entries(0, 2), []byte("second"))
	})
}

// takes takes the lease, which the writer before may renew in the instant between being paused and being deposed.
func takes(t *testing.T, log *postgres.Log) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	for err := log.Take(ctx); err != nil; err = log.Take(ctx) {
		if !errors.Is(err, store.ErrLocked) {
			t.Fatalf("Take = %v, want nil", err)
		}
	}
}

func away(t *testing.T, s *pgtest.Server) {
	ctx := context.Background()
	log := create(t, s.Place(t))
	storetest.MustAppend(t, log, 0, storetest.Entries(0, 3), []byte("at 3"))
	s.Stop(t, "immediate")
	// The first may have been under way when the connection broke; from then on nothing can have been written.
	if err := log.Append(ctx, 3, storetest.Entries(3, 1), []byte("never")); err == nil {
		t.Error("Append without a database = nil, want an error")
	}
	wants(t, "Append without a database", log.Append(ctx, 3, storetest.Entries(3, 1), []byte("never")), store.ErrAway)
	_, err := log.Size(ctx)
	wants(t, "Size without a database", err, store.ErrAway)
	s.Run(t)
	storetest.WantRecord(t, log, storetest.Entries(0, 3), []byte("at 3"))
	storetest.MustAppend(t, log, 3, storetest.Entries(3, 1), []byte("at 4"))
}

func damageIsFound(t *testing.T, s *pgtest.Server) {
	for _, c := range []struct {
		name, sql string
		position  int64
	}{
		{"altered", `UPDATE entry SET bytes = 'x' WHERE seq = 3`, 3},
		{"removed", `DELETE FROM entry WHERE seq = 2`, 2},
		{"cut off", `DELETE FROM entry WHERE seq > 3`, 4},
		{"added", `INSERT INTO entry VALUES (6, '\xb413f47d13ee2fe6c845b2ee141af81de858df4ec549a58b7970bb96645bc8d2', 'x')`, 6},
	} {
		place := s.Place(t)
		log := create(t, place)
		storetest.MustAppend(t, log, 0, storetest.Entries(0, 5), nil)
		change(t, place, `ALTER TABLE entry DISABLE TRIGGER entry_stays; `+c.sql)
		_, err := log.Read(context.Background(), 0, 100)
		var d *store.DamageError
		if !errors.As(err, &d) || d.Position != c.position {
			t.Errorf("%s: Read = %v, want damage at %d", c.name, err, c.position)
		}
	}
}

func othersRefused(t *testing.T, s *pgtest.Server) {
	ctx := context.Background()
	place := s.Place(t)
	_, err := postgres.Open(ctx, place)
	wants(t, "Open of nothing", err, store.ErrMissing)
	wants(t, "Close", create(t, place).Close(), nil)
	_, err = postgres.Create(ctx, place)
	wants(t, "Create again", err, store.ErrExists)
	change(t, place, `UPDATE record SET format = 99`)
	_, err = postgres.Open(ctx, place)
	wants(t, "Open of a newer one", err, store.ErrNewer)
}

func entriesStay(t *testing.T, s *pgtest.Server) {
	place := s.Place(t)
	log := create(t, place)
	storetest.MustAppend(t, log, 0, storetest.Entries(0, 2), nil)
	for _, sql := range []string{`UPDATE entry SET bytes = 'x'`, `DELETE FROM entry`, `TRUNCATE entry`} {
		if err := try(place, sql); err == nil {
			t.Errorf("%s = nil, want an error", sql)
		}
	}
	storetest.WantRecord(t, log, storetest.Entries(0, 2), nil)
}

func wants(t *testing.T, call string, got, want error) {
	t.Helper()
	if !errors.Is(got, want) || (got == nil) != (want == nil) {
		t.Errorf("%s = %v, want %v", call, got, want)
	}
}

func BenchmarkRawGroupCommit(b *testing.B) {
	s := pgtest.Start(b)
	for _, writers := range []int{1, 64, 1024} {
		b.Run(strconv.Itoa(writers)+"writers", func(b *testing.B) {
			storetest.RawGroupCommit(b, func(t testing.TB) store.Log { return create(t, s.Place(t)) }, writers)
		})
	}
}
