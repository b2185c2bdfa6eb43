// Package pgtest runs a private PostgreSQL of the distribution for tests, in a folder of its own.
//
// It knows where the distribution puts its programs, and which user may run them. It refuses to know what a record is.
package pgtest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"github.com/jackc/pgx/v5"
)

// Server is a private PostgreSQL in a folder of its own, reached by a socket there: it takes no port.
type Server struct {
	bin, dir string
	as       []string // the command that takes the server's user, since root may not run it
	schemas  int
}

// Start makes a database and runs it until the test ends; it skips, saying why, where PostgreSQL is not installed.
func Start(t testing.TB) *Server {
	t.Helper()
	s := &Server{}
	var err error
	if s.bin, err = programs(); err != nil {
		t.Skip(err)
	}
	//nolint:usetesting // another user must be able to enter the folder, and a socket's name must be short
	if s.dir, err = os.MkdirTemp("", "pg"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(s.dir) })
	if os.Getuid() == 0 {
		if err := s.leaveRoot(); err != nil {
			t.Skip(err)
		}
	}
	s.must(t, "initdb", "--pgdata", s.data(), "--auth=trust", "--username=accede", "--data-checksums", "--encoding=UTF8", "--locale=C")
	s.Run(t)
	t.Cleanup(func() { s.Stop(t, "fast") })
	return s
}

// programs finds the newest server of the distribution.
func programs() (string, error) {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb") // the pattern is sound
	if len(found) > 0 {
		return filepath.Dir(slices.MaxFunc(found, func(a, b string) int { return cmp.Compare(version(a), version(b)) })), nil
	}
	file, err := exec.LookPath("initdb")
	if err != nil {
		return "", errors.New("PostgreSQL is not installed here (package postgresql)")
	}
	return filepath.Dir(file), nil
}

// version answers the number in the path of a program: 9 comes before 10. What has none comes first.
func version(initdb string) int {
	n, _ := strconv.Atoi(filepath.Base(filepath.Dir(filepath.Dir(initdb))))
	return n
}

// leaveRoot gives the folder to the user that the distribution made for the server.
func (s *Server) leaveRoot() error {
	u, err := user.Lookup("postgres")
	if err != nil {
		return fmt.Errorf("root may not run PostgreSQL, and there is no other user for it: %w", err)
	}
	uid, _ := strconv.Atoi(u.Uid)
	gid, _ := strconv.Atoi(u.Gid)
	s.as = []string{"setpriv", "--reuid=" + u.Uid, "--regid=" + u.Gid, "--clear-groups"}
	return os.Chown(s.dir, uid, gid)
}

func (s *Server) data() string { return filepath.Join(s.dir, "data") }

func (s *Server) must(t testing.TB, program string, args ...string) {
	t.Helper()
	line := append(slices.Clone(s.as), filepath.Join(s.bin, program))
	line = append(line, args...)
	c := exec.Command(line[0], line[1:]...)
	c.Dir = s.dir
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%s = %v: %s", program, err, out)
	}
}

// Run runs a server that was stopped, and waits until it answers.
func (s *Server) Run(t testing.TB) {
	t.Helper()
	s.must(t, "pg_ctl", "--pgdata", s.data(), "--wait", "--log", filepath.Join(s.dir, "log"),
		"--options", "-c listen_addresses='' -c max_connections=300 -c shared_buffers=64MB -k "+s.dir, "start")
}

// Stop ends the server: "fast" as one would, "immediate" as a power cut would.
func (s *Server) Stop(t testing.TB, how string) {
	t.Helper()
	s.must(t, "pg_ctl", "--pgdata", s.data(), "--wait", "--mode", how, "stop")
}

// Place answers the address of a schema that is new.
func (s *Server) Place(t testing.TB) string {
	t.Helper()
	s.schemas++
	schema := fmt.Sprintf("r%d", s.schemas)
	address := func(more url.Values) string {
		more.Set("host", s.dir)
		return "postgres://accede@/postgres?" + more.Encode()
	}
	c, err := pgx.Connect(context.Background(), address(url.Values{}))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close(context.Background())
	if _, err := c.Exec(context.Background(), "CREATE SCHEMA "+schema); err != nil {
		t.Fatal(err)
	}
	return address(url.Values{"search_path": {schema}})
}
