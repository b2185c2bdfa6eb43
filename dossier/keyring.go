package dossier

import (
	"crypto/sha256"
	"slices"
	"time"

	"accede/act"
	"accede/act/signature"
	"accede/body"
	"accede/layers"
)

// keyring is all keys a record has ever had. It is never changed: a key more, or one revoked, makes another keyring, so
// copies of a docket share it.
type keyring struct {
	byID     layers.Map[string, *heldKey]
	order    layers.List[string]                 // ids, in the order of enrolment
	ofParty  layers.Map[body.MemberID, []string] // the same of each party
	byPublic layers.Map[string, string]          // the first id of each public key
	watching []string                            // ids of those that were enrolled for cosigning by name, in order
}

// key answers the key of an id, nil where there is none.
func (r keyring) key(id string) *heldKey {
	h, _ := r.byID.Get(id)
	return h
}

// empty says whether there never was a key.
func (r keyring) empty() bool { return r.order.Len() == 0 }

// heldKey is a key and its place in the record. It is never changed.
type heldKey struct {
	key       act.Key
	signing   signature.Key
	powers    body.FullPowers
	enrolled  int64 // the entry
	revoked   int64 // the entry; 0 while it was not
	revokedAt time.Time
	ripe      time.Time // from when it signs what is decisive; zero: as soon as it signs
	recovers  bool      // it takes the place of all keys its party had before
}

// KeyStanding is a key of the record and where it stands.
type KeyStanding struct {
	Key         act.Key
	Fingerprint string
	Enrolled    int64     // the entry
	Revoked     int64     // the entry; 0 while it was not
	From        time.Time // the first instant at which it signs
	Until       time.Time // the first at which it no longer does; zero: until revoked
	Decisive    time.Time // from when it signs what the charter calls decisive; zero: as soon as it signs
	State       KeyState
}

// KeyState says whether a key signs at an instant.
type KeyState string

// The states of a key.
const (
	KeyHolds    KeyState = "holds"
	KeyWaits    KeyState = "waits"    // its mandate has not begun
	KeyRan      KeyState = "ran out"  // its mandate is over
	KeyRevoked  KeyState = "revoked"  // by an act
	KeyReplaced KeyState = "replaced" // its party recovered, and lost what it had before
)

// Keys answers every key the record has had, in the order of enrolment, as they stand at an instant not before what is
// folded.
func (d *Docket) Keys(at time.Time) []KeyStanding {
	all := make([]KeyStanding, 0, d.keys.order.Len())
	for id := range d.keys.order.Each {
		h := d.keys.key(id)
		all = append(all, KeyStanding{
			Key: h.key, Fingerprint: h.signing.Fingerprint(), Enrolled: h.enrolled, Revoked: h.revoked,
			From: h.powers.From, Until: h.powers.Until, Decisive: h.ripe, State: d.keys.state(h, at),
		})
	}
	return all
}

// Keyring is all keys a record has had so far. It never changes, and may be read by many goroutines at once while the
// docket it came from goes on.
type Keyring struct{ keys keyring }

// Keyring answers the keys of the record as it is folded, at no cost.
func (d *Docket) Keyring() Keyring { return Keyring{d.keys} }

// Signing answers what verifies signatures by the key of an id. A key of the record never changes; whether it still
// holds is not asked here.
func (k Keyring) Signing(id string) (signature.Key, bool) {
	h := k.keys.key(id)
	if h == nil {
		return signature.Key{}, false
	}
	return h.signing, true
}

// Signed answers how many signatures stand in the entries that were folded, each of them checked.
func (d *Docket) Signed() int64 { return d.signed }

// CharterHash answers the hash by which a signed act names the charter in force: SHA-256 over the line
// accede/charter/1 and the text of the charter, in base64.
func CharterHash(text string) string {
	h := sha256.Sum256([]byte("accede/charter/1\n" + text))
	return signature.Encode(h[:])
}

// Version answers the hash of the charter in force, as CharterHash makes it.
func (d *Docket) Version() string { return d.version }

// state answers whether a key signs at an instant.
func (r keyring) state(h *heldKey, at time.Time) KeyState {
	switch {
	case h.revoked != 0:
		return KeyRevoked
	case at.Before(h.powers.From):
		return KeyWaits
	case r.replaced(h, at):
		return KeyReplaced
	case !h.powers.Until.IsZero() && !at.Before(h.powers.Until):
		return KeyRan
	}
	return KeyHolds
}

// replaced says whether the party of a key has recovered since. A recovery that was called off before it began to hold
// replaces nothing; one that held and was revoked later does: what was stolen stays lost.
func (r keyring) replaced(h *heldKey, at time.Time) bool {
	for _, n := range r.of(h.key.Member) {
		if n.recovers && n.enrolled > h.enrolled && !at.Before(n.powers.From) &&
			(n.revoked == 0 || !n.revokedAt.Before(n.powers.From)) {
			return true
		}
	}
	return false
}

// of answers the keys of a party, in the order of enrolment.
func (r keyring) of(member body.MemberID) []*heldKey {
	ids, _ := r.ofParty.Get(member)
	all := make([]*heldKey, len(ids))
	for i, id := range ids {
		all[i] = r.key(id)
	}
	return all
}

// holding says whether a party has a key that signs at an instant.
func (r keyring) holding(member body.MemberID, at time.Time) bool {
	return slices.ContainsFunc(r.of(member), func(h *heldKey) bool { return r.state(h, at) == KeyHolds })
}

// taken answers why a key cannot be added: its id or its public key is there already. Nil: it can.
func (r keyring) taken(k act.Key) *Refusal {
	if h := r.key(k.ID); h != nil {
		return refuse("key-id-taken", k.ID, h.enrolled)
	}
	if id, taken := r.byPublic.Get(k.Public); taken {
		return refuse("key-public-taken", id)
	}
	return nil
}

// with answers the keyring with a key more.
func (r keyring) with(h *heldKey) keyring {
	id := h.key.ID
	r.byID, r.order = r.byID.With(id, h), r.order.With(id)
	own, _ := r.ofParty.Get(h.key.Member)
	r.ofParty = r.ofParty.With(h.key.Member, append(slices.Clip(own), id))
	if _, taken := r.byPublic.Get(h.key.Public); !taken {
		r.byPublic = r.byPublic.With(h.key.Public, id)
	}
	if slices.Contains(h.key.Acts, string(act.KindCosign)) {
		r.watching = append(slices.Clip(r.watching), id)
	}
	return r
}

// keyringOf answers the keyring of keys in an order: what with answers for one after another.
func keyringOf(order []string, byID map[string]*heldKey) keyring {
	r := keyring{byID: layers.MapOf(byID), order: layers.ListOf(order)}
	ofParty, byPublic := map[body.MemberID][]string{}, map[string]string{}
	for _, id := range order {
		k := byID[id].key
		ofParty[k.Member] = append(ofParty[k.Member], id)
		if _, taken := byPublic[k.Public]; !taken {
			byPublic[k.Public] = id
		}
		if slices.Contains(k.Acts, string(act.KindCosign)) {
			r.watching = append(r.watching, id)
		}
	}
	r.ofParty, r.byPublic = layers.MapOf(ofParty), layers.MapOf(byPublic)
	return r
}

// without answers the keyring with a key revoked by an entry.
func (r keyring) without(id string, seq int64, at time.Time) keyring {
	h := *r.key(id)
	h.revoked, h.revokedAt = seq, at
	r.byID = r.byID.With(id, &h)
	return r
}

// hold makes a key of the record; wait is the earliest it may sign.
func (d *Docket) hold(k act.Key, seq int64, wait time.Time) *heldKey {
	return &heldKey{key: k, signing: k.Signing(), powers: k.Powers(d.Zone(), wait), enrolled: seq}
}

// Cosigners answers the keys by which members' watchers cosign checkpoints: plain Ed25519 keys that were enrolled for
// cosigning by name and not revoked, in the order of enrolment.
func (k Keyring) Cosigners() []act.Key {
	var all []act.Key
	for _, id := range k.keys.watching {
		h := k.keys.key(id)
		if h.revoked == 0 && h.signing.Alg == signature.Ed25519 {
			all = append(all, h.key)
		}
	}
	return all
}
