package main

import (
	"net/url"
	"strconv"
	"strings"
	"testing"

	"accede/internal/view/words"
)

// wish answers what a party fills in about five issues of three options each: the order of the issues, and on which of
// them it would rather have the last option than the first.
func wish(order [5]int, last [5]bool) url.Values {
	f := url.Values{}
	for i, rank := range order {
		f.Set("rank."+strconv.Itoa(i), strconv.Itoa(rank))
		for o := range 3 {
			place := o + 1
			if last[i] {
				place = 3 - o
			}
			f.Set("place."+strconv.Itoa(i)+"."+strconv.Itoa(o), strconv.Itoa(place))
		}
	}
	return f
}

// desk opens the page on which parties and mediator meet, from a seat.
func (v *visitor) desk(r *words.Reader, seat string) {
	v.t.Helper()
	v.get("/d/fi/desk/packages/")
	v.press(r.Say("rehearsal.take", nil), url.Values{"seat": {seat}})
}

func TestPackagesAreTriedTabledAndAcceptedFromFourSeatsInEveryLanguage(t *testing.T) {
	server := demonstration(t)
	catalogue, err := words.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range catalogue.Languages() {
		say := func(key string) string { return r.Say(key, nil) }
		v := visit(t, server)
		v.get("/d/fi/desk/packages/?as-of=2022-06-21&lang=" + r.Tag())
		v.press(say("rehearsal.begin"), nil)

		v.desk(r, "sg")
		v.press(say("bargain.put.do"), url.Values{"party": {"tr", "fi", "se"}})
		v.says(say("bargain.entered.no"))

		all, none := [5]bool{true, true, true, true, true}, [5]bool{false, true, true, false, true}
		for seat, w := range map[string]url.Values{"tr": wish([5]int{1, 2, 3, 4, 5}, all), "fi": wish([5]int{5, 4, 3, 2, 1}, none), "se": wish([5]int{2, 5, 1, 4, 3}, none)} {
			v.desk(r, seat)
			v.press(say("bargain.enter"), w)
			v.says(say("bargain.wishes.entered"), say("bargain.swaps"))
			v.press(say("bargain.enter"), url.Values{"swap.0": {"yes"}})
			v.says(say("bargain.wishes.entered"))
		}

		v.desk(r, "sg")
		v.says(say("packages.fair"), say("packages.nash"))
		v.press(say("bargain.table"), nil)
		v.says(say("bargain.tabled"))
		for _, seat := range []string{"fi", "tr"} {
			v.desk(r, seat)
			v.press(say("bargain.accept"), nil)
			v.says(say("bargain.answered"))
			if strings.Contains(v.text, say("bargain.fate.agreed")) {
				t.Fatalf("%s: it is agreed before all have answered: %.1500s", r.Tag(), v.text)
			}
		}
		v.desk(r, "se")
		v.press(say("bargain.accept"), nil)
		v.says(say("bargain.fate.agreed"))
		v.get("/d/fi/talks/")
		v.says(say("bargain.text"))
		texts := strings.Count(v.text, say("bargain.text"))
		v.get("/d/fi/desk/")
		v.says(say("bargain.text"))

		v.desk(r, "sg")
		v.press(say("bargain.table"), nil)
		for i, seat := range []string{"se", "tr", "fi"} {
			v.desk(r, seat)
			v.press(say(map[bool]string{true: "bargain.refuse", false: "bargain.accept"}[i == 1]), nil)
		}
		v.says(say("bargain.fate.refused"))
		v.get("/d/fi/talks/")
		if n := strings.Count(v.text, say("bargain.text")); n != texts {
			t.Errorf("%s: after a refusal the texts of the talks are told in %d places, before it in %d", r.Tag(), n, texts)
		}
	}
}
