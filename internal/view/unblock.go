package view

import (
	"errors"
	"slices"
	"strings"

	"accede/body"
	"accede/dossier"
	"accede/game"
	"accede/whatif"

	"accede/internal/view/words"
)

// Unblock is what would carry the stage a dossier is in, in words: none of it is advice, each plan would do.
type Unblock struct {
	Dossier string `json:"dossier"`
	AsOf    string `json:"as_of"` // RFC 3339
	Stage   string `json:"stage"`
	Over    bool   `json:"over"`    // the dossier has ended or is in force
	Carries bool   `json:"carries"` // closed now, a rule would adopt it
	Say     string `json:"says"`    // all of it in one sentence

	Ways        []UnblockWay `json:"ways"` // the cheapest changes of ballots
	WaysSay     string       `json:"ways_say"`
	CannotCarry bool         `json:"cannot_carry"`
	All         bool         `json:"all_ways"` // there are no others
	Blockers    []UnblockBy  `json:"blockers"`
	Plans       []Plan       `json:"plans"`   // those with the fewest steps first
	Without     []Party      `json:"without"` // it cannot be carried unless each of them moves
	WithoutSay  string       `json:"-"`
	Gone        []GoneLine   `json:"gone"`
	Pledges     []PledgeLine `json:"pledges"`     // conditional positions
	PledgesSay  []string     `json:"pledges_say"` // what they come to
	Stalemate   string       `json:"stalemate,omitempty"`
}

// UnblockWay is one change of ballots that would carry it.
type UnblockWay struct {
	Say     string        `json:"says"`
	Changes int           `json:"changes"`
	Parts   []UnblockPart `json:"parts"`
}

// UnblockPart is so many of some members who are alike, and the ballots that would do.
type UnblockPart struct {
	Any  int      `json:"any"`
	Of   []string `json:"of"`
	From string   `json:"from"`
	To   []string `json:"to"`
}

// UnblockBy is a member in the way, with the demands that are open.
type UnblockBy struct {
	Party
	Objection string        `json:"objection,omitempty"`
	Since     string        `json:"since,omitempty"`
	Days      int           `json:"days"`
	Say       string        `json:"says"`
	Open      []OpenDemand  `json:"open_demands"`
	Concerns  []words.Filed `json:"-"`
}

// OpenDemand is a demand that is neither agreed nor met.
type OpenDemand struct {
	ID   string      `json:"id"`
	Of   []string    `json:"of"`
	Text words.Filed `json:"text"`
	Mark Mark        `json:"state"`
	Word string      `json:"-"`
	Who  string      `json:"-"`
}

// Plan is steps that would carry it, in an order in which they can be taken.
type Plan struct {
	Means   string     `json:"means"`
	Title   string     `json:"title"`
	Steps   []PlanStep `json:"steps"`
	Lines   []PlanStep `json:"-"` // the same, told together where many do the same
	Parties []Party    `json:"parties"`
}

// PlanStep is one step of a plan.
type PlanStep struct {
	N     int      `json:"n"` // from 1
	Who   []string `json:"who"`
	Any   int      `json:"any"` // so many of them
	What  string   `json:"what"`
	After []int    `json:"after"` // numbers of the steps that come first
	Whose string   `json:"-"`     // who, in words
	Say   string   `json:"says"`
	Why   string   `json:"why"`
	Hint  string   `json:"-"` // the steps that come first, in words
}

// PledgeLine is a conditional position on record, and what becomes of it.
type PledgeLine struct {
	Party
	If    string `json:"if"`
	State string `json:"state"` // holds: its condition holds with nobody moving first; together: it would with others; waits; lost
	Say   string `json:"says"`
}

// GoneLine is something that can no longer happen.
type GoneLine struct {
	What  string   `json:"what"`
	Stage string   `json:"stage"`
	Who   []string `json:"who"`
	Say   string   `json:"says"`
}

// NewUnblock answers what would carry the stage a dossier is in, with so many ways of changing ballots at most. A
// dossier that is over has nothing left to carry, and says so.
func NewUnblock(d *dossier.Docket, s dossier.Standing, most int, r *words.Reader) (Unblock, error) {
	set := SettingOf(d)
	u := Unblock{Dossier: s.Dossier, AsOf: stamp(s.AsOf, set.Zone), Stage: s.Stage, Ways: []UnblockWay{}, Blockers: []UnblockBy{}, Plans: []Plan{}, Without: []Party{}, Gone: []GoneLine{}, Pledges: []PledgeLine{}, PledgesSay: []string{}}
	desk, err := whatif.Unblock(d, s.Dossier, s.AsOf, most)
	if errors.Is(err, whatif.ErrOver) {
		u.Over, u.Say = true, r.Say("unblock.over", nil)
		return u, nil
	}
	if err != nil {
		return u, err
	}
	u.Carries, u.Stalemate = desk.Carries, stale(set, s, r)
	u.blockers(set, s, r)
	u.ways(d, set, desk.Ways, r)
	for _, p := range desk.Plans {
		u.Plans = append(u.Plans, plan(set, s, p, r))
	}
	u.Without = set.parties(desk.Without, r)
	if n := len(desk.Without); n > 0 {
		u.WithoutSay = r.Say("unblock.without", words.Args{"n": n, "names": set.several(desk.Without, r)})
	}
	u.pledges(d, set, desk, r)
	for _, g := range desk.Gone {
		u.Gone = append(u.Gone, gone(set, s, g, r))
	}
	u.sentence(set, s, r)
	return u, nil
}

// several answers names as one enumeration, the first of them only where they are many.
func (s Setting) several(ids []body.MemberID, r *words.Reader) string {
	if len(ids) > maxNamed+1 {
		return r.Say("move.others", words.Args{"names": r.Commas(s.each(ids[:maxNamed], r)), "n": len(ids) - maxNamed})
	}
	return s.Names(ids, r)
}

func (u *Unblock) sentence(set Setting, s dossier.Standing, r *words.Reader) {
	stage := stageNow(set, s, r)
	names := make([]string, 0, len(u.Blockers))
	objections := 0
	for _, b := range u.Blockers {
		names = append(names, b.Name)
		if b.Objection != "" {
			objections++
		}
	}
	args := words.Args{"stage": stage, "n": len(u.Blockers), "names": r.List(names), "missing": len(u.Without)}
	switch {
	case s.Finding != nil && u.Carries:
		u.Say = r.Say("unblock.carries", args)
	case s.Finding != nil && len(u.Blockers) > 0 && objections == len(u.Blockers):
		u.Say = r.Say("unblock.objections", args)
	case s.Finding != nil && len(u.Blockers) > 0:
		u.Say = r.Say("unblock.against", args)
	case s.Finding != nil:
		u.Say = r.Say("unblock.short", args)
	case len(u.Plans) > 0:
		u.Say = r.Say("unblock.acts", args)
	default:
		u.Say = r.Say("unblock.nothing", args)
	}
}

func (u *Unblock) blockers(set Setting, s dossier.Standing, r *words.Reader) {
	for _, b := range s.Blockers {
		x := UnblockBy{Party: set.party(b.Member, r), Objection: b.Objection, Open: []OpenDemand{}}
		args := words.Args{"who": x.Name}
		if !b.Since.IsZero() {
			x.Since, x.Days = set.day(b.Since), set.days(b.Since, s.AsOf)
			args["day"], args["n"] = r.Day(b.Since.In(set.Zone)), x.Days
		}
		key := "unblock.by.against"
		if b.Objection != "" {
			key = "unblock.by.objects"
		}
		x.Say = r.Say(key, args)
		for _, o := range s.Objections {
			if o.ID != b.Objection {
				continue
			}
			for _, c := range o.Concerns {
				x.Concerns = append(x.Concerns, filed(c.Text, r))
				for _, m := range c.Demands {
					if slices.Contains(b.OpenDemands, m.ID) {
						x.Open = append(x.Open, openDemand(set, m, r))
					}
				}
			}
		}
		u.Blockers = append(u.Blockers, x)
	}
}

func openDemand(set Setting, m dossier.DemandStanding, r *words.Reader) OpenDemand {
	x := OpenDemand{ID: m.ID, Text: filed(m.Text, r), Mark: knotMark(m.State), Word: r.Say(knotKey(m.State), nil), Who: set.Names(m.Of, r)}
	for _, of := range m.Of {
		x.Of = append(x.Of, string(of))
	}
	return x
}

// ways tells the changes of ballots, grouped: any 3 of these 9.
func (u *Unblock) ways(d *dossier.Docket, set Setting, ways whatif.Ways, r *words.Reader) {
	u.CannotCarry, u.All = ways.CannotCarry, ways.All
	asked, ok := d.Asked(u.Dossier, u.Stage)
	if !ok {
		return
	}
	for _, w := range ways.Ways {
		x := UnblockWay{Changes: w.Changes}
		parts := make([]string, len(w.Parts))
		for i, p := range w.Parts {
			parts[i] = sayPart(set, asked.Question.Roll, p, r)
			x.Parts = append(x.Parts, partOf(asked.Question.Roll, p))
		}
		x.Say = r.List(parts)
		u.Ways = append(u.Ways, x)
	}
	switch {
	case ways.Carries:
	case ways.CannotCarry:
		u.WaysSay = r.Say("change.none", nil)
	case ways.Bounded:
		u.WaysSay = r.Say("unblock.ways.bounded", nil)
	case ways.All:
		u.WaysSay = r.Say("unblock.ways.all", words.Args{"n": len(ways.Ways)})
	default:
		u.WaysSay = r.Say("unblock.ways.more", words.Args{"n": len(ways.Ways)})
	}
}

func partOf(roll *body.Roll, p whatif.Part) UnblockPart {
	x := UnblockPart{Any: p.Any, From: roll.BallotName(p.From), To: []string{roll.BallotName(p.To)}}
	for _, id := range p.Of {
		x.Of = append(x.Of, string(id))
	}
	for _, b := range p.Or {
		x.To = append(x.To, roll.BallotName(b))
	}
	return x
}

// sayPart answers a part of a way: who changes from which ballot to which.
func sayPart(set Setting, roll *body.Roll, p whatif.Part, r *words.Reader) string {
	name := func(b game.Ballot) string {
		if b < game.FirstDeclared {
			return r.Say("ballot."+ballotWord(b), nil)
		}
		return plainWord(roll.BallotName(b))
	}
	to := []string{name(p.To)}
	for _, b := range p.Or {
		to = append(to, name(b))
	}
	args := words.Args{"from": name(p.From), "to": orList(to, r), "any": p.Any, "of": len(p.Of), "who": set.several(p.Of, r)}
	if p.Any < len(p.Of) {
		return r.Say("unblock.part.any", args)
	}
	return r.Say("unblock.part", args)
}

// orList answers texts as alternatives: a, b or c.
func orList(items []string, r *words.Reader) string {
	if len(items) == 1 {
		return items[0]
	}
	return r.Say("list.or", words.Args{"a": r.Commas(items[:len(items)-1]), "b": items[len(items)-1]})
}

func plan(set Setting, s dossier.Standing, p whatif.Plan, r *words.Reader) Plan {
	x := Plan{Means: string(p.Means), Title: r.Say("plan."+string(p.Means), nil), Parties: set.parties(p.Parties, r)}
	for i, step := range p.Steps {
		x.Steps = append(x.Steps, planStep(set, s, step, i, r))
	}
	if x.Lines = x.Steps; p.Means == whatif.ByActs {
		x.Lines = actLines(set, s, p, r)
	}
	return x
}

// actLines tells the steps of a stage that wants acts of many, by act: who still has to do it.
func actLines(set Setting, s dossier.Standing, p whatif.Plan, r *words.Reader) []PlanStep {
	var order []string
	who := map[string][]body.MemberID{}
	about := map[string]string{}
	for _, step := range p.Steps {
		if who[step.What] == nil {
			order = append(order, step.What)
			about[step.What] = step.About
		}
		who[step.What] = append(who[step.What], step.Who...)
	}
	// An act that is a party's last comes after those before it.
	slices.SortStableFunc(order, func(a, b string) int { return comesLater(p, a) - comesLater(p, b) })
	var lines []PlanStep
	for i, what := range order {
		step := whatif.Step{Who: who[what], Any: len(who[what]), What: what, About: about[what], Why: whatif.WhyMissing}
		lines = append(lines, planStep(set, s, step, i, r))
	}
	return lines
}

// comesLater says by 1 whether some step comes before one of that kind.
func comesLater(p whatif.Plan, what string) int {
	for _, step := range p.Steps {
		if step.What == what && len(step.After) > 0 {
			return 1
		}
	}
	return 0
}

func planStep(set Setting, s dossier.Standing, step whatif.Step, i int, r *words.Reader) PlanStep {
	x := PlanStep{N: i + 1, Any: step.Any, What: step.What, Why: string(step.Why), After: []int{}}
	for _, id := range step.Who {
		x.Who = append(x.Who, string(id))
	}
	names := set.several(step.Who, r)
	if x.Whose = names; step.Any < len(step.Who) {
		x.Whose = r.Say("plan.any", words.Args{"any": step.Any, "of": len(step.Who), "names": names})
	}
	verb, _, _ := strings.Cut(step.What, ":")
	args := words.Args{"n": 1, "parties": len(step.Who), "about": set.about(s, step.About, r), "what": plainWord(verb), "to": ""}
	if step.To != "" {
		args["to"] = ballotSay(step.To, r)
	}
	switch key := "plan.step." + verb; {
	case r.Known(key):
		x.Say = r.Say(key, args)
	case r.Known("move." + verb):
		x.Say = r.Say("move."+verb, args)
	default:
		x.Say = r.Say("move.other", args)
	}
	var after []string
	for _, a := range step.After {
		x.After = append(x.After, a+1)
		after = append(after, r.Say("plan.number", words.Args{"n": a + 1}))
	}
	if len(after) > 0 && (len(after) != 1 || step.After[0] != i-1) {
		x.Hint = r.Say("plan.after", words.Args{"steps": r.List(after), "n": len(after)})
	}
	return x
}

// ballotSay answers the word of a ballot by its name in the charter.
func ballotSay(word string, r *words.Reader) string {
	if r.Known("ballot." + word) {
		return r.Say("ballot."+word, nil)
	}
	return plainWord(word)
}

func gone(set Setting, s dossier.Standing, g whatif.Gone, r *words.Reader) GoneLine {
	x := GoneLine{What: string(g.What), Stage: g.Stage, Who: []string{}}
	for _, id := range g.Who {
		x.Who = append(x.Who, string(id))
	}
	x.Say = r.Say("gone."+string(g.What), words.Args{"stage": set.stageByID(s, g.Stage, r), "names": set.several(g.Who, r), "n": len(g.Who)})
	return x
}
