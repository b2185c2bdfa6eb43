package view

import (
	"strings"
	"testing"

	"accede/power"
	"accede/rule"
	"accede/whatif/conflict"

	"accede/internal/view/words"
)

// What the law drafts in English is found again in the catalogue, whose English is the law's own.
func TestWhatADraftSaysIsInTheCatalogue(t *testing.T) {
	in := map[string]*words.Reader{}
	for _, r := range everyReader(t) {
		in[r.Tag()] = r
	}
	check := func(text string) {
		if text == "" {
			return
		}
		if got := strings.NewReplacer("“", "", "”", "").Replace(draftSays(text, in["en"])); got != text {
			t.Errorf("in English %q is said as %q", text, got)
		}
		if got := draftSays(text, in["fr"]); got == text {
			t.Errorf("%q is not said in French", text)
		}
	}
	for _, day := range []string{"2022-06-21", "2022-05-25", "2022-06-27"} {
		d, at := nato(t, day)
		m, err := conflict.Draft(d, at, "fi", "se")
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range m.Assumptions {
			check(a)
		}
		for _, deal := range m.Deals {
			check(deal.Text["en"])
		}
		for _, p := range m.Parties {
			for _, o := range p.Options {
				check(o.Text["en"])
			}
			for _, x := range p.Prefers {
				check(x.Why)
			}
		}
	}
	for _, text := range []string{"stays against", "assumed: it stays where it is, as it demands nothing that could be done", "assumed: it stands by what it has done"} {
		check(text)
	}
}

func TestWhatIsSaidOfPowerIsInTheCatalogue(t *testing.T) {
	fr := everyReader(t)[1]
	d, s := standingOf(t, "fi", "2022-06-21")
	asked, ok := d.Asked(s.Dossier, "")
	if !ok {
		t.Fatal("there is no question")
	}
	c, err := rule.Compile(asked.Question)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range []power.Model{power.YesNo, power.Ternary} {
		found, err := power.Analyse(c.Game(), power.Options{Model: m})
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range []string{found.NoCoalitions, found.NoShapleyShubik, found.Banzhaf.Name, found.Banzhaf.Error, found.Orders.Name} {
			if said := powerSays(text, fr); text != "" && (said.Lang != "fr" || said.Text == text) {
				t.Errorf("%q is not said in French: %+v", text, said)
			}
		}
	}
	if got := powerSays("something else", fr); got.Lang != "en" {
		t.Errorf("what nobody knows = %+v, want it marked as English", got)
	}
}
