package verifier

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"accede/act"
	"accede/act/signature"
	"accede/body"
	"accede/canon"
	"accede/charters"
	"accede/form"
	"accede/game"
	"accede/ledger"
	"accede/rule"
)

// tokens are what a reader of canonical JSON stumbles over.
var tokens = []string{
	"", " ", "\t", ",", ":", "{}", "[]", "null", "true", "false", "0", "-0", "-1", "01", "1.0", "1e3", "9007199254740991", "9007199254740992",
	`""`, `"a"`, `\u0041`, `\u001f`, `\ud83d`, `\/`, `\n`, "\\", `"`, "\x00", "\x7f", "\u0085", "\u00e9", "\u202e", "\ufeff", "\u2028", "\xff", "\xc0\x80",
	"2030-02-29", "2030-01-01T24:00:00Z", ".10Z", `,"a":1`, `"zz":0,`, "a", "for", "against", "x", "z", "chair", "b.envoy", "+", "=", "AA==",
}

// TestBothVerifiersSayTheSameOfChangedRecords tries some changes in every run; make fuzz-differential goes on.
func TestBothVerifiersSayTheSameOfChangedRecords(t *testing.T) {
	n := startEngine(t)
	all := bases(t)
	tried, stood := 0, 0
	rapid.Check(t, func(r *rapid.T) {
		c := change{
			record: rapid.IntRange(0, len(all)-1).Draw(r, "record"), line: rapid.IntRange(1, 40).Draw(r, "line"), at: rapid.IntRange(0, 4000).Draw(r, "at"),
			cut: rapid.SampledFrom([]int{0, 0, 1, 1, 1, 2, 3, 5, 9}).Draw(r, "cut"), by: layer(rapid.IntRange(0, int(layers)-1).Draw(r, "by")),
			put: []byte(rapid.SampledFrom(tokens).Draw(r, "put")),
		}
		data, ok := c.apply(t, all)
		if !ok {
			return
		}
		tried++
		a, differ := agrees(t, n, data)
		if differ != "" {
			r.Fatalf("%v: %s", c, differ)
		}
		if a.Verified {
			stood++
		}
	})
	t.Logf("%d changed records, of which %d still verify, the same by both", tried, stood)
}

// FuzzBothVerifiersSayTheSame changes records and compares what both say.
func FuzzBothVerifiersSayTheSame(f *testing.F) {
	for i, token := range tokens {
		f.Add(uint8(i), uint8(3*i), uint16(37*i), uint8(i%4), uint8(i%3), []byte(token))
	}
	n := startEngine(f)
	all := bases(f)
	f.Fuzz(func(t *testing.T, record, line uint8, at uint16, cut, by uint8, put []byte) {
		c := change{record: int(record), line: int(line), at: int(at), cut: int(cut), by: layer(by) % layers, put: put}
		if data, ok := c.apply(t, all); ok {
			if _, differ := agrees(t, n, data); differ != "" {
				t.Errorf("%v: %s", c, differ)
			}
		}
	})
}

// TestBothVerifiersSayTheSameOfActsThatSaySomethingElse is about what may be said, not how it is spelled: values are those
// that stand elsewhere in a record, and authors and hosts sign what comes out.
func TestBothVerifiersSayTheSameOfActsThatSaySomethingElse(t *testing.T) {
	n := startEngine(t)
	all := bases(t)
	values := pool(all)
	tried, stood := 0, 0
	rapid.Check(t, func(r *rapid.T) {
		o := other{
			record: rapid.IntRange(0, len(all)-1).Draw(r, "record"), line: rapid.IntRange(0, 60).Draw(r, "line"), value: rapid.IntRange(0, 15).Draw(r, "value"),
			by: rapid.IntRange(0, len(values)-1).Draw(r, "by"), signer: rapid.SampledFrom([]int{0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9}).Draw(r, "signer"), again: rapid.Bool().Draw(r, "again"),
		}
		data, ok := o.apply(t, all, values)
		if !ok {
			return
		}
		tried++
		a, differ := agrees(t, n, data)
		if differ != "" {
			lines := bytes.Split(bytes.TrimSpace(data), []byte("\n"))
			r.Fatalf("%+v: %s: %s", o, differ, lines[len(lines)-1])
		}
		if a.Verified {
			stood++
		}
	})
	t.Logf("%d records that say something else, of which %d verify, the same by both", tried, stood)
}

// FuzzBothVerifiersSayTheSameOfOthers goes on where that test stops.
func FuzzBothVerifiersSayTheSameOfOthers(f *testing.F) {
	for i := range 40 {
		f.Add(uint8(i), uint8(5*i), uint8(i%12), uint16(31*i), uint8(i%9), i%2 == 0)
	}
	n := startEngine(f)
	all := bases(f)
	values := pool(all)
	f.Fuzz(func(t *testing.T, record, line, value uint8, by uint16, signer uint8, again bool) {
		o := other{int(record), int(line), int(value), int(by), int(signer), again}
		if data, ok := o.apply(t, all, values); ok {
			if _, differ := agrees(t, n, data); differ != "" {
				t.Errorf("%+v: %s", o, differ)
			}
		}
	})
}

// TestBothReadersOfActsTakeTheSame: the bytes of an act of every kind, whole and with each value in turn made another.
func TestBothReadersOfActsTakeTheSame(t *testing.T) {
	n := startEngine(t)
	files, err := filepath.Glob("../../act/testdata/*.json")
	if err != nil || len(files) < 30 {
		t.Fatalf("%d acts (%v), want one of every kind", len(files), err)
	}
	tried := 0
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		data = bytes.TrimSuffix(data, []byte("\n"))
		compare(t, n, filepath.Base(name), data)
		if _, err := act.Parse(data); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for i, c := range data {
			if !strings.ContainsRune(`":,{}[]0123456789`, rune(c)) || i%3 != 0 {
				continue
			}
			token := tokens[(i+len(data))%len(tokens)]
			compare(t, n, fmt.Sprintf("%s with %q at %d", filepath.Base(name), token, i), append(append(bytes.Clone(data[:i]), token...), data[i+1:]...))
			tried++
		}
	}
	t.Logf("%d acts of %d kinds", tried, len(files))
}

func compare(t *testing.T, n *engine, name string, data []byte) {
	t.Helper()
	_, err := act.Parse(data)
	if a := n.ask(t, "act", map[string]any{"data": data}); a.OK != (err == nil) {
		t.Errorf("%s: the program says %v, verify.js %v (%s)", name, err, a.OK, a.Reason)
	}
}

// TestBothVerifiersCheckSignaturesAlike: of real tools and passkeys, whole, and with single bits of everything changed;
// each bit of all of them under ACCEDE_LONG=1.
func TestBothVerifiersCheckSignaturesAlike(t *testing.T) {
	n := startEngine(t)
	step := 41
	if os.Getenv("ACCEDE_LONG") != "" {
		step = 1
	}
	tried := 0
	for _, alg := range signature.Algs() {
		h := newHolder(t, "a.envoy", alg)
		data := []byte(`{"accede":"act/1","act":"sign","by":"a","date":"2030-01-01","id":"s"}`)
		s := h.sign(data)
		key := keyText(t, h.key)
		check := func(what string, data []byte, s signature.Signature) bool {
			tried++
			want := signature.CheckAll([]signature.Signature{s}) == nil && h.key.Signing().Verify(data, s) == nil
			w := canon.NewWriter(nil)
			signature.Write(&w, []signature.Signature{s})
			sigs, err := w.Bytes()
			if err != nil {
				t.Fatal(err)
			}
			if a := n.ask(t, "signature", map[string]any{"key": key, "sig": sigs, "data": data}); a.OK != want {
				t.Errorf("%s, %s: the program says %v, verify.js %v (%s)", alg, what, want, a.OK, a.Reason)
			}
			return want
		}
		if !check("as it was made", data, s) {
			t.Errorf("%s: a signature does not verify", alg)
		}
		if alg == signature.WebAuthnES256 {
			other := s
			if other.Sig = twin(s.Sig); !check("the twin", data, other) {
				t.Errorf("%s: the other signature that ECDSA has does not verify", alg)
			}
		}
		for _, part := range []*[]byte{&data, &s.Sig, &s.Auth, &s.Client} {
			for bit := 0; bit < len(*part)*8; bit += step {
				(*part)[bit/8] ^= 1 << (bit % 8)
				if check(fmt.Sprintf("bit %d changed", bit), data, s) {
					t.Errorf("%s: bit %d changed, and both verify it", alg, bit)
				}
				(*part)[bit/8] ^= 1 << (bit % 8)
			}
		}
	}
	t.Logf("%d signatures, judged alike", tried)
}

// keyText answers a key as it stands in an act.
func keyText(t testing.TB, k act.Key) []byte {
	t.Helper()
	w := canon.NewWriter(nil)
	act.WriteKeys(&w, []act.Key{k})
	data, err := w.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return data[1 : len(data)-1]
}

// TestBothVerifiersHaveTheSameTreesAndProofs: every root and every proof of all sizes up to 40, each also spoiled.
func TestBothVerifiersHaveTheSameTreesAndProofs(t *testing.T) {
	n := startEngine(t)
	const most = 40
	tree := new(ledger.Tree)
	var leaves [][]byte
	for i := range most {
		h := ledger.LeafHash(fmt.Appendf(nil, "entry %d", i))
		leaves = append(leaves, h[:])
		tree.AppendHash(h)
	}
	v := tree.View()
	root := func(size int64) []byte {
		h, err := v.RootAt(size)
		if err != nil {
			t.Fatal(err)
		}
		return h[:]
	}
	for i, got := range n.ask(t, "roots", map[string]any{"leaves": leaves}).Roots {
		if want := signature.Encode(root(int64(i + 1))); got != want {
			t.Fatalf("the root over %d leaves is %s, want %s", i+1, got, want)
		}
	}
	proofs := 0
	for size := int64(1); size <= most; size++ {
		for seq := int64(1); seq <= size; seq++ {
			path, err := v.Inclusion(seq, size)
			if err != nil {
				t.Fatal(err)
			}
			ask := func(seq int64, path [][]byte) bool {
				return n.ask(t, "included", map[string]any{"path": path, "size": size, "root": root(size), "seq": seq, "leaf": leaves[seq-1]}).OK
			}
			if !ask(seq, hashes(path)) || seq < size && ask(seq+1, hashes(path)) || ask(seq, append(hashes(path), leaves[0])) {
				t.Errorf("inclusion of %d in %d: verify.js refuses the proof, or takes it for another", seq, size)
			}
			growth, err := v.Consistency(seq, size)
			if err != nil {
				t.Fatal(err)
			}
			grew := func(from int64, path [][]byte) bool {
				return n.ask(t, "consistent", map[string]any{"path": path, "from": from, "fromRoot": root(seq), "to": size, "toRoot": root(size)}).OK
			}
			if !grew(seq, hashes(growth)) || seq < size && grew(seq+1, hashes(growth)) || grew(seq, append(hashes(growth), leaves[0])) {
				t.Errorf("growth from %d to %d: verify.js refuses the proof, or takes it for another", seq, size)
			}
			proofs += 2
		}
	}
	t.Logf("%d proofs", proofs)
}

func hashes(path []ledger.Hash) [][]byte {
	all := make([][]byte, len(path))
	for i := range path {
		all[i] = path[i][:]
	}
	return all
}

// TestBothReadersOfChartersReadTheSame: every charter in the program, value by value.
func TestBothReadersOfChartersReadTheSame(t *testing.T) {
	n := startEngine(t)
	texts := map[string]string{"quay": quay}
	for _, id := range charters.Names() {
		text, ok := charters.Text(id)
		if !ok {
			t.Fatalf("no charter %s", id)
		}
		texts[id] = string(text)
	}
	for name, text := range texts {
		root, err := form.Parse(name+".yaml", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		want, err := json.Marshal(plain(root))
		if err != nil {
			t.Fatal(err)
		}
		a := n.ask(t, "yaml", map[string]any{"data": []byte(text)})
		got, err := json.Marshal(a.Value)
		if err != nil || !a.OK {
			t.Errorf("%s: verify.js does not read it: %s", name, a.Reason)
		} else if !bytes.Equal(got, want) {
			t.Errorf("%s: verify.js reads it otherwise: %s", name, firstDifference(want, got))
		}
	}
}

// plain answers a node as verify.js tells its own.
func plain(n *form.Node) any {
	switch n.Kind {
	case form.Mapping:
		pairs := [][]any{}
		for i := range n.Len() {
			pairs = append(pairs, []any{n.Key(i).Value, plain(n.Item(i))})
		}
		return map[string]any{"map": pairs}
	case form.List:
		items := []any{}
		for i := range n.Len() {
			items = append(items, plain(n.Item(i)))
		}
		return items
	case form.Boolean:
		return n.Value == "true"
	case form.Number:
		return json.RawMessage(n.Value)
	case form.Null:
		return nil
	}
	return n.Value
}

func firstDifference(want, got []byte) string {
	i := 0
	for i < len(want) && i < len(got) && want[i] == got[i] {
		i++
	}
	return fmt.Sprintf("want …%.80s, got …%.80s", want[max(0, i-20):], got[max(0, i-20):])
}

// TestBothVerifiersCountAlike: sentences, rolls and ballots at random.
func TestBothVerifiersCountAlike(t *testing.T) {
	n := startEngine(t)
	tried := 0
	rapid.Check(t, func(r *rapid.T) {
		sentence := drawSentence(r, 2)
		parsed, err := rule.Parse(sentence)
		if err != nil {
			t.Fatalf("%q: %v", sentence, err)
		}
		roll, told := drawRoll(r)
		ballots, words := make([]game.Ballot, len(roll.Members)), make([]string, len(roll.Members))
		for i := range ballots {
			words[i] = rapid.SampledFrom([]string{"for", "against", "abstaining", "absent", "pending", "recused", "declaring"}).Draw(r, "ballot")
			ballots[i], _ = roll.Ballot(words[i])
		}
		q := rule.Question{Rule: parsed, Roll: roll}
		closed := rapid.SampledFrom([]string{"absent", "for", "abstaining", "against"}).Draw(r, "closed")
		q.PendingAs, _ = body.KindByName(closed)
		tie := rapid.SampledFrom([]string{"", "adopted", "rejected"}).Draw(r, "tie")
		q.Tie = map[string]game.Outcome{"": game.Open, "adopted": game.Adopted, "rejected": game.Rejected}[tie]
		want, err := rule.Find(q, ballots)
		if err != nil {
			return // what a roll cannot be asked is not asked
		}
		tried++
		told["rule"], told["ballots"], told["closed"], told["tie"] = sentence, words, closed, tie
		a := n.ask(t, "count", told)
		if !a.OK || a.Adopted != (want.IfClosedNow == game.Adopted) || strings.Join(a.Reasons, "; ") != strings.Join(want.Reasons, "; ") {
			r.Fatalf("%s with %q, closed as %s, tie %q: the program finds %v (%q), verify.js %v (%q) %s", sentence, words, closed, tie, want.IfClosedNow, want.Reasons, a.Adopted, a.Reasons, a.Reason)
		}
	})
	t.Logf("%d questions counted alike", tried)
}

func drawSentence(r *rapid.T, depth int) string {
	pick := func(words ...string) string { return rapid.SampledFrom(words).Draw(r, "word") }
	quantity := func() string {
		return pick("all", "none", "at least 2", "at least 1/2", "at least half", "more than half", "more than 1/3", "at most 1", "at most 1/4", "fewer than 2", "fewer than half", "exactly 2", "exactly half", "at least 66.7%", "more than 55%", "at least 3/7")
	}
	if depth == 0 || rapid.IntRange(0, 2).Draw(r, "leaf") == 0 {
		s := quantity() + " of " + pick("members", "shore", "inland") + pick("", " voting", " present") + pick("", "", " by tons") + " are " + pick("for", "against", "not for", "declaring", "abstaining or absent", "voting", "present", "for or not abstaining")
		return s
	}
	part := func() string { return drawSentence(r, depth-1) }
	switch pick("and", "or", "not", "several") {
	case "and":
		return "(" + part() + ") and (" + part() + ")"
	case "or":
		return "(" + part() + ") or (" + part() + ")"
	case "not":
		return "not (" + part() + ")"
	}
	return pick("at least 2", "exactly 1", "none", "all", "at most 1", "more than half", "fewer than 1") + " of these hold: (" + part() + "), (" + part() + "), (" + part() + ")"
}

// drawRoll answers a roll, and the same as verify.js is told it.
func drawRoll(r *rapid.T) (*body.Roll, map[string]any) {
	size := rapid.IntRange(0, 7).Draw(r, "size")
	members, told := make([]body.MemberID, size), []string{}
	shore, inland := make([]bool, size), make([]bool, size)
	tons, of := make([]int64, size), [][]any{}
	inShore, inInland := []string{}, []string{}
	for i := range size {
		id := fmt.Sprintf("m%d", i)
		members[i], told = body.MemberID(id), append(told, id)
		if shore[i] = rapid.Bool().Draw(r, "shore"); shore[i] {
			inShore = append(inShore, id)
		}
		if inland[i] = rapid.Bool().Draw(r, "inland"); inland[i] {
			inInland = append(inInland, id)
		}
		tons[i] = int64(rapid.IntRange(0, 9).Draw(r, "tons"))
		of = append(of, []any{id, tons[i]})
	}
	roll, err := body.NewRoll(time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC), members, []body.RollClass{{Name: "shore", In: shore}, {Name: "inland", In: inland}},
		[]body.RollWeight{{Name: "tons", Unit: "tons", Of: tons}}, []body.DeclaredBallot{{Name: "declaring", Kind: game.Abstaining}})
	if err != nil {
		r.Fatal(err)
	}
	return roll, map[string]any{
		"members": told, "classes": []any{[]any{"shore", inShore}, []any{"inland", inInland}}, "weights": []any{[]any{"tons", "tons", of}},
		"declared": []any{[]any{"declaring", "abstaining"}},
	}
}

// TestBothVerifiersHaveTheSameDaysAndPeriods: days begin, and periods run, at the same instants.
func TestBothVerifiersHaveTheSameDaysAndPeriods(t *testing.T) {
	n := startEngine(t)
	rapid.Check(t, func(r *rapid.T) {
		name := rapid.SampledFrom([]string{"UTC", "Europe/Brussels", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "America/St_Johns", "Pacific/Apia"}).Draw(r, "zone")
		zone, err := body.LoadZone(name)
		if err != nil {
			t.Fatal(err)
		}
		day := form.DateOf(time.Date(1990, 1, 1+rapid.IntRange(0, 17000).Draw(r, "day"), 0, 0, 0, 0, time.UTC))
		moment := time.Unix(int64(rapid.IntRange(631152000, 2082758400).Draw(r, "moment")), int64(rapid.IntRange(0, 999).Draw(r, "ms"))*1_000_000).In(zone)
		p := form.Period{N: rapid.IntRange(1, 400).Draw(r, "n"), Unit: rapid.SampledFrom([]string{"hours", "days", "weeks", "months", "years"}).Draw(r, "unit")}
		a := n.ask(t, "clock", map[string]any{"zone": name, "day": day.String(), "moment": moment.UTC().Format(time.RFC3339Nano), "period": fmt.Sprintf("%d %s", p.N, p.Unit)})
		if want := day.In(zone).UTC().Format(time.RFC3339Nano); a.Day != want {
			r.Fatalf("%s begins in %s at %s, verify.js says %s", day, name, want, a.Day)
		}
		if want := p.From(moment).UTC().Format(time.RFC3339Nano); a.After != want {
			r.Fatalf("%v after %v in %s is %s, verify.js says %s", p, moment, name, want, a.After)
		}
	})
}
