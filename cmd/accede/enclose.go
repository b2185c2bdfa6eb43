package main

import (
	"fmt"
	"io"
	"os"

	"accede/act"
	"accede/form"
	"accede/internal/enclosing"
)

// enclosureChoices say what of an act is to lie beside the record, and who may read it.
type enclosureChoices struct {
	Seal      string   `placeholder:"AUDIENCE" help:"Keep the texts of the act beside the record, where they can be erased: public, body, parties, mediator, author."`
	Release   string   `placeholder:"DATE" help:"From when everybody may read what is sealed or attached."`
	Attach    []string `placeholder:"FILE" help:"Attach a file: .pdf, .png, .jpg, .csv, .txt."`
	Recipient []string `placeholder:"AGE-KEY" help:"Encrypt what is sealed or attached to these age keys, so that the host cannot read it either."`
}

func (e *enclosureChoices) used() bool { return e.Seal != "" || len(e.Attach) > 0 }

// enclose takes what was chosen out of an act whose author and dossiers are set, and answers what is to be kept.
func (e *enclosureChoices) enclose(a *act.Act) ([]act.Opening, error) {
	if !e.used() {
		if e.Release != "" || len(e.Recipient) > 0 {
			return nil, badUse("--release and --recipient say how to keep what is sealed or attached: give --seal or --attach too")
		}
		return nil, nil
	}
	c := enclosing.Choice{Words: act.Audience(e.Seal), Files: act.ToBody, Recipients: e.Recipient}
	if e.Seal != "" {
		c.Files = c.Words
	}
	if e.Release != "" {
		release, err := form.ParseInstant(e.Release)
		if err != nil {
			return nil, badUse("--release: %w", err)
		}
		c.Release = release
	}
	if _, err := enclosing.Recipients(e.Recipient); err != nil {
		return nil, badUse("--recipient %w", err)
	}
	var files []act.File
	for _, name := range e.Attach {
		file, err := attachment(name)
		if err != nil {
			return nil, err
		}
		files = append(files, file)
	}
	return c.Enclose(a, files)
}

// attachment reads a file that is to be attached, and looks whether it may be.
func attachment(name string) (act.File, error) {
	in, err := os.Open(name)
	if err != nil {
		return act.File{}, fmt.Errorf("attach a file: %w", err)
	}
	defer in.Close()
	content, err := io.ReadAll(io.LimitReader(in, enclosing.MaxFile+1))
	if err != nil {
		return act.File{}, fmt.Errorf("attach %s: %w", name, err)
	}
	return enclosing.Look(name, content)
}
