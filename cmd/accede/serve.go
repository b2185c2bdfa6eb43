package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"syscall"
	"time"

	"accede/dossier"
	"accede/internal/feed"
	"accede/internal/soundings"
	"accede/internal/store"
	"accede/internal/web"
)

// serveVerb serves the pages of a record.
type serveVerb struct {
	Record string `required:"" placeholder:"DIR" help:"Folder of the record, or its address in PostgreSQL."`
	Addr   string `default:"127.0.0.1:8418" placeholder:"HOST:PORT" help:"Address to listen on (default ${default})."`
	JSON   bool   `name:"json" help:"Print the address as JSON."`

	Peers string `default:"127.0.0.1:0" placeholder:"HOST:PORT" help:"For a record in a database that several processes serve: where this one takes acts from the others while it writes (default a free port of this machine). Not for the public."`

	Watcher []string `placeholder:"URL" help:"Address at which a member's watcher listens: the record is not served where the watcher has seen more of it, or another. May be given again."`

	Config string `placeholder:"FILE" help:"Settings, as YAML: accede: settings/1, then flags by their names without dashes. A flag goes before the environment (ACCEDE_ADDR for --addr), and that before the file."`

	Rehearsal bool `help:"Let visitors play the record on, each in a throw-away copy."`
	postChoices
	pageChoices
}

// pageChoices are the choices of whoever serves pages.
type pageChoices struct {
	Map     string `placeholder:"FILE" help:"The organisation's own map, SVG: ids c and the ISO 3166-1 numeric code of each member (c246), land for other land."`
	NoFlags bool   `name:"no-flags" help:"Draw no flags."`
	Pseudo  bool   `hidden:"" help:"Offer the languages that show what pages do with long words, and from right to left."`

	TLSCert string `name:"tls-cert" placeholder:"FILE" help:"Certificate, PEM: pages are served over HTTPS and HTTP/2. Needs --tls-key."`
	TLSKey  string `name:"tls-key" placeholder:"FILE" help:"The certificate's private key, PEM."`

	Site string `placeholder:"URL" help:"The address at which people sign in, as browsers see it: https://record.example. Default, on this machine alone: http://localhost and the port."`

	Providers string `placeholder:"FILE" help:"Identity providers that say who may read, as YAML: accede: providers/1. See doc/operating.md."`

	apiChoices
	watchChoices
	reportChoices
	limitChoices

	rehearse bool // visitors may play the record on, each in a copy
	post     postChoices
	place    string // where the record is
}

// options answers the choices as pages take them.
func (c pageChoices) options(log *slog.Logger, o *office) (web.Options, error) {
	opts := web.Options{Log: log, NoFlags: c.NoFlags, Pseudo: c.Pseudo, Archive: archive{o}, Enclosed: openings{o.enclosed}, Receipts: true, OpenPages: c.OpenPages, Ready: o.Ready}
	if c.Map == "" {
		return opts, nil
	}
	var err error
	if opts.Map, err = os.ReadFile(c.Map); err != nil {
		return opts, fmt.Errorf("read the map: %w", err)
	}
	return opts, nil
}

// Help is shown by --help.
func (serveVerb) Help() string {
	return "Example: accede serve --record records/nato --addr 127.0.0.1:8418\n\n" +
		"Notices are entered as they come due. Ctrl-C lets what is under way be finished, and ends."
}

// Run carries the verb out.
func (v *serveVerb) Run(s *session) error {
	s.enclosedMost, s.shareMost, s.clockJump = v.EnclosedBytes, v.ShareBytes, v.ClockJump
	known, err := s.seenBy(v.Record, v.Watcher)
	if err != nil {
		return err
	}
	o, err := s.openServed(v.Record, v.Peers, known)
	if err != nil {
		return err
	}
	defer o.Close()
	l, err := net.Listen("tcp", v.Addr)
	if err != nil {
		return listenError(v.Addr, err)
	}
	v.rehearse, v.post, v.place = v.Rehearsal, v.postChoices, v.Record
	return s.serve(o, l, shown(v.Record), v.JSON, v.pageChoices)
}

func listenError(addr string, err error) error {
	if errors.Is(err, syscall.EADDRINUSE) {
		return fmt.Errorf("listen on %s: somebody else does; take another address with --addr: %w", addr, err)
	}
	return fmt.Errorf("listen on %s: %w", addr, err)
}

// serve answers requests until the session ends, and then those under way.
func (s *session) serve(o *office, l net.Listener, record string, asJSON bool, choices pageChoices) error {
	scheme, l, err := choices.secure(l)
	if err != nil {
		return err
	}
	opts, err := choices.options(s.logger, o)
	if err != nil {
		l.Close()
		return err
	}
	if opts.Reports, err = choices.reports(s.env); err != nil {
		l.Close()
		return err
	}
	if choices.rehearse {
		rooms := s.rehearsals(o)
		defer rooms.Close()
		opts.Rehearsals = rehearsals{rooms}
	}
	if opts.SignIn, err = s.signIn(o, choices.Site, choices.Providers, l); err != nil {
		l.Close()
		return err
	}
	if opts.SignIn != nil {
		defer opts.SignIn.Store.Close()
		told, err := soundings.Open(o.dir)
		if err != nil {
			l.Close()
			return err
		}
		defer told.Close()
		opts.Soundings = told
	}
	sent, err := s.letters(o, choices.post, siteOf(choices.Site, scheme, l.Addr().String(), opts.SignIn), opts.SignIn)
	if err != nil {
		l.Close()
		return err
	}
	defer sent.Close()
	if sent != nil {
		opts.Letters = sent
	}
	desk, stopLookup, err := s.lookup(o, choices.place)
	if err != nil {
		l.Close()
		return err
	}
	defer stopLookup()
	opts.Search = desk
	pages, err := web.New(source{o, s.clock}, opts)
	if err != nil {
		l.Close()
		return fmt.Errorf("make the pages ready: %w", err)
	}
	all, err := s.withAPI(pages, o, desk, choices.apiChoices)
	if err != nil {
		l.Close()
		return err
	}
	all, stopWatch, err := s.withGauge(all, o, choices.watchChoices)
	if err != nil {
		l.Close()
		return err
	}
	defer stopWatch()
	if all, err = choices.behind(all); err != nil {
		l.Close()
		return err
	}
	server := &http.Server{
		Handler: all, ReadHeaderTimeout: choices.headerWithin(), IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10,
		BaseContext: func(net.Listener) context.Context { return s.ctx },
	}
	if err := s.sayAddress(scheme+"://"+l.Addr().String()+"/", record, asJSON); err != nil {
		l.Close()
		return err
	}
	defer s.trustClock(o)()
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(l) }()
	select {
	case err := <-ended:
		return fmt.Errorf("serve: %w", err)
	case <-o.broken():
		// What the system shows of the files may not be what is on the disk: opened again, the record is read from there.
		return errors.Join(fmt.Errorf("serve %s: %w", record, store.ErrBroken), stop(server), o.Close())
	case <-s.ctx.Done():
	}
	return errors.Join(stop(server), o.Close())
}

// secure answers a listener that speaks TLS, where a certificate is given; over it browsers speak HTTP/2, and one
// connection serves all their tabs. A listener it cannot use is closed.
func (c pageChoices) secure(l net.Listener) (scheme string, secured net.Listener, err error) {
	if c.TLSCert == "" && c.TLSKey == "" {
		return "http", l, nil
	}
	if c.TLSCert == "" || c.TLSKey == "" {
		return "", nil, errors.Join(badUse("a certificate and its key go together: give both --tls-cert and --tls-key"), l.Close())
	}
	pair, err := tls.LoadX509KeyPair(c.TLSCert, c.TLSKey)
	if err != nil {
		return "", nil, errors.Join(badUse("read the certificate %s and its key %s: %w", c.TLSCert, c.TLSKey, err), l.Close())
	}
	return "https", tls.NewListener(l, &tls.Config{Certificates: []tls.Certificate{pair}, NextProtos: []string{"h2", "http/1.1"}, MinVersion: tls.VersionTLS12}), nil
}

// stop lets requests under way be answered, for a while.
func stop(server *http.Server) error {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	if err := server.Shutdown(ctx); err != nil {
		return fmt.Errorf("end: %w", errors.Join(err, server.Close()))
	}
	return nil
}

// sayAddress prints where the pages are, at once.
func (s *session) sayAddress(url, record string, asJSON bool) error {
	if asJSON {
		if err := s.printJSON(map[string]string{"url": url, "record": record}); err != nil {
			return err
		}
	} else {
		fmt.Fprintf(s.stdout, "Open %s\nThe record is in %s. Ctrl-C ends.\n", s.paint(bold, url), record)
	}
	return s.stdout.Flush()
}

// source is what the pages read: the depositary, and the clock.
type source struct {
	office *office
	clock  func() time.Time
}

var _ web.Source = source{}

// Docket answers the record as of an instant.
func (s source) Docket(ctx context.Context, asOf time.Time) (*dossier.Docket, time.Time, error) {
	d, err := s.office.Docket(ctx, asOf)
	if asOf.IsZero() {
		asOf = s.clock()
	}
	return d, asOf, err
}

// Root answers the size of the record and the hash of its root.
func (s source) Root(context.Context) (int64, string, error) {
	m := s.office.Moment()
	return m.Size, m.Tree.Root().String(), nil
}

// Feed answers the feed of the record's growth.
func (s source) Feed() *feed.Feed { return s.office.Feed() }

// Now answers the time.
func (s source) Now() time.Time { return s.clock() }
