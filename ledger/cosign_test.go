package ledger_test

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"strings"
	"testing"
	"time"

	"accede/ledger"
)

func watcher(seed byte, name string) (ed25519.PrivateKey, ledger.Watcher) {
	key := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{seed}, 32))
	return key, must(ledger.WatcherOf(name, key.Public().(ed25519.PublicKey)))
}

// The form is worked out by hand from the text of the specification [C2SP tlog-cosignature].
func TestACosignatureIsOverTheTimeAndTheText(t *testing.T) {
	host, _ := keys(t, 7, "accede/nato")
	key, w := watcher(9, "accede/nato/watch/tr")
	c := ledger.Checkpoint{Origin: origin(t), Size: 12, Root: ledger.LeafHash(nil)}
	signed := must(ledger.SignCheckpoint(host, c.Origin, c.Size, c.Root))
	got := must(ledger.Cosign(signed, w.Name(), key, time.Unix(1679315147, 999)))
	line := strings.Split(strings.TrimSpace(string(got)), "\n")[5]
	data := must(base64.StdEncoding.DecodeString(strings.TrimPrefix(line, "— accede/nato/watch/tr ")))
	if len(data) != 4+8+64 || !bytes.Equal(data[4:12], []byte{0, 0, 0, 0, 0x64, 0x18, 0x50, 0xcb}) {
		t.Errorf("the line holds %x, want 4 bytes, the time 0x641850cb in 8, and 64", data)
	}
	message := "cosignature/v1\ntime 1679315147\n" + c.Text()
	if !ed25519.Verify(key.Public().(ed25519.PublicKey), []byte(message), data[12:]) {
		t.Error("the signature is not over the time and the text")
	}
	all := ledger.Cosignatures(got, []ledger.Watcher{w})
	if len(all) != 1 || all[0] != (ledger.Cosignature{Name: w.Name(), At: time.Unix(1679315147, 0).UTC()}) {
		t.Errorf("Cosignatures = %v, want one of %s", all, w.Name())
	}
}

func TestAWatchersKeyReadsAsItIsWritten(t *testing.T) {
	_, w := watcher(9, "accede/nato/watch/tr")
	got, err := ledger.NewWatcher(w.String())
	if err != nil || got.String() != w.String() || got.KeyHash() != w.KeyHash() {
		t.Errorf("NewWatcher(%s) = %v, %v, want the same", w, got, err)
	}
	_, public := keysText(t)
	for _, bad := range []string{"", "x", public, strings.Replace(w.String(), "/tr+", "/gr+", 1), w.String() + "A"} {
		if _, err := ledger.NewWatcher(bad); !errors.Is(err, ledger.ErrKey) {
			t.Errorf("NewWatcher(%q) = %v, want %v", bad, err, ledger.ErrKey)
		}
	}
}

func keysText(t *testing.T) (private, public string) {
	private, public, err := ledger.GenerateKey(zeros{7}, "accede/nato")
	if err != nil {
		t.Fatal(err)
	}
	return private, public
}

func TestLinesOfWatchersAreGatheredAndTheLaterOneStands(t *testing.T) {
	host, verifier := keys(t, 7, "accede/nato")
	tr, trKey := watcher(9, "accede/nato/watch/tr")
	fi, fiKey := watcher(10, "accede/nato/watch/fi")
	_, stranger := watcher(11, "accede/nato/watch/xx")
	known := []ledger.Watcher{trKey, fiKey}
	signed := must(ledger.SignCheckpoint(host, origin(t), 12, ledger.LeafHash(nil)))
	one := must(ledger.Cosign(signed, trKey.Name(), tr, time.Unix(100, 0)))
	two := must(ledger.Cosign(signed, fiKey.Name(), fi, time.Unix(200, 0)))
	both := must(ledger.AddLines(one, two, known))
	again := must(ledger.AddLines(both, must(ledger.Cosign(signed, trKey.Name(), tr, time.Unix(300, 0))), known))
	older := must(ledger.AddLines(again, one, known))
	if !bytes.Equal(older, again) {
		t.Error("an older line took the place of a later one")
	}
	got := ledger.Cosignatures(older, known)
	if len(got) != 2 || got[0].At.Unix() != 300 || got[1].At.Unix() != 200 {
		t.Errorf("Cosignatures = %v, want those of 300 and 200", got)
	}
	if n := len(ledger.Cosignatures(older, []ledger.Watcher{stranger})); n != 0 {
		t.Errorf("a stranger has %d lines, want 0", n)
	}
	if c, err := ledger.OpenCheckpoint(verifier, origin(t), older); err != nil || c.Size != 12 {
		t.Errorf("OpenCheckpoint with lines of watchers: %v, %v", c, err)
	}
	elsewhere := must(ledger.SignCheckpoint(host, origin(t), 13, ledger.LeafHash(nil)))
	if _, err := ledger.AddLines(elsewhere, one, known); !errors.Is(err, ledger.ErrCheckpoint) {
		t.Errorf("a line of another checkpoint: %v, want %v", err, ledger.ErrCheckpoint)
	}
}

func TestEveryAlteredByteOfACosignatureIsRefused(t *testing.T) {
	host, _ := keys(t, 7, "accede/nato")
	key, w := watcher(9, "accede/nato/watch/tr")
	signed := must(ledger.Cosign(must(ledger.SignCheckpoint(host, origin(t), 12, ledger.LeafHash(nil))), w.Name(), key, time.Unix(100, 0)))
	from := bytes.LastIndex(signed, []byte("— "))
	text := bytes.Index(signed, []byte("\n\n"))
	tried := 0
	for i := range signed {
		if i > text && i < from || i == len(signed)-1 {
			continue // the line of the host is the host's, and the end of the last line may be missing
		}
		for bit := range 8 {
			bad := bytes.Clone(signed)
			bad[i] ^= 1 << bit
			tried++
			if got := ledger.Cosignatures(bad, []ledger.Watcher{w}); len(got) != 0 {
				t.Errorf("byte %d, bit %d altered: %v, want none", i, bit, got)
			}
		}
	}
	t.Logf("%d alterations refused", tried)
}

// Attack 4: the host signs two histories. At every entry where they can part, and for every pair of sizes after it, the two
// checkpoints and one path show it; and no path shows it of one history.
func TestAttack04EveryForkIsShownByTwoCheckpointsAndOnePath(t *testing.T) {
	host, verifier := keys(t, 7, "accede/nato")
	const n = 16
	d := leaves(n)
	ours := treeOf(d).View()
	sign := func(v ledger.View, size int64) []byte {
		return must(ledger.SignCheckpoint(host, origin(t), size, must(v.RootAt(size))))
	}
	shown, refused := 0, 0
	for at := int64(1); at <= n; at++ { // the first entry in which the other history differs
		other := leaves(n)
		for i := at - 1; i < n; i++ {
			other[i] = append([]byte("another "), other[i]...)
		}
		theirs := treeOf(other).View()
		for short := int64(1); short <= n; short++ {
			for long := short; long <= n; long++ {
				path, root := must(theirs.Consistency(short, long)), must(theirs.RootAt(short))
				f := ledger.Fork{Short: sign(ours, short), Long: sign(theirs, long), Root: root, Path: path}
				_, _, err := f.Check(verifier, origin(t))
				if forked := short >= at; forked != (err == nil) {
					t.Fatalf("parted at %d, seen at %d and %d: %v, want shown: %v", at, short, long, err, forked)
				}
				if err == nil {
					shown++
				} else {
					refused++
				}
				f.Long, f.Path, f.Root = sign(ours, long), must(ours.Consistency(short, long)), must(ours.RootAt(short))
				if _, _, err := f.Check(verifier, origin(t)); !errors.Is(err, ledger.ErrProof) {
					t.Fatalf("of one history: %v, want %v", err, ledger.ErrProof)
				}
			}
		}
	}
	_, stranger := keys(t, 8, "accede/nato")
	f := ledger.Fork{Short: sign(ours, 3), Long: must(ledger.SignCheckpoint(host, origin(t), 3, flip(must(ours.RootAt(3))))), Root: flip(must(ours.RootAt(3)))}
	if _, _, err := f.Check(stranger, origin(t)); !errors.Is(err, ledger.ErrCheckpoint) {
		t.Errorf("of another host: %v, want %v", err, ledger.ErrCheckpoint)
	}
	t.Logf("%d forks shown, %d pairs of one history refused", shown, refused)
}
