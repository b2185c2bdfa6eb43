package words

// finnishSealed are words for what lies sealed beside the record, in Finnish.
func finnishSealed() map[string]string {
	return map[string]string{
		"do.redact":         "Poistata liitetty sisältö",
		"do.hint.redact":    "Sitoumus, sen tekijä ja aika jäävät; sanat poistuvat.",
		"do.group.erasure":  "Poistaminen",
		"kind.redact":       "Poistaminen",
		"act.redact":        "<b>{who}</b> poistatti liitetyn sisällön",
		"ask.redact.of":     "Mitä poistetaan",
		"ask.enclosure":     "{what}, {who}, merkintä {n}",
		"ask.sealed":        "Kuka saa lukea sanat",
		"hint.sealed":       "Sinetöidyt sanat ovat pöytäkirjan vieressä ja ne voidaan poistaa; se, että ne ovat olemassa, kenen ne ovat ja milloin, on julkista.",
		"sealed.open":       "kaikki, itse pöytäkirjassa",
		"sealed.public":     "kaikki, poistettavissa",
		"sealed.body":       "jäsenet, toimielimet ja hakijat",
		"sealed.parties":    "tekijä, hakija ja sovittelija",
		"sealed.mediator":   "tekijä ja sovittelija",
		"sealed.author":     "vain tekijä",
		"sealed.closed":     "Sinetöity.",
		"sealed.text":       "Sinetöity. Lukea saavat: {audience}.",
		"sealed.until":      "Sinetöity {day} asti. Siihen asti: {audience}.",
		"sealed.erased":     "Poistettu, merkintä {n}.",
		"sealed.missing":    "Puuttuu: sen pitäisi olla tässä.",
		"sealed.recipients": "Salattu vastaanottajille; ylläpitäjä ei voi avata sitä.",
		"sealed.readers":    "Lukijat: {audience}.",
		"enclosed.title":    "Liitteenä",
		"enclosed.hint":     "Se on merkintöjen vieressä: sinetti on merkinnässä, sisältö voidaan poistaa.",
		"enclosed.text":     "teksti",
		"enclosed.size":     "enintään {n} tavua",
		"enclosed.fetch":    "Lataa",
		"error.audience":    "Tämä liite ei ole sinulle. Kirjaudu sen osapuolen puolesta, joka saa lukea sen.",
		"error.gone":        "Tämä liite on poistettu tai puuttuu. Merkintä kertoo, kumpi.",
	}
}
