package words

// swedishTrust are Swedish words of what keeps acts, sessions and the clock honest.
func swedishTrust() map[string]string {
	return map[string]string{
		"ask.valid":         "Ska föras in före",
		"hint.valid":        "Därefter kan ingen som har hållit inne den föra in den. En dag betyder dess första ögonblick; tiderna gäller {zone}. Tomt: inget slut.",
		"wrong.valid":       "Det är förbi. Välj en senare dag, eller ingen.",
		"field.valid-until": "Ska föras in före",
		"wrong.jumped":      "Det fördes inte in: serverns klocka har hoppat, och tills den går rätt förs ingenting in. Det du skrev finns här; försök igen om en stund.",
		"wrong.away":        "Det fördes inte in: platsen där registret ligger kan inte nås. Det du skrev finns här; försök igen om en stund.",
		"wrong.look-alike":  "Namnet kan tas för en annan parts, eller har bokstäver ur två skriftsystem i ett ord. Skriv det så att alla kan skilja det åt.",
	}
}
