package words

// englishFields are the names of what stands in acts and notices.
func englishFields() map[string]string {
	return map[string]string{
		"field.procedure": "Procedure", "field.name": "Name", "field.subject": "Subject", "field.text": "Text", "field.until": "Until",
		"field.reason": "Reason", "field.reasons": "Reason", "field.ballot": "Position", "field.explanation": "Explanation", "field.conditions": "Conditions",
		"field.grounds": "Grounds", "field.concerns": "Concern", "field.concern": "Concern", "field.id": "Name in the record", "field.demands": "Demand",
		"field.of": "Of", "field.due": "Due", "field.objection": "Objection", "field.clause": "Clause", "field.by": "By", "field.answers": "Answers",
		"field.shown-by": "Shown by", "field.kind": "Kind", "field.sources": "Source", "field.commitments": "Commitment", "field.title": "Title",
		"field.place": "Place", "field.parties": "Parties", "field.auspices": "Under the auspices of", "field.signed-by": "Signed by", "field.clauses": "Clause",
		"field.role": "Role", "field.side": "Side", "field.also": "Also written", "field.under": "Under", "field.fulfils": "Said to fulfil",
		"field.evidence": "Evidence", "field.url": "Address", "field.direction": "Direction", "field.strength": "Strength", "field.finds": "Finds",
		"field.what": "What", "field.round": "Round", "field.convened-by": "Convened by", "field.chaired-by": "Chaired by", "field.host": "Host",
		"field.lasted": "Lasted", "field.level": "Level", "field.agenda": "Agenda", "field.attendance": "Present", "field.outcome": "Outcome",
		"field.stalemate": "Stalemate", "field.agreed": "Agreed", "field.next": "What comes next", "field.statements": "Statement", "field.minutes": "Minutes",
		"field.about-minutes": "About so many minutes", "field.more-than-minutes": "More than so many minutes", "field.progress": "Progress",
		"field.speaker": "Speaker", "field.form": "Form", "field.stance": "Stance", "field.note": "Note", "field.votes": "Vote", "field.organ": "Organ",
		"field.date": "Date", "field.for": "For", "field.against": "Against", "field.abstaining": "Abstaining", "field.present": "Present", "field.seats": "Seats",
		"field.instrument": "Instrument", "field.step": "Step", "field.ballots": "Ballots", "field.classes": "Classes", "field.roll": "Roll",
		"field.remark": "Remark", "field.member": "Member", "field.stage": "Stage", "field.key": "Key", "field.publisher": "Publisher",
	}
}
