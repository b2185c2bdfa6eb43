package forecast_test

import (
	"testing"

	"accede/whatif/forecast"
	"accede/whatif/forecast/past"
)

// BenchmarkEarlierForecasts is the time to see how the days came out that were given on each day of the ratification
// of 2022 and 2023.
func BenchmarkEarlierForecasts(b *testing.B) {
	all, level := past.All(), rat("4/5")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := forecast.Earlier(all[0], all[1:], level); err != nil {
			b.Fatal(err)
		}
	}
}
