package words

// frenchLetters are French words of what is sent to people, and of what programs subscribe to.
func frenchLetters() map[string]string {
	return map[string]string{
		"letter.everybody":              "Tout le monde",
		"letter.move":                   "À vous de jouer : {what}",
		"letter.nearing":                "L’échéance approche : {what}",
		"letter.silence-opened":         "La procédure de silence court à l’étape {stage} : sans objection, le texte est adopté à l’échéance",
		"letter.silence-broken":         "{who} a rompu le silence à l’étape {stage}",
		"letter.silence-ended.open":     "Le délai a expiré à l’étape {stage} ; l’issue est ouverte",
		"letter.silence-ended.adopted":  "Le silence a pris fin à l’étape {stage} : adopté",
		"letter.silence-ended.rejected": "Le délai a expiré à l’étape {stage} : non adopté",
		"letter.finding.open":           "L’étape {stage} est close ; l’issue est ouverte",
		"letter.finding.adopted":        "L’étape {stage} est close : adopté",
		"letter.finding.rejected":       "L’étape {stage} est close : non adopté",
		"letter.in-force":               "Entrée en vigueur : {applicant}",
		"letter.due":                    "Échéance : {day}.",
		"letter.since":                  "Depuis le {day}.",
		"letter.on":                     "Le {day}.",
		"feed.news":                     "{of} : nouvelles",
		"feed.moves":                    "{of} : ce qui lui revient",
		"feed.dates":                    "{of} : cycles et échéances",
		"feed.subscribe":                "À emporter",
		"feed.hint":                     "Donnez ces adresses à un agenda ou à un lecteur de flux ; ils se tiennent à jour d’eux-mêmes.",
	}
}
