package main

import (
	"errors"
	"fmt"
	"strings"

	"accede/body"
	"accede/internal/view"
	"accede/internal/view/words"
	"accede/whatif/packages"
)

// packagesVerb scores the packages that could settle several issues at once.
type packagesVerb struct {
	File   string   `arg:"" help:"The issues (packages/1); the sheets of the parties (wishes/1) may follow in the same file, parted by lines of three dashes; - reads standard input."`
	Sheets []string `arg:"" optional:"" help:"Files with the sheets of the parties."`
	Most   int      `default:"5" placeholder:"N" help:"How many packages of each sort to tell."`
	JSON   bool     `name:"json" help:"Print JSON."`
}

// Help is shown by --help.
func (packagesVerb) Help() string {
	return "Example: accede packages issues.yaml tr.yaml fi.yaml\n\n" +
		"What is printed holds the gains of each party: it is for the mediator alone."
}

// Run carries the verb out.
func (v *packagesVerb) Run(s *session) error {
	if v.Most < 1 || v.Most > 1000 {
		return badUse("--most is %d; ask for 1 to 1000 packages", v.Most)
	}
	model, sheets, err := v.read(s)
	if err != nil {
		return err
	}
	english, err := english()
	if err != nil {
		return err
	}
	show := s.progress("trying packages")
	p, err := view.NewPackages(model, sheets, v.Most, func(done, all int64) bool {
		show(int(done), int(all)+1)
		return s.ctx.Err() == nil
	}, func(id body.MemberID) string { return string(id) }, english)
	show(1, 1)
	switch {
	case errors.Is(err, packages.ErrTooMany):
		return fmt.Errorf("%s: %s: %w", v.File, english.Say("packages.toomany", words.Args{"n": model.Count().String(), "most": packages.MostPackages}), err)
	case errors.Is(err, packages.ErrStopped):
		return fmt.Errorf("try packages: %w", err)
	case err != nil:
		return err
	case v.JSON:
		return s.printJSON(p)
	}
	s.printPackages(p, english)
	return nil
}

func (v *packagesVerb) read(s *session) (*packages.Model, []*packages.Sheet, error) {
	data, err := s.readFile(v.File)
	if err != nil {
		return nil, nil, err
	}
	model, sheets, err := view.ReadPackages(v.File, data)
	if err != nil {
		return nil, nil, err
	}
	for _, name := range v.Sheets {
		data, err := s.readFile(name)
		if err != nil {
			return nil, nil, err
		}
		sheet, err := packages.ReadSheet(name, data, model)
		if err != nil {
			return nil, nil, err
		}
		sheets = append(sheets, sheet)
	}
	return model, sheets, nil
}

func (s *session) printPackages(p view.Packages, r *words.Reader) {
	if p.Title != "" {
		fmt.Fprintln(s.stdout, s.paint(bold, p.Title))
	}
	s.paragraph("", r.Say("packages.count", words.Args{"all": p.All})+". "+p.Say)
	s.printOffers(r.Say("packages.fair", nil), p.Fair)
	s.printOffers(r.Say("packages.nash", nil), p.Nash)
	if len(p.Ask) > 0 {
		s.heading(r.Say("packages.asks", nil))
	}
	for _, q := range p.Ask {
		s.paragraph("  ", q.Say)
	}
	fmt.Fprintln(s.stdout)
	for _, n := range p.Notes {
		s.paragraph("", n)
	}
}

func (s *session) printOffers(title string, lines []view.PackageLine) {
	if len(lines) == 0 {
		return
	}
	s.heading(title)
	for i, l := range lines {
		var options, gains []string
		for _, o := range l.Options {
			options = append(options, o.Issue+": "+o.Option)
		}
		for _, g := range l.Gains {
			gains = append(gains, g.Party+" "+g.Percent)
		}
		s.paragraph("  ", fmt.Sprintf("%d. %s", i+1, strings.Join(options, "; ")))
		s.paragraph("     ", strings.Join(gains, "   "))
	}
}
