package house

import (
	"go/ast"
	"go/token"
	"slices"
	"strings"
	"testing"
)

// states finds what is kept at package level and can change, and init functions: variables without a value (unless
// embedded), of a kind made to be changed, or assigned to in a function. It sees assignments to the name, not
// through a pointer or an alias.
func states(t *tree) []fault {
	var faults []fault
	for _, dir := range t.packages() {
		vars := packageVars(t, dir)
		for _, f := range t.product() {
			if f.dir == dir {
				faults = append(faults, t.stateful(f, vars)...)
			}
		}
	}
	return faults
}

// packageVars answers the names of the variables at a package's level.
func packageVars(t *tree, dir string) []string {
	var names []string
	for _, f := range t.product() {
		if f.dir != dir {
			continue
		}
		for _, s := range varSpecs(f.syntax) {
			for _, id := range s.spec.Names {
				names = append(names, id.Name)
			}
		}
	}
	return names
}

// varSpec is one declaration of variables at package level.
type varSpec struct {
	decl *ast.GenDecl
	spec *ast.ValueSpec
}

func varSpecs(f *ast.File) []varSpec {
	var specs []varSpec
	for _, d := range f.Decls {
		d, ok := d.(*ast.GenDecl)
		if !ok || d.Tok != token.VAR {
			continue
		}
		for _, s := range d.Specs {
			specs = append(specs, varSpec{d, s.(*ast.ValueSpec)})
		}
	}
	return specs
}

// stateful finds them in one file.
func (t *tree) stateful(f *source, vars []string) []fault {
	var faults []fault
	for _, s := range varSpecs(f.syntax) {
		if why := mutable(s); why != "" {
			faults = append(faults, t.fault(s.spec.Pos(), "%s at package level %s: pass it in", s.spec.Names[0].Name, why))
		}
	}
	for _, d := range f.syntax.Decls {
		d, ok := d.(*ast.FuncDecl)
		if !ok {
			continue
		}
		if d.Name.Name == "init" && d.Recv == nil {
			faults = append(faults, t.fault(d.Pos(), "init runs unasked: put the parts together in a function that is called"))
		}
		ast.Inspect(d, func(n ast.Node) bool {
			for _, id := range assigned(n) {
				if id.Name != "_" && slices.Contains(vars, id.Name) && f.atPackageLevel(id) {
					faults = append(faults, t.fault(id.Pos(), "%s is changed, and stands at package level: pass it in", id.Name))
				}
			}
			return true
		})
	}
	return faults
}

// mutable says why a variable can only be there to be changed, or nothing.
func mutable(s varSpec) string {
	typ := typeText(s.spec.Type)
	switch {
	case strings.HasPrefix(typ, "sync.") || strings.HasPrefix(typ, "atomic."):
		return "is made to change"
	case len(s.spec.Values) == 0 && !embedded(s):
		return "has no value yet"
	}
	for _, v := range s.spec.Values {
		if call, ok := v.(*ast.CallExpr); ok && (typeText(call.Fun) == "make" || typeText(call.Fun) == "new") {
			return "is made empty"
		}
	}
	return ""
}

// embedded says whether the variable is filled by the compiler from a file.
func embedded(s varSpec) bool {
	for _, doc := range []*ast.CommentGroup{s.decl.Doc, s.spec.Doc} {
		if doc == nil {
			continue
		}
		for _, c := range doc.List {
			if strings.HasPrefix(c.Text, "//go:embed ") {
				return true
			}
		}
	}
	return false
}

// typeText answers a name or a qualified name, and nothing for any other expression.
func typeText(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return typeText(e.X) + "." + e.Sel.Name
	case *ast.IndexExpr:
		return typeText(e.X)
	}
	return ""
}

// assigned answers the variables that a statement changes, in whole or in part.
func assigned(n ast.Node) []*ast.Ident {
	var targets []ast.Expr
	switch n := n.(type) {
	case *ast.AssignStmt:
		if n.Tok != token.DEFINE {
			targets = n.Lhs
		}
	case *ast.IncDecStmt:
		targets = []ast.Expr{n.X}
	}
	var ids []*ast.Ident
	for _, e := range targets {
		if id := root(e); id != nil {
			ids = append(ids, id)
		}
	}
	return ids
}

// root answers the variable in which an assignable expression begins.
func root(e ast.Expr) *ast.Ident {
	switch e := e.(type) {
	case *ast.Ident:
		return e
	case *ast.IndexExpr:
		return root(e.X)
	case *ast.SelectorExpr:
		return root(e.X)
	case *ast.ParenExpr:
		return root(e.X)
	case *ast.StarExpr:
		return root(e.X)
	}
	return nil
}

// atPackageLevel says whether a name means what the package declares: the file finds it in no function.
func (f *source) atPackageLevel(id *ast.Ident) bool {
	return id.Obj == nil || f.syntax.Scope.Lookup(id.Name) == id.Obj
}

func TestNothingChangesAtPackageLevelAndNothingRunsUnasked(t *testing.T) {
	tell(t, states(house(t)))
}

func TestStateAtPackageLevelIsCaught(t *testing.T) {
	tree := plant(t,
		"act/a.go", `package act

import "errors"

var ErrForm = errors.New("not in due form")

var kinds = []string{"apply", "sign"}

var count int

var seen = make(map[string]bool)

var last = 1

//go:embed a.txt
var text string

func init() {}

func see() {
	last := 2
	last = 3
	var seen int
	seen = last
	kinds[0] = "withdraw"
}
`,
		"act/b.go", `package act

func count2() { last++ }
`,
		"act/b_test.go", "package act\n\nvar update bool\n",
	)
	catches(t, states(tree), "act/a.go:9", "act/a.go:11", "act/a.go:18", "act/a.go:25", "act/b.go:3")
}
