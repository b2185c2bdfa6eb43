package main

import (
	"fmt"
	"math/big"
	"os"
	"strings"

	"accede/body"
	"accede/form"
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
	if v.JSON {
		return s.printJSON(f)
	}
	s.printForecast(f, english)
	return nil
}

// probability reads 4/5, 80% or 0.8, exactly.
func probability(text string) (*big.Rat, error) {
	number, percent := strings.CutSuffix(strings.TrimSpace(text), "%")
	p, ok := new(big.Rat).SetString(strings.TrimSpace(number))
	if ok && percent {
		p.Quo(p, big.NewRat(100, 1))
	}
	if !ok || p.Sign() < 0 || p.Cmp(big.NewRat(1, 1)) > 0 {
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
	c := csv{file: v.Stated, text: strings.TrimPrefix(string(text), "\ufeff"), line: 1}
	var all []forecast.Stated
	for first := true; !c.atEnd(); first = false {
		fields, err := c.record(nil)
		if err != nil {
			return nil, err
		}
		if len(fields) != 5 {
			return nil, c.fault(fields[0].at, "%d columns; five are wanted: by,on,member,until,p", len(fields))
		}
		if first {
			if fields[0].text != "by" || fields[4].text != "p" {
				return nil, c.fault(0, "the first line names the columns: by,on,member,until,p")
			}
			continue
		}
		x, err := statedOf(&c, fields)
		if err != nil {
			return nil, err
		}
		all = append(all, x)
	}
	return all, nil
}

func statedOf(c *csv, f []field) (forecast.Stated, error) {
	x := forecast.Stated{By: f[0].text, Member: body.MemberID(f[2].text)}
	var err error
	if x.On, err = form.ParseDate(f[1].text); err != nil {
		return x, c.fault(f[1].at, "%v", err)
	}
	if x.Until, err = form.ParseDate(f[3].text); err != nil {
		return x, c.fault(f[3].at, "%v", err)
	}
	if x.P, err = probability(f[4].text); err != nil {
		return x, c.fault(f[4].at, "%v", err)
	}
	return x, nil
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
			band = fmt.Sprintf("%.0f–%.0f %%", 100*x.Low, 100*x.High)
		}
		full := int(x.Share*barWide + 0.5)
		fmt.Fprintln(s.stdout, strings.TrimRight(fmt.Sprintf("  %6d  %6d  %s%s  %6.1f %%  %s", x.Days, x.Done, strings.Repeat("█", full), strings.Repeat("·", barWide-full), 100*x.Share, band), " "))
	}
	if len(f.Scores) > 0 {
		s.heading(r.Say("forecast.scores", nil))
		for _, x := range f.Scores {
			came := 0
			if x.Came {
				came = 1
			}
			s.paragraph("  ", r.Say("forecast.score", words.Args{"by": x.By, "on": x.On, "who": x.Member, "until": x.Until, "p": x.P, "came": came, "brier": x.Brier}))
		}
		s.paragraph("  ", r.Say("forecast.mean", words.Args{"mean": f.Mean}))
	}
}
