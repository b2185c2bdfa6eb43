package dossier

import (
	"errors"
	"testing"

	"accede/act"
	"accede/body"
	"accede/form"
)

func TestAHostThatLeavesOutWhatIsDueIsFoundOut(t *testing.T) {
	k := keep(t, body.Official)
	k.do("2030-01-02", "x", "x", "", apply("accession"))
	k.do("2030-01-03", "chair", "x", "", put("2030-01-10 18:00"))
	now := at("2030-01-12")
	a := &act.Act{
		Body: "quay", ID: "late", By: "b", Dossiers: []string{"x"}, Do: objects("q", "d", "x"),
		Date: form.Instant{At: now.UTC()}, Paper: &act.Paper{By: "chair", From: "letter"},
	}
	if err := k.d.Apply(ActEntry(k.d.Size()+1, now, a, nil)); !errors.Is(err, ErrOrder) {
		t.Errorf("an objection behind a deadline whose notice is missing: %v, want %v", err, ErrOrder)
	}
}

func TestAHostThatEntersADeadlineBeforeItComesIsFoundOut(t *testing.T) {
	k := keep(t, body.Official)
	k.do("2030-01-02", "x", "x", "", apply("accession"))
	k.do("2030-01-03", "chair", "x", "", put("2030-01-10 18:00"))
	n, ok := k.d.Due(at("2030-01-10 18:00"))
	if !ok {
		t.Fatal("nothing is due at the deadline")
	}
	for when, want := range map[string]error{"2030-01-10 17:59:59.999999999": ErrNotDue, "2030-01-10 18:00": nil} {
		if err := k.d.Clone().Apply(NoticeEntry(k.d.Size()+1, at(when), n)); !errors.Is(err, want) {
			t.Errorf("entered at %s: %v, want %v", when, err, want)
		}
	}
}
