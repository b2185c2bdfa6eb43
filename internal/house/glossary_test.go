package house

import (
	"bytes"
	"fmt"
	"go/ast"
	"path"
	"regexp"
	"strings"
	"testing"
)

var (
	// codeColumn is the second column of a row of a table of three or more.
	codeColumn = regexp.MustCompile(`(?m)^\|[^|\n]*\|([^|\n]*)\|`)
	goName     = regexp.MustCompile("`([a-z]+)\\.([A-Z][A-Za-z]*)`")
	required   = regexp.MustCompile(`(?m)^(?:require )?\t?([a-z0-9.-]+\.[a-z]+/\S+) v\S+`)
)

// declared answers every name that is exported at package level, as package.Name, by the last part of the path.
func declared(t *tree) map[string]bool {
	names := map[string]bool{}
	for _, f := range t.product() {
		for _, n := range exported(f.syntax) {
			if !strings.Contains(n.name, ".") {
				names[path.Base(f.dir)+"."+n.name] = true
			}
		}
	}
	return names
}

// lostWords finds names of the glossary that the code does not have.
func lostWords(t *tree) []fault {
	var faults []fault
	names := declared(t)
	text := string(t.texts["doc/glossary.md"])
	for _, row := range codeColumn.FindAllStringSubmatchIndex(text, -1) {
		for _, m := range goName.FindAllStringSubmatch(text[row[2]:row[3]], -1) {
			if !names[m[1]+"."+m[2]] {
				faults = append(faults, fault{at("doc/glossary.md", text, row[2]), fmt.Sprintf("the code has no %s.%s", m[1], m[2])})
			}
		}
	}
	return faults
}

func TestTheGlossaryNamesWhatIsInTheCode(t *testing.T) { tell(t, lostWords(house(t))) }

func TestAWordThatTheCodeHasLostIsCaught(t *testing.T) {
	tree := plant(t,
		"doc/glossary.md", "| Term | In code | Means |\n|---|---|---|\n| roll | `body.Roll`, `body.Lost` | A list, unlike `body.Set`. |\n| act | `act.act` | |\n",
		"body/a.go", "package body\n\ntype Roll struct{}\n",
	)
	catches(t, lostWords(tree), "doc/glossary.md:3")
}

// licences finds modules that are required and folders that are embedded whose licence is not told.
func licences(t *tree) []fault {
	var faults []fault
	told := string(t.texts["doc/licences.md"])
	for _, m := range required.FindAllSubmatch(t.texts["go.mod"], -1) {
		if !strings.Contains(told, "| `"+string(m[1])+"`") {
			faults = append(faults, fault{"go.mod", fmt.Sprintf("%s is not in doc/licences.md", m[1])})
		}
	}
	for _, f := range t.product() {
		for _, group := range f.syntax.Comments {
			faults = append(faults, t.unlicensed(f, group, told)...)
		}
	}
	return faults
}

// written are the endings of embedded files that are written here.
var written = []string{".yaml", ".json", ".css", ".js", ".svg", ".md", ".txt", ".csv"}

// unlicensed finds what a file embeds and doc/licences.md does not tell, unless it is written here.
func (t *tree) unlicensed(f *source, group *ast.CommentGroup, told string) []fault {
	var faults []fault
	for _, c := range group.List {
		patterns, ok := strings.CutPrefix(c.Text, "//go:embed ")
		if !ok {
			continue
		}
		for pattern := range strings.FieldsSeq(patterns) {
			for name := range t.names {
				in := path.Join(f.dir, pattern)
				if ok, _ := path.Match(in, name); !ok && !strings.HasPrefix(name, in+"/") || t.names[name].IsDir() || isWritten(t, name) {
					continue
				}
				if !strings.Contains(told, "`"+name+"`") && !strings.Contains(told, "`"+path.Dir(name)+"`") {
					faults = append(faults, t.fault(c.Pos(), "%s is embedded and not in doc/licences.md", name))
				}
			}
		}
	}
	return faults
}

// isWritten says whether a file can have been written here: it is text in one of our formats.
func isWritten(t *tree, name string) bool {
	text, ok := t.texts[name]
	return ok && bytes.IndexByte(text, 0) < 0 && strings.Contains(strings.Join(written, " ")+" ", path.Ext(name)+" ")
}

func TestTheLicenceOfEverythingOfOthersIsTold(t *testing.T) { tell(t, licences(house(t))) }

func TestSomethingOfOthersWithoutItsLicenceIsCaught(t *testing.T) {
	tree := plant(t,
		"doc/licences.md", "| `example.org/told` | MIT |\n| font | `web/fonts` | OFL |\n",
		"go.mod", "module accede\n\nrequire (\n\texample.org/told v1.0.0\n\texample.org/silent v1.0.0 // indirect\n)\n",
		"web/fonts/a.woff2", "\x00", "web/images/b.png", "\x00", "web/style.css", "a{}",
		"web/a.go", "package web\n\nimport _ \"embed\"\n\n//go:embed fonts/*.woff2 images style.css\nvar files string\n",
	)
	catches(t, licences(tree), "go.mod", "web/a.go:5")
}
