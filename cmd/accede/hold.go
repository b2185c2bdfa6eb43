package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"accede/internal/view"
	"accede/internal/view/words"
	"accede/whatif/conflict"
)

// holdVerb says what will hold.
type holdVerb struct {
	Model  string   `arg:"" optional:"" placeholder:"MODEL.yaml" help:"A model (conflict/1); - reads standard input."`
	Draft  []string `placeholder:"DOSSIER" help:"In place of a model: draft one from these dossiers of a record, with those that share their objections."`
	Record string   `placeholder:"DIR" help:"Folder of the record to draft from, or its address in PostgreSQL."`
	AsOf   asOf     `name:"as-of" placeholder:"TIME" help:"The day whose state of affairs is today."`
	For    string   `placeholder:"STATE" help:"What it takes for a state to hold: the id of a deal, or its options parted by commas."`
	Print  bool     `help:"Print the model and nothing else: to be edited, and asked about again."`
	Most   int      `default:"6" placeholder:"N" help:"How many other states that hold to tell."`
	JSON   bool     `name:"json" help:"Print JSON."`
}

// Help is shown by --help.
func (holdVerb) Help() string {
	return "Examples:\n\n  accede hold --draft fi --record records/nato --as-of 2022-06-21\n\n" +
		"  accede hold --draft fi --record records/nato --as-of 2022-06-21 --print > model.yaml\n\n" +
		"  accede hold model.yaml --for settled\n\n" +
		"Every answer holds for the preferences that the model assumes, and for them only."
}

// Run carries the verb out.
func (v *holdVerb) Run(s *session) error {
	c, err := v.conflict(s)
	if err != nil {
		return err
	}
	if v.Print {
		fmt.Fprint(s.stdout, c.Model.Text())
		return nil
	}
	english, err := english()
	if err != nil {
		return err
	}
	ask := view.HoldAsked{Most: v.Most}
	if v.For != "" {
		for name := range strings.SplitSeq(v.For, ",") {
			ask.For = append(ask.For, strings.TrimSpace(name))
		}
	}
	show := s.progress("looking ahead")
	ask.Tell = func(done, of int) bool {
		show(done, of+1)
		return s.ctx.Err() == nil
	}
	h, err := view.NewHold(c, ask, english)
	show(1, 1)
	if errors.Is(err, view.ErrStopped) {
		return fmt.Errorf("look ahead in %d states: %w", c.States(), s.ctx.Err())
	}
	if err != nil {
		return err
	}
	if v.JSON {
		return s.printJSON(h)
	}
	s.printHold(h, english)
	return nil
}

// conflict answers the model that was asked about.
func (v *holdVerb) conflict(s *session) (*conflict.Conflict, error) {
	switch {
	case v.Model != "" && len(v.Draft) > 0:
		return nil, badUse("a model is read, or drafted with --draft; see accede hold --help")
	case v.Model != "":
		data, err := s.readFile(v.Model)
		if err != nil {
			return nil, err
		}
		return conflict.Read(v.Model, data)
	case len(v.Draft) == 0:
		return nil, badUse("a model is wanted, or --draft with dossiers; see accede hold --help")
	case v.Record == "":
		return nil, badUse("--draft needs a record: --record DIR")
	}
	r, at, err := s.readRecord(v.Record, v.AsOf)
	if err != nil {
		return nil, err
	}
	standing, err := standingOf(r.Docket, v.Draft[0], at)
	if err != nil {
		return nil, err
	}
	var m *conflict.Model
	if len(v.Draft) == 1 {
		m, err = view.ConflictOf(r.Docket, standing)
	} else {
		m, err = conflict.Draft(r.Docket, at, v.Draft...)
	}
	if err != nil {
		return nil, err
	}
	return conflict.Compile(m)
}

// readFile reads a file, or standard input for -.
func (s *session) readFile(name string) ([]byte, error) {
	if name == "-" {
		return io.ReadAll(s.stdin)
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("read: %w", err)
	}
	return data, nil
}

func (s *session) printHold(h view.Hold, r *words.Reader) {
	if h.Title != "" {
		fmt.Fprintln(s.stdout, s.paint(bold, h.Title))
	}
	s.paragraph("", h.Say)
	s.paragraph("", r.Say("hold.text.assumed", nil)+" "+r.Say("hold.states", words.Args{"n": h.States}))
	s.printHoldState(r.Say("hold.text.today", words.Args{"label": h.Today.Label}), h.Today)
	fmt.Fprintln(s.stdout)
	s.paragraph("", h.SettledSay)
	for _, x := range h.Settled {
		s.printHoldState(r.Say("hold.text.settled", words.Args{"label": x.Label}), x)
		s.paragraph("    ", x.PathSay)
		s.printPath(x.Path)
	}
	for _, d := range h.Deals {
		s.printDeal(r.Say("hold.text.deal", words.Args{"id": d.ID, "label": d.State.Label}), d, r)
	}
	if h.Asked != nil {
		s.printDeal(r.Say("hold.text.asked", words.Args{"label": h.Asked.State.Label}), *h.Asked, r)
	}
	fmt.Fprintln(s.stdout)
	s.paragraph("", r.Say("hold.words.seq", nil))
	s.heading(r.Say("hold.assumed", nil))
	for _, a := range h.Assumptions {
		s.paragraph("  ", a)
	}
	for _, p := range h.Parties {
		s.paragraph("  ", p.Says)
		for i, x := range p.Prefers {
			why := ""
			if x.Why != "" {
				why = " (" + x.Why + ")"
			}
			s.paragraph("    ", fmt.Sprintf("%d. %s%s", i+1, x.Say, why))
		}
	}
}

func (s *session) printHoldState(title string, x view.HoldState) {
	s.heading(title + ": " + x.HoldsSay)
	for _, what := range x.Say {
		s.paragraph("    ", what)
	}
}

func (s *session) printPath(path []view.HoldMove) {
	for i, m := range path {
		s.paragraph("      ", fmt.Sprintf("%d. %s", i+1, m.Say))
	}
}

func (s *session) printDeal(title string, d view.HoldDeal, r *words.Reader) {
	s.printHoldState(title, d.State)
	s.paragraph("  ", d.Say)
	for _, m := range d.Change {
		s.paragraph("    ", m.Say)
		for _, over := range m.Over {
			s.item("      ", "– ", over)
		}
		s.paragraph("      ", m.Nearest)
		if len(m.Order) > 0 {
			s.paragraph("      ", r.Say("hold.order", words.Args{"order": strings.Join(m.Said, "; ")}))
		}
	}
	if len(d.Nash) > 0 {
		s.paragraph("    ", r.Say("hold.nash", nil))
		for _, n := range d.Nash {
			s.paragraph("      ", n)
		}
	}
}
