package verifier

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"iter"
	"math/big"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"accede/act"
	"accede/act/signature"
	"accede/body"
	"accede/dossier"
	"accede/form"
	"accede/internal/bundle"
	"accede/ledger"
)

// holder is a key of the set of records: its private half is made from its id, so that the same records come out again.
type holder struct {
	key  act.Key
	sign func(data []byte) signature.Signature
}

// newHolder makes a key: the id is the party, a dot, the person and, if there are several, a number.
func newHolder(t testing.TB, id string, alg signature.Alg, acts ...string) holder {
	t.Helper()
	member, person, _ := strings.Cut(id, ".")
	person, _, _ = strings.Cut(person, ".")
	if len(acts) == 0 {
		acts = []string{body.AnyAct}
	}
	k := act.Key{ID: id, Member: body.MemberID(member), Holder: person, Acts: acts, Alg: string(alg)}
	seed := sha256.Sum256([]byte("records/" + id))
	ed := ed25519.NewKeyFromSeed(seed[:])
	edPublic := ed.Public().(ed25519.PublicKey)
	ec, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), seed[:])
	if err != nil {
		t.Fatal(err)
	}
	point, err := ec.PublicKey.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	signEC := func(message []byte) []byte {
		hash := sha256.Sum256(message)
		der, err := ec.Sign(nil, hash[:], crypto.SHA256) // without chance the signature is made from key and message [RFC 6979]
		if err != nil {
			t.Fatal(err)
		}
		return der
	}
	var public []byte
	var sign func(data []byte) signature.Signature
	switch alg {
	case signature.Ed25519:
		public = edPublic
		sign = func(data []byte) signature.Signature {
			return signature.Signature{Sig: ed25519.Sign(ed, signature.Message(data))}
		}
	case signature.SSHEd25519:
		public = wire(string(alg), string(edPublic))
		sign = func(data []byte) signature.Signature {
			return sshSignature(public, alg, data, nil, func(m []byte) []byte { return ed25519.Sign(ed, m) })
		}
	case signature.SSHEd25519SK:
		public = wire(string(alg), string(edPublic), "ssh:")
		sign = func(data []byte) signature.Signature {
			return sshSignature(public, alg, data, []byte{5, 0, 0, 0, 9}, func(m []byte) []byte { return ed25519.Sign(ed, m) })
		}
	case signature.SSHECDSA:
		public = wire(string(alg), "nistp256", string(point))
		sign = func(data []byte) signature.Signature {
			return sshSignature(public, alg, data, nil, func(m []byte) []byte { return pairOf(signEC(m)) })
		}
	case signature.SSHECDSASK:
		public = wire(string(alg), "nistp256", string(point), "ssh:")
		sign = func(data []byte) signature.Signature {
			return sshSignature(public, alg, data, []byte{1, 0, 0, 0, 9}, func(m []byte) []byte { return pairOf(signEC(m)) })
		}
	case signature.WebAuthnEd25519, signature.WebAuthnES256:
		k.RPID, k.Origins, k.UV, k.Backup = "quay.example", []string{"https://quay.example"}, "required", "device"
		public = edPublic
		by := func(m []byte) []byte { return ed25519.Sign(ed, m) }
		if alg == signature.WebAuthnES256 {
			public, by, k.Backup = point, signEC, "synced"
		}
		sign = func(data []byte) signature.Signature { return passkeySignature(k, data, by) }
	}
	k.Public = signature.Encode(public)
	return holder{k, func(data []byte) signature.Signature {
		s := sign(data)
		s.Alg, s.Key = alg, id
		return s
	}}
}

// wire writes texts as SSH does.
func wire(texts ...string) []byte {
	var b []byte
	for _, t := range texts {
		b = append(binary.BigEndian.AppendUint32(b, uint32(len(t))), t...)
	}
	return b
}

// pairOf writes an ECDSA signature as SSH does; der is SEQUENCE of two INTEGERs, each shorter than 128 bytes.
func pairOf(der []byte) []byte {
	r := der[4 : 4+der[3]]
	s := der[4+int(der[3])+2:]
	return wire(string(r), string(s))
}

func sshSignature(public []byte, alg signature.Alg, data, tail []byte, sign func([]byte) []byte) signature.Signature {
	digest := sha512.Sum512(data)
	signed := append([]byte("SSHSIG"), wire(signature.Namespace, "", "sha512", string(digest[:]))...)
	if tail != nil {
		application, message := sha256.Sum256([]byte("ssh:")), sha256.Sum256(signed)
		signed = append(append(application[:], tail...), message[:]...)
	}
	inner := append(wire(string(alg), string(sign(signed))), tail...)
	blob := append([]byte("SSHSIG"), 0, 0, 0, 1)
	return signature.Signature{Sig: append(blob, wire(string(public), signature.Namespace, "", "sha512", string(inner))...)}
}

func passkeySignature(k act.Key, data []byte, sign func([]byte) []byte) signature.Signature {
	site, challenge := sha256.Sum256([]byte(k.RPID)), signature.Hash(data)
	flags := byte(0x05)
	if k.Backup == "synced" {
		flags |= 0x18
	}
	auth := append(site[:], flags, 0, 0, 0, 7)
	client := fmt.Appendf(nil, `{"type":"webauthn.get","challenge":"%s","origin":"%s","crossOrigin":false}`, base64.RawURLEncoding.EncodeToString(challenge[:]), k.Origins[0])
	hash := sha256.Sum256(client)
	return signature.Signature{Auth: auth, Client: client, Sig: sign(append(bytes.Clone(auth), hash[:]...))}
}

// twin answers the other signature that an ECDSA signature in DER has: the same r, and the order less s.
func twin(der []byte) []byte {
	r, s := der[4:4+der[3]], der[4+int(der[3])+2:]
	other := new(big.Int).Sub(elliptic.P256().Params().N, new(big.Int).SetBytes(s)).Bytes()
	if other[0]&0x80 != 0 {
		other = append([]byte{0}, other...)
	}
	body := append(append(append([]byte{2, byte(len(r))}, r...), 2, byte(len(other))), other...)
	return append([]byte{0x30, byte(len(body))}, body...)
}

// builder makes a record entry by entry, with all the keys there are. What goes through act and settle is what a
// depositary would have entered; raw enters anything.
type builder struct {
	t       testing.TB
	charter string
	docket  *dossier.Docket
	tree    *ledger.Tree
	lines   [][]byte
	at      time.Time
	holders map[string]holder
	private string
	host    string
}

// start founds a record at noon of 1 January 2030.
func start(t testing.TB, charter string, holders ...holder) *builder {
	t.Helper()
	name := "quay"
	for line := range strings.Lines(charter) {
		if id, ok := strings.CutPrefix(line, "body: "); ok {
			name = strings.TrimSpace(id)
		}
	}
	b := &builder{t: t, charter: charter, tree: new(ledger.Tree), holders: map[string]holder{}, at: time.Date(2030, 1, 1, 12, 0, 0, 0, time.UTC)}
	b.private, b.host = hostKey(t, "accede/"+name)
	f := dossier.Founding{Charter: charter, Host: b.host, Made: "records"}
	for _, h := range holders {
		f.Keys = append(f.Keys, h.key)
		b.holders[h.key.ID] = h
	}
	d, err := dossier.Found(f)
	if err != nil {
		t.Fatal(err)
	}
	b.docket = d
	b.enter(dossier.FoundingEntry(f, b.at))
	return b
}

// hostKey makes the key of a host from its name, in the two texts of golang.org/x/mod/sumdb/note.
func hostKey(t testing.TB, name string) (private, public string) {
	t.Helper()
	seed := sha256.Sum256([]byte("records/host/" + name))
	public, err := note.NewEd25519VerifierKey(name, ed25519.NewKeyFromSeed(seed[:]).Public().(ed25519.PublicKey))
	if err != nil {
		t.Fatal(err)
	}
	hash := strings.Split(public, "+")[1]
	return "PRIVATE+KEY+" + name + "+" + hash + "+" + base64.StdEncoding.EncodeToString(append([]byte{1}, seed[:]...)), public
}

// enter applies an entry and appends its bytes.
func (b *builder) enter(e dossier.Entry) {
	b.t.Helper()
	data, err := e.Marshal()
	if err != nil {
		b.t.Fatal(err)
	}
	if err := b.docket.Apply(e); err != nil {
		b.t.Fatalf("entry %d: %v", e.Seq, err)
	}
	b.raw(data)
}

// raw appends bytes as they are.
func (b *builder) raw(data []byte) {
	b.lines = append(b.lines, data)
	b.tree.Append(data)
}

func (b *builder) next() int64 { return int64(len(b.lines)) + 1 }

// later lets time pass; what is due is entered.
func (b *builder) later(d time.Duration) {
	b.t.Helper()
	b.at = b.at.Add(d)
	b.settle()
}

// settle enters every notice that is due.
func (b *builder) settle() {
	b.t.Helper()
	for b.docket.Keeping() == body.Official {
		n, ok := b.docket.Due(b.at)
		if !ok {
			return
		}
		b.enter(dossier.NoticeEntry(b.next(), b.at, n))
	}
}

// draft answers an act as its author would hand it in now.
func (b *builder) draft(id string, by body.MemberID, about string, do act.Deed) *act.Act {
	a := &act.Act{
		Body: b.docket.Charter().Body, ID: id, By: by, Date: form.Instant{At: b.at}, Do: do,
		Charter: b.docket.Version(), SeenSize: b.tree.Size(), SeenRoot: b.tree.Root().String(),
	}
	if about != "" {
		a.Dossiers = strings.Fields(about)
	}
	return a
}

// signedEntry answers the entry of an act, signed by these keys.
func (b *builder) signedEntry(a *act.Act, signers ...string) dossier.Entry {
	b.t.Helper()
	data, err := a.Marshal()
	if err != nil {
		b.t.Fatal(err)
	}
	return dossier.SignedEntry(b.next(), b.at, a, data, b.signatures(data, signers...))
}

func (b *builder) signatures(data []byte, signers ...string) []signature.Signature {
	b.t.Helper()
	var sigs []signature.Signature
	for _, id := range signers {
		h, ok := b.holders[id]
		if !ok {
			b.t.Fatalf("no key %s", id)
		}
		sigs = append(sigs, h.sign(data))
	}
	return sigs
}

// act enters an act a minute after what stands before it, and what follows from it. signers are parted by blanks.
func (b *builder) act(id string, by body.MemberID, about string, do act.Deed, signers string) {
	b.t.Helper()
	b.later(time.Minute)
	b.enter(b.signedEntry(b.draft(id, by, about, do), strings.Fields(signers)...))
	b.settle()
}

// forged answers the bytes of an entry that nobody asks whether it may stand.
func (b *builder) forged(e dossier.Entry) []byte {
	b.t.Helper()
	data, err := e.Marshal()
	if err != nil {
		b.t.Fatal(err)
	}
	return data
}

// checkpoint is signed by the host over what there is.
func (b *builder) checkpoint() []byte {
	b.t.Helper()
	return b.signed(b.private, b.tree.Size(), b.tree.Root())
}

func (b *builder) signed(private string, size int64, root ledger.Hash) []byte {
	b.t.Helper()
	signer, err := ledger.NewSigner(private)
	if err != nil {
		b.t.Fatal(err)
	}
	c, err := ledger.SignCheckpoint(signer, b.origin(), size, root)
	if err != nil {
		b.t.Fatal(err)
	}
	return c
}

func (b *builder) origin() ledger.Origin {
	b.t.Helper()
	o, err := ledger.NewOrigin(b.docket.Charter().Body, ledger.LeafHash(b.lines[0]))
	if err != nil {
		b.t.Fatal(err)
	}
	return o
}

func (b *builder) header() bundle.Header {
	return bundle.Header{Origin: b.origin(), Host: b.host, Checkpoint: b.checkpoint(), Size: b.tree.Size()}
}

// bundle writes the whole record, or the entries that address a dossier, each with its proof.
func (b *builder) bundle(id string) []byte {
	b.t.Helper()
	h := b.header()
	h.Dossier = id
	return write(b.t, h, func(yield func(bundle.Line, error) bool) {
		for i, data := range b.lines {
			l := bundle.Line{Seq: int64(i + 1), Bytes: data}
			if id != "" {
				e, err := dossier.ParseEntry(data)
				about := err == nil && (e.Founding != nil || e.Notice != nil && e.Notice.Dossier == id || e.Act != nil && strings.Contains(" "+strings.Join(e.Act.Dossiers, " ")+" ", " "+id+" "))
				if !about {
					continue
				}
				if l.Proof, err = b.tree.View().Inclusion(l.Seq, b.tree.Size()); err != nil {
					b.t.Fatal(err)
				}
			}
			if !yield(l, nil) {
				return
			}
		}
	})
}

func write(t testing.TB, h bundle.Header, lines iter.Seq2[bundle.Line, error]) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := bundle.Write(&out, h, lines); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func en(text string) body.Names { return body.Names{"en": text} }
