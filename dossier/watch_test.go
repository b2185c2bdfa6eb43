package dossier

import (
	"slices"
	"strings"
	"testing"
	"time"

	"accede/act"
	"accede/act/signature"
	"accede/body"
	"accede/form"
)

// watchedCharter asks for two watchers, an hour after the deadline.
var watchedCharter = strings.Replace(charterText, "KEEPING", "official", 1) + "watchers: {quorum: [{at_least: 2}], grace: 1 hour}\n"

func keepWatched(t *testing.T, charter string) signed {
	t.Helper()
	f := Founding{Charter: charter, Host: "quay+00000000+key", Made: "test"}
	for _, n := range []string{"chair.one", "x.envoy", "a.envoy", "b.envoy", "c.envoy", "e.envoy"} {
		f.Keys = append(f.Keys, keyOf(n))
	}
	for _, n := range []string{"a.watch", "b.watch", "c.watch"} {
		f.Keys = append(f.Keys, keyOf(n, "cosign"))
	}
	d, err := Found(f)
	if err != nil {
		t.Fatalf("Found: %v", err)
	}
	k := signed{&keeper{t: t, d: d, body: "quay"}}
	k.apply(FoundingEntry(f, at("2030-01-01")))
	return k
}

// puts brings x to the invitation, under silence until 10 January at six.
func (k signed) puts() {
	k.t.Helper()
	k.do("2030-01-02", k.entry("x", "x", &act.Apply{Procedure: "accession"}, "x.envoy"))
	k.do("2030-01-03", k.entry("chair", "x", put("2030-01-10 18:00"), "chair.one"))
}

// watches answers the act of a member's watcher, by whose clock it is when.
func (k signed) watches(when string, by body.MemberID, holds ...act.Held) Entry {
	k.t.Helper()
	k.enter(at(when))
	e := k.entry(by, "", &act.Cosign{Holds: holds})
	a := *e.Act
	a.Date = form.Instant{At: at(when).UTC()}
	return k.sign(&a, string(by)+".watch")
}

func (k signed) stage(when string) string {
	k.t.Helper()
	return k.standing("x", when).Stage
}

func TestSilenceDoesNotRipenBeforeAQuorumOfWatchersHasSeenIt(t *testing.T) {
	k := keepWatched(t, watchedCharter)
	k.puts()
	if got := k.stage("2030-01-10 18:00"); got != "invitation" {
		t.Errorf("at the deadline, unseen: stage %s, want invitation", got)
	}
	if q := k.standing("x", "2030-01-11").Question; !q.Unseen || len(q.SeenBy) != 0 {
		t.Errorf("a day later: %+v, want unseen", q)
	}
	k.do("2030-01-11", k.watches("2030-01-11", "a"))
	if got := k.stage("2030-01-11"); got != "invitation" {
		t.Errorf("seen by one: stage %s, want invitation", got)
	}
	k.do("2030-01-11 01:00", k.watches("2030-01-11 01:00", "a"))
	if got := k.stage("2030-01-11 01:00"); got != "invitation" {
		t.Errorf("seen by one twice: stage %s, want invitation", got)
	}
	k.do("2030-01-11 02:00", k.watches("2030-01-11 02:00", "b"))
	if got := k.stage("2030-01-11 02:00"); got != "signature" {
		t.Errorf("seen by two: stage %s, want signature", got)
	}
	last := k.entries[len(k.entries)-2].Notice
	if last == nil || last.Kind != NoticeSilence || !last.Dated.Equal(at("2030-01-11 02:00")) {
		t.Errorf("the finding is %+v, want one of silence when the second watcher saw it", last)
	}
}

// waits answers whose moves a dossier waits for, as who and what.
func (k signed) waits(when string) []string {
	k.t.Helper()
	var all []string
	for _, m := range k.standing("x", when).Next {
		all = append(all, string(m.Who)+" "+m.What)
	}
	return all
}

func TestASilenceThatWaitsForWatchersIsTheMoveOfThoseWhoHaveNotSeenIt(t *testing.T) {
	k := keepWatched(t, watchedCharter)
	k.puts()
	k.enter(at("2030-01-10 18:00"))
	if got, want := k.waits("2030-01-10 18:00"), []string{"a cosign:invitation", "b cosign:invitation", "c cosign:invitation"}; !slices.Equal(got, want) {
		t.Errorf("unseen: waits for %q, want %q", got, want)
	}
	objection := k.entry("b", "x", objects("q", "d", "x"), "b.envoy")
	hash := objection.ActHash()
	held := act.Held{By: "b", Dossier: "x", Hash: signature.Encode(hash[:]), Since: form.Instant{At: at("2030-01-10 17:00").UTC()}}
	k.do("2030-01-10 19:00", k.watches("2030-01-10 19:00", "a", held))
	if got, want := k.waits("2030-01-10 19:00"), []string{"b cosign:invitation", "c cosign:invitation"}; !slices.Equal(got, want) {
		t.Errorf("seen by a: waits for %q, want %q", got, want)
	}
	if got, want := k.standing("x", "2030-01-10 19:00").Question.Quorum, []WatchQuorum{{"members", 2, 1}}; !slices.Equal(got, want) {
		t.Errorf("seen by a: the quorum is %v, want %v", got, want)
	}
	k.do("2030-01-10 19:00", k.watches("2030-01-10 19:00", "c"))
	if got, want := k.waits("2030-01-10 19:00"), []string{"chair enter-held:invitation"}; !slices.Equal(got, want) {
		t.Errorf("seen by two, held by one: waits for %q, want %q", got, want)
	}
	k.do("2030-01-12", objection)
	if got := k.waits("2030-01-12"); slices.ContainsFunc(got, func(w string) bool { return strings.Contains(w, "cosign") || strings.Contains(w, "held") }) {
		t.Errorf("broken: waits for %q", got)
	}
}

func TestWhatWatchersSawBeforeTheGraceWasOverDoesNotCount(t *testing.T) {
	k := keepWatched(t, watchedCharter)
	k.puts()
	k.do("2030-01-10 17:59", k.watches("2030-01-10 17:59", "a"))
	k.do("2030-01-10 18:00", k.watches("2030-01-10 18:00", "b"))
	k.do("2030-01-10 18:59:59", k.watches("2030-01-10 18:59:59", "c"))
	if got := k.stage("2030-01-10 19:00"); got != "invitation" {
		t.Errorf("all saw it before the grace was over: stage %s, want invitation", got)
	}
	k.do("2030-01-10 19:00", k.watches("2030-01-10 19:00", "a"))
	k.do("2030-01-10 19:00", k.watches("2030-01-10 19:00", "c"))
	if got := k.stage("2030-01-10 19:00"); got != "signature" {
		t.Errorf("two saw it when the grace was over: stage %s, want signature", got)
	}
}

func TestAWatcherThatHasNotSeenTheEndOfThePeriodDoesNotCount(t *testing.T) {
	k := keepWatched(t, watchedCharter)
	k.puts()
	seen := k.d.Size()
	k.enter(at("2030-01-10 19:00"))
	e := k.watches("2030-01-10 19:00", "a")
	a := *e.Act
	a.SeenSize = seen
	k.do("2030-01-10 19:00", k.sign(&a, "a.watch"))
	k.do("2030-01-10 19:00", k.watches("2030-01-10 19:00", "b"))
	if got := k.stage("2030-01-10 19:00"); got != "invitation" {
		t.Errorf("stage %s, want invitation: a had seen %d entries, without the end of the period", got, seen)
	}
}

func TestWhoComesAfterTheDeadlineIsLateThoughTheSilenceIsUnseen(t *testing.T) {
	k := keepWatched(t, watchedCharter)
	k.puts()
	k.refused("2030-01-10 18:00", "deadline", ErrClosed, k.entry("b", "x", objects("q", "d", "x"), "b.envoy"))
	k.refused("2030-01-10 20:00", "deadline", ErrClosed, k.entry("b", "x", ballot("for"), "b.envoy"))
	k.refused("2030-01-10 20:00", "watchers", ErrStanding, k.entry("chair", "x", &act.Close{}, "chair.one"))
}

func TestAnObjectionInTimeBreaksAWatchedSilence(t *testing.T) {
	k := keepWatched(t, watchedCharter)
	k.puts()
	k.do("2030-01-10 17:59", k.entry("b", "x", objects("q", "d", "x"), "b.envoy"))
	for _, m := range []body.MemberID{"a", "b", "c"} {
		k.do("2030-01-12", k.watches("2030-01-12", m))
	}
	if got := k.stage("2030-02-01"); got != "invitation" {
		t.Errorf("stage %s, want invitation", got)
	}
}

// Attack 8: the host swallows an objection. A watcher has it, and says so.
func TestAttack08AnObjectionDepositedInTimeHoldsTheSilenceAndBreaksItWhenItComes(t *testing.T) {
	k := keepWatched(t, watchedCharter)
	k.puts()
	objection := k.entry("b", "x", objects("q", "d", "x"), "b.envoy")
	hash := objection.ActHash()
	held := act.Held{By: "b", Dossier: "x", Hash: signature.Encode(hash[:]), Since: form.Instant{At: at("2030-01-10 17:00").UTC()}}
	for _, m := range []body.MemberID{"a", "b"} {
		own := k.watches("2030-01-10 19:00", m)
		if m == "a" {
			own = k.watches("2030-01-10 19:00", m, held)
		}
		k.do("2030-01-10 19:00", own)
	}
	k.do("2030-01-10 19:00", k.watches("2030-01-10 19:00", "c"))
	s := k.standing("x", "2030-01-12")
	if s.Stage != "invitation" || len(s.Question.SeenBy) != 3 || len(s.Question.HeldBy) != 1 || s.Question.HeldBy[0] != "a" {
		t.Errorf("held by a: stage %s, %+v, want invitation, seen by three, held by a", s.Stage, s.Question)
	}
	k.do("2030-01-12", objection)
	if s := k.standing("x", "2030-02-01"); s.Stage != "invitation" || len(s.Question.BrokenBy) != 1 || s.Question.Unseen {
		t.Errorf("when it came: stage %s, %+v, want invitation, broken by b", s.Stage, s.Question)
	}
}

func TestWhatHeldTheSilenceWithoutBreakingItLetsItRipenWhenItComes(t *testing.T) {
	k := keepWatched(t, watchedCharter)
	k.puts()
	consent := k.entry("b", "x", ballot("for"), "b.envoy")
	hash := consent.ActHash()
	held := act.Held{By: "b", Dossier: "x", Hash: signature.Encode(hash[:]), Since: form.Instant{At: at("2030-01-10 17:00").UTC()}}
	k.do("2030-01-10 19:00", k.watches("2030-01-10 19:00", "a", held))
	k.do("2030-01-10 19:00", k.watches("2030-01-10 19:00", "c"))
	if got := k.stage("2030-01-10 19:00"); got != "invitation" {
		t.Errorf("held: stage %s, want invitation", got)
	}
	k.do("2030-01-10 20:00", consent)
	if got := k.stage("2030-01-10 20:00"); got != "signature" {
		t.Errorf("when it came: stage %s, want signature", got)
	}
}

func TestADepositAfterTheDeadlineOrOfAnotherAuthorChangesNothing(t *testing.T) {
	k := keepWatched(t, watchedCharter)
	k.puts()
	objection := k.entry("b", "x", objects("q", "d", "x"), "b.envoy")
	hash := objection.ActHash()
	late := act.Held{By: "b", Dossier: "x", Hash: signature.Encode(hash[:]), Since: form.Instant{At: at("2030-01-10 18:00").UTC()}}
	other := act.Held{By: "c", Dossier: "x", Hash: late.Hash, Since: form.Instant{At: at("2030-01-10 17:00").UTC()}}
	k.do("2030-01-10 19:00", k.watches("2030-01-10 19:00", "a", late, other))
	k.refused("2030-01-10 19:00", "deadline", ErrClosed, objection)
	k.refused("2030-01-10 19:00", "its own", ErrStanding, k.watches("2030-01-10 19:00", "b", act.Held{By: "b", Dossier: "x", Hash: late.Hash, Since: other.Since}))
	k.refused("2030-01-10 19:00", "later than", ErrStanding, k.watches("2030-01-10 19:00", "c", act.Held{By: "b", Dossier: "x", Hash: late.Hash, Since: form.Instant{At: at("2030-01-10 19:01").UTC()}}))
}

func TestWhoCosignsIsAMemberWithAClockThatIsRight(t *testing.T) {
	k := keepWatched(t, watchedCharter)
	k.puts()
	k.refused("2030-01-05", "members watch", ErrAuthority, k.entry("chair", "", &act.Cosign{}, "chair.one"))
	k.refused("2030-01-05", "no full powers", ErrAuthority, k.entry("a", "x", ballot("for"), "a.watch"))
	for _, when := range []string{"2030-01-05 00:05:01", "2030-01-04 23:54:59"} {
		k.refused("2030-01-05", "apart", ErrStanding, k.watches(when, "a"))
	}
	k.do("2030-01-05 00:10", k.watches("2030-01-05 00:05", "a"))
	plain := usual(t)
	plain.refused("2030-01-05", "no watchers", ErrStanding, plain.entry("a", "", &act.Cosign{}, "a.envoy"))
}

// Attack 30: where the host's clock runs ahead, no watcher's act can be entered, and so no silence ripens.
func TestAttack30AHostWhoseClockIsWrongFindsNoQuorum(t *testing.T) {
	k := keepWatched(t, watchedCharter)
	k.puts()
	// the host enters the deadline an hour early
	k.enter(at("2030-01-10 19:00"))
	for _, m := range []body.MemberID{"a", "b", "c"} {
		k.refused("2030-01-10 19:00", "apart", ErrStanding, k.watches("2030-01-10 17:30", m))
	}
	if got := k.stage("2030-01-10 19:00"); got != "invitation" {
		t.Errorf("stage %s, want invitation", got)
	}
}

// Attack 9: while nobody can be heard, the period does not run out.
func TestAttack09APeriodIsLongerByTheTimeInWhichNoQuorumSawTheRecord(t *testing.T) {
	charter := strings.Replace(watchedCharter, "grace: 1 hour", "grace: 1 hour, heartbeat: 24 hours", 1)
	k := keepWatched(t, charter)
	k.puts() // on 3 January at midnight, until 10 January at six
	for day := 4; day <= 8; day++ {
		when := time.Date(2030, 1, day, 0, 0, 0, 0, time.UTC).Format("2006-01-02")
		k.do(when, k.watches(when, "a"))
		k.do(when, k.watches(when, "b"))
	}
	// then nothing is heard until the end, which is 66 hours, 42 more than a day
	s := k.standing("x", "2030-01-10 18:00")
	if want := at("2030-01-12 12:00"); !s.Question.Until.Equal(want) || s.Question.Unseen {
		t.Errorf("the period ends at %v, want %v", s.Question.Until, want)
	}
	k.do("2030-01-12 11:59", k.entry("b", "x", objects("q", "d", "x"), "b.envoy"))
	if s := k.standing("x", "2030-01-12 12:00"); len(s.Question.BrokenBy) != 1 {
		t.Errorf("objected in the longer period: %+v, want broken", s.Question)
	}
	never := keepWatched(t, charter)
	never.puts()
	if s := never.standing("x", "2030-06-01"); s.Stage != "invitation" || !s.Question.Unseen {
		t.Errorf("nobody ever watched: stage %s, %+v, want invitation, unseen", s.Stage, s.Question)
	}
}

func TestAWatcherIsToldWhenItsWordCounts(t *testing.T) {
	k := keepWatched(t, strings.Replace(watchedCharter, "grace: 1 hour", "grace: 1 hour, heartbeat: 24 hours", 1))
	want := func(when string, member body.MemberID, due bool, next string) {
		t.Helper()
		gotDue, gotNext := k.d.WatchDue(member, at(when))
		wantNext := time.Time{}
		if next != "" {
			wantNext = at(next)
		}
		if gotDue != due || !gotNext.Equal(wantNext) {
			t.Errorf("WatchDue(%s, %s) = %v, %v, want %v, %v", member, when, gotDue, gotNext, due, wantNext)
		}
	}
	want("2030-01-02", "a", false, "")
	k.puts()
	want("2030-01-03", "a", false, "2030-01-03 12:00")
	want("2030-01-03 12:00", "a", true, "")
	k.do("2030-01-03 12:00", k.watches("2030-01-03 12:00", "a"))
	want("2030-01-03 13:00", "a", false, "")
	want("2030-01-03 13:00", "b", true, "")
}

func TestACharterWithWatchersIsFoundedWithKeys(t *testing.T) {
	if _, err := Found(Founding{Charter: watchedCharter, Host: "quay+00000000+key", Made: "test"}); err == nil || !strings.Contains(err.Error(), "watchers") {
		t.Errorf("founded without keys: %v, want that it asks for watchers", err)
	}
	for bad, why := range map[string]string{
		"watchers: {quorum: []}\n":                                               "nobody",
		"watchers: {quorum: [{at_least: 0}]}\n":                                  "at least 1",
		"watchers: {quorum: [{at_least: 5}]}\n":                                  "4 members",
		"watchers: {quorum: [{at_least: 1, of: council}]}\n":                     "council",
		"watchers: {quorum: [{at_least: 1}], grace: 1 hour of application}\n":    "leave out of",
		"watchers: {quorum: [{at_least: 1}], heartbeat: 1 day, more: nothing}\n": "more",
	} {
		charter := strings.Replace(charterText, "KEEPING", "official", 1) + bad
		if _, err := Found(Founding{Charter: charter, Host: "quay+00000000+key", Made: "test"}); err == nil || !strings.Contains(err.Error(), why) {
			t.Errorf("%s: %v, want %q in it", bad, err, why)
		}
	}
	reported := strings.Replace(charterText, "KEEPING", "reported", 1) + "watchers: {quorum: [{at_least: 1}]}\n"
	if _, err := Found(Founding{Charter: reported, Host: "quay+00000000+key", Made: "test"}); err == nil {
		t.Error("a reported record with watchers was founded")
	}
}
