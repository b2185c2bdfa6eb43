package view

import (
	"slices"
	"strings"

	"accede/act"
	"accede/body"
	"accede/dossier"

	"accede/internal/view/words"
)

// deed asks for what an act of the kind says, and answers it as far as it was typed.
func (s *sheet) deed() act.Deed {
	switch s.q.Kind {
	case act.KindPut:
		return &act.Put{Text: s.text("text", true), Until: s.moment("until", false)}
	case act.KindExtend:
		return &act.Extend{Until: s.moment("until", true), Reason: s.text("reason", false)}
	case act.KindPosition:
		return &act.Position{Ballot: s.ballot(), Explanation: s.text("explanation", false), Conditions: s.text("conditions", false)}
	case act.KindReserve:
		return s.reserve()
	case act.KindObject:
		return &act.Object{Grounds: s.text("grounds", false), Concerns: s.concerns()}
	case act.KindConcern:
		return &act.AddConcern{Objection: s.about("objection", dossier.AboutObjection), Concerns: s.concerns()}
	case act.KindDemand:
		return &act.AddDemand{Concern: s.about("concern", dossier.AboutConcern), Demands: s.demands(1)}
	case act.KindCommit:
		return &act.Commit{Commitments: listOf(s, "commitments", 1, 1, s.commitment)}
	case act.KindMemorandum:
		return s.memorandum()
	case act.KindMeasure:
		return s.measure()
	case act.KindAssess:
		return s.assess()
	case act.KindWithdraw:
		return s.withdraw()
	case act.KindPropose:
		return s.propose()
	case act.KindReact:
		return s.react()
	case act.KindTalks:
		return s.talks()
	case act.KindStatement:
		return &act.Statement{Statements: listOf(s, "statements", 1, 1, s.remark)}
	case act.KindSign:
		return &act.Sign{}
	case act.KindApprove:
		return &act.Approve{Votes: listOf(s, "votes", 0, 0, s.vote)}
	case act.KindDeposit:
		return &act.Deposit{Instrument: s.text("instrument", false)}
	case act.KindDomestic:
		return &act.Domestic{Step: s.text("step", true)}
	case act.KindCount:
		return s.totals()
	case act.KindClose:
		return &act.Close{Casting: s.casting(), Remark: s.text("remark", false)}
	case act.KindRecuse:
		return &act.Recuse{Member: s.member(), Reason: s.text("reason", false)}
	case act.KindApply, act.KindSuspend, act.KindReinstate, act.KindExpel, act.KindLeave, act.KindAdmit:
		return s.bodyDeed()
	case act.KindRedact:
		return &act.Redact{Of: s.checks("of", s.offered(dossier.AboutEnclosure), true), Reason: s.text("reason", true)}
	case act.KindConfirm:
		return &act.ConfirmPaper{Of: s.choose("of", s.offered(dossier.AboutAct), true)}
	case act.KindEnrol, act.KindRotate, act.KindRevoke, act.KindRecover, act.KindCosign:
		// a key is handed in by its holder's program, which has the private half
	}
	panic("view: a kind of act without a form: " + string(s.q.Kind))
}

// own answers words of the reader's language as something to choose.
func (s *sheet) own(value, key string) FieldOption {
	return FieldOption{Value: value, Label: words.Filed{Text: s.q.Reader.Say(key, nil), Lang: s.q.Reader.Tag()}}
}

// choices answers values whose words stand in the catalogue under a prefix.
func (s *sheet) choices(prefix string, values ...string) []FieldOption {
	all := make([]FieldOption, len(values))
	for i, v := range values {
		all[i] = s.own(v, prefix+strings.ReplaceAll(v, " ", "-"))
	}
	return all
}

// ballot asks for one of the ballots that are offered. To take a position back is offered to whoever has taken one.
func (s *sheet) ballot() string {
	var options []FieldOption
	for _, o := range s.offers {
		for _, b := range o.Ballots {
			if slices.ContainsFunc(options, func(x FieldOption) bool { return x.Value == b }) || b == "pending" && !s.spoken() {
				continue
			}
			label := words.Filed{Text: plainWord(b), Lang: s.q.Reader.Tag()}
			if s.q.Reader.Known("ask.ballot." + b) {
				label.Text = s.q.Reader.Say("ask.ballot."+b, nil)
			}
			for _, own := range s.set.Charter.Ballots {
				if own.ID == b && len(own.Name) > 0 {
					label = filed(own.Name, s.q.Reader)
				}
			}
			options = append(options, FieldOption{Value: b, Label: label})
		}
	}
	return s.radios("ballot", options, true)
}

// reserve asks why a position is held back, or until what.
func (s *sheet) reserve() act.Deed {
	do := &act.Reserve{Reason: s.text("reason", false), If: s.line("if", false)}
	if s.fields[0].Value == "" && do.If == "" { // its language is asked last, and until then the text is in none
		s.wrong(&s.fields[0], "wrong.missing", nil)
	}
	return do
}

// casting asks for the chair's casting vote where the votes are equal and the charter leaves that to the chair: then
// the stage is offered to be closed with one, and not without.
func (s *sheet) casting() string {
	var votes []string
	for _, o := range s.offers {
		votes = append(votes, o.Ballots...)
	}
	return s.radios("casting", s.sides(votes), len(votes) > 0)
}

// sides answers for and against as options of a form.
func (s *sheet) sides(votes []string) []FieldOption {
	var options []FieldOption
	for _, v := range votes {
		options = append(options, FieldOption{Value: v, Label: words.Filed{Text: s.q.Reader.Say("ask.ballot."+v, nil), Lang: s.q.Reader.Tag()}})
	}
	return options
}

// spoken says whether the author has taken a position, or holds it back.
func (s *sheet) spoken() bool {
	i := slices.IndexFunc(s.st.Positions, func(p dossier.PositionStanding) bool { return p.Member == s.q.Seat })
	return i >= 0 && !s.st.Positions[i].Since.IsZero()
}

// about asks which of the things offered the act is about.
func (s *sheet) about(key string, subject dossier.Subject) string {
	value := s.radios(key, s.offered(subject), true)
	s.preset(s.q.About)
	return value
}

// offered answers the things of a sort that are offered, in words.
func (s *sheet) offered(subject dossier.Subject) []FieldOption {
	var options []FieldOption
	for _, o := range s.offers {
		if o.Subject == subject && !slices.ContainsFunc(options, func(x FieldOption) bool { return x.Value == o.About }) {
			options = append(options, FieldOption{Value: o.About, Label: s.thing(subject, o.About)})
		}
	}
	return options
}

// thing answers something in the dossier in words.
func (s *sheet) thing(subject dossier.Subject, id string) words.Filed {
	r := s.q.Reader
	switch subject {
	case dossier.AboutMember:
		return words.Filed{Text: s.set.Name(body.MemberID(id), r), Lang: r.Tag()}
	case dossier.AboutProcedure:
		return words.Filed{Text: s.set.procedure(id, r), Lang: r.Tag()}
	case dossier.AboutObjection:
		for _, o := range s.st.Objections {
			if o.ID == id {
				return words.Filed{Text: r.Say("ask.objection.of", words.Args{"who": s.set.Name(o.By, r), "day": r.Day(o.Since.In(s.set.Zone))}), Lang: r.Tag()}
			}
		}
	case dossier.AboutClause:
		draft, clause, _ := strings.Cut(id, "/")
		for _, t := range s.st.Texts {
			for _, c := range t.Draft {
				if t.ID == draft && c.ID == clause {
					text := filed(c.Text, r)
					text.Text = r.Say("ask.clause.of", words.Args{"clause": clauseName(c.Clause, c.ID), "n": c.Version, "text": text.Text})
					return text
				}
			}
		}
	case dossier.AboutEnclosure:
		if e, ok := s.q.Docket.Enclosed(id); ok {
			return words.Filed{Text: r.Say("ask.enclosure", words.Args{"what": r.Say("kind."+string(e.Kind), nil), "who": s.set.Name(e.By, r), "n": e.Seq}), Lang: r.Tag()}
		}
	case dossier.AboutAct:
		for _, l := range s.q.Docket.Lines(s.q.Dossier) {
			if l.Act != nil && l.Act.ID == id {
				return words.Filed{Text: logLine(s.set, l, r).Text, Lang: r.Tag()}
			}
		}
	case dossier.AboutConcern, dossier.AboutDemand, dossier.AboutCommitment, dossier.AboutMeasure, dossier.AboutApplication, dossier.AboutNothing:
		if text, ok := things(s.st)[id]; ok {
			return filed(text, r)
		}
	}
	return words.Filed{Text: id}
}

// things answers the texts of everything that hangs in a dossier, by id.
func things(st dossier.Standing) map[string]body.Names {
	all := map[string]body.Names{}
	promise := func(c dossier.CommitmentStanding) {
		if c.ID != "" {
			all[c.ID] = c.Text
		}
		for _, m := range c.Measures {
			all[m.ID] = m.Text
		}
	}
	for _, o := range st.Objections {
		for _, c := range o.Concerns {
			all[c.ID] = c.Text
			for _, a := range c.Answers {
				promise(a)
			}
			for _, d := range c.Demands {
				all[d.ID] = d.Text
				for _, a := range d.Commitments {
					promise(a)
				}
			}
		}
	}
	for _, t := range st.Texts {
		for _, c := range t.Clauses {
			promise(c)
		}
	}
	return all
}

func (s *sheet) concerns() []act.Concern {
	return listOf(s, "concerns", 1, 1, func() act.Concern {
		return act.Concern{ID: s.partID(), Text: s.text("text", true), Demands: s.demands(0)}
	})
}

func (s *sheet) demands(least int) []act.Demand {
	return listOf(s, "demands", least, 1, func() act.Demand {
		d := act.Demand{ID: s.partID(), Text: s.text("text", true)}
		d.Of = s.parties("of", s.applicants(), true)
		s.preset(string(s.st.Applicant))
		d.Due = s.date("due", false)
		return d
	})
}

// demandOptions answers the demands that stand in the dossier, of one party or, without one, of anybody.
func (s *sheet) demandOptions(of body.MemberID) []FieldOption {
	var all []FieldOption
	for _, o := range s.st.Objections {
		for _, c := range o.Concerns {
			for _, d := range c.Demands {
				if of == "" || slices.Contains(d.Of, of) {
					all = append(all, FieldOption{Value: d.ID, Label: filed(d.Text, s.q.Reader)})
				}
			}
		}
	}
	return all
}

// answerable answers what a commitment can answer: demands, and concerns as a whole.
func (s *sheet) answerable() []FieldOption {
	all := s.demandOptions("")
	for _, o := range s.st.Objections {
		for _, c := range o.Concerns {
			label := filed(c.Text, s.q.Reader)
			label.Text = s.q.Reader.Say("ask.whole", words.Args{"concern": label.Text})
			all = append(all, FieldOption{Value: c.ID, Label: label})
		}
	}
	return all
}

func (s *sheet) commitment() act.Commitment {
	c := act.Commitment{ID: s.partID(), Text: s.text("text", true)}
	c.Answers = s.checks("answers", s.answerable(), false)
	if s.q.About != "" {
		s.preset(s.q.About)
	}
	c.Due, c.ShownBy = s.date("due", false), s.text("shown_by", false)
	return c
}

func (s *sheet) measure() act.Deed {
	m := &act.Measure{Text: s.text("text", true)}
	m.Under = s.checks("under", s.offered(dossier.AboutCommitment), false)
	s.preset(s.q.About)
	m.Answers = s.checks("answers", s.offered(dossier.AboutDemand), false)
	s.preset(s.q.About)
	m.Fulfils = s.checks("fulfils", s.offered(dossier.AboutDemand), false)
	m.Evidence = listOf(s, "evidence", 0, 0, func() act.Evidence {
		return act.Evidence{Text: s.text("text", true), URL: s.line("url", false)}
	})
	return m
}

func (s *sheet) assess() act.Deed {
	var options []FieldOption
	for _, subject := range []dossier.Subject{dossier.AboutMeasure, dossier.AboutCommitment, dossier.AboutDemand} {
		for _, o := range s.offered(subject) {
			o.Label.Text = s.q.Reader.Say("ask.of."+string(subject), words.Args{"text": o.Label.Text})
			options = append(options, o)
		}
	}
	a := &act.Assess{Of: s.radios("of", options, true)}
	s.preset(s.q.About)
	a.Direction = s.radios("direction", s.choices("ask.direction.", "toward", "none", "away"), false)
	if n, ok := number(s.radios("strength", s.choices("ask.strength.", "0", "1", "2", "3", "4"), false)); ok {
		a.Strength = int(n)
	}
	a.Finds = s.radios("finds", s.choices("ask.finds.", "met", "partly", "not met"), false)
	a.Text = s.text("text", false)
	return a
}

// withdraw asks what is taken back: one of the author's objections, or the application.
func (s *sheet) withdraw() act.Deed {
	var options []FieldOption
	for _, o := range s.offered(dossier.AboutObjection) {
		options = append(options, FieldOption{Value: "objection:" + o.Value, Label: o.Label})
	}
	if slices.ContainsFunc(s.offers, func(o dossier.Offer) bool { return o.Subject == dossier.AboutApplication }) {
		options = append(options, s.own("application", "ask.what.application"))
	}
	what, of, _ := strings.Cut(s.radios("what", options, true), ":")
	s.preset("objection:"+s.q.About, s.q.About)
	w := &act.Withdraw{What: what, Of: of}
	w.Conditions = s.text("conditions", false)
	return w
}

func (s *sheet) member() body.MemberID {
	options := s.offered(dossier.AboutMember)
	words.Order(s.q.Reader, options, func(o FieldOption) string { return o.Label.Text })
	value := s.choose("member", options, true)
	s.preset(s.q.About)
	return body.MemberID(value)
}
