package words

// swedishTable are words for drafts on the table, in Swedish.
func swedishTable() map[string]string {
	return map[string]string{
		"do.react":              "Svara på en klausul i ett utkast",
		"do.hint.react":         "Binder ingen: en text godtas som helhet.",
		"kind.react":            "Svar på en klausul",
		"act.react.accept":      "<b>{who}</b> godtar klausul {clause} som den lyder",
		"act.react.amend":       "<b>{who}</b> vill att klausul {clause} ska lyda: {text}",
		"act.react.refuse":      "<b>{who}</b> avvisar klausul {clause}",
		"ask.revises":           "Ändrar utkastet",
		"ask.drops":             "Tar från bordet",
		"ask.react.of":          "Klausul",
		"ask.answer":            "Svar",
		"ask.words":             "Andra ord, hela klausulen",
		"ask.answer.accept":     "Godtar den som den lyder",
		"ask.answer.amend":      "Skulle godta andra ord",
		"ask.answer.refuse":     "Inga ord duger",
		"ask.propose.of":        "Nya ord för en klausul på bordet",
		"ask.clause.of":         "Klausul {clause}, version {n}: {text}",
		"hint.revises":          "Ändrade ord upphäver vad som sagts om klausulen.",
		"table.title":           "Klausul för klausul",
		"table.say":             "{n, plural, =1 {En klausul} other {# klausuler}} på bordet för {names}; {open, plural, =0 {alla är godtagna: ett memorandum kan föra in dem} =1 {en är inte godtagen} other {# är inte godtagna}}.",
		"table.open":            "öppen",
		"table.disputed":        "omtvistad",
		"table.agreed":          "godtagen",
		"table.version":         "version {n}",
		"table.react":           "Svara på klausulen",
		"table.reaction.none":   "{who} har inte sagt något än",
		"table.reaction.accept": "{who} godtar",
		"table.reaction.amend":  "{who} vill ha",
		"table.reaction.refuse": "{who} avvisar",
	}
}
