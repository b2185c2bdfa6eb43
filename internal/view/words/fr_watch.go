package words

// frenchWatch are French words of watchers.
func frenchWatch() map[string]string {
	return map[string]string{
		"get.receipt":          "Reçu de cette inscription",
		"act.cosign":           "Un veilleur de <b>{who}</b> a vérifié le registre",
		"kind.cosign":          "Contreseing d’un veilleur",
		"notice.run":           "<b>{stage}</b> : le délai est échu sans que personne ait rompu le silence ; il vaudra accord quand des veilleurs auront vu le registre",
		"notice.extended":      "<b>{stage}</b> : le délai est prolongé du temps pendant lequel trop peu de veilleurs ont vu le registre",
		"left.unseen":          "Le silence vaudra accord quand les veilleurs de {need} auront vu le registre ; à ce jour, ceux de {who}.",
		"left.unseen.none":     "Le silence vaudra accord quand les veilleurs de {need} auront vu le registre ; aucun ne l’a vu à ce jour.",
		"left.held":            "Un veilleur ({who}) détient un acte déposé à temps et qui manque au registre : le silence l’attend.",
		"watch.quorum.members": "{n, plural, one {# membre au moins} many {# membres au moins} other {# membres au moins}}",
		"watch.quorum.class":   "{n} au moins de la classe « {class} »",
		"law.watchers":         "Le silence ne vaut accord que lorsque les veilleurs de {need} ont vu le registre tel qu’il était à l’échéance.",
		"law.watchers.grace":   "Le silence ne vaut accord que lorsque les veilleurs de {need} ont vu le registre tel qu’il était à l’échéance, au plus tôt {grace} après elle.",
		"law.watchers.beat":    "Pendant un délai, le registre peut rester {period} sans être vu ; ce qui dépasse s’ajoute au délai.",
		"move.cosign":          "faire voir et contresigner le registre par {parties, plural, one {son veilleur} many {leurs veilleurs} other {leurs veilleurs}} : {about}",
		"move.enter-held":      "inscrire l’acte que détient un veilleur : {about}",
	}
}
