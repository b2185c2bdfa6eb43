package words

// englishSealed are words for what lies sealed beside the record.
func englishSealed() map[string]string {
	return map[string]string{
		"do.redact":         "Have enclosed content erased",
		"do.hint.redact":    "What was committed to, by whom and when stays; the words go.",
		"do.group.erasure":  "Erasure",
		"kind.redact":       "Erasure",
		"act.redact":        "<b>{who}</b> had enclosed content erased",
		"ask.redact.of":     "What is erased",
		"ask.enclosure":     "{what} by {who}, entry {n}",
		"ask.sealed":        "Who may read the words",
		"hint.sealed":       "Sealed words lie beside the record and can be erased; that they are there, whose and when, is public.",
		"sealed.open":       "everybody, in the record itself",
		"sealed.public":     "everybody, erasable",
		"sealed.body":       "members, offices and applicants",
		"sealed.parties":    "author, applicant and mediator",
		"sealed.mediator":   "author and mediator",
		"sealed.author":     "the author alone",
		"sealed.closed":     "Sealed.",
		"sealed.text":       "Sealed. Who may read it: {audience}.",
		"sealed.until":      "Sealed until {day}. Until then: {audience}.",
		"sealed.erased":     "Erased, entry {n}.",
		"sealed.missing":    "Missing: it should be here and is not.",
		"sealed.recipients": "Encrypted to its recipients; the host cannot open it.",
		"sealed.readers":    "For {audience}.",
		"enclosed.title":    "Enclosed",
		"enclosed.hint":     "It lies beside the record: its seal stands in the entry, its content can be erased.",
		"enclosed.text":     "a text",
		"enclosed.size":     "at most {n} bytes",
		"enclosed.fetch":    "Download",
		"error.audience":    "What is enclosed here is not for you. Sign in for the party that may read it.",
		"error.gone":        "What was enclosed here has been erased, or is missing. The entry says which.",
	}
}
