package canon

import (
	"time"

	"accede/form"
)

// Instant reads a day, 2022-06-28, or a moment in UTC, 2022-06-28T16:00:00Z.
func (r *Reader) Instant() form.Instant {
	s := r.Text()
	if r.err != nil {
		return form.Instant{}
	}
	if len(s) == len(time.DateOnly) {
		return form.Instant{Day: r.date(s)}
	}
	return form.Instant{At: r.moment(s)}
}

// Time reads a moment in UTC: the years 1 to 9999, to the nanosecond, without zeros at the end of a fraction.
func (r *Reader) Time() time.Time {
	s := r.Text()
	if r.err != nil {
		return time.Time{}
	}
	return r.moment(s)
}

// date reads YYYY-MM-DD and refuses days that do not exist.
func (r *Reader) date(s string) form.Date {
	y, m, d := number(s[:4]), number(s[5:7]), number(s[8:10])
	if s[4] != '-' || s[7] != '-' || y < 1 || m < 1 || m > 12 || d < 1 || d > daysIn(y, m) {
		r.Refuse("no such day: " + s)
		return form.Date{}
	}
	return form.Date{Year: y, Month: time.Month(m), Day: d}
}

// moment reads YYYY-MM-DDThh:mm:ss[.fraction]Z. The first nanosecond of the year 1 is time's own word for "absent".
func (r *Reader) moment(s string) time.Time {
	const seconds = len("2006-01-02T15:04:05")
	if len(s) <= seconds || s[len(s)-1] != 'Z' || s[10] != 'T' || s[13] != ':' || s[16] != ':' {
		r.Refuse("wanted a moment such as 2022-06-28T16:00:00Z: " + s)
		return time.Time{}
	}
	day := r.date(s[:10])
	hour, minute, second := number(s[11:13]), number(s[14:16]), number(s[17:19])
	nanos := fraction(s[seconds : len(s)-1])
	if r.err != nil {
		return time.Time{}
	}
	if hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59 || nanos < 0 {
		r.Refuse("no such time of day: " + s)
		return time.Time{}
	}
	at := time.Date(day.Year, day.Month, day.Day, hour, minute, second, nanos, time.UTC)
	if at.IsZero() {
		r.Refuse("the first moment of the year 1 cannot be written")
	}
	return at
}

// number reads decimal digits, −1 for anything else.
func number(s string) int {
	n := 0
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return -1
		}
		n = 10*n + int(s[i]-'0')
	}
	return n
}

// fraction reads .123 as nanoseconds; −1 for anything but the shortest form.
func fraction(s string) int {
	if s == "" {
		return 0
	}
	if len(s) < 2 || len(s) > 10 || s[0] != '.' || s[len(s)-1] == '0' {
		return -1
	}
	n := number(s[1:])
	for range 10 - len(s) {
		n *= 10
	}
	return n
}

// daysIn answers the length of a month of the Gregorian calendar.
func daysIn(year, month int) int {
	switch month {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

// Instant writes a day, or a moment in UTC.
func (w *Writer) Instant(i form.Instant) {
	if !i.DayOnly() {
		w.Time(i.At)
		return
	}
	d := i.Day
	if !IsDay(d) {
		w.Refuse("no such day: " + d.String())
	}
	if !w.value() {
		return
	}
	w.buf = append(w.buf, '"', digit(d.Year/1000), digit(d.Year/100), digit(d.Year/10), digit(d.Year), '-',
		digit(int(d.Month)/10), digit(int(d.Month)), '-', digit(d.Day/10), digit(d.Day), '"')
}

// IsDay says whether a date is a day of the years 1 to 9999, which can be written.
func IsDay(d form.Date) bool {
	return d.Year >= 1 && d.Year <= 9999 && d.Month >= 1 && d.Month <= 12 && d.Day >= 1 && d.Day <= daysIn(d.Year, int(d.Month))
}

// digit answers the last decimal digit.
func digit(n int) byte { return byte('0' + n%10) }

// Time writes a moment in UTC.
func (w *Writer) Time(t time.Time) {
	t = t.UTC()
	if t.IsZero() || t.Year() < 1 || t.Year() > 9999 {
		w.Refuse("a moment of the years 1 to 9999 is wanted: " + t.String())
	}
	if !w.value() {
		return
	}
	w.buf = append(w.buf, '"')
	w.buf = t.AppendFormat(w.buf, time.RFC3339Nano)
	w.buf = append(w.buf, '"')
}
