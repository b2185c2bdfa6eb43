package main

import "fmt"

// initVerb founds a record.
type initVerb struct {
	Dir     string   `arg:"" name:"dir|postgres://…" help:"Folder of the record, made when it is missing; or the address of a schema in PostgreSQL."`
	Charter string   `required:"" placeholder:"FILE|NAME" help:"A charter file, or the name of a charter built in."`
	Keys    []string `placeholder:"FILE" help:"Files of public keys that hold from the beginning: then acts are signed."`
	JSON    bool     `name:"json" help:"Print JSON."`
}

// Help is shown by --help.
func (initVerb) Help() string {
	return "Example: accede init records/nato --charter nato\n\n" +
		"The folder then holds record.db, the record, and host.key, the private key with which this host signs it."
}

// Run carries the verb out.
func (v *initVerb) Run(s *session) error {
	text, charter, err := charterText(v.Charter)
	if err != nil {
		return err
	}
	keys, err := readKeys(v.Keys)
	if err != nil {
		return err
	}
	origin, err := s.found(v.Dir, text, charter.Body, keys...)
	if err != nil {
		return err
	}
	if v.JSON {
		return s.printJSON(map[string]any{"record": shown(v.Dir), "body": charter.Body, "origin": origin})
	}
	fmt.Fprintf(s.stdout, "Founded the record of %s in %s.\nOrigin: %s\n", charter.Name.In("en"), shown(v.Dir), origin)
	return nil
}
