package dossier

import (
	"encoding/base64"
	"encoding/binary"
	"slices"
	"time"

	"accede/act"
	"accede/body"
	"accede/form"
)

// A big record is a million positions, signatures and deposits: the same few words again and again, with an id, and where
// they are signed something new and a root. Such acts are kept as bytes, in a fifth of the room, and written out when
// somebody asks for them. Other acts are kept as they are.

// lexicon numbers words that come again and again. It only grows; a copy reads the words that were there.
type lexicon struct {
	words []string
	codes map[string]uint64 // nil in a copy, which packs nothing
}

func newLexicon() lexicon { return lexicon{codes: map[string]uint64{}} }

// copied answers a lexicon that reads what is packed and packs nothing itself, at no cost.
func (l *lexicon) copied() lexicon { return lexicon{words: slices.Clip(l.words)} }

func (l *lexicon) code(word string) uint64 {
	if c, ok := l.codes[word]; ok {
		return c
	}
	c := uint64(len(l.words))
	word = string([]byte(word)) // else it would hold the whole text it was read from
	l.words, l.codes[word] = append(l.words, word), c
	return c
}

// The kinds that are packed, as they stand in the bytes.
const (
	packedPosition = iota
	packedSign
	packedApprove
	packedDeposit
)

// What else stands in the bytes of a packed act.
const (
	hasDay   = 1 << iota // a day, else a moment
	hasPaper             // by whom, from what
	hasRoot              // as 32 bytes; a root in another form is no packed act's
	hasUntil             // valid until a moment
	untilDay             // valid until a day
)

// packable answers the kind and the ballot of an act that holds nothing but words that come again and again and its names.
func packable(a *act.Act) (kind byte, ballot string, ok bool) {
	switch do := a.Do.(type) {
	case *act.Position:
		kind, ballot, ok = packedPosition, do.Ballot, len(do.Explanation)+len(do.Conditions) == 0
	case *act.Sign:
		kind, ok = packedSign, true
	case *act.Approve:
		kind, ok = packedApprove, len(do.Votes) == 0
	case *act.Deposit:
		kind, ok = packedDeposit, len(do.Instrument) == 0
	default:
		return 0, "", false
	}
	return kind, ballot, ok && len(a.Sources) == 0 && a.Note == "" && len(a.Enclosed) == 0 && packableTimes(a)
}

// packableTimes says whether the times of an act come out of packed bytes as they went in: days, and moments in UTC as
// package canon reads them.
func packableTimes(a *act.Act) bool {
	for _, i := range []form.Instant{a.Date, a.ValidUntil} {
		if !i.At.IsZero() && i.At != time.Unix(i.At.Unix(), int64(i.At.Nanosecond())).UTC() {
			return false
		}
	}
	return !a.Date.IsZero()
}

// pack adds an act to packed bytes; not ok where it is none that is packed, and the bytes are as they were.
func (l *lexicon) pack(to []byte, a *act.Act) (packed []byte, ok bool) {
	kind, ballot, ok := packable(a)
	if !ok || l.codes == nil {
		return to, false
	}
	root, rooted := rawRoot(a.SeenRoot)
	if a.SeenRoot != "" && !rooted {
		return to, false
	}
	flags := flag(hasDay, a.Date.DayOnly()) | flag(hasPaper, a.Paper != nil) | flag(hasRoot, rooted) |
		flag(hasUntil, !a.ValidUntil.IsZero()) | flag(untilDay, a.ValidUntil.DayOnly())
	to = append(to, kind, flags)
	for _, word := range []string{a.Body, string(a.By), a.Stage, string(a.Dated), a.Charter, ballot} {
		to = binary.AppendUvarint(to, l.code(word))
	}
	to = binary.AppendUvarint(to, uint64(len(a.Dossiers)))
	for _, id := range a.Dossiers {
		to = binary.AppendUvarint(to, l.code(id))
	}
	if a.Paper != nil {
		to = binary.AppendUvarint(binary.AppendUvarint(to, l.code(string(a.Paper.By))), l.code(a.Paper.From))
	}
	to = packInstant(to, a.Date)
	if !a.ValidUntil.IsZero() {
		to = packInstant(to, a.ValidUntil)
	}
	to = binary.AppendVarint(to, a.SeenSize)
	if rooted {
		to = append(to, root[:]...)
	}
	to = binary.AppendUvarint(binary.AppendUvarint(to, uint64(len(a.ID))), uint64(len(a.Nonce)))
	return append(append(to, a.ID...), a.Nonce...), true
}

func flag(bit byte, set bool) byte {
	if set {
		return bit
	}
	return 0
}

// rawRoot answers the 32 bytes of a root that is written in the one way in which it is.
func rawRoot(text string) (root [32]byte, ok bool) {
	var raw [33]byte
	if len(text) != base64.StdEncoding.EncodedLen(len(root)) {
		return root, false
	}
	n, err := base64.StdEncoding.Strict().Decode(raw[:], []byte(text))
	if err != nil || n != len(root) {
		return root, false
	}
	return [32]byte(raw[:32]), true
}

func packInstant(to []byte, i form.Instant) []byte {
	if i.DayOnly() {
		return binary.AppendVarint(to, int64(i.Day.Year)<<9|int64(i.Day.Month)<<5|int64(i.Day.Day))
	}
	return binary.AppendUvarint(binary.AppendVarint(to, i.At.Unix()), uint64(i.At.Nanosecond()))
}

// unpacker reads packed acts. What does not read as one is noted and answered as nothing.
type unpacker struct {
	words []string
	data  []byte
	bad   bool
}

func (u *unpacker) uint() uint64 {
	x, n := binary.Uvarint(u.data)
	if n <= 0 {
		u.bad, u.data = true, nil
		return 0
	}
	u.data = u.data[n:]
	return x
}

func (u *unpacker) int() int64 {
	x, n := binary.Varint(u.data)
	if n <= 0 {
		u.bad, u.data = true, nil
		return 0
	}
	u.data = u.data[n:]
	return x
}

func (u *unpacker) byte() byte {
	if len(u.data) == 0 {
		u.bad = true
		return 0
	}
	b := u.data[0]
	u.data = u.data[1:]
	return b
}

func (u *unpacker) take(n uint64) []byte {
	if n > uint64(len(u.data)) {
		u.bad, u.data = true, nil
		return nil
	}
	b := u.data[:n]
	u.data = u.data[n:]
	return b
}

func (u *unpacker) word() string {
	if c := u.uint(); c < uint64(len(u.words)) {
		return u.words[c]
	}
	u.bad = true
	return ""
}

func (u *unpacker) instant(day bool) form.Instant {
	if day {
		n := u.int()
		return form.Instant{Day: form.Date{Year: int(n >> 9), Month: time.Month(n >> 5 & 15), Day: int(n & 31)}}
	}
	sec := u.int()
	return form.Instant{At: time.Unix(sec, int64(u.uint())).UTC()}
}

// unpack answers the first act of packed bytes, and false where there is none.
func unpack(words []string, data []byte) (*act.Act, bool) {
	u := unpacker{words: words, data: data}
	kind, flags := u.byte(), u.byte()
	a := &act.Act{Body: u.word(), By: body.MemberID(u.word()), Stage: u.word(), Dated: act.Dating(u.word()), Charter: u.word()}
	ballot := u.word()
	if n := u.uint(); n <= uint64(len(u.data)) && n > 0 {
		a.Dossiers = make([]string, n)
		for i := range a.Dossiers {
			a.Dossiers[i] = u.word()
		}
	}
	if flags&hasPaper != 0 {
		a.Paper = &act.Paper{By: body.MemberID(u.word()), From: u.word()}
	}
	a.Date = u.instant(flags&hasDay != 0)
	if flags&hasUntil != 0 {
		a.ValidUntil = u.instant(flags&untilDay != 0)
	}
	a.SeenSize = u.int()
	if flags&hasRoot != 0 {
		a.SeenRoot = base64.StdEncoding.EncodeToString(u.take(32))
	}
	id, nonce := u.uint(), u.uint()
	if u.bad || id > uint64(len(u.data)) || nonce > uint64(len(u.data)) {
		return nil, false
	}
	names := string(u.take(id + nonce))
	if u.bad {
		return nil, false
	}
	a.ID, a.Nonce = names[:id], names[id:]
	switch kind {
	case packedPosition:
		a.Do = &act.Position{Ballot: ballot}
	case packedSign:
		a.Do = &act.Sign{}
	case packedApprove:
		a.Do = &act.Approve{}
	case packedDeposit:
		a.Do = &act.Deposit{}
	default:
		return nil, false
	}
	return a, true
}

// packedLen answers how long the first of packed acts is, and false where it could not be unpacked with so many words.
func packedLen(words int, data []byte) (n int, ok bool) {
	u := unpacker{data: data}
	word := func() {
		if u.uint() >= uint64(words) {
			u.bad = true
		}
	}
	kind, flags := u.byte(), u.byte()
	for range 6 { // body, author, stage, how well it is dated, charter, ballot
		word()
	}
	dossiers := u.uint()
	if dossiers > uint64(len(u.data)) {
		return 0, false
	}
	for range dossiers {
		word()
	}
	if flags&hasPaper != 0 {
		word()
		word()
	}
	u.skipInstant(flags&hasDay != 0)
	if flags&hasUntil != 0 {
		u.skipInstant(flags&untilDay != 0)
	}
	u.int()
	if flags&hasRoot != 0 {
		u.take(32)
	}
	id, nonce := u.uint(), u.uint()
	if id > uint64(len(u.data)) || nonce > uint64(len(u.data)) {
		return 0, false
	}
	u.take(id + nonce)
	return len(data) - len(u.data), !u.bad && kind <= packedDeposit
}

func (u *unpacker) skipInstant(day bool) {
	if u.int(); !day {
		u.uint()
	}
}
