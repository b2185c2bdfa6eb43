// Package charters carries the charters of real bodies, ready to be printed, read and kept records under.
//
// It knows their files and nothing else. It refuses to know whether a body has changed its rules since: every fact
// in a charter names its source or says that it has none, and a record keeps the charter it was begun with.
package charters

import (
	"embed"
	"fmt"
	"slices"
	"strings"

	"accede/body"
)

//go:embed *.yaml
var files embed.FS

const suffix = ".yaml"

// Names answers the names of all charters, sorted.
func Names() []string {
	entries, err := files.ReadDir(".")
	if err != nil {
		panic("charters: the files that were built in cannot be listed")
	}
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = strings.TrimSuffix(e.Name(), suffix)
	}
	slices.Sort(names) // the files are sorted with their suffix, which sorts un-x before un
	return names
}

// Text answers the file of a charter as it is written, and whether there is one of that name. The bytes are the
// caller's own.
func Text(name string) ([]byte, bool) {
	if strings.ContainsAny(name, `/\`) {
		return nil, false
	}
	text, err := files.ReadFile(name + suffix)
	return text, err == nil
}

// Read answers a charter by name. Each call reads the file anew, so that the charter is the caller's own. The error
// of a name that is not among Names says so; the tests make sure that every other name can be read.
func Read(name string) (*body.Charter, error) {
	text, ok := Text(name)
	if !ok {
		return nil, fmt.Errorf("read charter %q: there is none of that name; the names are: %s", name, strings.Join(Names(), ", "))
	}
	c, err := body.ReadCharter(name+suffix, text)
	if err != nil {
		return nil, fmt.Errorf("read charter %q: %w", name, err)
	}
	return c, nil
}
