package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"accede/dossier"
	"accede/internal/view"
	"accede/internal/view/words"
)

// statusVerb says where dossiers stand.
type statusVerb struct {
	Dossier string `arg:"" optional:"" help:"The dossier; without it, all of them."`
	Record  string `required:"" placeholder:"DIR" help:"Folder of the record, or its address in PostgreSQL."`
	AsOf    asOf   `name:"as-of" placeholder:"TIME" help:"As of the end of a day in the body's time zone (2022-06-21), or of an instant (RFC 3339)."`
	JSON    bool   `name:"json" help:"Print JSON."`
}

// Help is shown by --help.
func (statusVerb) Help() string {
	return "Example: accede status fi --record records/nato --as-of 2022-06-21"
}

// Run carries the verb out.
func (v *statusVerb) Run(s *session) error {
	r, at, err := s.readRecord(v.Record, v.AsOf)
	if err != nil {
		return err
	}
	if v.Dossier == "" {
		return s.printDocket(r.Docket, at, v.JSON)
	}
	standing, err := standingOf(r.Docket, v.Dossier, at)
	if err != nil {
		return err
	}
	if v.JSON {
		return s.printJSON(view.NewStatus(r.Docket, standing))
	}
	english, err := english()
	if err != nil {
		return err
	}
	page := view.NewDossierPage(view.SettingOf(r.Docket.Under(v.Dossier)), standing, view.PastOf(r.Docket, r.Docket, v.Dossier), "", english)
	return view.Text(s.stdout, page, s.colour)
}

func (s *session) printDocket(d *dossier.Docket, at time.Time, asJSON bool) error {
	if asJSON {
		all, err := view.NewDocketStatus(d, at)
		if err != nil {
			return err
		}
		return s.printJSON(all)
	}
	english, err := english()
	if err != nil {
		return err
	}
	page, err := view.NewDocketPage(d, at, english)
	if err != nil {
		return err
	}
	return view.TextDocket(s.stdout, page, s.colour)
}

// standingOf answers the standing of a dossier, or says which dossiers there are.
func standingOf(d *dossier.Docket, id string, at time.Time) (dossier.Standing, error) {
	standing, err := d.Standing(id, at)
	if errors.Is(err, dossier.ErrUnknown) || err == nil && !slices.Contains(d.Dossiers(), id) {
		return standing, noDossier(d, id)
	}
	return standing, err
}

// noDossier says that a dossier is not there as of the day, and which are.
func noDossier(d *dossier.Docket, id string) error {
	if len(d.Dossiers()) == 0 {
		return badUse("no dossier %q: at that time the record of %s has none", id, d.Charter().Body)
	}
	return badUse("no dossier %q: at that time the record of %s has %s", id, d.Charter().Body, strings.Join(d.Dossiers(), ", "))
}

// english answers the words the command line speaks.
func english() (*words.Reader, error) {
	all, err := words.Load()
	if err != nil {
		return nil, fmt.Errorf("read the words: %w", err)
	}
	r, _ := all.In("en")
	return r, nil
}
