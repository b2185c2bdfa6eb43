package form

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// DecodeForm reads a text and keeps the place of its first character, inside the quotes.
func (t *Text) DecodeForm(n *Node) error {
	text, err := n.Text()
	if err != nil {
		return err
	}
	*t = Text{Value: text, Place: n.content}
	return nil
}

// DecodeForm reads keys with values and keeps their order.
func (m *Map[V]) DecodeForm(n *Node) error {
	if n.Kind != Mapping {
		return n.wanted("keys with values")
	}
	var faults Faults
	*m = Map[V]{}
	for i, key := range n.keys {
		var v V
		if err, ok := n.items[i].Decode(&v).(Faults); ok {
			faults = append(faults, err...)
		}
		m.Keys, m.Values, m.Places = append(m.Keys, key.Value), append(m.Values, v), append(m.Places, key.Place)
	}
	return faults.InOrder()
}

// DecodeForm reads a day, YYYY-MM-DD, from year 1 on.
func (d *Date) DecodeForm(n *Node) error {
	if n.Kind != String {
		return n.wanted("a day, such as 2022-06-28,")
	}
	day, err := ParseDate(n.Value)
	if err != nil {
		return n.Fault("%v", err)
	}
	*d = day
	return nil
}

// DecodeForm reads a period, such as 72 hours, 1 day, 15 months of signature.
func (p *Period) DecodeForm(n *Node) error {
	if n.Kind != String {
		return n.wanted("a period, such as 72 hours,")
	}
	period, err := ParsePeriod(n.Value)
	if err != nil {
		return n.Fault("%v", err)
	}
	*p = period
	return nil
}

// DecodeForm reads an instant with its offset, 2022-06-28T18:00:00+02:00, or a day, 2022-06-28.
func (i *Instant) DecodeForm(n *Node) error {
	if n.Kind != String {
		return n.wanted("a day or an instant, such as 2022-06-28T18:00:00+02:00,")
	}
	instant, err := ParseInstant(n.Value)
	if err != nil {
		return n.Fault("%v", err)
	}
	*i = instant
	return nil
}

// ParseDate reads a day, YYYY-MM-DD, from year 1 on. A day that does not exist is an error.
func ParseDate(text string) (Date, error) {
	digits := strings.Map(func(c rune) rune {
		if c >= '0' && c <= '9' {
			return '0'
		}
		return c
	}, text)
	if digits != "0000-00-00" {
		return Date{}, fmt.Errorf("%q is not a day: write it as 2022-06-28", text)
	}
	t, err := time.Parse(time.DateOnly, text)
	if err != nil || t.Year() < 1 {
		return Date{}, fmt.Errorf("no such day: %s", text)
	}
	return DateOf(t), nil
}

// maxPeriod keeps every period within what time.Duration and the calendar can count.
const maxPeriod = 100_000

// ParsePeriod reads a period: a whole number from 1 to 100000, a unit (hours, days, weeks, months, years, or their
// singular), and optionally "of" and an event.
func ParsePeriod(text string) (Period, error) {
	length, of, counted := strings.Cut(text, " of ")
	number, unit, _ := strings.Cut(length, " ")
	n, err := strconv.Atoi(number)
	if err != nil || strconv.Itoa(n) != number || n < 1 || n > maxPeriod || counted && strings.TrimSpace(of) != of || counted && of == "" {
		return Period{}, fmt.Errorf("%q is not a period: write it as 72 hours, 1 day, or 15 months of signature", text)
	}
	units := strings.TrimSuffix(unit, "s") + "s"
	switch units {
	case "hours", "days", "weeks", "months", "years":
		return Period{N: n, Unit: units, Of: of}, nil
	}
	return Period{}, fmt.Errorf("%q is not a unit of a period; the units are hours, days, weeks, months, years", unit)
}

// ParseInstant reads an instant by RFC 3339, which has an offset from UTC, or a day.
func ParseInstant(text string) (Instant, error) {
	if !strings.ContainsAny(text, "T ") {
		day, err := ParseDate(text)
		return Instant{Day: day}, err
	}
	t, err := time.Parse(time.RFC3339, text)
	// time.Parse also reads a comma before fractions and an hour of one digit, which RFC 3339 has not.
	if err != nil || t.Year() < 1 || strings.Contains(text, ",") || text[13] != ':' {
		if _, dayErr := ParseDate(strings.SplitN(text, "T", 2)[0]); dayErr != nil {
			return Instant{}, dayErr
		}
		return Instant{}, fmt.Errorf("%q is not an instant: write it with its offset from UTC, as 2022-06-28T18:00:00+02:00", text)
	}
	return Instant{At: t}, nil
}
