package verifier

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"accede/act"
	"accede/body"
	"accede/charters"
	"accede/dossier"
	"accede/form"
)

// read answers why the program does not take a charter to be kept under, one fault a line; nothing where it does.
func read(text string) error {
	_, err := dossier.Found(dossier.Founding{Charter: text, Rehearsal: true})
	return err
}

// readers holds both readers of charters together, and remembers what the program's has refused with.
type readers struct {
	t     *testing.T
	n     *engine
	said  map[string]bool
	tried int
	took  int
}

func newReaders(t *testing.T) *readers {
	t.Helper()
	return &readers{t: t, n: startEngine(t), said: map[string]bool{}}
}

// same tells where one reader takes a charter and the other does not, and answers whether they take it.
func (r *readers) same(what, text string) bool {
	r.t.Helper()
	r.tried++
	err := read(text)
	a := r.n.ask(r.t, "charter", map[string]any{"data": []byte(text)})
	if a.OK != (err == nil) {
		r.t.Errorf("%s: the program says %v, verify.js %v (%s)", what, err, a.OK, a.Reason)
	}
	if err != nil {
		for line := range strings.Lines(err.Error()) {
			r.said[strings.TrimSuffix(line, "\n")] = true
		}
		return false
	}
	r.took++
	return true
}

func everything(t testing.TB) string {
	t.Helper()
	text, err := os.ReadFile("testdata/everything.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestTheCharterThatSaysEverythingHasEveryKey: so that a key that charters learn cannot be one that is not compared.
func TestTheCharterThatSaysEverythingHasEveryKey(t *testing.T) {
	root, err := form.Parse("everything.yaml", []byte(everything(t)))
	if err != nil {
		t.Fatal(err)
	}
	there := map[string]bool{}
	keysOf(root, reflect.TypeFor[body.Charter](), there)
	wanted := map[string]bool{}
	tagsOf(reflect.TypeFor[body.Charter](), wanted)
	for key := range wanted {
		if !there[key] && key != "Effect.ends" { // which is read, and refused wherever it stands
			t.Errorf("no %s in it", key)
		}
	}
	if len(wanted) < 100 {
		t.Errorf("a charter has %d keys, want 100 at least", len(wanted))
	}
}

// inner answers the struct that stands at the bottom of a type, if one does that is read by its tags.
func inner(t reflect.Type) (reflect.Type, bool) {
	for {
		switch {
		case t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice:
			t = t.Elem()
		case t.Kind() == reflect.Struct && strings.HasPrefix(t.Name(), "Map["):
			values, _ := t.FieldByName("Values")
			t = values.Type
		default:
			_, own := reflect.TypeAssert[form.Decoder](reflect.New(t))
			return t, t.Kind() == reflect.Struct && !own
		}
	}
}

// tagsOf gathers the keys that a struct and what it holds can have.
func tagsOf(t reflect.Type, to map[string]bool) {
	t, ok := inner(t)
	if !ok {
		return
	}
	for f := range t.Fields() {
		tag, _, _ := strings.Cut(f.Tag.Get("form"), ",")
		if name := t.Name() + "." + tag; tag != "" && tag != "-place" && !to[name] {
			to[name] = true
			tagsOf(f.Type, to)
		}
	}
}

// keysOf gathers the keys that a file has.
func keysOf(n *form.Node, t reflect.Type, to map[string]bool) {
	of, isStruct := inner(t)
	for i := range n.Len() {
		switch {
		case n.Kind == form.List || strings.HasPrefix(t.Name(), "Map["):
			keysOf(n.Item(i), of, to)
		case isStruct:
			for f := range of.Fields() {
				if tag, _, _ := strings.Cut(f.Tag.Get("form"), ","); tag == n.Key(i).Value {
					to[of.Name()+"."+tag] = true
					keysOf(n.Item(i), f.Type, to)
				}
			}
		}
	}
}

// place is a way down a file: keys, and numbers of items.
type place []int

// places answers every place in a file, the whole of it not among them.
func places(n *form.Node, at place) []place {
	var all []place
	for i := range n.Len() {
		here := append(slices.Clone(at), i)
		all = append(append(all, here), places(n.Item(i), here)...)
	}
	return all
}

// name says a place in words.
func (p place) name(n *form.Node) string {
	var words []string
	for _, i := range p {
		if n.Kind == form.Mapping {
			words = append(words, n.Key(i).Value)
		} else {
			words = append(words, strconv.Itoa(i))
		}
		n = n.Item(i)
	}
	return strings.Join(words, ".")
}

// written answers a file in one line, with what stands at a place made something else: key and value, nothing where it
// is left out.
func written(n *form.Node, at place, with func(key, value string) string) string {
	switch n.Kind {
	case form.Mapping, form.List:
		var parts []string
		for i := range n.Len() {
			var below place
			if len(at) > 1 && at[0] == i {
				below = at[1:]
			}
			key, value := "", written(n.Item(i), below, with)
			if n.Kind == form.Mapping {
				key = quoted(n.Key(i).Value) + ": "
			}
			part := key + value
			if len(at) == 1 && at[0] == i {
				part = with(key, value)
			}
			if part != "" {
				parts = append(parts, part)
			}
		}
		if n.Kind == form.List {
			return "[" + strings.Join(parts, ", ") + "]"
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case form.String:
		return quoted(n.Value)
	}
	return n.Value
}

func quoted(text string) string {
	data, err := json.Marshal(text)
	if err != nil {
		panic(err)
	}
	return string(data)
}

// TestBothReadersOfChartersRefuseTheSame makes each value of the charter that says everything each of many others, and
// holds both readers to the same answer. That every refusal of the program's was met, the end of it checks.
func TestBothReadersOfChartersRefuseTheSame(t *testing.T) {
	r := newReaders(t)
	text := everything(t)
	if !r.same("as it is", text) {
		t.Fatalf("the charter that says everything is refused: %v", read(text))
	}
	root, err := form.Parse("everything.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if !r.same("in one line", written(root, nil, nil)) {
		t.Fatal("the charter that says everything is refused when it stands in one line")
	}
	long := os.Getenv("ACCEDE_LONG") != ""
	for i, at := range places(root, nil) {
		name := at.name(root)
		change := func(what string, with func(key, value string) string) { r.same(name+" "+what, written(root, at, with)) }
		if long || i%2 == 0 {
			change("left out", func(string, string) string { return "" })
			change("twice", func(key, value string) string { return key + value + ", " + key + value })
			change("under another key", func(key, value string) string { return strings.Replace(key, `": `, `x": `, 1) + value })
		}
		for k, other := range instead {
			if long || (31*i+k)%60 == 0 {
				change("as "+other, func(key, _ string) string { return key + other })
			}
		}
	}
	for _, x := range spoils {
		spoiled := text
		for i := 0; i < len(x); i += 2 {
			spoiled = strings.Replace(spoiled, x[i], x[i+1], 1)
			if !strings.Contains(text, x[i]) {
				t.Errorf("the charter that says everything has no %q to change", x[i])
			}
		}
		r.same(fmt.Sprintf("with %q", x), spoiled)
	}
	for _, whole := range []string{"", "\n", "# nothing\n", "null", "~", "[]", "{}", "a", "1", "[accede: charter/1]", "accede: charter/1\n...\n" + text, strings.Repeat("[", 80), strings.Repeat("- ", 80) + "a", "a: 1\na: 2\n"} {
		if r.same(fmt.Sprintf("the whole of it %.20q", whole), whole) {
			t.Errorf("both take %.40q", whole)
		}
	}
	r.everyRefusal()
	t.Logf("%d charters, of which both take %d; %d refusals", r.tried, r.took, len(r.said))
}

// refusing are the files in which the program's reader of charters says what is wrong.
var refusing = []string{
	"body/read.go", "body/check.go", "body/check_keys.go", "body/check_stages.go", "body/names.go", "body/zone.go", "form/parse.go", "form/decode.go", "form/node.go", "form/values.go",
	"rule/check.go", "rule/vocabulary.go", "rule/procedure.go", "rule/syntax.go", "dossier/amend.go",
}

// elsewhere are refusals in those files that no text of a charter in a record can meet, and why.
var elsewhere = map[string]string{
	"read the time zones in the program: %w":                  "the program's own file",
	"open time zone %s: %w":                                   "the program's own file",
	"read time zone %s: %w":                                   "the program's own file",
	"the file has %d bytes; at most %d are read":              "an act has 60 KiB, and so has a charter that one proposes",
	"read as YAML: %v":                                        "a text in memory can be read",
	"a day or an instant, such as 2022-06-28T18:00:00+02:00,": "no charter has an instant",
	"%q is not an instant: write it with its offset from UTC, as 2022-06-28T18:00:00+02:00": "no charter has an instant",
	"there is no sentence":  "a sentence that is empty is as if it were not there",
	"the class %s is empty": "a class without members has those of the day",
	"%q: the class %s has no %s at all; no share of them can be asked for": "weights are those of a roll",
}

// telling are the functions that say what is wrong.
var telling = []string{"tell", "Fault", "wanted", "whole", "at", "Errorf"}

// everyRefusal tells what the program's reader can say and said of none of the charters.
func (r *readers) everyRefusal() {
	r.t.Helper()
	met := 0
	for _, file := range refusing {
		tree, err := parser.ParseFile(token.NewFileSet(), filepath.Join("../..", file), nil, 0)
		if err != nil {
			r.t.Fatal(err)
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || !slices.Contains(telling, called(call)) {
				return true
			}
			for _, arg := range call.Args {
				text, ok := literal(arg)
				if _, other := elsewhere[text]; !ok || !strings.Contains(text, " ") || other {
					continue
				}
				pattern := regexp.MustCompile(`%[+#]?[a-zA-Z]`).ReplaceAllString(strings.ReplaceAll(regexp.QuoteMeta(text), "%%", "%"), ".*")
				if re := regexp.MustCompile(pattern); !r.anySaid(re) {
					r.t.Errorf("%s: no charter was refused with %q", file, text)
				}
				met++
			}
			return true
		})
	}
	if met < 100 {
		r.t.Errorf("%d ways to refuse were looked for, want 100 at least", met)
	}
}

func (r *readers) anySaid(re *regexp.Regexp) bool {
	for line := range r.said {
		if re.MatchString(line) {
			return true
		}
	}
	return false
}

func called(call *ast.CallExpr) string {
	switch f := call.Fun.(type) {
	case *ast.SelectorExpr:
		return f.Sel.Name
	case *ast.Ident:
		return f.Name
	}
	return ""
}

func literal(e ast.Expr) (string, bool) {
	l, ok := e.(*ast.BasicLit)
	if !ok || l.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(l.Value)
	return text, err == nil
}

// TestBothReadersTakeEveryCharterInTheProgram, and refuse each alike when a token is put into it somewhere.
func TestBothReadersTakeEveryCharterInTheProgram(t *testing.T) {
	r := newReaders(t)
	for _, id := range charters.Names() {
		text, _ := charters.Text(id)
		r.same(id, string(text))
		for i, token := range tokens {
			at := (len(text) * (i + 1)) / (len(tokens) + 2)
			spoiled := string(text[:at]) + token + string(text[at:])
			if utf8.ValidString(spoiled) && (os.Getenv("ACCEDE_LONG") != "" || i%12 == len(id)%12) {
				r.same(fmt.Sprintf("%s with %q at %d", id, token, at), spoiled)
			}
		}
	}
	t.Logf("%d charters, of which both take %d", r.tried, r.took)
}

// TestBothVerifiersTakeTheSameProposedCharters: what may take the place of the charter in force, joined members in it, is
// the same to both.
func TestBothVerifiersTakeTheSameProposedCharters(t *testing.T) {
	n := startEngine(t)
	took, refused := 0, 0
	for _, change := range [][2]string{
		{"more than half of members voting", "at least half of members voting"},
		{"more than half", "more than half"},
		{"body: quay", "body: key"},
		{"Europe/Brussels", "Europe/Paris"},
		{"keeping: official", "keeping: reported"},
		{"  - {id: a, name: {en: Alder}}\n", ""},
		{"since: 2029-06-01", "since: 2029-06-02"},
		{"id: a, name: {en: Alder}", "id: a, name: {en: Alder}, since: 1990-01-01"},
		{"{en: Birch}", "{en: Beech}"},
		{"applicants:", "  - {id: x, name: {en: Xylo}, since: 2030-02-01}\napplicants:"},
		{"applicants:", "  - {id: e, name: {en: Elm}, until: 2000-01-01}\napplicants:"},
		{"d: 0}}", "d: 0}}\n  - {id: tons, unit: t, of: {a: 1}}"},
		{"decisive: [withdraw]", "decisive: [deposit]"},
		{"decisive: [withdraw]", "decisive: [nothing]"},
		{"ballots:", "xballots:"},
	} {
		for _, keys := range []bool{true, false} {
			charter := strings.Replace(quay, "decisive:", "  amendment:\n    stages:\n      - {id: application, act: apply, by: a}\n      - {id: ballot, rule: at least 2/3 of members are for, effect: {amends: charter}}\ndecisive:", 1)
			var b *builder
			if keys {
				b = start(t, charter, quayHolders(t)...)
			} else {
				b = start(t, strings.Replace(charter, "decisive: [withdraw]\n", "", 1))
				if !strings.Contains(change[0], "decisive") {
					charter = b.charter
				}
			}
			proposed := strings.Replace(charter, change[0], change[1], 1)
			b.later(time.Minute)
			a := b.draft("a-proposes", "a", "amend", &act.Apply{Procedure: "amendment", Subject: en("Another."), Proposed: proposed})
			if keys {
				b.raw(b.forged(b.signedEntry(a, "a.envoy")))
			} else {
				a.SeenSize, a.SeenRoot, a.Paper = 0, "", &act.Paper{By: "desk", From: "letter"}
				b.raw(b.forged(b.signedEntry(a)))
			}
			if s, differ := agrees(t, n, b.bundle("")); differ != "" {
				t.Errorf("%q, keys %v: %s", change, keys, differ)
			} else if s.Verified {
				took++
			} else {
				refused++
			}
		}
	}
	if t.Logf("%d proposed charters taken, %d refused, by both", took, refused); took < 4 || refused < 12 {
		t.Errorf("want 4 and 12 at least")
	}
}
