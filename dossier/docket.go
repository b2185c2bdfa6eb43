package dossier

import (
	"fmt"
	"slices"
	"time"

	"accede/act"
	"accede/body"
	"accede/rule"
)

// Docket is the fold of one record: the body with its changes of membership, and all its dossiers. Make one with
// Found or Fold; Apply folds one entry more, in place. A Docket is for one goroutine at a time; its readers may be
// many while nobody applies.
type Docket struct {
	line *lineage

	charter    *body.Charter
	procedures []rule.Procedure
	body       body.Body
	law        *law // whose charter and procedures these are
	inForce    *law // for new dossiers, and for all that is no dossier's
	states     map[string]*State
	order      []string // ids of the dossiers in order of application
	applicants applicants

	size int64     // entries folded
	at   time.Time // the instant up to which it is folded; never goes back
	day  time.Time // reported: the last day folded

	version string  // hash of the charter in force
	keys    keyring // every key there ever was
	signed  int64   // signatures folded
	waived  bool    // nobody has to sign: a rehearsal

	acts    index // those folded, by id and by hash
	lexicon lexicon

	enclosed   map[string]Enclosed // by seal
	confirmed  map[string]int64    // the entry by which an act from paper was confirmed, by the act's id
	enclosures []string            // their seals, in order

	owed []Notice  // what follows from the last entry and is not entered yet, in order
	next time.Time // the earliest deadline of any dossier; zero: none

	held []heldAct // acts that watchers have and the record lacks

	waiting []*State // the dossiers with a deadline
	moved   bool     // a deadline has moved since next was found
}

// Found answers the state of a record in which nothing has been done yet. It refuses a charter that cannot be read or
// whose sentences do not check, with the places of all that is wrong.
func Found(f Founding) (*Docket, error) {
	l, err := readLaw("charter", f.Charter)
	if err != nil {
		return nil, err
	}
	d := &Docket{
		charter: l.charter, procedures: l.procedures, body: l.base, law: l, inForce: l, version: l.version, waived: f.Rehearsal,
		states: map[string]*State{}, lexicon: newLexicon(), line: new(lineage),
	}
	if err := d.foundKeys(f); err != nil {
		return nil, err
	}
	return d, nil
}

// Expect makes room for n acts more, so that folding a long record does not have to make room again and again.
func (d *Docket) Expect(n int) { d.acts.expect(n) }

// Charter answers the charter the record is kept under.
func (d *Docket) Charter() *body.Charter { return d.charter }

// Body answers the body as it is at the instant up to which the record is folded.
func (d *Docket) Body() body.Body { return d.body }

// Keeping answers how the record is kept.
func (d *Docket) Keeping() body.Keeping { return d.charter.Keeping }

// Zone answers the zone in which the body's days begin and end.
func (d *Docket) Zone() *time.Location { return d.body.Zone }

// Size answers how many entries have been folded, derived notices not counted.
func (d *Docket) Size() int64 { return d.size }

// At answers the instant up to which the record is folded.
func (d *Docket) At() time.Time { return d.at }

// Dossiers answers the ids of all dossiers, in the order of application.
func (d *Docket) Dossiers() []string { return slices.Clone(d.order) }

// SeenHash answers the position of the act with that hash.
func (d *Docket) SeenHash(h [32]byte) (int64, bool) {
	return d.acts.hash(h)
}

// SeenID answers the position and the hash of the act with that id.
func (d *Docket) SeenID(id string) (int64, [32]byte, bool) {
	return d.acts.id(id)
}

// reported says whether the fold runs on the dates of events.
func (d *Docket) reported() bool { return d.charter.Keeping == body.Reported }

// instant answers the moment an entry counts from: of its event in a reported record, else of its registration.
// Within a day the order of entries counts, so it never lies before what is folded already.
func (d *Docket) instant(e Entry) time.Time {
	t := e.At
	switch {
	case e.Notice != nil:
		t = e.Notice.Dated
	case d.reported() && e.Act != nil:
		t = e.Act.Date.In(d.Zone())
	}
	if t.Before(d.at) {
		return d.at
	}
	return t.In(d.Zone()) // days and months run in the body's zone
}

// InOrder says whether an act may be folded after what is folded: always in an official record; in a reported one if
// its day is not before the last.
func (d *Docket) InOrder(a *act.Act) bool {
	return !d.reported() || !a.Date.DayIn(d.Zone()).In(d.Zone()).Before(d.day)
}

// Apply folds one entry more. An act must be admissible, a notice must be the one that is due; else the docket is as
// it was. In a reported record the notices that follow from the act, or from the time up to it, are applied with it.
func (d *Docket) Apply(e Entry) error {
	if d.size > 0 && e.Seq != 0 && !d.reported() && e.Seq != d.size+1 {
		return fmt.Errorf("apply entry %d after %d: %w", e.Seq, d.size, ErrOrder)
	}
	switch {
	case e.Founding != nil:
		if d.size != 0 {
			return fmt.Errorf("apply a founding at %d: %w", e.Seq, ErrOrder)
		}
		d.size, d.at = 1, e.At
		if d.reported() {
			d.at = time.Time{}
		}
		d.beginKeys(e.At)
		return nil
	case e.Notice != nil:
		return d.applyNotice(e)
	case e.Act != nil:
		return d.applyAct(e)
	}
	return fmt.Errorf("apply entry %d: it holds nothing: %w", e.Seq, ErrUnknown)
}

func (d *Docket) applyAct(e Entry) error {
	at := d.instant(e)
	if d.reported() {
		if err := d.Advance(at); err != nil {
			return err
		}
	} else if n, ok := d.Due(at); ok {
		return fmt.Errorf("apply act %s: the notice %q of %s is due before it: %w", e.Act.ID, n.Kind, n.Dossier, ErrOrder)
	}
	if err := d.DecideEntry(e, at); err != nil {
		return err
	}
	h := e.ActHash()
	d.signed += int64(len(e.Signatures))
	d.size++
	d.at = at
	if d.reported() {
		d.day = e.Act.Date.DayIn(d.Zone()).In(d.Zone())
	}
	d.acts.add(e.Act.ID, e.Seq, h)
	d.fold(e, at)
	d.noteDeadlines()
	if d.reported() {
		return d.Advance(at)
	}
	return nil
}

func (d *Docket) applyNotice(e Entry) error {
	if d.reported() && e.Seq != 0 {
		return fmt.Errorf("apply notice %d: a reported record holds no notices, they are worked out: %w", e.Seq, ErrNotDue)
	}
	due, ok := d.Due(e.Notice.Dated)
	if !ok || !due.equal(*e.Notice) || e.At.Before(e.Notice.Dated) {
		return fmt.Errorf("apply notice %d, %s of %s: %w", e.Seq, e.Notice.Kind, e.Notice.Dossier, ErrNotDue)
	}
	if e.Seq != 0 {
		d.size++
	}
	if at := d.instant(e); at.After(d.at) {
		d.at = at
	}
	if len(d.owed) > 0 {
		d.owed = d.owed[1:]
	}
	d.foldNotice(*e.Notice, e.Seq, e.At)
	d.noteDeadlines()
	return nil
}

// Advance applies what follows from time alone, up to now. In a reported record this is how periods run. In an official
// one the depositary enters notices; a reader who asks before it has, or as of a day on which it was off, sees what they
// will say, without a position. Apply no entries of an official record afterwards.
func (d *Docket) Advance(now time.Time) error {
	for {
		n, ok := d.Due(now)
		if !ok {
			return nil
		}
		if err := d.applyNotice(NoticeEntry(0, n.Dated, n)); err != nil {
			return err
		}
	}
}
