package main

import (
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
)

// versionVerb prints what this program is.
type versionVerb struct {
	JSON bool `name:"json" help:"Print JSON."`
}

// Help is shown by --help.
func (versionVerb) Help() string { return "Example: accede version --json" }

// versionInfo is the output of version --json.
type versionInfo struct {
	Version  string `json:"version"`
	Revision string `json:"revision"`
	Go       string `json:"go"`
	System   string `json:"system"`
}

// Run carries the verb out.
func (v *versionVerb) Run(s *session) error {
	info := versionNow()
	if v.JSON {
		return s.printJSON(info)
	}
	fmt.Fprintf(s.stdout, "accede %s (%s, %s)\n", info.Version, info.Go, info.System)
	return nil
}

// releaseNow answers the program as exactly as can be told: its version, and a hash of its file; empty where that cannot be
// read. Two builds of one version may fold otherwise while one of them is worked on.
func releaseNow() string {
	file, err := os.Executable()
	if err != nil {
		return ""
	}
	f, err := os.Open(file)
	if err != nil {
		return ""
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return ""
	}
	return fmt.Sprintf("%s %x", versionNow().Version, h.Sum(nil))
}

// versionNow reads what the build left in the program.
func versionNow() versionInfo {
	info := versionInfo{Version: "(devel)", Go: runtime.Version(), System: runtime.GOOS + "/" + runtime.GOARCH}
	build, ok := debug.ReadBuildInfo()
	if !ok {
		return info
	}
	if v := build.Main.Version; v != "" {
		info.Version = v
	}
	for _, s := range build.Settings {
		if s.Key == "vcs.revision" {
			info.Revision = s.Value
		}
	}
	return info
}
