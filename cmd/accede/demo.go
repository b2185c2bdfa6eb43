package main

import (
	"errors"
	"fmt"
	"net"
	"os"

	"accede/act"
	"accede/charters"
	"accede/charters/cases"
	"accede/internal/depositary"
	"accede/internal/store"
)

// The case that is shown, and the charter it runs under.
const (
	demoCase    = "nato-2022"
	demoCharter = "nato"
)

// demoBegin is the page to begin with: the first application on a day on which something stands in its way.
const demoBegin = "/d/fi/?as-of=2022-06-21"

// demoVerb shows the case of 2022.
type demoVerb struct {
	Record string `placeholder:"DIR" help:"Folder to keep the record in; without it, a temporary one."`
	Once   bool   `help:"Build the record and exit."`
	Addr   string `placeholder:"HOST:PORT" help:"Address to listen on (default 127.0.0.1:8418, or a free one if that is taken)."`
	JSON   bool   `name:"json" help:"Print JSON."`
	pageChoices
}

// Help is shown by --help.
func (demoVerb) Help() string {
	return "Examples:\n\n  accede demo\n\n  accede demo --once --record records/nato-2022"
}

// Run carries the verb out.
func (v *demoVerb) Run(s *session) (err error) {
	dir := v.Record
	if dir == "" {
		if dir, err = os.MkdirTemp("", "accede-demo-"); err != nil {
			return fmt.Errorf("make a temporary folder: %w", err)
		}
		if !v.Once { // else the record is what was asked for
			defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
		}
	}
	o, info, err := s.buildDemo(dir)
	if err != nil {
		return err
	}
	defer o.Close()
	if v.Once {
		return v.sayBuilt(s, dir, info, o.Close())
	}
	l, err := v.listen()
	if err != nil {
		return err
	}
	if !v.JSON {
		fmt.Fprintln(s.stdout, "Finland and Sweden ask to join NATO, 2022–2024: a record kept from published reports.")
		if v.TLSCert == "" {
			fmt.Fprintf(s.stdout, "Begin where one of thirty objects: http://%s%s\n", l.Addr(), demoBegin)
		}
	}
	v.rehearse = true
	return s.serve(o, l, dir, v.JSON, v.pageChoices)
}

// buildDemo founds the record and imports the case. A record that is there already is used, and what it lacks added.
func (s *session) buildDemo(dir string) (*office, importInfo, error) {
	charter, ok := charters.Text(demoCharter)
	text, found2 := cases.Text(demoCase)
	if !ok || !found2 {
		return nil, importInfo{}, fmt.Errorf("the case %s is not built in", demoCase)
	}
	_, err := s.found(dir, string(charter), demoCharter)
	if err != nil && !errors.Is(err, depositary.ErrFounded) && !errors.Is(err, store.ErrExists) {
		return nil, importInfo{}, err
	}
	acts, err := act.ReadFile(demoCase+".yaml", text)
	if err != nil {
		return nil, importInfo{}, err
	}
	o, err := s.openOffice(dir)
	if err != nil {
		return nil, importInfo{}, err
	}
	done, err := o.Import(s.ctx, acts, s.progress("deciding acts"))
	if err != nil {
		return nil, importInfo{}, errors.Join(err, o.Close())
	}
	return o, importInfo{done.Added, done.Already, done.Size}, nil
}

func (v *demoVerb) sayBuilt(s *session, dir string, info importInfo, err error) error {
	if err != nil {
		return err
	}
	if v.JSON {
		return s.printJSON(struct {
			Record string `json:"record"`
			importInfo
		}{dir, info})
	}
	s.sayImported(info)
	fmt.Fprintf(s.stdout, "The record is in %s. Look at it with: accede status --record %s\n", dir, dir)
	return nil
}

// listen takes the address asked for; without one, the usual address or a free one.
func (v *demoVerb) listen() (net.Listener, error) {
	if v.Addr != "" {
		l, err := net.Listen("tcp", v.Addr)
		if err != nil {
			return nil, listenError(v.Addr, err)
		}
		return l, nil
	}
	l, err := net.Listen("tcp", "127.0.0.1:8418")
	if err != nil {
		l, err = net.Listen("tcp", "127.0.0.1:0")
	}
	if err != nil {
		return nil, listenError("127.0.0.1", err)
	}
	return l, nil
}
