package words

// frenchTable are words for drafts on the table, in French.
func frenchTable() map[string]string {
	return map[string]string{
		"do.react":              "Répondre à une clause d’un projet",
		"do.hint.react":         "N’engage personne : un texte s’accepte en entier.",
		"kind.react":            "Réponse à une clause",
		"act.react.accept":      "<b>{who}</b> accepte la clause {clause} telle quelle",
		"act.react.amend":       "<b>{who}</b> voudrait que la clause {clause} se lise : {text}",
		"act.react.refuse":      "<b>{who}</b> refuse la clause {clause}",
		"ask.revises":           "Révise le projet",
		"ask.drops":             "Retire de la table",
		"ask.react.of":          "Clause",
		"ask.answer":            "Réponse",
		"ask.words":             "D’autres mots, la clause entière",
		"ask.answer.accept":     "L’accepte telle quelle",
		"ask.answer.amend":      "Accepterait d’autres mots",
		"ask.answer.refuse":     "Aucun mot ne conviendrait",
		"ask.propose.of":        "Nouveaux mots pour une clause sur la table",
		"ask.clause.of":         "Clause {clause}, version {n} : {text}",
		"hint.revises":          "Des mots changés annulent ce qui a été dit de la clause.",
		"table.title":           "Clause par clause",
		"table.say":             "{n, plural, =1 {Une clause} other {# clauses}} sur la table ({names}) ; {open, plural, =0 {toutes sont convenues : un mémorandum peut les inscrire} =1 {une n’est pas convenue} other {# ne sont pas convenues}}.",
		"table.open":            "ouverte",
		"table.disputed":        "contestée",
		"table.agreed":          "convenue",
		"table.version":         "version {n}",
		"table.react":           "Répondre à cette clause",
		"table.reaction.none":   "{who} ne s’est pas encore prononcé",
		"table.reaction.accept": "{who} accepte",
		"table.reaction.amend":  "{who} voudrait",
		"table.reaction.refuse": "{who} refuse",
	}
}
