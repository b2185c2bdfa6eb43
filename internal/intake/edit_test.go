package intake

import (
	"errors"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"accede/act"
	"accede/form"
)

// values answers the fields of a draft by their paths.
func values(d Draft) map[string]string {
	all := map[string]string{}
	for _, f := range d.Fields() {
		all[f.Path] = f.Value
	}
	return all
}

func TestADraftSentBackAsItWasIsTheSameAct(t *testing.T) {
	for _, d := range seed(t).Drafts {
		got, err := d.With(values(d))
		if err != nil {
			t.Errorf("With(its own fields) of %s: %v", d.Act.ID, err)
			continue
		}
		want, err := d.Act.Marshal()
		if err != nil {
			t.Fatal(err)
		}
		if data, err := got.Marshal(); err != nil || string(data) != string(want) {
			t.Errorf("%s sent back = %s, %v, want %s", d.Act.ID, data, err, want)
		}
	}
}

func TestADraftIsCorrectedFieldByField(t *testing.T) {
	o := seed(t).of(act.KindObject)[0]
	fields := values(o)
	fields["date"], fields["dated"] = "2022-05-19", ""
	fields["concerns.0.text.en"] = "Support for groups that Türkiye regards as terrorist: “legitimate”."
	fields["concerns.0.demands.3.of"] = "fi"
	fields["concerns.0.demands.2.text.en"] = " "
	got, err := o.With(fields)
	if err != nil {
		t.Fatal(err)
	}
	do := got.Do.(*act.Object)
	if got.Date.String() != "2022-05-19" || got.Dated != act.Exactly || do.Concerns[0].Text["en"] != fields["concerns.0.text.en"] {
		t.Errorf("With(a day and words) = %s %q %+v", got.Date, got.Dated, do.Concerns[0].Text)
	}
	if d := do.Concerns[0].Demands; len(d) != 3 || d[2].ID != "tr-of-defense-equipment" || len(d[2].Of) != 1 {
		t.Errorf("demands = %+v, want three, the last of fi alone: one was emptied", d)
	}
}

func TestACorrectionThatIsNoneIsRefusedWithItsPlace(t *testing.T) {
	talks := seed(t).of(act.KindTalks)[0]
	for path, text := range map[string]string{"date": "30 February", "outcome.0.progress": "splendid", "round": "many", "parties": ""} {
		fields := values(talks)
		fields[path] = text
		if got, err := talks.With(fields); err == nil {
			t.Errorf("With(%s = %q) = %+v, want a refusal", path, text, got)
		}
	}
}

func TestWhatTheReportLeavesOpenIsAskedFor(t *testing.T) {
	r, err := Read(Report{Text: []byte("Finland and Sweden applied to join NATO. Turkey objects to the application of Finland.")})
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Drafts) == 0 {
		t.Fatal("no drafts")
	}
	for _, d := range r.Drafts {
		if !slices.Contains(d.Missing, "date") {
			t.Fatalf("%s lacks %v, want a date", d.Act.ID, d.Missing)
		}
		fields := values(d)
		if fields["date"] != "" {
			t.Errorf("the date of %s = %q, want it open", d.Act.ID, fields["date"])
		}
		if _, err := d.With(fields); !errors.Is(err, act.ErrForm) {
			t.Errorf("With(no date) = %v, want ErrForm", err)
		}
		fields["date"] = "2022-05-18"
		if got, err := d.With(fields); err != nil || got.Date.String() != "2022-05-18" {
			t.Errorf("With(a date) = %s, %v", got.Date, err)
		}
	}
}

func TestCorrectionsThatNameNothingChangeNothing(t *testing.T) {
	d := seed(t).of(act.KindStatement)[0]
	got, err := d.With(map[string]string{"sources": "x", "body": "eu", "id": "other", "concerns.7": "x", "": "x"})
	if err != nil {
		t.Fatal(err)
	}
	if got.Body != d.Act.Body || got.ID != d.Act.ID || !reflect.DeepEqual(got.Sources, d.Act.Sources) {
		t.Errorf("With(what cannot be corrected) = %+v", got)
	}
}

func TestFieldsSayWhatTheyArePartOf(t *testing.T) {
	o := seed(t).of(act.KindObject)[0]
	in := map[string]string{}
	for _, f := range o.Fields() {
		in[f.Path] = strings.Join(f.In, " · ")
	}
	for path, want := range map[string]string{"date": "", "concerns.0.text.en": "concerns 1", "concerns.0.demands.1.of": "concerns 1 · demands 2"} {
		if got, ok := in[path]; !ok || got != want {
			t.Errorf("%s is part of %q (%v), want %q; there are %v", path, got, ok, want, slices.Sorted(maps.Keys(in)))
		}
	}
}

func TestADateLineWithoutAYearIsOfTheLastSuchDayBeforeItWasHandedIn(t *testing.T) {
	const text = "China News Service, June 21. Finland applied to join NATO in May."
	for received, want := range map[string]string{"2022-06-21": "2022-06-21", "2022-12-31": "2022-06-21", "2022-06-20": "2021-06-21", "": ""} {
		rep := Report{Text: []byte(text)}
		if received != "" {
			rep.Received, _ = form.ParseDate(received)
		}
		r, err := Read(rep)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if !r.Source.Date.IsZero() {
			got = r.Source.Date.String()
		}
		if got != want {
			t.Errorf("handed in on %q: published %q, want %q", received, got, want)
		}
	}
	day, _ := form.ParseDate("2020-06-21")
	r, err := Read(Report{Text: []byte("Reuters, 4 March 2021. Finland applied to join NATO."), Received: day})
	if err != nil || r.Source.Date.String() != "2021-03-04" {
		t.Errorf("a date line with a year = %s, %v, want it as it stands", r.Source.Date, err)
	}
}
