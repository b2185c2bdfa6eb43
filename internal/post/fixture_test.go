package post

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"sync"
	"testing"
	"time"

	"accede/act"
	"accede/body"
	"accede/dossier"
	"accede/internal/depositary"
	"accede/internal/outbox"
	"accede/internal/signin"
	"accede/internal/store/mem"
	"accede/internal/view/words"
	"accede/ledger"
)

// quay is a body of three that decides by vote, then by silence.
const quay = `
accede: charter/1
body: quay
name: {en: Quay Association, fr: Association des quais, tr: Rıhtım Birliği}
time_zone: Europe/Brussels
keeping: official
chair: {id: chair, name: {en: Chair}}
members:
  - {id: a, name: {en: Alder}}
  - {id: b, name: {en: Birch}}
  - {id: c, name: {en: Cedar}}
applicants:
  - {id: x, name: {en: Xylo}}
  - {id: z, name: {en: Zelkova}}
procedures:
  vote:
    stages:
      - {id: application, act: apply}
      - {id: ballot, rule: all of members are for, closes: when certain}
`

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// house is an office with a real record, real people and a real outbox, and a clock of the test.
type house struct {
	*Office
	t      *testing.T
	record *depositary.Depositary
	dir    string

	mu  sync.Mutex
	now time.Time
}

func (h *house) clock() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.now
}

func (h *house) set(now time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.now = now
}

func open(t *testing.T, carrier Carrier) *house {
	t.Helper()
	private, public, err := ledger.GenerateKey(rand.Reader, "accede/quay")
	if err != nil {
		t.Fatal(err)
	}
	signer, err := ledger.NewSigner(private)
	if err != nil {
		t.Fatal(err)
	}
	h, log := &house{t: t, dir: t.TempDir(), now: noon}, mem.New()
	if _, err := depositary.Found(t.Context(), log, dossier.Founding{Charter: quay, Host: public, Made: "test"}, signer, noon); err != nil {
		t.Fatal(err)
	}
	if h.record, err = depositary.Open(t.Context(), depositary.Config{Log: log, Signer: signer, Clock: h.clock}); err != nil {
		t.Fatal(err)
	}
	people, err := signin.Open(h.dir)
	if err != nil {
		t.Fatal(err)
	}
	box, err := outbox.Open(h.dir)
	if err != nil {
		t.Fatal(err)
	}
	catalogue, err := words.Load()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { h.record.Close(); people.Close(); box.Close() })
	h.Office = New(Config{
		Record: h.record, People: people, Outbox: box, Words: catalogue, Carrier: carrier, Near: 48 * time.Hour, Digest: 7 * time.Hour,
		From: Address{"Secretariat", "letters@quay.example"}, Site: "https://record.example",
		Entries: func(ctx context.Context, after, upTo int64) ([]dossier.Entry, error) {
			raw, err := log.Read(ctx, after, int(upTo-after))
			var all []dossier.Entry
			for _, r := range raw {
				e, err := dossier.ParseEntry(r.Bytes)
				if err != nil {
					return nil, err
				}
				all = append(all, e)
			}
			return all, err
		},
	})
	h.step() // it begins here
	return h
}

// serves adds a person.
func (h *house) serves(party, holder, lang string, how signin.Mail) signin.Contact {
	h.t.Helper()
	c := signin.Contact{Person: signin.Person{Party: body.MemberID(party), Holder: holder, Role: signin.Reader}, Address: holder + "@" + party + ".example", Lang: lang, Mail: how}
	if err := h.People.AddContact(h.t.Context(), c); err != nil {
		h.t.Fatal(err)
	}
	return c
}

// acts registers acts, given as lines of a file of acts without their date and paper.
func (h *house) acts(lines ...string) {
	h.t.Helper()
	var b bytes.Buffer
	fmt.Fprintf(&b, "accede: acts/1\nbody: quay\nacts:\n")
	for _, l := range lines {
		fmt.Fprintf(&b, "  - {date: %s, paper: {by: chair, from: letter}, %s}\n", h.clock().Format(time.DateOnly), l)
	}
	all, err := act.ReadFile("acts.yaml", b.Bytes())
	if err != nil {
		h.t.Fatal(err)
	}
	if _, err := h.record.Import(h.t.Context(), all, nil); err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) step() {
	h.t.Helper()
	if err := h.Step(h.t.Context(), h.clock()); err != nil {
		h.t.Fatal(err)
	}
}

// deliver writes and sends what there is, until nothing is due.
func (h *house) deliver() {
	h.t.Helper()
	h.step()
	if _, err := h.Send(h.t.Context(), h.clock); err != nil {
		h.t.Fatal(err)
	}
}

// items answers what stands in the outbox in a state, as text.
func (h *house) items(state outbox.State) []outbox.Item {
	h.t.Helper()
	all, err := h.Outbox.List(h.t.Context(), state, 1000)
	if err != nil {
		h.t.Fatal(err)
	}
	return all
}

// taken is a letter that a carrier has taken.
type taken struct {
	from, to string
	data     []byte
}

// boxes is a carrier that does the work in memory, and can fail as it is told: before it has taken a letter, or after.
type boxes struct {
	mu     sync.Mutex
	all    []taken
	before func(to string) error
	after  func(to string) error
}

func (b *boxes) Carry(_ context.Context, from, to string, data []byte) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.before != nil {
		if err := b.before(to); err != nil {
			return err
		}
	}
	b.all = append(b.all, taken{from, to, data})
	if b.after != nil {
		return b.after(to)
	}
	return nil
}

func (b *boxes) to(address string) []taken {
	b.mu.Lock()
	defer b.mu.Unlock()
	var all []taken
	for _, x := range b.all {
		if x.to == address {
			all = append(all, x)
		}
	}
	return all
}
