package hook

import (
	"context"
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"
)

var noon = time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)

var loopback = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128")}

func secretOf(t *testing.T, pair bool) string {
	t.Helper()
	s, err := NewSecret(pair, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// The example of the Standard Webhooks specification.
func TestTheExampleOfTheSpecificationIsSignedAsItSays(t *testing.T) {
	got, err := Sign("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", time.Unix(1614265330, 0), []byte(`{"test": 2432232314}`))
	if want := "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="; err != nil || got != want {
		t.Errorf("Sign = %s, %v, want %s", got, err, want)
	}
}

func TestWhatIsHandedOverCanBeCheckedByTheOtherSide(t *testing.T) {
	for _, pair := range []bool{false, true} {
		secret := secretOf(t, pair)
		shown, err := Shown(secret)
		if err != nil {
			t.Fatal(err)
		}
		taken := 0
		server := httptest.NewTLSServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			taken++
			body, _ := io.ReadAll(r.Body)
			signed := []byte(r.Header.Get("webhook-id") + "." + r.Header.Get("webhook-timestamp") + "." + string(body))
			kind, text, _ := strings.Cut(r.Header.Get("webhook-signature"), ",")
			sig, _ := base64.StdEncoding.DecodeString(text)
			if !checks(shown, kind, signed, sig) {
				t.Errorf("%s %s does not sign %s under %s", kind, text, signed, shown)
			}
		}))
		roots := x509.NewCertPool()
		roots.AddCert(server.Certificate())
		c := NewClient(Options{Allow: loopback, Roots: roots})
		if err := c.Deliver(t.Context(), server.URL, secret, Message{ID: "m1", Payload: []byte(`{"a":1}`)}, noon); err != nil || taken != 1 {
			t.Errorf("Deliver = %v, taken %d times, want nil and once", err, taken)
		}
		server.Close()
	}
}

// checks is how the other side checks a signature with what it was shown.
func checks(shown, kind string, signed, sig []byte) bool {
	if text, ok := strings.CutPrefix(shown, "whpk_"); ok {
		key, _ := base64.StdEncoding.DecodeString(text)
		return kind == "v1a" && ed25519.Verify(key, signed, sig)
	}
	key, _ := base64.StdEncoding.DecodeString(strings.TrimPrefix(shown, "whsec_"))
	m := hmac.New(sha256.New, key)
	m.Write(signed)
	return kind == "v1" && hmac.Equal(m.Sum(nil), sig)
}

func TestPrivateAddressesAreNotPublic(t *testing.T) {
	for _, text := range []string{
		"127.0.0.1", "127.8.9.1", "::1", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1",
		"0.0.0.0", "0.1.2.3", "::", "100.64.0.1", "192.0.0.170", "198.18.0.1", "203.0.113.9", "224.0.0.1", "ff02::1", "240.0.0.1", "255.255.255.255",
		"::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1", "64:ff9b::a00:1", "2002:7f00:1::", "2002:a00:1::1", "::127.0.0.1", "2001::1", "2001:db8::1", "fec0::1",
	} {
		if Public(netip.MustParseAddr(text)) {
			t.Errorf("Public(%s) = true, want false", text)
		}
	}
	for _, text := range []string{"1.1.1.1", "9.9.9.9", "172.15.0.1", "172.32.0.1", "192.169.0.1", "2606:4700:4700::1111", "2a00:1450::1", "::ffff:9.9.9.9"} {
		if !Public(netip.MustParseAddr(text)) {
			t.Errorf("Public(%s) = false, want true", text)
		}
	}
}

// A server on this machine stands for every machine of the network inside: however it is named, nothing reaches it.
func TestNothingReachesAMachineInsideHoweverItIsNamed(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("the machine inside was reached") }))
	defer server.Close()
	_, port, _ := net.SplitHostPort(server.Listener.Addr().String())
	c := NewClient(Options{})
	for _, host := range []string{"127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "[::1]", "0.0.0.0", "2130706433", "127.1", "0x7f000001", "localhost."} {
		for _, scheme := range []string{"http://", "https://"} {
			err := c.Deliver(t.Context(), scheme+host+":"+port+"/hook", secretOf(t, false), Message{ID: "m", Payload: []byte("{}")}, noon)
			if err == nil {
				t.Errorf("%s%s: Deliver = nil, want an error", scheme, host)
			}
		}
	}
}

func TestEachConnectionIsJudgedByItsAddress(t *testing.T) {
	for address, want := range map[string]error{"9.9.9.9:443": nil, "127.0.0.1:443": ErrPrivate, "[::1]:443": ErrPrivate, "[fe80::1%lo]:443": ErrPrivate, "nonsense": ErrPrivate} {
		if err := (guard{}).control("tcp", address, nil); !errors.Is(err, want) {
			t.Errorf("control(%s) = %v, want %v", address, err, want)
		}
	}
	if err := (guard{loopback, true}).control("tcp", "9.9.9.9:80", nil); !errors.Is(err, ErrPrivate) {
		t.Errorf("without TLS to the public = %v, want ErrPrivate", err)
	}
}

// names is a resolver that asks a server of the test, which answers each question with the next of some addresses.
func names(t *testing.T, answers ...[4]byte) *net.Resolver {
	t.Helper()
	pc, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { pc.Close() })
	go func() {
		buf := make([]byte, 1500)
		for {
			n, from, err := pc.ReadFrom(buf)
			if err != nil {
				return
			}
			var m dnsmessage.Message
			if m.Unpack(buf[:n]) != nil {
				continue
			}
			m.Response, m.Additionals = true, nil
			if q := m.Questions[0]; q.Type == dnsmessage.TypeA {
				m.Answers = []dnsmessage.Resource{{Header: dnsmessage.ResourceHeader{Name: q.Name, Type: q.Type, Class: q.Class}, Body: &dnsmessage.AResource{A: answers[0]}}}
				answers = append(answers[1:], answers[0])
			}
			if out, err := m.Pack(); err == nil {
				pc.WriteTo(out, from)
			}
		}
	}()
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "udp", pc.LocalAddr().String())
	}}
}

// A name that is public when it is looked at, and private when it is connected to.
func TestANameThatChangesItsMindReachesNothing(t *testing.T) {
	reached := 0
	inside := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached++ }))
	defer inside.Close()
	_, port, _ := net.SplitHostPort(inside.Listener.Addr().String())
	r := names(t, [4]byte{9, 9, 9, 9}, [4]byte{127, 0, 0, 1})
	if got, err := r.LookupHost(t.Context(), "rebinding.example"); err != nil || got[0] != "9.9.9.9" {
		t.Fatalf("the name at first = %v, %v, want 9.9.9.9", got, err)
	}
	address := "https://rebinding.example:" + port + "/"
	if err := NewClient(Options{resolver: r}).Deliver(t.Context(), address, secretOf(t, false), Message{ID: "m"}, noon); !errors.Is(err, ErrPrivate) || reached > 0 {
		t.Errorf("Deliver = %v, reached %d times, want ErrPrivate and nobody reached", err, reached)
	}
	// What the test relies on: without the guard the name leads inside.
	plain := NewClient(Options{Allow: loopback, resolver: names(t, [4]byte{127, 0, 0, 1})})
	if err := plain.Deliver(t.Context(), "http://rebinding.example:"+port+"/", secretOf(t, false), Message{ID: "m"}, noon); err != nil || reached != 1 {
		t.Errorf("where it is allowed = %v, reached %d times, want nil and once", err, reached)
	}
}

func TestARedirectionIsNotFollowed(t *testing.T) {
	reached := false
	inside := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached = true }))
	defer inside.Close()
	for _, code := range []int{301, 302, 303, 307, 308} {
		outside := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, inside.URL, code) }))
		err := NewClient(Options{Allow: loopback}).Deliver(t.Context(), outside.URL, secretOf(t, false), Message{ID: "m"}, noon)
		if !errors.Is(err, ErrRefused) || reached {
			t.Errorf("%d: Deliver = %v, reached %v, want ErrRefused and nobody reached", code, err, reached)
		}
		outside.Close()
	}
}

func TestAnAnswerSaysWhatBecameOfIt(t *testing.T) {
	for code, want := range map[int]error{200: nil, 202: nil, 204: nil, 400: ErrRefused, 404: ErrRefused, 410: ErrGone, 429: ErrRefused, 500: ErrRefused} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) }))
		err := NewClient(Options{Allow: loopback}).Deliver(t.Context(), server.URL, secretOf(t, false), Message{ID: "m"}, noon)
		if !errors.Is(err, want) || want == nil && err != nil {
			t.Errorf("%d: Deliver = %v, want %v", code, err, want)
		}
		server.Close()
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := NewClient(Options{Allow: loopback}).Deliver(ctx, "http://127.0.0.1:1/", secretOf(t, false), Message{ID: "m"}, noon); err == nil {
		t.Error("a call that was given up = nil, want an error")
	}
}

func TestWhatIsNoAddressOrSecretIsRefused(t *testing.T) {
	for _, text := range []string{"", "ftp://a.example/", "https://", "https://user:word@a.example/", "//a.example/", "https://a.example/#x", "file:///etc/passwd", "gopher://a.example"} {
		if err := CheckURL(text); !errors.Is(err, ErrURL) {
			t.Errorf("CheckURL(%q) = %v, want ErrURL", text, err)
		}
	}
	for _, text := range []string{"", "whsec_", "whsec_AAAA", "whsk_" + base64.StdEncoding.EncodeToString(make([]byte, 24)), "secret", "whpk_" + base64.StdEncoding.EncodeToString(make([]byte, 32))} {
		if _, err := Sign(text, "m", noon, nil); !errors.Is(err, ErrSecret) {
			t.Errorf("Sign under %q = %v, want ErrSecret", text, err)
		}
	}
}
