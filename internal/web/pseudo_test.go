package web

import (
	"net/http/httptest"
	"strings"
	"testing"
)

// With words two fifths longer every page still fits its window. From right to left pages are looked at with all the
// others.
func TestABrowserHoldsLongWords(t *testing.T) {
	ctx := browser(t)
	m := nato(t)
	h, err := New(m, Options{Pseudo: true, Archive: m})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(h)
	defer server.Close()
	var sights []sight
	for _, path := range everyPage() {
		mark := "?"
		if strings.Contains(path, "?") {
			mark = "&"
		}
		if path != "/d/nobody/" {
			sights = append(sights, sight{server.URL + path + mark + "lang=en-XA", 390, "light"}, sight{server.URL + path + mark + "lang=en-XA", 1280, "light"})
		}
	}
	lookAtAll(t, ctx, sights)
}

func TestPseudoLanguagesAreOfferedOnlyWhereTheyAreAskedFor(t *testing.T) {
	if text := get(t, pagesOf(t, nato(t)), "/?lang=en-XA").Body.String(); strings.Contains(text, "en-XA") && strings.Contains(text, `lang="en-XA"`) {
		t.Error("a pseudo language is spoken without being asked for")
	}
}
