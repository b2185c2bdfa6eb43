// Package cases carries the acts of real cases, ready to be imported into a record.
//
// It knows their files and nothing else. It refuses to know whether what they report is true: every act in them names
// its source, or says that it has none.
package cases

import (
	"embed"
	"slices"
	"strings"
)

//go:embed *.yaml
var files embed.FS

const suffix = ".yaml"

// Names answers the names of all cases, sorted.
func Names() []string {
	entries, err := files.ReadDir(".")
	if err != nil {
		panic("cases: the files that were built in cannot be listed")
	}
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = strings.TrimSuffix(e.Name(), suffix)
	}
	slices.Sort(names)
	return names
}

// Text answers the file of a case as it is written, in the format acts/1, and whether there is one of that name. The
// bytes are the caller's own.
func Text(name string) ([]byte, bool) {
	if strings.ContainsAny(name, `/\`) {
		return nil, false
	}
	text, err := files.ReadFile(name + suffix)
	return text, err == nil
}
