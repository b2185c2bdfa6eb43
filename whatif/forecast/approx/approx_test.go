package approx

import (
	"math"
	"math/big"
	"testing"

	"accede/whatif/forecast"
)

// The remission times of 21 patients (Freireich and others, 1963), a plus for one that was still in remission.
func freireich() []forecast.Case {
	var cases []forecast.Case
	for _, d := range []int{6, 6, 6, -6, 7, -9, 10, -10, -11, 13, 16, -17, -19, -20, 22, 23, -25, -32, -32, -34, -35} {
		cases = append(cases, forecast.Case{Days: max(d, -d), Done: d > 0})
	}
	return cases
}

func TestGreenwoodsErrorIsThatOfThePublishedExample(t *testing.T) {
	want := map[int]float64{6: 0.0764, 13: 0.1068, 23: 0.1346}
	seen := 0
	for _, step := range forecast.Curve(freireich()) {
		if w, ok := want[step.Days]; ok {
			seen++
			if got := LogLog(step, 1.96).Error; math.Abs(got-w) > 5e-5 {
				t.Errorf("the error at %d = %.4f, want %.4f", step.Days, got, w)
			}
		}
	}
	if seen != len(want) {
		t.Errorf("%d steps looked at, want %d", seen, len(want))
	}
}

func TestTheIntervalLiesBetweenNothingAndAllAndHoldsTheEstimate(t *testing.T) {
	for _, step := range forecast.Curve(freireich()) {
		got := LogLog(step, 1.96)
		if !got.Known || !(0 < got.Low && got.Low < got.S && got.S < got.High && got.High < 1) {
			t.Errorf("LogLog at %d = %+v", step.Days, got)
		}
		// Back on the scale of log(-log S) both sides are equally wide.
		scale := func(s float64) float64 { return math.Log(-math.Log(s)) }
		if up, down := scale(got.Low)-scale(got.S), scale(got.S)-scale(got.High); math.Abs(up-down) > 1e-9 {
			t.Errorf("the sides at %d are %g and %g", step.Days, up, down)
		}
	}
}

func TestWhereNobodyIsLeftTheErrorIsUnknown(t *testing.T) {
	got := LogLog(forecast.Step{S: new(big.Rat)}, 1.96)
	if want := (Interval{High: 1}); got != want {
		t.Errorf("LogLog(0) = %+v, want %+v", got, want)
	}
}
