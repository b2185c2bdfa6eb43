package words

// finnishSearch are Finnish words of looking for what a record says.
func finnishSearch() map[string]string {
	return map[string]string{
		"nav.search":        "Haku",
		"search.title":      "Hae rekisteristä",
		"search.label":      "Haettavat sanat",
		"search.hint":       "Kaikkien on löydyttävä. Lainausmerkeissä sanat ovat peräkkäin. Tarkkeilla ja isoilla tai pienillä kirjaimilla ei ole väliä.",
		"search.in":         "Missä",
		"search.all":        "Kaikki asiat",
		"search.button":     "Hae",
		"search.found":      "{n, plural, =0 {Mitään ei löytynyt.} one {# merkintä, uusin ensin} other {# merkintää, uusin ensin}}",
		"search.more":       "Lisää on: näytetään ensimmäiset {n}. Tarkenna hakua.",
		"search.behind":     "{n, plural, one {Viimeisintä merkintää} other {# viimeisintä merkintää}} ei ole vielä käyty läpi. Kysy hetken kuluttua uudelleen.",
		"search.refers":     "Koskee:",
		"search.entry":      "merkintä {seq}",
		"search.filed":      "Jätetyssä muodossa",
		"search.here":       "Hae tästä asiasta",
		"wrong.search":      "Haettavaa on liikaa: enintään 16 sanaa ja 500 merkkiä.",
		"wrong.search.word": "Siinä ei ole haettavaa sanaa.",
	}
}
