package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"accede/act"
	"accede/body"
	"accede/form"
)

// process is a run of this binary as a process of its own.
type process struct {
	*exec.Cmd
	out *bufio.Reader
	err bytes.Buffer
}

func start(t *testing.T, name string, args ...string) *process {
	t.Helper()
	return startProcess(t, &process{Cmd: exec.Command(name, args...)})
}

func startProcess(t *testing.T, p *process) *process {
	t.Helper()
	p.Stderr = &p.err
	out, err := p.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	p.out = bufio.NewReader(out)
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Process.Kill(); p.Wait() })
	return p
}

// accede runs a command to its end and answers its exit code and what it wrote.
func accede(t *testing.T, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, err bytes.Buffer
	code = run(t.Context(), args, strings.NewReader(""), &out, &err, func(string) string { return "" })
	return code, out.String(), err.String()
}

// must runs a command that has to succeed, and answers what it wrote.
func must(t *testing.T, args ...string) string {
	t.Helper()
	code, out, err := accede(t, args...)
	if code != 0 {
		t.Fatalf("accede %q exits with %d: %s", args, code, err)
	}
	return out
}

// serving starts a verb that serves, and answers its address and record.
func serving(t *testing.T, args ...string) (p *process, url, record string) {
	t.Helper()
	p = start(t, "accede", append(args, "--json")...)
	line, err := p.out.ReadString('\n')
	var said struct{ URL, Record string }
	if err != nil || json.Unmarshal([]byte(line), &said) != nil {
		t.Fatalf("accede %q says %q (%v): %s", args, line, err, p.err.String())
	}
	return p, said.URL, said.Record
}

// interrupt sends Ctrl-C and wants the process to end well.
func interrupt(t *testing.T, p *process) {
	t.Helper()
	if err := p.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	io.Copy(io.Discard, p.out)
	if err := p.Wait(); err != nil {
		t.Errorf("after Ctrl-C: %v: %s", err, p.err.String())
	}
}

func get(t *testing.T, url string) (int, string) {
	t.Helper()
	r, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	text, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return r.StatusCode, string(text)
}

func TestTheDemonstrationShowsItsPagesAndLeavesNothingBehind(t *testing.T) {
	p, url, record := serving(t, "demo", "--addr", "127.0.0.1:0")
	for _, path := range []string{"", "d/fi/", "d/se/?as-of=2022-06-21"} {
		if code, text := get(t, url+path); code != http.StatusOK || !strings.Contains(text, "Finland") {
			t.Errorf("GET /%s = %d with %d bytes, want a page about Finland", path, code, len(text))
		}
	}
	interrupt(t, p)
	if _, err := os.Stat(record); !os.IsNotExist(err) {
		t.Errorf("the temporary record is still there: %v", err)
	}
}

func TestWhileARecordIsServedOthersReadItAndNobodyElseWritesIt(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "rec")
	must(t, "demo", "--once", "--record", dir)
	p, url, _ := serving(t, "serve", "--record", dir, "--addr", "127.0.0.1:0")
	fi := must(t, "status", "fi", "--record", dir, "--as-of", "2022-06-21", "--json")
	if _, page := get(t, url+"d/fi/status.json?as-of=2022-06-21"); !sameJSON(t, fi, page) {
		t.Errorf("the command line says %s, the server %s", fi, page)
	}
	must(t, "verify", dir)
	must(t, "export", "--all", "--record", dir, "-o", filepath.Join(t.TempDir(), "all.bundle"))
	acts := filepath.Join(t.TempDir(), "acts.yaml")
	write(t, acts, "accede: acts/1\nbody: nato\nacts: []\n")
	for _, args := range [][]string{
		{"serve", "--record", dir, "--addr", "127.0.0.1:0"},
		{"import", acts, "--record", dir},
		{"demo", "--once", "--record", dir},
	} {
		code, _, said := accede(t, args...)
		if code != exitConflict || strings.Count(said, "\n") != 1 || !strings.Contains(said, "open in another process") {
			t.Errorf("accede %q exits with %d and says %q, want 3 and one line", args, code, said)
		}
	}
	code, _, said := accede(t, "serve", "--record", filepath.Join(t.TempDir(), "none"), "--addr", "127.0.0.1:0")
	if code != exitInput || strings.Count(said, "\n") != 1 {
		t.Errorf("serving no record exits with %d and says %q, want 2 and one line", code, said)
	}
	interrupt(t, p)
	must(t, "import", acts, "--record", dir)
}

func sameJSON(t *testing.T, a, b string) bool {
	t.Helper()
	var x, y any
	if json.Unmarshal([]byte(a), &x) != nil || json.Unmarshal([]byte(b), &y) != nil {
		return false
	}
	return fmt.Sprint(x) == fmt.Sprint(y)
}

func TestAnAddressThatIsTakenIsSaid(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "rec")
	must(t, "init", dir, "--charter", "nato")
	_, url, _ := serving(t, "demo", "--addr", "127.0.0.1:0")
	addr := strings.TrimSuffix(strings.TrimPrefix(url, "http://"), "/")
	code, _, said := accede(t, "serve", "--record", dir, "--addr", addr)
	if code != exitInput || !strings.Contains(said, "take another address with --addr") {
		t.Errorf("exits with %d and says %q", code, said)
	}
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// manyActs writes a file of n acts about one dossier.
func manyActs(t *testing.T, n int) string {
	t.Helper()
	var b strings.Builder
	b.WriteString(`{"accede":"acts/1","body":"nato"}` + "\n")
	b.WriteString(`{"id":"fi-applies","date":"2022-05-18","by":"fi","act":"apply","dossier":"fi","procedure":"accession","source":"unsourced"}` + "\n")
	for i := range n - 1 {
		fmt.Fprintf(&b, `{"id":"s%d","date":"2022-05-19","by":"tr","act":"statement","dossier":"fi","statements":[{"side":"tr","form":"reported","text":{"en":"Words."}}],"source":"unsourced"}`+"\n", i)
	}
	file := filepath.Join(t.TempDir(), "many.jsonl")
	write(t, file, b.String())
	return file
}

// TestAnImportThatIsKilledIsWholeOrNotThere kills an import at several moments; the record opens again, holds all of
// it or nothing, and the same import completes it.
func TestAnImportThatIsKilledIsWholeOrNotThere(t *testing.T) {
	const n = 5000
	file := manyActs(t, n)
	for i, wait := range []time.Duration{20, 60, 100, 140, 180, 240} {
		dir := filepath.Join(t.TempDir(), strconv.Itoa(i))
		must(t, "init", dir, "--charter", "nato")
		p := start(t, "accede", "import", file, "--record", dir)
		time.Sleep(wait * time.Millisecond)
		p.Process.Signal(syscall.SIGKILL)
		p.Wait()
		out := must(t, "verify", dir)
		if !strings.Contains(out, "1 of 1 entries") && !strings.Contains(out, fmt.Sprintf("%d of %[1]d entries", n+1)) {
			t.Errorf("killed after %v ms, the record is a half: %s", int(wait), out)
		}
		must(t, "import", file, "--record", dir)
		if out := must(t, "verify", dir); !strings.Contains(out, fmt.Sprintf("%d of %[1]d entries", n+1)) {
			t.Errorf("imported again, the record is %s", out)
		}
	}
}

// submitter submits statements one after another to the record given, and prints the position of each receipt.
func submitter() {
	s := &session{ctx: context.Background(), clock: time.Now}
	o, err := s.openOffice(os.Args[1])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	for i := 0; ; i++ {
		a := act.Act{
			Body: "nato", ID: fmt.Sprintf("says-%d", i), By: "tr", Dossiers: []string{"fi"},
			Date: form.Instant{Day: form.Date{Year: 2024, Month: 6, Day: 1}}, Sources: []act.Source{{Key: body.Unsourced}},
			Do: &act.Statement{Statements: []act.Remark{{Side: "tr", Form: "reported", Text: body.Names{"en": "Words."}}}},
		}
		bytes, err := a.Marshal()
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(2)
		}
		r, err := o.Submit(s.ctx, bytes)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(2)
		}
		fmt.Println(r.Seq)
	}
}

func TestEveryAcknowledgedActSurvivesAKill(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "rec")
	must(t, "demo", "--once", "--record", dir)
	for round := range 3 {
		p := start(t, "submitter", dir)
		last := 0
		for range 20 * (round + 1) {
			line, err := p.out.ReadString('\n')
			if err != nil {
				t.Fatalf("%v: %s", err, p.err.String())
			}
			last, _ = strconv.Atoi(strings.TrimSpace(line))
		}
		p.Process.Signal(syscall.SIGKILL)
		for { // what was said before the kill and not read yet
			line, err := p.out.ReadString('\n')
			if err != nil {
				break
			}
			last, _ = strconv.Atoi(strings.TrimSpace(line))
		}
		p.Wait()
		var got struct{ Entries int }
		if err := json.Unmarshal([]byte(must(t, "verify", dir, "--json")), &got); err != nil || got.Entries < last {
			t.Errorf("%d entries are there (%v), %d were acknowledged", got.Entries, err, last)
		}
	}
}

// TestARecordOfANewerVersionIsRefused raises the number of the format in the file's header.
func TestARecordOfANewerVersionIsRefused(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "rec")
	must(t, "init", dir, "--charter", "nato")
	f, err := os.OpenFile(filepath.Join(dir, "record.db"), os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteAt([]byte{99}, 63); err != nil { // user_version in the header of SQLite
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(f.Name())
	if err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"status", "--record", dir}, {"serve", "--record", dir}, {"import", manyActs(t, 1), "--record", dir}} {
		code, _, said := accede(t, args...)
		if code != exitInput || strings.Count(said, "\n") != 1 || !strings.Contains(said, "newer") {
			t.Errorf("accede %q exits with %d and says %q, want 2 and one line about a newer version", args, code, said)
		}
	}
	if after, err := os.ReadFile(f.Name()); err != nil || !bytes.Equal(before, after) {
		t.Errorf("the record was changed (%v)", err)
	}
}
