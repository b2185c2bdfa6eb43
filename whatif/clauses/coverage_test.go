package clauses

import (
	"reflect"
	"testing"

	"accede/act"
	"accede/dossier"
)

func tabled(id, kind string, state dossier.ClauseState, answers ...string) dossier.ClauseStanding {
	return dossier.ClauseStanding{Commitment: act.Commitment{ID: id, Kind: kind, Answers: answers}, State: state}
}

func TestDemandsWithoutAClauseAreNamed(t *testing.T) {
	table := []dossier.ClauseStanding{
		tabled("preamble", "recital", dossier.ClauseAgreed, "exports"),
		tabled("one", "", dossier.ClauseAgreed, "pkk", "ypg"),
		tabled("two", "", dossier.ClauseDisputed, "ypg", "terrorism"),
		tabled("three", "monitoring", dossier.ClauseOpen),
	}
	want := Coverage{
		Demands: []Cover{{"pkk", []string{"one"}, true}, {"ypg", []string{"one", "two"}, false}, {"exports", nil, false}},
		Missing: []string{"exports"}, Beside: []string{"three"}, Unknown: []string{"terrorism"},
	}
	if got := Covers(table, []string{"pkk", "ypg", "exports"}); !reflect.DeepEqual(got, want) {
		t.Errorf("Covers = %+v, want %+v", got, want)
	}
}

func TestADemandIsAgreedOnlyWhenEveryClauseThatAnswersItIs(t *testing.T) {
	for name, c := range map[string]struct {
		states []dossier.ClauseState
		want   bool
	}{
		"none":            {nil, false},
		"agreed":          {[]dossier.ClauseState{dossier.ClauseAgreed}, true},
		"the first open":  {[]dossier.ClauseState{dossier.ClauseOpen, dossier.ClauseAgreed}, false},
		"the second open": {[]dossier.ClauseState{dossier.ClauseAgreed, dossier.ClauseOpen}, false},
	} {
		var table []dossier.ClauseStanding
		for _, s := range c.states {
			table = append(table, tabled("c", "", s, "pkk"))
		}
		if got := Covers(table, []string{"pkk"}).Demands[0].Agreed; got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}
