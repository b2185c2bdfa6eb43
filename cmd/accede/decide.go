package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"accede/body"
	"accede/form"
	"accede/game"
	"accede/internal/view"
	"accede/rule"
)

// decideVerb says what a sentence finds on a table of votes.
type decideVerb struct {
	Rule    string `required:"" placeholder:"SENTENCE" help:"A sentence of the rule language."`
	Ballots string `required:"" placeholder:"FILE.csv" help:"Table of votes: member,classes,ballot and any weights; - reads standard input."`
	Check   bool   `help:"Exit with 1 unless the outcome is adopted."`
	JSON    bool   `name:"json" help:"Print JSON."`
}

// Help is shown by --help.
func (decideVerb) Help() string {
	return "Example: accede decide --rule 'at least 2/3 of members voting are for' --ballots votes.csv\n\n" +
		"Classes are parted by blanks. A ballot is for, against, abstaining, absent, recused, or empty for pending."
}

// Run carries the verb out.
func (v *decideVerb) Run(s *session) error {
	sentence, err := rule.Parse(v.Rule)
	if err != nil {
		return ruleFault(err)
	}
	text, err := v.read(s)
	if err != nil {
		return err
	}
	table, err := readBallots(v.Ballots, text)
	if err != nil {
		return err
	}
	if faults := rule.Check(sentence, rule.VocabularyOf(table.roll), form.Place{File: "--rule"}); len(faults) > 0 {
		return faults // what cannot hold on this roll is refused at the door, with its place
	}
	f, err := rule.Find(rule.Question{Rule: sentence, Roll: table.roll}, table.ballots)
	if err != nil {
		return ruleFault(err)
	}
	if v.JSON {
		err = s.printJSON(view.NewDecision(&f, table.roll))
	} else {
		s.printFinding(&f, table)
	}
	if err == nil && v.Check && f.Outcome != game.Adopted {
		err = errNo
	}
	return err
}

func (v *decideVerb) read(s *session) (string, error) {
	if v.Ballots == "-" {
		text, err := io.ReadAll(s.stdin)
		return string(text), err
	}
	text, err := os.ReadFile(v.Ballots)
	if err != nil {
		return "", fmt.Errorf("read the table of votes: %w", err)
	}
	return string(text), nil
}

// ruleFault gives what is wrong with a sentence its place on the command line.
func ruleFault(err error) error {
	place := form.Place{File: "--rule"}
	if syntax, ok := errors.AsType[*rule.SyntaxError](err); ok {
		return syntax.In(place)
	}
	return err
}

// printFinding lays a finding out for a terminal.
func (s *session) printFinding(f *rule.Finding, table *ballots) {
	fmt.Fprintf(s.stdout, "%s\n", s.outcome(f))
	wide := 0
	for _, t := range f.Tests {
		wide = max(wide, len(t.Text))
	}
	for _, t := range f.Tests {
		holds := s.paint(green, "holds")
		if !t.Holds {
			holds = s.paint(red, "does not hold")
		}
		fmt.Fprintf(s.stdout, "  %-*s  %-40s  %s\n", wide, t.Text, measured(t), holds)
	}
	s.printChange(f, table)
	if f.Outcome == game.Open && len(f.Pivotal) > 0 {
		fmt.Fprintf(s.stdout, "Can settle it alone: %s.\n", some(f.Pivotal))
	}
}

// outcome is the first line: the outcome, and while it is open what closing now would give.
func (s *session) outcome(f *rule.Finding) string {
	switch f.Outcome {
	case game.Adopted:
		return s.paint(bold+green, "Adopted.")
	case game.Rejected:
		return s.paint(bold+red, "Rejected.")
	case game.Open:
		text := s.paint(bold+yellow, "Open.") + " If closed now: " + f.IfClosedNow.String() + "."
		if f.Bounded {
			text += " It was not settled whether the pending ballots can still turn it."
		}
		return text
	}
	return f.Outcome.String()
}

// measured says what there is and what is needed: 100 of 151 are for; 101 needed.
func measured(t rule.TestFinding) string {
	have := fmt.Sprintf("%d of %d", t.Have, t.Base)
	if t.Unit != "" && t.Unit != body.Everyone {
		have += " " + t.Unit
	}
	if _, ballots, ok := strings.Cut(t.Text, " are "); ok {
		have += " are " + ballots
	}
	switch {
	case t.Least >= 0 && t.Most < 0:
		return fmt.Sprintf("%s; %d needed", have, t.Least)
	case t.Least >= 0:
		return have + "; " + t.Need + " needed"
	}
	return have + "; " + t.Need + " allowed"
}

// printChange says what would have to be otherwise.
func (s *session) printChange(f *rule.Finding, table *ballots) {
	switch {
	case f.CannotCarry:
		fmt.Fprintln(s.stdout, "No ballots at all would carry it on this roll.")
		return
	case len(f.SmallestChange) == 0:
		return
	}
	parts := []string{}
	for _, c := range f.SmallestChange {
		if len(parts) == most {
			parts = append(parts, fmt.Sprintf("and %d more", len(f.SmallestChange)-most))
			break
		}
		to := []string{table.roll.BallotName(c.To)}
		for _, b := range c.Or {
			to = append(to, table.roll.BallotName(b))
		}
		parts = append(parts, fmt.Sprintf("%s: %s → %s", c.Member, table.roll.BallotName(c.From), strings.Join(to, " or ")))
	}
	lead := "Smallest change"
	if f.ChangeBounded {
		lead = "A change that would do (a smaller one may exist)"
	}
	fmt.Fprintf(s.stdout, "%s: %s.\n", lead, strings.Join(parts, "; "))
}

// most is how many members a line names.
const most = 8

// some names the first members of a list.
func some(ids []body.MemberID) string {
	names := []string{}
	for _, id := range ids[:min(most, len(ids))] {
		names = append(names, string(id))
	}
	text := strings.Join(names, ", ")
	if n := len(ids) - most; n > 0 {
		text += fmt.Sprintf(" and %d more", n)
	}
	return text
}
