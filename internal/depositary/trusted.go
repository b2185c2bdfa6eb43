package depositary

import (
	"fmt"
	"log/slog"
	"sync"
	"time"
)

// DefaultJump is how far the clock may be set, forward or back, before nothing more is entered by it.
const DefaultJump = 5 * time.Second

// mistrustEvery is how often a clock that has jumped is looked at again.
const mistrustEvery = time.Second

// trusted is a clock beside one that nobody sets. What the two go apart is by how much the clock was set: a machine that was
// asleep, or slow, moves both.
type trusted struct {
	clock  func() time.Time
	steady func() time.Duration // nil: every clock is trusted
	bound  time.Duration
	log    *slog.Logger

	mu    sync.Mutex
	began time.Time // what the clock says less what the steady one does, while it was trusted
	out   bool      // it has been said that the clock has jumped
}

func newTrusted(c Config, log *slog.Logger) *trusted {
	t := &trusted{clock: c.Clock, steady: c.Steady, bound: c.Jump, log: log}
	if t.bound == 0 {
		t.bound = DefaultJump
	}
	if t.steady != nil {
		t.began = t.apart()
	}
	return t
}

// apart answers what the clock says less what the steady one does. Without the monotonic reading of the system: that is
// the very thing nobody sets, and would hide a jump.
func (t *trusted) apart() time.Time { return t.clock().Round(0).Add(-t.steady()) }

// judge answers ErrClock while the clock is further from where it was trusted than the bound, and says once that it is, and
// once that it is right again. At the bound it is still trusted.
func (t *trusted) judge() error {
	if t.steady == nil {
		return nil
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	by := t.apart().Sub(t.began)
	switch out := by.Abs() > t.bound; {
	case out && !t.out:
		t.log.Error("the clock has jumped: nothing is entered until it is right again, or is said to be (SIGHUP)", "by", by)
	case !out && t.out:
		t.log.Info("the clock is right again", "by", by)
	}
	if t.out = by.Abs() > t.bound; t.out {
		return fmt.Errorf("the clock of this machine was set by %v: %w", by.Round(time.Millisecond), ErrClock)
	}
	return nil
}

// again trusts the clock as it is now.
func (t *trusted) again() {
	if t.steady == nil {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.log.Info("the clock is trusted as it is", "by", t.apart().Sub(t.began))
	t.began, t.out = t.apart(), false
}

// Ready answers nil where acts can be entered by this process or handed on, and ErrClock while its clock is not trusted.
func (d *Depositary) Ready() error { return d.trusted.judge() }

// TrustClock trusts the clock as it is now: somebody has looked. What has come due by it is entered within a second.
func (d *Depositary) TrustClock() { d.trusted.again() }
