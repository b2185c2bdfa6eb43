package view

import (
	"slices"
	"strings"
	"time"

	"accede/act"
	"accede/body"
	"accede/dossier"

	"accede/internal/view/words"
)

// ActMenu is what a party may do now, in one dossier or for the body.
type ActMenu struct {
	Who    Party
	Groups []ActGroup
	Moves  []string // what the dossier waits for from this party
}

// ActGroup is acts of one sort.
type ActGroup struct {
	Key   string
	Title string
	Items []ActItem
}

// ActItem is one kind of act that may be performed.
type ActItem struct {
	Kind  string
	Title string
	Hint  string
	Move  bool       // the dossier waits for it
	About []ActAbout // the things it may be about, where a form can be opened for each
}

// ActAbout is one thing an act may be about.
type ActAbout struct {
	ID   string
	Text words.Filed
}

// actGroup is the kinds of one group of the menu.
type actGroup struct {
	key   string
	kinds []act.Kind
}

// actGroups answers every kind of act, grouped as they are offered.
func actGroups() []actGroup {
	return []actGroup{
		{"position", []act.Kind{act.KindPosition, act.KindReserve, act.KindRecuse}},
		{"objection", []act.Kind{act.KindObject, act.KindConcern, act.KindWithdraw}},
		{"demands", []act.Kind{act.KindDemand, act.KindAssess}},
		{"commitments", []act.Kind{act.KindCommit, act.KindMemorandum, act.KindMeasure}},
		{"talks", []act.Kind{act.KindTalks, act.KindPropose, act.KindReact, act.KindStatement}},
		{"consent", []act.Kind{act.KindSign, act.KindApprove, act.KindDeposit, act.KindDomestic}},
		{"conduct", []act.Kind{act.KindPut, act.KindExtend, act.KindCount, act.KindClose}},
		{"paper", []act.Kind{act.KindConfirm}},
		{"erasure", []act.Kind{act.KindRedact}},
		{"membership", []act.Kind{act.KindApply, act.KindAdmit, act.KindSuspend, act.KindReinstate, act.KindExpel, act.KindLeave}},
	}
}

// manyThings is from how many on the things an act may be about are not listed one by one.
const manyThings = 7

// NewActMenu answers what a party may do at an instant in a dossier, or, without an id, for the body. There are no
// groups where it may do nothing.
func NewActMenu(d *dossier.Docket, by body.MemberID, id string, at time.Time, r *words.Reader) ActMenu {
	set := SettingOf(d)
	m := ActMenu{Who: set.party(by, r)}
	st, _ := d.Standing(id, at) // the zero standing waits for nobody
	waits := waitsFor(st, by)
	for _, k := range waits {
		m.Moves = append(m.Moves, r.Say("do."+string(k), nil))
	}
	offers := d.Offers(by, id, at)
	for _, g := range actGroups() {
		group := ActGroup{Key: g.key, Title: r.Say("do.group."+g.key, nil)}
		for _, kind := range g.kinds {
			if mine := offersOf(slices.Clone(offers), kind); len(mine) > 0 {
				group.Items = append(group.Items, actItem(d, set, st, kind, mine, slices.Contains(waits, kind), r))
			}
		}
		if len(group.Items) > 0 {
			m.Groups = append(m.Groups, group)
		}
	}
	return m
}

func actItem(d *dossier.Docket, set Setting, st dossier.Standing, kind act.Kind, mine []dossier.Offer, move bool, r *words.Reader) ActItem {
	item := ActItem{Kind: string(kind), Title: r.Say("do."+string(kind), nil), Move: move}
	if key := "do.hint." + string(kind); r.Known(key) {
		item.Hint = r.Say(key, nil)
	}
	s := sheet{q: ActAsk{Docket: d, Dossier: st.Dossier, Reader: r}, set: set, st: st}
	for _, o := range mine {
		if o.About == "" || slices.ContainsFunc(item.About, func(x ActAbout) bool { return x.ID == o.About }) {
			continue
		}
		item.About = append(item.About, ActAbout{o.About, s.thing(o.Subject, o.About)})
	}
	if len(item.About) >= manyThings {
		item.About = nil
	}
	return item
}

// waitsFor answers the kinds of act by which a party would make its moves.
func waitsFor(st dossier.Standing, by body.MemberID) []act.Kind {
	var kinds []act.Kind
	for _, m := range st.Next {
		verb, _, _ := strings.Cut(m.What, ":")
		kind := act.Kind(verb)
		switch verb {
		case "answer-demand":
			kind = act.KindCommit
		case "report-measure":
			kind = act.KindMeasure
		case "withdraw-objection":
			kind = act.KindWithdraw
		case "convene-talks":
			kind = act.KindTalks
		case "take-position":
			kind = act.KindPosition
		}
		if m.Who == by && !slices.Contains(kinds, kind) {
			kinds = append(kinds, kind)
		}
	}
	return kinds
}

// Seats answers every party that may act in a record: the applicants, who conducts the proceedings, the members and
// other parties of the charter in the order of the reader's language.
func Seats(d *dossier.Docket, at time.Time, r *words.Reader) []Party {
	set := SettingOf(d)
	var first, rest []body.MemberID
	for _, id := range d.Dossiers() {
		if st, err := d.Standing(id, at); err == nil {
			first = append(first, st.Applicant)
		}
	}
	for _, a := range d.Charter().Applicants {
		first = append(first, a.ID)
	}
	first = append(first, Offices(d.Charter())...)
	rest = d.Body().Members(at)
	for _, p := range d.Charter().Parties {
		rest = append(rest, p.ID)
	}
	var seats, others []Party
	seen := map[body.MemberID]bool{}
	for i, id := range append(first, rest...) {
		if seen[id] {
			continue
		}
		seen[id] = true
		if i < len(first) {
			seats = append(seats, set.party(id, r))
		} else {
			others = append(others, set.party(id, r))
		}
	}
	words.Order(r, others, func(p Party) string { return p.Name })
	return append(seats, others...)
}

// MayTake says whether a party is one of those who may act in a record.
func MayTake(d *dossier.Docket, id body.MemberID, at time.Time, r *words.Reader) bool {
	return slices.ContainsFunc(Seats(d, at, r), func(p Party) bool { return p.ID == string(id) })
}
