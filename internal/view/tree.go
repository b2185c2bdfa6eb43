package view

import (
	"time"

	"accede/dossier"

	"accede/internal/view/words"
)

// Node is one box of the tree from objection to evidence.
type Node struct {
	Kind string // objection, concern, demand, commitment, measure
	Text words.Filed
	Mark Mark
	Word string
	Foot string // by whom, and when
	Wait string // whom it waits on; empty where it waits on nobody
	Kids []Node
}

// tree answers the objections with everything below them, those that stand first.
func tree(set Setting, s dossier.Standing, r *words.Reader) []Node {
	t := treeMaker{set, s, r}
	var nodes []Node
	for _, stands := range []bool{true, false} {
		for _, o := range s.Objections {
			if o.Stands == stands {
				nodes = append(nodes, t.objection(o))
			}
		}
	}
	return nodes
}

type treeMaker struct {
	set Setting
	s   dossier.Standing
	r   *words.Reader
}

func (t treeMaker) day(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	at = at.In(t.set.Zone)
	if at.Year() == t.s.AsOf.In(t.set.Zone).Year() {
		return t.r.DayShort(at)
	}
	return t.r.DayTiny(at)
}

func (t treeMaker) foot(key string, args words.Args) string { return t.r.Say("tree."+key, args) }

func (t treeMaker) objection(o dossier.ObjectionStanding) Node {
	args := words.Args{"who": t.set.Name(o.By, t.r), "day": t.day(o.Since)}
	n := Node{Kind: "objection", Mark: knotMark(o.State), Word: t.r.Say(knotKey(o.State), nil), Foot: t.foot("since", args)}
	n.Text = words.Filed{Text: t.r.Say("tree.objects", args)}
	switch {
	case !o.Withdrawn.IsZero():
		args["day"] = t.day(o.Withdrawn)
		n.Mark, n.Word, n.Foot = MarkAside, t.r.Say("knot.withdrawn", nil), t.foot("on", args)
		n.Text.Text = t.r.Say("tree.objected", args)
	case !o.Stands:
		n.Mark, n.Word = MarkAside, t.r.Say("knot.other-stage", nil)
		n.Text.Text = t.r.Say("tree.objected", args)
	}
	for _, c := range o.Concerns {
		n.Kids = append(n.Kids, t.concern(c))
	}
	return n
}

func (t treeMaker) concern(c dossier.ConcernStanding) Node {
	n := Node{Kind: "concern", Text: filed(c.Text, t.r), Mark: knotMark(c.State), Word: t.r.Say(knotKey(c.State), nil)}
	if c.Progress != "" {
		n.Foot = t.r.Say("progress."+c.Progress, nil)
		if !c.Moved.IsZero() {
			n.Foot = t.foot("progress", words.Args{"progress": n.Foot, "day": t.day(c.Moved)})
		}
	}
	for _, d := range c.Demands {
		n.Kids = append(n.Kids, t.demand(d))
	}
	return n
}

func (t treeMaker) demand(d dossier.DemandStanding) Node {
	n := Node{Kind: "demand", Text: filed(d.Text, t.r), Mark: knotMark(d.State), Word: t.r.Say(knotKey(d.State), nil)}
	n.Foot = t.foot("to", words.Args{"who": t.set.Names(d.Of, t.r), "day": t.day(d.Since)})
	if d.State == dossier.KnotOpen || d.State == dossier.KnotTalks && len(d.Commitments) == 0 {
		n.Wait = t.foot("waits", words.Args{"who": t.set.Names(d.Of, t.r)})
	}
	for _, c := range d.Commitments {
		n.Kids = append(n.Kids, t.commitment(c))
	}
	if len(d.Commitments) == 0 && d.State != dossier.KnotMet {
		n.Kids = []Node{{Kind: "commitment", Text: words.Filed{Text: t.r.Say("tree.none", nil)}, Word: t.r.Say("knot.awaited", nil)}}
	}
	return n
}

func (t treeMaker) commitment(c dossier.CommitmentStanding) Node {
	n := Node{Kind: "commitment", Text: filed(c.Text, t.r), Mark: knotMark(c.State), Word: t.r.Say(knotKey(c.State), nil)}
	args := words.Args{"who": t.set.Names(c.By, t.r), "day": t.day(c.Since), "clause": c.Clause}
	n.Foot = t.foot("by", args)
	if c.ID == "" { // what was done about the demand without a promise
		n.Text, n.Word = words.Filed{Text: t.r.Say("tree.direct", nil)}, t.r.Say("knot.done", nil)
	}
	if c.Clause != "" {
		n.Foot = t.foot("clause", args)
	}
	for _, m := range c.Measures {
		n.Kids = append(n.Kids, t.measure(m))
	}
	return n
}

func (t treeMaker) measure(m dossier.MeasureStanding) Node {
	n := Node{Kind: "measure", Text: filed(m.Text, t.r), Mark: MarkTalks, Word: t.r.Say("measure.reported", nil)}
	n.Foot = t.foot("by", words.Args{"who": t.set.Name(m.By, t.r), "day": t.day(m.Since)})
	if !m.Assessed {
		return n
	}
	n.Word = t.r.Say("measure."+m.Direction, words.Args{"strength": m.Strength})
	switch m.Direction {
	case "toward":
		n.Mark = MarkAgreed
	case "none":
		n.Mark = MarkTalks
	case "away":
		n.Mark = MarkOpen
	}
	return n
}
