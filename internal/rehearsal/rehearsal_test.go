package rehearsal

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"accede/act"
	"accede/body"
	"accede/dossier"
	"accede/form"
)

const charter = `accede: charter/1
body: quay
name: {en: Quay Association}
time_zone: Europe/Brussels
keeping: KEEPING
chair: {id: chair, name: {en: Chair}}
members:
  - {id: a, name: {en: Alder}}
  - {id: b, name: {en: Birch}}
applicants:
  - {id: x, name: {en: Xylo}}
procedures:
  accession:
    stages:
      - {id: application, act: apply}
      - {id: invitation, rule: none of members are against, silence: {pending_counts_as: for}}
      - {id: accession, act: deposit, by: applicant, effect: {joins: members}}
`

// record is an application, and a question put on the 5th until the end of the 9th of January 2030.
func record(t *testing.T, keeping body.Keeping) []dossier.Entry {
	t.Helper()
	text := strings.Replace(charter, "KEEPING", string(keeping), 1)
	entries := []dossier.Entry{dossier.FoundingEntry(dossier.Founding{Charter: text, Host: "quay+00000000+key", Made: "test"}, noon(1))}
	d, err := dossier.Fold(entries, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	add := func(e dossier.Entry) {
		t.Helper()
		if err := d.Apply(e); err != nil {
			t.Fatal(err)
		}
		entries = append(entries, e)
	}
	for i, a := range []act.Act{
		{ID: "apply", By: "x", Do: &act.Apply{Procedure: "accession"}},
		{ID: "put", By: "chair", Do: &act.Put{Text: body.Names{"en": "to invite"}, Until: form.Instant{Day: form.Date{Year: 2030, Month: 1, Day: 9}}}},
		{ID: "agrees", By: "a", Do: &act.Position{Ballot: "for"}},
	} {
		a.Body, a.Dossiers, a.Date = "quay", []string{"x"}, form.Instant{Day: form.Date{Year: 2030, Month: 1, Day: 2 + 3*i}}
		a.Sources, a.Paper = []act.Source{{Key: body.Unsourced}}, &act.Paper{By: "chair", From: "letter"}
		data, err := a.Marshal()
		if err != nil {
			t.Fatal(err)
		}
		entered := noon(2 + 3*i)
		add(dossier.ActEntry(int64(len(entries)+1), entered, &a, data))
		for keeping == body.Official {
			n, ok := d.Due(entered)
			if !ok {
				break
			}
			add(dossier.NoticeEntry(int64(len(entries)+1), entered, n))
		}
	}
	return entries
}

func noon(day int) time.Time { return time.Date(2030, 1, day, 11, 0, 0, 0, time.UTC) }

// rooms answers rooms over a record, with a clock that the test turns.
func rooms(t *testing.T, keeping body.Keeping, now *time.Time) *Rooms {
	t.Helper()
	entries := record(t, keeping)
	r := New(Config{Entries: func(context.Context) ([]dossier.Entry, error) { return entries, nil }, Clock: func() time.Time { return *now }, Made: "test"})
	t.Cleanup(func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
	return r
}

var keepings = []body.Keeping{body.Reported, body.Official}

func TestARehearsalBeginsWhereTheRecordStoodThatDay(t *testing.T) {
	for _, keeping := range keepings {
		now := noon(30)
		_, room, err := rooms(t, keeping, &now).Open(t.Context(), noon(6))
		if err != nil {
			t.Fatalf("%s: %v", keeping, err)
		}
		d, at, err := room.Docket(t.Context(), time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		s, err := d.Standing("x", at)
		if err != nil || s.Question == nil || s.Stage != "invitation" {
			t.Errorf("%s: standing %+v, %v; want the invitation with its question put", keeping, s, err)
		}
		if _, _, later := d.SeenID("agrees"); later {
			t.Errorf("%s: an act of the 8th is in a rehearsal from the 6th", keeping)
		}
		if !at.Equal(noon(6)) {
			t.Errorf("%s: the clock says %v, want %v", keeping, at, noon(6))
		}
	}
}

func TestDeadlinesRunInARehearsalAndTheClockOnlyForward(t *testing.T) {
	for _, keeping := range keepings {
		now := noon(30)
		_, room, err := rooms(t, keeping, &now).Open(t.Context(), noon(6))
		if err != nil {
			t.Fatal(err)
		}
		if err := room.Forward(t.Context(), noon(5)); !errors.Is(err, ErrBack) {
			t.Errorf("%s: Forward to the past = %v, want ErrBack", keeping, err)
		}
		if err := room.Forward(t.Context(), noon(10)); err != nil {
			t.Fatal(err)
		}
		now = now.Add(time.Hour) // it runs as fast as the true one
		d, at, err := room.Docket(t.Context(), time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		if want := noon(10).Add(time.Hour); !at.Equal(want) {
			t.Errorf("%s: the clock says %v, want %v", keeping, at, want)
		}
		if s, err := d.Standing("x", at); err != nil || s.Stage != "accession" {
			t.Errorf("%s: stage %q, %v after the silence has run; want accession", keeping, s.Stage, err)
		}
	}
}

func TestAnActOfARehearsalSaysSoAndIsAnsweredTwiceAlike(t *testing.T) {
	for _, keeping := range keepings {
		now := noon(30)
		_, room, err := rooms(t, keeping, &now).Open(t.Context(), noon(6))
		if err != nil {
			t.Fatal(err)
		}
		a := act.Act{Body: "quay", ID: "b-agrees", By: "b", Dossiers: []string{"x"}, Date: form.Instant{Day: form.Date{Year: 2030, Month: 1, Day: 6}}, Do: &act.Position{Ballot: "for"}}
		room.Vouch(&a)
		if a.Sources[0].Key != SourceKey {
			t.Errorf("the source of the act is %q, want %q", a.Sources[0].Key, SourceKey)
		}
		data, err := a.Marshal()
		if err != nil {
			t.Fatal(err)
		}
		one, err := room.Submit(t.Context(), data, nil)
		if err != nil {
			t.Fatalf("%s: %v", keeping, err)
		}
		if two, err := room.Submit(t.Context(), data, nil); err != nil || two.Seq != one.Seq {
			t.Errorf("%s: again: position %d, %v; want %d", keeping, two.Seq, err, one.Seq)
		}
		a.Note = "another act"
		other, err := a.Marshal()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := room.Submit(t.Context(), other, nil); !errors.Is(err, dossier.ErrKnown) {
			t.Errorf("%s: another act of that id: %v, want ErrKnown", keeping, err)
		}
	}
}

func TestRoomsAreBoundedInNumberAndAge(t *testing.T) {
	now := noon(30)
	r := rooms(t, body.Reported, &now)
	first := ""
	for i := range MaxRooms {
		id, _, err := r.Open(t.Context(), noon(6))
		if err != nil {
			t.Fatalf("room %d: %v", i, err)
		}
		if i == 0 {
			first = id
		}
	}
	if _, _, err := r.Open(t.Context(), noon(6)); !errors.Is(err, ErrFull) {
		t.Errorf("one more = %v, want ErrFull", err)
	}
	now = now.Add(shortIdle)
	if _, ok := r.Find(first); !ok {
		t.Fatal("the first room is gone before anybody needs it")
	}
	if _, _, err := r.Open(t.Context(), noon(6)); err != nil {
		t.Errorf("one more when the others were left for a while = %v", err)
	}
	if _, ok := r.Find(first); !ok {
		t.Error("the room that was looked at last was the one to go")
	}
	now = now.Add(MaxIdle)
	if _, ok := r.Find(first); ok {
		t.Error("a room that nobody looked at for so long is still there")
	}
	r.Leave(first) // leaving what is over does nothing
}
