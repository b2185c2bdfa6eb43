package words

// englishAsking name what the forms ask for.
func englishAsking() map[string]string {
	return map[string]string{
		"ask.stage": "For which stage", "ask.stage.all": "Every stage, until it is withdrawn", "ask.withdraw.stage": "In which stage it stops standing in the way",
		"ask.dossiers": "It also addresses", "ask.date": "Day of the act", "ask.note": "Remark of whoever enters it", "ask.lang": "Language of what was written", "ask.item": "{what} {n}",

		"ask.text": "Text", "ask.until": "Deadline", "ask.reason": "Reason", "ask.ballot": "Position", "ask.explanation": "Explanation", "ask.conditions": "Conditions",
		"ask.grounds": "Grounds", "ask.concerns": "Concerns", "ask.demands": "Demands", "ask.of": "Of whom it is asked", "ask.due": "Due", "ask.objection": "Objection",
		"ask.concern": "Concern", "ask.commitments": "Commitments", "ask.answers": "What it answers", "ask.shown_by": "What will show that it was done",
		"ask.title": "Title", "ask.place": "Place", "ask.parties": "Parties", "ask.auspices": "Under the auspices of", "ask.clauses": "Clauses", "ask.clause": "Number of the clause",
		"ask.by": "Who undertakes it", "ask.kind": "Kind of clause", "ask.signed_by": "Signed by", "ask.under": "Under which commitments", "ask.fulfils": "Demands that are now met, as this party says",
		"ask.evidence": "Evidence", "ask.url": "Address on the web", "ask.assess.of": "What is assessed", "ask.direction": "Direction", "ask.strength": "Strength", "ask.finds": "Finding",
		"ask.what": "What is withdrawn", "ask.round": "Round", "ask.convened_by": "Convened by", "ask.host": "Host", "ask.lasted": "How long it lasted, in minutes",
		"ask.lasted_known": "How well that is known", "ask.level": "Level", "ask.agenda": "Agenda", "ask.outcome": "How far it moved: “{concern}”", "ask.stalemate": "Stalemate",
		"ask.agreed": "What was agreed", "ask.next": "What comes next", "ask.attendance": "Who was there", "ask.statements": "Statements", "ask.name": "Name", "ask.role": "Role",
		"ask.side": "Side", "ask.speaker": "Speaker", "ask.form": "How the words are known", "ask.stance": "What it means, in a word or two", "ask.votes": "Votes in its own organs",
		"ask.organ": "Organ", "ask.day": "Day", "ask.for": "For", "ask.against": "Against", "ask.abstaining": "Abstaining", "ask.present": "Present", "ask.seats": "Seats",
		"ask.instrument": "Instrument", "ask.step": "Step", "ask.remark": "Remark", "ask.roll": "How many were entitled", "ask.member": "Member", "ask.procedure": "Procedure",
		"ask.subject": "Subject, where it is no admission", "ask.id": "Short name, in small letters", "ask.class": "{class}: {ballot}", "ask.admit.name": "Name", "ask.apply.name": "Name of the applicant",

		"item.concerns": "Concern", "item.demands": "Demand", "item.commitments": "Commitment", "item.clauses": "Clause", "item.signed_by": "Signature", "item.evidence": "Evidence",
		"item.attendance": "Person", "item.statements": "Statement", "item.votes": "Vote",
		"more.concerns": "Add a concern", "more.demands": "Add a demand", "more.commitments": "Add a commitment", "more.clauses": "Add a clause", "more.signed_by": "Add a signature",
		"more.evidence": "Add evidence", "more.attendance": "Add a person", "more.statements": "Add a statement", "more.votes": "Add a vote",

		"ask.objection.of": "Objection of {who}, {day}", "ask.whole": "The whole concern: {concern}", "ask.of.measure": "Measure: {text}", "ask.of.commitment": "Commitment: {text}", "ask.of.demand": "Demand as it stands: {text}",
		"ask.what.application": "The application", "ask.nobody": "nobody named", "ask.round.next": "Round {n}", "ask.round.none": "A meeting that is no round",
		"ask.ballot.for": "For", "ask.ballot.against": "Against", "ask.ballot.abstaining": "Abstains", "ask.ballot.absent": "Takes no part", "ask.ballot.pending": "Takes its position back",
		"ask.direction.toward": "Toward it", "ask.direction.none": "No movement", "ask.direction.away": "Away from it",
		"ask.strength.0": "0, none", "ask.strength.1": "1, weak", "ask.strength.2": "2, fair", "ask.strength.3": "3, strong", "ask.strength.4": "4, full",
		"ask.finds.met": "Met", "ask.finds.partly": "Partly met", "ask.finds.not-met": "Not met",
		"ask.clause.undertaking": "Undertaking", "ask.clause.recital": "Recital", "ask.clause.monitoring": "Monitoring", "ask.clause.withdrawal": "Withdrawal",
		"ask.form.verbatim": "Word for word", "ask.form.partly-verbatim": "Partly word for word", "ask.form.reported": "Reported",
		"ask.lasted.exactly": "Exactly", "ask.lasted.about": "About so long", "ask.lasted.more": "More than that",
		"ask.outcome.nothing": "nothing is said of it", "ask.outcome.none": "No progress", "ask.outcome.some": "Some progress", "ask.outcome.substantial": "Substantial progress", "ask.outcome.settled": "Settled",
		"ask.stalemate.continues": "It continues", "ask.stalemate.broken": "It is broken",
	}
}

// englishHints say more about what is asked for.
func englishHints() map[string]string {
	return map[string]string{
		"hint.moment":   "A day without a time of day means its end. Times are those of {zone}.",
		"hint.lang":     "The words stay in the language in which they were filed.",
		"hint.dossiers": "One act may address several dossiers; each folds it for itself.",
		"hint.date":     "The day on which it was done.", "hint.conditions": "Recorded, not counted.", "hint.withdraw.conditions": "Said with the withdrawal, if any.",
		"hint.concerns": "The interest behind the objection, in the objector’s own words.", "hint.measure.under": "A measure is taken under a commitment or in answer to a demand: name one.",
		"ask.proposed": "The charter that is proposed", "hint.proposed": "The whole text, as it is to be in force. Only where the procedure amends the charter.",
		"ask.casting": "Casting vote", "hint.casting": "Only where the votes are equal: the charter leaves that to the chair.",
		"hint.fulfils": "A demand is closed only when both sides say so.", "hint.strength": "Of the movement, from 0 to 4.", "hint.agreed": "One line for each point.",
		"hint.answers": "Demands, or a concern as a whole.", "hint.level": "Such as: heads of state or government.", "hint.id": "Such as fi; given once and never reused.",
		"hint.kind": "Only undertakings are owed.", "hint.url": "Begins with https://",
	}
}
