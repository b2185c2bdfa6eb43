package atlas

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"math"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func outlines(t *testing.T) *Outlines {
	t.Helper()
	text, err := os.ReadFile("../web/assets/outlines.txt")
	if err != nil {
		t.Fatal(err)
	}
	o, err := Parse(string(text))
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// alliance is thirty states around the North Atlantic and one that joins them.
func alliance() []string {
	return strings.Fields("008 056 100 124 191 203 208 233 250 276 300 348 352 380 428 440 442 499 528 807 578 616 620 642 703 705 724 792 826 840 246")
}

// scattered is states in every part of the globe.
func scattered() []string { return strings.Fields("036 124 840 152 710 250 392 410 554 643") }

func TestEveryMemberIsDrawnOnceAndNobodyElse(t *testing.T) {
	o := outlines(t)
	for name, own := range map[string][]string{"alliance": alliance(), "scattered": scattered(), "neighbours": {"032", "076", "600", "858"}, "one": {"756"}} {
		m := Draw(o, own)
		seen := map[string]int{}
		for _, x := range regexp.MustCompile(`id="c([0-9]+)"`).FindAllStringSubmatch(string(m.File), -1) {
			seen[x[1]]++
		}
		for _, id := range own {
			if seen[id] != 1 {
				t.Errorf("%s: %s is drawn %d times", name, id, seen[id])
			}
		}
		if len(seen) != len(own) {
			t.Errorf("%s: %d outlines are drawn, want %d", name, len(seen), len(own))
		}
	}
}

func TestThoseFarAwayAreInAnInsetThatCoversNobody(t *testing.T) {
	m := Draw(outlines(t), alliance())
	if len(m.Sheets) != 2 || len(m.Sheets[1].Places) != 2 || len(m.Sheets[0].Places) != 29 {
		t.Fatalf("%d sheets", len(m.Sheets))
	}
	in := m.Sheets[1]
	b := box{in.X, in.Y, in.X + in.Width, in.Y + in.Height}
	if in.X < 0 || in.Y < 0 || b.x1 > m.Width || b.y1 > m.Height {
		t.Errorf("the inset at %+v is outside", b)
	}
	for _, p := range m.Sheets[0].Places {
		if b.holds(point{p.X, p.Y}) {
			t.Errorf("%s at (%.0f, %.0f) is below the inset", p.ID, p.X, p.Y)
		}
	}
}

func TestEveryPlaceLiesInItsSheet(t *testing.T) {
	o := outlines(t)
	rapid.Check(t, func(t *rapid.T) {
		own := rapid.SliceOfNDistinct(rapid.SampledFrom(alliance()), 1, 12, rapid.ID[string]).Draw(t, "own")
		for _, s := range Draw(o, own).Sheets {
			for _, p := range s.Places {
				if p.X < 0 || p.Y < 0 || p.X > s.Width || p.Y > s.Height {
					t.Fatalf("%s at (%.1f, %.1f) is outside of %.0f × %.0f", p.ID, p.X, p.Y, s.Width, s.Height)
				}
			}
		}
	})
}

// A ring over the antimeridian is cut, or it is drawn as a line across the whole globe.
func TestNoOutlineRunsAcrossTheWholeGlobe(t *testing.T) {
	m := Draw(outlines(t), scattered())
	if len(m.Sheets) != 1 || m.Width < 600 {
		t.Fatalf("not a map of the globe: %d sheets", len(m.Sheets))
	}
	for _, d := range regexp.MustCompile(`d="([^"]*)"`).FindAllStringSubmatch(string(m.File), -1) {
		for ring := range strings.SplitSeq(strings.TrimSuffix(d[1], "z"), "z") {
			if _, steps, ok := strings.Cut(ring, "l"); ok {
				for i, n := range regexp.MustCompile(`-?[0-9]+`).FindAllString(steps, -1) {
					if x, _ := strconv.Atoi(n); i%2 == 0 && math.Abs(float64(x)) > 1500 {
						t.Fatalf("a step of %d tenths in %.80s", x, ring)
					}
				}
			}
		}
	}
}

func TestADrawingIsXMLAndTheSameEveryTime(t *testing.T) {
	o := outlines(t)
	a, b := Draw(o, alliance()), Draw(o, alliance())
	if !bytes.Equal(a.File, b.File) {
		t.Error("two drawings of one list differ")
	}
	d := xml.NewDecoder(bytes.NewReader(a.File))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
}

func TestSmallMembersWantADotAndLargeOnesHaveRoomForACode(t *testing.T) {
	small, label := map[string]bool{}, map[string]bool{}
	for _, s := range Draw(outlines(t), alliance()).Sheets {
		for _, p := range s.Places {
			small[p.ID], label[p.ID] = p.Small, p.Label
		}
	}
	if !small["442"] || label["442"] { // Luxembourg
		t.Error("Luxembourg wants a dot, not a code")
	}
	for _, id := range []string{"250", "276", "792", "578", "840"} {
		if small[id] || !label[id] {
			t.Errorf("%s has room for a code", id)
		}
	}
}

// Lambert's projection keeps areas: a square of degrees has on the plane the area it has on the globe.
func TestLambertKeepsAreas(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lon0, lat0 := rapid.Float64Range(-180, 180).Draw(t, "lon0"), rapid.Float64Range(-60, 60).Draw(t, "lat0")
		project := lambert(lon0, lat0)
		lon, lat := lon0+rapid.Float64Range(-30, 30).Draw(t, "lon"), lat0+rapid.Float64Range(-25, 25).Draw(t, "lat")
		const d = 0.05
		var ring []point
		for _, c := range []point{{lon, lat}, {lon + d, lat}, {lon + d, lat + d}, {lon, lat + d}} {
			p, ok := project(c.x, c.y)
			if !ok {
				t.Fatalf("(%f, %f) is behind the horizon", c.x, c.y)
			}
			ring = append(ring, p)
		}
		want := rad(d) * (math.Sin(rad(lat+d)) - math.Sin(rad(lat)))
		if got := area(ring); math.Abs(got-want) > want*0.001 {
			t.Fatalf("area = %g, want %g", got, want)
		}
	})
}

func TestOutlinesThatCannotBeReadAreRefused(t *testing.T) {
	for _, bad := range []string{
		"scale 1 1 0", "scale 1 1 0 x", "arc 1 2", "scale 1 1 0 0\narc 1 2 3", "scale 1 1 0 0\narc a b", "scale 1 1 0 0\narc 0 0 1 1\nland 246 1",
		"scale 1 1 0 0\narc 0 0 1 1\nland 246 -2", "land 246", "scale 1 1 0 0\narc 0 0 1 1\nland 246 x", "sea 1",
	} {
		if _, err := Parse(bad); err == nil {
			t.Errorf("Parse(%q) is accepted", bad)
		}
	}
}

func TestNobodyIsAMapOfTheGlobe(t *testing.T) {
	if m := Draw(outlines(t), nil); len(m.Sheets) != 1 || len(m.Sheets[0].Places) != 0 {
		t.Errorf("a map of nobody has %d sheets", len(m.Sheets))
	}
}
