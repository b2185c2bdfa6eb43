package dossier

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"accede/act"
	"accede/body"
	"accede/form"
)

// charterText is a small body: four members, a consensus stage with silence, signatures, ratification on a floating
// roll, and the applicant's deposit; beside it a vote. KEEPING is replaced.
const charterText = `
accede: charter/1
body: quay
name: {en: Quay Association}
time_zone: Europe/Brussels
keeping: KEEPING
chair: {id: chair, name: {en: Chair}, mediates: true}
members:
  - {id: a, name: {en: Alder}}
  - {id: b, name: {en: Birch}}
  - {id: c, name: {en: Cedar}}
  - {id: e, name: {en: Elm}}
applicants:
  - {id: x, name: {en: Xylo}}
  - {id: z, name: {en: Zelkova}}
procedures:
  accession:
    stages:
      - {id: application, act: apply}
      - {id: invitation, rule: none of members are against, silence: {pending_counts_as: for}, objection: required to be against, gains: invitee}
      - {id: signature, each: members, act: sign}
      - {id: ratification, each: members, steps: [approve, deposit], roll: floating}
      - {id: accession, act: deposit, by: applicant, effect: {joins: members}}
  vote:
    stages:
      - {id: application, act: apply}
      - {id: ballot, rule: more than half of members are for, closes: when certain}
  meeting:
    stages:
      - {id: application, act: apply}
      - {id: ballot, rule: at least 2/3 of members voting are for, quorum: at least 2 of members are voting}
`

// keeper enters acts in a record as the depositary would, and checks after every step that the entries alone fold to
// the same state.
type keeper struct {
	t       *testing.T
	d       *Docket
	entries []Entry
	n       int
	body    string
	chain   *Docket // the same fold, written and read again after every entry
}

func keep(t *testing.T, keeping body.Keeping) *keeper {
	t.Helper()
	f := Founding{Charter: strings.Replace(charterText, "KEEPING", string(keeping), 1), Host: "quay+00000000+key", Made: "test"}
	d, err := Found(f)
	if err != nil {
		t.Fatalf("Found: %v", err)
	}
	k := &keeper{t: t, d: d, body: "quay"}
	k.apply(FoundingEntry(f, at("2030-01-01")))
	return k
}

// at reads a day, or a day and a time of day, in Brussels.
func at(s string) time.Time {
	zone, err := body.LoadZone("Europe/Brussels")
	if err != nil {
		panic(err)
	}
	for _, layout := range []string{"2006-01-02", "2006-01-02 15:04", "2006-01-02 15:04:05.999999999"} {
		if t, err := time.ParseInLocation(layout, s, zone); err == nil {
			return t
		}
	}
	panic("no time: " + s)
}

func (k *keeper) apply(e Entry) {
	k.t.Helper()
	if err := k.d.Apply(e); err != nil {
		k.t.Fatalf("Apply(%d): %v", e.Seq, err)
	}
	k.entries = append(k.entries, e)
	k.goOnWritten(e)
}

// enter puts in the notices that are due.
func (k *keeper) enter(now time.Time) {
	k.t.Helper()
	for k.d.Keeping() == body.Official {
		n, ok := k.d.Due(now)
		if !ok {
			return
		}
		k.apply(NoticeEntry(k.d.Size()+1, now, n))
	}
}

// try registers an act, or answers why not.
func (k *keeper) try(when string, by body.MemberID, dossier, stage string, do act.Deed) error {
	k.t.Helper()
	return k.tryAct(when, &act.Act{By: by, Dossiers: strings.Fields(dossier), Stage: stage, Do: do})
}

// tryAct is try of an act that says who does what; the rest is filled in.
func (k *keeper) tryAct(when string, a *act.Act) error {
	k.t.Helper()
	now := at(when)
	k.enter(now)
	k.n++
	a.Body, a.ID, a.Date = k.body, fmt.Sprintf("act-%d", k.n), form.Instant{At: now.UTC()}
	if k.d.Keeping() == body.Official {
		a.Paper = &act.Paper{By: k.d.chair(), From: "letter"}
	} else {
		a.Sources = []act.Source{{Key: body.Unsourced}}
	}
	data, err := a.Marshal()
	if err != nil {
		k.t.Fatalf("Marshal: %v", err)
	}
	parsed, err := act.Parse(data)
	if err != nil {
		k.t.Fatalf("Parse(%s): %v", data, err)
	}
	if err := k.d.Decide(&parsed, now); err != nil {
		return err
	}
	k.apply(ActEntry(k.d.Size()+1, now, &parsed, data))
	k.enter(now)
	return nil
}

// do registers an act that is admissible.
func (k *keeper) do(when string, by body.MemberID, dossier, stage string, do act.Deed) {
	k.t.Helper()
	if err := k.try(when, by, dossier, stage, do); err != nil {
		k.t.Fatalf("%s, %s by %s: %v", when, do.Kind(), by, err)
	}
	k.refold()
}

// refold folds the entries anew, through their bytes, and compares.
func (k *keeper) refold() {
	k.t.Helper()
	var again []Entry
	for _, e := range k.entries {
		data, err := e.Marshal()
		if err != nil {
			k.t.Fatalf("Marshal entry %d: %v", e.Seq, err)
		}
		back, err := ParseEntry(data)
		if err != nil {
			k.t.Fatalf("ParseEntry(%s): %v", data, err)
		}
		again = append(again, back)
	}
	d, err := Fold(again, time.Time{})
	if err != nil {
		k.t.Fatalf("Fold: %v", err)
	}
	copied := k.d.Clone()
	for _, id := range k.d.Dossiers() {
		linesAgree(k.t, k.d, id)
		one, _ := copied.Standing(id, d.At())
		if two, _ := k.d.Standing(id, d.At()); fold(fmt.Sprintf("%+v", one)) != fold(fmt.Sprintf("%+v", two)) {
			k.t.Fatalf("standing of %s in a clone:\n%+v\nwant\n%+v", id, one, two)
		}
		got, _ := d.Standing(id, d.At())
		want, _ := k.d.Standing(id, d.At())
		if g, w := fmt.Sprintf("%+v", got), fmt.Sprintf("%+v", want); fold(g) != fold(w) {
			k.t.Fatalf("refolded standing of %s:\n%s\nwant\n%s", id, g, w)
		}
	}
}

// fold takes addresses out of a printed value.
func fold(s string) string {
	var b strings.Builder
	for {
		i := strings.Index(s, "0x")
		if i < 0 {
			return b.String() + s
		}
		b.WriteString(s[:i])
		s = strings.TrimLeft(s[i+2:], "0123456789abcdef")
	}
}

func (k *keeper) standing(id, when string) Standing {
	k.t.Helper()
	now := at(when)
	k.enter(now)
	if err := k.d.Advance(now); err != nil {
		k.t.Fatal(err)
	}
	s, err := k.d.Standing(id, now)
	if err != nil {
		k.t.Fatalf("Standing(%s): %v", id, err)
	}
	return s
}

// refused asserts that an act is refused for the reason given.
func (k *keeper) refused(want error, when string, by body.MemberID, dossier, stage string, do act.Deed) {
	k.t.Helper()
	err := k.try(when, by, dossier, stage, do)
	if !errors.Is(err, want) {
		k.t.Errorf("%s, %s by %s: got %v, want %v", when, do.Kind(), by, err, want)
	}
}

func en(s string) body.Names { return body.Names{"en": s} }

func apply(procedure string) *act.Apply { return &act.Apply{Procedure: procedure} }

func ballot(b string) *act.Position { return &act.Position{Ballot: b} }

// objects is an objection with one concern and one demand of the applicant.
func objects(concern, demand string, of body.MemberID) *act.Object {
	return &act.Object{Concerns: []act.Concern{{
		ID: concern, Text: en("a concern"), Demands: []act.Demand{{ID: demand, Of: []body.MemberID{of}, Text: en("a demand")}},
	}}}
}

// linesAgree holds the ways to look at a part of a dossier's lines to all of them.
func linesAgree(t *testing.T, d *Docket, id string) {
	t.Helper()
	all := d.Lines(id)
	if n := d.CountLines(id); n != len(all) {
		t.Errorf("CountLines(%s) = %d, want %d", id, n, len(all))
	}
	var back []Line
	for l := range d.LinesBack(id) {
		back = append(back, l)
	}
	slices.Reverse(back)
	if got, want := fmt.Sprintf("%+v", back), fmt.Sprintf("%+v", all); fold(got) != fold(want) {
		t.Errorf("LinesBack(%s) turned round = %s, want %s", id, got, want)
	}
	count := 0
	for _, day := range d.Days(id) {
		if on := all[count].When; !on.Equal(day.When) {
			t.Errorf("Days(%s): %v, want %v", id, day.When, on)
		}
		for range day.Count {
			if form.DateOf(all[count].When) != form.DateOf(day.When) {
				t.Errorf("Days(%s): line %d is of %v, counted on %v", id, count, all[count].When, day.When)
			}
			count++
		}
	}
	if count != len(all) {
		t.Errorf("Days(%s) count %d lines of %d", id, count, len(all))
	}
	for after := int64(0); after <= d.Size(); after++ {
		want := slices.DeleteFunc(slices.Clone(all), func(l Line) bool { return l.Seq <= after })
		slices.SortFunc(want, func(a, b Line) int { return int(a.Seq - b.Seq) })
		want = want[:min(2, len(want))]
		got := d.LinesAfter(id, after, 2)
		if !slices.EqualFunc(got, want, func(a, b Line) bool { return a.Seq == b.Seq && a.When.Equal(b.When) }) {
			t.Errorf("LinesAfter(%s, %d, 2) = %v, want %v", id, after, got, want)
		}
	}
}
