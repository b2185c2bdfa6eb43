package act

import (
	"accede/body"
	"accede/form"
)

// Apply asks for admission, or puts another matter before the body: it opens a dossier. Its author is the applicant.
type Apply struct {
	Procedure string     `form:"procedure,required" is:"id" doc:"the procedure of the charter that is followed"`
	Name      body.Names `form:"name" doc:"name of an applicant whom the charter does not list"`
	Subject   body.Names `form:"subject" doc:"what is asked, where it is not admission"`
	Proposed  string     `form:"proposed" doc:"of an amendment, the whole text of the charter that is proposed"`
}

// Put puts a question to those on the roll, with a text and, in a silence procedure, a deadline. Putting it again
// with another text voids the silence kept so far. Only the chair puts a question.
type Put struct {
	Text  body.Names   `form:"text,required" doc:"the text, or what it is about"`
	Until form.Instant `form:"until" doc:"the deadline: the first instant at which the period has run; a day means its end"`
}

// Extend moves the deadline of the question that is put. Only the chair extends, and only forward.
type Extend struct {
	Until  form.Instant `form:"until,required"`
	Reason body.Names   `form:"reason"`
}

// Position is what a member says in a stage. It may be changed until the stage is closed; the word pending takes it back.
type Position struct {
	Ballot      string     `form:"ballot,required" is:"id" doc:"for, against, abstaining, absent, pending, or a ballot of the charter's own"`
	Explanation body.Names `form:"explanation"`
	Conditions  body.Names `form:"conditions" doc:"what the consent is said to depend on; recorded, not counted [ICJ 1948]"`
}

// Reserve holds a position back for a stated reason, such as a parliament, or until a condition holds. It counts as
// pending until the member takes a position, also when the condition has come to hold: nobody is counted who did not
// say so.
type Reserve struct {
	Reason body.Names `form:"reason"`
	If     string     `form:"if" doc:"a conditional position: for if b is for and measure m1 is verified"`
}

// Object stands in the way of adoption by silence or consensus. It names at least one concern. Its ID is the act's.
// Without a stage it stands in every stage until it is withdrawn.
type Object struct {
	Grounds  body.Names `form:"grounds" doc:"the grounds in the objector's words, beside its concerns"`
	Concerns []Concern  `form:"concerns,required"`
}

// Concern is the interest behind an objection, in the objector's words.
type Concern struct {
	ID      string     `form:"id,required" is:"id"`
	Text    body.Names `form:"text,required"`
	Demands []Demand   `form:"demands"`
}

// Demand is what a member asks of named parties so that a concern is met.
type Demand struct {
	ID   string          `form:"id,required" is:"id"`
	Of   []body.MemberID `form:"of,required"`
	Text body.Names      `form:"text,required"`
	Due  form.Instant    `form:"due"`
}

// AddConcern adds concerns to an objection that stands.
type AddConcern struct {
	Objection string    `form:"objection,required" is:"id"`
	Concerns  []Concern `form:"concerns,required"`
}

// AddDemand adds demands to a concern.
type AddDemand struct {
	Concern string   `form:"concern,required" is:"id"`
	Demands []Demand `form:"demands,required"`
}

// Commitment is what a party undertakes in answer to demands: a promise, not yet a deed.
type Commitment struct {
	ID      string          `form:"id,required" is:"id"`
	Clause  string          `form:"clause" doc:"its number in the memorandum"`
	By      []body.MemberID `form:"by" doc:"who undertakes it; default the author of the act"`
	Answers []string        `form:"answers" is:"id" doc:"ids of demands or concerns it answers"`
	Text    body.Names      `form:"text,required"`
	Due     form.Instant    `form:"due"`
	ShownBy body.Names      `form:"shown_by" doc:"what will show that it was done"`
	Kind    string          `form:"kind" enum:"undertaking,recital,monitoring,withdrawal" doc:"default undertaking: only undertakings are owed"`
	Sources []Source        `form:"sources" doc:"where this clause is known from, when not where the act is"`
}

// Commit gives commitments by one party alone.
type Commit struct {
	Commitments []Commitment `form:"commitments,required"`
}

// Memorandum is a text that several parties agree, with their commitments as clauses.
type Memorandum struct {
	Title    body.Names      `form:"title,required"`
	Place    string          `form:"place"`
	Parties  []body.MemberID `form:"parties,required" doc:"who agreed it"`
	Auspices body.MemberID   `form:"auspices" doc:"the mediator"`
	SignedBy []Person        `form:"signed_by"`
	Clauses  []Commitment    `form:"clauses,required"`
}

// Person is somebody who spoke, signed or was there.
type Person struct {
	Name string        `form:"name"`
	Role string        `form:"role"`
	Side body.MemberID `form:"side" doc:"the party the person speaks for"`
	Also []string      `form:"also" doc:"other spellings found in reports"`
}

// Measure is what a party has done, under commitments or in answer to demands directly.
type Measure struct {
	Under    []string   `form:"under" is:"id" doc:"ids of commitments"`
	Answers  []string   `form:"answers" is:"id" doc:"ids of demands"`
	Fulfils  []string   `form:"fulfils" is:"id" doc:"ids of demands that the author says are now met: its side of closing them"`
	Text     body.Names `form:"text,required"`
	Evidence []Evidence `form:"evidence"`
}

// Evidence shows that a measure was taken.
type Evidence struct {
	Text body.Names `form:"text,required"`
	URL  string     `form:"url" is:"url"`
}

// Assess is what the party that demanded says of a measure or of a demand as it stands. Nobody else's to give.
type Assess struct {
	Of        string     `form:"of,required" is:"id" doc:"id of a measure's act, a commitment or a demand"`
	Direction string     `form:"direction" enum:"toward,none,away"`
	Strength  int        `form:"strength" max:"4" doc:"0 to 4"`
	Finds     string     `form:"finds" enum:"met,partly,not met" doc:"of the demands it concerns"`
	Demands   []string   `form:"demands" is:"id" doc:"the demands the finding is about; default those the thing assessed answers"`
	Text      body.Names `form:"text"`
}

// Withdraw takes back what its author did: an objection (by its author alone, for one stage or for all), or the
// application.
type Withdraw struct {
	What       string     `form:"what,required" enum:"objection,application"`
	Of         string     `form:"of" is:"id" doc:"id of the objection"`
	Conditions body.Names `form:"conditions"`
}

// Propose tables a text of the mediator's: as a whole, or clause by clause, each with the demands it answers. Words in
// brackets are in dispute. A later one can revise it: clauses of the same ids take the place of those before, the others
// stay. New words, or other undertakers, void what the parties have said of the clause.
type Propose struct {
	Text    body.Names      `form:"text,required"`
	Answers []string        `form:"answers" is:"id" doc:"ids of demands it would answer"`
	Parties []body.MemberID `form:"parties" doc:"of a draft in clauses, whose agreement is wanted"`
	Clauses []Commitment    `form:"clauses" doc:"what is tabled, clause by clause"`
	Revises string          `form:"revises" is:"id" doc:"the draft that it changes, by the id of the act that tabled it"`
	Drops   []string        `form:"drops" is:"id" doc:"clauses that it takes off the table"`
}

// React is what a party says of one clause of a draft, as it is worded now. It binds nobody: a text is agreed as a
// whole, by a memorandum.
type React struct {
	Draft   string     `form:"draft,required" is:"id" doc:"the act that tabled the draft"`
	Clause  string     `form:"clause,required" is:"id"`
	Version int        `form:"version,required" doc:"of the clause, counted from 1: the one its author has read"`
	Answer  string     `form:"answer,required" enum:"accept,amend,refuse"`
	Text    body.Names `form:"text" doc:"of an amendment, the whole clause as its author would have it"`
	Reason  body.Names `form:"reason"`
}

// Talks is a round of talks, or another meeting, between parties. It changes no position by itself.
type Talks struct {
	Round      int             `form:"round" doc:"number of the round, from 1; 0 for a meeting that is no round"`
	Title      body.Names      `form:"title"`
	Place      string          `form:"place"`
	Parties    []body.MemberID `form:"parties,required"`
	Convened   body.MemberID   `form:"convened_by"`
	Chaired    *Person         `form:"chaired_by"`
	Host       body.MemberID   `form:"host"`
	Lasted     Length          `form:"lasted"`
	Level      string          `form:"level" doc:"such as: heads of state or government"`
	Agenda     []string        `form:"agenda" is:"id" doc:"ids of concerns"`
	Attendance []Person        `form:"attendance"`
	Outcome    []Progress      `form:"outcome"`
	Stalemate  string          `form:"stalemate" enum:"continues,broken" doc:"what the report says of it, where it does"`
	Agreed     []string        `form:"agreed" doc:"what was agreed, in a few words each"`
	Next       string          `form:"next"`
	Statements []Remark        `form:"statements"`
}

// Length is how long a meeting lasted, as well as it is known; all zero when it is not. Values are minutes.
type Length struct {
	Minutes  int `form:"minutes"`
	About    int `form:"about_minutes"`
	MoreThan int `form:"more_than_minutes"`
}

// Progress is how far a round moved one concern.
type Progress struct {
	Concern  string `form:"concern,required" is:"id"`
	Progress string `form:"progress,required" enum:"none,some,substantial,settled"`
}

// Remark is words of a named speaker in a role, verbatim or reported.
type Remark struct {
	ID      string        `form:"id" is:"id"`
	Speaker string        `form:"speaker" doc:"name; empty when the report gives none"`
	Role    string        `form:"role"`
	Side    body.MemberID `form:"side,required"`
	Form    string        `form:"form,required" enum:"verbatim,partly verbatim,reported"`
	Text    body.Names    `form:"text,required"`
	Stance  string        `form:"stance" doc:"a word or two on what it means for the dossier"`
	Also    []string      `form:"also" doc:"other spellings of the speaker found in reports"`
	Sources []Source      `form:"sources" doc:"when not the act's"`
	Note    string        `form:"note"`
}

// Statement is words said outside a round.
type Statement struct {
	Statements []Remark `form:"statements,required"`
}

// Sign signs the text of a stage.
type Sign struct{}

// Approve says that a party's own procedure at home is finished. It binds nobody yet: the deposit does.
type Approve struct {
	Votes []RecordedVote `form:"votes" doc:"votes in the party's own organs, for the record"`
}

// RecordedVote is a vote in an organ of a party, as reported. A number that is not known is absent.
type RecordedVote struct {
	Organ      string       `form:"organ"`
	Date       form.Instant `form:"date"`
	For        *int64       `form:"for"`
	Against    *int64       `form:"against"`
	Abstaining *int64       `form:"abstaining"`
	Present    *int64       `form:"present"`
	Seats      *int64       `form:"seats"`
	Note       string       `form:"note"`
	Sources    []Source     `form:"sources"`
}

// Deposit registers an instrument with the depositary: from then its author's consent counts. [VCLT 16(b)]
type Deposit struct {
	Instrument body.Names `form:"instrument"`
}

// Domestic is a step in a party's own procedure that finishes nothing, such as a committee's vote.
type Domestic struct {
	Step body.Names `form:"step,required"`
}

// Count enters the totals of a vote of which only totals are known.
type Count struct {
	Ballots form.Map[int64]           `form:"ballots,required" doc:"how many of each ballot"`
	Classes form.Map[form.Map[int64]] `form:"classes" doc:"the same for classes the rule names"`
	Roll    int64                     `form:"roll" doc:"how many were entitled, where the rule asks"`
	Casting string                    `form:"casting" enum:"for,against" doc:"the chair's casting vote, where the charter leaves equal votes to the chair and they are equal"`
}

// Close closes a stage that is decided by a rule: the finding of that moment is its result. Only the chair closes.
type Close struct {
	Remark  body.Names `form:"remark"`
	Casting string     `form:"casting" enum:"for,against" doc:"the chair's casting vote, where the charter leaves equal votes to the chair and they are equal"`
}

// Recuse takes a member off the roll of one stage: its own wish, or entered by the chair where the charter has
// recusals entered by the chair.
type Recuse struct {
	Member body.MemberID `form:"member" doc:"default the author"`
	Reason body.Names    `form:"reason"`
}

// Suspend takes a member's part in decisions away until it is reinstated. It changes no roll already fixed.
type Suspend struct {
	Member body.MemberID `form:"member,required"`
	Reason body.Names    `form:"reason"`
}

// Reinstate ends a suspension.
type Reinstate struct {
	Member body.MemberID `form:"member,required"`
}

// Expel ends a membership against the member's will. It changes no roll already fixed.
type Expel struct {
	Member body.MemberID `form:"member,required"`
	Reason body.Names    `form:"reason"`
}

// Leave ends the author's own membership.
type Leave struct{}

// Redact has enclosed content erased, for a reason: what was sealed, by whom and when stays. The acts in which
// the content was enclosed address the same dossiers. Who may redact is the charter's word.
type Redact struct {
	Of     []string   `form:"of,required" is:"hash" doc:"the seals of what is erased"`
	Reason body.Names `form:"reason,required"`
}

// ConfirmPaper says that an act which an office registered from paper is the author's own, as it stands there. It is
// signed by that author; an act that nobody confirms stands all the same, on the word of the office.
type ConfirmPaper struct {
	Of string `form:"of,required" is:"id" doc:"id of the act that was registered from paper"`
}

// Cosign says that a watcher of the author's has verified the record as far as it had seen it, at the moment the act is
// dated, by the watcher's clock. Where the charter asks for watchers, silence is assent once enough of them have said so.
type Cosign struct {
	Holds []Held `form:"holds" doc:"acts that were deposited with the watcher and that the record it has seen lacks"`
}

// Held is an act that a watcher has and the record it has seen lacks.
type Held struct {
	By      body.MemberID `form:"by,required" doc:"its author, never the watcher's own member"`
	Dossier string        `form:"dossier,required" is:"id" doc:"a dossier it addresses"`
	Hash    string        `form:"hash,required" is:"hash" doc:"the name of the act"`
	Since   form.Instant  `form:"since,required" doc:"when it was deposited, by the watcher's clock"`
}

// Admit enters a new member whose admission did not run through this record.
type Admit struct {
	Member body.MemberID `form:"member,required"`
	Name   body.Names    `form:"name"`
}
