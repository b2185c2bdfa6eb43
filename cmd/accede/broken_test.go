package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"accede/internal/depositary"
	"accede/internal/load"
	"accede/internal/store"
)

// faultyDisk is a log whose disk fails at the next append.
type faultyDisk struct {
	store.Log
	once  sync.Once
	broke chan struct{}
}

func (f *faultyDisk) Append(context.Context, int64, []store.Entry, []byte) error {
	f.once.Do(func() { close(f.broke) })
	return errors.New("the disk did not take it")
}

func (f *faultyDisk) Broken() <-chan struct{} { return f.broke }

func TestAFaultOfTheDiskEndsTheServer(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "rec")
	must(t, "bench", "found", dir, "--parties", "2")
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	out, in := net.Pipe()
	s := &session{ctx: ctx, stdout: bufio.NewWriter(in), stderr: &bytes.Buffer{}, clock: time.Now, logger: slog.New(slog.DiscardHandler)}
	log, err := openToWrite(ctx, dir)
	if err != nil {
		t.Fatal(err)
	}
	faulty := &faultyDisk{Log: log, broke: make(chan struct{})}
	o, err := s.officeOf(dir, dir, faulty, depositary.Config{})
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- s.serve(o, l, dir, true, pageChoices{}) }()
	if _, err := bufio.NewReader(out).ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	m := o.Moment()
	root, err := m.Tree.RootAt(m.Size)
	if err != nil {
		t.Fatal(err)
	}
	a, err := load.NewAuthor(load.Body{Parties: 2}, "b0", m.Size, root.String(), time.Now()).Opening(0)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.Post("http://"+l.Addr().String()+"/api/v1/acts", "application/json", bytes.NewReader(a.Line))
	if err == nil {
		answer.Body.Close()
		if answer.StatusCode/100 == 2 {
			t.Errorf("the act is answered with %s, though the disk did not take it", answer.Status)
		}
	}
	select {
	case err := <-ended:
		if !errors.Is(err, store.ErrBroken) || exitCode(err) == exitDone || !strings.Contains(err.Error(), dir) {
			t.Errorf("serve = %v, want %v, and the record named", err, store.ErrBroken)
		}
	case <-ctx.Done():
		t.Error("the server goes on")
	}
}
