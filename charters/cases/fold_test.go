package cases

import (
	"slices"
	"testing"
	"time"

	"accede/body"
	"accede/charters"
	"accede/dossier"
)

// record answers the entries of a reported record of a case under a charter.
func record(t *testing.T, name, charter string) []dossier.Entry {
	t.Helper()
	text, ok := charters.Text(charter)
	if !ok {
		t.Fatalf("there is no charter %s", charter)
	}
	founding := dossier.Founding{Charter: string(text), Host: "nato+00000000+key", Made: "test"}
	entered := time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)
	entries := []dossier.Entry{dossier.FoundingEntry(founding, entered)}
	for _, a := range read(t, name) {
		data, err := a.Act.Marshal()
		if err != nil {
			t.Fatalf("%v: %v", a.Place, err)
		}
		entries = append(entries, dossier.ActEntry(int64(len(entries)+1), entered, &a.Act, data))
	}
	return entries
}

func TestNATO2022StandsOnEachDayAsTheReportsSay(t *testing.T) {
	entries := record(t, "nato-2022", "nato")
	zone, err := body.LoadZone("Europe/Brussels")
	if err != nil {
		t.Fatal(err)
	}
	type ids = []body.MemberID
	for _, c := range []struct {
		day, dossier, stage           string
		required, approved, deposited int
		blockers, missing             ids // missing: nil is not looked at
		inForce, member               bool
	}{
		{day: "2022-05-18", dossier: "fi", stage: "invitation", required: 30},
		{day: "2022-06-21", dossier: "fi", stage: "invitation", required: 30, blockers: ids{"tr"}},
		{day: "2022-06-21", dossier: "se", stage: "invitation", required: 30, blockers: ids{"tr"}},
		{day: "2022-06-29", dossier: "fi", stage: "signature", required: 30},
		{day: "2022-07-06", dossier: "se", stage: "ratification", required: 30, approved: 6},
		{day: "2022-07-20", dossier: "fi", stage: "ratification", required: 30, approved: 17},
		{day: "2022-08-31", dossier: "fi", stage: "ratification", required: 30, approved: 24},
		{day: "2022-10-14", dossier: "se", stage: "ratification", required: 30, approved: 28, deposited: 28, missing: ids{"tr", "hu"}},
		{day: "2023-03-27", dossier: "fi", stage: "ratification", required: 30, approved: 29, deposited: 28, missing: ids{"tr"}},
		{day: "2023-04-03", dossier: "se", stage: "ratification", required: 30, approved: 28, deposited: 28},
		{day: "2023-04-04", dossier: "fi", stage: "accession", required: 30, approved: 30, deposited: 30, inForce: true, member: true},
		{day: "2023-04-04", dossier: "se", stage: "ratification", required: 31, approved: 29, deposited: 29, missing: ids{"tr", "hu"}},
		{day: "2024-02-26", dossier: "se", stage: "ratification", required: 31, approved: 31, deposited: 29, missing: ids{}},
		{day: "2024-03-07", dossier: "se", stage: "accession", required: 31, approved: 31, deposited: 31, inForce: true, member: true},
	} {
		day, err := time.ParseInLocation(time.DateOnly, c.day, zone)
		if err != nil {
			t.Fatal(err)
		}
		end := day.AddDate(0, 0, 1).Add(-time.Nanosecond)
		docket, err := dossier.Fold(entries, end)
		if err != nil {
			t.Fatalf("Fold as of %s: %v", c.day, err)
		}
		s, err := docket.Standing(c.dossier, end)
		if err != nil {
			t.Fatalf("Standing(%s) as of %s: %v", c.dossier, c.day, err)
		}
		if s.Stage != c.stage || s.Required != c.required || s.Approved != c.approved || s.Deposited != c.deposited || s.InForce != c.inForce || s.Member != c.member {
			t.Errorf("%s on %s: %s, %d approved and %d deposited of %d, in force %t, member %t; want %+v",
				c.dossier, c.day, s.Stage, s.Approved, s.Deposited, s.Required, s.InForce, s.Member, c)
		}
		var blockers ids
		for _, b := range s.Blockers {
			blockers = append(blockers, b.Member)
		}
		if !slices.Equal(blockers, c.blockers) {
			t.Errorf("%s on %s: blocked by %v, want %v", c.dossier, c.day, blockers, c.blockers)
		}
		if c.missing != nil && !slices.Equal(s.Missing, c.missing) {
			t.Errorf("%s on %s: missing %v, want %v", c.dossier, c.day, s.Missing, c.missing)
		}
	}
}
