package form

import "time"

// Instant is a moment as people write it: a day, or a day with time and zone. Exactly one of the fields is set;
// the zero Instant is absent. In a file: 2022-06-28 or 2022-06-28T18:00:00+02:00.
type Instant struct {
	Day Date      // only the day is known
	At  time.Time // the moment, with the offset it was written with
}

// IsZero says whether the instant is absent.
func (i Instant) IsZero() bool { return i.Day.IsZero() && i.At.IsZero() }

// DayOnly says whether only the day is known.
func (i Instant) DayOnly() bool { return i.At.IsZero() && !i.Day.IsZero() }

// In answers the moment: for a day, its first instant in that zone.
func (i Instant) In(zone *time.Location) time.Time {
	if i.DayOnly() {
		return i.Day.In(zone)
	}
	return i.At
}

// DayIn answers the civil day of the moment in a zone.
func (i Instant) DayIn(zone *time.Location) Date {
	if i.DayOnly() {
		return i.Day
	}
	return DateOf(i.At.In(zone))
}

// String answers the form in which it is written: a date, or RFC 3339.
func (i Instant) String() string {
	switch {
	case i.IsZero():
		return ""
	case i.DayOnly():
		return i.Day.String()
	}
	return i.At.Format(time.RFC3339Nano)
}

// MarshalText answers what String does. It never fails.
func (i Instant) MarshalText() ([]byte, error) { return []byte(i.String()), nil }
