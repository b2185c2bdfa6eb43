package main

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"accede/act"
	"accede/act/signature"
	"accede/body"
	"accede/dossier"
	"accede/form"
	"accede/internal/depositary"
)

// signing is how an act is completed, signed, and handed in or printed.
type signing struct {
	keyChoices
	enclosureChoices
	Record string        `required:"" placeholder:"DIR" help:"Folder of the record, or its address in PostgreSQL."`
	By     string        `placeholder:"ID" help:"The party that acts; default the one whose key signs."`
	Name   string        `name:"id" placeholder:"ID" help:"Id of the act; default one that is new."`
	Paper  string        `placeholder:"FROM" help:"Register it from paper on behalf of --by, and say from what: letter, note verbale."`
	Valid  time.Duration `name:"valid-for" default:"720h" placeholder:"TIME" help:"How long from now a signed act may be registered, so that nobody keeps it back for a time that suits (default 720h, thirty days); 0: without end. valid_until=DAY says it to the day."`
	Print  bool          `help:"Print the signed act as a line for accede import, and hand nothing in."`
	handing
	JSON bool `name:"json" help:"Print JSON."`
}

// actInfo is an act in the output of act --json.
type actInfo struct {
	ID      string `json:"id"`
	Act     string `json:"act"`
	By      string `json:"by"`
	Seq     int64  `json:"seq"`
	Hash    string `json:"hash"`
	Already bool   `json:"already"`
	Notices int    `json:"notices"` // entered in consequence of it
}

// perform completes acts with what their author has seen, signs each with every key chosen, and registers them one
// after another; each that was registered is told, also when a later one is refused.
func (c *signing) perform(s *session, acts []act.Act) error {
	r, _, err := s.readRecord(c.Record, asOf{})
	if err != nil {
		return err
	}
	signers, err := c.signers(s, r.Docket)
	if err != nil {
		return err
	}
	if c.Print && c.used() {
		return badUse("what is enclosed is handed in with its act: leave --print out")
	}
	if c.Print {
		return c.print(s, r, acts, signers)
	}
	if c.away() {
		return c.handAll(s, r, acts, signers)
	}
	o, err := s.openOffice(c.Record)
	if err != nil {
		return err
	}
	infos := []actInfo{}
	for i := range acts {
		info, err := c.register(s, o, &acts[i], signers)
		if err != nil {
			return errors.Join(err, o.Close())
		}
		infos = append(infos, info)
		if !c.JSON {
			s.sayRegistered(info)
		}
	}
	if err := o.Close(); err != nil {
		return err
	}
	if c.JSON {
		return s.printJSON(infos)
	}
	return nil
}

// register completes, signs and registers one act. The ones before it are part of what it has seen.
func (c *signing) register(s *session, o *office, a *act.Act, signers []signer) (actInfo, error) {
	d, err := o.Docket(s.ctx, time.Time{})
	if err != nil {
		return actInfo{}, err
	}
	m := o.Moment()
	root, err := m.Tree.RootAt(m.Size)
	if err != nil {
		return actInfo{}, err
	}
	if err := c.complete(s, d, a, signers); err != nil {
		return actInfo{}, err
	}
	enclosed, err := c.enclose(a)
	if err != nil {
		return actInfo{}, err
	}
	data, sigs, err := c.signed(s, d, a, signers, m.Size, root.String())
	if err != nil {
		return actInfo{}, err
	}
	receipt, err := o.SubmitEnclosed(s.ctx, data, sigs, enclosed)
	if err != nil {
		return actInfo{}, err
	}
	return actInfo{
		ID: a.ID, Act: string(a.Do.Kind()), By: string(a.By), Seq: receipt.Seq, Hash: hex.EncodeToString(receipt.Hash[:]),
		Already: receipt.Already, Notices: len(receipt.Notices),
	}, nil
}

func (s *session) sayRegistered(i actInfo) {
	if i.Already {
		fmt.Fprintf(s.stdout, "%s was registered before, as entry %d.\n", i.ID, i.Seq)
		return
	}
	fmt.Fprintf(s.stdout, "Registered %s, %s by %s, as entry %d.\n", i.ID, i.Act, i.By, i.Seq)
}

// print writes signed acts as lines. They have seen the record as it is, each the same.
func (c *signing) print(s *session, r *depositary.Record, acts []act.Act, signers []signer) error {
	for i := range acts {
		data, sigs, err := c.signed(s, r.Docket, &acts[i], signers, r.Tree.Size(), r.Tree.Root().String())
		if err != nil {
			return err
		}
		if err := s.printSigned(data, sigs); err != nil {
			return err
		}
	}
	return nil
}

func (s *session) printSigned(data []byte, sigs []signature.Signature) error {
	line, err := act.AppendSigned(nil, data, sigs)
	if err != nil {
		return fmt.Errorf("write a signed act: %w", err)
	}
	_, err = s.stdout.Write(append(line, '\n'))
	return err
}

// signed completes an act and signs its bytes.
func (c *signing) signed(s *session, d *dossier.Docket, a *act.Act, signers []signer, size int64, root string) ([]byte, []signature.Signature, error) {
	if err := c.complete(s, d, a, signers); err != nil {
		return nil, nil, err
	}
	if len(signers) > 0 && a.SeenSize == 0 {
		a.Charter, a.SeenSize, a.SeenRoot = d.Version(), size, root
		if err := c.end(s, d, a); err != nil {
			return nil, nil, err
		}
	}
	data, err := a.Marshal()
	if err != nil {
		return nil, nil, err
	}
	sigs, err := signAll(s, data, signers)
	return data, sigs, err
}

// end says until when a signed act may be registered, where it does not say so itself. A reported act has happened.
func (c *signing) end(s *session, d *dossier.Docket, a *act.Act) error {
	if c.Valid < 0 {
		return badUse("--valid-for wants a length of time, such as 720h, or 0: not %s", c.Valid)
	}
	if a.ValidUntil.IsZero() && c.Valid > 0 && d.Keeping() != body.Reported {
		a.ValidUntil = form.Instant{At: s.clock().UTC().Truncate(time.Second).Add(c.Valid)}
	}
	return nil
}

func signAll(s *session, data []byte, signers []signer) ([]signature.Signature, error) {
	var sigs []signature.Signature
	for _, one := range signers {
		sig, err := one.sign(s.ctx, data)
		if err != nil {
			return nil, err
		}
		sigs = append(sigs, sig)
	}
	return sigs, nil
}

// complete fills in what the command and the record say: body, author, id, time, paper.
func (c *signing) complete(s *session, d *dossier.Docket, a *act.Act, signers []signer) error {
	member := body.MemberID("")
	for _, k := range d.Keys(d.At()) {
		if len(signers) > 0 && k.Key.ID == signers[0].id {
			member = k.Key.Member
		}
	}
	a.Body = d.Charter().Body
	if a.By == "" {
		a.By = body.MemberID(c.By)
	}
	if a.By == "" && c.Paper == "" {
		a.By = member
	}
	if a.By == "" {
		return badUse("say who acts: --by ID")
	}
	if c.Paper != "" && a.Paper == nil {
		if member == "" {
			return badUse("whoever registers from paper signs it: --key FILE")
		}
		a.Paper = &act.Paper{By: member, From: c.Paper}
	}
	if a.Date.IsZero() {
		a.Date = form.Instant{At: s.clock().UTC().Truncate(time.Second)}
	}
	if a.ID == "" {
		a.ID = c.Name
	}
	if a.ID == "" {
		salt := make([]byte, 6)
		if _, err := rand.Read(salt); err != nil {
			return fmt.Errorf("make an id: %w", err)
		}
		a.ID = fmt.Sprintf("%.24s-%s-%x", a.By, a.Do.Kind(), salt)
	}
	return nil
}
