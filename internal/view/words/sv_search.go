package words

// swedishSearch are Swedish words of looking for what a record says.
func swedishSearch() map[string]string {
	return map[string]string{
		"nav.search":        "Sök",
		"search.title":      "Sök i registret",
		"search.label":      "Ord att söka efter",
		"search.hint":       "Alla måste finnas. Inom citattecken står orden efter varandra. Accenter och stora eller små bokstäver spelar ingen roll.",
		"search.in":         "I",
		"search.all":        "Alla ärenden",
		"search.button":     "Sök",
		"search.found":      "{n, plural, =0 {Inget hittades.} one {# post, den senaste först} other {# poster, de senaste först}}",
		"search.more":       "Det finns fler: de första {n} visas. Precisera sökningen.",
		"search.behind":     "{n, plural, one {Den senaste posten är inte genomsökt ännu} other {De # senaste posterna är inte genomsökta ännu}}. Fråga igen om en stund.",
		"search.refers":     "Gäller:",
		"search.entry":      "post {seq}",
		"search.filed":      "Som inlämnat",
		"search.here":       "Sök i detta ärende",
		"wrong.search":      "Det är för mycket att söka efter: högst 16 ord och 500 bokstäver.",
		"wrong.search.word": "Där finns inget ord att söka efter.",
	}
}
