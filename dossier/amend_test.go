package dossier

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"accede/act"
	"accede/body"
	"accede/game"
)

const amendment = `  amendment:
    stages:
      - {id: application, act: apply}
      - {id: change, rule: more than half of members are for, closes: when certain, effect: {amends: charter}}
`

// amending is a charter that can be amended: its text as it is founded, and with other rules.
func amending(keeping body.Keeping) string {
	return strings.Replace(charterText, "KEEPING", string(keeping), 1) + amendment
}

// harder answers the charter with other rules for votes and invitations, and another chair.
func harder(text string) string {
	text = strings.Replace(text, "chair: {id: chair,", "chair: {id: convener,", 1)
	text = strings.Replace(text, "rule: more than half of members are for, closes: when certain}", "rule: all of members are for, closes: when certain}", 1)
	return strings.Replace(text, "{id: invitation, rule: none of members are against", "{id: invitation, rule: at least 1 of members are for", 1)
}

func keepAmending(t *testing.T, keeping body.Keeping) (*keeper, string) {
	t.Helper()
	text := amending(keeping)
	f := Founding{Charter: text, Host: "quay+00000000+key", Made: "test"}
	d, err := Found(f)
	if err != nil {
		t.Fatalf("Found: %v", err)
	}
	k := &keeper{t: t, d: d, body: "quay"}
	k.apply(FoundingEntry(f, at("2030-01-01")))
	return k, text
}

// proposes opens a dossier that proposes a charter.
func (k *keeper) proposes(when, id, text string) {
	k.t.Helper()
	k.do(when, "a", id, "", &act.Apply{Procedure: "amendment", Proposed: text})
}

// carries brings an amendment into force.
func (k *keeper) carries(when, id string) {
	k.t.Helper()
	for _, m := range []body.MemberID{"a", "b", "c"} {
		k.do(when, m, id, "", ballot("for"))
	}
}

func TestAnAmendmentIsInForceForWhatIsOpenedAfterIt(t *testing.T) {
	k, text := keepAmending(t, body.Official)
	k.do("2030-01-02", "x", "before", "", apply("vote"))
	k.proposes("2030-01-03", "change", harder(text))
	k.carries("2030-01-04", "change")
	if s := k.standing("change", "2030-01-04"); !s.InForce {
		t.Fatalf("the amendment: %s, %v", s.Stage, s.Outcome)
	}
	if k.d.Version() != CharterHash(harder(text)) {
		t.Error("the version in force is not that of the amended charter")
	}
	k.do("2030-01-05", "z", "after", "", apply("vote"))
	for id, want := range map[string]string{"before": "more than half of members are for", "after": "all of members are for"} {
		if s := k.standing(id, "2030-01-05"); s.Rule != want {
			t.Errorf("%s: %q, want %q", id, s.Rule, want)
		}
	}
	for _, m := range []body.MemberID{"a", "b", "c"} {
		k.do("2030-01-06", m, "before", "", ballot("for"))
		k.do("2030-01-06", m, "after", "", ballot("for"))
	}
	for id, want := range map[string]game.Outcome{"before": game.Adopted, "after": game.Open} {
		if s := k.standing(id, "2030-01-06"); s.Outcome != want && (!s.InForce || want != game.Adopted) {
			t.Errorf("%s with three of four: %v, want %v", id, s.Outcome, want)
		}
	}
	if k.d.Under("before").Charter() == k.d.Charter() {
		t.Error("the dossier opened before has the charter that is in force now")
	}
}

func TestAChangedOfficeConductsWhatWasOpenedAfterwards(t *testing.T) {
	k, text := keepAmending(t, body.Official)
	k.do("2030-01-02", "x", "before", "", apply("accession"))
	k.proposes("2030-01-03", "change", strings.Replace(text, "chair: {id: chair, name: {en: Chair}", "chair: {id: convener, name: {en: Convener}", 1))
	k.carries("2030-01-04", "change")
	k.refused(ErrAuthority, "2030-01-05", "convener", "before", "", put("2030-01-10 18:00"))
	k.do("2030-01-05", "chair", "before", "", put("2030-01-10 18:00"))
	k.do("2030-01-05", "z", "after", "", apply("accession"))
	k.refused(ErrAuthority, "2030-01-06", "chair", "after", "", put("2030-01-10 18:00"))
	k.do("2030-01-06", "convener", "after", "", put("2030-01-10 18:00"))
}

func TestACharterThatCannotTakeThePlaceOfTheOneInForceIsRefused(t *testing.T) {
	k, text := keepAmending(t, body.Official)
	for why, proposed := range map[string]string{
		"give the whole text":      "",
		"is the one in force":      text,
		"of another body":          strings.Replace(text, "body: quay", "body: pier", 1),
		"how a record is kept":     strings.Replace(text, "keeping: official", "keeping: reported", 1),
		"leaves out b":             strings.Replace(text, "  - {id: b, name: {en: Birch}}\n", "", 1),
		"other days of membership": strings.Replace(text, "{id: b, name: {en: Birch}}", "{id: b, name: {en: Birch}, since: 2020-01-01}", 1),
		"lists w, who has not":     strings.Replace(text, "applicants:", "  - {id: w, name: {en: Willow}}\napplicants:", 1),
		"no such kind of act":      text + "decisive: [juggle]\n",
		"asks for two signatures":  text + "decisive: [deposit]\n",
		`proposed:4:7: `:           strings.Replace(text, "{en: Quay Association}", "Quay", 1),
	} {
		err := k.try("2030-01-02", "a", "change", "", &act.Apply{Procedure: "amendment", Proposed: proposed})
		if !errors.Is(err, ErrStanding) || !strings.Contains(err.Error(), why) {
			t.Errorf("%s: %v", why, err)
		}
	}
	k.refused(ErrStanding, "2030-01-02", "x", "x", "", &act.Apply{Procedure: "vote", Proposed: text})
}

func TestAnotherProposalLapsesWhenTheCharterIsAmended(t *testing.T) {
	k, text := keepAmending(t, body.Official)
	k.proposes("2030-01-02", "one", harder(text))
	k.proposes("2030-01-02", "two", strings.Replace(text, "Quay Association", "Quay Union", 1))
	k.carries("2030-01-03", "one")
	if s := k.standing("two", "2030-01-03"); s.Ended != "lapsed" {
		t.Errorf("the other proposal: ended %q, want lapsed", s.Ended)
	}
	if k.d.Charter().Name["en"] != "Quay Association" {
		t.Errorf("the charter is of %q", k.d.Charter().Name["en"])
	}
}

func TestWhoJoinsUnderAnOldCharterIsAMemberUnderTheNewOne(t *testing.T) {
	k, text := keepAmending(t, body.Official)
	k.do("2030-01-02", "x", "x", "", apply("accession"))
	k.proposes("2030-01-03", "change", harder(text))
	k.carries("2030-01-03", "change")
	k.do("2030-01-04", "chair", "x", "", put("2030-01-05 18:00"))
	for _, m := range []body.MemberID{"a", "b", "c", "e"} {
		k.do("2030-01-06", m, "x", "", &act.Sign{})
	}
	for _, m := range []body.MemberID{"a", "b", "c", "e"} {
		k.do("2030-01-07", m, "x", "", &act.Deposit{})
	}
	k.do("2030-01-08", "x", "x", "", &act.Deposit{})
	if !k.d.Body().IsMember("x", at("2030-01-09")) {
		t.Fatal("x is no member")
	}
	if k.d.Charter() != k.d.Body().Charter {
		t.Error("the body is not that of the charter in force")
	}
	k.do("2030-01-09", "z", "z", "", apply("vote"))
	k.do("2030-01-09", "x", "z", "", ballot("for"))
}

// Attack 14: a charter is changed in the middle of a case.
func TestAttack14NoAmendmentAltersAPendingDossier(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		script := rapid.SliceOfN(rapid.SampledFrom([]string{"a for", "b for", "c for", "e for", "a against", "b objects", "put", "suspend e", "wait", "close"}), 1, 10).Draw(r, "acts")
		when := rapid.IntRange(0, len(script)).Draw(r, "amended before act")
		plain, changed := playPending(t, script, -1), playPending(t, script, when)
		if plain != changed {
			r.Fatalf("with the amendment the dossier reads\n%s\nwithout it\n%s", changed, plain)
		}
	})
}

// playPending plays acts in a vote and an accession, with an amendment carried before one of them, and answers what
// became of both.
func playPending(t *testing.T, script []string, amended int) string {
	t.Helper()
	k, text := keepAmending(t, body.Official)
	k.do("2030-01-02", "x", "vote", "", apply("vote"))
	k.do("2030-01-02", "x", "x", "", apply("accession"))
	k.proposes("2030-01-02", "change", harder(text))
	for i, step := range append(script, "end") {
		when := time.Date(2030, 1, 3+2*i, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
		if i == amended {
			k.carries(when, "change")
		}
		who, what, _ := strings.Cut(step, " ")
		by := body.MemberID(who)
		switch {
		case what == "for" || what == "against":
			_ = k.try(when, by, "vote", "", ballot(what))
			_ = k.try(when, by, "x", "", ballot(what))
		case what == "objects":
			_ = k.try(when, by, "x", "", objects(fmt.Sprint("q", i), fmt.Sprint("d", i), "x"))
		case who == "put":
			_ = k.try(when, "chair", "x", "", &act.Put{Text: en(fmt.Sprint("text ", i)), Until: until(time.Date(2030, 1, 4+2*i, 0, 0, 0, 0, time.UTC).Format(time.DateOnly) + " 12:00")})
		case who == "suspend":
			_ = k.try(when, "chair", "", "", &act.Suspend{Member: "e"})
		case who == "close":
			_ = k.try(when, "chair", "x", "", &act.Close{})
		}
	}
	var b strings.Builder
	for _, id := range []string{"vote", "x"} {
		s := k.standing(id, "2030-03-01")
		fmt.Fprintf(&b, "%s: %s %q %v %v %s", id, s.Stage, s.Rule, s.Outcome, s.InForce, s.Ended)
		if s.Finding != nil {
			fmt.Fprintf(&b, " %v %v %q", s.Finding.Outcome, s.Finding.IfClosedNow, s.Finding.Reasons)
		}
		b.WriteByte('\n')
	}
	return b.String()
}
