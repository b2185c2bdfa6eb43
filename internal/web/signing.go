package web

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"accede/act"
	"accede/act/signature"
	"accede/body"
	"accede/dossier"
	"accede/form"

	"accede/internal/enclosing"
	"accede/internal/signin"
	"accede/internal/view"
	"accede/internal/view/words"
)

// toSign is an act in its exact bytes, with what a page needs to have it signed.
type toSign struct {
	Act         string // the bytes, in base64
	Text        string // the bytes, as they are read
	Hash        string // in hex
	Challenge   string // the same, as a browser takes it
	RP          string
	Allow       string // the passkeys whose keys hold, in base64 for addresses, with blanks between
	Signed      []string
	Fingerprint string // of the key in it; empty: there is none
	Why         string // the key of what is said where no passkey of the reader's can sign
}

var b64 = base64.RawURLEncoding.Strict()

// part answers bytes that a page sent as base64 for addresses.
func part(typed url.Values, name string) []byte {
	data, err := b64.DecodeString(typed.Get(name))
	if err != nil {
		return nil
	}
	return data
}

// prepare completes an act with what every signed act says: under which charter, and what its author had seen.
func (c acting) prepare(a *act.Act) {
	a.Charter, a.SeenSize, a.SeenRoot = c.docket.Version(), c.docket.Size(), c.seenRoot
	if c.paper != "" {
		a.Paper = &act.Paper{By: c.paper, From: c.from}
	}
}

// signing answers what a page needs to have an act signed by somebody.
func (s *site) signing(r *http.Request, a asked, x signin.Session, data []byte, sigs []signature.Signature) (toSign, error) {
	hash := signature.Hash(data)
	t := toSign{
		Act: b64.EncodeToString(data), Text: string(data), Hash: hex.EncodeToString(hash[:]), Challenge: b64.EncodeToString(hash[:]),
		RP: s.opts.SignIn.Site.RPID(),
	}
	for _, one := range sigs {
		t.Signed = append(t.Signed, one.Key)
	}
	if read, err := act.Parse(data); err == nil {
		if k, ok := dossier.SignedEntry(0, a.at, &read, data, nil).NewKey(); ok {
			t.Fingerprint = k.Signing().Fingerprint()
		}
	}
	all, err := s.opts.SignIn.Store.Passkeys(r.Context(), x.Person)
	if err != nil {
		return t, err
	}
	keys := a.docket.Keys(a.at)
	var allow []string
	t.Why = "sign.nokey"
	for _, k := range all {
		i := slices.IndexFunc(keys, func(h dossier.KeyStanding) bool { return h.Key.ID == k.Key && k.Key != "" })
		switch {
		case slices.Contains(t.Signed, k.Key):
			t.Why = "sign.already"
		case i >= 0 && keys[i].State == dossier.KeyHolds:
			allow = append(allow, b64.EncodeToString(k.ID))
		case i < 0 && k.Key != "" && t.Why == "sign.nokey":
			t.Why = "sign.waits"
		}
	}
	if t.Allow = strings.Join(allow, " "); t.Allow != "" {
		t.Why = ""
	}
	return t, nil
}

// errForeignAct is an act that is not the one asked for.
var errForeignAct = errors.New("another act than the one that was shown was signed")

// signed answers the act that a form brings and the signatures on it: by a passkey, or signed elsewhere and put in as a
// line. want, where it is given, is the act that was shown.
func (s *site) signed(r *http.Request, d *dossier.Docket, x signin.Session, typed url.Values, want []byte) ([]byte, []signature.Signature, error) {
	if line := strings.TrimSpace(typed.Get("line")); line != "" {
		return signedElsewhere(line, want)
	}
	data := part(typed, "act")
	if len(want) > 0 && !bytes.Equal(data, want) {
		return nil, nil, errForeignAct
	}
	id := part(typed, "passkey.id")
	all, err := s.opts.SignIn.Store.Passkeys(r.Context(), x.Person)
	if err != nil {
		return nil, nil, err
	}
	i := slices.IndexFunc(all, func(k signin.Passkey) bool { return bytes.Equal(k.ID, id) })
	if i < 0 || all[i].Key == "" {
		return nil, nil, signin.ErrPasskey
	}
	key, ok := d.Keyring().Signing(all[i].Key)
	if !ok {
		return nil, nil, dossier.Refuse("passkey-not-enrolled", all[i].Key)
	}
	one := signature.Signature{Alg: key.Alg, Key: all[i].Key, Sig: part(typed, "passkey.sig"), Auth: part(typed, "passkey.auth"), Client: part(typed, "passkey.client")}
	return data, []signature.Signature{one}, one.Check()
}

func signedElsewhere(line string, want []byte) ([]byte, []signature.Signature, error) {
	for l, err := range act.Lines("line", strings.NewReader(line)) {
		if err != nil {
			return nil, nil, err
		}
		data, err := l.Act.Marshal()
		switch {
		case err != nil:
			return nil, nil, err
		case len(l.Signatures) == 0:
			return nil, nil, dossier.Refuse("line-unsigned")
		case len(want) > 0 && !bytes.Equal(data, want):
			return nil, nil, errForeignAct
		}
		return data, l.Signatures, nil
	}
	return nil, nil, act.ErrForm
}

// hand hands a signed act in, with what it encloses. Where its signatures are good and not enough, it waits for another;
// whether it does is answered.
func (s *site) hand(r *http.Request, data []byte, sigs []signature.Signature, items []act.Opening) (waits bool, err error) {
	hash := signature.Hash(data)
	in := s.opts.SignIn
	_, err = in.Acts.SubmitEnclosed(r.Context(), data, sigs, items)
	if err == nil {
		if read, parsed := act.Parse(data); parsed == nil {
			s.endKeys(r, &read)
		}
		return false, in.Store.Settle(r.Context(), hash[:])
	}
	waits = errors.Is(err, dossier.ErrSigners)
	if _, none := in.Store.Awaited(r.Context(), hash[:]); len(items) > 0 && (waits || none == nil) {
		// Of an act that is refused nothing is kept; this one goes on waiting.
		if wrong := in.Held.Hold(r.Context(), s.src.Now(), s.src.Now().Add(signin.WaitingLasts), items...); wrong != nil {
			return false, wrong
		}
	}
	if !waits {
		return false, err
	}
	line, wrong := act.AppendSigned(nil, data, sigs)
	if wrong != nil {
		return false, wrong
	}
	return true, in.Store.Await(r.Context(), signin.Waiting{Hash: hash[:], Line: line, Made: s.src.Now()})
}

// endKeys ends the sessions of a person whose key was replaced or revoked.
func (s *site) endKeys(r *http.Request, a *act.Act) {
	ended := ""
	switch do := a.Do.(type) {
	case *act.Rotate:
		ended = do.Of
	case *act.Revoke:
		ended = do.Key
	default:
		return
	}
	d, at, err := s.src.Docket(r.Context(), s.src.Now())
	if err != nil {
		return
	}
	for _, k := range d.Keys(at) {
		if k.Key.ID == ended {
			if err := s.opts.SignIn.Store.EndAll(r.Context(), signin.Person{Party: k.Key.Member, Holder: k.Key.Holder}); err != nil {
				s.opts.Log.Error("sessions not ended", "err", err)
			}
		}
	}
}

// together answers the signatures of two lists, each key once.
func together(a, b []signature.Signature) []signature.Signature {
	all := slices.Clone(a)
	for _, one := range b {
		if !slices.ContainsFunc(all, func(x signature.Signature) bool { return x.Key == one.Key }) {
			all = append(all, one)
		}
	}
	return all
}

// concerns says whether a person may see, and perhaps sign, an act that waits.
func concerns(d *dossier.Docket, x signin.Person, a *act.Act) bool {
	if x.Role != signin.Delegate {
		return false
	}
	switch do := a.Do.(type) {
	case *act.Enrol:
		return do.Key.Member == x.Party || conducts(d, x.Party)
	case *act.Revoke, *act.Rotate:
		return a.By == x.Party || conducts(d, x.Party)
	case *act.Recover:
		return true
	}
	if a.Paper != nil {
		return a.Paper.By == x.Party
	}
	return a.By == x.Party
}

// problemOf says in words why an act was not taken: form, authority or standing. ok is false where that is not known.
func problemOf(f frame, d *dossier.Docket, id string, err error) (p view.Problem, code int, ok bool) {
	code = http.StatusUnprocessableEntity
	var faults form.Faults
	if refusal, is := errors.AsType[*dossier.Refusal](err); is {
		return view.Problem{Said: rich(f, refusalKey(refusal), "clause", view.SayRefusal(d, refusal, f.Reader))}, code, true
	}
	switch {
	case errors.Is(err, errHeld):
		return view.Problem{Text: t(f, "wrong.held")}, http.StatusConflict, true
	case errors.Is(err, ErrRoom):
		return view.Problem{Field: view.FilesControl, Text: t(f, "wrong.share")}, http.StatusInsufficientStorage, true
	case errors.Is(err, ErrClock):
		return view.Problem{Text: t(f, "wrong.jumped")}, http.StatusServiceUnavailable, true
	case errors.Is(err, ErrLookAlike):
		return view.Problem{Field: "name", Text: t(f, "wrong.look-alike")}, code, true
	case errors.Is(err, ErrAway):
		return view.Problem{Text: t(f, "wrong.away")}, http.StatusServiceUnavailable, true
	case errors.Is(err, enclosing.ErrRecipient):
		return view.Problem{Field: "recipients", Text: t(f, "wrong.recipient")}, code, true
	case errors.Is(err, act.ErrForm), errors.Is(err, signature.ErrForm):
		return view.Problem{Said: rich(f, "wrong.form", "what", words.Filed{Text: formFault(err, id), Lang: "en"})}, code, true
	case errors.As(err, &faults):
		return view.Problem{Said: rich(f, "wrong.form", "what", words.Filed{Text: faults.Error(), Lang: "en"})}, code, true
	case errors.Is(err, signin.ErrPasskey), errors.Is(err, errForeignAct):
		return view.Problem{Text: t(f, "wrong.passkey")}, http.StatusForbidden, true
	}
	return view.Problem{Text: t(f, "wrong.unknown-fate")}, http.StatusServiceUnavailable, false
}

// behalf reads on whose behalf an office registers paper; ok is false where it may not.
func (c *acting) behalf(r *http.Request, x signin.Session) bool {
	party := body.MemberID(r.PathValue("party"))
	if party == "" {
		return true
	}
	if !conducts(c.docket, x.Party) || party == x.Party || !view.MayTake(c.docket, party, c.at, c.frame.Reader) {
		return false
	}
	c.seat, c.paper = party, x.Party
	return true
}
