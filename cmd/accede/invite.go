package main

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"accede/act"
	"accede/act/signature"
	"accede/body"
	"accede/form"
	"accede/internal/signin"
)

// inviteVerb invites a person to sign in.
type inviteVerb struct {
	Record string   `required:"" placeholder:"DIR" help:"Folder of the record, or its address in PostgreSQL."`
	Member string   `required:"" placeholder:"ID" help:"The party for which the person acts or reads."`
	Holder string   `required:"" placeholder:"ID" help:"The person, by an id of the party's choosing: names stay outside the record."`
	Role   string   `enum:"delegate,reader" default:"delegate" help:"delegate: makes a key that signs. reader: signs nothing (default ${default})."`
	Acts   []string `placeholder:"KIND" help:"The kinds of acts the key may sign (default any)."`
	Until  string   `placeholder:"DAY" help:"First day on which the mandate no longer holds."`

	Address string `placeholder:"ADDRESS" help:"Mail address at which the person is told what concerns its party, from now on."`
	Lang    string `default:"en" placeholder:"TAG" help:"Language of these letters: en, fr, tr, sv, fi (default ${default})."`

	Site string `default:"http://localhost:8418" placeholder:"URL" help:"Where the pages are served (default ${default})."`
	JSON bool   `name:"json" help:"Print JSON."`
}

// Help is shown by --help.
func (inviteVerb) Help() string {
	return "Example: accede invite --record records/quay --member tr --holder tr-envoy --site https://record.example\n\n" +
		"The link is printed once and kept nowhere. It holds for 72 hours, for one person, once. It gives no power: the key that is " +
		"made by it signs nothing until somebody whose word counts has signed for it."
}

// Run carries the verb out.
func (v *inviteVerb) Run(s *session) error {
	r, at, err := s.readRecord(v.Record, asOf{})
	if err != nil {
		return err
	}
	if err := v.check(r.Docket.Body(), at); err != nil {
		return err
	}
	dir, err := s.besideForWriting(v.Record)
	if err != nil {
		return err
	}
	store, err := signin.Open(dir)
	if err != nil {
		return err
	}
	i := signin.Invitation{
		Person: signin.Person{Party: body.MemberID(v.Member), Holder: v.Holder, Role: signin.Role(v.Role)}, Acts: v.Acts, Mandate: v.Until,
	}
	now := s.clock()
	if v.Address != "" {
		err = store.AddContact(s.ctx, signin.Contact{Person: i.Person, Address: v.Address, Lang: v.Lang})
	}
	token := ""
	if err == nil {
		token, err = store.Invite(s.ctx, i, now)
	}
	if err = errors.Join(err, store.Close()); err != nil {
		return err
	}
	link, until := strings.TrimSuffix(v.Site, "/")+"/invitation/"+token, now.Add(signin.InvitationLasts).UTC().Format(time.RFC3339)
	if v.JSON {
		return s.printJSON(map[string]string{"link": link, "until": until, "member": v.Member, "holder": v.Holder, "role": v.Role})
	}
	fmt.Fprintf(s.stdout, "%s\nFor %s of %s, as %s, once, until %s. It is not shown again.\n", link, v.Holder, v.Member, v.Role, until)
	return nil
}

// check refuses an invitation that could lead to no key.
func (v *inviteVerb) check(b body.Body, _ time.Time) error {
	if _, ok := b.Party(body.MemberID(v.Member)); !ok {
		return badUse("%q is neither a member, an applicant nor an office of this body", v.Member)
	}
	if v.Address != "" {
		if err := checkContact(v.Address, v.Lang); err != nil {
			return err
		}
	}
	if v.Until != "" {
		if _, err := form.ParseDate(v.Until); err != nil {
			return badUse("--until %s: %w", v.Until, err)
		}
	}
	acts := v.Acts
	if len(acts) == 0 {
		acts = []string{body.AnyAct}
	}
	_, err := act.ReadKeysFile("invite", keysFile(act.Key{
		ID: "key", Member: body.MemberID(v.Member), Holder: v.Holder, Acts: acts, Alg: string(signature.Ed25519), Public: signature.Encode(publicOfNobody()),
	}))
	return err
}
