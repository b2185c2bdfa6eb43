package intake

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"accede/form"
)

const (
	lineMonth = `((?i:` + monthNames + `)\b\.?)`
	lineDate  = `(?:` + lineMonth + ` (\d{1,2})(?:,? (\d{4}))?|(\d{1,2}) ` + lineMonth + `,?(?: (\d{4}))?|(\d{4})-(\d{2})-(\d{2}))`
	lineName  = `([A-Z][\p{L}.&'/ -]{1,60}?)`
)

// lineForms are the ways in which reports begin. Groups: name of the publisher or the place by the flag, then the date.
var lineForms = []struct {
	re               *regexp.Regexp
	publisher, place int // the group of each; 0: none
	date             int // the first group of the date
}{
	// China News Service, June 21.
	{regexp.MustCompile(`^` + lineName + `(?:, [A-Z][\p{L}]+)?(?:,| –| -) (?:(?i:` + weekdays + `),? )?` + lineDate + `(?:[.:]|$|\n)`), 1, 0, 2},
	// BRUSSELS, June 20 (Reuters) -
	{regexp.MustCompile(`^\(?` + lineName + `(?:, [A-Z][\p{L}]+)?,? (?:(?i:` + weekdays + `),? )?` + lineDate + `\)?(?:,? ?\(([^)]{2,40})\))? ?(?:[-–—:.]|,|$|\n)`), 0, 1, 2},
	// SOFIA (BTA) – June 24, 2022
	{regexp.MustCompile(`^([A-Z][\p{L} ]{2,30}) \([^)]{2,40}\) ?[-–—]{1,2} ?` + lineDate), 0, 1, 2},
	// (Agency) Geneva, 3 March 2021
	{regexp.MustCompile(`^\(([^)]{2,40})\) ?` + lineName + `, ` + lineDate), 1, 2, 3},
	// 3 March 2021 | The Herald, and Published: 3 March 2021
	{regexp.MustCompile(`(?m)^(?:(?i:published|date|posted|updated|issued)(?: on)?:? )?(?:(?i:` + weekdays + `),? )?` + lineDate + `(?: ?[|–—·-] ?` + lineName + `)?\.?$`), 10, 0, 1},
	// The Herald | 3 March 2021
	{regexp.MustCompile(`(?i:\bpublished|\bposted)(?i: on)?:? ` + lineDate), 0, 0, 1},
	{regexp.MustCompile(`(?m)^` + lineName + ` ?[|–—·] ?(?:(?i:` + weekdays + `),? )?` + lineDate + `\.?$`), 1, 0, 2},
}

// agencyLine is a place with an agency and no date: ANKARA (AP) —
var agencyLine = regexp.MustCompile(`^([A-Z][\p{L} ]{2,30}) \(([^)]{2,40})\) ?[-–—]`)

var (
	isoDate  = regexp.MustCompile(`\d{4}-\d{2}-\d{2}`)
	fullYear = regexp.MustCompile(`\b(?i:` + monthNames + `) (?:\d{1,2},? )?(\d{4})\b`)
)

// publication finds the date line, and so the day against which the other dates are resolved.
func (r *reader) publication(rep Report, sents []sentence) {
	first := firstParagraphs(r.text)
	if !slices.ContainsFunc(first, r.dateLine) && len(first) > 0 {
		r.agency(first[0])
	}
	s := &r.out.Source
	switch {
	case !rep.Published.IsZero():
		s.Date = rep.Published
	case s.Date.IsZero():
		s.Date = dateIn(rep.Name)
	case s.Date.Year == 0:
		s.Date = r.yearFor(s.Date, rep)
	}
	r.calendar.published = s.Date
	if s.Date.Year == 0 {
		r.calendar.published = form.Date{}
		s.Date = form.Date{}
		r.calendar.year = yearIn(r.text)
		r.note("the report does not say when it was published, so dates without a year or a month stay open: say when")
	}
}

// firstParagraphs answers the first three paragraphs: a headline may stand before the date line, a name after it.
func firstParagraphs(text string) []Span {
	all := paragraphs(text)
	return all[:min(3, len(all))]
}

// dateLine reads a paragraph that begins with a date line.
func (r *reader) dateLine(p Span) bool {
	head := r.text[p.Start:min(p.End, p.Start+200)]
	for _, f := range lineForms {
		m := f.re.FindStringSubmatchIndex(head)
		if m == nil {
			continue
		}
		group := func(k int) string {
			if k == 0 || 2*k+1 >= len(m) || m[2*k] < 0 {
				return ""
			}
			return strings.Trim(head[m[2*k]:m[2*k+1]], " ,")
		}
		s := &r.out.Source
		s.Publisher, s.Place = group(f.publisher), group(f.place)
		if f.place == 1 {
			s.Publisher = group(11)
		}
		s.Date = lineDay(group, f.date)
		s.Spans = append(s.Spans, Span{p.Start + m[0], p.Start + m[1]})
		return true
	}
	return false
}

// agency reads a paragraph that begins with a place and an agency, without a date.
func (r *reader) agency(p Span) {
	head := r.text[p.Start:min(p.End, p.Start+200)]
	if m := agencyLine.FindStringSubmatchIndex(head); m != nil {
		r.out.Source.Place, r.out.Source.Publisher = head[m[2]:m[3]], head[m[4]:m[5]]
		r.out.Source.Spans = append(r.out.Source.Spans, Span{p.Start + m[0], p.Start + m[1]})
	}
}

// lineDay answers the day of a date line from the nine groups of its date, the year 0 where it is left out.
func lineDay(group func(int) string, k int) form.Date {
	month, day, year := group(k), group(k+1), group(k+2)
	switch {
	case group(k+3) != "":
		day, month, year = group(k+3), group(k+4), group(k+5)
	case group(k+6) != "":
		year, month, day = group(k+6), group(k+7), group(k+8)
	}
	d := ymd(year, strings.ToLower(strings.TrimSuffix(month, ".")), day)
	if d.month < 1 || d.month > 12 || d.day < 1 || d.day > 31 {
		return form.Date{}
	}
	return form.Date{Year: d.year, Month: time.Month(d.month), Day: d.day}
}

// dateIn answers a date that stands in the name of a file.
func dateIn(name string) form.Date {
	d, err := form.ParseDate(isoDate.FindString(name))
	if err != nil {
		return form.Date{}
	}
	return d
}

// yearFor completes a date line without a year: by the name of the file, by a year that is named in the report, else by
// the day on which it is handed in.
func (r *reader) yearFor(d form.Date, rep Report) form.Date {
	if named := dateIn(rep.Name); !named.IsZero() {
		d.Year = named.Year
		r.note("the date line has no year; it is taken from the name of the file", r.out.Source.Spans...)
		return d
	}
	if d.Year = yearIn(r.text); d.Year > 0 {
		r.note("the date line has no year; it is taken from a date in the report", r.out.Source.Spans...)
		return d
	}
	if in := rep.Received; !in.IsZero() {
		if d.Year = in.Year; in.Before(d) {
			d.Year--
		}
		r.note("the date line has no year; it is taken to be the last such day before the report was handed in", r.out.Source.Spans...)
	}
	return d
}

// yearIn answers the latest year that stands in a date of the text; 0: none does.
func yearIn(text string) int {
	latest := dateIn(text).Year
	for _, m := range fullYear.FindAllStringSubmatch(text, -1) {
		if y, err := strconv.Atoi(m[1]); err == nil && y > latest && y < 2200 {
			latest = y
		}
	}
	return latest
}
