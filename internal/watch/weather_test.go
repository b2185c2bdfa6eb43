package watch_test

import (
	"context"
	"crypto/ed25519"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"accede/act"
	"accede/act/signature"
	"accede/body"
	"accede/form"
	"accede/internal/watch"
	"accede/ledger"
)

// lines answers how many watchers' lines the host has on its checkpoint.
func (h *host) lines() []ledger.Cosignature {
	return ledger.Cosignatures(h.Moment().Checkpoint, h.Watchers())
}

// A wrong clock: a watcher whose clock goes back signs nothing until it is set right, so that no line of its tells a time
// before one it has told.
func TestAWatcherWhoseClockWentBackCosignsNothingNew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := founded(t)
		defer func() { h.Close() }()
		var off time.Duration
		w, err := watch.Open(context.Background(), watch.Config{
			URL: "http://host", Dir: t.TempDir(), KeyID: "watch-a", Key: private("watch-a"), HTTP: &http.Client{Transport: h},
			Clock: func() time.Time { return time.Now().Add(off) },
		})
		if err != nil {
			t.Fatal(err)
		}
		defer w.Close()
		looks(t, w)
		h.acts("x-applies", "x", "x", &act.Apply{Procedure: "accession"})
		off = -time.Minute
		if _, err := w.Look(context.Background()); err == nil || errors.Is(err, watch.ErrAlarm) || !strings.Contains(err.Error(), "set it right") {
			t.Errorf("with a clock that went back: %v, want that it is to be set right", err)
		}
		if n := len(h.lines()); n != 0 {
			t.Errorf("the host has %d lines, want none", n)
		}
		off = 0
		looks(t, w)
		if n := len(h.lines()); n != 1 {
			t.Errorf("the host has %d lines once the clock is right, want one", n)
		}
	})
}

// A wrong clock of the host: an entry that is still to come by the watcher's clock is told, and five minutes are not.
func TestAHostWhoseClockIsAheadIsToldFromOneThatIsNot(t *testing.T) {
	for off, alarms := range map[time.Duration]bool{4 * time.Minute: false, 6 * time.Minute: true} {
		synctest.Test(t, func(t *testing.T) {
			h := founded(t)
			defer func() { h.Close() }()
			w := h.watcher("a")
			looks(t, w)
			all := h.bytesOf()
			h.bend = h.forge(append(all, h.entry(int64(len(all))+1, time.Now().Add(off), h.line("x-applies", "x", "x", &act.Apply{Procedure: "accession"}))))
			_, err := w.Look(context.Background())
			if got := errors.Is(err, watch.ErrDated); got != alarms {
				t.Errorf("%v ahead: %v, want an alarm: %v", off, err, alarms)
			}
		})
	}
}

// A disk that fails: what cannot be kept is not signed for. Else a crash would let the watcher sign something else.
func TestWhatAWatcherCannotKeepItDoesNotCosign(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := founded(t)
		defer func() { h.Close() }()
		dir := t.TempDir()
		w := h.watcherIn("a", dir)
		looks(t, w)
		if err := errors.Join(os.Remove(filepath.Join(dir, "seen")), os.MkdirAll(filepath.Join(dir, "seen", "in the way"), 0o700)); err != nil {
			t.Fatal(err)
		}
		h.acts("x-applies", "x", "x", &act.Apply{Procedure: "accession"})
		if _, err := w.Look(context.Background()); err == nil || !strings.Contains(err.Error(), "keep what is cosigned") {
			t.Errorf("Look = %v, want that it cannot be kept", err)
		}
		if n := len(h.lines()); n != 0 {
			t.Errorf("the host has %d lines of what was not kept", n)
		}
		if err := os.RemoveAll(filepath.Join(dir, "seen")); err != nil {
			t.Fatal(err)
		}
		looks(t, w)
		if n := len(h.lines()); n != 1 {
			t.Errorf("the host has %d lines, want one", n)
		}
		deposits := filepath.Join(dir, watch.DepositDir)
		if err := os.Remove(deposits); err != nil {
			t.Fatal(err)
		}
		h.acts("put", "chair", "x", &act.Put{Text: en("Xylo is invited."), Until: form.Instant{At: time.Now().Add(time.Hour).UTC()}})
		looks(t, w)
		if _, err := w.Deposit(context.Background(), h.line("b-objects", "b", "x", objects())); err == nil || errors.Is(err, watch.ErrDeposit) {
			t.Errorf("a deposit that cannot be kept: %v, want that it was not", err)
		}
	})
}

// A checkpoint is cosigned anew while the record does not grow, so that the next entry cannot be dated far back.
func TestACheckpointIsCosignedAnewWhileTheRecordDoesNotGrow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := founded(t)
		defer func() { h.Close() }()
		w := h.watcher("a")
		looks(t, w)
		first := h.lines()[0].At
		time.Sleep(4 * time.Minute)
		looks(t, w)
		if got := h.lines(); len(got) != 1 || !got[0].At.Equal(first) {
			t.Errorf("four minutes later: %v, want the line of %v", got, first)
		}
		time.Sleep(time.Minute)
		looks(t, w)
		if got := h.lines(); len(got) != 1 || !got[0].At.Equal(first.Add(5*time.Minute)) {
			t.Errorf("five minutes later: %v, want one line of then", got)
		}
	})
}

// A watcher's key is lost at each stage of a silence: its member enrols another, and the silence ripens by that; the lost
// key, revoked, counts no more.
func TestAWatchersKeyThatIsLostAtAnyStageIsReplaced(t *testing.T) {
	for stage, lost := range []string{"before the question", "while the period runs", "when it has run"} {
		synctest.Test(t, func(t *testing.T) {
			h := founded(t)
			defer func() { h.Close() }()
			a, b := h.watcher("a"), h.watcher("b")
			replace := func(at int) {
				if at != stage {
					return
				}
				a.Close()
				key := act.Key{
					ID: "watch-a-2", Member: "a", Holder: "two", Acts: []string{"cosign"}, Alg: string(signature.Ed25519),
					Public: signature.Encode(private("watch-a-2").Public().(ed25519.PublicKey)),
				}
				h.keeps("a-enrols", "a", &act.Enrol{Key: key})
				h.keeps("a-revokes", "a", &act.Revoke{Key: "watch-a"})
				var err error
				if a, err = watch.Open(context.Background(), watch.Config{
					URL: "http://host", Dir: t.TempDir(), KeyID: "watch-a-2", Key: private("watch-a-2"), Clock: time.Now, HTTP: &http.Client{Transport: h},
				}); err != nil {
					t.Fatal(err)
				}
				t.Cleanup(func() { a.Close() })
			}
			replace(0)
			h.opens(72 * time.Hour)
			looks(t, a, b)
			replace(1)
			time.Sleep(72*time.Hour + time.Minute)
			replace(2)
			time.Sleep(time.Hour)
			old := h.watcher("a")
			if _, err := old.Look(context.Background()); errors.Is(err, watch.ErrAlarm) {
				t.Errorf("%s: the lost key: %v", lost, err)
			}
			looks(t, b)
			if got := h.stage(); got != "invitation" {
				t.Errorf("%s: by b and the lost key: stage %s, want invitation", lost, got)
			}
			looks(t, a)
			if got := h.stage(); got != "signature" {
				t.Errorf("%s: by b and the new key: stage %s, want signature", lost, got)
			}
		})
	}
}

// keeps registers an act about keys.
func (h *host) keeps(id string, by body.MemberID, do act.Deed) {
	h.t.Helper()
	data, sigs := read(h.t, h.about(id, by, nil, do))
	if _, err := h.SubmitSigned(context.Background(), data, sigs); err != nil {
		h.t.Fatalf("%s: %v", id, err)
	}
}

// A mirror that was begun and whose folder cannot be taken up is taken up when it can: nothing is begun anew.
func TestAMirrorThatCannotBeTakenUpIsTakenUpWhenItCan(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := founded(t)
		defer func() { h.Close() }()
		dir := t.TempDir()
		w := h.watcherIn("a", dir)
		if err := os.MkdirAll(filepath.Join(dir, "seen"), 0o700); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if _, err := w.Look(context.Background()); err == nil || !strings.Contains(err.Error(), "read what was cosigned") {
				t.Errorf("Look = %v, want that what was cosigned cannot be read", err)
			}
		}
		if err := os.Remove(filepath.Join(dir, "seen")); err != nil {
			t.Fatal(err)
		}
		looks(t, w)
	})
}
