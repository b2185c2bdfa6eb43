package view

import (
	"slices"
	"strconv"
	"strings"

	"accede/dossier"
	"accede/rule"

	"accede/internal/view/words"
)

// where answers the drawing of the positions of the stage.
func (p *DossierPage) where() Where {
	s, r := p.Standing, p.Reader
	w := Where{Law: s.Rule}
	tell := p.Setting.teller(r)
	if s.Rule != "" {
		w.Said = tell.said(s.Rule)
	}
	for _, c := range p.Roll {
		w.Seats = append(w.Seats, Seat{ID: c.ID, Code: p.Setting.Code(bodyID(c.ID)), Name: c.Name, Word: c.Word, Mark: c.Mark})
	}
	slices.SortStableFunc(w.Seats, func(a, b Seat) int { return a.Mark.rank() - b.Mark.rank() })
	w.Legend = p.legend()
	p.number(&w)
	if s.Finding != nil {
		w.Tests = testBars(tell, s.Finding.Tests)
	}
	var counts []string
	for _, l := range w.Legend {
		counts = append(counts, r.Say("legend.count", words.Args{"word": l.Word, "n": l.Count}))
	}
	if len(s.Positions) == 0 {
		w.Chart = chart(p.Setting, s, r)
	}
	w.Alt = r.Say("where.alt", words.Args{"counts": r.List(counts)})
	return w
}

// legend answers how many have each mark, in the order of seats: those that occur, and those a reader looks for.
func (p *DossierPage) legend() []LegendItem {
	counts := map[Mark]int{}
	word := map[Mark]string{}
	for _, c := range p.Roll {
		counts[c.Mark]++
		if _, ok := word[c.Mark]; !ok {
			word[c.Mark] = c.Word
		}
	}
	for mark, key := range p.looked() {
		word[mark] = p.Reader.Say(key, nil)
	}
	var items []LegendItem
	for _, m := range seatOrder {
		if w, ok := word[m]; ok {
			items = append(items, LegendItem{m, w, counts[m]})
		}
	}
	return items
}

// looked answers the marks whose absence is news too, with the keys of their words.
func (p *DossierPage) looked() map[Mark]string {
	switch {
	case len(p.Roll) == 0:
		return nil
	case len(p.Standing.Positions) == 0:
		steps := p.Standing.Steps[0].Steps
		keys := map[Mark]string{MarkWait: "step.none"}
		if n := len(steps); n > 0 {
			keys[MarkMet] = "step." + string(steps[n-1].Act)
			if n > 1 {
				keys[MarkAgreed] = "step." + string(steps[0].Act)
			}
		}
		return keys
	case p.consensus:
		return map[Mark]string{MarkMet: "pos.consents", MarkWait: "pos.pending", MarkOpen: "pos.objects"}
	}
	return map[Mark]string{MarkMet: "pos.for", MarkWait: "pos.pending", MarkOpen: "pos.against"}
}

// number answers the number in the middle of the drawing: of the test that decides, or of the acts wanted.
func (p *DossierPage) number(w *Where) {
	s, r := p.Standing, p.Reader
	if t, ok := decidingTest(s); ok {
		test := readTest(t)
		args := testArgs(p.Setting.teller(r), t)
		w.Big = strconv.FormatInt(t.Have, 10)
		switch {
		case test.isNone("against"):
			w.Rule, w.Of, w.Need = r.Say("where.consensus", args), r.Say("where.consensus.of", args), r.Say("where.consensus.need", args)
		case test.isAll("for"):
			w.Rule, w.Of, w.Need = r.Say("where.unanimity", args), r.Say("where.unanimity.of", args), r.Say("where.unanimity.need", args)
		default:
			w.Rule, w.Of, w.Need = r.Say("where.rule", args), r.Say("where.rule.of", args), r.Say("where.rule.need", args)
		}
		return
	}
	if len(s.Steps) == 0 {
		return
	}
	begun, done := 0, 0
	for _, party := range s.Steps {
		mark, _, _ := stepsMark(party)
		if mark == MarkMet {
			done++
		}
		if mark == MarkMet || mark == MarkAgreed {
			begun++
		}
	}
	steps := s.Steps[0].Steps
	key, of := "where.steps", "where.steps.of"
	if len(steps) == 1 {
		key, of = "where.each."+string(steps[0].Act), "where.each."+string(steps[0].Act)+".of"
	} else if begun == len(s.Steps) {
		// Once all have approved, what counts is the deposits.
		begun, of = done, "where.each."+string(steps[len(steps)-1].Act)+".of"
	}
	args := words.Args{"n": len(s.Steps), "have": begun}
	w.Big, w.Rule = strconv.Itoa(begun), r.Say(key, args)
	w.Of, w.Need = r.Say(of, args), r.Say("where.need", args)
}

// decidingTest answers the first test that does not hold, else the first.
func decidingTest(s dossier.Standing) (rule.TestFinding, bool) {
	if s.Finding == nil || len(s.Finding.Tests) == 0 {
		return rule.TestFinding{}, false
	}
	for _, t := range s.Finding.Tests {
		if !t.Holds {
			return t, true
		}
	}
	return s.Finding.Tests[0], true
}

// testArgs answers what messages about a test say of it.
func testArgs(x teller, t rule.TestFinding) words.Args {
	return words.Args{"have": t.Have, "base": t.Base, "need": x.need(t), "unit": known(x.r, "unit.", t.Unit), "ballots": x.ballotsOf(t.Text), "class": x.names.class(readTest(t).class)}
}

// shape is what can be told of a test from its printed sentence: quantity of class [base] [by weight] are ballots.
type shape struct{ quantity, class, ballots string }

func readTest(t rule.TestFinding) shape {
	head, ballots, ok := strings.Cut(t.Text, " are ")
	if !ok {
		return shape{}
	}
	quantity, class, _ := strings.Cut(head, " of ")
	return shape{quantity, class, ballots}
}

func (s shape) isNone(ballot string) bool { return s.quantity == "none" && s.ballots == ballot }
func (s shape) isAll(ballot string) bool  { return s.quantity == "all" && s.ballots == ballot }

// isConsensus says whether the stage asks only that nobody is against.
func isConsensus(s dossier.Standing) bool {
	if s.Finding == nil || len(s.Finding.Tests) != 1 {
		return false
	}
	return readTest(s.Finding.Tests[0]).isNone("against")
}

func testBars(x teller, tests []rule.TestFinding) []TestBar {
	r := x.r
	bars := make([]TestBar, 0, len(tests))
	for _, t := range tests {
		b := TestBar{Text: t.Text, Said: x.said(t.Text), Have: t.Have, Max: max(t.Base, t.Have, t.Least, t.Most, 1), At: t.Least, Mark: MarkOpen, Word: r.Say("test.fails", nil)}
		if t.Least < 0 {
			b.At, b.Upper = t.Most, true
		}
		if t.Holds {
			b.Mark, b.Word = MarkMet, r.Say("test.holds", nil)
		}
		b.Say = r.Say("test.say", words.Args{"have": t.Have, "base": t.Base, "need": x.need(t), "unit": known(r, "unit.", t.Unit)})
		bars = append(bars, b)
	}
	return bars
}
