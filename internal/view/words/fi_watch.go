package words

// finnishWatch are Finnish words of watchers.
func finnishWatch() map[string]string {
	return map[string]string{
		"get.receipt":          "Tämän merkinnän kuitti",
		"act.cosign":           "Valvoja (<b>{who}</b>) on tarkistanut pöytäkirjan",
		"kind.cosign":          "Valvojan vahvistus",
		"notice.run":           "<b>{stage}</b>: määräaika on kulunut eikä kukaan ole rikkonut hiljaisuutta; se on suostumus, kun valvojat ovat nähneet pöytäkirjan",
		"notice.extended":      "<b>{stage}</b>: määräaika pitenee ajalla, jona liian harva valvoja näki pöytäkirjan",
		"left.unseen":          "Hiljaisuus on suostumus, kun valvojat ({need}) ovat nähneet pöytäkirjan; tähän mennessä: {who}.",
		"left.unseen.none":     "Hiljaisuus on suostumus, kun valvojat ({need}) ovat nähneet pöytäkirjan; tähän mennessä ei yksikään.",
		"left.held":            "Valvojalla ({who}) on ajoissa jätetty toimi, joka puuttuu pöytäkirjasta: hiljaisuus odottaa sitä.",
		"watch.quorum.members": "vähintään {n, plural, one {# jäsen} other {# jäsentä}}",
		"watch.quorum.class":   "luokasta ”{class}” vähintään {n}",
		"law.watchers":         "Hiljaisuus on suostumus vasta, kun valvojat ({need}) ovat nähneet pöytäkirjan sellaisena kuin se oli määräajan kuluttua.",
		"law.watchers.grace":   "Hiljaisuus on suostumus vasta, kun valvojat ({need}) ovat nähneet pöytäkirjan sellaisena kuin se oli määräajan kuluttua, aikaisintaan {grace} sen päättymisestä.",
		"law.watchers.beat":    "Määräajan kuluessa pöytäkirja saa olla näkemättä {period}; sen ylittävä aika lisätään määräaikaan.",
		"move.cosign":          "antaa {parties, plural, one {valvojansa} other {valvojiensa}} nähdä ja vahvistaa pöytäkirja: {about}",
		"move.enter-held":      "kirjata valvojan hallussa oleva toimi: {about}",
	}
}
