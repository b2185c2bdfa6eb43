package view

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"accede/internal/view/words"
)

func speaker(t testing.TB) *words.Reader {
	t.Helper()
	c, err := words.Load()
	if err != nil {
		t.Fatal(err)
	}
	r, _ := c.In("en")
	return r
}

func TestTheTableOfInstrumentsIsInTheOrderAskedFor(t *testing.T) {
	d, s := standingOf(t, "fi", "2022-10-20")
	r := speaker(t)
	for sort, less := range map[string]func(a, b RatificationRow) bool{
		"":        func(a, b RatificationRow) bool { return a.Name < b.Name },
		"order":   func(a, b RatificationRow) bool { return a.order < b.order },
		"approve": func(a, b RatificationRow) bool { return byStep(a.Steps[0], b.Steps[0]) <= 0 },
		"deposit": func(a, b RatificationRow) bool { return a.Steps[1].Done || !b.Steps[1].Done },
		"days":    func(a, b RatificationRow) bool { return last(a.Days) <= last(b.Days) },
		"nothing": func(a, b RatificationRow) bool { return a.Name < b.Name },
	} {
		p := NewRatificationPage(d, s, sort, r)
		if len(p.Rows) != 30 {
			t.Fatalf("%d rows, want 30", len(p.Rows))
		}
		for i := range p.Rows[1:] {
			if !less(p.Rows[i], p.Rows[i+1]) {
				t.Errorf("by %q: %s stands before %s", sort, p.Rows[i].Name, p.Rows[i+1].Name)
			}
		}
	}
}

func TestADayThatIsABoundIsCalledOne(t *testing.T) {
	d, s := standingOf(t, "fi", "2022-10-20")
	for _, row := range NewRatificationPage(d, s, "", speaker(t)).Rows {
		c := row.Steps[1]
		if c.Dated == "at latest" && (!row.AtMost() || !strings.HasPrefix(c.Say, "by ")) {
			t.Errorf("%s: %q, at most %t", row.Name, c.Say, row.AtMost())
		}
		if row.Runs == c.Done {
			t.Errorf("%s: runs %t, deposited %t", row.Name, row.Runs, c.Done)
		}
	}
}

func TestWhatIsMissingIsStillToCome(t *testing.T) {
	for _, day := range []string{"2022-07-05", "2022-08-03", "2022-10-20", "2023-03-27", "2023-04-04"} {
		d, s := standingOf(t, "fi", day)
		p := NewRatificationPage(d, s, "", speaker(t))
		if got, want := len(p.ToCome()), p.Required-p.Deposited; p.Open && got != want {
			t.Errorf("%s: %d are still to come, want %d", day, got, want)
		}
	}
}

// Every word of an act stands on its page: in its fields, or in the head of the page.
func TestNothingInAnEntryIsLeftUnsaid(t *testing.T) {
	d, s := standingOf(t, "fi", "2023-04-04")
	r := speaker(t)
	for _, l := range d.Lines("fi") {
		if l.Act == nil {
			continue
		}
		p, ok, err := NewEntryPage(d, s, l.Seq, r)
		if err != nil || !ok {
			t.Fatalf("entry %d: %t, %v", l.Seq, ok, err)
		}
		data, err := l.Act.Marshal()
		if err != nil {
			t.Fatal(err)
		}
		var all map[string]any
		if err := json.Unmarshal(data, &all); err != nil {
			t.Fatal(err)
		}
		page := everyText(p.Fields)
		for key, v := range all {
			if told(key) {
				continue
			}
			for _, text := range leaves(v) {
				if !strings.Contains(page, text) && !strings.Contains(page, SettingOf(d).Name(bodyID(text), r)) {
					t.Errorf("entry %d, %s: %q is not on the page", l.Seq, key, text)
				}
			}
		}
	}
}

func everyText(all []EntryField) string {
	var b strings.Builder
	for _, x := range all {
		b.WriteString(strings.Join(texts(x), "\n") + "\n" + everyText(x.Kids))
	}
	return b.String()
}

// leaves answers the plain values of JSON as text.
func leaves(v any) []string {
	var all []string
	switch v := v.(type) {
	case map[string]any:
		for _, x := range v {
			all = append(all, leaves(x)...)
		}
	case []any:
		for _, x := range v {
			all = append(all, leaves(x)...)
		}
	default:
		all = append(all, fmt.Sprint(v))
	}
	return all
}

// The filter leaves out what the obvious way leaves out.
func TestAFilterPassesWhatItsWordsSay(t *testing.T) {
	d, s := standingOf(t, "fi", "2023-04-04")
	r, set := speaker(t), SettingOf(d)
	for _, f := range []RecordFilter{{}, {Who: "tr"}, {What: "notice"}, {What: "deposit"}, {From: "2022-06-28"}, {To: "2022-06-28"}, {Who: "tr", What: "object", From: "2022-05-19", To: "2022-05-19"}, {From: "2030-01-01"}} {
		var want []time.Time
		for _, l := range d.Lines("fi") {
			day := l.When.In(set.Zone).Format(time.DateOnly)
			kind, who := "notice", ""
			if l.Act != nil {
				kind, who = string(l.Act.Do.Kind()), string(l.Act.By)
			}
			if (f.Who == "" || f.Who == who) && (f.What == "" || f.What == kind) && (f.From == "" || f.From <= day) && (f.To == "" || day <= f.To) {
				want = append(want, l.When)
			}
		}
		p := NewRecordPage(d, s, f, 0, r)
		if p.Passing != len(want) || len(p.Lines) != len(want) {
			t.Errorf("%+v: %d lines pass, want %d", f, p.Passing, len(want))
		}
	}
}

func TestAStretchOfTheRecordHasItsPlace(t *testing.T) {
	d, s := standingOf(t, "fi", "2023-04-04")
	r := speaker(t)
	n := len(d.Lines("fi"))
	for after := 0; after <= n+5; after += 7 {
		p := NewRecordPage(d, s, RecordFilter{After: after}, 20, r)
		if want := max(min(20, n-after), 0); len(p.Lines) != want {
			t.Errorf("after %d: %d lines, want %d", after, len(p.Lines), want)
		}
		if (p.Next >= 0) != (after+20 < n) || (p.Prev >= 0) != (after > 0) {
			t.Errorf("after %d of %d: previous %d, next %d", after, n, p.Prev, p.Next)
		}
	}
}

func TestALineThatFollowsHasNoNumberAndWasNotRegistered(t *testing.T) {
	d, s := standingOf(t, "fi", "2023-04-04")
	p := NewRecordPage(d, s, RecordFilter{}, 0, speaker(t))
	if !slices.ContainsFunc(p.Lines, RecordLine.Follows) {
		t.Fatal("nothing follows in a reported record")
	}
	for _, l := range p.Lines {
		if l.Follows() != (l.Registered == "") || l.Follows() != (l.Hash == "") {
			t.Errorf("%s: entry %d, registered %q, hash %q", l.Text, l.Seq, l.Registered, l.Hash)
		}
	}
}

func TestAFilterThatCannotBeReadSaysWhat(t *testing.T) {
	for _, bad := range [][5]string{{"", "", "x", "", ""}, {"", "", "", "2022-02-30", ""}, {"", "", "", "", "-1"}, {"", "", "", "", "many"}} {
		if _, err := ReadRecordFilter(bad[0], bad[1], bad[2], bad[3], bad[4]); err == nil {
			t.Errorf("ReadRecordFilter(%q) is accepted", bad)
		}
	}
}
