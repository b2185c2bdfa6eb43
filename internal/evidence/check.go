package evidence

import (
	"fmt"
	"time"

	"accede/act"
	"accede/dossier"
	"accede/ledger"
)

// skew is how far the clocks of an honest host and of a watcher may lie apart.
const skew = 5 * time.Minute

// Shown is what a file shows, in words; and what it leaves open.
type Shown struct {
	File   File
	Says   []string
	Beyond []string // what has to be known beside it
}

// Check answers what the file shows, once it has verified that. ErrShown: it does not show it.
func (f File) Check() (Shown, error) {
	s := Shown{File: f}
	var err error
	switch f.Kind {
	case Fork:
		err = s.fork()
	case BackDated:
		err = s.backDated()
	case Dropped:
		err = s.deposited()
	}
	if err != nil {
		return Shown{}, fmt.Errorf("evidence of %s: %w: %w", f.Kind, err, ErrShown)
	}
	return s, nil
}

const whoseKey = "that the key %s is the host's: compare it with the founding of a record you have"

func (s *Shown) fork() error {
	f := s.File
	host, err := ledger.NewVerifier(f.Host)
	if err != nil {
		return err
	}
	short, long, err := ledger.Fork{Short: f.Short, Long: f.Long, Root: f.Root, Path: f.Path}.Check(host, f.Origin)
	if err != nil {
		return err
	}
	s.Says = []string{
		fmt.Sprintf("the host %s has signed two histories of %s", host.Name(), f.Origin),
		fmt.Sprintf("one has the root %v at %d entries", short.Root, short.Size),
		otherHistory(short, long, f.Root),
	}
	s.Beyond = []string{fmt.Sprintf(whoseKey, f.Host)}
	return nil
}

// otherHistory says of the longer history where it differs from the shorter one.
func otherHistory(short, long ledger.Checkpoint, root ledger.Hash) string {
	if short.Size == long.Size {
		return fmt.Sprintf("the other has the root %v at as many", long.Root)
	}
	return fmt.Sprintf("the other has the root %v at %d entries, and had the root %v at %d", long.Root, long.Size, root, short.Size)
}

func (s *Shown) backDated() error {
	f := s.File
	host, err := ledger.NewVerifier(f.Host)
	if err != nil {
		return err
	}
	watcher, err := ledger.NewWatcher(f.Watcher)
	if err != nil {
		return err
	}
	before, err := ledger.OpenCheckpoint(host, f.Origin, f.Short)
	if err != nil {
		return err
	}
	seen := ledger.Cosignatures(f.Short, []ledger.Watcher{watcher})
	if len(seen) == 0 {
		return fmt.Errorf("%s has not cosigned the checkpoint of %d entries", watcher.Name(), before.Size)
	}
	after, err := ledger.OpenCheckpoint(host, f.Origin, f.Long)
	if err != nil {
		return err
	}
	if err := ledger.CheckInclusion(f.Path, after.Size, after.Root, f.Seq, ledger.LeafHash(f.Entry)); err != nil {
		return err
	}
	e, err := dossier.ParseEntry(f.Entry)
	if err != nil {
		return err
	}
	if f.Seq <= before.Size || !e.At.Before(seen[0].At.Add(-skew)) {
		return fmt.Errorf("entry %d was registered at %v, and %d entries had been seen at %v: that is as it should be", f.Seq, e.At, before.Size, seen[0].At)
	}
	s.Says = []string{
		fmt.Sprintf("the host %s has signed entry %d of %s, which says that it was registered at %s", host.Name(), f.Seq, f.Origin, e.At.UTC().Format(time.RFC3339)),
		fmt.Sprintf("the watcher %s had seen the record at %s: it had %d entries, and not this one", watcher.Name(), seen[0].At.Format(time.RFC3339), before.Size),
	}
	s.Beyond = []string{fmt.Sprintf(whoseKey, f.Host), "that the watcher's clock is right: it is signed by " + f.Watcher}
	return nil
}

func (s *Shown) deposited() error {
	f := s.File
	watcher, err := ledger.NewWatcher(f.Watcher)
	if err != nil {
		return err
	}
	d, err := ledger.OpenDeposit(watcher, f.Origin, f.Deposit)
	if err != nil {
		return err
	}
	a, err := act.Parse(f.Act)
	if err != nil {
		return err
	}
	if d.Act != act.Hash(f.Act) {
		return fmt.Errorf("the receipt is of another act")
	}
	s.Says = []string{
		fmt.Sprintf("the act %s of %s was left with the watcher %s at %s", a.ID, a.By, watcher.Name(), d.At.Format(time.RFC3339)),
	}
	s.Beyond = []string{
		"that the signatures on it hold, and that the record lacks it: verify it against the record, with --against",
		"that the watcher's clock is right: it is signed by " + f.Watcher,
	}
	return nil
}
