package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"accede/internal/load"
)

// child is this program as a process of its own, so that what it spends can be told from what the crowd spends.
type child struct {
	*exec.Cmd
	addr    string // HOST:PORT where it serves
	figures string // HOST:PORT of its figures; empty: none
}

// spawn starts a verb that prints its address as JSON.
func (s *session) spawn(args ...string) (*child, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("start a server: %w", err)
	}
	c := &child{Cmd: &exec.Cmd{Path: program, Args: append([]string{"accede"}, args...)}}
	said, err := c.StderrPipe()
	if err != nil {
		return nil, fmt.Errorf("start a server: %w", err)
	}
	out, err := c.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("start a server: %w", err)
	}
	if err := c.Start(); err != nil {
		return nil, fmt.Errorf("start a server: %w", err)
	}
	figures := make(chan string, 1)
	go func() {
		for lines := bufio.NewScanner(said); lines.Scan(); {
			if _, at, ok := strings.Cut(lines.Text(), "Figures at http://"); ok {
				figures <- strings.TrimSuffix(at, "/metrics")
				continue
			}
			fmt.Fprintln(s.stderr, lines.Text())
		}
		close(figures)
	}()
	line, err := bufio.NewReader(out).ReadString('\n')
	var told struct{ URL string }
	if err == nil {
		err = json.Unmarshal([]byte(line), &told)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("start a server: it does not say where it serves: %w", err), c.stop())
	}
	go io.Copy(io.Discard, out) //nolint:errcheck // it says nothing more
	u, err := url.Parse(told.URL)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("start a server: %w", err), c.stop())
	}
	c.addr = u.Host
	select {
	case c.figures = <-figures:
	case <-time.After(100 * time.Millisecond): // it has none
	}
	return c, nil
}

// stop ends the process as Ctrl-C would, and at last by force.
func (c *child) stop() error {
	if err := c.Process.Signal(os.Interrupt); err != nil {
		return fmt.Errorf("end the server: %w", err)
	}
	kill := time.AfterFunc(20*time.Second, func() { _ = c.Process.Kill() }) // it may just have ended
	defer kill.Stop()
	if err := c.Wait(); err != nil {
		return fmt.Errorf("end the server: %w", err)
	}
	return nil
}

// serveHere founds a record and serves it from a process of its own.
func (b *bench) serveHere() (stop func() error, err error) {
	dir, tidy := b.Record, func() error { return nil }
	if dir == "" {
		temp, err := os.MkdirTemp("", "accede-bench")
		if err != nil {
			return nil, fmt.Errorf("make a folder for the record: %w", err)
		}
		dir, tidy = filepath.Join(temp, "record"), func() error { return os.RemoveAll(temp) }
	}
	if err := b.foundForBench(dir); err != nil {
		return nil, errors.Join(err, tidy())
	}
	c, err := b.s.spawn("serve", "--record", dir, "--addr", "127.0.0.1:0", "--metrics", "127.0.0.1:0", "--api-rate", "0", "--json")
	if err != nil {
		return nil, errors.Join(err, tidy())
	}
	b.addrs, b.Figures = []string{c.addr}, c.figures
	return func() error { return errors.Join(c.stop(), tidy()) }, nil
}

// bareFor is how many questions the peer is asked.
const bareFor = 20_000

// bare measures the peer: as many clients, the same bytes, and a server that does nothing with them.
func (b *bench) bare(clients int) (perSecond int64, err error) {
	if b.NoBare || len(b.URL) > 0 {
		return 0, nil
	}
	c, err := b.s.spawn("bench", "bare")
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, c.stop()) }()
	a, err := b.author.Act(load.Positions, 1<<40, b.Dossiers)
	if err != nil {
		return 0, err
	}
	given := make(chan struct{}, bareFor)
	for range bareFor {
		given <- struct{}{}
	}
	close(given)
	crowd := load.Crowd{Addrs: []string{c.addr}, Clients: clients, Next: func() (load.Signed, bool, error) {
		_, more := <-given
		return a, more, nil
	}}
	r, err := crowd.Run(b.s.ctx, bareFor, nil)
	if err != nil || r.Took <= 0 {
		return 0, err
	}
	return r.Acts * int64(time.Second) / int64(r.Took), nil
}
