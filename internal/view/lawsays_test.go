package view

import (
	"testing"

	"accede/power"
	"accede/rule"
	"accede/whatif/conflict"
)

// What a draft says is told by keys, which the catalogue has in every language.
func TestWhatADraftSaysIsInTheCatalogue(t *testing.T) {
	readers := everyReader(t)
	check := func(family, key string) {
		for _, r := range readers {
			if key != "" && !r.Has(family+key) {
				t.Errorf("%s lacks %s%s", r.Tag(), family, key)
			}
		}
	}
	said := 0
	for _, day := range []string{"2022-06-21", "2022-05-25", "2022-06-27"} {
		d, at := nato(t, day)
		m, err := conflict.Draft(d, at, "fi", "se")
		if err != nil {
			t.Fatal(err)
		}
		if len(m.Assumptions) > 0 || !m.Guess {
			t.Errorf("%s: the draft says in English alone: %q", day, m.Assumptions)
		}
		for _, deal := range m.Deals {
			check("hold.deal.", deal.Says)
		}
		for _, p := range m.Parties {
			for _, o := range p.Options {
				check("hold.option.", o.Says)
			}
			for _, x := range p.Prefers {
				check("hold.assumed.", x.Assumed)
				if said++; x.Why != "" || x.Assumed == "" {
					t.Errorf("%s: %s is assumed in English alone: %q", day, p.ID, x.Why)
				}
			}
		}
	}
	if said == 0 {
		t.Error("no draft assumes anything")
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
