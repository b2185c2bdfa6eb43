package dossier

import (
	"bytes"
	"fmt"
	"slices"

	"accede/act"
	"accede/body"
	"accede/rule"
)

// foldFormat begins the encoding of a fold. It changes with every change of what a state holds or of how it is written.
const foldFormat = "accede/fold/1"

// Encode answers the docket as bytes from which Decode makes it again: equal dockets have equal bytes. They hold nothing
// that the entries do not hold, and are no record: whoever has the entries can fold them, and must where anything depends
// on it. A docket on which Advance was called is not to be encoded. It takes time in what the docket holds.
func (d *Docket) Encode() ([]byte, error) {
	if d.law != d.inForce {
		return nil, fmt.Errorf("write a fold: it is as one dossier has it: %w", ErrOrder)
	}
	c := &coder{writing: true, zone: d.Zone(), numbers: map[string]uint64{}}
	c.docket(d)
	return c.data, c.end()
}

// Decode answers the docket that Encode wrote, ready to fold the next entry. It keeps nothing of the bytes. ErrSnapshot: they are damaged, or of another version.
func Decode(data []byte) (*Docket, error) {
	c := &coder{data: data, numbers: map[string]uint64{}}
	d := &Docket{states: map[string]*State{}, lexicon: newLexicon(), line: new(lineage)}
	c.docket(d)
	if err := c.end(); err != nil {
		return nil, err
	}
	return d, nil
}

func (c *coder) docket(d *Docket) {
	format := foldFormat
	if word(c, &format); format != foldFormat {
		c.refuse("%.40q, not %q", format, foldFormat)
	}
	c.law(&d.law)
	if c.err != nil {
		return
	}
	if !c.writing {
		d.inForce, d.charter, d.procedures, d.version = d.law, d.law.charter, d.law.procedures, d.law.version
		c.zone = d.law.base.Zone
	}
	c.body(d)
	number(c, &d.size)
	c.time(&d.at)
	c.time(&d.day)
	c.keyring(&d.keys)
	number(c, &d.signed)
	c.bool(&d.waived)
	c.lexicon(&d.lexicon)
	words(c, &d.order)
	for _, id := range d.order {
		s := d.states[id]
		if !c.writing {
			if s = newState(); d.states[id] != nil {
				c.refuse("two dossiers %s", id)
			}
			s.owner = d.owner()
			d.states[id] = s
		}
		if c.err != nil {
			return
		}
		if c.state(d, s); !c.writing {
			d.applied(s)
		}
	}
	c.restOf(d)
	c.index(&d.acts)
}

// restOf codes what is the docket's own and speaks of its dossiers.
func (c *coder) restOf(d *Docket) {
	c.enclosed(d)
	keyed(c, &d.confirmed, func(seq *int64) { number(c, seq) })
	list(c, &d.owed, func(n *Notice) { plain(c, n) })
	c.time(&d.next)
	list(c, &d.held, func(h *heldAct) {
		word(c, &h.hash)
		word(c, &h.dossier)
		word(c, &h.author)
		c.time(&h.since)
		word(c, &h.by)
	})
	list(c, &d.waiting, func(s **State) {
		id := ""
		if *s != nil {
			id = (*s).id
		}
		if word(c, &id); !c.writing {
			*s = d.states[id]
		}
		if *s == nil {
			c.refuse("a deadline of %q, which is no dossier", id)
		}
	})
	c.bool(&d.moved)
	for _, n := range d.owed {
		if d.states[n.Dossier] == nil {
			c.refuse("a notice is owed to %q, which is no dossier", n.Dossier)
		}
	}
}

func (c *coder) law(l **law) {
	ref(c, &c.laws, l, func(l *law) {
		word(c, &l.text)
		if c.writing || c.err != nil {
			return
		}
		read, err := readLaw("charter", l.text)
		if err != nil {
			c.refuse("a charter: %v", err)
			return
		}
		*l = *read
	})
	if *l == nil || (*l).charter == nil {
		c.refuse("no charter")
	}
}

// body codes what has become of the membership since the charter.
func (c *coder) body(d *Docket) {
	var changes []body.Change
	var names map[body.MemberID]body.Names
	if c.writing {
		changes, names = d.body.Changes()
	}
	list(c, &changes, func(x *body.Change) { plain(c, x) })
	keyed(c, &names, func(n *body.Names) { plain(c, n) })
	switch {
	case c.writing || c.err != nil:
	case changes == nil || names == nil:
		c.refuse("a body without its changes")
	default:
		d.body = d.law.base.Changed(changes, names)
	}
}

func (c *coder) keyring(r *keyring) {
	order := r.order.All()
	words(c, &order)
	byID := make(map[string]*heldKey, len(order))
	for _, id := range order {
		h := &heldKey{}
		if c.writing {
			h = r.key(id)
		}
		plain(c, &h.key)
		plain(c, &h.powers)
		number(c, &h.enrolled)
		number(c, &h.revoked)
		c.time(&h.revokedAt)
		c.time(&h.ripe)
		c.bool(&h.recovers)
		if c.err != nil {
			return
		}
		if byID[id] != nil || h.key.ID != id {
			c.refuse("two keys %s", id)
		}
		byID[id] = h
	}
	if c.writing {
		return
	}
	for _, h := range byID {
		h.signing = h.key.Signing()
	}
	*r = keyringOf(order, byID)
}

func (c *coder) lexicon(l *lexicon) {
	words(c, &l.words)
	if c.writing {
		return
	}
	for i, w := range l.words {
		if _, twice := l.codes[w]; twice {
			c.refuse("the word %q twice", w)
		}
		l.codes[w] = uint64(i)
	}
}

func (c *coder) enclosed(d *Docket) {
	there := d.enclosed != nil
	if c.bool(&there); there && !c.writing {
		d.enclosed = map[string]Enclosed{}
	}
	words(c, &d.enclosures)
	for _, seal := range d.enclosures {
		e := d.enclosed[seal]
		plain(c, &e)
		if c.err != nil {
			return
		}
		if !there || e.Seal != seal {
			c.refuse("what is enclosed under another seal")
			return
		}
		if !c.writing {
			d.enclosed[seal] = e
		}
	}
}

// index codes the acts that have been folded.
func (c *coder) index(x *index) {
	l := &layer{}
	if c.writing {
		l = x.whole()
	}
	if c.bytes(&l.ids); !c.writing {
		l.ids = bytes.Clone(l.ids)
	}
	fixed32(c, &l.ends)
	seq := int64(0)
	list(c, &l.seqs, func(s *int64) {
		step := *s - seq
		number(c, &step)
		seq += step
		*s = seq
	})
	c.hashes(&l.hashes)
	fixed32(c, (*[]uint32)(&l.byID))
	fixed32(c, (*[]uint32)(&l.byHash))
	if c.writing || c.err != nil {
		return
	}
	if !l.sound() {
		c.refuse("an index of acts that does not hold together")
		return
	}
	if len(l.seqs) > 0 {
		x.frozen = []*layer{l}
	}
}

func (c *coder) hashes(x *[][32]byte) {
	n := c.count(len(*x), 32)
	if c.writing {
		c.data = slices.Grow(c.data, 32*n)
		for i := range *x {
			c.data = append(c.data, (*x)[i][:]...)
		}
		return
	}
	all := make([][32]byte, n)
	for i := range all {
		all[i] = [32]byte(c.data[32*i:])
	}
	*x, c.data = all, c.data[32*n:]
}

// sound says whether every act of a layer can be found in it, and looking ends.
func (l *layer) sound() bool {
	n := len(l.seqs)
	if l.seqs == nil || len(l.ends) != n || len(l.hashes) != n || len(l.byID) != len(roomFor(n)) || len(l.byHash) != len(l.byID) {
		return false
	}
	begin := uint32(0)
	for _, end := range l.ends {
		if end < begin || int(end) > len(l.ids) {
			return false
		}
		begin = end
	}
	if int(begin) != len(l.ids) {
		return false
	}
	for _, table := range []slots{l.byID, l.byHash} {
		taken := 0
		for _, at := range table {
			if at != 0 {
				taken++
			}
			if int(at) > n {
				return false
			}
		}
		if taken != n {
			return false
		}
	}
	return true
}

// newState answers a dossier with nothing in it.
func newState() *State {
	return &State{concerns: map[string]*concern{}, demands: map[string]*demand{}, commitments: map[string]*commitment{}, measures: map[string]*measure{}}
}

// procedure answers the procedure of an id under a law.
func (l *law) procedure(id string) *rule.Procedure {
	for i := range l.procedures {
		if l.procedures[i].ID == id {
			return &l.procedures[i]
		}
	}
	return nil
}

// act codes an act that is kept as it is: the exact bytes in which it was made.
func (c *coder) act(a **act.Act) {
	ref(c, &c.acts, a, func(a *act.Act) {
		var raw []byte
		if c.writing {
			data, err := a.Marshal()
			if err != nil {
				c.refuse("act %s: %v", a.ID, err)
			}
			raw = data
		}
		c.bytes(&raw)
		if c.writing || c.err != nil {
			return
		}
		read, err := act.ParseText(string(raw))
		if err != nil {
			c.refuse("an act: %v", err)
			return
		}
		*a = read
	})
}
