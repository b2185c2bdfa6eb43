package main

import (
	"fmt"
	"math/big"
	"os"
	"strings"

	"accede/internal/view"
	"accede/internal/view/words"
	"accede/whatif/forecast"
	"accede/whatif/forecast/past"
)

// forecastVerb says how long the missing ratifications may take.
type forecastVerb struct {
	Dossier string   `arg:"" help:"The dossier."`
	Record  string   `required:"" placeholder:"DIR" help:"Folder of the record, or its address in PostgreSQL."`
	AsOf    asOf     `name:"as-of" placeholder:"TIME" help:"As of the end of a day in the body's time zone (2022-09-28), or of an instant (RFC 3339)."`
	Level   string   `default:"4/5" placeholder:"P" help:"How sure the day must be: a fraction or a percentage, such as 4/5 or 80%."`
	Past    []string `placeholder:"FILE.yaml" help:"Further past accessions (past/1), beside those built in."`
	Stated  string   `placeholder:"FILE.csv" help:"Probabilities stated beforehand, to be scored: by,on,member,until,p."`
	JSON    bool     `name:"json" help:"Print JSON."`
}

// Help is shown by --help.
func (forecastVerb) Help() string {
	return "Example: accede forecast fi --record records/nato --as-of 2022-09-28\n\n" +
		"Members that objected are kept apart: routine cases say nothing of them. Fewer than eight cases give no date."
}

// Run carries the verb out.
func (v *forecastVerb) Run(s *session) error {
	level, err := probability(v.Level)
	if err != nil {
		return badUse("--level: %w", err)
	}
	cohorts := past.All()
	for _, name := range v.Past {
		data, err := os.ReadFile(name)
		if err != nil {
			return fmt.Errorf("read past accessions: %w", err)
		}
		more, err := past.Read(name, data)
		if err != nil {
			return err
		}
		cohorts = append(cohorts, more...)
	}
	stated, err := v.stated()
	if err != nil {
		return err
	}
	r, at, err := s.readRecord(v.Record, v.AsOf)
	if err != nil {
		return err
	}
	standing, err := standingOf(r.Docket, v.Dossier, at)
	if err != nil {
		return err
	}
	english, err := english()
	if err != nil {
		return err
	}
	f, err := view.NewForecast(r.Docket, standing, cohorts, level, stated, english)
	if err != nil {
		return err
	}
	if err := f.Foretell(r.Docket, standing, cohorts, level, english); err != nil {
		return err
	}
	if v.JSON {
		return s.printJSON(f)
	}
	s.printForecast(f, english)
	return nil
}

// probability reads 4/5, 80% or 0.8, exactly.
func probability(text string) (*big.Rat, error) {
	p, ok := view.Probability(text)
	if !ok {
		return nil, fmt.Errorf("%q is no probability; write one between 0 and 1, such as 4/5 or 80%%", text)
	}
	return p, nil
}

// stated reads the probabilities that were stated beforehand.
func (v *forecastVerb) stated() ([]forecast.Stated, error) {
	if v.Stated == "" {
		return nil, nil
	}
	text, err := os.ReadFile(v.Stated)
	if err != nil {
		return nil, fmt.Errorf("read stated probabilities: %w", err)
	}
	return view.ReadStated(v.Stated, string(text))
}

func (s *session) printForecast(f view.Forecast, r *words.Reader) {
	s.paragraph("", f.Say)
	for _, why := range f.Why {
		s.paragraph("  ", why)
	}
	if len(f.Curve) > 0 {
		s.heading(r.Say("forecast.steps", nil))
		fmt.Fprintf(s.stdout, "  %6s  %6s  %-24s  %8s  %s\n", r.Say("forecast.th.days", nil), r.Say("forecast.th.done", nil), r.Say("forecast.th.share", nil), "", r.Say("forecast.th.band", nil))
	}
	for _, x := range f.Curve {
		band := ""
		if x.Known {
			band = fmt.Sprintf("%.0f–%.0f%%", 100*x.Low, 100*x.High)
		}
		full := int(x.Share*barWide + 0.5)
		fmt.Fprintln(s.stdout, strings.TrimRight(fmt.Sprintf("  %6d  %6d  %s%s  %6.1f%%  %s", x.Days, x.Done, strings.Repeat("█", full), strings.Repeat("·", barWide-full), 100*x.Share, band), " "))
	}
	if len(f.Foretold) > 0 {
		s.heading(r.Say("forecast.foretold", nil))
		for _, x := range f.Foretold {
			s.paragraph("  ", x.Say)
		}
		s.paragraph("  ", r.Say("forecast.mean", words.Args{"mean": r.Decimal(f.Foremean)}))
	}
	if len(f.Scores) > 0 {
		s.heading(r.Say("forecast.scores", nil))
		for _, x := range f.Scores {
			s.paragraph("  ", x.Say)
		}
		s.paragraph("  ", r.Say("forecast.mean", words.Args{"mean": r.Decimal(f.Mean)}))
	}
}
