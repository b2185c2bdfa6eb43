// Package letter works out what people are to be told, and whom it concerns: that something is theirs to do, that a
// silence was opened, broken or has ended, a finding, an entry into force, a deadline that is near.
//
// It knows standings and the histories of dossiers, and it is told the time. It refuses to know addresses, languages,
// mail, stores and clocks: what is told is worked out from the record alone, so that the same record always tells the
// same people the same things.
package letter

import (
	"cmp"
	"crypto/sha256"
	"encoding/base64"
	"slices"
	"strings"
	"time"

	"accede/body"
	"accede/dossier"
	"accede/game"
)

// Kind is the word for a kind of matter. The set is closed.
type Kind string

// The kinds of matter.
const (
	Move          Kind = "move"           // something is a party's to do
	Nearing       Kind = "nearing"        // the deadline of such a thing is near
	SilenceOpened Kind = "silence-opened" // a text is adopted unless somebody speaks before the deadline
	SilenceBroken Kind = "silence-broken" // somebody has spoken
	SilenceEnded  Kind = "silence-ended"  // the period has run: what silence means has come to pass
	Finding       Kind = "finding"        // a stage decided by a rule is closed
	InForce       Kind = "in-force"       // entry into force
)

// Kinds answers every kind, in the order in which a letter tells them.
func Kinds() []Kind {
	return []Kind{Move, Nearing, SilenceOpened, SilenceBroken, SilenceEnded, Finding, InForce}
}

// Matter is one thing to tell. Dossier, Kind, Who, What and Since make it the same matter or another: Key is made of
// them alone, because a notice that follows from a reported record has no position of its own.
type Matter struct {
	Kind    Kind
	Dossier string
	Who     body.MemberID // whose move it is, or who broke the silence; empty: nobody in particular
	What    string        // of a move, its verb and thing: answer-demand:pkk; else the id of the stage
	Since   time.Time     // since when it is so, or when it happened
	Due     time.Time     // zero: there is no deadline
	Outcome game.Outcome  // of a stage that was closed, or whose silence has ended

	Blocking bool // of a move: the stage the dossier is in waits for it
}

// Everybody says whether a matter is told to all who have to do with the dossier, not only to the party it names.
func (m Matter) Everybody() bool { return m.Kind != Move && m.Kind != Nearing }

// Key answers what a matter is known by, in 22 letters that may stand in an address of mail: the same for the same
// matter on every machine.
func (m Matter) Key() string {
	parts := []string{"accede/letter/1", m.Dossier, string(m.Kind), string(m.Who), m.What, m.Since.UTC().Format(time.RFC3339Nano)}
	h := sha256.Sum256([]byte(strings.Join(parts, "\n")))
	return base64.RawURLEncoding.EncodeToString(h[:16])
}

// Of answers every matter of the dossiers named, of all where none is, as they stand at an instant, in the order of
// the docket and then of time: what is somebody's to do now, and what has happened. The docket is folded up to then.
func Of(d *dossier.Docket, at time.Time, dossiers ...string) ([]Matter, error) {
	if len(dossiers) == 0 {
		dossiers = d.Dossiers()
	}
	var all []Matter
	for _, id := range dossiers {
		s, err := d.Standing(id, at)
		if err != nil {
			return nil, err
		}
		own := append(happened(d, id), silence(s)...)
		for _, m := range s.Next {
			own = append(own, Matter{Kind: Move, Dossier: id, Who: m.Who, What: m.What, Since: m.Since, Due: m.Due, Blocking: m.Blocking})
		}
		slices.SortStableFunc(own, func(a, b Matter) int { return a.Since.Compare(b.Since) })
		all = append(all, own...)
	}
	return all, nil
}

// happened answers the findings, the ends of silences and the entry into force in the history of a dossier.
func happened(d *dossier.Docket, id string) []Matter {
	var all []Matter
	for _, l := range d.Lines(id) {
		if l.Notice == nil {
			continue
		}
		m := Matter{Dossier: id, What: l.Notice.Stage, Since: l.Notice.Dated, Outcome: l.Notice.Outcome}
		switch l.Notice.Kind {
		case dossier.NoticeFound:
			m.Kind = Finding
		case dossier.NoticeSilence:
			m.Kind = SilenceEnded
		case dossier.NoticeInForce:
			m.Kind = InForce
		case dossier.NoticeOpened, dossier.NoticeDone, dossier.NoticeJoined, dossier.NoticeAmended, dossier.NoticeRoll,
			dossier.NoticeDeadline, dossier.NoticeLapsed, dossier.NoticeRun, dossier.NoticeExtended:
			continue // they stand in the feed of the dossier; whoever has to act because of them is told so
		}
		all = append(all, m)
	}
	return all
}

// silence answers what the question that is put has to tell: that silence runs, and who has broken it.
func silence(s dossier.Standing) []Matter {
	q := s.Question
	if q == nil || !q.Silence {
		return nil
	}
	all := []Matter{{Kind: SilenceOpened, Dossier: s.Dossier, What: s.Stage, Since: q.Put, Due: q.Until}}
	for _, who := range q.BrokenBy {
		all = append(all, Matter{Kind: SilenceBroken, Dossier: s.Dossier, Who: who, What: s.Stage, Since: q.Put, Due: q.Until})
	}
	return all
}

// Fresh answers what is told after a step that was not to be told before it, in the order of after. What has stopped
// being somebody's to do is told nobody.
func Fresh(before, after []Matter) []Matter {
	known := make(map[string]bool, len(before))
	for _, m := range before {
		known[m.Key()] = true
	}
	var all []Matter
	for _, m := range after {
		if !known[m.Key()] {
			all = append(all, m)
		}
	}
	return all
}

// Near answers, of what is somebody's to do, a matter for each whose deadline lies after now and no more than within
// from it, the nearest first. The deadline itself is part of which matter it is: one that is moved is told anew.
func Near(all []Matter, now time.Time, within time.Duration) []Matter {
	var near []Matter
	for _, m := range all {
		if m.Kind != Move || m.Due.IsZero() || !m.Due.After(now) || m.Due.Sub(now) > within {
			continue
		}
		m.Kind, m.Since = Nearing, m.Due
		near = append(near, m)
	}
	slices.SortStableFunc(near, func(a, b Matter) int {
		return cmp.Or(a.Due.Compare(b.Due), strings.Compare(a.Dossier, b.Dossier))
	})
	return near
}
