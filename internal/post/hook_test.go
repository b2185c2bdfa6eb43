package post

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"sync"
	"testing"
	"time"

	"accede/internal/hook"
	"accede/internal/outbox"
)

// other is somebody else's program, which answers as it is told.
type other struct {
	mu   sync.Mutex
	code int
	got  []handed
	ids  []string
}

func (x *other) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	x.mu.Lock()
	defer x.mu.Unlock()
	data, _ := io.ReadAll(r.Body)
	var m handed
	if err := json.Unmarshal(data, &m); err != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	x.got, x.ids = append(x.got, m), append(x.ids, r.Header.Get("webhook-id"))
	w.WriteHeader(x.code)
}

// hooked answers an office that calls one webhook on this machine.
func hooked(t *testing.T, x *other, party string) *house {
	t.Helper()
	server := httptest.NewServer(x)
	t.Cleanup(server.Close)
	h := open(t, nil)
	h.Hooks = hook.NewClient(hook.Options{Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}})
	if err := h.Outbox.AddHook(t.Context(), outbox.Hook{ID: "registry", URL: server.URL, Secret: "whsec_" + "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", Party: party}, noon); err != nil {
		t.Fatal(err)
	}
	return h
}

func TestAWebhookIsToldWhatAnEntryBrings(t *testing.T) {
	x := &other{code: 204}
	h := hooked(t, x, "")
	h.acts(applies)
	h.deliver()
	if len(x.got) != 1 || x.got[0].Type != "accede.matters" || x.got[0].Data.Body != "quay" || x.got[0].Data.Position == 0 || len(x.got[0].Data.Matters) != 3 {
		t.Fatalf("it was told %+v, want the three moves of one entry", x.got)
	}
	if m := x.got[0].Data.Matters[0]; m.Kind != "move" || m.Dossier != "x" || m.Who == "" || m.Path != "https://record.example/d/x/" {
		t.Errorf("the first matter is %+v", m)
	}
}

func TestAWebhookOfAPartyIsToldWhatConcernsIt(t *testing.T) {
	x := &other{code: 200}
	h := hooked(t, x, "b")
	h.acts(applies)
	h.deliver()
	if len(x.got) != 1 || len(x.got[0].Data.Matters) != 1 || x.got[0].Data.Matters[0].Who != "b" {
		t.Errorf("it was told %+v, want the move of b alone", x.got)
	}
}

func TestAWebhookThatFailsIsTriedFartherAndFartherApartAndThenDead(t *testing.T) {
	x := &other{code: 500}
	h := hooked(t, x, "")
	h.acts(applies)
	h.deliver()
	var gaps []time.Duration
	for range 20 {
		due, waits, err := h.Outbox.Next(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if !waits {
			break
		}
		gaps = append(gaps, due.Sub(h.clock()))
		h.set(due)
		if _, err := h.Send(t.Context(), h.clock); err != nil {
			t.Fatal(err)
		}
	}
	for i, want := range pauses(outbox.Webhook) {
		if i >= len(gaps) || gaps[i] != want {
			t.Fatalf("pauses are %v, want %v", gaps, pauses(outbox.Webhook))
		}
	}
	dead := h.items(outbox.Dead)
	if len(dead) != 1 || len(x.ids) != len(gaps)+1 || x.ids[0] != dead[0].Mark || x.ids[len(x.ids)-1] != dead[0].Mark {
		t.Fatalf("dead are %+v after %d attempts by %v, want one, always by one id", dead, len(x.ids), x.ids)
	}
	x.code = 200
	if err := h.Outbox.Again(t.Context(), dead[0].Mark, h.clock()); err != nil {
		t.Fatal(err)
	}
	h.deliver()
	if n := len(h.items(outbox.Sent)); n != 1 {
		t.Errorf("handed over again, %d are sent, want 1", n)
	}
}

func TestAWebhookThatWantsNothingMoreIsSwitchedOff(t *testing.T) {
	x := &other{code: http.StatusGone}
	h := hooked(t, x, "")
	h.acts(applies)
	h.deliver()
	h.acts(`id: z-applies, by: z, act: apply, dossier: z, procedure: vote`)
	h.deliver()
	if len(x.got) != 1 {
		t.Errorf("it was called %d times, want once", len(x.got))
	}
	k, err := h.Outbox.Hook(t.Context(), "registry")
	if err != nil || k.Off.IsZero() || k.Why == "" {
		t.Errorf("the webhook is %+v, %v, want it off and why", k, err)
	}
}

func TestAWebhookIntoTheHouseIsNeverCalled(t *testing.T) {
	x := &other{code: 200}
	h := hooked(t, x, "")
	h.Hooks = hook.NewClient(hook.Options{}) // nothing private is allowed
	h.acts(applies)
	h.deliver()
	waits := h.items(outbox.Waiting)
	if len(x.got) != 0 || len(waits) != 1 || waits[0].Said == "" {
		t.Errorf("it was called %d times and %+v waits, want no call and why", len(x.got), waits)
	}
}
