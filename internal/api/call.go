package api

import (
	"errors"
	"fmt"
	"maps"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"accede/dossier"
	"accede/form"

	"accede/internal/apikey"
	"accede/internal/fault"
	"accede/internal/pace"
	"accede/internal/view/words"
)

// call is one request on its way to an answer.
type call struct {
	*API
	w     http.ResponseWriter
	r     *http.Request
	query url.Values
	route route
	now   time.Time
}

// errFresh says that the caller has the answer already.
var errFresh = errors.New("not modified")

// answering answers the handler of a route: the checks that come before, and the answer or the problem.
func (a *API) answering(rt route) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		c := &call{API: a, w: w, r: r, route: rt, now: a.Clock()}
		err := c.admit()
		if err == nil {
			err = rt.do(c)
		}
		switch {
		case err == nil:
		case errors.Is(err, errFresh):
			w.WriteHeader(http.StatusNotModified)
		default:
			a.problem(w, r, err)
		}
	}
}

// admit checks what can be checked without reading the record.
func (c *call) admit() error {
	if err := c.limit(); err != nil {
		return err
	}
	var err error
	if c.query, err = url.ParseQuery(c.r.URL.RawQuery); err != nil {
		return fmt.Errorf("read the question: %w: %w", err, fault.ErrQuery)
	}
	for name, values := range c.query {
		if !c.route.takes(name) {
			return fmt.Errorf("read the question: %s does not take %q; it takes %s: %w", c.route.path, name, c.route.list(), fault.ErrQuery)
		}
		if len(values) > 1 {
			return fmt.Errorf("read the question: %s is there %d times: %w", name, len(values), fault.ErrQuery)
		}
	}
	if c.route.body == nil {
		return nil
	}
	kind, _, err := mime.ParseMediaType(c.r.Header.Get("Content-Type"))
	if err != nil || kind != "application/json" {
		return fmt.Errorf("read what was sent: it is %q: %w", c.r.Header.Get("Content-Type"), fault.ErrMedia)
	}
	return nil
}

// limit counts the request against its caller. A key that is known counts for itself, everybody else by address: so a
// wrong key buys nothing.
func (c *call) limit() error {
	who := pace.Address(c.r.RemoteAddr)
	if k, ok, err := c.bearer(); ok && err == nil {
		who = "key " + k.ID
	}
	if wait := c.callers.Ask(who, c.now); wait > 0 {
		c.w.Header().Set("Retry-After", strconv.FormatInt(int64((wait+time.Second-1)/time.Second), 10))
		return fmt.Errorf("answer %s: %w", who, fault.ErrRate)
	}
	return nil
}

// bearer answers the key the request carries; false where it carries none that is known and good.
func (c *call) bearer() (apikey.Key, bool, error) {
	text, ok := strings.CutPrefix(c.r.Header.Get("Authorization"), "Bearer ")
	if !ok || c.Keys == nil {
		return apikey.Key{}, false, nil
	}
	return c.Keys.Find(strings.TrimSpace(text), c.now)
}

// key answers the key the request carries, or why it may not act.
func (c *call) key() (apikey.Key, error) {
	k, ok, err := c.bearer()
	if err != nil {
		return k, fmt.Errorf("look for the key: %w", err)
	}
	if !ok {
		c.w.Header().Set("WWW-Authenticate", `Bearer realm="accede"`)
		return k, fmt.Errorf("act on an unsigned act: %w", fault.ErrKey)
	}
	return k, nil
}

// asOf answers the instant the request asks for; the zero instant is now. A day means its end in the charter's zone, as
// on the command line.
func (c *call) asOf() (time.Time, error) {
	text := c.query.Get("as-of")
	if text == "" {
		if c.query.Has("as-of") {
			return time.Time{}, fmt.Errorf("read as-of: it is empty: %w", fault.ErrDate)
		}
		return time.Time{}, nil
	}
	t, err := form.ParseInstant(text)
	if err != nil {
		return time.Time{}, fmt.Errorf("read as-of: %w: %w", err, fault.ErrDate)
	}
	at := t.At
	if t.DayOnly() {
		at = t.Day.AddDays(1).In(c.zone).Add(-time.Nanosecond)
	}
	// An instant is counted in nanoseconds below, which reach no further.
	if y := at.UTC().Year(); y < 1700 || y > 2200 {
		return time.Time{}, fmt.Errorf("read as-of %q: only the years from 1700 to 2200 are answered: %w", text, fault.ErrDate)
	}
	return at, nil
}

// folded answers the record as the request asks for it, and the instant that stands for; errFresh where the caller has
// what would be answered.
func (c *call) folded() (*dossier.Docket, time.Time, error) {
	asOf, err := c.asOf()
	if err != nil {
		return nil, asOf, err
	}
	if !asOf.IsZero() {
		// The size is read before the fold: an answer may be newer than its tag says, never older.
		if err := c.fresh(c.tagThen(c.Record.Moment().Size, asOf)); err != nil {
			return nil, asOf, err
		}
	}
	d, err := c.Record.Docket(c.r.Context(), asOf)
	if err != nil {
		return nil, asOf, fmt.Errorf("read the record: %w: %w", err, fault.ErrRecord)
	}
	if asOf.IsZero() {
		asOf = c.now
		err = c.fresh(c.tagNow(d))
	}
	return d, asOf, err
}

// standing answers where the dossier of the address stands.
func (c *call) standing() (*dossier.Docket, dossier.Standing, error) {
	d, at, err := c.folded()
	if err != nil {
		return nil, dossier.Standing{}, err
	}
	id := c.r.PathValue("dossier")
	s, err := d.Standing(id, at)
	return d.Under(id), s, err // an amended charter is not that of what was opened before
}

// reader answers the language words are answered in: the one asked for, or the best the browser names.
func (c *call) reader() *words.Reader {
	if r, ok := c.words.In(c.query.Get("lang")); ok {
		return r
	}
	return c.words.Best(c.r.Header.Get("Accept-Language"))
}

// whole answers a parameter that is a whole number, or what stands for none.
func (c *call) whole(name string, least, none int64) (int64, error) {
	text := c.query.Get(name)
	if text == "" && !c.query.Has(name) {
		return none, nil
	}
	return wholeOf(name, text, least)
}

func wholeOf(name, text string, least int64) (int64, error) {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < least || strconv.FormatInt(n, 10) != text {
		return 0, fmt.Errorf("read %s: %q is no whole number from %d: %w", name, text, least, fault.ErrQuery)
	}
	return n, nil
}

// stretch answers from where and how much a cursor asks for.
func (c *call) stretch() (after, limit int64, err error) {
	if after, err = c.whole("after", 0, 0); err != nil {
		return 0, 0, err
	}
	limit, err = c.whole("limit", 1, usualStretch)
	return after, min(limit, mostStretch), err
}

// How many lines a stretch has where nothing is said, and at most.
const (
	usualStretch = 100
	mostStretch  = 1000
)

// next links to the stretch behind, where there may be one.
func (c *call) next(after int64, more bool) {
	if !more {
		return
	}
	q := url.Values{}
	maps.Copy(q, c.query)
	q.Set("after", strconv.FormatInt(after, 10))
	c.w.Header().Add("Link", "<"+c.r.URL.EscapedPath()+"?"+q.Encode()+`>; rel="next"`)
}
