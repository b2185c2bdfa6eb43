package web

import (
	"regexp"
	"strings"
	"testing"
)

const ownMap = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 80"><path id="land" d="M0 0h9v9z"/><path id="c792" d="M1 1h9v9z"/><g id="c246"><path d="M5 5h9v9z"/></g></svg>`

func TestAnOrganisationCanBringItsOwnMap(t *testing.T) {
	h, err := New(nato(t), Options{Map: []byte(ownMap)})
	if err != nil {
		t.Fatal(err)
	}
	text := get(t, h, "/d/fi/ratification/?as-of=2022-10-20").Body.String()
	m := regexp.MustCompile(`/static/map\.[0-9a-f]+\.svg`).FindString(text)
	if m == "" || !strings.Contains(text, "The outlines are the organisation’s own.") || !strings.Contains(text, m+"#c792") || strings.Contains(text, "#c840") {
		t.Errorf("the page does not draw the organisation's map alone: %q", m)
	}
	if got := get(t, h, m).Body.String(); got != ownMap {
		t.Errorf("the map served is %s", got)
	}
}

func TestAMapThatCouldRunOrLoadSomethingIsRefused(t *testing.T) {
	for name, bad := range map[string]string{
		"no SVG":       `<html><path id="c792"/></html>`,
		"no view":      `<svg><path id="c792"/></svg>`,
		"no outlines":  `<svg viewBox="0 0 9 9"><path id="tr"/></svg>`,
		"a script":     `<svg viewBox="0 0 9 9"><path id="c792"/><script>1</script></svg>`,
		"a handler":    `<svg viewBox="0 0 9 9" onload="1"><path id="c792"/></svg>`,
		"a link":       `<svg viewBox="0 0 9 9"><use href="https://example.org/x#y"/><path id="c792"/></svg>`,
		"broken":       `<svg viewBox="0 0 9 9"><path id="c792"`,
		"an odd view":  `<svg viewBox="0 0 9 -9"><path id="c792"/></svg>`,
		"a moved view": `<svg viewBox="5 0 9 9"><path id="c792"/></svg>`,
	} {
		if _, err := New(nato(t), Options{Map: []byte(bad)}); err == nil {
			t.Errorf("a map with %s is accepted", name)
		}
	}
}

func TestEveryMemberOfTheMapIsNamedInTheTable(t *testing.T) {
	text := get(t, pagesOf(t, nato(t)), "/d/fi/ratification/?as-of=2022-10-20").Body.String()
	drawing, rest, _ := strings.Cut(text, "</figure>")
	names := regexp.MustCompile(`<title>([^<]*) – ([^<]*)</title>`).FindAllStringSubmatch(drawing, -1)
	if len(names) != 31 { // thirty members and the applicant
		t.Errorf("%d outlines are named, want 31", len(names))
	}
	for _, m := range names {
		if m[2] != "Applicant" && !strings.Contains(rest, "<span>"+m[1]+"</span>") {
			t.Errorf("%s is on the map and not in the table", m[1])
		}
	}
}

func TestStatesAreFoundByTheirNumericCode(t *testing.T) {
	for id, want := range map[string]string{"fi": "246", "tr": "792", "us": "840", "al": "008", "xx": "", "eu": "", "alba": "", "": ""} {
		if got, _ := numeric(id); got != want {
			t.Errorf("numeric(%q) = %q, want %q", id, got, want)
		}
	}
}
