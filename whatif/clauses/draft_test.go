package clauses

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"accede/act"
	"accede/body"
	"accede/form"
)

const draftText = `
accede: draft/1
title: {en: Trilateral memorandum}
mediator: sg
parties: [tr, fi, se]
clauses:
  - {id: values, number: "2", kind: recital, text: {en: The principles of the alliance are affirmed.}}
  - {id: exports, number: "7", by: [fi, se], answers: [arms], text: {en: Finland and Sweden lift their restrictions at once.}}
  - {id: financing, number: "8.3", by: [fi, se], answers: [pkk, terrorism], text: {en: "Financing is investigated [and stopped]."}}
`

var noon = time.Date(2022, 6, 28, 12, 0, 0, 0, time.UTC)

func readDraft(t *testing.T, confidential bool) Draft {
	t.Helper()
	text := draftText
	if confidential {
		text = strings.Replace(text, "clauses:", "confidential: true\nclauses:", 1)
	}
	d, err := Read("draft.yaml", []byte(text), noon)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// say enters a reaction to the last version of a clause.
func say(t *testing.T, d Draft, party body.MemberID, id string, answer Answer, words string) Draft {
	t.Helper()
	r := Reaction{Party: party, Answer: answer, When: noon}
	if words != "" {
		r.Text = body.Names{"en": words}
	}
	next, err := d.React(id, standing(t, d, "", id).Version, r)
	if err != nil {
		t.Fatal(err)
	}
	return next
}

func standing(t *testing.T, d Draft, reader body.MemberID, id string) Standing {
	t.Helper()
	all := d.Seen(reader)
	i := slices.IndexFunc(all, func(s Standing) bool { return s.ID == id })
	if i < 0 {
		t.Fatalf("there is no clause %s", id)
	}
	return all[i]
}

func all(t *testing.T, d Draft, id string) Draft {
	t.Helper()
	for _, p := range d.Parties() {
		d = say(t, d, p, id, Accept, "")
	}
	return d
}

func TestAClauseIsAgreedWhenAllAcceptAndNoWordStandsInBrackets(t *testing.T) {
	d := readDraft(t, false)
	d = all(t, all(t, all(t, d, "values"), "exports"), "financing")
	for id, want := range map[string]State{"values": Agreed, "exports": Agreed, "financing": Brackets} {
		if got := standing(t, d, "", id).State; got != want {
			t.Errorf("%s is %v, want %v", id, got, want)
		}
	}
	if _, err := d.Memorandum(); d.Agreed() || !errors.Is(err, ErrAgreed) {
		t.Errorf("with words in brackets the draft is agreed: %v", err)
	}
	f := standing(t, d, "", "financing").Clause
	f.Text = body.Names{"en": "Financing is investigated and stopped."}
	next, err := d.Table("sg", f, noon)
	if err != nil {
		t.Fatal(err)
	}
	if s := standing(t, next, "", "financing"); s.State != Open || len(s.Waiting) != 3 || s.Version != 2 {
		t.Errorf("the new version = %+v, want all reactions void", s)
	}
	if got, want := standing(t, next, "", "financing").Difference(1, 2, "en"), 3; len(got) < want {
		t.Errorf("the difference = %v", got)
	}
	next = all(t, next, "financing")
	m, err := next.Memorandum()
	if err != nil || !next.Agreed() || len(m.Clauses) != 3 || m.Auspices != "sg" || m.Clauses[1].Clause != "7" {
		t.Fatalf("Memorandum = %+v, %v", m, err)
	}
	a := act.Act{
		Body: "nato", ID: "memorandum", By: "sg", Dossiers: []string{"fi"}, Do: m,
		Date: form.Instant{At: noon}, Sources: []act.Source{{Key: body.Unsourced}},
	}
	data, err := a.Marshal()
	if err == nil {
		_, err = act.Parse(data)
	}
	if err != nil {
		t.Errorf("the memorandum is no act in due form: %v", err)
	}
	if standing(t, d, "", "financing").Version != 1 {
		t.Error("the earlier draft has changed")
	}
}

func TestConfidentialReactionsAreSeenByTheirAuthorAloneUntilAllHaveReacted(t *testing.T) {
	d := say(t, say(t, readDraft(t, true), "tr", "exports", Refuse, ""), "fi", "exports", Accept, "")
	for reader, want := range map[body.MemberID]int{"tr": 1, "fi": 1, "se": 0, "sg": 0, "": 0} {
		s := standing(t, d, reader, "exports")
		if len(s.Reactions) != want || want == 1 && s.Reactions[0].Party != reader || s.State != Open {
			t.Errorf("%q sees %+v of an open clause, want %d", reader, s.Reactions, want)
		}
	}
	if got := d.Blocking(); !slices.Equal(got, []body.MemberID{"tr", "fi", "se"}) {
		t.Errorf("Blocking = %v, want all, who have other clauses to react to", got)
	}
	d = say(t, d, "se", "exports", Accept, "")
	for _, reader := range []body.MemberID{"tr", "sg", ""} {
		if s := standing(t, d, reader, "exports"); len(s.Reactions) != 3 || s.State != Disputed {
			t.Errorf("%q sees %+v of a clause all have reacted to", reader, s.Reactions)
		}
	}
}

func TestWhatIsHiddenChangesNothingThatOthersSee(t *testing.T) {
	answers := []Reaction{{Answer: Accept}, {Answer: Refuse}, {Answer: Amend, Text: body.Names{"en": "Nothing is lifted."}}}
	var want string
	for _, r := range answers {
		d := readDraft(t, true)
		r.Party = "tr"
		d, err := d.React("exports", 1, r)
		if err != nil {
			t.Fatal(err)
		}
		_, stale := d.React("exports", 2, Reaction{Party: "fi", Answer: Accept})
		seen := fmt.Sprintf("%+v %+v %v %v %v %v", d.Seen("fi"), d.Seen("sg"), d.Blocking(), d.Agreed(), d.Coverage([]string{"arms"}), stale)
		if want == "" {
			want = seen
		}
		if seen != want {
			t.Errorf("with %v others see\n%s, else\n%s", r.Answer, seen, want)
		}
	}
}

func TestAmendmentsAreLaidOverTheTextInBrackets(t *testing.T) {
	d := say(t, readDraft(t, false), "tr", "exports", Amend, "Finland and Sweden lift all restrictions at once and for good.")
	d = say(t, d, "se", "exports", Amend, "Finland and Sweden ease their restrictions.")
	s := standing(t, d, "", "exports")
	want := []Segment{
		{Kept, "Finland and Sweden ", nil},
		{Removed, "lift", []body.MemberID{"se"}},
		{Added, "ease", []body.MemberID{"se"}},
		{Kept, " ", nil},
		{Removed, "their", []body.MemberID{"tr"}},
		{Added, "all", []body.MemberID{"tr"}},
		{Kept, " restrictions", nil},
		{Removed, " at once", []body.MemberID{"se"}},
		{Added, " and for good", []body.MemberID{"tr"}},
		{Kept, ".", nil},
	}
	if diff := cmp.Diff(want, s.Overlay("en")); diff != "" {
		t.Errorf("Overlay: (-want +got)\n%s", diff)
	}
	const line = "Finland and Sweden [lift (without: se)] [ease (with: se)] [their (without: tr)] [all (with: tr)] restrictions [at once (without: se)] [and for good (with: tr)]."
	if got := InBrackets(s.Overlay("en")); got != line {
		t.Errorf("InBrackets = %q, want %q", got, line)
	}
}

func TestAnOverlayGivesBackTheTextAndEveryAmendment(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := drawText(t, "text")
		var amendments []Reaction
		for i := range rapid.IntRange(0, 3).Draw(t, "amendments") {
			amendments = append(amendments, Reaction{Party: body.MemberID(fmt.Sprint("p", i)), Answer: Amend, Text: body.Names{"en": "x" + drawText(t, "amendment")}})
		}
		segments := Overlay(body.Names{"en": text}, amendments, "en")
		read := func(by body.MemberID) string {
			var b strings.Builder
			for _, s := range segments {
				if s.Change == Kept || (s.Change == Added) == slices.Contains(s.By, by) {
					b.WriteString(s.Text)
				}
			}
			return b.String()
		}
		if got := read("nobody"); got != text {
			t.Errorf("the text = %q, want %q", got, text)
		}
		for _, r := range amendments {
			if got := read(r.Party); got != r.Text["en"] {
				t.Errorf("the amendment of %s = %q, want %q", r.Party, got, r.Text["en"])
			}
		}
	})
}

func TestWhatMayNotBeDoneIsRefusedAndChangesNothing(t *testing.T) {
	d := all(t, readDraft(t, false), "values")
	exports := standing(t, d, "", "exports").Clause
	wild := exports
	wild.Text = body.Names{"en": "lift [them"}
	odd := exports
	odd.Kind = "promise"
	before := fmt.Sprint(d.Seen(""))
	for name, c := range map[string]struct {
		do   func() (Draft, error)
		want error
	}{
		"tabled by a party":        {func() (Draft, error) { return d.Table("tr", exports, noon) }, ErrAuthority},
		"tabled unchanged":         {func() (Draft, error) { return d.Table("sg", exports, noon) }, ErrSame},
		"an open bracket":          {func() (Draft, error) { return d.Table("sg", wild, noon) }, ErrBrackets},
		"a kind nobody knows":      {func() (Draft, error) { return d.Table("sg", odd, noon) }, ErrDraft},
		"dropped by a party":       {func() (Draft, error) { return d.Drop("tr", "exports") }, ErrAuthority},
		"no such clause":           {func() (Draft, error) { return d.Drop("sg", "none") }, ErrClause},
		"a reaction of a stranger": {func() (Draft, error) { return d.React("exports", 1, Reaction{Party: "hu", Answer: Accept}) }, ErrAuthority},
		"an older version":         {func() (Draft, error) { return d.React("exports", 0, Reaction{Party: "tr", Answer: Accept}) }, ErrStale},
		"no answer":                {func() (Draft, error) { return d.React("exports", 1, Reaction{Party: "tr"}) }, ErrDraft},
		"an amendment of nothing":  {func() (Draft, error) { return d.React("exports", 1, Reaction{Party: "tr", Answer: Amend}) }, ErrDraft},
		"an amendment unchanged": {func() (Draft, error) {
			return d.React("exports", 1, Reaction{Party: "tr", Answer: Amend, Text: exports.Text})
		}, ErrSame},
		"words with a yes": {func() (Draft, error) {
			return d.React("exports", 1, Reaction{Party: "tr", Answer: Accept, Text: exports.Text})
		}, ErrDraft},
		"a reaction to what is agreed": {func() (Draft, error) { return d.React("values", 1, Reaction{Party: "tr", Answer: Refuse}) }, ErrAgreed},
	} {
		got, err := c.do()
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
		if after := fmt.Sprint(got.Seen("")); after != before {
			t.Errorf("%s: the draft has changed to %s", name, after)
		}
	}
}

func TestANewNumberVoidsNothingAndNewUndertakersDo(t *testing.T) {
	d := say(t, readDraft(t, false), "tr", "exports", Accept, "")
	c := standing(t, d, "", "exports").Clause
	c.Number, c.Answers = "8", []string{"arms", "drones"}
	d, err := d.Table("sg", c, noon)
	if err != nil || len(standing(t, d, "", "exports").Waiting) != 2 {
		t.Errorf("a new number: %v, %+v", err, standing(t, d, "", "exports").Waiting)
	}
	c.By = []body.MemberID{"se"}
	if d, err = d.Table("sg", c, noon); err != nil || len(standing(t, d, "", "exports").Waiting) != 3 {
		t.Errorf("new undertakers: %v, %+v", err, standing(t, d, "", "exports").Waiting)
	}
}

func TestDemandsWithoutAClauseAreNamed(t *testing.T) {
	d := all(t, readDraft(t, false), "exports")
	got := d.Coverage([]string{"pkk", "ypg", "arms"})
	want := Coverage{
		Demands: []Cover{{"pkk", []string{"financing"}, Open}, {"ypg", nil, Open}, {"arms", []string{"exports"}, Agreed}},
		Missing: []string{"ypg"}, Unknown: []string{"terrorism"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Coverage: (-want +got)\n%s", diff)
	}
	d, err := d.Drop("sg", "exports")
	if err != nil {
		t.Fatal(err)
	}
	if got := d.Coverage([]string{"pkk", "arms"}); !slices.Equal(got.Missing, []string{"arms"}) {
		t.Errorf("without the clause, Missing = %v", got.Missing)
	}
	if got := d.Coverage([]string{"arms"}); !slices.Equal(got.Beside, []string{"financing"}) {
		t.Errorf("Beside = %v, want financing", got.Beside)
	}
}

func TestAClauseThatWasDroppedCanComeBack(t *testing.T) {
	d := readDraft(t, false)
	c := standing(t, d, "", "exports").Clause
	d, err := d.Drop("sg", "exports")
	if err != nil || len(d.Seen("")) != 2 {
		t.Fatalf("Drop = %v, %d clauses", err, len(d.Seen("")))
	}
	if _, err := d.React("exports", 1, Reaction{Party: "tr", Answer: Accept}); !errors.Is(err, ErrClause) {
		t.Errorf("a reaction to a dropped clause = %v, want ErrClause", err)
	}
	d, err = d.Table("sg", c, noon)
	if s := standing(t, d, "", "exports"); err != nil || s.Version != 2 || len(s.Waiting) != 3 {
		t.Errorf("back again: %+v, %v", s, err)
	}
}

func TestAFileThatIsWrongSaysWhere(t *testing.T) {
	for _, c := range []struct{ from, to, want string }{
		{"[and stopped]", "[and stopped", "not closed"},
		{"id: exports", "id: values", "stands here twice"},
		{"[tr, fi, se]", "[tr]", "two parties at least"},
		{"[tr, fi, se]", "[tr, tr]", "is there twice"},
		{"kind: recital", "kind: recitals", `did you mean "recital"`},
	} {
		_, err := Read("draft.yaml", []byte(strings.Replace(draftText, c.from, c.to, 1)), noon)
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), "draft.yaml:") {
			t.Errorf("Read(%s) = %v, want %q and its place", c.to, err, c.want)
		}
	}
}

func TestTheFileHasASchema(t *testing.T) {
	if text, err := Schema(); err != nil || !strings.Contains(string(text), `"confidential"`) {
		t.Errorf("Schema = %s, %v", text, err)
	}
}
