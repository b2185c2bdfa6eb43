package web

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"accede/act"
	"accede/body"
	"accede/dossier"
	"accede/form"
)

func TestWhatCannotBeAnsweredIsSaidInWordsOnThePages(t *testing.T) {
	h := pagesOf(t, nato(t))
	const hold, file = "/d/fi/desk/hold/", "/d/fi/desk/packages/file/"
	one := "accede: conflict/1\nparties:\n  - {id: a, options: [{id: holds}]%s}\n%s"
	many := "accede: conflict/1\nparties:\n  - id: a\n    options: ["
	for i := range 17 {
		many += fmt.Sprintf("{id: o%d}, ", i)
	}
	circle := strings.NewReplacer("{id: none}, {id: joint}", "{id: none}, {id: half}, {id: joint}", "[joint, none]", "[joint, half, none]", "none: 0, joint", "none: 0, half: 1, joint",
		"---\naccede: wishes/1\nparty: fi", "swaps:\n  - {id: s1, give: {issue: exports, from: lift, to: keep}, get: {issue: drafts, from: none, to: half}, would: true}\n"+
			"  - {id: s2, give: {issue: exports, from: lift, to: keep}, get: {issue: drafts, from: half, to: joint}, would: true}\n---\naccede: wishes/1\nparty: fi").Replace(tableOf)
	must := func(party, option string) string {
		return strings.Replace(tableOf, "party: "+party+"\n", "party: "+party+"\nmust: [{issue: exports, one_of: ["+option+"]}]\n", 1)
	}
	for name, c := range map[string]struct {
		path, field, text, say string
		code                   int
	}{
		"a model with no state":           {hold, "model", fmt.Sprintf(one, "", "impossible: [a.holds or not a.holds]\n"), "what is impossible excludes everything", 422},
		"states ranked in a circle":       {hold, "model", fmt.Sprintf(one, ", ranking: [a.holds, not a.holds, a.holds]", ""), "a state has one place", 422},
		"swaps in a circle":               {file, "sheets", circle, "the answers to s1, s2 cannot all be true: ask again", 422},
		"options that exclude everything": {file, "sheets", strings.Replace(must("tr", "lift"), "party: fi\n", "party: fi\nmust: [{issue: exports, one_of: [keep]}]\n", 1), "Ask whether a must-have can be eased, or add an option.", 200},
		"points that tell nothing apart":  {file, "sheets", strings.NewReplacer("keep: 40", "keep: 0", "joint: 60", "joint: 0").Replace(tableOf), "tell at least two apart", 422},
		"states too many to look at":      {hold, "model", many + "]\n", "the model has 17 options, which is 2^17 states; here it is answered up to 16 options", 422},
	} {
		w := send(t, h, c.path, c.field, c.text)
		if got := wordsOf(w.Body.String()); w.Code != c.code || !strings.Contains(got, c.say) {
			t.Errorf("%s: %d, it does not say %q: %.1500s", name, w.Code, c.say, got)
		}
	}
}

func TestCoalitionsTooManyToCountAreDrawnAndTheErrorIsOnThePage(t *testing.T) {
	var members, votes, people strings.Builder
	for i := range 60 {
		fmt.Fprintf(&members, "  - {id: m%d, name: {en: M%d}, kind: organisation}\n", i, i)
		fmt.Fprintf(&votes, "m%d: %d, ", i, 1_000_003+i*i*i*7919%8_999_993)
		fmt.Fprintf(&people, "m%d: %d, ", i, 1_000_033+i*i*104_729%98_999_969)
	}
	charter := "accede: charter/1\nbody: wide\nname: {en: Wide League}\ntime_zone: Europe/Brussels\nkeeping: official\nchair: {id: chair, name: {en: Chair}}\nmembers:\n" + members.String() +
		"applicants:\n  - {id: gala, name: {en: Gala}, kind: organisation}\nweights:\n  - {id: votes, unit: votes, of: {" + strings.TrimSuffix(votes.String(), ", ") + "}, source: unsourced}\n" +
		"  - {id: people, unit: people, of: {" + strings.TrimSuffix(people.String(), ", ") + "}, source: unsourced}\n" +
		"procedures:\n  admission:\n    stages:\n      - {id: application, act: apply}\n      - {id: decision, rule: at least half of members by votes are for and at least half of members by people are for}\n      - {id: accession, act: deposit, by: applicant, effect: {joins: members}}\n"
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	m := newMemory(charter, at.Add(time.Hour))
	m.add(t, act.Act{
		Body: "wide", ID: "applies", By: "gala", Date: form.Instant{At: at}, Dossiers: []string{"gala"}, Do: &act.Apply{Procedure: "admission", Subject: body.Names{"en": "Entry"}},
		Paper: &act.Paper{By: "chair", From: "letter"},
	}, at)
	d, err := dossier.Fold(m.entries, at)
	if err != nil {
		t.Fatal(err)
	}
	for n, ok := d.Due(at); ok; n, ok = d.Due(at) {
		m.entries = append(m.entries, dossier.NoticeEntry(int64(len(m.entries)+1), at, n))
		if err := d.Apply(m.entries[len(m.entries)-1]); err != nil {
			t.Fatal(err)
		}
	}
	h := pagesOf(t, m)
	w := get(t, h, "/d/gala/rule/power/")
	for w.Code == http.StatusAccepted { // it shows how far it is, and asks again
		w = get(t, h, "/d/gala/rule/power/")
	}
	got := wordsOf(w.Body.String())
	for _, want := range []string{"coalitions drawn at random", "95% half-width of 100000 draws"} {
		if w.Code != http.StatusOK || !strings.Contains(got, want) {
			t.Errorf("%d, the page does not say %q: %.2500s", w.Code, want, got)
		}
	}
}

func TestLongWorkOfTheDeskIsShownStoppedAndAskedForAgain(t *testing.T) {
	s := &site{}
	begun := make(chan struct{})
	key := s.tryoutKey("hold", "fi", "en", tryout{Text: "a model"})
	x, over, err := s.works.askAbout(t.Context(), key, tryout{Text: "a model"}, func(tell func(done, of int) error) (any, error) {
		close(begun)
		for {
			if err := tell(2, 5); err != nil {
				return nil, err
			}
			time.Sleep(time.Millisecond)
		}
	})
	<-begun
	if err != nil || over {
		t.Fatalf("askAbout = over %t, %v; want it under way", over, err)
	}
	same, over := s.works.find(t.Context(), key)
	if same != x || over || same.about.(tryout).Text != "a model" {
		t.Errorf("asked again by its key it is %v, over %t", same, over)
	}
	s.works.cancel(key)
	<-x.ended
	if gone, _ := s.works.find(t.Context(), key); gone != nil {
		t.Error("what was stopped is still there")
	}
	if other := s.tryoutKey("hold", "fi", "en", tryout{Text: "another model"}); other == key {
		t.Error("two models have one key")
	}
}

func TestWhatWasStoppedOrIsGoneIsSaidOnThePage(t *testing.T) {
	h := pagesOf(t, nato(t))
	for path, back := range map[string]string{"/d/fi/desk/hold/stop": "/d/fi/desk/hold/", "/d/fi/desk/packages/file/stop": "/d/fi/desk/packages/file/", "/d/fi/desk/packages/stop": "/d/fi/desk/packages/"} {
		w := send(t, h, path, "work", "nothing")
		if got := w.Body.String(); w.Code != http.StatusOK || !strings.Contains(wordsOf(got), "The work was stopped as you asked") || !strings.Contains(got, `href="`+back) {
			t.Errorf("%s = %d: %.1200s", path, w.Code, wordsOf(got))
		}
	}
	for _, path := range []string{"/d/fi/desk/hold/?wait=1", "/d/fi/desk/packages/file/?wait=1"} {
		if got := wordsOf(get(t, h, path, "Cookie", tryoutCookie+"=hold_0").Body.String()); !strings.Contains(got, "The answer is no longer kept. Send it again.") {
			t.Errorf("%s: %.1200s", path, got)
		}
	}
}
