package house

import (
	"go/ast"
	"go/token"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// law are the packages that decide, or say what would be decided. They are told the time, count in whole numbers and
// answer the same to the same.
var law = []string{
	"form", "canon", "game", "layers", "body", "rule", "pledge", "act", "dossier", "ledger", "charters", "charters/cases", "power", "whatif/...",
}

// lawful says whether a package is one of them. Those called approx are not: they round, and say so.
func lawful(dir string) bool {
	return path.Base(dir) != "approx" && slices.ContainsFunc(law, func(p string) bool { return matches(p, dir) })
}

// forbidden are the names that the law must not use, and what to do instead. The import order already keeps out
// whole packages; these are the parts of allowed ones.
var forbidden = map[string]string{
	"time.Now":            "take the time as an argument",
	"time.Since":          "take both times as arguments",
	"time.Until":          "take both times as arguments",
	"time.After":          "answer when something is due; the depositary waits",
	"time.AfterFunc":      "answer when something is due; the depositary waits",
	"time.Tick":           "answer when something is due; the depositary waits",
	"time.NewTimer":       "answer when something is due; the depositary waits",
	"time.NewTicker":      "answer when something is due; the depositary waits",
	"time.Sleep":          "answer when something is due; the depositary waits",
	"time.LoadLocation":   "use body.LoadZone: the zones in the program are the same for everybody",
	"time.Local":          "name the zone; the machine's own is nobody's law",
	"fmt.Print":           "answer the text; a face prints it",
	"fmt.Printf":          "answer the text; a face prints it",
	"fmt.Println":         "answer the text; a face prints it",
	"fmt.Scan":            "be handed the text",
	"fmt.Scanf":           "be handed the text",
	"fmt.Scanln":          "be handed the text",
	"strconv.ParseFloat":  "read whole numbers or fractions",
	"strconv.FormatFloat": "write whole numbers or fractions",
	"strconv.AppendFloat": "write whole numbers or fractions",
	"big.NewFloat":        "use big.Rat",
	"big.Float":           "use big.Rat",
	"big.ParseFloat":      "use big.Rat",
	"ed25519.GenerateKey": "be handed the key",
}

// floats are the types of numbers that round.
var floats = []string{"float32", "float64", "complex64", "complex128"}

// wholeMath are the parts of package math that do not round: constants of whole numbers.
func wholeMath(name string) bool {
	return strings.HasPrefix(name, "MaxInt") || strings.HasPrefix(name, "MinInt") || strings.HasPrefix(name, "MaxUint")
}

// impurities finds clocks, printing, floats and goroutines in the law.
func impurities(t *tree) []fault {
	var faults []fault
	for _, f := range t.files {
		if !f.test && lawful(f.dir) {
			faults = append(faults, t.impure(f)...)
		}
	}
	return faults
}

// impure finds them in one file.
func (t *tree) impure(f *source) []fault {
	var faults []fault
	imported := importNames(f.syntax)
	ast.Inspect(f.syntax, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			faults = append(faults, t.impureName(n, imported)...)
		case *ast.Ident:
			if n.Obj == nil && slices.Contains(floats, n.Name) {
				faults = append(faults, t.fault(n.Pos(), "%s: the law counts in whole numbers and fractions", n.Name))
			}
		case *ast.BasicLit:
			if n.Kind == token.FLOAT || n.Kind == token.IMAG {
				faults = append(faults, t.fault(n.Pos(), "%s: the law counts in whole numbers and fractions", n.Value))
			}
		case *ast.GoStmt:
			faults = append(faults, t.fault(n.Pos(), "the law starts no goroutine: its answer must not depend on which is first"))
		}
		return true
	})
	return faults
}

// impureName finds a forbidden name of an imported package, and a conversion to a float by method.
func (t *tree) impureName(n *ast.SelectorExpr, imported map[string]string) []fault {
	x, ok := n.X.(*ast.Ident)
	if !ok || x.Obj != nil || imported[x.Name] == "" {
		if slices.Contains([]string{"Float64", "Float32", "SetFloat64"}, n.Sel.Name) {
			return []fault{t.fault(n.Pos(), "%s: the law counts in whole numbers and fractions", n.Sel.Name)}
		}
		return nil
	}
	from := imported[x.Name]
	name := path.Base(from) + "." + n.Sel.Name
	if why, ok := forbidden[name]; ok {
		return []fault{t.fault(n.Pos(), "%s in the law: %s", name, why)}
	}
	if from == "math" && !wholeMath(n.Sel.Name) {
		return []fault{t.fault(n.Pos(), "%s in the law: it rounds", name)}
	}
	return nil
}

// importNames answers the path of each package by the name the file calls it.
func importNames(f *ast.File) map[string]string {
	names := map[string]string{}
	for _, spec := range f.Imports {
		from, _ := strconv.Unquote(spec.Path.Value)
		name := path.Base(from)
		if spec.Name != nil {
			name = spec.Name.Name
		}
		names[name] = from
	}
	return names
}

func TestTheLawKnowsNoClockNoFloatAndNoGoroutine(t *testing.T) { tell(t, impurities(house(t))) }

func TestAClockInTheLawIsCaughtWhateverItIsCalled(t *testing.T) {
	tree := plant(t,
		"game/a.go", `package game

import tm "time"

var (
	day  = tm.Hour // a length of time is not a clock
	then = tm.Now
)

func share(a, b int) float64 { return 0.5 }

func run() { go run() }
`,
		"rule/a.go", `package rule

import (
	"math"
	"math/big"
)

const most = math.MaxInt64

func root(n int) int { return int(math.Sqrt(n)) }

func part(r *big.Rat) any { f, _ := r.Float64(); return f }
`,
		"whatif/a/a.go", "package a\n\nconst half = 0.5\n",
		"whatif/a/approx/a.go", "package approx\n\nconst half = 0.5\n",
		"internal/depositary/a.go", "package depositary\n\nimport \"time\"\n\nvar now = time.Now()\n",
		"rule/a_test.go", "package rule\n\nimport \"time\"\n\nvar now = time.Now()\n",
	)
	catches(t, impurities(tree), "game/a.go:7", "game/a.go:10", "game/a.go:10", "game/a.go:12", "rule/a.go:10", "rule/a.go:12", "whatif/a/a.go:3")
}

func TestAFieldCalledLikeAPackageIsNoClock(t *testing.T) {
	tree := plant(t, "act/a.go", `package act

type clock struct{ Now int }

func read(time clock) int { return time.Now }
`)
	catches(t, impurities(tree))
}
