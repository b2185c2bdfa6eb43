package body_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"accede/body"
	"accede/form"
	"accede/game"
)

func open(t testing.TB, name string) body.Body {
	t.Helper()
	c, _ := read(t, name)
	b, err := body.New(c)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func at(t testing.TB, text string) time.Time {
	t.Helper()
	when, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return when
}

func ids(r *body.Roll) string {
	var words []string
	for _, id := range r.Members {
		words = append(words, string(id))
	}
	return strings.Join(words, " ")
}

func TestMembershipBeginsWithTheDayInTheBodysOwnZone(t *testing.T) {
	b := open(t, "alliance.yaml")
	// Midnight of 4 April in Brussels is 22:00 of the day before in UTC.
	for _, c := range []struct {
		when string
		want bool
	}{{"2023-04-03T21:59:59Z", false}, {"2023-04-03T22:00:00Z", true}, {"2024-01-01T00:00:00Z", true}} {
		if got := b.IsMember("fi", at(t, c.when)); got != c.want {
			t.Errorf("IsMember(fi, %s) = %v, want %v", c.when, got, c.want)
		}
	}
	fund := open(t, "fund.yaml")
	for when, want := range map[string]bool{"2024-07-01T03:59:59Z": true, "2024-07-01T04:00:00Z": false} {
		if got := fund.IsMember("c", at(t, when)); got != want {
			t.Errorf("IsMember(c, %s) = %v, want %v", when, got, want)
		}
	}
}

func TestAMemberThatLeftAndJoinedAgainIsOneInItsTimes(t *testing.T) {
	b := open(t, "fund.yaml")
	for year, want := range map[int]bool{1950: true, 1989: true, 1990: false, 1994: false, 1995: true, 2000: false, 2009: false, 2010: true, 2030: true} {
		when := time.Date(year, 6, 1, 0, 0, 0, 0, time.UTC)
		if got := b.IsMember("b", when); got != want || b.Roll(when).Has("b") != want {
			t.Errorf("IsMember(b, %d) = %v, on the roll %v; want %v", year, got, b.Roll(when).Has("b"), want)
		}
	}
}

func TestRollHasTheClassesAndWeightsOfTheDay(t *testing.T) {
	b := open(t, "fund.yaml")
	for _, c := range []struct {
		when    string
		members string
		board   int
		votes   []int64
	}{
		{"2023-12-31T23:00:00-05:00", "a b c", 1, []int64{60, 30, 10}},
		{"2024-01-01T00:00:00-05:00", "a b c", 2, []int64{50, 40, 10}},
		{"2024-07-01T00:00:00-04:00", "a b", 1, []int64{50, 40}},
	} {
		r := b.Roll(at(t, c.when))
		board, _ := r.Class("board")
		votes, _ := r.Weight("votes")
		governors, _ := r.Class("governors")
		if ids(r) != c.members || board.Size != c.board || !slices.Equal(votes.Of, c.votes) || governors.Size != len(r.Members) {
			t.Errorf("Roll(%s) = %s, board %d, votes %v, governors %d; want %s, %d, %v, all", c.when, ids(r), board.Size, votes.Of, governors.Size, c.members, c.board, c.votes)
		}
		if d, ok := r.Ballot("declaring"); !ok || d != game.FirstDeclared || r.Kind(d) != game.Abstaining {
			t.Errorf("Roll(%s).Ballot(declaring) = %v, %v; want the first declared, of the kind abstaining", c.when, d, ok)
		}
	}
}

func TestATermThatFollowsAnotherOnTheSameDayLeavesNoGap(t *testing.T) {
	b := open(t, "alliance.yaml")
	for when, want := range map[string]bool{"2018-06-01T00:00:00Z": false, "2019-12-31T23:30:00Z": true, "2020-01-01T12:00:00Z": true, "2022-01-01T12:00:00Z": false} {
		if got := b.InClass("be", "nuclear", at(t, when)); got != want {
			t.Errorf("InClass(be, nuclear, %s) = %v, want %v", when, got, want)
		}
	}
}

func TestOrganRollIsTheOrganAndNobodyElse(t *testing.T) {
	b := open(t, "fund.yaml")
	r := b.OrganRoll("board", at(t, "2024-02-01T00:00:00Z"))
	want := &body.Roll{
		At: at(t, "2024-02-01T00:00:00Z"), Members: []body.MemberID{"a", "c"},
		Classes: []body.RollClass{{"members", []bool{true, true}, 2}, {"governors", []bool{true, true}, 2}, {"board", []bool{true, true}, 2}},
		Weights: []body.RollWeight{{"votes", "votes", []int64{50, 10}}},
		Ballots: []body.DeclaredBallot{{"declaring", game.Abstaining}},
	}
	if diff := cmp.Diff(want, r, cmpopts.IgnoreUnexported(body.Roll{})); diff != "" {
		t.Errorf("OrganRoll: -want +got\n%s", diff)
	}
	if i, ok := r.Index("c"); !ok || i != 1 {
		t.Errorf("Index(c) = %d, %v, want 1", i, ok)
	}
	if r := b.OrganRoll("nobody", r.At); len(r.Members) != 0 {
		t.Errorf("OrganRoll(nobody) = %s, want a roll of nobody", ids(r))
	}
	if all := b.OrganRoll(body.Everyone, r.At); ids(all) != "a b c" {
		t.Errorf("OrganRoll(members) = %s, want everybody", ids(all))
	}
}

func TestWhoJoinsIsAMemberFromThatInstantAndComesLast(t *testing.T) {
	b := open(t, "alliance.yaml")
	when := at(t, "2024-03-07T16:00:00Z")
	b2, err := b.Join("se", nil, when)
	if err != nil {
		t.Fatal(err)
	}
	if b2.IsMember("se", when.Add(-1)) || !b2.IsMember("se", when) || b.IsMember("se", when) {
		t.Error("Sweden is a member before it joined, or not after, or in the body as it was before")
	}
	if got, want := ids(b2.Roll(when)), "be no tr us fi se"; got != want {
		t.Errorf("Roll = %s, want %s", got, want)
	}
	m, ok := b2.Member("se")
	if !ok || m.Since == nil || *m.Since != (form.Date{Year: 2024, Month: 3, Day: 7}) || m.Name.In("sv") != "Sverige" {
		t.Errorf("Member(se) = %+v, %v; want Sverige since 2024-03-07", m, ok)
	}
	if _, ok := b.Member("se"); ok {
		t.Error("Member(se) before it joined = true, want false")
	}
}

func TestWhatCannotBecomeOfAMembershipIsAnError(t *testing.T) {
	b := open(t, "alliance.yaml")
	when := at(t, "2024-01-01T12:00:00Z")
	must := func(b body.Body, err error) body.Body {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	suspended := must(b.Suspend("tr", when))
	gone := must(b.Leave("tr", when))
	for _, c := range []struct {
		what string
		do   func() (body.Body, error)
		want string
	}{
		{"a member joins", func() (body.Body, error) { return b.Join("tr", nil, when) }, "join Türkiye (tr): it is a member already"},
		{"nobody knows", func() (body.Body, error) { return b.Join("xx", nil, when) }, "join xx: it has no name"},
		{"no id", func() (body.Body, error) { return b.Join("XX", body.Names{"en": "X"}, when) }, `join "XX": not an id: small letters a-z, digits, hyphens and dots`},
		{"no member leaves", func() (body.Body, error) { return b.Leave("se", when) }, "leave: Sweden (se) is no member on 2024-01-01"},
		{"leaves twice", func() (body.Body, error) { return gone.Leave("tr", when) }, "leave: Türkiye (tr) is no member on 2024-01-01"},
		{"suspended twice", func() (body.Body, error) { return suspended.Suspend("tr", when) }, "suspend: Türkiye (tr) is suspended already"},
		{"suspended, not a member", func() (body.Body, error) { return gone.Suspend("tr", when) }, "suspend: Türkiye (tr) is no member on 2024-01-01"},
		{"reinstated, never suspended", func() (body.Body, error) { return b.Reinstate("tr", when) }, "reinstate: Türkiye (tr) is not suspended"},
		{"before an earlier change", func() (body.Body, error) { return suspended.Leave("tr", when.Add(-48*time.Hour)) }, "leave Türkiye (tr) on 2023-12-30: it changed later than that, on 2024-01-01"},
		{"class of all", func() (body.Body, error) { return b.JoinClass("tr", "members", when) }, "join the class members: every member belongs to it"},
		{"no class", func() (body.Body, error) { return b.JoinClass("tr", "council", when) }, "join the class council: the charter has no such class"},
		{"in the class", func() (body.Body, error) { return b.JoinClass("us", "nuclear", when) }, "join the class nuclear: United States (us) belongs to it already"},
		{"not in the class", func() (body.Body, error) { return b.LeaveClass("tr", "nuclear", when) }, "leave the class nuclear: Türkiye (tr) does not belong to it on 2024-01-01"},
		{"class without membership", func() (body.Body, error) { return b.JoinClass("se", "nuclear", when) }, "join the class nuclear: Sweden (se) is no member on 2024-01-01"},
	} {
		if _, err := c.do(); err == nil || err.Error() != c.want {
			t.Errorf("%s: %v\nwant %s", c.what, err, c.want)
		}
	}
	in := must(b.JoinClass("tr", "nuclear", when))
	out := must(in.LeaveClass("tr", "nuclear", when.Add(time.Hour)))
	if b.InClass("tr", "nuclear", when) || !in.InClass("tr", "nuclear", when) || out.InClass("tr", "nuclear", when.Add(time.Hour)) || !out.InClass("tr", "nuclear", when) {
		t.Error("a class joined and left is not what it was at each instant")
	}
}

func TestTheBodyKnowsItsParties(t *testing.T) {
	b := open(t, "alliance.yaml").Named("ge", body.Names{"ka": "საქართველო"})
	for _, c := range []struct {
		id, lang, want string
	}{
		{"be", "fr", "Belgique"},
		{"be", "fr-CA", "Belgique"},
		{"be", "de", "Belgium"},
		{"se", "sv", "Sverige"},
		{"sg", "fr", "Secretary General"},
		{"ge", "en", "საქართველო"},
		{"zz", "en", "zz"},
	} {
		if got := b.Name(body.MemberID(c.id), c.lang); got != c.want {
			t.Errorf("Name(%s, %s) = %s, want %s", c.id, c.lang, got, c.want)
		}
	}
	want := []body.Party{
		{ID: "sg", Name: body.Names{"en": "Secretary General"}, Chair: true, Mediates: true},
		{ID: "us", Name: body.Names{"en": "United States"}, Listed: true, Depositary: true},
	}
	if diff := cmp.Diff(want, b.Offices()); diff != "" {
		t.Errorf("Offices: -want +got\n%s", diff)
	}
	for id, want := range map[body.MemberID]bool{"se": true, "ge": true, "be": false} {
		if p, ok := b.Party(id); !ok || p.Applicant != want {
			t.Errorf("Party(%s) = %+v, %v; want applicant %v", id, p, ok, want)
		}
	}
	if _, ok := b.Party("zz"); ok {
		t.Error("Party(zz) = true, want false")
	}
	if p, ok := open(t, "fund.yaml").Party("staff"); !ok || p.Name.In("en") != "The staff" {
		t.Errorf("Party(staff) = %+v, %v; want the staff", p, ok)
	}
}

func TestTheZeroBodyHasNobody(t *testing.T) {
	var b body.Body
	now := at(t, "2024-01-01T00:00:00Z")
	if r := b.Roll(now); len(r.Members) != 0 || b.IsMember("be", now) || b.Name("be", "en") != "be" || b.Offices() != nil {
		t.Error("the zero Body has somebody")
	}
	if _, err := b.Leave("be", now); err == nil {
		t.Error("Leave of the zero Body = nil, want an error")
	}
}

func TestFullPowersCoverTheirActsInTheirTime(t *testing.T) {
	from, until := at(t, "2024-01-01T00:00:00Z"), at(t, "2024-02-01T00:00:00Z")
	p := body.FullPowers{Member: "tr", Holder: "key", Acts: []string{"sign"}, From: from, Until: until}
	for _, c := range []struct {
		powers body.FullPowers
		kind   string
		when   time.Time
		want   bool
	}{
		{p, "sign", from, true},
		{p, "sign", from.Add(-1), false},
		{p, "sign", until.Add(-1), true},
		{p, "sign", until, false},
		{p, "deposit", from, false},
		{body.FullPowers{}, "sign", from, false},
		{body.FullPowers{}, "", from, false},
		{body.FullPowers{Acts: []string{body.AnyAct}, From: from}, "deposit", until.AddDate(50, 0, 0), true},
	} {
		if got := c.powers.Covers(c.kind, c.when); got != c.want {
			t.Errorf("Covers(%s, %v) = %v, want %v", c.kind, c.when, got, c.want)
		}
	}
}

func TestEveryZoneInTheProgramCanBeLoaded(t *testing.T) {
	brussels, err := body.LoadZone("Europe/Brussels")
	if err != nil {
		t.Fatal(err)
	}
	if _, offset := at(t, "2022-06-21T12:00:00Z").In(brussels).Zone(); offset != 7200 {
		t.Errorf("Brussels in June is %d seconds from UTC, want 7200", offset)
	}
	for _, name := range []string{"", "Local", "Europe", "Europe/", "europe/brussels", "../UTC"} {
		if zone, err := body.LoadZone(name); err == nil {
			t.Errorf("LoadZone(%q) = %v, want an error", name, zone)
		}
	}
}
