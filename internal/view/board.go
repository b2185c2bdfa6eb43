package view

import (
	"slices"
	"strings"

	"accede/body"
	"accede/dossier"

	"accede/internal/view/words"
)

// WayPage is all that stands between objection and yes, seen in one of three ways.
type WayPage struct {
	Head     `json:"-"`
	View     string      `json:"-"` // state, mover, tree
	Views    []Choice    `json:"-"`
	Concern  string      `json:"-"` // id of the concern the page is filtered by; empty for all
	Concerns []Choice    `json:"-"`
	Empty    string      `json:"-"` // said where nobody objected
	Lanes    []Lane      `json:"lanes"`
	Movers   []Mover     `json:"movers"`
	Tree     []Node      `json:"-"`
	Stale    string      `json:"stalemate,omitempty"`
	Counts   string      `json:"-"` // how many demands are in each state, in one sentence
	Shares   []LaneShare `json:"-"` // the same as a bar
}

// LaneShare is the part of a bar one lane takes, in thousandths.
type LaneShare struct {
	Mark     Mark
	From, To int
}

// Lane is the demands of one state.
type Lane struct {
	Mark  Mark   `json:"mark"`
	Word  string `json:"word"`
	Hint  string `json:"-"`
	Cards []Card `json:"cards"`
}

// Card is one demand.
type Card struct {
	ID        string      `json:"id"`
	Text      words.Filed `json:"text"`
	Concern   words.Filed `json:"concern"`
	From      Party       `json:"from"`
	To        []Party     `json:"to"`
	ToSay     string      `json:"-"`
	Mark      Mark        `json:"state"`
	Since     string      `json:"since"`
	Due       string      `json:"due,omitempty"`
	Late      bool        `json:"late,omitempty"`
	Answer    string      `json:"answer"`            // what was answered, in a line
	Promises  []Bar       `json:"promises"`          // each commitment that answers it
	Closing   string      `json:"closing,omitempty"` // what both sides say of it
	Wait      string      `json:"waits,omitempty"`   // whom it waits on
	Withdrawn bool        `json:"-"`                 // the objection it was made under does not stand in this stage
	concern   string
}

// Mover is one party with what it has to do.
type Mover struct {
	Party    Party      `json:"party"`
	Blocking []MoveLine `json:"blocking"`
	Besides  []MoveLine `json:"besides"`
	Count    int        `json:"-"`
}

// laneOrder is the states in the order of the lanes.
var laneOrder = [...]dossier.Knot{dossier.KnotOpen, dossier.KnotAwaited, dossier.KnotTalks, dossier.KnotAgreed, dossier.KnotMet}

// NewWayPage answers the page of what stands in the way; look is the way of looking at it, concern the id of the
// concern it is filtered by. One that is not there shows all.
func NewWayPage(set Setting, s dossier.Standing, look, concern string, r *words.Reader) WayPage {
	p := WayPage{Head: NewHead(set, s, r), Stale: stale(set, s, r)}
	for _, v := range []string{"state", "mover", "tree"} {
		p.Views = append(p.Views, Choice{Key: v, Word: r.Say("way.view."+v, nil), Count: -1})
	}
	p.View = choose(p.Views, look)
	p.Concerns = []Choice{{Word: r.Say("roll.all", nil)}}
	for _, o := range s.Objections {
		for _, c := range o.Concerns {
			text := filed(c.Text, r)
			p.Concerns = append(p.Concerns, Choice{Key: c.ID, Word: text.Text, Lang: text.Lang, Count: len(c.Demands)})
			p.Concerns[0].Count += len(c.Demands)
		}
	}
	p.Concern = choose(p.Concerns, concern)
	s.Objections = onlyConcern(s.Objections, p.Concern)
	p.lanes(set, s, r)
	p.Tree = tree(set, s, r)
	p.Movers = movers(set, s, p.Concern, r)
	if len(s.Objections) == 0 {
		p.Empty = r.Say("tree.empty", nil)
	}
	return p
}

// onlyConcern answers the objections with one concern alone; all of it where the concern is empty.
func onlyConcern(all []dossier.ObjectionStanding, concern string) []dossier.ObjectionStanding {
	if concern == "" {
		return all
	}
	var kept []dossier.ObjectionStanding
	for _, o := range all {
		o.Concerns = slices.DeleteFunc(slices.Clone(o.Concerns), func(c dossier.ConcernStanding) bool { return c.ID != concern })
		if len(o.Concerns) > 0 {
			o.State = o.Concerns[0].State
			kept = append(kept, o)
		}
	}
	return kept
}

func (p *WayPage) lanes(set Setting, s dossier.Standing, r *words.Reader) {
	var counts []string
	total, from := 0, 0
	for _, k := range laneOrder {
		lane := Lane{Mark: knotMark(k), Word: r.Say(knotKey(k), nil), Hint: r.Say("way.lane."+strings.ReplaceAll(k.String(), " ", "-"), nil), Cards: []Card{}}
		for _, o := range s.Objections {
			for _, c := range o.Concerns {
				for _, d := range c.Demands {
					if d.State == k {
						lane.Cards = append(lane.Cards, card(set, s, o, c, d, r))
					}
				}
			}
		}
		total += len(lane.Cards)
		counts = append(counts, r.Say("legend.count", words.Args{"word": lane.Word, "n": len(lane.Cards)}))
		p.Lanes = append(p.Lanes, lane)
	}
	for _, l := range p.Lanes {
		if n := len(l.Cards); n > 0 {
			p.Shares = append(p.Shares, LaneShare{l.Mark, from * 1000 / total, (from + n) * 1000 / total})
			from += n
		}
	}
	p.Counts = r.Say("way.counts", words.Args{"n": total, "counts": r.List(counts)})
}

func card(set Setting, s dossier.Standing, o dossier.ObjectionStanding, c dossier.ConcernStanding, d dossier.DemandStanding, r *words.Reader) Card {
	x := Card{
		ID: d.ID, Text: filed(d.Text, r), Concern: filed(c.Text, r), From: set.party(o.By, r), To: set.parties(d.Of, r), ToSay: set.Names(d.Of, r),
		Mark: knotMark(d.State), Withdrawn: !o.Stands, concern: c.ID, Promises: []Bar{},
	}
	x.Since = r.Say("way.since", words.Args{"day": r.Day(d.Since.In(set.Zone)), "n": set.days(d.Since, s.AsOf)})
	if !d.Due.IsZero() {
		x.Due, x.Late = r.Moment(d.Due.In(set.Zone), zoneCity(set.Charter.TimeZone)), d.Due.Before(s.AsOf)
	}
	measures, assessed := 0, 0
	for _, y := range d.Commitments {
		if y.ID != "" {
			x.Promises = append(x.Promises, Bar{filed(y.Text, r), knotMark(y.State), r.Say(knotKey(y.State), nil)})
		}
		for _, m := range y.Measures {
			measures++
			if m.Assessed {
				assessed++
			}
		}
	}
	x.Answer = r.Say("way.answer", words.Args{"promises": len(x.Promises), "measures": measures, "assessed": assessed})
	if d.Closing != "" {
		x.Closing = r.Say("way.closing."+strings.ReplaceAll(d.Closing, " ", "-"), words.Args{"who": x.From.Name})
	}
	if len(d.Commitments) == 0 && d.State != dossier.KnotMet && o.Stands {
		x.Wait = r.Say("tree.waits", words.Args{"who": x.ToSay})
	}
	return x
}

// movers answers everybody who has something to do, those the stage waits for first, in alphabetical order; about one concern alone where it
// is not empty.
func movers(set Setting, s dossier.Standing, concern string, r *words.Reader) []Mover {
	about := aboutConcern(s, concern)
	var ids []body.MemberID
	for _, m := range s.Next {
		if _, thing, _ := strings.Cut(m.What, ":"); concern != "" && !about[thing] {
			continue
		}
		if !slices.Contains(ids, m.Who) {
			ids = append(ids, m.Who)
		}
	}
	all := make([]Mover, 0, len(ids))
	for _, id := range ids {
		own := s
		own.Next = nil
		for _, m := range s.Next {
			if _, thing, _ := strings.Cut(m.What, ":"); m.Who == id && (concern == "" || about[thing]) {
				own.Next = append(own.Next, m)
			}
		}
		x := Mover{Party: set.party(id, r), Count: len(own.Next)}
		x.Blocking, x.Besides = eachMove(set, own, r)
		all = append(all, x)
	}
	words.Order(r, all, func(x Mover) string { return x.Party.Name })
	slices.SortStableFunc(all, func(a, b Mover) int { return min(len(b.Blocking), 1) - min(len(a.Blocking), 1) })
	return all
}

// eachMove answers a line for each move: none is gathered up with another.
func eachMove(set Setting, s dossier.Standing, r *words.Reader) (blocking, besides []MoveLine) {
	blocking, besides = []MoveLine{}, []MoveLine{}
	for _, m := range s.Next {
		line := newGroup(m).line(set, s, r)
		if m.Blocking {
			blocking = append(blocking, line)
		} else {
			besides = append(besides, line)
		}
	}
	return blocking, besides
}

// aboutConcern answers the ids of all that hangs below a concern.
func aboutConcern(s dossier.Standing, concern string) map[string]bool {
	ids := map[string]bool{}
	for _, o := range s.Objections {
		for _, c := range o.Concerns {
			if c.ID != concern {
				continue
			}
			for _, y := range c.Answers {
				ids[y.ID] = true
			}
			for _, d := range c.Demands {
				ids[d.ID] = true
				for _, y := range d.Commitments {
					ids[y.ID] = true
					for _, m := range y.Measures {
						ids[m.ID] = true
					}
				}
			}
		}
	}
	return ids
}
