package view

import (
	"slices"
	"strconv"
	"strings"

	"accede/act"
	"accede/body"
	"accede/dossier"
	"accede/form"

	"accede/internal/view/words"
)

// people answers parties as things to choose, each once.
func (s *sheet) people(ids []body.MemberID) []FieldOption {
	var all []FieldOption
	for _, id := range ids {
		if !slices.ContainsFunc(all, func(o FieldOption) bool { return o.Value == string(id) }) {
			all = append(all, FieldOption{Value: string(id), Label: words.Filed{Text: s.set.Name(id, s.q.Reader), Lang: s.q.Reader.Tag()}})
		}
	}
	return all
}

func (s *sheet) parties(key string, ids []body.MemberID, required bool) []body.MemberID {
	var chosen []body.MemberID
	for _, id := range s.checks(key, s.people(ids), required) {
		chosen = append(chosen, body.MemberID(id))
	}
	return chosen
}

// applicants answers whom demands are made of: this dossier's applicant first, then the others.
func (s *sheet) applicants() []body.MemberID {
	ids := []body.MemberID{s.st.Applicant}
	for _, id := range s.q.Docket.Dossiers() {
		if st, err := s.q.Docket.Standing(id, s.q.At); err == nil {
			ids = append(ids, st.Applicant)
		}
	}
	return ids
}

// concerned answers who may sit at a table: the applicants, those who object, the chair, then all others.
func (s *sheet) concerned() []body.MemberID {
	ids := s.applicants()
	for _, o := range s.st.Objections {
		ids = append(ids, o.By)
	}
	return append(append(ids, s.offices()...), s.q.Docket.Body().Members(s.q.At)...)
}

func (s *sheet) offices() []body.MemberID { return Offices(s.set.Charter) }

// Offices answers who conducts the proceedings of a body.
func Offices(c *body.Charter) []body.MemberID {
	var ids []body.MemberID
	for _, o := range []*body.Office{c.Chair, c.Secretary} {
		if o != nil {
			ids = append(ids, o.ID)
		}
	}
	if len(ids) == 0 {
		return []body.MemberID{"secretariat"}
	}
	return ids
}

// party asks for one party, or none.
func (s *sheet) party(key string, ids []body.MemberID, required bool) body.MemberID {
	options := s.people(ids)
	if !required {
		options = append([]FieldOption{s.own("", "ask.nobody")}, options...)
	}
	return body.MemberID(s.choose(key, options, required))
}

func (s *sheet) memorandum() act.Deed {
	m := &act.Memorandum{Title: s.text("title", true), Place: s.line("place", false)}
	m.Parties = s.parties("parties", s.concerned(), true)
	s.preset(s.agreeing()...)
	m.Auspices = s.party("auspices", s.offices(), false)
	m.Clauses = listOf(s, "clauses", 1, 1, func() act.Commitment {
		c := act.Commitment{ID: s.partID(), Clause: s.line("clause", false), Text: s.text("text", true)}
		c.By = s.parties("by", s.applicantsAndObjectors(), true)
		s.preset(string(s.st.Applicant))
		c.Kind = s.choose("kind", s.choices("ask.clause.", "undertaking", "recital", "monitoring", "withdrawal"), true)
		s.preset("undertaking")
		c.Answers = s.checks("answers", s.answerable(), false)
		c.Due = s.date("due", false)
		return c
	})
	m.SignedBy = listOf(s, "signed_by", 0, 0, s.person)
	return m
}

func (s *sheet) applicantsAndObjectors() []body.MemberID {
	ids := s.applicants()
	for _, o := range s.st.Objections {
		ids = append(ids, o.By)
	}
	return ids
}

// agreeing answers who would agree a text first of all: the applicant and those whose objection stands.
func (s *sheet) agreeing() []string {
	ids := []string{string(s.st.Applicant)}
	for _, o := range s.st.Objections {
		if o.Stands {
			ids = append(ids, string(o.By))
		}
	}
	return ids
}

func (s *sheet) person() act.Person {
	p := act.Person{Name: s.line("name", false), Role: s.line("role", false), Side: s.party("side", s.concerned(), false)}
	if p.Name == "" && p.Role == "" && s.sent() {
		s.wrong(&s.fields[len(s.fields)-3], "wrong.person", nil)
	}
	return p
}

func (s *sheet) remark() act.Remark {
	m := act.Remark{Side: s.party("side", s.concerned(), true)}
	s.preset(string(s.q.Seat))
	m.Speaker, m.Role = s.line("speaker", false), s.line("role", false)
	m.Form = s.radios("form", s.choices("ask.form.", "verbatim", "partly verbatim", "reported"), true)
	m.Text, m.Stance = s.text("text", true), s.line("stance", false)
	return m
}

func (s *sheet) talks() act.Deed {
	t := &act.Talks{Title: s.text("title", false)}
	if s.radios("round", []FieldOption{s.nextRound(), s.own("0", "ask.round.none")}, true) == s.nextRound().Value {
		n, _ := number(s.nextRound().Value)
		t.Round = int(n)
	}
	t.Place = s.line("place", false)
	t.Parties = s.parties("parties", s.concerned(), true)
	s.preset(s.agreeing()...)
	t.Convened = s.party("convened_by", append(s.offices(), s.applicantsAndObjectors()...), false)
	t.Host = s.party("host", s.concerned(), false)
	t.Lasted = s.lasted()
	t.Level = s.line("level", false)
	concerns := s.concernOptions()
	t.Agenda = s.checks("agenda", concerns, false)
	t.Outcome = s.outcome(concerns)
	t.Stalemate = s.radios("stalemate", s.choices("ask.stalemate.", "continues", "broken"), false)
	t.Agreed = lines(s.plainText("agreed"))
	t.Next = s.line("next", false)
	t.Attendance = listOf(s, "attendance", 0, 0, s.person)
	t.Statements = listOf(s, "statements", 0, 0, s.remark)
	return t
}

// nextRound answers the round that these talks would be.
func (s *sheet) nextRound() FieldOption {
	last := 0
	for _, r := range s.st.Rounds {
		last = max(last, r.Round)
	}
	n := s.q.Reader.Say("ask.round.next", words.Args{"n": last + 1})
	return FieldOption{Value: strconv.Itoa(last + 1), Label: words.Filed{Text: n, Lang: s.q.Reader.Tag()}}
}

func (s *sheet) lasted() act.Length {
	minutes, ok := s.number("lasted", false)
	known := s.radios("lasted_known", s.choices("ask.lasted.", "exactly", "about", "more"), ok)
	switch known {
	case "about":
		return act.Length{About: int(minutes)}
	case "more":
		return act.Length{MoreThan: int(minutes)}
	}
	return act.Length{Minutes: int(minutes)}
}

func (s *sheet) concernOptions() []FieldOption {
	var all []FieldOption
	for _, o := range s.st.Objections {
		for _, c := range o.Concerns {
			all = append(all, FieldOption{Value: c.ID, Label: filed(c.Text, s.q.Reader)})
		}
	}
	return all
}

// outcome asks how far the meeting moved each concern. A concern of which nothing is said has no outcome.
func (s *sheet) outcome(concerns []FieldOption) []act.Progress {
	var all []act.Progress
	for _, c := range concerns {
		p := s.choose("outcome."+c.Value, append([]FieldOption{s.own("", "ask.outcome.nothing")}, s.choices("ask.outcome.", "none", "some", "substantial", "settled")...), false)
		f := &s.fields[len(s.fields)-1]
		f.Label = s.q.Reader.Say("ask.outcome", words.Args{"concern": c.Label.Text})
		if p != "" {
			all = append(all, act.Progress{Concern: c.Value, Progress: p})
		}
	}
	return all
}

// plainText asks for lines that have no language of their own.
func (s *sheet) plainText(key string) string {
	f := s.add(key, FieldText, false)
	f.Value = s.typed(key)
	s.short(f)
	return f.Value
}

func lines(text string) []string {
	var all []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			all = append(all, line)
		}
	}
	return all
}

func (s *sheet) vote() act.RecordedVote {
	return act.RecordedVote{
		Organ: s.line("organ", true), Date: s.date("day", false),
		For: s.count("for"), Against: s.count("against"), Abstaining: s.count("abstaining"), Present: s.count("present"), Seats: s.count("seats"),
	}
}

// totals asks for the totals of a vote: of all, and of each class that the charter has.
func (s *sheet) totals() act.Deed {
	c := &act.Count{Ballots: s.tally("ballots.")}
	if len(c.Ballots.Keys) == 0 && s.sent() {
		s.wrong(&s.fields[0], "wrong.missing", nil)
	}
	for _, class := range s.set.Charter.Classes {
		if t := s.tally("classes." + class.ID + "."); len(t.Keys) > 0 {
			c.Classes.Keys, c.Classes.Values = append(c.Classes.Keys, class.ID), append(c.Classes.Values, t)
		}
	}
	c.Roll, _ = s.number("roll", false)
	if st := s.set.stage(s.st.Procedure, s.st.Stage); st != nil && st.Tie == "chair decides" {
		c.Casting = s.radios("casting", s.sides([]string{"for", "against"}), false)
	}
	return c
}

func (s *sheet) tally(prefix string) form.Map[int64] {
	var m form.Map[int64]
	ballots := []string{"for", "against", "abstaining", "absent"}
	for _, b := range s.set.Charter.Ballots {
		ballots = append(ballots, b.ID)
	}
	for _, b := range ballots {
		n, ok := s.number(prefix+b, false)
		f := &s.fields[len(s.fields)-1]
		f.Label = s.ballotWord(b)
		if class := strings.TrimSuffix(strings.TrimPrefix(prefix, "classes."), "."); class != "ballots" {
			f.Label = s.q.Reader.Say("ask.class", words.Args{"class": plainWord(class), "ballot": f.Label})
		}
		if ok {
			m.Keys, m.Values = append(m.Keys, b), append(m.Values, n)
		}
	}
	return m
}

func (s *sheet) ballotWord(b string) string {
	if s.q.Reader.Known("ballot." + b) {
		return s.q.Reader.Say("ballot."+b, nil)
	}
	return plainWord(b)
}

// bodyDeed asks for what an act that addresses the body says.
func (s *sheet) bodyDeed() act.Deed {
	// deed sends only these here, and names every kind
	//exhaustive:ignore
	switch s.q.Kind {
	case act.KindApply:
		a := &act.Apply{Procedure: s.radios("procedure", s.offered(dossier.AboutProcedure), true)}
		s.preset(s.q.About)
		if _, ok := s.q.Docket.Body().Party(s.q.Seat); !ok {
			a.Name = s.text("name", true)
		}
		a.Subject = s.text("subject", false)
		a.Proposed = s.charter("proposed")
		return a
	case act.KindSuspend:
		return &act.Suspend{Member: s.member(), Reason: s.text("reason", false)}
	case act.KindReinstate:
		return &act.Reinstate{Member: s.member()}
	case act.KindExpel:
		return &act.Expel{Member: s.member(), Reason: s.text("reason", false)}
	case act.KindAdmit:
		return &act.Admit{Member: body.MemberID(s.line("id", true)), Name: s.text("name", true)}
	default: // the set of kinds that address the body has one more
		return &act.Leave{}
	}
}
