package verifier

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"
)

// engine is what runs verify.js and answers questions to it, in order.
type engine struct {
	mu     sync.Mutex
	name   string
	answer func(line []byte) ([]byte, error)
}

// startEngine starts node, or where there is none a page in Chromium, and says which. The test is skipped where there is
// neither; make test installs both. ACCEDE_ENGINE names one of them: node, chromium.
func startEngine(t testing.TB) *engine {
	t.Helper()
	want := os.Getenv("ACCEDE_ENGINE")
	if path, err := exec.LookPath("node"); err == nil && want != "chromium" {
		return startNode(t, path)
	}
	if path := findChromium(); path != "" && want != "node" {
		return startChromium(t, path)
	}
	t.Skip("neither node nor Chromium on this machine: the second verifier was not asked (make test installs them where it may)")
	return nil
}

func startNode(t testing.TB, path string) *engine {
	t.Helper()
	// The file is required by name, in its own folder, as whoever downloads it has it.
	cmd := exec.Command(path, "--no-warnings", "testdata/serve.js", "verify.js")
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var complaints strings.Builder
	cmd.Stderr = &complaints
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		in.Close()
		if err := cmd.Wait(); err != nil {
			t.Errorf("node: %v: %s", err, complaints.String())
		}
	})
	t.Log("verify.js is asked in node")
	answers := bufio.NewReaderSize(out, 1<<20)
	return &engine{name: "node", answer: func(line []byte) ([]byte, error) {
		if _, err := in.Write(append(line, '\n')); err != nil {
			return nil, err
		}
		return answers.ReadBytes('\n')
	}}
}

// findChromium answers where Chromium is; nothing where there is none.
func findChromium() string {
	path := os.Getenv("CHROMIUM")
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path == "" {
			path, _ = exec.LookPath(name)
		}
	}
	return path
}

// startChromium opens a page that has verify.js, from this machine, where pages may check signatures.
func startChromium(t testing.TB, path string) *engine {
	t.Helper()
	page := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/verify.js":
			http.ServeFile(w, r, "verify.js")
		case "/serve.js":
			http.ServeFile(w, r, "testdata/serve.js")
		default:
			fmt.Fprint(w, `<!doctype html><title>verify.js</title><script src="/verify.js"></script><script src="/serve.js"></script>`)
		}
	}))
	t.Cleanup(page.Close)
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU)
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx, chromedp.Navigate(page.URL), chromedp.Evaluate[chromedp.Void]("answerTo")); err != nil {
		t.Fatalf("open a page with verify.js in it: %v", err)
	}
	t.Log("verify.js is asked in Chromium")
	return &engine{name: "chromium", answer: func(line []byte) ([]byte, error) {
		question, err := json.Marshal(string(line))
		if err != nil {
			return nil, err
		}
		text, err := chromedp.Run(ctx, chromedp.Evaluate[string]("answerTo("+string(question)+")", chromedp.EvalAwaitPromise))
		return []byte(text), err
	}}
}

// answer is what verify.js answers, whatever was asked.
type answer struct {
	OK, Verified                bool
	Outcome, Kind, Reason, Root string
	Position, Entries, Size     int64
	Checked                     [][]any
	NotChecked                  []string
	Keys                        []struct{ ID, Member, Fingerprint string }
	Value                       any
	Roots, Reasons              []string
	Adopted                     bool
	Day, After                  string
	Enclosed                    carried
	Broken                      string
}

// carried is what a verifier found of what is enclosed.
type carried struct{ Opened, Kept, Withheld, Erased int }

// ask puts a question, a name and what belongs to it, and waits for the answer.
func (e *engine) ask(t testing.TB, what string, with map[string]any) answer {
	t.Helper()
	e.mu.Lock()
	defer e.mu.Unlock()
	with["ask"] = what
	line, err := json.Marshal(with)
	if err != nil {
		t.Fatal(err)
	}
	text, err := e.answer(line)
	if err != nil {
		t.Fatalf("%s answers nothing: %v", e.name, err)
	}
	var a answer
	if err := json.Unmarshal(text, &a); err != nil {
		t.Fatalf("%s answers %.200s: %v", e.name, text, err)
	}
	if a.Broken != "" {
		t.Fatalf("verify.js broke down in %s at %.300s: %s", e.name, line, a.Broken)
	}
	return a
}

// TestTheSecondVerifierSaysTheSameInNodeAndInChromium: of every record of the set, word for word.
func TestTheSecondVerifierSaysTheSameInNodeAndInChromium(t *testing.T) {
	node, err := exec.LookPath("node")
	chromium := findChromium()
	if err != nil || chromium == "" {
		t.Skip("node or Chromium is not on this machine: the two were not compared (make test installs them where it may)")
	}
	a, b := startNode(t, node), startChromium(t, chromium)
	for _, m := range published(t) {
		in, out := a.ask(t, "verify", map[string]any{"data": m.data}), b.ask(t, "verify", map[string]any{"data": m.data})
		one, err := json.Marshal(in)
		if err != nil {
			t.Fatal(err)
		}
		if other, err := json.Marshal(out); err != nil || string(one) != string(other) {
			t.Errorf("%s: in node %s, in Chromium %s (%v)", m.Name, one, other, err)
		}
	}
}
