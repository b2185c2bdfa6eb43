package words

// finnishTable are words for drafts on the table, in Finnish.
func finnishTable() map[string]string {
	return map[string]string{
		"do.react":              "Vastaa luonnoksen kohtaan",
		"do.hint.react":         "Ei sido ketään: teksti hyväksytään kokonaisuutena.",
		"kind.react":            "Vastaus kohtaan",
		"act.react.accept":      "<b>{who}</b> hyväksyy kohdan {clause} sellaisenaan",
		"act.react.amend":       "<b>{who}</b> haluaisi kohdan {clause} kuuluvan: {text}",
		"act.react.refuse":      "<b>{who}</b> torjuu kohdan {clause}",
		"ask.revises":           "Muuttaa luonnosta",
		"ask.drops":             "Poistaa pöydältä",
		"ask.react.of":          "Kohta",
		"ask.answer":            "Vastaus",
		"ask.words":             "Toiset sanat, koko kohta",
		"ask.answer.accept":     "Hyväksyy sellaisenaan",
		"ask.answer.amend":      "Hyväksyisi toiset sanat",
		"ask.answer.refuse":     "Mitkään sanat eivät kelpaa",
		"ask.propose.of":        "Uudet sanat pöydällä olevalle kohdalle",
		"ask.clause.of":         "Kohta {clause}, versio {n}: {text}",
		"hint.revises":          "Muuttuneet sanat kumoavat, mitä kohdasta on sanottu.",
		"table.title":           "Kohta kohdalta",
		"table.say":             "Pöydällä {n, plural, =1 {yksi kohta} other {# kohtaa}} ({names}); {open, plural, =0 {kaikista on sovittu: muistio voi viedä ne pöytäkirjaan} =1 {yhdestä ei ole sovittu} other {# kohdasta ei ole sovittu}}.",
		"table.open":            "avoin",
		"table.disputed":        "kiistanalainen",
		"table.agreed":          "sovittu",
		"table.version":         "versio {n}",
		"table.react":           "Vastaa tähän kohtaan",
		"table.reaction.none":   "{who} ei ole vielä sanonut mitään",
		"table.reaction.accept": "{who} hyväksyy",
		"table.reaction.amend":  "{who} haluaisi",
		"table.reaction.refuse": "{who} torjuu",
	}
}
