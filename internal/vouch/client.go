package vouch

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"syscall"
	"time"

	"accede/internal/hook"
)

// How long a provider may take for one answer, and how long the answer may be, in bytes.
const (
	patience  = 10 * time.Second
	maxAnswer = 1 << 20
)

var errTooLong = errors.New("the provider answers more than is read")

// newClient answers a client that speaks to one provider: it follows no redirection, uses no proxy, reads no answer without
// end, and connects to no private address but of the networks that the operator has named. That is asked when the name has
// become an address, so that a name that changes its mind gains nothing.
func newClient(allow []netip.Prefix) *http.Client {
	d := &net.Dialer{Timeout: patience / 2, Control: func(_, address string, _ syscall.RawConn) error {
		at, err := netip.ParseAddrPort(address)
		if err != nil {
			return fmt.Errorf("connect to %s: %w", address, hook.ErrPrivate)
		}
		addr := at.Addr().Unmap().WithZone("")
		if hook.Public(addr) || slices.ContainsFunc(allow, func(p netip.Prefix) bool { return p.Contains(addr) }) {
			return nil
		}
		return fmt.Errorf("connect to %s: %w", addr, hook.ErrPrivate)
	}}
	return &http.Client{
		Timeout:       patience,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: bounded{&http.Transport{
			DialContext: d.DialContext, TLSHandshakeTimeout: patience / 2, ResponseHeaderTimeout: patience,
			MaxResponseHeaderBytes: 16 << 10, DisableKeepAlives: true, ForceAttemptHTTP2: true,
		}},
	}
}

// bounded lets no answer be longer than maxAnswer: reading on is an error, not an end, so that what was cut off is not taken for
// the whole.
type bounded struct{ to http.RoundTripper }

// RoundTrip asks, and bounds what is answered.
func (b bounded) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := b.to.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	resp.Body = &bound{resp.Body, maxAnswer}
	return resp, nil
}

type bound struct {
	io.ReadCloser
	left int
}

// Read reads what is left to read.
func (b *bound) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, errTooLong
	}
	n, err := b.ReadCloser.Read(p[:min(len(p), b.left)])
	b.left -= n
	return n, err
}
