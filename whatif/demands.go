package whatif

import (
	"slices"
	"strings"

	"accede/body"
	"accede/dossier"
)

// answer adds the steps that answer the demands under an objection, and answers the places of the last ones.
func (p *planner) answer(b dossier.Blocker, means Means) []int {
	var last []int
	var open []body.MemberID
	for _, o := range p.k.st.Objections {
		if o.ID != b.Objection {
			continue
		}
		for _, c := range o.Concerns {
			for i := range c.Demands {
				m := &c.Demands[i]
				switch {
				case m.State == dossier.KnotMet:
				case means == ByDeeds:
					last = append(last, p.meet(o.By, m)...)
				case m.State != dossier.KnotAgreed:
					for _, of := range m.Of {
						if !slices.Contains(open, of) {
							open = append(open, of)
						}
					}
				}
			}
		}
	}
	if len(open) > 0 {
		last = append(last, p.agree(b, open))
	}
	return last
}

// agree adds a text that the objector and those who must answer agree, brought about by talks.
func (p *planner) agree(b dossier.Blocker, with []body.MemberID) int {
	talks := p.add(Step{Who: who(p.k.chair()), What: "convene-talks", About: p.k.st.Stage, Why: WhyDisagreed})
	return p.add(Step{Who: append(who(b.Member), with...), What: "agree-text:" + b.Objection, About: b.Objection, Why: WhyDisagreed, After: []int{talks}})
}

// meet adds what is left until both sides say that a demand is met.
func (p *planner) meet(by body.MemberID, m *dossier.DemandStanding) []int {
	before := p.deeds(m)
	var after []int
	if !m.Claimed {
		for _, of := range m.Of {
			reason := WhyAnswered
			switch {
			case m.Finds == "met":
				reason = WhyBothSides
			case len(m.Commitments) == 0:
				reason = WhyUnanswered
			}
			after = append(after, p.add(Step{Who: who(of), What: "fulfil-demand:" + m.ID, About: m.ID, Why: reason, After: before}))
		}
	} else {
		after = before
	}
	if m.Finds == "met" {
		return after
	}
	reason := WhyDone
	if m.Claimed {
		reason = WhyBothSides
	}
	return []int{p.add(Step{Who: who(by), What: "assess-demand:" + m.ID, About: m.ID, Why: reason, After: after})}
}

// deeds adds the measures that are owed under the commitments that answer a demand.
func (p *planner) deeds(m *dossier.DemandStanding) []int {
	var all []int
	for _, c := range m.Commitments {
		if c.ID == "" || len(c.Measures) > 0 || c.State == dossier.KnotMet {
			continue
		}
		for _, by := range c.By {
			if c.Kind == "undertaking" && slices.Contains(m.Of, by) {
				all = append(all, p.add(Step{Who: who(by), What: "report-measure:" + c.ID, About: c.ID, Why: WhyPromised}))
			}
		}
	}
	return all
}

// acts plans a stage that wants acts: what each party has yet to do, in its order.
func (k *desk) acts() {
	p := &planner{k: k, plan: Plan{Means: ByActs}}
	if k.st.Stage == "" || len(k.st.Steps) == 0 || !k.wantsSteps() {
		for _, m := range k.st.Next {
			verb, about, _ := strings.Cut(m.What, ":")
			if m.Blocking && verb != "answer-demand" && verb != "withdraw-objection" {
				p.add(Step{Who: who(m.Who), What: m.What, About: about, Why: WhyMissing})
			}
		}
	} else {
		for _, party := range k.st.Steps {
			p.steps(party)
		}
	}
	if len(p.plan.Steps) > 0 {
		k.out.Plans = append(k.out.Plans, p.done())
	}
	for _, s := range p.plan.Steps {
		if s.Any == 1 && len(s.Who) == 1 && !slices.Contains(k.out.Without, s.Who[0]) {
			k.out.Without = append(k.out.Without, s.Who[0])
		}
	}
}

// wantsSteps says whether the steps of the standing are those of the stage the dossier is in, and all of them are
// wanted of everyone: not so in a stage with conditions on time, where fewer can do.
func (k *desk) wantsSteps() bool {
	text := k.stage()
	return text != nil && text.When == nil && len(text.Each) > 0
}

// steps adds what one party has yet to do. Whose last step is done has done all.
func (p *planner) steps(party dossier.PartySteps) {
	n := len(party.Steps)
	if n == 0 || party.Steps[n-1].Done {
		return
	}
	var before []int
	from := 0
	for i, s := range party.Steps {
		if s.Done {
			from = i + 1
		}
	}
	for _, s := range party.Steps[from:] {
		reason := WhyMissing
		if len(before) > 0 {
			reason = WhyLater
		}
		before = []int{p.add(Step{Who: who(party.Party), What: string(s.Act) + ":" + p.k.st.Stage, About: p.k.st.Stage, Why: reason, After: before})}
	}
}

// chair answers who conducts the proceedings.
func (k *desk) chair() body.MemberID {
	switch c := k.d.Charter(); {
	case c.Chair != nil:
		return c.Chair.ID
	case c.Secretary != nil:
		return c.Secretary.ID
	}
	return "secretariat"
}

// stage answers the charter's text of the stage the dossier is in; nil where it cannot be found.
func (k *desk) stage() *body.Stage {
	id, _, _ := strings.Cut(k.st.Stage, "/")
	if p, ok := k.d.Charter().Procedures.Get(k.st.Procedure); ok {
		for i := range p.Stages {
			if p.Stages[i].ID == id {
				return &p.Stages[i]
			}
		}
	}
	return nil
}

// state answers how far the stage is.
func (k *desk) state() dossier.StageState {
	for _, s := range k.st.Stages {
		if s.ID == k.st.Stage {
			return s.State
		}
	}
	return dossier.Ahead
}

// Facts answers what is established in a dossier for conditional positions: "measure m1", where who demanded it has
// assessed it as toward what was demanded, and "demand d1", where both sides say it is met. In the order of the
// standing, each once.
func Facts(st dossier.Standing) []string {
	var all []string
	add := func(fact string) {
		if !slices.Contains(all, fact) {
			all = append(all, fact)
		}
	}
	for _, o := range st.Objections {
		for _, c := range o.Concerns {
			for _, m := range c.Demands {
				if m.State == dossier.KnotMet {
					add("demand " + m.ID)
				}
				for _, promise := range m.Commitments {
					for _, x := range promise.Measures {
						if x.Assessed && x.Direction == "toward" {
							add("measure " + x.ID)
						}
					}
				}
			}
		}
	}
	return all
}
