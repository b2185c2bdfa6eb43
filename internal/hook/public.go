package hook

import (
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"syscall"
)

// ErrPrivate: an address is not one of the public internet, and nobody has allowed it.
var ErrPrivate = errors.New("not an address of the public internet")

// special are blocks that are not of the public internet though they look like it. (RFC 6890, RFC 8190)
func special() []netip.Prefix {
	var all []netip.Prefix
	for _, text := range []string{
		"0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "240.0.0.0/4",
		"::/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16", "fec0::/10",
	} {
		all = append(all, netip.MustParsePrefix(text))
	}
	return all
}

// Public says whether an address is one of the public internet: not of this machine, not of a private or local network,
// not of many, not kept for examples or tests, and not one that holds another within it.
func Public(a netip.Addr) bool {
	a = a.Unmap().WithZone("")
	if !a.IsValid() || !a.IsGlobalUnicast() || a.IsPrivate() || a.IsLoopback() || a.IsLinkLocalUnicast() {
		return false
	}
	return !slices.ContainsFunc(special(), func(p netip.Prefix) bool { return p.Contains(a) })
}

// guard refuses connections. It is asked when the name has become an address and the connection is about to be made, so
// that a name that changes its mind between a check and a connection gains nothing.
type guard struct {
	allow []netip.Prefix // networks that are allowed though they are private
	only  bool           // nothing but these
}

func (g guard) control(_, address string, _ syscall.RawConn) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return fmt.Errorf("connect to %s: %w", address, ErrPrivate)
	}
	addr := at.Addr().Unmap().WithZone("")
	if slices.ContainsFunc(g.allow, func(p netip.Prefix) bool { return p.Contains(addr) }) || !g.only && Public(addr) {
		return nil
	}
	return fmt.Errorf("connect to %s: %w", addr, ErrPrivate)
}
