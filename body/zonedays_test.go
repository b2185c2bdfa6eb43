package body

import (
	"archive/zip"
	"strings"
	"testing"
	"time"

	"accede/form"
)

// A day begins at its first second, in every zone there is, also where clocks are set about midnight: the second before it is of
// an earlier day, and so is every half hour for more than a day before.
func TestADayBeginsAtItsFirstSecondInEveryZone(t *testing.T) {
	all, err := zip.NewReader(strings.NewReader(zones), int64(len(zones)))
	if err != nil {
		t.Fatal(err)
	}
	days, odd := 0, 0
	for _, f := range all.File {
		zone, err := readZone(f)
		if err != nil {
			continue // a folder
		}
		for at := time.Date(1985, 1, 1, 0, 0, 0, 0, zone); at.Year() < 2038; at = at.Add(24 * time.Hour) {
			_, change := at.ZoneBounds()
			if !change.After(at) || change.Sub(at) > 24*time.Hour {
				continue
			}
			if form.DateOf(change).Before(form.DateOf(change.Add(-time.Second))) {
				continue // clocks go back into the day before, and a day begins twice
			}
			for day, n := form.DateOf(change.Add(-time.Second)), 0; n < 3; day, n = day.AddDays(1), n+1 {
				begins := day.In(zone)
				days++
				if begins.Hour() != 0 || begins.Minute() != 0 {
					odd++
				}
				if form.DateOf(begins).Before(day) {
					t.Errorf("%s: %s begins at %v, which is before it", f.Name, day, begins)
				}
				if before := begins.Add(-time.Second); !form.DateOf(before).Before(day) {
					t.Errorf("%s: %s begins at %v, and %v is of it too", f.Name, day, begins, before)
				}
				for back := time.Duration(0); back < 26*time.Hour; back += 30 * time.Minute {
					if before := begins.Add(-time.Second - back); !form.DateOf(before).Before(day) {
						t.Errorf("%s: %s begins at %v, and %v is of it too", f.Name, day, begins, before)
						break
					}
				}
			}
		}
	}
	if odd == 0 {
		t.Error("no day begins but at midnight: that was not tried")
	}
	t.Logf("%d days about changes of clocks, %d of which do not begin at midnight", days, odd)
}
