package view

import (
	"encoding/hex"
	"iter"
	"strings"
	"time"

	"accede/act"
	"accede/body"
	"accede/dossier"
	"accede/game"

	"accede/internal/view/words"
)

// LogLine is one line of a dossier's record, as accede log --json and the pages show it.
type LogLine struct {
	Seq     int64         `json:"seq"`   // position in the record; 0 for a notice that follows but was not entered
	When    string        `json:"when"`  // RFC 3339 at the offset of the charter's zone, or YYYY-MM-DD where only the day is known
	Dated   string        `json:"dated"` // exactly, at latest, about
	Who     body.MemberID `json:"who"`   // empty for a notice
	Kind    string        `json:"kind"`  // the kind of act or notice
	ID      string        `json:"id"`    // the author's name for the act; empty for a notice
	Text    string        `json:"text"`  // what happened, in words
	Sources []SourceLine  `json:"sources"`
	Note    string        `json:"note,omitempty"`
	Paper   string        `json:"paper,omitempty"` // what it was registered from, for an act on paper
	Hash    string        `json:"hash"`            // of the act's exact bytes, in hex; empty for a notice

	Day   string       `json:"-"` // the day in words, as well as it is known
	Spans []words.Span `json:"-"` // the text with filed words set apart
	Mark  Mark         `json:"-"`
}

// SourceLine is where a line is known from.
type SourceLine struct {
	Key       string `json:"key"`
	Title     string `json:"title,omitempty"`
	Publisher string `json:"publisher,omitempty"`
	Date      string `json:"date,omitempty"`
	URL       string `json:"url,omitempty"`
	Unsourced bool   `json:"unsourced,omitempty"`
	Derived   bool   `json:"derived,omitempty"`
}

// Log answers all lines of a dossier, oldest first.
func Log(d *dossier.Docket, id string, r *words.Reader) []LogLine {
	set := SettingOf(d)
	lines := d.Lines(id)
	out := make([]LogLine, len(lines))
	for i, l := range lines {
		out[i] = logLine(set, l, r)
		if l.Act != nil {
			_, hash, _ := d.SeenID(l.Act.ID)
			out[i].Hash = hex.EncodeToString(hash[:])
		}
	}
	return out
}

// latest answers the newest lines, newest first. What merely opens a stage is left out: the rail shows it.
func latest(set Setting, back iter.Seq[dossier.Line], n int, r *words.Reader) []LogLine {
	out := make([]LogLine, 0, n)
	for l := range back {
		if len(out) == n {
			break
		}
		if l.Notice == nil || l.Notice.Kind != dossier.NoticeOpened && l.Notice.Kind != dossier.NoticeRoll {
			out = append(out, logLine(set, l, r))
		}
	}
	return out
}

func logLine(set Setting, l dossier.Line, r *words.Reader) LogLine {
	at := l.When.In(set.Zone)
	line := LogLine{Seq: l.Seq, When: stamp(at, set.Zone), Dated: "exactly", Sources: []SourceLine{}, Day: r.Day(at)}
	if l.Act == nil {
		line.Kind = string(l.Notice.Kind)
		line.Spans, line.Mark = sayNotice(set, l.Notice, r)
		line.Text = plain(line.Spans)
		return line
	}
	a := l.Act
	if set.reported() && a.Date.DayOnly() {
		line.When = set.day(at)
	} else if clock := at.Format("15:04"); clock != "00:00" {
		line.Day = r.Say("date.clock", words.Args{"day": line.Day, "time": clock})
	}
	if l.Dated != act.Exactly {
		line.Dated, line.Day = string(l.Dated), datedDay(r, string(l.Dated), line.Day)
	}
	line.Who, line.Kind, line.ID, line.Note = a.By, string(a.Do.Kind()), a.ID, a.Note
	line.Spans, line.Mark = sayAct(set, a, r)
	line.Text = plain(line.Spans)
	for _, s := range a.Sources {
		line.Sources = append(line.Sources, SourceLine{
			s.Key, s.Title, s.Publisher, s.Date, s.URL, s.Key == body.Unsourced, s.Key == body.Derived,
		})
	}
	if a.Paper != nil {
		line.Paper = a.Paper.From
		line.Spans = append(line.Spans, words.Span{Text: r.Say("paper.mark", nil)})
	}
	return line
}

func plain(spans []words.Span) string {
	var b strings.Builder
	for _, s := range spans {
		b.WriteString(s.Text)
	}
	return b.String()
}

// sayAct answers what an act did, in one sentence.
func sayAct(set Setting, a *act.Act, r *words.Reader) ([]words.Span, Mark) {
	args := words.Args{"who": set.Name(a.By, r)}
	mark, key := MarkMet, "act."+string(a.Do.Kind())
	instant := func(t time.Time) string { return r.Moment(t.In(set.Zone), zoneCity(set.Charter.TimeZone)) }
	switch do := a.Do.(type) {
	case *act.Apply:
		if args["subject"] = filed(do.Subject, r); len(do.Subject) > 0 {
			key += ".subject"
		}
		args["procedure"] = set.procedure(do.Procedure, r)
	case *act.Put:
		args["text"], mark = filed(do.Text, r), MarkTalks
		if !do.Until.IsZero() {
			args["until"], key = instant(do.Until.In(set.Zone)), key+".until"
		}
	case *act.Extend:
		args["until"], mark = instant(do.Until.In(set.Zone)), MarkTalks
	case *act.Position:
		mark, key = sayPosition(set, do, args, key, r)
	case *act.Reserve:
		args["text"], mark = filed(do.Reason, r), MarkTalks
		if do.If != "" {
			args["if"], key = words.Filed{Text: do.If, Lang: "en"}, key+".if"
		}
	case *act.Object:
		args["n"], args["demands"], mark = len(do.Concerns), demandsOf(do.Concerns), MarkOpen
	case *act.AddConcern:
		args["n"], mark = len(do.Concerns), MarkOpen
		args["text"] = filed(do.Concerns[0].Text, r)
	case *act.AddDemand:
		args["n"], mark = len(do.Demands), MarkOpen
		args["text"] = filed(do.Demands[0].Text, r)
	case *act.Commit:
		args["n"], mark = len(do.Commitments), MarkAgreed
		args["text"] = filed(do.Commitments[0].Text, r)
	case *act.Memorandum:
		args["title"], args["names"], args["n"], mark = filed(do.Title, r), set.Names(do.Parties, r), len(do.Clauses), MarkAgreed
	case *act.Measure:
		args["text"], mark = filed(do.Text, r), MarkAgreed
	case *act.Assess:
		mark, key = sayAssess(do, args, key, r)
	case *act.Withdraw:
		mark, key = MarkAside, key+"."+do.What
	case *act.Propose:
		args["text"], mark = filed(do.Text, r), MarkTalks
	case *act.Talks:
		args["names"], args["n"], args["place"], mark = set.Names(do.Parties, r), do.Round, do.Place, MarkTalks
		key = talksKey(key, do)
	case *act.Statement:
		mark = MarkTalks
		key = sayStatement(set, do, args, key, r)
	case *act.Sign, *act.Leave:
		// the sentence is about the author alone
	case *act.Approve:
		mark = MarkAgreed
	case *act.Deposit:
		if args["text"] = filed(do.Instrument, r); len(do.Instrument) > 0 {
			key += ".text"
		}
	case *act.Domestic:
		args["text"], mark = filed(do.Step, r), MarkAgreed
	case *act.Count:
		args["n"] = len(do.Ballots.Keys)
	case *act.Close:
		mark = MarkAside
		if do.Casting != "" {
			args["vote"], key = r.Say("ask.ballot."+do.Casting, nil), key+".casting"
		}
	case *act.Recuse:
		mark = MarkAside
		if do.Member != "" && do.Member != a.By {
			args["member"], key = set.Name(do.Member, r), key+".other"
		}
	case *act.Suspend:
		args["member"], mark = set.Name(do.Member, r), MarkAside
	case *act.Reinstate:
		args["member"] = set.Name(do.Member, r)
	case *act.Expel:
		args["member"], mark = set.Name(do.Member, r), MarkAside
	case *act.Admit:
		args["member"] = set.Name(do.Member, r)
	case *act.Enrol:
		args["key"], args["member"] = do.Key.ID, set.Name(do.Key.Member, r)
	case *act.Rotate:
		args["key"], args["old"] = do.Key.ID, do.Of
	case *act.Revoke:
		args["key"], mark = do.Key, MarkAside
	case *act.ConfirmPaper:
		args["of"], mark = do.Of, MarkMet
	case *act.React:
		args["clause"], args["text"], key = do.Clause, filed(do.Text, r), key+"."+do.Answer
		mark = map[string]Mark{"accept": MarkAgreed, "amend": MarkTalks, "refuse": MarkOpen}[do.Answer]
	case *act.Redact, *act.Cosign:
		mark = MarkAside
	case *act.Recover:
		args["key"], args["member"] = do.Key.ID, set.Name(do.Key.Member, r)
	}
	return r.Rich(key, args), mark
}

func demandsOf(cs []act.Concern) int {
	n := 0
	for _, c := range cs {
		n += len(c.Demands)
	}
	return n
}

func sayPosition(set Setting, do *act.Position, args words.Args, key string, r *words.Reader) (Mark, string) {
	kind, ok := body.KindByName(do.Ballot)
	if !ok {
		args["ballot"] = plainWord(do.Ballot)
		for _, b := range set.Charter.Ballots {
			if b.ID == do.Ballot {
				if name := b.Name.In(r.Tag()); name != "" {
					args["ballot"] = name
				}
				kind, _ = body.KindByName(b.Kind)
			}
		}
		mark, _ := positionMark(dossier.PositionStanding{}, kind, false)
		return mark, key + ".other"
	}
	mark, _ := positionMark(dossier.PositionStanding{}, kind, false)
	return mark, key + "." + ballotWord(kind)
}

func sayAssess(do *act.Assess, args words.Args, key string, r *words.Reader) (Mark, string) {
	args["strength"] = do.Strength
	switch {
	case do.Finds == "met":
		return MarkMet, key + ".met"
	case do.Finds == "partly":
		return MarkTalks, key + ".partly"
	case do.Finds == "not met":
		return MarkOpen, key + ".not-met"
	case do.Direction == "toward":
		return MarkAgreed, key + ".toward"
	case do.Direction == "away":
		return MarkOpen, key + ".away"
	}
	return MarkTalks, key + ".none"
}

func talksKey(key string, do *act.Talks) string {
	if do.Round > 0 {
		key += ".round"
	}
	if do.Place != "" {
		key += ".place"
	}
	return key
}

func sayStatement(set Setting, do *act.Statement, args words.Args, key string, r *words.Reader) string {
	s := do.Statements[0]
	args["side"], args["text"], args["speaker"], args["role"] = set.Name(s.Side, r), filed(s.Text, r), s.Speaker, s.Role
	switch {
	case s.Speaker != "":
		return key + ".speaker"
	case s.Role != "":
		return key + ".role"
	}
	return key
}

// sayNotice answers what a notice says, in one sentence.
func sayNotice(set Setting, n *dossier.Notice, r *words.Reader) ([]words.Span, Mark) {
	args := words.Args{"stage": spokenStage(set, n, r), "member": set.Name(n.Member, r)}
	mark, key := MarkMet, "notice."+string(n.Kind)
	switch n.Kind {
	case dossier.NoticeFound, dossier.NoticeSilence:
		key += "." + n.Outcome.String()
		if n.Outcome == game.Rejected {
			mark = MarkOpen
		}
	case dossier.NoticeOpened, dossier.NoticeRoll, dossier.NoticeDeadline, dossier.NoticeLapsed, dossier.NoticeRun, dossier.NoticeExtended:
		mark = MarkAside
	case dossier.NoticeDone, dossier.NoticeJoined, dossier.NoticeInForce, dossier.NoticeAmended:
		// they advance the dossier
	}
	return r.Rich(key, args), mark
}

func spokenStage(set Setting, n *dossier.Notice, r *words.Reader) string {
	for i := range set.Charter.Procedures.Values {
		for _, st := range set.Charter.Procedures.Values[i].Stages {
			if st.ID == baseOf(n.Stage) && len(st.Name) > 0 {
				return charterName(st.Name, "stage.", st.ID, r)
			}
		}
	}
	return spoken(r, "stage.", baseOf(n.Stage))
}
