package act

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"accede/body"
	"accede/form"

	"github.com/google/go-cmp/cmp"
)

const header = `accede: acts/1
body: nato
sources:
  cns: {title: Talks in Brussels, publisher: China News Service, date: 2022-06-21}
  old: {title: An older list, url: "https://example.org/list"}
acts:
`

func TestAFileOfActsIsReadInItsOrder(t *testing.T) {
	text := header + `  - {id: fi-applies, date: 2022-05-18, by: fi, act: apply, dossier: fi, procedure: accession, source: cns}
  - id: talks-2
    date: 2022-06-20T10:00:00+02:00
    by: sg
    act: talks
    dossiers: [fi, se]
    round: 2
    parties: [tr, fi, se]
    lasted: {more_than: 5h30m}
    source: [cns, old, unsourced]
    statements:
      - {side: fi, form: reported, text: {en: More work is to be done.}, source: derived}
  - {id: no-signs, date: 2022-07-05, by: "no", act: sign, dossiers: [fi], source: old}
`
	acts, err := ReadFile("acts.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if len(acts) != 3 {
		t.Fatalf("%d acts, want 3", len(acts))
	}
	if got, want := acts[1].Place.String(), "acts.yaml:8:5"; got != want {
		t.Errorf("the second act stands at %s, want %s", got, want)
	}
	talks := acts[1].Act
	cns := Source{Key: "cns", Title: "Talks in Brussels", Publisher: "China News Service", Date: "2022-06-21"}
	old := Source{Key: "old", Title: "An older list", URL: "https://example.org/list"}
	want := Act{
		Body: "nato", ID: "talks-2", By: "sg", Date: talks.Date, Dossiers: []string{"fi", "se"},
		Sources: []Source{cns, old, {Key: body.Unsourced}}, Do: &Talks{
			Round: 2, Parties: []body.MemberID{"tr", "fi", "se"}, Lasted: Length{MoreThan: 330},
			Statements: []Remark{{Side: "fi", Form: "reported", Text: body.Names{"en": "More work is to be done."}, Sources: []Source{{Key: body.Derived}}}},
		},
	}
	if diff := cmp.Diff(want, talks); diff != "" {
		t.Errorf("the talks differ (-want +got):\n%s", diff)
	}
	if got, want := talks.Date.String(), "2022-06-20T10:00:00+02:00"; got != want {
		t.Errorf("the talks are on %s, want %s", got, want)
	}
	if got := acts[2].Act.By; got != "no" {
		t.Errorf("the last act is by %q, want no", got)
	}
}

func TestEachFaultOfAFileIsToldAtItsPlace(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"¦body: nato\nacts: []\n", "the key accede is missing here: a file of acts begins with accede: acts/1"},
		{"accede: ¦acts/2\n", "acts/2 is written for a newer version of the program, which reads acts/1"},
		{"accede: ¦charter/1\nacts: []\n", "a file of acts begins with accede: acts/1, not charter/1"},
		{"¦accede: acts/1\n", "the key acts is missing here"},
		{"accede: acts/1\nacts: ¦{}\n", "a list of acts is wanted, not keys with values"},
		{"accede: acts/1\n¦act: []\nacts: []\n", `unknown key "act"; did you mean "acts"?`},
		{"accede: acts/1\nbody: ¦NATO\nacts: []\n", `"NATO" is no id: at most 64 small letters, digits, dots and hyphens, a letter or digit first`},
		{"accede: acts/1\nsources: {¦unsourced: {title: x}}\nacts: []\n", "unsourced is the word for what has no source: no source has it for a key"},
		{"accede: acts/1\nsources: {a: ¦{url: \"https://a.org\"}}\nacts: []\n", "the source a has no title"},
		{"accede: acts/1\nsources: {a: {title: x, url: ¦ftp}}\nacts: []\n", `"ftp" is no address that begins with https:// or http://`},
		{header + "  - ¦7\n", "an act is wanted, not a number"},
		{header + "  - ¦{id: a, by: fi, date: 2022-05-18}\n", "the key act is missing here; the acts are apply, put, extend,"},
		{header + "  - {id: a, by: fi, date: 2022-05-18, act: ¦aply}\n", `unknown act "aply"; did you mean "apply"?`},
		{header + "  - {id: a, by: fi, date: 2022-05-18, act: ¦blessing}\n", `unknown act "blessing"; the acts are apply, put,`},
		{header + "  - {id: a, by: fi, date: 2022-05-18, act: sign, ¦ballot: for}\n", "the key ballot belongs to the act position; this act is sign"},
		{header + "  - {id: a, by: fi, date: 2022-05-18, act: sign, ¦dosier: fi}\n", `unknown key "dosier" in the act sign; did you mean "dossier"?`},
		{header + "  - {id: a, by: ¦no, date: 2022-05-18, act: sign}\n", `no without quotes is no text, since some readers take it for true or false: write "no"`},
		{header + "  - ¦{by: fi, date: 2022-05-18, act: sign}\n", "the key id is missing here"},
		{header + "  - {id: a, by: fi, date: ¦2022-02-30, act: sign}\n", "no such day: 2022-02-30"},
		{header + "  - {id: a, by: fi, date: 2022-05-18, act: sign, source: ¦abc}\n", `no source has the key "abc"; put it into the table sources at the head, or write unsourced`},
		{header + "  - {id: a, by: fi, date: 2022-05-18, act: sign, source: [cns, ¦cns]}\n", "the source cns is here twice"},
		{header + "  - {id: a, by: fi, date: 2022-05-18, act: sign, ¦source: cns, sources: []}\n", "source and sources are one key: write one of them"},
		{header + "  - {id: a, by: fi, date: 2022-05-18, act: sign, dossier: ¦fi, dossiers: [fi]}\n", "dossier and dossiers are one key: write dossiers alone"},
		{header + "  - {id: a, by: fi, date: 2022-05-18, act: sign, dossiers: [fi, ¦fi]}\n", "fi is here twice"},
		{header + "  - ¦{id: a, by: fi, date: 2022-05-18, act: sign, body: un}\n", "the act is for the body un, the file for nato"},
		{header + "  - {id: a, by: tr, date: 2022-05-18, act: object, concerns: ¦[]}\n", "at least one is wanted in concerns"},
		{header + "  - {id: a, by: tr, date: 2022-05-18, act: object, concerns: [{id: c, text: {en: ¦\"\"}}]}\n", "the text is empty"},
		{header + "  - {id: a, by: tr, date: 2022-05-18, act: object, concerns: [{id: c, text: {¦e: x}}]}\n", `"e" is no language tag, such as en or pt-BR`},
		{header + "  - {id: a, by: tr, date: 2022-05-18, act: assess, of: m, strength: ¦5, finds: met}\n", "5 is not from 0 to 4"},
		{header + "  - {id: a, by: tr, date: 2022-05-18, act: assess, of: m, direction: ¦up}\n", `"up" is none of the words toward, none, away`},
		{header + "  - ¦{id: a, by: tr, date: 2022-05-18, act: withdraw, what: objection}\n", "of: which objection is withdrawn is missing"},
		{header + "  - {id: a, by: sg, date: 2022-05-18, act: talks, parties: [fi], lasted: {about: ¦5 hours}}\n", `"5 hours" is no length: write it as 5h, 90m or 5h30m`},
		{header + "  - {id: a, by: sg, date: 2022-05-18, act: talks, parties: [fi], lasted: ¦{about: 5h, more_than: 4h}}\n", "a length is known, or about, or more than: one of the three"},
		{header + "  - {id: a, by: sg, date: 2022-05-18, act: count, ballots: {¦FOR: 1}}\n", `"FOR" is no id`},
		{header + "  - {id: a, by: fi, date: 2022-05-18, act: sign}\n  - ¦{id: a, by: se, date: 2022-05-18, act: sign}\n", "the act a is here twice; the first is on line 7"},
	} {
		before, after, _ := strings.Cut(c.text, "¦") // where the fault is told
		acts, err := ReadFile("f.yaml", []byte(before+after))
		line := 1 + strings.Count(before, "\n")
		column := 1 + utf8.RuneCountInString(before[strings.LastIndex(before, "\n")+1:])
		want := fmt.Sprintf("f.yaml:%d:%d: %s", line, column, c.want)
		var faults form.Faults
		if !errors.As(err, &faults) {
			t.Errorf("ReadFile(%q) = %v, %v, want faults", before+after, acts, err)
			continue
		}
		if got := faults[0].Error(); len(faults) != 1 || !strings.HasPrefix(got, want) {
			t.Errorf("ReadFile(%q):\n%v\nwant the one fault\n%s", c.text, err, want)
		}
	}
}

func TestAtMostTwentyFaultsAreToldInTheirOrder(t *testing.T) {
	text := header
	for i := range 50 {
		text += fmt.Sprintf("  - {id: A%d, by: fi, date: 2022-05-18, act: sign}\n", i)
	}
	_, err := ReadFile("f.yaml", []byte(text))
	var faults form.Faults
	if !errors.As(err, &faults) || len(faults) != form.MaxFaults {
		t.Fatalf("ReadFile: %v, want %d faults", err, form.MaxFaults)
	}
	for i, f := range faults {
		if f.Place.Line != 7+i {
			t.Errorf("fault %d is on line %d, want %d", i, f.Place.Line, 7+i)
		}
	}
}

const jsonHead = `{"accede":"acts/1","body":"nato","sources":{"cns":{"title":"Talks"}}}` + "\n"

func TestALineOfJSONMayBeCanonicalOrPlain(t *testing.T) {
	text := jsonHead + signed + "\n\n" +
		` { "id":"b", "act":"position", "ballot":"for", "by":"no", "date":"2022-07-06", "dossier":"fi", "source":"cns", "note":"\ud83d\ude00\u002d" }` + "\r\n" + signed[:len(signed)-1] + `,"note":"x"}`
	var got []Located
	for a, err := range Lines("acts.jsonl", strings.NewReader(text)) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, a)
	}
	if len(got) != 3 || got[0].Place.Line != 2 || got[1].Place.Line != 4 || got[2].Place.Line != 5 {
		t.Fatalf("Lines = %+v, want three acts on lines 2, 4, 5", got)
	}
	day := form.Instant{Day: form.Date{Year: 2022, Month: 7, Day: 6}}
	want := Act{Body: "nato", ID: "b", By: "no", Date: day, Dossiers: []string{"fi"}, Sources: []Source{{Key: "cns", Title: "Talks"}}, Note: "😀-", Do: &Position{Ballot: "for"}}
	if diff := cmp.Diff(want, got[1].Act); diff != "" {
		t.Errorf("the plain line differs (-want +got):\n%s", diff)
	}
	if got[0].Act.Body != "nato" || got[2].Act.Note != "x" {
		t.Errorf("the canonical lines are %+v, %+v", got[0].Act, got[2].Act)
	}
}

func TestFaultsOfLinesAreToldAndTheReadingGoesOn(t *testing.T) {
	text := jsonHead + `{"act":"sign","id":"a","by":"fi","date":"2022-07-05","x":1}` + "\n" + `{"act":` + "\n" + signed + "\n" + `{"id":"a","by":"fi"}` + "\n"
	_, err := ReadFile("acts.jsonl", []byte(text))
	want := `acts.jsonl:2:54: unknown key "x" in the act sign; its keys are`
	if err == nil || !strings.HasPrefix(err.Error(), want) || strings.Count(err.Error(), "\n") != 2 ||
		!strings.Contains(err.Error(), "\nacts.jsonl:3:") || !strings.Contains(err.Error(), "\nacts.jsonl:5:1: the key act is missing here") {
		t.Errorf("ReadFile:\n%v\nwant three faults, the first\n%s", err, want)
	}
	read := 0
	for _, err := range Lines("acts.jsonl", strings.NewReader(text)) {
		if err == nil {
			read++
		}
	}
	if read != 1 {
		t.Errorf("%d lines were read, want 1", read)
	}
}

func TestLinesEndAtAHeadOfANewerVersion(t *testing.T) {
	n := 0
	for _, err := range Lines("a.jsonl", strings.NewReader(`{"accede":"acts/2"}`+"\n"+signed)) {
		n++
		if want := "a.jsonl:1:11: acts/2 is written for a newer version"; err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("Lines: %v, want %s", err, want)
		}
	}
	if n != 1 {
		t.Errorf("Lines answered %d times, want once", n)
	}
}

func TestALineTooLongIsAFaultAndTheEnd(t *testing.T) {
	var last error
	for _, err := range Lines("a.jsonl", strings.NewReader(signed+"\n"+strings.Repeat("x", maxLine+1)+"\n"+signed)) {
		last = err
	}
	if want := "a.jsonl:2: the line is longer than 1048576 bytes"; last == nil || !strings.HasPrefix(last.Error(), "a.jsonl:2") {
		t.Errorf("Lines: %v, want %s", last, want)
	}
}

// endless gives the same act again and again and counts what was taken from it.
type endless struct{ taken int }

func (e *endless) Read(p []byte) (int, error) {
	n := 0
	for n+len(signed)+1 <= len(p) {
		n += copy(p[n:], signed+"\n")
	}
	e.taken += n
	return n, nil
}

func TestLinesAreReadAsTheyAreAskedFor(t *testing.T) {
	source := &endless{}
	n := 0
	for _, err := range Lines("a.jsonl", io.Reader(source)) {
		if err != nil {
			t.Fatal(err)
		}
		if n++; source.taken > n*(len(signed)+1)+maxLine {
			t.Fatalf("%d bytes were taken for %d acts", source.taken, n)
		}
		if n == 10_000 {
			break
		}
	}
}

func FuzzReadFile(f *testing.F) {
	f.Add(false, []byte(header+"  - {id: a, by: fi, date: 2022-05-18, act: sign, source: [cns, derived]}\n"))
	f.Add(false, []byte(header+"  - {id: a, by: sg, date: 2022-05-18, act: talks, parties: [fi], lasted: {about: 5h}, statements: [{side: fi, form: reported, text: {en: x}, source: old}]}\n"))
	f.Add(false, []byte(header+"  - {id: a, by: sg, date: 2022-05-18, act: count, ballots: {for: 1}, classes: {a: {for: 2}}}\n"))
	f.Add(true, []byte(jsonHead+signed+"\n"+`{"id":"b","act":"position","ballot":"for","by":"no","date":"2022-07-06","source":"cns"}`))
	names, err := filepath.Glob("testdata/*.json")
	if err != nil || len(names) == 0 {
		f.Fatalf("no seeds: %v", err)
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(true, data)
		f.Add(false, []byte("accede: acts/1\nacts:\n  - "+string(data)))
	}
	f.Fuzz(func(t *testing.T, lines bool, data []byte) {
		name := "f.yaml"
		if lines {
			name = "f.jsonl"
		}
		acts, err := ReadFile(name, data)
		var faults form.Faults
		if err != nil && (!errors.As(err, &faults) || len(faults) == 0 || len(faults) > form.MaxFaults || acts != nil) {
			t.Errorf("ReadFile(%q) = %v, %v, want faults alone", data, acts, err)
		}
		for _, a := range acts {
			text, err := a.Act.Marshal()
			if err != nil {
				t.Errorf("ReadFile(%q) answers what cannot be written: %v", data, err)
				continue
			}
			if _, err := Parse(text); err != nil {
				t.Errorf("ReadFile(%q) answers what cannot be read: %v", data, err)
			}
		}
	})
}
