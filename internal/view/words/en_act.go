package words

// englishActs are the words of the forms by which acts come in, and of rehearsals.
func englishActs() map[string]string {
	return merge(englishDoing(), englishAsking(), englishHints(), englishWrong(), englishRehearsal())
}

// englishDoing name what can be done, and the steps of doing it.
func englishDoing() map[string]string {
	return map[string]string{
		"do.title": "Act", "do.menu": "What {who} may do now", "do.in": "In the dossier {dossier}", "do.body": "Acts for the body itself",
		"do.body.hint": "Applications and changes of membership.", "do.nothing": "Nothing can be done here now.",
		"do.move": "it is your move", "do.other": "All that may be done now", "do.notnow": "{who} may not do so now. Somebody may have acted meanwhile, or the stage has closed.",
		"do.typed": "What you had typed", "do.optional": "(may be left out)", "do.choose": "Choose", "do.clock": "at",
		"do.for": "For <b>{who}</b>", "do.review": "Read it over", "do.review.hint": "Nothing is recorded yet.",
		"do.kept": "What was typed here before and not recorded has been kept.", "do.discard": "Begin anew",
		"do.nobody.title": "Nobody acts here", "do.nobody": "This record is read here. Acts come in by whoever keeps it; to act here one has to sign in, which this server does not offer.",
		"do.nobody.rehearse": "The record itself is only read here. In a rehearsal you may take any seat and play it on: begin one with the button above.",
		"do.seat":            "Choose for whom you act.",

		"do.group.position": "Position", "do.group.objection": "Objection", "do.group.demands": "Demands", "do.group.commitments": "Commitments and measures",
		"do.group.talks": "Talks", "do.group.consent": "Consent", "do.group.conduct": "Conduct of proceedings", "do.group.membership": "Membership",

		"do.apply": "Apply", "do.put": "Put the question", "do.extend": "Move the deadline", "do.position": "Take a position", "do.reserve": "Hold the position back",
		"do.object": "Object", "do.concern": "Add concerns to an objection", "do.demand": "Make demands", "do.commit": "Give commitments",
		"do.memorandum": "Enter a memorandum", "do.measure": "Report a measure", "do.assess": "Assess", "do.withdraw": "Withdraw",
		"do.propose": "Table a text", "do.talks": "Enter talks", "do.statement": "Enter a statement", "do.sign": "Sign", "do.approve": "Finish the procedure at home",
		"do.deposit": "Deposit the instrument", "do.domestic": "Note a step at home", "do.count": "Enter the totals of a vote", "do.close": "Close the stage",
		"do.recuse": "Take off the roll for this question", "do.suspend": "Suspend a member", "do.reinstate": "Reinstate a member", "do.expel": "Expel a member",
		"do.leave": "Leave the body", "do.admit": "Enter a new member",

		"do.hint.position": "It may be changed until the stage is closed.", "do.hint.reserve": "Counts as not yet said, and says why. It breaks no silence: only an objection or a vote against does.",
		"do.hint.object": "Stands in the way until it is withdrawn. It names at least one concern.", "do.hint.demand": "What is asked of a party so that a concern is met.",
		"do.hint.commit": "Promises of this party alone, in answer to demands or concerns.", "do.hint.memorandum": "A text that several parties agree, with their commitments as clauses.",
		"do.hint.measure": "What has been done, with evidence.", "do.hint.assess": "What the party that demanded says of what was done.",
		"do.hint.withdraw": "An objection, for one stage or for all; or the application.", "do.hint.talks": "A round, or another meeting. It changes no position by itself.",
		"do.hint.approve": "Binds nobody yet: the deposit does.", "do.hint.deposit": "From then the consent counts.", "do.hint.close": "The finding of that moment is its result.",
		"do.hint.put": "Another text than before voids what was said to it.", "do.hint.domestic": "A step that finishes nothing, such as the vote of a committee.",
		"do.hint.expel": "Changes no roll that is fixed already.", "do.hint.suspend": "Changes no roll that is fixed already.",

		"review.title": "Read it over", "review.lead": "You are about to record for <b>{who}</b>:", "review.once": "It cannot be edited, only replaced.",
		"review.confirm": "Record it for {who}", "review.edit": "Change something", "review.change": "What it changes: {dossier}", "review.before": "Now",
		"review.after": "With it", "review.same": "Where the dossier stands stays as it is.", "review.follows": "What follows at once", "review.next": "Whose move it would then be",
		"review.told":   "In a rehearsal nobody is told.",
		"receipt.title": "It is recorded", "receipt.seq": "Position", "receipt.entry": "Entry {seq} of {size}", "receipt.hash": "Hash of its bytes", "receipt.id": "Name in the record",
		"receipt.dossier": "To the dossier",

		"others.title": "The others do the same", "others.hint": "In a rehearsal only: whoever is ticked takes its step, each by an act of its own.",
		"others.lead": "For rehearsing only. Each party that is ticked takes the step in its own name, by an act of its own that says so.",
		"others.none": "No step of several parties is waited for.", "others.send": "Record them for whoever is ticked, at most {n}",
		"others.done": "{n, plural, one {# act was} other {# acts were}} recorded.", "others.note": "entered for many at once, in a rehearsal",
		"do.others.sign": "Who signs", "do.others.approve": "Who finishes its own procedure", "do.others.deposit": "Who deposits its instrument",
	}
}

// englishRehearsal are the words of rehearsals.
func englishRehearsal() map[string]string {
	return map[string]string{
		"tag.rehearsal": "Rehearsal", "tab.act": "Act",
		"rehearsal.label": "Rehearsal", "rehearsal.title": "Rehearsal.", "rehearsal.fork": "It left the reported record on {day}; what is done in it happened nowhere and is thrown away.",
		"rehearsal.clock": "Its clock says {moment}.", "rehearsal.seat": "You act for", "rehearsal.noseat": "nobody yet", "rehearsal.take": "Take this seat",
		"rehearsal.forward": "Clock forward to", "rehearsal.go": "Move", "rehearsal.deadline": "To the deadline, {moment}", "rehearsal.act": "What {who} may do now",
		"rehearsal.leave": "Leave, back to the record", "rehearsal.offer": "Rehearse: play the record on from {day}, from any seat, in a copy that is thrown away.",
		"rehearsal.begin": "Play on from this day", "rehearsal.lost": "The rehearsal you were in is over.",

		"error.title.403": "That is not done here", "error.title.413": "That is too much",
		"error.foreign":      "The form was sent from another site, so nothing was done. Open this page here and send it again.",
		"error.seat":         "Nobody of that name acts in this record. Choose one of those listed.",
		"error.ahead":        "That day has not come yet. Choose one up to today.",
		"error.back-in-time": "The clock of a rehearsal runs only forward, at most twenty years at a time. To go back, leave and begin another one.",
		"error.no-rehearsal": "You are in no rehearsal. Begin one from a page of the record.",
		"error.large":        "More was sent than a form takes: 256 kB. Shorten the texts and send it again.",
		"error.rooms":        "All rehearsal rooms are taken. Try again in a quarter of an hour.",
	}
}

// englishWrong say what is wrong with what was typed.
func englishWrong() map[string]string {
	return map[string]string{
		"wrong.title": "{n, plural, one {One thing is} other {# things are}} to be put right", "wrong.in": "{field}: {what}",
		"wrong.missing": "This is missing.", "wrong.none": "Choose at least one.", "wrong.choice": "Choose one of those listed.",
		"wrong.number": "“{text}” is no whole number.", "wrong.day": "“{text}” is not a day. Write it as year, month and day, such as 2022-06-28.",
		"wrong.clock": "“{text}” is no time of day, such as 18:00.", "wrong.long": "This has {n} characters; {max} are taken.",
		"wrong.future": "That day has not come: today is {day}.", "wrong.past": "The record has entries of {day}; nothing can be entered before that day.",
		"wrong.person": "Give a name or a role.", "wrong.seat": "You changed seats since the form was opened: it would now be recorded for {who}. Read it over and send it again if that is meant.",
		"wrong.form":         "It is not in due form: {what}",
		"wrong.unknown-fate": "It is not known whether it was recorded. Send it again: if it was, you get its receipt and nothing is recorded twice.",
		"refused.authority":  "Not this party’s to do: {clause}", "refused.standing": "Not admissible as things stand: {clause}", "refused.closed": "Too late: {clause}",
		"refused.unknown": "Not in this record: {clause}", "refused.known": "Already in the record: {clause}", "refused.other": "Refused: {clause}",
	}
}
