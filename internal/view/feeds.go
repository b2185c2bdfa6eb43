package view

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"accede/act"
	"accede/body"
	"accede/dossier"
	"accede/form"
	"accede/internal/letter"

	"accede/internal/view/words"
)

// FeedLen is how many lines a feed of news holds at most: the newest.
const FeedLen = 60

// FeedLine is one line of a feed of news.
type FeedLine struct {
	Key   string // what it is known by, the same for the same line for ever; unique in its body
	When  time.Time
	Title string
	Text  string
	Path  string // of the page that shows it
}

// NewFeed answers the newest lines of dossiers, of all where none is named, newest first. An act that addresses
// several dossiers is told once for each.
func NewFeed(d *dossier.Docket, at time.Time, dossiers []string, r *words.Reader) ([]FeedLine, error) {
	set := SettingOf(d)
	if len(dossiers) == 0 {
		dossiers = d.Dossiers()
	}
	var all []FeedLine
	for _, id := range dossiers {
		s, err := d.Standing(id, at)
		if err != nil {
			return nil, err
		}
		lines := d.Lines(id)
		for _, l := range lines[max(0, len(lines)-FeedLen):] {
			all = append(all, feedLine(set, s, l, r))
		}
	}
	return newest(all), nil
}

func newest(all []FeedLine) []FeedLine {
	slices.SortStableFunc(all, func(a, b FeedLine) int { return cmp.Or(b.When.Compare(a.When), cmp.Compare(a.Key, b.Key)) })
	return all[:min(len(all), FeedLen)]
}

func feedLine(set Setting, s dossier.Standing, l dossier.Line, r *words.Reader) FeedLine {
	said := logLine(set, l, r)
	x := FeedLine{When: l.When, Title: said.Text, Text: set.title(s, r) + ". " + said.Day + ": " + said.Text, Path: "/d/" + s.Dossier + "/record/"}
	if l.Seq > 0 {
		x.Path += strconv.FormatInt(l.Seq, 10) + "/"
	}
	switch {
	case l.Act != nil:
		x.Key = s.Dossier + "\nact\n" + l.Act.ID
	default: // a notice that follows in a reported record has no position: its day and its stage say which it is
		n := l.Notice
		x.Key = s.Dossier + "\nnotice\n" + string(n.Kind) + "\n" + n.Stage + "\n" + string(n.Member) + "\n" + n.Dated.UTC().Format(time.RFC3339)
	}
	return x
}

// NewMoveFeed answers what is a party's to do, in all dossiers, as a feed: what has become its move last comes first.
func NewMoveFeed(d *dossier.Docket, at time.Time, party body.MemberID, r *words.Reader) ([]FeedLine, error) {
	all, err := letter.Of(d, at)
	if err != nil {
		return nil, err
	}
	set := SettingOf(d)
	var lines []FeedLine
	for _, m := range all {
		if m.Kind != letter.Move || m.Who != party {
			continue
		}
		t, err := tell(d, set, at, m, r)
		if err != nil {
			return nil, err
		}
		lines = append(lines, FeedLine{Key: m.Key(), When: m.Since, Title: t.Text, Text: t.Title + ". " + t.Text + ". " + t.Days, Path: t.Path})
	}
	return newest(lines), nil
}

// FeedDate is one date of a calendar that programs read.
type FeedDate struct {
	UID       string    // without the body's part: the same for the same thing for ever
	Sequence  int       // larger with every change of it
	Stamp     time.Time // when it was last changed
	Start     time.Time
	Minutes   int  // how long it lasts, as well as it is known; 0: it is an instant, or a day
	AllDay    bool // the day alone is known
	Title     string
	Text      string
	Place     string
	Path      string // of the page that shows it
	Cancelled bool   // it was to be, and will not be

	Parties []body.MemberID // whom it concerns; empty: all who have to do with the dossier
}

// NewFeedDates answers the rounds and the deadlines of dossiers, of all where none is named, in order of time.
// Deadlines that have fallen away before they came are there, and cancelled, so that they leave calendars.
func NewFeedDates(d *dossier.Docket, at time.Time, dossiers []string, r *words.Reader) ([]FeedDate, error) {
	set := SettingOf(d)
	if len(dossiers) == 0 {
		dossiers = d.Dossiers()
	}
	var all []FeedDate
	for _, id := range dossiers {
		s, err := d.Standing(id, at)
		if err != nil {
			return nil, err
		}
		f := dater{set: set, s: s, lines: d.Lines(id), r: r}
		all = append(all, f.rounds()...)
		all = append(all, f.questions()...)
		all = append(all, f.owed()...)
	}
	slices.SortStableFunc(all, func(a, b FeedDate) int { return cmp.Or(a.Start.Compare(b.Start), cmp.Compare(a.UID, b.UID)) })
	return slices.CompactFunc(all, func(a, b FeedDate) bool { return a.UID == b.UID }), nil // one round may serve several dossiers
}

// dater makes the dates of one dossier.
type dater struct {
	set   Setting
	s     dossier.Standing
	lines []dossier.Line
	r     *words.Reader
}

func (f dater) rounds() []FeedDate {
	var all []FeedDate
	for _, t := range f.s.Rounds {
		x := FeedDate{UID: "round-" + t.ID, Stamp: t.When, Start: t.When.In(f.set.Zone), Title: roundTitle(t, f.r), Place: t.Place, Path: "/d/" + f.s.Dossier + "/talks/" + t.ID + "/", Parties: t.Parties}
		x.Minutes = max(t.Lasted.Minutes, t.Lasted.About, t.Lasted.MoreThan)
		x.AllDay = x.Start.Format("15:04") == "00:00"
		x.Text = f.set.title(f.s, f.r) + "\n" + f.set.Names(t.Parties, f.r)
		all = append(all, x)
	}
	return all
}

// questions answers the ends of the periods of all questions that were put. A question put anew, a stage closed before
// the time, a silence that was broken and a dossier that ended each cancel the date that was promised.
func (f dater) questions() []FeedDate {
	var all []FeedDate
	last := map[string]int{} // the question that is put in each stage
	cancel := func(i int, at time.Time) {
		all[i].Cancelled, all[i].Stamp = true, at
		all[i].Sequence++
	}
	for _, l := range f.lines {
		if l.Notice != nil {
			i, ok := last[l.Notice.Stage]
			if ok && (l.Notice.Kind == dossier.NoticeFound || l.Notice.Kind == dossier.NoticeSilence) {
				delete(last, l.Notice.Stage)
				if l.When.Before(all[i].Start) {
					cancel(i, l.When)
				}
			}
			continue
		}
		switch do := l.Act.Do.(type) {
		case *act.Put:
			if i, ok := last[l.Act.Stage]; ok { // its time has not run, or ran without effect: its silence was broken
				cancel(i, l.When)
				delete(last, l.Act.Stage)
			}
			if !do.Until.IsZero() {
				last[l.Act.Stage] = len(all)
				all = append(all, f.deadline("question-"+f.s.Dossier+"-"+l.Act.ID, l.When, f.end(do.Until), f.r.Say("date.question", nil), do.Text))
			}
		case *act.Extend:
			if i, ok := last[l.Act.Stage]; ok {
				all[i].Start, all[i].Stamp = f.end(do.Until).In(f.set.Zone), l.When
				all[i].Sequence++
			}
		}
	}
	q := f.s.Question
	for i, x := range all {
		switch {
		case x.Cancelled:
		case f.s.Ended != "" && f.s.EndedAt.Before(x.Start):
			cancel(i, f.s.EndedAt)
		case q != nil && len(q.BrokenBy) > 0 && x.Start.Equal(q.Until):
			cancel(i, f.changed())
		}
	}
	return all
}

// end answers the instant at which a period runs: a day means its end.
func (f dater) end(u form.Instant) time.Time {
	if u.DayOnly() {
		return u.In(f.set.Zone).AddDate(0, 0, 1)
	}
	return u.In(f.set.Zone)
}

// changed answers when the dossier last changed.
func (f dater) changed() time.Time {
	if n := len(f.lines); n > 0 {
		return f.lines[n-1].When
	}
	return f.s.Applied
}

// owed answers the deadlines of demands and of commitments. What becomes of them is not counted thing by thing: every
// act that can change what is owed makes the sequence of all of them larger.
func (f dater) owed() []FeedDate {
	sequence, stamp := 0, f.s.Applied
	for _, l := range f.lines {
		if l.Act == nil {
			continue
		}
		switch l.Act.Do.(type) {
		case *act.Assess, *act.Measure, *act.Withdraw, *act.Commit, *act.Memorandum, *act.AddDemand, *act.AddConcern, *act.Object, *act.React:
			sequence++
			stamp = l.When
		}
	}
	over := f.s.Ended != ""
	var all []FeedDate
	add := func(uid string, due time.Time, title string, text body.Names, settled bool, of []body.MemberID) {
		if due.IsZero() {
			return
		}
		x := f.deadline(uid, stamp, due, title, text)
		x.Sequence, x.Parties = sequence, of
		if over && f.s.EndedAt.Before(due) {
			x.Cancelled, x.Stamp, x.Sequence = true, f.s.EndedAt, sequence+1
		}
		x.Cancelled = x.Cancelled || settled && stamp.Before(due)
		all = append(all, x)
	}
	for _, o := range f.s.Objections {
		for _, c := range o.Concerns {
			for _, d := range c.Demands {
				add("demand-"+f.s.Dossier+"-"+d.ID, d.Due, f.r.Say("date.demand", nil), d.Text, d.State >= dossier.KnotAgreed || !o.Withdrawn.IsZero(), d.Of)
			}
		}
	}
	for _, c := range commitments(f.s) {
		add("commitment-"+f.s.Dossier+"-"+c.ID, c.Due, f.r.Say("date.commitment", words.Args{"who": f.set.Names(c.Owed, f.r)}), c.Text, len(c.Measures) > 0, c.Owed)
	}
	return all
}

func (f dater) deadline(uid string, stamp, due time.Time, title string, text body.Names) FeedDate {
	own := f.set.title(f.s, f.r)
	return FeedDate{UID: uid, Stamp: stamp, Start: due.In(f.set.Zone), Title: title + " · " + own, Text: filed(text, f.r).Text, Path: "/d/" + f.s.Dossier + "/"}
}
