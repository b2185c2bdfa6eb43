package depositary

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"time"

	"accede/act"
	"accede/body"
	"accede/dossier"
	"accede/form"
)

// Imported says what an import has done.
type Imported struct {
	Added   int   // acts registered now
	Already int   // acts that were in the record, byte for byte
	Size    int64 // of the record afterwards
}

// Refused is the error of an import of which some acts cannot be registered: none was. Faults names them with their
// places, at most form.MaxFaults; errors.Is finds the reason of each.
type Refused struct {
	Faults form.Faults
	Causes []error
	More   bool // there are more than are named
}

// Error answers a line for each act.
func (r *Refused) Error() string { return r.Faults.Error() }

// Unwrap answers the reasons, in the order of the faults.
func (r *Refused) Unwrap() []error { return r.Causes }

// add keeps one more, if there is room.
func (r *Refused) add(place form.Place, err error) {
	if len(r.Faults) == form.MaxFaults {
		r.More = true
		return
	}
	r.Faults = append(r.Faults, &form.Fault{Place: place, Text: err.Error()})
	r.Causes = append(r.Causes, err)
}

// err answers the refusal in the order of places, nil when nothing was refused.
func (r *Refused) err() error {
	if len(r.Faults) == 0 {
		return nil
	}
	order := make([]int, len(r.Faults))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int {
		a, b := r.Faults[i].Place, r.Faults[j].Place
		if a.Line != b.Line {
			return a.Line - b.Line
		}
		return a.Column - b.Column
	})
	sorted := &Refused{More: r.More}
	for _, i := range order {
		sorted.Faults = append(sorted.Faults, r.Faults[i])
		sorted.Causes = append(sorted.Causes, r.Causes[i])
	}
	return sorted
}

// importing is a file on its way.
type importing struct {
	acts     []placed
	progress func(done, total int)
}

// placed is a prepared act and where it stands in its file.
type placed struct {
	prepared
	place form.Place
	seq   int64 // where it will stand in the record
}

// Import registers all acts in one commit, or none. Acts that are in the record already, byte for byte, are counted
// and passed over. What cannot be registered is a *Refused that names every one with its place. In a reported record
// the acts are folded by their dates among those already there, whatever their order in the file. Progress, if not
// nil, hears now and then how many have been decided; it must not call the depositary.
func (d *Depositary) Import(ctx context.Context, acts []act.Located, progress func(done, total int)) (Imported, error) {
	f := &importing{acts: make([]placed, len(acts)), progress: progress}
	if f.progress == nil {
		f.progress = func(int, int) {}
	}
	if err := f.prepare(acts, d); err != nil {
		return Imported{}, err
	}
	a, err := d.ask(&request{ctx: ctx, file: f, reply: make(chan answer, 1)})
	if err != nil {
		return Imported{}, err
	}
	for i := range f.acts {
		if do, ok := f.acts[i].act.Do.(*act.Redact); ok && a.err == nil {
			d.eraseRedacted(ctx, do)
		}
	}
	return a.counts, a.err
}

// prepare writes the bytes of every act and checks its signatures, in parallel.
func (f *importing) prepare(acts []act.Located, d *Depositary) error {
	faults := make([]error, len(acts))
	now := d.now.Load()
	workers := runtime.GOMAXPROCS(0)
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			for i := w; i < len(acts); i += workers {
				if f.acts[i], faults[i] = prepare(acts[i]); faults[i] == nil {
					faults[i] = d.examine(&f.acts[i].prepared, now)
				}
			}
		})
	}
	wg.Wait()
	var refused Refused
	for i, err := range faults {
		if err != nil {
			refused.add(acts[i].Place, err)
		}
	}
	return refused.err()
}

// prepare reads back what it writes, so that what is folded now is what will be read later.
func prepare(l act.Located) (placed, error) {
	bytes, err := l.Act.Marshal()
	if err != nil {
		return placed{}, err
	}
	a, err := act.Parse(bytes)
	if err != nil {
		return placed{}, err
	}
	if len(a.Enclosed) > 0 {
		return placed{}, fmt.Errorf("act %s: what it encloses did not come with it: %w", a.ID, act.ErrForm)
	}
	return placed{prepared: prepared{act: &a, bytes: bytes, hash: act.Hash(bytes), sigs: l.Signatures}, place: l.Place}, nil
}

// serveFile decides a file and commits it.
func (d *Depositary) serveFile(ctx context.Context, r *request) answer {
	counts, b, err := d.decideFile(ctx, r.file)
	if err != nil {
		return answer{err: err}
	}
	if err := d.commit(ctx, b); err != nil {
		return answer{err: err}
	}
	counts.Size = d.w.tree.Size()
	return answer{counts: counts}
}

// decideFile decides all acts of a file on a copy of the state, so that a refusal leaves the writer as it was.
func (d *Depositary) decideFile(ctx context.Context, f *importing) (Imported, *commit, error) {
	at, err := d.time()
	if err != nil {
		return Imported{}, nil, err
	}
	b := d.begin()
	b.docket = b.docket.Clone()
	if err := b.due(at); err != nil {
		return Imported{}, nil, err
	}
	var refused Refused
	fresh, counts := f.sift(b, &refused)
	if b.docket.Keeping() == body.Reported {
		err = d.foldFile(ctx, b, f, fresh, at, &refused)
	} else {
		err = f.decideInTurn(b, fresh, at, &refused)
	}
	if err == nil {
		err = refused.err()
	}
	counts.Added = len(fresh)
	return counts, b, err
}

// sift leaves out what is in the record, or earlier in the file, and refuses ids that belong to another act.
func (f *importing) sift(b *commit, refused *Refused) (fresh []*placed, counts Imported) {
	inFile := make(map[string]*placed, len(f.acts))
	for i := range f.acts {
		p := &f.acts[i]
		if _, ok := b.docket.SeenHash(p.hash); ok {
			counts.Already++
			continue
		}
		if seq, _, ok := b.docket.SeenID(p.act.ID); ok && p.act.Body == b.docket.Charter().Body {
			refused.add(p.place, fmt.Errorf("act %q: entry %d of the record is another act under this id: %w", p.act.ID, seq, ErrConflict))
			continue
		}
		if first, ok := inFile[p.act.ID]; ok {
			if first.hash == p.hash {
				counts.Already++
			} else {
				refused.add(p.place, fmt.Errorf("act %q: at %v stands another act under this id: %w", p.act.ID, first.place, ErrConflict))
			}
			continue
		}
		inFile[p.act.ID] = p
		fresh = append(fresh, p)
	}
	return fresh, counts
}

// step is how many acts are decided between two words of progress.
const step = 64

func (f *importing) tell(i, total int) {
	if i%step == 0 || i == total {
		f.progress(i, total)
	}
}

// decideInTurn decides acts in the order of the file, as if they came in one by one.
func (f *importing) decideInTurn(b *commit, fresh []*placed, at time.Time, refused *Refused) error {
	for i, p := range fresh {
		e := p.at(b.next(), at)
		err := checkNames(b.docket, p.act)
		if err == nil {
			err = b.docket.Apply(e)
		}
		if err != nil {
			refused.add(p.place, err)
			continue
		}
		if err := b.add(e); err != nil {
			return err
		}
		if err := b.due(at); err != nil {
			return err
		}
		f.tell(i+1, len(fresh))
	}
	return nil
}

// foldFile folds acts by their days. They get their positions in the order of the file.
func (d *Depositary) foldFile(ctx context.Context, b *commit, f *importing, fresh []*placed, at time.Time, refused *Refused) error {
	for _, p := range fresh {
		if err := checkNames(b.docket, p.act); err != nil {
			refused.add(p.place, err)
		}
		p.seq = b.next()
		if err := b.add(p.at(p.seq, at)); err != nil {
			return err
		}
	}
	byDay := newcomers(b, fresh, b.docket.Zone())
	if len(byDay) > 0 && !b.docket.InOrder(byDay[0].entry.Act) {
		old, err := Entries(ctx, d.log)
		if err != nil {
			return err
		}
		if b.docket, err = dossier.Found(*old[0].Founding); err != nil {
			return err
		}
		if err := b.docket.Apply(old[0]); err != nil {
			return err
		}
		for _, e := range old[1:] {
			byDay = append(byDay, dayed{entry: e, day: dayOf(e, b.docket.Zone())})
		}
		sortByDay(byDay)
	}
	return f.foldInTurn(b, byDay, refused)
}

// foldInTurn applies entries in the order of the fold. A refused newcomer is named; so is the newcomer after which
// an entry of the record would no longer stand.
func (f *importing) foldInTurn(b *commit, byDay []dayed, refused *Refused) error {
	var last *placed
	for i, e := range byDay {
		err := b.docket.Apply(e.entry)
		switch {
		case err == nil && e.new != nil:
			last = e.new
		case err == nil:
		case e.new != nil:
			refused.add(e.new.place, err)
		case last != nil:
			refused.add(last.place, fmt.Errorf("act %q: with it, entry %d of the record would no longer stand: %w", last.act.ID, e.entry.Seq, err))
		case len(refused.Faults) == 0:
			return fmt.Errorf("fold the record anew, entry %d: %w", e.entry.Seq, err)
		}
		f.tell(i+1, len(byDay))
	}
	return nil
}

// dayed is an entry with the day it is folded on; new, if it is not in the record yet.
type dayed struct {
	entry dossier.Entry
	day   form.Date
	new   *placed
}

func newcomers(b *commit, fresh []*placed, zone *time.Location) []dayed {
	all := make([]dayed, len(fresh))
	for i, e := range b.parsed {
		all[i] = dayed{entry: e, day: dayOf(e, zone), new: fresh[i]}
	}
	sortByDay(all)
	return all
}

func dayOf(e dossier.Entry, zone *time.Location) form.Date {
	if e.Act == nil {
		return form.Date{}
	}
	return e.Act.Date.DayIn(zone)
}

// sortByDay puts entries in the order of the fold: by day, within a day by position.
func sortByDay(all []dayed) {
	slices.SortFunc(all, func(a, b dayed) int {
		switch {
		case a.day.Before(b.day):
			return -1
		case b.day.Before(a.day):
			return 1
		case a.entry.Seq < b.entry.Seq:
			return -1
		case a.entry.Seq > b.entry.Seq:
			return 1
		}
		return 0
	})
}

// insert decides an act that lies before what is folded: the whole record is folded anew with it in its place. If
// the fold does not stand with it, the act is refused and the state stays as it was.
func (d *Depositary) insert(ctx context.Context, b *commit, e dossier.Entry) (answer, error) {
	all, err := Entries(ctx, d.log)
	if err != nil {
		return answer{}, err
	}
	if n := int64(len(all)); n != b.size {
		return answer{}, fmt.Errorf("the record has %d entries, %d were known: %w", n, b.size, ErrTaken)
	}
	all = append(append(all, b.parsed...), e)
	folded, err := dossier.Fold(all, time.Time{})
	if err != nil {
		return answer{err: refusal("register", e.Act, err)}, nil
	}
	if err := b.add(e); err != nil {
		return answer{}, err
	}
	b.docket = folded
	return answer{seq: e.Seq, at: e.At}, nil
}
