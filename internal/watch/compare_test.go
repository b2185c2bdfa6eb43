package watch_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/synctest"
	"time"

	"accede/act"
	"accede/internal/depositary"
	"accede/internal/evidence"
	"accede/internal/tiles"
	"accede/internal/watch"
)

// between is the network between watchers and hosts, by the names in addresses.
type between map[string]http.Handler

func (b between) RoundTrip(r *http.Request) (*http.Response, error) {
	w := httptest.NewRecorder()
	if r.Body == nil {
		r.Body = http.NoBody
	}
	b[r.URL.Host].ServeHTTP(w, r)
	return w.Result(), nil
}

// comparing opens a member's watcher that is shown what one host shows, and compares with others.
func comparing(t *testing.T, of, host string, net between, peers ...string) *watch.Watcher {
	t.Helper()
	w, err := watch.Open(context.Background(), watch.Config{
		URL: "http://" + host, Peers: peers, Dir: t.TempDir(), KeyID: "watch-" + of, Key: private("watch-" + of), Clock: time.Now, HTTP: &http.Client{Transport: net},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	net["watch-"+of] = w.Handler()
	return w
}

// Attack 4: a host that never mixes up to whom it shows which history is found out as soon as two watchers compare, by
// either of them, whichever history is the longer.
func TestAttack04TwoWatchersShownTwoHistoriesFindOutFromOneAnother(t *testing.T) {
	for more := range 3 { // entries by which the second history is longer
		synctest.Test(t, func(t *testing.T) {
			h := founded(t)
			defer func() { h.Close() }()
			net := between{"host-a": h.honest, "host-b": h.honest}
			a, b := comparing(t, "a", "host-a", net), comparing(t, "b", "host-b", net)
			looks(t, a, b)
			other := h.copied()
			h.opens(72 * time.Hour)
			looks(t, a)
			net["host-a"] = h.honest
			h.serve(other)
			net["host-b"] = h.honest
			h.acts("x-applies-otherwise", "x", "x", &act.Apply{Procedure: "accession", Name: en("Xylo")})
			h.acts("put", "chair", "x", &act.Put{Text: en("Xylo is not invited.")})
			if more > 0 {
				h.acts("b-objects", "b", "x", objects())
			}
			if more > 1 {
				h.acts("b-withdraws", "b", "x", &act.Withdraw{What: "objection", Of: "b-objects"})
			}
			looks(t, b)
			a.Peers, b.Peers = []string{"http://watch-b"}, []string{"http://watch-a"}
			convinces(t, alarmed(t, b, watch.ErrFork), evidence.Fork)
			// The first history can go on to be shown to a alone: its host has been closed, and what it has shown stands.
			net["host-a"] = http.NotFoundHandler()
			convinces(t, alarmed(t, a, watch.ErrFork), evidence.Fork)
		})
	}
}

func TestAWatcherThatIsShownLessThanAnotherIsToldAtTheNextLook(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := founded(t)
		defer func() { h.Close() }()
		net := between{"host-a": h.honest, "host-b": h.honest}
		a, b := comparing(t, "a", "host-a", net), comparing(t, "b", "host-b", net)
		looks(t, a, b)
		size, note := h.Size(), h.Moment().Checkpoint
		h.opens(72 * time.Hour)
		looks(t, b)
		net["host-a"] = tiles.Handler(still{&depositary.Moment{Size: size, Checkpoint: note}}, h.log)
		a.Peers = []string{"http://watch-b"}
		looks(t, a) // there may not have been time
		if file := alarmed(t, a, watch.ErrHidden); file != "" {
			t.Errorf("what is hidden shows nothing by itself, and %s was kept", file)
		}
		net["host-a"] = h.honest
		looks(t, a)
		net["watch-b"] = http.NotFoundHandler()
		if _, err := a.Look(context.Background()); !errors.Is(err, watch.ErrSilent) || errors.Is(err, watch.ErrAlarm) {
			t.Errorf("a watcher that answers nothing: %v, want %v and no alarm", err, watch.ErrSilent)
		}
	})
}
