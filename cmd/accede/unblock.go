package main

import (
	"fmt"
	"strings"

	"accede/internal/view"
	"accede/internal/view/words"
)

// unblockVerb says what would carry the stage a dossier is in.
type unblockVerb struct {
	Dossier string `arg:"" help:"The dossier."`
	Record  string `required:"" placeholder:"DIR" help:"Folder of the record, or its address in PostgreSQL."`
	AsOf    asOf   `name:"as-of" placeholder:"TIME" help:"As of the end of a day in the body's time zone (2022-06-21), or of an instant (RFC 3339)."`
	Most    int    `default:"5" placeholder:"N" help:"How many ways of changing ballots to tell."`
	JSON    bool   `name:"json" help:"Print JSON."`
}

// Help is shown by --help.
func (unblockVerb) Help() string {
	return "Example: accede unblock fi --record records/nato --as-of 2022-06-21\n\n" +
		"Tells the cheapest changes of ballots, whose moves would carry it and in which order, and what can no longer happen. " +
		"Nothing is a forecast of what anybody will do."
}

// Run carries the verb out.
func (v *unblockVerb) Run(s *session) error {
	if v.Most < 1 || v.Most > 100 {
		return badUse("--most is %d; ask for 1 to 100 ways", v.Most)
	}
	r, at, err := s.readRecord(v.Record, v.AsOf)
	if err != nil {
		return err
	}
	standing, err := standingOf(r.Docket, v.Dossier, at)
	if err != nil {
		return err
	}
	english, err := english()
	if err != nil {
		return err
	}
	u, err := view.NewUnblock(r.Docket, standing, v.Most, english)
	if err != nil {
		return err
	}
	if v.JSON {
		return s.printJSON(u)
	}
	s.printUnblock(u, english)
	return nil
}

func (s *session) printUnblock(u view.Unblock, r *words.Reader) {
	s.paragraph("", u.Say)
	if u.Stalemate != "" {
		s.paragraph("", u.Stalemate)
	}
	for _, b := range u.Blockers {
		fmt.Fprintf(s.stdout, "\n  ✕ %s\n", b.Say)
		for _, m := range b.Open {
			s.paragraph("      ", m.Text.Text+" · "+r.Say("unblock.waits", words.Args{"who": m.Who}))
		}
	}
	if len(u.Ways) > 0 {
		s.heading(r.Say("unblock.ways", nil))
		for _, w := range u.Ways {
			s.paragraph("  ", w.Say)
		}
	}
	if u.WaysSay != "" && len(u.Ways) > 0 || u.CannotCarry {
		s.paragraph("  ", u.WaysSay)
	}
	if u.WithoutSay != "" {
		s.paragraph("", u.WithoutSay)
	}
	for i, p := range u.Pledges {
		if i == 0 {
			s.heading(r.Say("pledge.title", nil))
		}
		s.paragraph("  ", p.Say)
	}
	for _, say := range u.PledgesSay {
		s.paragraph("  ", say)
	}
	for i, p := range u.Plans {
		if i == 0 {
			s.heading(r.Say("unblock.plans", nil))
		}
		fmt.Fprintf(s.stdout, "  %s\n", s.paint(bold, p.Title))
		for _, step := range p.Lines {
			hint := ""
			if step.Hint != "" {
				hint = " (" + step.Hint + ")"
			}
			s.paragraph("    ", fmt.Sprintf("%d. %s: %s%s", step.N, step.Whose, step.Say, hint))
		}
	}
	if len(u.Gone) > 0 {
		s.heading(r.Say("unblock.gone", nil))
		for _, g := range u.Gone {
			s.paragraph("  ", g.Say)
		}
	}
}

// heading prints a heading after an empty line.
func (s *session) heading(text string) { fmt.Fprintf(s.stdout, "\n%s\n", s.paint(bold, text)) }

// lineWide is how many columns a paragraph has.
const lineWide = 96

// paragraph prints a text in lines, each behind some blanks; further lines are moved in by two.
func (s *session) paragraph(before, text string) { s.item(before, "", text) }

// item prints a text in lines with its sign before the first of them alone.
func (s *session) item(before, sign, text string) {
	line, lead := "", before+sign
	for word := range strings.FieldsSeq(text) {
		switch {
		case line == "":
			line = word
		case len([]rune(lead+line+" "+word)) > lineWide:
			fmt.Fprintln(s.stdout, lead+line)
			line, lead = word, before+"  "
		default:
			line += " " + word
		}
	}
	if line != "" {
		fmt.Fprintln(s.stdout, lead+line)
	}
}
