package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

// settledAs answers serve as a command line, an environment and a file have it.
func settledAs(t *testing.T, file string, env map[string]string, args ...string) (serveVerb, error) {
	t.Helper()
	if file != "" {
		name := filepath.Join(t.TempDir(), "accede.yaml")
		if err := os.WriteFile(name, []byte(file), 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, "--config", name)
	}
	args = append([]string{"serve"}, args...)
	s := &session{env: func(name string) string { return env[name] }}
	set, err := s.settingsFor(args)
	if err != nil {
		return serveVerb{}, err
	}
	var v struct {
		stateFlag

		Serve serveVerb `cmd:""`
	}
	parser, err := kong.New(&v, kong.Resolvers(set))
	if err != nil {
		t.Fatal(err)
	}
	_, err = parser.Parse(args)
	return v.Serve, err
}

func TestAFlagGoesBeforeTheEnvironmentAndThatBeforeTheFile(t *testing.T) {
	const file = "accede: settings/1\nrecord: rec\naddr: 127.0.0.1:1\napi-rate: 5\napi-burst: 6\nno-flags: true\nheader-within: 3s\n"
	env := map[string]string{"ACCEDE_API_RATE": "7", "ACCEDE_API_BURST": "8", "ACCEDE_ADDR": "127.0.0.1:2"}
	v, err := settledAs(t, file, env, "--api-burst", "9")
	if err != nil {
		t.Fatal(err)
	}
	if v.Record != "rec" || v.Addr != "127.0.0.1:2" || v.Rate != 7 || v.Burst != 9 || !v.NoFlags || v.HeaderWithin.String() != "3s" || v.Streams != 1000 {
		t.Errorf("record %q, addr %q, rate %d, burst %d, no flags %v, header within %v, streams %d; want rec, 127.0.0.1:2 and 7 of the environment, 9 of the flag, true and 3s of the file, 1000 by default",
			v.Record, v.Addr, v.Rate, v.Burst, v.NoFlags, v.HeaderWithin, v.Streams)
	}
	v, err = settledAs(t, "", map[string]string{"ACCEDE_RECORD": "other"})
	if err != nil || v.Record != "other" || v.Addr != "127.0.0.1:8418" {
		t.Errorf("without a file: record %q, addr %q, %v, want other and the default", v.Record, v.Addr, err)
	}
}

func TestSettingsThatAreNoneAreRefusedWithTheirPlace(t *testing.T) {
	for _, c := range []struct{ file, want string }{
		{"accede: settings/1\nrecord: rec\nadr: 127.0.0.1:1\n", "accede.yaml:3:1: serve has no flag --adr; did you mean addr?"},
		{"accede: settings/1\nrecord: rec\npassword: x\n", "accede.yaml:3:1: serve has no flag --password"},
		{"record: rec\n", "the settings begin with accede: settings/1"},
		{"accede: settings/2\nrecord: rec\n", "the settings begin with accede: settings/1"},
		{"accede: settings/1\nrecord: [a, b]\n", "accede.yaml:2:9: a text, a number, true or false is wanted"},
		{"accede: settings/1\nrecord: rec\napi-rate: many\n", "api-rate"},
		{"accede: settings/1\nrecord: rec\nrecord: rec\n", "accede.yaml:3:1"},
	} {
		_, err := settledAs(t, c.file, nil)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("settings %q: %v, want %q", c.file, err, c.want)
		}
	}
}
