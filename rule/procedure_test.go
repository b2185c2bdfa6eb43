package rule

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"accede/body"
	"accede/form"
)

const charter = `accede: charter/1
body: house
name: {en: House}
time_zone: UTC
keeping: official
chair: {id: chair, name: {en: Chair}}
members:
  - {id: a, name: {en: A}}
  - {id: b, name: {en: B}}
classes:
  - {id: council, members: [a, b]}
rules:
  - id: simple
    rule: more than half of members voting are for
    source: unsourced
procedures:
  admission:
    stages:
      - {id: application, act: apply}
      - id: opinion
        rule: at least 1 of council are for
        quorum: at least half of council are present
      - {id: decision, by_rule: simple}
`

func readCharter(t *testing.T, text string) *body.Charter {
	t.Helper()
	c, err := body.ReadCharter("house.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestACharterIsReadIntoStagesWithTheirSentences(t *testing.T) {
	procedures, err := Read(readCharter(t, charter))
	if err != nil {
		t.Fatal(err)
	}
	p := procedures[0]
	if p.ID != "admission" || len(p.Stages) != 3 {
		t.Fatalf("Read = %+v", procedures)
	}
	for i, want := range []struct{ id, rule, quorum string }{
		{"application", "", ""},
		{"opinion", "at least 1 of council are for", "at least half of council are present"},
		{"decision", "more than half of members voting are for", ""},
	} {
		s, ok := p.Stage(want.id)
		if !ok || s != &p.Stages[i] || s.Rule.String() != want.rule || s.Quorum.String() != want.quorum ||
			s.HasRule != (want.rule != "") || s.HasQuorum != (want.quorum != "") {
			t.Errorf("stage %s = %+v, want %+v", want.id, s, want)
		}
	}
	if _, ok := p.Stage("accession"); ok {
		t.Error("a stage that is not there was found")
	}
}

func TestWhatIsWrongInACharterSentenceIsToldWhereItStands(t *testing.T) {
	for _, c := range []struct{ old, new, want string }{
		{
			"at least 1 of council are for", "at least 3 of council are for",
			`house.yaml:21:15: "at least 3 of council": the class council has 2 members; at most 2 can be asked for`,
		},
		{"at least 1 of council are for", "at least 1 counsil are for", `house.yaml:21:26: expected "of", found "counsil"`},
		{"half of council are present", "half of counsil are present", `house.yaml:22:34: there is no class "counsil"; the classes are council, members`},
		{
			"more than half of members voting are for", "more than half of members by votes are for",
			`house.yaml:14:40: there is no weight "votes"; there are no weights at all`,
		},
	} {
		_, err := Read(readCharter(t, strings.Replace(charter, c.old, c.new, 1)))
		var faults form.Faults
		if !errors.As(err, &faults) || err.Error() != c.want {
			t.Errorf("Read with %q = %v, want %s", c.new, err, c.want)
		}
	}
}

func TestEveryCharterThatIsShippedIsRead(t *testing.T) {
	files, err := filepath.Glob("../charters/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("charters: %v, %v", files, err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		c, err := body.ReadCharter(filepath.Base(file), text)
		if err != nil {
			t.Errorf("%v", err)
			continue
		}
		if _, err := Read(c); err != nil {
			t.Errorf("%v", err)
		}
	}
}
