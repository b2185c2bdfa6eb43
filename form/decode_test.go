package form

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

type paper struct {
	Format  string            `form:"paper,required"`
	Name    map[string]string `form:"name"`
	Kind    string            `form:"kind" enum:"treaty,memorandum"`
	Rule    Text              `form:"rule"`
	Open    bool              `form:"open"`
	Pages   int               `form:"pages"`
	Small   int8              `form:"small"`
	Laws    []string          `form:"laws"`
	Since   *Date             `form:"since"`
	Waits   Period            `form:"waits"`
	Signed  Instant           `form:"signed"`
	Figures Map[int64]        `form:"figures"`
	Parties []party           `form:"parties"`
	Annex   *paper            `form:"annex"`
	Words   words             `form:"words"`
	Left    string
}

type party struct {
	ID string `form:"id,required"`
	dated
	Place  Place  `form:"-place"`
	Places Places `form:"-place"`
}

type dated struct {
	Since *Date `form:"since"`
}

// words are one word or a list of them.
type words []string

func (w *words) DecodeForm(n *Node) error {
	if n.Kind == List {
		return n.Decode((*[]string)(w))
	}
	word, err := n.Text()
	*w = words{word}
	return err
}

func TestDecodeFillsEveryKindOfField(t *testing.T) {
	const file = `
paper: one
name: {en: Paper, "no": Papir}
kind: treaty
rule: "none of members are against"
open: true
pages: -3
laws: [NAT 10, VCLT 76]
since: 2020-02-29
waits: 15 months of signature
signed: 2022-06-28T18:00:00+02:00
figures: {tr: 3, be: 1}
parties:
  - id: fi
    since: 1999-01-01
words: one
annex: {paper: two, words: [a, b], signed: 2022-06-28}
`
	var got paper
	if err := Decode("p.yaml", []byte(file), &got); err != nil {
		t.Fatalf("Decode = %v, want nil", err)
	}
	at := func(line, column int) Place { return Place{"p.yaml", line, column} }
	want := paper{
		Format: "one", Name: map[string]string{"en": "Paper", "no": "Papir"}, Kind: "treaty",
		Rule: Text{"none of members are against", at(5, 8)}, Open: true, Pages: -3,
		Laws: []string{"NAT 10", "VCLT 76"}, Since: &Date{2020, 2, 29}, Waits: Period{15, "months", "signature"},
		Signed:  Instant{At: time.Date(2022, 6, 28, 18, 0, 0, 0, time.FixedZone("", 7200))},
		Figures: Map[int64]{[]string{"tr", "be"}, []int64{3, 1}, []Place{at(12, 11), at(12, 18)}},
		Parties: []party{{
			ID: "fi", dated: dated{&Date{1999, 1, 1}}, Place: at(14, 5),
			Places: Places{at(14, 5), []string{"id", "since"}, []Place{at(14, 9), at(15, 12)}},
		}},
		Words: words{"one"},
		Annex: &paper{Format: "two", Words: words{"a", "b"}, Signed: Instant{Day: Date{2022, 6, 28}}},
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(party{})); diff != "" {
		t.Errorf("Decode: -want +got\n%s", diff)
	}
}

func TestWhatAReaderCouldMistakeIsRefused(t *testing.T) {
	for _, c := range []struct{ name, file, want string }{
		{"near key", "paper: x\npagse: 1\n", `f.yaml:2:1: unknown key "pagse"; did you mean "pages"?`},
		{"far key", "paper: x\nannex: {paper: z, parties: [{id: a, zzzzzz: 1}]}\n", `f.yaml:2:37: unknown key "zzzzzz"; the keys here are id, since`},
		{"twice", "paper: x\nü: 1\npaper: y\n", "f.yaml:2:1: unknown key \"ü\"; the keys here are paper, name, kind, rule, open, pages, small, laws, since, waits, signed, figures, parties, annex, words\nf.yaml:3:1: the key \"paper\" is here twice; the first is on line 1"},
		{"missing", "pages: 1\n", "f.yaml:1:1: the key paper is missing here"},
		{"empty required", "paper: ''\n", "f.yaml:1:8: the value of paper is empty"},
		{"not there", "paper:\n", "f.yaml:1:7: a text is wanted, and nothing is there: leave the key out, or give it a value"},
		{"no as key", "paper: x\nname: {no: Norge}\n", `f.yaml:2:8: the key no without quotes is no text, since some readers take it for true, false or nothing: write "no"`},
		{"no as text", "paper: x\nlaws: [se, no]\n", `f.yaml:2:12: no without quotes is no text, since some readers take it for true or false: write "no"`},
		{"NO in a Text", "paper: x\nrule: NO\n", `f.yaml:2:7: NO without quotes is no text, since some readers take it for true or false: write "NO"`},
		{"true as text", "paper: true\n", `f.yaml:1:8: a text is wanted, and true without quotes is true or false: write "true"`},
		{"number as text", "paper: 1.10\n", `f.yaml:1:8: a text is wanted, and 1.10 without quotes is a number: write "1.10"`},
		{"yes as bool", "paper: x\nopen: yes\n", "f.yaml:2:7: write true or false, not yes"},
		{"quoted bool", "paper: x\nopen: \"true\"\n", "f.yaml:2:7: true or false is wanted, not a text"},
		{"octal", "paper: x\npages: 010\n", "f.yaml:2:8: a whole number is wanted, in digits alone, not 010"},
		{"fraction", "paper: x\npages: 1.5\n", "f.yaml:2:8: a whole number is wanted, in digits alone, not 1.5"},
		{"too great", "paper: x\nsmall: 128\n", "f.yaml:2:8: 128 is too great a number"},
		{"no such day", "paper: x\nsince: 2022-02-30\n", "f.yaml:2:8: no such day: 2022-02-30"},
		{"no day", "paper: x\nsince: 30 June\n", `f.yaml:2:8: "30 June" is not a day: write it as 2022-06-28`},
		{"no such day in an instant", "paper: x\nsigned: 2022-02-30T10:00:00Z\n", "f.yaml:2:9: no such day: 2022-02-30"},
		{"no offset", "paper: x\nsigned: 2022-02-28T10:00:00\n", `f.yaml:2:9: "2022-02-28T10:00:00" is not an instant: write it with its offset from UTC, as 2022-06-28T18:00:00+02:00`},
		{"period", "paper: x\nwaits: 3 fortnights\n", `f.yaml:2:8: "fortnights" is not a unit of a period; the units are hours, days, weeks, months, years`},
		{"no period", "paper: x\nwaits: 0 days\n", `f.yaml:2:8: "0 days" is not a period: write it as 72 hours, 1 day, or 15 months of signature`},
		{"word", "paper: x\nkind: traety\n", `f.yaml:2:7: "traety" is not a word for this; did you mean "treaty"?`},
		{"list wanted", "paper: x\nlaws: NAT 10\n", "f.yaml:2:7: a list is wanted, not a text"},
		{"mapping wanted", "- x\n", "f.yaml:1:1: keys with values is wanted, not a list"},
		{"figures", "paper: x\nfigures: {a: 1, b: two}\n", "f.yaml:2:20: a whole number is wanted, not a text"},
		{"anchor", "paper: &a x\nlaws: [*a]\n", "f.yaml:1:8: an anchor (&a) is not read here: write the value out where it is wanted\nf.yaml:2:8: an alias (*a) is not read here: write the value out"},
		{"unknown alias", "paper: *a\n", "f.yaml:1:8: an alias (*) is not read here: write the value out, or put a text that begins with * in quotes"},
		{"merge", "paper: x\n<<: {a: b}\n", "f.yaml:2:1: a merge key (<<) is not read here: write the keys out"},
		{"tag", "paper: !!str 1\n", "f.yaml:1:8: a tag (!!str) is not read here; a text that begins with ! is put in quotes"},
		{"own tag", "paper: ! x\n", "f.yaml:1:8: a tag (!) is not read here; a text that begins with ! is put in quotes"},
		{"two documents", "paper: x\n---\npaper: y\n", "f.yaml:2:1: a second document begins here; one file holds one"},
		{"list as key", "paper: x\n? [a]\n: b\n", "f.yaml:2:3: a key must be a word, not a list"},
		{"empty", "", "f.yaml: the file is empty"},
		{"comment only", "# nothing\n", "f.yaml: the file is empty"},
		{"empty document", "---\n", "f.yaml: the file is empty"},
		{"not UTF-8", "paper: é\xff\n", "f.yaml:1:9: the byte 0xff is not UTF-8: save the file as UTF-8"},
		{"NUL", "paper: x\n\x00", "f.yaml:2:1: the character U+0000 cannot be seen and is not read"},
		{"written NUL", `paper: "a\0b"`, "f.yaml:1:8: the text has a NUL character in it"},
		{"colon", "paper: ü: x\n", "f.yaml:1:9: a colon here would begin a value: put a text with \": \" in it in quotes, and check the indentation above"},
		{"column in characters", "name: {de: Ü, fr: [é]}\npaper: x\n", "f.yaml:1:19: a text is wanted, not a list"},
	} {
		var into paper
		err := Decode("f.yaml", []byte(c.file), &into)
		if err == nil || err.Error() != c.want {
			t.Errorf("%s: Decode = %v\nwant %s", c.name, err, c.want)
		}
	}
}

func TestFaultsAreToldInTheOrderOfPlacesAndNotWithoutEnd(t *testing.T) {
	file := "paper: x\nlaws:\n" + strings.Repeat("  - 1\n", 100)
	var faults Faults
	if err := Decode("f.yaml", []byte(file), new(paper)); !errors.As(err, &faults) || len(faults) != MaxFaults {
		t.Fatalf("Decode = %v, want %d faults", err, MaxFaults)
	}
	for i, f := range faults {
		if f.Place.Line != i+3 {
			t.Errorf("fault %d stands on line %d, want %d", i, f.Place.Line, i+3)
		}
	}
}

func TestDepthIsBounded(t *testing.T) {
	for _, c := range []struct {
		file  string
		depth int
		want  string
	}{
		{"f.yaml", MaxDepth, "keys with values is wanted, not a list"},
		{"f.yaml", MaxDepth + 1, "more than 64 deep"},
		{"f.json", MaxDepth, "keys with values is wanted, not a list"},
		{"f.json", MaxDepth + 1, "more than 64 deep"},
		{"f.yaml", 20000, "exceeded max depth"},
	} {
		data := strings.Repeat("[", c.depth) + strings.Repeat("]", c.depth)
		err := Decode(c.file, []byte(data), new(paper))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("Decode(%s, %d deep) = %v, want %q", c.file, c.depth, err, c.want)
		}
	}
}

func TestSizeIsBounded(t *testing.T) {
	err := Decode("f.yaml", make([]byte, MaxSize+1), new(paper))
	if err == nil || err.Error() != "f.yaml: the file has 67108865 bytes; at most 67108864 are read" {
		t.Errorf("Decode = %v, want the size", err)
	}
}

func TestTheTextOfABlockBeginsOnItsOwnLine(t *testing.T) {
	for _, file := range []string{"paper: x\nrule: >\n\n   none of\n   members\n", "paper: x\nrule: |-\n\n   none of\n   members\n"} {
		var p paper
		if err := Decode("f", []byte(file), &p); err != nil {
			t.Fatal(err)
		}
		if want := (Place{"f", 4, 4}); p.Rule.Place != want {
			t.Errorf("Decode(%q): the rule stands at %v, want %v", file, p.Rule.Place, want)
		}
	}
}

func TestJSONIsReadWithItsOwnEscapesAndPlaces(t *testing.T) {
	var p paper
	file := "{\n\t\"paper\": \"\\ud83d\\ude00\\/\",\n\t\"laws\": [\"no\", \"1\"], \"open\": true, \"pages\": 12}\n"
	if err := Decode("f.json", []byte(file), &p); err != nil {
		t.Fatal(err)
	}
	want := paper{Format: "😀/", Laws: []string{"no", "1"}, Open: true, Pages: 12}
	if diff := cmp.Diff(want, p, cmp.AllowUnexported(party{})); diff != "" {
		t.Errorf("Decode: -want +got\n%s", diff)
	}
	for _, c := range []struct{ line, want string }{
		{`{"paper": "é", "pagse": 1}`, `f:7:16: unknown key "pagse"; did you mean "pages"?`},
		{`{"paper": "é", "paper": "b"}`, `f:7:16: the key "paper" is here twice; the first is on line 7`},
		{`{"paper": 1}`, `f:7:11: a text is wanted, not a number`},
		{`{"paper": null}`, `f:7:11: a text is wanted, and nothing is there: leave the key out, or give it a value`},
		{`{"paper": "a"} {}`, `f:7:16: a second value begins here; there is one only`},
		{`{"paper": "a"`, `f:7:14: the JSON text ends before it is complete`},
		{`{"paper": "é" x}`, `f:7:15: not JSON: invalid character 'x' after object value (expecting ',' or '}')`},
		{`{"paper": "\u0000"}`, `f:7:11: the text has a NUL character in it`},
		{``, `f:7:1: there is no JSON value`},
	} {
		err := DecodeJSONLine("f", 7, []byte(c.line), new(paper))
		if err == nil || err.Error() != c.want {
			t.Errorf("DecodeJSONLine(%s) = %v\nwant %s", c.line, err, c.want)
		}
	}
}

func FuzzDecodeNeverPanicsAndFaultsHavePlaces(f *testing.F) {
	for _, s := range []string{"paper: x\n", "paper: &a [*a]\n", "{\"paper\": 1}", "? a\n: b\n", "a: |\n  b\n", "\ufeffpaper: x", "paper: x\nwaits: 3 days of x\nsigned: 2022-01-01T00:00:00Z\n", "name: {no: [}"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, file := range []string{"f.yaml", "f.json"} {
			err := Decode(file, data, new(paper))
			var faults Faults
			if err != nil && !errors.As(err, &faults) {
				t.Fatalf("Decode(%q) = %T, want Faults", data, err)
			}
			for _, fault := range faults {
				if p := fault.Place; p.File != file || p.Line != 0 && (p.Line < 1 || p.Column < 1) || fault.Text == "" {
					t.Errorf("Decode(%q): fault %+v without a place", data, fault)
				}
			}
		}
	})
}
