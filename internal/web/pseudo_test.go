package web

import (
	"net/http/httptest"
	"strings"
	"testing"
)

// With words two fifths longer, and from right to left, every page still fits its window.
func TestABrowserHoldsLongWordsAndBothDirections(t *testing.T) {
	ctx := browser(t)
	m := nato(t)
	h, err := New(m, Options{Pseudo: true, Archive: m})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(h)
	defer server.Close()
	var sights []sight
	for i, path := range []string{
		"/", "/d/fi/?as-of=2022-06-21", "/d/fi/ratification/?as-of=2022-10-20", "/d/fi/record/", "/d/fi/record/14/", "/d/fi/roll-call/?as-of=2022-06-21",
		"/d/fi/positions/?as-of=2022-06-21", "/d/fi/way/?as-of=2022-06-21", "/d/fi/talks/", "/d/fi/rule/?as-of=2022-06-21", "/commitments", "/calendar", "/desk", "/admin",
	} {
		mark := "?"
		if strings.Contains(path, "?") {
			mark = "&"
		}
		for k, lang := range []string{"en-XA", "ar-XB"} {
			sights = append(sights, sight{server.URL + path + mark + "lang=" + lang, []int64{390, 1280}[(i+k)%2], "light"}, sight{server.URL + path + mark + "lang=" + lang, []int64{390, 1280}[(i+k+1)%2], "dark"})
		}
	}
	lookAtAll(t, ctx, sights)
}

func TestPseudoLanguagesAreOfferedOnlyWhereTheyAreAskedFor(t *testing.T) {
	if text := get(t, pagesOf(t, nato(t)), "/?lang=en-XA").Body.String(); strings.Contains(text, "en-XA") && strings.Contains(text, `lang="en-XA"`) {
		t.Error("a pseudo language is spoken without being asked for")
	}
}
