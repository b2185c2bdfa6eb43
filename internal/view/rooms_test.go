package view

import (
	"testing"
	"time"

	"accede/dossier"
)

func TestACommitmentIsOverdueFromTheInstantOfItsDay(t *testing.T) {
	day := time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)
	reported := []dossier.MeasureStanding{{ID: "m"}}
	assessed := []dossier.MeasureStanding{{ID: "m", Assessed: true}}
	for _, c := range []struct {
		name string
		at   time.Time
		c    dossier.CommitmentStanding
		want string
	}{
		{"without a day", day, dossier.CommitmentStanding{State: dossier.KnotAwaited}, "open"},
		{"a second before its day", day.Add(-time.Second), dossier.CommitmentStanding{Due: day}, "due"},
		{"at the instant of its day", day, dossier.CommitmentStanding{Due: day}, "overdue"},
		{"late, with a measure", day, dossier.CommitmentStanding{Due: day, Measures: reported}, "awaiting"},
		{"with every measure assessed", day, dossier.CommitmentStanding{Due: day, Measures: assessed}, "assessed"},
		{"with one of two assessed", day, dossier.CommitmentStanding{Measures: append(reported, assessed...)}, "awaiting"},
		{"met", day, dossier.CommitmentStanding{State: dossier.KnotMet, Measures: reported}, "met"},
	} {
		if got := promiseKey(dossier.Standing{AsOf: c.at}, c.c); got != c.want {
			t.Errorf("a commitment %s is %s, want %s", c.name, got, c.want)
		}
	}
}

func TestWhatAStageWaitsForStandsBeforeWhatIsDueAndThatBeforeTheRest(t *testing.T) {
	day := func(n int) time.Time { return time.Date(2026, 5, n, 0, 0, 0, 0, time.UTC) }
	order := []DeskMove{
		{What: "blocking, due", Blocking: true, due: day(9), since: day(3)},
		{What: "blocking, old", Blocking: true, since: day(1)},
		{What: "blocking, new", Blocking: true, since: day(2)},
		{What: "due soon", due: day(5), since: day(4)},
		{What: "due later", due: day(6), since: day(1)},
		{What: "old", since: day(1)},
		{What: "new", since: day(2)},
	}
	for i := range order {
		for j := range order {
			got := deskOrder(order[i], order[j])
			if i < j && got >= 0 || i > j && got <= 0 || i == j && got != 0 {
				t.Errorf("deskOrder(%q, %q) = %d", order[i].What, order[j].What, got)
			}
		}
	}
}

func TestEveryDemandStandsInOneLane(t *testing.T) {
	r := english(t)
	for _, day := range []string{"2022-05-20", "2022-06-21", "2022-06-28", "2023-07-20"} {
		d, at := nato(t, day)
		for _, id := range d.Dossiers() {
			s, err := d.Standing(id, at)
			if err != nil {
				t.Fatal(err)
			}
			want, got := 0, map[string]int{}
			for _, o := range s.Objections {
				for _, c := range o.Concerns {
					want += len(c.Demands)
				}
			}
			for _, l := range NewWayPage(SettingOf(d), s, "", "", r).Lanes {
				for _, c := range l.Cards {
					got[c.ID]++
					if c.Mark != l.Mark {
						t.Errorf("%s on %s: the demand %s, %v, stands in the lane %v", id, day, c.ID, c.Mark, l.Mark)
					}
				}
			}
			if len(got) != want {
				t.Errorf("%s on %s: %d demands on the board, want %d", id, day, len(got), want)
			}
		}
	}
}

func TestOnlyTheVoiceBehindAPositionIsInForce(t *testing.T) {
	r := english(t)
	d, at := nato(t, "2022-06-29")
	s, err := d.Standing("fi", at)
	if err != nil {
		t.Fatal(err)
	}
	fate := map[string]string{}
	for _, l := range NewPositionsPage(d, s, "", r).History {
		fate[l.ID] = l.State
	}
	if got := fate["tr-objects"]; got != "withdrawn" {
		t.Errorf("after its withdrawal the objection is %q, want withdrawn", got)
	}
	if got := fate["tr-withdraws"]; got != "said" {
		t.Errorf("the withdrawal is %q, want said", got)
	}
}
