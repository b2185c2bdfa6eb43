package words

// finnishLetters are Finnish words of what is sent to people, and of what programs subscribe to.
func finnishLetters() map[string]string {
	return map[string]string{
		"letter.everybody":              "Kaikki",
		"letter.move":                   "Teidän tehtävänne: {what}",
		"letter.nearing":                "Määräaika lähestyy: {what}",
		"letter.silence-opened":         "Vaiheessa {stage} on käynnissä hiljainen menettely: ellei vastalausetta tule, teksti hyväksytään määräajan päättyessä",
		"letter.silence-broken":         "{who} on rikkonut hiljaisuuden vaiheessa {stage}",
		"letter.silence-ended.open":     "Määräaika on kulunut vaiheessa {stage}; lopputulos on avoin",
		"letter.silence-ended.adopted":  "Hiljaisuus on päättynyt vaiheessa {stage}: hyväksytty",
		"letter.silence-ended.rejected": "Määräaika on kulunut vaiheessa {stage}: ei hyväksytty",
		"letter.finding.open":           "Vaihe {stage} on päätetty; lopputulos on avoin",
		"letter.finding.adopted":        "Vaihe {stage} on päätetty: hyväksytty",
		"letter.finding.rejected":       "Vaihe {stage} on päätetty: ei hyväksytty",
		"letter.in-force":               "Voimaantulo: {applicant}",
		"letter.due":                    "Määräaika: {day}.",
		"letter.since":                  "{day} alkaen.",
		"letter.on":                     "{day}.",
		"feed.news":                     "{of}: uutiset",
		"feed.moves":                    "{of}: tehtävät",
		"feed.dates":                    "{of}: kierrokset ja määräajat",
		"feed.subscribe":                "Ota mukaasi",
		"feed.hint":                     "Anna nämä osoitteet kalenterille tai syötteenlukijalle; ne pysyvät ajan tasalla itsestään.",
	}
}
