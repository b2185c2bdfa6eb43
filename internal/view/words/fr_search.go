package words

// frenchSearch are French words of looking for what a record says.
func frenchSearch() map[string]string {
	return map[string]string{
		"nav.search":        "Recherche",
		"search.title":      "Chercher dans le registre",
		"search.label":      "Mots à chercher",
		"search.hint":       "Tous doivent y être. Entre guillemets, les mots se suivent. Les accents et les majuscules ne comptent pas.",
		"search.in":         "Dans",
		"search.all":        "Tous les dossiers",
		"search.button":     "Chercher",
		"search.found":      "{n, plural, =0 {Rien n’a été trouvé.} one {# inscription, la plus récente d’abord} other {# inscriptions, la plus récente d’abord}}",
		"search.more":       "Il y en a davantage : les {n} premières sont montrées. Précisez votre recherche.",
		"search.behind":     "{n, plural, one {La dernière inscription n’est pas encore prise en compte} other {Les # dernières inscriptions ne sont pas encore prises en compte}}. Redemandez dans un instant.",
		"search.refers":     "Au sujet de :",
		"search.entry":      "inscription {seq}",
		"search.filed":      "Tel que déposé",
		"search.here":       "Chercher dans ce dossier",
		"wrong.search":      "C’est trop à chercher : 16 mots et 500 lettres au plus.",
		"wrong.search.word": "Il n’y a là aucun mot à chercher.",
	}
}
