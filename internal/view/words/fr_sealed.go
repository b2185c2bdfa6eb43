package words

// frenchSealed are words for what lies sealed beside the record, in French.
func frenchSealed() map[string]string {
	return map[string]string{
		"do.redact":         "Faire effacer un contenu joint",
		"do.hint.redact":    "L’engagement, son auteur et sa date restent ; les mots disparaissent.",
		"do.group.erasure":  "Effacement",
		"kind.redact":       "Effacement",
		"act.redact":        "<b>{who}</b> a fait effacer un contenu joint",
		"ask.redact.of":     "Ce qui est effacé",
		"ask.enclosure":     "{what}, {who}, entrée {n}",
		"ask.sealed":        "Qui peut lire les mots",
		"hint.sealed":       "Les mots scellés sont gardés à côté du registre et peuvent être effacés ; leur existence, leur auteur et leur date sont publics.",
		"sealed.open":       "tous, dans le registre même",
		"sealed.public":     "tous, effaçable",
		"sealed.body":       "membres, fonctions et candidats",
		"sealed.parties":    "auteur, candidat et médiateur",
		"sealed.mediator":   "auteur et médiateur",
		"sealed.author":     "l’auteur seul",
		"sealed.closed":     "Scellé.",
		"sealed.text":       "Scellé. Peuvent le lire : {audience}.",
		"sealed.until":      "Scellé jusqu’au {day}. D’ici là : {audience}.",
		"sealed.erased":     "Effacé, entrée {n}.",
		"sealed.missing":    "Manquant : il devrait être ici et n’y est pas.",
		"sealed.recipients": "Chiffré pour ses destinataires ; l’hébergeur ne peut pas l’ouvrir.",
		"sealed.readers":    "Pour {audience}.",
		"enclosed.title":    "Joint",
		"enclosed.hint":     "À côté du registre : son sceau est dans l’entrée, son contenu peut être effacé.",
		"enclosed.text":     "un texte",
		"enclosed.size":     "au plus {n} octets",
		"enclosed.fetch":    "Télécharger",
		"error.audience":    "Ce qui est joint ici n’est pas pour vous. Connectez-vous pour la partie qui peut le lire.",
		"error.gone":        "Ce qui était joint ici a été effacé, ou manque. L’entrée dit lequel des deux.",
	}
}
