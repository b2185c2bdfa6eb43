package body

import (
	"slices"
	"strconv"
	"strings"

	"accede/form"
)

// The words by which procedures name parties without their ids.
const (
	partyApplicant   = "applicant"
	partyChair       = "chair"
	partySecretariat = "secretariat"
	partyDepositary  = "depositary"
)

func (c *checker) procedures() {
	for i, p := range c.Procedures.Values {
		at := form.Places{Self: placeAt(c.Procedures.Places, i)}
		c.id(at, "", c.Procedures.Keys[i])
		c.source(p.Places, p.Source)
		if len(p.Stages) == 0 {
			c.tell(at, "", "the procedure %s has no stages", c.Procedures.Keys[i])
		}
		seen := map[string]int{}
		for _, s := range p.Stages {
			c.id(s.Places, "id", s.ID)
			c.once(seen, s.Places, "stage", s.ID)
			c.stage(s, seen)
		}
	}
}

// stage checks one stage; earlier are the stages up to it.
func (c *checker) stage(s Stage, earlier map[string]int) {
	c.source(s.Places, s.Source)
	if ways := s.ways(); len(ways) != 1 {
		c.tell(s.Places, "", "the stage %s says %s: it is done in one way, by rule, by_rule, each, act or when", s.ID, saying(ways))
		return
	}
	decided := s.Rule.Value != "" || s.ByRule != ""
	if s.ByRule != "" && !c.rule[s.ByRule] {
		c.tell(s.Places, "by_rule", "there is no rule %q", s.ByRule)
	}
	if !decided {
		c.onlyDecided(s)
	}
	c.organ(s)
	c.casting(s)
	c.each(s, decided)
	c.by(s)
	c.parts(s)
	if s.Effect != nil {
		c.effect(s.Effect)
	}
	if s.When != nil {
		c.when(s, earlier)
	}
}

// ways answers the keys that say how the stage is done. The act of each goes with it.
func (s Stage) ways() []string {
	var ways []string
	add := func(there bool, key string) {
		if there {
			ways = append(ways, key)
		}
	}
	add(s.Rule.Value != "", "rule")
	add(s.ByRule != "", "by_rule")
	add(len(s.Each) > 0, "each")
	add(s.Act != "" && len(s.Each) == 0, "act")
	add(s.When != nil, "when")
	return ways
}

func saying(ways []string) string {
	if len(ways) == 0 {
		return "nothing of how it is done"
	}
	return strings.Join(ways, " and ")
}

// onlyDecided refuses keys that mean nothing where no rule decides.
func (c *checker) onlyDecided(s Stage) {
	for _, key := range []struct {
		name  string
		there bool
	}{
		{"organ", s.Organ != ""},
		{"votes", s.Votes != ""},
		{"objection", s.Objection != ""},
		{"silence", s.Silence != nil},
		{"quorum", s.Quorum.Value != ""},
		{"closes", s.Closes != ""},
		{"tie", s.Tie != ""},
		{"recusal", s.Recusal != ""},
	} {
		if key.there {
			c.tell(s.Places, key.name, "%s means nothing in the stage %s, which no rule decides: leave it out", key.name, s.ID)
		}
	}
}

// casting refuses a casting vote that nobody could use: it is an act of the chair, which closes the stage.
func (c *checker) casting(s Stage) {
	if s.Tie != "chair decides" {
		return
	}
	if c.Chair == nil {
		c.tell(s.Places, "tie", "the charter names no chair to decide")
	}
	for _, itself := range []struct {
		how string
		is  bool
	}{
		{"at its deadline", s.Closes == "at deadline" || s.Deadline != nil && s.Deadline.Then == "closes"},
		{"as soon as it is certain", s.Closes == "when certain"},
		{"when a silence has run", s.Silence != nil},
	} {
		if itself.is {
			c.tell(s.Places, "tie", "the chair decides equal votes by closing the stage, and this one closes by itself %s", itself.how)
		}
	}
}

func (c *checker) organ(s Stage) {
	if s.Organ != "" {
		c.knownClass(s.Places, "organ", s.Organ)
	}
}

func (c *checker) knownClass(at form.Places, key, class string) {
	if c.class[class] {
		return
	}
	known := []string{Everyone}
	for _, k := range c.Classes {
		known = append(known, k.ID)
	}
	c.tell(at, key, "there is no class %q; the classes are %s", class, strings.Join(known, ", "))
}

// each checks who acts and in which steps.
func (c *checker) each(s Stage, decided bool) {
	if len(s.Each) == 0 {
		if len(s.Steps) > 0 && !decided {
			c.tell(s.Places, "steps", "steps mean nothing here: they go with each, or with a rule")
		}
		return
	}
	c.partyList(s.Places, "each", s.Each)
	if (s.Act != "") == (len(s.Steps) > 0) {
		c.tell(s.Places, "each", "the stage %s wants something of each: say what, in act or in steps", s.ID)
	}
	for _, step := range s.Steps {
		if !isActStep(step) {
			c.tell(s.Places, "steps", "%q is no act that can be a step; the acts are sign, approve, deposit, statement", step)
		}
	}
}

// isActStep says whether an act can be a step of a stage that wants acts of each.
func isActStep(step string) bool {
	switch step {
	case "sign", "approve", "deposit", "statement":
		return true
	}
	return false
}

// partyList checks classes and the word applicant.
func (c *checker) partyList(at form.Places, key string, parties Parties) {
	for i, p := range parties {
		if slices.Contains(parties[:i], p) {
			c.tell(at, key, "%s is here twice", p)
		}
		if p != partyApplicant {
			c.knownClass(at, key, p)
		}
	}
}

func (c *checker) by(s Stage) {
	if s.By == "" {
		return
	}
	if s.Act == "" || len(s.Each) > 0 {
		c.tell(s.Places, "by", "by goes with an act of one party: leave it out")
		return
	}
	absent := ""
	switch s.By {
	case partyApplicant:
	case partyChair:
		absent = missing(c.Chair == nil, "chair")
	case partySecretariat:
		absent = missing(c.Secretary == nil, "secretariat")
	case partyDepositary:
		absent = missing(c.Depositary == nil, "depositary")
	default:
		if !c.isParty(MemberID(s.By)) {
			c.tell(s.Places, "by", "there is no party %q: declare it under parties", s.By)
		}
	}
	if absent != "" {
		c.tell(s.Places, "by", "the charter names no %s", absent)
	}
}

func missing(is bool, what string) string {
	if is {
		return what
	}
	return ""
}

func (c *checker) isParty(id MemberID) bool {
	return c.parties[id] || c.isOffice(id) || slices.ContainsFunc(c.Parties, func(p OtherParty) bool { return p.ID == id })
}

// isOffice says whether an id is the chair's, the secretariat's or the depositary's.
func (c *checker) isOffice(id MemberID) bool {
	return c.Chair != nil && c.Chair.ID == id || c.Secretary != nil && c.Secretary.ID == id ||
		c.Depositary != nil && c.Depositary.ID == id
}

// parts checks the names of repeated parts and of steps.
func (c *checker) parts(s Stage) {
	for _, list := range []struct {
		key   string
		names []string
	}{{"steps", s.Steps}, {"repeat", s.Repeat}} {
		for i, name := range list.names {
			c.id(s.Places, list.key, name)
			if slices.Contains(list.names[:i], name) {
				c.tell(s.Places, list.key, "%q is here twice", name)
			}
		}
	}
}

func (c *checker) effect(e *Effect) {
	if e.Joins != "" {
		c.knownClass(e.Places, "joins", e.Joins)
	}
	if e.Ends != "" {
		c.knownClass(e.Places, "ends", e.Ends)
	}
	if e.Ends != "" || e.Joins != "" && e.Joins != Everyone && c.class[e.Joins] {
		c.tell(e.Places, "", "the one effect that is carried out is joins: %s; leave the others out", Everyone)
	}
	if e.Joins != "" && e.Amends != "" {
		c.tell(e.Places, "amends", "one procedure admits a member or amends the charter, not both")
	}
	if e.Joins == "" && e.Ends == "" && e.Amends == "" {
		c.tell(e.Places, "", "an effect joins a class, ends its time in one, or amends the charter")
	}
}

func (c *checker) when(s Stage, earlier map[string]int) {
	if len(s.When.Any) == 0 {
		c.tell(s.When.Places, "any", "the list is empty: one condition at least is wanted")
	}
	for _, w := range s.When.Any {
		if (len(w.All) > 0) == (w.AtLeast != "") {
			c.tell(w.Places, "", "a condition wants all of some parties, or at_least a number of a class")
		}
		c.partyList(w.Places, "all", w.All)
		c.partyList(w.Places, "and", w.And)
		if w.AtLeast != "" {
			c.atLeast(w)
		}
		for _, event := range []struct{ key, stage string }{{"of", w.Of}, {"within", w.Within.Of}, {"after", w.After.Of}} {
			if _, ok := earlier[event.stage]; event.stage != "" && (!ok || event.stage == s.ID) {
				c.tell(w.Places, event.key, "no earlier stage of this procedure is called %q", event.stage)
			}
		}
	}
}

func (c *checker) atLeast(w Wanted) {
	if _, class, ok := w.AtLeastOf(); ok {
		c.knownClass(w.Places, "at_least", class)
		return
	}
	c.tell(w.Places, "at_least", "%q is not a number of a class: write it as 6 of members", w.AtLeast)
}

// AtLeastOf answers the number and the class of AtLeast, and false where it is absent or not of that form.
func (w Wanted) AtLeastOf() (number int, class string, ok bool) {
	digits, class, _ := strings.Cut(w.AtLeast, " of ")
	number, err := strconv.Atoi(digits)
	if err != nil || number < 1 || strconv.Itoa(number) != digits || class == "" {
		return 0, "", false
	}
	return number, class, true
}
