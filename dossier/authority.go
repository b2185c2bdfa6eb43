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
		return refuse(ErrAuthority, "nothing is signed in a reported record: enter the act with its source, without the signatures")
	case d.reported() && len(a.Sources) == 0:
		return refuse(ErrAuthority, "a reported act names its source, or says unsourced")
	case d.reported():
		return nil
	case a.Paper != nil && !d.conducts(a.Paper.By):
		return refuse(ErrAuthority, "paper is registered by the chair or the secretariat, not by %s", a.Paper.By)
	case d.waived:
		return nil
	case len(e.Signatures) > 0:
		return d.decideSigned(e, at)
	case a.Paper == nil:
		return refuse(ErrAuthority, "it is neither signed nor registered from paper: say who registered it, and from what, under paper")
	case len(d.keys.order) > 0:
		return refuse(ErrAuthority, "this record has keys: %s, who registers it from paper, signs it", a.Paper.By)
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
		return refuse(ErrSigners, "no key of %s has signed it", author)
	}
	for _, h := range signers {
		if h.key.Member != author {
			return refuse(ErrAuthority, "the key %s signs for %s; this is an act of %s", h.key.ID, h.key.Member, author)
		}
	}
	if slices.Contains(d.charter.Decisive, string(e.Act.Do.Kind())) && persons(signers) < 2 {
		return refuse(ErrSigners, "the charter calls it decisive: two persons of %s sign it", author)
	}
	return nil
}

// decideSeen asks what every signed act says of the record: under which charter, and how much of it its author had
// seen. Whether the record has that root is checked by whoever has the tree.
func (d *Docket) decideSeen(a *act.Act) error {
	switch {
	case a.Charter == "" || a.SeenSize == 0:
		return refuse(ErrStanding, "a signed act names the charter in force and what of the record its author had seen: charter, seen_size, seen_root")
	case a.Charter != d.version:
		return refuse(ErrStanding, "it was signed under another charter: the one in force is %s", d.version)
	case a.SeenSize > d.size:
		return refuse(ErrStanding, "its author had seen %d entries, the record has %d: it belongs to another record, or comes too early", a.SeenSize, d.size)
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
		h := d.keys.byID[s.Key]
		if h == nil && fresh != nil && fresh.ID == s.Key {
			if err := fresh.Signing().Verify(e.actBytes, s); err != nil {
				return nil, refuse(ErrAuthority, "signature by the new key %s: %s", s.Key, err)
			}
			continue
		}
		if h == nil {
			return nil, refuse(ErrAuthority, "the key %q is not in this record", s.Key)
		}
		if err := d.holds(h, kind, at); err != nil {
			return nil, err
		}
		if !e.provedBy(i, h.signing) {
			if err := h.signing.Verify(e.actBytes, s); err != nil {
				return nil, refuse(ErrAuthority, "signature by key %s: %s", s.Key, err)
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
		return refuse(ErrAuthority, "the key %s was revoked by entry %d", h.key.ID, h.revoked)
	case KeyWaits:
		return refuse(ErrAuthority, "the key %s does not sign before %s", h.key.ID, h.powers.From.Format(time.RFC3339))
	case KeyRan:
		return refuse(ErrAuthority, "the mandate of the key %s was over on %s", h.key.ID, h.powers.Until.Format(time.RFC3339))
	case KeyReplaced:
		return refuse(ErrAuthority, "%s has recovered since and lost the key %s", h.key.Member, h.key.ID)
	case KeyHolds:
	}
	if !h.powers.Covers(kind, at) {
		return refuse(ErrAuthority, "the key %s has no full powers for the act %s", h.key.ID, kind)
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
			r := refuse(ErrAuthority, "signature by key %s: %s", s.Key, err)
			r.Act, first = e.Act.ID, r
		}
	}
	return first
}

// provedBy says whether a signature was found to verify under that very key.
func (e *Entry) provedBy(i int, k signature.Key) bool {
	return i < len(e.proved) && e.proved[i].Alg != "" && e.proved[i].Equal(k)
}
