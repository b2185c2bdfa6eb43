package view

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"accede/body"
	"accede/charters"
	"accede/game"
	"accede/rule"

	"accede/internal/view/words"
)

// everyReader answers the readers of all languages, the pseudo ones too.
func everyReader(t testing.TB) []*words.Reader {
	t.Helper()
	c, err := words.LoadPseudo()
	if err != nil {
		t.Fatal(err)
	}
	return c.Languages()
}

// tellers answers what says rules as they are written, by language.
func tellers(t testing.TB) map[string]teller {
	all := map[string]teller{}
	for _, r := range everyReader(t) {
		all[r.Tag()] = teller{r, asWritten(), func(at time.Time) string { return at.Format(time.RFC3339) }}
	}
	return all
}

var (
	quantities = []string{"at least", "more than", "at most", "fewer than", "exactly"}
	someBases  = []string{"", "", " voting", " present"}
	someWeight = []string{"", "", " by votes"}
	someWords  = []string{"for", "against", "abstaining", "absent", "voting", "present", "declaring"}
)

func anyQuantity(t *rapid.T) string {
	kind := rapid.SampledFrom([]string{"all", "none", "", "", ""}).Draw(t, "kind")
	if kind != "" {
		return kind
	}
	amount := rapid.SampledFrom([]string{"1", "2", "4283941", "half", "2/3", "12/18", "55%", "66.7%", "0.05%"}).Draw(t, "amount")
	return rapid.SampledFrom(quantities).Draw(t, "quantity") + " " + amount
}

// anyTest answers a random test as a sentence.
func anyTest(t *rapid.T) string {
	var ballots []string
	for range rapid.IntRange(1, 3).Draw(t, "ballots") {
		ballots = append(ballots, rapid.SampledFrom([]string{"", "", "not "}).Draw(t, "not")+rapid.SampledFrom(someWords).Draw(t, "ballot"))
	}
	return anyQuantity(t) + " of " + rapid.SampledFrom([]string{"members", "permanent"}).Draw(t, "class") +
		rapid.SampledFrom(someBases).Draw(t, "base") + rapid.SampledFrom(someWeight).Draw(t, "weight") + " are " + strings.Join(ballots, " or ")
}

// anyRule answers a random sentence of at most so many levels.
func anyRule(t *rapid.T, deep int) string {
	if deep == 0 {
		return anyTest(t)
	}
	switch rapid.SampledFrom([]string{"test", "and", "or", "not", "group", "several"}).Draw(t, "node") {
	case "and":
		return "(" + anyRule(t, deep-1) + ") and (" + anyRule(t, deep-1) + ")"
	case "or":
		return "(" + anyRule(t, deep-1) + ") or (" + anyRule(t, deep-1) + ")"
	case "not":
		return "not (" + anyRule(t, deep-1) + ")"
	case "group":
		return "(" + anyRule(t, deep-1) + ")"
	case "several":
		return anyQuantity(t) + " of these hold: (" + anyRule(t, deep-1) + "), (" + anyRule(t, deep-1) + ")"
	}
	return anyTest(t)
}

// The catalogue has the law's own English: the two cannot drift.
func TestTheCataloguesEnglishIsTheLawsOwn(t *testing.T) {
	en := tellers(t)["en"]
	rapid.Check(t, func(t *rapid.T) {
		of, err := rule.Parse(anyRule(t, rapid.IntRange(0, 3).Draw(t, "deep")))
		if err != nil {
			t.Skip(err)
		}
		if got, want := plain(en.node(of.Root())), of.String(); got != want {
			t.Fatalf("in English = %q, want %q", got, want)
		}
	})
}

var figure = regexp.MustCompile(`[0-9]+([./,][0-9]+)?`)

// No language may lose a number of a rule, or add one, or leave anything in the words of another.
func TestEveryLanguageSaysEveryNumberOfARule(t *testing.T) {
	all := tellers(t)
	rapid.Check(t, func(t *rapid.T) {
		of, err := rule.Parse(anyRule(t, rapid.IntRange(0, 2).Draw(t, "deep")))
		if err != nil {
			t.Skip(err)
		}
		want := figure.FindAllString(of.String(), -1)
		for tag, x := range all {
			said := plain(x.node(of.Root()))
			got := figure.FindAllString(said, -1)
			for i := range got {
				got[i] = strings.ReplaceAll(got[i], ",", ".")
			}
			if slices.Sort(got); !slices.Equal(got, slices.Sorted(slices.Values(want))) {
				t.Fatalf("%s: %q has the numbers %q, want %q", tag, said, got, want)
			}
			if strings.ContainsAny(said, "{}") || strings.Contains(said, "sentence.") {
				t.Fatalf("%s: %q is not said whole", tag, said)
			}
		}
	})
}

// anyRoll answers a roll with a class and a weight, and its ballots.
func anyRoll(t *rapid.T) (*body.Roll, []game.Ballot) {
	var members []body.MemberID
	permanent, votes := body.RollClass{Name: "permanent"}, body.RollWeight{Name: "votes", Unit: "basis points"}
	var ballots []game.Ballot
	for i := range rapid.IntRange(0, 5).Draw(t, "members") {
		members = append(members, body.MemberID("m"+string(rune('a'+i))))
		permanent.In = append(permanent.In, rapid.Bool().Draw(t, "permanent"))
		votes.Of = append(votes.Of, rapid.Int64Range(0, 3).Draw(t, "votes"))
		ballots = append(ballots, rapid.SampledFrom([]game.Ballot{game.For, game.Against, game.Abstaining, game.Absent, game.Pending, game.FirstDeclared}).Draw(t, "ballot"))
	}
	roll, err := body.NewRoll(time.Time{}, members, []body.RollClass{permanent}, []body.RollWeight{votes}, []body.DeclaredBallot{{Name: "declaring", Kind: game.Abstaining}})
	if err != nil {
		t.Fatal(err)
	}
	return roll, ballots
}

func TestTheCataloguesEnglishOfAFindingIsTheLawsOwn(t *testing.T) {
	all := tellers(t)
	rapid.Check(t, func(t *rapid.T) {
		of, err := rule.Parse(anyRule(t, rapid.IntRange(0, 2).Draw(t, "deep")))
		if err != nil {
			t.Skip(err)
		}
		roll, ballots := anyRoll(t)
		f, err := rule.Find(rule.Question{Rule: of, Roll: roll}, ballots)
		if err != nil {
			t.Skip(err)
		}
		for _, reason := range f.Reasons {
			if got := plain(all["en"].reason(reason)); got != reason {
				t.Fatalf("the reason %q is said as %q", reason, got)
			}
			for tag, x := range all {
				for _, s := range x.reason(reason) {
					if tag != "en" && s.Lang != "" {
						t.Fatalf("%s: %q is left in English in the reason %q", tag, s.Text, reason)
					}
				}
			}
		}
		for _, test := range f.Tests {
			if got := plain(all["en"].need(test)); got != test.Need {
				t.Fatalf("%s needs %q, said as %q", test.Text, test.Need, got)
			}
		}
	})
}

func TestReasonsOfNoticesAreSaid(t *testing.T) {
	all := tellers(t)
	for _, text := range []string{
		"comes onto the roll", "leaves the roll", "the time for this stage has run", "nobody is on the roll",
		"the charter it would amend was amended by x", "there is no quorum: at least 3 of members are present: 2 of 3 needed",
		"until 2022-06-21T10:00:00Z: so much longer than 6 hours at a time no quorum of watchers saw the record",
	} {
		for tag, x := range all {
			said := x.reason(text)
			if tag == "en" && plain(said) != text {
				t.Errorf("the reason %q is said as %q", text, plain(said))
			}
			if tag != "en" && slices.ContainsFunc(said, func(s words.Span) bool { return s.Lang != "" }) {
				t.Errorf("%s: the reason %q is left in English: %q", tag, text, plain(said))
			}
		}
	}
	if got := all["fr"].reason("something else: 3"); len(got) != 1 || got[0].Lang != "en" {
		t.Errorf("a reason nobody knows = %+v, want its text, marked as English", got)
	}
}

// Every sentence of every charter in the program is said in every language.
func TestSentencesOfTheChartersAreSaid(t *testing.T) {
	readers := everyReader(t)
	for _, name := range charters.Names() {
		text, _ := charters.Text(name)
		c, err := body.ReadCharter(name, text)
		if err != nil {
			t.Fatal(err)
		}
		set := NewSetting(c, time.UTC)
		for _, r := range readers {
			for _, x := range c.Rules {
				said := set.teller(r).said(x.Rule.Value)
				if r.Tag() == "en" && plain(said) != x.Rule.Value {
					t.Errorf("%s: %q is said as %q", name, x.Rule.Value, plain(said))
				}
				if len(said) == 0 || r.Tag() != "en" && plain(said) == x.Rule.Value {
					t.Errorf("%s, %s: %q is not said", name, r.Tag(), x.Rule.Value)
				}
			}
		}
	}
}

func TestARuleIsASentenceInEachLanguage(t *testing.T) {
	text, _ := charters.Text("eu-council")
	c, err := body.ReadCharter("eu-council", text)
	if err != nil {
		t.Fatal(err)
	}
	set := NewSetting(c, time.UTC)
	const sentence = "none of members are against and (at least 65% of members by population are for or fewer than 4 of members are not for)"
	for tag, want := range map[string]string{
		"fr": "aucun des membres n’est contre et (au moins 65\u00a0% des membres, comptés par population, sont pour ou moins de 4 des membres ont une autre position que « pour »)",
		"tr": "üyeler arasında karşı olan yok ve (nüfus bakımından üyeler arasında lehte olanların oranı en az %65 ya da üyeler arasında “lehte” dışında bir tutumda olanların sayısı 4 sınırının altında)",
		"sv": "ingen av medlemmarna är emot och (minst 65\u00a0% av medlemmarna, räknat efter befolkning, är för eller färre än 4 av medlemmarna intar en annan ståndpunkt än ”för”)",
		"fi": "kukaan jäsenistä ei ole vastaan ja (vähintään 65\u00a0% jäsenistä (laskuperuste: väkiluku) on puolesta tai vähemmän kuin 4 jäsenistä on muulla kannalla kuin ”puolesta”)",
	} {
		for _, r := range everyReader(t) {
			if got := plain(set.teller(r).said(sentence)); r.Tag() == tag && got != want {
				t.Errorf("%s:\n%s, want\n%s", tag, got, want)
			}
		}
	}
}
