package depositary

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"accede/act"
	"accede/body"
	"accede/dossier"
)

// TestABurstAtTheDeadlineIsCutAtOneInstant: hundreds hand in at once while the deadline comes. Each is registered before
// it, or refused; the notice of the silence stands between, once.
func TestABurstAtTheDeadlineIsCutAtOneInstant(t *testing.T) {
	r := founded(t, body.Official)
	d := r.open(t)
	putWithDeadline(t, d) // on the tenth, at noon
	d.Close()
	var asked atomic.Int64
	r.now = func() time.Time { return day(10).Add(time.Duration(asked.Add(1)-300) * time.Microsecond) } // the clock goes on with every look at it
	d = r.open(t)
	const crowd = 400
	var mu sync.Mutex
	var inTime, late int
	var all sync.WaitGroup
	for i := range crowd {
		bytes := func() []byte {
			a := officialAct(fmt.Sprintf("says-%d", i), []body.MemberID{"a", "b", "c"}[i%3], "x", &act.Position{Ballot: "for"})
			a.Stage = "invitation"
			return marshal(t, a)
		}()
		all.Go(func() {
			receipt, err := d.Submit(background, bytes)
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err == nil && receipt.At.Before(day(10)):
				inTime++
			case err == nil:
				t.Errorf("says-%d was registered at %v, the deadline is %v", i, receipt.At, day(10))
			case errors.Is(err, dossier.ErrClosed), errors.Is(err, dossier.ErrStanding):
				late++
			default:
				t.Errorf("says-%d: %v", i, err)
			}
		})
	}
	all.Wait()
	if inTime == 0 || late == 0 || inTime+late != crowd {
		t.Errorf("%d in time and %d late of %d, want some of both", inTime, late, crowd)
	}
	d.Close()
	entries, err := Entries(background, r.log)
	if err != nil {
		t.Fatal(err)
	}
	var silences int
	for _, e := range entries {
		switch {
		case e.Notice != nil && e.Notice.Kind == dossier.NoticeSilence:
			silences++
		case e.Act != nil && e.Act.Do.Kind() == act.KindPosition && silences > 0:
			t.Errorf("entry %d, a position, stands behind the notice of the silence", e.Seq)
		}
	}
	if silences != 1 {
		t.Errorf("the silence is noticed %d times, want once", silences)
	}
}
