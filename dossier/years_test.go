package dossier

import (
	"archive/zip"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"accede/act"
	"accede/form"
)

// everyZone answers the time zones in the program, each once, by name.
func everyZone(t *testing.T) map[string]*time.Location {
	t.Helper()
	z, err := zip.OpenReader("../body/zoneinfo.zip")
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	all, seen := map[string]*time.Location{}, map[string]bool{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		r.Close()
		if err != nil {
			t.Fatal(err)
		}
		if zone, err := time.LoadLocationFromTZData(f.Name, data); err == nil && !seen[string(data)] {
			all[f.Name], seen[string(data)] = zone, true
		}
	}
	return all
}

// changesOf answers the instants from 1985 to 2037 at which the clocks of a zone are set.
func changesOf(zone *time.Location) (all []time.Time) {
	end := time.Date(2037, 1, 1, 0, 0, 0, 0, time.UTC)
	for at := time.Date(1985, 1, 1, 0, 0, 0, 0, zone); at.Before(end); at = at.Add(12 * time.Hour) {
		if _, change := at.ZoneBounds(); change.After(at) && change.Sub(at) <= 12*time.Hour {
			all = append(all, change)
		}
	}
	return all
}

// endOf answers when a day is over, the obvious way: the first minute from which on every clock of the zone shows a later one.
func endOf(day form.Date, zone *time.Location) time.Time {
	noon := time.Date(day.Year, day.Month, day.Day, 12, 0, 0, 0, time.UTC)
	end := noon.Add(36 * time.Hour)
	for at := end; at.After(noon.Add(-36 * time.Hour)); at = at.Add(-time.Minute) {
		if !day.Before(form.DateOf(at.In(zone))) {
			break
		}
		end = at
	}
	return end
}

// Simulated years: silences that end about every kind of change of clocks there is, at the end of a day and to the minute. An
// objection a millisecond before the deadline breaks the silence; at it and a millisecond later it is too late, and adopted.
func TestSilencesOfManyYearsEndAtTheirInstantInEveryZone(t *testing.T) {
	const seed = 20350305
	random := rand.New(rand.NewPCG(seed, 0))
	silences, objections, wrong, zones := 0, 0, 0, 0
	simulated := 0 // hours
	all := everyZone(t)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		zone := all[name]
		zones++
		changes := changesOf(zone)
		random.Shuffle(len(changes), func(i, j int) { changes[i], changes[j] = changes[j], changes[i] })
		changes = append(changes[:min(3, len(changes))], time.Date(2000, 1, 1, 0, 0, 0, 0, zone).AddDate(0, 0, random.IntN(10_000)))
		f := Founding{Charter: strings.Replace(strings.Replace(charterText, "KEEPING", "official", 1), "Europe/Brussels", name, 1), Host: "quay+00000000+key", Made: "test"}
		founded, err := Found(f)
		if err != nil {
			continue // a name that is no zone of a body, such as Factory
		}
		if err := founded.Apply(FoundingEntry(f, time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC))); err != nil {
			t.Fatal(err)
		}
		for _, change := range changes {
			day := form.DateOf(change.Add(-time.Second))
			for _, until := range []form.Instant{{Day: day}, {Day: day.AddDays(1)}, {At: change.UTC()}} {
				deadline := until.At
				if until.DayOnly() {
					deadline = endOf(until.Day, zone)
				}
				lasts := time.Duration(1+random.IntN(90*24)) * time.Hour
				simulated += int(lasts.Hours())
				silences++
				d := founded.Clone()
				entered(t, d, deadline.Add(-lasts-time.Hour), &act.Act{ID: "x-applies", By: "x", Dossiers: []string{"x"}, Do: &act.Apply{Procedure: "accession"}})
				entered(t, d, deadline.Add(-lasts), &act.Act{ID: "put", By: "chair", Dossiers: []string{"x"}, Do: &act.Put{Text: en("Invite."), Until: until}})
				for _, off := range []time.Duration{-time.Millisecond, 0, time.Millisecond} {
					objections++
					if what := raced(t, d.Clone(), deadline.Add(off)); what != map[bool]string{true: "in time, broken", false: "late, adopted"}[off < 0] {
						wrong++
						t.Errorf("%s, until %s, which is %s: an objection at %v is %s", name, until, deadline.In(zone), off, what)
					}
				}
			}
		}
	}
	t.Logf("%d silences in %d zones, %.0f simulated years, seed %d: %d objections, %d wrong outcomes", silences, zones, float64(simulated)/24/365.25, seed, objections, wrong)
}

// entered applies an act that is registered from paper, after what has come due.
func entered(t *testing.T, d *Docket, at time.Time, a *act.Act) {
	t.Helper()
	if err := register(d, at, a); err != nil {
		t.Fatalf("%s at %v: %v", a.ID, at, err)
	}
}

func register(d *Docket, at time.Time, a *act.Act) error {
	for n, ok := d.Due(at); ok; n, ok = d.Due(at) {
		if err := d.Apply(NoticeEntry(d.Size()+1, at, n)); err != nil {
			return fmt.Errorf("enter what is due: %w", err)
		}
	}
	a.Body, a.Date, a.Paper = "quay", form.Instant{At: at.UTC()}, &act.Paper{By: "chair", From: "letter"}
	data, err := a.Marshal()
	if err != nil {
		return err
	}
	return d.Apply(ActEntry(d.Size()+1, at.UTC(), a, data))
}

// raced has a member object at an instant, and answers whether that was in time and what became of the silence.
func raced(t *testing.T, d *Docket, at time.Time) string {
	t.Helper()
	err := register(d, at, &act.Act{ID: "b-objects", By: "b", Dossiers: []string{"x"}, Stage: "invitation", Do: objects("q", "d", "x")})
	later := at.Add(48 * time.Hour)
	for n, ok := d.Due(later); ok; n, ok = d.Due(later) {
		if err := d.Apply(NoticeEntry(d.Size()+1, later, n)); err != nil {
			t.Fatal(err)
		}
	}
	s, wrong := d.Standing("x", later)
	if wrong != nil {
		t.Fatal(wrong)
	}
	said, became := "in time", "broken"
	if err != nil {
		said = "late"
	}
	if s.Stage != "invitation" {
		became = "adopted"
	}
	return said + ", " + became
}
