package hook

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"time"
)

// What became of an attempt that did not arrive.
var (
	// ErrURL: the address cannot be one of a webhook.
	ErrURL = errors.New("not an address for a webhook: https://, a host, and no user")
	// ErrGone: the other side wants nothing more.
	ErrGone = errors.New("the other side wants nothing more")
	// ErrRefused: the other side did not take it.
	ErrRefused = errors.New("the other side did not take it")
)

// Client hands messages over. It may be used by many goroutines at once. Make one with NewClient.
type Client struct{ secure, plain *http.Client }

// Options are the choices of whoever sends. The zero Options are good.
type Options struct {
	Allow []netip.Prefix // networks that are allowed though they are private; to these http:// is allowed too
	Roots *x509.CertPool // who vouches for the other side; nil: whom the machine trusts

	resolver *net.Resolver // of names; nil: the machine's
}

// patience is how long the other side may take.
const patience = 20 * time.Second

// NewClient answers a client. It uses no proxy, follows no redirection and keeps no connection.
func NewClient(o Options) *Client {
	return &Client{client(guard{o.Allow, false}, o), client(guard{o.Allow, true}, o)}
}

func client(g guard, o Options) *http.Client {
	d := &net.Dialer{Timeout: patience / 2, Control: g.control, Resolver: o.resolver}
	return &http.Client{
		Timeout: patience,
		CheckRedirect: func(*http.Request, []*http.Request) error {
			return http.ErrUseLastResponse
		},
		Transport: &http.Transport{
			DialContext: d.DialContext, TLSClientConfig: &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: o.Roots},
			DisableKeepAlives: true, MaxResponseHeaderBytes: 16 << 10, ResponseHeaderTimeout: patience,
		},
	}
}

// CheckURL says whether an address may be one of a webhook. An http:// address is one only of a network that is allowed,
// which is seen when it is connected to. It wraps ErrURL.
func CheckURL(text string) error {
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "" || u.User != nil || u.Fragment != "" {
		return fmt.Errorf("%.200q: %w", text, ErrURL)
	}
	return nil
}

// Message is what is handed over.
type Message struct {
	ID      string // the same for the same message, however often it is tried
	Payload []byte // JSON
}

// Deliver hands a message over, signed at an instant. Nil: the other side has taken it (2xx). ErrPrivate: the address led
// to where nothing is sent. ErrGone: 410. ErrRefused: any other answer; a redirection is one, for it is not followed. Any
// other error: it is not known whether it arrived.
func (c *Client) Deliver(ctx context.Context, address, secret string, m Message, at time.Time) error {
	if err := CheckURL(address); err != nil {
		return err
	}
	signature, err := Sign(secret, m.ID, at, m.Payload)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(m.Payload))
	if err != nil {
		return fmt.Errorf("%w: %w", ErrURL, err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("User-Agent", "accede")
	req.Header.Set("Webhook-Id", m.ID)
	req.Header.Set("Webhook-Timestamp", strconv.FormatInt(at.Unix(), 10))
	req.Header.Set("Webhook-Signature", signature)
	by := c.secure
	if req.URL.Scheme == "http" {
		by = c.plain
	}
	resp, err := by.Do(req)
	if err != nil {
		return fmt.Errorf("hand over %s: %w", m.ID, err)
	}
	defer resp.Body.Close()
	_, _ = io.CopyN(io.Discard, resp.Body, 4<<10) // what it says beside its status is nobody's affair
	switch code := resp.StatusCode; {
	case code >= 200 && code < 300:
		return nil
	case code == http.StatusGone:
		return fmt.Errorf("it answered %d: %w", code, ErrGone)
	case code >= 300 && code < 400:
		return fmt.Errorf("it answered %d, which leads elsewhere and is not followed: %w", code, ErrRefused)
	default:
		return fmt.Errorf("it answered %d: %w", code, ErrRefused)
	}
}
