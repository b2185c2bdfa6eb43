package words

// englishTrust are English words of what keeps acts, sessions and the clock honest.
func englishTrust() map[string]string {
	return map[string]string{
		"ask.valid":         "To be registered before",
		"hint.valid":        "From then on nobody can enter it who has kept it back. A day means its first moment; times are those of {zone}. Empty: it has no end.",
		"wrong.valid":       "That has gone by. Choose a later day, or none.",
		"field.valid-until": "To be registered before",
		"wrong.jumped":      "It was not recorded: the clock of this server has jumped, and until it is right nothing is entered. What you typed is here; try again in a while.",
		"wrong.away":        "It was not recorded: the place where the record lies cannot be reached. What you typed is here; try again in a while.",
		"wrong.look-alike":  "This name can be taken for another party’s, or has letters of two writings in one word. Write it so that everybody can tell it apart.",
	}
}
