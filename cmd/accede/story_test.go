package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// clockEnv names the file that says how far the clock of a process is off, in nanoseconds.
const clockEnv = "ACCEDE_TEST_CLOCK"

// clockIn answers a clock that is off by what a file says, whenever it is asked.
func clockIn(file string) func() time.Time {
	return func() time.Time {
		text, err := os.ReadFile(file)
		if err != nil {
			panic(err)
		}
		off, err := strconv.ParseInt(string(text), 10, 64)
		if err != nil {
			panic(err)
		}
		return time.Now().Add(time.Duration(off))
	}
}

// accedeAt is the program by the clock of a story.
func accedeAt() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := runAt(ctx, clockIn(os.Getenv(clockEnv)), os.Args[1:], os.Stdin, os.Stdout, os.Stderr, os.Getenv)
	stop()
	os.Exit(code)
}

// story is what is played between parties that trust nobody, each with programs and files of its own, by one clock that the
// test sets. What they say is told as they say it.
type story struct {
	t     *testing.T
	dir   string
	clock string
}

// begins begins a story at an instant.
func begins(t *testing.T, at string) story {
	t.Helper()
	s := story{t: t, dir: t.TempDir()}
	s.clock = filepath.Join(s.dir, "clock")
	s.at(at)
	return s
}

// at sets the clock.
func (s story) at(instant string) {
	s.t.Helper()
	at, err := time.Parse(time.RFC3339, instant)
	if err != nil {
		s.t.Fatal(err)
	}
	fresh := s.clock + ".new"
	write(s.t, fresh, strconv.FormatInt(int64(time.Until(at)), 10))
	if err := os.Rename(fresh, s.clock); err != nil {
		s.t.Fatal(err)
	}
	s.say("\n— %s —", instant)
}

func (s story) say(format string, args ...any) { fmt.Fprintf(s.t.Output(), format+"\n", args...) }

// in answers a path in the folder of the story.
func (s story) in(names ...string) string {
	return filepath.Join(append([]string{s.dir}, names...)...)
}

// shown leaves the folder of the story out of what is told.
func (s story) shown(text string) string { return strings.ReplaceAll(text, s.dir+"/", "") }

// exits runs a command to its end, tells it, and wants an exit code.
func (s story) exits(want int, args ...string) (stdout, stderr string) {
	s.t.Helper()
	var out, err bytes.Buffer
	code := runAt(s.t.Context(), clockIn(s.clock), args, strings.NewReader(""), &out, &err, func(string) string { return "" })
	s.say("$ accede %s", s.shown(strings.Join(quoteWords(args), " ")))
	for _, text := range []string{out.String(), err.String()} {
		if text != "" {
			s.say("%s", s.shown(strings.TrimSuffix(text, "\n")))
		}
	}
	if code != 0 {
		s.say("(exit code %d)", code)
	}
	if code != want {
		s.t.Fatalf("accede %q exits with %d, want %d: %s%s", args, code, want, out.String(), err.String())
	}
	return out.String(), err.String()
}

func (s story) does(args ...string) string {
	s.t.Helper()
	out, _ := s.exits(exitDone, args...)
	return out
}

// quoteWords puts words with blanks in quotation marks, as one would type them.
func quoteWords(words []string) []string {
	var all []string
	for _, w := range words {
		if strings.ContainsAny(w, " [{") {
			w = "'" + w + "'"
		}
		all = append(all, w)
	}
	return all
}

// starts starts a program of its own by the clock of the story.
func (s story) starts(name string, args ...string) *process {
	s.t.Helper()
	s.say("$ %s %s &", strings.TrimSuffix(name, "-at"), s.shown(strings.Join(quoteWords(args), " ")))
	p := &process{Cmd: exec.Command(name, args...)}
	p.Env = append(os.Environ(), clockEnv+"="+s.clock)
	return startProcess(s.t, p)
}

// serves starts a host, and answers its address.
func (s story) serves(name string, args ...string) (*process, string) {
	s.t.Helper()
	p := s.starts(name, append(args, "--json")...)
	return p, s.reads(p)["url"].(string)
}

// reads reads the next line of JSON that a process prints.
func (s story) reads(p *process) map[string]any {
	s.t.Helper()
	line, err := p.out.ReadString('\n')
	var said map[string]any
	if err != nil || json.Unmarshal([]byte(line), &said) != nil {
		s.t.Fatalf("%q says %q (%v): %s", p.Args, line, err, p.err.String())
	}
	return said
}

// until reads what a process prints until a line is as wanted.
func (s story) until(p *process, what string, wanted func(map[string]any) bool) map[string]any {
	s.t.Helper()
	type line struct {
		said map[string]any
		err  error
	}
	lines := make(chan line, 1)
	for range 1000 {
		go func() {
			text, err := p.out.ReadString('\n')
			var said map[string]any
			if err == nil {
				err = json.Unmarshal([]byte(text), &said)
			}
			lines <- line{said, err}
		}()
		select {
		case l := <-lines:
			if l.err != nil {
				s.t.Fatalf("%q ends before %s: %v: %s", p.Args, what, l.err, p.err.String())
			}
			if wanted(l.said) {
				return l.said
			}
		case <-time.After(20 * time.Second):
			s.t.Fatalf("%q: waited in vain for %s: %s", p.Args, what, p.err.String())
		}
	}
	s.t.Fatalf("%q says much, but not %s", p.Args, what)
	return nil
}

// ends sends a process Ctrl-C and wants an exit code.
func (s story) ends(p *process, want int) {
	s.t.Helper()
	if err := p.Process.Signal(os.Interrupt); err != nil {
		s.t.Fatal(err)
	}
	io.Copy(io.Discard, p.out)
	p.Wait()
	if got := p.ProcessState.ExitCode(); got != want {
		s.t.Errorf("%q ends with %d, want %d: %s", p.Args, got, want, p.err.String())
	}
}
