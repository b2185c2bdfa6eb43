package signature

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"accede/canon"
)

// vector is a signature that a real tool made, and what it must be checked with.
type vector struct {
	name string
	key  Key
	act  []byte
	sig  Signature
}

func file(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// sshPublic reads a line as ssh-keygen writes it.
func sshPublic(t testing.TB, name string) []byte {
	t.Helper()
	blob, err := Decode(strings.Fields(string(file(t, name)))[1])
	if err != nil {
		t.Fatal(err)
	}
	return blob
}

// sshVector was made by ssh-keygen -Y sign.
func sshVector(t testing.TB, alg Alg, key, sig string) vector {
	t.Helper()
	blob, err := Unarmor(string(file(t, sig)))
	if err != nil {
		t.Fatal(err)
	}
	return vector{sig, Key{Alg: alg, Public: sshPublic(t, key)}, file(t, "act.json"), Signature{Alg: alg, Key: "k", Sig: blob}}
}

// passkey is an assertion that Chromium's virtual authenticator gave.
type passkey struct {
	Alg                            Alg
	Origin, RPID, Act              string
	Synced                         bool
	SPKI, Auth, Client, Sig, Other []byte
}

func (p passkey) vector(t testing.TB) vector {
	t.Helper()
	alg, public, err := OfSPKI(p.SPKI)
	if err != nil || alg != p.Alg {
		t.Fatalf("OfSPKI = %s, %v, want %s", alg, err, p.Alg)
	}
	k := Key{Alg: alg, Public: public, RPID: p.RPID, Origins: []string{"https://old.example", p.Origin}, UV: true, Synced: p.Synced}
	return vector{string(alg), k, []byte(p.Act), Signature{Alg: alg, Key: "k", Sig: p.Sig, Auth: p.Auth, Client: p.Client}}
}

func passkeys(t testing.TB) []vector {
	t.Helper()
	var all []passkey
	if err := json.Unmarshal(file(t, "passkeys.json"), &all); err != nil {
		t.Fatal(err)
	}
	var vs []vector
	for _, p := range all {
		vs = append(vs, p.vector(t))
	}
	return vs
}

// fileKey signs as a key in a file does.
func fileKey(t testing.TB) vector {
	t.Helper()
	private := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, ed25519.SeedSize))
	act := file(t, "act.json")
	return vector{"file", Key{Alg: Ed25519, Public: private.Public().(ed25519.PublicKey)}, act, Signature{Alg: Ed25519, Key: "k", Sig: ed25519.Sign(private, Message(act))}}
}

// securityKey signs as a security key does; there is none of metal in a test, so its few lines stand here, written
// from OpenSSH's PROTOCOL.u2f and not from the code under test.
func securityKey(t testing.TB, alg Alg, flags byte) vector {
	t.Helper()
	act := file(t, "act.json")
	text := func(b []byte, s string) []byte {
		return append(append(b, 0, 0, byte(len(s)>>8), byte(len(s))), s...)
	}
	digest := sha512.Sum512(act)
	signed := text(text(text(text([]byte("SSHSIG"), "act@accede.v1"), ""), "sha512"), string(digest[:]))
	message, application := sha256.Sum256(signed), sha256.Sum256([]byte("ssh:"))
	over := append(append(application[:], flags, 0, 0, 0, 9), message[:]...)
	public, sig := text(nil, string(alg)), ""
	switch alg {
	case SSHEd25519SK:
		private := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{8}, ed25519.SeedSize))
		public, sig = text(public, string(private.Public().(ed25519.PublicKey))), string(ed25519.Sign(private, over))
	case SSHECDSASK:
		private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		point, err := private.PublicKey.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		hash := sha256.Sum256(over)
		r, s, err := ecdsa.Sign(rand.Reader, private, hash[:])
		if err != nil {
			t.Fatal(err)
		}
		number := func(b []byte) string {
			if b[0]&0x80 != 0 {
				b = append([]byte{0}, b...)
			}
			return string(b)
		}
		public = text(text(public, "nistp256"), string(point))
		sig = string(text(text(nil, number(r.Bytes())), number(s.Bytes())))
	default:
		t.Fatalf("no security key of %s", alg)
	}
	public = text(public, "ssh:")
	inner := append(text(text(nil, string(alg)), sig), flags, 0, 0, 0, 9)
	blob := append([]byte("SSHSIG"), 0, 0, 0, 1)
	blob = text(text(text(text(text(blob, string(public)), "act@accede.v1"), ""), "sha512"), string(inner))
	return vector{string(alg), Key{Alg: alg, Public: public}, act, Signature{Alg: alg, Key: "k", Sig: blob}}
}

func vectors(t testing.TB) []vector {
	all := []vector{
		fileKey(t),
		sshVector(t, SSHEd25519, "ssh-ed25519.pub", "ssh-ed25519.sig"),
		sshVector(t, SSHEd25519, "ssh-ed25519.pub", "ssh-ed25519-sha256.sig"),
		sshVector(t, SSHECDSA, "ssh-ecdsa.pub", "ssh-ecdsa.sig"),
		securityKey(t, SSHEd25519SK, 5),
		securityKey(t, SSHECDSASK, 1),
	}
	return append(all, passkeys(t)...)
}

func TestSignaturesOfRealToolsVerify(t *testing.T) {
	seen := map[Alg]bool{}
	for _, v := range vectors(t) {
		seen[v.key.Alg] = true
		if err := v.key.Check(); err != nil {
			t.Errorf("%s: Check: %v", v.name, err)
		}
		if err := v.key.Verify(v.act, v.sig); err != nil {
			t.Errorf("%s: Verify: %v", v.name, err)
		}
	}
	for _, alg := range Algs() {
		if !seen[alg] {
			t.Errorf("no signature of algorithm %s was tried", alg)
		}
	}
}

// Attack 27, and figure 6: every single bit of everything that is kept counts.
func TestEveryChangedBitOfASignatureIsRefused(t *testing.T) {
	total := 0
	for _, v := range vectors(t) {
		tried, refused := 0, 0
		flip := func(what string, data *[]byte) {
			for i := range len(*data) * 8 {
				(*data)[i/8] ^= 1 << (i % 8)
				tried++
				if v.key.Verify(v.act, v.sig) != nil {
					refused++
				} else {
					t.Errorf("%s: bit %d of %s changed, and it verifies", v.name, i, what)
				}
				(*data)[i/8] ^= 1 << (i % 8)
			}
		}
		flip("the act", &v.act)
		flip("the signature", &v.sig.Sig)
		flip("authenticatorData", &v.sig.Auth)
		flip("clientDataJSON", &v.sig.Client)
		if err := v.key.Verify(v.act, v.sig); err != nil {
			t.Errorf("%s: restored, it is refused: %v", v.name, err)
		}
		t.Logf("%s: %d of %d single-bit changes refused", v.name, refused, tried)
		total += tried
	}
	t.Logf("%d single-bit changes in all", total)
}

// Attack 1: a signature counts under the key that gave it and no other, whatever it says of itself.
func TestASignatureUnderEveryOtherKeyIsRefused(t *testing.T) {
	all := vectors(t)
	tried := 0
	for i, v := range all {
		for j, w := range all {
			if i == j || v.key.Equal(w.key) || bytes.Equal(v.key.Public, w.key.Public) {
				continue
			}
			tried++
			relabelled := v.sig
			relabelled.Alg = w.key.Alg
			if w.key.Verify(v.act, v.sig) == nil || w.key.Verify(v.act, relabelled) == nil {
				t.Errorf("the signature of %s verifies under the key of %s", v.name, w.name)
			}
		}
	}
	if tried < 20 {
		t.Errorf("only %d pairs were tried", tried)
	}
}

func TestAPublicKeyUnderAnotherAlgorithmIsRefused(t *testing.T) {
	for _, v := range vectors(t) {
		for _, alg := range Algs() {
			k, s := v.key, v.sig
			if alg == k.Alg {
				continue
			}
			k.Alg = alg
			if k.Verify(v.act, s) == nil {
				t.Errorf("%s enrolled as %s verifies a signature that says %s", v.name, alg, s.Alg)
			}
			s.Alg = alg
			if k.Verify(v.act, s) == nil {
				t.Errorf("%s enrolled as %s verifies", v.name, alg)
			}
		}
	}
}

func TestAnSSHSignatureForAnotherPurposeOrByAnRSAKeyIsRefused(t *testing.T) {
	other := sshVector(t, SSHEd25519, "ssh-ed25519.pub", "ssh-ed25519-file.sig")
	if err := other.key.Verify(other.act, other.sig); !errors.Is(err, ErrSignature) || !strings.Contains(err.Error(), "file") {
		t.Errorf("made for another namespace: %v, want a refusal that names it", err)
	}
	rsa := sshVector(t, "ssh-rsa", "ssh-rsa.pub", "ssh-rsa.sig")
	if err := rsa.key.Check(); !errors.Is(err, ErrForm) {
		t.Errorf("Check of an RSA key: %v, want %v", err, ErrForm)
	}
	if err := rsa.key.Verify(rsa.act, rsa.sig); !errors.Is(err, ErrSignature) {
		t.Errorf("Verify by an RSA key: %v, want %v", err, ErrSignature)
	}
	if _, err := SSHAlg(rsa.key.Public); !errors.Is(err, ErrForm) {
		t.Errorf("SSHAlg of an RSA key: %v, want %v", err, ErrForm)
	}
}

func TestASecurityKeyMustHaveBeenTouchedAndVerifiedWhereThatIsPinned(t *testing.T) {
	for _, alg := range []Alg{SSHEd25519SK, SSHECDSASK} {
		untouched := securityKey(t, alg, 4)
		if untouched.key.Verify(untouched.act, untouched.sig) == nil {
			t.Errorf("%s: nobody was there, and it verifies", alg)
		}
		touched := securityKey(t, alg, 1)
		touched.key.UV = true
		if touched.key.Verify(touched.act, touched.sig) == nil {
			t.Errorf("%s: its holder was not verified, and it verifies", alg)
		}
	}
}

// resigned is an assertion that was signed over other client or authenticator data, by a key of the test.
func resigned(t testing.TB, change func(auth []byte, client string) ([]byte, string)) vector {
	t.Helper()
	private := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{9}, ed25519.SeedSize))
	act := file(t, "act.json")
	challenge := Hash(act)
	site := sha256.Sum256([]byte("quay.example"))
	auth := append(site[:], 5, 0, 0, 0, 1)
	client := `{"type":"webauthn.get","challenge":"` + base64.RawURLEncoding.EncodeToString(challenge[:]) + `","origin":"https://quay.example","crossOrigin":false}`
	auth, client = change(auth, client)
	hash := sha256.Sum256([]byte(client))
	k := Key{Alg: WebAuthnEd25519, Public: private.Public().(ed25519.PublicKey), RPID: "quay.example", Origins: []string{"https://quay.example"}, UV: true}
	s := Signature{Alg: WebAuthnEd25519, Key: "k", Sig: ed25519.Sign(private, append(bytes.Clone(auth), hash[:]...)), Auth: auth, Client: []byte(client)}
	return vector{"resigned", k, act, s}
}

func TestAPasskeyThatSignedSomethingElseIsRefusedThoughItsSignatureHolds(t *testing.T) {
	client := func(old, by string) func([]byte, string) ([]byte, string) {
		return func(auth []byte, client string) ([]byte, string) {
			if !strings.Contains(client, old) {
				t.Fatalf("%s is not in the client data", old)
			}
			return auth, strings.Replace(client, old, by, 1)
		}
	}
	flags := func(f byte, more ...byte) func([]byte, string) ([]byte, string) {
		return func(auth []byte, client string) ([]byte, string) {
			auth[32] = f
			return append(auth, more...), client
		}
	}
	for why, change := range map[string]func([]byte, string) ([]byte, string){
		"a registration":         client("webauthn.get", "webauthn.create"),
		"another origin":         client("https://quay", "https://key"),
		"an origin that goes on": client("quay.example\"", "quay.example.evil\""),
		"in a frame":             client("false", "true"),
		"order of keys":          client(`"type":"webauthn.get",`, ``),
		"a blank":                client(`,"origin"`, `, "origin"`),
		"no end":                 client(`false}`, `false`),
		"something else for end": client(`false}`, `falsehood}`),
		"padded challenge":       client(`","origin"`, `=","origin"`),
		"nobody there":           flags(4),
		"holder not verified":    flags(1),
		"copyable":               flags(5 | 8),
		"copied, not copyable":   flags(5 | 16),
		"with a new key":         flags(5 | 64),
		"with a tail":            flags(5, 0),
		"another site": func(auth []byte, client string) ([]byte, string) {
			auth[0] ^= 1
			return auth, client
		},
		"cut short": func(auth []byte, client string) ([]byte, string) { return auth[:36], client },
	} {
		v := resigned(t, change)
		if err := v.key.Verify(v.act, v.sig); !errors.Is(err, ErrSignature) {
			t.Errorf("%s: %v, want %v", why, err, ErrSignature)
		}
	}
	for why, change := range map[string]func([]byte, string) ([]byte, string){
		"as it is":               flags(5),
		"with keys to come":      client(`false}`, `false,"other_keys_can_be_added_here":"do not compare"}`),
		"with an extension":      flags(5|128, 0xa0),
		"a count that goes back": func(auth []byte, client string) ([]byte, string) { auth[36] = 0; return auth, client },
	} {
		v := resigned(t, change)
		if err := v.key.Verify(v.act, v.sig); err != nil {
			t.Errorf("%s: %v, want it to verify", why, err)
		}
	}
}

func TestKeysThatCannotVerifyAreNotInDueForm(t *testing.T) {
	pass := passkeys(t)[0].key
	for why, spoil := range map[string]func(*Key){
		"zero":                 func(k *Key) { *k = Key{} },
		"algorithm":            func(k *Key) { k.Alg = "rs256" },
		"no site":              func(k *Key) { k.RPID = "" },
		"no origin":            func(k *Key) { k.Origins = nil },
		"not verified":         func(k *Key) { k.UV = false },
		"cut short":            func(k *Key) { k.Public = k.Public[1:] },
		"a site for a file":    func(k *Key) { k.Alg = Ed25519 },
		"not on the curve":     func(k *Key) { k.Alg, k.Public = WebAuthnES256, append([]byte{4}, make([]byte, 64)...) },
		"a file as a security": func(k *Key) { *k = fileKey(t).key; k.Alg = SSHEd25519SK },
	} {
		k := pass
		spoil(&k)
		if err := k.Check(); !errors.Is(err, ErrForm) {
			t.Errorf("%s: Check = %v, want %v", why, err, ErrForm)
		}
	}
}

func TestSignaturesAreReadBackAndNothingElseIs(t *testing.T) {
	all := vectors(t)
	pair := []Signature{all[0].sig, all[1].sig}
	pair[1].Key = "other"
	w := canon.NewWriter(nil)
	Write(&w, pair)
	data, err := w.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	r := canon.NewReader(string(data))
	back := Read(&r)
	if err := r.End(); err != nil || len(back) != 2 || !bytes.Equal(back[1].Sig, pair[1].Sig) || back[0].Key != "k" {
		t.Errorf("Read(%s) = %v, %v", data, back, err)
	}
	one := `{"alg":"ed25519","key":"k","sig":"AAAA"}`
	for why, text := range map[string]string{
		"none":               `[]`,
		"one key twice":      `[` + one + `,` + one + `]`,
		"unknown algorithm":  `[{"alg":"none","key":"k","sig":"AAAA"}]`,
		"no key":             `[{"alg":"ed25519","sig":"AAAA"}]`,
		"no signature":       `[{"alg":"ed25519","key":"k"}]`,
		"stray bits":         `[{"alg":"ed25519","key":"k","sig":"AB=="}]`,
		"client data":        `[{"alg":"ed25519","client":"AAAA","key":"k","sig":"AAAA"}]`,
		"passkey without":    `[{"alg":"webauthn-es256","key":"k","sig":"AAAA"}]`,
		"unknown word":       `[{"alg":"ed25519","iss":"x","key":"k","sig":"AAAA"}]`,
		"too long":           `[{"alg":"ed25519","key":"k","sig":"` + strings.Repeat("AAAA", 400) + `"}]`,
		"five":               `[` + strings.Repeat(one+",", 4) + one + `]`,
		"together too large": `[` + strings.Replace(one, "AAAA", strings.Repeat("AAAA", 340), 1) + `,` + strings.NewReplacer("AAAA", strings.Repeat("AAAA", 340), `"k"`, `"l"`).Replace(one) + `,` + strings.NewReplacer("AAAA", strings.Repeat("AAAA", 340), `"k"`, `"m"`).Replace(one) + `]`,
	} {
		r := canon.NewReader(text)
		Read(&r)
		if r.End() == nil {
			t.Errorf("%s: Read(%.200s) is accepted", why, text)
		}
	}
}

func FuzzVerify(f *testing.F) {
	all := vectors(f)
	for i, v := range all {
		f.Add(i, v.sig.Sig, v.sig.Auth, v.sig.Client)
	}
	f.Fuzz(func(t *testing.T, i int, sig, auth, client []byte) {
		v := all[((i%len(all))+len(all))%len(all)]
		s := Signature{Alg: v.key.Alg, Key: "k", Sig: sig, Auth: auth, Client: client}
		if v.key.Verify(append([]byte("x"), v.act...), s) == nil {
			t.Errorf("another act verifies: %x %x %q", sig, auth, client)
		}
	})
}

func BenchmarkVerify(b *testing.B) {
	for _, v := range vectors(b) {
		b.Run(v.name, func(b *testing.B) {
			for b.Loop() {
				if err := v.key.Verify(v.act, v.sig); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
