package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"accede/body"
	"accede/charters"
	"accede/rule"
)

// chartersVerb lists the charters built in, or prints one.
type chartersVerb struct {
	Name string `arg:"" optional:"" help:"Name of the charter to print."`
	JSON bool   `name:"json" help:"Print JSON."`
}

// Help is shown by --help.
func (chartersVerb) Help() string {
	return "Examples:\n\n  accede charters\n\n  accede charters nato > nato.yaml"
}

// charterInfo is one line of charters --json.
type charterInfo struct {
	Name       string   `json:"name"`
	Body       string   `json:"body"`
	Title      string   `json:"title"`
	Keeping    string   `json:"keeping"`
	Members    int      `json:"members"`
	Procedures []string `json:"procedures"`
}

// Run carries the verb out.
func (v *chartersVerb) Run(s *session) error {
	if v.Name == "" {
		return v.list(s)
	}
	text, ok := charters.Text(v.Name)
	if !ok {
		return badUse("no charter %q is built in; the names are: %s", v.Name, strings.Join(charters.Names(), ", "))
	}
	if v.JSON {
		info, err := charterOf(v.Name)
		if err != nil {
			return err
		}
		return s.printJSON(struct {
			charterInfo
			Text string `json:"text"`
		}{info, string(text)})
	}
	_, err := s.stdout.Write(text)
	return err
}

func (v *chartersVerb) list(s *session) error {
	all := []charterInfo{}
	for _, name := range charters.Names() {
		info, err := charterOf(name)
		if err != nil {
			return err
		}
		all = append(all, info)
	}
	if v.JSON {
		return s.printJSON(all)
	}
	for _, c := range all {
		fmt.Fprintf(s.stdout, "%-28s %s\n", s.paint(bold, fmt.Sprintf("%-28s", c.Name)), c.Title)
	}
	return nil
}

func charterOf(name string) (charterInfo, error) {
	c, err := charters.Read(name)
	if err != nil {
		return charterInfo{}, err
	}
	info := charterInfo{
		Name: name, Body: c.Body, Title: c.Name.In("en"), Keeping: string(c.Keeping),
		Members: len(c.Members), Procedures: []string{},
	}
	info.Procedures = append(info.Procedures, c.Procedures.Keys...)
	return info, nil
}

// charterText answers the text of a charter given by a file or by the name of one built in, and the charter, whose
// sentences check. A name
// that is also a file in this folder means the one built in, unless it has a dot or a slash in it.
func charterText(given string) (string, *body.Charter, error) {
	text, builtIn := charters.Text(given)
	if !builtIn {
		var err error
		if text, err = os.ReadFile(given); err != nil {
			return "", nil, fmt.Errorf("read charter %q: it is neither a file nor built in; see accede charters: %w", given, err)
		}
	}
	c, err := body.ReadCharter(filepath.ToSlash(given), text)
	if err != nil {
		return "", nil, err
	}
	if _, err := rule.Read(c); err != nil {
		return "", nil, err
	}
	return string(text), c, nil
}
