// Package client is the HTTP API of a record as Go functions: what the pages show, every act, the exact bytes and their
// proofs, and what comes into the record as it comes.
//
// It knows addresses, shapes, when asking again is safe and how long to wait before. It refuses to know what is behind
// them: nothing is decided or checked here, and a proof is checked by package ledger.
//
// Files: client.go puts it together and asks; types.go names what is answered; reads.go, dossier.go and record.go read,
// acts.go sends, watch.go listens; problem.go is what goes wrong.
package client

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// root is where the addresses of this version begin.
const root = "/api/v1"

// Options are what New may be told besides the address. The zero value asks as the public, in the language the server
// takes for its first, and again up to four times.
type Options struct {
	Key  string       // of a machine; empty: none
	Lang string       // of words, as a tag [BCP 47]; empty: the server's first
	HTTP *http.Client // nil: one of its own. Its Timeout would end Watch too; deadlines belong into contexts
	// Retries is how often a question is asked again when its answer did not come or the server was busy; 0: four times,
	// negative: never. Every question of the API may be asked again: an act that was registered is answered with its
	// receipt.
	Retries int
	Pause   time.Duration // before the first time it is asked again, and then twice as long each time; 0: 200 ms
}

// Client asks one server. New makes one; it may be used by many goroutines at once.
type Client struct {
	base *url.URL
	Options
}

// longestPause is how long is waited at most before asking again, whatever the server says.
const longestPause = 30 * time.Second

// New answers a client of the server at an address such as https://record.example. It asks nothing yet.
func New(base string, o Options) (*Client, error) {
	u, err := url.Parse(strings.TrimSuffix(base, "/"))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return nil, fmt.Errorf("use the server %q: an address begins with https:// or http:// and names a host", base)
	}
	if o.HTTP == nil {
		o.HTTP = &http.Client{}
	}
	o.Retries, o.Pause = cmp.Or(o.Retries, 4), cmp.Or(o.Pause, 200*time.Millisecond)
	return &Client{base: u, Options: o}, nil
}

// question is one thing to ask.
type question struct {
	method, path string // the path below root, escaped
	query        url.Values
	body         []byte
	last         string // Last-Event-ID
	accept       string // what is answered; empty: JSON
}

func (c *Client) request(ctx context.Context, q question) (*http.Request, error) {
	address := c.base.String() + root + q.path
	if len(q.query) > 0 {
		address += "?" + q.query.Encode()
	}
	r, err := http.NewRequestWithContext(ctx, q.method, address, bytes.NewReader(q.body))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Accept", cmp.Or(q.accept, "application/json, application/problem+json"))
	if q.body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	if c.Key != "" {
		r.Header.Set("Authorization", "Bearer "+c.Key)
	}
	if c.Lang != "" {
		r.Header.Set("Accept-Language", c.Lang)
	}
	if q.last != "" {
		r.Header.Set("Last-Event-ID", q.last)
	}
	return r, nil
}

// ask asks until it is answered, refused, or asked often enough. The caller closes the body.
func (c *Client) ask(ctx context.Context, q question) (*http.Response, error) {
	for try := 0; ; try++ {
		resp, err := c.once(ctx, q)
		if err == nil || try >= c.Retries || !again(ctx, err) {
			return resp, err
		}
		if err := c.pause(ctx, try, err); err != nil {
			return nil, err
		}
	}
}

// once asks once. What is no answer to the question is an error: a *ProblemError where the server says what is wrong.
func (c *Client) once(ctx context.Context, q question) (*http.Response, error) {
	r, err := c.request(ctx, q)
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return nil, fmt.Errorf("ask %s %s: %w", q.method, q.path, err)
	}
	resp, err := c.HTTP.Do(r)
	if err != nil {
		return nil, fmt.Errorf("ask %s %s: %w", q.method, q.path, &unanswered{err})
	}
	if resp.StatusCode/100 != 2 {
		defer resp.Body.Close()
		return nil, fmt.Errorf("ask %s %s: %w", q.method, q.path, problemIn(resp))
	}
	return resp, nil
}

// pause waits before asking again: as long as the server says, or ever longer, each client another while.
func (c *Client) pause(ctx context.Context, try int, why error) error {
	wait := c.Pause << min(try, 16)
	wait = wait/2 + rand.N(wait/2+1)
	if said := waitSaid(why); said > 0 {
		wait = said
	}
	timer := time.NewTimer(min(wait, longestPause))
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("%w: %w", why, ctx.Err())
	}
}

// whole asks and answers the whole of the answer. One that breaks off is asked for again.
func (c *Client) whole(ctx context.Context, q question) ([]byte, error) {
	for try := 0; ; try++ {
		resp, err := c.ask(ctx, q)
		if err != nil {
			return nil, err
		}
		data, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		if err == nil {
			return data, nil
		}
		err = fmt.Errorf("read the answer to %s %s: %w", q.method, q.path, &unanswered{err})
		if try >= c.Retries || ctx.Err() != nil {
			return nil, err
		}
		if err := c.pause(ctx, try, err); err != nil {
			return nil, err
		}
	}
}

// into asks, and reads the answer.
func into[T any](ctx context.Context, c *Client, q question) (T, error) {
	var v T
	data, err := c.whole(ctx, q)
	if err != nil {
		return v, err
	}
	if err := json.Unmarshal(data, &v); err != nil {
		return v, fmt.Errorf("read the answer to %s %s: %w", q.method, q.path, err)
	}
	return v, nil
}

// get answers the question for an address, whose parts are escaped.
func get(query url.Values, parts ...string) question {
	var path strings.Builder
	for _, p := range parts {
		path.WriteString("/" + url.PathEscape(p))
	}
	return question{method: http.MethodGet, path: path.String(), query: query}
}
