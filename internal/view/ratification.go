package view

import (
	"slices"
	"strconv"
	"time"

	"accede/act"
	"accede/body"
	"accede/dossier"

	"accede/internal/view/words"
)

// RatificationPage is the stage that wants acts of each member, as a page shows it: who has done what, and when.
type RatificationPage struct {
	Head       `json:"-"`
	Dossier    string            `json:"dossier"`
	AsOf       string            `json:"as_of"`
	Stage      string            `json:"stage"` // empty where the procedure asks nothing of each member
	Open       bool              `json:"open"`  // the stage has opened
	Required   int               `json:"required"`
	Approved   int               `json:"approved"`
	Deposited  int               `json:"deposited"`
	Steps      []string          `json:"steps"` // the acts that are wanted, in order
	Rows       []RatificationRow `json:"members"`
	Headline   []words.Span      `json:"-"`
	Reported   bool              `json:"reported"`
	StepNames  []string          `json:"-"`
	Note       words.Filed       `json:"-"` // the charter's remark on the stage
	Law        string            `json:"-"` // where it stands
	What       string            `json:"-"` // what is wanted, in one sentence
	Chart      *Chart            `json:"-"`
	Legend     []LegendItem      `json:"-"`
	Alt        string            `json:"-"` // the drawing in one sentence
	Applicant  Party             `json:"-"`
	Code       string            `json:"-"` // the applicant's, for drawings
	Sorts      []Choice          `json:"-"`
	Sort       string            `json:"-"`
	AllStates  bool              `json:"-"` // every party of the stage is a state, so that a map can be drawn
	OnTheRoll  bool              `json:"-"` // the applicant is one of the rows
	Difference bool              `json:"-"` // some days are known only as bounds
}

// RatificationRow is one party of the stage.
type RatificationRow struct {
	Party
	Code   string     `json:"-"` // for drawings
	Mark   Mark       `json:"state"`
	Word   string     `json:"-"`
	Signed *StepCell  `json:"signed,omitempty"`
	Steps  []StepCell `json:"steps"`
	Home   string     `json:"at_home,omitempty"` // the last step of its own procedure that is recorded
	Days   int        `json:"days"`              // from its signature to its last step, or to the day of the page; -1 without a signature
	Runs   bool       `json:"runs"`              // the days are still running
	order  int
}

// AtMost says whether the days are a bound, because the day of the last step is one.
func (r RatificationRow) AtMost() bool {
	return len(r.Steps) > 0 && r.Steps[len(r.Steps)-1].Dated == string(act.AtLatest)
}

// StepCell is one step of one party.
type StepCell struct {
	Act     string       `json:"act"`
	Done    bool         `json:"done"`
	Date    string       `json:"date,omitempty"`  // YYYY-MM-DD
	Dated   string       `json:"dated,omitempty"` // exactly, at latest, about
	Say     string       `json:"-"`               // the day in words, as well as it is known
	Seq     int64        `json:"entry,omitempty"`
	Sources []SourceLine `json:"sources,omitempty"`
	when    time.Time
}

// ToCome answers the rows whose last step is not done, those furthest on first.
func (p RatificationPage) ToCome() []RatificationRow {
	var rows []RatificationRow
	for _, r := range p.Rows {
		if r.Mark != MarkMet {
			rows = append(rows, r)
		}
	}
	slices.SortStableFunc(rows, func(a, b RatificationRow) int { return a.Mark.rank() - b.Mark.rank() })
	return rows
}

// NewRatificationPage answers the page of one standing, its table sorted by sort: name (the default), order (of the
// charter), days, or the word of a step.
func NewRatificationPage(d *dossier.Docket, s dossier.Standing, sort string, r *words.Reader) RatificationPage {
	set := SettingOf(d)
	p := RatificationPage{
		Head: NewHead(set, s, r), Dossier: s.Dossier, AsOf: stamp(s.AsOf, set.Zone), Reported: set.reported(),
		Headline: headline(set, s, r), Applicant: set.party(s.Applicant, r), Code: set.Code(s.Applicant), AllStates: true,
		Steps: []string{}, Rows: []RatificationRow{},
	}
	at, ok := instrumentStage(set, s)
	if !ok {
		return p
	}
	p.Stage, p.Open = set.stageName(at, r), at.State != dossier.Ahead && len(s.Steps) > 0
	p.stage(set, s, at, r)
	if !p.Open {
		return p
	}
	p.Required, p.Approved, p.Deposited = s.Required, s.Approved, s.Deposited
	for _, step := range s.Steps[0].Steps {
		p.Steps = append(p.Steps, string(step.Act))
		p.StepNames = append(p.StepNames, r.Say("step."+string(step.Act), nil))
	}
	p.rows(d, set, s, r)
	p.Chart = chart(set, s, r)
	p.legend(r)
	p.sort(sort, r)
	return p
}

// instrumentStage answers the stage that wants acts of each: of those that have opened the one with the most steps, the
// later of two; of those ahead likewise where none has opened. A signature alone is such a stage too while no other is.
func instrumentStage(set Setting, s dossier.Standing) (dossier.StageStanding, bool) {
	best, found := -1, dossier.StageStanding{}
	for _, st := range s.Stages {
		text := set.stage(s.Procedure, st.ID)
		if text == nil || len(text.Each) == 0 && text.When == nil || text.Act == string(act.KindApply) {
			continue
		}
		weight := max(len(text.Steps), 1)
		if st.State != dossier.Ahead {
			weight += 100
		}
		if weight >= best {
			best, found = weight, st
		}
	}
	return found, best >= 0
}

func (p *RatificationPage) stage(set Setting, s dossier.Standing, at dossier.StageStanding, r *words.Reader) {
	text := set.stage(s.Procedure, at.ID)
	p.Law = r.List(text.Law)
	if text.Note != "" {
		p.Note = words.Filed{Text: text.Note, Lang: "en"}
	}
	switch {
	case len(text.Steps) > 1:
		p.What = r.Say("where.steps", nil)
	case text.Act != "":
		p.What = r.Say("where.each."+text.Act, nil)
	}
}

func (p *RatificationPage) rows(d *dossier.Docket, set Setting, s dossier.Standing, r *words.Reader) {
	lines := d.Lines(s.Dossier)
	known := make(map[int64]dossier.Line, len(lines))
	signed, home := map[body.MemberID]dossier.Line{}, map[body.MemberID]string{}
	for _, l := range lines {
		if l.Act == nil {
			continue
		}
		known[l.Seq] = l
		switch do := l.Act.Do.(type) {
		case *act.Sign:
			signed[l.Act.By] = l
		case *act.Domestic:
			home[l.Act.By] = filed(do.Step, r).Text
		default: // no step on a member's way to its instrument
		}
	}
	for i, party := range s.Steps {
		mark, key, _ := stepsMark(party)
		row := RatificationRow{Party: set.party(party.Party, r), Code: set.Code(party.Party), Mark: mark, Word: r.Say(key, nil), Home: home[party.Party], Days: -1, order: i}
		for _, step := range party.Steps {
			row.Steps = append(row.Steps, stepCell(set, step, known[step.Seq], r))
		}
		if l, ok := signed[party.Party]; ok && (len(row.Steps) > 1 || row.Steps[0].Act != string(act.KindSign)) {
			cell := stepCell(set, dossier.StepStanding{Act: act.KindSign, Done: true, When: l.When, Dated: l.Dated, Seq: l.Seq}, l, r)
			row.Signed = &cell
			last, end := row.Steps[len(row.Steps)-1], s.AsOf
			if row.Runs = !last.Done; last.Done {
				end = last.when
			}
			row.Days = set.days(l.When, end)
		}
		p.AllStates = p.AllStates && row.Flag != ""
		p.OnTheRoll = p.OnTheRoll || party.Party == s.Applicant
		p.Rows = append(p.Rows, row)
	}
}

func stepCell(set Setting, step dossier.StepStanding, l dossier.Line, r *words.Reader) StepCell {
	c := StepCell{Act: string(step.Act), Done: step.Done, Seq: step.Seq}
	if !step.Done {
		return c
	}
	c.when, c.Date, c.Dated = step.When, set.day(step.When), "exactly"
	c.Say = r.Day(step.When.In(set.Zone))
	if step.Dated != act.Exactly {
		c.Dated, c.Say = string(step.Dated), datedDay(r, string(step.Dated), c.Say)
	}
	if l.Act != nil {
		c.Sources = sourceLines(l.Act.Sources)
	}
	return c
}

// legend counts the rows by their marks, in the order in which they are drawn.
func (p *RatificationPage) legend(r *words.Reader) {
	counts, word := map[Mark]int{}, map[Mark]string{MarkWait: r.Say("step.none", nil)}
	for i, name := range p.StepNames {
		mark := MarkAgreed
		if i == len(p.StepNames)-1 {
			mark = MarkMet
		}
		word[mark] = name
	}
	for _, row := range p.Rows {
		counts[row.Mark]++
		for _, step := range row.Steps {
			p.Difference = p.Difference || step.Done && step.Dated != "exactly"
		}
	}
	var told []string
	for _, m := range seatOrder {
		if w, ok := word[m]; ok {
			p.Legend = append(p.Legend, LegendItem{m, w, counts[m]})
			told = append(told, r.Say("legend.count", words.Args{"word": w, "n": counts[m]}))
		}
	}
	p.Alt = r.Say("ratification.alt", words.Args{"counts": r.List(told)})
}

// sort orders the rows; within equals, by name. Steps that are not done come last.
func (p *RatificationPage) sort(asked string, r *words.Reader) {
	p.Sorts = []Choice{{Key: "", Word: r.Say("sort.name", nil), Count: -1}, {Key: "order", Word: r.Say("sort.order", nil), Count: -1}}
	for i, step := range p.Steps {
		p.Sorts = append(p.Sorts, Choice{Key: step, Word: p.StepNames[i], Count: -1})
	}
	if slices.ContainsFunc(p.Rows, func(x RatificationRow) bool { return x.Days >= 0 }) {
		p.Sorts = append(p.Sorts, Choice{Key: "days", Word: r.Say("sort.days", nil), Count: -1})
	}
	p.Sort = choose(p.Sorts, asked)
	words.Order(r, p.Rows, func(x RatificationRow) string { return x.Name })
	switch p.Sort {
	case "":
		// by name, as they are
	case "order":
		slices.SortStableFunc(p.Rows, func(a, b RatificationRow) int { return a.order - b.order })
	case "days":
		slices.SortStableFunc(p.Rows, func(a, b RatificationRow) int { return last(a.Days) - last(b.Days) })
	default: // a step
		i := slices.Index(p.Steps, p.Sort)
		slices.SortStableFunc(p.Rows, func(a, b RatificationRow) int { return byStep(a.Steps[i], b.Steps[i]) })
	}
}

// last puts what is not known behind all that is.
func last(days int) int {
	if days < 0 {
		return 1 << 30
	}
	return days
}

func byStep(a, b StepCell) int {
	switch {
	case a.Done && !b.Done:
		return -1
	case !a.Done && b.Done:
		return 1
	}
	return a.when.Compare(b.when)
}

// Table answers the rows as a table of text, its header first: ids, ISO dates and how well they are known.
func (p RatificationPage) Table() [][]string {
	head := []string{"member", "name", "signed"}
	for _, step := range p.Steps {
		head = append(head, step, step+"_dated", step+"_entry", step+"_source")
	}
	all := [][]string{append(head, "days_from_signature")}
	for _, row := range p.Rows {
		signed := ""
		if row.Signed != nil {
			signed = row.Signed.Date
		}
		line := []string{row.ID, row.Name, signed}
		for _, c := range row.Steps {
			entry, source := "", ""
			if c.Seq > 0 {
				entry = strconv.FormatInt(c.Seq, 10)
			}
			for i, s := range c.Sources {
				if i > 0 {
					source += " "
				}
				source += s.Key
			}
			line = append(line, c.Date, c.Dated, entry, source)
		}
		days := ""
		if row.Days >= 0 {
			days = strconv.Itoa(row.Days)
		}
		all = append(all, append(line, days))
	}
	return all
}
