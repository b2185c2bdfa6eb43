package api

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	"accede/act"
	"accede/act/signature"
	"accede/body"
	"accede/canon"
	"accede/dossier"

	"accede/internal/api/wire"
	"accede/internal/apikey"
	"accede/internal/depositary"
	"accede/internal/fault"
	"accede/internal/store"
)

// actSent stands in the description for what is sent: an act, or one with signatures beside it.
type actSent struct{}

// sentIn is how long a caller may take to send.
const sentIn = 20 * time.Second

// maxSigned is how many bytes signatures and what lies around them may have besides an act.
const maxSigned = 4 << 10

// maxEnclosing is how many bytes an act may have with the content that it encloses, which is sent as base64.
const maxEnclosing = 24 << 20

// sent answers the bytes that were sent, at most most of them.
func (c *call) sent(most int64) ([]byte, error) {
	// A test's recorder knows no deadlines; a server does.
	if err := http.NewResponseController(c.w).SetReadDeadline(time.Now().Add(sentIn)); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return nil, fmt.Errorf("read what was sent: %w", err)
	}
	data, err := io.ReadAll(http.MaxBytesReader(c.w, c.r.Body, most))
	if _, large := errors.AsType[*http.MaxBytesError](err); large {
		return nil, fmt.Errorf("read what was sent: at most %d bytes are taken: %w", most, fault.ErrLarge)
	}
	if err != nil {
		return nil, fmt.Errorf("read what was sent: %w: %w", err, fault.ErrInput)
	}
	return data, nil
}

// submit registers an act. The bytes are handed on as they came.
func (c *call) submit() error {
	most, leave, err := c.room()
	if err != nil {
		return err
	}
	defer leave()
	data, err := c.sent(most)
	if err != nil {
		return err
	}
	line, err := lineOf(data)
	if err != nil {
		return err
	}
	if len(line.sigs) == 0 { // the depositary reads it in any case; here it is read where somebody may not send it
		if err := c.mayTake(line.act); err != nil {
			return err
		}
	}
	got, err := c.Record.SubmitEnclosed(c.r.Context(), line.act, line.sigs, line.enclosed)
	if err != nil {
		return fmt.Errorf("register an act: %w", err)
	}
	status, receipt := http.StatusCreated, justGot(got)
	if got.Already {
		if receipt, err = c.receiptOf(got.ID, got.Seq); err != nil {
			return err
		}
		status = http.StatusOK
	}
	c.w.Header().Set("Location", Root+"/entries/"+strconv.FormatInt(got.Seq, 10))
	return c.jsonAs(status, receipt)
}

// mayTake says whether the key of the request may take an unsigned act: it is of the party that acts, or, for an act
// from paper, of the office that registers it.
func (c *call) mayTake(data []byte) error {
	a, err := act.Parse(data)
	if err != nil {
		return err
	}
	k, err := c.key()
	if err != nil {
		return err
	}
	acts := a.By
	if a.Paper != nil {
		acts = a.Paper.By
	}
	if k.Role != apikey.Delegate {
		return fmt.Errorf("register act %s: the key %s is for reading: %w", a.ID, k.ID, fault.ErrParty)
	}
	if k.Party != acts {
		return fmt.Errorf("register act %s: it is for %s to hand in, and the key %s is for acts of %s: %w", a.ID, acts, k.ID, k.Party, fault.ErrParty)
	}
	return nil
}

// room answers how many bytes are taken. What is long, or says not how long it is, holds content that is enclosed: of
// such few are taken at once, since each is held in memory whole.
func (c *call) room() (most int64, leave func(), err error) {
	const short = act.MaxSize + maxSigned
	if n := c.r.ContentLength; n >= 0 && n <= short || c.sends == nil {
		return short, func() {}, nil
	}
	select {
	case c.sends <- struct{}{}:
		return maxEnclosing, func() { <-c.sends }, nil
	default:
		return 0, nil, fmt.Errorf("take what is enclosed beside %d others: %w", cap(c.sends), fault.ErrBusy)
	}
}

// line is what was sent: the exact bytes of an act, the signatures on it, and the content it encloses.
type line struct {
	act      []byte
	sigs     []signature.Signature
	enclosed []act.Opening
}

// lineOf reads what was sent. What begins like an act is one; else it is a line of signed acts, and the bytes within it
// are exact too.
func lineOf(data []byte) (line, error) {
	r := canon.NewReader(string(data))
	r.Object()
	if !r.Key() || r.Last() != "act" {
		return line{act: data}, nil // act.Parse says what is wrong with it
	}
	l := line{act: []byte(r.Span())}
	for r.Key() {
		switch r.Last() {
		case "enclosed":
			l.enclosed = openings(&r)
		case "sig":
			l.sigs = signature.Read(&r)
		default:
			r.Refuse("unknown key " + r.Last() + "; the keys here are act, enclosed, sig")
		}
	}
	if err := r.End(); err != nil {
		return line{}, fmt.Errorf("read a line of signed acts: %w", errors.Join(err, act.ErrForm))
	}
	return l, nil
}

func (c *call) receipt() error {
	d, err := c.Record.Docket(c.r.Context(), time.Time{})
	if err != nil {
		return fmt.Errorf("read the record: %w: %w", err, fault.ErrRecord)
	}
	id := c.r.PathValue("act")
	seq, _, ok := d.SeenID(id)
	if !ok {
		return fmt.Errorf("look for act %q: %w", id, fault.ErrNoAct)
	}
	if err := c.fresh(c.tagOf(c.Record.Moment())); err != nil {
		return err
	}
	receipt, err := c.receiptOf(id, seq)
	if err != nil {
		return err
	}
	return c.json(receipt)
}

// noticesBehind is how many entries behind an act are read at once to find what followed from it.
const noticesBehind = 16

// justGot answers the receipt of an act that has just been registered. Whoever asks for it again is told the same, read
// from the record, but for the proof, which leads to the record as it then is.
func justGot(r depositary.Receipt) wire.Receipt {
	notices := []wire.Notice{}
	for i, n := range r.Notices {
		notices = append(notices, noticeAt(r.Seq+1+int64(i), &n))
	}
	return wire.Receipt{
		Seq: r.Seq, ID: r.ID, Hash: hex.EncodeToString(r.Hash[:]), At: instant(r.At), Notices: notices,
		Size: r.Size, Path: texts(r.Proof.Path), Checkpoint: string(r.Proof.Checkpoint),
	}
}

func noticeAt(seq int64, n *dossier.Notice) wire.Notice {
	return wire.Notice{
		Seq: seq, Kind: string(n.Kind), Dossier: n.Dossier, Stage: n.Stage, Member: string(n.Member),
		Outcome: n.Outcome.String(), Reasons: append([]string{}, n.Reasons...),
	}
}

// receiptOf answers the receipt of an act at a position, read from the record: so whoever asks again is told the same.
func (c *call) receiptOf(id string, seq int64) (wire.Receipt, error) {
	m := c.Record.Moment()
	var entries []dossier.Entry
	n := int64(1)
	if c.charter.Keeping == body.Official {
		n += noticesBehind
	}
	for after := seq - 1; ; after += n {
		raw, err := c.read(m, after, n)
		if err != nil {
			return wire.Receipt{}, err
		}
		for _, one := range raw {
			e, err := dossier.ParseEntry(one.Bytes)
			if err != nil {
				return wire.Receipt{}, fmt.Errorf("read entry %d: %w: %w", one.Seq, err, store.ErrDamaged)
			}
			entries = append(entries, e)
		}
		if len(entries) == 0 {
			return wire.Receipt{}, fmt.Errorf("read entry %d: %w", seq, store.ErrDamaged)
		}
		if last := entries[len(entries)-1]; int64(len(raw)) < n || n == 1 || last.Notice == nil || !last.At.Equal(entries[0].At) {
			break
		}
	}
	path, err := m.Tree.Inclusion(seq, m.Size)
	if err != nil {
		return wire.Receipt{}, err
	}
	return wire.Receipt{
		Seq: seq, ID: id, Hash: fmt.Sprintf("%x", entries[0].ActHash()), At: instant(entries[0].At), Notices: followed(entries),
		Size: m.Size, Path: texts(path), Checkpoint: string(m.Checkpoint),
	}, nil
}

// followed answers the notices that stand directly behind an act and were entered with it.
func followed(entries []dossier.Entry) []wire.Notice {
	all := []wire.Notice{}
	for _, e := range entries[1:] {
		n := e.Notice
		if n == nil || !e.At.Equal(entries[0].At) {
			break
		}
		all = append(all, noticeAt(e.Seq, n))
	}
	return all
}
