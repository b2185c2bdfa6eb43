package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestEveryActThatALoadedServerAcknowledgedIsInTheRecord(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "rec")
	kept := filepath.Join(t.TempDir(), "acts.jsonl")
	out := must(t, "bench", "run", "--record", dir, "--parties", "7", "--clients", "3", "--acts", "100", "--mix", "mixed", "--dossiers", "2",
		"--viewers", "3", "--views", "10", "--acknowledged", kept, "--json")
	var said benchReport
	if err := json.Unmarshal([]byte(out), &said); err != nil {
		t.Fatal(err)
	}
	if len(said.Handing) != 1 || len(said.Viewing) != 1 {
		t.Fatalf("the report is %s", out)
	}
	h, v := said.Handing[0], said.Viewing[0]
	if h.Acts != 100 || len(h.Refused) != 0 || h.Unknown != 0 || h.Times.Count != 100 || h.Bare == 0 || len(h.Tenths) != 10 {
		t.Errorf("of 100 acts %+v", h)
	}
	if v.Viewers != 3 || len(v.Acts) != 11 || v.Largest < v.Sent || v.Sent == 0 {
		t.Errorf("of 3 viewers %+v", v)
	}
	// Two dossiers for the acts and one for the viewers are opened; in that, the mixed acts are shown, and it is closed.
	if got := must(t, "bench", "check", kept, "--record", dir, "--json"); !strings.Contains(got, `"acknowledged":114,"elsewhere":0,`) || !strings.Contains(got, `"lost":0,"out_of_order":0`) {
		t.Errorf("bench check says %s", got)
	}
}

func TestMembersBeyondTheFoundingAreAdmittedAndVote(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "rec")
	out := must(t, "bench", "run", "--record", dir, "--parties", "3", "--members", "40", "--clients", "4", "--acts", "40", "--ask", "--no-bare", "--json")
	var said benchReport
	if err := json.Unmarshal([]byte(out), &said); err != nil {
		t.Fatal(err)
	}
	if len(said.Growing) != 2 || said.Growing[0].Acts != 37 || said.Growing[1].Acts != 37 || len(said.Handing) != 1 || said.Handing[0].Acts != 40 {
		t.Fatalf("the report is %s", out)
	}
	if spent := said.Handing[0].Spent; len(spent) != 10 {
		t.Errorf("what tenths of the acts cost is %v, want ten figures", spent)
	}
	if got := must(t, "verify", dir); !strings.Contains(got, "Verified") {
		t.Errorf("verify says %s", got)
	}
	if got := must(t, "status", "x1", "--record", dir, "--json"); strings.Count(got, `"pending"`) > 3 {
		t.Errorf("all of 40 members have voted, and the standing is %s", got)
	}
}

func TestAnAcknowledgedActThatIsNotThereIsFound(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "rec")
	kept := filepath.Join(t.TempDir(), "acts.jsonl")
	must(t, "bench", "found", dir, "--parties", "3")
	line := fmt.Sprintf(`{"id":"b1-7","seq":2,"hash":"%064x"}`+"\n", 7)
	if err := os.WriteFile(kept, []byte(line), 0o600); err != nil {
		t.Fatal(err)
	}
	code, out, said := accede(t, "bench", "check", kept, "--record", dir)
	if code != exitVerify || !strings.Contains(said, "lost: b1-7, acknowledged as entry 2") || !strings.Contains(out, "1 lost") {
		t.Errorf("bench check exits with %d, prints %q and says %q", code, out, said)
	}
}

func TestAnActThatStandsBeforeOneAcknowledgedEarlierIsFound(t *testing.T) {
	all := []acknowledged{{"a", 2, "", 10, 20}, {"b", 4, "", 21, 30}, {"c", 3, "", 25, 40}, {"d", 5, "", 41, 50}}
	if got := tooEarly(all); len(got) != 0 {
		t.Errorf("tooEarly = %v, want none: b and c were under way at once", got)
	}
	all[2].From = 31
	if got := tooEarly(all); len(got) != 1 || got[0].ID != "c" {
		t.Errorf("tooEarly = %v, want c, which was handed in when b stood behind it", got)
	}
}
