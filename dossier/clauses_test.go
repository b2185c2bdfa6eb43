package dossier

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestEveryClauseIsWhole(t *testing.T) {
	kinds := []ArgKind{ArgParty, ArgParties, ArgRoles, ArgStage, ArgAct, ArgActs, ArgDay, ArgMoment, ArgPeriod, ArgSpan, ArgNumber, ArgName, ArgWord, ArgReason, ArgText}
	for i, c := range Clauses() {
		if c.Err == nil || c.Text == "" || strings.ToLower(string(c.Code)) != string(c.Code) || strings.ContainsAny(string(c.Code), " _") {
			t.Errorf("clause %d = %+v, want a code in small letters, a sentinel and a sentence", i, c)
		}
		if i > 0 && clauses[i-1].Code >= c.Code {
			t.Errorf("the code %s stands behind %s, want the order of codes", c.Code, clauses[i-1].Code)
		}
		var names []string
		for p := range c.pieces() {
			if p.arg == "" {
				continue
			}
			if !slices.Contains(kinds, p.kind) || !slices.Contains([]string{"", "q", "-"}, p.how) || slices.Contains(names, p.arg) {
				t.Errorf("%s: the argument %+v is of no kind, or stands twice", c.Code, p)
			}
			names = append(names, p.arg)
		}
	}
}

func TestARefusalSaysItsClauseWithItsArguments(t *testing.T) {
	at := time.Date(2022, time.June, 21, 18, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		r    *Refusal
		want string
	}{
		{refuse("stage-closed", "invitation", at), "stage invitation was closed on 2022-06-21"},
		{refuse("position-late", at), "the deadline was 2022-06-21T18:00:00Z"},
		{refuse("dossier-unknown", `a"b`), `there is no dossier "a\"b"`},
		{refuse("membership-none", errors.New("leave: Utopia (ut) is no member on 2022-06-21"), "ut", "2022-06-21"), "leave: Utopia (ut) is no member on 2022-06-21"},
	} {
		if c.r.Text != c.want {
			t.Errorf("the clause %s says %q, want %q", c.r.Code, c.r.Text, c.want)
		}
	}
	got := refuse("membership-none", errors.New("e"), "ut", "2022-06-21").Args
	want := []Arg{{"why", ArgText, "e"}, {"member", ArgParty, "ut"}, {"day", ArgDay, "2022-06-21"}}
	if !slices.Equal(got, want) {
		t.Errorf("arguments = %v, want %v", got, want)
	}
}
