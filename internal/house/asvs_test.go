package house

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// asvsRows is how many requirements of levels 1 and 2 the standard has in version 5.0.0.
const asvsRows = 253

func TestEveryRowOfTheSecurityStandardIsAnsweredAndItsTestsAreThere(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("..", "..", "doc", "asvs.md"))
	if err != nil {
		t.Fatal(err)
	}
	tests := map[string]bool{}
	named := regexp.MustCompile(`(?m)^func (Test\w+)\(`)
	for _, f := range house(t).files {
		if !f.test {
			continue
		}
		for _, m := range named.FindAllStringSubmatch(string(f.text), -1) {
			tests[m[1]] = true
		}
	}
	rows := map[string]bool{}
	for _, m := range regexp.MustCompile(`(?m)^\| (\d+\.\d+\.\d+) \| (.*) \|$`).FindAllStringSubmatch(string(data), -1) {
		number, answer := m[1], m[2]
		if rows[number] {
			t.Errorf("%s stands there twice", number)
		}
		rows[number] = true
		for _, name := range regexp.MustCompile("`(Test[^`]*)`").FindAllStringSubmatch(answer, -1) {
			if !tests[name[1]] {
				t.Errorf("%s names %s, which is no test of this tree", number, name[1])
			}
		}
		why, reason := false, ""
		for _, kind := range []string{"held without a test: ", "not applicable: ", "open: "} {
			if rest, ok := strings.CutPrefix(answer, kind); ok {
				why, reason = true, rest
			}
		}
		if !strings.HasPrefix(answer, "`Test") && (!why || reason == "") {
			t.Errorf("%s is answered %q, want a test, or why there is none", number, answer)
		}
	}
	if len(rows) != asvsRows {
		t.Errorf("%d requirements are answered, want %d", len(rows), asvsRows)
	}
}
