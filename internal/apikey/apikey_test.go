package apikey

import (
	"bytes"
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var (
	made = time.Date(2030, 1, 2, 12, 0, 0, 0, time.UTC)
	end  = made.AddDate(1, 0, 0)
)

func ring(t *testing.T) (*Ring, string) {
	t.Helper()
	r := new(Ring)
	text, err := r.Add("tr.registry-1", "tr", Delegate, made, end, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Add("fi", "fi", Reader, made, time.Time{}, rand.Reader); err != nil {
		t.Fatal(err)
	}
	return r, text
}

func TestAKeyIsFoundByItsTextAndByNothingElse(t *testing.T) {
	r, text := ring(t)
	k, ok := r.Find(text, made)
	if !ok || k.Party != "tr" {
		t.Fatalf("Find(text) = %+v, %v, want the key of tr", k, ok)
	}
	for i := range text {
		changed := []byte(text)
		changed[i] ^= 1
		if _, ok := r.Find(string(changed), made); ok {
			t.Errorf("Find(%q) finds a key, want none", changed)
		}
	}
	for _, wrong := range []string{"", "accede_", "accede_fi", "accede_fi_", text[:len(text)-1], text + "A", strings.Replace(text, "tr.registry-1", "fi", 1)} {
		if _, ok := r.Find(wrong, made); ok {
			t.Errorf("Find(%q) finds a key, want none", wrong)
		}
	}
}

func TestAKeyEndsAtTheFirstInstantItIsNoLongerGood(t *testing.T) {
	r, text := ring(t)
	if _, ok := r.Find(text, end.Add(-time.Nanosecond)); !ok {
		t.Error("refused before its end")
	}
	if _, ok := r.Find(text, end); ok {
		t.Error("found at its end")
	}
}

func TestTheFileHoldsNoSecretAndIsReadBack(t *testing.T) {
	r, text := ring(t)
	data := r.Marshal()
	if secret := text[strings.LastIndex(text, "_")+1:]; bytes.Contains(data, []byte(secret)) {
		t.Error("the secret stands in the file")
	}
	back, err := Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(r.Marshal(), back.Marshal()); diff != "" {
		t.Errorf("read back otherwise (-written +read):\n%s", diff)
	}
	if _, ok := back.Find(text, made); !ok {
		t.Error("the key is not found in the file read back")
	}
}

func TestWhatIsNotAFileOfKeysIsRefusedWithItsLine(t *testing.T) {
	r, _ := ring(t)
	_, lines, _ := strings.Cut(string(r.Marshal()), "\n")
	good := format1 + "\n" + lines
	line := strings.Split(good, "\n")[1]
	for why, c := range map[string]struct{ text, want string }{
		"empty":        {"", "line 1"},
		"newer":        {"accede api-keys/3 " + sumOf("") + "\n", "line 1"},
		"no sum":       {"accede api-keys/2\n", "line 1"},
		"another sum":  {format2 + sumOf(lines) + "\n" + lines + line + "\n", "line 1"},
		"words":        {good + "fi tr\n", "line 4"},
		"role":         {good + "x tr chair 2030-01-02T12:00:00Z - " + line[len(line)-64:] + "\n", "line 4"},
		"twice":        {good + line + "\n", "line 4"},
		"hash":         {good + "x tr reader 2030-01-02T12:00:00Z - 00\n", "line 4"},
		"made":         {good + "x tr reader yesterday - " + line[len(line)-64:] + "\n", "line 4"},
		"until":        {good + "x tr reader 2030-01-02T12:00:00Z never " + line[len(line)-64:] + "\n", "line 4"},
		"id":           {good + "X tr reader 2030-01-02T12:00:00Z - " + line[len(line)-64:] + "\n", "line 4"},
		"with remarks": {format1 + "\n# of the registry\n\nbad\n", "line 4"},
	} {
		_, err := Parse([]byte(c.text))
		if !errors.Is(err, ErrForm) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: Parse = %v, want %v at %s", why, err, ErrForm, c.want)
		}
	}
}

func TestABitThatTurnedOverInTheFileIsFound(t *testing.T) {
	r, _ := ring(t)
	data := r.Marshal()
	for i := range len(data) * 8 {
		data[i/8] ^= 1 << (i % 8)
		if _, err := Parse(data); !errors.Is(err, ErrForm) {
			t.Errorf("Parse of the file with bit %d turned over = %v, want %v", i, err, ErrForm)
		}
		data[i/8] ^= 1 << (i % 8)
	}
}

func TestAFileWithoutASumIsReadAndGetsOneWhenItIsWritten(t *testing.T) {
	r, text := ring(t)
	_, lines, _ := strings.Cut(string(r.Marshal()), "\n")
	old, err := Parse([]byte(format1 + "\n" + lines))
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := old.Find(text, made); !ok {
		t.Error("a key of a file without a sum is not found")
	}
	if got, want := string(old.Marshal()), string(r.Marshal()); got != want {
		t.Errorf("written again it is %q, want %q", got, want)
	}
}

func TestIDsAreGivenOnce(t *testing.T) {
	r, text := ring(t)
	if _, err := r.Add("fi", "se", Delegate, made, end, rand.Reader); !errors.Is(err, ErrKnown) {
		t.Errorf("Add(fi) = %v, want %v", err, ErrKnown)
	}
	for _, id := range []string{"", "A", "a_b", "a b", strings.Repeat("a", 64)} {
		if _, err := r.Add(id, "se", Delegate, made, end, rand.Reader); !errors.Is(err, ErrForm) {
			t.Errorf("Add(%q) = %v, want %v", id, err, ErrForm)
		}
	}
	if _, err := r.Add("se", "s e", Delegate, made, end, rand.Reader); !errors.Is(err, ErrForm) {
		t.Errorf("Add for no party = %v, want %v", err, ErrForm)
	}
	if err := r.Remove("tr.registry-1"); err != nil {
		t.Fatal(err)
	}
	if _, ok := r.Find(text, made); ok {
		t.Error("a key that was removed is found")
	}
	if err := r.Remove("tr.registry-1"); !errors.Is(err, ErrUnknown) {
		t.Errorf("Remove again = %v, want %v", err, ErrUnknown)
	}
}

func TestAServerNoticesThatAKeyWasRemoved(t *testing.T) {
	name := filepath.Join(t.TempDir(), FileName)
	f, err := Open(name)
	if err != nil {
		t.Fatalf("Open of a file that is not there: %v", err)
	}
	r, text := ring(t)
	if err := r.Write(name); err != nil {
		t.Fatal(err)
	}
	if _, ok, err := f.Find(text, made); !ok || err != nil {
		t.Errorf("Find = %v, %v, want the key that was added meanwhile", ok, err)
	}
	if err := r.Remove("tr.registry-1"); err != nil {
		t.Fatal(err)
	}
	if err := r.Write(name); err != nil {
		t.Fatal(err)
	}
	if _, ok, err := f.Find(text, made); ok || err != nil {
		t.Errorf("Find = %v, %v, want no key", ok, err)
	}
	if err := os.WriteFile(name, []byte("rubbish"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, ok, err := f.Find(text, made); ok || !errors.Is(err, ErrForm) {
		t.Errorf("Find = %v, %v, want %v", ok, err, ErrForm)
	}
}

func TestAFileThatOthersMayReadIsRefused(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the system has other permissions")
	}
	name := filepath.Join(t.TempDir(), FileName)
	r, _ := ring(t)
	if err := r.Write(name); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(name); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("written as %v, %v, want 0600", info.Mode(), err)
	}
	if err := os.Chmod(name, 0o640); err != nil {
		t.Fatal(err)
	}
	if _, err := Read(name); !errors.Is(err, ErrOpen) {
		t.Errorf("Read = %v, want %v", err, ErrOpen)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(format1 + "\nfi fi reader 2030-01-02T12:00:00Z - " + strings.Repeat("0a", 32) + "\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := Parse(data)
		if err != nil {
			return
		}
		back, err := Parse(r.Marshal())
		if err != nil || !bytes.Equal(back.Marshal(), r.Marshal()) {
			t.Errorf("Parse(%q) is written as %q and read back as %v, %v", data, r.Marshal(), back, err)
		}
	})
}
