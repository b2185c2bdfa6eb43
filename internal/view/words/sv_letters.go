package words

// swedishLetters are Swedish words of what is sent to people, and of what programs subscribe to.
func swedishLetters() map[string]string {
	return map[string]string{
		"letter.everybody":              "Alla",
		"letter.move":                   "Er sak att göra: {what}",
		"letter.nearing":                "Tidsfristen närmar sig: {what}",
		"letter.silence-opened":         "Tyst förfarande pågår i steget {stage}: utan invändning antas texten vid fristens slut",
		"letter.silence-broken":         "{who} har brutit tystnaden i steget {stage}",
		"letter.silence-ended.open":     "Fristen har löpt ut i steget {stage}; utgången är öppen",
		"letter.silence-ended.adopted":  "Tystnaden har upphört i steget {stage}: antaget",
		"letter.silence-ended.rejected": "Fristen har löpt ut i steget {stage}: inte antaget",
		"letter.finding.open":           "Steget {stage} är avslutat; utgången är öppen",
		"letter.finding.adopted":        "Steget {stage} är avslutat: antaget",
		"letter.finding.rejected":       "Steget {stage} är avslutat: inte antaget",
		"letter.in-force":               "Ikraftträdande: {applicant}",
		"letter.due":                    "Frist: {day}.",
		"letter.since":                  "Sedan {day}.",
		"letter.on":                     "Den {day}.",
		"feed.news":                     "{of}: nyheter",
		"feed.moves":                    "{of}: det som är deras sak",
		"feed.dates":                    "{of}: rundor och frister",
		"feed.subscribe":                "Ta med dig",
		"feed.hint":                     "Ge dessa adresser till en kalender eller flödesläsare; de håller sig aktuella av sig själva.",
	}
}
