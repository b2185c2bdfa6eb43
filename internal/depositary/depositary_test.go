package depositary

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"accede/act"
	"accede/body"
	"accede/dossier"
	"accede/form"
	"accede/internal/store"
	"accede/internal/store/mem"
	"accede/internal/store/storetest"
	"accede/ledger"
)

var background = context.Background()

func TestAReceiptCanBeCheckedWithoutTheHost(t *testing.T) {
	r := founded(t, body.Official)
	d := r.open(t)
	got := submit(t, d, official(t, "x-applies", "x", "x", &act.Apply{Procedure: "vote"}))
	for i := range 5 {
		submit(t, d, official(t, fmt.Sprintf("says-%d", i), "a", "x", &act.Statement{Statements: []act.Remark{{Side: "a", Form: "verbatim", Text: en("We listen.")}}}))
	}
	m := d.Moment()
	raw, err := r.log.Read(background, got.Seq-1, 1)
	if err != nil {
		t.Fatal(err)
	}
	host, err := ledger.NewVerifier(m.Host)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := got.Proof.Check(host, m.Origin, raw[0].Bytes); err != nil {
		t.Errorf("Check: %v", err)
	}
	if _, err := got.Proof.Check(host, m.Origin, append(raw[0].Bytes, ' ')); !errors.Is(err, ledger.ErrProof) {
		t.Errorf("Check of other bytes = %v, want ErrProof", err)
	}
	wantSound(t, r, d)
}

func TestTheSameActAgainReturnsItsReceipt(t *testing.T) {
	r := founded(t, body.Official)
	d := r.open(t)
	a := official(t, "x-applies", "x", "x", &act.Apply{Procedure: "vote"})
	first := submit(t, d, a)
	r.now = func() time.Time { return day(3) }
	again := submit(t, d, a)
	if !again.Already || again.Seq != first.Seq || !again.At.Equal(first.At) {
		t.Errorf("again: %+v, want the receipt of entry %d of %v", again, first.Seq, first.At)
	}
}

func TestTheSameIdForAnotherActIsAConflict(t *testing.T) {
	r := founded(t, body.Official)
	d := r.open(t)
	submit(t, d, official(t, "x-applies", "x", "x", &act.Apply{Procedure: "vote"}))
	_, err := d.Submit(background, official(t, "x-applies", "y", "y", &act.Apply{Procedure: "vote"}))
	if !errors.Is(err, ErrConflict) {
		t.Errorf("Submit = %v, want ErrConflict", err)
	}
	wantSound(t, r, d)
}

func TestWhatIsNoActIsRefusedByItsForm(t *testing.T) {
	d := founded(t, body.Official).open(t)
	if _, err := d.Submit(background, []byte(`{"accede":"act/1"}`)); !errors.Is(err, act.ErrForm) {
		t.Errorf("Submit = %v, want act.ErrForm", err)
	}
}

func TestARefusalComesThroughWithItsClauseAndChangesNothing(t *testing.T) {
	r := founded(t, body.Official)
	d := r.open(t)
	_, err := d.Submit(background, official(t, "a-votes", "a", "x", &act.Position{Ballot: "for"}))
	var refusal *dossier.Refusal
	if !errors.As(err, &refusal) || refusal.Act != "a-votes" {
		t.Errorf("Submit = %v, want a refusal of a-votes", err)
	}
	if d.Size() != 1 {
		t.Errorf("the record has %d entries, want 1", d.Size())
	}
	wantSound(t, r, d)
}

func TestAFindingIsEnteredBehindTheActItFollowsFrom(t *testing.T) {
	r := founded(t, body.Official)
	d := r.open(t)
	submit(t, d, official(t, "x-applies", "x", "x", &act.Apply{Procedure: "vote"}))
	for _, m := range []body.MemberID{"a", "b"} {
		submit(t, d, official(t, string(m)+"-votes", m, "x", &act.Position{Ballot: "for"}))
	}
	last := submit(t, d, official(t, "c-votes", "c", "x", &act.Position{Ballot: "for"}))
	if len(last.Notices) == 0 || last.Notices[0].Kind != dossier.NoticeFound || last.Notices[0].Outcome.String() != "adopted" {
		t.Errorf("notices %+v, want a finding that it is adopted", last.Notices)
	}
	wantSound(t, r, d)
}

// putWithDeadline opens a dossier and puts a question that runs until noon of 10 January.
func putWithDeadline(t testing.TB, d *Depositary) {
	t.Helper()
	submit(t, d, official(t, "x-applies", "x", "x", &act.Apply{Procedure: "accession"}))
	submit(t, d, official(t, "put", "chair", "x", &act.Put{Text: en("Xylo is invited."), Until: form.Instant{At: day(10)}}))
}

func TestADeadlineThatPassedWhileOffIsEnteredOnWakingDatedByTheDeadline(t *testing.T) {
	r := founded(t, body.Official)
	d := r.open(t)
	putWithDeadline(t, d)
	before := d.Size()
	d.Close()
	r.now = func() time.Time { return day(20) }
	d = r.open(t)
	if d.Size() == before {
		t.Fatal("no notice was entered on waking")
	}
	raw, err := r.log.Read(background, before, 1)
	if err != nil {
		t.Fatal(err)
	}
	e, err := dossier.ParseEntry(raw[0].Bytes)
	if err != nil || e.Notice == nil || e.Notice.Kind != dossier.NoticeSilence || !e.Notice.Dated.Equal(day(10)) || !e.At.Equal(day(20)) {
		t.Errorf("entry %d: %+v (%v), want the silence dated by 10 January and registered on the 20th", before+1, e.Notice, err)
	}
	late := officialAct("b-objects", "b", "x", &act.Object{Concerns: []act.Concern{{ID: "q", Text: en("The quay is full.")}}})
	late.Stage = "invitation"
	_, err = d.Submit(background, marshal(t, late))
	if !errors.Is(err, dossier.ErrClosed) && !errors.Is(err, dossier.ErrStanding) {
		t.Errorf("an objection on the 20th = %v, want it to be too late", err)
	}
	wantSound(t, r, d)
}

func TestADeadlineIsMetWhileNobodyAsks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := founded(t, body.Official)
		start := time.Now()
		r.now = func() time.Time { return day(2).Add(time.Since(start)) }
		d := r.open(t)
		defer d.Close()
		putWithDeadline(t, d)
		before := d.Size()
		time.Sleep(8*24*time.Hour - time.Second) // a second before the deadline
		synctest.Wait()
		if d.Size() != before {
			t.Fatalf("a notice was entered before the deadline")
		}
		time.Sleep(2 * time.Second)
		synctest.Wait()
		if d.Size() == before {
			t.Fatalf("no notice was entered at the deadline")
		}
		wantSound(t, r, d)
	})
}

func TestTimeOfRegistrationNeverGoesBack(t *testing.T) {
	r := founded(t, body.Official)
	d := r.open(t)
	r.now = func() time.Time { return day(9) }
	first := submit(t, d, official(t, "x-applies", "x", "x", &act.Apply{Procedure: "vote"}))
	r.now = func() time.Time { return day(4) }
	second := submit(t, d, official(t, "y-applies", "y", "y", &act.Apply{Procedure: "vote"}))
	d.Close()
	d = r.open(t)
	third := submit(t, d, official(t, "a-votes", "a", "x", &act.Position{Ballot: "for"}))
	if second.At.Before(first.At) || third.At.Before(second.At) {
		t.Errorf("registered at %v, %v, %v", first.At, second.At, third.At)
	}
}

// TestEveryFaultOfACommitIsSurvived checks, for each way an append can fail, what the author is told, and that asking
// again settles it.
func TestEveryFaultOfACommitIsSurvived(t *testing.T) {
	for _, c := range []struct {
		name    string
		faults  []storetest.Fault
		want    error
		already bool // when asked again
	}{
		{"not done and reported", []storetest.Fault{storetest.NotDone}, ErrUnknownFate, false},
		{"done and reported as failed", []storetest.Fault{storetest.DoneUnsaid}, ErrUnknownFate, true},
		{"no room", []storetest.Fault{storetest.NoRoom}, store.ErrFull, false},
		{"overtaken once", []storetest.Fault{storetest.Overtaken}, nil, true},
		{"overtaken again and again", []storetest.Fault{storetest.Overtaken, storetest.Overtaken, storetest.Overtaken}, ErrTaken, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := founded(t, body.Official)
			log := storetest.NewFaulty(t, r.log)
			d, err := Open(background, r.config(log))
			if err != nil {
				t.Fatal(err)
			}
			defer d.Close()
			log.Plan(c.faults...)
			a := official(t, "x-applies", "x", "x", &act.Apply{Procedure: "vote"})
			if _, err := d.Submit(background, a); !errors.Is(err, c.want) {
				t.Errorf("Submit = %v, want %v", err, c.want)
			}
			if again := submit(t, d, a); again.Already != c.already {
				t.Errorf("asked again: already = %v, want %v", again.Already, c.already)
			}
			wantSound(t, r, d)
		})
	}
}

func TestASecondWriterIsNoticedAndItsEntriesAreKept(t *testing.T) {
	r := founded(t, body.Official)
	one, other := r.open(t), r.open(t)
	submit(t, one, official(t, "x-applies", "x", "x", &act.Apply{Procedure: "vote"}))
	submit(t, other, official(t, "y-applies", "y", "y", &act.Apply{Procedure: "vote"}))
	_, err := one.Submit(background, official(t, "y-again", "y", "y", &act.Apply{Procedure: "vote"}))
	if !errors.Is(err, dossier.ErrKnown) {
		t.Errorf("Submit of a dossier the other has opened = %v, want ErrKnown", err)
	}
	submit(t, one, official(t, "a-votes", "a", "y", &act.Position{Ballot: "for"}))
	wantSound(t, r, one)
}

func TestManySubmitAtOnceAndEveryOneIsAnswered(t *testing.T) {
	r := founded(t, body.Official)
	d := r.open(t)
	submit(t, d, official(t, "x-applies", "x", "x", &act.Apply{Procedure: "vote"}))
	const writers, each = 16, 20
	var seqs sync.Map
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			for i := range each {
				says := &act.Statement{Statements: []act.Remark{{Side: "a", Form: "verbatim", Text: en("We listen.")}}}
				got, err := d.Submit(background, official(t, fmt.Sprintf("says-%d-%d", w, i), "a", "x", says))
				if err != nil {
					t.Error(err)
					return
				}
				if _, twice := seqs.LoadOrStore(got.Seq, true); twice {
					t.Errorf("position %d was given twice", got.Seq)
				}
				if _, err := d.Docket(background, time.Time{}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if want := int64(3 + writers*each); d.Size() != want {
		t.Errorf("the record has %d entries, want %d", d.Size(), want)
	}
	wantSound(t, r, d)
}

func TestARecordOfAnotherBodyOrHostIsRefusedAndStaysAsItWas(t *testing.T) {
	r := founded(t, body.Official)
	stranger, _ := host(t)
	for _, c := range []struct {
		name   string
		change func(*Config)
		want   error
	}{
		{"another body", func(c *Config) { c.Body = "pier" }, ErrBody},
		{"another key", func(c *Config) { c.Signer = stranger }, ErrHost},
		{"an empty record", func(c *Config) { c.Log = mem.New() }, ErrEmpty},
	} {
		config := r.config(r.log)
		c.change(&config)
		if _, err := Open(background, config); !errors.Is(err, c.want) {
			t.Errorf("%s: Open = %v, want %v", c.name, err, c.want)
		}
	}
	if n, err := r.log.Size(background); n != 1 || err != nil {
		t.Errorf("Size = %d, %v; want 1", n, err)
	}
}

func TestARecordIsFoundedOnce(t *testing.T) {
	r := founded(t, body.Official)
	signer, public := host(t)
	if _, err := Found(background, r.log, founding(body.Official, public), signer, day(2)); !errors.Is(err, ErrFounded) {
		t.Errorf("Found = %v, want ErrFounded", err)
	}
}

// TestAnAlteredRecordIsRefusedWithThePosition alters a copy of a record in every way and looks at what is said.
func TestAnAlteredRecordIsRefusedWithThePosition(t *testing.T) {
	r := founded(t, body.Official)
	d := r.open(t)
	putWithDeadline(t, d)
	for i := range 3 {
		submit(t, d, official(t, fmt.Sprintf("says-%d", i), "a", "x", &act.Statement{Statements: []act.Remark{{Side: "a", Form: "verbatim", Text: en("We listen.")}}}))
	}
	entries, err := r.log.Read(background, 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	n := int64(len(entries))
	checkpoint := d.Moment().Checkpoint
	for _, c := range []struct {
		name       string
		entries    []store.Entry
		checkpoint []byte
		position   int64
	}{
		{"cut off", entries[:n-1], checkpoint, n},
		{"added behind", append(entries[:n:n], store.Entry{Seq: n + 1, Bytes: withSeq(entries[n-1].Bytes, n, n+1)}), checkpoint, n + 1},
		{"unreadable", replaced(entries, 3, []byte("{}")), checkpoint, 3},
		{"two changed places", replaced(replaced(entries, 4, entries[4].Bytes), 5, entries[3].Bytes), checkpoint, 4},
		{"reworded", replaced(entries, 5, bytes.Replace(entries[4].Bytes, []byte("listen"), []byte("refuse"), 1)), checkpoint, 0},
		{"no checkpoint", entries, nil, 1},
		{"another checkpoint", entries, bytes.Replace(checkpoint, []byte("quay/"), []byte("pier/"), 1), 0},
	} {
		log := mem.New()
		if err := log.Append(background, 0, c.entries, c.checkpoint); err != nil {
			t.Fatal(err)
		}
		_, err := Open(background, r.config(log))
		var damage *store.DamageError
		if !errors.As(err, &damage) || damage.Position != c.position {
			t.Errorf("%s: Open = %v, want damage at %d", c.name, err, c.position)
		}
	}
}

func TestAnEntryOfANewerVersionStopsTheReading(t *testing.T) {
	r := founded(t, body.Official)
	d := r.open(t)
	submit(t, d, official(t, "x-applies", "x", "x", &act.Apply{Procedure: "vote"}))
	entries, err := r.log.Read(background, 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	log := mem.New()
	newer := replaced(entries, 2, bytes.Replace(entries[1].Bytes, []byte("entry/1"), []byte("entry/2"), 1))
	if err := log.Append(background, 0, newer, d.Moment().Checkpoint); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(background, r.config(log)); !errors.Is(err, store.ErrNewer) {
		t.Errorf("Open = %v, want store.ErrNewer", err)
	}
}

// replaced answers a copy with other bytes at a position.
func replaced(entries []store.Entry, seq int64, bytes []byte) []store.Entry {
	all := append([]store.Entry{}, entries...)
	all[seq-1].Bytes = bytes
	return all
}

func withSeq(data []byte, from, to int64) []byte {
	return bytes.Replace(data, fmt.Appendf(nil, `"seq":%d}`, from), fmt.Appendf(nil, `"seq":%d}`, to), 1)
}

func TestAClosedDepositaryTakesNothing(t *testing.T) {
	d := founded(t, body.Official).open(t)
	d.Close()
	if _, err := d.Submit(background, official(t, "x-applies", "x", "x", &act.Apply{Procedure: "vote"})); !errors.Is(err, ErrClosed) {
		t.Errorf("Submit = %v, want ErrClosed", err)
	}
}

func TestThePastIsShownAsItWas(t *testing.T) {
	r := founded(t, body.Official)
	d := r.open(t)
	for i, id := range []string{"x", "y"} {
		r.now = func() time.Time { return day(2 + i) }
		submit(t, d, official(t, id+"-applies", body.MemberID(id), id, &act.Apply{Procedure: "vote"}))
	}
	for _, c := range []struct {
		asOf time.Time
		want int
	}{{day(1), 0}, {day(2), 1}, {day(3), 2}, {time.Time{}, 2}} {
		got, err := d.Docket(background, c.asOf)
		if err != nil || len(got.Dossiers()) != c.want {
			t.Errorf("Docket(%v) = %v, %v; want %d dossiers", c.asOf, got, err, c.want)
		}
	}
}
