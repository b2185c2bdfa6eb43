package clauses

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"accede/body"
)

// Errors of a draft: what the caller can do about each is said with it.
var (
	// ErrAuthority is something that is not this party's to do.
	ErrAuthority = errors.New("not this party's to do")
	// ErrClause is a clause that the draft does not have, or no longer.
	ErrClause = errors.New("no clause of the draft")
	// ErrStale is a reaction to a version that is no longer the last one: read the last one, and react to that.
	ErrStale = errors.New("the clause has a newer version")
	// ErrSame is a new version with the words of the last one.
	ErrSame = errors.New("nothing is changed")
	// ErrDraft is a draft, a clause or a reaction that lacks something.
	ErrDraft = errors.New("not in due form")
	// ErrAgreed is a reaction to a clause that is agreed, or an agreement of a draft that is not.
	ErrAgreed = errors.New("agreed or not")
)

// Answer is what a party says of a clause. The zero value is no answer yet.
type Answer uint8

// The answers.
const (
	Unanswered Answer = iota
	Accept
	Amend  // it would accept other words, which it gives
	Refuse // no words would do
)

// String answers the word.
func (a Answer) String() string {
	switch a {
	case Unanswered:
		return "unanswered"
	case Accept:
		return "accept"
	case Amend:
		return "amend"
	case Refuse:
		return "refuse"
	}
	return "unanswered"
}

// Reaction is what one party says of one version of a clause.
type Reaction struct {
	Party  body.MemberID
	Answer Answer
	Text   body.Names // of an amendment: the whole clause as the party would have it
	Reason body.Names
	When   time.Time
}

// Clause is one clause of a draft as it is tabled.
type Clause struct {
	ID      string
	Number  string          // as the agreement numbers it: 8.1
	Kind    string          // undertaking (default), recital, monitoring, withdrawal
	By      []body.MemberID // who undertakes it
	Answers []string        // ids of the demands or concerns it answers
	Text    body.Names
}

// Version is one wording of a clause.
type Version struct {
	Clause
	When time.Time
}

// Draft is an agreement in the making. It is a value: every step answers the next draft and leaves the old one as it
// was. Make one with New. It may be read by several goroutines at once.
type Draft struct {
	title        body.Names
	mediator     body.MemberID
	parties      []body.MemberID
	confidential bool
	clauses      []clause
}

// clause is a clause with its versions and the reactions to the last one. What it holds is never changed in place.
type clause struct {
	versions  []Version
	reactions map[body.MemberID]Reaction
	dropped   bool
}

func (c clause) last() Version { return c.versions[len(c.versions)-1] }

// New answers a draft without clauses. Confidential means that nobody but its author sees a reaction before all have
// reacted to the same words. The error is ErrDraft.
func New(title body.Names, mediator body.MemberID, parties []body.MemberID, confidential bool) (Draft, error) {
	if len(parties) < 2 || mediator == "" {
		return Draft{}, fmt.Errorf("draft an agreement of %v by %q: two parties at least and a mediator are wanted: %w", parties, mediator, ErrDraft)
	}
	for i, p := range parties {
		if slices.Contains(parties[:i], p) || p == "" {
			return Draft{}, fmt.Errorf("draft an agreement: party %q is there twice, or has no id: %w", p, ErrDraft)
		}
	}
	return Draft{title: title, mediator: mediator, parties: slices.Clone(parties), confidential: confidential}, nil
}

// Title answers the title of the draft.
func (d Draft) Title() body.Names { return maps.Clone(d.title) }

// Parties answers whose agreement is wanted, in order.
func (d Draft) Parties() []body.MemberID { return slices.Clone(d.parties) }

// find answers the place of a clause that has not been dropped.
func (d Draft) find(id string) (int, error) {
	i := slices.IndexFunc(d.clauses, func(c clause) bool { return c.last().ID == id })
	if i < 0 || d.clauses[i].dropped {
		return 0, fmt.Errorf("clause %q: %w", id, ErrClause)
	}
	return i, nil
}

// with answers the draft with one clause set; at its end for a new one.
func (d Draft) with(i int, c clause) Draft {
	d.clauses = slices.Clone(d.clauses)
	if i == len(d.clauses) {
		d.clauses = append(d.clauses, c)
	} else {
		d.clauses[i] = c
	}
	return d
}

// Table puts a clause on the table, or a new version of one; only the mediator tables. New words, in any language, and
// new undertakers void all reactions to the clause; a new number or new demands do not. The id of a clause that was
// dropped brings it back. The errors are ErrAuthority, ErrDraft, ErrBrackets and ErrSame.
func (d Draft) Table(by body.MemberID, c Clause, at time.Time) (Draft, error) {
	if err := d.tableable(by, c); err != nil {
		return d, fmt.Errorf("table clause %q: %w", c.ID, err)
	}
	next := Version{Clause: c.clone(), When: at}
	i := slices.IndexFunc(d.clauses, func(x clause) bool { return x.last().ID == c.ID })
	if i < 0 {
		return d.with(len(d.clauses), clause{versions: []Version{next}}), nil
	}
	old := d.clauses[i]
	last := old.last().Clause
	if !old.dropped && last.equal(next.Clause) {
		return d, fmt.Errorf("table clause %q: %w", c.ID, ErrSame)
	}
	x := clause{versions: append(slices.Clip(old.versions), next)}
	if maps.Equal(last.Text, c.Text) && slices.Equal(last.By, c.By) && !old.dropped {
		x.reactions = old.reactions
	}
	return d.with(i, x), nil
}

func (d Draft) tableable(by body.MemberID, c Clause) error {
	switch {
	case by != d.mediator:
		return fmt.Errorf("%s is not the mediator, who tables: %w", by, ErrAuthority)
	case c.ID == "" || len(c.Text) == 0:
		return fmt.Errorf("it wants an id and a text: %w", ErrDraft)
	case !slices.Contains([]string{"", "undertaking", "recital", "monitoring", "withdrawal"}, c.Kind):
		return fmt.Errorf("%q is no kind of clause; the kinds are undertaking, recital, monitoring, withdrawal: %w", c.Kind, ErrDraft)
	}
	_, err := bracketed(c.Text)
	return err
}

func (c Clause) clone() Clause {
	c.By, c.Answers, c.Text = slices.Clone(c.By), slices.Clone(c.Answers), maps.Clone(c.Text)
	return c
}

func (c Clause) equal(e Clause) bool {
	return c.Number == e.Number && c.Kind == e.Kind && slices.Equal(c.By, e.By) && slices.Equal(c.Answers, e.Answers) && maps.Equal(c.Text, e.Text)
}

// Drop takes a clause off the table. Its versions are kept. The errors are ErrAuthority and ErrClause.
func (d Draft) Drop(by body.MemberID, id string) (Draft, error) {
	i, err := d.find(id)
	if err == nil && by != d.mediator {
		err = fmt.Errorf("clause %q: %s is not the mediator, who tables: %w", id, by, ErrAuthority)
	}
	if err != nil {
		return d, fmt.Errorf("drop: %w", err)
	}
	return d.with(i, clause{versions: d.clauses[i].versions, dropped: true}), nil
}

// React enters what a party says of a version of a clause, counted from 1; it may be changed until the clause is
// agreed. The errors are ErrAuthority, ErrClause, ErrStale, ErrAgreed, ErrBrackets, ErrSame for an amendment that
// changes nothing, and ErrDraft for one without words or words without an amendment. None depends on what others said,
// but for ErrAgreed, which everybody may know.
func (d Draft) React(id string, version int, r Reaction) (Draft, error) {
	i, err := d.find(id)
	if err == nil {
		err = d.reactable(d.clauses[i], version, r)
	}
	if err != nil {
		return d, fmt.Errorf("react to clause %q for %s: %w", id, r.Party, err)
	}
	old := d.clauses[i]
	x := clause{versions: old.versions, reactions: maps.Clone(old.reactions)}
	if x.reactions == nil {
		x.reactions = map[body.MemberID]Reaction{}
	}
	r.Text, r.Reason = maps.Clone(r.Text), maps.Clone(r.Reason)
	x.reactions[r.Party] = r
	return d.with(i, x), nil
}

func (d Draft) reactable(c clause, version int, r Reaction) error {
	switch {
	case !slices.Contains(d.parties, r.Party):
		return fmt.Errorf("it is no party: %w", ErrAuthority)
	case version != len(c.versions):
		return fmt.Errorf("version %d is not the last one, %d: %w", version, len(c.versions), ErrStale)
	case d.state(c) == Agreed:
		return fmt.Errorf("all have accepted it: %w", ErrAgreed)
	}
	switch r.Answer {
	case Unanswered:
		return fmt.Errorf("it wants an answer: accept, amend or refuse: %w", ErrDraft)
	case Accept, Refuse:
		if len(r.Text) > 0 {
			return fmt.Errorf("other words are an amendment: %w", ErrDraft)
		}
		return nil
	case Amend:
		if len(r.Text) == 0 {
			return fmt.Errorf("an amendment wants the whole clause as it should read: %w", ErrDraft)
		}
		if unchanged(c.last().Text, r.Text) {
			return fmt.Errorf("the amendment has the words of the clause: %w", ErrSame)
		}
		_, err := bracketed(r.Text)
		return err
	}
	return fmt.Errorf("it wants an answer: accept, amend or refuse: %w", ErrDraft)
}

// unchanged says whether an amendment has the words of a clause in every language it speaks.
func unchanged(text, amendment body.Names) bool {
	for lang, words := range amendment {
		if text[lang] != words {
			return false
		}
	}
	return true
}
