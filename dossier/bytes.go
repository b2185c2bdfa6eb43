package dossier

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"time"

	"accede/act"
	"accede/act/signature"
	"accede/body"
	"accede/canon"
	"accede/game"
)

// entryFormat is the first key of every entry of this version.
const entryFormat = "entry/1"

// ErrEntry is wrapped by what is wrong with the bytes of an entry.
var ErrEntry = errors.New("not an entry of this version")

// FoundingEntry answers the first entry of a record.
func FoundingEntry(f Founding, at time.Time) Entry { return Entry{Seq: 1, At: at.UTC(), Founding: &f} }

// ActEntry answers the entry that registers an act; data are the act's exact bytes.
func ActEntry(seq int64, at time.Time, a *act.Act, data []byte) Entry {
	return Entry{Seq: seq, At: at.UTC(), Act: a, actBytes: data}
}

// SignedEntry answers the entry that registers a signed act; data are the act's exact bytes.
func SignedEntry(seq int64, at time.Time, a *act.Act, data []byte, sigs []signature.Signature) Entry {
	return Entry{Seq: seq, At: at.UTC(), Act: a, actBytes: data, Signatures: sigs}
}

// NoticeEntry answers the entry of a notice.
func NoticeEntry(seq int64, at time.Time, n Notice) Entry {
	return Entry{Seq: seq, At: at.UTC(), Notice: &n}
}

// ActHash answers the hash of the exact bytes of the act; zero when the entry is none.
func (e Entry) ActHash() [32]byte {
	if e.Act == nil {
		return [32]byte{}
	}
	if e.actHash != [32]byte{} {
		return e.actHash
	}
	return act.Hash(e.actBytes)
}

// Marshal answers the exact bytes of the entry: the leaf of the tree. An act stands in it as its author made it.
func (e Entry) Marshal() ([]byte, error) {
	w := canon.NewWriter(make([]byte, 0, len(e.actBytes)+128))
	w.Object()
	w.Key("accede")
	w.Text(entryFormat)
	if e.Act != nil {
		w.Key("act")
		w.Raw(e.actBytes)
	}
	w.Key("at")
	w.Time(e.At)
	if f := e.Founding; f != nil {
		w.Key("founding")
		f.write(&w)
	}
	if n := e.Notice; n != nil {
		w.Key("notice")
		n.write(&w)
	}
	w.Key("seq")
	w.Int(e.Seq)
	if len(e.Signatures) > 0 {
		w.Key("sig")
		signature.Write(&w, e.Signatures)
	}
	w.End()
	data, err := w.Bytes()
	if err != nil {
		return nil, fmt.Errorf("write entry %d: %w", e.Seq, err)
	}
	return data, nil
}

func (f *Founding) write(w *canon.Writer) {
	w.Object()
	w.Key("charter")
	w.Text(f.Charter)
	w.Key("host")
	w.Text(f.Host)
	if len(f.Keys) > 0 {
		w.Key("keys")
		act.WriteKeys(w, f.Keys)
	}
	w.Key("made")
	w.Text(f.Made)
	if f.Rehearsal {
		w.Key("rehearsal")
		w.Bool(true)
	}
	w.End()
}

func (n *Notice) write(w *canon.Writer) {
	w.Object()
	w.Key("dated")
	w.Time(n.Dated)
	w.Key("dossier")
	w.Text(n.Dossier)
	w.Key("kind")
	w.Text(string(n.Kind))
	if n.Member != "" {
		w.Key("member")
		w.Text(string(n.Member))
	}
	if n.Kind == NoticeFound || n.Kind == NoticeSilence {
		w.Key("outcome")
		w.Text(n.Outcome.String())
	}
	if len(n.Reasons) > 0 {
		w.Key("reasons")
		w.Array()
		for _, r := range n.Reasons {
			w.Text(r)
		}
		w.End()
	}
	if n.Stage != "" {
		w.Key("stage")
		w.Text(n.Stage)
	}
	w.End()
}

// ParseEntry reads the exact bytes of an entry. What it does not know stops it: an unknown key, kind or version, an
// act that is not in due form. The entry shares no memory with data.
func ParseEntry(data []byte) (Entry, error) {
	var e Entry
	var format, raw string
	r := canon.NewReader(string(data))
	for r.Object(); r.Key(); {
		switch r.Last() {
		case "accede":
			if format = r.Text(); format != entryFormat {
				r.Refuse("entry of another version: " + format)
			}
		case "act":
			raw = r.Span() // act.ParseText checks that it is canonical
		case "at":
			e.At = r.Time()
		case "founding":
			e.Founding = readFounding(&r)
		case "notice":
			e.Notice = readNotice(&r)
		case "seq":
			e.Seq = r.Int()
		case "sig":
			e.Signatures = signature.Read(&r)
		default:
			r.Refuse("unknown key")
		}
	}
	if err := r.End(); err != nil {
		return Entry{}, fmt.Errorf("read an entry: %w: %w", ErrEntry, err)
	}
	if raw != "" {
		a, err := act.ParseText(raw)
		if err != nil {
			return Entry{}, fmt.Errorf("read entry %d: %w", e.Seq, err)
		}
		e.actBytes = []byte(raw)
		e.Act, e.actHash = &a, act.Hash(e.actBytes)
	}
	if err := e.whole(format); err != nil || e.Act != nil {
		return e, err
	}
	return e, e.rewritten(data)
}

// rewritten refuses a founding or a notice that would be written in other bytes: an empty text that could be left out, an
// outcome where nothing was found. Of an act its own reader sees to that, and of signatures theirs.
func (e Entry) rewritten(data []byte) error {
	again, err := e.Marshal()
	if err != nil || !bytes.Equal(again, data) {
		return fmt.Errorf("read entry %d: it is not in the one form in which it is written: %w", e.Seq, ErrEntry)
	}
	return nil
}

// whole refuses an entry that holds less or more than one thing.
func (e Entry) whole(format string) error {
	n := 0
	for _, has := range []bool{e.Act != nil, e.Notice != nil, e.Founding != nil} {
		if has {
			n++
		}
	}
	if n != 1 || format == "" || e.Seq < 1 || e.At.IsZero() {
		return fmt.Errorf("read entry %d: it needs a position, a time, and one act, notice or founding: %w", e.Seq, ErrEntry)
	}
	if e.Act == nil && len(e.Signatures) > 0 {
		return fmt.Errorf("read entry %d: signatures stand beside an act: %w", e.Seq, ErrEntry)
	}
	return nil
}

func readFounding(r *canon.Reader) *Founding {
	f := &Founding{}
	for r.Object(); r.Key(); {
		switch r.Last() {
		case "charter":
			f.Charter = r.Text()
		case "host":
			f.Host = r.Text()
		case "keys":
			f.Keys = act.ReadKeys(r)
		case "made":
			f.Made = r.Text()
		case "rehearsal":
			if f.Rehearsal = r.Bool(); !f.Rehearsal {
				r.Refuse("what is not so is left out")
			}
		default:
			r.Refuse("unknown key")
		}
	}
	return f
}

func readNotice(r *canon.Reader) *Notice {
	n := &Notice{}
	for r.Object(); r.Key(); {
		switch r.Last() {
		case "dated":
			n.Dated = r.Time()
		case "dossier":
			n.Dossier = r.Text()
		case "kind":
			n.Kind = NoticeKind(r.Text())
			if !slices.Contains(noticeKinds, n.Kind) {
				r.Refuse("unknown kind of notice")
			}
		case "member":
			n.Member = body.MemberID(r.Text())
		case "outcome":
			n.Outcome = readOutcome(r)
		case "reasons":
			for r.Array(); r.More(); {
				n.Reasons = append(n.Reasons, r.Text())
			}
		case "stage":
			n.Stage = r.Text()
		default:
			r.Refuse("unknown key")
		}
	}
	return n
}

var noticeKinds = []NoticeKind{
	NoticeOpened, NoticeFound, NoticeSilence, NoticeDone, NoticeJoined, NoticeInForce, NoticeAmended, NoticeRoll, NoticeDeadline, NoticeLapsed,
	NoticeRun, NoticeExtended,
}

func readOutcome(r *canon.Reader) game.Outcome {
	switch word := r.Text(); word {
	case "adopted":
		return game.Adopted
	case "rejected":
		return game.Rejected
	case "open":
		return game.Open
	default:
		r.Refuse("unknown outcome " + word)
		return game.Open
	}
}

// equal says whether two notices say the same.
func (n Notice) equal(m Notice) bool {
	return n.Kind == m.Kind && n.Dossier == m.Dossier && n.Stage == m.Stage && n.Member == m.Member &&
		n.Dated.Equal(m.Dated) && n.Outcome == m.Outcome && slices.Equal(n.Reasons, m.Reasons)
}
