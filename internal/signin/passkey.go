package signin

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"database/sql"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/protocol/webauthncose"
	"github.com/go-webauthn/webauthn/webauthn"

	"accede/act/signature"
)

// Passkey is a passkey of a person, as it signs in.
type Passkey struct {
	Person
	ID         []byte // the credential's
	Key        string // id of the key in the record; empty for one that signs nothing
	Made       time.Time
	credential webauthn.Credential
}

// Site is the place at which people sign in: an origin, for which passkeys are made. It may be used by many goroutines
// at once.
type Site struct {
	origin, rpID string
	lib          *webauthn.WebAuthn
	secret       []byte // of challenges; of this process alone
}

// NewSite answers the site of an origin, such as https://accede.example. The name stands in the browser's dialogue.
func NewSite(origin, name string) (*Site, error) {
	u, err := url.Parse(origin)
	if err != nil || u.Host == "" || u.Path != "" || u.Scheme != "https" && u.Hostname() != "localhost" {
		return nil, fmt.Errorf("the site %q: say https:// and a name, or http://localhost and a port, and nothing behind it", origin)
	}
	lib, err := webauthn.New(&webauthn.Config{RPID: u.Hostname(), RPDisplayName: name, RPOrigins: []string{origin}})
	if err != nil {
		return nil, fmt.Errorf("the site %q: %w", origin, err)
	}
	s := &Site{origin: origin, rpID: u.Hostname(), lib: lib, secret: make([]byte, 32)}
	rand.Read(s.secret) // it never fails
	return s, nil
}

// Origin answers the origin, RPID the site of its passkeys.
func (s *Site) Origin() string { return s.origin }

// RPID answers the site of its passkeys: the host of the origin.
func (s *Site) RPID() string { return s.rpID }

// challengeLasts is how long a challenge may be answered.
const challengeLasts = 10 * time.Minute

// Challenge answers a challenge for one purpose, which says in itself until when it holds: nothing is kept of it until
// it is answered, so asking for many costs nothing.
func (s *Site) Challenge(purpose string, now time.Time) string {
	raw := make([]byte, 24, 56)
	rand.Read(raw[:16]) // it never fails
	binary.BigEndian.PutUint64(raw[16:], uint64(now.Add(challengeLasts).Unix()))
	return base64.RawURLEncoding.EncodeToString(s.seal(raw, purpose))
}

func (s *Site) seal(raw []byte, purpose string) []byte {
	m := hmac.New(sha256.New, s.secret)
	m.Write(raw[:24])
	m.Write([]byte(purpose))
	return m.Sum(raw[:24])
}

// spend checks that a challenge was made here for that purpose and has not run out, and uses it up.
func (s *Store) spend(ctx context.Context, site *Site, challenge, purpose string, now time.Time) error {
	raw, err := base64.RawURLEncoding.Strict().DecodeString(challenge)
	if err != nil || len(raw) != 56 || subtle.ConstantTimeCompare(site.seal(append([]byte{}, raw[:24]...), purpose), raw) != 1 ||
		now.Unix() >= int64(binary.BigEndian.Uint64(raw[16:24])) {
		return fmt.Errorf("its challenge is not one of this page, or has run out: %w", ErrPasskey)
	}
	if _, err := s.db.ExecContext(ctx, `DELETE FROM spent WHERE until<=?`, now.Unix()); err != nil {
		return err
	}
	ok, err := changed(s.db.ExecContext(ctx, `INSERT INTO spent (challenge, until) VALUES (?,?) ON CONFLICT DO NOTHING`, raw, now.Add(challengeLasts).Unix()))
	if err == nil && !ok {
		return fmt.Errorf("its challenge was answered before: %w", ErrPasskey)
	}
	return err
}

// Made is what a browser answers when it has made a passkey, each part as it came.
type Made struct {
	Challenge, ID       string // base64 for addresses
	Client, Attestation []byte
}

// Register checks what a browser answers when it was asked for a passkey, and answers the passkey and its public key
// with all that is to be pinned. Nothing is kept yet. It wraps ErrPasskey.
func (s *Store) Register(ctx context.Context, site *Site, purpose string, who Person, m Made, now time.Time) (Passkey, signature.Key, error) {
	if err := s.spend(ctx, site, m.Challenge, purpose, now); err != nil {
		return Passkey{}, signature.Key{}, err
	}
	id, err := base64.RawURLEncoding.Strict().DecodeString(m.ID)
	if err != nil {
		return Passkey{}, signature.Key{}, fmt.Errorf("its id cannot be read: %w", ErrPasskey)
	}
	sent := protocol.CredentialCreationResponse{
		PublicKeyCredential: protocol.PublicKeyCredential{Credential: protocol.Credential{ID: m.ID, Type: "public-key"}, RawID: id},
		AttestationResponse: protocol.AuthenticatorAttestationResponse{
			AuthenticatorResponse: protocol.AuthenticatorResponse{ClientDataJSON: m.Client}, AttestationObject: m.Attestation,
		},
	}
	parsed, err := sent.Parse()
	if err != nil {
		return Passkey{}, signature.Key{}, fmt.Errorf("read what it answered: %w: %w", err, ErrPasskey)
	}
	u := user{who, nil}
	c, err := site.lib.CreateCredential(u, webauthn.SessionData{
		Challenge: m.Challenge, RelyingPartyID: site.rpID, UserID: u.WebAuthnID(), UserVerification: protocol.VerificationRequired, CredParams: algorithms(),
	}, parsed)
	if err != nil {
		return Passkey{}, signature.Key{}, fmt.Errorf("check what it answered: %w: %w", err, ErrPasskey)
	}
	key, err := pinned(site, c)
	return Passkey{Person: who, ID: c.ID, Made: now, credential: *c}, key, err
}

// algorithms are the ones by which passkeys sign here: Ed25519 and ECDSA on P-256, no RSA.
func algorithms() []protocol.CredentialParameter {
	return []protocol.CredentialParameter{
		{Type: "public-key", Algorithm: webauthncose.AlgEdDSA}, {Type: "public-key", Algorithm: webauthncose.AlgES256},
	}
}

// pinned answers the key as the record is to have it.
func pinned(site *Site, c *webauthn.Credential) (signature.Key, error) {
	k := signature.Key{RPID: site.rpID, Origins: []string{site.origin}, UV: true, Synced: c.Flags.BackupEligible}
	public, err := webauthncose.ParsePublicKey(c.PublicKey)
	if err != nil {
		return k, fmt.Errorf("read its public key: %w: %w", err, ErrPasskey)
	}
	switch p := public.(type) {
	case webauthncose.OKPPublicKeyData:
		k.Alg, k.Public = signature.WebAuthnEd25519, p.XCoord
	case webauthncose.EC2PublicKeyData:
		k.Alg, k.Public = signature.WebAuthnES256, append(append([]byte{4}, p.XCoord...), p.YCoord...)
	default:
		return k, fmt.Errorf("it signs by an algorithm that is not taken here: %w", ErrPasskey)
	}
	if !c.Flags.UserVerified {
		return k, fmt.Errorf("it did not verify its holder: %w", ErrPasskey)
	}
	if err := k.Check(); err != nil {
		return k, fmt.Errorf("%w: %w", err, ErrPasskey)
	}
	return k, nil
}

// user is a person as the library sees one.
type user struct {
	Person
	credentials []webauthn.Credential
}

// WebAuthnID answers 32 bytes that tell one person from another, and nothing else.
func (u user) WebAuthnID() []byte { return Handle(u.Person) }

// WebAuthnName answers what the browser shows beside a passkey.
func (u user) WebAuthnName() string { return u.Holder + " (" + string(u.Party) + ")" }

// WebAuthnDisplayName answers the same.
func (u user) WebAuthnDisplayName() string { return u.WebAuthnName() }

// WebAuthnCredentials answers the passkeys of the person.
func (u user) WebAuthnCredentials() []webauthn.Credential { return u.credentials }

// Handle answers 32 bytes by which a passkey knows its person.
func Handle(p Person) []byte {
	h := sha256.Sum256([]byte("accede/person/1\n" + string(p.Party) + "\n" + p.Holder))
	return h[:]
}

// KeepPasskey keeps a passkey more of a person who is signed in.
func (s *Store) KeepPasskey(ctx context.Context, p Passkey, now time.Time) error {
	return s.within(ctx, func(tx *sql.Tx) error { return keepPasskey(ctx, tx, p, now) })
}

func keepPasskey(ctx context.Context, tx *sql.Tx, p Passkey, now time.Time) error {
	text, err := json.Marshal(p.credential)
	if err != nil {
		return fmt.Errorf("keep a passkey: %w", err)
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO passkeys (id, party, holder, key, credential, made) VALUES (?,?,?,?,?,?)`,
		p.ID, string(p.Party), p.Holder, p.Key, string(text), now.Unix())
	if err != nil {
		return fmt.Errorf("keep a passkey of %s: %w", p.Holder, err)
	}
	return nil
}

// Passkeys answers the passkeys of a person, in the order in which they were made.
func (s *Store) Passkeys(ctx context.Context, p Person) ([]Passkey, error) {
	rows, err := s.db.QueryContext(ctx, selectPasskey+`WHERE k.party=? AND k.holder=? ORDER BY k.made, k.id`, string(p.Party), p.Holder)
	if err != nil {
		return nil, fmt.Errorf("list the passkeys of %s: %w", p.Holder, err)
	}
	defer rows.Close()
	var all []Passkey
	for rows.Next() {
		k, err := readPasskey(rows.Scan)
		if err != nil {
			return nil, fmt.Errorf("list the passkeys of %s: %w", p.Holder, err)
		}
		all = append(all, k)
	}
	return all, rows.Err()
}

// Passkey answers a passkey by its id. ErrPasskey: it is not known here.
func (s *Store) Passkey(ctx context.Context, id []byte) (Passkey, error) {
	k, err := readPasskey(s.db.QueryRowContext(ctx, selectPasskey+`WHERE k.id=?`, id).Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return Passkey{}, fmt.Errorf("it is not known here: %w", ErrPasskey)
	}
	return k, err
}

const selectPasskey = `SELECT k.id, k.party, k.holder, p.role, k.key, k.credential, k.made FROM passkeys k JOIN people p ON p.party=k.party AND p.holder=k.holder `

func readPasskey(scan func(...any) error) (Passkey, error) {
	var k Passkey
	var text string
	var made int64
	if err := scan(&k.ID, &k.Party, &k.Holder, &k.Role, &k.Key, &text, &made); err != nil {
		return Passkey{}, err
	}
	k.Made = instant(made)
	return k, json.Unmarshal([]byte(text), &k.credential)
}

// Answered is what a browser answers when a passkey has signed, each part as it came.
type Answered struct {
	ID, Client, Auth, Sig []byte
}

// SignIn checks what a passkey answers to a challenge of the sign-in page, and answers whose it is. It wraps
// ErrPasskey.
func (s *Store) SignIn(ctx context.Context, site *Site, challenge string, a Answered, now time.Time) (Passkey, error) {
	if err := s.spend(ctx, site, challenge, "sign-in", now); err != nil {
		return Passkey{}, err
	}
	k, err := s.Passkey(ctx, a.ID)
	if err != nil {
		return Passkey{}, err
	}
	id := base64.RawURLEncoding.EncodeToString(a.ID)
	sent := protocol.CredentialAssertionResponse{
		PublicKeyCredential: protocol.PublicKeyCredential{Credential: protocol.Credential{ID: id, Type: "public-key"}, RawID: a.ID},
		AssertionResponse: protocol.AuthenticatorAssertionResponse{
			AuthenticatorResponse: protocol.AuthenticatorResponse{ClientDataJSON: a.Client}, AuthenticatorData: a.Auth, Signature: a.Sig,
		},
	}
	parsed, err := sent.Parse()
	if err != nil {
		return Passkey{}, fmt.Errorf("read what it answered: %w: %w", err, ErrPasskey)
	}
	u := user{k.Person, []webauthn.Credential{k.credential}}
	_, err = site.lib.ValidateLogin(u, webauthn.SessionData{
		Challenge: challenge, RelyingPartyID: site.rpID, UserID: u.WebAuthnID(), UserVerification: protocol.VerificationRequired,
	}, parsed)
	if err != nil {
		return Passkey{}, fmt.Errorf("check what it answered: %w: %w", err, ErrPasskey)
	}
	return k, nil
}
