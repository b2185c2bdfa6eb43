package intake

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"accede/form"
)

// date is a date as far as the text has it. The zero value is none.
type date struct {
	year, month, day int // 0: not said
	weekday          int // 1 Monday … 7 Sunday; 0: not said
	same             bool
	shift            int  // days from the day of the report: yesterday is −1
	shifted          bool // shift is said
	months           int  // months from the day of the report: last month is −1
	vague            bool // a span of time, such as next week: it fixes no day
	fromLast         bool // shift is from the day that was spoken of last
	ahead            bool // tomorrow, next month: after the report
	why              string
}

func (d date) none() bool { return d == date{} }

// exact says whether the day is known.
func (d date) exact() bool { return d.year > 0 && d.month > 0 && d.day > 0 }

// text answers 2022, 2022-05 or 2022-05-25, as far as it is known; empty when the year is not.
func (d date) text() string {
	switch {
	case d.year == 0:
		return ""
	case d.month == 0:
		return fmt.Sprintf("%04d", d.year)
	case d.day == 0:
		return fmt.Sprintf("%04d-%02d", d.year, d.month)
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.year, d.month, d.day)
}

// last answers the last day it can mean; the zero Date when the year is not known.
func (d date) last() form.Date {
	switch {
	case d.year == 0:
		return form.Date{}
	case d.month == 0:
		return form.Date{Year: d.year, Month: time.December, Day: 31}
	case d.day == 0:
		return form.DateOf(time.Date(d.year, time.Month(d.month)+1, 0, 0, 0, 0, 0, time.UTC))
	}
	return form.Date{Year: d.year, Month: time.Month(d.month), Day: d.day}
}

const (
	monthNames = `january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec`
	dayNumber  = `(\d{1,2})(?:st|nd|rd|th)?`
	weekdays   = `monday|tuesday|wednesday|thursday|friday|saturday|sunday`
)

// dateForm is a way to write a date. Its groups are handed to read.
type dateForm struct {
	re   *regexp.Regexp
	read func(g []string) date
}

// dateForms are tried in order on the form of a clause; what one has read is a date and no words any more.
var dateForms = []dateForm{
	{regexp.MustCompile(`\b(\d{4})-(\d{2})-(\d{2})\b`), func(g []string) date { return ymd(g[1], g[2], g[3]) }},
	{regexp.MustCompile(`\b(?:from |between |on )?(?:the )?(\d{1,2})(?:st|nd|rd|th)? ?(?:to|–|-|and) ?\d{1,2}(?:st|nd|rd|th)? (?:of )?(` + monthNames + `)\b\.?(?:,? (\d{4})\b)?`), func(g []string) date { return ymd(g[3], g[2], g[1]) }},
	{regexp.MustCompile(`\b(?:on |the )*(?:(?:` + weekdays + `),? )?(?:the )?` + dayNumber + ` (?:of )?(` + monthNames + `)\b\.?(?:,? (\d{4})\b)?`), func(g []string) date { return ymd(g[3], g[2], g[1]) }},
	{regexp.MustCompile(`\b(?:on |the )*(?:(?:` + weekdays + `),? )?(` + monthNames + `)\b\.? (?:the )?` + dayNumber + `\b(?:,? (\d{4})\b)?`), func(g []string) date { return ymd(g[3], g[1], g[2]) }},
	{regexp.MustCompile(`\b(?:in |since |during |by |(?:at )?(?:the )?(?:end|beginning|start|middle) of |early |late |mid-)+(` + monthNames + `)\b(?:,? (?:of )?(\d{4}|this year|last year)\b)?`), monthOf},
	{regexp.MustCompile(`\b(` + monthNames + `) (\d{4})\b`), monthOf},
	{regexp.MustCompile(`\blast (` + monthNames + `)\b`), monthOf},
	{regexp.MustCompile(`\bon (?:the )?` + `(\d{1,2})(?:st|nd|rd|th)\b(?: of (?:the|this) month)?`), func(g []string) date { return ymd("", "", g[1]) }},
	{regexp.MustCompile(`\b(?:on )?(?:the|that) (?:very )?same (?:day|afternoon|morning|evening)\b|\bthat (?:same )?(?:day|afternoon|morning|evening|night)\b|\blater (?:in|that) (?:the )?day\b`), func([]string) date { return date{same: true, why: "the same day"} }},
	{regexp.MustCompile(`\b(a|one|two|three|four|five|six|seven|eight|nine|ten|\d{1,2}) (days?|weeks?) (ago|earlier|later|after|before)\b`), daysFrom},
	{regexp.MustCompile(`\b(today|yesterday|tomorrow|tonight|last night|this (?:morning|afternoon|evening)|the day before yesterday)\b`), dayWord},
	{regexp.MustCompile(`\b(?:every|each) (?:[a-z]+ )?(?:` + weekdays + `)\b`), func(g []string) date { return date{vague: true, why: g[0]} }},
	{regexp.MustCompile(`\b(?:on |by |until )?(last |this |next |the following |the previous )?(` + weekdays + `)(?: (?:morning|afternoon|evening|night))?\b`), weekdayOf},
	{regexp.MustCompile(`\b(last|next|this) (month|year|week|spring|summer|autumn|winter)\b`), nearOf},
	{regexp.MustCompile(`\b(?:in|since|by) ((?:19|20)\d{2})\b`), func(g []string) date { return ymd(g[1], "", "") }},
}

func ymd(y, m, d string) date {
	year, _ := strconv.Atoi(y)
	day, _ := strconv.Atoi(d)
	month, err := strconv.Atoi(m)
	if err != nil {
		month = monthOfName(m)
	}
	return date{year: year, month: month, day: day}
}

func monthOf(g []string) date {
	d := ymd(g[2], g[1], "")
	if strings.HasPrefix(g[0], "last ") {
		d.why = "last"
	}
	return d
}

func monthOfName(name string) int {
	for i, full := range strings.Split(monthNames, "|")[:12] {
		if len(name) >= 3 && (name == "sept" || strings.HasPrefix(full, name)) && strings.HasPrefix(full, name[:3]) {
			return i + 1
		}
	}
	return 0
}

func dayWord(g []string) date {
	shift := 0
	switch g[1] {
	case "yesterday", "last night":
		shift = -1
	case "the day before yesterday":
		shift = -2
	case "tomorrow":
		shift = 1
	}
	return date{shift: shift, shifted: true, ahead: shift > 0, why: g[1]}
}

// daysFrom reads two days ago, from the report, and two days after, from the day named before in the sentence: what
// is said to have happened two days after something puts that two days before.
func daysFrom(g []string) date {
	n, ok := numberOf(g[1])
	if g[1] == "a" {
		n = 1
	}
	if !ok {
		return date{}
	}
	if strings.HasPrefix(g[2], "week") {
		n *= 7
	}
	d := date{shift: -n, shifted: true, why: g[0]}
	if g[3] == "later" || g[3] == "before" {
		d.shift = n
	}
	d.fromLast = g[3] != "ago"
	return d
}

func weekdayOf(g []string) date {
	for i, name := range strings.Split(weekdays, "|") {
		if name == g[2] {
			return date{weekday: i + 1, ahead: g[1] == "next " || g[1] == "the following ", why: strings.TrimSpace(g[1] + g[2])}
		}
	}
	return date{}
}

func nearOf(g []string) date {
	d := date{vague: true, ahead: g[1] == "next", why: g[1] + " " + g[2]}
	if g[2] == "month" {
		d.vague = false
		d.months = map[string]int{"last": -1, "this": 0, "next": 1}[g[1]]
		d.shifted = true
	}
	return d
}

// findDates makes dates of the words of a clause.
func (c *clause) findDates() {
	for _, f := range dateForms {
		c.compose(f.re, func(m []int, found []item) (item, bool) {
			g := make([]string, 4)
			for k := range g {
				if 2*k+1 < len(m) && m[2*k] >= 0 {
					g[k] = c.form[m[2*k]:m[2*k+1]]
				}
			}
			d := f.read(g)
			// "may" and "march" are verbs too: a month is written with a capital letter.
			if d.month > 0 && !hasCapital(found) && !strings.Contains(g[0], "-") || d.none() {
				return item{}, false
			}
			return item{tag: dated, date: d, low: g[0]}, true
		})
	}
}

func hasCapital(found []item) bool {
	for _, it := range found {
		if it.cap && monthOfName(strings.TrimPrefix(it.low, "mid-")) > 0 {
			return true
		}
	}
	return false
}

// calendar resolves dates against the day of the report and what was said before.
type calendar struct {
	published form.Date // zero: not known
	year      int       // of the report, when only that is known
	last      date      // the day that was spoken of last
}

// resolve answers a date with everything that follows from the report. future says that the sentence is about what is
// to come. A day that does not exist answers false.
func (k *calendar) resolve(d date, future bool) (date, bool) {
	d.ahead = d.ahead || future
	switch {
	case d.vague:
		return d, true
	case d.same:
		if k.last.exact() {
			r := k.last
			r.why = "the same day as before: " + r.text()
			return r, true
		}
		return k.ofReport(d, 0, "the same day"), true
	case d.weekday > 0:
		return k.ofWeekday(d), true
	case d.shifted && d.months != 0 || d.shifted && strings.HasSuffix(d.why, "month"):
		if p := k.published; p != (form.Date{}) {
			t := time.Date(p.Year, p.Month+time.Month(d.months), 1, 0, 0, 0, 0, time.UTC)
			return date{year: t.Year(), month: int(t.Month()), ahead: d.ahead, why: d.why + ", counted from the report"}, true
		}
		return d, true
	case d.fromLast:
		if !k.last.exact() {
			return date{vague: true, why: d.why}, true
		}
		return dayOf(k.last.last().AddDays(d.shift), d.why+", counted from "+k.last.text(), false), true
	case d.shifted:
		return k.ofReport(d, d.shift, d.why), true
	}
	return k.complete(d)
}

func (k *calendar) ofReport(d date, shift int, why string) date {
	if k.published == (form.Date{}) {
		return d
	}
	return dayOf(k.published.AddDays(shift), why+", counted from the report", d.ahead)
}

func dayOf(f form.Date, why string, ahead bool) date {
	return date{year: f.Year, month: int(f.Month), day: f.Day, why: why, ahead: ahead}
}

// ofWeekday takes the nearest such day before the report, or on its day; of what is to come, the nearest after it.
func (k *calendar) ofWeekday(d date) date {
	if k.published == (form.Date{}) {
		return d
	}
	p := k.published
	at := int(time.Date(p.Year, p.Month, p.Day, 0, 0, 0, 0, time.UTC).Weekday()+6)%7 + 1
	shift := (at - d.weekday + 7) % 7
	if strings.HasPrefix(d.why, "last ") && shift == 0 {
		shift = 7
	}
	if d.ahead {
		shift -= 7
	}
	return dayOf(p.AddDays(-shift), "the nearest "+d.why+" from the report", d.ahead)
}

// complete adds the month and the year that are left out: the nearest that is not after the report, or not before it
// for what is to come.
func (k *calendar) complete(d date) (date, bool) {
	p := k.published
	if d.month == 0 && d.day > 0 {
		if p == (form.Date{}) {
			return d, d.day <= 31
		}
		d.month = int(p.Month)
		if d.year = p.Year; d.day > p.Day && !d.ahead {
			t := time.Date(p.Year, p.Month-1, 1, 0, 0, 0, 0, time.UTC)
			d.year, d.month = t.Year(), int(t.Month())
		}
		d.why = "the month is that of the report"
	}
	if d.year == 0 {
		switch {
		case p != (form.Date{}):
			d.year, d.why = nearestYear(d, p), "the year is that of the report"
		case k.year > 0:
			d.year, d.why = k.year, "the year is one named in the report"
		default:
			return d, d.month <= 12 && d.day <= 31
		}
	}
	if d.month > 12 || d.day > 31 {
		return d, false
	}
	if d.day > 0 && time.Date(d.year, time.Month(d.month), d.day, 0, 0, 0, 0, time.UTC).Day() != d.day {
		return d, false
	}
	return d, true
}

// nearestYear takes the year of the report; the one before for a day well after it, unless it is to come.
func nearestYear(d date, p form.Date) int {
	months := d.month - int(p.Month)
	switch {
	case d.ahead && months < 0:
		return p.Year + 1
	case d.why == "last" && months >= 0:
		return p.Year - 1
	case !d.ahead && (months > 1 || months == 1 && d.day > p.Day):
		return p.Year - 1
	}
	return p.Year
}
