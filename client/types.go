package client

import (
	"accede/internal/api/wire"
	"accede/internal/view"
)

// What is read of the record as of an instant: the same as the pages and the command line show.
type (
	// Docket is where all dossiers stand.
	Docket = view.DocketStatus
	// Status is where a dossier stands, in short.
	Status = view.Status
	// Standing is everything about where a dossier stands.
	Standing = view.Standing
	// LogLine is an entry of a dossier, or what follows from entries.
	LogLine = view.LogLine
	// Positions is who is for, who against, and who has said nothing.
	Positions = view.PositionsPage
	// Member is one party in one dossier.
	Member = view.MemberPage
	// Way is what stands in the way.
	Way = view.WayPage
	// Talks is rounds of talks, what was said, and the question that is put.
	Talks = view.TalksPage
	// Round is one round of talks.
	Round = view.RoundPage
	// Text is one text.
	Text = view.TextPage
	// Law is the rule of a stage and what it finds.
	Law = view.LawPage
	// Power is who counts under a rule.
	Power = view.PowerPage
	// Ratification is whose instrument is in.
	Ratification = view.RatificationPage
	// Lines is a dossier's lines as readers see them.
	Lines = view.RecordPage
	// Mediator is the mediator's desk.
	Mediator = view.MediatorPage
	// Desk is whose move it is.
	Desk = view.DeskPage
	// Commitments is what was promised and done.
	Commitments = view.PromisesPage
	// Search is what was found.
	Search = view.SearchAnswer
	// Calendar is dates and deadlines.
	Calendar = view.DatesPage
	// Members is who belongs to the body.
	Members = view.MembersStatus
	// KeyLine is a key of the record.
	KeyLine = view.KeyLine
	// Rules is the rules and procedures of the charter.
	Rules = view.RulesStatus
	// Decision is what a sentence finds on a table of votes.
	Decision = view.Decision
	// Hold is which states of a conflict hold.
	Hold = view.Hold
	// Packages is which packages could settle several issues.
	Packages = view.Packages
)

// What is read of the record's bytes, and what is sent.
type (
	// Record is what a record is and how long.
	Record = wire.Record
	// Entry is one line of the record with its exact bytes.
	Entry = wire.Entry
	// Proof is an entry and how it is shown to stand in the record.
	Proof = wire.Proof
	// Growth shows that one record is the beginning of another.
	Growth = wire.Growth
	// Receipt is what the author of an act takes home.
	Receipt = wire.Receipt
	// Notice is something the host entered because it follows.
	Notice = wire.Notice
	// Enclosed is what the record knows of content beside it.
	Enclosed = wire.Enclosed
	// Opening is enclosed content.
	Opening = wire.Opening
	// Question is a rule and what each on the roll has said.
	Question = wire.Question
	// Voter is one member on the roll of a Question.
	Voter = wire.Voter
	// Model is a model or a text that is tried.
	Model = wire.Model
	// Kind is a kind of problem.
	Kind = wire.Kind
)
