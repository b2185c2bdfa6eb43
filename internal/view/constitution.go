package view

import (
	"time"

	"accede/body"
	"accede/dossier"
	"accede/form"
)

// RulesStatus is the rules and procedures of a charter, for programs. Lists are never null.
type RulesStatus struct {
	Body       string            `json:"body"`
	Keeping    body.Keeping      `json:"keeping"`
	TimeZone   string            `json:"time_zone"`
	Rules      []RuleStatus      `json:"rules"`
	Procedures []ProcedureStatus `json:"procedures"`
}

// RuleStatus is one sentence of the charter.
type RuleStatus struct {
	ID     string   `json:"id"`
	Rule   string   `json:"rule"`
	Law    []string `json:"law"`
	Source string   `json:"source"` // key in the charter's sources
	Note   string   `json:"note,omitempty"`
}

// ProcedureStatus is one procedure.
type ProcedureStatus struct {
	ID     string       `json:"id"`
	Name   body.Names   `json:"name"`
	Law    []string     `json:"law"`
	Stages []StageTerms `json:"stages"`
}

// StageTerms is what the charter says of a stage; what it does not say is left out.
type StageTerms struct {
	ID        string       `json:"id"`
	Name      body.Names   `json:"name"`
	Law       []string     `json:"law"`
	Rule      string       `json:"rule,omitempty"` // the sentence that decides it
	Each      body.Parties `json:"each,omitempty"` // classes whose acts are wanted
	Act       string       `json:"act,omitempty"`
	By        string       `json:"by,omitempty"`
	Steps     []string     `json:"steps,omitempty"`
	Repeat    []string     `json:"repeat,omitempty"`
	Organ     string       `json:"organ,omitempty"`
	Roll      string       `json:"roll,omitempty"`
	Votes     string       `json:"votes,omitempty"`
	Objection string       `json:"objection,omitempty"`
	Silence   string       `json:"silence,omitempty"` // what pending counts as when the period has run
	Quorum    string       `json:"quorum,omitempty"`
	Closes    string       `json:"closes,omitempty"`
	Within    string       `json:"within,omitempty"` // the time the stage may take
	Then      string       `json:"then,omitempty"`   // and what follows
	Gains     string       `json:"gains,omitempty"`
	Joins     string       `json:"joins,omitempty"`
	Note      string       `json:"note,omitempty"`
}

// NewRulesStatus answers the rules of a charter.
func NewRulesStatus(d *dossier.Docket) RulesStatus {
	set := SettingOf(d)
	c := d.Charter()
	all := RulesStatus{Body: c.Body, Keeping: c.Keeping, TimeZone: c.TimeZone, Procedures: []ProcedureStatus{}}
	all.Rules = each(c.Rules, func(x body.Sentence) RuleStatus {
		return RuleStatus{x.ID, x.Rule.Value, list(x.Law), x.Source, x.Note}
	})
	for i, id := range c.Procedures.Keys {
		p := c.Procedures.Values[i]
		all.Procedures = append(all.Procedures, ProcedureStatus{id, names(p.Name), list(p.Law), each(p.Stages, set.termsOf)})
	}
	return all
}

func (s Setting) termsOf(st body.Stage) StageTerms {
	t := StageTerms{
		ID: st.ID, Name: names(st.Name), Law: list(st.Law), Rule: s.sentence(&st), Each: st.Each, Act: st.Act, By: st.By,
		Steps: st.Steps, Repeat: st.Repeat, Organ: st.Organ, Roll: st.Roll, Votes: st.Votes, Objection: st.Objection,
		Quorum: st.Quorum.Value, Closes: st.Closes, Gains: st.Gains, Note: st.Note,
	}
	if st.Silence != nil {
		t.Silence = st.Silence.PendingCountsAs
	}
	if st.Deadline != nil {
		t.Within, t.Then = st.Deadline.Within.String(), st.Deadline.Then
	}
	if st.Effect != nil {
		t.Joins = st.Effect.Joins
	}
	return t
}

// MembersStatus is who belongs to a body at an instant, in the order of the charter.
type MembersStatus struct {
	Body    string         `json:"body"`
	Members []MemberStatus `json:"members"` // applicants among them
	AsOf    string         `json:"as_of"`
}

// MemberStatus is one member or applicant. Days are YYYY-MM-DD.
type MemberStatus struct {
	ID        body.MemberID `json:"id"`
	Name      body.Names    `json:"name"`
	Kind      string        `json:"kind"` // state, organisation, person, seat
	Member    bool          `json:"member"`
	Suspended bool          `json:"suspended"`
	Since     *string       `json:"since"` // null: since before the record begins, or not yet
	Until     *string       `json:"until"`
	Classes   []string      `json:"classes"`
}

// NewMembersStatus answers the members at an instant, up to which the docket is folded.
func NewMembersStatus(d *dossier.Docket, at time.Time) MembersStatus {
	c, b := d.Charter(), d.Body()
	all := MembersStatus{Body: c.Body, Members: []MemberStatus{}, AsOf: stamp(at, d.Zone())}
	for _, listed := range [][]body.Member{c.Members, c.Applicants} {
		for _, m := range listed {
			if now, ok := b.Member(m.ID); ok {
				m.Since, m.Until = now.Since, now.Until
			}
			st := MemberStatus{
				ID: m.ID, Name: names(m.Name), Kind: m.Kind, Member: b.IsMember(m.ID, at), Suspended: b.Suspended(m.ID, at),
				Since: dateOf(m.Since), Until: dateOf(m.Until), Classes: []string{},
			}
			if st.Kind == "" {
				st.Kind = "state"
			}
			for _, x := range c.Classes {
				if b.InClass(m.ID, x.ID, at) {
					st.Classes = append(st.Classes, x.ID)
				}
			}
			all.Members = append(all.Members, st)
		}
	}
	return all
}

func dateOf(d *form.Date) *string {
	if d == nil {
		return nil
	}
	text := d.String()
	return &text
}
