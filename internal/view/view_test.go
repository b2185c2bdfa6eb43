package view

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"accede/act"
	"accede/body"
	"accede/dossier"
	"accede/game"
	"accede/rule"

	"accede/internal/view/words"
)

func TestStatusSaysWhatTheReportsSayOfEachDay(t *testing.T) {
	for _, c := range []struct {
		day, id, stage, decision, status string
		required, approved, deposited    int
		blockers, missing                []body.MemberID
		inForce, member                  bool
	}{
		{day: "2022-06-21", id: "fi", stage: "invitation", decision: "blocked", status: "applicant", required: 30, blockers: []body.MemberID{"tr"}},
		{day: "2022-06-29", id: "fi", stage: "signature", decision: "open", status: "invited", required: 30},
		{day: "2022-07-06", id: "se", stage: "ratification", decision: "open", status: "invitee", required: 30, approved: 6},
		{day: "2022-07-20", id: "fi", stage: "ratification", decision: "open", status: "invitee", required: 30, approved: 17},
		{day: "2023-03-27", id: "fi", stage: "ratification", decision: "open", status: "invitee", required: 30, approved: 29, deposited: 28, missing: []body.MemberID{"tr"}},
		{day: "2023-04-04", id: "fi", stage: "accession", decision: "adopted", status: "member", required: 30, approved: 30, deposited: 30, inForce: true, member: true},
	} {
		d, s := standingOf(t, c.id, c.day)
		got := NewStatus(d, s)
		var blockers []body.MemberID
		for _, b := range got.Blockers {
			blockers = append(blockers, b.Member)
		}
		if got.Stage != c.stage || got.Decision != c.decision || got.Status != c.status || got.Required != c.required ||
			got.Approved != c.approved || got.Deposited != c.deposited || got.InForce != c.inForce || got.Member != c.member || !slices.Equal(blockers, c.blockers) {
			t.Errorf("status of %s on %s = %+v, want %+v", c.id, c.day, got, c)
		}
		if c.missing != nil && !slices.Equal(got.Missing, c.missing) {
			t.Errorf("missing of %s on %s = %v, want %v", c.id, c.day, got.Missing, c.missing)
		}
	}
}

func TestStatusHasTheKeysOfTheContractAndNoNullList(t *testing.T) {
	d, s := standingOf(t, "fi", "2022-05-18")
	data, err := json.Marshal(NewStatus(d, s))
	if err != nil {
		t.Fatal(err)
	}
	var got map[string]any
	if err := json.Unmarshal(data, &got); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"dossier", "applicant", "stage", "outcome", "if_closed_now", "required", "approved", "deposited", "missing", "blockers", "next", "in_force", "member", "as_of"} {
		if _, ok := got[key]; !ok {
			t.Errorf("there is no key %s in %s", key, data)
		}
	}
	for _, key := range []string{"missing", "blockers", "next"} {
		if got[key] == nil {
			t.Errorf("%s is null: want a list", key)
		}
	}
	if got["as_of"] != "2022-05-18T23:59:59+02:00" {
		t.Errorf("as_of = %v, want the end of the day at the offset of Brussels", got["as_of"])
	}
}

func TestTheDayOfTheObjectionInText(t *testing.T) {
	var b strings.Builder
	if err := Text(&b, pageOf(t, "fi", "2022-06-21"), false); err != nil {
		t.Fatal(err)
	}
	want := strings.TrimPrefix(`
Finland · Accession · as of 21 June 2022                                 reported record
Invitation: would fail. None of 30 members may object; one does: Türkiye.
Stalemate since 25 May 2022: 2 rounds of talks, movement on 1 of 2 concerns.

  ✕ Türkiye objects, since 19 May 2022 (33 days)
    ‖ The applicants support groups that Türkiye regards    some progress, 20 June
      as terrorist.
        ‖ End support for the PKK.                          waits on Finland
        ‖ End support for the People’s Protection Units     waits on Finland
          (YPG).
        ‖ End support for the Gülen movement.               waits on Finland
        ‖ Put the undertaking in writing.                   waits on Finland
    ✕ The applicants restrict exports of defence            no progress
      equipment to Türkiye.
        ✕ Lift the restrictions on exports of defence       waits on Finland
          equipment.

Whose move   Finland: answer 5 demands (the first since 19 May 2022)
             Secretary General: convene the next round of talks (since 20 June 2022)
What would carry it   Türkiye: against → anything else
`, "\n")
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Errorf("the text of the day (-want +got):\n%s", diff)
	}
}

func TestColourIsWrittenOnlyWhereItIsAskedFor(t *testing.T) {
	var plain, coloured strings.Builder
	p := pageOf(t, "fi", "2022-06-21")
	if err := Text(&plain, p, false); err != nil {
		t.Fatal(err)
	}
	if err := Text(&coloured, p, true); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(plain.String(), "\x1b") {
		t.Error("a plain text holds escape sequences")
	}
	stripped := regexp.MustCompile("\x1b\\[[0-9;]*m").ReplaceAllString(coloured.String(), "")
	if stripped == coloured.String() || stripped != plain.String() {
		t.Error("the coloured text is not the plain one with colours")
	}
}

func TestEveryLineOfTheCaseIsSaidInWordsAndNamesItsSource(t *testing.T) {
	d, _ := nato(t, "2026-01-01")
	for _, id := range d.Dossiers() {
		for _, l := range Log(d, id, english(t)) {
			if l.Text == "" || strings.ContainsAny(l.Text, "{}") || strings.HasPrefix(l.Text, "act.") || strings.HasPrefix(l.Text, "notice.") {
				t.Errorf("line %d, %s: %q", l.Seq, l.Kind, l.Text)
			}
			if l.Who != "" && (len(l.Sources) == 0 || l.Hash == "") {
				t.Errorf("line %d, %s by %s: sources %v, hash %q", l.Seq, l.Kind, l.Who, l.Sources, l.Hash)
			}
			if (l.Who == "") != (l.Hash == "") {
				t.Errorf("line %d: a hash belongs to an act, and only to an act", l.Seq)
			}
		}
	}
}

// A key that code or templates use is in the catalogue. Keys that are put together are checked by kind below.
func TestEveryKeyThatIsUsedIsInTheCatalogue(t *testing.T) {
	r := english(t)
	literal := regexp.MustCompile(`(?:\.Say\(|\.Rich\(|\bt\(f, |\bsay\(f, |\brich\(f, |\bday\(|key(?:, of)? :?= |, key \+?= )"([a-z0-9.-]+)"`)
	used := 0
	for _, pattern := range []string{"*.go", "../web/*.go", "../web/*.templ"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") || strings.HasSuffix(file, "_templ.go") {
				continue
			}
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range literal.FindAllStringSubmatch(string(text), -1) {
				if strings.HasSuffix(m[1], ".") { // the beginning of a key that is put together
					continue
				}
				used++
				if !r.Known(m[1]) && !prefixOfAKey(r, m[1]) {
					t.Errorf("%s uses the key %s, which the catalogue lacks", file, m[1])
				}
			}
		}
	}
	if used < 80 {
		t.Errorf("only %d keys were found: the search no longer sees them", used)
	}
}

func prefixOfAKey(r *words.Reader, key string) bool {
	return slices.ContainsFunc(r.Keys(), func(k string) bool { return strings.HasPrefix(k, key+".") })
}

func TestEveryKindHasItsWords(t *testing.T) {
	r := english(t)
	var keys []string
	for _, k := range act.Kinds() {
		keys = append(keys, "act."+string(k))
	}
	for _, k := range []dossier.NoticeKind{dossier.NoticeOpened, dossier.NoticeDone, dossier.NoticeJoined, dossier.NoticeInForce, dossier.NoticeRoll, dossier.NoticeDeadline, dossier.NoticeLapsed, dossier.NoticeRun, dossier.NoticeExtended} {
		keys = append(keys, "notice."+string(k))
	}
	for _, o := range []game.Outcome{game.Open, game.Adopted, game.Rejected} {
		keys = append(keys, "notice.found."+o.String(), "notice.silence."+o.String(), "headline.found."+o.String(), "headline.rule."+o.String())
	}
	for k := dossier.KnotOpen; k <= dossier.KnotMet; k++ {
		keys = append(keys, knotKey(k))
	}
	for _, k := range []act.Kind{act.KindApply, act.KindSign, act.KindApprove, act.KindDeposit, act.KindStatement} {
		keys = append(keys, "step."+string(k), "where.each."+string(k), "where.each."+string(k)+".of", "headline.each."+string(k), "move."+string(k))
	}
	for b := game.Pending; b <= game.FirstDeclared; b++ {
		keys = append(keys, "ballot."+ballotWord(b))
	}
	for _, w := range []string{"none", "some", "substantial", "settled"} {
		keys = append(keys, "progress."+w)
	}
	for _, w := range []string{"toward", "none", "away"} {
		keys = append(keys, "measure."+w, "act.assess."+w)
	}
	for _, w := range []string{"for", "against", "abstaining", "absent"} {
		keys = append(keys, "silence."+w)
	}
	for _, w := range []string{"answer-demand", "withdraw-objection", "report-measure", "assess", "put", "convene-talks", "count", "close", "take-position"} {
		keys = append(keys, "move."+w)
	}
	for _, key := range keys {
		if !r.Known(key) && !prefixOfAKey(r, key) {
			t.Errorf("there are no words for %s", key)
		}
	}
}

func TestASmallestChangeNamesEveryBallotThatWouldDo(t *testing.T) {
	set := NewSetting(&body.Charter{Members: []body.Member{{ID: "a", Name: body.Names{"en": "Alba"}}}}, nil)
	for want, c := range map[string]rule.Change{
		"Alba: against → anything else":     {Member: "a", From: game.Against, To: game.Abstaining, Or: []game.Ballot{game.For, game.Absent}},
		"Alba: against → for":               {Member: "a", From: game.Against, To: game.For},
		"Alba: abstaining → for or against": {Member: "a", From: game.Abstaining, To: game.For, Or: []game.Ballot{game.Against}},
	} {
		if got := sayChange(set, c, english(t)); got != want {
			t.Errorf("sayChange(%+v) = %q, want %q", c, got, want)
		}
	}
}

func TestMovesOfOneKindAreToldTogether(t *testing.T) {
	p := pageOf(t, "fi", "2022-07-20")
	if n := len(p.Way.Moves); n != 2 {
		t.Fatalf("%d lines of moves, want 2: %+v", n, p.Way.Moves)
	}
	if got, want := p.Way.Moves[0].What, "deposit their instruments"; got != want {
		t.Errorf("the first move is %q, want %q", got, want)
	}
}

func TestTheCalendarLeadsFromEntryToEntry(t *testing.T) {
	d, at := nato(t, "2026-01-01")
	s, err := d.Standing("fi", at)
	if err != nil {
		t.Fatal(err)
	}
	s.AsOf = day(t, "2022-06-21")
	c := calendar(SettingOf(d), s, d.Days("fi"), english(t))
	if c.Prev != "2022-06-20" || c.Next != "2022-06-27" || c.First != "2022-05-18" || len(c.Bins) != 12 {
		t.Errorf("calendar = prev %s, next %s, first %s, %d bins", c.Prev, c.Next, c.First, len(c.Bins))
	}
	total := 0
	for _, b := range c.Bins {
		total += b.Count
	}
	if want := len(d.Lines("fi")); total != want {
		t.Errorf("the bins count %d entries, want %d", total, want)
	}
}

func TestTheSameStandingIsTheSamePage(t *testing.T) {
	a, b := pageOf(t, "se", "2023-04-04"), pageOf(t, "se", "2023-04-04")
	if diff := cmp.Diff(a.Way, b.Way); diff != "" {
		t.Errorf("two pages of one standing differ:\n%s", diff)
	}
	if diff := cmp.Diff(a.Tree, b.Tree); diff != "" {
		t.Errorf("two trees of one standing differ:\n%s", diff)
	}
}

func TestTheBanzhafIndexAndItsShareOfAllSwingsStandUnderTheirOwnNames(t *testing.T) {
	sentence, err := rule.Parse("at least 51 of members by votes are for")
	if err != nil {
		t.Fatal(err)
	}
	roll := &body.Roll{
		Members: []body.MemberID{"a", "b", "c"}, Classes: []body.RollClass{{Name: body.Everyone, In: []bool{true, true, true}, Size: 3}},
		Weights: []body.RollWeight{{Name: "votes", Of: []int64{50, 49, 1}}},
	}
	c, err := rule.Compile(rule.Question{Rule: sentence, Roll: roll})
	if err != nil {
		t.Fatal(err)
	}
	p, err := NewPower(c, PowerAsked{Index: Banzhaf}, english(t))
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []struct {
		exact string
		value float64
		share float64
	}{{"3/4", 0.75, 0.6}, {"1/4", 0.25, 0.2}, {"1/4", 0.25, 0.2}} {
		m := p.Members[i]
		if m.Exact == nil || *m.Exact != want.exact || m.Value != want.value || m.Normalised == nil || *m.Normalised != want.share {
			t.Errorf("%s = %+v, want the index %s and the share %v", m.ID, m, want.exact, want.share)
		}
	}
	orders, err := NewPower(c, PowerAsked{Index: ShapleyShubik}, english(t))
	if err != nil || orders.Members[0].Normalised != nil || *orders.Members[0].Exact != "2/3" {
		t.Errorf("Shapley–Shubik = %+v, %v; want 2/3, and no share of swings", orders.Members[0], err)
	}
}
