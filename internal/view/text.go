package view

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"accede/game"

	"accede/internal/view/words"
)

// Text writes a dossier's page for a terminal: the sentence, what stands in the way, whose move it is. Lines are laid
// out for 80 columns and more; colour is used only where it is asked for. Its errors are the writer's.
func Text(w io.Writer, p DossierPage, colour bool) error {
	t := &terminal{out: bufio.NewWriter(w), colour: colour, r: p.Reader}
	t.head(p)
	for _, line := range wrap(p.verdict()+plain(p.Headline), width) {
		t.line("%s", line)
	}
	if q := p.Way.Question; q != nil && p.Standing.Question.Unseen {
		for _, line := range wrap(q.Left+" "+q.Rule, width) {
			t.line("%s", line)
		}
	}
	if p.Way.Stale != "" {
		t.line("%s", p.Way.Stale)
	}
	t.tree(p)
	t.toCome(p)
	t.moves(p)
	if p.Way.Change != "" {
		t.line("%s   %s", t.bold(p.Reader.Say("text.change", nil)), p.Way.Change)
	}
	return t.out.Flush()
}

// verdict answers what closing the stage now would come to, where a rule decides it.
func (p DossierPage) verdict() string {
	s := p.Standing
	key := "text.stage"
	switch {
	case s.Ended != "" || s.InForce:
		return ""
	case s.Finding == nil:
	case s.Finding.IfClosedNow == game.Rejected:
		key = "text.fail"
	case s.Finding.IfClosedNow == game.Adopted:
		key = "text.carry"
	}
	return p.Reader.Say(key, words.Args{"stage": stageNow(p.Setting, s, p.Reader)}) + " "
}

// TextDocket writes the list of dossiers for a terminal.
func TextDocket(w io.Writer, p DocketPage, colour bool) error {
	t := &terminal{out: bufio.NewWriter(w), colour: colour, r: p.Reader}
	t.line("%s", t.bold(p.Reader.Say("text.docket", words.Args{"body": p.Body, "day": p.AsOf})))
	for _, row := range p.Rows {
		t.line("")
		t.line("%s  %s · %s", t.bold(row.ID), row.Title, row.Stage)
		for _, line := range wrap(plain(row.Line), width-4) {
			t.line("    %s", line)
		}
		for _, m := range row.Moves {
			t.line("    → %s: %s%s", m.Who, m.What, paren(m.When))
		}
	}
	if len(p.Rows) == 0 {
		t.line("%s", p.Reader.Say("docket.empty", nil))
	}
	return t.out.Flush()
}

// width is the number of columns that lines are laid out for.
const width = 88

type terminal struct {
	out    *bufio.Writer
	colour bool
	r      *words.Reader
}

func (t *terminal) line(format string, args ...any) {
	fmt.Fprintln(t.out, strings.TrimRight(fmt.Sprintf(format, args...), " "))
}

func (t *terminal) head(p DossierPage) {
	left := t.r.Say("text.head", words.Args{"who": p.Setting.Name(p.Standing.Applicant, t.r), "procedure": p.Setting.procedure(p.Standing.Procedure, t.r), "day": p.AsOf})
	right := ""
	if p.Reported {
		right = t.r.Say("text.reported", nil)
	}
	gap := max(width-utf8.RuneCountInString(left)-utf8.RuneCountInString(right), 2)
	t.line("%s%s%s", t.bold(left), strings.Repeat(" ", gap), right)
}

// tree writes the objections, their concerns and demands, and what each demand waits for.
func (t *terminal) tree(p DossierPage) {
	for i, b := range p.Way.Blockers {
		if i == 0 {
			t.line("")
		}
		key := "way.against"
		if b.Objects {
			key = "way.objects"
		}
		since := ""
		if b.Since != "" {
			since = t.r.Say("way.since", words.Args{"day": b.Since, "n": b.Days})
		}
		t.line("  %s %s%s", t.glyph(MarkOpen), t.bold(t.r.Say(key, words.Args{"who": b.Name})), prefix(", ", since))
	}
	for _, o := range p.Tree {
		if o.Mark == MarkAside {
			continue
		}
		for _, c := range o.Kids {
			t.node(4, c, prefix("", c.Foot))
			for _, d := range c.Kids {
				note := d.Word
				if d.Wait != "" {
					note = d.Wait
				}
				t.node(8, d, note)
			}
		}
	}
}

// node writes a box of the tree: its mark and text at the left, a note in a column of its own.
func (t *terminal) node(indent int, n Node, note string) {
	const column = 60
	lines := wrap(n.Text.Text, column-indent-5)
	for i, text := range lines {
		lead := strings.Repeat(" ", indent) + "  "
		if i == 0 {
			lead = strings.Repeat(" ", indent) + t.glyph(n.Mark) + " "
		}
		if i == 0 && note != "" {
			text += strings.Repeat(" ", max(column-indent-2-utf8.RuneCountInString(text), 1)) + note
		}
		t.line("%s%s", lead, text)
	}
}

func (t *terminal) toCome(p DossierPage) {
	if len(p.Way.ToCome) == 0 {
		return
	}
	t.line("")
	for _, c := range p.Way.ToCome {
		t.line("  %s %-24s %s%s", t.glyph(c.Mark), c.Name, c.Word, paren(c.When))
	}
	if p.Way.More > 0 {
		t.line("    %s", t.r.Say("way.more", words.Args{"n": p.Way.More}))
	}
}

func (t *terminal) moves(p DossierPage) {
	if len(p.Way.Moves) > 0 {
		t.line("")
	}
	for i, m := range p.Way.Moves {
		head := t.r.Say("text.moves", nil)
		lead := t.bold(head)
		if i > 0 {
			lead = strings.Repeat(" ", utf8.RuneCountInString(head))
		}
		t.line("%s   %s: %s%s", lead, m.Who, m.What, paren(m.When))
	}
}

func paren(text string) string {
	if text == "" {
		return ""
	}
	return " (" + text + ")"
}

func prefix(lead, text string) string {
	if text == "" {
		return ""
	}
	return lead + text
}

// wrap breaks a text into lines of at most n characters, at blanks. A text without words is one empty line.
func wrap(text string, n int) []string {
	var lines []string
	line := ""
	for word := range strings.FieldsSeq(text) {
		switch {
		case line == "":
			line = word
		case utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) <= n:
			line += " " + word
		default:
			lines = append(lines, line)
			line = word
		}
	}
	return append(lines, line)
}

// glyph answers the sign of a mark, coloured where colour is asked for: blue, gold and rust, never red and green.
func (t *terminal) glyph(m Mark) string {
	sign, tone := "–", "37"
	switch m {
	case MarkMet:
		sign, tone = "✓", "36"
	case MarkAgreed:
		sign, tone = "◐", "36"
	case MarkTalks:
		sign, tone = "‖", "33"
	case MarkOpen:
		sign, tone = "✕", "38;5;166"
	case MarkAside:
		sign, tone = "⊖", "37"
	case MarkWait:
		// not yet said keeps the plain sign
	}
	if !t.colour {
		return sign
	}
	return "\x1b[" + tone + "m" + sign + "\x1b[0m"
}

func (t *terminal) bold(text string) string {
	if !t.colour {
		return text
	}
	return "\x1b[1m" + text + "\x1b[0m"
}
