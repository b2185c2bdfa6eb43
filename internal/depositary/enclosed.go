package depositary

import (
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"sync"

	"accede/act"
	"accede/act/signature"
	"accede/dossier"
	"accede/internal/enclosing"
)

// Enclosures keeps the content that acts hold a seal of; *enclosure.Store does.
type Enclosures interface {
	// Put keeps items, durably.
	Put(ctx context.Context, items ...act.Opening) error
	// Erase makes items go for good; what is not there is passed over.
	Erase(ctx context.Context, seals ...string) error
	// Seals answers those of all that is kept.
	Seals(ctx context.Context) ([]string, error)
}

// SubmitEnclosed is SubmitSigned of an act with the content that it encloses, an item for each enclosure. The content is
// kept before the act is registered, so that the record never seals what is not there; where the act is refused,
// it is erased again. Beside the errors of SubmitSigned: act.ErrForm, when an item is not what the act seals;
// enclosure.ErrQuota; ErrShare. A file that is not what its name says is not in due form: *enclosing.Refused.
func (d *Depositary) SubmitEnclosed(ctx context.Context, bytes []byte, sigs []signature.Signature, items []act.Opening) (Receipt, error) {
	if d.lease != nil {
		return d.shared(ctx, bytes, sigs, items)
	}
	return d.SubmitHere(ctx, bytes, sigs, items)
}

// SubmitHere is SubmitEnclosed in this process, which never hands the act to another. store.ErrLocked: another process
// writes the record; nothing was registered.
func (d *Depositary) SubmitHere(ctx context.Context, bytes []byte, sigs []signature.Signature, items []act.Opening) (Receipt, error) {
	if len(items) == 0 {
		return d.submitAlone(ctx, bytes, sigs)
	}
	a, err := act.Parse(bytes)
	if err != nil {
		return Receipt{}, err
	}
	if err := checkEnclosed(&a, items); err != nil {
		return Receipt{}, err
	}
	if d.enclosures == nil {
		return Receipt{}, fmt.Errorf("act %s: nothing can be enclosed in this record: %w", a.ID, act.ErrForm)
	}
	d.onTheWay.add(items, 1)
	if err := d.enclosures.Put(ctx, items...); err != nil {
		d.onTheWay.add(items, -1)
		return Receipt{}, err
	}
	r, err := d.submit(ctx, &a, bytes, sigs)
	idle := d.onTheWay.add(items, -1)
	if err != nil && !errors.Is(err, ErrUnknownFate) {
		if e := d.eraseUnknown(ctx, idle); e != nil {
			d.logger.Error("content of a refused act not erased; it is when the record is next opened", "act", a.ID, "err", e)
		}
	}
	return r, err
}

// checkEnclosed compares items with what an act seals.
func checkEnclosed(a *act.Act, items []act.Opening) error {
	if len(items) != len(a.Enclosed) {
		return fmt.Errorf("act %s encloses %d items, and %d came with it: %w", a.ID, len(a.Enclosed), len(items), act.ErrForm)
	}
	for _, e := range a.Enclosed {
		i := slices.IndexFunc(items, func(i act.Opening) bool { return i.Seal == e.Seal })
		if i < 0 {
			return fmt.Errorf("act %s: what it encloses as %s is missing: %w", a.ID, e.Seal, act.ErrForm)
		}
		if err := CheckItem(a, e, items[i]); err != nil {
			return fmt.Errorf("act %s: what it encloses as %s: %w", a.ID, e.Seal, err)
		}
		if err := checkFile(e, items[i]); err != nil {
			return fmt.Errorf("act %s: %w", a.ID, err)
		}
	}
	return nil
}

// checkFile refuses a file that is not what it is said to be. Of one that only its recipients can open nothing is known.
func checkFile(e act.Enclosure, item act.Opening) error {
	if e.Media == "" || e.Cipher != "" {
		return nil
	}
	f, err := act.ReadEnclosedFile(item.Content)
	if err != nil {
		return err
	}
	return enclosing.Check(f)
}

// DefaultShare is how many bytes a party may have enclosed in one dossier by default.
const DefaultShare = 64 << 20

// checkShare refuses an act with which its author would have more enclosed in a dossier than a party may. It is no
// law: a record in which there is more is read all the same.
func (d *Depositary) checkShare(docket *dossier.Docket, a *act.Act) error {
	more := int64(0)
	for _, e := range a.Enclosed {
		more += int64(e.Size)
	}
	if more == 0 {
		return nil
	}
	in := a.Dossiers
	if len(in) == 0 {
		in = []string{""}
	}
	for _, id := range in {
		if held := docket.EnclosedBy(a.By, id); held+more > d.share {
			return fmt.Errorf("act %s: %s would have %d bytes enclosed in the dossier %q, and may have %d: %w", a.ID, a.By, held+more, id, d.share, ErrShare)
		}
	}
	return nil
}

// CheckItem says whether an item is what an act seals. Of content that only its recipients can open, it compares
// what is kept, and the size; whoever opens it checks the rest. Its errors wrap act.ErrForm.
func CheckItem(a *act.Act, e act.Enclosure, item act.Opening) error {
	if e.Cipher != "" {
		if sum := sha256.Sum256(item.Content); signature.Encode(sum[:]) != e.Cipher {
			return fmt.Errorf("it is not what was encrypted: %w", act.ErrForm)
		}
		return nil
	}
	if act.SealOf(item.Salt, a, item.Content) != e.Seal {
		return fmt.Errorf("the content or its salt is another: %w", act.ErrForm)
	}
	if act.SizeOf(len(item.Content)) != e.Size {
		return fmt.Errorf("it has %d bytes, for which the size is %d: %w", len(item.Content), act.SizeOf(len(item.Content)), act.ErrForm)
	}
	if e.Media == "" {
		_, err := act.ReadEnclosedText(item.Content)
		return err
	}
	f, err := act.ReadEnclosedFile(item.Content)
	if err == nil && f.Media != e.Media {
		err = fmt.Errorf("it says of itself %s, the act says %s: %w", f.Media, e.Media, act.ErrForm)
	}
	return err
}

// eraseUnknown erases what no entry of the record encloses.
func (d *Depositary) eraseUnknown(ctx context.Context, seals []string) error {
	now, err := d.ask(&request{ctx: ctx, look: true, reply: make(chan answer, 1)}) // what is under way is finished first
	if err = cmp.Or(err, now.err); err != nil {
		return err
	}
	return d.enclosures.Erase(ctx, slices.DeleteFunc(seals, func(c string) bool {
		_, known := now.docket.Enclosed(c)
		return known
	})...)
}

// eraseRedacted erases what an act that was registered has erased.
func (d *Depositary) eraseRedacted(ctx context.Context, do *act.Redact) {
	if d.enclosures == nil {
		return
	}
	if err := d.enclosures.Erase(ctx, do.Of...); err != nil {
		d.logger.Error("content not erased; it is when the record is next opened", "err", err)
	}
}

// reconcile erases what the record says is erased, and what it never heard of; and tells of what is missing.
func (d *Depositary) reconcile(ctx context.Context) error {
	if d.enclosures == nil {
		return nil
	}
	kept, err := d.enclosures.Seals(ctx)
	if err != nil {
		return err
	}
	held := make(map[string]bool, len(kept))
	var gone []string
	for _, c := range kept {
		held[c] = true
		if e, ok := d.w.docket.Enclosed(c); !ok || e.Redacted != 0 {
			gone = append(gone, c)
		}
	}
	for _, e := range d.w.docket.Enclosures() {
		if e.Redacted == 0 && !held[e.Seal] {
			d.logger.Error("enclosed content is missing, and no entry has it erased", "entry", e.Seq, "seal", e.Seal)
		}
	}
	return d.enclosures.Erase(ctx, gone...)
}

// onTheWay counts the acts under way for each seal, so that the refusal of one does not take the content of
// another.
type onTheWay struct {
	mu    sync.Mutex
	count map[string]int
}

// add counts, and answers the seals for which no act is under way any more.
func (o *onTheWay) add(items []act.Opening, n int) (idle []string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.count == nil {
		o.count = map[string]int{}
	}
	for _, i := range items {
		if o.count[i.Seal] += n; o.count[i.Seal] == 0 {
			delete(o.count, i.Seal)
			idle = append(idle, i.Seal)
		}
	}
	return idle
}
