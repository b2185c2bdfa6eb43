package watch

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"net/http"
	"path/filepath"
	"slices"
	"sync/atomic"
	"time"

	"accede/act"
	"accede/act/signature"
	"accede/body"
	"accede/form"
	"accede/internal/depositary"
	"accede/ledger"
)

func publicText(key ed25519.PrivateKey) string {
	if len(key) != ed25519.PrivateKeySize {
		return ""
	}
	return signature.Encode(key.Public().(ed25519.PublicKey))
}

// momentHolder is the mirror as readers have it.
type momentHolder struct {
	p atomic.Pointer[depositary.Moment]
}

// publish makes the mirror known to whoever reads it.
func (w *Watcher) publish() {
	r := w.record
	w.now.p.Store(&depositary.Moment{
		Size: r.Tree.Size(), Checkpoint: r.Checkpoint, Tree: r.Tree.View(), Origin: r.Origin, Host: r.HostKey, Keys: r.Docket.Keyring(),
	})
}

// Moment answers the mirror as it is; nil before the first look.
func (w *Watcher) Moment() *depositary.Moment { return w.now.p.Load() }

// Cosign takes no lines of others: a watcher's mirror has those the host has.
func (w *Watcher) Cosign(context.Context, []byte) ([]byte, error) {
	return nil, fmt.Errorf("hand it to the host: %w", depositary.ErrStranger)
}

// again is how often a checkpoint is cosigned anew while the record does not grow: a later entry cannot be dated further back.
const again = 5 * time.Minute

// cosign signs the newest checkpoint, keeps that it did, and hands it to the host.
func (w *Watcher) cosign(ctx context.Context) (bool, error) {
	own, ok := w.self()
	if !ok {
		return false, nil
	}
	now := w.Clock()
	if w.seen.size < w.record.Tree.Size() || w.seen.at.IsZero() || now.Sub(w.seen.at) >= again {
		if now.Before(w.seen.at) {
			return false, fmt.Errorf("the clock says %s, and a checkpoint was cosigned at %s: set it right before anything is cosigned", now.Format(timeForm), w.seen.at.Format(timeForm))
		}
		note, err := ledger.Cosign(w.record.Checkpoint, own.Name(), w.Key, now)
		if err != nil {
			return false, err
		}
		// What was cosigned is kept before anybody has it: after a crash nothing else is ever cosigned in its place.
		if err := keep(filepath.Join(w.Dir, seenFile), note); err != nil {
			return false, fmt.Errorf("keep what is cosigned: %w", err)
		}
		at := ledger.Cosignatures(note, []ledger.Watcher{own})
		w.seen = seen{note: note, size: w.record.Tree.Size(), at: at[0].At}
	}
	if lines := ledger.Cosignatures(w.record.Checkpoint, []ledger.Watcher{own}); len(lines) == 1 && !lines[0].At.Before(w.seen.at) {
		return true, nil // the host has it
	}
	status, newest, err := w.post(ctx, "/checkpoint", "text/plain; charset=utf-8", w.seen.note)
	switch {
	case err != nil:
		return false, err
	case status == http.StatusConflict:
		return false, nil // it has grown meanwhile; the next look sees that
	case status != http.StatusOK:
		return false, fmt.Errorf("hand in a cosignature: the host answers %d: %w", status, ErrSilent)
	}
	if c, err := ledger.OpenCheckpoint(w.record.Host, w.Origin, newest); err == nil && c.Size == w.record.Tree.Size() && c.Root == w.record.Tree.Root() {
		return true, w.keepLines(ctx, newest)
	}
	return true, nil
}

// say hands in the act by which a member's watcher says what it has seen, where that changes something: a silence waits for
// it, or it holds an act that the record lacks.
func (w *Watcher) say(ctx context.Context, member body.MemberID) (int64, error) {
	now := w.Clock().UTC()
	holds := w.holds()
	due, _ := w.record.Docket.WatchDue(member, now)
	if !due && !w.record.Docket.Unsaid(member, holds) {
		return 0, nil
	}
	size := w.record.Tree.Size()
	a := act.Act{
		Body: w.record.Docket.Charter().Body, ID: fmt.Sprintf("%.30s-%d-%d", w.KeyID, size, now.Unix()), By: member,
		Date: form.Instant{At: now}, Do: &act.Cosign{Holds: holds},
		Charter: w.record.Docket.Version(), SeenSize: size, SeenRoot: w.record.Tree.Root().String(),
	}
	data, err := a.Marshal()
	if err != nil {
		return 0, err
	}
	sigs := []signature.Signature{{Alg: signature.Ed25519, Key: w.KeyID, Sig: ed25519.Sign(w.Key, signature.Message(data))}}
	if err := w.submit(ctx, data, sigs); err != nil {
		return 0, fmt.Errorf("say what was seen at %d entries: %w", size, err)
	}
	return 1, nil
}

// ErrRefused: the host has refused an act.
var ErrRefused = errors.New("the host has refused it")

// submit hands an act to the host.
func (w *Watcher) submit(ctx context.Context, data []byte, sigs []signature.Signature) error {
	line, err := act.AppendSigned(nil, data, sigs)
	if err != nil {
		return err
	}
	status, answer, err := w.post(ctx, "/api/v1/acts", "application/json", line)
	switch {
	case err != nil:
		return err
	case status == http.StatusOK || status == http.StatusCreated:
		return nil
	}
	return fmt.Errorf("the host answers %d %.300s: %w", status, answer, ErrRefused)
}

// holds answers what the watcher has and the record lacks.
func (w *Watcher) holds() []act.Held {
	var all []act.Held
	for _, d := range w.deposits() {
		for _, id := range d.act.Dossiers {
			if len(all) < maxHolds && slices.Contains(w.record.Docket.Dossiers(), id) {
				all = append(all, act.Held{By: d.act.By, Dossier: id, Hash: signature.Encode(d.hash[:]), Since: form.Instant{At: d.at}})
			}
		}
	}
	return all
}

// maxHolds bounds what one act says: it has to stay within the limit of its size.
const maxHolds = 200
