package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain lets scripts, and tests that need a process of their own, run this binary as accede.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"accede": main, "submitter": submitter})
}

// TestScripts runs the command line as scripts tell it. UPDATE=1 rewrites what they expect.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("testdata", "script"),
		UpdateScripts:       os.Getenv("UPDATE") != "",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"exits": wantExit,
			"spoil": spoil,
		},
	})
}
