package dossier

import (
	"slices"
	"time"

	"accede/act"
	"accede/act/signature"
	"accede/body"
)

// decideAuthority asks who did it. A reported act names its source. In an official record an act is signed by its
// author's keys, or registered from paper by the chair or the secretariat, who sign that where the record has keys.
func (d *Docket) decideAuthority(e Entry, at time.Time) error {
	a := e.Act
	switch {
	case d.reported() && len(e.Signatures) > 0:
		return refuse("reported-signed")
	case d.reported() && len(a.Sources) == 0:
		return refuse("reported-source")
	case d.reported():
		return nil
	case a.Paper != nil && !d.conducts(a.Paper.By):
		return refuse("paper-by-office", a.Paper.By)
	case d.waived:
		return nil
	case len(e.Signatures) > 0:
		return d.decideSigned(e, at)
	case a.Paper == nil:
		return refuse("unsigned")
	case !d.keys.empty():
		return refuse("paper-unsigned", a.Paper.By)
	}
	return nil
}

// decideSigned judges an act by the keys of this position: who signed, whether each key held and carried the powers,
// whether they are the author's, and whether they are enough.
func (d *Docket) decideSigned(e Entry, at time.Time) error {
	if err := d.decideSeen(e.Act); err != nil {
		return err
	}
	signers, err := d.signers(e, at)
	if err != nil {
		return err
	}
	switch do := e.Act.Do.(type) {
	case *act.Enrol:
		return d.authorEnrol(e.Act, do.Key, signers, at)
	case *act.Rotate:
		return d.authorRotate(e.Act, do, signers)
	case *act.Revoke:
		return d.authorRevoke(e.Act, do, signers)
	case *act.Recover:
		return d.authorRecover(do.Key, signers, at)
	}
	author := e.Act.By
	if e.Act.Paper != nil {
		author = e.Act.Paper.By
	}
	if len(signers) == 0 {
		return refuse("signature-missing", author)
	}
	for _, h := range signers {
		if h.key.Member != author {
			return refuse("signature-of-another", h.key.ID, h.key.Member, author)
		}
	}
	if !slices.Contains(d.charter.Decisive, string(e.Act.Do.Kind())) {
		return nil
	}
	for _, h := range signers {
		if at.Before(h.ripe) {
			return refuse("key-new", h.key.ID, h.ripe)
		}
	}
	if persons(signers) < 2 {
		return refuse("signature-two-persons", author)
	}
	return nil
}

// decideSeen asks what every signed act says of the record: under which charter, and how much of it its author had
// seen. Whether the record has that root is checked by whoever has the tree.
func (d *Docket) decideSeen(a *act.Act) error {
	switch {
	case a.Charter == "" || a.SeenSize == 0:
		return refuse("seen-missing")
	case a.Charter != d.version:
		return refuse("seen-other-charter", d.version)
	case a.SeenSize > d.size:
		return refuse("seen-ahead", a.SeenSize, d.size)
	}
	return nil
}

// signers answers the keys that signed an act, each of them known, holding and with powers for its kind. One bad
// signature refuses the act, so that nothing stands beside an act that nobody has checked. A new key that signs its
// own enrolment shows that it is there, and is no signer.
func (d *Docket) signers(e Entry, at time.Time) ([]*heldKey, error) {
	fresh := newKey(e.Act)
	kind := string(e.Act.Do.Kind())
	var all []*heldKey
	for i, s := range e.Signatures {
		h := d.keys.key(s.Key)
		if h == nil && fresh != nil && fresh.ID == s.Key {
			if err := fresh.Signing().Verify(e.actBytes, s); err != nil {
				return nil, refuse("signature-new-key", s.Key, err)
			}
			continue
		}
		if h == nil {
			return nil, refuse("signature-key-unknown", s.Key)
		}
		if err := d.holds(h, kind, at); err != nil {
			return nil, err
		}
		if !e.provedBy(i, h.signing) {
			if err := h.signing.Verify(e.actBytes, s); err != nil {
				return nil, refuse("signature-bad", s.Key, err)
			}
		}
		all = append(all, h)
	}
	return all, nil
}

// holds answers why a key does not sign a kind of act at this position.
func (d *Docket) holds(h *heldKey, kind string, at time.Time) error {
	switch d.keys.state(h, at) {
	case KeyRevoked:
		return refuse("key-revoked", h.key.ID, h.revoked)
	case KeyWaits:
		return refuse("key-too-early", h.key.ID, h.powers.From)
	case KeyRan:
		return refuse("key-mandate-over", h.key.ID, h.powers.Until)
	case KeyReplaced:
		return refuse("key-lost", h.key.Member, h.key.ID)
	case KeyHolds:
	}
	if !h.powers.Covers(kind, at) {
		return refuse("key-no-powers", h.key.ID, kind)
	}
	return nil
}

// newKey answers the key that an act enters; nil where it enters none.
func newKey(a *act.Act) *act.Key {
	switch do := a.Do.(type) {
	case *act.Enrol:
		return &do.Key
	case *act.Rotate:
		return &do.Key
	case *act.Recover:
		return &do.Key
	}
	return nil
}

// persons answers how many different people signed.
func persons(signers []*heldKey) int {
	type person struct {
		member body.MemberID
		holder string
	}
	seen := map[person]bool{}
	for _, h := range signers {
		seen[person{h.key.Member, h.key.Holder}] = true
	}
	return len(seen)
}

// NewKey answers the key that an entry would enter, if it enters one; whether it may is not asked.
func (e Entry) NewKey() (act.Key, bool) {
	if e.Act == nil {
		return act.Key{}, false
	}
	if k := newKey(e.Act); k != nil {
		return *k, true
	}
	return act.Key{}, false
}

// Prove checks the signatures of an entry with the keys that find answers, and notes which key each verified under. It
// decides nothing: folding takes the note for a key that is the record's own at that position, and checks anew
// otherwise. So it may run before, on many entries at once, with whatever keys are known. It answers the first
// signature that does not verify under the key found; one whose key is not found is passed over.
func (e *Entry) Prove(find func(id string) (signature.Key, bool)) error {
	var first error
	e.proved = make([]signature.Key, len(e.Signatures))
	for i, s := range e.Signatures {
		k, ok := find(s.Key)
		if !ok {
			continue
		}
		if err := k.Verify(e.actBytes, s); err == nil {
			e.proved[i] = k
		} else if first == nil {
			r := refuse("signature-bad", s.Key, err)
			r.Act, first = e.Act.ID, r
		}
	}
	return first
}

// Proven notes that the signatures of an entry verify under the keys that find answers, without checking them. It is for
// an entry whose exact bytes were folded before, as a hash of them shows: what verified once does so again.
func (e *Entry) Proven(find func(id string) (signature.Key, bool)) {
	e.proved = make([]signature.Key, len(e.Signatures))
	for i, s := range e.Signatures {
		if k, ok := find(s.Key); ok {
			e.proved[i] = k
		}
	}
}

// provedBy says whether a signature was found to verify under that very key.
func (e *Entry) provedBy(i int, k signature.Key) bool {
	return i < len(e.proved) && e.proved[i].Alg != "" && e.proved[i].Equal(k)
}
