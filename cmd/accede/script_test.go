package main

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain lets scripts, and tests that need a process of their own, run this binary as accede.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"accede": main, "submitter": submitter, "accede-at": accedeAt})
}

// TestScripts runs the command line as scripts tell it. UPDATE=1 rewrites what they expect.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("testdata", "script"),
		UpdateScripts:       os.Getenv("UPDATE") != "",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"exits":   wantExit,
			"spoil":   spoil,
			"capture": capture,
			"gone":    gone,
			"older":   older,
		},
	})
}

// capture NAME REGEXP keeps what the group of an expression matches in the last output, as a variable of the script.
func capture(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: capture NAME REGEXP")
	}
	found := regexp.MustCompile(args[1]).FindStringSubmatch(ts.ReadFile("stdout"))
	if len(found) != 2 {
		ts.Fatalf("%s matches nothing in the last output, or has not one group", args[1])
	}
	ts.Setenv(args[0], found[1])
}
