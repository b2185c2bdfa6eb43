package house

import (
	"go/ast"
	"go/token"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"accede/dossier"
)

// refusals finds refusals made without a code, with a code that no clause has, or with another number of values than its
// clause has arguments; and clauses that nothing refuses by.
func refusals(t *tree, clauses []dossier.Clause) []fault {
	args := map[string]int{}
	for _, c := range clauses {
		args[string(c.Code)] = len(c.ArgNames())
	}
	var faults []fault
	used := map[string]bool{}
	for _, f := range t.product() {
		ast.Inspect(f.syntax, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CompositeLit:
				name := typeText(n.Type)
				own := f.dir == "dossier" && name == "Refusal"
				if (own || name == "dossier.Refusal") && f.path != "dossier/refusal.go" && !names(n, "Code") {
					faults = append(faults, t.fault(n.Pos(), "a refusal without a code: make it by its clause"))
				}
			case *ast.CallExpr:
				code, values, calls := refusing(f, n)
				if !calls {
					break
				}
				want, known := args[code]
				used[code] = true
				switch {
				case code == "":
					faults = append(faults, t.fault(n.Pos(), "the code of a refusal is written where it is made"))
				case !known:
					faults = append(faults, t.fault(n.Pos(), "no clause has the code %q", code))
				case values != want:
					faults = append(faults, t.fault(n.Pos(), "the clause %q has %d arguments, and is given %d", code, want, values))
				}
			}
			return true
		})
	}
	for _, code := range slices.Sorted(maps.Keys(args)) {
		if !used[code] {
			faults = append(faults, fault{"dossier/clauses.go", strconv.Quote(code) + " refuses nothing: leave it out"})
		}
	}
	return faults
}

// names says whether a composite literal gives a field by its name.
func names(n *ast.CompositeLit, field string) bool {
	return slices.ContainsFunc(n.Elts, func(e ast.Expr) bool {
		kv, ok := e.(*ast.KeyValueExpr)
		return ok && typeText(kv.Key) == field
	})
}

// refusing answers the code and the number of values of a call that makes a refusal. The functions that hand a code on are
// not asked.
func refusing(f *source, n *ast.CallExpr) (code string, values int, calls bool) {
	at := 0
	switch name := typeText(n.Fun); {
	case f.path == "dossier/refusal.go":
		return "", 0, false
	case name == "dossier.Refuse", f.dir == "dossier" && (name == "refuse" || name == "Refuse"):
		values = len(n.Args) - 1
	case f.dir == "dossier" && name == "refusalOf":
		at, values = 1, 1
	default:
		return "", 0, false
	}
	if lit, ok := n.Args[at].(*ast.BasicLit); ok && lit.Kind == token.STRING {
		code, _ = strconv.Unquote(lit.Value)
	}
	return code, values, true
}

func TestEveryRefusalIsMadeByAClause(t *testing.T) { tell(t, refusals(house(t), dossier.Clauses())) }

func TestARefusalWithoutItsClauseIsCaught(t *testing.T) {
	tree := plant(t,
		"dossier/a.go", "package dossier\n\nfunc a(code Code) {\n\trefuse(\"b\")\n\trefuse(\"a\")\n\trefuse(code)\n\t_ = &Refusal{Text: \"a\"}\n}\n",
		"internal/web/a.go", "package web\n\nimport \"accede/dossier\"\n\nfunc a() {\n\t_ = dossier.Refuse(\"a\", 1)\n\t_ = dossier.Refusal{Code: \"a\"}\n}\n",
	)
	catches(t, refusals(tree, []dossier.Clause{{Code: "a", Text: "{n:number} is one"}, {Code: "c"}}),
		"dossier/a.go:4", "dossier/a.go:5", "dossier/a.go:6", "dossier/a.go:7", "dossier/clauses.go")
}

// The table is where a reader of the API finds what a code means.
func TestTheDocumentListsEveryCode(t *testing.T) {
	_, text, _ := strings.Cut(string(house(t).texts["doc/refusals.md"]), "| Code |")
	for _, c := range dossier.Clauses() {
		if row := refusalRow(c); !strings.Contains(text, row) {
			t.Errorf("doc/refusals.md lacks the row\n%s", row)
		}
	}
	if got, want := strings.Count(text, "\n| `"), len(dossier.Clauses()); got != want {
		t.Errorf("doc/refusals.md has %d codes, want %d", got, want)
	}
}

// refusalRow answers the row of a clause.
func refusalRow(c dossier.Clause) string {
	args := make([]string, len(c.ArgNames()))
	for i, a := range c.ArgNames() {
		args[i] = a.Name + ": " + string(a.Kind)
	}
	text := c.Text
	for _, a := range c.ArgNames() {
		for _, how := range []string{"", ":q", ":-"} {
			text = strings.ReplaceAll(text, "{"+a.Name+":"+string(a.Kind)+how+"}", map[string]string{"": "*" + a.Name + "*", ":q": "“*" + a.Name + "*”", ":-": ""}[how])
		}
	}
	return "| `" + string(c.Code) + "` | " + text + " | " + strings.Join(args, ", ") + " |\n"
}
