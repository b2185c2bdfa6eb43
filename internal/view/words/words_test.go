package words

import (
	"go/ast"
	source "go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

func load(t *testing.T) *Catalogue {
	t.Helper()
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// reader answers a reader of one language with some messages, beside English.
func reader(t *testing.T, tag string, messages map[string]string) *Reader {
	t.Helper()
	r, err := newReader(table{tag: tag, messages: messages})
	if err != nil {
		t.Fatal(err)
	}
	r.fallback, _ = load(t).In("en")
	return r
}

func TestAPluralFollowsTheLanguage(t *testing.T) {
	const text = "{n, plural, one {# jeden} few {# několik} other {# mnoho}}"
	r := reader(t, "cs", map[string]string{"k": text})
	for n, want := range map[int]string{1: "1 jeden", 3: "3 několik", 7: "7 mnoho", 0: "0 mnoho"} {
		if got := r.Say("k", Args{"n": n}); got != want {
			t.Errorf("Say with n = %d = %q, want %q", n, got, want)
		}
	}
	// French says one of nought, English does not.
	fr := reader(t, "fr", map[string]string{"k": "{n, plural, one {une} other {plusieurs}}"})
	if got := fr.Say("k", Args{"n": 0}); got != "une" {
		t.Errorf("Say in French with n = 0 = %q, want une", got)
	}
}

func TestAnExactNumberGoesBeforeTheForm(t *testing.T) {
	r := reader(t, "en", map[string]string{"k": "{n, plural, one {# does} other {# do} =1 {one does}}"})
	if got := r.Say("k", Args{"n": 1}); got != "one does" {
		t.Errorf("Say with n = 1 = %q, want one does", got)
	}
}

func TestAPluralInsideAMarkKeepsTheMark(t *testing.T) {
	r := reader(t, "en", map[string]string{"k": "None of {n}; <open>{k, plural, one {one does} other {# do}}: {who}.</open>"})
	got := r.Rich("k", Args{"n": 30, "k": 2, "who": Filed{"A", "fr"}})
	want := []Span{{Text: "None of 30; "}, {Text: "2 do: ", Mark: "open"}, {Text: "A", Mark: "open", Lang: "fr"}, {Text: ".", Mark: "open"}}
	if !slices.Equal(got, want) {
		t.Errorf("Rich = %+v, want %+v", got, want)
	}
}

func TestAMissingKeyIsSaidInEnglish(t *testing.T) {
	r := reader(t, "fi", nil)
	if got := r.Say("pos.objects", nil); got != "Objects" {
		t.Errorf("Say(pos.objects) in a language without it = %q, want Objects", got)
	}
	if got := r.Day(time.Date(2022, time.June, 21, 0, 0, 0, 0, time.UTC)); got != "21 June 2022" {
		t.Errorf("Day in a language without months = %q, want 21 June 2022", got)
	}
}

func TestAMessageThatCannotBeReadIsRefused(t *testing.T) {
	for _, bad := range []string{"{", "{}", "}", "{n, plural, one {x}}", "{n, plural, some {x} other {y}}", "<open>x", "<i>x</i>", "{n, select, a {b}}", "{n, plural, other {x}"} {
		if _, err := parse(bad); err == nil {
			t.Errorf("parse(%q) is accepted", bad)
		}
	}
}

func TestAnEnumerationIsOneSentence(t *testing.T) {
	r, _ := load(t).In("en")
	for want, items := range map[string][]string{"": nil, "a": {"a"}, "a and b": {"a", "b"}, "a, b, c and d": {"a", "b", "c", "d"}} {
		if got := r.List(items); got != want {
			t.Errorf("List(%q) = %q, want %q", items, got, want)
		}
	}
}

func TestTheAcceptedLanguageIsChosenByItsWeight(t *testing.T) {
	c := load(t)
	for header, want := range map[string]string{"": "en", "en-GB": "en", "xx, yy;q=0.1": "en", ";;;": "en"} {
		if got := c.Best(header).Tag(); got != want {
			t.Errorf("Best(%q) = %s, want %s", header, got, want)
		}
	}
}

// No language may leave keys out, nor have keys that English lacks, nor ask for arguments that English is not given.
func TestEveryLanguageSaysWhatEnglishSays(t *testing.T) {
	c := load(t)
	en := c.readers[0]
	for _, r := range c.readers[1:] {
		var gaps []string
		for key := range en.messages {
			if !r.Has(key) {
				gaps = append(gaps, key)
			}
		}
		slices.Sort(gaps)
		if len(gaps) > 0 {
			t.Errorf("%s lacks %d of %d: %s", r.Tag(), len(gaps), len(en.messages), strings.Join(gaps, " "))
		}
		for _, key := range r.Keys() {
			_, ok := en.messages[key]
			if !ok {
				t.Errorf("%s has the key %s, which English lacks", r.Tag(), key)
				continue
			}
			given := en.Asks(key)
			for _, name := range r.Asks(key) {
				if !slices.Contains(given, name) {
					t.Errorf("%s, %s: the argument %s is not given", r.Tag(), key, name)
				}
			}
		}
	}
}

// Tables are put together in many files, by people who do not read each other's: the sources are read.
func TestNoKeyStandsTwice(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]string{}
	for _, name := range files {
		f, err := source.ParseFile(token.NewFileSet(), name, nil, source.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range f.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || !strings.HasPrefix(fn.Name.Name, "english") {
				continue
			}
			ast.Inspect(fn, func(n ast.Node) bool {
				pair, ok := n.(*ast.KeyValueExpr)
				if !ok {
					return true
				}
				if key, ok := pair.Key.(*ast.BasicLit); ok {
					if before := seen[key.Value]; before != "" {
						t.Errorf("%s stands in %s and in %s", key.Value, before, name)
					}
					seen[key.Value] = name
				}
				return true
			})
		}
	}
	if len(seen) < 1000 {
		t.Errorf("%d keys were found, want those of all tables", len(seen))
	}
}

func TestWordsOfMessagesAreSetInType(t *testing.T) {
	straight := regexp.MustCompile(`["']|\.\.\.|  `)
	for _, r := range load(t).readers {
		for key, text := range r.table.messages {
			if m := straight.FindString(text); m != "" {
				t.Errorf("%s, %s: %q in %q", r.Tag(), key, m, text)
			}
		}
	}
}
