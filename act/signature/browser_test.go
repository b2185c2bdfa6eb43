package signature

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/cdproto/webauthn"
	"github.com/chromedp/chromedp"
)

// sign has the page make a passkey and sign acts with it; what comes back is what a page would send.
const sign = `(async (alg, acts, challenges) => {
	const bytes = s => Uint8Array.from(atob(s), c => c.charCodeAt(0));
	const text = b => btoa(String.fromCharCode(...new Uint8Array(b)));
	const made = await navigator.credentials.create({publicKey: {
		rp: {id: "localhost", name: "Quay"}, user: {id: new Uint8Array([1]), name: "a", displayName: "a"},
		challenge: new Uint8Array(32), pubKeyCredParams: [{type: "public-key", alg}],
		authenticatorSelection: {userVerification: "required", residentKey: "required"},
	}});
	const all = [];
	for (let i = 0; i < acts.length; i++) {
		const got = await navigator.credentials.get({publicKey: {
			rpId: "localhost", challenge: bytes(challenges[i]), userVerification: "required",
			allowCredentials: [{type: "public-key", id: made.rawId}],
		}});
		all.push({SPKI: text(made.response.getPublicKey()), Auth: text(got.response.authenticatorData),
			Client: text(got.response.clientDataJSON), Sig: text(got.response.signature), Act: acts[i]});
	}
	return JSON.stringify(all);
})`

// Chromium's virtual authenticator signs acts as a passkey does; each must verify, and each under its own act alone.
// UPDATE=1 keeps one of each kind in testdata, so that the other tests need no browser.
func TestPasskeysOfABrowserVerifyEachForItsOwnActAlone(t *testing.T) {
	ctx := browser(t)
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, "<!doctype html><main>Quay</main>")
	}))
	defer site.Close()
	origin := strings.Replace(site.URL, "127.0.0.1", "localhost", 1)
	if err := chromedp.Do(ctx, chromedp.Navigate(origin), chromedp.WaitReady("main")); err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.Call(ctx, webauthn.Enable, webauthn.EnableParams{}); err != nil {
		t.Fatal(err)
	}
	var keep []passkey
	for _, kind := range []struct {
		alg    Alg
		cose   int
		synced bool
	}{{WebAuthnEd25519, -8, false}, {WebAuthnES256, -7, false}, {WebAuthnES256, -7, true}} {
		all := assertions(t, ctx, origin, kind.cose, kind.synced)
		for i := range all {
			all[i].Alg, all[i].Origin, all[i].RPID, all[i].Synced = kind.alg, origin, "localhost", kind.synced
		}
		ownActAlone(t, all)
		keep = append(keep, all[0])
	}
	if os.Getenv("UPDATE") == "" {
		return
	}
	data, err := json.MarshalIndent(keep, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join("testdata", "passkeys.json"), append(data, '\n'), 0o644); err != nil {
		t.Fatal(err)
	}
}

// assertions makes one passkey and has it sign twenty acts.
func assertions(t *testing.T, ctx context.Context, origin string, cose int, synced bool) []passkey {
	t.Helper()
	made, err := chromedp.Call(ctx, webauthn.AddVirtualAuthenticator, webauthn.AddVirtualAuthenticatorParams{Options: &webauthn.VirtualAuthenticatorOptions{
		Protocol: "ctap2", Ctap2version: "ctap2_1", Transport: "internal", HasResidentKey: true, HasUserVerification: true,
		AutomaticPresenceSimulation: true, IsUserVerified: true, DefaultBackupEligibility: synced, DefaultBackupState: synced,
	}})
	if err != nil {
		t.Fatal(err)
	}
	defer chromedp.Call(ctx, webauthn.RemoveVirtualAuthenticator, webauthn.RemoveVirtualAuthenticatorParams(made))
	var acts []string
	var challenges [][]byte
	for i := range 20 {
		act := strings.Replace(string(file(t, "act.json")), `"id":"a-for"`, fmt.Sprintf(`"id":"a-for-%d"`, i), 1)
		hash := Hash([]byte(act))
		acts, challenges = append(acts, act), append(challenges, hash[:])
	}
	a, err := json.Marshal(acts)
	if err != nil {
		t.Fatal(err)
	}
	c, err := json.Marshal(challenges)
	if err != nil {
		t.Fatal(err)
	}
	await := func(p *runtime.EvaluateParams) { p.AwaitPromise = new(true) }
	text, err := chromedp.Run(ctx, chromedp.Evaluate[string](fmt.Sprintf("%s(%d, %s, %s)", sign, cose, a, c), await))
	if err != nil {
		t.Fatal(err)
	}
	var all []passkey
	if err := json.Unmarshal([]byte(text), &all); err != nil || len(all) != len(acts) {
		t.Fatalf("%d assertions: %v", len(all), err)
	}
	return all
}

func ownActAlone(t *testing.T, all []passkey) {
	t.Helper()
	replayed := 0
	for i, p := range all {
		v := p.vector(t)
		if err := v.key.Verify(v.act, v.sig); err != nil {
			t.Errorf("%s, act %d: %v", p.Alg, i, err)
		}
		for j, other := range all {
			if i == j {
				continue
			}
			replayed++
			if v.key.Verify([]byte(other.Act), v.sig) == nil {
				t.Errorf("%s: the signature of act %d verifies for act %d", p.Alg, i, j)
			}
		}
	}
	t.Logf("%s: %d assertions verified, %d replays onto another act refused", all[0].Alg, len(all), replayed)
}

// browser answers a context in which pages can be opened. Without a Chromium the test is skipped, and says so: the
// assertions kept in testdata are checked all the same.
func browser(t *testing.T) context.Context {
	t.Helper()
	if testing.Short() {
		t.Skip("the browser is left out of short runs; kept assertions are checked")
	}
	path := os.Getenv("CHROMIUM")
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path == "" {
			path, _ = exec.LookPath(name)
		}
	}
	if path == "" {
		t.Skip("no Chromium on this machine: install the package chromium, or name the program in CHROMIUM; kept assertions are checked")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU)
	ctx, cancel := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, 2*time.Minute)
	t.Cleanup(cancel)
	return ctx
}
