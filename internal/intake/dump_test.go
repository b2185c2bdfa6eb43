package intake

import (
	"fmt"
	"os"
	"testing"
)

func TestDump(t *testing.T) {
	name := os.Getenv("DUMP")
	if name == "" {
		return
	}
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	rep := Report{Text: text, Name: name}
	if i := len(text); os.Getenv("FORMS") != "" && i > 0 {
		names, _ := gazetteers()
		_ = names
	}
	r, err := Read(rep)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Printf("lang %s body %s charter %s rule %+v\nsource %+v\n", r.Language, r.Body, r.Charter, r.Rule, r.Source)
	for _, n := range r.Notes {
		fmt.Println("NOTE", n)
	}
	for _, f := range r.Findings {
		fmt.Printf("%-7s %-12s %s — %s\n", f.Kind, f.ID, f.Text, f.Why)
	}
	for _, d := range r.Drafts {
		fmt.Printf("\n%s %s by %s %s %s %v stage=%s [%s] missing=%v\n  %+v\n  why %q\n", d.Act.ID, d.Act.Do.Kind(), d.Act.By, d.Act.Date, d.Act.Dated, d.Act.Dossiers, d.Act.Stage, d.Sure, d.Missing, d.Act.Do, d.Why)
		for _, s := range d.Spans {
			fmt.Printf("    | %s\n", oneLine(r.Words(s)))
		}
	}
}
