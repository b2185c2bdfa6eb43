package main

import (
	"cmp"
	"net/http"
	"net/netip"
	"time"

	"accede/internal/pace"
)

// limitChoices are how much is taken and held for others; what is 0 is as it is without the flag.
type limitChoices struct {
	OpenPages     int           `name:"open-pages" default:"20000" placeholder:"N" help:"Open pages that are kept in step at once (default ${default})."`
	HeaderWithin  time.Duration `name:"header-within" default:"10s" placeholder:"TIME" help:"How long a caller may take to say what it asks (default ${default})."`
	TrustedProxy  []string      `name:"trusted-proxy" placeholder:"NETWORK" help:"Network of proxies that are believed whom they heard (X-Forwarded-For), so that each caller behind them has limits of its own: 10.0.0.0/8. May be given again."`
	ClockJump     time.Duration `name:"clock-jump" default:"5s" placeholder:"TIME" help:"By how much the clock may be set, forward or back, before nothing is entered until it is right again, or SIGHUP says that it is (default ${default})."`
	EnclosedBytes int64         `name:"enclosed-bytes" placeholder:"N" help:"Most bytes of what lies enclosed beside the record (default 4 GiB)."`
	ShareBytes    int64         `name:"share-bytes" placeholder:"N" help:"Most bytes that one party may have enclosed in one dossier (default 64 MiB)."`
}

// behind answers a handler that knows callers behind the trusted proxies by their own addresses.
func (l limitChoices) behind(next http.Handler) (http.Handler, error) {
	var nets []netip.Prefix
	for _, text := range l.TrustedProxy {
		n, err := netip.ParsePrefix(text)
		if err != nil {
			return nil, badUse("--trusted-proxy %s: a network is wanted, such as 10.0.0.0/8 or 127.0.0.1/32", text)
		}
		nets = append(nets, n)
	}
	return pace.Behind(nets, next), nil
}

// headerWithin is how long a caller may take to say what it asks; also for a server that is put together by hand.
func (l limitChoices) headerWithin() time.Duration { return cmp.Or(l.HeaderWithin, 10*time.Second) }
