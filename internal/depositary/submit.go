package depositary

import (
	"context"
	"fmt"
	"time"

	"accede/act"
	"accede/act/signature"
	"accede/dossier"
	"accede/internal/store"
	"accede/ledger"
)

// Receipt is what the author of an act takes home.
type Receipt struct {
	Seq     int64
	ID      string           // of the act
	Size    int64            // of the record the proof leads to
	Hash    [32]byte         // of the act's bytes
	At      time.Time        // of registration, UTC
	Already bool             // it was in the record before; this is its earlier receipt
	Notices []dossier.Notice // entered in consequence of the act, directly behind it; only of an official record

	// Proof carries the checkpoint and the way to it from the entry; ledger.Receipt.Check checks it without the host.
	Proof ledger.Receipt
}

// request is one thing asked of the writer. Exactly one of act, file, look and note is set.
type request struct {
	ctx   context.Context
	act   *prepared
	file  *importing
	look  bool   // wants the docket as it is now
	note  []byte // a checkpoint with lines of watchers
	reply chan answer
	tries int // how often it was decided and the commit failed
}

// prepared is an act in due form, with its bytes and their hash.
type prepared struct {
	act   *act.Act
	bytes []byte
	hash  [32]byte
	sigs  []signature.Signature
	entry dossier.Entry // with what was found out about the signatures; without a position
}

// at answers the entry of the act at a position.
func (p *prepared) at(seq int64, at time.Time) dossier.Entry {
	e := p.entry
	e.Seq, e.At = seq, at.UTC()
	return e
}

// answer is what the writer answers a request.
type answer struct {
	seq     int64
	at      time.Time
	already bool
	notices []dossier.Notice
	counts  Imported
	docket  *dossier.Docket
	took    time.Duration // to copy the docket
	tree    ledger.View   // of the same entries
	err     error
}

// queueLen is how many requests may wait before askers wait outside.
const queueLen = 1024

// Submit registers an act, given by its exact bytes, and answers when it is durable. The same bytes again are
// answered with the earlier receipt. Errors: act.ErrForm; a *dossier.Refusal; ErrConflict, the id belongs to another
// act; store.ErrFull; ErrUnknownFate, also when ctx ends while the act is on its way; ErrClosed.
func (d *Depositary) Submit(ctx context.Context, bytes []byte) (Receipt, error) {
	return d.SubmitSigned(ctx, bytes, nil)
}

// SubmitSigned is Submit of an act with the signatures on it. They are checked here, by as many callers at once as
// there are, before the one writer judges whether the keys held and are enough. Beside the errors of Submit:
// signature.ErrForm.
func (d *Depositary) SubmitSigned(ctx context.Context, bytes []byte, sigs []signature.Signature) (Receipt, error) {
	if d.lease != nil {
		return d.shared(ctx, bytes, sigs, nil)
	}
	return d.submitAlone(ctx, bytes, sigs)
}

// submitAlone is SubmitSigned in this process.
func (d *Depositary) submitAlone(ctx context.Context, bytes []byte, sigs []signature.Signature) (Receipt, error) {
	a, err := act.Parse(bytes)
	if err != nil {
		return Receipt{}, err
	}
	if len(a.Enclosed) > 0 {
		return Receipt{}, fmt.Errorf("act %s: what it encloses did not come with it: %w", a.ID, act.ErrForm)
	}
	return d.submit(ctx, &a, bytes, sigs)
}

// submit is SubmitSigned of an act that was read, whose content is kept.
func (d *Depositary) submit(ctx context.Context, a *act.Act, bytes []byte, sigs []signature.Signature) (Receipt, error) {
	d.inside.Add(1)
	defer d.inside.Add(-1)
	p := &prepared{act: a, bytes: bytes, hash: act.Hash(bytes), sigs: sigs}
	if err := d.examine(p, d.now.Load()); err != nil {
		return Receipt{}, refusal("examine", a, err)
	}
	ans, err := d.ask(&request{ctx: ctx, act: p, reply: make(chan answer, 1)})
	if err != nil {
		return Receipt{}, err
	}
	if ans.err != nil {
		return Receipt{}, ans.err
	}
	if do, ok := a.Do.(*act.Redact); ok {
		d.eraseRedacted(ctx, do)
	}
	r, err := d.receipt(ctx, p.hash, ans)
	r.ID = a.ID
	return r, err
}

// examine checks what needs no order: that the record has the root the author saw, and the signatures under the keys
// known so far. Whether the keys hold is judged by position, later.
func (d *Depositary) examine(p *prepared, m *Moment) error {
	if len(p.sigs) > 0 {
		if err := signature.CheckAll(p.sigs); err != nil {
			return err
		}
	}
	p.entry = dossier.SignedEntry(0, time.Time{}, p.act, p.bytes, p.sigs)
	if err := CheckSeen(m.Tree, p.act); err != nil && !m.Rehearsal {
		return err
	}
	if m.Rehearsal {
		return nil
	}
	return p.entry.Prove(m.Keys.Signing)
}

// CheckSeen compares what the author of an act says it had seen with a tree. Nil: it says nothing, or the tree has that
// root at that size. Else a *dossier.Refusal: act and tree belong to two histories. It reads some log₂ of the size
// hashes.
func CheckSeen(tree ledger.View, a *act.Act) error {
	if a.SeenSize == 0 {
		return nil
	}
	root, err := tree.RootAt(a.SeenSize)
	if err != nil {
		no := dossier.Refuse("fork-size", a.SeenSize, tree.Size())
		no.Act = a.ID
		return no
	}
	if root.String() != a.SeenRoot {
		no := dossier.Refuse("fork-root", a.SeenSize, a.SeenRoot, root)
		no.Act = a.ID
		return no
	}
	return nil
}

// ask hands a request to the writer and waits for its answer.
func (d *Depositary) ask(r *request) (answer, error) {
	select {
	case <-d.closed:
		return answer{}, ErrClosed
	case <-r.ctx.Done():
		return answer{}, r.ctx.Err()
	default:
	}
	select {
	case d.queue <- r:
	case <-d.closed:
		return answer{}, ErrClosed
	case <-r.ctx.Done():
		return answer{}, r.ctx.Err()
	}
	select {
	case a := <-r.reply:
		return a, nil
	case <-r.ctx.Done():
		return answer{}, fmt.Errorf("%w (%w)", ErrUnknownFate, r.ctx.Err())
	case <-d.done: // it may have been answered in the writer's last breath
		select {
		case a := <-r.reply:
			return a, nil
		default:
			return answer{}, ErrClosed
		}
	}
}

// receipt proves, outside the writer, that the entry is in the record as it is now published.
func (d *Depositary) receipt(ctx context.Context, hash [32]byte, a answer) (Receipt, error) {
	m := d.now.Load()
	path, err := m.Tree.Inclusion(a.seq, m.Size)
	if err != nil {
		return Receipt{}, fmt.Errorf("prove act %x: %w", hash, err)
	}
	at := a.at
	if a.already {
		if at, err = d.registered(ctx, a.seq); err != nil {
			return Receipt{}, err
		}
	}
	return Receipt{
		Seq: a.seq, Size: m.Size, Hash: hash, At: at, Already: a.already, Notices: a.notices,
		Proof: ledger.Receipt{Seq: a.seq, Path: path, Checkpoint: m.Checkpoint},
	}, nil
}

// registered reads when an entry was registered.
func (d *Depositary) registered(ctx context.Context, seq int64) (time.Time, error) {
	raw, err := d.log.Read(ctx, seq-1, 1)
	if err != nil {
		return time.Time{}, fmt.Errorf("read entry %d: %w", seq, err)
	}
	if len(raw) == 0 {
		return time.Time{}, &store.DamageError{Position: seq, What: "missing"}
	}
	e, err := dossier.ParseEntry(raw[0].Bytes)
	if err != nil {
		return time.Time{}, &store.DamageError{Position: seq, What: err.Error()}
	}
	return e.At, nil
}
