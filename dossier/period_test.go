package dossier

import (
	"errors"
	"strings"
	"testing"

	"accede/act"
	"accede/body"
	"accede/form"
	"accede/game"
)

// keepUnder keeps an official record of the Quay Association with another procedure in place of the first stages.
func keepUnder(t *testing.T, stages string) *keeper {
	t.Helper()
	text, _, _ := strings.Cut(charterText, "procedures:")
	text = strings.Replace(text, "KEEPING", "official", 1) + "procedures:\n  vote:\n    stages:\n      - {id: application, act: apply}\n" + stages
	f := Founding{Charter: text, Host: "quay+00000000+key", Made: "test"}
	d, err := Found(f)
	if err != nil {
		t.Fatalf("Found: %v", err)
	}
	k := &keeper{t: t, d: d, body: "quay"}
	k.apply(FoundingEntry(f, at("2030-01-01")))
	k.do("2030-01-02", "x", "x", "", apply("vote"))
	return k
}

func TestASilenceThatRunsIsNotCutShortByClosing(t *testing.T) {
	k := keep(t, body.Official)
	k.do("2030-01-02", "x", "x", "", apply("accession"))
	k.do("2030-01-03", "chair", "x", "", put("2030-01-10 18:00"))
	k.refused(ErrStanding, "2030-01-03 12:00", "chair", "x", "", &act.Close{})
	k.do("2030-01-04", "b", "x", "", objects("q", "d", "x"))
	k.do("2030-01-05", "b", "x", "", &act.Withdraw{What: "objection", Of: "act-4"})
	k.refused(ErrStanding, "2030-01-06", "chair", "x", "", &act.Close{}) // the others still have until the deadline
	k.do("2030-01-10 18:00", "chair", "x", "", &act.Close{})
	if s := k.standing("x", "2030-01-11"); s.Stage != "signature" {
		t.Errorf("closed at the deadline: stage %s, want signature", s.Stage)
	}
}

func TestWhatNobodyCanTurnIsClosedBeforeTheDeadline(t *testing.T) {
	k := keep(t, body.Official)
	k.do("2030-01-02", "x", "x", "", apply("accession"))
	k.do("2030-01-03", "chair", "x", "", put("2030-01-10 18:00"))
	k.do("2030-01-04", "b", "x", "", objects("q", "d", "x"))
	k.do("2030-01-05", "chair", "x", "", &act.Close{})
	if s := k.standing("x", "2030-01-05"); s.Stage != "invitation" || s.Outcome != game.Rejected {
		t.Errorf("closed on an objection: stage %s, %v; want invitation, rejected", s.Stage, s.Outcome)
	}
}

func TestTheSameTextPutAgainDoesNotShortenItsPeriod(t *testing.T) {
	k := keep(t, body.Official)
	k.do("2030-01-02", "x", "x", "", apply("accession"))
	k.do("2030-01-03", "chair", "x", "", put("2030-01-10 18:00"))
	k.refused(ErrStanding, "2030-01-04", "chair", "x", "", put("2030-01-05 18:00"))
	k.refused(ErrStanding, "2030-01-04", "chair", "x", "", &act.Put{Text: en("The applicant is invited.")})
	k.do("2030-01-04", "chair", "x", "", put("2030-01-12 18:00"))
}

func TestAPeriodIsNotExtendedIntoThePast(t *testing.T) {
	k := keepUnder(t, "      - {id: ballot, rule: more than half of members are for}\n")
	k.do("2030-01-03", "chair", "x", "", put("2030-01-10 18:00"))
	k.refused(ErrClosed, "2030-01-15", "chair", "x", "", &act.Extend{Until: until("2030-01-12")})
	k.do("2030-01-15", "chair", "x", "", &act.Extend{Until: until("2030-01-16")})
	k.do("2030-01-15 10:00", "a", "x", "", ballot("for"))
}

func TestAVoteCastAtTheDeadlineIsTooLateAlsoWhereTheChairCloses(t *testing.T) {
	k := keepUnder(t, "      - {id: ballot, rule: more than half of members are for}\n")
	k.do("2030-01-03", "chair", "x", "", put("2030-01-10 18:00"))
	k.do("2030-01-10 17:59:59.999999999", "a", "x", "", ballot("for"))
	k.refused(ErrClosed, "2030-01-10 18:00", "b", "x", "", ballot("for"))
	k.refused(ErrClosed, "2030-01-10 18:00", "b", "x", "", objects("q", "d", "x"))
	s := k.standing("x", "2030-01-10 18:00")
	if len(s.Next) != 1 || s.Next[0].Who != "chair" || s.Next[0].What != "close:ballot" {
		t.Errorf("at the deadline it is the move of %v, want the chair's to close", s.Next)
	}
}

func TestAStageWithoutAQuorumIsNotAdoptedByItsDeadline(t *testing.T) {
	k := keepUnder(t, "      - {id: ballot, rule: at least half of members voting are for, quorum: at least half of members are present, closes: at deadline}\n")
	k.do("2030-01-03", "chair", "x", "", put("2030-01-10 18:00"))
	k.do("2030-01-04", "a", "x", "", ballot("for"))
	if s := k.standing("x", "2030-01-11"); s.Outcome != game.Rejected || s.InForce {
		t.Errorf("one of four took part: %v, in force %v; want rejected", s.Outcome, s.InForce)
	}
}

func TestAStageIsNotClosedAsCertainBeforeItsQuorumIsThere(t *testing.T) {
	k := keepUnder(t, "      - {id: ballot, rule: at least 1 of members are for, quorum: at least half of members are present, closes: when certain}\n")
	k.do("2030-01-04", "a", "x", "", ballot("for"))
	if s := k.standing("x", "2030-01-04"); s.Outcome != game.Open {
		t.Errorf("one of four present: %v, want open", s.Outcome)
	}
	k.do("2030-01-05", "b", "x", "", ballot("abstaining"))
	if s := k.standing("x", "2030-01-05"); !s.InForce {
		t.Errorf("a quorum of abstentions: stage %s, %v; want adopted", s.Stage, s.Outcome)
	}
}

func TestAQuorumOfACountedVoteIsCountedFromItsTotals(t *testing.T) {
	k := keepUnder(t, "      - {id: ballot, rule: at least half of members voting are for, quorum: at least half of members are present, votes: counted}\n")
	k.refused(ErrStanding, "2030-01-04", "chair", "x", "", &act.Count{Ballots: counts("for", 1, "absent", 3)})
	k.do("2030-01-04", "chair", "x", "", &act.Count{Ballots: counts("for", 1, "abstaining", 1, "absent", 2)})
	if s := k.standing("x", "2030-01-04"); !s.InForce {
		t.Errorf("two of four present, one for: stage %s, %v; want adopted", s.Stage, s.Outcome)
	}
}

func TestEqualVotesDoWhatTheCharterSays(t *testing.T) {
	for tie, want := range map[string]game.Outcome{"adopted": game.Adopted, "rejected": game.Rejected} {
		k := keepUnder(t, "      - {id: ballot, rule: at least half of members voting are for, tie: "+tie+"}\n")
		k.do("2030-01-04", "a", "x", "", ballot("for"))
		k.do("2030-01-04", "b", "x", "", ballot("against"))
		k.do("2030-01-05", "chair", "x", "", &act.Close{})
		if s := k.standing("x", "2030-01-05"); s.Outcome != want {
			t.Errorf("tie: %s on one to one: %v, want %v", tie, s.Outcome, want)
		}
	}
}

func TestAReaderSeesWhatTheDeadlineDidBeforeItIsEntered(t *testing.T) {
	k := keep(t, body.Official)
	k.do("2030-01-02", "x", "x", "", apply("accession"))
	k.do("2030-01-03", "chair", "x", "", put("2030-01-10 18:00"))
	asleep := len(k.entries)
	k.enter(at("2030-01-20")) // the server was off
	for _, entries := range [][]Entry{k.entries[:asleep], k.entries} {
		for when, want := range map[string]string{"2030-01-10 17:59": "invitation", "2030-01-12": "signature"} {
			d, err := Fold(entries, at(when))
			if err != nil {
				t.Fatal(err)
			}
			if s, _ := d.Standing("x", at(when)); s.Stage != want {
				t.Errorf("%d entries as of %s: stage %s, want %s", len(entries), when, s.Stage, want)
			}
		}
	}
}

func TestAMemberDoesNotApplyToBecomeOne(t *testing.T) {
	k := keep(t, body.Official)
	k.refused(ErrStanding, "2030-01-02", "a", "a", "", apply("accession"))
	k.do("2030-01-02", "a", "motion", "", apply("vote")) // which makes nobody a member
	k.do("2030-01-03", "chair", "", "", &act.Expel{Member: "b"})
	k.do("2030-01-04", "b", "b", "", apply("accession"))
}

func TestWhatHasNotHappenedIsNotReported(t *testing.T) {
	k := keep(t, body.Reported)
	k.do("2030-01-02", "x", "x", "", apply("accession"))
	a := k.entries[1].Act
	for dated, want := range map[string]error{"2030-01-03": nil, "2030-01-03 10:00": nil, "2030-01-03 10:00:01": ErrOrder, "2030-01-04": ErrOrder} {
		b := *a
		b.ID, b.Date = "later", form.Instant{At: at(dated).UTC()}
		b.By, b.Dossiers = "z", []string{"z"}
		err := k.d.Clone().Apply(ActEntry(3, at("2030-01-03 10:00"), &b, nil))
		if !errors.Is(err, want) {
			t.Errorf("dated %s, registered on 2030-01-03 at 10:00: %v, want %v", dated, err, want)
		}
	}
}

func TestATotalBeyondTheRollIsRefused(t *testing.T) {
	k := keepUnder(t, "      - {id: ballot, rule: at least half of members voting are for, votes: counted}\n")
	k.refused(ErrStanding, "2030-01-04", "chair", "x", "", &act.Count{Ballots: counts("for", 4, "against", 1)})
	k.refused(ErrStanding, "2030-01-04", "chair", "x", "", &act.Count{Ballots: counts("for", 4, "against", 3), Roll: 6})
	k.do("2030-01-04", "chair", "x", "", &act.Count{Ballots: counts("for", 4, "against", 3), Roll: 7})
}

func TestAnApplicantTheCharterDoesNotListIsCalledByTheNameItApplied(t *testing.T) {
	k := keep(t, body.Official)
	k.do("2030-01-02", "newland", "nl", "", &act.Apply{Procedure: "accession", Name: en("Newland")})
	if got := k.d.Body().Name("newland", "en"); got != "Newland" {
		t.Errorf("Name(newland) = %q, want Newland", got)
	}
}
