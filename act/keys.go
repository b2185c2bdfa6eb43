package act

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"accede/act/signature"
	"accede/body"
	"accede/canon"
	"accede/form"
)

// Key is a key with the full powers it carries: whose it is, who holds it, what it may sign and from when until when.
// [VCLT 7] It is pinned when it is enrolled and never changed: a key that should be otherwise is another key.
type Key struct {
	ID      string        `form:"id,required" is:"id" doc:"the key's name, unique in the record for ever"`
	Member  body.MemberID `form:"member,required" doc:"the party in whose name it signs"`
	Holder  string        `form:"holder,required" is:"id" doc:"the person who holds it, by an id of the party's choosing: names stay outside the record"`
	Acts    []string      `form:"acts,required" is:"id" doc:"the kinds of acts it may sign, or any"`
	From    form.Instant  `form:"from" doc:"the first instant of the mandate; default from the enrolment on"`
	Until   form.Instant  `form:"until" doc:"the first instant at which the mandate no longer holds; a day means its beginning"`
	Alg     string        `form:"alg,required" enum:"ed25519,ssh-ed25519,sk-ssh-ed25519@openssh.com,ecdsa-sha2-nistp256,sk-ecdsa-sha2-nistp256@openssh.com,webauthn-ed25519,webauthn-es256" doc:"how it signs; what a signature says of itself never chooses it"`
	Public  string        `form:"public,required" is:"bytes" doc:"the public key in base64: 32 bytes, a point of P-256, or the key as SSH writes it"`
	RPID    string        `form:"rp_id" doc:"of a passkey: the site it was made for"`
	Origins []string      `form:"origins" is:"url" doc:"of a passkey: the pages that may ask it to sign"`
	UV      string        `form:"user_verification" enum:"required" doc:"its holder must have been verified, by fingerprint or PIN; of a passkey always"`
	Backup  string        `form:"backup" enum:"device,synced" doc:"of a passkey: it stays on one device, or may be copied"`
}

// Enrol enters a key. A party that has keys enrols by one of them; one that never had any is enrolled by the chair or
// the secretariat.
type Enrol struct {
	Key Key `form:"key,required"`
}

// Rotate puts a key of the author's in the place of another: same holder, no wider powers. The old one is revoked.
type Rotate struct {
	Of  string `form:"of,required" is:"id" doc:"id of the key that is replaced"`
	Key Key    `form:"key,required"`
}

// Revoke ends a key from this entry on. What it signed before stands.
type Revoke struct {
	Key    string     `form:"key,required" is:"id" doc:"id of the key"`
	Reason body.Names `form:"reason"`
}

// Recover gives a party that has lost its keys a new one: other members sign, as the charter says. When it begins to
// hold, all keys the party had before have ended, unless the new one was revoked meanwhile.
type Recover struct {
	Key    Key        `form:"key,required"`
	Reason body.Names `form:"reason,required"`
}

// Signing answers what package signature needs of the key. It takes the base64 of Public, which has been checked.
func (k Key) Signing() signature.Key {
	public, _ := signature.Decode(k.Public) // what is not base64 verifies nothing
	return signature.Key{
		Alg: signature.Alg(k.Alg), Public: public, RPID: k.RPID, Origins: k.Origins, UV: k.UV != "", Synced: k.Backup == "synced",
	}
}

// Powers answers the full powers of the key in a zone; from is when they begin where the key does not say.
func (k Key) Powers(zone *time.Location, from time.Time) body.FullPowers {
	p := body.FullPowers{Member: k.Member, Holder: k.Holder, Acts: k.Acts, From: from}
	if !k.From.IsZero() && k.From.In(zone).After(from) {
		p.From = k.From.In(zone)
	}
	if !k.Until.IsZero() {
		p.Until = k.Until.In(zone)
	}
	return p
}

func (k Key) rule() string {
	for _, kind := range k.Acts {
		if kind != body.AnyAct && plans()[Kind(kind)] == nil {
			return fmt.Sprintf("acts: %q is no kind of act; %s", kind, instead(kind, append(words(Kinds()), body.AnyAct), "the kinds are"))
		}
	}
	if (k.Backup != "") != signature.Alg(k.Alg).Passkey() {
		return "backup: a passkey says whether it may be copied, another key does not"
	}
	if !k.From.IsZero() && !k.Until.IsZero() && k.From.DayOnly() && k.Until.DayOnly() && !k.From.Day.Before(k.Until.Day) {
		return "until: the mandate ends before it begins"
	}
	if err := k.Signing().Check(); err != nil {
		return strings.TrimSuffix(err.Error(), ": "+signature.ErrForm.Error())
	}
	return ""
}

// rule of the whole: what was seen is size and root together.
func (a *Act) rule() string {
	if (a.SeenSize > 0) != (a.SeenRoot != "") {
		return "seen_size and seen_root go together"
	}
	return ""
}

// checkBytes wants base64; hashes are 32 bytes.
func checkBytes(text string, size int) string {
	b, err := signature.Decode(text)
	switch {
	case err != nil:
		return fmt.Sprintf("%.40q is not base64", text)
	case size > 0 && len(b) != size:
		return fmt.Sprintf("it has %d bytes, not %d", len(b), size)
	}
	return ""
}

// WriteKeys writes keys as they stand in a founding, each of them checked.
func WriteKeys(w *canon.Writer, keys []Key) {
	s := shapeOf(reflect.TypeFor[[]Key]())
	v := reflect.ValueOf(&keys).Elem()
	if wrong := s.check(v); wrong != "" {
		w.Refuse("keys: " + wrong)
	}
	s.write(w, v)
}

// ReadKeys reads what WriteKeys writes, and checks it.
func ReadKeys(r *canon.Reader) []Key {
	var keys []Key
	s := shapeOf(reflect.TypeFor[[]Key]())
	v := reflect.ValueOf(&keys).Elem()
	s.read(r, v)
	if r.Err() == nil {
		if wrong := s.check(v); wrong != "" {
			r.Refuse("keys: " + wrong)
		}
	}
	return keys
}

// KeysFormat is the first line of every file of keys of this version.
const KeysFormat = "keys/1"

// ReadKeysFile reads a file of public keys: accede: keys/1, and a list of keys. The error is form.Faults.
func ReadKeysFile(name string, data []byte) ([]Key, error) {
	root, err := form.Parse(name, data)
	if err != nil {
		return nil, err
	}
	r := &reading{}
	format, _ := root.Get(keyFormat)
	list, ok := root.Get("keys")
	if root.Kind != form.Mapping || !ok || format == nil || format.Value != KeysFormat {
		r.tell(root, "a file of keys has accede: %s, and a list of keys", KeysFormat)
		return nil, r.all()
	}
	for i := range root.Len() {
		if key := root.Key(i); !slices.Contains([]string{keyFormat, "keys"}, key.Value) {
			r.tell(key, "unknown key %q; the keys here are accede, keys", key.Value)
		}
	}
	var keys []Key
	r.value(list, shapeOf(reflect.TypeFor[[]Key]()), reflect.ValueOf(&keys).Elem())
	first := map[string]bool{}
	for i, k := range keys {
		if first[k.ID] && k.ID != "" {
			r.tell(list.Item(i), "the key %s is here twice", k.ID)
		}
		first[k.ID] = true
	}
	return keys, r.all()
}
