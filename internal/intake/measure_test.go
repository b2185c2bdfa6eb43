package intake

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"accede/act"
)

// label is one line of what a person found in a report: a kind, who or when, and words that are in it.
type label struct{ kind, key, words string }

func (l label) String() string { return strings.TrimSpace(l.kind + " " + l.key + " | " + l.words) }

// labelled is a report with what a person found in it.
type labelled struct {
	name   string
	report []byte
	labels []label
}

// kinds are what is measured, in the order of the table.
var kinds = []string{"party", "date", "round", "statement", "demand", "objection", "ground", "application", "rule", "promise", "count"}

// readLabelled reads the reports of a folder.
func readLabelled(t *testing.T, set string) []labelled {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("testdata", "reports", set, "*.txt"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no reports in %s: %v", set, err)
	}
	var all []labelled
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		report, want, ok := strings.Cut(string(text), "\n-- want --\n")
		if !ok {
			t.Fatalf("%s: the line -- want -- is missing", file)
		}
		one := labelled{name: filepath.Base(file), report: []byte(report)}
		for line := range strings.SplitSeq(strings.TrimSpace(want), "\n") {
			kind, rest, _ := strings.Cut(line, " ")
			key, words, _ := strings.Cut(rest, " | ")
			if !slices.Contains(kinds, kind) {
				t.Fatalf("%s: unknown label %q", file, line)
			}
			l := label{kind, strings.TrimSpace(key), strings.TrimSpace(words)}
			if kind == "objection" {
				if l.words != "-" && l.words != "" {
					one.labels = append(one.labels, label{"ground", l.key, l.words})
				}
				l.words = ""
			}
			one.labels = append(one.labels, l)
		}
		all = append(all, one)
	}
	return all
}

// labelsOf says what a reading holds, in the same words as a person's labels.
func labelsOf(r *Reading) []label {
	var all []label
	for _, f := range r.Findings {
		if f.Kind == "party" || f.Kind == "date" {
			all = append(all, label{f.Kind, f.ID, ""})
		}
	}
	if r.Rule.Kind != "" {
		all = append(all, label{"rule", fmt.Sprintf("%s %d", r.Rule.Kind, r.Rule.Members), ""})
	}
	for _, d := range r.Drafts {
		all = append(all, labelsOfDraft(d)...)
	}
	return all
}

func labelsOfDraft(d Draft) []label {
	by := string(d.Act.By)
	switch do := d.Act.Do.(type) {
	case *act.Apply:
		return []label{{"application", by, ""}}
	case *act.Object:
		all := []label{}
		onlyDemands, noGround := false, false
		for _, why := range d.Why {
			onlyDemands = onlyDemands || strings.HasSuffix(why, notSaid)
			noGround = noGround || why == wordsStand || why == demandStands
		}
		if !onlyDemands { // what carries demands alone says itself that no objection was found
			all = append(all, label{"objection", by, ""})
		}
		for _, c := range do.Concerns {
			if !noGround && !onlyDemands {
				all = append(all, label{"ground", by, c.Text["en"]})
			}
			for _, m := range c.Demands {
				all = append(all, label{"demand", by, m.Text["en"]})
			}
		}
		return all
	case *act.Talks:
		return []label{{"round", d.Act.Date.String(), do.Place}}
	case *act.Statement:
		return []label{{"statement", string(do.Statements[0].Side), do.Statements[0].Text["en"]}}
	case *act.Commit:
		return []label{{"promise", by, do.Commitments[0].Text["en"]}}
	case *act.Count:
		return []label{{"count", fmt.Sprintf("%s %s %s", ballots(do, "for"), ballots(do, "against"), ballots(do, "abstaining")), ""}}
	case *act.Approve:
		v := do.Votes[0]
		return []label{{"count", fmt.Sprintf("%s %s %s", numeral(v.For), numeral(v.Against), numeral(v.Abstaining)), ""}}
	}
	return nil
}

func ballots(c *act.Count, name string) string {
	if i := slices.Index(c.Ballots.Keys, name); i >= 0 {
		return strconv.FormatInt(c.Ballots.Values[i], 10)
	}
	return "-"
}

func numeral(n *int64) string {
	if n == nil {
		return "-"
	}
	return strconv.FormatInt(*n, 10)
}

// fits says whether what was found is what a person labelled: kind and key are the same, and the words are in it.
func (l label) fits(found label) bool {
	return l.kind == found.kind && l.key == found.key && (l.words == "" || l.words == "-" || strings.Contains(found.words, l.words))
}

// score counts, of one kind, what was found rightly, what was found, and what there was.
type score struct{ right, found, wanted int }

// percent answers hundredths, rounded down; nothing of nothing is all of it.
func percent(part, whole int) int {
	if whole == 0 {
		return 100
	}
	return 100 * part / whole
}

func (s score) precision() int { return percent(s.right, s.found) }
func (s score) recall() int    { return percent(s.right, s.wanted) }

// measure reads every report of a folder and compares. Each label is met by one thing found at most.
func measure(t *testing.T, set string) map[string]score {
	t.Helper()
	total := map[string]score{}
	for _, rep := range readLabelled(t, set) {
		r, err := Read(Report{Text: rep.report, Name: rep.name})
		if err != nil {
			t.Fatalf("%s: %v", rep.name, err)
		}
		found := labelsOf(r)
		var missed []label
		for _, kind := range kinds {
			s := total[kind]
			s.found += count(found, kind)
			s.wanted += count(rep.labels, kind)
			total[kind] = s
		}
		for _, want := range rep.labels {
			i := slices.IndexFunc(found, want.fits)
			if i < 0 {
				missed = append(missed, want)
				continue
			}
			s := total[want.kind]
			s.right++
			total[want.kind] = s
			found = slices.Delete(found, i, i+1)
		}
		tellDifferences(t, set+"/"+rep.name, missed, found)
	}
	return total
}

func tellDifferences(t *testing.T, name string, missed, extra []label) {
	t.Helper()
	for _, l := range missed {
		t.Logf("%s: missed  %v", name, l)
	}
	for _, l := range extra {
		t.Logf("%s: too much %v", name, l)
	}
}

func count(all []label, kind string) int {
	n := 0
	for _, l := range all {
		if l.kind == kind {
			n++
		}
	}
	return n
}

// table prints the scores as doc/intake.md has them.
func table(scores map[string]score) string {
	var b strings.Builder
	b.WriteString("| kind | labelled | found | right | precision | recall |\n|---|---|---|---|---|---|\n")
	for _, kind := range kinds {
		s := scores[kind]
		fmt.Fprintf(&b, "| %s | %d | %d | %d | %d %% | %d %% |\n", kind, s.wanted, s.found, s.right, s.precision(), s.recall())
	}
	return b.String()
}

// The sets. Those of read were looked at while the grammars were written, one after another: each but the first was
// written after the grammars of its day and was held out until it had been measured. Those of held are never looked at
// by whoever changes the grammars.
var (
	setsRead = []string{"first", "second", "third", "fourth", "fifth", "sixth"}
	setsHeld = []string{"held"}
)

// floor is what precision and recall must not fall below, in hundredths.
type floor struct{ precision, recall int }

// fallen tells what is below its floor.
func fallen(scores map[string]score, floors map[string]floor) []string {
	var all []string
	for _, kind := range kinds {
		s, f := scores[kind], floors[kind]
		if s.precision() < f.precision || s.recall() < f.recall {
			all = append(all, fmt.Sprintf("%s: precision %d and recall %d, recorded %d and %d", kind, s.precision(), s.recall(), f.precision, f.recall))
		}
	}
	return all
}

func measureSets(t *testing.T, sets []string) map[string]score {
	t.Helper()
	total := map[string]score{}
	for _, set := range sets {
		for kind, s := range measure(t, set) {
			sum := total[kind]
			total[kind] = score{sum.right + s.right, sum.found + s.found, sum.wanted + s.wanted}
		}
	}
	return total
}

func TestReportsThatWereLookedAtAreReadAsWellAsRecorded(t *testing.T) {
	scores := measureSets(t, setsRead)
	t.Log("\n" + table(scores))
	for _, line := range fallen(scores, floorsRead) {
		t.Error(line)
	}
}

func TestReportsHeldOutAreReadAsWellAsRecorded(t *testing.T) {
	scores := measureSets(t, setsHeld)
	t.Log("\n" + table(scores))
	for _, line := range fallen(scores, floorsHeld) {
		t.Error(line)
	}
}

func TestAFallIsNoticed(t *testing.T) {
	scores := map[string]score{"party": {right: 8, found: 10, wanted: 10}}
	if got := fallen(scores, map[string]floor{"party": {80, 80}}); len(got) != 0 {
		t.Errorf("fallen = %v at the floor, want nothing", got)
	}
	if got := fallen(scores, map[string]floor{"party": {81, 80}}); len(got) != 1 {
		t.Errorf("fallen = %v below the floor, want one line", got)
	}
	if got := fallen(scores, map[string]floor{"party": {80, 81}}); len(got) != 1 {
		t.Errorf("fallen = %v below the floor, want one line", got)
	}
}

// TestTheDocumentPrintsTheFigures holds doc/intake.md to what is measured. UPDATE=1 writes the tables there.
func TestTheDocumentPrintsTheFigures(t *testing.T) {
	file := filepath.Join("..", "..", "doc", "intake.md")
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	want := string(data)
	for name, sets := range map[string][]string{"read": setsRead, "held": setsHeld} {
		head, rest, ok := strings.Cut(want, "<!-- figures: "+name+" -->\n")
		_, tail, ok2 := strings.Cut(rest, "<!-- end -->")
		if !ok || !ok2 {
			t.Fatalf("%s has no place for the figures of %s", file, name)
		}
		want = head + "<!-- figures: " + name + " -->\n" + table(measureSets(t, sets)) + "<!-- end -->" + tail
	}
	if want == string(data) {
		return
	}
	if os.Getenv("UPDATE") == "" {
		t.Fatalf("%s does not have the figures that are measured; write them with UPDATE=1", file)
	}
	if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
		t.Fatal(err)
	}
}

var floorsRead = map[string]floor{
	"party": {99, 98}, "date": {99, 98}, "round": {96, 91}, "statement": {97, 94}, "demand": {98, 92}, "objection": {98, 92},
	"ground": {91, 92}, "application": {100, 90}, "rule": {100, 97}, "promise": {100, 97}, "count": {100, 100},
}

var floorsHeld = map[string]floor{
	"party": {97, 97}, "date": {98, 98}, "round": {92, 81}, "statement": {96, 96}, "demand": {100, 70}, "objection": {100, 93},
	"ground": {100, 72}, "application": {92, 70}, "rule": {100, 77}, "promise": {75, 100}, "count": {100, 100},
}
