package words

// englishTable are words for drafts on the table.
func englishTable() map[string]string {
	return map[string]string{
		"do.react":              "Answer a clause of a draft",
		"do.hint.react":         "Binds nobody: a text is agreed as a whole.",
		"kind.react":            "Answer to a clause",
		"act.react.accept":      "<b>{who}</b> accepts clause {clause} as it is worded",
		"act.react.amend":       "<b>{who}</b> would have clause {clause} read: {text}",
		"act.react.refuse":      "<b>{who}</b> refuses clause {clause}",
		"ask.revises":           "Revises the draft",
		"ask.drops":             "Takes off the table",
		"ask.react.of":          "Clause",
		"ask.answer":            "Answer",
		"ask.words":             "Other words, the whole clause",
		"ask.answer.accept":     "Accepts it as it is worded",
		"ask.answer.amend":      "Would accept other words",
		"ask.answer.refuse":     "No words would do",
		"ask.propose.of":        "New words for a clause on the table",
		"ask.clause.of":         "Clause {clause}, version {n}: {text}",
		"hint.revises":          "Words that change void what was said of the clause.",
		"table.title":           "Clause by clause",
		"table.say":             "{n, plural, =1 {One clause} other {# clauses}} on the table for {names}; {open, plural, =0 {all are agreed: a memorandum can enter them} =1 {one is not agreed} other {# are not agreed}}.",
		"table.open":            "open",
		"table.disputed":        "in dispute",
		"table.agreed":          "agreed",
		"table.version":         "version {n}",
		"table.react":           "Answer this clause",
		"table.reaction.none":   "{who} has yet to speak",
		"table.reaction.accept": "{who} accepts",
		"table.reaction.amend":  "{who} would have",
		"table.reaction.refuse": "{who} refuses",
	}
}
