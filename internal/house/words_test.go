package house

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// banned are what no text of the tree may hold. They are put together here so that this file does not hold them.
var banned = []struct {
	pattern *regexp.Regexp
	why     string
}{
	{
		regexp.MustCompile(`\b(` + strings.Join([]string{"TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"}, "|") + `)\b`),
		"do it, or write an issue",
	},
	{
		regexp.MustCompile(`(^|[\s"'(=:` + "`" + `])/` + `(work|home|root|tmp|Users|var/folders)/`),
		"a path of one machine: make it relative, or ask for it",
	},
	{
		regexp.MustCompile(`[A-Za-z]:\\` + `Users`),
		"a path of one machine: make it relative, or ask for it",
	},
	{
		regexp.MustCompile(`(?i)\bnot implemented\b|panic\("un` + `implemented`),
		"a stub: leave it out until it does something",
	},
}

// bannedWords finds them, in Go and in every other text but the licence's, which is not ours to word.
func bannedWords(t *tree) []fault {
	var faults []fault
	for _, f := range t.files {
		faults = append(faults, bannedIn(f.path, f.text)...)
	}
	for _, name := range t.texted() {
		if name != "LICENSE" && !strings.HasSuffix(name, ".sum") {
			faults = append(faults, bannedIn(name, t.texts[name])...)
		}
	}
	return faults
}

// texted answers the paths of the texts that are not Go, in order.
func (t *tree) texted() []string {
	var names []string
	for name := range t.texts {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// bannedIn finds them in one text.
func bannedIn(name string, text []byte) []fault {
	var faults []fault
	for i, line := range bytes.Split(text, []byte("\n")) {
		for _, b := range banned {
			if m := b.pattern.Find(line); m != nil {
				faults = append(faults, fault{fmt.Sprintf("%s:%d", name, i+1), fmt.Sprintf("%q: %s", m, b.why)})
			}
		}
	}
	return faults
}

func TestNoTextPutsOffWorkOrKnowsAMachine(t *testing.T) { tell(t, bannedWords(house(t))) }

func TestABannedWordIsCaught(t *testing.T) {
	tree := plant(t,
		"game/a.go", "package game\n\n// TO"+"DO: count.\nconst path = \"/ho"+"me/ann/record\"\n",
		"doc/a.md", "Keep it in /var/lib/accede.\nSee /wo"+"rk/notes.\n",
		"LICENSE", "XX"+"X\n",
	)
	catches(t, bannedWords(tree), "game/a.go:3", "game/a.go:4", "doc/a.md:2")
}
