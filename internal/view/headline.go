package view

import (
	"accede/body"
	"accede/dossier"
	"accede/game"

	"accede/internal/view/words"
)

func bodyID(id string) body.MemberID { return body.MemberID(id) }

// maxNamed is how many members a sentence names before it counts them.
const maxNamed = 3

// headline answers the sentence that says where the dossier stands. Each is one message, exact for the rule of the
// stage: nobody who has said nothing is said to consent.
func headline(set Setting, s dossier.Standing, r *words.Reader) []words.Span {
	applicant := set.Name(s.Applicant, r)
	day := func(key string) []words.Span {
		return r.Rich(key, words.Args{"who": applicant, "day": r.Day(s.EndedAt.In(set.Zone)), "n": s.Required})
	}
	switch {
	case s.Ended == "withdrawn":
		return day("headline.withdrawn")
	case s.Ended == "lapsed":
		return day("headline.lapsed")
	case s.Ended == "rejected":
		return day("headline.rejected")
	case s.InForce && s.Member && s.Required > 0 && s.Deposited == s.Required:
		return day("headline.member.all")
	case s.InForce && s.Member:
		return day("headline.member")
	case s.InForce:
		return day("headline.done")
	case s.Rule != "":
		return ruleHeadline(set, s, r)
	case len(s.Steps) > 0 && set.wantsEach(s):
		return stepsHeadline(set, s, r)
	}
	return partyHeadline(set, s, r)
}

// wantsEach says whether the stage the dossier is in wants acts of several parties, not of one.
func (set Setting) wantsEach(s dossier.Standing) bool {
	st := set.stage(s.Procedure, s.Stage)
	return st == nil || len(st.Each) > 0 || st.When != nil
}

// ruleHeadline speaks of a stage that a rule decides.
func ruleHeadline(set Setting, s dossier.Standing, r *words.Reader) []words.Span {
	t, ok := decidingTest(s)
	if !ok {
		return r.Rich("headline.open", words.Args{"stage": stageNow(set, s, r)})
	}
	test := readTest(t)
	pending, against := count(set, s, game.Pending), standing(s)
	args := testArgs(set.teller(r), t)
	args["n"], args["pending"], args["against"] = t.Base, pending, len(against)
	args["names"], args["stage"] = set.Names(against, r), stageNow(set, s, r)
	key := "headline.rule"
	switch {
	case len(s.Finding.Tests) == 1 && test.isNone("against"):
		key = "headline.consensus"
	case len(s.Finding.Tests) == 1 && test.isAll("for"):
		key = "headline.unanimity"
	}
	switch {
	case s.Outcome != game.Open && currentClosed(s):
		return r.Rich("headline.found."+s.Outcome.String(), args)
	case key == "headline.rule":
		return r.Rich(key+"."+s.Finding.IfClosedNow.String(), args)
	case len(against) == 0 && t.Have == 0 && key == "headline.consensus":
		return r.Rich(key+".clear", args)
	case len(against) > maxNamed:
		return r.Rich(key+".many", args)
	case len(against) == 0:
		return r.Rich(key+".open", args)
	}
	return r.Rich(key, args)
}

// currentClosed says whether the stage the dossier is in has its finding.
func currentClosed(s dossier.Standing) bool {
	for _, st := range s.Stages {
		if st.ID == s.Stage {
			return !st.Done.IsZero()
		}
	}
	return false
}

// standing answers the members who stand in the way, in order, each once.
func standing(s dossier.Standing) []body.MemberID {
	var ids []body.MemberID
	for _, b := range s.Blockers {
		if len(ids) == 0 || ids[len(ids)-1] != b.Member {
			ids = append(ids, b.Member)
		}
	}
	return ids
}

func count(set Setting, s dossier.Standing, kind game.Ballot) int {
	n := 0
	for _, p := range s.Positions {
		if kindOf(set.Charter, p.Ballot) == kind {
			n++
		}
	}
	return n
}

// stepsHeadline speaks of a stage that wants acts of each.
func stepsHeadline(set Setting, s dossier.Standing, r *words.Reader) []words.Span {
	var missing, undeposited []body.MemberID
	done := 0
	for _, party := range s.Steps {
		mark, _, _ := stepsMark(party)
		switch mark {
		case MarkMet:
			done++
		case MarkAgreed:
			undeposited = append(undeposited, party.Party)
		case MarkWait, MarkTalks, MarkOpen, MarkAside:
			missing = append(missing, party.Party)
		}
	}
	args := words.Args{
		"who": set.Name(s.Applicant, r), "n": len(s.Steps), "done": done, "approved": done + len(undeposited),
		"left": len(missing), "names": set.Names(missing, r), "owe": len(undeposited), "owing": set.Names(undeposited, r),
	}
	if len(s.Steps[0].Steps) == 1 {
		key := "headline.each." + string(s.Steps[0].Steps[0].Act)
		if (s.Status == "invited" || s.Status == "invitee") && r.Known(key+".invited") {
			key += ".invited"
		}
		return r.Rich(key, args)
	}
	key := "headline.steps"
	switch {
	case len(missing) == 0 && len(undeposited) <= maxNamed:
		key += ".deposits"
	case len(missing) == 0:
		key += ".deposits.many"
	case len(missing) > maxNamed:
		key += ".many"
	}
	// Members alone are called members; with an applicant among them they are parties.
	if st := set.stage(s.Procedure, s.Stage); st != nil && (len(st.Each) != 1 || st.Each[0] != body.Everyone) {
		key += ".parties"
	}
	return r.Rich(key, args)
}

// partyHeadline speaks of a stage that wants one act of one party.
func partyHeadline(set Setting, s dossier.Standing, r *words.Reader) []words.Span {
	who, key := set.Name(s.Applicant, r), "headline.party"
	if st := set.stage(s.Procedure, s.Stage); st != nil {
		if st.By != "" && st.By != "applicant" {
			who = set.Name(body.MemberID(st.By), r)
		}
		if specific := "headline.party." + st.Act; r.Known(specific) {
			key = specific
		}
	}
	return r.Rich(key, words.Args{"who": who, "stage": stageNow(set, s, r)})
}

// stageNow answers the name of the stage the dossier is in.
func stageNow(set Setting, s dossier.Standing, r *words.Reader) string {
	for _, st := range s.Stages {
		if st.ID == s.Stage {
			return set.stageName(st, r)
		}
	}
	return spoken(r, "stage.", baseOf(s.Stage))
}
