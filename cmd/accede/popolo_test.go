package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"accede/internal/view"
)

// exported answers the demonstration as Popolo, held to the schema.
func exported(t *testing.T) view.Popolo {
	t.Helper()
	dir := t.TempDir()
	record, file := filepath.Join(dir, "rec"), filepath.Join(dir, "nato.json")
	must(t, "demo", "--once", "--record", record)
	must(t, "export", "--all", "--record", record, "--format", "popolo", "-o", file)
	schema, err := jsonschema.NewCompiler().Compile(filepath.Join("testdata", "popolo.schema.json"))
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer text.Close()
	value, err := jsonschema.UnmarshalJSON(text)
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(value); err != nil {
		t.Errorf("the export is not as the schema says: %v", err)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var f view.Popolo
	if err := json.Unmarshal(data, &f); err != nil {
		t.Fatal(err)
	}
	return f
}

func TestThePopoloOfTheDemonstrationHasTheInvitationsWithTheirVotes(t *testing.T) {
	f := exported(t)
	known := map[string]bool{}
	for _, o := range f.Organizations {
		known[o.ID] = true
	}
	invited := []string{}
	for _, m := range f.Motions {
		for _, v := range m.VoteEvents {
			n := 0
			for _, c := range v.Counts {
				n += c.Value
			}
			if n != len(v.Votes) || v.Motion != m.ID || !known[v.Organization] {
				t.Errorf("%s: %d counted and %d votes, of the motion %s of %s", v.ID, n, len(v.Votes), v.Motion, v.Organization)
			}
			for _, x := range v.Votes {
				if !known[x.Voter] {
					t.Errorf("%s: %s votes and is no organization", v.ID, x.Voter)
				}
			}
		}
		if m.Classification == "invitation" {
			invited = append(invited, m.ID+" "+m.Result+": "+m.Requirement)
		}
	}
	want := []string{"motion/fi/invitation pass: none of members are against", "motion/se/invitation pass: none of members are against"}
	if !slices.Equal(invited, want) {
		t.Errorf("invitations = %q, want %q", invited, want)
	}
}
