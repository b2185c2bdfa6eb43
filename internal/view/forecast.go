package view

import (
	"math/big"
	"time"

	"accede/dossier"
	"accede/form"
	"accede/whatif/forecast"
	"accede/whatif/forecast/approx"

	"accede/internal/view/words"
)

// Forecast is how long the ratifications that are missing may take, or why no date is given.
type Forecast struct {
	Dossier  string          `json:"dossier"`
	AsOf     string          `json:"as_of"`
	Verdict  string          `json:"verdict"`
	By       string          `json:"by,omitempty"`         // a day, of the last routine member; empty: no date
	All      bool            `json:"speaks_of_all"`        // the date speaks of everybody who is missing
	Level    string          `json:"level"`                // the probability asked for, a fraction
	P        string          `json:"probability"`          // what the cases carry, a fraction; empty where they carry nothing
	Cases    int             `json:"cases"`                // past cases that took longer than has been waited already
	Waited   int             `json:"waited_days"`          // for the routine members
	Routine  []Party         `json:"routine"`              // who is missing and never objected
	Apart    []ForecastApart `json:"apart"`                // who is missing and objected at some stage
	Objected []Party         `json:"objected_done"`        // who objected and is done
	Say      string          `json:"says"`                 // the verdict in one sentence
	Why      []string        `json:"why"`                  // what is said and why no more is
	Curve    []ForecastStep  `json:"curve"`                // of the routine members of this dossier
	Scores   []ForecastScore `json:"scores,omitempty"`     // of probabilities stated beforehand whose day has come
	Mean     string          `json:"mean_score,omitempty"` // of the scores
	Foretold []ForecastScore `json:"foretold,omitempty"`   // days given on earlier days, that have come
	Foremean string          `json:"mean_foretold,omitempty"`
	Alt      string          `json:"-"` // the drawing in one sentence
	Total    int             `json:"-"` // routine members
	Done     int             `json:"-"`
	Days     int             `json:"-"` // what the curve covers
	Start    time.Time       `json:"-"`
}

// ForecastApart is a member for which no date is given, as it objected.
type ForecastApart struct {
	Party
	Days int    `json:"waited_days"`
	Say  string `json:"says"`
}

// ForecastStep is a step of the curve: the share that takes longer than so many days, with its interval.
type ForecastStep struct {
	Days   int     `json:"days"`
	Done   int     `json:"done"`
	AtRisk int     `json:"at_risk"`
	S      string  `json:"s"` // a fraction
	Share  float64 `json:"share"`
	Low    float64 `json:"low"` // of the interval of 95 in a hundred
	High   float64 `json:"high"`
	Known  bool    `json:"interval_known"`
}

// ForecastScore is a probability that was stated beforehand with what came of it.
type ForecastScore struct {
	By     string `json:"by"`
	On     string `json:"on"`
	Member string `json:"member"`
	Until  string `json:"until"`
	P      string `json:"p"`
	Came   bool   `json:"came"`
	Brier  string `json:"brier"`
	Say    string `json:"-"`
}

// z95 is how many standard errors hold 95 in a hundred.
const z95 = 1.96

// AskedOdds is the probability with which pages ask for a day: four in five.
func AskedOdds() *big.Rat { return big.NewRat(4, 5) }

// NewForecast answers the forecast of a dossier, from past accessions as they were known on its day. The docket must
// be folded up to the standing's instant. The error is forecast.ErrLevel or forecast.ErrStated.
func NewForecast(d *dossier.Docket, s dossier.Standing, past []forecast.Cohort, level *big.Rat, stated []forecast.Stated, r *words.Reader) (Forecast, error) {
	set := SettingOf(d)
	cohort, err := forecast.FromDossier(d, s.Dossier, s.AsOf)
	if err != nil {
		return Forecast{}, err
	}
	a, err := forecast.Ask(cohort, past, level)
	if err != nil {
		return Forecast{}, err
	}
	f := Forecast{
		Dossier: s.Dossier, AsOf: set.day(s.AsOf), Verdict: a.Routine.Verdict.String(), Level: level.RatString(), All: a.Everybody(),
		Cases: a.Routine.N, Waited: a.Routine.Waited, Routine: set.parties(a.Remaining, r), Apart: []ForecastApart{}, Objected: []Party{}, Curve: []ForecastStep{},
		Total: len(cohort.Routine()), Start: cohort.Start.In(set.Zone),
	}
	if a.Routine.P != nil {
		f.P = a.Routine.P.RatString()
	}
	if !a.By.IsZero() {
		f.By = a.By.String()
	}
	for _, c := range a.Apart {
		p := set.party(c.Member, r)
		f.Apart = append(f.Apart, ForecastApart{p, c.Days, r.Say("forecast.apart", words.Args{"who": p.Name, "n": c.Days})})
	}
	for _, c := range a.Objected {
		f.Objected = append(f.Objected, set.party(c.Member, r))
	}
	f.curve(a)
	f.say(set, a, r)
	return f, f.score(set, cohort, stated, r)
}

// curve tells the steps with their intervals.
func (f *Forecast) curve(a forecast.Answer) {
	for _, step := range a.Curve {
		i := approx.LogLog(step, z95)
		f.Curve = append(f.Curve, ForecastStep{step.Days, step.Done, step.AtRisk, step.S.RatString(), i.S, i.Low, i.High, i.Known})
		f.Done += step.Done
	}
	for _, c := range a.Cohort.Cases {
		f.Days = max(f.Days, c.Days)
	}
}

func (f *Forecast) say(set Setting, a forecast.Answer, r *words.Reader) {
	b := a.Routine
	args := words.Args{
		"names": set.several(a.Remaining, r), "n": b.M, "cases": b.N, "waited": b.Waited, "least": forecast.LeastCases, "level": chances(a.Level, r), "p": "",
		"total": f.Total, "done": f.Done, "longest": 0, "apart": len(a.Apart),
	}
	if b.P != nil {
		args["p"] = chances(b.P, r)
	}
	if len(a.Curve) > 0 {
		args["longest"] = a.Curve[len(a.Curve)-1].Days
	}
	if !a.By.IsZero() {
		args["day"] = r.Day(a.By.In(set.Zone))
	}
	verdict := map[forecast.Verdict]string{
		forecast.NotBegun: "notbegun", forecast.AllThere: "allthere", forecast.TooFew: "toofew", forecast.NotSure: "notsure", forecast.Dated: "dated",
	}[b.Verdict]
	if b.Verdict == forecast.AllThere && len(a.Apart) > 0 {
		verdict = "onlyapart"
	}
	f.Say = r.Say("forecast."+verdict, args)
	f.Why = append(f.Why, r.Say("forecast.why."+verdict, args))
	for _, x := range f.Apart {
		f.Why = append(f.Why, x.Say)
	}
	if len(a.Curve) > 0 && b.Verdict != forecast.AllThere {
		f.Why = append(f.Why, r.Say("forecast.why.curve", args))
	}
	if len(a.Curve) > 0 {
		f.Alt = r.Say("forecast.alt", args)
	}
}

// chances writes a probability in hundredths.
func chances(p *big.Rat, r *words.Reader) string {
	return r.Percent(new(big.Rat).Mul(p, big.NewRat(100, 1)).FloatString(0))
}

func (f *Forecast) score(set Setting, c forecast.Cohort, stated []forecast.Stated, r *words.Reader) error {
	scored, err := forecast.Score(c, stated)
	if err != nil {
		return err
	}
	for _, x := range scored {
		y := ForecastScore{By: x.By, On: x.On.String(), Member: string(x.Member), Until: x.Until.String(), P: x.P.RatString(), Came: x.Came, Brier: x.Brier.FloatString(4)}
		y.Say = r.Say("forecast.score", y.args(set, x.On, x.Until, x.P, set.Name(x.Member, r), r))
		f.Scores = append(f.Scores, y)
	}
	if mean, ok := forecast.Mean(scored); ok {
		f.Mean = mean.FloatString(4)
	}
	return nil
}

func (x ForecastScore) args(set Setting, on, until form.Date, p *big.Rat, who string, r *words.Reader) words.Args {
	came := 0
	if x.Came {
		came = 1
	}
	return words.Args{"by": x.By, "on": r.Day(on.In(set.Zone)), "until": r.Day(until.In(set.Zone)), "p": chances(p, r), "who": who, "came": came, "brier": r.Decimal(x.Brier)}
}

// Foretell tells how the days came out that this forecast gave on earlier days. It is apart from NewForecast, since
// every earlier day is asked about again. The error is forecast.ErrLevel.
func (f *Forecast) Foretell(d *dossier.Docket, s dossier.Standing, past []forecast.Cohort, level *big.Rat, r *words.Reader) error {
	c, err := forecast.FromDossier(d, s.Dossier, s.AsOf)
	if err != nil {
		return err
	}
	all, err := forecast.Earlier(c, past, level)
	if err != nil {
		return err
	}
	set := SettingOf(d)
	var scored []forecast.Scored
	for _, x := range all {
		y := ForecastScore{On: x.On.String(), Until: x.By.String(), P: x.P.RatString(), Came: x.Came, Brier: x.Brier.FloatString(4)}
		args := y.args(set, x.On, x.By, x.P, set.several(x.Remaining, r), r)
		args["n"] = len(x.Remaining)
		y.Say = r.Say("forecast.foretold.line", args)
		f.Foretold, scored = append(f.Foretold, y), append(scored, forecast.Scored{Brier: x.Brier})
	}
	if mean, ok := forecast.Mean(scored); ok {
		f.Foremean = mean.FloatString(4)
	}
	return nil
}

// ForecastOver is the forecast as it is drawn over the running count of a stage: the day by which the last routine
// member is done, and who has no date.
type ForecastOver struct {
	Open bool      // somebody is waited for
	By   time.Time // zero: no date
	Say  string
	Why  []string
}

// Over answers what is drawn over the running count.
func (f Forecast) Over(zone *time.Location) ForecastOver {
	o := ForecastOver{Open: len(f.Routine)+len(f.Apart) > 0, Say: f.Say, Why: f.Why}
	if day, err := form.ParseDate(f.By); err == nil && f.By != "" {
		o.By = day.In(zone)
	}
	return o
}
