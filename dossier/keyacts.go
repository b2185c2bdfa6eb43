package dossier

import (
	"fmt"
	"slices"
	"time"

	"accede/act"
	"accede/body"
)

// decideKeyAct asks of an act about keys whether the key in it can be entered, replaced or revoked. Who may do that is
// asked by the signatures.
func (d *Docket) decideKeyAct(a *act.Act) error {
	if d.reported() {
		return refuse("keys-none-reported")
	}
	if len(a.Dossiers) > 0 {
		return refuse("key-of-the-body")
	}
	if d.keys.empty() {
		return refuse("keys-none-founded")
	}
	if k := newKey(a); k != nil {
		if why := d.keys.taken(*k); why != nil {
			return why
		}
		if !d.partyKnown(k.Member) {
			return refuse("key-party-unknown", k.Member)
		}
	}
	switch do := a.Do.(type) {
	case *act.Rotate:
		return d.decideRotate(do)
	case *act.Revoke:
		if h := d.keys.key(do.Key); h == nil || h.revoked != 0 {
			return refuse("key-to-revoke-unknown", do.Key)
		}
	case *act.Recover:
		if len(d.keys.of(do.Key.Member)) == 0 {
			return refuse("key-never-had", do.Key.Member)
		}
	}
	return nil
}

func (d *Docket) decideRotate(do *act.Rotate) error {
	old := d.keys.key(do.Of)
	switch {
	case old == nil || old.revoked != 0:
		return refuse("key-to-replace-unknown", do.Of)
	case do.Key.Member != old.key.Member || do.Key.Holder != old.key.Holder:
		return refuse("key-of-another-person", do.Of, old.key.Holder, old.key.Member)
	case !within(do.Key.Acts, []*heldKey{old}):
		return refuse("key-wider-powers", do.Of)
	}
	until := do.Key.Powers(d.Zone(), old.powers.From).Until
	if !old.powers.Until.IsZero() && (until.IsZero() || until.After(old.powers.Until)) {
		return refuse("key-longer-mandate", do.Of, old.powers.Until)
	}
	return nil
}

// partyKnown says whether an id is a party of the body or of any dossier.
func (d *Docket) partyKnown(id body.MemberID) bool {
	if _, ok := d.body.Party(id); ok || d.conducts(id) {
		return true
	}
	return d.isApplicant(id)
}

// within says whether every act of a grant is among those that some signer may do.
func within(granted []string, signers []*heldKey) bool {
	for _, kind := range granted {
		if !slices.ContainsFunc(signers, func(h *heldKey) bool {
			return slices.Contains(h.key.Acts, kind) || slices.Contains(h.key.Acts, body.AnyAct)
		}) {
			return false
		}
	}
	return true
}

// authorEnrol: a party's first key is signed for by the chair or the secretariat, every later one by a key of the
// party itself, so that nobody can give himself a voice that is not his. Who grants powers has them. A key for decisive
// acts takes two persons: else one of them could make himself the second.
func (d *Docket) authorEnrol(a *act.Act, k act.Key, signers []*heldKey, at time.Time) error {
	if a.By != k.Member && !d.conducts(a.By) {
		return refuse("enrol-not-for-others", a.By, k.Member)
	}
	own, offices := 0, 0
	for _, h := range signers {
		switch {
		case h.key.Member == k.Member:
			own++
		case d.conducts(h.key.Member):
			offices++
		default:
			return refuse("enrol-signed-by-others", h.key.ID, h.key.Member, k.Member)
		}
	}
	switch had := len(d.keys.of(k.Member)) > 0; {
	case had && !d.keys.holding(k.Member, at):
		return refuse("enrol-none-holds", k.Member)
	case had && own == 0:
		return refuse("enrol-own-key-signs", k.Member)
	case !had && offices == 0:
		return refuse("enrol-first-by-office", k.Member)
	case !within(k.Acts, signers):
		return refuse("enrol-powers-nobody-has")
	case d.decisive(k) && persons(signers) < 2:
		return refuse("enrol-two-persons")
	}
	return nil
}

// decisive says whether a key may sign an act that takes two persons.
func (d *Docket) decisive(k act.Key) bool {
	return slices.ContainsFunc(d.charter.Decisive, func(kind string) bool {
		return slices.Contains(k.Acts, kind) || slices.Contains(k.Acts, body.AnyAct)
	})
}

// authorRotate: the key that is replaced signs, and nobody else can replace it.
func (d *Docket) authorRotate(a *act.Act, do *act.Rotate, signers []*heldKey) error {
	if len(signers) != 1 || signers[0].key.ID != do.Of || a.By != do.Key.Member {
		return refuse("rotate-by-old-key", do.Of)
	}
	return nil
}

// authorRevoke: one person of the party is enough, and so is the chair or the secretariat, since a stolen key has to
// be stopped at once. It takes nobody's place: new keys are enrolled or recovered.
func (d *Docket) authorRevoke(a *act.Act, do *act.Revoke, signers []*heldKey) error {
	member := d.keys.key(do.Key).key.Member
	if a.By != member && !d.conducts(a.By) {
		return refuse("revoke-not-for-others", a.By, member)
	}
	for _, h := range signers {
		if h.key.Member != member && !d.conducts(h.key.Member) {
			return refuse("revoke-signed-by-others", h.key.ID, h.key.Member, member)
		}
	}
	if len(signers) == 0 {
		return refuse("revoke-unsigned", member)
	}
	return nil
}

// recoverers is how many parties sign a recovery where the charter does not say.
const recoverers = 2

// authorRecover: other parties sign, each by one key, among them at least one member: never an office alone.
func (d *Docket) authorRecover(k act.Key, signers []*heldKey, at time.Time) error {
	need := recoverers
	if r := d.charter.Recovery; r != nil {
		need = r.Members
	}
	parties, members := map[body.MemberID]bool{}, 0
	for _, h := range signers {
		id := h.key.Member
		switch {
		case id == k.Member || parties[id]:
			return refuse("recover-signed-twice", id)
		case d.body.IsMember(id, at):
			members++
		case !d.conducts(id):
			return refuse("recover-by-outsider", id)
		}
		parties[id] = true
	}
	if len(parties) < need || members == 0 {
		return refuse("recover-too-few", need, len(parties))
	}
	return nil
}

// foldKeyAct changes the keyring.
func (d *Docket) foldKeyAct(e Entry, at time.Time) {
	fresh := func(k act.Key, wait time.Time) *heldKey {
		h := d.hold(k, e.Seq, wait)
		if !d.charter.Waiting.IsZero() {
			h.ripe = d.charter.Waiting.From(at.In(d.Zone()))
		}
		return h
	}
	switch do := e.Act.Do.(type) {
	case *act.Enrol:
		d.keys = d.keys.with(fresh(do.Key, at))
	case *act.Rotate:
		d.keys = d.keys.with(fresh(do.Key, at)).without(do.Of, e.Seq, at)
	case *act.Revoke:
		d.keys = d.keys.without(do.Key, e.Seq, at)
	case *act.Recover:
		wait := at
		if r := d.charter.Recovery; r != nil {
			wait = r.After.From(at)
		}
		h := fresh(do.Key, wait)
		h.recovers = true
		d.keys = d.keys.with(h)
	}
}

// foundKeys refuses keys that a record cannot be founded with.
func (d *Docket) foundKeys(f Founding) error {
	switch {
	case d.reported() && len(f.Keys) > 0:
		return fmt.Errorf("nothing is signed in a reported record: found it without keys: %w", ErrStanding)
	case len(d.charter.Decisive) > 0 && len(f.Keys) == 0 && !f.Rehearsal:
		return fmt.Errorf("the charter asks for two signatures, and there is no key to sign with: found the record with keys: %w", ErrStanding)
	}
	if d.charter.Watchers != nil && len(f.Keys) == 0 && !f.Rehearsal {
		return fmt.Errorf("the charter asks for watchers, who sign what they have seen: found the record with keys: %w", ErrStanding)
	}
	for _, k := range f.Keys {
		if why := d.keys.taken(k); why != nil {
			return fmt.Errorf("found a record with key %s: %s: %w", k.ID, why.Text, ErrKnown)
		}
		if !d.partyKnown(k.Member) {
			return fmt.Errorf("found a record with key %s: %s is no party of the body: %w", k.ID, k.Member, ErrUnknown)
		}
		d.keys = d.keys.with(d.hold(k, 1, time.Time{}))
	}
	return nil
}

// beginKeys dates the keys of the founding by its registration.
func (d *Docket) beginKeys(at time.Time) {
	begun := keyring{}
	for id := range d.keys.order.Each {
		begun = begun.with(d.hold(d.keys.key(id).key, 1, at))
	}
	d.keys = begun
}
