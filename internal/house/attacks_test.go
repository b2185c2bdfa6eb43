package house

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// attacks is how many ways of attacking a record are written down.
const attacks = 35

func TestEveryAttackHasItsTestsAndTheyAreThere(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("..", "..", "doc", "trust-figures.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range attackRows(house(t), string(data)) {
		t.Error(f)
	}
}

// attackRows answers what is wrong with the table of attacks.
func attackRows(tree *tree, text string) (wrong []string) {
	return numberedRows(tree, text, "## Attacks and their tests", "attack", attacks)
}

// numberedRows answers what is wrong with a table under a heading, of so many things of one sort that each have a number
// and name the tests that hold them.
func numberedRows(tree *tree, text, heading, what string, count int) (wrong []string) {
	tests := testNames(tree)
	_, table, _ := strings.Cut(text, heading)
	table, _, _ = strings.Cut(table, "\n## ")
	seen := map[int]bool{}
	for _, m := range regexp.MustCompile(`(?m)^\| (\d+) [^|]+ \| (.*) \|$`).FindAllStringSubmatch(table, -1) {
		number, err := strconv.Atoi(m[1])
		if err != nil || number < 1 || number > count || seen[number] {
			wrong = append(wrong, fmt.Sprintf(what+" %s: there is none of that number, or it stands there twice", m[1]))
		}
		seen[number] = true
		named := 0
		for _, name := range regexp.MustCompile("`([^`]*)`").FindAllStringSubmatch(m[2], -1) {
			target, isTarget := strings.CutPrefix(name[1], "make ")
			switch {
			case isTarget && strings.Contains(string(tree.texts["Makefile"]), "\n"+target+":"):
			case tests[name[1]]:
			default:
				wrong = append(wrong, fmt.Sprintf(what+" %s names %s, which is no test of this tree and no target of the Makefile", m[1], name[1]))
			}
			named++
		}
		if named == 0 {
			wrong = append(wrong, fmt.Sprintf(what+" %s has no test", m[1]))
		}
	}
	for n := 1; n <= count; n++ {
		if !seen[n] {
			wrong = append(wrong, fmt.Sprintf(what+" %d is not in the table", n))
		}
	}
	return wrong
}

// testNames answers the names of all tests of a tree.
func testNames(tree *tree) map[string]bool {
	tests := map[string]bool{}
	named := regexp.MustCompile(`(?m)^func (Test\w+)\(`)
	for _, f := range tree.files {
		if f.test {
			for _, m := range named.FindAllStringSubmatch(string(f.text), -1) {
				tests[m[1]] = true
			}
		}
	}
	return tests
}

func TestAnAttackWithoutATestIsCaught(t *testing.T) {
	tree := plant(t, "a/a_test.go", "package a\n\nfunc TestThere(t *testing.T) {}\n")
	tree.texts["Makefile"] = []byte("\nthere:\n")
	wrong := attackRows(tree, "## Attacks and their tests\n| 1 one | `TestThere` `make there` |\n| 2 two | `TestGone` |\n| 3 three | nothing |\n| 3 again | `TestThere` |\n")
	for _, want := range []string{"attack 2 names TestGone", "attack 3 has no test", "attack 3: there is none of that number, or it stands there twice", "attack 35 is not in the table"} {
		if !slices.ContainsFunc(wrong, func(w string) bool { return strings.Contains(w, want) }) {
			t.Errorf("%q is not among what is wrong: %q", want, wrong)
		}
	}
	if slices.ContainsFunc(wrong, func(w string) bool { return strings.Contains(w, "attack 1 ") }) {
		t.Errorf("the first attack has its tests: %q", wrong)
	}
}

// What verifies a record leans on the standard library and on the tree and the notes of golang.org/x/mod. Charters are
// written in YAML, and files of acts may be JSON: the two libraries that read these are the only others beneath it.
func TestTheVerifiersCoreLeansOnTheStandardLibraryAndModAlone(t *testing.T) {
	tree := house(t)
	for _, core := range []struct {
		pkg  string
		more []string
	}{
		{"ledger", nil},
		{"internal/verifier", nil},
		{"dossier", []string{"go.yaml.in/yaml/v4", "github.com/go-json-experiment/json/jsontext"}},
		{"act/signature", []string{"go.yaml.in/yaml/v4", "github.com/go-json-experiment/json/jsontext"}}, // by the dates of form alone
	} {
		for _, got := range beneath(tree, core.pkg) {
			if !strings.HasPrefix(got, "golang.org/x/mod/sumdb/") && !slices.Contains(core.more, got) {
				t.Errorf("%s leans on %s", core.pkg, got)
			}
		}
	}
}

// beneath answers the packages of other modules that a package imports, by itself or through ours.
func beneath(tree *tree, pkg string) []string {
	var others []string
	seen := map[string]bool{}
	var walk func(dir string)
	walk = func(dir string) {
		if seen[dir] {
			return
		}
		seen[dir] = true
		for _, f := range tree.product() {
			if f.dir != dir {
				continue
			}
			for _, i := range f.syntax.Imports {
				path := strings.Trim(i.Path.Value, `"`)
				own, isOwn := strings.CutPrefix(path, module+"/")
				first, _, _ := strings.Cut(path, "/")
				switch {
				case isOwn:
					walk(own)
				case strings.Contains(first, ".") && !slices.Contains(others, path):
					others = append(others, path)
				}
			}
		}
	}
	walk(pkg)
	if len(seen) == 0 || !fs.ValidPath(pkg) {
		return []string{"nothing: there is no package " + pkg}
	}
	return others
}
