package main

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"slices"
	"time"

	"accede/act"
	"accede/body"
	"accede/dossier"
	"accede/internal/bundle"
	"accede/internal/enclosure"
)

// carried answers the seals of what a bundle carries for a party, of one dossier or of all: what it may read now and what
// is kept; and where it lies, which is the caller's to close. For nobody it is nothing.
func (s *session) carried(record string, d *dossier.Docket, dossierID, party string) ([]string, *enclosure.Store, error) {
	dir, err := s.beside(record)
	if err != nil {
		return nil, nil, err
	}
	store, err := enclosure.OpenReadOnly(dir)
	if err != nil || party == "" {
		return nil, store, err
	}
	by := body.MemberID(party)
	if party == bundle.Public {
		by = ""
	} else if _, ok := d.Body().Party(by); !ok {
		return nil, nil, errors.Join(badUse("--enclosed %q: neither a member, an applicant nor an office of this body, nor %s", party, bundle.Public), store.Close())
	}
	kept, err := store.Seals(s.ctx)
	if err != nil {
		return nil, nil, errors.Join(err, store.Close())
	}
	var some []string
	for _, e := range d.Enclosures() {
		if dossierID != "" && !slices.Contains(e.Dossiers, dossierID) || e.Redacted != 0 || !d.MayRead(e, by, s.clock()) {
			continue
		}
		if slices.Contains(kept, e.Seal) {
			some = append(some, e.Seal)
		}
	}
	return some, store, nil
}

// openingsOf yields kept content by its seals.
func openingsOf(ctx context.Context, store *enclosure.Store, seals []string) iter.Seq2[act.Opening, error] {
	return func(yield func(act.Opening, error) bool) {
		for _, seal := range seals {
			if o, err := store.Get(ctx, seal); !yield(o, err) || err != nil {
				return
			}
		}
	}
}

// broughtInfo is the output of import --json of a bundle.
type broughtInfo struct {
	Put     int `json:"put"`     // enclosed items that were missing and are there again
	Already int `json:"already"` // that are there
	Erased  int `json:"erased"`  // that an entry of the record has erased since: they are not put back
	Missing int `json:"missing"` // that are still missing afterwards
}

// importEnclosed puts what a bundle of the same record carries of what is enclosed back where it is missing.
func (v *importVerb) importEnclosed(s *session) error {
	f, err := os.Open(v.File)
	if err != nil {
		return fmt.Errorf("read the bundle: %w", err)
	}
	defer f.Close()
	o, err := s.openOffice(v.Record)
	if err != nil {
		return err
	}
	defer o.Close()
	d, err := o.Docket(s.ctx, time.Time{})
	if err != nil {
		return err
	}
	kept, err := o.enclosed.Seals(s.ctx)
	if err != nil {
		return err
	}
	var info broughtInfo
	origin := o.Moment().Origin
	_, err = bundle.CheckKeeping(s.ctx, f, func(h bundle.Header, item act.Opening) error {
		e, known := d.Enclosed(item.Seal)
		switch {
		case h.Origin != origin:
			return badUse("the bundle is of %s, this record is %s", h.Origin, origin)
		case !known:
			return nil // of an entry that is not here yet
		case e.Redacted != 0:
			info.Erased++
			return nil
		case slices.Contains(kept, item.Seal):
			info.Already++
			return nil
		}
		info.Put++
		kept = append(kept, item.Seal)
		return o.enclosed.Put(s.ctx, item)
	})
	if err != nil {
		return err
	}
	for _, e := range d.Enclosures() {
		if e.Redacted == 0 && !slices.Contains(kept, e.Seal) {
			info.Missing++
		}
	}
	if err := o.Close(); err != nil {
		return err
	}
	if v.JSON {
		return s.printJSON(info)
	}
	fmt.Fprintf(s.stdout, "Put back %d enclosed items; %d were there, %d were erased since and stay so. %d are missing.\n", info.Put, info.Already, info.Erased, info.Missing)
	return nil
}
