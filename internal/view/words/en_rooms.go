package words

// englishRooms are the words of the rooms of a dossier: positions, what stands in the way, talks, texts.
func englishRooms() map[string]string {
	return map[string]string{
		"positions.roll": "Where each member stands: {stage}", "positions.of": "all of {who}",
		"positions.history": "What was said and done", "positions.history.hint": "Every position, objection and step, newest first, with what has become of it.",
		"positions.history.none": "Nobody has said or done anything in a stage yet.",
		"position.in-force":      "in force", "position.replaced": "replaced", "position.withdrawn": "withdrawn", "position.past": "not in this stage",
		"position.said": "withdrawal", "position.done": "done", "position.added": "added",
		"part.explanation": "Explanation", "part.conditions": "Conditions", "part.reason": "Reason", "part.grounds": "Grounds", "part.concern": "Concern",
		"vote.for": "{n} for", "vote.against": "{n} against", "vote.abstaining": "{n} abstaining", "vote.present": "{n} present", "vote.seats": "{n, plural, one {# seat} other {# seats}}",

		"member.kind.member": "Member of {body}", "member.kind.applicant": "Applicant", "member.kind.party": "Takes part without a vote",
		"member.is": "In this dossier", "member.since": "Member since", "member.until": "Member until", "member.formerly": "Formerly", "member.classes": "Belongs to", "member.weight": "Counts as", "member.weight.say": "{n} {unit}",
		"member.from": "since {day}", "member.no-seat": "Has no position in this stage",
		"member.strip": "{n, plural, one {One seat} other {# seats}}; that of {who} is marked: {word}.",
		"member.moves": "What it has to do", "member.history": "Its positions and steps", "member.history.hint": "Oldest first. What is in force is marked so.",
		"member.history.none": "{who} has said and done nothing in a stage yet.",
		"member.tree":         "Its objections, and what came of them", "member.tree.all": "All objections",
		"member.said": "What was said for it", "member.said.hint": "Statements change nothing by themselves. Reported words are the reporter’s, not the speaker’s.",
		"said.verbatim": "In the speaker’s words", "said.partly-verbatim": "Partly in the speaker’s words, in quotation marks", "said.reported": "As reported, not word for word",
		"said.by": "<b>{speaker}</b>, {as}", "said.stance": "read as: {stance}", "said.also": "also written {names}", "said.round": "said in talks",

		"way.views": "Ways of looking", "way.view.state": "By state", "way.view.mover": "By who must move", "way.view.tree": "Tree",
		"way.concerns": "Filter by concern", "way.concern": "Concern:",
		"way.counts":    "{n, plural, one {# demand} other {# demands}}: {counts}.",
		"way.lane.open": "No answer yet.", "way.lane.awaited": "Answered or promised by one side.", "way.lane.in-talks": "Talks have moved the concern.",
		"way.lane.agreed": "Answered in a text both sides agreed.", "way.lane.met": "Both sides say so.", "way.lane.none": "None",
		"way.answer":         "{promises, plural, =0 {no commitment} one {# commitment} other {# commitments}}{measures, plural, =0 {} one { · # measure, {assessed} assessed} other { · # measures, {assessed} assessed}}",
		"way.closing.met":    "Both sides say it is met.",
		"way.closing.partly": "One side alone says it is met, or it is partly met.", "way.closing.not-met": "{who} says it is not met.",
		"way.withdrawn":   "The objection does not stand in this stage; the demand stays on the record.",
		"way.movers.none": "Nobody has anything to do.", "way.blocking": "The stage waits for it",

		"talks.rounds": "Rounds and meetings", "talks.rounds.none": "No meeting is entered yet.", "talks.agreed": "Agreed: {what}", "talks.texts": "Texts",
		"talks.clauses": "{n, plural, one {# clause} other {# clauses}}", "talks.statements": "Statements outside the talks",
		"text.kind.memorandum": "Agreed text", "text.kind.proposal": "Proposal", "text.kind.question": "Question put",
		"silence.title": "Silence procedure", "silence.put": "put {day}, version {n}", "silence.text": "The text and its versions",
		"silence.broken": "Broken by {names}", "silence.kept": "Nobody has broken the silence",
		"silence.silent": "{n, plural, one {# member has} other {# members have}} said nothing: {names}.",
		"length.exactly": "{span}", "length.about": "about {span}", "length.more": "more than {span}", "length.hours": "{h, plural, one {# hour} other {# hours}}", "length.minutes": "{min, plural, one {# minute} other {# minutes}}",

		"round.minutes": "Minutes", "round.about": "The meeting", "round.present": "Present", "round.nobody": "nobody is named", "round.agenda": "Agenda",
		"round.outcome": "Outcome for each concern", "round.outcome.none": "No outcome is entered.", "round.agreed": "Agreed, and next", "round.next": "Next:", "round.said": "Statements",
		"round.number": "Round", "round.place": "Place", "round.lasted": "Lasted", "round.level": "Level", "round.convened": "Convened by", "round.chaired": "Chaired by", "round.host": "Host",
		"round.stalemate.continues": "The stalemate continues.", "round.stalemate.broken": "The stalemate is broken.",
		"text.parties": "Agreed by", "text.auspices": "Under the auspices of", "text.place": "Place", "text.by": "Put forward by", "text.day": "Day",
		"text.clauses": "Clause by clause", "text.answers": "Would answer", "text.signed": "Signed by", "text.versions": "Versions", "text.versions.one": "The text has not been changed.",
		"text.version": "Version {n}", "text.back": "All talks and texts",
		"clause.undertaking": "Undertaking", "clause.recital": "Recital", "clause.monitoring": "Monitoring", "clause.withdrawal": "Withdrawal of objection",
		"clause.answers": "Answers", "clause.shown": "Shown by:",
	}
}

// englishLaw are the words of the rule of a stage and of the charter.
func englishLaw() map[string]string {
	return map[string]string{
		"law.title": "The rule of the stage {stage}", "law.stages": "Stage", "law.article": "Article", "law.source": "Source", "law.whom": "Put to", "law.silence": "Silence", "law.note": "Note",
		"law.roll":        "{n, plural, one {one member} other {# members}}, on the roll of {day}",
		"law.silence.for": "Who has said nothing when the period has run counts as for.", "law.silence.against": "Who has said nothing when the period has run counts as against.",
		"law.silence.abstaining": "Who has said nothing when the period has run counts as abstaining.", "law.silence.absent": "Who has said nothing when the period has run counts as absent.",
		"law.found": "What it finds", "law.found.hint": "On the positions in the record, as if the stage were closed now.",
		"law.found.adopted.adopted": "Would carry, whatever those yet to speak may say", "law.found.adopted.open": "Would carry if closed now", "law.found.adopted.rejected": "Would carry if closed now",
		"law.found.rejected.rejected": "Would fail, whatever those yet to speak may say", "law.found.rejected.open": "Would fail if closed now", "law.found.rejected.adopted": "Would fail if closed now",
		"law.found.open.open": "Open", "law.found.open.adopted": "Open", "law.found.open.rejected": "Open",
		"law.change": "Smallest change that would carry it", "law.change.needless": "None is needed.", "law.change.bounded": "A smaller change may exist: the search ended at its bound.",
		"law.pivotal": "On whom it turns", "law.pivotal.none": "On no member alone.",
		"law.pivotal.all":     "On each of the {n} members.",
		"law.pivotal.open":    "Each of them alone can settle it.",
		"law.pivotal.settled": "Each of them, by another ballot, would unsettle it.", "law.pivotal.bounded": "Some members could not be judged within the bound of the search.",
		"law.what": "What if", "law.what.hint": "Suppose other ballots and ask the rule again. Nothing is entered in the record.",
		"law.what.alt":    "As supposed: {counts}.",
		"law.supposition": "A supposition: nobody has said this. The record is as it was.", "law.supposed": "{who}: {from} → {to}", "law.recorded": "in the record: {ballot}",
		"law.ask": "Ask the rule", "law.reset": "Back to the ballots of the record",
		"law.course": "All stages of the procedure", "law.each": "Wanted of {who}: {acts}.", "law.party": "Wanted of {who}: {acts}.", "law.when": "Done when the conditions of the charter, with time in them, hold.",
		"law.each.members": "each member", "law.each.applicant": "the applicant",
		"law.act.apply": "the application", "law.act.sign": "the signature", "law.act.approve": "its approval at home", "law.act.deposit": "the deposit of its instrument", "law.act.statement": "a statement",

		"term.objection": "Who is against must object, with grounds.", "term.floating": "The roll is the members of the day.", "term.quorum": "Quorum: {sentence}", "term.counted": "Only totals are known.",
		"term.limit.lapses": "Within {period}, or the dossier lapses.", "term.limit.rejected": "Within {period}, or it is rejected.", "term.limit.closes": "Within {period}; then it is closed with what there is.", "term.limit.notice": "Within {period}; then a notice is entered.",
		"term.gains": "The applicant is then: {status}.", "term.joins": "The applicant then joins: {class}.", "term.repeat": "Gone through once for each of {n, plural, one {# part} other {# parts}}.",

		"charter.eyebrow": "Charter and house", "charter.parts": "Parts of this page", "charter.keeping": "Record", "charter.keeping.reported": "reported, by an observer", "charter.keeping.official": "official, by the depositary",
		"charter.zone": "Days begin in", "charter.chair": "Chair", "charter.office": "{who}", "charter.office.mediates": "{who}, who also mediates", "charter.secretariat": "Secretariat", "charter.depositary": "Depositary",
		"charter.members": "Members and applicants", "charter.members.now": "{n, plural, one {# member} other {# members}} on the day of this page",
		"charter.procedures": "Procedures and stages", "charter.rules": "Rules", "charter.rules.none": "The charter lists no sentences apart from its stages.", "charter.ballots": "Ballots of its own", "charter.ballot": "counts as: {kind}",
		"charter.classes": "Classes", "charter.classes.none": "No class beside the members themselves.", "charter.class.all": "every member",
		"charter.weights": "Weights", "charter.weights.none": "Members are counted by heads alone.", "charter.weight": "{name}: {total} {unit} in all", "charter.span": "{from} – {to}",
		"charter.words": "Words", "charter.words.hint": "Names, stages and ballots are the charter’s own words; all others are the catalogue’s.", "charter.words.of": "{have} of {total} messages",
		"charter.drawings": "Drawings", "charter.drawings.map": "Outlines on maps: Natural Earth, public domain; only borders of members and applicants are drawn.",
		"charter.drawings.flags": "Flags: decoration, always beside the name; whoever runs the server can leave them out.", "charter.drawings.figures": "All figures are worked out from the record and the charter, in whole numbers.",
		"charter.sources": "Where the charter’s facts come from", "charter.unsourced": "{n, plural, =0 {Every fact names a source.} one {One fact is unsourced.} other {# facts are unsourced.}}", "charter.used": "{n, plural, =0 {named by no fact of the charter} one {for # fact} other {for # facts}}",
		"charter.formerly": "formerly {name}", "charter.th.name": "Name", "charter.th.id": "Id and code", "charter.th.status": "Now", "charter.th.since": "Since", "charter.th.until": "Until", "charter.th.kind": "Kind", "charter.th.source": "Source",
		"charter.kind.state": "state", "charter.kind.organisation": "organisation", "charter.kind.person": "person", "charter.kind.seat": "seat",
		"charter.status.member": "Member", "charter.status.applicant": "Applicant", "charter.status.suspended": "Suspended", "charter.status.past": "Not a member now",
	}
}

// englishAcross are the words of the pages over all dossiers.
func englishAcross() map[string]string {
	return map[string]string{
		"across.all":     "All dossiers",
		"promises.title": "Commitments", "promises.lead": "Everything that was promised: what is due, what was done, and whose word on it is awaited.", "promises.filter": "By whom", "promises.none": "Nothing was promised yet.",
		"promise.overdue": "Overdue", "promise.overdue.hint": "The day has passed and nothing is reported.",
		"promise.due": "Due", "promise.due.hint": "Promised for a day that is still to come.",
		"promise.open": "Promised, no day set", "promise.open.hint": "Nothing is reported yet.",
		"promise.awaiting": "Done, word awaited", "promise.awaiting.hint": "A measure is reported and the party that demanded it has not assessed it.",
		"promise.assessed": "Assessed, not closed", "promise.assessed.hint": "Both sides have not yet said that it is met.",
		"promise.met": "Met", "promise.met.hint": "The party that demanded it says so.",
		"promise.since": "promised {day}", "promise.clause": "{title}, clause {clause}",

		"desk.title": "Your move", "desk.of": "The moves of {who}", "desk.lead": "Who has to do what, over all dossiers. What a stage waits for comes first.", "desk.filter": "For whom", "desk.none": "Nobody has anything to do.",
		"desk.blocking": "the stage waits", "desk.besides": "promised besides",

		"dates.lead": "Deadlines to come and what has been, as of {day}.", "dates.coming": "To come", "dates.coming.none": "No deadline is running.", "dates.been": "What has been", "dates.been.none": "Nothing has happened yet.",
		"dates.months": "Months", "dates.bin": "{name}: {n, plural, one {# date} other {# dates}}",
		"date.question": "Question put: its period ends", "date.demand": "Demand due", "date.commitment": "Commitment of {who} due", "date.at": "{time} ({zone})",

		"wall.clock": "{time} {zone} · {day}", "wall.against": "Stands against it", "wall.waiting": "{n, plural, =0 {Everyone has spoken} one {One has not yet spoken} other {# have not yet spoken}}", "wall.tocome": "{n, plural, =0 {Nobody is awaited} one {One is still to act} other {# are still to act}}", "wall.back": "To the dossier",
	}
}
