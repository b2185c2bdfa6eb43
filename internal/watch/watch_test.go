package watch_test

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"accede/act"
	"accede/internal/bundle"
	"accede/internal/depositary"
	"accede/internal/evidence"
	"accede/internal/store/sqlite"
	"accede/internal/watch"
	"accede/ledger"
)

// alarmed lets a watcher look, which has to find that wrong, and answers the evidence it kept.
func alarmed(t testing.TB, w *watch.Watcher, want error) string {
	t.Helper()
	_, err := w.Look(context.Background())
	var alarm *watch.AlarmError
	if !errors.Is(err, want) || !errors.As(err, &alarm) {
		t.Fatalf("Look: %v, want %v", err, want)
	}
	return alarm.Evidence
}

// convinces checks a file of evidence as somebody does who was not there.
func convinces(t testing.TB, file string, kind evidence.Kind) evidence.Shown {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	f, err := evidence.Parse(text)
	if err != nil || f.Kind != kind {
		t.Fatalf("%s: %s, %v, want evidence of %s", file, f.Kind, err, kind)
	}
	shown, err := f.Check()
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return shown
}

func TestAWatcherMirrorsVerifiesAndCosigns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := founded(t)
		defer func() { h.Close() }()
		a, b := h.watcher("a"), h.watcher("b")
		looks(t, a, b)
		h.opens(72 * time.Hour)
		looks(t, a, b)
		if got, want := a.Moment().Tree.Root(), h.Moment().Tree.Root(); got != want {
			t.Errorf("the mirror has the root %v, the host %v", got, want)
		}
		if n := len(ledger.Cosignatures(h.Moment().Checkpoint, h.Watchers())); n != 2 {
			t.Errorf("%d cosignatures on the host's checkpoint, want 2", n)
		}
		seen, err := a.Look(context.Background())
		if err != nil || seen.New != 0 || !seen.Cosigned || seen.Member != "a" {
			t.Errorf("nothing new: %+v, %v", seen, err)
		}
	})
}

func TestSilenceRipensByWhatWatchersSaid(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := founded(t)
		defer func() { h.Close() }()
		a, b := h.watcher("a"), h.watcher("b")
		h.opens(72 * time.Hour)
		looks(t, a, b)
		time.Sleep(72*time.Hour + time.Minute)
		looks(t, a, b)
		if got := h.stage(); got != "invitation" {
			t.Errorf("before the grace is over: stage %s, want invitation", got)
		}
		time.Sleep(time.Hour)
		looks(t, a)
		if got := h.stage(); got != "invitation" {
			t.Errorf("seen by one: stage %s, want invitation", got)
		}
		looks(t, b, a)
		if got := h.stage(); got != "signature" {
			t.Errorf("seen by two: stage %s, want signature", got)
		}
		if got, want := a.Moment().Size, h.Size(); got != want {
			t.Errorf("the mirror has %d entries, the host %d", got, want)
		}
	})
}

func TestAWatcherTakesUpWhereItLeftOff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := founded(t)
		defer func() { h.Close() }()
		dir := t.TempDir()
		w := h.watcherIn("a", dir)
		looks(t, w)
		before := w.Moment().Size
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		h.opens(time.Hour)
		again := h.watcherIn("a", dir)
		if again.Moment().Size != before {
			t.Errorf("taken up at %d, want %d", again.Moment().Size, before)
		}
		looks(t, again)
		mirror, err := sqlite.OpenReadOnly(filepath.Join(dir, watch.MirrorDir))
		if err != nil {
			t.Fatal(err)
		}
		defer mirror.Close()
		if r, err := bundle.CheckLog(context.Background(), mirror); err != nil || r.Entries != h.Size() {
			t.Errorf("the mirror verifies %d entries, %v, want %d", r.Entries, err, h.Size())
		}
	})
}

// Attack 4: two watchers are shown two histories. Each goes on with its own; as soon as one is shown a checkpoint of the
// other, it has the evidence, whichever is the longer and wherever they parted.
func TestAttack04AForkIsFoundAndShown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := founded(t)
		defer func() { h.Close() }()
		a, b := h.watcher("a"), h.watcher("b")
		looks(t, a, b)
		other := h.copied()
		h.opens(72 * time.Hour)
		looks(t, a)
		honest, first := h.honest, h.Moment()
		h.serve(other) // the same host, another history
		h.acts("x-applies-otherwise", "x", "x", &act.Apply{Procedure: "accession", Name: en("Xylo")})
		h.acts("put", "chair", "x", &act.Put{Text: en("Xylo is not invited.")})
		looks(t, b)
		if first.Size != h.Size() {
			t.Fatalf("the histories have %d and %d entries", first.Size, h.Size())
		}
		file := alarmed(t, a, watch.ErrFork) // of the same length
		convinces(t, file, evidence.Fork)
		h.acts("more", "a", "x", objects())
		convinces(t, alarmed(t, a, watch.ErrFork), evidence.Fork) // the other is longer
		looks(t, b)
		h.bend = honest
		convinces(t, alarmed(t, b, watch.ErrFork), evidence.Fork) // the other is shorter
		if a.Moment().Size != first.Size || a.Moment().Tree.Root() != first.Tree.Root() {
			t.Error("a watcher that found a fork has lost what it had seen")
		}
	})
}

// Attack 7: the host restores an older backup, and goes on from there.
func TestAttack07AHostThatWasPutBackIsReportedAndForksWhenItGoesOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := founded(t)
		defer func() { h.Close() }()
		a := h.watcher("a")
		looks(t, a)
		backup := h.copied()
		h.opens(72 * time.Hour)
		looks(t, a)
		h.serve(backup)
		if file := alarmed(t, a, watch.ErrRolledBack); file != "" {
			t.Errorf("an older checkpoint is no evidence of itself, and %s was kept", file)
		}
		h.opens(48 * time.Hour)
		convinces(t, alarmed(t, a, watch.ErrFork), evidence.Fork)
	})
}

// Attack 5: the host enters an act with an earlier time, behind a checkpoint that was cosigned later than that.
func TestAttack05AnEntryDatedBeforeWhatWasCosignedIsReportedAndShown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := founded(t)
		defer func() { h.Close() }()
		h.opens(72 * time.Hour)
		a := h.watcher("a")
		at := time.Now().Add(time.Minute)
		line := h.line("late", "b", "x", objects())
		time.Sleep(time.Hour)
		looks(t, a)
		all := h.bytesOf()
		h.bend = h.forge(append(all, h.entry(int64(len(all))+1, at, line)))
		shown := convinces(t, alarmed(t, a, watch.ErrDated), evidence.BackDated)
		if !strings.Contains(strings.Join(shown.Says, "\n"), "not this one") {
			t.Errorf("shown: %q", shown.Says)
		}
		ahead := h.forge(append(all, h.entry(int64(len(all))+1, time.Now().Add(time.Hour), line)))
		h.bend = ahead
		alarmed(t, a, watch.ErrDated)
	})
}

// Attack 6: what the host drops, inserts or alters behind a watcher's back does not continue what it has seen.
func TestAttack06NothingIsDroppedInsertedOrReorderedBehindAWatchersBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := founded(t)
		defer func() { h.Close() }()
		a := h.watcher("a")
		h.opens(72 * time.Hour)
		h.acts("b-objects", "b", "x", objects())
		looks(t, a)
		all := h.bytesOf()
		tried := 0
		for i := range all {
			dropped := append(append([][]byte{}, all[:i]...), all[i+1:]...)
			inserted := append(append(append([][]byte{}, all[:i]...), []byte(`{"accede":"entry/1"}`)), all[i:]...)
			for _, bad := range [][][]byte{append(dropped, []byte("more"), []byte("and more")), inserted} {
				h.bend = h.forge(bad)
				convinces(t, alarmed(t, a, watch.ErrFork), evidence.Fork)
				tried++
			}
			if i > 0 {
				swapped := append([][]byte{}, all...)
				swapped[i], swapped[i-1] = swapped[i-1], swapped[i]
				h.bend = h.forge(swapped)
				convinces(t, alarmed(t, a, watch.ErrFork), evidence.Fork)
				tried++
			}
		}
		h.bend = nil
		looks(t, a)
		t.Logf("%d histories refused", tried)
	})
}

// What the host signs and does not follow is kept as a bundle that does not verify, and says that the host has signed it.
func TestWhatDoesNotFollowIsKeptWithTheHostsSignature(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := founded(t)
		defer func() { h.Close() }()
		a := h.watcher("a")
		h.opens(72 * time.Hour)
		looks(t, a)
		all := h.bytesOf()
		line := h.line("b-objects", "b", "x", objects())
		forged := bytes.Replace(line, []byte(`"by":"b"`), []byte(`"by":"c"`), 1)
		h.bend = h.forge(append(all, h.entry(int64(len(all))+1, time.Now(), forged)))
		file := alarmed(t, a, watch.ErrUnsound)
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		_, err = bundle.Check(context.Background(), bytes.NewReader(text))
		if !errors.Is(err, bundle.ErrVerify) || !strings.Contains(err.Error(), "the host has signed these") {
			t.Errorf("the bundle: %v, want that it does not verify and the host has signed it", err)
		}
	})
}

func TestAHostThatDoesNotShowWhatItHasSignedIsReported(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := founded(t)
		defer func() { h.Close() }()
		a := h.watcher("a")
		looks(t, a)
		honest := h.honest
		h.opens(72 * time.Hour)
		note := h.Moment().Checkpoint
		h.bend = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			switch {
			case r.URL.Path == "/checkpoint":
				w.Write(note)
			case strings.HasPrefix(r.URL.Path, "/tile/entries/"):
				r2 := r.Clone(r.Context())
				honest.ServeHTTP(garbler{w}, r2)
			default:
				http.NotFound(w, r)
			}
		})
		alarmed(t, a, watch.ErrHidden)
		h.bend = http.NotFoundHandler()
		if _, err := a.Look(context.Background()); !errors.Is(err, watch.ErrSilent) {
			t.Errorf("a host that answers nothing: %v, want %v", err, watch.ErrSilent)
		}
	})
}

// garbler alters the last byte of what goes through it.
type garbler struct{ http.ResponseWriter }

func (g garbler) Write(p []byte) (int, error) {
	bad := bytes.Clone(p)
	bad[len(bad)-1] ^= 1
	return g.ResponseWriter.Write(bad)
}

// Attack 32: another record, well signed by another host.
func TestAttack32AnotherRecordIsNotTakenForThisOne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := founded(t)
		defer func() { h.Close() }()
		a := h.watcher("a")
		looks(t, a)
		other := founded(t)
		defer func() { other.Close() }()
		h.bend = other.honest
		alarmed(t, a, watch.ErrOther)
		pinned, err := watch.Open(context.Background(), watch.Config{URL: "http://host", Dir: t.TempDir(), Origin: h.Moment().Origin, Clock: time.Now, HTTP: &http.Client{Transport: h}})
		if err != nil {
			t.Fatal(err)
		}
		defer pinned.Close()
		alarmed(t, pinned, watch.ErrOther)
	})
}

// Attack 8: the host swallows an objection while a silence runs. It is left with a watcher, and no silence ripens; when the
// host takes it at last, it was in time.
func TestAttack08AnObjectionTheHostDoesNotTakeIsLeftWithAWatcherAndHoldsTheSilence(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := founded(t)
		defer func() { h.Close() }()
		a, c := h.watcher("a"), h.watcher("c")
		h.opens(72 * time.Hour)
		looks(t, a, c)
		line := h.line("b-objects", "b", "x", objects())
		drops := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Method == http.MethodPost && r.URL.Path == "/api/v1/acts" {
				body := new(bytes.Buffer)
				body.ReadFrom(r.Body)
				if bytes.Contains(body.Bytes(), []byte(`"id":"b-objects"`)) {
					http.Error(w, "nobody heard it", http.StatusServiceUnavailable)
					return
				}
				r.Body = http.NoBody
				r2 := r.Clone(r.Context())
				r2.Body = readCloser{bytes.NewReader(body.Bytes())}
				r = r2
			}
			h.honest.ServeHTTP(w, r)
		})
		h.bend = drops
		time.Sleep(71 * time.Hour)
		receipt, err := a.Deposit(context.Background(), line)
		if err != nil {
			t.Fatalf("Deposit: %v", err)
		}
		if again, err := a.Deposit(context.Background(), line); err != nil || !bytes.Equal(again, receipt) {
			t.Errorf("left again: %v, want the same receipt", err)
		}
		if _, err := a.Look(context.Background()); !errors.Is(err, watch.ErrRefused) {
			t.Errorf("Look: %v, want %v", err, watch.ErrRefused)
		}
		time.Sleep(3 * time.Hour) // past deadline and grace
		a.Look(context.Background())
		looks(t, c)
		if got := h.stage(); got != "invitation" {
			t.Errorf("held back: stage %s, want invitation", got)
		}
		h.bend = nil
		if _, err := a.Look(context.Background()); err != nil {
			t.Errorf("when the host takes it: %v", err)
		}
		d, err := h.Docket(context.Background(), time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		s, err := d.Standing("x", time.Now())
		if err != nil || len(s.Question.BrokenBy) != 1 || s.Question.BrokenBy[0] != "b" {
			t.Errorf("standing: %+v, %v, want the silence broken by b", s.Question, err)
		}
	})
}

type readCloser struct{ *bytes.Reader }

func (readCloser) Close() error { return nil }

// A host that closes the silence all the same, with a quorum that did not know, is convicted by the watcher that did.
func TestAttack08ASilenceClosedOverADepositDoesNotStand(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := founded(t)
		defer func() { h.Close() }()
		a, b, c := h.watcher("a"), h.watcher("b"), h.watcher("c")
		h.opens(72 * time.Hour)
		looks(t, a, b, c)
		line := h.line("c-objects", "c", "x", objects())
		time.Sleep(71 * time.Hour)
		receipt, err := a.Deposit(context.Background(), line)
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(3 * time.Hour)
		looks(t, b, c) // a is cut off from the host
		if got := h.stage(); got != "signature" {
			t.Fatalf("stage %s, want signature: the host has its quorum", got)
		}
		f, err := evidence.Parse(receipt)
		if err != nil {
			t.Fatal(err)
		}
		r, err := depositary.Load(context.Background(), h.log)
		if err != nil {
			t.Fatal(err)
		}
		shown, err := f.Against(r)
		if err != nil || !strings.Contains(strings.Join(shown.Says, "\n"), "that does not stand") {
			t.Errorf("Against = %q, %v, want that the finding does not stand", shown.Says, err)
		}
		file := alarmed(t, a, watch.ErrDropped)
		convinces(t, file, evidence.Dropped)
	})
}

func TestWhatIsNotAdmissibleIsNotTakenAsADeposit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := founded(t)
		defer func() { h.Close() }()
		a := h.watcher("a")
		h.opens(72 * time.Hour)
		line := h.line("b-objects", "b", "x", objects())
		if _, err := a.Deposit(context.Background(), line); !errors.Is(err, watch.ErrDeposit) {
			t.Errorf("before anything was mirrored: %v, want %v", err, watch.ErrDeposit)
		}
		looks(t, a)
		forged := bytes.Replace(line, []byte(`"It owes."`), []byte(`"It owns."`), 1)
		own := h.line("a-objects", "a", "x", objects())
		closed := h.line("closes", "b", "x", &act.Close{})
		for why, bad := range map[string][]byte{"its own": own, "forged": forged, "not the chair's": closed, "no line": []byte("x"), "empty": nil} {
			if _, err := a.Deposit(context.Background(), bad); !errors.Is(err, watch.ErrDeposit) {
				t.Errorf("%s: %v, want %v", why, err, watch.ErrDeposit)
			}
		}
		time.Sleep(73 * time.Hour)
		if _, err := a.Deposit(context.Background(), line); !errors.Is(err, watch.ErrDeposit) {
			t.Errorf("after the deadline: %v, want %v", err, watch.ErrDeposit)
		}
	})
}

// Attack 10: an act that is left with a watcher around the deadline is in time or late, and never both.
func TestAttack10ADepositAroundTheDeadlineIsInTimeOrLate(t *testing.T) {
	for _, c := range []struct {
		before time.Duration
		taken  bool
	}{{2 * time.Second, true}, {time.Second, true}, {time.Millisecond, true}, {0, false}, {-time.Millisecond, false}, {-time.Second, false}} {
		synctest.Test(t, func(t *testing.T) {
			h := founded(t)
			defer func() { h.Close() }()
			a, b := h.watcher("a"), h.watcher("b")
			h.opens(72 * time.Hour)
			looks(t, a, b)
			line := h.line("c-objects", "c", "x", objects())
			time.Sleep(72*time.Hour - c.before)
			_, err := a.Deposit(context.Background(), line)
			if taken := err == nil; taken != c.taken {
				t.Fatalf("%v before the deadline: %v, want taken: %v", c.before, err, c.taken)
			}
			time.Sleep(2 * time.Hour)
			looks(t, a, b)
			looks(t, a)
			want := "signature"
			if c.taken {
				want = "invitation"
			}
			if got := h.stage(); got != want {
				t.Errorf("%v before the deadline: stage %s, want %s", c.before, got, want)
			}
		})
	}
}

func TestAMirrorThatWasPutBackIsNotTakenUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := founded(t)
		defer func() { h.Close() }()
		dir := t.TempDir()
		w := h.watcherIn("a", dir)
		looks(t, w)
		w.Close()
		old := t.TempDir()
		if err := os.CopyFS(filepath.Join(old, "mirror"), os.DirFS(filepath.Join(dir, watch.MirrorDir))); err != nil {
			t.Fatal(err)
		}
		h.opens(time.Hour)
		again := h.watcherIn("a", dir)
		looks(t, again)
		again.Close()
		if err := os.RemoveAll(filepath.Join(dir, watch.MirrorDir)); err != nil {
			t.Fatal(err)
		}
		if err := os.CopyFS(filepath.Join(dir, watch.MirrorDir), os.DirFS(filepath.Join(old, "mirror"))); err != nil {
			t.Fatal(err)
		}
		_, err := watch.Open(context.Background(), watch.Config{URL: "http://host", Dir: dir, KeyID: "watch-a", Key: private("watch-a"), Clock: time.Now})
		if err == nil || !strings.Contains(err.Error(), "older copy") {
			t.Errorf("Open = %v, want that it was put back to an older copy", err)
		}
	})
}
