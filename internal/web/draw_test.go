package web

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"accede/dossier"

	"accede/internal/view"
)

func TestFiveSeatsStandOnOneArc(t *testing.T) {
	a := hemicycle(make([]view.Seat, 5))
	var b strings.Builder
	for _, s := range a.Seats {
		fmt.Fprintf(&b, "%s,%s ", px(s.X), px(s.Y))
	}
	const want = "104.0,300.0 167.3,147.3 320.0,84.0 472.7,147.3 536.0,300.0 "
	if got := b.String(); got != want {
		t.Errorf("five seats stand at %q, want %q", got, want)
	}
}

func TestSeatsAreHandedOutByAngleSoThatLikeMarksMakeOneWedge(t *testing.T) {
	a := hemicycle(make([]view.Seat, 30))
	for i := 1; i < len(a.Seats); i++ {
		before, after := a.Seats[i-1], a.Seats[i]
		if angle(before) < angle(after)-1e-9 {
			t.Fatalf("seat %d stands before seat %d", i, i-1)
		}
	}
}

// angle orders places on arcs around (320, 300): larger is nearer to the side where reading begins.
func angle(p placed) float64 {
	dx, dy := p.X-320, 300-p.Y
	if dy < 1e-9 {
		dy = 0
	}
	return math.Atan2(dy, dx)
}

func TestARunningCountRisesOnItsDay(t *testing.T) {
	day := func(n int) time.Time { return time.Date(2022, 7, n, 0, 0, 0, 0, time.UTC) }
	c := &view.Chart{From: day(1), To: day(11), Need: 4, Series: []view.Series{{Days: []time.Time{day(1), day(6), day(6)}}}}
	got := stepsOf(c)[0]
	if want := "M34.0 180.0H34.0V140.0H332.0V60.0H630.0"; got.Line != want {
		t.Errorf("the line is %s, want %s", got.Line, want)
	}
	if got.Y != 60 {
		t.Errorf("it ends at %v, want 60", got.Y)
	}
}

func TestNoWordsOfTheTalksLieOnOneAnother(t *testing.T) {
	m := nato(t)
	at := time.Date(2023, 4, 4, 21, 59, 59, 0, time.UTC)
	for _, id := range []string{"fi", "se"} {
		d, err := dossier.Fold(m.entries, at)
		if err != nil {
			t.Fatal(err)
		}
		s, err := d.Standing(id, at)
		if err != nil {
			t.Fatal(err)
		}
		p := view.NewDossierPage(view.SettingOf(d), s, view.PastOf(d, d, id), "", english(t))
		l := talksLine(p.Talks, at, endOf(p.Standing))
		type box struct{ from, to, top float64 }
		var boxes []box
		labelled := 0
		for _, stop := range l.Stops {
			if stop.X < 0 || stop.X > lineWidth {
				t.Errorf("%s: %s stands at %.0f, outside the line", id, stop.Title, stop.X)
			}
			if !stop.Labelled {
				continue
			}
			labelled++
			wide := 7 * float64(max(len([]rune(stop.Head)), len([]rune(stop.Sub))))
			b := box{stop.X - 6, stop.X - 6 + wide, stop.Text}
			if stop.End {
				b = box{stop.X + 6 - wide, stop.X + 6, stop.Text}
			}
			for _, o := range boxes {
				if o.top == b.top && b.from < o.to && o.from < b.to {
					t.Errorf("%s: the words of %s lie on others", id, stop.Title)
				}
			}
			boxes = append(boxes, b)
		}
		if labelled < 5 {
			t.Errorf("%s: only %d of %d stops have words", id, labelled, len(l.Stops))
		}
	}
}

func TestAnEmptyRollAndAnEmptyLineAreDrawnAsNothing(t *testing.T) {
	if a := hemicycle(nil); len(a.Seats) != 0 {
		t.Errorf("a roll of nobody has %d seats", len(a.Seats))
	}
	if l := talksLine(nil, time.Time{}, time.Time{}); len(l.Stops) != 0 || l.Now >= 0 {
		t.Errorf("no events make the line %+v", l)
	}
	if s := calendarStrip(view.Calendar{}); len(s.Ticks) != 0 {
		t.Errorf("no days make %d ticks", len(s.Ticks))
	}
}
