package dossier

import (
	"strconv"
	"time"

	"accede/act"
	"accede/body"
	"accede/form"
)

// Offer is one act that a party may perform as things stand. It says of the act what Decide looks at; texts and ids
// of new things are left to whoever performs it.
type Offer struct {
	Kind    act.Kind
	Stage   string   // the stage the act names; empty: it names none
	Subject Subject  // the sort of thing it is about
	About   string   // the id of that thing; empty where there is none yet
	Ballots []string // of a position: the words the member may choose among; of a closing: the chair's casting vote
}

// Subject is the sort of thing an act is about. The zero Subject is nothing in particular.
type Subject string

// The subjects of offers.
const (
	AboutNothing     Subject = ""
	AboutObjection   Subject = "objection"
	AboutConcern     Subject = "concern"
	AboutDemand      Subject = "demand"
	AboutCommitment  Subject = "commitment"
	AboutMeasure     Subject = "measure"
	AboutMember      Subject = "member"
	AboutApplication Subject = "application"
	AboutProcedure   Subject = "procedure"
	AboutClause      Subject = "clause" // of a draft, as draft/clause
	AboutEnclosure   Subject = "enclosure"
	AboutAct         Subject = "act"
)

// Offers answers which acts a party may perform at an instant in a dossier, or, without an id, for the body itself:
// applications and changes of membership. They come in the order of act.Kinds, then of stages and things. Nothing is
// offered in a dossier that is not there, nor to a party the record does not know but to apply.
//
// It agrees with Decide: an act that follows an offer is admissible at that instant, if the ids it makes are new, the
// parties it names are known and its dates are not past; a kind that is not offered is refused. The docket must be
// folded, and what is due applied, up to the instant. Cost: one decision for each thing in the dossier.
func (d *Docket) Offers(by body.MemberID, id string, at time.Time) []Offer {
	var all []Offer
	if id == "" {
		for _, c := range d.bodyCandidates(by, at) {
			if d.decideAtBody(c, at) == nil {
				all = append(all, c.Offer)
			}
		}
		return all
	}
	s := d.states[id]
	if s == nil {
		return nil
	}
	d = d.as(s)
	for _, c := range d.candidates(s, by, at) {
		a := &act.Act{Body: d.charter.Body, By: by, Dossiers: []string{id}, Stage: c.Stage, Do: c.do}
		if d.decideIn(s, a, at) == nil {
			all = merge(all, c.Offer)
		}
	}
	return all
}

// merge adds an offer; positions that differ by the ballot alone are one.
func merge(all []Offer, o Offer) []Offer {
	if n := len(all); n > 0 && len(o.Ballots) > 0 && all[n-1].Kind == o.Kind && all[n-1].Stage == o.Stage {
		all[n-1].Ballots = append(all[n-1].Ballots, o.Ballots...)
		return all
	}
	return append(all, o)
}

// candidate is an act that may turn out to be admissible, with the least that it takes to decide it.
type candidate struct {
	Offer
	by body.MemberID
	do act.Deed
}

// candidates answers every act of a party that some state of a dossier could admit. Which of them this one does is
// for Decide to say: so there is one law and not two.
func (d *Docket) candidates(s *State, by body.MemberID, at time.Time) []candidate {
	l := candidates{by: by}
	for _, kind := range act.Kinds() {
		switch kind {
		case act.KindPut, act.KindExtend, act.KindPosition, act.KindReserve, act.KindCount, act.KindClose, act.KindRecuse,
			act.KindSign, act.KindApprove, act.KindDeposit:
			for _, g := range s.stages {
				if g.group == s.group && (g.state == Current || g.state == Failed) {
					l.inStage(d, g, kind, at)
				}
			}
		case act.KindObject:
			l.add(Offer{Kind: kind}, &act.Object{})
			for _, g := range s.stages {
				l.add(Offer{Kind: kind, Stage: g.id}, &act.Object{})
			}
		case act.KindConcern, act.KindDemand, act.KindMeasure, act.KindAssess, act.KindWithdraw:
			l.aboutThings(s, kind)
		case act.KindCommit:
			l.add(Offer{Kind: kind}, &act.Commit{})
		case act.KindMemorandum:
			l.add(Offer{Kind: kind}, &act.Memorandum{Parties: []body.MemberID{by}})
		case act.KindPropose:
			l.add(Offer{Kind: kind}, &act.Propose{})
		case act.KindReact:
			for _, t := range s.texts {
				for _, c := range t.tabled {
					l.add(Offer{Kind: kind, Subject: AboutClause, About: t.id + "/" + c.words.ID}, &act.React{Draft: t.id, Clause: c.words.ID, Version: c.version, Answer: "accept"})
				}
			}
		case act.KindTalks:
			l.add(Offer{Kind: kind}, &act.Talks{})
		case act.KindStatement:
			l.add(Offer{Kind: kind}, &act.Statement{})
		case act.KindDomestic:
			l.add(Offer{Kind: kind}, &act.Domestic{})
		case act.KindConfirm:
			for _, id := range d.unconfirmed(s, by) {
				l.add(Offer{Kind: kind, Subject: AboutAct, About: id}, &act.ConfirmPaper{Of: id})
			}
		case act.KindRedact:
			for _, e := range d.Enclosures() {
				if len(e.Dossiers) == 1 && e.Dossiers[0] == s.id && e.Redacted == 0 && d.mayRedact(by, e) {
					l.add(Offer{Kind: kind, Subject: AboutEnclosure, About: e.Seal}, &act.Redact{Of: []string{e.Seal}})
				}
			}
		case act.KindApply, act.KindSuspend, act.KindReinstate, act.KindExpel, act.KindLeave, act.KindAdmit,
			act.KindEnrol, act.KindRotate, act.KindRevoke, act.KindRecover, act.KindCosign:
			// they address the body
		}
	}
	return l.all
}

// candidates gathers them.
type candidates struct {
	by  body.MemberID
	all []candidate
}

func (l *candidates) add(o Offer, do act.Deed) {
	l.all = append(l.all, candidate{Offer: o, by: l.by, do: do})
}

// inStage adds the acts of one kind that an open or failed stage may want.
func (l *candidates) inStage(d *Docket, g *stage, kind act.Kind, at time.Time) {
	o := Offer{Kind: kind, Stage: g.id}
	// Candidates sends only these here, and names every kind
	//exhaustive:ignore
	switch kind {
	case act.KindPut:
		l.add(o, &act.Put{})
	case act.KindExtend:
		if q := g.question; q != nil && !q.until.IsZero() {
			later := q.until
			if at.After(later) {
				later = at
			}
			l.add(o, &act.Extend{Until: form.Instant{At: later.AddDate(0, 0, 1)}})
		}
	case act.KindPosition:
		if g.roll != nil {
			l.positions(g)
		}
	case act.KindReserve:
		l.add(o, &act.Reserve{})
	case act.KindCount:
		if g.roll != nil {
			l.add(o, totals(g))
		}
	case act.KindClose:
		l.add(o, &act.Close{})
		for _, vote := range []string{"for", "against"} {
			l.add(Offer{Kind: kind, Stage: g.id, Ballots: []string{vote}}, &act.Close{Casting: vote})
		}
	case act.KindRecuse:
		if g.roll != nil {
			l.recusals(d, g)
		}
	case act.KindSign:
		l.add(o, &act.Sign{})
	case act.KindApprove:
		l.add(o, &act.Approve{})
	case act.KindDeposit:
		l.add(o, &act.Deposit{})
	}
}

// positions adds one for each ballot: the six words, then the charter's own.
func (l *candidates) positions(g *stage) {
	words := []string{"for", "against", "abstaining", "absent", "pending"}
	for _, b := range g.roll.Ballots {
		words = append(words, b.Name)
	}
	for _, w := range words {
		l.add(Offer{Kind: act.KindPosition, Stage: g.id, Ballots: []string{w}}, &act.Position{Ballot: w})
	}
}

// recusals adds the author's own, and for whoever conducts the proceedings one for each member on the roll.
func (l *candidates) recusals(d *Docket, g *stage) {
	for _, m := range g.roll.Members {
		if m == l.by || d.conducts(l.by) {
			l.add(Offer{Kind: act.KindRecuse, Stage: g.id, Subject: AboutMember, About: string(m)}, &act.Recuse{Member: m})
		}
	}
}

// totals answers a count of a vote in which the whole roll is for, with every class that a rule may name.
func totals(g *stage) *act.Count {
	n := int64(len(g.roll.Members))
	c := &act.Count{Ballots: form.Map[int64]{Keys: []string{"for"}, Values: []int64{n}}}
	for _, class := range g.roll.Classes {
		if class.Name != body.Everyone && class.Name != g.text.Organ {
			c.Classes.Keys = append(c.Classes.Keys, class.Name)
			c.Classes.Values = append(c.Classes.Values, form.Map[int64]{Keys: []string{"for"}, Values: []int64{0}})
		}
	}
	return c
}

// aboutThings adds the acts of one kind about what hangs in the dossier.
func (l *candidates) aboutThings(s *State, kind act.Kind) {
	// as in inStage
	//exhaustive:ignore
	switch kind {
	case act.KindConcern:
		for _, o := range s.objections {
			l.add(Offer{Kind: kind, Subject: AboutObjection, About: o.id}, &act.AddConcern{Objection: o.id})
		}
	case act.KindDemand:
		for _, o := range s.objections {
			for _, c := range o.concerns {
				l.add(Offer{Kind: kind, Subject: AboutConcern, About: c.id}, &act.AddDemand{Concern: c.id})
			}
		}
	case act.KindMeasure:
		for _, m := range s.inOrder() {
			l.add(Offer{Kind: kind, Subject: AboutDemand, About: m.id}, &act.Measure{Answers: []string{m.id}})
		}
		for _, c := range s.promises() {
			l.add(Offer{Kind: kind, Subject: AboutCommitment, About: c.id}, &act.Measure{Under: []string{c.id}})
		}
	case act.KindAssess:
		l.assessments(s)
	case act.KindWithdraw:
		l.withdrawals(s)
	}
}

func (l *candidates) assessments(s *State) {
	for _, m := range s.inOrder() {
		l.add(Offer{Kind: act.KindAssess, Subject: AboutDemand, About: m.id}, &act.Assess{Of: m.id})
	}
	for _, c := range s.promises() {
		l.add(Offer{Kind: act.KindAssess, Subject: AboutCommitment, About: c.id}, &act.Assess{Of: c.id})
	}
	for _, x := range s.deeds() {
		l.add(Offer{Kind: act.KindAssess, Subject: AboutMeasure, About: x.id}, &act.Assess{Of: x.id})
	}
}

// withdrawals adds those of each objection, for all stages and for each one, and that of the application.
func (l *candidates) withdrawals(s *State) {
	for _, o := range s.objections {
		do := &act.Withdraw{What: "objection", Of: o.id}
		l.add(Offer{Kind: act.KindWithdraw, Subject: AboutObjection, About: o.id}, do)
		for i := range s.procedure.Stages {
			l.add(Offer{Kind: act.KindWithdraw, Stage: s.procedure.Stages[i].Text.ID, Subject: AboutObjection, About: o.id}, do)
		}
	}
	l.add(Offer{Kind: act.KindWithdraw, Subject: AboutApplication}, &act.Withdraw{What: "application"})
}

// promises answers all commitments, in the order in which they were given.
func (s *State) promises() []*commitment {
	all := make([]*commitment, len(s.promised))
	for i, id := range s.promised {
		all[i] = s.commitments[id]
	}
	return all
}

// deeds answers all measures, in the order in which they were reported.
func (s *State) deeds() []*measure {
	all := make([]*measure, len(s.done))
	for i, id := range s.done {
		all[i] = s.measures[id]
	}
	return all
}

// bodyCandidates answers the acts of a party that address the body.
func (d *Docket) bodyCandidates(by body.MemberID, at time.Time) []candidate {
	l := candidates{by: by}
	for i := range d.procedures {
		l.add(Offer{Kind: act.KindApply, Subject: AboutProcedure, About: d.procedures[i].ID},
			&act.Apply{Procedure: d.procedures[i].ID, Name: body.Names{"en": string(by)}})
	}
	members := d.body.Members(at)
	each := func(kind act.Kind, deed func(body.MemberID) act.Deed) {
		for _, m := range members {
			l.add(Offer{Kind: kind, Subject: AboutMember, About: string(m)}, deed(m))
		}
	}
	each(act.KindSuspend, func(m body.MemberID) act.Deed { return &act.Suspend{Member: m} })
	each(act.KindReinstate, func(m body.MemberID) act.Deed { return &act.Reinstate{Member: m} })
	each(act.KindExpel, func(m body.MemberID) act.Deed { return &act.Expel{Member: m} })
	l.add(Offer{Kind: act.KindLeave}, &act.Leave{})
	l.add(Offer{Kind: act.KindAdmit}, &act.Admit{Member: d.stranger(), Name: body.Names{"en": "a member"}})
	return l.all
}

// stranger answers an id that nobody has.
func (d *Docket) stranger() body.MemberID {
	for i := 1; ; i++ {
		id := body.MemberID("new-" + strconv.Itoa(i))
		if _, ok := d.body.Party(id); !ok && d.states[string(id)] == nil {
			return id
		}
	}
}

// decideAtBody decides an act that addresses the body.
func (d *Docket) decideAtBody(c candidate, at time.Time) error {
	a := &act.Act{Body: d.charter.Body, By: c.by, Do: c.do}
	if do, ok := c.do.(*act.Apply); ok {
		a.Dossiers = []string{string(d.stranger())}
		return d.decideApply(a, do, at)
	}
	_, err := d.membership(a, at)
	return err
}
