package evidence

import (
	"encoding/hex"
	"fmt"
	"slices"
	"time"

	"accede/act"
	"accede/act/signature"
	"accede/body"
	"accede/dossier"
	"accede/internal/depositary"
	"accede/ledger"
)

// Against checks what a file shows against a record, which was read and verified, and answers what the two show together:
// of an act that was left with a watcher, that the record lacks it; of the others, that the key is that of the record's host.
// ErrShown: they do not show it.
func (f File) Against(r *depositary.Record) (Shown, error) {
	s, err := f.Check()
	if err != nil {
		return Shown{}, err
	}
	if f.Kind == Dropped {
		err = s.against(r)
	} else {
		err = s.signedBy(r)
	}
	if err != nil {
		return Shown{}, err
	}
	return s, nil
}

// signedBy checks that what is shown of the host is shown of the host of the record, and of its watcher.
func (s *Shown) signedBy(r *depositary.Record) error {
	f := s.File
	not := func(why string, args ...any) error {
		return fmt.Errorf("evidence of %s: %s: %w", f.Kind, fmt.Sprintf(why, args...), ErrShown)
	}
	if r.Origin != f.Origin {
		return not("it is about the record %s, this is %s", f.Origin, r.Origin)
	}
	if r.HostKey != f.Host {
		return not("the host of this record signs by %s, this was signed by %s", r.HostKey, f.Host)
	}
	s.Says = append(s.Says, "the founding of the record names this key as its host's")
	s.Beyond = nil
	for _, side := range []struct {
		name string
		note []byte
	}{{"first", f.Short}, {"second", f.Long}} {
		c, err := ledger.OpenCheckpoint(r.Host, f.Origin, side.note)
		if err != nil {
			return not("%v", err)
		}
		if root, err := r.Tree.View().RootAt(c.Size); f.Kind == Fork && err == nil && root == c.Root {
			s.Says = append(s.Says, fmt.Sprintf("the record at hand, of %d entries, continues the %s of the two", r.Tree.Size(), side.name))
		}
	}
	if f.Kind == Fork {
		return nil
	}
	w, err := ledger.NewWatcher(f.Watcher)
	if err != nil {
		return not("%v", err)
	}
	member, ok := memberOf(r, w)
	if !ok {
		return not("the key %s is no watcher's in this record", w.Name())
	}
	s.Says = append(s.Says, fmt.Sprintf("the record has the watcher's key as one of %s", member))
	s.Beyond = []string{"that the watcher's clock is right: it is signed by " + f.Watcher}
	return nil
}

func (s *Shown) against(r *depositary.Record) error {
	f := s.File
	not := func(why string, args ...any) error {
		return fmt.Errorf("evidence of %s: %s: %w", f.Kind, fmt.Sprintf(why, args...), ErrShown)
	}
	if r.Origin != f.Origin {
		return not("it is about the record %s, this is %s", f.Origin, r.Origin)
	}
	a, err := act.Parse(f.Act)
	if err != nil {
		return not("%v", err)
	}
	if seq, ok := r.Docket.SeenHash(act.Hash(f.Act)); ok {
		return not("the record has the act as entry %d", seq)
	}
	if err := checkSigned(r, &a, f.Act, f.Sigs); err != nil {
		return not("%v", err)
	}
	if err := depositary.CheckSeen(r.Tree.View(), &a); err != nil {
		return not("%v", err)
	}
	watcher, err := ledger.NewWatcher(f.Watcher)
	if err != nil {
		return not("%v", err)
	}
	member, ok := memberOf(r, watcher)
	if !ok || member == a.By {
		return not("the key %s is no watcher of another member in this record", watcher.Name())
	}
	d, err := ledger.OpenDeposit(watcher, f.Origin, f.Deposit)
	if err != nil {
		return not("%v", err)
	}
	if !r.Docket.At().After(d.At.Add(skew)) {
		return not("the record ends at %s, when the host might still have entered it", r.Docket.At().Format(time.RFC3339))
	}
	s.Says = append(s.Says, fmt.Sprintf("the record of %d entries, the last of %s, lacks it", r.Tree.Size(), r.Docket.At().UTC().Format(time.RFC3339)))
	s.Beyond = []string{"that the watcher's clock is right: it is signed by " + f.Watcher}
	for _, id := range a.Dossiers {
		s.Says = append(s.Says, overSilence(r.Docket, id, d.At)...)
	}
	return nil
}

// checkSigned checks that the act is signed, by keys of the record that are its author's.
func checkSigned(r *depositary.Record, a *act.Act, data []byte, sigs []signature.Signature) error {
	e := dossier.SignedEntry(0, time.Time{}, a, data, sigs)
	if err := e.Prove(r.Docket.Keyring().Signing); err != nil {
		return err
	}
	if len(sigs) == 0 {
		return fmt.Errorf("act %s is not signed", a.ID)
	}
	author := a.By
	if a.Paper != nil {
		author = a.Paper.By
	}
	keys := r.Docket.Keys(r.Docket.At())
	for _, sig := range sigs {
		if !slices.ContainsFunc(keys, func(k dossier.KeyStanding) bool { return k.Key.ID == sig.Key && k.Key.Member == author }) {
			return fmt.Errorf("the key %s is none of %s", sig.Key, author)
		}
	}
	return nil
}

// memberOf answers whose watcher a key of the record is.
func memberOf(r *depositary.Record, w ledger.Watcher) (body.MemberID, bool) {
	for _, k := range r.Docket.Keyring().Cosigners() {
		public, err := signature.Decode(k.Public)
		if err != nil {
			continue
		}
		if own, err := ledger.WatcherOf(depositary.WatcherName(r.Origin, k.ID), public); err == nil && own.String() == w.String() {
			return k.Member, true
		}
	}
	return "", false
}

// overSilence answers which silences of a dossier were found to be assent although the act had been left in time.
func overSilence(d *dossier.Docket, id string, since time.Time) []string {
	var says []string
	put, deadline := time.Time{}, time.Time{}
	for _, l := range d.Lines(id) {
		switch {
		case l.Act != nil && l.Act.Do.Kind() == act.KindPut:
			put, deadline = l.When, time.Time{}
		case l.Notice == nil:
		case l.Notice.Kind == dossier.NoticeRun:
			deadline = l.Notice.Dated
		case l.Notice.Kind == dossier.NoticeSilence:
			if deadline.IsZero() {
				deadline = l.Notice.Dated
			}
			if !since.Before(put) && since.Before(deadline) {
				says = append(says, fmt.Sprintf("entry %d finds the silence in stage %s of dossier %s to be %s, though the act had been left before its deadline, %s: that does not stand",
					l.Seq, l.Notice.Stage, id, l.Notice.Outcome, deadline.UTC().Format(time.RFC3339)))
			}
		}
	}
	return says
}

// Name answers a name for the file, after what it shows.
func (f File) Name() string {
	sum := ledger.LeafHash(append(append(slices.Clone(f.Short), f.Long...), f.Act...))
	return string(f.Kind) + "-" + hex.EncodeToString(sum[:6]) + ".json"
}
