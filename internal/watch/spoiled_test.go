package watch_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"accede/act"
	"accede/body"
	"accede/dossier"
	"accede/form"
	"accede/game"
	"accede/internal/depositary"
	"accede/internal/evidence"
	"accede/internal/store"
	"accede/internal/store/mem"
	"accede/internal/tiles"
	"accede/internal/watch"
	"accede/ledger"
)

// spoilers is the seed of the records and of what is done to them; each record has the seed that many further on.
const (
	spoilers = 20350305
	records  = 4
)

// spoiled is a record that a host with its own key has spoiled in one way.
type spoiled struct {
	class   string
	entries [][]byte
	bare    bool // the checkpoint is left as it was: whoever has no key did it
	early   bool // found by a watcher that had seen the record before its last entry
}

// count is what became of the records of a class.
type count struct{ tried, alone, watched int }

// Figure 5: spoiled records by class, refused by whoever reads the record alone, and by whoever has watched it. What a host can
// do to the tail, which no later act has seen, is found by watchers alone.
func TestSpoiledRecordsAreRefusedAndTheTailByWatchersAlone(t *testing.T) {
	figures := map[string]*count{}
	var order []string
	for seed := range uint64(records) {
		synctest.Test(t, func(t *testing.T) {
			random := rand.New(rand.NewPCG(spoilers, seed))
			h := founded(t)
			defer func() { h.Close() }()
			early, late := h.watcher("a"), h.watcher("c")
			h.lives(random)
			time.Sleep(time.Hour)
			looks(t, early)
			honest := h.bytesOf()
			h.acts("last", "b", "x", remark("b"))
			time.Sleep(time.Minute)
			looks(t, late)
			whole := h.bytesOf()
			if len(whole) != len(honest)+1 {
				t.Fatalf("the last act made %d entries", len(whole)-len(honest))
			}
			t.Logf("seed %d: a record of %d entries", seed, len(whole))
			for _, s := range h.spoil(random, whole) {
				c := figures[s.class]
				if c == nil {
					c = new(count)
					figures[s.class], order = c, append(order, s.class)
				}
				c.tried++
				log, note := h.signedLog(s)
				if _, err := depositary.Load(context.Background(), log); err != nil {
					c.alone++
				}
				w := late
				if s.early {
					w = early
				}
				h.bend = tiles.Handler(still{h.momentOf(s.entries, note)}, log)
				if s.bare { // it has the checkpoint, and asks for nothing again: what would one say that has seen nothing yet
					w = h.watcher("a")
				}
				if _, err := w.Look(context.Background()); errors.Is(err, watch.ErrAlarm) {
					c.watched++
				} else {
					t.Errorf("seed %d: %s: the watcher says %v", seed, s.class, err)
				}
				h.bend = nil
			}
			c := figures["an act is never entered"]
			if c == nil {
				c = new(count)
				figures["an act is never entered"], order = c, append(order, "an act is never entered")
			}
			c.tried++
			if h.withholds(late) {
				c.watched++
			}
		})
	}
	for _, class := range order {
		c := figures[class]
		t.Logf("%-75s tried %4d   refused alone %4d   with watchers %4d", class, c.tried, c.alone, c.watched)
		tail := slices.Contains(tailClasses, class)
		if tail && c.alone != 0 || !tail && c.alone != c.tried {
			t.Errorf("%s: %d of %d refused without watchers", class, c.alone, c.tried)
		}
		if c.watched != c.tried {
			t.Errorf("%s: %d of %d refused with watchers", class, c.watched, c.tried)
		}
	}
}

// tailClasses are those that nobody finds in the record alone.
var tailClasses = []string{
	"the tail is cut off and the rest signed anew", "the tail is exchanged for another act that its author signed", "the last entry is dated before it was there",
	"the last entry is dated in the future", "an act is never entered",
}

func remark(of body.MemberID) *act.Statement {
	return &act.Statement{Statements: []act.Remark{{Side: of, Form: "reported", Text: en("Words of " + string(of) + ".")}}}
}

// lives lets the record grow by acts at times that the seed says.
func (h *host) lives(random *rand.Rand) {
	h.opens(90 * 24 * time.Hour)
	objector := []body.MemberID{"a", "b", "c"}[random.IntN(3)]
	at, back := 1+random.IntN(4), 6+random.IntN(3)
	for i := range 10 {
		time.Sleep(time.Duration(1+random.IntN(3000)) * time.Minute)
		by := []body.MemberID{"a", "b", "c", "x"}[random.IntN(4)]
		switch i {
		case at:
			h.acts("objects", objector, "x", objects())
		case back:
			h.acts("withdraws", objector, "x", &act.Withdraw{What: "objection", Of: "objects"})
		default:
			h.acts(fmt.Sprintf("says-%d", i), by, "x", remark(by))
		}
	}
}

// spoil answers the record spoiled in every way, at places that the seed says.
func (h *host) spoil(random *rand.Rand, whole [][]byte) []spoiled {
	h.t.Helper()
	n := len(whole)
	var all []spoiled
	add := func(class string, entries [][]byte) { all = append(all, spoiled{class: class, entries: entries}) }
	pick := func() int { return 1 + random.IntN(n-2) } // neither the founding, nor the last
	for range 6 {
		i := pick()
		bad := slices.Clone(whole)
		bad[i] = bytes.Clone(bad[i])
		bad[i][random.IntN(len(bad[i]))] ^= 1 << random.IntN(7)
		all = append(all, spoiled{class: "a bit is altered by who has no key", entries: bad, bare: true})
		add("a bit is altered and the record signed anew", bad)
		add("an entry is left out and the rest numbered and signed anew", h.renumbered(slices.Delete(slices.Clone(whole), i, i+1)))
		j := pick()
		for j == i {
			j = pick()
		}
		bad = slices.Clone(whole)
		bad[i], bad[j] = bad[j], bad[i]
		add("two entries change places", h.renumbered(bad))
		late := h.entry(1, time.Now(), h.line(fmt.Sprintf("kept-back-%d", random.IntN(1<<30)), "b", "x", remark("b")))
		add("an act that was kept back is put in before others", h.renumbered(slices.Insert(slices.Clone(whole), i, late)))
		add("an entry before others is dated otherwise", h.redated(whole, i, -time.Duration(1+random.IntN(100))*time.Hour*24*30))
		forged := bytes.Replace(h.line(fmt.Sprintf("forged-%d", random.IntN(1<<30)), "b", "x", remark("b")), []byte(`"by":"b"`), []byte(`"by":"c"`), 1)
		add("an act is put into another party's mouth", append(slices.Clone(whole), h.entry(int64(n)+1, time.Now(), forged)))
		notice := dossier.NoticeEntry(int64(n)+1, time.Now(), dossier.Notice{Kind: dossier.NoticeFound, Dossier: "x", Stage: "invitation", Dated: time.Now().UTC(), Outcome: game.Adopted})
		data, err := notice.Marshal()
		if err != nil {
			h.t.Fatal(err)
		}
		add("a finding is put in that does not follow", append(slices.Clone(whole), data))

		add(tailClasses[0], whole[:n-1])
		other := h.entry(int64(n), time.Now(), h.seeing(whole[:n-1], fmt.Sprintf("other-%d", random.IntN(1<<30)), "c"))
		add(tailClasses[1], append(slices.Clone(whole[:n-1]), other))
		all = append(all, spoiled{class: tailClasses[2], early: true, entries: h.redated(whole, n-1, -time.Duration(10+random.IntN(40))*time.Minute)})
		all = append(all, spoiled{class: tailClasses[3], early: true, entries: h.redated(whole, n-1, time.Duration(10+random.IntN(4000))*time.Minute)})
	}
	return all
}

// seeing answers a line with an act whose author had seen these entries alone.
func (h *host) seeing(entries [][]byte, id string, by body.MemberID) []byte {
	h.t.Helper()
	tree := new(ledger.Tree)
	for _, e := range entries {
		tree.Append(e)
	}
	d, err := h.Docket(context.Background(), time.Time{})
	if err != nil {
		h.t.Fatal(err)
	}
	return h.signs(act.Act{
		Body: "quay", ID: id, By: by, Date: form.Instant{At: time.Now().UTC()}, Dossiers: []string{"x"}, Do: remark(by),
		Charter: d.Version(), SeenSize: tree.Size(), SeenRoot: tree.Root().String(),
	})
}

// renumbered gives entries the positions at which they stand, and times that do not go back.
func (h *host) renumbered(entries [][]byte) [][]byte {
	h.t.Helper()
	var out [][]byte
	var last time.Time
	for i, data := range entries {
		e, err := dossier.ParseEntry(data)
		if err != nil {
			h.t.Fatal(err)
		}
		e.Seq = int64(i) + 1
		if e.At.Before(last) {
			e.At = last
		}
		last = e.At
		if data, err = e.Marshal(); err != nil {
			h.t.Fatal(err)
		}
		out = append(out, data)
	}
	return out
}

// redated moves the time of an entry.
func (h *host) redated(whole [][]byte, i int, by time.Duration) [][]byte {
	h.t.Helper()
	e, err := dossier.ParseEntry(whole[i])
	if err != nil {
		h.t.Fatal(err)
	}
	e.At = e.At.Add(by)
	data, err := e.Marshal()
	if err != nil {
		h.t.Fatal(err)
	}
	bad := slices.Clone(whole)
	bad[i] = data
	return bad
}

// signedLog answers a log with the entries, under a signature of the host.
func (h *host) signedLog(s spoiled) (store.Log, []byte) {
	h.t.Helper()
	log := mem.New()
	var all []store.Entry
	tree := new(ledger.Tree)
	for i, e := range s.entries {
		all = append(all, store.Entry{Seq: int64(i) + 1, Bytes: e})
		tree.Append(e)
	}
	note := h.Moment().Checkpoint
	if !s.bare {
		var err error
		if note, err = ledger.SignCheckpoint(h.signer, h.Moment().Origin, tree.Size(), tree.Root()); err != nil {
			h.t.Fatal(err)
		}
	}
	if err := log.Append(context.Background(), 0, all, note); err != nil {
		h.t.Fatal(err)
	}
	return log, note
}

func (h *host) momentOf(entries [][]byte, note []byte) *depositary.Moment {
	tree := new(ledger.Tree)
	for _, e := range entries {
		tree.Append(e)
	}
	m := *h.Moment()
	m.Size, m.Tree, m.Checkpoint = tree.Size(), tree.View(), note
	return &m
}

// withholds says whether an act that the host does not take, and that was left with a watcher, is shown to be missing in a
// record that is sound otherwise.
func (h *host) withholds(w *watch.Watcher) bool {
	h.t.Helper()
	receipt, err := w.Deposit(context.Background(), h.line("withheld", "b", "x", remark("b")))
	if err != nil {
		h.t.Fatal(err)
	}
	time.Sleep(time.Hour)
	h.acts("goes-on", "a", "x", remark("a"))
	r, err := depositary.Load(context.Background(), h.log)
	if err != nil {
		h.t.Fatal(err)
	}
	f, err := evidence.Parse(receipt)
	if err != nil {
		h.t.Fatal(err)
	}
	_, err = f.Against(r)
	return err == nil
}
