package depositary

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"accede/act"
	"accede/act/signature"
	"accede/body"
	"accede/dossier"
	"accede/form"
	"accede/internal/store"
	"accede/internal/store/mem"
	"accede/ledger"
)

// private answers a key of a test by its name, always the same one.
func private(name string) ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed([]byte(fmt.Sprintf("%-32.32s", name)))
}

func keyOf(name string) act.Key {
	return act.Key{
		ID: name, Member: body.MemberID(name), Holder: "envoy", Acts: []string{body.AnyAct}, Alg: string(signature.Ed25519),
		Public: signature.Encode(private(name).Public().(ed25519.PublicKey)),
	}
}

// foundSigned founds a record in which acts are signed, each party by the key of its own name.
func foundSigned(t testing.TB, log store.Log) *record {
	t.Helper()
	signer, public := host(t)
	f := founding(body.Official, public)
	for _, name := range []string{"chair", "a", "b", "c", "x"} {
		f.Keys = append(f.Keys, keyOf(name))
	}
	r := &record{log: log, signer: signer, now: func() time.Time { return day(1) }}
	if _, err := Found(context.Background(), log, f, signer, r.now()); err != nil {
		t.Fatalf("Found: %v", err)
	}
	return r
}

// draft answers an act whose author has seen the record as it is.
func draft(t testing.TB, d *Depositary, id string, by body.MemberID, about string, do act.Deed) act.Act {
	t.Helper()
	now, err := d.Docket(context.Background(), time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	m := d.Moment()
	root, err := m.Tree.RootAt(m.Size)
	if err != nil {
		t.Fatal(err)
	}
	return act.Act{
		Body: "quay", ID: id, By: by, Date: form.Instant{At: day(1)}, Dossiers: []string{about}, Do: do,
		Charter: now.Version(), SeenSize: m.Size, SeenRoot: root.String(),
	}
}

// sign answers the bytes of an act and the signatures on them.
func sign(t testing.TB, a act.Act, names ...string) ([]byte, []signature.Signature) {
	t.Helper()
	data := marshal(t, a)
	var sigs []signature.Signature
	for _, n := range names {
		sigs = append(sigs, signature.Signature{Alg: signature.Ed25519, Key: n, Sig: ed25519.Sign(private(n), signature.Message(data))})
	}
	return data, sigs
}

// acts registers an act of a party, signed by its key.
func acts(t testing.TB, d *Depositary, id string, by body.MemberID, about string, do act.Deed) {
	t.Helper()
	data, sigs := sign(t, draft(t, d, id, by, about, do), string(by))
	if _, err := d.SubmitSigned(context.Background(), data, sigs); err != nil {
		t.Fatalf("%s: %v", id, err)
	}
}

func TestSignedActsAreRegisteredAndTheRecordAloneProvesThem(t *testing.T) {
	r := foundSigned(t, mem.New())
	d := r.open(t)
	acts(t, d, "x-applies", "x", "x", &act.Apply{Procedure: "vote"})
	for _, m := range []body.MemberID{"a", "b", "c"} {
		acts(t, d, string(m)+"-for", m, "x", &act.Position{Ballot: "for"})
	}
	got := wantSound(t, r, d)
	if n := got.Docket.Signed(); n != 4 {
		t.Errorf("the record has %d signatures, want 4", n)
	}
	if s, err := got.Docket.Standing("x", day(2)); err != nil || s.Outcome.String() != "adopted" {
		t.Errorf("the outcome is %v, %v, want adopted", s.Outcome, err)
	}
}

// Attack 1: whoever has the host's key and the store can write any bytes, and cannot make a party say them.
func TestAttack01AHostThatWritesAForgedActHasARecordThatDoesNotLoad(t *testing.T) {
	r := foundSigned(t, mem.New())
	d := r.open(t)
	acts(t, d, "x-applies", "x", "x", &act.Apply{Procedure: "vote"})
	forged := draft(t, d, "a-for", "a", "x", &act.Position{Ballot: "for"})
	data, sigs := sign(t, forged, "host")
	sigs[0].Key = "a"
	if _, err := d.SubmitSigned(context.Background(), data, sigs); !errors.Is(err, dossier.ErrAuthority) {
		t.Errorf("SubmitSigned of a forgery: %v, want %v", err, dossier.ErrAuthority)
	}
	if _, err := d.Submit(context.Background(), data); !errors.Is(err, dossier.ErrAuthority) {
		t.Errorf("Submit without a signature: %v, want %v", err, dossier.ErrAuthority)
	}
	for why, with := range map[string][]signature.Signature{"forged": sigs, "unsigned": nil} {
		if err := graft(t, r, d, data, with); err == nil || !strings.Contains(err.Error(), "does not follow") {
			t.Errorf("%s, written behind the back: %v, want that it does not follow", why, err)
		}
	}
	wantSound(t, r, d)
}

// graft answers how the record loads when its host appends an act by hand and signs the checkpoint over it.
func graft(t testing.TB, r *record, d *Depositary, data []byte, sigs []signature.Signature) error {
	t.Helper()
	ctx := context.Background()
	all, err := r.log.Read(ctx, 0, 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	a, err := act.Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	n := int64(len(all)) + 1
	entry, err := dossier.SignedEntry(n, r.now(), &a, data, sigs).Marshal()
	if err != nil {
		t.Fatal(err)
	}
	all = append(all, store.Entry{Seq: n, Bytes: entry})
	tree := new(ledger.Tree)
	for _, e := range all {
		tree.Append(e.Bytes)
	}
	checkpoint, err := ledger.SignCheckpoint(r.signer, d.Moment().Origin, n, tree.Root())
	if err != nil {
		t.Fatal(err)
	}
	log := mem.New()
	defer log.Close()
	if err := log.Append(ctx, 0, all, checkpoint); err != nil {
		t.Fatal(err)
	}
	_, err = Load(ctx, log)
	return err
}

// Attack 2: every act is handed in again, to every position of its record, of a twin of it and of another body's.
func TestAttack02AnActReplayedAnywhereElseIsRefused(t *testing.T) {
	r, twin := foundSigned(t, mem.New()), foundSigned(t, mem.New())
	d, other := r.open(t), twin.open(t)
	type line struct {
		data []byte
		sigs []signature.Signature
	}
	var made []line
	say := func(id string, by body.MemberID, about string, do act.Deed) {
		data, sigs := sign(t, draft(t, d, id, by, about, do), string(by))
		made = append(made, line{data, sigs})
		if _, err := d.SubmitSigned(context.Background(), data, sigs); err != nil {
			t.Fatalf("%s: %v", id, err)
		}
	}
	replayed := 0
	for i, step := range []struct {
		by    body.MemberID
		about string
		do    act.Deed
	}{
		{"x", "x", &act.Apply{Procedure: "vote"}},
		{"x", "again", &act.Apply{Procedure: "vote"}},
		{"a", "x", &act.Position{Ballot: "for"}},
		{"b", "x", &act.Reserve{Reason: en("its parliament")}},
		{"a", "x", &act.Position{Ballot: "pending"}},
		{"c", "again", &act.Position{Ballot: "for"}},
	} {
		say(fmt.Sprintf("act-%d", i), step.by, step.about, step.do)
		for _, l := range made {
			size := d.Size()
			receipt, err := d.SubmitSigned(context.Background(), l.data, l.sigs)
			if err != nil || !receipt.Already || d.Size() != size {
				t.Errorf("replayed: %+v, %v, want the earlier receipt and nothing entered", receipt, err)
			}
			if _, err := other.SubmitSigned(context.Background(), l.data, l.sigs); !errors.Is(err, dossier.ErrFork) {
				t.Errorf("replayed in a twin of the record: %v, want %v", err, dossier.ErrFork)
			}
			for old, by := range map[string]string{`"quay"`: `"kayo"`, `"id":"act`: `"id":"tca`, `["x"]`: `["y"]`} {
				changed := strings.Replace(string(l.data), old, by, 1)
				if changed == string(l.data) {
					continue
				}
				if _, err := d.SubmitSigned(context.Background(), []byte(changed), l.sigs); err == nil {
					t.Errorf("replayed with %s for %s, it is registered", by, old)
				}
			}
			replayed++
		}
	}
	t.Logf("%d replays, each into its own record, a twin, and with another body, id and dossier", replayed)
	wantSound(t, r, d)
	wantSound(t, twin, other)
}

// Attack 4, without a watcher: members who were shown different histories cannot be put together into one decision.
func TestAttack04GraftedUnanimitiesAreRefusedAtEveryFork(t *testing.T) {
	const forks = 50
	refused := 0
	for n := range forks {
		log := mem.New()
		r := foundSigned(t, log)
		d := r.open(t)
		acts(t, d, "x-applies", "x", "x", &act.Apply{Procedure: "vote"})
		for i := range n {
			acts(t, d, fmt.Sprintf("word-%d", i), "c", "x", &act.Statement{Statements: []act.Remark{{Side: "c", Form: "verbatim", Text: en("a word")}}})
		}
		// The host copies the record, and shows c another continuation than a and b.
		fork := copyOf(t, r)
		there := fork.open(t)
		acts(t, d, "b-said", "b", "x", &act.Statement{Statements: []act.Remark{{Side: "b", Form: "verbatim", Text: en("this")}}})
		acts(t, there, "b-said", "b", "x", &act.Statement{Statements: []act.Remark{{Side: "b", Form: "verbatim", Text: en("that")}}})
		acts(t, d, "a-for", "a", "x", &act.Position{Ballot: "for"})
		acts(t, d, "b-for", "b", "x", &act.Position{Ballot: "for"})
		data, sigs := sign(t, draft(t, there, "c-for", "c", "x", &act.Position{Ballot: "for"}), "c")
		if _, err := d.SubmitSigned(context.Background(), data, sigs); !errors.Is(err, dossier.ErrFork) {
			t.Fatalf("fork after %d words: %v, want %v", n, err, dossier.ErrFork)
		}
		if err := graft(t, r, d, data, sigs); err == nil || !strings.Contains(err.Error(), "two histories") {
			t.Fatalf("grafted after %d words: %v, want that two histories were told", n, err)
		}
		if _, err := there.SubmitSigned(context.Background(), data, sigs); err != nil {
			t.Fatalf("on the branch its author saw: %v", err)
		}
		refused++
	}
	t.Logf("%d of %d grafted unanimities refused, by the depositary and by whoever reads the record", refused, forks)
}

// copyOf answers a copy of a record under the same host.
func copyOf(t testing.TB, r *record) *record {
	t.Helper()
	ctx := context.Background()
	all, err := r.log.Read(ctx, 0, 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	checkpoint, err := r.log.Checkpoint(ctx)
	if err != nil {
		t.Fatal(err)
	}
	log := mem.New()
	if err := log.Append(ctx, 0, all, checkpoint); err != nil {
		t.Fatal(err)
	}
	return &record{log: log, signer: r.signer, now: r.now}
}

// Attack 10: objections race with the deadline of a silence procedure, from both sides of it and at once. Whatever is
// registered before the deadline breaks the silence, whatever is registered at it is late, and reading the record
// again says the same.
func TestAttack10ASignedObjectionAtTheDeadlineIsInTimeOrLateAndNeverBoth(t *testing.T) {
	for _, off := range []time.Duration{-time.Millisecond, -time.Microsecond, -50 * time.Nanosecond, 0, 50 * time.Nanosecond, time.Microsecond, time.Millisecond} {
		t.Run(off.String(), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { raceDeadline(t, off) })
		})
	}
}

func raceDeadline(t *testing.T, off time.Duration) {
	r := foundSigned(t, mem.New())
	ahead := time.Until(day(1)) // clocks under synctest begin in 2000
	r.now = func() time.Time { return time.Now().Add(ahead) }
	d, err := Open(context.Background(), r.config(r.log))
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	acts(t, d, "x-applies", "x", "x", &act.Apply{Procedure: "accession"})
	deadline := r.now().Add(time.Hour).UTC().Truncate(time.Second)
	acts(t, d, "put", "chair", "x", &act.Put{Text: en("admit x"), Until: form.Instant{At: deadline}})
	object := func(m string) ([]byte, []signature.Signature) {
		return sign(t, draft(t, d, m+"-objects", body.MemberID(m), "x", &act.Object{Concerns: []act.Concern{{ID: m + "-c", Text: en("a concern")}}}), m)
	}
	errs := make([]error, 3)
	var wg sync.WaitGroup
	for i, m := range []string{"a", "b", "c"} {
		data, sigs := object(m)
		wg.Go(func() {
			time.Sleep(deadline.Add(off).Sub(r.now()))
			_, errs[i] = d.SubmitSigned(context.Background(), data, sigs)
		})
	}
	wg.Wait()
	time.Sleep(2 * time.Hour)
	synctest.Wait()
	got := wantSound(t, r, d)
	s, err := got.Docket.Standing("x", r.now())
	if err != nil {
		t.Fatal(err)
	}
	invitation := s.Stages[1].State
	for i, err := range errs {
		switch {
		case off < 0 && (err != nil || invitation != dossier.Current):
			t.Errorf("%v before the deadline: %v, the stage is %v; want it in time, and the silence broken", -off, err, invitation)
		case off >= 0 && (invitation != dossier.Passed):
			t.Errorf("%v after the deadline, objection %d: %v, the stage is %v; want it adopted by silence", off, i, err, invitation)
		}
	}
}

func TestAFileOfSignedActsIsRegisteredOrRefusedWithPlaces(t *testing.T) {
	r := foundSigned(t, mem.New())
	d := r.open(t)
	acts(t, d, "x-applies", "x", "x", &act.Apply{Procedure: "vote"})
	var text strings.Builder
	for _, m := range []string{"a", "b"} {
		data, sigs := sign(t, draft(t, d, m+"-for", body.MemberID(m), "x", &act.Position{Ballot: "for"}), m)
		line, err := act.AppendSigned(nil, data, sigs)
		if err != nil {
			t.Fatal(err)
		}
		text.Write(append(line, '\n'))
	}
	good := text.String()
	read := func(text string) ([]act.Located, error) { return act.ReadFile("acts.jsonl", []byte(text)) }
	bad, err := read(strings.Replace(good, `"id":"b-for"`, `"id":"b-far"`, 1))
	if err != nil {
		t.Fatal(err)
	}
	_, err = d.Import(context.Background(), bad, nil)
	if err == nil || !strings.HasPrefix(err.Error(), "acts.jsonl:2:1: act \"b-far\": signature by key b: it does not verify") || !errors.Is(err, dossier.ErrAuthority) {
		t.Errorf("Import of a changed act: %v, want it refused with its place", err)
	}
	for why, spoil := range map[string]func(string) string{
		"2:": func(s string) string {
			return strings.Replace(s, `"alg":"ed25519","key":"b"`, `"alg":"rot13","key":"b"`, 1)
		},
		"1:": func(s string) string { return strings.Replace(s, `"sig":[`, `"gis":[`, 1) },
	} {
		if _, err := read(spoil(good)); err == nil || !strings.HasPrefix(err.Error(), "acts.jsonl:"+why) {
			t.Errorf("ReadFile: %v, want a fault on line %s", err, why)
		}
	}
	loose, err := read(strings.ReplaceAll(good, `{"act":{`, `{ "act" : { `)) // another spelling of the same acts
	if err != nil {
		t.Fatal(err)
	}
	if got, err := d.Import(context.Background(), loose, nil); err != nil || got.Added != 2 {
		t.Errorf("Import: %+v, %v, want 2 added", got, err)
	}
	wantSound(t, r, d)
}

// Attack 27: what two readers could read in two ways is refused by the one there is.
func TestAttack27AnotherSpellingOfTheSameEntryIsRefused(t *testing.T) {
	r := foundSigned(t, mem.New())
	d := r.open(t)
	acts(t, d, "x-applies", "x", "x", &act.Apply{Procedure: "vote"})
	raw, err := r.log.Read(context.Background(), 1, 1)
	if err != nil {
		t.Fatal(err)
	}
	good := string(raw[0].Bytes)
	unsigned, _, ok := strings.Cut(good, `"sig":`)
	if !ok {
		t.Fatal("the entry has no signatures")
	}
	if _, err := dossier.ParseEntry([]byte(good)); err != nil {
		t.Fatal(err)
	}
	for why, bad := range map[string]string{
		"key twice":            strings.Replace(good, `"seq":2`, `"seq":2,"seq":2`, 1),
		"key of the act twice": strings.Replace(good, `"by":"x"`, `"by":"x","by":"a"`, 1),
		"signature twice":      strings.Replace(good, `,"sig":`, `,"sig":[],"sig":`, 1),
		"signatures of nobody": unsigned + `"sig":[]}`,
		"keys out of order":    strings.Replace(good, `{"alg":"ed25519","key":"x",`, `{"key":"x","alg":"ed25519",`, 1),
		"escape":               strings.Replace(good, `"by":"x"`, `"by":"\u0078"`, 1),
		"blank":                strings.Replace(good, `"seq":2`, `"seq": 2`, 1),
		"leading zero":         strings.Replace(good, `"seen_size":1`, `"seen_size":01`, 1),
		"fraction":             strings.Replace(good, `"seen_size":1`, `"seen_size":1.0`, 1),
		"exponent":             strings.Replace(good, `"seen_size":1`, `"seen_size":1e0`, 1),
		"minus nothing":        strings.Replace(good, `"seen_size":1`, `"seen_size":-0`, 1),
		"2⁵³":                  strings.Replace(good, `"seen_size":1`, `"seen_size":9007199254740992`, 1),
		"not UTF-8":            strings.Replace(good, `"by":"x"`, "\"by\":\"\xff\"", 1),
		"lone surrogate":       strings.Replace(good, `"by":"x"`, `"by":"\ud800"`, 1),
		"null":                 strings.Replace(good, `"by":"x"`, `"by":null`, 1),
		"stray bits of base64": strings.Replace(good, `=="}]}`, `-="}]}`, 1),
		"no padding":           strings.Replace(good, `=="}]}`, `"}]}`, 1),
		"line feed behind":     good + "\n",
		"byte order mark":      "\ufeff" + good,
		"deep":                 strings.Replace(good, `"by":"x"`, `"by":`+strings.Repeat("[", 40)+strings.Repeat("]", 40), 1),
	} {
		if bad == good {
			t.Fatalf("%s: nothing was changed in %s", why, good)
		}
		if e, err := dossier.ParseEntry([]byte(bad)); err == nil {
			t.Errorf("%s: ParseEntry(%s) = %+v, want a refusal", why, bad, e)
		}
	}
}

// The time of reading a signed record should be that of its hashes and signatures. ACCEDE_ENTRIES says how many there are;
// 20,000 without it.
func BenchmarkLoadSigned(b *testing.B) {
	n := 20_000
	if text := os.Getenv("ACCEDE_ENTRIES"); text != "" {
		var err error
		if n, err = strconv.Atoi(text); err != nil {
			b.Fatal(err)
		}
	}
	r := foundSigned(b, mem.New())
	d := r.open(b)
	acts(b, d, "x-applies", "x", "x", &act.Apply{Procedure: "accession"})
	like := draft(b, d, "a-0", "a", "x", &act.Position{Ballot: "for"})
	d.Close()
	r.log = grown(b, r, like, n)
	raw, err := r.log.Read(context.Background(), 0, n+100)
	if err != nil {
		b.Fatal(err)
	}
	b.Run("hashes and signatures alone", func(b *testing.B) {
		begun, prepared := spent(), time.Duration(0)
		for b.Loop() {
			prepared += alone(b, raw)
		}
		b.ReportMetric(float64(spent()-begun-prepared)/float64(b.N), "cpu-ns/op")
	})
	b.Run("load", func(b *testing.B) {
		begun := spent()
		for b.Loop() {
			if _, err := Load(context.Background(), r.log); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(spent()-begun)/float64(b.N), "cpu-ns/op")
	})
}

// grown answers the record with n positions more, each signed by an author who has seen everything before it.
func grown(b *testing.B, r *record, like act.Act, n int) store.Log {
	b.Helper()
	ctx := context.Background()
	all, err := r.log.Read(ctx, 0, 100)
	if err != nil {
		b.Fatal(err)
	}
	tree := new(ledger.Tree)
	for _, e := range all {
		tree.Append(e.Bytes)
	}
	for i := range n {
		a := like
		a.ID, a.Do = "a-"+strconv.Itoa(i), &act.Position{Ballot: []string{"for", "abstaining"}[i%2]}
		a.SeenSize, a.SeenRoot = tree.Size(), tree.Root().String()
		data, sigs := sign(b, a, "a")
		seq := tree.Size() + 1
		line, err := dossier.SignedEntry(seq, day(1), &a, data, sigs).Marshal()
		if err != nil {
			b.Fatal(err)
		}
		all = append(all, store.Entry{Seq: seq, Bytes: line})
		tree.Append(line)
	}
	origin, err := ledger.NewOrigin("quay", ledger.LeafHash(all[0].Bytes))
	if err != nil {
		b.Fatal(err)
	}
	checkpoint, err := ledger.SignCheckpoint(r.signer, origin, tree.Size(), tree.Root())
	if err != nil {
		b.Fatal(err)
	}
	log := mem.New()
	if err := log.Append(ctx, 0, all, checkpoint); err != nil {
		b.Fatal(err)
	}
	return log
}

// alone hashes every entry and checks every signature by as many goroutines as there are processors, and does nothing
// else: what it needs is taken out of the entries before, in the time it answers.
func alone(b *testing.B, raw []store.Entry) time.Duration {
	b.StopTimer()
	begun := spent()
	entries := make([]dossier.Entry, len(raw))
	messages, public := make([][]byte, len(raw)), private("a").Public().(ed25519.PublicKey)
	for i, e := range raw {
		entries[i], _ = dossier.ParseEntry(e.Bytes)
		if a := entries[i].Act; a != nil {
			data, err := a.Marshal()
			if err != nil {
				b.Fatal(err)
			}
			messages[i] = data
		}
	}
	prepared := spent() - begun
	b.StartTimer()
	const workers = 2
	var wg sync.WaitGroup
	leaves := make([]ledger.Hash, len(raw))
	for w := range workers {
		wg.Go(func() {
			for i := w; i < len(raw); i += workers {
				leaves[i] = ledger.LeafHash(raw[i].Bytes)
				if len(entries[i].Signatures) > 0 && entries[i].Act.By == "a" && !ed25519.Verify(public, signature.Message(messages[i]), entries[i].Signatures[0].Sig) {
					b.Error("a signature does not verify")
				}
			}
		})
	}
	wg.Wait()
	tree := new(ledger.Tree)
	for _, leaf := range leaves {
		tree.AppendHash(leaf)
	}
	tree.Root()
	return prepared
}
