package whatif

import (
	"fmt"
	"slices"
	"time"

	"accede/body"
	"accede/dossier"
	"accede/game"
	"accede/pledge"
	"accede/rule"
)

// Means is how a plan carries a stage, as a word of a closed set.
type Means string

// The means.
const (
	// ByWithdrawal: who objects withdraws of its own accord. Nothing in the rule asks for more; nothing in the record
	// says that it will.
	ByWithdrawal Means = "withdrawal"
	// ByText: both sides agree a text that answers every open demand, and the objection is withdrawn over it.
	ByText Means = "text"
	// ByDeeds: every open demand is met, as both sides say, and the objection is withdrawn.
	ByDeeds Means = "deeds"
	// ByVotes: others change their positions; whoever objects need not.
	ByVotes Means = "votes"
	// ByActs: those who have yet to act do so: sign, approve, deposit.
	ByActs Means = "acts"
)

// Step is one thing somebody has to do.
type Step struct {
	Who []body.MemberID // any Any of these; one, where only one can
	Any int
	// What is a verb and what it is about, as in dossier.Move: answer-demand:pkk, withdraw-objection:tr-objects.
	What  string
	About string // the id of the demand, objection, commitment, measure or stage
	To    string // the ballot to take, where the step is to take a position
	Why   Why
	After []int // steps of the plan, by their places, that come before
}

// Why is the reason for a step, as a word of a closed set.
type Why string

// The reasons.
const (
	WhyUnanswered Why = "unanswered"   // the demand has no answer
	WhyAnswered   Why = "answered"     // the demand is answered, and nothing has been done about it yet
	WhyPromised   Why = "promised"     // what was promised has not been done
	WhyDone       Why = "done"         // what was done has not been assessed
	WhyBothSides  Why = "both sides"   // one side alone says that the demand is met
	WhyDisagreed  Why = "disagreed"    // there is no text that both sides agree
	WhyObjects    Why = "objects"      // the objection stands in the way
	WhyCounts     Why = "counts"       // its ballot would carry it
	WhySilent     Why = "silent"       // the question has to be put, or put again, for silence to count
	WhyCloses     Why = "closes"       // nothing stands in the way, and the stage has to be closed
	WhyMissing    Why = "missing"      // the stage wants its act
	WhyRejected   Why = "rejected"     // the stage was closed and rejected: it has to be put again
	WhyLater      Why = "not its turn" // an earlier step of its own comes first
)

// Plan is a list of steps that would carry the stage a dossier is in.
type Plan struct {
	Means Means
	Steps []Step
	// Parties are those who have to move, in the order of the steps; of "any 3 of these 9" none is named.
	Parties []body.MemberID
}

// Desk is what would carry the stage a dossier is in, and what no longer can happen.
type Desk struct {
	Dossier, Stage string
	AsOf           time.Time
	// Carries says that the stage, decided by a rule, would be adopted if it were closed now.
	Carries bool
	// Ways are the cheapest changes of ballots, of a stage that is decided by a rule.
	Ways Ways
	// Pledges are the conditional positions on record whose members have said nothing else, in the order of the roll;
	// Settled is what they come to, nil where there are none. Lost are those that no longer can be read on the roll.
	Pledges []pledge.Pledge
	Settled *Settled
	Lost    []body.MemberID
	// Plans, those with the fewest steps first: none is advice, each would do.
	Plans []Plan
	// Without are the members without whose moving it cannot be carried, whatever all others do.
	Without []body.MemberID
	// Gone is what can no longer happen.
	Gone []Gone
}

// ErrOver says that a dossier has ended or is in force: nothing is left to carry.
var ErrOver = dossier.ErrClosed

// Unblock answers what would carry the stage a dossier is in, with so many alternative ways of changing ballots at
// most. A stage of which only totals are known has plans without ways. The error is dossier.ErrUnknown, or ErrOver for
// a dossier that has ended.
func Unblock(d *dossier.Docket, id string, now time.Time, most int) (Desk, error) {
	st, err := d.Standing(id, now)
	if err != nil {
		return Desk{}, fmt.Errorf("look for what would carry %s: %w", id, err)
	}
	if st.InForce || st.Ended != "" {
		return Desk{}, fmt.Errorf("look for what would carry %s, which is over since %s: %w", id, st.EndedAt.Format(time.DateOnly), ErrOver)
	}
	k := &desk{d: d, st: st, out: Desk{Dossier: id, Stage: st.Stage, AsOf: now}}
	if asked, ok := d.Asked(id, st.Stage); ok {
		if err := k.decided(asked, most); err != nil {
			return Desk{}, fmt.Errorf("look for what would carry %s: %w", id, err)
		}
	} else {
		k.acts()
	}
	k.gone()
	slices.SortStableFunc(k.out.Plans, func(a, b Plan) int { return len(a.Steps) - len(b.Steps) })
	return k.out, nil
}

// settle asks what the conditional positions on record come to.
func (k *desk) settle(c *rule.Compiled, asked dossier.Asked) error {
	for _, p := range asked.Positions {
		if p.If == "" {
			continue
		}
		read, err := pledge.Parse(c.Roll(), p.Member, p.If)
		if err != nil { // whoever it speaks of has left a roll that floats
			k.out.Lost = append(k.out.Lost, p.Member)
			continue
		}
		k.out.Pledges = append(k.out.Pledges, read)
	}
	if len(k.out.Pledges) == 0 {
		return nil
	}
	settled, err := Settle(c, asked.Ballots, k.out.Pledges, Facts(k.st))
	if err != nil {
		return err
	}
	k.out.Settled = &settled
	return nil
}

// desk is the work on one dossier.
type desk struct {
	d     *dossier.Docket
	st    dossier.Standing
	asked *dossier.Asked
	out   Desk
}

// decided looks for what would carry a stage that is decided by a rule.
func (k *desk) decided(asked dossier.Asked, most int) error {
	k.asked = &asked
	c, err := rule.Compile(asked.Question)
	if err != nil {
		return err
	}
	if k.out.Ways, err = Cheapest(c, asked.Ballots, Terms{Most: most}); err != nil {
		return err
	}
	k.out.Carries = k.out.Ways.Carries
	if err := k.settle(c, asked); err != nil {
		return err
	}
	k.without(c)
	for _, m := range []Means{ByWithdrawal, ByText, ByDeeds} {
		k.lift(c, m)
	}
	// Whoever objects can change its ballot only by withdrawing, which is planned above.
	others, err := Cheapest(c, asked.Ballots, Terms{Most: most, Fixed: k.objectors()})
	if err != nil {
		return err
	}
	for _, w := range others.Ways {
		k.votes(w)
	}
	if k.out.Carries && len(k.out.Plans) == 0 {
		p := &planner{k: k, plan: Plan{Means: ByVotes}}
		k.close(p)
		k.out.Plans = append(k.out.Plans, p.done())
	}
	return nil
}

// without finds the members who block it as long as they stay as they are, whatever all the others do. Members who
// weigh alike and say the same are judged once.
func (k *desk) without(c *rule.Compiled) {
	s, err := newSearch(c, k.asked.Ballots, Terms{})
	if err != nil {
		return // the ballots were counted before
	}
	open := c.Game().Tally(s.free)
	for i, b := range k.asked.Ballots {
		if b == game.Recused {
			open.Cast(i, b)
		}
	}
	blocks := make([]bool, len(s.members))
	for class, members := range s.members {
		i := int(members[0])
		blocks[class] = open.After(i, s.now.Ballot(i)).Outcome == game.Rejected
	}
	for i, id := range c.Roll().Members {
		if s.class[i] >= 0 && blocks[s.class[i]] {
			k.out.Without = append(k.out.Without, id)
		}
	}
}

// planner adds up the steps of a plan.
type planner struct {
	k    *desk
	plan Plan
}

// add adds a step and answers its place.
func (p *planner) add(s Step) int {
	if s.Any == 0 {
		s.Any = len(s.Who)
	}
	for i, have := range p.plan.Steps {
		if have.What == s.What && slices.Equal(have.Who, s.Who) && have.To == s.To {
			return i // asked for by two objections: done once
		}
	}
	p.plan.Steps = append(p.plan.Steps, s)
	return len(p.plan.Steps) - 1
}

func (p *planner) done() Plan {
	for _, s := range p.plan.Steps {
		for _, who := range s.Who {
			if s.Any == len(s.Who) && !slices.Contains(p.plan.Parties, who) {
				p.plan.Parties = append(p.plan.Parties, who)
			}
		}
	}
	return p.plan
}

// who answers one party as those who act.
func who(id body.MemberID) []body.MemberID { return []body.MemberID{id} }

// lift plans how all objections that stand come out of the way, if that carries the stage.
func (k *desk) lift(c *rule.Compiled, means Means) {
	if len(k.st.Blockers) == 0 || !k.liftCarries(c) {
		return
	}
	p := &planner{k: k, plan: Plan{Means: means}}
	var last []int
	for _, b := range k.st.Blockers {
		if b.Objection == "" {
			last = append(last, p.add(Step{Who: who(b.Member), What: "take-position:" + k.st.Stage, About: k.st.Stage, To: "abstaining", Why: WhyCounts}))
			continue
		}
		var before []int
		if means != ByWithdrawal {
			before = p.answer(b, means)
			if len(before) == 0 && !k.demands(b.Objection) {
				return // nothing is demanded: there is nothing to agree or to do
			}
		}
		last = append(last, p.add(Step{Who: who(b.Member), What: "withdraw-objection:" + b.Objection, About: b.Objection, Why: WhyObjects, After: before}))
	}
	k.close(p, last...)
	k.out.Plans = append(k.out.Plans, p.done())
}

// liftCarries says whether the stage would be adopted with every objector silent and everybody who is against without
// an objection abstaining.
func (k *desk) liftCarries(c *rule.Compiled) bool {
	then := slices.Clone(k.asked.Ballots)
	for _, b := range k.st.Blockers {
		if i, ok := c.Roll().Index(b.Member); ok && then[i] != game.Recused {
			if then[i] = game.Pending; b.Objection == "" {
				then[i] = game.Abstaining
			}
		}
	}
	f, err := c.Find(then)
	return err == nil && f.IfClosedNow == game.Adopted
}

// demands says whether anything is demanded under an objection.
func (k *desk) demands(objection string) bool {
	for _, o := range k.st.Objections {
		for _, c := range o.Concerns {
			if o.ID == objection && len(c.Demands) > 0 {
				return true
			}
		}
	}
	return false
}

// votes plans a way of changing ballots.
func (k *desk) votes(w Way) {
	p := &planner{k: k, plan: Plan{Means: ByVotes}}
	var last []int
	for _, part := range w.Parts {
		last = append(last, p.add(Step{
			Who: part.Of, Any: part.Any, What: "take-position:" + k.st.Stage, About: k.st.Stage,
			To: k.asked.Question.Roll.BallotName(part.To), Why: WhyCounts,
		}))
	}
	k.close(p, last...)
	k.out.Plans = append(k.out.Plans, p.done())
}

// objectors answers the members who stand behind an objection.
func (k *desk) objectors() []body.MemberID {
	var all []body.MemberID
	for _, b := range k.st.Blockers {
		if b.Objection != "" {
			all = append(all, b.Member)
		}
	}
	return all
}

// close adds what the chair has to do once nothing stands in the way.
func (k *desk) close(p *planner, after ...int) {
	chair, stage := k.chair(), k.st.Stage
	text := k.stage()
	switch q := k.st.Question; {
	case k.state() == dossier.Failed:
		p.add(Step{Who: who(chair), What: "put:" + stage, About: stage, Why: WhyRejected, After: after})
	case text != nil && text.Closes == "when certain":
		// it is closed as soon as nothing can turn it
	case text != nil && text.Silence != nil && (q == nil || len(q.BrokenBy) > 0):
		p.add(Step{Who: who(chair), What: "put:" + stage, About: stage, Why: WhySilent, After: after})
	case q != nil && !q.Until.IsZero():
		// its period runs, and closes it
	default:
		p.add(Step{Who: who(chair), What: "close:" + stage, About: stage, Why: WhyCloses, After: after})
	}
}
