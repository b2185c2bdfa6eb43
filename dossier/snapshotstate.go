package dossier

import (
	"bytes"

	"accede/act"
	"accede/body"
	"accede/game"
	"accede/rule"
)

// state codes one dossier. What the charter says of it is not written, but read there again.
func (c *coder) state(d *Docket, s *State) {
	word(c, &s.id)
	word(c, &s.applicant)
	plain(c, &s.name)
	c.law(&s.law)
	c.procedureOf(s)
	if c.err != nil {
		return
	}
	plain(c, &s.subject)
	c.time(&s.applied)
	word(c, &s.status)
	number(c, &s.group)
	proposed := s.proposed != nil
	if c.bool(&proposed); proposed {
		c.law(&s.proposed)
	}
	for _, g := range s.stages {
		c.stage(d, s, g)
	}
	list(c, &s.objections, func(o **objection) { one(c, o, c.objection) })
	keyed(c, &s.concerns, func(x **concern) { ref(c, &c.concerns, x, c.concern) })
	keyed(c, &s.demands, func(x **demand) { ref(c, &c.demands, x, c.demand) })
	keyed(c, &s.commitments, func(x **commitment) { ref(c, &c.commitments, x, c.commitment) })
	keyed(c, &s.measures, func(x **measure) { ref(c, &c.measures, x, c.measure) })
	list(c, &s.rounds, func(r **round) { one(c, r, c.round) })
	list(c, &s.texts, func(t **text) { one(c, t, c.text) })
	c.bool(&s.inForce)
	word(c, &s.ended)
	c.time(&s.endedAt)
	c.time(&s.deadline)
	fixed32(c, &s.papers)
	words(c, &s.promised)
	words(c, &s.done)
	c.lines(d, s)
	if c.err == nil && !s.holdsTogether(d) {
		c.refuse("dossier %s does not hold together", s.id)
	}
}

// procedureOf codes which procedure of its charter a dossier goes through, and writes its stages out.
func (c *coder) procedureOf(s *State) {
	id := ""
	if c.writing {
		id = s.procedure.ID
	}
	word(c, &id)
	if c.writing || c.err != nil {
		return
	}
	if s.procedure = s.law.procedure(id); s.procedure == nil {
		c.refuse("no procedure %q in the charter", id)
		return
	}
	s.stages = expand(s.procedure)
}

func (c *coder) stage(d *Docket, s *State, g *stage) {
	number(c, &g.state)
	c.time(&g.opened)
	c.time(&g.done)
	c.bool(&g.warned)
	ref(c, &c.rolls, &g.roll, c.roll)
	list(c, &g.voices, func(v *voice) {
		number(c, &v.ballot)
		c.time(&v.since)
		number(c, &v.seq)
		c.bool(&v.reserve)
		word(c, &v.pledge)
		word(c, &v.objection)
	})
	one(c, &g.question, c.question)
	one(c, &g.counted, func(x *act.Count) { plain(c, x) })
	word(c, &g.casting)
	one(c, &g.finding, func(f *rule.Finding) { plain(c, f) })
	c.bool(&g.closing)
	words(c, &g.parties)
	keyed(c, &g.marks, func(ms *[]mark) {
		list(c, ms, func(m *mark) {
			c.bool(&m.done)
			c.time(&m.when)
			word(c, &m.dated)
			number(c, &m.seq)
		})
	})
	running := g.tally != nil
	if c.bool(&running); running && !c.writing && c.err == nil {
		if g.roll == nil || len(g.voices) != len(g.roll.Members) {
			c.refuse("stage %s of %s does not hold together", g.id, s.id)
			return
		}
		d.startTally(g)
	}
}

func (c *coder) roll(r *body.Roll) {
	c.time(&r.At)
	words(c, &r.Members)
	list(c, &r.Classes, func(x *body.RollClass) {
		word(c, &x.Name)
		in := make([]byte, len(x.In))
		for i, is := range x.In {
			in[i] = flag(1, is)
		}
		if c.bytes(&in); c.writing {
			return
		}
		x.In = make([]bool, len(in))
		for i, b := range in {
			if x.In[i] = b == 1; b > 1 {
				c.refuse("neither in a class nor outside")
			}
		}
	})
	list(c, &r.Weights, func(w *body.RollWeight) { plain(c, w) })
	list(c, &r.Ballots, func(b *body.DeclaredBallot) { plain(c, b) })
	if c.writing || c.err != nil {
		return
	}
	read, err := body.NewRoll(r.At, r.Members, r.Classes, r.Weights, r.Ballots)
	if err != nil {
		c.refuse("a roll: %v", err)
		return
	}
	*r = *read
}

func (c *coder) question(q *question) {
	plain(c, &q.text)
	c.time(&q.put)
	c.time(&q.until)
	number(c, &q.version)
	words(c, &q.broken)
	number(c, &q.seq)
	w := &q.watch
	c.time(&w.heard)
	words(c, &w.round)
	number(c, &w.unseen)
	number(c, &w.run)
	words(c, &w.seen)
}

func (c *coder) objection(o *objection) {
	word(c, &o.id)
	word(c, &o.by)
	word(c, &o.stage)
	plain(c, &o.grounds)
	c.time(&o.since)
	number(c, &o.seq)
	list(c, &o.withdrawn, func(w *withdrawal) {
		word(c, &w.stage)
		c.time(&w.when)
		plain(c, &w.conditions)
	})
	list(c, &o.concerns, func(x **concern) { ref(c, &c.concerns, x, c.concern) })
}

func (c *coder) concern(x *concern) {
	word(c, &x.id)
	plain(c, &x.text)
	c.time(&x.since)
	list(c, &x.demands, func(m **demand) { ref(c, &c.demands, m, c.demand) })
	list(c, &x.answers, func(y **commitment) { ref(c, &c.commitments, y, c.commitment) })
	word(c, &x.progress)
	c.time(&x.took)
	c.time(&x.moved)
}

func (c *coder) demand(x *demand) {
	word(c, &x.id)
	word(c, &x.by)
	words(c, &x.of)
	plain(c, &x.text)
	c.time(&x.since)
	c.time(&x.due)
	ref(c, &c.concerns, &x.concern, c.concern)
	list(c, &x.answers, func(y **commitment) { ref(c, &c.commitments, y, c.commitment) })
	list(c, &x.direct, func(y **measure) { ref(c, &c.measures, y, c.measure) })
	word(c, &x.finds)
	c.time(&x.found)
	c.bool(&x.claimed)
}

func (c *coder) commitment(x *commitment) {
	word(c, &x.id)
	word(c, &x.clause)
	words(c, &x.by)
	words(c, &x.owed)
	plain(c, &x.text)
	word(c, &x.textID)
	words(c, &x.agreedBy)
	c.time(&x.since)
	c.time(&x.due)
	word(c, &x.kind)
	list(c, &x.measures, func(y **measure) { ref(c, &c.measures, y, c.measure) })
	word(c, &x.finds)
}

func (c *coder) measure(x *measure) {
	word(c, &x.id)
	word(c, &x.by)
	plain(c, &x.text)
	c.time(&x.since)
	number(c, &x.evidence)
	c.bool(&x.assessed)
	word(c, &x.direction)
	number(c, &x.strength)
	list(c, &x.answers, func(y **demand) { ref(c, &c.demands, y, c.demand) })
	number(c, &x.seq)
}

func (c *coder) round(r *round) {
	word(c, &r.id)
	c.time(&r.when)
	number(c, &r.seq)
	one(c, &r.talk, func(t *act.Talks) { plain(c, t) })
}

func (c *coder) text(t *text) {
	word(c, &t.id)
	plain(c, &t.title)
	c.time(&t.when)
	word(c, &t.place)
	words(c, &t.parties)
	c.bool(&t.agreed)
	list(c, &t.clauses, func(y **commitment) { ref(c, &c.commitments, y, c.commitment) })
	list(c, &t.tabled, func(x *tabled) {
		plain(c, &x.words)
		number(c, &x.version)
		c.bool(&x.dropped)
		list(c, &x.reactions, func(r *reaction) {
			word(c, &r.party)
			one(c, &r.do, func(do *act.React) { plain(c, do) })
			c.time(&r.when)
			number(c, &r.seq)
		})
	})
	number(c, &t.seq)
}

// The sorts of lines.
const (
	linePacked = iota
	lineAct
	lineNotice
)

// lines codes the history of a dossier: times as steps from the line before.
func (c *coder) lines(d *Docket, s *State) {
	if c.bytes(&s.packed); !c.writing {
		s.packed = bytes.Clone(s.packed)
	}
	rest := s.packed // of a history that is being read
	var before line
	list(c, &s.lines, func(l *line) {
		sort := uint64(linePacked)
		switch {
		case l.notice != nil:
			sort = lineNotice
		case l.act != nil:
			sort = lineAct
		}
		c.uint(&sort)
		c.lineTimes(l, &before)
		switch sort {
		case linePacked:
			if c.writing || c.err != nil {
				break
			}
			l.packed = int64(len(s.packed)-len(rest)) + 1
			if n, ok := packedLen(len(d.lexicon.words), rest); ok {
				rest = rest[n:]
			} else {
				c.refuse("a packed act that is none")
			}
		case lineAct:
			c.act(&l.act)
		case lineNotice:
			one(c, &l.notice, func(n *Notice) { plain(c, n) })
		}
		if l.act == nil && l.notice == nil && l.packed == 0 {
			c.refuse("a line that holds nothing")
		}
		before = *l
	})
	if !c.writing && len(rest) > 0 {
		c.refuse("packed acts of no line")
	}
}

func (c *coder) lineTimes(l, before *line) {
	step := func(x *int64, from int64) {
		n := *x - from
		number(c, &n)
		*x = from + n
	}
	step(&l.seq, before.seq)
	step(&l.when, before.when)
	number(c, &l.whenNano)
	entered := l.at != noTime
	if c.bool(&entered); !entered {
		l.at = noTime
		return
	}
	step(&l.at, l.when)
	step32 := int64(l.atNano) - int64(l.whenNano)
	number(c, &step32)
	l.atNano = int32(int64(l.whenNano) + step32)
}

// holdsTogether says whether what the fold looks up in a dossier is there.
func (s *State) holdsTogether(d *Docket) bool {
	if s.group < 0 || s.group > s.groups() || len(s.stages) == 0 || s.id == "" {
		return false
	}
	for _, g := range s.stages {
		if g.state > Failed || g.roll == nil && (g.state != Ahead && g.kind == decided || len(g.voices) > 0) {
			return false
		}
		if g.roll != nil && g.kind == decided && len(g.voices) != len(g.roll.Members) {
			return false
		}
		for _, v := range g.voices {
			if v.ballot >= game.FirstDeclared && g.roll.BallotName(v.ballot) == "" {
				return false
			}
		}
	}
	for _, o := range s.objections {
		if o == nil {
			return false
		}
	}
	for _, n := range s.papers {
		if int(n) >= len(s.lines) || s.lines[n].notice != nil {
			return false
		}
	}
	for _, id := range s.promised {
		if s.commitments[id] == nil {
			return false
		}
	}
	for _, id := range s.done {
		if s.measures[id] == nil {
			return false
		}
	}
	return true
}
