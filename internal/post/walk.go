package post

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"accede/body"
	"accede/dossier"

	"accede/internal/letter"
	"accede/internal/outbox"
	"accede/internal/signin"
	"accede/internal/view"
)

// stride is how many entries are read at a time.
const stride = 1024

// walk goes through the entries that came since, and puts what they give to tell into the outbox. An outbox that is new
// begins at the end of the record: nobody is told of what was before letters were sent.
func (o *Office) walk(ctx context.Context, now time.Time) error {
	size := o.Record.Size()
	at, err := o.Outbox.Position(ctx)
	if err == nil && at == outbox.Nowhere {
		at = size
		err = o.Outbox.Begin(ctx, size)
	}
	if err != nil || at >= size {
		return err
	}
	d, err := o.Record.Docket(ctx, time.Time{})
	if err != nil {
		return err
	}
	if d.Keeping() == body.Reported {
		err = o.walkReported(ctx, at, size, now)
	} else {
		err = o.walkOfficial(ctx, at, size, now)
	}
	if err != nil {
		o.walked = nil
	}
	if errors.Is(err, outbox.ErrConflict) {
		return nil // another process wrote these letters; the next step goes on from there
	}
	return err
}

// walkOfficial goes through the entries one after another. What follows from an act at once is told together with it: what
// stood for no time between the two was never anybody's to do.
func (o *Office) walkOfficial(ctx context.Context, at, size int64, now time.Time) error {
	if err := o.resume(ctx, at); err != nil {
		return err
	}
	who, err := o.audience(ctx)
	if err != nil {
		return err
	}
	from := at
	var g *group
	for at < size {
		entries, err := o.Entries(ctx, at, min(size, at+stride))
		if err != nil {
			return err
		}
		if len(entries) == 0 {
			return fmt.Errorf("the record ends at entry %d, and is said to have %d", at, size)
		}
		for _, e := range entries {
			if g != nil && (e.Notice == nil || !e.At.Equal(g.at)) {
				if from, err = o.close(ctx, g, from, who, now); err != nil {
					return err
				}
				g = nil
			}
			if g, err = o.entry(g, e); err != nil {
				return err
			}
			at = e.Seq
		}
	}
	if from, err = o.close(ctx, g, from, who, now); err != nil || from == at {
		return err
	}
	return o.Outbox.Advance(ctx, from, at, outbox.Batch{}, now)
}

// close puts what a group gives to send into the outbox, and answers up to which entry that was written.
func (o *Office) close(ctx context.Context, g *group, from int64, who audience, now time.Time) (int64, error) {
	d := o.walked.Docket()
	matters, err := still(d, g.at, g.matters)
	if err != nil {
		return from, err
	}
	var changes []dateChange
	for _, id := range g.dossiers {
		after, err := o.dates(d, g.at, id)
		if err != nil {
			return from, err
		}
		changes = append(changes, changedDates(id, g.before[id], after, g.at, now)...)
	}
	b, err := o.batch(d, g.last, g.at, matters, changes, who)
	if err != nil || len(b.Items)+len(b.Gathered) == 0 {
		return from, err
	}
	return g.last, o.Outbox.Advance(ctx, from, g.last, b, now)
}

// group is an act with what follows from it at once, or notices that come at one instant.
type group struct {
	last     int64 // the position of its last entry
	at       time.Time
	matters  []letter.Matter
	dossiers []string
	before   map[string][]view.FeedDate
}

// resume has the walk stand at an entry.
func (o *Office) resume(ctx context.Context, at int64) error {
	if o.walked != nil && o.walked.Docket().Size() == at {
		return nil
	}
	d, err := o.folded(ctx, at)
	if err != nil {
		return err
	}
	o.walked, err = letter.Begin(d)
	return err
}

func (o *Office) folded(ctx context.Context, at int64) (*dossier.Docket, error) {
	var all []dossier.Entry
	for int64(len(all)) < at {
		more, err := o.Entries(ctx, int64(len(all)), min(at, int64(len(all))+stride))
		if err != nil {
			return nil, err
		}
		if len(more) == 0 {
			return nil, fmt.Errorf("the record ends at entry %d, and letters were written up to %d: it is not the record they were written from", len(all), at)
		}
		all = append(all, more...)
	}
	return dossier.Fold(all, time.Time{})
}

// entry adds an entry to a group; nil is a new one.
func (o *Office) entry(g *group, e dossier.Entry) (*group, error) {
	if g == nil {
		g = &group{before: map[string][]view.FeedDate{}}
	}
	d := o.walked.Docket()
	for _, id := range d.Dossiers() {
		if _, known := g.before[id]; known || !touches(e, id) {
			continue
		}
		dates, err := o.dates(d, e.At, id)
		if err != nil {
			return nil, err
		}
		g.before[id] = dates
	}
	step, err := o.walked.Next(e)
	if err != nil {
		return nil, err
	}
	g.last, g.at, g.matters = e.Seq, e.At, append(g.matters, step.Matters...)
	for _, id := range step.Dossiers {
		if !slices.Contains(g.dossiers, id) {
			g.dossiers = append(g.dossiers, id)
		}
	}
	return g, nil
}

// touches says whether an entry may change the dates of a dossier; one too many costs time alone.
func touches(e dossier.Entry, id string) bool {
	if n := e.Notice; n != nil && n.Dossier != "" && n.Kind != dossier.NoticeJoined && n.Kind != dossier.NoticeInForce {
		return n.Dossier == id
	}
	if e.Act == nil || len(e.Act.Dossiers) == 0 {
		return true
	}
	return slices.Contains(e.Act.Dossiers, id)
}

// walkReported compares the record before the new entries with the record after them: in a reported record what is
// entered later may be dated earlier.
func (o *Office) walkReported(ctx context.Context, at, size int64, now time.Time) error {
	who, err := o.audience(ctx)
	if err != nil {
		return err
	}
	before, err := o.folded(ctx, at)
	if err != nil {
		return err
	}
	after, err := o.folded(ctx, size)
	if err != nil {
		return err
	}
	known, err := letter.Of(before, before.At())
	if err != nil {
		return err
	}
	all, err := letter.Of(after, after.At())
	if err != nil {
		return err
	}
	b, err := o.batch(after, size, after.At(), letter.Fresh(known, all), nil, who)
	if err != nil {
		return err
	}
	return o.Outbox.Advance(ctx, at, size, b, now)
}

// audience is who may be told.
type audience struct {
	people []signin.Contact
	hooks  []outbox.Hook
}

func (o *Office) audience(ctx context.Context) (audience, error) {
	var a audience
	if o.Carrier != nil {
		all, err := o.People.Contacts(ctx, "")
		if err != nil {
			return a, err
		}
		for _, c := range all {
			if c.Told() {
				a.people = append(a.people, c)
			}
		}
	}
	if o.Hooks != nil {
		all, err := o.Outbox.Hooks(ctx)
		if err != nil {
			return a, err
		}
		for _, h := range all {
			if h.Off.IsZero() {
				a.hooks = append(a.hooks, h)
			}
		}
	}
	return a, nil
}

// batch answers what is sent of matters and dates that come with an entry.
func (o *Office) batch(d *dossier.Docket, position int64, at time.Time, matters []letter.Matter, dates []dateChange, who audience) (outbox.Batch, error) {
	var b outbox.Batch
	for _, c := range who.people {
		own, err := concerning(d, at, matters, c.Party)
		if err != nil {
			return b, err
		}
		name := recipient(c.Person)
		add(&b, name, outbox.KeyOf(position, name, outbox.Mail), position, c.Mail, own)
		for _, x := range dates {
			ok, err := invites(d, at, x, c.Party)
			if err != nil {
				return b, err
			}
			if ok {
				b.Items = append(b.Items, outbox.Item{
					Key: outbox.KeyOf(position, name, outbox.Invitation) + " " + x.date.UID, Position: position, Channel: outbox.Invitation, Recipient: name,
					Body: told{Date: &dateRef{Dossier: x.dossier, UID: x.date.UID, Cancel: x.cancel}}.bytes(),
				})
			}
		}
	}
	for _, h := range who.hooks {
		own := matters
		if h.Party != "" {
			var err error
			if own, err = concerning(d, at, matters, body.MemberID(h.Party)); err != nil {
				return b, err
			}
		}
		if len(own) > 0 {
			b.Items = append(b.Items, outbox.Item{
				Key: outbox.KeyOf(position, h.ID, outbox.Webhook), Position: position, Channel: outbox.Webhook, Recipient: h.ID, Body: told{Matters: own}.bytes(),
			})
		}
	}
	return b, nil
}
