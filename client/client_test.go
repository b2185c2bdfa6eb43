package client_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"accede/act"
	"accede/body"
	"accede/client"
	"accede/internal/api"
	"accede/ledger"
)

// reads are all questions that are answered with JSON, with what a program gets of them.
func reads(ctx context.Context, c *client.Client, at client.At) map[string]func() (any, error) {
	d := c.Dossier("fi", at)
	return map[string]func() (any, error){
		"record":       func() (any, error) { return c.Record(ctx) },
		"docket":       func() (any, error) { return c.Docket(ctx, at) },
		"desk":         func() (any, error) { return c.Desk(ctx, at, "") },
		"commitments":  func() (any, error) { return c.Commitments(ctx, at, "fi") },
		"search":       func() (any, error) { return c.Search(ctx, at, "demand", "fi") },
		"calendar":     func() (any, error) { return c.Calendar(ctx, at) },
		"members":      func() (any, error) { return c.Members(ctx, at) },
		"keys":         func() (any, error) { return c.Keys(ctx, at) },
		"rules":        func() (any, error) { return c.Rules(ctx, at) },
		"status":       func() (any, error) { return d.Status(ctx) },
		"standing":     func() (any, error) { return d.Standing(ctx) },
		"history":      func() (any, error) { return d.History(ctx) },
		"positions":    func() (any, error) { return d.Positions(ctx) },
		"member":       func() (any, error) { return d.Member(ctx, "tr") },
		"way":          func() (any, error) { return d.Way(ctx) },
		"talks":        func() (any, error) { return d.Talks(ctx) },
		"round":        func() (any, error) { return d.Round(ctx, "talks-1") },
		"rule":         func() (any, error) { return d.Rule(ctx, "invitation") },
		"power":        func() (any, error) { return d.Power(ctx, "", "shapley-shubik", "yes-no") },
		"ratification": func() (any, error) { return d.Ratification(ctx) },
		"lines":        func() (any, error) { return d.Lines(ctx, client.Filter{Who: "tr", To: "2022-06-30"}) },
		"mediator":     func() (any, error) { return d.Mediator(ctx) },
		"entry":        func() (any, error) { return c.Entry(ctx, 3) },
		"receipt":      func() (any, error) { return c.Receipt(ctx, "tr-objects") },
		"growth":       func() (any, error) { return c.Growth(ctx, 3, 9) },
		"decide": func() (any, error) {
			return c.Decide(ctx, client.Question{Rule: "none of members are against", Ballots: []client.Voter{{Member: "a", Classes: []string{"members"}, Ballot: "against"}}})
		},
	}
}

func TestAProgramGetsAllThatWasAnswered(t *testing.T) {
	s := nato(t)
	k := &kept{}
	c := s.client(t, client.Options{HTTP: &http.Client{Transport: k}})
	for _, at := range []client.At{"2022-06-21", "2023-04-04"} {
		for name, ask := range reads(t.Context(), c, at) {
			v, err := ask()
			if err != nil {
				t.Errorf("%s at %s: %v", name, at, err)
				continue
			}
			data, err := json.Marshal(v)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(value(t, []byte(*k.last.Load())), value(t, data)); diff != "" {
				t.Errorf("%s at %s (-answered +read):\n%.2000s", name, at, diff)
			}
		}
	}
}

func value(t *testing.T, data []byte) any {
	t.Helper()
	in := json.NewDecoder(bytes.NewReader(data))
	in.UseNumber()
	var v any
	if err := in.Decode(&v); err != nil {
		t.Fatalf("%.200s: %v", data, err)
	}
	return v
}

func TestTheEntriesOfARecordAreReadInOrderAndProveTheirRoot(t *testing.T) {
	s := nato(t)
	c := s.client(t, client.Options{})
	var tree ledger.Tree
	n := int64(0)
	for e, err := range c.Entries(t.Context(), 0) {
		if n++; err != nil || e.Seq != n {
			t.Fatalf("entry %d after %d: %v", e.Seq, n-1, err)
		}
		tree.Append([]byte(e.Bytes))
	}
	r, err := c.Record(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if n != r.Size || tree.Root().String() != r.Root {
		t.Errorf("%d entries under the root %s, want %d under %s", n, tree.Root(), r.Size, r.Root)
	}
	lines := 0
	for l, err := range c.Dossier("fi", client.Now).Log(t.Context(), 0) {
		if lines++; err != nil || l.Seq == 0 {
			t.Fatalf("line %d: %+v, %v", lines, l, err)
		}
	}
	if lines < 60 {
		t.Errorf("%d lines, want all of the dossier", lines)
	}
	raw, err := c.Bytes(t.Context(), 3)
	proof, err2 := c.Entry(t.Context(), 3)
	if err != nil || err2 != nil || string(raw) != proof.Bytes {
		t.Errorf("the bytes of entry 3 are %q (%v) and %q (%v), want the same", raw, err, proof.Bytes, err2)
	}
	if text, err := c.Checkpoint(t.Context()); err != nil || !strings.Contains(string(text), r.Root) {
		t.Errorf("the checkpoint is %q (%v), want one of the root", text, err)
	}
	if text, err := c.Charter(t.Context(), client.Now); err != nil || !strings.Contains(string(text), "accede: charter/1") {
		t.Errorf("the charter is %.60q (%v)", text, err)
	}
}

func TestWhatIsRefusedIsAProblemWithItsName(t *testing.T) {
	c := nato(t).client(t, client.Options{})
	_, err := c.Dossier("no", client.Now).Status(t.Context())
	p, ok := errors.AsType[*client.ProblemError](err)
	if !ok || p.Status != http.StatusNotFound || !client.IsProblem(err, "dossier") || client.IsProblem(err, "page") {
		t.Errorf("Status of no dossier: %v, want the problem dossier", err)
	}
	if _, err := c.Dossier("../docket", client.Now).Status(t.Context()); !client.IsProblem(err, "dossier") {
		t.Errorf("a name that looks like a way: %v, want the problem dossier", err)
	}
	if _, err := c.Docket(t.Context(), "never"); !client.IsProblem(err, "date") {
		t.Errorf("Docket(never): %v, want the problem date", err)
	}
	all, err := c.Problems(t.Context())
	if err != nil || len(all) < 30 {
		t.Errorf("%d kinds of problems (%v), want the table", len(all), err)
	}
	for _, base := range []string{"", "record.example", "ftp://record.example", "https://", "::"} {
		if _, err := client.New(base, client.Options{}); err == nil {
			t.Errorf("New(%q) = nil, want an error", base)
		}
	}
}

// TestAnActWhoseAnswerWasLostIsInTheRecordOnce loses answers in every way there is: after the server has done what was asked,
// and before it has heard it.
func TestAnActWhoseAnswerWasLostIsInTheRecordOnce(t *testing.T) {
	for how, fail := range map[string]func(do func() (*http.Response, error)) (*http.Response, error){
		"never heard": func(func() (*http.Response, error)) (*http.Response, error) { return nil, errors.New("no way there") },
		"done, and the answer lost": func(do func() (*http.Response, error)) (*http.Response, error) {
			resp, err := do()
			if err == nil {
				resp.Body.Close()
			}
			return nil, errors.Join(err, errors.New("no way back"))
		},
		"done, and the answer broken off": func(do func() (*http.Response, error)) (*http.Response, error) {
			resp, err := do()
			if err == nil {
				resp.Body = io.NopCloser(io.MultiReader(io.LimitReader(resp.Body, 20), broken{}))
			}
			return resp, err
		},
		"busy": func(func() (*http.Response, error)) (*http.Response, error) {
			return &http.Response{Status: "503", StatusCode: 503, Header: http.Header{}, Body: http.NoBody}, nil
		},
	} {
		s := quay(t)
		w := &wire{fail: func(n int, _ *http.Request, do func() (*http.Response, error)) (*http.Response, error) {
			if n <= 3 {
				return fail(do)
			}
			return do()
		}}
		c := s.client(t, client.Options{Key: s.key(t, "paper", "chair"), HTTP: &http.Client{Transport: w}})
		r, err := c.SubmitAct(t.Context(), fromPaper("x-applies", "x", &act.Apply{Procedure: "accession"}))
		if err != nil || r.Seq != 2 || w.times() != 4 {
			t.Errorf("%s: %+v, %v after %d questions, want the receipt of entry 2 after 4", how, r, err, w.times())
		}
		if again, err := c.Receipt(t.Context(), "x-applies"); err != nil || cmp.Diff(r, again) != "" {
			t.Errorf("%s: asked for again: %v\n%s", how, err, cmp.Diff(r, again))
		}
	}
}

// broken is an answer that breaks off.
type broken struct{}

// Read fails.
func (broken) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

func TestARefusalIsNotAskedAgainAndPatienceHasAnEnd(t *testing.T) {
	s := quay(t)
	w := &wire{fail: func(_ int, _ *http.Request, do func() (*http.Response, error)) (*http.Response, error) { return do() }}
	c := s.client(t, client.Options{HTTP: &http.Client{Transport: w}})
	if _, err := c.SubmitAct(t.Context(), fromPaper("x-applies", "x", &act.Apply{Procedure: "accession"})); !client.IsProblem(err, "key") || w.times() != 1 {
		t.Errorf("without a key: %v after %d questions, want the problem key after one", err, w.times())
	}
	w.fail = func(int, *http.Request, func() (*http.Response, error)) (*http.Response, error) {
		return nil, errors.New("no way there")
	}
	for retries, want := range map[int]int{-1: 1, 2: 3} {
		w.asked = 0
		c := s.client(t, client.Options{Retries: retries, HTTP: &http.Client{Transport: w}})
		if _, err := c.Docket(t.Context(), client.Now); err == nil || w.times() != want {
			t.Errorf("Retries %d: %v after %d questions, want an error after %d", retries, err, w.times(), want)
		}
	}
	ctx, end := context.WithCancel(t.Context())
	end()
	w.asked = 0
	if _, err := c.Docket(ctx, client.Now); !errors.Is(err, context.Canceled) || w.times() > 1 {
		t.Errorf("after the end of its context: %v after %d questions, want it canceled", err, w.times())
	}
}

func TestWhatIsEnclosedGoesWithItsActAndComesBack(t *testing.T) {
	s := quay(t)
	c := s.client(t, client.Options{Key: s.key(t, "paper", "chair")})
	if _, err := c.SubmitAct(t.Context(), fromPaper("x-applies", "x", &act.Apply{Procedure: "accession"})); err != nil {
		t.Fatal(err)
	}
	a := fromPaper("b-objects", "b", &act.Object{Concerns: []act.Concern{{ID: "q", Text: body.Names{"en": "a concern"}}}})
	items, err := a.Enclose(act.Enclosure{Audience: act.ToMediator}, func() act.Salt { return act.Salt{7} })
	if err != nil {
		t.Fatal(err)
	}
	data, err := a.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.SubmitEnclosed(t.Context(), data, items); err != nil {
		t.Fatal(err)
	}
	all, err := c.AllEnclosed(t.Context(), client.Now)
	if err != nil || len(all) != 1 || all[0].Seal != items[0].Seal {
		t.Fatalf("%+v is enclosed (%v), want %s", all, err, items[0].Seal)
	}
	o, err := c.Open(t.Context(), all[0].Seal)
	if err != nil || o.Content == "" {
		t.Errorf("Open = %+v, %v, want the concern", o, err)
	}
	if _, err := s.client(t, client.Options{}).Open(t.Context(), all[0].Seal); !client.IsProblem(err, "key") {
		t.Errorf("Open by the public = %v, want the problem key", err)
	}
}

func TestToolsAnswerWhatIsTried(t *testing.T) {
	s := nato(t)
	d := s.client(t, client.Options{}).Dossier("fi", "2022-06-21")
	m, err := d.Mediator(t.Context())
	if err != nil || m.Hold == nil {
		t.Fatalf("the mediator's desk has no model: %v", err)
	}
	h, err := d.Hold(t.Context(), client.Model{Text: m.Hold.Model})
	if err != nil || h.States == 0 {
		t.Errorf("Hold = %+v, %v, want states", h, err)
	}
	if _, err := d.Hold(t.Context(), client.Model{Text: "none"}); !client.IsProblem(err, "input") {
		t.Errorf("Hold(none) = %v, want the problem input", err)
	}
	if _, err := d.Packages(t.Context(), client.Model{Text: "none"}); !client.IsProblem(err, "input") {
		t.Errorf("Packages(none) = %v, want the problem input", err)
	}
}

func TestWhoeverWatchesHearsEachEntryOnceOverConnectionsThatBreak(t *testing.T) {
	s := nato(t)
	size := s.record.Size()
	w := &wire{fail: func(n int, _ *http.Request, do func() (*http.Response, error)) (*http.Response, error) {
		resp, err := do()
		if err == nil && n <= 5 { // each connection breaks in the midst of an event
			resp.Body = io.NopCloser(io.MultiReader(io.LimitReader(resp.Body, int64(4000+n*37)), broken{}))
		}
		return resp, err
	}}
	c := s.client(t, client.Options{HTTP: &http.Client{Transport: w}})
	n := int64(0)
	for e, err := range c.Watch(t.Context(), client.Watching{All: true}) {
		if err != nil {
			t.Fatal(err)
		}
		if n++; e.Seq != n || e.Reload {
			t.Fatalf("%+v, want entry %d", e, n)
		}
		if n == size {
			break
		}
	}
	if n != size || w.times() < 6 {
		t.Errorf("%d events over %d connections, want %d over 6", n, w.times(), size)
	}
}

func TestWhoeverWatchesFromNowOnHearsWhatComes(t *testing.T) {
	s := quay(t)
	c := s.client(t, client.Options{Key: s.key(t, "paper", "chair")})
	ctx, end := context.WithTimeout(t.Context(), 20*time.Second)
	defer end()
	w := &wire{}
	heard := make(chan client.Event)
	listening := make(chan struct{}, 9)
	w.fail = func(_ int, r *http.Request, do func() (*http.Response, error)) (*http.Response, error) {
		resp, err := do()
		if strings.HasSuffix(r.URL.Path, "/events") {
			listening <- struct{}{}
		}
		return resp, err
	}
	l := s.client(t, client.Options{HTTP: &http.Client{Transport: w}})
	go func() {
		defer close(heard)
		for e, err := range l.Watch(ctx, client.Watching{Dossier: "x"}) {
			if err != nil {
				t.Error(err)
			}
			heard <- e
		}
	}()
	<-listening
	if _, err := c.SubmitAct(ctx, fromPaper("x-applies", "x", &act.Apply{Procedure: "accession"})); err != nil {
		t.Fatal(err)
	}
	if e := <-heard; e.Seq != 2 || e.ID != "x-applies" {
		t.Errorf("%+v, want the application", e)
	}
	end()
	for e := range heard {
		t.Logf("heard beside it: %+v", e) // what follows from the application
	}
}

func TestWhoeverWasAwayTooLongIsToldToReadAgain(t *testing.T) {
	s := quay(t)
	small := served(t, quayCharter, today, api.Limits{Replay: 1})
	for _, x := range []*server{s, small} {
		c := x.client(t, client.Options{Key: x.key(t, "paper", "chair")})
		if _, err := c.SubmitAct(t.Context(), fromPaper("x-applies", "x", &act.Apply{Procedure: "accession"})); err != nil {
			t.Fatal(err)
		}
	}
	c := small.client(t, client.Options{})
	for e, err := range c.Watch(t.Context(), client.Watching{All: true}) {
		if err != nil || !e.Reload || e.Seq != small.record.Size() {
			t.Errorf("%+v, %v, want to be told to read again", e, err)
		}
		break
	}
}

func TestAServerThatIsSilentIsGivenUpAndAskedAnew(t *testing.T) {
	s := served(t, quayCharter, today, api.Limits{Heartbeat: time.Hour})
	ctx, end := context.WithTimeout(t.Context(), 20*time.Second)
	defer end()
	w := &wire{}
	w.fail = func(n int, _ *http.Request, do func() (*http.Response, error)) (*http.Response, error) {
		if n == 3 {
			end()
		}
		return do()
	}
	c := s.client(t, client.Options{HTTP: &http.Client{Transport: w}})
	for e, err := range c.Watch(ctx, client.Watching{After: 1, Quiet: 20 * time.Millisecond}) {
		t.Errorf("%+v, %v, want nothing", e, err)
	}
	if w.times() < 3 {
		t.Errorf("%d connections, want at least 3", w.times())
	}
}

func TestARefusedListenerIsToldWhy(t *testing.T) {
	c := quay(t).client(t, client.Options{HTTP: &http.Client{Transport: &wire{fail: func(_ int, r *http.Request, do func() (*http.Response, error)) (*http.Response, error) {
		r.Header.Set("Last-Event-ID", "x")
		return do()
	}}}})
	n := 0
	for _, err := range c.Watch(t.Context(), client.Watching{All: true}) {
		if n++; !client.IsProblem(err, "query") {
			t.Errorf("%v, want the problem query", err)
		}
	}
	if n != 1 {
		t.Errorf("told %d times, want once", n)
	}
}
