package main

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"accede/client"
	"accede/internal/load"
)

// benchVerb loads a server.
type benchVerb struct {
	Run   benchRunVerb   `cmd:"" default:"withargs" help:"Hand acts in, keep pages open, and say how fast they are answered."`
	Found benchFoundVerb `cmd:"" help:"Found a record for parties whose keys anybody can make."`
	Check benchCheckVerb `cmd:"" help:"Look for every acknowledged act in a record."`
	Bare  benchBareVerb  `cmd:"" hidden:"" help:"Answer acts without doing anything with them."`
}

// Help is shown by --help.
func (benchVerb) Help() string {
	return "Example: accede bench run --clients 8,64 --viewers 30,200\n\n" +
		"The record is one made up for it, in a temporary folder: its keys can be made by anybody."
}

// benchRunVerb hands acts in and keeps pages open.
type benchRunVerb struct {
	Parties  int           `default:"64" placeholder:"N" help:"Parties, each with a key, that act one after another (default ${default}, at most 200)."`
	Members  int           `placeholder:"N" help:"So many members in all: those beyond the parties of the founding are admitted, and their keys enrolled, by acts over HTTP before anything is measured."`
	Clients  []int         `default:"8,64" placeholder:"N,…" help:"How many hand in at once; each number is measured for itself (default ${default}; 0 alone: none)."`
	Acts     int64         `default:"40000" placeholder:"N" help:"How many acts are handed in for each number of clients (default ${default})."`
	For      time.Duration `placeholder:"TIME" help:"Hand in for so long instead, signing on the way: 10m."`
	Pace     int           `placeholder:"N" help:"With --for, so many acts a second at most (default as many as go)."`
	Mix      string        `enum:"positions,mixed" default:"positions" help:"Positions alone, or mixed with reserves, statements and talks (default ${default})."`
	Dossiers int           `default:"1" placeholder:"N" help:"Dossiers the acts are spread over (default ${default})."`
	Viewers  []int         `placeholder:"N,…" help:"How many keep a page open while acts come one by one; each number is measured for itself."`
	Views    int           `default:"20" placeholder:"N" help:"Acts that come one by one for each number of viewers (default ${default})."`

	Ask     bool     `help:"Ask every second how the first dossier stands while acts are handed in, and say how long that takes from first to last."`
	Record  string   `placeholder:"PLACE" help:"Record to found and serve here, or one that bench found has made (default a folder that is removed)."`
	URL     []string `name:"url" placeholder:"HOST:PORT" help:"Load these servers, of a record that bench found has made, instead of one started here."`
	Figures string   `placeholder:"HOST:PORT" help:"With --url, where the server has its figures (serve --metrics)."`

	Acknowledged string        `placeholder:"FILE" help:"Keep a line for every act that was acknowledged; bench check looks for them."`
	Patient      time.Duration `default:"1m" help:"How long an act is handed in again while it is not answered (default ${default})."`
	NoBare       bool          `name:"no-bare" help:"Leave out the peer, a server that answers and does nothing."`
	Trouble      bool          `help:"Tell every answer that was no receipt, with its time."`
	Gap          bool          `help:"Print only the longest time in which nothing was acknowledged, in milliseconds, and what was not registered."`
	JSON         bool          `name:"json" help:"Print JSON."`
}

// bench is a run of it.
type bench struct {
	*benchRunVerb
	s      *session
	addrs  []string
	author *load.Author
	next   atomic.Int64
	kept   *keeper
	report benchReport
}

// benchReport is what a run found.
type benchReport struct {
	Parties  int            `json:"parties"`
	Dossiers int            `json:"dossiers"`
	Mix      string         `json:"mix"`
	Growing  []benchHanding `json:"growing"` // members admitted, and their keys enrolled, one act each
	Handing  []benchHanding `json:"handing_in"`
	Viewing  []benchViewing `json:"viewing"`
}

// benchHanding is what one number of clients met.
type benchHanding struct {
	Clients   int              `json:"clients"`
	Acts      int64            `json:"acts"`
	Took      int64            `json:"took_ms"`
	PerSecond int64            `json:"per_second"`
	Bare      int64            `json:"bare_per_second"` // the peer: answers of a server that does nothing; 0: not measured
	CPU       int64            `json:"cpu_us_per_act"`  // of the server; -1: not known
	Own       int64            `json:"own_us_per_act"`  // of this program, which shares the machine; -1: not known
	Memory    int64            `json:"memory_bytes"`    // of the server, afterwards; -1: not known
	Again     int64            `json:"handed_in_again"`
	Unknown   int64            `json:"fate_unknown"`
	Refused   map[string]int64 `json:"refused"`
	Gap       int64            `json:"longest_gap_ms"`
	Tenths    []int64          `json:"tenths_ms"`             // how long each tenth of the acts took
	Spent     []int64          `json:"tenths_cpu_us_per_act"` // of the server, for each tenth; none where that is not known
	Asked     []int64          `json:"asked_us"`              // how long each question took how the first dossier stands, in order
	Times     load.Spread      `json:"times"`
}

// Run carries the verb out.
func (v *benchRunVerb) Run(s *session) (err error) {
	if v.Parties < 1 || v.Parties > load.MostParties || v.Dossiers < 1 {
		return badUse("--parties is from 1 to %d, --dossiers at least 1", load.MostParties)
	}
	b := &bench{benchRunVerb: v, s: s, addrs: v.URL, report: benchReport{Parties: v.Parties, Dossiers: v.Dossiers, Mix: v.Mix, Growing: []benchHanding{}, Handing: []benchHanding{}, Viewing: []benchViewing{}}}
	if len(v.URL) == 0 {
		stop, err := b.serveHere()
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, stop()) }()
	}
	if b.kept, err = keep(v.Acknowledged); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, b.kept.close()) }()
	if err := b.begin(); err != nil {
		return err
	}
	for _, n := range v.Clients {
		if n < 1 {
			continue
		}
		if err := b.handIn(n); err != nil {
			return err
		}
	}
	for i, n := range v.Viewers {
		if err := b.view(b.Dossiers+i, n); err != nil { // a dossier of its own, without the acts handed in before
			return err
		}
	}
	return b.print()
}

// begin asks how long the record is, and opens the dossiers.
func (b *bench) begin() error {
	c, err := client.New("http://"+b.addrs[0], client.Options{})
	if err != nil {
		return badUse("--url: %w", err)
	}
	r, err := c.Record(b.s.ctx)
	if err != nil {
		return err
	}
	if r.Body != load.BodyID {
		return badUse("the record is of %s: only one that bench found has made is loaded", r.Body)
	}
	run := make([]byte, 4)
	if _, err := rand.Read(run); err != nil {
		return fmt.Errorf("name the run: %w", err)
	}
	b.author = load.NewAuthor(load.Body{Parties: b.Parties, Members: b.Members}, "b"+hex.EncodeToString(run), r.Size, r.Root, b.s.clock())
	if err := b.grow(); err != nil {
		return err
	}
	have := len(r.Dossiers)
	for n := have; n < b.Dossiers+len(b.Viewers); n++ {
		a, err := b.author.Opening(n)
		if err != nil {
			return err
		}
		began := time.Now()
		receipt, err := c.Submit(b.s.ctx, a.Line)
		if err != nil {
			return fmt.Errorf("open dossier %d: %w", n+1, err)
		}
		b.kept.tell(load.Acknowledged{Act: a, Receipt: receipt, From: began, To: time.Now()})
	}
	return nil
}

// handIn measures one number of clients.
func (b *bench) handIn(clients int) error {
	next, total, err := b.supply(clients)
	if err != nil {
		return err
	}
	bare, err := b.bare(clients)
	if err != nil {
		return err
	}
	h, err := b.measure(clients, fmt.Sprintf("%d clients", clients), next, total, b.askAlong())
	if err != nil {
		return err
	}
	h.Bare = bare
	b.report.Handing = append(b.report.Handing, h)
	return nil
}

// measure has so many clients hand in what next answers; asked ends the questions that are asked meanwhile.
func (b *bench) measure(clients int, what string, next func() (load.Signed, bool, error), total int64, asked func() ([]int64, error)) (benchHanding, error) {
	crowd := load.Crowd{Addrs: b.addrs, Clients: clients, Next: next, Patient: b.Patient}
	if b.kept != nil {
		crowd.Tell = b.kept.tell
	}
	if b.Trouble {
		crowd.Trouble = b.tellTrouble()
	}
	before, known := b.figures()
	marks := []time.Duration{before.CPU}
	if known && total > 0 {
		var mu sync.Mutex
		crowd.Tenth = func() {
			mu.Lock()
			defer mu.Unlock()
			if f, ok := b.figures(); ok {
				marks = append(marks, f.CPU)
			}
		}
	}
	ctx, cancel := b.s.ctx, context.CancelFunc(func() {})
	if b.For > 0 {
		ctx, cancel = context.WithTimeout(ctx, b.For)
	}
	defer cancel()
	own, knows := load.Spent()
	r, err := crowd.Run(ctx, total, b.s.counting(what, total))
	spent, _ := load.Spent()
	standing, asking := asked()
	if err = errors.Join(err, asking); err != nil {
		return benchHanding{}, err
	}
	after, still := b.figures()
	h := benchHanding{
		Clients: clients, Acts: r.Acts, Took: r.Took.Milliseconds(), CPU: -1, Own: -1, Memory: -1, Again: r.Again, Unknown: r.Unknown,
		Refused: r.Refused, Gap: r.Gap.Milliseconds(), Tenths: []int64{}, Spent: []int64{}, Asked: standing, Times: r.Times.Spread(),
	}
	if r.Took > 0 {
		h.PerSecond = r.Acts * int64(time.Second) / int64(r.Took)
	}
	for _, d := range r.Tenths {
		h.Tenths = append(h.Tenths, d.Milliseconds())
	}
	for i := 1; i < len(marks); i++ {
		h.Spent = append(h.Spent, (marks[i]-marks[i-1]).Microseconds()/max(total/10, 1))
	}
	if knows && r.Acts > 0 {
		h.Own = (spent - own).Microseconds() / r.Acts
	}
	if known && still && r.Acts > 0 {
		h.CPU, h.Memory = (after.CPU-before.CPU).Microseconds()/r.Acts, after.Memory
	}
	return h, nil
}

// tellTrouble answers what tells answers that were no receipts, one at a time.
func (b *bench) tellTrouble() func(time.Time, string) {
	var mu sync.Mutex
	return func(when time.Time, is string) {
		mu.Lock()
		defer mu.Unlock()
		fmt.Fprintf(b.s.stderr, "%s %s\n", when.UTC().Format("15:04:05.000"), is)
	}
}

// figures reads what the server says of itself, where it does.
func (b *bench) figures() (load.Figures, bool) {
	if b.Figures == "" {
		return load.Figures{}, false
	}
	f, err := load.ReadFigures(b.Figures)
	return f, err == nil
}

// counting shows how far something is, on a terminal; total is 0 where it is not known.
func (s *session) counting(what string, total int64) func(int64) {
	show := s.progress(what)
	if show == nil {
		return nil
	}
	return func(n int64) { show(int(n), int(max(total, n))) }
}

// keeper keeps a line for every acknowledged act. A nil one keeps nothing.
type keeper struct {
	mu  sync.Mutex
	to  *os.File
	err error
}

// acknowledged is such a line.
type acknowledged struct {
	ID   string `json:"id"`
	Seq  int64  `json:"seq"`
	Hash string `json:"hash"`
	From int64  `json:"from_us"` // when it was first handed in, in microseconds since 1970
	To   int64  `json:"to_us"`   // when it was acknowledged
}

func keep(file string) (*keeper, error) {
	if file == "" {
		return nil, nil //nolint:nilnil // nothing is kept
	}
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return nil, fmt.Errorf("keep what is acknowledged: %w", err)
	}
	return &keeper{to: f}, nil
}

func (k *keeper) tell(a load.Acknowledged) {
	if k == nil {
		return
	}
	text, err := json.Marshal(acknowledged{a.Act.ID, a.Receipt.Seq, hex.EncodeToString(a.Act.Hash[:]), a.From.UnixMicro(), a.To.UnixMicro()})
	k.mu.Lock()
	defer k.mu.Unlock()
	if err == nil {
		_, err = k.to.Write(append(text, '\n'))
	}
	k.err = errors.Join(k.err, err)
}

func (k *keeper) close() error {
	if k == nil {
		return nil
	}
	return errors.Join(k.err, k.to.Close())
}

// benchFoundVerb founds a record that can be loaded.
type benchFoundVerb struct {
	Place   string `arg:"" name:"dir|postgres://…" help:"Folder of the record, or its address in PostgreSQL."`
	Parties int    `default:"64" placeholder:"N" help:"Parties (default ${default}, at most 200)."`
}

// Run carries the verb out.
func (v *benchFoundVerb) Run(s *session) error {
	if v.Parties < 1 || v.Parties > load.MostParties {
		return badUse("--parties is from 1 to %d", load.MostParties)
	}
	b := load.Body{Parties: v.Parties}
	_, err := s.found(v.Place, b.Charter(), load.BodyID, b.Keys()...)
	return err
}

// benchBareVerb is the peer.
type benchBareVerb struct{}

// Run carries the verb out.
func (benchBareVerb) Run(s *session) error {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	if err := s.sayAddress("http://"+l.Addr().String()+"/", "", true); err != nil {
		return err
	}
	server := &http.Server{Handler: load.Bare(), ReadHeaderTimeout: 10 * time.Second}
	go func() {
		<-s.ctx.Done()
		server.Close()
	}()
	if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve: %w", err)
	}
	return nil
}

// foundForBench founds the record of a run where there is none.
func (b *bench) foundForBench(dir string) error {
	if isPlace := strings.Contains(dir, "://"); !isPlace {
		if _, err := os.Stat(filepath.Join(dir, "record.db")); err == nil {
			return nil
		}
	}
	body := load.Body{Parties: b.Parties}
	_, err := b.s.found(dir, body.Charter(), load.BodyID, body.Keys()...)
	return err
}
