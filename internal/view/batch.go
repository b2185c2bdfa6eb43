package view

import (
	"fmt"
	"slices"
	"time"

	"accede/act"
	"accede/body"
	"accede/dossier"

	"accede/internal/view/words"
)

// Batch is several acts as they would be registered one after another, before any is.
type Batch struct {
	Items   []BatchItem // in the order of the acts
	Changes []ActChange // what all of them together would make of each dossier
}

// BatchItem is one act of a batch. Err says why it would not be registered: a *dossier.Refusal, or what is wrong with
// its form; the acts after it are judged without it. Seq is where the very same act is in the record already; 0: it is not.
type BatchItem struct {
	Line LogLine
	Seq  int64
	Err  error
}

// NewBatch works out on copies what a record would say to acts that are handed in one after another. docketAt answers
// the record as of an instant; what it answers is only read. In a reported record each act is judged on its own day.
// The error is one of docketAt's.
func NewBatch(docketAt func(time.Time) (*dossier.Docket, error), acts []*act.Act, at time.Time, r *words.Reader) (Batch, error) {
	j := judge{docketAt: docketAt, at: at, days: map[time.Time]*dossier.Docket{}}
	var b Batch
	var dossiers []string
	for _, a := range acts {
		item, err := j.judge(a, r)
		if err != nil {
			return Batch{}, err
		}
		b.Items = append(b.Items, item)
		if item.Err != nil || item.Seq > 0 {
			continue
		}
		for _, id := range a.Dossiers {
			if !slices.Contains(dossiers, id) {
				dossiers = append(dossiers, id)
			}
		}
	}
	now, err := docketAt(at)
	if err != nil {
		return Batch{}, err
	}
	after, err := j.on(at)
	if err != nil {
		return Batch{}, err
	}
	for _, id := range dossiers {
		if change, err := changeOf(now, after, id, at, r); err == nil {
			b.Changes = append(b.Changes, change)
		}
	}
	return b, nil
}

// judge judges acts one after another.
type judge struct {
	docketAt func(time.Time) (*dossier.Docket, error)
	at       time.Time
	days     map[time.Time]*dossier.Docket // each with what was taken so far
	taken    []taken
}

type taken struct {
	act  *act.Act
	data []byte
}

// mostDays is on how many days of its own a batch is judged; acts of further days are judged as of now.
const mostDays = 40

// on answers a copy of the record of a day with the acts that were taken so far.
func (j *judge) on(day time.Time) (*dossier.Docket, error) {
	if d := j.days[day]; d != nil {
		return d, nil
	}
	d, err := j.docketAt(day)
	if err != nil {
		return nil, err
	}
	if len(d.Keys(day)) > 0 {
		d = d.Rehearsing() // it is judged before it is signed
	} else {
		d = d.Clone()
	}
	for _, t := range j.taken {
		if !t.act.Date.In(d.Zone()).After(day) || d.Keeping() == body.Official {
			_ = register(d, t.act, t.data, day) // what was taken on its own day is taken here or told there
		}
	}
	j.days[day] = d
	return d, nil
}

// dayOf answers the instant as of which an act is judged.
func (j *judge) dayOf(a *act.Act, d *dossier.Docket) time.Time {
	end := a.Date.DayIn(d.Zone()).AddDays(1).In(d.Zone()).Add(-time.Second)
	if d.Keeping() != body.Reported || end.After(j.at) || len(j.days) >= mostDays {
		return j.at
	}
	return end
}

func (j *judge) judge(a *act.Act, r *words.Reader) (BatchItem, error) {
	d, err := j.on(j.at)
	if err != nil {
		return BatchItem{}, err
	}
	set := SettingOf(d)
	when := a.Date.In(d.Zone())
	item := BatchItem{Line: logLine(set, dossier.Line{When: when, Act: a, Dated: a.Dated}, r)}
	data, err := a.Marshal()
	if err != nil {
		item.Err = err
		return item, nil
	}
	item.Seq, _ = d.SeenHash(act.Hash(data))
	if _, _, there := d.SeenID(a.ID); there && item.Seq == 0 {
		item.Err = fmt.Errorf("register act %s: %w", a.ID, dossier.ErrKnown)
	}
	if item.Seq > 0 || item.Err != nil {
		return item, nil
	}
	day := j.dayOf(a, d)
	on, err := j.on(day)
	if err != nil {
		return BatchItem{}, err
	}
	read, err := act.Parse(data)
	if err == nil {
		err = register(on, &read, data, day)
	}
	if err != nil {
		item.Err = err
		return item, nil
	}
	j.taken = append(j.taken, taken{&read, data})
	for other, docket := range j.days {
		if other.After(day) {
			_ = register(docket, &read, data, other)
		}
	}
	return item, nil
}
