package form

import (
	"fmt"
	"strings"
	"time"
)

// Date is a day of the proleptic Gregorian calendar, without a zone. The zero Date is no day.
// In a file it is YYYY-MM-DD; a day that does not exist is refused.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// In answers the first instant of the day in a zone; of a day that the zone leaves out, the first one after it. Where clocks go
// back into the day before, and the day begins twice, it is one of the two.
func (d Date) In(zone *time.Location) time.Time {
	t := time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, zone)
	if DateOf(t) == d && DateOf(t.Add(-time.Second)).Before(d) {
		return t
	}
	return d.first(t)
}

// first answers the first second of a day near an instant, where clocks are set about midnight: then no clock shows it, or
// clocks show it twice, and the day begins by whichever comes first. Of a day that a zone leaves out it is the first second
// after it.
func (d Date) first(near time.Time) time.Time {
	before, at := near.Unix()-dayAround, near.Unix()+dayAround
	for at-before > 1 {
		if mid := before + (at-before)/2; DateOf(time.Unix(mid, 0).In(near.Location())).Before(d) {
			before = mid
		} else {
			at = mid
		}
	}
	return time.Unix(at, 0).In(near.Location())
}

// dayAround is more seconds than a zone ever leaves out or repeats.
const dayAround = 36 * 60 * 60

// IsZero says whether the date is no day.
func (d Date) IsZero() bool { return d == Date{} }

// Before says whether d is an earlier day than e.
func (d Date) Before(e Date) bool {
	if d.Year != e.Year {
		return d.Year < e.Year
	}
	if d.Month != e.Month {
		return d.Month < e.Month
	}
	return d.Day < e.Day
}

// Period is a length of time in calendar units, optionally counted from a named event: "72 hours", "15 months of
// signature", "60 days". The zero Period is absent.
type Period struct {
	N    int
	Unit string // hours, days, weeks, months, years: always the plural
	Of   string // the event it is counted from; empty where the context says
}

// IsZero says whether the period is absent.
func (p Period) IsZero() bool { return p.Unit == "" }

// From answers the first instant at which the period, begun at t, has run. Months and years keep the day of the
// month, or end with the month where it has no such day.
func (p Period) From(t time.Time) time.Time {
	switch p.Unit {
	case "hours":
		return t.Add(time.Duration(p.N) * time.Hour)
	case "days":
		return t.AddDate(0, 0, p.N)
	case "weeks":
		return t.AddDate(0, 0, 7*p.N)
	case "months":
		return addMonths(t, p.N)
	case "years":
		return addMonths(t, 12*p.N)
	}
	return t
}

// addMonths keeps the day of the month where the month has it, and its last day where it has not. It keeps the time
// of day too, and goes through no other day, on which the clocks may change.
func addMonths(t time.Time, n int) time.Time {
	year, month, day := t.Date()
	last := time.Date(year, month+time.Month(n)+1, 0, 0, 0, 0, 0, time.UTC).Day()
	hour, minute, second := t.Clock()
	return time.Date(year, month+time.Month(n), min(day, last), hour, minute, second, t.Nanosecond(), t.Location())
}

// DateOf answers the day on which an instant lies, in the instant's own zone.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

// String answers the day as YYYY-MM-DD, and nothing for no day.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// MarshalText answers what String does. It never fails.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// AddDays answers the day n days later, or earlier where n is negative.
func (d Date) AddDays(n int) Date {
	return DateOf(time.Date(d.Year, d.Month, d.Day+n, 0, 0, 0, 0, time.UTC))
}

// String answers the period as a file has it: 72 hours, 1 day, 15 months of signature; nothing where it is absent.
func (p Period) String() string {
	if p.IsZero() {
		return ""
	}
	text := fmt.Sprintf("%d %s", p.N, p.Unit)
	if p.N == 1 {
		text = "1 " + strings.TrimSuffix(p.Unit, "s")
	}
	if p.Of != "" {
		text += " of " + p.Of
	}
	return text
}

// MarshalText answers what String does. It never fails.
func (p Period) MarshalText() ([]byte, error) { return []byte(p.String()), nil }
