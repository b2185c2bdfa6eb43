package house

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// listOfSources is the file in which every tag of the law is listed, in the first column of a table: `VCLT`.
const listOfSources = "doc/sources.md"

var (
	listed   = regexp.MustCompile("(?m)^\\| `([^`]+)` \\|")
	bracket  = regexp.MustCompile(`\[([^\]\[]+)\]`)
	numbered = regexp.MustCompile(` .*([0-9]|\b[IVXLC]+\b)`)
	// further is the rest of a citation after a comma: a number, a letter in brackets, a small word, a Roman number.
	further = regexp.MustCompile(`^([0-9(§a-z]|[IVXLC]+\b)`)
	lawKey  = regexp.MustCompile(`(?m)(?:^|[\s{,-])law:[ \t]*(\[[^\]]*\]|(?:\n[ \t]*- [^\n]*)+)`)
	item    = regexp.MustCompile(`"([^"]*)"|'([^']*)'|(?:- )?([^\[\],\n"']+)`)
)

// tags answers the tags that the list of sources has, and faults where one is listed twice.
func tags(t *tree) ([]string, []fault) {
	var known []string
	var faults []fault
	for _, m := range listed.FindAllSubmatch(t.texts[listOfSources], -1) {
		tag := string(m[1])
		if slices.Contains(known, tag) {
			faults = append(faults, fault{listOfSources, tag + " is listed twice"})
		}
		known = append(known, tag)
	}
	if len(known) == 0 {
		faults = append(faults, fault{listOfSources, "lists no tag"})
	}
	return known, faults
}

// cites says whether a citation begins with a known tag.
func cites(known []string, citation string) bool {
	return slices.ContainsFunc(known, func(tag string) bool {
		rest, ok := strings.CutPrefix(citation, tag)
		return ok && (rest == "" || strings.HasPrefix(rest, " "))
	})
}

// strangers finds citations of what the list does not have: in Go comments and law cases in brackets, in charters
// under the key law.
func strangers(t *tree) []fault {
	known, faults := tags(t)
	for _, f := range t.files {
		for _, group := range f.syntax.Comments {
			for _, c := range group.List {
				faults = append(faults, unknown(known, f.path, t.fset.Position(c.Pos()).Line, inBrackets(known, c.Text))...)
			}
		}
	}
	for _, name := range t.texted() {
		text := string(t.texts[name])
		switch {
		case strings.HasPrefix(name, "charters/"):
			faults = append(faults, unknown(known, name, 1, underLaw(text))...)
		case strings.HasPrefix(name, "testdata/law/"), name == "doc/glossary.md":
			faults = append(faults, unknown(known, name, 1, inBrackets(known, text))...)
		}
	}
	return faults
}

// citation is one piece of a text that cites, and the line it stands on, counted from 0.
type citation struct {
	text string
	line int
}

// unknown answers a fault for each citation that begins with no known tag.
func unknown(known []string, name string, first int, found []citation) []fault {
	var faults []fault
	for _, c := range found {
		if !cites(known, c.text) {
			faults = append(faults, fault{fmt.Sprintf("%s:%d", name, first+c.line), fmt.Sprintf("%q: no such tag in %s", c.text, listOfSources)})
		}
	}
	return faults
}

// inBrackets answers what a text cites in square brackets. A citation begins with a capital, and has a blank and then
// a number: [UN Charter 4(2), ICJ 1950], [TEU 16(4): 55 %]. So it is neither a name of Go nor a link.
func inBrackets(known []string, text string) []citation {
	var found []citation
	for _, m := range bracket.FindAllStringSubmatchIndex(text, -1) {
		inside, _, _ := strings.Cut(text[m[2]:m[3]], ": ")
		link := m[1] < len(text) && text[m[1]] == '('
		if link || inside[0] < 'A' || inside[0] > 'Z' || !numbered.MatchString(inside) {
			continue
		}
		line := strings.Count(text[:m[0]], "\n")
		for _, part := range strings.FieldsFunc(whole(known, flat(inside)), func(r rune) bool { return r == ',' || r == ';' }) {
			if part = strings.TrimSpace(part); len(found) == 0 || !further.MatchString(part) {
				found = append(found, citation{strings.ReplaceAll(part, joint, ","), line})
			}
		}
	}
	return found
}

// joint stands for a comma inside a tag while citations are parted at commas.
const joint = "\x00"

// whole answers a text in which tags that have commas, such as those with several authors, cannot be parted.
func whole(known []string, text string) string {
	for _, tag := range known {
		text = strings.ReplaceAll(text, tag, strings.ReplaceAll(tag, ",", joint))
	}
	return text
}

// underLaw answers what a charter cites under its keys law: lists on one line or on several.
func underLaw(text string) []citation {
	var found []citation
	for _, m := range lawKey.FindAllStringSubmatchIndex(text, -1) {
		for _, i := range item.FindAllStringSubmatchIndex(text[m[2]:m[3]], -1) {
			value := ""
			for g := 2; g < len(i); g += 2 {
				if i[g] >= 0 {
					value = strings.TrimSpace(text[m[2]+i[g] : m[2]+i[g+1]])
				}
			}
			if value = strings.TrimPrefix(value, "- "); value != "" {
				found = append(found, citation{value, strings.Count(text[:m[2]+i[0]], "\n")})
			}
		}
	}
	return found
}

func TestEveryLawThatIsCitedIsListed(t *testing.T) { tell(t, strangers(house(t))) }

func TestALawThatIsNotListedIsCaught(t *testing.T) {
	tree := plant(t,
		"doc/sources.md", "| Tag | Name |\n|---|---|\n| `UN Charter` | Charter |\n| `ICJ` | Court |\n| `WTO` | Agreement |\n| `Ann, Ben 1999` | A book |\n",
		"rule/a.go", `package rule

// Two organs decide [UN Charter 4(2), ICJ 1950]; see [Find], [body.Roll] and [the text](https://example.org/2).
// Nobody objects [WTO IX:1, note 1; Ann, Ben 1999]. A set is written [T any] or [A, B].
//
// Where it says nothing, treaties do [VCLT 76(2): impartially].
const a = 1 // [UN Charters 4]
`,
		"charters/a.yaml", "law: [UN Charter 4(2), \"WTO IX:1, note 1\", GA rule 86]\nprocedures:\n  a:\n    law:\n      - ICJ 1948\n      - OSCE annex 1(A)\n  b: {law: [TEU 49], rule: x}\n",
		"testdata/law/a.txt", "# Carried [UN Charter 27(3)]. Not carried [LoN 1(2)].\n",
	)
	catches(t, strangers(tree), "rule/a.go:6", "rule/a.go:7", "charters/a.yaml:1", "charters/a.yaml:6", "charters/a.yaml:7", "testdata/law/a.txt:1")
}
