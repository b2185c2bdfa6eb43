package main

import (
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"accede/body"
	"accede/charters"
	"accede/form"
	"accede/internal/view"
	"accede/internal/view/words"
	"accede/power"
	"accede/rule"
)

// powerVerb says who counts under a rule.
type powerVerb struct {
	Rule    string `placeholder:"SENTENCE" help:"A sentence of the rule language."`
	Ballots string `placeholder:"FILE.csv" help:"The roll as a table: member,classes and any weights; a column ballot is passed over; - reads standard input."`
	Index   string `default:"banzhaf" enum:"banzhaf,shapley-shubik" help:"banzhaf or shapley-shubik."`
	Model   string `default:"yes-no" enum:"yes-no,ternary" help:"yes-no, or ternary where abstentions matter."`
	Charter string `placeholder:"NAME" help:"In place of --rule and --ballots: a charter built in, with its members of the day."`
	RuleID  string `name:"rule-id" placeholder:"ID" help:"Which of the charter's rules; with one rule alone it need not be said."`
	AsOf    asOf   `name:"as-of" placeholder:"TIME" help:"The day whose members are on the charter's roll; today if not given."`
	JSON    bool   `name:"json" help:"Print JSON."`
}

// Help is shown by --help.
func (powerVerb) Help() string {
	return "Examples:\n\n  accede power --rule 'at least 51 of members by votes are for' --ballots roll.csv --index shapley-shubik\n\n" +
		"  accede power --charter eu-council --rule-id qmv\n\n" +
		"Which model of voting a figure comes from is always said, and so is its error, if it has one."
}

// Run carries the verb out.
func (v *powerVerb) Run(s *session) error {
	question, err := v.question(s)
	if err != nil {
		return err
	}
	compiled, err := rule.Compile(question)
	if err != nil {
		return ruleFault(err)
	}
	english, err := english()
	if err != nil {
		return err
	}
	model, _ := view.ModelNamed(v.Model)
	show := s.progress("counting")
	found, err := view.NewPower(compiled, view.PowerAsked{Index: v.Index, Model: model, Tell: func(done, of int) error {
		show(done, of)
		return s.ctx.Err()
	}}, english)
	show(1, 1)
	if err != nil {
		return powerRefused(err)
	}
	if v.JSON {
		return s.printJSON(found)
	}
	s.printPower(found, english)
	return nil
}

// powerRefused says what can be asked instead of what cannot be answered.
func powerRefused(err error) error {
	if errors.Is(err, power.ErrNotMonotone) {
		return fmt.Errorf("%w; what would carry the question is answered by: accede decide", err)
	}
	return err
}

// question answers the rule and the roll that were asked about.
func (v *powerVerb) question(s *session) (rule.Question, error) {
	switch {
	case v.Charter != "" && (v.Rule != "" || v.Ballots != ""):
		return rule.Question{}, badUse("--charter stands in place of --rule and --ballots; see accede power --help")
	case v.Charter != "":
		return v.chartered(s)
	case v.Rule == "" || v.Ballots == "":
		return rule.Question{}, badUse("--rule and --ballots are wanted, or --charter; see accede power --help")
	}
	sentence, err := rule.Parse(v.Rule)
	if err != nil {
		return rule.Question{}, ruleFault(err)
	}
	text, err := (&decideVerb{Ballots: v.Ballots}).read(s)
	if err != nil {
		return rule.Question{}, err
	}
	table, err := readRoll(v.Ballots, text)
	if err != nil {
		return rule.Question{}, err
	}
	q := rule.Question{Rule: sentence, Roll: table.roll}
	return q, fits(q, "--rule")
}

// fits refuses at the door a sentence that cannot hold on a roll.
func fits(q rule.Question, file string) error {
	if faults := rule.Check(q.Rule, rule.VocabularyOf(q.Roll), form.Place{File: file}); len(faults) > 0 {
		return faults
	}
	return nil
}

// chartered answers a rule of a charter on its members of a day.
func (v *powerVerb) chartered(s *session) (rule.Question, error) {
	c, err := charters.Read(v.Charter)
	if err != nil {
		return rule.Question{}, badUse("no charter %q is built in; the names are: %s", v.Charter, strings.Join(charters.Names(), ", "))
	}
	chosen, err := v.choose(c)
	if err != nil {
		return rule.Question{}, err
	}
	sentence, err := rule.Parse(chosen.Rule.Value)
	if err != nil {
		return rule.Question{}, err
	}
	b, err := body.New(c)
	if err != nil {
		return rule.Question{}, err
	}
	zone, err := body.LoadZone(c.TimeZone)
	if err != nil {
		return rule.Question{}, err
	}
	at := v.AsOf.end(zone)
	if at.IsZero() {
		at = s.clock()
	}
	q := rule.Question{Rule: sentence, Roll: b.Roll(at)}
	if len(q.Roll.Members) == 0 {
		return q, badUse("the charter %s has no members on %s: hand in a roll with --ballots", v.Charter, at.In(zone).Format(time.DateOnly))
	}
	return q, fits(q, "charters/"+v.Charter+".yaml")
}

// choose answers the rule of a charter by its id, or the only one.
func (v *powerVerb) choose(c *body.Charter) (body.Sentence, error) {
	ids := []string{}
	for _, x := range c.Rules {
		if x.ID == v.RuleID || v.RuleID == "" && len(c.Rules) == 1 {
			return x, nil
		}
		ids = append(ids, x.ID)
	}
	switch {
	case len(ids) == 0:
		return body.Sentence{}, badUse("the charter %s lists no rules by id; hand in a sentence with --rule and a roll with --ballots", v.Charter)
	case v.RuleID == "":
		return body.Sentence{}, badUse("the charter %s has several rules; say which with --rule-id: %s", v.Charter, strings.Join(ids, ", "))
	}
	return body.Sentence{}, badUse("the charter %s has no rule %q; it has %s", v.Charter, v.RuleID, strings.Join(ids, ", "))
}

// barWide is how many columns a bar has; mostLines, how many lines of members are printed.
const (
	barWide   = 24
	mostLines = 250
)

// printPower lays the figures out for a terminal: one line for members who count the same, who count most first.
func (s *session) printPower(p view.Power, r *words.Reader) {
	fmt.Fprintln(s.stdout, s.paint(bold, r.Say("power.text.head", words.Args{"index": r.Say("power.index."+p.Index, nil)})))
	fmt.Fprintln(s.stdout, r.Say("power.text.rule", words.Args{"rule": p.Rule}))
	fmt.Fprintln(s.stdout, r.Say("power.model", nil)+": "+p.ModelSay)
	if p.Method != "" {
		fmt.Fprintln(s.stdout, r.Say("power.text.method", words.Args{"method": p.Method}))
	}
	if p.Error != "" {
		fmt.Fprintln(s.stdout, r.Say("power.text.error", words.Args{"error": p.Error}))
	}
	if p.Missing != "" {
		fmt.Fprintln(s.stdout, "\n"+p.Missing)
	}
	if p.Headline != "" {
		fmt.Fprintln(s.stdout, "\n"+p.Headline)
	}
	fmt.Fprintln(s.stdout)
	for i, g := range p.Groups {
		if i == mostLines {
			fmt.Fprintf(s.stdout, "  and %d more lines; --json has them all\n", len(p.Groups)-mostLines)
			break
		}
		s.printPowerLine(p, g, r)
	}
	fmt.Fprintln(s.stdout)
	for _, n := range p.Notes {
		fmt.Fprintln(s.stdout, n)
	}
}

func (s *session) printPowerLine(p view.Power, g view.PowerGroup, r *words.Reader) {
	const nameWide = 30
	name := some(g.Members)
	if n := len(g.Members); n > 1 {
		name = fmt.Sprintf("%d: %s", n, name)
	}
	if utf8.RuneCountInString(name) > nameWide {
		name = string([]rune(name)[:nameWide-1]) + "…"
	}
	filled := 0
	if p.Most > 0 {
		filled = int(g.Value/p.Most*barWide + 0.5)
	}
	bar := strings.Repeat("█", filled) + strings.Repeat("·", barWide-filled)
	tail := g.Exact
	if tail == "" {
		tail = g.Within
	}
	if g.Vetoes {
		tail += "  " + r.Say("power.vetoes", nil)
	}
	if g.Dummy {
		tail += "  " + r.Say("power.dummy", nil)
	}
	fmt.Fprintln(s.stdout, strings.TrimRight(fmt.Sprintf("  %s%s  %s  %11s  %s",
		name, strings.Repeat(" ", nameWide-utf8.RuneCountInString(name)), bar, g.Percent, tail), " "))
}
