package pace

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"
)

var noon = time.Date(2030, 1, 1, 12, 0, 0, 0, time.UTC)

func TestWhoAsksTooOftenWaitsAsLongAsItIsToldAndIsLetInThen(t *testing.T) {
	l := New(time.Second, 3)
	for i := range 3 {
		if wait := l.Ask("a", noon); wait != 0 {
			t.Fatalf("try %d of 3 at once waits %v", i+1, wait)
		}
	}
	wait := l.Ask("a", noon)
	if wait <= 0 || wait > time.Second {
		t.Fatalf("the fourth waits %v, want up to a second", wait)
	}
	for range 100 {
		l.Ask("a", noon) // refused tries cost nothing: nobody can be kept out by being tried for
	}
	if l.Ask("b", noon) != 0 {
		t.Error("another caller waits too")
	}
	if again := l.Ask("a", noon.Add(wait)); again != 0 {
		t.Errorf("after waiting as told it waits %v more", again)
	}
}

func TestNoMoreIsLetInThanTheRateAllows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		each, burst := time.Duration(rapid.IntRange(1, 5).Draw(t, "each"))*time.Second, rapid.IntRange(1, 5).Draw(t, "burst")
		l, now, let := New(each, burst), noon, 0
		for _, step := range rapid.SliceOfN(rapid.IntRange(0, 3000), 1, 60).Draw(t, "milliseconds") {
			now = now.Add(time.Duration(step) * time.Millisecond)
			if l.Ask("a", now) == 0 {
				let++
			}
		}
		if most := burst + int(now.Sub(noon)/each); let > most {
			t.Fatalf("%d were let in within %v, at most %d should be", let, now.Sub(noon), most)
		}
	})
}

func TestWithoutAPeriodNobodyWaits(t *testing.T) {
	for _, l := range []*Limits{{}, New(0, 5), New(time.Second, 0)} {
		for range 100 {
			if wait := l.Ask("a", noon); wait != 0 {
				t.Fatalf("waits %v", wait)
			}
		}
	}
}

func TestACrowdIsForgottenRatherThanKeptInMemory(t *testing.T) {
	l := New(time.Hour, 1)
	for i := range mostCallers + 10 {
		l.Ask(fmt.Sprint(i), noon)
	}
	if len(l.paid) > mostCallers {
		t.Errorf("%d callers are remembered, at most %d should be", len(l.paid), mostCallers)
	}
}

func TestACallerIsKnownByTheAddressOfItsHousehold(t *testing.T) {
	for remote, want := range map[string]string{
		"192.0.2.7:80": "192.0.2.7", "[2001:db8:1:2:3:4:5:6]:443": "2001:db8:1:2::/64", "[::ffff:192.0.2.7]:80": "192.0.2.7",
		"[fe80::1%eth0]:80": "fe80::/64", "nowhere": "nowhere",
	} {
		if got := Address(remote); got != want {
			t.Errorf("Address(%q) = %q, want %q", remote, got, want)
		}
	}
}
