package act

import (
	"strings"
	"testing"

	"accede/form"
)

func position() Act {
	return Act{
		Body: "nato", ID: "be-for", By: "be", Date: form.Instant{Day: form.Date{Year: 2022, Month: 6, Day: 29}},
		Dossiers: []string{"fi"}, Stage: "invitation", Do: &Position{Ballot: "for"},
	}
}

func BenchmarkParsePosition(b *testing.B) {
	data, err := position().Marshal()
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Parse(data); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkMarshalPosition(b *testing.B) {
	a := position()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := a.Marshal(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLines(b *testing.B) {
	data, err := position().Marshal()
	if err != nil {
		b.Fatal(err)
	}
	for _, c := range []struct{ name, line string }{
		{"canonical", string(data)},
		{"plain", strings.Replace(string(data), ",", ", ", 1)},
	} {
		text := strings.Repeat(c.line+"\n", 1000)
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				for _, err := range Lines("acts.jsonl", strings.NewReader(text)) {
					if err != nil {
						b.Fatal(err)
					}
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/1000, "ns/act")
		})
	}
}
