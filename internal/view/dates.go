package view

import (
	"slices"
	"time"

	"accede/dossier"

	"accede/internal/view/words"
)

// DatesPage is the calendar over all dossiers: what is to come, and what has been, by month.
type DatesPage struct {
	Today  string      `json:"as_of"`
	Coming []DateLine  `json:"coming"` // deadlines that have not run, the next first
	Months []DateMonth `json:"months"` // what has been, the latest first
	Years  []YearLine  `json:"-"`
}

// YearLine is a year with how much each of its months holds.
type YearLine struct {
	Year   string
	Months [12]MonthCell
}

// MonthCell is one month in the strip of a year.
type MonthCell struct {
	Name, Short string
	Anchor      string // of its list; empty where nothing happened
	Count       int
}

// DateMonth is one month of the calendar.
type DateMonth struct {
	Anchor string     `json:"month"` // YYYY-MM
	Name   string     `json:"-"`
	Lines  []DateLine `json:"dates"` // the earliest first
}

// DateLine is one date.
type DateLine struct {
	When     time.Time `json:"-"`
	Date     string    `json:"date"` // YYYY-MM-DD
	N        string    `json:"-"`    // the day of the month
	Day      string    `json:"-"`
	Time     string    `json:"time,omitempty"` // with its zone in words; empty for a whole day
	Title    string    `json:"title"`
	Who      string    `json:"who"`
	Mark     Mark      `json:"mark"`
	Left     string    `json:"left,omitempty"`
	Dossiers []DateOf  `json:"dossiers"`
	Round    string    `json:"-"` // id of the round; empty for none
	Text     string    `json:"-"` // id of the text
	Lang     string    `json:"-"` // of Who, where that is filed text; empty: the reader's
}

// DateOf is a dossier a date belongs to.
type DateOf struct {
	ID    string `json:"id"`
	Title string `json:"title"`
}

// NewDatesPage answers the calendar at an instant.
func NewDatesPage(d *dossier.Docket, at time.Time, r *words.Reader) (DatesPage, error) {
	set := SettingOf(d)
	p := DatesPage{Today: r.Day(at.In(set.Zone)), Coming: []DateLine{}}
	var been []DateLine
	for _, id := range d.Dossiers() {
		s, err := d.Standing(id, at)
		if err != nil {
			return DatesPage{}, err
		}
		of := DateOf{id, set.title(s, r)}
		for _, e := range events(set, s, r) {
			line := dateLine(set, e.When, e.Title, e.Who, e.Mark, r)
			for _, t := range s.Rounds {
				if t.Seq == e.Seq {
					line.Round = t.ID
				}
			}
			for _, t := range s.Texts {
				if t.Seq == e.Seq {
					line.Text = t.ID
				}
			}
			been = joinDate(been, line, of)
		}
		for _, line := range deadlines(set, s, r) {
			if line.When.After(at) {
				p.Coming = joinDate(p.Coming, line, of)
			} else {
				been = joinDate(been, line, of)
			}
		}
	}
	byTime := func(a, b DateLine) int { return a.When.Compare(b.When) }
	slices.SortStableFunc(p.Coming, byTime)
	slices.SortStableFunc(been, byTime)
	p.months(set, been, r)
	return p, nil
}

func dateLine(set Setting, at time.Time, title, who string, mark Mark, r *words.Reader) DateLine {
	at = at.In(set.Zone)
	x := DateLine{When: at, Date: at.Format(time.DateOnly), N: at.Format("2"), Day: r.Day(at), Title: title, Who: who, Mark: mark}
	if clock := at.Format("15:04"); clock != "00:00" {
		x.Time = r.Say("date.at", words.Args{"time": clock, "zone": r.City(zoneCity(set.Charter.TimeZone))})
	}
	return x
}

// joinDate adds a date, or the dossier to a date that is there already: one round of talks may serve several.
func joinDate(all []DateLine, line DateLine, of DateOf) []DateLine {
	for i := range all {
		if x := &all[i]; x.When.Equal(line.When) && x.Title == line.Title && x.Who == line.Who {
			if !slices.Contains(x.Dossiers, of) {
				x.Dossiers = append(x.Dossiers, of)
			}
			return all
		}
	}
	line.Dossiers = []DateOf{of}
	return append(all, line)
}

// deadlines answers every deadline of a dossier: of the question that is put, of demands, of commitments.
func deadlines(set Setting, s dossier.Standing, r *words.Reader) []DateLine {
	var all []DateLine
	add := func(at time.Time, title string, what words.Filed, open bool) {
		if at.IsZero() {
			return
		}
		line := dateLine(set, at, title, what.Text, MarkTalks, r)
		line.Lang = what.Lang
		if left := at.Sub(s.AsOf); left > 0 {
			minutes := int64(left / time.Minute)
			line.Left = r.Say("left", words.Args{"d": minutes / 1440, "h": minutes / 60 % 24, "min": minutes % 60})
		} else if line.Mark = MarkAside; open {
			line.Mark = MarkOpen
		}
		all = append(all, line)
	}
	if q := s.Question; q != nil {
		add(q.Until, r.Say("date.question", nil), filed(q.Text, r), false)
	}
	for _, o := range s.Objections {
		for _, c := range o.Concerns {
			for _, d := range c.Demands {
				add(d.Due, r.Say("date.demand", nil), filed(d.Text, r), d.State < dossier.KnotAgreed)
			}
		}
	}
	for _, c := range commitments(s) {
		add(c.Due, r.Say("date.commitment", words.Args{"who": set.Names(c.Owed, r)}), filed(c.Text, r), len(c.Measures) == 0)
	}
	return all
}

func (p *DatesPage) months(set Setting, been []DateLine, r *words.Reader) {
	for _, line := range been {
		key := line.When.Format("2006-01")
		if n := len(p.Months); n == 0 || p.Months[n-1].Anchor != key {
			p.Months = append(p.Months, DateMonth{Anchor: key, Name: r.Month(line.When)})
		}
		m := &p.Months[len(p.Months)-1]
		m.Lines = append(m.Lines, line)
	}
	for _, m := range p.Months {
		at := m.Lines[0].When
		if n := len(p.Years); n == 0 || p.Years[n-1].Year != at.Format("2006") {
			y := YearLine{Year: at.Format("2006")}
			for i := range y.Months {
				month := time.Date(at.Year(), time.Month(i+1), 1, 0, 0, 0, 0, set.Zone)
				y.Months[i] = MonthCell{Name: r.Month(month), Short: r.MonthShort(month.Month())}
			}
			p.Years = append(p.Years, y)
		}
		cell := &p.Years[len(p.Years)-1].Months[at.Month()-1]
		cell.Anchor, cell.Count = m.Anchor, len(m.Lines)
	}
	slices.Reverse(p.Months)
}
