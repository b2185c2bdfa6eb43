package main

import (
	"crypto/ed25519"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"time"

	"accede/act"
	"accede/act/signature"
	"accede/body"
	"accede/dossier"
)

// keysVerb makes, lists, enrols and revokes keys.
type keysVerb struct {
	New    keysNewVerb    `cmd:"" help:"Make a key, and the file by which it is enrolled."`
	List   keysListVerb   `cmd:"" help:"The keys of a record, and whether they hold."`
	Enrol  keysEnrolVerb  `cmd:"" help:"Enter a key into a record."`
	Revoke keysRevokeVerb `cmd:"" help:"End a key; what it signed before stands."`

	Machine keysMachineVerb `cmd:"" help:"Keys by which machines read and act over the API."`
}

// Help is shown by --help.
func (keysVerb) Help() string {
	return "Example: accede keys new tr.key --id tr-1 --member tr --holder tr-envoy"
}

// keysNewVerb makes a key.
type keysNewVerb struct {
	File   string   `arg:"" help:"File for the private key; the public one is written beside it, with .pub."`
	ID     string   `name:"id" required:"" help:"Name of the key in the record."`
	Member string   `required:"" placeholder:"ID" help:"The party in whose name it signs."`
	Holder string   `required:"" placeholder:"ID" help:"The person who holds it, by an id of your choosing."`
	Acts   []string `placeholder:"KIND" default:"any" help:"The kinds of acts it may sign (default any)."`
	From   asOf     `placeholder:"TIME" help:"First day or instant of the mandate."`
	Until  asOf     `placeholder:"TIME" help:"First day or instant at which it no longer holds."`
	SSH    string   `name:"ssh" placeholder:"FILE.pub" help:"Take this SSH key instead of making one."`
	JSON   bool     `name:"json" help:"Print JSON."`
}

// Help is shown by --help.
func (keysNewVerb) Help() string {
	return "Examples:\n\n  accede keys new tr.key --id tr-1 --member tr --holder tr-envoy --acts position,object,withdraw\n\n" +
		"  accede keys new tr.key --id tr-2 --member tr --holder tr-deputy --ssh ~/.ssh/id_ed25519_sk.pub"
}

// Run carries the verb out.
func (v *keysNewVerb) Run(s *session) error {
	k := act.Key{ID: v.ID, Member: body.MemberID(v.Member), Holder: v.Holder, Acts: v.Acts, Alg: string(signature.Ed25519)}
	k.From, k.Until = v.From.given, v.Until.given
	public := publicOfNobody()
	if v.SSH != "" {
		alg, blob, err := readSSHPublic(v.SSH)
		if err != nil {
			return err
		}
		k.Alg, public = string(alg), blob
	}
	k.Public = signature.Encode(public)
	if _, err := act.ReadKeysFile("keys new", keysFile(k)); err != nil {
		return err
	}
	if _, err := os.Stat(v.File + ".pub"); !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s.pub is there already; take another name: %w", v.File, fs.ErrExist)
	}
	if v.SSH == "" {
		made, err := newPrivate(v.File, v.ID)
		if err != nil {
			return err
		}
		k.Public = signature.Encode(made)
	}
	if err := os.WriteFile(v.File+".pub", keysFile(k), 0o644); err != nil {
		return fmt.Errorf("write the public key: %w", err)
	}
	mark := k.Signing().Fingerprint()
	if v.JSON {
		return s.printJSON(map[string]any{"id": k.ID, "public": v.File + ".pub", "fingerprint": mark})
	}
	fmt.Fprintf(s.stdout, "Made the key %s of %s. To be enrolled: %s.pub\nFingerprint: %s\n", k.ID, k.Member, v.File, mark)
	return nil
}

// publicOfNobody answers a public key that is one, to check all that a file of keys says before there is a private key.
func publicOfNobody() []byte {
	return ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize)).Public().(ed25519.PublicKey)
}

// keysFile answers a file of keys with one in it. Every text is quoted, so that none can be taken for something else.
func keysFile(k act.Key) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "accede: %s\nkeys:\n  - id: %q\n    member: %q\n    holder: %q\n    acts: [", act.KeysFormat, k.ID, k.Member, k.Holder)
	for i, kind := range k.Acts {
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "%q", kind)
	}
	b.WriteString("]\n")
	if !k.From.IsZero() {
		fmt.Fprintf(&b, "    from: %s\n", k.From)
	}
	if !k.Until.IsZero() {
		fmt.Fprintf(&b, "    until: %s\n", k.Until)
	}
	fmt.Fprintf(&b, "    alg: %q\n    public: %q\n", k.Alg, k.Public)
	return []byte(b.String())
}

// readKeys reads files of keys.
func readKeys(files []string) ([]act.Key, error) {
	var all []act.Key
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("read keys: %w", err)
		}
		keys, err := act.ReadKeysFile(file, text)
		if err != nil {
			return nil, err
		}
		all = append(all, keys...)
	}
	return all, nil
}

// keysListVerb lists keys.
type keysListVerb struct {
	Record string `required:"" placeholder:"DIR" help:"Folder of the record, or its address in PostgreSQL."`
	AsOf   asOf   `name:"as-of" placeholder:"TIME" help:"As of the end of a day, or of an instant (RFC 3339)."`
	JSON   bool   `name:"json" help:"Print JSON: a list, in the order of enrolment."`
}

// Help is shown by --help.
func (keysListVerb) Help() string { return "Example: accede keys list --record records/quay" }

// keyInfo is a key in the output of keys list --json.
type keyInfo struct {
	ID          string   `json:"id"`
	Member      string   `json:"member"`
	Holder      string   `json:"holder"`
	Alg         string   `json:"alg"`
	Acts        []string `json:"acts"`
	Fingerprint string   `json:"fingerprint"`
	State       string   `json:"state"`
	Enrolled    int64    `json:"enrolled"` // the entry
	Revoked     int64    `json:"revoked"`  // the entry; 0 while it was not
	From        string   `json:"from"`
	Until       string   `json:"until"`                   // empty: until revoked
	Decisive    string   `json:"decisive_from,omitempty"` // from when it signs what is decisive; empty: as soon as it signs
}

func infoOf(k dossier.KeyStanding) keyInfo {
	i := keyInfo{
		ID: k.Key.ID, Member: string(k.Key.Member), Holder: k.Key.Holder, Alg: k.Key.Alg, Acts: k.Key.Acts,
		Fingerprint: k.Fingerprint, State: string(k.State), Enrolled: k.Enrolled, Revoked: k.Revoked, From: k.From.UTC().Format(time.RFC3339),
	}
	if !k.Until.IsZero() {
		i.Until = k.Until.UTC().Format(time.RFC3339)
	}
	if !k.Decisive.IsZero() {
		i.Decisive = k.Decisive.UTC().Format(time.RFC3339)
	}
	return i
}

// Run carries the verb out.
func (v *keysListVerb) Run(s *session) error {
	r, at, err := s.readRecord(v.Record, v.AsOf)
	if err != nil {
		return err
	}
	all := []keyInfo{}
	for _, k := range r.Docket.Keys(at) {
		all = append(all, infoOf(k))
	}
	if v.JSON {
		return s.printJSON(all)
	}
	if len(all) == 0 {
		fmt.Fprintln(s.stdout, "The record has no keys: acts are registered from paper, or reported.")
	}
	for _, k := range all {
		fmt.Fprintf(s.stdout, "%s  %s, held by %s: %s (entry %d)\n    %s, for %s\n    %s\n", k.ID, k.Member, k.Holder, k.State, k.Enrolled,
			k.Alg, strings.Join(k.Acts, ", "), s.paint(faint, k.Fingerprint))
		if k.Decisive > s.clock().UTC().Format(time.RFC3339) {
			fmt.Fprintf(s.stdout, "    new: signs what is decisive from %s on\n", k.Decisive)
		}
	}
	return nil
}

// keysEnrolVerb enrols keys.
type keysEnrolVerb struct {
	File string `arg:"" help:"File of public keys (accede: keys/1)."`
	signing
}

// Help is shown by --help.
func (keysEnrolVerb) Help() string {
	return "Example: accede keys enrol tr.key.pub --record records/quay --key chair.key\n\n" +
		"A party's first key is signed for by the chair or the secretariat, every later one by a key of the party."
}

// Run carries the verb out.
func (v *keysEnrolVerb) Run(s *session) error {
	keys, err := readKeys([]string{v.File})
	if err != nil {
		return err
	}
	var acts []act.Act
	for i := range keys {
		acts = append(acts, act.Act{Do: &act.Enrol{Key: keys[i]}})
	}
	return v.perform(s, acts)
}

// keysRevokeVerb revokes a key.
type keysRevokeVerb struct {
	ID     string `arg:"" help:"Id of the key."`
	Reason string `help:"Why, in English."`
	signing
}

// Help is shown by --help.
func (keysRevokeVerb) Help() string {
	return "Example: accede keys revoke tr-1 --reason 'Stolen.' --record records/quay --key tr-2.key"
}

// Run carries the verb out.
func (v *keysRevokeVerb) Run(s *session) error {
	do := &act.Revoke{Key: v.ID}
	if v.Reason != "" {
		do.Reason = body.Names{"en": v.Reason}
	}
	return v.perform(s, []act.Act{{Do: do}})
}
