package act

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"accede/body"
	"accede/form"
)

const signed = `{"accede":"act/1","act":"sign","by":"be","date":"2022-07-05","dossiers":["fi","se"],"id":"be-signs"}`

func TestBytesThatAreNotInDueFormAreRefused(t *testing.T) {
	if _, err := Parse([]byte(signed)); err != nil {
		t.Fatalf("Parse(%s): %v", signed, err)
	}
	replace := func(old, by string) string {
		if !strings.Contains(signed, old) {
			t.Fatalf("%s is not in the act", old)
		}
		return strings.Replace(signed, old, by, 1)
	}
	for why, text := range map[string]string{
		"nothing":                   ``,
		"no object":                 `[]`,
		"null":                      `null`,
		"newer format":              replace("act/1", "act/2"),
		"no format":                 replace(`"accede":"act/1",`, ``),
		"no kind":                   replace(`"act":"sign",`, ``),
		"unknown kind":              replace(`"sign"`, `"bless"`),
		"unknown key":               replace(`,"id"`, `,"if":"x","id"`),
		"key of another kind":       replace(`"by"`, `"ballot":"for","by"`),
		"keys out of order":         `{"accede":"act/1","act":"sign","date":"2022-07-05","by":"be","id":"be-signs"}`,
		"key twice":                 replace(`"by":"be"`, `"by":"be","by":"be"`),
		"blank":                     replace(`,"by"`, `, "by"`),
		"behind it":                 signed + "\n",
		"missing by":                replace(`"by":"be",`, ``),
		"missing id":                replace(`,"id":"be-signs"`, ``),
		"missing date":              replace(`"date":"2022-07-05",`, ``),
		"empty list":                replace(`["fi","se"]`, `[]`),
		"empty id":                  replace(`"be-signs"`, `""`),
		"capital id":                replace(`"be-signs"`, `"Be-signs"`),
		"id begins with a hyphen":   replace(`"be-signs"`, `"-be"`),
		"id of 65 letters":          replace(`be-signs`, strings.Repeat("a", 65)),
		"dossier twice":             replace(`"se"`, `"fi"`),
		"dossier twice among many":  replace(`"fi","se"`, `"a","b","c","d","e","f","g","h","i","b"`),
		"date not of the calendar":  replace(`2022-07-05`, `2022-06-31`),
		"moment not in UTC":         replace(`2022-07-05`, `2022-07-05T12:00:00+02:00`),
		"number for a text":         replace(`"be"`, `1`),
		"text for a list":           replace(`["fi","se"]`, `"fi"`),
		"unknown word":              replace(`"dossiers"`, `"dated":"exactly","dossiers"`),
		"stage with four parts":     replace(`"}`, `","stage":"a/b/c/d"}`),
		"stage with an empty part":  replace(`"}`, `","stage":"a//d"}`),
		"note of blanks":            replace(`"}`, `","note":" \n "}`),
		"note that turns around":    replace(`"}`, "\",\"note\":\"a\u202eb\"}"),
		"note with a bell":          replace(`"}`, `","note":"a\u0007"}`),
		"source without a title":    replace(`"}`, `","sources":[{"key":"cns"}]}`),
		"unsourced with a title":    replace(`"}`, `","sources":[{"key":"unsourced","title":"x"}]}`),
		"source that is a script":   replace(`"}`, `","sources":[{"key":"a","title":"x","url":"javascript:alert(1)"}]}`),
		"source of nothing":         replace(`"}`, `","sources":[{}]}`),
		"paper without its author":  replace(`"}`, `","paper":{"from":"letter"}}`),
		"paper of nothing":          replace(`"}`, `","paper":{}}`),
		"escape that is not needed": replace(`be-signs`, `be\u002dsigns`),
		"objection without concern": `{"accede":"act/1","act":"object","by":"tr","date":"2022-05-19","id":"o"}`,
		"concern without text":      `{"accede":"act/1","act":"object","by":"tr","concerns":[{"id":"c"}],"date":"2022-05-19","id":"o"}`,
		"tag that is none":          `{"accede":"act/1","act":"object","by":"tr","concerns":[{"id":"c","text":{"e":"x"}}],"date":"2022-05-19","id":"o"}`,
		"text that is empty":        `{"accede":"act/1","act":"object","by":"tr","concerns":[{"id":"c","text":{"en":""}}],"date":"2022-05-19","id":"o"}`,
		"strength of five":          `{"accede":"act/1","act":"assess","by":"tr","date":"2022-05-19","direction":"toward","id":"o","of":"m","strength":5}`,
		"strength below nothing":    `{"accede":"act/1","act":"assess","by":"tr","date":"2022-05-19","direction":"toward","id":"o","of":"m","strength":-1}`,
		"strength of nothing":       `{"accede":"act/1","act":"assess","by":"tr","date":"2022-05-19","direction":"toward","id":"o","of":"m","strength":0}`,
		"assessment of nothing":     `{"accede":"act/1","act":"assess","by":"tr","date":"2022-05-19","id":"o","of":"m"}`,
		"withdrawal of which":       `{"accede":"act/1","act":"withdraw","by":"tr","date":"2022-05-19","id":"o","what":"objection"}`,
		"count that is negative":    `{"accede":"act/1","act":"count","ballots":{"for":-1},"by":"tr","date":"2022-05-19","id":"o"}`,
		"classes of nothing":        `{"accede":"act/1","act":"count","ballots":{"for":1},"by":"tr","classes":{"a":{}},"date":"2022-05-19","id":"o"}`,
		"more than 60 KiB":          replace(`"}`, `","note":"`+strings.Repeat("a", MaxSize)+`"}`),
	} {
		a, err := Parse([]byte(text))
		if err == nil {
			t.Errorf("%s: Parse(%.300s) = %+v, want a refusal", why, text, a)
		} else if !errors.Is(err, ErrForm) {
			t.Errorf("%s: %v does not wrap ErrForm", why, err)
		}
	}
}

func TestWhatCannotBeReadIsNotWritten(t *testing.T) {
	day := form.Instant{Day: form.Date{Year: 2022, Month: 7, Day: 5}}
	good := Act{ID: "a", By: "be", Date: day, Do: &Sign{}}
	for why, spoil := range map[string]func(*Act){
		"nothing done":        func(a *Act) { a.Do = nil },
		"a nil deed":          func(a *Act) { a.Do = (*Position)(nil) },
		"no author":           func(a *Act) { a.By = "" },
		"no date":             func(a *Act) { a.Date = form.Instant{} },
		"a day that is none":  func(a *Act) { a.Date.Day.Day = 32 },
		"a text that is none": func(a *Act) { a.Note = "\xff" },
		"too much":            func(a *Act) { a.Note = strings.Repeat("a", MaxSize) },
		"a list of blanks":    func(a *Act) { a.Do = &Talks{Parties: []body.MemberID{"fi"}, Agreed: []string{""}} },
		"two lengths":         func(a *Act) { a.Do = &Talks{Parties: []body.MemberID{"fi"}, Lasted: Length{About: 1, MoreThan: 1}} },
		"nobody there":        func(a *Act) { a.Do = &Talks{Parties: []body.MemberID{"fi"}, Attendance: []Person{{}}} },
		"key twice": func(a *Act) {
			a.Do = &Count{Ballots: form.Map[int64]{Keys: []string{"for", "for"}, Values: []int64{1, 1}}}
		},
		"key without value": func(a *Act) { a.Do = &Count{Ballots: form.Map[int64]{Keys: []string{"for"}}} },
	} {
		a := good
		spoil(&a)
		if data, err := a.Marshal(); err == nil || !errors.Is(err, ErrForm) {
			t.Errorf("%s: Marshal = %s, %v, want a refusal", why, data, err)
		}
	}
	if data, err := good.Marshal(); err != nil {
		t.Errorf("Marshal = %s, %v", data, err)
	}
}

// A list as long as an act may be must not cost the square of its length. The counts are those of comparisons, not a
// time: a map has none that grow so.
func TestRepeatedIsFoundInListsOfAnyLength(t *testing.T) {
	for _, n := range []int{0, 1, 2, 8, 9, 20_000} {
		asked := 0
		at := func(i int) string { asked++; return fmt.Sprint("id-", i) }
		if got := repeated(n, at); got != -1 {
			t.Errorf("repeated of %d ids = %d, want -1", n, got)
		}
		if asked > 64+2*n {
			t.Errorf("repeated of %d ids asks %d times", n, asked)
		}
		if n < 2 {
			continue
		}
		again := func(i int) string { return fmt.Sprint("id-", i%(n-1)) }
		if got := repeated(n, again); got != n-1 {
			t.Errorf("repeated of %d ids, the last one the first again = %d, want %d", n, got, n-1)
		}
	}
}

func TestARefusalNamesTheActAndTheField(t *testing.T) {
	a := Act{ID: "be-for", By: "be", Date: form.Instant{Day: form.Date{Year: 2022, Month: 7, Day: 5}}, Do: &Object{
		Concerns: []Concern{{ID: "c", Text: body.Names{"en": "x"}, Demands: []Demand{{ID: "d", Text: body.Names{"en": "x"}}}}},
	}}
	_, err := a.Marshal()
	if want := "act be-for (object): concerns: [0]: demands: [0]: of is missing: not in due form"; err == nil || err.Error() != want {
		t.Errorf("Marshal: %v, want %s", err, want)
	}
}

func FuzzParse(f *testing.F) {
	names, err := filepath.Glob("testdata/*.json")
	if err != nil || len(names) == 0 {
		f.Fatalf("no seeds: %v", err)
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte(signed))
	f.Fuzz(func(t *testing.T, data []byte) {
		a, err := Parse(data)
		if err != nil {
			if !errors.Is(err, ErrForm) {
				t.Errorf("Parse(%q): %v does not wrap ErrForm", data, err)
			}
			return
		}
		if again, err := a.Marshal(); err != nil || string(again) != string(data) {
			t.Errorf("Parse(%q) accepts what is written as %q, %v", data, again, err)
		}
	})
}
