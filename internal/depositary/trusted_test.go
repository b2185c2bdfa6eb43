package depositary

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"accede/act"
	"accede/dossier"
	"accede/form"
	"accede/internal/store/mem"
)

// settable is a clock that a test sets, beside the one of the bubble it runs in, which nobody does.
type settable struct{ by atomic.Int64 }

func (s *settable) set(by time.Duration) { s.by.Store(int64(by)) }

// jumping opens a depositary whose clock is set by s, and puts x to the members for an hour.
func jumping(t *testing.T, s *settable) (*record, *Depositary, *bytes.Buffer, time.Time) {
	t.Helper()
	r := foundSigned(t, mem.New())
	ahead, began := time.Until(day(1)), time.Now() // clocks under synctest begin in 2000
	r.now = func() time.Time { return time.Now().Add(ahead + time.Duration(s.by.Load())) }
	said := new(bytes.Buffer)
	c := r.config(r.log)
	c.Steady, c.Logger = func() time.Duration { return time.Since(began) }, slog.New(slog.NewTextHandler(said, nil))
	d, err := Open(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	acts(t, d, "x-applies", "x", "x", &act.Apply{Procedure: "accession"})
	deadline := r.now().Add(time.Hour).UTC().Truncate(time.Second)
	acts(t, d, "put", "chair", "x", &act.Put{Text: en("admit x"), Until: form.Instant{At: deadline}})
	return r, d, said, deadline
}

// objects has a member object, and answers what the depositary says.
func objects(t *testing.T, d *Depositary, id string) error {
	t.Helper()
	data, sigs := sign(t, draft(t, d, id, "a", "x", &act.Object{Concerns: []act.Concern{{ID: id + "-c", Text: en("a concern")}}}), "a")
	_, err := d.SubmitSigned(context.Background(), data, sigs)
	return err
}

// Attack 30: a clock that is set forward over a deadline adopts nothing by silence and takes nothing; set right, the objection
// that came in time is in time.
func TestAttack30AClockThatIsSetForwardOverADeadlineAdoptsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := new(settable)
		r, d, said, _ := jumping(t, s)
		size := d.Size()
		s.set(3 * time.Hour)
		time.Sleep(2 * time.Minute) // its timers run
		synctest.Wait()
		if d.Size() != size {
			t.Fatalf("the record has %d entries after the clock was set over the deadline, had %d", d.Size(), size)
		}
		if err := objects(t, d, "a-objects"); !errors.Is(err, ErrClock) || !strings.Contains(err.Error(), "was set by 3h0m0s") {
			t.Errorf("an act by a clock that has jumped: %v, want ErrClock and by how much", err)
		}
		if err := d.Ready(); !errors.Is(err, ErrClock) {
			t.Errorf("Ready() = %v, want ErrClock", err)
		}
		s.set(0)
		if err := objects(t, d, "a-objects"); err != nil { // the same act again
			t.Errorf("the act again, the clock being right: %v", err)
		}
		if err := d.Ready(); err != nil {
			t.Errorf("Ready() = %v, want nil", err)
		}
		time.Sleep(2 * time.Hour)
		synctest.Wait()
		got := wantSound(t, r, d)
		st, err := got.Docket.Standing("x", r.now())
		if err != nil || st.Stages[1].State != dossier.Current {
			t.Errorf("the stage = %v (%v), want the silence broken", st.Stages[1].State, err)
		}
		for line, n := range map[string]int{"the clock has jumped": 1, "the clock is right again": 1} {
			if got := strings.Count(said.String(), line); got != n {
				t.Errorf("%q was said %d times, want %d: %s", line, got, n, said)
			}
		}
	})
}

// Whoever looks after the host says that the new time is the right one: then it counts, and what is due by it is entered.
func TestAClockThatIsTrustedAnewCountsAndTheTimeOfTheRecordNeverGoesBack(t *testing.T) {
	for _, by := range []time.Duration{3 * time.Hour, -3 * time.Hour} {
		synctest.Test(t, func(t *testing.T) {
			s := new(settable)
			r, d, said, _ := jumping(t, s)
			before := d.Size()
			s.set(by)
			if err := objects(t, d, "early"); !errors.Is(err, ErrClock) {
				t.Fatalf("set by %v: %v, want ErrClock", by, err)
			}
			d.TrustClock()
			time.Sleep(2 * time.Minute)
			synctest.Wait()
			if entered := d.Size() > before; entered != (by > 0) {
				t.Errorf("trusted anew after %v: the record has %d entries, had %d", by, d.Size(), before)
			}
			if err := objects(t, d, "later"); err != nil {
				t.Errorf("trusted anew after %v, an objection: %v", by, err)
			}
			if !strings.Contains(said.String(), "the clock is trusted as it is") {
				t.Errorf("the log says %s", said)
			}
			last := time.Time{}
			raw, err := r.log.Read(context.Background(), 0, 1000)
			if err != nil {
				t.Fatal(err)
			}
			for _, x := range raw {
				e, err := dossier.ParseEntry(x.Bytes)
				if err != nil || e.At.Before(last) {
					t.Errorf("entry %d is registered at %v, the one before at %v (%v)", x.Seq, e.At, last, err)
				}
				last = e.At
			}
		})
	}
}

func TestAMachineThatSleptIsNoClockThatHasJumped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := new(settable)
		_, d, said, deadline := jumping(t, s)
		time.Sleep(30 * 24 * time.Hour) // both clocks go on while it sleeps
		synctest.Wait()
		if err := d.Ready(); err != nil || said.Len() > 0 {
			t.Errorf("Ready() after a month = %v, said %q; want nothing", err, said)
		}
		m := d.Moment()
		if m.Size < 4 {
			t.Errorf("%d entries, want the notice of the deadline %v", m.Size, deadline)
		}
	})
}

func TestAFileIsNotTakenByAClockThatHasJumped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := new(settable)
		_, d, _, _ := jumping(t, s)
		s.set(-time.Minute)
		var line []byte
		data, sigs := sign(t, draft(t, d, "a-objects", "a", "x", &act.Object{Concerns: []act.Concern{{ID: "c", Text: en("a concern")}}}), "a")
		line, err := act.AppendSigned(line, data, sigs)
		if err != nil {
			t.Fatal(err)
		}
		var all []act.Located
		for l, err := range act.Lines("file", bytes.NewReader(line)) {
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, l)
		}
		size := d.Size()
		if _, err := d.Import(context.Background(), all, nil); !errors.Is(err, ErrClock) || d.Size() != size {
			t.Errorf("Import = %v, %d entries more; want ErrClock and none", err, d.Size()-size)
		}
	})
}

// However a clock is set and trusted, acts are taken exactly while what it was set by since it was last trusted is within the
// bound: the obvious sum beside the one that is worked out from two clocks.
func TestAClockIsTrustedWithinItsBoundAndNoFurther(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		now, ran := day(1), time.Duration(0)
		bound := time.Duration(rapid.Int64Range(1, int64(time.Hour)).Draw(t, "bound"))
		x := newTrusted(Config{Clock: func() time.Time { return now }, Steady: func() time.Duration { return ran }, Jump: bound}, slog.New(slog.DiscardHandler))
		var sum time.Duration
		for range rapid.IntRange(1, 30).Draw(t, "steps") {
			pass := time.Duration(rapid.Int64Range(0, int64(100*24*time.Hour)).Draw(t, "pass"))
			now, ran = now.Add(pass), ran+pass
			switch rapid.IntRange(0, 4).Draw(t, "what") {
			case 0:
				by := time.Duration(rapid.Int64Range(-int64(2*bound), int64(2*bound)).Draw(t, "by"))
				now, sum = now.Add(by), sum+by
			case 1: // to the bound, and a nanosecond beyond
				by := bound - sum
				now, sum = now.Add(by), bound
				if err := x.judge(); err != nil {
					t.Fatalf("at the bound %v: %v", bound, err)
				}
				now, sum = now.Add(1), sum+1
			case 2:
				x.again()
				sum = 0
			case 3, 4: // time passes
			}
			if err := x.judge(); (err == nil) != (sum.Abs() <= bound) {
				t.Fatalf("set by %v within %v: %v", sum, bound, err)
			}
		}
	})
}

func TestWithoutASecondClockEveryTimeIsTaken(t *testing.T) {
	now := day(1)
	x := newTrusted(Config{Clock: func() time.Time { return now }}, slog.New(slog.DiscardHandler))
	now = day(30)
	x.again()
	if err := x.judge(); err != nil {
		t.Errorf("judge() = %v, want nil", err)
	}
}
