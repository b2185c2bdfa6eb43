package load

import (
	"crypto/ed25519"
	"crypto/sha256"
	"fmt"
	"strings"

	"accede/act"
	"accede/act/signature"
	"accede/body"
)

// Body is a body made up for a trial: parties p1, p2, … that are its members, each with a key, a chair, and any number
// of dossiers x1, x2, … in which they vote.
type Body struct {
	Parties int // of the founding
	Members int // in all, with those that are admitted later; 0: those of the founding
}

// all answers how many parties there are once those that are admitted later are members.
func (b Body) all() int { return max(b.Parties, b.Members) }

// MostParties is how many parties fit into a founding, which is one entry of the record. Others are admitted, and their
// keys enrolled, by acts of the chair: see Author.
const MostParties = 200

// BodyID is the short name of the body.
const BodyID = "bench"

// chair opens the dossiers.
const chair body.MemberID = "chair"

// Party answers the id of a party, counted from 0.
func (b Body) Party(n int) body.MemberID { return body.MemberID(fmt.Sprintf("p%d", n%b.all()+1)) }

func partyName(n int) string { return fmt.Sprintf("Party %d", n+1) }

// Charter answers the text of the charter. The ballot stays open whatever is said in it; behind it stand stages whose
// opening changes much of a page.
func (b Body) Charter() string {
	var t strings.Builder
	t.WriteString("accede: charter/1\nbody: " + BodyID + "\nname: {en: Bench}\ntime_zone: UTC\nkeeping: official\n" +
		"chair: {id: chair, name: {en: Chair}}\nmembers:\n")
	for n := range b.Parties {
		fmt.Fprintf(&t, "  - {id: %s, name: {en: %s}}\n", b.Party(n), partyName(n))
	}
	t.WriteString("procedures:\n  vote:\n    stages:\n      - {id: application, act: apply}\n" +
		"      - {id: ballot, rule: more than half of members are for}\n" +
		"      - {id: signature, each: members, act: sign}\n")
	return t.String()
}

// Keys answers the public keys of all, to found the record with.
func (b Body) Keys() []act.Key {
	all := []act.Key{keyOf(chair)}
	for n := range b.Parties {
		all = append(all, keyOf(b.Party(n)))
	}
	return all
}

func keyOf(member body.MemberID) act.Key {
	public, _ := private(member).Public().(ed25519.PublicKey) // as its documentation says
	return act.Key{
		ID: string(member), Member: member, Holder: "bench", Acts: []string{body.AnyAct},
		Alg: string(signature.Ed25519), Public: signature.Encode(public),
	}
}

// private answers the key of a party, always the same.
func private(member body.MemberID) ed25519.PrivateKey {
	seed := sha256.Sum256([]byte("accede bench key of " + member))
	return ed25519.NewKeyFromSeed(seed[:])
}
