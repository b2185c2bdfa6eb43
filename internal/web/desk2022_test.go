package web

import (
	"html"
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// modelOn answers the model that stands in the form of a page.
var modelOn = regexp.MustCompile(`(?s)<textarea id="model"[^>]*>(.*?)</textarea>`)

// TestTheDeskOf2022SaysWhatFailedWhatWouldCarryItAndWhatWouldHold plays over the pages what a mediator asks of the
// record of 2022, from the stalemate of June to the last two ratifications.
func TestTheDeskOf2022SaysWhatFailedWhatWouldCarryItAndWhatWouldHold(t *testing.T) {
	h := pagesOf(t, nato(t))
	says := func(path string, wants ...string) string {
		t.Helper()
		w := get(t, h, path)
		got := wordsOf(w.Body.String())
		for _, want := range wants {
			if w.Code != http.StatusOK || !strings.Contains(got, want) {
				t.Errorf("%s = %d does not say %q: %.3000s", path, w.Code, want, got)
			}
		}
		return w.Body.String()
	}

	// The invitation fails by one objection; what would carry it; whose moves.
	says("/d/fi/way/?as-of=2022-06-21", "Türkiye")
	says("/d/fi/desk/?as-of=2022-06-21",
		"Invitation: it fails by one objection, that of Türkiye.",
		"What would carry it: Türkiye: against → abstaining, for or absent.",
		"Without a move of Türkiye it cannot be carried, whatever all others do.",
		"Türkiye objects, since 19 May 2022 (33 days)",
		"Finland answer 5 demands", "Secretary General convene the next round of talks",
		"A text is agreed, and the objection withdrawn over it",
	)
	for id, both := range map[string]string{"fi": "Finland and Sweden", "se": "Sweden and Finland"} { // the stalemate was an equilibrium, and what breaks it
		says("/d/"+id+"/desk/?as-of=2022-06-21",
			"Stalemate since 25 May 2022, 27 days",
			"As things stand nobody wants to move: with the preferences assumed here, no party would be better off by moving alone.",
			"What breaks it: "+both+" must come to prefer the deal to what each could do by going back on it. Then the deal holds.",
		)
	}

	// The change that the desk names does break it: with it the deal holds, and is better for all who have to move.
	page := says("/d/fi/desk/hold/?as-of=2022-06-21", "Finland would have to put first: not “Türkiye: keeps its objection”")
	found := modelOn.FindStringSubmatch(page)
	if found == nil {
		t.Fatal("there is no model on the page")
	}
	model := html.UnescapeString(found[1])
	for _, id := range []string{"fi", "se"} {
		first := "    prefers:\n      - that: \"not " + id + ".terrorism\"\n"
		if !strings.Contains(model, first) {
			t.Fatalf("the model does not say what %s prefers as it did: %s", id, model)
		}
		model = strings.Replace(model, first, strings.Replace(first, "prefers:\n", "prefers:\n      - that: \"not tr.objects\"\n", 1), 1)
		again := "      - that: \"not tr.objects\"\n        assumed: lifted\n"
		model = strings.Replace(model, again, "", 1)
	}
	w := send(t, h, "/d/fi/desk/hold/?as-of=2022-06-21", "model", model)
	got := wordsOf(w.Body.String())
	if w.Code != http.StatusOK || !strings.Contains(got, "The deal would hold") || strings.Contains(got, "would go back on the deal") {
		t.Errorf("with the change that the desk names the deal does not hold: %d, %.4000s", w.Code, got)
	}

	// On 28 September 2022 no date follows from the routine cases, for either of the last two.
	says("/d/fi/desk/?as-of=2022-09-28",
		"No date for the last member without an objection (Hungary): too few cases.",
		"Hungary has been waited for 85 days. No past case took that long; at least 8 would be needed.",
		"No date for Türkiye, after 85 days: it objected, and who objects does not ratify as the others do.",
	)
	page = says("/d/fi/ratification/?as-of=2022-09-28", "No date for the last member without an objection (Hungary): too few cases.")
	if strings.Contains(page, "with a probability of at least") || !strings.Contains(page, `class="unknown"`) {
		t.Error("a date is given over the count of instruments, or that none can be given is not drawn")
	}
}
