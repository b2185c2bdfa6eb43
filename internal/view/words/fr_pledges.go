package words

// frenchPledges are words for conditional positions, in French.
func frenchPledges() map[string]string {
	return map[string]string{
		"ask.if":                  "Seulement si",
		"hint.if":                 "Une position conditionnelle, en anglais : for if b is for and measure m1 is verified. Elle compte comme pas encore dite, même lorsque la condition est remplie.",
		"act.reserve.if":          "<b>{who}</b> réserve sa position : {if}",
		"pledge.title":            "Positions conditionnelles",
		"pledge.holds":            "{who} : {if}. La condition est remplie sans que personne bouge d’abord ; il reste à le dire.",
		"pledge.together":         "{who} : {if}. Elle le serait si d’autres qui s’attendent mutuellement bougeaient ensemble.",
		"pledge.waits":            "{who} : {if}. La condition n’est pas remplie.",
		"pledge.lost":             "{who} : la condition porte sur quelqu’un qui n’est plus sur la liste.",
		"pledge.least.carries":    "Si tous ceux dont la condition est remplie le disent, c’est acquis.",
		"pledge.least.fails":      "Même si tous ceux dont la condition est remplie le disent, cela échoue.",
		"pledge.greatest.carries": "Si ceux-ci bougent ensemble, d’un bloc, c’est acquis : {names}.",
		"pledge.greatest.fails":   "Même si ceux-ci bougent ensemble, cela échoue : {names}.",
		"pledge.cycle":            "Chacun attend le suivant, et le dernier le premier : {names}. Quelqu’un doit les amener à bouger en même temps.",
		"pledge.unmet":            "{n, plural, =1 {Une chose que demandent les conditions n’est pas établie} other {# choses que demandent les conditions ne sont pas établies}} : {facts}.",
	}
}
