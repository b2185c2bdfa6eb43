package past

import (
	"strings"
	"testing"
)

const head = `accede: past/1
body: quay
kind: {en: approval}
as_of: 2030-02-01
sources: {list: {title: A list}}
accessions:
  - id: x
    name: {en: Xylo}
    signed: 2030-01-01
    source: list
    members:
`

func TestWhatIsWrongWithAFileIsToldWithItsPlace(t *testing.T) {
	for line, want := range map[string]string{
		"      - {member: a, done: 2029-12-31, source: list}\n":                                    "before the 2030-01-01",
		"      - {member: a, done: 2030-03-01, source: list}\n":                                    "after the last day",
		"      - {member: a, done: 2030-01-02, source: press}\n":                                   "not listed under sources",
		"      - {member: a, done: 2030-01-02, source: list}\n      - {member: a, source: list}\n": "stands here twice",
		"      - {member: a, since: 2030-03-01, source: list}\n":                                   "counted from 2030-03-01",
		"      - {member: a, done: 2030-02-30, source: list}\n":                                    "2030-02-30",
	} {
		if _, err := Read("f.yaml", []byte(head+line)); err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "f.yaml:1") {
			t.Errorf("Read(%q) = %v, want %q and its place", line, err, want)
		}
	}
}

func TestAMemberThatIsNotDoneIsWaitedForToTheLastDay(t *testing.T) {
	all, err := Read("f.yaml", []byte(head+"      - {member: a, source: list}\n      - {member: b, since: 2030-01-11, done: 2030-01-12, source: unsourced}\n"))
	if err != nil {
		t.Fatal(err)
	}
	if a, b := all[0].Cases[0], all[0].Cases[1]; a.Done || a.Days != 31 || !b.Done || b.Days != 1 {
		t.Errorf("Read = %+v", all[0].Cases)
	}
}

func TestTheFileHasASchema(t *testing.T) {
	if text, err := Schema(); err != nil || !strings.Contains(string(text), `"objected"`) {
		t.Errorf("Schema = %s, %v", text, err)
	}
}
