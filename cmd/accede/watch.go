package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"strings"
	"time"

	"accede/internal/watch"
	"accede/ledger"
)

// watchVerb is a member's watcher.
type watchVerb struct {
	URL       string        `arg:"" help:"Address of the host."`
	Key       string        `placeholder:"FILE" help:"The watcher's private key, as keys new makes it, enrolled for cosign. Without it the record is mirrored and verified, and nothing is said."`
	Origin    string        `placeholder:"ORIGIN" help:"The record expected, as accede verify prints it; default the one that is found first, for ever."`
	Every     time.Duration `default:"1m" placeholder:"TIME" help:"How long between two looks (default ${default})."`
	Once      bool          `help:"Look once and end, as from a timetable."`
	Peer      []string      `placeholder:"URL" help:"Address of another member's watcher, as its --listen says it: what the host shows there is compared with what it shows here. May be given again."`
	Enclosed  string        `placeholder:"PARTY" help:"Mirror what that party may read of what is enclosed too, and erase what the record erases; public: what everybody may. A party other than public needs --reader-key."`
	ReaderKey string        `name:"reader-key" placeholder:"FILE" help:"A key by which machines of that party read, as keys machine new prints it, in a file."`
	Listen    string        `placeholder:"HOST:PORT" help:"Take acts there, at /deposit, which the host does not take, and hand out the mirror."`
	JSON      bool          `name:"json" help:"Print a line of JSON for each look at which something was new."`
}

// Help is shown by --help.
func (watchVerb) Help() string {
	return "Examples:\n\n  accede keys new watch-a.key --id watch-a --member a --holder a-machine --acts cosign\n\n" +
		"  accede watch https://record.example --key watch-a.key --state watch-a --listen 127.0.0.1:8419\n\n" +
		"  accede watch https://record.example --state watch-a --enclosed public\n\n" +
		"The folder of --state then holds mirror, a record that every verb reads, with what is enclosed where that is asked for; evidence, what shows others that the host did wrong; " +
		"and deposits, the acts that were left here. Ctrl-C ends; what was seen is taken up again.\n\n" +
		"Exit code 5: something was found wrong, at the last look or before."
}

// watchInfo is a look in the output of watch --json.
type watchInfo struct {
	At       string `json:"at"`
	Origin   string `json:"origin"`
	Size     int64  `json:"size"`
	Root     string `json:"root"`
	New      int64  `json:"new"` // entries since the look before
	Cosigned bool   `json:"cosigned"`
	Said     int64  `json:"said"` // acts of cosigning that the host has entered
	Deposits int    `json:"deposits"`
	Enclosed int    `json:"enclosed"` // items of what is enclosed that the mirror has
	Erased   int    `json:"erased"`   // items that went since the look before, because the record has erased them
	Missing  int    `json:"missing"`  // items that no entry has erased, and that the host does not hand out
	Alarm    string `json:"alarm,omitempty"`
	Evidence string `json:"evidence,omitempty"`
	Error    string `json:"error,omitempty"` // what could not be found out, or handed in
}

// Run carries the verb out.
func (v *watchVerb) Run(s *session) error {
	w, err := v.open(s)
	if err != nil {
		return err
	}
	defer w.Close()
	end, err := v.listen(s, w)
	if err != nil {
		return err
	}
	return errors.Join(v.look(s, w), end(), w.Close())
}

// look looks once, or again and again until the session ends. Its error is that of the one look, or the first alarm.
func (v *watchVerb) look(s *session, w *watch.Watcher) error {
	t := teller{verb: v, s: s}
	for {
		seen, err := w.Look(s.ctx)
		if s.ctx.Err() == nil {
			if failed := t.tell(seen, err); failed != nil {
				return failed
			}
		}
		if v.Once {
			return err
		}
		select {
		case <-s.ctx.Done():
			return t.alarm
		case <-time.After(v.until(s.clock(), seen.Next)):
		}
	}
}

// until answers how long to wait for the next look: the time asked for, or less where the watcher has something to say
// before.
func (v *watchVerb) until(now, next time.Time) time.Duration {
	if next.IsZero() {
		return v.Every
	}
	return min(v.Every, max(next.Sub(now), time.Millisecond))
}

// open takes up the watcher's folder.
func (v *watchVerb) open(s *session) (*watch.Watcher, error) {
	if s.state == "" {
		return nil, badUse("say in which folder the watcher keeps what it has seen: --state DIR")
	}
	if v.Every <= 0 {
		return nil, badUse("--every %s: a time between two looks is wanted, such as 1m", v.Every)
	}
	tell := s.progress("verifying entries")
	c := watch.Config{URL: v.URL, Dir: s.state, Origin: ledger.Origin(v.Origin), Peers: v.Peer, Clock: s.clock, Logger: s.logger, Tell: tell}
	if (v.Enclosed == "" || v.Enclosed == watch.Everybody) != (v.ReaderKey == "") {
		return nil, badUse("--reader-key goes with --enclosed PARTY, and a party other than %s needs it", watch.Everybody)
	}
	c.Enclosed = v.Enclosed
	if v.ReaderKey != "" {
		text, err := os.ReadFile(v.ReaderKey)
		if err != nil {
			return nil, fmt.Errorf("read the key of a reader: %w", err)
		}
		c.ReaderKey, _, _ = strings.Cut(strings.TrimSpace(string(text)), "\n")
	}
	if v.Key != "" {
		id, private, err := readPrivate(v.Key)
		if err != nil {
			return nil, err
		}
		c.KeyID, c.Key = id, private
	}
	return watch.Open(s.ctx, c)
}

// listen takes acts, where that is asked for. What it answers ends that.
func (v *watchVerb) listen(s *session, w *watch.Watcher) (end func() error, err error) {
	if v.Listen == "" {
		return func() error { return nil }, nil
	}
	l, err := net.Listen("tcp", v.Listen)
	if err != nil {
		return nil, listenError(v.Listen, err)
	}
	server := &http.Server{
		Handler: w.Handler(), ReadHeaderTimeout: 10 * time.Second, ReadTimeout: time.Minute, IdleTimeout: time.Minute, MaxHeaderBytes: 64 << 10,
		BaseContext: func(net.Listener) context.Context { return s.ctx },
	}
	go func() {
		if err := server.Serve(l); err != nil && !errors.Is(err, http.ErrServerClosed) {
			s.logger.Error("acts are not taken any more", "addr", v.Listen, "err", err)
		}
	}()
	if v.JSON {
		err = s.printJSON(map[string]string{"url": "http://" + l.Addr().String() + "/"})
	} else {
		fmt.Fprintf(s.stdout, "Acts that the host does not take can be left at http://%s%s\n", l.Addr(), watch.DepositPath)
	}
	return func() error { return stop(server) }, errors.Join(err, s.stdout.Flush())
}

// teller tells of looks, and of what is wrong once, until something else is.
type teller struct {
	verb  *watchVerb
	s     *session
	told  bool   // of a first look that went well
	wrong string // what was told last
	left  int    // deposits that were told
	alarm error  // the first that was found
}

// tell prints a look at which something was new. Its error is that nothing can be printed.
func (t *teller) tell(seen watch.Seen, err error) error {
	i := watchInfo{
		At: t.s.clock().UTC().Format(time.RFC3339), Origin: string(seen.Origin), Size: seen.Size, Root: seen.Root.String(), New: seen.New,
		Cosigned: seen.Cosigned, Said: seen.Said, Deposits: seen.Deposits,
		Enclosed: seen.Beside.Kept, Erased: seen.Beside.Erased, Missing: seen.Beside.Missing,
	}
	alarm, bad := errors.AsType[*watch.AlarmError](err)
	switch {
	case bad:
		i.Alarm, i.Evidence = alarm.Error(), alarm.Evidence
		if t.alarm == nil {
			t.alarm = err
		}
	case err != nil:
		i.Error = err.Error()
	}
	wrong := i.Alarm + i.Error
	news := !t.told || seen.New > 0 || seen.Beside.New > 0 || seen.Beside.Erased > 0 || seen.Said > 0 || seen.Deposits != t.left || wrong != t.wrong
	t.told, t.left, t.wrong = t.told || err == nil, seen.Deposits, wrong
	if !news || t.verb.Once && err != nil && !t.verb.JSON { // of one look, the error is what the verb ends with
		return nil
	}
	if t.verb.JSON {
		return errors.Join(t.s.printJSON(i), t.s.stdout.Flush())
	}
	t.print(i, seen)
	return t.s.stdout.Flush()
}

// print tells of a look in words.
func (t *teller) print(i watchInfo, seen watch.Seen) {
	switch {
	case i.Alarm != "":
		fmt.Fprintf(t.s.stderr, "%s %s\n", i.At, t.s.paint(red, "ALARM: "+oneLine(i.Alarm)))
		return
	case seen.Origin == "":
		fmt.Fprintf(t.s.stderr, "%s %s\n", i.At, oneLine(i.Error))
		return
	}
	what := fmt.Sprintf("Entries: %d, of them new: %d. Verified", i.Size, i.New)
	switch {
	case i.Cosigned:
		what += " and cosigned"
	case t.verb.Key != "" && seen.Member == "":
		what += "; not cosigned, since this key is not enrolled for it"
	case t.verb.Key != "":
		what += "; not cosigned yet"
	}
	if i.Said > 0 {
		what += ", and said so in the record"
	}
	if i.Enclosed > 0 || t.verb.Enclosed != "" {
		what += fmt.Sprintf("; enclosed items in the mirror: %d", i.Enclosed)
	}
	if i.Erased > 0 {
		what += fmt.Sprintf(", and erased: %d", i.Erased)
	}
	if i.Missing > 0 {
		what += fmt.Sprintf(", and not handed out by the host: %d", i.Missing)
	}
	if i.Deposits > 0 {
		what += fmt.Sprintf("; acts that wait here to be registered: %d", i.Deposits)
	}
	fmt.Fprintf(t.s.stdout, "%s %s.\n", i.At, what)
	if i.Error != "" {
		fmt.Fprintf(t.s.stderr, "%s %s\n", i.At, oneLine(i.Error))
	}
}
