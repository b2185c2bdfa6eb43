package intake

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"path"
	"slices"
	"strings"
	"syscall"
	"time"
)

// The errors of Fetch, each for what the caller can do about it.
var (
	ErrNotListed = errors.New("the operator does not list that host") // ask the operator, or paste the text
	ErrPrivate   = errors.New("the name leads to an address that is not public")
	ErrFetch     = errors.New("the report could not be fetched") // try again, or paste the text
)

// Fetcher fetches reports from the hosts that an operator lists, and from no other: each redirect must lead to one of
// them too. The address is looked at when the connection is made, so a name that is listed cannot lead into a private
// network, whatever it is said to be from one moment to the next. The zero Fetcher fetches nothing. It may be used at
// once from many goroutines.
type Fetcher struct {
	Hosts []string // names without a port; such as example.org, which is not www.example.org

	reach func(netip.Addr) bool // which addresses may be connected to; nil: public ones
	ports []string              // nil: 80 and 443
}

const (
	fetchWait     = 20 * time.Second
	mostRedirects = 3
)

// Fetch answers the bytes at an address, at most one more than MaxSize of them, and a name for them. Errors wrap
// ErrNotListed, ErrPrivate, ErrLarge or ErrFetch.
func (f *Fetcher) Fetch(ctx context.Context, address string) (data []byte, name string, err error) {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil {
		return nil, "", fmt.Errorf("fetch a report: it is no address: %w", ErrFetch)
	}
	if err := f.may(u); err != nil {
		return nil, "", fmt.Errorf("fetch a report: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, fetchWait)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, "", fmt.Errorf("fetch a report: %w: %w", err, ErrFetch)
	}
	req.Header.Set("Accept", "text/html, text/plain;q=0.9")
	resp, err := f.client().Do(req)
	if err != nil {
		return nil, "", fmt.Errorf("fetch a report from %s: %w", u.Host, sorted(err))
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, "", fmt.Errorf("fetch a report from %s: it answers %s: %w", u.Host, resp.Status, ErrFetch)
	}
	data, err = io.ReadAll(io.LimitReader(resp.Body, MaxSize+1))
	switch {
	case err != nil:
		return nil, "", fmt.Errorf("fetch a report from %s: %w: %w", u.Host, err, ErrFetch)
	case len(data) > MaxSize:
		return nil, "", fmt.Errorf("fetch a report from %s: more than %d bytes: %w", u.Host, MaxSize, ErrLarge)
	}
	return data, path.Base(u.Path), nil
}

// sorted answers an error of a request as one of those that Fetch answers.
func sorted(err error) error {
	for _, known := range []error{ErrNotListed, ErrPrivate} {
		if errors.Is(err, known) {
			return known
		}
	}
	return fmt.Errorf("%w: %w", err, ErrFetch)
}

// may says whether an address may be asked at all.
func (f *Fetcher) may(u *url.URL) error {
	ports := f.ports
	if ports == nil {
		ports = []string{"", "80", "443"}
	}
	switch host := strings.ToLower(strings.TrimSuffix(u.Hostname(), ".")); {
	case u.Scheme != "http" && u.Scheme != "https", u.User != nil, host == "":
		return fmt.Errorf("an address begins with https:// and a name: %w", ErrFetch)
	case !slices.ContainsFunc(f.Hosts, func(h string) bool { return strings.EqualFold(h, host) }), !slices.Contains(ports, u.Port()):
		return fmt.Errorf("%s: %w", u.Host, ErrNotListed)
	}
	return nil
}

// client answers one that goes nowhere but where it may. It takes no proxy from the environment: a proxy would look
// names up itself, past what is looked at here.
func (f *Fetcher) client() *http.Client {
	dialer := &net.Dialer{Timeout: fetchWait, Control: func(_, address string, _ syscall.RawConn) error { return f.connect(address) }}
	return &http.Client{
		Transport: &http.Transport{DialContext: dialer.DialContext, DisableKeepAlives: true, ResponseHeaderTimeout: fetchWait, MaxResponseHeaderBytes: 64 << 10},
		CheckRedirect: func(req *http.Request, via []*http.Request) error {
			if len(via) > mostRedirects {
				return fmt.Errorf("it leads on and on: %w", ErrFetch)
			}
			return f.may(req.URL)
		},
	}
}

// connect says whether a connection to an address, as a name was resolved to it, may be made.
func (f *Fetcher) connect(address string) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return fmt.Errorf("connect to %s: %w", address, ErrPrivate)
	}
	reach := f.reach
	if reach == nil {
		reach = public
	}
	if !reach(at.Addr().Unmap()) {
		return fmt.Errorf("connect to %s: %w", at.Addr(), ErrPrivate)
	}
	return nil
}

// public says whether an address is one of the public Internet, by the registries of special addresses [RFC 6890].
func public(a netip.Addr) bool {
	if !a.IsValid() || !a.IsGlobalUnicast() || a.IsPrivate() || a.Zone() != "" {
		return false
	}
	for _, special := range []string{
		"0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "240.0.0.0/4",
		"64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16",
	} {
		if netip.MustParsePrefix(special).Contains(a) {
			return false
		}
	}
	return true
}
