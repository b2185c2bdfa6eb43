package view

import (
	"strings"
	"time"

	"accede/act"
	"accede/act/signature"
	"accede/body"
	"accede/dossier"

	"accede/internal/view/words"
)

// KeyLine is a key of the record: whose it is, what it may sign, from when until when, and whether it holds.
type KeyLine struct {
	ID          string `json:"id"`
	Member      string `json:"member"`
	Party       Party  `json:"-"`
	Holder      string `json:"holder"`
	How         string `json:"kind"`  // the sort of key, in words
	Acts        string `json:"acts"`  // what it may sign, in words
	From        string `json:"from"`  // a day in words
	Until       string `json:"until"` // a day in words; empty: until revoked
	State       string `json:"state"` // in words
	Mark        Mark   `json:"mark"`
	Live        bool   `json:"live"` // it holds, or will
	Entry       int64  `json:"entry"`
	Fingerprint string `json:"fingerprint"`
}

// Keys answers every key the record has had, in the order of enrolment, at an instant not before what is folded.
func Keys(d *dossier.Docket, at time.Time, r *words.Reader) []KeyLine {
	set := SettingOf(d)
	var all []KeyLine
	for _, k := range d.Keys(at) {
		x := KeyLine{
			ID: k.Key.ID, Member: string(k.Key.Member), Party: set.party(k.Key.Member, r), Holder: k.Key.Holder, How: howKey(k.Key, r), Acts: actsOf(k.Key, r),
			From: r.Day(k.From.In(set.Zone)), State: r.Say("key.state."+strings.ReplaceAll(string(k.State), " ", "-"), nil), Entry: k.Enrolled, Fingerprint: k.Fingerprint,
		}
		if !k.Until.IsZero() {
			x.Until = r.Day(k.Until.In(set.Zone))
		}
		switch k.State {
		case dossier.KeyHolds:
			x.Mark, x.Live = MarkMet, true
		case dossier.KeyWaits:
			x.Mark, x.Live = MarkWait, true
		case dossier.KeyRan, dossier.KeyRevoked, dossier.KeyReplaced:
			x.Mark = MarkAside
		}
		all = append(all, x)
	}
	return all
}

// howKey says what sort of key it is; of a passkey also whether it may be copied.
func howKey(k act.Key, r *words.Reader) string {
	switch alg := signature.Alg(k.Alg); {
	case alg.Passkey() && k.Backup == "synced":
		return r.Say("key.passkey.synced", nil)
	case alg.Passkey():
		return r.Say("key.passkey.device", nil)
	case alg == signature.Ed25519:
		return r.Say("key.file", nil)
	case alg == signature.SSHEd25519SK, alg == signature.SSHECDSASK:
		return r.Say("key.security", nil)
	}
	return r.Say("key.ssh", nil)
}

func actsOf(k act.Key, r *words.Reader) string {
	var all []string
	for _, kind := range k.Acts {
		if kind == body.AnyAct {
			return r.Say("key.any", nil)
		}
		all = append(all, r.Say("kind."+kind, nil))
	}
	return r.List(all)
}

// LineOf says in words an act that is not in the record yet, as of an instant.
func LineOf(d *dossier.Docket, a *act.Act, at time.Time, r *words.Reader) LogLine {
	return logLine(SettingOf(d), dossier.Line{When: at, Act: a}, r)
}
