package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"accede/act"
	"accede/body"
	"accede/client"
	"accede/form"
)

func TestAMachineReadsAndActsOverTheAPIOfAServedRecord(t *testing.T) {
	p, url, record := serving(t, "demo", "--record", filepath.Join(t.TempDir(), "nato"), "--addr", "127.0.0.1:0")
	url = strings.TrimSuffix(url, "/")
	public, err := client.New(url, client.Options{})
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "fi.bundle")
	f, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := public.Dossier("fi", client.Now).Bundle(t.Context(), f); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	must(t, "verify", file)

	// A key that is made while the record is served holds at once, and so does its end.
	key, _, _ := strings.Cut(must(t, "keys", "machine", "new", "tr-registry", "--member", "tr", "--record", record), "\n")
	machine, err := client.New(url, client.Options{Key: key})
	if err != nil {
		t.Fatal(err)
	}
	says := func(id string) act.Act {
		return act.Act{
			Body: "nato", ID: id, By: "tr", Date: form.Instant{Day: form.Date{Year: 2024, Month: 3, Day: 12}}, Dossiers: []string{"se"},
			Sources: []act.Source{{Key: body.Unsourced}}, Do: &act.Statement{Statements: []act.Remark{{Side: "tr", Role: "spokesman", Form: "reported", Text: body.Names{"en": "Welcome."}}}},
		}
	}
	if _, err := public.SubmitAct(t.Context(), says("tr-welcomes")); !client.IsProblem(err, "key") {
		t.Errorf("without a key: %v, want the problem key", err)
	}
	r, err := machine.SubmitAct(t.Context(), says("tr-welcomes"))
	if err != nil {
		t.Fatal(err)
	}
	if out := must(t, "log", "se", "--record", record, "--json"); !strings.Contains(out, "tr-welcomes") {
		t.Errorf("entry %d is not in the log", r.Seq)
	}
	must(t, "keys", "machine", "revoke", "tr-registry", "--record", record)
	if _, err := machine.SubmitAct(t.Context(), says("tr-welcomes-again")); !client.IsProblem(err, "key") {
		t.Errorf("with a key that was revoked: %v, want the problem key", err)
	}
	interrupt(t, p)
}

func TestAPartyEnclosesNoMoreThanTheShareTheOperatorGivesIt(t *testing.T) {
	record := filepath.Join(t.TempDir(), "nato")
	must(t, "demo", "--once", "--record", record)
	key, _, _ := strings.Cut(must(t, "keys", "machine", "new", "tr-registry", "--member", "tr", "--record", record), "\n")
	p, url, _ := serving(t, "serve", "--record", record, "--addr", "127.0.0.1:0", "--share-bytes", "300")
	machine, err := client.New(strings.TrimSuffix(url, "/"), client.Options{Key: key})
	if err != nil {
		t.Fatal(err)
	}
	hand := func(id string) error {
		a := act.Act{
			Body: "nato", ID: id, By: "tr", Date: form.Instant{Day: form.Date{Year: 2024, Month: 3, Day: 12}}, Dossiers: []string{"se"},
			Sources: []act.Source{{Key: body.Unsourced}}, Do: &act.Statement{Statements: []act.Remark{{Side: "tr", Role: "spokesman", Form: "reported", Text: body.Names{"en": strings.Repeat("Welcome. ", 20)}}}},
		}
		items, err := a.Enclose(act.Enclosure{Audience: act.ToBody}, func() act.Salt { return act.Salt{7} })
		if err != nil {
			t.Fatal(err)
		}
		data, err := a.Marshal()
		if err != nil {
			t.Fatal(err)
		}
		_, err = machine.SubmitEnclosed(t.Context(), data, items)
		return err
	}
	if err := hand("first"); err != nil {
		t.Errorf("within its share: %v", err)
	}
	if err := hand("second"); !client.IsProblem(err, "share") {
		t.Errorf("beyond its share: %v, want the problem share", err)
	}
	interrupt(t, p)
}
