package words

// frenchTrust are French words of what keeps acts, sessions and the clock honest.
func frenchTrust() map[string]string {
	return map[string]string{
		"ask.valid":         "À inscrire avant le",
		"hint.valid":        "À partir de là, qui l’aurait retenu ne peut plus l’inscrire. Un jour désigne son premier instant ; les heures sont celles de : {zone}. Vide : sans fin.",
		"wrong.valid":       "C’est passé. Choisissez un jour plus tard, ou aucun.",
		"field.valid-until": "À inscrire avant le",
		"wrong.jumped":      "Ce n’est pas inscrit : l’horloge de ce serveur a sauté, et rien n’est inscrit tant qu’elle n’est pas juste. Ce que vous avez écrit est ici ; réessayez dans un moment.",
		"wrong.away":        "Ce n’est pas inscrit : le lieu où se trouve le registre est injoignable. Ce que vous avez écrit est ici ; réessayez dans un moment.",
		"wrong.look-alike":  "Ce nom peut être pris pour celui d’une autre partie, ou mêle deux écritures dans un mot. Écrivez-le de sorte que chacun le distingue.",
	}
}
