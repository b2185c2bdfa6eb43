package main

import (
	"errors"
	"fmt"
	"net/mail"

	"accede/body"
	"accede/internal/signin"
	"accede/internal/view/words"
)

// lettersPeopleVerb lists and keeps who serves a party.
type lettersPeopleVerb struct {
	List   peopleListVerb   `cmd:"" help:"Who serves which party, and how letters reach them."`
	Add    peopleAddVerb    `cmd:"" help:"Add a person who serves a party, or change how letters reach one."`
	Remove peopleRemoveVerb `cmd:"" help:"Remove a person; one who has a passkey keeps it and gets no more letters."`
}

// Help is shown by --help.
func (lettersPeopleVerb) Help() string {
	return "Example: accede letters people add envoy --member tr --address envoy@mission.example --lang tr --record records/quay\n\n" +
		"Addresses are kept beside the record, never in it."
}

// person is one person as it is printed.
type person struct {
	Party   string `json:"party"`
	Holder  string `json:"holder"`
	Role    string `json:"role"`
	Address string `json:"address"`
	Lang    string `json:"lang"`
	Mail    string `json:"mail"`
	Bounce  string `json:"bounce,omitempty"`
}

// peopleListVerb lists people.
type peopleListVerb struct {
	Record string `required:"" placeholder:"DIR" help:"Folder of the record, or its address in PostgreSQL."`
	Member string `placeholder:"ID" help:"Only those who serve this party."`
	JSON   bool   `name:"json" help:"Print JSON."`
}

// Help is shown by --help.
func (peopleListVerb) Help() string {
	return "Example: accede letters people list --record records/quay"
}

// Run carries the verb out.
func (v *peopleListVerb) Run(s *session) error {
	return s.withPeople(v.Record, func(store *signin.Store) error {
		contacts, err := store.Contacts(s.ctx, body.MemberID(v.Member))
		if err != nil {
			return err
		}
		all := []person{}
		for _, c := range contacts {
			all = append(all, person{string(c.Party), c.Holder, string(c.Role), c.Address, c.Lang, string(c.Mail), c.Bounce})
		}
		if v.JSON {
			return s.printJSON(all)
		}
		for _, p := range all {
			fmt.Fprintf(s.stdout, "%s of %s, %s: %s, in %s, letters %s\n", p.Holder, p.Party, p.Role, orNone(p.Address), orNone(p.Lang), p.Mail)
			if p.Bounce != "" {
				fmt.Fprintf(s.stdout, "  takes no mail: %s\n", p.Bounce)
			}
		}
		if len(all) == 0 {
			fmt.Fprintln(s.stdout, "Nobody.")
		}
		return nil
	})
}

func orNone(text string) string {
	if text == "" {
		return "none"
	}
	return text
}

// peopleAddVerb adds a person.
type peopleAddVerb struct {
	Holder  string `arg:"" help:"The person, by an id of the party's choosing."`
	Member  string `required:"" placeholder:"ID" help:"The party the person serves."`
	Address string `required:"" placeholder:"ADDRESS" help:"Mail address."`
	Lang    string `default:"en" placeholder:"TAG" help:"Language of the letters: en, fr, tr, sv, fi (default ${default})."`
	Letters string `enum:"at-once,digest,none" default:"at-once" placeholder:"HOW" help:"at-once, digest: once a day, none (default ${default})."`
	Record  string `required:"" placeholder:"DIR" help:"Folder of the record, or its address in PostgreSQL."`
}

// Help is shown by --help.
func (peopleAddVerb) Help() string {
	return "Example: accede letters people add envoy --member tr --address envoy@mission.example --lang tr --record records/quay"
}

// Run carries the verb out.
func (v *peopleAddVerb) Run(s *session) error {
	r, _, err := s.readRecord(v.Record, asOf{})
	if err != nil {
		return err
	}
	if _, known := r.Docket.Body().Party(body.MemberID(v.Member)); !known {
		return badUse("%q is neither a member, an applicant nor an office of this body", v.Member)
	}
	if err := checkContact(v.Address, v.Lang); err != nil {
		return err
	}
	return s.withPeople(v.Record, func(store *signin.Store) error {
		c := signin.Contact{
			Person:  signin.Person{Party: body.MemberID(v.Member), Holder: v.Holder, Role: signin.Reader},
			Address: v.Address, Lang: v.Lang, Mail: signin.Mail(v.Letters),
		}
		have, err := store.Contact(s.ctx, c.Party, c.Holder)
		if err == nil {
			c.Role = have.Role
		} else if !errors.Is(err, signin.ErrNone) {
			return err
		}
		if err := store.AddContact(s.ctx, c); err != nil {
			return err
		}
		fmt.Fprintf(s.stdout, "%s serves %s; letters go to %s, in %s, %s.\n", v.Holder, v.Member, v.Address, v.Lang, v.Letters)
		return nil
	})
}

// checkContact refuses what is no address of mail or no language of the program.
func checkContact(address, lang string) error {
	if a, err := mail.ParseAddress(address); err != nil || a.Address != address {
		return badUse("--address %s: an address of mail alone is wanted, such as envoy@mission.example", address)
	}
	catalogue, err := words.Load()
	if err != nil {
		return err
	}
	if _, ok := catalogue.In(lang); !ok {
		return badUse("there are no words in %q: take en, fr, tr, sv or fi", lang)
	}
	return nil
}

// peopleRemoveVerb removes a person.
type peopleRemoveVerb struct {
	Holder string `arg:"" help:"The person."`
	Member string `required:"" placeholder:"ID" help:"The party the person serves."`
	Record string `required:"" placeholder:"DIR" help:"Folder of the record, or its address in PostgreSQL."`
}

// Help is shown by --help.
func (peopleRemoveVerb) Help() string {
	return "Example: accede letters people remove envoy --member tr --record records/quay"
}

// Run carries the verb out.
func (v *peopleRemoveVerb) Run(s *session) error {
	return s.withPeople(v.Record, func(store *signin.Store) error {
		return store.RemoveContact(s.ctx, body.MemberID(v.Member), v.Holder)
	})
}

// withPeople does something with who serves which party.
func (s *session) withPeople(record string, do func(*signin.Store) error) error {
	dir, err := s.besideForWriting(record)
	if err != nil {
		return err
	}
	store, err := signin.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(do(store), store.Close())
}
