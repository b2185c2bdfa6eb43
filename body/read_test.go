package body_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"accede/body"
	"accede/form"
)

func read(t testing.TB, name string) (*body.Charter, string) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	c, err := body.ReadCharter(name, data)
	if err != nil {
		t.Fatalf("ReadCharter(%s) = %v", name, err)
	}
	return c, string(data)
}

func TestCharterKeepsPlaces(t *testing.T) {
	c, _ := read(t, "alliance.yaml")
	stage := c.Procedures.Values[0].Stages[1]
	if got, want := stage.Rule.Place.String(), "alliance.yaml:32:15"; got != want {
		t.Errorf("place of the sentence = %s, want %s", got, want)
	}
	if got, want := stage.Places.Of("objection").String(), "alliance.yaml:34:20"; got != want {
		t.Errorf("place of objection = %s, want %s", got, want)
	}
	if got := stage.Silence.AtLeast; got != (form.Period{N: 72, Unit: "hours"}) {
		t.Errorf("silence at least %v, want 72 hours", got)
	}
}

// Each case changes one thing in a good charter and says what has to be told.
func TestACharterThatIsWrongIsToldWhereAndWhy(t *testing.T) {
	for _, c := range []struct{ file, old, new, want string }{
		{"alliance.yaml", "charter/1", "charter/2", "alliance.yaml:2:9: charter/2 is written for a newer version of this program, which reads charter/1: use that version"},
		{"alliance.yaml", "charter/1", "charter", `alliance.yaml:2:9: "charter" is not the format of a charter: write accede: charter/1`},
		{"alliance.yaml", "accede: charter/1", "", "alliance.yaml:3:1: this is no charter: its first line is accede: charter/1"},
		{"alliance.yaml", "body: alliance", "body: Alliance", `alliance.yaml:3:7: "Alliance" is not an id`},
		{"alliance.yaml", "Europe/Brussels", "Europe/Bruxelles", `alliance.yaml:5:12: time zone "Europe/Bruxelles" is not known`},
		{"alliance.yaml", "Europe/Brussels", "Local", `alliance.yaml:5:12: time zone "Local" is not known`},
		{"alliance.yaml", "{en: Belgium, fr: Belgique}", "{En: Belgium}", `alliance.yaml:12:21: "En" is not a language tag`},
		{"alliance.yaml", "{en: Belgium, fr: Belgique}", "{en: ''}", "alliance.yaml:12:25: the text is empty"},
		{"alliance.yaml", "{en: Belgium, fr: Belgique}", "Belgium", "alliance.yaml:12:20: a text for each language is wanted"},
		{"alliance.yaml", "\"no\": Norge", "no: Norge", `alliance.yaml:13:35: the key no without quotes`},
		{"alliance.yaml", "id: tr", "id: be", `alliance.yaml:14:10: the member "be" is here twice; the first is on line 12`},
		{"alliance.yaml", "id: us, name", "id: applicant, name", `alliance.yaml:15:10: "applicant" is the word for a party in procedures`},
		{"alliance.yaml", "source: treaty", "source: traety", `alliance.yaml:12:76: there is no source "traety"; did you mean "treaty"?`},
		{"alliance.yaml", "  treaty: {", "  unsourced: {", "alliance.yaml:8:3: unsourced says that there is no source"},
		{"alliance.yaml", "id: se,", "id: us,", `alliance.yaml:15:10: "us" is an applicant too, but has always been a member`},
		{"alliance.yaml", "{id: sg, name: {en: Secretary General}", "{id: us, name: {en: Secretary General}", `alliance.yaml:9:13: "us" is also a member or applicant`},
		{"alliance.yaml", "joins: members", "joins: members, ends: members", ": the one effect that is carried out is joins: members"},
		{"alliance.yaml", "for: [ratification,", "for: [ratifications,", `alliance.yaml:10:27: no procedure has a stage "ratifications"`},
		{"alliance.yaml", "since: 2023-04-04", "since: 2023-04-04, until: 2023-04-04", "alliance.yaml:16:61: until 2023-04-04 is not after 2023-04-04"},
		{"alliance.yaml", "members: [us]", "members: [uk]", `alliance.yaml:21:14: there is no member "uk"`},
		{"alliance.yaml", "members: [us]", "members: [be]", `alliance.yaml:23:18: "be" always belongs to this class`},
		{"alliance.yaml", "until: 2020-01-01", "until: 2020-01-02", `alliance.yaml:24:18: this term of "be" overlaps another`},
		{"alliance.yaml", "id: nuclear", "id: members", "alliance.yaml:20:9: the class members is always there"},
		{"alliance.yaml", "id: nuclear", "id: voting", `alliance.yaml:20:9: "voting" is a word of the rule language`},
		{"alliance.yaml", "id: nuclear", "id: p5.x_", `alliance.yaml:20:9: "p5.x_" is not an id`},
		{"alliance.yaml", "id: nuclear", "id: 5p", `alliance.yaml:20:9: "5p" begins with a digit`},
		{"alliance.yaml", "id: invitation", "id: application", `alliance.yaml:31:13: the stage "application" is here twice; the first is on line 29`},
		{"alliance.yaml", "rule: none of members are against", "note: later", "alliance.yaml:31:9: the stage invitation says nothing of how it is done"},
		{"alliance.yaml", "act: apply", "{act: apply}", "alliance.yaml:31:7: not well-formed"},
		{"alliance.yaml", "act: apply", "act: apply\n        rule: all of members are for", "alliance.yaml:29:9: the stage application says rule and act: it is done in one way"},
		{"alliance.yaml", "act: apply", "act: apply\n        quorum: half of members are present", "alliance.yaml:31:17: quorum means nothing in the stage application"},
		{"alliance.yaml", "each: members, act", "each: parties, act", `alliance.yaml:35:31: there is no class "parties"; the classes are members, nuclear`},
		{"alliance.yaml", "act: sign}", "note: x}", "alliance.yaml:35:31: the stage signature wants something of each: say what, in act or in steps"},
		{"alliance.yaml", "[approve, deposit]", "[approve, deposits]", `alliance.yaml:36:50: "deposits" is no act that can be a step`},
		{"alliance.yaml", "by: applicant", "by: secretariat", "alliance.yaml:37:43: the charter names no secretariat"},
		{"alliance.yaml", "by: applicant", "by: pope", `alliance.yaml:37:43: there is no party "pope": declare it under parties`},
		{"alliance.yaml", "{joins: members}", "{}", "alliance.yaml:37:62: an effect joins a class, ends its time in one, or amends the charter"},
		{"alliance.yaml", "rule: none of members are against", "rule: none of members are against\n        tie: chair decides\n        closes: when certain", ": the chair decides equal votes by closing the stage, and this one closes by itself as soon as it is certain"},
		{"fund.yaml", "id: a, name: {en: Alpha}, votes", "id: x, name: {en: Alpha}, votes", `fund.yaml:7:13: the chair votes, but "x" is no member`},
		{"fund.yaml", "until: 1990-01-01", "until: 1996-01-01", `fund.yaml:13:68: this time of "b" is not over when its next begins`},
		{"fund.yaml", "since: 2010-01-01, ", "", `fund.yaml:13:89: this time of "b" is not over when its next begins`},
		{"fund.yaml", "all: true}", "all: true, members: [a]}", "fund.yaml:16:49: everybody belongs to this class"},
		{"fund.yaml", "from: 2024-01-01", "from: 2023-12-31", `fund.yaml:20:10: the weight "votes" of line 19 holds on some of the same days`},
		{"fund.yaml", "a: 60", "a: -1", "fund.yaml:19:54: the figure of a is less than nothing: -1"},
		{"fund.yaml", "a: 60", "a: 9223372036854775807", "fund.yaml:19:54: the figures add up to more than can be counted"},
		{"fund.yaml", "b: 40, c: 10", "b: 40", `fund.yaml:20:52: the weight "votes" has no figure for the member "c"; write 0 if it has none`},
		{"fund.yaml", "b: 40, c: 10", "b: 40, c: 10, d: 1", `fund.yaml:20:74: there is no member "d"`},
		{"fund.yaml", "id: declaring", "id: recused", "fund.yaml:22:10: the ballot recused is always there"},
		{"fund.yaml", "id: declaring", "id: not", `fund.yaml:22:10: "not" is a word of the rule language`},
		{"fund.yaml", "kind: abstaining", "kind: recused", `fund.yaml:22:27: "recused" is not a word for this; the words are: pending, for, against, abstaining, absent`},
		{"fund.yaml", "by_rule: amendment", "by_rule: amendments", `fund.yaml:29:35: there is no rule "amendments"`},
		{"fund.yaml", "organ: board", "organ: bord", `fund.yaml:29:53: there is no class "bord"; the classes are members, governors, board`},
		{"fund.yaml", "within: 6 months", "within: half a year", `fund.yaml:29:79: "half a year" is not a period`},
		{"fund.yaml", "15 months of signature}", "15 months of signing}", `fund.yaml:34:51: no earlier stage of this procedure is called "signing"`},
		{"fund.yaml", "at_least: 2 of members", "at_least: two of members", `fund.yaml:35:26: "two of members" is not a number of a class`},
		{"fund.yaml", "at_least: 2 of members", "note: 2", `fund.yaml:35:16: unknown key "note"`},
		{"fund.yaml", "each: [governors, applicant]", "each: [governors, governors]", "fund.yaml:30:31: governors is here twice"},
	} {
		_, text := read(t, c.file)
		if !strings.Contains(text, c.old) {
			t.Fatalf("%s has no %q", c.file, c.old)
		}
		_, err := body.ReadCharter(c.file, []byte(strings.Replace(text, c.old, c.new, 1)))
		if err == nil || !strings.Contains(err.Error()+"\n", c.want) {
			t.Errorf("%q instead of %q: ReadCharter = %v\nwant %s", c.new, c.old, err, c.want)
		}
	}
}

func TestABallotMoreThanTheSetHoldsIsRefused(t *testing.T) {
	_, text := read(t, "fund.yaml")
	var more strings.Builder
	for i := range 26 {
		more.WriteString("  - {id: b" + string(rune('a'+i)) + ", kind: for}\n")
	}
	_, err := body.ReadCharter("f", []byte(strings.Replace(text, "ballots:\n", "ballots:\n"+more.String(), 1)))
	if err == nil || !strings.Contains(err.Error(), "a charter can declare 26 ballots, not more") {
		t.Errorf("ReadCharter with 27 ballots = %v, want a refusal", err)
	}
}

func FuzzReadCharter(f *testing.F) {
	for _, name := range []string{"alliance.yaml", "fund.yaml"} {
		_, text := read(f, name)
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := body.ReadCharter("f.yaml", data)
		if err != nil {
			var faults form.Faults
			if !errors.As(err, &faults) || len(faults) == 0 {
				t.Fatalf("ReadCharter(%q) = %#v, want Faults", data, err)
			}
			return
		}
		if _, err := body.New(c); err != nil {
			t.Errorf("New of what ReadCharter(%q) read = %v", data, err)
		}
	})
}
