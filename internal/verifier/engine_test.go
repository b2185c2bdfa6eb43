package verifier

import (
	"bufio"
	"encoding/json"
	"io"
	"os/exec"
	"strings"
	"sync"
	"testing"
)

// node is one process that answers questions to verify.js, in order. It is for one goroutine at a time.
type node struct {
	mu  sync.Mutex
	in  io.Writer
	out *bufio.Reader
}

// startNode starts the process; the test is skipped where there is no node, which make test installs.
func startNode(t testing.TB) *node {
	t.Helper()
	path, err := exec.LookPath("node")
	if err != nil {
		t.Skip("no node on this machine: the second verifier was not asked (make test installs it where it may)")
	}
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
	n := &node{in: in, out: bufio.NewReaderSize(out, 1<<20)}
	t.Cleanup(func() {
		in.Close()
		if err := cmd.Wait(); err != nil {
			t.Errorf("node: %v: %s", err, complaints.String())
		}
	})
	return n
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
func (n *node) ask(t testing.TB, what string, with map[string]any) answer {
	t.Helper()
	n.mu.Lock()
	defer n.mu.Unlock()
	with["ask"] = what
	line, err := json.Marshal(with)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := n.in.Write(append(line, '\n')); err != nil {
		t.Fatalf("ask node: %v", err)
	}
	text, err := n.out.ReadBytes('\n')
	if err != nil {
		t.Fatalf("node answers nothing: %v", err)
	}
	var a answer
	if err := json.Unmarshal(text, &a); err != nil {
		t.Fatalf("node answers %.200s: %v", text, err)
	}
	if a.Broken != "" {
		t.Fatalf("verify.js broke down at %.300s: %s", line, a.Broken)
	}
	return a
}
