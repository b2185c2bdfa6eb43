// Command tally reads what go test -json writes and prints what a reader wants of it: a line for each package, the
// whole output of what failed, the reason for what was skipped, and in the end the count:
//
//	218 passed, 0 failed, 3 skipped
//
// It exits with 1 if anything failed, could not be built, or if no test ran at all.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
)

func main() { os.Exit(run(os.Stdin, os.Stdout)) }

// event is a line of go test -json. [cmd/test2json]
type event struct {
	Action      string
	Package     string
	ImportPath  string // of a build
	Test        string
	Output      string
	Elapsed     float64
	FailedBuild string
}

// tally is the count so far, and the output of what has not ended.
type tally struct {
	out                     io.Writer
	passed, failed, skipped int
	broken                  int // packages that failed otherwise than by a test: not built, crashed
	output                  map[string]*strings.Builder
	fell                    map[string]bool // packages in which a test failed
	cached                  map[string]bool
}

// run reads events to their end and answers the exit status.
func run(in io.Reader, out io.Writer) int {
	t := tally{out: out, output: map[string]*strings.Builder{}, fell: map[string]bool{}, cached: map[string]bool{}}
	lines := bufio.NewReader(in)
	for {
		line, err := lines.ReadString('\n')
		if line != "" {
			t.line(line)
		}
		if err != nil {
			break
		}
	}
	if t.broken > 0 {
		fmt.Fprintf(out, "%d packages could not be tested to the end\n", t.broken)
	}
	fmt.Fprintf(out, "%d passed, %d failed, %d skipped\n", t.passed, t.failed+t.broken, t.skipped)
	if t.failed+t.broken > 0 || t.passed == 0 {
		return 1
	}
	return 0
}

// line takes one line; what is no event is passed on as it is.
func (t *tally) line(line string) {
	var e event
	if !strings.HasPrefix(line, "{") || json.Unmarshal([]byte(line), &e) != nil {
		fmt.Fprintln(t.out, strings.TrimSuffix(line, "\n"))
		return
	}
	key := e.Package + e.ImportPath + " " + e.Test
	switch e.Action {
	case "output", "build-output":
		t.keep(key, e)
	case "pass", "fail", "skip":
		if e.Test == "" {
			t.packageEnds(e, t.take(key))
		} else {
			t.testEnds(e, t.take(key))
		}
	case "build-fail":
		fmt.Fprint(t.out, t.take(key))
	}
}

// keep remembers output until it is known whether it is wanted.
func (t *tally) keep(key string, e event) {
	if t.output[key] == nil {
		t.output[key] = &strings.Builder{}
	}
	t.output[key].WriteString(e.Output)
	if e.Test == "" && strings.Contains(e.Output, "(cached)") {
		t.cached[e.Package] = true
	}
}

// take answers the output of what has ended and forgets it.
func (t *tally) take(key string) string {
	b := t.output[key]
	if b == nil {
		return ""
	}
	delete(t.output, key)
	return b.String()
}

// testEnds counts a test, or a test within one.
func (t *tally) testEnds(e event, output string) {
	switch e.Action {
	case "pass":
		t.passed++
	case "fail":
		t.failed++
		t.fell[e.Package] = true
		fmt.Fprintf(t.out, "%s %s\n%s", e.Package, e.Test, output)
	case "skip":
		t.skipped++
		fmt.Fprintf(t.out, "skipped %s %s: %s\n", e.Package, e.Test, reason(output))
	}
}

// reason answers what a skipped test said.
func reason(output string) string {
	for line := range strings.Lines(output) {
		line = strings.TrimSpace(line)
		if line != "" && !strings.HasPrefix(line, "===") && !strings.HasPrefix(line, "---") {
			return line
		}
	}
	return "no reason given"
}

// packageEnds prints a package's line. A package that fails without a failed test has crashed or was not built, and
// its output is wanted.
func (t *tally) packageEnds(e event, output string) {
	switch {
	case e.Action == "skip":
		return // no tests in it
	case e.Action == "pass" && t.cached[e.Package]:
		fmt.Fprintf(t.out, "ok    cached  %s\n", e.Package)
	case e.Action == "pass":
		fmt.Fprintf(t.out, "ok    %5.1fs  %s\n", e.Elapsed, e.Package)
	default:
		fmt.Fprintf(t.out, "FAIL  %5.1fs  %s\n", e.Elapsed, e.Package)
		if !t.fell[e.Package] {
			t.broken++
			fmt.Fprint(t.out, output)
		}
	}
}
