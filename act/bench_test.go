package act

import (
	"testing"

	"accede/form"
)

func position() Act {
	return Act{Body: "nato", ID: "be-for", By: "be", Date: form.Instant{Day: form.Date{Year: 2022, Month: 6, Day: 29}},
		Dossiers: []string{"fi"}, Stage: "invitation", Do: &Position{Ballot: "for"}}
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
