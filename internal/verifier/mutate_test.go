package verifier

import (
	"bytes"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"testing"

	"accede/act"
	"accede/dossier"
	"accede/ledger"
)

// layer says who has made the change: whoever carries the file; the host, who signs the record as it then is; or the
// author of an act, who signs that too.
type layer uint8

const (
	byCarrier layer = iota
	byHost
	byAuthor
	layers
)

// change is one change of one line of a record: so many bytes from a place on go, others come.
type change struct {
	record, line, at, cut int
	by                    layer
	put                   []byte
}

// bases are records to change, with their lines as text.
func bases(t testing.TB) []*builder {
	return []*builder{aVote(t), aSilenceThatRan(t), anAccession(t), aTie(t), aKeyring(t), aPaper(t), aReport(t), aWatch(t), anAmendment(t)}
}

// apply answers the record with the change made, as a bundle. ok is false where nothing would be changed.
func (c change) apply(t testing.TB, all []*builder) (data []byte, ok bool) {
	t.Helper()
	same := *all[c.record%len(all)]
	b := &same
	b.t = t
	if c.by == byCarrier {
		return c.splice(b.bundle(""))
	}
	i := c.line % len(b.lines)
	if i == 0 {
		i = len(b.lines) - 1 // another founding is another record
	}
	e, err := dossier.ParseEntry(b.lines[i])
	if err != nil {
		t.Fatal(err)
	}
	line := b.lines[i]
	if c.by != byCarrier && e.Act != nil && slices.Contains(unjudged, e.Act.Do.Kind()) {
		return nil, false
	}
	if c.by == byAuthor && e.Act != nil && len(e.Signatures) > 0 {
		old, err := e.Act.Marshal()
		if err != nil {
			t.Fatal(err)
		}
		text, changed := c.splice(old)
		if !changed || len(text) == 0 || bytes.ContainsAny(text, "\n") {
			return nil, false
		}
		var signers []string
		for _, s := range e.Signatures {
			signers = append(signers, s.Key)
		}
		if line, err = dossier.SignedEntry(e.Seq, e.At, new(act.Act), text, b.signatures(text, signers...)).Marshal(); err != nil {
			return nil, false
		}
	} else if line, ok = c.splice(line); !ok || bytes.ContainsAny(line, "\n") {
		return nil, false
	}
	spoiled := *b
	spoiled.lines, spoiled.tree = nil, new(ledger.Tree)
	for _, l := range b.lines[:i] {
		spoiled.raw(l)
	}
	spoiled.raw(line)
	return spoiled.bundle(""), len(line) > 0
}

// splice cuts and puts.
func (c change) splice(data []byte) ([]byte, bool) {
	at := c.at % (len(data) + 1)
	end := min(at+c.cut, len(data))
	out := append(append(bytes.Clone(data[:at]), c.put...), data[end:]...)
	return out, !bytes.Equal(out, data)
}

func (c change) String() string {
	return fmt.Sprintf("record %d, line %d, by %d: %d bytes at %d become %q", c.record, c.line, c.by, c.cut, c.at, c.put)
}

// values are the texts and numbers of an act or a notice, where they stand.
var values = regexp.MustCompile(`"[a-z_]+":("[^"\\]*"|[0-9]+)`)

// other is an entry that says something else: one value of its act or notice made another, signed anew, by the same keys or
// by one other; or the act as it is, entered once more at the end.
type other struct {
	record, line, value, by, signer int
	again                           bool
}

// pool are values to put in the place of others: those of all records, so that what is said is mostly something that can
// be said.
func pool(all []*builder) []string {
	seen := map[string]bool{}
	for _, b := range all {
		for _, l := range b.lines[1:] {
			for _, m := range values.FindAllSubmatch(l, -1) {
				if len(m[1]) < 60 {
					seen[string(m[1])] = true
				}
			}
		}
	}
	return slices.Sorted(maps.Keys(seen))
}

// unjudged are kinds of acts of which verify.js judges the form alone, and says so.
var unjudged = []act.Kind{
	act.KindDemand, act.KindCommit, act.KindMemorandum, act.KindMeasure, act.KindAssess, act.KindPropose, act.KindReact, act.KindTalks,
}

func (o other) apply(t testing.TB, all []*builder, pool []string) ([]byte, bool) {
	t.Helper()
	base := all[o.record%len(all)]
	i := 1 + o.line%(len(base.lines)-1)
	e, err := dossier.ParseEntry(base.lines[i])
	if err != nil {
		t.Fatal(err)
	}
	if e.Act != nil && slices.Contains(unjudged, e.Act.Do.Kind()) {
		return nil, false
	}
	b := *base
	b.t, b.lines, b.tree = t, nil, new(ledger.Tree)
	upTo := i
	if o.again {
		upTo = len(base.lines)
	}
	for _, l := range base.lines[:upTo] {
		b.raw(l)
	}
	seq, at := b.next(), e.At
	if o.again {
		last, err := dossier.ParseEntry(base.lines[upTo-1])
		if err != nil {
			t.Fatal(err)
		}
		at = last.At
	}
	if e.Notice != nil {
		line := replaceValue(base.lines[i], o.value, pool[o.by%len(pool)])
		if o.again {
			line = b.forged(dossier.NoticeEntry(seq, at, *e.Notice))
		}
		b.raw(line)
		return b.bundle(""), true
	}
	if o.again { // as if it were said now, for the first time
		e.Act.ID, e.Act.SeenSize, e.Act.SeenRoot = e.Act.ID+"-again", b.tree.Size(), b.tree.Root().String()
		if len(e.Signatures) == 0 {
			e.Act.SeenSize, e.Act.SeenRoot = 0, ""
		}
		e.Act.Charter = base.docket.Version()
	}
	text, err := e.Act.Marshal()
	if err != nil {
		return nil, false
	}
	text = replaceValue(text, o.value, pool[o.by%len(pool)])
	var signers []string
	for _, s := range e.Signatures {
		signers = append(signers, s.Key)
	}
	if ids := slices.Sorted(maps.Keys(base.holders)); len(signers) > 0 && o.signer > 0 {
		if id := ids[o.signer%len(ids)]; !slices.Contains(signers, id) {
			signers[0] = id
		}
	}
	line, err := dossier.SignedEntry(seq, at, new(act.Act), text, b.signatures(text, signers...)).Marshal()
	if err != nil {
		return nil, false
	}
	b.raw(line)
	return b.bundle(""), true
}

// replaceValue puts a value in the place of the n-th there is; n 0 leaves all as they are.
func replaceValue(text []byte, n int, by string) []byte {
	at := values.FindAllSubmatchIndex(text, -1)
	if n == 0 || len(at) == 0 {
		return text
	}
	m := at[n%len(at)]
	return append(append(bytes.Clone(text[:m[2]]), by...), text[m[3]:]...)
}
