package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"accede/dossier"
	"accede/game"
	"accede/internal/depositary"
	"accede/internal/store"
	"accede/internal/store/mem"
	"accede/internal/store/sqlite"
	"accede/internal/tiles"
	"accede/ledger"
)

// The play: a host, two members' watchers as programs of their own, and a third member who has neither. Then the host is
// replaced by a malicious one, which has the host's key and whatever its operator likes to serve. `make play-malicious`
// shows it as it happens.

// public is the address of the host, behind which the operator puts what it likes.
type public struct {
	url   string
	bends atomic.Pointer[http.Handler]
}

// stands makes the address of the host, at which nothing answers yet.
func (s story) stands() *public {
	s.t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		s.t.Fatal(err)
	}
	p := &public{url: "http://" + l.Addr().String() + "/"}
	server := &http.Server{ReadHeaderTimeout: time.Minute, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if h := p.bends.Load(); h != nil {
			(*h).ServeHTTP(w, r)
			return
		}
		http.Error(w, "nobody is here", http.StatusBadGateway)
	})}
	go server.Serve(l)
	s.t.Cleanup(func() { server.Close() })
	return p
}

func (p *public) serves(h http.Handler) { p.bends.Store(&h) }

// program serves a folder by the real program, and answers what leads there.
func (s story) program(folder string) (*process, http.Handler) {
	s.t.Helper()
	p, address := s.serves("accede-at", "serve", "--record", s.in(folder), "--addr", "127.0.0.1:0")
	to, err := url.Parse(address)
	if err != nil {
		s.t.Fatal(err)
	}
	return p, &httputil.ReverseProxy{
		Rewrite:      func(r *httputil.ProxyRequest) { r.SetURL(to) },
		ErrorHandler: func(w http.ResponseWriter, _ *http.Request, _ error) { w.WriteHeader(http.StatusBadGateway) }, // between two programs
	}
}

// hears reads the act that is handed in, and leaves it to be read again.
func hears(r *http.Request) string {
	if r.Method != http.MethodPost {
		return ""
	}
	text, _ := io.ReadAll(r.Body)
	r.Body = io.NopCloser(bytes.NewReader(text))
	return string(text)
}

// copies copies a folder of the story, as an operator does who has all of the machine.
func (s story) copies(from, to string) {
	s.t.Helper()
	if err := os.CopyFS(s.in(to), os.DirFS(s.in(from))); err != nil {
		s.t.Fatal(err)
	}
	if err := os.Chmod(s.in(to, "host.key"), 0o600); err != nil {
		s.t.Fatal(err)
	}
}

// forges serves the entries of a folder and more, under the host's signature.
func (s story) forges(folder string, more func(r *depositary.Record, next int64) dossier.Entry) http.Handler {
	s.t.Helper()
	ctx := context.Background()
	from, err := sqlite.OpenReadOnly(s.in(folder))
	if err != nil {
		s.t.Fatal(err)
	}
	defer from.Close()
	r, err := depositary.Load(ctx, from)
	if err != nil {
		s.t.Fatal(err)
	}
	all, err := from.Read(ctx, 0, 1<<20)
	if err != nil {
		s.t.Fatal(err)
	}
	next := int64(len(all)) + 1
	data, err := more(r, next).Marshal()
	if err != nil {
		s.t.Fatal(err)
	}
	all = append(all, store.Entry{Seq: next, Bytes: data})
	r.Tree.Append(data)
	signer, err := readHost(s.in(folder))
	if err != nil {
		s.t.Fatal(err)
	}
	note, err := ledger.SignCheckpoint(signer, r.Origin, next, r.Tree.Root())
	if err != nil {
		s.t.Fatal(err)
	}
	log := mem.New()
	if err := log.Append(ctx, 0, all, note); err != nil {
		s.t.Fatal(err)
	}
	return tiles.Handler(forgery{&depositary.Moment{Size: next, Checkpoint: note, Tree: r.Tree.View(), Origin: r.Origin, Host: r.HostKey}}, log)
}

type forgery struct{ m *depositary.Moment }

func (f forgery) Moment() *depositary.Moment { return f.m }

func (f forgery) Cosign(context.Context, []byte) ([]byte, error) { return f.m.Checkpoint, nil }

// alarm waits until a watcher raises an alarm, tells it, and answers the file it names.
func (s story) alarm(who string, p *process, says string) string {
	s.t.Helper()
	said := s.until(p, "the alarm that "+says, func(said map[string]any) bool {
		text, _ := said["alarm"].(string)
		return strings.Contains(text, says)
	})
	s.say("%s's watcher: ALARM: %s", who, s.shown(said["alarm"].(string)))
	file, _ := said["evidence"].(string)
	return file
}

// opening is the beginning of each scene: Monday, an honest host, the watchers of a and b, and the question whether the
// applicant is invited, by silence until Thursday noon.
func (s story) opening(p *public, more ...string) (host, a, b *process, left string) {
	s.t.Helper()
	s.founded()
	host, honest := s.program("host")
	p.serves(honest)
	s.asks("x", "c", p.url, "2035-03-08T12:00:00Z")
	s.does("watch", p.url, "--once", "--state", s.in("c"))
	a, left = s.watches("a", p.url)
	b, _ = s.watches("b", strings.Replace(p.url, "127.0.0.1", "localhost", 1), append([]string{"--peer", left}, more...)...)
	s.until(a, "its line on the question", cosigned(4))
	s.until(b, "its line on the question", cosigned(4))
	return host, a, b, left
}

const objection = "concerns=[{id: dues, text: {en: It owes its dues.}}]"

func TestAMaliciousHostThatDropsAnObjectionIsFoundOut(t *testing.T) {
	s := begins(t, "2035-03-05T09:00:00Z")
	p := s.stands()
	host, a, b, left := s.opening(p)
	s.at("2035-03-07T15:00:00Z")
	s.say("The operator turns: objections are answered as registered and thrown away, and what a's watcher says is not entered.")
	var honest atomic.Pointer[http.Handler] // the program behind it, which is started again while watchers ask
	honest.Store(p.bends.Load())
	p.serves(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		text := hears(r)
		switch {
		case strings.Contains(text, `"act":"object"`):
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(http.StatusCreated)
			_, checkpoint := get(t, p.url+"checkpoint")
			json.NewEncoder(w).Encode(map[string]any{"seq": 5, "id": "c-objects", "at": "2035-03-07T15:00:00Z", "size": 5, "checkpoint": checkpoint})
		case strings.Contains(text, `"act":"cosign"`) && strings.Contains(text, `"by":"a"`):
			http.Error(w, "not now", http.StatusConflict)
		default:
			(*honest.Load()).ServeHTTP(w, r)
		}
	}))
	mirror := s.in("c", "mirror")
	if _, said := s.exits(exitVerify, "act", "object", objection, "--id", "c-objects", "-d", "x", "--record", mirror, "--key", s.in("c.key"), "--host", p.url); !strings.Contains(said, "its receipt does not prove it") {
		t.Errorf("a receipt that proves nothing: %s", said)
	}
	receipt := s.in("receipt.json")
	s.does("act", "object", objection, "--id", "c-objects", "-d", "x", "--record", mirror, "--key", s.in("c.key"), "--watcher", left, "--receipt", receipt)
	s.does("verify", receipt)

	s.ends(host, exitDone)
	s.at("2035-03-08T12:00:01Z")
	s.say("The deadline has passed. The operator starts the program again, so that the silence may run.")
	host, again := s.program("host")
	honest.Store(&again)
	s.until(b, "what it says of the silence", func(said map[string]any) bool { return said["size"].(float64) >= 6 })
	out := s.does("status", "x", "--record", s.in("watch-b", "mirror"))
	for _, want := range []string{"The silence is assent once the watchers of at least 2 members have seen the record; so far", "Alder: let its watcher see the record and cosign it: Invitation"} {
		if !strings.Contains(strings.Join(strings.Fields(out), " "), want) {
			t.Errorf("with an objection that was dropped the status says %q, want %q", out, want)
		}
	}
	if out := must(t, "status", "x", "--record", s.in("watch-b", "mirror"), "--json"); !strings.Contains(out, `"stage":"invitation"`) {
		t.Errorf("with an objection that was dropped the silence was taken for assent: %s", out)
	}
	s.at("2035-03-08T12:30:00Z")
	s.does("verify", receipt, "--against", s.in("watch-b", "mirror"))

	s.say("So the operator enters the finding by itself, signed with the host's key.")
	s.ends(host, exitDone)
	p.serves(s.forges("host", func(r *depositary.Record, next int64) dossier.Entry {
		at := time.Date(2035, 3, 8, 12, 30, 0, 0, time.UTC)
		return dossier.NoticeEntry(next, at, dossier.Notice{Kind: dossier.NoticeSilence, Dossier: "x", Stage: "invitation", Dated: at, Outcome: game.Adopted, Reasons: []string{"nobody has objected"}})
	}))
	for who, w := range map[string]*process{"a": a, "b": b} {
		_, said := s.exits(exitVerify, "verify", s.alarm(who, w, "has signed what does not follow"))
		if !strings.Contains(said, "the host has signed these very entries") {
			t.Errorf("the evidence of %s: %s", who, said)
		}
	}
	s.ends(a, exitVerify)
	s.ends(b, exitVerify)
}

func TestAMaliciousHostThatForksIsFoundOut(t *testing.T) {
	s := begins(t, "2035-03-05T09:00:00Z")
	p := s.stands()
	host, a, b, _ := s.opening(p)
	s.at("2035-03-07T15:00:00Z")
	s.say("The operator copies the folder and runs the program twice: one for a, and one for everybody else, in which c never objected.")
	s.ends(host, exitDone)
	s.copies("host", "host-2")
	_, first := s.program("host")
	_, second := s.program("host-2")
	p.serves(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.Host, "localhost") {
			second.ServeHTTP(w, r)
			return
		}
		first.ServeHTTP(w, r)
	}))
	s.does("act", "object", objection, "--id", "c-objects", "-d", "x", "--record", s.in("c", "mirror"), "--key", s.in("c.key"), "--host", p.url)
	s.until(a, "its line on the first history", cosigned(5))
	s.does("act", "statement", "statements=[{side: b, form: reported, text: {en: We have heard of no objection.}}]", "-d", "x", "--record", s.in("c", "mirror"),
		"--key", s.in("b.key"), "--host", strings.Replace(p.url, "127.0.0.1", "localhost", 1))
	file := s.alarm("b", b, "has signed two histories")
	out := s.does("verify", file)
	if !strings.Contains(out, "has signed two histories of accede/quay/") || !strings.Contains(out, "to be known beside it") {
		t.Errorf("the evidence says %s", out)
	}
	for of, which := range map[string]string{"watch-a": "at hand, of 5 entries, continues the ", "watch-b": "at hand, of 5 entries, continues the "} {
		if out := s.does("verify", file, "--against", s.in(of, "mirror")); !strings.Contains(out, which) || !strings.Contains(out, "the founding of the record names this key as its host's") {
			t.Errorf("against the mirror of %s: %s", of, out)
		}
	}
	spoilt, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	write(t, s.in("spoilt.json"), strings.Replace(string(spoilt), `"short":"accede/quay/`, `"short":"accede/quai/`, 1))
	s.exits(exitVerify, "verify", s.in("spoilt.json"))
	s.ends(b, exitVerify)
	s.ends(a, exitDone) // it was asked by b, and asks nobody
}

func TestAMaliciousHostThatBackDatesIsFoundOut(t *testing.T) {
	s := begins(t, "2035-03-05T09:00:00Z")
	p := s.stands()
	host, a, b, _ := s.opening(p)
	s.at("2035-03-08T11:30:00Z")
	s.awaitsCosigned(p, time.Date(2035, 3, 8, 11, 30, 0, 0, time.UTC)) // half an hour before the deadline it had four entries
	s.does("watch", p.url, "--once", "--state", s.in("c"))
	line := must(t, "act", "object", objection, "--id", "c-objects", "-d", "x", "--record", s.in("c", "mirror"), "--key", s.in("c.key"), "--print", "--valid-for", "0") // signed by the clock of this machine, not of the story
	s.ends(host, exitDone)
	s.at("2035-03-08T13:00:00Z")
	s.say("c objects an hour after the deadline. The operator is a friend of c's, and enters it as of eleven o'clock.")
	p.serves(s.forges("host", func(_ *depositary.Record, next int64) dossier.Entry {
		e := s.entryOf(line)
		e.Seq, e.At = next, time.Date(2035, 3, 8, 11, 0, 0, 0, time.UTC)
		return e
	}))
	for who, w := range map[string]*process{"a": a, "b": b} {
		file := s.alarm(who, w, "is dated as it cannot be")
		out := s.does("verify", file, "--against", s.in("watch-"+who, "mirror"))
		if !strings.Contains(out, "says that it was registered at 2035-03-08T11:00:00Z") || !strings.Contains(out, "it had 4 entries, and not this one") {
			t.Errorf("the evidence says %s", out)
		}
	}
	s.ends(a, exitVerify)
	s.ends(b, exitVerify)
}

// awaitsCosigned waits until both watchers have cosigned the checkpoint at an instant or later.
func (s story) awaitsCosigned(p *public, since time.Time) {
	s.t.Helper()
	r, err := loadFile(context.Background(), s.in("c", "mirror", "record.db"))
	if err != nil {
		s.t.Fatal(err)
	}
	keys := depositary.WatchersOf(r.Origin, r.Docket.Keyring())
	for range 1000 {
		_, checkpoint := get(s.t, p.url+"checkpoint")
		n := 0
		for _, line := range ledger.Cosignatures([]byte(checkpoint), keys) {
			if !line.At.Before(since) {
				n++
			}
		}
		if n == 2 {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	s.t.Fatal("the checkpoint is not cosigned anew")
}

// entryOf answers the entry of a line of signed acts.
func (s story) entryOf(line string) dossier.Entry {
	s.t.Helper()
	file := s.in("line.jsonl")
	write(s.t, file, line)
	located, err := readActs(file)
	if err != nil || len(located) != 1 {
		s.t.Fatalf("%s: %v", line, err)
	}
	data, err := located[0].Act.Marshal()
	if err != nil {
		s.t.Fatal(err)
	}
	return dossier.SignedEntry(0, time.Time{}, &located[0].Act, data, located[0].Signatures)
}

func TestAMaliciousHostThatRestoresAnOldBackupIsFoundOutAndHealed(t *testing.T) {
	s := begins(t, "2035-03-05T09:00:00Z")
	p := s.stands()
	host, a, b, left := s.opening(p)
	s.does("backup", s.in("host"), s.in("monday.backup"), "--keys", s.in("monday.keys"))
	s.does("act", "object", objection, "--id", "c-objects", "-d", "x", "--record", s.in("c", "mirror"), "--key", s.in("c.key"), "--host", p.url)
	s.until(a, "its line on the objection", cosigned(5))
	s.until(b, "its line on the objection", cosigned(5))
	s.ends(host, exitDone)
	s.at("2035-03-07T15:00:00Z")
	s.say("The operator wants Monday's record back, in which nobody objects.")
	if err := os.Remove(s.in("host", "record.db")); err != nil {
		t.Fatal(err)
	}
	if _, said := s.exits(exitVerify, "restore", s.in("monday.backup"), s.in("host")); !strings.Contains(said, "it has 4 entries, and had 5") {
		t.Errorf("restored over the mark: %s", said)
	}
	s.say("The program refuses. The operator takes the high-water mark away as well.")
	if err := os.Remove(s.in("host", "high-water")); err != nil {
		t.Fatal(err)
	}
	s.does("restore", s.in("monday.backup"), s.in("host"), "--keys", s.in("monday.keys"))
	host, old := s.program("host")
	p.serves(old)
	for who, w := range map[string]*process{"a": a, "b": b} {
		s.alarm(who, w, "has gone back behind what it had signed")
	}
	s.say("And it goes on from there.")
	s.does("act", "statement", "statements=[{side: b, form: reported, text: {en: All quiet.}}]", "-d", "x", "--record", s.in("host"), "--key", s.in("b.key"), "--host", p.url)
	for who, w := range map[string]*process{"a": a, "b": b} {
		s.does("verify", s.alarm(who, w, "has signed two histories"), "--against", s.in("watch-"+who, "mirror"))
	}
	s.ends(host, exitDone)

	s.say("The members have another operator take over: the record is healed from a's mirror.")
	if err := os.Rename(s.in("host", "record.db"), s.in("host", "record.db.second-history")); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(s.in("host", "high-water")); err != nil { // of the second history
		t.Fatal(err)
	}
	s.does("restore", s.in("monday.backup"), s.in("host"), "--keys", s.in("monday.keys"), "--from-mirror", left)
	s.ends(a, exitVerify)
	s.ends(b, exitVerify)
	host, healed := s.program("host")
	p.serves(healed)
	for _, of := range []string{"a", "b"} {
		s.does("watch", p.url, "--once", "--key", s.in("watch-"+of+".key"), "--state", s.in("watch-"+of))
	}
	// The first line has the checkpoint with the lines of watchers, which each may have in another order.
	if !bytes.Equal(bytes.Join(s.exported("host")[1:], nil), bytes.Join(s.exported("watch-a/mirror")[1:], nil)) {
		t.Error("the healed record is not the one that a's watcher has")
	}
	s.does("fsck", s.in("host"))
	s.ends(host, exitDone)
}
