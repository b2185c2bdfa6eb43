package house

import (
	"bytes"
	"cmp"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
)

// module is the path every import of our own begins with.
const module = "accede"

// tree is the module as text and as syntax. Nothing in it changes after it was read.
type tree struct {
	fset  *token.FileSet
	files []*source              // the Go files, by path
	texts map[string][]byte      // every other text file, by path
	names map[string]fs.FileMode // every path there is
}

// source is one Go file.
type source struct {
	path      string // from the root of the module, with slashes
	dir       string // the directory, which is the package's path without the module; "." for the root
	text      []byte
	syntax    *ast.File
	test      bool // its name ends in _test.go
	generated bool // it says "Code generated ... DO NOT EDIT."
}

// fault is one breach: where, and what.
type fault struct {
	at   string // path:line, or a path
	text string
}

func (f fault) String() string { return f.at + ": " + f.text }

// place answers path:line of a position.
func (t *tree) place(pos token.Pos) string {
	p := t.fset.Position(pos)
	return fmt.Sprintf("%s:%d", p.Filename, p.Line)
}

// fault answers a fault at a position.
func (t *tree) fault(pos token.Pos, format string, args ...any) fault {
	return fault{t.place(pos), fmt.Sprintf(format, args...)}
}

// product answers the Go files that are neither tests nor generated.
func (t *tree) product() []*source {
	var files []*source
	for _, f := range t.files {
		if !f.test && !f.generated {
			files = append(files, f)
		}
	}
	return files
}

// packages answers the directories that hold Go files other than tests, in order.
func (t *tree) packages() []string {
	var dirs []string
	for _, f := range t.files {
		if !f.test && !slices.Contains(dirs, f.dir) {
			dirs = append(dirs, f.dir)
		}
	}
	slices.Sort(dirs)
	return dirs
}

// binary are the endings of files that hold no text of ours; neither do files that were made small (.min.js).
var binary = []string{".png", ".jpg", ".woff2", ".br", ".gz", ".zip", ".db", ".sqlite", ".wasm", ".pdf", ".ico", ".test", ".prof"}

// readTree reads a module. Other modules inside it, hidden directories other than .ci, and what Go itself leaves
// alone but for testdata are passed over; so are the files that hold no text.
func readTree(root fs.FS) (*tree, error) {
	t := &tree{fset: token.NewFileSet(), texts: map[string][]byte{}, names: map[string]fs.FileMode{}}
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		t.names[name] = d.Type()
		if d.IsDir() {
			return t.enter(root, name)
		}
		if slices.Contains(binary, path.Ext(name)) || strings.HasSuffix(name, ".min.js") || !d.Type().IsRegular() {
			return nil
		}
		return t.read(root, name)
	})
	slices.SortFunc(t.files, func(a, b *source) int { return cmp.Compare(a.path, b.path) })
	return t, err
}

// enter says whether a directory is read.
func (t *tree) enter(root fs.FS, name string) error {
	base := path.Base(name)
	if base == "bin" || strings.HasPrefix(base, ".") && name != "." && name != ".ci" {
		return fs.SkipDir
	}
	return nil
}

// read reads one file.
func (t *tree) read(root fs.FS, name string) error {
	text, err := fs.ReadFile(root, name)
	if err != nil {
		return err
	}
	if path.Ext(name) != ".go" || strings.Contains(name, "testdata/") {
		if bytes.IndexByte(text, 0) < 0 {
			t.texts[name] = text
		}
		return nil
	}
	syntax, err := parser.ParseFile(t.fset, name, text, parser.ParseComments)
	if err != nil {
		return err
	}
	t.files = append(t.files, &source{
		path: name, dir: path.Dir(name), text: text, syntax: syntax,
		test: strings.HasSuffix(name, "_test.go"), generated: ast.IsGenerated(syntax),
	})
	return nil
}

// ours reads this module once for all tests.
var ours = sync.OnceValues(func() (*tree, error) { return readTree(os.DirFS("../..")) })

// house answers this module's tree.
func house(t *testing.T) *tree {
	t.Helper()
	tree, err := ours()
	if err != nil {
		t.Fatalf("read the tree: %v", err)
	}
	return tree
}

// plant answers a tree made of these files: path, text, path, text.
func plant(t *testing.T, files ...string) *tree {
	t.Helper()
	root := fstest.MapFS{}
	for i := 0; i < len(files); i += 2 {
		root[files[i]] = &fstest.MapFile{Data: []byte(files[i+1])}
	}
	tree, err := readTree(root)
	if err != nil {
		t.Fatalf("read the planted tree: %v", err)
	}
	return tree
}

// tell fails the test with every fault.
func tell(t *testing.T, faults []fault) {
	t.Helper()
	for _, f := range faults {
		t.Error(f)
	}
}

// catches fails the test unless the check finds exactly these faults, given by their places, in order.
func catches(t *testing.T, faults []fault, places ...string) {
	t.Helper()
	got := make([]string, len(faults))
	for i, f := range faults {
		got[i] = f.at
	}
	if !slices.Equal(got, places) {
		t.Errorf("faults at %q, want them at %q; they say %v", got, places, faults)
	}
}
