package words

// swedishSealed are words for what lies sealed beside the record, in Swedish.
func swedishSealed() map[string]string {
	return map[string]string{
		"do.redact":         "Låt radera bifogat innehåll",
		"do.hint.redact":    "Åtagandet, av vem och när står kvar; orden försvinner.",
		"do.group.erasure":  "Radering",
		"kind.redact":       "Radering",
		"act.redact":        "<b>{who}</b> lät radera bifogat innehåll",
		"ask.redact.of":     "Vad som raderas",
		"ask.enclosure":     "{what}, {who}, post {n}",
		"ask.sealed":        "Vem som får läsa orden",
		"hint.sealed":       "Förseglade ord ligger bredvid protokollet och kan raderas; att de finns, vems de är och när är offentligt.",
		"sealed.open":       "alla, i själva protokollet",
		"sealed.public":     "alla, kan raderas",
		"sealed.body":       "medlemmar, ämbeten och sökande",
		"sealed.parties":    "författaren, den sökande och medlaren",
		"sealed.mediator":   "författaren och medlaren",
		"sealed.author":     "endast författaren",
		"sealed.closed":     "Förseglat.",
		"sealed.text":       "Förseglat. Får läsa det: {audience}.",
		"sealed.until":      "Förseglat till {day}. Till dess: {audience}.",
		"sealed.erased":     "Raderat, post {n}.",
		"sealed.missing":    "Saknas: det borde finnas här.",
		"sealed.recipients": "Krypterat till sina mottagare; värden kan inte öppna det.",
		"sealed.readers":    "För {audience}.",
		"enclosed.title":    "Bifogat",
		"enclosed.hint":     "Det ligger bredvid protokollet: sigillet står i posten, innehållet kan raderas.",
		"enclosed.text":     "en text",
		"enclosed.size":     "högst {n} byte",
		"enclosed.fetch":    "Ladda ner",
		"error.audience":    "Det som är bifogat här är inte för er. Logga in för den part som får läsa det.",
		"error.gone":        "Det som var bifogat här har raderats eller saknas. Posten säger vilket.",
	}
}
