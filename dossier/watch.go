package dossier

import (
	"fmt"
	"slices"
	"time"

	"accede/act"
	"accede/act/signature"
	"accede/body"
)

// maxSkew is how far the clock of a watcher and that of the record may lie apart. Each act of cosigning so ties the record
// to a clock that is not the host's.
const maxSkew = 5 * time.Minute

// watch is what watchers have said of the record while a question was put.
type watch struct {
	heard  time.Time       // when a quorum had last seen the record; at first when the question was put
	round  []body.MemberID // who has seen it since
	unseen time.Duration   // by how much that took longer than the charter allows, so far
	run    int64           // the entry of the notice that the period has run; 0: it has not
	seen   []body.MemberID // who has seen the record after the period and the grace
}

// heldAct is an act that a watcher has and the record lacks.
type heldAct struct {
	hash    string
	dossier string
	author  body.MemberID
	since   time.Time
	by      body.MemberID // whose watcher has it
}

// watched says whether silence in a stage is assent only once watchers have seen the record. In a rehearsal nobody signs,
// so nobody watches.
func (d *Docket) watched(g *stage) bool {
	return d.charter.Watchers != nil && g.text.Silence != nil && !d.waived && !d.reported()
}

// unseen says whether the period has run unbroken and the watchers have not seen it yet.
func (q *question) unseen() bool { return q.watch.run != 0 && len(q.broken) == 0 }

// watchedPeriod answers what follows when the period of a question has run: it was too long unseen and is extended, or it
// has run. What follows then follows from acts of watchers, not from time.
func (d *Docket) watchedPeriod(s *State, g *stage) duty {
	q := g.question
	if q.watch.run != 0 {
		return duty{}
	}
	return duty{q.until, func() Notice {
		n := Notice{Kind: NoticeRun, Dossier: s.id, Stage: g.id, Dated: q.until}
		if unseen := d.unseenAt(q, q.until); unseen > 0 {
			n.Kind = NoticeExtended
			n.Reasons = []string{fmt.Sprintf("until %s: so much longer than %s at a time no quorum of watchers saw the record",
				q.until.Add(unseen).UTC().Format(time.RFC3339Nano), d.charter.Watchers.Heartbeat)}
		}
		return n
	}}
}

// unseenAt answers how long, up to an instant, the record went unseen beyond what the charter allows.
func (d *Docket) unseenAt(q *question, at time.Time) time.Duration {
	beat := d.charter.Watchers.Heartbeat
	if beat.IsZero() {
		return 0
	}
	if over := at.Sub(beat.From(q.watch.heard)); over > 0 {
		return q.watch.unseen + over
	}
	return q.watch.unseen
}

// extendUnseen makes the period longer by the time in which nobody could have been heard.
func (d *Docket) extendUnseen(g *stage) {
	q := g.question
	more := d.unseenAt(q, q.until)
	q.watch.heard, q.watch.unseen = q.until, 0
	q.until = q.until.Add(more)
}

// quorate says whether members are enough, of the roll of a stage.
func (d *Docket) quorate(g *stage, members []body.MemberID) bool {
	for _, q := range d.charter.Watchers.Quorum {
		if len(among(g, q, members)) < q.AtLeast {
			return false
		}
	}
	return true
}

// among answers those of members, in the order of the roll, that are of the class of a quorum.
func among(g *stage, q body.Quorum, members []body.MemberID) []body.MemberID {
	var all []body.MemberID
	c, ok := g.roll.Class(q.Class())
	for i, m := range g.roll.Members {
		if ok && c.In[i] && slices.Contains(members, m) {
			all = append(all, m)
		}
	}
	return all
}

// watchQuorum answers what the silence of a stage waits for, beside its period.
func (d *Docket) watchQuorum(g *stage) []WatchQuorum {
	if !d.watched(g) || g.question == nil || g.question.until.IsZero() {
		return nil
	}
	var all []WatchQuorum
	for _, q := range d.charter.Watchers.Quorum {
		all = append(all, WatchQuorum{Of: q.Class(), AtLeast: q.AtLeast, Seen: len(among(g, q, g.question.watch.seen))})
	}
	return all
}

// watchMoves answers whose move it is when a period has run and the silence waits for watchers: the members' that have one
// and whose watcher has not seen the record since; once enough have, the office's, to enter what a watcher holds.
func (d *Docket) watchMoves(g *stage) []Move {
	q := g.question
	if d.quorate(g, q.watch.seen) {
		return []Move{{Who: d.chair(), What: "enter-held:" + g.id, Since: q.until, Blocking: true}}
	}
	var all []Move
	for _, m := range g.roll.Members {
		watches := slices.ContainsFunc(d.Keyring().Cosigners(), func(k act.Key) bool { return k.Member == m })
		wanted := slices.ContainsFunc(d.charter.Watchers.Quorum, func(x body.Quorum) bool { return len(among(g, x, []body.MemberID{m})) > 0 })
		if watches && wanted && !slices.Contains(q.watch.seen, m) {
			all = append(all, Move{Who: m, What: "cosign:" + g.id, Since: q.until, Blocking: true})
		}
	}
	return all
}

// decideCosign asks of what a watcher says whether a member says it, of the body, and now.
func (d *Docket) decideCosign(a *act.Act, do *act.Cosign, at time.Time) error {
	switch {
	case d.keys.empty() && !d.waived:
		return refuse("cosign-unsigned-record")
	case !d.anyWatched():
		return refuse("cosign-no-watchers")
	case len(a.Dossiers) > 0 || a.Stage != "":
		return refuse("cosign-whole-record")
	case a.Paper != nil:
		return refuse("cosign-paper")
	case !d.body.IsMember(a.By, at):
		return refuse("cosign-members", a.By)
	case a.Date.DayOnly():
		return refuse("cosign-moment")
	}
	if apart := at.Sub(a.Date.At).Abs(); apart > maxSkew {
		return refuse("cosign-clock",
			a.Date.At.UTC().Format(time.RFC3339), at.UTC().Format(time.RFC3339), maxSkew)
	}
	for _, h := range do.Holds {
		if d.states[h.Dossier] == nil {
			return refuse("dossier-unknown", h.Dossier)
		}
		if h.Since.DayOnly() || h.Since.At.After(a.Date.At) {
			return refuse("cosign-held-later", h.Hash)
		}
		if h.By == a.By {
			// else whoever comes too late would say that its own watcher had it in time
			return refuse("cosign-held-own", h.Hash)
		}
	}
	return nil
}

// anyWatched says whether the charter in force, or one that a dossier is under, asks for watchers.
func (d *Docket) anyWatched() bool {
	if d.charter.Watchers != nil {
		return true
	}
	return slices.ContainsFunc(d.order, func(id string) bool { return d.states[id].law.charter.Watchers != nil })
}

// foldCosign notes what a watcher has seen, for every silence that waits, and what it holds.
func (d *Docket) foldCosign(e Entry, do *act.Cosign, at time.Time) {
	for _, h := range do.Holds {
		hash, err := signature.Decode(h.Hash)
		if err != nil || len(hash) != 32 {
			continue
		}
		if _, known := d.acts.hash([32]byte(hash)); known {
			continue // it came in before the watcher saw it
		}
		if !slices.ContainsFunc(d.held, func(x heldAct) bool { return x.hash == h.Hash && x.dossier == h.Dossier && x.by == e.Act.By }) {
			d.held = append(d.held, heldAct{h.Hash, h.Dossier, h.By, h.Since.At, e.Act.By})
		}
	}
	for _, id := range d.order {
		if !d.watches(d.states[id]) {
			continue
		}
		s := d.own(id)
		back := d.under(s)
		for _, g := range s.current() {
			if d.watched(g) && g.question != nil && !g.closing && len(g.question.broken) == 0 {
				d.sawIt(g, e.Act, at)
			}
		}
		d.ripen(s, at)
		back()
	}
}

// watches says whether a silence of a dossier may wait for watchers.
func (d *Docket) watches(s *State) bool {
	in := d.as(s)
	return slices.ContainsFunc(s.current(), func(g *stage) bool { return in.watched(g) && g.question != nil })
}

// sawIt notes that a member's watcher has seen the record.
func (d *Docket) sawIt(g *stage, a *act.Act, at time.Time) {
	q := g.question
	w := &q.watch
	switch {
	case w.run == 0:
		if a.SeenSize < q.seq && a.SeenSize > 0 {
			return // it had not seen the text
		}
		if !slices.Contains(w.round, a.By) {
			w.round = append(w.round, a.By)
		}
		if d.quorate(g, w.round) {
			w.unseen, w.heard, w.round = d.unseenAt(q, at), at, nil
		}
	case a.SeenSize >= w.run && !at.Before(d.charter.Watchers.Grace.From(q.until)):
		if !slices.Contains(w.seen, a.By) {
			w.seen = append(w.seen, a.By)
		}
	}
}

// ripen owes the finding of every silence of a dossier that enough watchers have seen and nothing that was deposited in
// time stands in the way of.
func (d *Docket) ripen(s *State, at time.Time) {
	for _, g := range s.current() {
		q := g.question
		if !d.watched(g) || q == nil || !q.unseen() || g.closing || !d.quorate(g, q.watch.seen) || d.holdsBack(s, q) {
			continue
		}
		g.closing = true
		d.owe(d.found(s, g, NoticeSilence, at))
	}
}

// holdsBack says whether a watcher holds an act for the dossier that was deposited while the question was put and before
// its deadline.
func (d *Docket) holdsBack(s *State, q *question) bool {
	return slices.ContainsFunc(d.held, func(h heldAct) bool { return h.holds(s, q) })
}

func (h heldAct) holds(s *State, q *question) bool {
	return h.dossier == s.id && !h.since.Before(q.put) && h.since.Before(q.until)
}

// deposited answers since when a watcher has had an act that now comes in, the earliest if several had it.
func (d *Docket) deposited(e Entry) (time.Time, bool) {
	if len(d.held) == 0 {
		return time.Time{}, false
	}
	since, found := time.Time{}, false
	hash := e.ActHash()
	name := signature.Encode(hash[:])
	for _, h := range d.held {
		if h.hash == name && h.author == e.Act.By && slices.Contains(e.Act.Dossiers, h.dossier) && (!found || h.since.Before(since)) {
			since, found = h.since, true
		}
	}
	return since, found
}

// release drops what watchers held and the record now has; what waited for that follows.
func (d *Docket) release(e Entry, at time.Time) {
	if len(d.held) == 0 {
		return
	}
	hash := e.ActHash()
	name := signature.Encode(hash[:])
	before := len(d.held)
	d.held = slices.DeleteFunc(slices.Clone(d.held), func(h heldAct) bool { return h.hash == name })
	if len(d.held) == before {
		return
	}
	for _, id := range e.Act.Dossiers {
		if s := d.own(id); s != nil {
			back := d.under(s)
			d.ripen(s, at)
			back()
		}
	}
}

// WatchDue says whether an act of cosigning by a member would change something at an instant, and otherwise the first
// instant at which it may; the zero instant: not before the record has grown.
func (d *Docket) WatchDue(member body.MemberID, at time.Time) (due bool, next time.Time) {
	for _, id := range d.order {
		s := d.states[id]
		in := d.as(s)
		for _, g := range s.current() {
			q := g.question
			if !in.watched(g) || q == nil || g.closing || len(q.broken) > 0 || q.until.IsZero() {
				continue
			}
			from, ok := in.watchFrom(q, member)
			switch {
			case !ok:
			case !from.After(at):
				return true, time.Time{}
			case next.IsZero() || from.Before(next):
				next = from
			}
		}
	}
	return false, next
}

// Unsaid says whether a watcher of a member holds an act that it has not said it holds, and that the record lacks.
func (d *Docket) Unsaid(member body.MemberID, holds []act.Held) bool {
	return slices.ContainsFunc(holds, func(h act.Held) bool {
		return !slices.ContainsFunc(d.held, func(x heldAct) bool { return x.hash == h.Hash && x.dossier == h.Dossier && x.by == member })
	}) && d.anyWatched()
}

// watchFrom answers from when a member's cosigning counts for a question; not ok while it would not.
func (d *Docket) watchFrom(q *question, member body.MemberID) (time.Time, bool) {
	w := d.charter.Watchers
	switch {
	case q.watch.run != 0:
		return w.Grace.From(q.until), !slices.Contains(q.watch.seen, member)
	case w.Heartbeat.IsZero() || slices.Contains(q.watch.round, member):
		return time.Time{}, false
	}
	return q.watch.heard.Add(w.Heartbeat.From(q.watch.heard).Sub(q.watch.heard) / 2), true
}

// heldBy answers whose watchers hold an act back from a question, each member once.
func (d *Docket) heldBy(s *State, q *question) []body.MemberID {
	var all []body.MemberID
	for _, h := range d.held {
		if h.holds(s, q) && !slices.Contains(all, h.by) {
			all = append(all, h.by)
		}
	}
	return all
}
