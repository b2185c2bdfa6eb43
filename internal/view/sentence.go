package view

import (
	"strings"
	"time"

	"accede/rule"

	"accede/internal/view/words"
)

// ruleNames answers what a sentence calls things: each a string, or words.Filed for a name out of the charter.
type ruleNames struct {
	class, weight, ballot func(id string) any
}

// asWritten calls everything by its id, as the law's own sentence does.
func asWritten() ruleNames {
	same := func(id string) any { return id }
	return ruleNames{same, same, same}
}

// ruleNames answers the names of a charter in the reader's language. In English a sentence stays as it was written: it is
// the law's own.
func (s Setting) ruleNames(r *words.Reader) ruleNames {
	if r.Tag() == "en" {
		return asWritten()
	}
	return ruleNames{
		class:  func(id string) any { return s.className(id, r) },
		weight: func(id string) any { return known(r, "weight.", id) },
		ballot: func(id string) any { return s.ownBallot(id, r) },
	}
}

// className answers what the charter or the catalogue calls a class.
func (s Setting) className(id string, r *words.Reader) any {
	for _, c := range s.Charter.Classes {
		if name, ok := c.Name[r.Tag()]; c.ID == id && ok {
			return name
		}
	}
	if key := "class." + id; r.Known(key) {
		return r.Say(key, nil)
	}
	for _, c := range s.Charter.Classes {
		if c.ID == id && len(c.Name) > 0 {
			return filed(c.Name, r)
		}
	}
	return words.Filed{Text: plainWord(id), Lang: "en"}
}

// ownBallot answers what the charter calls a ballot of its own.
func (s Setting) ownBallot(id string, r *words.Reader) any {
	for _, b := range s.Charter.Ballots {
		if b.ID == id && len(b.Name) > 0 {
			return filed(b.Name, r)
		}
	}
	return words.Filed{Text: plainWord(id), Lang: "en"}
}

// known answers the catalogue's word for an id, or the id as English words where it has none.
func known(r *words.Reader, prefix, id string) any {
	key := prefix + strings.ReplaceAll(id, " ", "-")
	if r.Known(key) {
		return r.Say(key, nil)
	}
	return words.Filed{Text: plainWord(id), Lang: "en"}
}

// teller says the rule language in a reader's language, by the structure of a rule.
type teller struct {
	r      *words.Reader
	names  ruleNames
	moment func(time.Time) string
}

// teller answers what says rules of the charter to a reader.
func (s Setting) teller(r *words.Reader) teller {
	return teller{r, s.ruleNames(r), func(t time.Time) string { return s.moment(t, r) }}
}

// moment says an instant with its time, in the charter's zone.
func (s Setting) moment(t time.Time, r *words.Reader) string {
	return r.Moment(t.In(s.Zone), zoneCity(s.Charter.TimeZone))
}

// said answers the text of a rule in the reader's language; one that cannot be read as it was written, in English.
func (x teller) said(text string) []words.Span {
	of, err := rule.Parse(text)
	if err != nil {
		return []words.Span{{Text: text, Lang: "en"}}
	}
	return x.node(of.Root())
}

func (x teller) node(n rule.Node) []words.Span {
	switch n := n.(type) {
	case *rule.And:
		return x.joined("sentence.and", n.Parts, func(p rule.Node) []words.Span {
			switch p.(type) {
			case *rule.Or, *rule.And:
				return x.say("sentence.group", words.Args{"a": x.node(p)})
			case *rule.Not, *rule.Several, *rule.Test:
			}
			return x.node(p)
		})
	case *rule.Or:
		return x.joined("sentence.or", n.Parts, func(p rule.Node) []words.Span {
			if _, and := p.(*rule.And); and {
				return x.say("sentence.inner", words.Args{"a": x.node(p)})
			}
			return x.node(p)
		})
	case *rule.Not:
		return x.say("sentence.not", words.Args{"a": x.node(n.Part)})
	case *rule.Several:
		return x.several(n)
	case *rule.Test:
		return x.test(n)
	}
	return nil
}

// joined says several parts as one, by a pattern for two.
func (x teller) joined(key string, parts []rule.Node, say func(rule.Node) []words.Span) []words.Span {
	all := say(parts[0])
	for _, p := range parts[1:] {
		all = x.say(key, words.Args{"a": all, "b": say(p)})
	}
	return all
}

func (x teller) several(n *rule.Several) []words.Span {
	parts := x.joined("sentence.more", n.Parts, func(p rule.Node) []words.Span { return x.say("sentence.group", words.Args{"a": x.node(p)}) })
	return x.say("sentence.several."+scope(n.Quantity), words.Args{"quantity": x.quantity(n.Quantity), "parts": parts, "n": many(n.Quantity)})
}

func (x teller) test(n *rule.Test) []words.Span {
	return x.say("sentence.test."+scope(n.Quantity), words.Args{"quantity": x.quantity(n.Quantity), "of": x.of(n), "ballots": x.ballots(n)})
}

// scope answers which of the three patterns of a language a quantity takes.
func scope(q rule.Quantity) string {
	switch q.Kind {
	case rule.All:
		return "all"
	case rule.None:
		return "none"
	case rule.AtLeast, rule.MoreThan, rule.AtMost, rule.FewerThan, rule.Exactly:
	}
	return "some"
}

// many answers the number with which a verb agrees: of a share, many.
func many(q rule.Quantity) int64 {
	if q.Amount.Form == rule.Integer {
		return q.Amount.Num
	}
	return 2
}

// quantity says how many a test asks for; nothing for all and none, which have patterns of their own.
func (x teller) quantity(q rule.Quantity) []words.Span {
	key := ""
	switch q.Kind {
	case rule.All, rule.None:
		return nil
	case rule.AtLeast:
		key = "sentence.at-least."
	case rule.MoreThan:
		key = "sentence.more-than."
	case rule.AtMost:
		key = "sentence.at-most."
	case rule.FewerThan:
		key = "sentence.fewer-than."
	case rule.Exactly:
		key = "sentence.exactly."
	}
	switch q.Amount.Form {
	case rule.Integer:
		key += "number"
	case rule.Fraction, rule.Percent:
		key += "share"
	case rule.Half:
		key += "half"
	}
	return x.say(key, words.Args{"amount": x.amount(q.Amount)})
}

// amount writes an amount as the language writes it.
func (x teller) amount(a rule.Amount) string {
	switch a.Form {
	case rule.Half:
		return x.r.Say("sentence.half", nil)
	case rule.Percent:
		return x.r.Percent(strings.TrimSuffix(a.String(), "%"))
	case rule.Integer, rule.Fraction:
	}
	return a.String()
}

// of says whose ballots are counted, and by what.
func (x teller) of(n *rule.Test) []words.Span {
	key := "sentence.of."
	if n.Quantity.Kind == rule.All {
		key = "sentence.all."
	}
	name := "class"
	if n.Class.Name == "members" {
		name = "members"
	}
	switch n.Base {
	case rule.WholeClass:
	case rule.Voting:
		name += ".voting"
	case rule.Present:
		name += ".present"
	}
	of := x.say(key+name, words.Args{"class": x.names.class(n.Class.Name)})
	if n.Weight.Name == "" {
		return of
	}
	return x.say(key+"by", words.Args{"of": of, "weight": x.names.weight(n.Weight.Name)})
}

// ballots says what those counted have said: one ballot by a word of its own, others in a list.
func (x teller) ballots(n *rule.Test) []words.Span {
	key := "sentence.are." + scope(n.Quantity) + "."
	args := words.Args{"n": many(n.Quantity)}
	if first := n.Ballots[0]; len(n.Ballots) == 1 && x.common(first.Name) {
		if first.Not {
			args["ballot"] = x.say("sentence.ballot."+first.Name, nil)
			return x.say(key+"not", args)
		}
		return x.say(key+first.Name, args)
	}
	args["ballot"] = x.list(n.Ballots)
	return x.say(key+"other", args)
}

// ballotsOf lists the ballots that a test counts, out of its sentence.
func (x teller) ballotsOf(text string) []words.Span {
	of, err := rule.Parse(text)
	if err != nil || len(of.Tests()) != 1 {
		return []words.Span{{Text: text, Lang: "en"}}
	}
	return x.list(of.Tests()[0].Ballots)
}

func (x teller) list(all []rule.BallotWord) []words.Span {
	said := x.ballot(all[0])
	for _, b := range all[1:] {
		said = x.say("sentence.or", words.Args{"a": said, "b": x.ballot(b)})
	}
	return said
}

// common says whether a ballot is one that every charter has.
func (x teller) common(name string) bool {
	return x.r.Known("sentence.ballot."+name) && name != "not" && name != "own"
}

func (x teller) ballot(b rule.BallotWord) []words.Span {
	var word []words.Span
	if x.common(b.Name) {
		word = x.say("sentence.ballot."+b.Name, nil)
	} else {
		word = x.say("sentence.ballot.own", words.Args{"ballot": x.names.ballot(b.Name)})
	}
	if b.Not {
		return x.say("sentence.ballot.not", words.Args{"ballot": word})
	}
	return word
}

func (x teller) say(key string, args words.Args) []words.Span { return x.r.Rich(key, args) }
