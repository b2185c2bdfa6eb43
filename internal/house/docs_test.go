package house

import (
	"fmt"
	"go/ast"
	"go/token"
	"slices"
	"strings"
	"testing"
)

// documented is the least share of a package's exported names that bear a comment, in hundredths.
const documented = 95

// packageComments finds packages without exactly one comment that says what the package knows and what it refuses
// to know. A command says how it is used instead.
func packageComments(t *tree) []fault {
	var faults []fault
	for _, dir := range t.packages() {
		var docs []string
		name := ""
		for _, f := range t.files {
			if f.dir != dir || f.test {
				continue
			}
			name = f.syntax.Name.Name
			if doc := f.syntax.Doc.Text(); doc != "" {
				docs = append(docs, doc)
			}
		}
		switch {
		case len(docs) != 1:
			faults = append(faults, fault{dir, fmt.Sprintf("%d package comments, want one", len(docs))})
		case name == "main":
			continue
		case !strings.HasPrefix(docs[0], "Package "+name+" "):
			faults = append(faults, fault{dir, "the package comment begins with Package " + name})
		case !strings.Contains(flat(docs[0]), "know") || !strings.Contains(flat(docs[0]), "refuses"):
			faults = append(faults, fault{dir, "the package comment says what the package knows, and what it refuses to know"})
		}
	}
	return faults
}

// promises answers the methods that a package's interfaces describe, as dir.Method: beside the method, or by name in
// the comment of the interface. A type that has the method keeps that promise and need not repeat it.
func promises(t *tree) map[string]bool {
	promised := map[string]bool{}
	for _, f := range t.product() {
		for _, d := range f.syntax.Decls {
			d, ok := d.(*ast.GenDecl)
			if !ok || d.Tok != token.TYPE {
				continue
			}
			for _, s := range d.Specs {
				for _, method := range described(s.(*ast.TypeSpec), d.Doc.Text()) {
					promised[f.dir+"."+method] = true
				}
			}
		}
	}
	return promised
}

// described answers the methods of an interface that it describes.
func described(s *ast.TypeSpec, doc string) []string {
	i, ok := s.Type.(*ast.InterfaceType)
	if !ok {
		return nil
	}
	words := strings.Fields(doc + " " + s.Doc.Text())
	var names []string
	for _, m := range i.Methods.List {
		for _, id := range m.Names {
			if m.Doc != nil || m.Comment != nil || slices.Contains(words, id.Name) {
				names = append(names, id.Name)
			}
		}
	}
	return names
}

// flat answers a text on one line.
func flat(text string) string { return strings.Join(strings.Fields(text), " ") }

// undocumented finds the exported names without a comment and counts all of them, by package.
func undocumented(t *tree) (missing map[string][]fault, all map[string]int) {
	missing, all = map[string][]fault{}, map[string]int{}
	promised := promises(t)
	for _, f := range t.product() {
		if f.syntax.Name.Name == "main" {
			continue
		}
		for _, n := range exported(f.syntax) {
			all[f.dir]++
			_, method, _ := strings.Cut(n.name, ".")
			if !n.documented && !promised[f.dir+"."+method] {
				missing[f.dir] = append(missing[f.dir], t.fault(n.pos, "%s has no comment", n.name))
			}
		}
	}
	return missing, all
}

// name is an exported name.
type name struct {
	name       string
	pos        token.Pos
	documented bool
}

// exported answers the exported names declared in a file: constants, variables, types, functions, and methods of
// exported types. A comment on a group documents each of the group.
func exported(f *ast.File) []name {
	var names []name
	for _, d := range f.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if d.Name.IsExported() && ast.IsExported(receiver(d)) {
				names = append(names, name{called(d), d.Name.Pos(), d.Doc != nil})
			}
		case *ast.GenDecl:
			for _, s := range d.Specs {
				names = append(names, specNames(d, s)...)
			}
		}
	}
	return names
}

// specNames answers the exported names of one constant, variable or type declaration.
func specNames(d *ast.GenDecl, s ast.Spec) []name {
	var names []name
	switch s := s.(type) {
	case *ast.TypeSpec:
		if s.Name.IsExported() {
			names = append(names, name{s.Name.Name, s.Name.Pos(), d.Doc != nil || s.Doc != nil})
		}
	case *ast.ValueSpec:
		for _, id := range s.Names {
			if id.IsExported() {
				names = append(names, name{id.Name, id.Pos(), d.Doc != nil || s.Doc != nil || s.Comment != nil})
			}
		}
	}
	return names
}

// receiver answers the name of a method's type; for a function, a name that counts as exported.
func receiver(d *ast.FuncDecl) string {
	if d.Recv == nil {
		return "Func"
	}
	typ := d.Recv.List[0].Type
	if star, ok := typ.(*ast.StarExpr); ok {
		typ = star.X
	}
	switch generic := typ.(type) {
	case *ast.IndexExpr:
		typ = generic.X
	case *ast.IndexListExpr:
		typ = generic.X
	}
	id, _ := typ.(*ast.Ident)
	if id == nil {
		return ""
	}
	return id.Name
}

// called answers a function's name with its type.
func called(d *ast.FuncDecl) string {
	if d.Recv == nil {
		return d.Name.Name
	}
	return receiver(d) + "." + d.Name.Name
}

func TestEveryPackageSaysWhatItKnowsAndWhatItRefusesToKnow(t *testing.T) {
	tell(t, packageComments(house(t)))
}

func TestASilentPackageIsCaught(t *testing.T) {
	tree := plant(t,
		"a/a.go", "// Package a adds. It knows numbers. It refuses to know units.\npackage a\n",
		"b/b.go", "package b\n",
		"c/c.go", "// Package c adds.\npackage c\n",
		"d/d.go", "// Package d knows one thing and refuses the rest.\npackage d\n",
		"d/e.go", "// Package d knows another and refuses the rest.\npackage d\n",
		"e/e.go", "// This package knows one thing and refuses the rest.\npackage e\n",
		"f/f.go", "// Command f runs.\npackage main\n",
	)
	catches(t, packageComments(tree), "b", "c", "d", "e")
}

func TestExportedNamesBearAPromise(t *testing.T) {
	missing, all := undocumented(house(t))
	for dir, faults := range missing {
		if len(faults)*100 > (100-documented)*all[dir] {
			t.Errorf("%s: %d of %d exported names have no comment, and %d%% must:", dir, len(faults), all[dir], documented)
			tell(t, faults)
			continue
		}
		for _, f := range faults {
			t.Log(f)
		}
	}
}

func TestANameWithoutAPromiseIsCaught(t *testing.T) {
	tree := plant(t, "game/a.go", `package game

// Players are many.
const (
	One = 1
	Two = 2
)

const Three = 3 // the third

type Set uint8

func (s Set) Len() int { return 0 }

// Add adds.
func (s *Set) Add() {}

func (l list[T]) Len() int { return 0 }

func hidden() {}

var Err = errorf()

// gate is a gate. Kind answers which of the few it is.
type gate interface {
	Kind() int
	Size() int
}

func (s Set) Kind() int { return 0 }

func (s Set) Size() int { return 0 }
`)
	missing, all := undocumented(tree)
	catches(t, missing["game"], "game/a.go:11", "game/a.go:13", "game/a.go:22", "game/a.go:32")
	if all["game"] != 9 {
		t.Errorf("counted %d exported names, want 9", all["game"])
	}
}

// vague are words that name no concept.
var vague = []string{"util", "utils", "utility", "common", "helper", "helpers", "manager", "service", "services", "misc", "stuff", "base"}

// vagueNames finds packages, files and exported names that are called by such a word.
func vagueNames(t *tree) []fault {
	var faults []fault
	for _, f := range t.files {
		file := strings.TrimSuffix(strings.TrimSuffix(f.path[strings.LastIndex(f.path, "/")+1:], ".go"), "_test")
		if slices.Contains(vague, f.syntax.Name.Name) || slices.Contains(vague, file) {
			faults = append(faults, fault{f.path, "the name says nothing: call it for its one concept"})
		}
		for _, n := range exported(f.syntax) {
			for _, word := range vague {
				if strings.HasSuffix(strings.ToLower(n.name), word) && !f.test && word != "base" {
					faults = append(faults, t.fault(n.pos, "%s: the name says nothing: call it for its one concept", n.name))
				}
			}
		}
	}
	return faults
}

func TestNamesNameAConcept(t *testing.T) { tell(t, vagueNames(house(t))) }

func TestAVagueNameIsCaught(t *testing.T) {
	tree := plant(t,
		"util/a.go", "package util\n",
		"game/helpers.go", "package game\n",
		"game/game.go", "package game\n\ntype SetManager int\n\ntype Manageress int\n",
	)
	catches(t, vagueNames(tree), "game/game.go:3", "game/helpers.go", "util/a.go")
}
