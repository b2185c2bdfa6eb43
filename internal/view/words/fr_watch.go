package words

// frenchWatch are French words of watchers.
func frenchWatch() map[string]string {
	return map[string]string{
		"get.receipt":     "Reçu de cette inscription",
		"act.cosign":      "Un veilleur de <b>{who}</b> a vérifié le registre",
		"kind.cosign":     "Contreseing d’un veilleur",
		"notice.run":      "<b>{stage}</b> : le délai est échu sans que personne ait rompu le silence ; il vaudra accord quand des veilleurs auront vu le registre",
		"notice.extended": "<b>{stage}</b> : le délai est prolongé du temps pendant lequel trop peu de veilleurs ont vu le registre",
		"left.unseen":     "Le délai est échu. Le silence vaudra accord quand assez de veilleurs auront vu le registre ; {n} à ce jour.",
		"left.held":       "Le délai est échu. Un veilleur détient un acte déposé à temps et qui manque au registre : le silence l’attend.",
	}
}
