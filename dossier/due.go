package dossier

import (
	"slices"
	"time"

	"accede/body"
	"accede/game"
	"accede/rule"
)

// Due answers the next notice that follows from the entries and the time, due at or before now. Ask again after it has
// been applied. What follows from the last entry comes first, in the order in which it follows; then deadlines, the
// earliest first.
func (d *Docket) Due(now time.Time) (Notice, bool) {
	if len(d.owed) > 0 {
		return d.owed[0], true
	}
	if d.next.IsZero() || d.next.After(now) {
		return Notice{}, false
	}
	for _, s := range d.waiting {
		if s.deadline.Equal(d.next) {
			return d.as(s).firstDuty(s).notice(), true
		}
	}
	return Notice{}, false
}

// NextDeadline answers the earliest instant at which something follows from time alone.
func (d *Docket) NextDeadline() (time.Time, bool) { return d.next, !d.next.IsZero() }

// noteDeadlines finds the earliest deadline of all dossiers anew, if one has moved.
func (d *Docket) noteDeadlines() {
	if !d.moved {
		return
	}
	d.moved, d.next = false, time.Time{}
	for _, s := range d.waiting {
		if d.next.IsZero() || s.deadline.Before(d.next) {
			d.next = s.deadline
		}
	}
}

// wait keeps the list of dossiers with a deadline.
func (d *Docket) wait(s *State, deadline time.Time) {
	if s.deadline.Equal(deadline) {
		return
	}
	d.moved = true
	switch {
	case deadline.IsZero():
		d.waiting = slices.DeleteFunc(d.waiting, func(x *State) bool { return x == s })
	case s.deadline.IsZero():
		d.waiting = append(d.waiting, s)
	}
	s.deadline = deadline
}

// duty is something that follows from time alone: when, and the notice of it, which is worked out when it is due.
type duty struct {
	at     time.Time
	notice func() Notice
}

// settle notes what follows at once from the present state of a dossier: stages that are complete, certain or closed.
func (d *Docket) settle(s *State, at time.Time) {
	if s.ended != "" || s.inForce {
		d.wait(s, time.Time{})
		return
	}
	for _, g := range s.current() {
		switch g.kind {
		case decided:
			if g.closing || g.text.Closes == "when certain" && d.verdict(g) != game.Open && d.noQuorum(g, nil) == nil {
				d.owe(d.found(s, g, NoticeFound, at))
			}
		case each, single:
			if g.complete() {
				d.owe(Notice{Kind: NoticeDone, Dossier: s.id, Stage: g.id, Dated: at})
			}
		case timed:
			// only time and instruments together say so: see conditionHolds
		}
	}
	d.wait(s, d.firstDuty(s).at)
}

// firstDuty answers what follows next from time alone in a dossier; a zero duty when nothing does.
func (d *Docket) firstDuty(s *State) duty {
	var first duty
	for _, g := range s.current() {
		if g.closing {
			continue
		}
		for _, next := range []duty{d.periodRuns(s, g), d.limitRuns(s, g), d.conditionHolds(s, g)} {
			if !next.at.IsZero() && (first.at.IsZero() || next.at.Before(first.at)) {
				first = next
			}
		}
	}
	return first
}

// periodRuns answers what follows when the period of a question has run. A broken silence never passes by itself:
// then nothing follows, and the chair has to put the question again.
func (d *Docket) periodRuns(s *State, g *stage) duty {
	q := g.question
	if g.kind != decided || q == nil || q.until.IsZero() {
		return duty{}
	}
	kind := NoticeFound
	switch {
	case g.text.Silence != nil && len(q.broken) > 0:
		return duty{}
	case d.watched(g):
		return d.watchedPeriod(s, g)
	case g.text.Silence != nil:
		kind = NoticeSilence
	case g.text.Closes != "at deadline":
		return duty{}
	}
	return duty{q.until, func() Notice { return d.found(s, g, kind, q.until) }}
}

// limitRuns answers what follows when the time a stage may take has run.
func (d *Docket) limitRuns(s *State, g *stage) duty {
	l := g.text.Deadline
	if l == nil || g.warned {
		return duty{}
	}
	at := l.Within.From(g.opened)
	return duty{at, func() Notice {
		n := Notice{Kind: NoticeDeadline, Dossier: s.id, Stage: g.id, Dated: at}
		switch l.Then {
		case "lapses":
			n.Kind = NoticeLapsed
		case "rejected":
			n.Kind, n.Outcome, n.Reasons = NoticeFound, game.Rejected, []string{"the time for this stage has run"}
		case "closes":
			if g.kind == decided {
				return d.found(s, g, NoticeFound, at)
			}
		case "notice":
			// the charter wants everybody told, and nothing more
		}
		return n
	}}
}

// found answers the notice of a stage's finding if it is closed now.
func (d *Docket) found(s *State, g *stage, kind NoticeKind, at time.Time) Notice {
	n := Notice{Kind: kind, Dossier: s.id, Stage: g.id, Dated: at, Outcome: game.Rejected}
	f, err := d.find(g)
	if err != nil {
		n.Reasons = []string{err.Error()}
		return n
	}
	n.Outcome, n.Reasons = f.IfClosedNow, f.Reasons
	if missing := d.noQuorum(g, g.counted); missing != nil {
		n.Outcome, n.Reasons = game.Rejected, []string{missing.Text} // nothing is decided without a quorum, whoever closes
	}
	return n
}

// conditionHolds answers what follows in a stage with time in it, from what is in so far: when it is done.
func (d *Docket) conditionHolds(s *State, g *stage) duty {
	if g.kind != timed {
		return duty{}
	}
	var done time.Time
	for _, w := range g.text.When.Any {
		t, ok := d.wanted(s, g, w)
		if ok && (done.IsZero() || t.Before(done)) {
			done = t
		}
	}
	if done.IsZero() {
		return duty{}
	}
	if then := g.text.When.Then; then != nil {
		done = then.After.From(done)
	}
	return duty{done, func() Notice { return Notice{Kind: NoticeDone, Dossier: s.id, Stage: g.id, Dated: done} }}
}

// wanted answers the first instant at which one set of conditions holds with the instruments that are in.
func (d *Docket) wanted(s *State, g *stage, w body.Wanted) (time.Time, bool) {
	last, ok := latest(g, d.resolve(s, g, append(slices.Clone(w.All), w.And...)))
	if !ok {
		return time.Time{}, false
	}
	if n, class, some := w.AtLeastOf(); some {
		t, ok := nth(g, d.resolve(s, g, body.Parties{class}), n)
		if !ok {
			return time.Time{}, false
		}
		if t.After(last) {
			last = t
		}
	}
	if !w.Within.IsZero() && !last.Before(w.Within.From(d.eventOf(s, g, w.Within.Of))) {
		return time.Time{}, false
	}
	if !w.After.IsZero() {
		if from := w.After.From(d.eventOf(s, g, w.After.Of)); from.After(last) {
			last = from
		}
	}
	return last, true
}

// eventOf answers when the stage of that id was done; the opening of this one where there is none.
func (d *Docket) eventOf(s *State, g *stage, id string) time.Time {
	if x := s.stage(id); x != nil && !x.done.IsZero() {
		return x.done
	}
	return g.opened
}

// resolve answers the parties that words such as members and applicant name.
func (d *Docket) resolve(s *State, g *stage, words body.Parties) []body.MemberID {
	var ids []body.MemberID
	for _, w := range words {
		if w == "applicant" {
			ids = append(ids, s.applicant)
			continue
		}
		c, ok := g.roll.Class(w)
		if !ok {
			continue
		}
		for i, m := range g.roll.Members {
			if c.In[i] {
				ids = append(ids, m)
			}
		}
	}
	return ids
}

// latest answers when the last of these deposited; not ok while one has not. Nobody wanted is at once.
func latest(g *stage, ids []body.MemberID) (time.Time, bool) {
	last := g.opened
	for _, id := range ids {
		if !g.through(id) {
			return time.Time{}, false
		}
		ms := g.marks[id]
		if t := ms[len(ms)-1].when; t.After(last) {
			last = t
		}
	}
	return last, true
}

// nth answers when the n-th of these deposited.
func nth(g *stage, ids []body.MemberID, n int) (time.Time, bool) {
	var in []time.Time
	for _, id := range ids {
		if g.through(id) {
			ms := g.marks[id]
			in = append(in, ms[len(ms)-1].when)
		}
	}
	if n < 1 || len(in) < n {
		return time.Time{}, false
	}
	slices.SortFunc(in, time.Time.Compare)
	return in[n-1], true
}

// asked answers what rule.Find is asked about a stage.
func (g *stage) asked() rule.Question {
	q := rule.Question{Rule: g.law.Rule, Roll: g.roll, PendingAs: game.Absent}
	if sil := g.text.Silence; sil != nil {
		// Where a charter has a silence procedure, who says nothing when the question is closed has assented. [OSCE annex 1(A)]
		q.PendingAs, _ = body.KindByName(sil.PendingCountsAs)
	}
	switch g.text.Tie {
	case "adopted":
		q.Tie = game.Adopted
	case "rejected":
		q.Tie = game.Rejected
	case "chair decides":
		q.Tie = casting(g.casting)
	case "":
		// the sentence says it
	}
	return q
}
