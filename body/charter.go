package body

import (
	"slices"

	"accede/form"
)

// MemberID names a member, an applicant or an office for ever: given once, never reused, not even after
// withdrawal. For states it is the lower-case ISO 3166-1 alpha-2 code.
type MemberID string

// Names holds one text in several languages, by BCP 47 tag. A language not there shows in English, then in the
// first language in the order of tags.
type Names map[string]string

// Keeping says how a record is kept. An empty Keeping is not valid.
type Keeping string

// The two ways of keeping a record.
const (
	Official Keeping = "official" // acts signed or registered from paper; time of registration counts
	Reported Keeping = "reported" // an observer's record: every entry names its source; the date of the event counts
)

// CharterFormat is the first line of every charter file of this version.
const CharterFormat = "charter/1"

// Charter is a body as its own text has it: members and their dates, classes, weights, ballots, rules and
// procedures. It is what a charter file says and nothing more; package rule reads the sentences in it.
//
// Field tags are the keys of the file; `doc` is the description in the published JSON Schema.
type Charter struct {
	Format     string              `form:"accede,required" enum:"charter/1" doc:"the format of this file"`
	Body       string              `form:"body,required" doc:"short name of the body, lower case: the name of its record"`
	Name       Names               `form:"name,required" doc:"name of the body in each language"`
	TimeZone   string              `form:"time_zone,required" doc:"IANA time zone in which the body's days begin and end"`
	Keeping    Keeping             `form:"keeping,required" enum:"official,reported" doc:"how records under this charter are kept"`
	About      Names               `form:"about" doc:"a sentence or two for readers"`
	Sources    form.Map[Source]    `form:"sources" doc:"where the facts in this file come from, by key"`
	Chair      *Office             `form:"chair" doc:"who opens stages and puts questions"`
	Secretary  *Office             `form:"secretariat" doc:"who registers paper, when that is not the chair"`
	Depositary *Depositary         `form:"depositary" doc:"who receives instruments"`
	Members    []Member            `form:"members" doc:"members past and present"`
	Applicants []Member            `form:"applicants" doc:"names and ids of those known to apply; anybody else may apply under an id of its own"`
	Parties    []OtherParty        `form:"parties" doc:"others that act in procedures without being members: a commission, a working party"`
	Classes    []Class             `form:"classes" doc:"named subsets that rules treat apart; the class members (everybody) is always there"`
	Weights    []Weight            `form:"weights" doc:"whole numbers that rules count"`
	Ballots    []BallotKind        `form:"ballots" doc:"ballots beside for, against, abstaining, absent"`
	Rules      []Sentence          `form:"rules" doc:"the body's rules as sentences, each with its article and source"`
	Procedures form.Map[Procedure] `form:"procedures" doc:"the body's procedures, each a list of stages"`
	Decisive   []string            `form:"decisive" doc:"kinds of acts that two persons of a party must sign, such as deposit and withdraw"`
	Waiting    form.Period         `form:"waiting" doc:"how long after its enrolment a key signs nothing that is decisive, so that its party hears of it first; default not at all"`
	Redaction  []string            `form:"redaction" doc:"who may have enclosed content erased: author, chair, secretariat, or ids of parties; default nobody"`
	Recovery   *Recovery           `form:"recovery" doc:"how a party that has lost its keys gets new ones; default: two other members sign, and nothing is waited for"`

	Watchers *Watchers `form:"watchers" doc:"whose watchers must have seen the record before silence is assent; default nobody's"`

	Places form.Places `form:"-place"` // where it stands in its file
}

// Source is where a fact comes from. A fact without a source says so with the word unsourced.
type Source struct {
	Title     string `form:"title,required"`
	Publisher string `form:"publisher"`
	Date      string `form:"date" doc:"date of publication"`
	URL       string `form:"url"`
	Note      string `form:"note"`

	Places form.Places `form:"-place"` // where it stands in its file
}

// Unsourced is the source key of a fact nobody has found a source for.
const Unsourced = "unsourced"

// Derived is the source key of a fact worked out from sourced ones.
const Derived = "derived"

// Office is a party without a vote: a chair, a secretariat.
type Office struct {
	ID       MemberID `form:"id,required"`
	Name     Names    `form:"name,required"`
	Mediates bool     `form:"mediates" doc:"convenes and leads talks, proposes texts"`
	Votes    bool     `form:"votes" doc:"is also a member of that id"`

	Places form.Places `form:"-place"` // where it stands in its file
}

// PartyAuthor is the word by which a charter means whoever an act is of.
const PartyAuthor = "author"

// OtherParty is one that acts in procedures without being a member: a commission, a working party, a court.
type OtherParty struct {
	ID   MemberID `form:"id,required"`
	Name Names    `form:"name,required"`

	Places form.Places `form:"-place"` // where it stands in its file
}

// Recovery is how a party that has lost its keys gets a new one: other members sign, and a time passes in which those
// who still hold an old key can object by revoking the new one.
type Recovery struct {
	Members int         `form:"members,required" doc:"how many other members must sign, each by a key of its own; at least 2"`
	After   form.Period `form:"after" doc:"how long the new key waits before it signs, such as: 7 days"`

	Places form.Places `form:"-place"` // where it stands in its file
}

// Watchers says when silence is assent in a body whose members watch the record: not at the deadline alone, but once
// enough of them have seen the record as it stood after it. Without it silence is assent at the deadline.
type Watchers struct {
	Quorum    []Quorum    `form:"quorum,required" doc:"whose watchers must have seen it; all of these"`
	Grace     form.Period `form:"grace" doc:"how long after the deadline they must have seen it, so that what was deposited before it has come in; default at once"`
	Heartbeat form.Period `form:"heartbeat" doc:"how long the record may go unseen while a period runs; what goes beyond is added to the period"`

	Places form.Places `form:"-place"` // where it stands in its file
}

// Quorum is a number of members of a class.
type Quorum struct {
	AtLeast int    `form:"at_least,required"`
	Of      string `form:"of" doc:"a class; default members"`

	Places form.Places `form:"-place"` // where it stands in its file
}

// Class answers the class the quorum is of.
func (q Quorum) Class() string {
	if q.Of == "" {
		return Everyone
	}
	return q.Of
}

// Depositary receives instruments of the named stages. [VCLT 76]
type Depositary struct {
	ID  MemberID `form:"id,required"`
	For []string `form:"for" doc:"ids of the stages whose instruments it receives"`

	Places form.Places `form:"-place"` // where it stands in its file
}

// Member is a member or an applicant, with the dates of its membership.
type Member struct {
	ID       MemberID     `form:"id,required"`
	Name     Names        `form:"name,required"`
	Code     string       `form:"code" doc:"short code for drawings, such as ISO 3166-1 alpha-3; default the id in capitals"`
	Formerly []FormerName `form:"formerly" doc:"names no longer in use"`
	Since    *form.Date   `form:"since" doc:"first day of membership; without it, since before the record begins"`
	Until    *form.Date   `form:"until" doc:"first day on which it is no longer a member"`
	Earlier  []Span       `form:"earlier" doc:"times of membership before that: a member that left and joined again"`
	Kind     string       `form:"kind" enum:"state,organisation,person,seat" doc:"what it is; default state"`
	Source   string       `form:"source" doc:"key in sources, or unsourced"`

	Places form.Places `form:"-place"` // where it stands in its file
}

// SameTimes says whether two give the same days of membership.
func (m Member) SameTimes(other Member) bool {
	same := func(a, b *form.Date) bool { return a == nil && b == nil || a != nil && b != nil && *a == *b }
	return same(m.Since, other.Since) && same(m.Until, other.Until) && slices.EqualFunc(m.Earlier, other.Earlier, func(a, b Span) bool {
		return same(a.Since, b.Since) && same(a.Until, b.Until)
	})
}

// Span is a time that is over.
type Span struct {
	Since *form.Date `form:"since"`
	Until *form.Date `form:"until,required" doc:"first day that no longer belongs to it"`

	Places form.Places `form:"-place"` // where it stands in its file
}

// FormerName is a name a member had until a date.
type FormerName struct {
	Name  string     `form:"name,required"`
	Until *form.Date `form:"until"`
}

// Class is a named subset of the members.
type Class struct {
	ID      string     `form:"id,required"`
	Name    Names      `form:"name"`
	All     bool       `form:"all" doc:"every member of the body belongs; the class is another word for members"`
	Members []MemberID `form:"members" doc:"those who always belong"`
	Terms   []Term     `form:"terms" doc:"those who belong for a time"`
	Source  string     `form:"source"`

	Places form.Places `form:"-place"` // where it stands in its file
}

// Term is one member's time in a class.
type Term struct {
	Member MemberID   `form:"member,required"`
	Since  *form.Date `form:"since"`
	Until  *form.Date `form:"until" doc:"first day on which it no longer belongs"`

	Places form.Places `form:"-place"` // where it stands in its file
}

// Weight is a whole number for each member, from a day on. Several weights may share an id when they hold for
// different times; the one in force on the day of the roll counts.
type Weight struct {
	ID     string          `form:"id,required"`
	Unit   string          `form:"unit,required" doc:"what the number counts: people, votes, shares"`
	From   *form.Date      `form:"from" doc:"first day on which the figures hold"`
	Until  *form.Date      `form:"until" doc:"first day on which they no longer hold"`
	Of     form.Map[int64] `form:"of,required" doc:"the figure of each member, by id"`
	Source string          `form:"source"`
	Note   string          `form:"note"`

	Places form.Places `form:"-place"` // where it stands in its file
}

// BallotKind declares a ballot of the body's own.
type BallotKind struct {
	ID   string `form:"id,required" doc:"the word rules use"`
	Kind string `form:"kind,required" enum:"pending,for,against,abstaining,absent" doc:"what it counts as where no rule names it"`
	Name Names  `form:"name"`

	Places form.Places `form:"-place"` // where it stands in its file
}

// Sentence is a rule of the body, in the rule language, beside the law it renders.
type Sentence struct {
	ID     string    `form:"id,required"`
	Rule   form.Text `form:"rule,required" doc:"a sentence of the rule language"`
	Law    []string  `form:"law" doc:"articles, by the tags of doc/sources.md"`
	Source string    `form:"source,required" doc:"key in sources, unsourced, or derived"`
	Note   string    `form:"note"`

	Places form.Places `form:"-place"` // where it stands in its file
}

// Procedure is a list of stages, taken in order.
type Procedure struct {
	Name   Names    `form:"name"`
	Law    []string `form:"law"`
	Source string   `form:"source"`
	Stages []Stage  `form:"stages,required"`

	Places form.Places `form:"-place"` // where it stands in its file
}

// Stage is one step of a procedure. Exactly one of Rule, ByRule, Each, Act and When says how it is done.
type Stage struct {
	ID   string   `form:"id,required"`
	Name Names    `form:"name"`
	Law  []string `form:"law"`

	Rule   form.Text `form:"rule" doc:"decided by this sentence"`
	ByRule string    `form:"by_rule" doc:"decided by the rule of this id"`
	Each   Parties   `form:"each" doc:"wants the acts in steps (or act) of each of this class, or list of classes and applicant"`
	Act    string    `form:"act" enum:"apply,sign,approve,deposit,statement" doc:"the act wanted: of each, or of the party in by"`
	By     string    `form:"by" doc:"the party that acts: applicant, chair, depositary, or an id; default applicant"`
	When   *When     `form:"when" doc:"done when these conditions, which have time in them, hold"`

	Steps     []string  `form:"steps" doc:"acts in order; only the last one counts. In a stage decided by a rule: decided once for each step"`
	Repeat    []string  `form:"repeat" doc:"the stage is gone through once for each of these parts"`
	Organ     string    `form:"organ" doc:"the organ that decides, a class; default members"`
	Roll      string    `form:"roll" enum:"at opening,floating" doc:"fixed when the stage opens (default), or the members of the day"`
	Votes     string    `form:"votes" enum:"by name,counted" doc:"by name (default), or only totals are known"`
	Objection string    `form:"objection" enum:"required to be against,free" doc:"whether a position against needs an objection with grounds"`
	Silence   *Silence  `form:"silence" doc:"what pending means when the period of a question has run"`
	Quorum    form.Text `form:"quorum" doc:"a sentence that must hold before the stage can be closed"`
	Closes    string    `form:"closes" enum:"by chair,at deadline,when certain" doc:"when a vote is closed: by the chair (default), at its deadline, or as soon as it can no longer turn"`
	Deadline  *Limit    `form:"deadline" doc:"the time the stage may take, and what follows"`
	Tie       string    `form:"tie" enum:"rejected,adopted,chair decides" doc:"what equal votes do where the sentence does not say"`
	Recusal   string    `form:"recusal" enum:"own,or by chair" doc:"who takes a member off the roll: the member itself (default), or the chair too"`
	Effect    *Effect   `form:"effect" doc:"what follows when the stage is done"`
	Gains     string    `form:"gains" doc:"the status the applicant has from then on, such as invitee"`
	Note      string    `form:"note"`
	Source    string    `form:"source"`

	Places form.Places `form:"-place"` // where it stands in its file
}

// Parties is a class or a list of classes and the word applicant; in a file one word or a list of words.
type Parties []string

// Silence says what pending counts as when the period of a question has run. [OSCE annex 1(A)]
type Silence struct {
	PendingCountsAs string      `form:"pending_counts_as,required" enum:"for,abstaining,absent,against"`
	AtLeast         form.Period `form:"at_least" doc:"the shortest period that may be set, such as 72 hours"`
	BrokenBy        string      `form:"broken_by" enum:"objection,against" doc:"what breaks it; default either"`

	Places form.Places `form:"-place"` // where it stands in its file
}

// Limit is a time that a stage may take, counted from its opening, and what follows when it has run.
type Limit struct {
	Within form.Period `form:"within,required"`
	Then   string      `form:"then,required" enum:"lapses,rejected,closes,notice" doc:"the dossier lapses; the stage is rejected; it is closed with what there is; or a notice only"`

	Places form.Places `form:"-place"` // where it stands in its file
}

// Effect is what follows when a stage is done.
type Effect struct {
	Joins string `form:"joins" doc:"the class the applicant joins: members"`
	Ends  string `form:"ends" doc:"the class it leaves"`

	Amends string `form:"amends" enum:"charter" doc:"the charter that the application proposed takes the place of this one; dossiers opened before stay under theirs"`

	Places form.Places `form:"-place"` // where it stands in its file
}

// When is a condition with time in it, and the period after which the stage is done.
type When struct {
	Any  []Wanted `form:"any,required" doc:"one of these is enough"`
	Then *After   `form:"then"`

	Places form.Places `form:"-place"` // where it stands in its file
}

// Wanted is a set of parties whose instruments must be in, within or after a period from a named stage.
type Wanted struct {
	All     Parties     `form:"all" doc:"all of these"`
	AtLeast string      `form:"at_least" doc:"a number of a class, such as: 6 of members"`
	And     Parties     `form:"and" doc:"and these too"`
	Of      string      `form:"of" doc:"the stage whose last step counts; default the stage before"`
	Within  form.Period `form:"within" doc:"a period from the end of a stage, such as: 15 months of signature"`
	After   form.Period `form:"after" doc:"not before this period from the end of a stage has run"`

	Places form.Places `form:"-place"` // where it stands in its file
}

// After is a period to wait.
type After struct {
	After form.Period `form:"after,required"`

	Places form.Places `form:"-place"` // where it stands in its file
}
