package main

import (
	"crypto/rand"
	"fmt"
	"path/filepath"
	"time"

	"accede/body"
	"accede/internal/apikey"
)

// keysMachineVerb makes, lists and revokes the keys of machines.
type keysMachineVerb struct {
	New    machineNewVerb    `cmd:"" help:"Make a key for a machine; it is shown once."`
	List   machineListVerb   `cmd:"" help:"The keys of machines, and until when they are good."`
	Revoke machineRevokeVerb `cmd:"" help:"End a key of a machine, at once."`
}

// Help is shown by --help.
func (keysMachineVerb) Help() string {
	return "Example: accede keys machine new tr-registry --member tr --record records/quay\n\n" +
		"A key of a machine opens the API: to hand in what is not signed, and to read what is enclosed for its party. It signs " +
		"nothing. Where a record is served, a change holds at once."
}

// machineFile says where the keys of machines lie.
type machineFile struct {
	Record string `required:"" placeholder:"DIR" help:"Folder of the record."`
	File   string `name:"api-key-file" placeholder:"FILE" help:"Keys of machines (default api-keys in the folder of the record)."`
}

func (f machineFile) name() string {
	if f.File != "" {
		return f.File
	}
	return filepath.Join(f.Record, apikey.FileName)
}

// machineNewVerb makes a key.
type machineNewVerb struct {
	ID     string `arg:"" help:"Name of the key: lower-case letters, digits, . and -."`
	Member string `required:"" placeholder:"ID" help:"The party for which the machine acts or reads."`
	Role   string `enum:"delegate,reader" default:"delegate" help:"delegate: hands in acts of the party. reader: hands in nothing (default ${default})."`
	Until  asOf   `placeholder:"TIME" help:"First day or instant at which it is no longer good."`
	machineFile
	JSON bool `name:"json" help:"Print JSON."`
}

// Help is shown by --help.
func (machineNewVerb) Help() string {
	return "Example: accede keys machine new tr-registry --member tr --until 2027-01-01 --record records/quay"
}

// Run carries the verb out.
func (v *machineNewVerb) Run(s *session) error {
	r, at, err := s.readRecord(v.Record, asOf{})
	if err != nil {
		return err
	}
	if _, ok := r.Docket.Body().Party(body.MemberID(v.Member)); !ok {
		return badUse("%q is neither a member, an applicant nor an office of this body", v.Member)
	}
	until := time.Time{}
	if !v.Until.given.IsZero() {
		until = v.Until.given.In(r.Docket.Zone())
		if !until.After(at) {
			return badUse("--until %s has passed", v.Until.given)
		}
	}
	ring, err := apikey.Read(v.name())
	if err != nil {
		return err
	}
	text, err := ring.Add(v.ID, body.MemberID(v.Member), apikey.Role(v.Role), s.clock(), until, rand.Reader)
	if err != nil {
		return err
	}
	if err := ring.Write(v.name()); err != nil {
		return err
	}
	if v.JSON {
		return s.printJSON(map[string]string{"id": v.ID, "member": v.Member, "role": v.Role, "key": text})
	}
	fmt.Fprintf(s.stdout, "%s\nThe key %s of %s, as %s. It is not shown again.\n", text, v.ID, v.Member, v.Role)
	return nil
}

// machineListVerb lists keys.
type machineListVerb struct {
	machineFile
	JSON bool `name:"json" help:"Print JSON: a list, in the order in which they were made."`
}

// Help is shown by --help.
func (machineListVerb) Help() string {
	return "Example: accede keys machine list --record records/quay"
}

// machineInfo is a key in the output of keys machine list --json.
type machineInfo struct {
	ID     string  `json:"id"`
	Member string  `json:"member"`
	Role   string  `json:"role"`
	Made   string  `json:"made"`
	Until  *string `json:"until"` // null: no end
	Good   bool    `json:"good"`
}

// Run carries the verb out.
func (v *machineListVerb) Run(s *session) error {
	ring, err := apikey.Read(v.name())
	if err != nil {
		return err
	}
	infos := []machineInfo{}
	for _, k := range ring.Keys() {
		i := machineInfo{ID: k.ID, Member: string(k.Party), Role: string(k.Role), Made: k.Made.Format(time.RFC3339), Good: k.Good(s.clock())}
		if !k.Until.IsZero() {
			until := k.Until.Format(time.RFC3339)
			i.Until = &until
		}
		infos = append(infos, i)
	}
	if v.JSON {
		return s.printJSON(infos)
	}
	if len(infos) == 0 {
		fmt.Fprintln(s.stdout, "No machine has a key.")
	}
	for _, i := range infos {
		switch {
		case i.Until == nil:
			fmt.Fprintf(s.stdout, "%s  %s, as %s: good\n", i.ID, i.Member, i.Role)
		case i.Good:
			fmt.Fprintf(s.stdout, "%s  %s, as %s: good until %s\n", i.ID, i.Member, i.Role, *i.Until)
		default:
			fmt.Fprintf(s.stdout, "%s  %s, as %s: ran out %s\n", i.ID, i.Member, i.Role, *i.Until)
		}
	}
	return nil
}

// machineRevokeVerb ends a key.
type machineRevokeVerb struct {
	ID string `arg:"" help:"Name of the key."`
	machineFile
}

// Help is shown by --help.
func (machineRevokeVerb) Help() string {
	return "Example: accede keys machine revoke tr-registry --record records/quay"
}

// Run carries the verb out.
func (v *machineRevokeVerb) Run(s *session) error {
	ring, err := apikey.Read(v.name())
	if err != nil {
		return err
	}
	if err := ring.Remove(v.ID); err != nil {
		return err
	}
	if err := ring.Write(v.name()); err != nil {
		return err
	}
	fmt.Fprintf(s.stdout, "The key %s is no longer good.\n", v.ID)
	return nil
}
