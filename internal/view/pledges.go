package view

import (
	"slices"

	"accede/dossier"
	"accede/game"
	"accede/whatif"

	"accede/internal/view/words"
)

// pledges tells the conditional positions, and what they come to: with nobody moving first, and carried out together.
// Neither is counted by the record: who holds its position back is pending until it says so.
func (u *Unblock) pledges(d *dossier.Docket, set Setting, desk whatif.Desk, r *words.Reader) {
	asked, ok := d.Asked(desk.Dossier, desk.Stage)
	if !ok {
		return
	}
	roll := asked.Question.Roll
	for _, p := range desk.Pledges {
		i, _ := roll.Index(p.Member)
		x := PledgeLine{Party: set.party(p.Member, r), If: p.Text, State: "waits"}
		switch {
		case desk.Settled.Least.Ballots[i] == game.For:
			x.State = "holds"
		case slices.Contains(desk.Settled.Held, p.Member):
			x.State = "together"
		}
		x.Say = r.Say("pledge."+x.State, words.Args{"who": x.Name, "if": p.Text})
		u.Pledges = append(u.Pledges, x)
	}
	for _, id := range desk.Lost {
		x := PledgeLine{Party: set.party(id, r), State: "lost"}
		x.Say = r.Say("pledge.lost", words.Args{"who": x.Name})
		u.Pledges = append(u.Pledges, x)
	}
	if desk.Settled == nil {
		return
	}
	say := func(key string, args words.Args) { u.PledgesSay = append(u.PledgesSay, r.Say(key, args)) }
	say("pledge.least."+carries(desk.Settled.Least), nil)
	if len(desk.Settled.Held) > 0 {
		say("pledge.greatest."+carries(desk.Settled.Greatest), words.Args{"names": set.Names(desk.Settled.Held, r)})
	}
	for _, cycle := range desk.Settled.Cycles {
		say("pledge.cycle", words.Args{"names": set.Names(cycle, r)})
	}
	if len(desk.Settled.Unmet) > 0 {
		say("pledge.unmet", words.Args{"n": len(desk.Settled.Unmet), "facts": r.List(desk.Settled.Unmet)})
	}
}

// carries says how a count would end if the stage were closed on it.
func carries(c whatif.Count) string {
	if c.IfClosedNow == game.Adopted {
		return "carries"
	}
	return "fails"
}
