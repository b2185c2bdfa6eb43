package words

// finnishWatch are Finnish words of watchers.
func finnishWatch() map[string]string {
	return map[string]string{
		"get.receipt":     "Tämän merkinnän kuitti",
		"act.cosign":      "Valvoja (<b>{who}</b>) on tarkistanut pöytäkirjan",
		"kind.cosign":     "Valvojan vahvistus",
		"notice.run":      "<b>{stage}</b>: määräaika on kulunut eikä kukaan ole rikkonut hiljaisuutta; se on suostumus, kun valvojat ovat nähneet pöytäkirjan",
		"notice.extended": "<b>{stage}</b>: määräaika pitenee ajalla, jona liian harva valvoja näki pöytäkirjan",
		"left.unseen":     "Määräaika on kulunut. Hiljaisuus on suostumus, kun riittävän moni valvoja on nähnyt pöytäkirjan; tähän mennessä {n}.",
		"left.held":       "Määräaika on kulunut. Valvojalla on ajoissa jätetty toimi, joka puuttuu pöytäkirjasta: hiljaisuus odottaa sitä.",
	}
}
