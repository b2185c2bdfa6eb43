package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"time"

	"accede/act"
	"accede/act/signature"
	"accede/dossier"
	"accede/internal/depositary"
	"accede/internal/signin"
	"accede/internal/web"
	"accede/ledger"
)

// registrar hands signed acts to the depositary.
type registrar struct{ office *office }

var _ web.Registrar = registrar{}

// SubmitEnclosed registers a signed act with what it encloses.
func (r registrar) SubmitEnclosed(ctx context.Context, data []byte, sigs []signature.Signature, items []act.Opening) (ledger.Receipt, error) {
	receipt, err := r.office.SubmitEnclosed(ctx, data, sigs, items)
	if errors.Is(err, depositary.ErrConflict) {
		return ledger.Receipt{}, fmt.Errorf("%w: %w", dossier.ErrKnown, err)
	}
	return receipt.Proof, openingFault(err)
}

// signIn answers who may sign in at a site; nil where nobody may: nothing is signed in a record without keys, and a
// passkey belongs to a name that browsers trust.
func (s *session) signIn(o *office, site, providers string, l net.Listener) (*web.SignIn, error) {
	d, err := o.Docket(s.ctx, time.Time{})
	if err != nil {
		return nil, err
	}
	vouchers, err := readProviders(providers, d.Body())
	if err != nil {
		return nil, err
	}
	if len(d.Keys(d.At())) == 0 && site == "" && len(vouchers) == 0 {
		return nil, nil
	}
	if addr, ok := l.Addr().(*net.TCPAddr); site == "" && ok && addr.IP.IsLoopback() {
		site = fmt.Sprintf("http://localhost:%d", addr.Port)
	}
	if site == "" && len(vouchers) > 0 {
		return nil, badUse("--providers: say with --site at which address people sign in; a provider leads back to it")
	}
	if site == "" {
		return nil, nil
	}
	at, err := signin.NewSite(site, d.Charter().Name.In("en"))
	if err != nil {
		return nil, badUse("--site: %w", err)
	}
	store, err := signin.Open(o.dir)
	if err != nil {
		return nil, err
	}
	return &web.SignIn{Store: store, Site: at, Providers: vouchers, Acts: registrar{o}, Held: openings{o.enclosed}}, nil
}
