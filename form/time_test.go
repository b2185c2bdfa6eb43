package form

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestAMonthEndsWithTheMonthWhereItHasNoSuchDay(t *testing.T) {
	for _, c := range []struct {
		from   string
		period Period
		want   string
	}{
		{"2024-01-31T10:00:00Z", Period{1, "months", ""}, "2024-02-29T10:00:00Z"},
		{"2023-01-31T10:00:00Z", Period{1, "months", ""}, "2023-02-28T10:00:00Z"},
		{"2023-12-31T10:00:00Z", Period{15, "months", "signature"}, "2025-03-31T10:00:00Z"},
		{"2024-02-29T10:00:00Z", Period{1, "years", ""}, "2025-02-28T10:00:00Z"},
		{"2024-02-29T10:00:00Z", Period{2, "weeks", ""}, "2024-03-14T10:00:00Z"},
		{"2024-02-29T10:00:00Z", Period{1, "days", ""}, "2024-03-01T10:00:00Z"},
		{"2024-02-29T10:00:00Z", Period{72, "hours", ""}, "2024-03-03T10:00:00Z"},
		{"2024-02-29T10:00:00Z", Period{}, "2024-02-29T10:00:00Z"},
	} {
		from, err := time.Parse(time.RFC3339, c.from)
		if err != nil {
			t.Fatal(err)
		}
		if got := c.period.From(from).Format(time.RFC3339); got != c.want {
			t.Errorf("%v from %s = %s, want %s", c.period, c.from, got, c.want)
		}
	}
}

func TestADayIsADayAndAnHourAnHourWhenTheClocksChange(t *testing.T) {
	// A zone of the test's own: UTC+1, and UTC+2 from 30 March 2025, 01:00 UTC.
	zone := changing(t)
	noon := time.Date(2025, 3, 29, 12, 0, 0, 0, zone)
	if got, want := (Period{N: 1, Unit: "days"}).From(noon), time.Date(2025, 3, 30, 12, 0, 0, 0, zone); !got.Equal(want) {
		t.Errorf("1 day from %v = %v, want %v", noon, got, want)
	}
	if got, want := (Period{N: 24, Unit: "hours"}).From(noon), time.Date(2025, 3, 30, 13, 0, 0, 0, zone); !got.Equal(want) {
		t.Errorf("24 hours from %v = %v, want %v", noon, got, want)
	}
}

func changing(t *testing.T) *time.Location {
	t.Helper()
	zone, err := time.LoadLocationFromTZData("test", []byte("TZif2"+string(make([]byte, 15))+counts+string(make([]byte, 6))+"\x00\x00"+
		"TZif2"+string(make([]byte, 15))+counts+string(make([]byte, 6))+"\x00\x00"+"\nCET-1CEST,M3.5.0,M10.5.0/3\n"))
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// counts of a zone file with one type, two letters of abbreviations and nothing else.
const counts = "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00\x02"

func TestDaysPeriodsAndInstantsReadWhatTheyPrint(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := Date{2000, 1, 1}.AddDays(rapid.IntRange(-730000, 730000).Draw(t, "day"))
		if got, err := ParseDate(day.String()); err != nil || got != day {
			t.Errorf("ParseDate(%s) = %v, %v", day, got, err)
		}
		p := Period{
			rapid.IntRange(1, maxPeriod).Draw(t, "n"), rapid.SampledFrom([]string{"hours", "days", "weeks", "months", "years"}).Draw(t, "unit"),
			rapid.SampledFrom([]string{"", "signature", "the last of these"}).Draw(t, "of"),
		}
		if got, err := ParsePeriod(p.String()); err != nil || got != p {
			t.Errorf("ParsePeriod(%s) = %v, %v; want %v", p, got, err, p)
		}
		when := Instant{At: day.In(time.FixedZone("", 60*rapid.IntRange(-840, 840).Draw(t, "offset"))).Add(time.Duration(rapid.Int64Range(0, 86399e9).Draw(t, "ns")))}
		if when.At.Year() < 1 {
			return
		}
		got, err := ParseInstant(when.String())
		if err != nil || !got.At.Equal(when.At) || got.String() != when.String() {
			t.Errorf("ParseInstant(%s) = %v, %v", when, got, err)
		}
		if got, err := ParseInstant(day.String()); err != nil || got.Day != day || !got.DayOnly() {
			t.Errorf("ParseInstant(%s) = %v, %v; want the day alone", day, got, err)
		}
	})
}

func TestDaysThatDoNotExistAreRefused(t *testing.T) {
	for _, text := range []string{"2022-02-30", "2023-02-29", "2022-13-01", "2022-00-10", "2022-04-31", "0000-01-01", "2022-2-3", "22-02-03", "2022-02-03 ", "+2022-02-03", "２022-02-03", ""} {
		if d, err := ParseDate(text); err == nil {
			t.Errorf("ParseDate(%q) = %v, want an error", text, d)
		}
	}
	for _, text := range []string{"2022-06-28T24:00:00Z", "2022-06-28T10:00:60Z", "2022-06-28T10:00:00,5Z", "2022-06-28T10:00Z", "2022-06-28 10:00:00Z", "2022-06-28T1:00:00Z", "T", "2022-06-28T"} {
		if i, err := ParseInstant(text); err == nil {
			t.Errorf("ParseInstant(%q) = %v, want an error", text, i)
		}
	}
	for _, text := range []string{"", "1", "day", "1  day", "01 day", "-1 days", "+1 day", "1 day of ", "1 day of", "100001 days", "1.5 days", "1 s", "1 dayss"} {
		if p, err := ParsePeriod(text); err == nil {
			t.Errorf("ParsePeriod(%q) = %v, want an error", text, p)
		}
	}
}
