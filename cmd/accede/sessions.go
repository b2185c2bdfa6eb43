package main

import (
	"fmt"
	"time"

	"accede/body"
	"accede/internal/signin"
)

// sessionsVerbs list and end the sessions of people who are signed in.
type sessionsVerbs struct {
	List sessionsListVerb `cmd:"" help:"Who is signed in."`
	End  sessionsEndVerb  `cmd:"" help:"End the sessions of one person, or of everybody, at once."`
}

// sessionInfo is a session in the output of sessions list --json.
type sessionInfo struct {
	Member string `json:"member"`
	Holder string `json:"holder"`
	Role   string `json:"role"`
	Made   string `json:"made"`
	Used   string `json:"used"`
}

// sessionsListVerb lists who is signed in.
type sessionsListVerb struct {
	Record string `required:"" placeholder:"DIR" help:"Folder of the record, or its address in PostgreSQL."`
	JSON   bool   `name:"json" help:"Print JSON."`
}

// Help is shown by --help.
func (sessionsListVerb) Help() string { return "Example: accede sessions list --record records/quay" }

// Run carries the verb out.
func (v *sessionsListVerb) Run(s *session) error {
	return s.signedInto(v.Record, func(store *signin.Store) error {
		all, err := store.AllSessions(s.ctx, s.clock())
		if err != nil {
			return err
		}
		infos := []sessionInfo{}
		for _, x := range all {
			infos = append(infos, sessionInfo{string(x.Party), x.Holder, string(x.Role), x.Made.UTC().Format(time.RFC3339), x.Used.UTC().Format(time.RFC3339)})
		}
		if v.JSON {
			return s.printJSON(infos)
		}
		if len(infos) == 0 {
			fmt.Fprintln(s.stdout, "Nobody is signed in.")
		}
		for _, i := range infos {
			fmt.Fprintf(s.stdout, "%s of %s, %s: since %s, used last %s\n", i.Holder, i.Member, i.Role, i.Made, i.Used)
		}
		return nil
	})
}

// sessionsEndVerb ends sessions.
type sessionsEndVerb struct {
	Record   string `required:"" placeholder:"DIR" help:"Folder of the record, or its address in PostgreSQL."`
	Member   string `placeholder:"ID" help:"The party of the person."`
	Holder   string `placeholder:"ID" help:"The person."`
	Everyone bool   `help:"Of everybody."`
}

// Help is shown by --help.
func (sessionsEndVerb) Help() string {
	return "Example: accede sessions end --member tr --holder tr-envoy --record records/quay\n\n" +
		"Works while the record is served. Whoever has a passkey can sign in again: revoke its key to end that too."
}

// Run carries the verb out.
func (v *sessionsEndVerb) Run(s *session) error {
	if v.Everyone == (v.Member != "" || v.Holder != "") || (v.Member == "") != (v.Holder == "") {
		return badUse("say whose: --member ID --holder ID, or --everyone")
	}
	return s.signedInto(v.Record, func(store *signin.Store) error {
		if v.Everyone {
			return store.EndEveryone(s.ctx)
		}
		return store.EndAll(s.ctx, signin.Person{Party: body.MemberID(v.Member), Holder: v.Holder})
	})
}

// signedInto does something with who is signed in to a record.
func (s *session) signedInto(record string, do func(*signin.Store) error) error {
	dir, err := s.besideForWriting(record)
	if err != nil {
		return err
	}
	store, err := signin.Open(dir)
	if err != nil {
		return err
	}
	defer store.Close()
	return do(store)
}
