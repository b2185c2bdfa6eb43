package web

import (
	"net/url"
	"regexp"
	"slices"
)

// copied takes from a page what needs a server: the choice of a language and of flags.
func (f *frame) copied() { f.Copy, f.Langs, f.Flags = true, nil, nil }

var (
	// needsServer are pages on which something is asked, worked out or handed in.
	needsServer = regexp.MustCompile(`^/d/[^/]+/(act|desk/(hold|packages|forecast)|rule/power)(/|\.json$|$)|^/(enclosed|sign-in|search|people|letters|me|rehearsal|events|healthz|readyz|sign|invitation|receipt)(/|$)`)
	// ofADay are the pages that a copy has for each day on which something happened.
	ofADay = regexp.MustCompile(`^/d/[^/]+/(status\.json)?$`)
	// choices are the queries by which a page shows the same otherwise, out of a list that ends.
	choices = []string{"show", "for", "sort", "order", "view", "stage", "after"}
)

// Copied says whether the page at an address can stand in a copy that no server answers for: pages that only show,
// under at most one choice, and of days gone by the overview alone.
func Copied(u *url.URL) bool {
	if needsServer.MatchString(u.Path) {
		return false
	}
	q := u.Query()
	if len(q) == 0 {
		return true
	}
	for name, values := range q {
		if len(q) > 1 || len(values) > 1 {
			return false
		}
		if name == "as-of" {
			return ofADay.MatchString(u.Path)
		}
		return slices.Contains(choices, name)
	}
	return false
}
