package web

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// drawn is where each drawing is seen: on which pages of the case of 2022, which does not change.
func drawn() map[string][]string {
	return map[string][]string{
		"hemicycle-line-tree": {"/d/fi/?as-of=2022-06-21", "/d/fi/?as-of=2022-06-28"},
		"chart":               {"/d/fi/?as-of=2022-07-20"},
		"meters":              {"/?as-of=2022-06-21", "/d/fi/way/?as-of=2022-06-21"},
		"strip":               {"/d/fi/positions/tr/?as-of=2022-06-21"},
		"count-map":           {"/d/fi/ratification/?as-of=2022-10-20"},
		"power":               {"/d/fi/rule/power/?as-of=2022-06-21"},
		"desk":                {"/d/fi/desk/?as-of=2022-06-21", "/d/fi/desk/?as-of=2022-09-28"},
		"states":              {"/d/fi/desk/hold/?as-of=2022-06-21"},
		"wall":                {"/wall/fi?as-of=2022-06-21"},
		"talks":               {"/d/fi/talks/?as-of=2022-06-21"},
	}
}

// Every drawing is what it was. After a change of a drawing look at it, and write the file anew with UPDATE=1; what has
// changed can then be read in the difference. A drawing of more than 20,000 bytes, which is a map, is kept as its hash.
func TestEveryDrawingIsWhatItWas(t *testing.T) {
	svg := regexp.MustCompile(`(?s)<svg\b.*?</svg>`)
	small := regexp.MustCompile(`^<svg class="(g|flag)[ "]|^<svg width="30" height="18"|^<svg width="13" height="13"`) // glyphs, flags, the sign of the house and that of the search
	for name, paths := range drawn() {
		var got strings.Builder
		for _, path := range paths {
			page := get(t, pagesOf(t, nato(t)), path).Body.String()
			fmt.Fprintf(&got, "<!-- %s -->\n", path)
			for _, m := range svg.FindAllString(page, -1) {
				switch {
				case small.MatchString(m):
				case len(m) > 20_000:
					fmt.Fprintf(&got, "<!-- %d bytes, SHA-256 %x -->\n", len(m), sha256.Sum256([]byte(m)))
				default:
					got.WriteString(strings.ReplaceAll(m, "><", ">\n<") + "\n")
				}
			}
		}
		if !strings.Contains(got.String(), "<svg") {
			t.Errorf("%s: nothing is drawn", name)
		}
		file := filepath.Join("testdata", "drawings", name+".svg.txt")
		if os.Getenv("UPDATE") != "" {
			if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, []byte(got.String()), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got.String()); diff != "" {
			t.Errorf("%s has changed (-was +is):\n%s", name, diff)
		}
	}
}
