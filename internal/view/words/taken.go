package words

// englishTaken are English words of what can be taken away.
func englishTaken() map[string]string {
	return map[string]string{
		"take.all":          "All forms of it",
		"take.entries":      "Entries",
		"take.participants": "Participants",
		"take.minutes":      "Minutes and votes of this dossier",
		"take.votes":        "Members and votes of the whole body",
		"take.proof":        "To verify",
		"take.paper":        "On paper",
		"take.follow":       "To follow",
		"take.show":         "For other sites",
		"take.jsonl":        "JSON Lines",
		"take.akn":          "Akoma Ntoso",
		"take.popolo":       "Popolo",
		"take.atom":         "Atom",
		"take.ical":         "iCalendar",
		"take.pdf":          "Every page prints to a PDF file from the browser; accede pdf does so without one being open.",
	}
}

// frenchTaken are French words of what can be taken away.
func frenchTaken() map[string]string {
	return map[string]string{
		"take.all":          "Toutes les formes",
		"take.entries":      "Inscriptions",
		"take.participants": "Participants",
		"take.minutes":      "Procès-verbaux et votes de ce dossier",
		"take.votes":        "Membres et votes de toute l’organisation",
		"take.proof":        "Pour vérifier",
		"take.paper":        "Sur papier",
		"take.follow":       "Pour suivre",
		"take.show":         "Pour d’autres sites",
		"take.jsonl":        "JSON Lines",
		"take.akn":          "Akoma Ntoso",
		"take.popolo":       "Popolo",
		"take.atom":         "Atom",
		"take.ical":         "iCalendar",
		"take.pdf":          "Chaque page s’imprime en fichier PDF depuis le navigateur ; accede pdf le fait sans qu’aucun soit ouvert.",
	}
}

// turkishTaken are Turkish words of what can be taken away.
func turkishTaken() map[string]string {
	return map[string]string{
		"take.all":          "Tüm biçimleri",
		"take.entries":      "Kayıtlar",
		"take.participants": "Katılanlar",
		"take.minutes":      "Bu dosyanın tutanakları ve oyları",
		"take.votes":        "Tüm örgütün üyeleri ve oyları",
		"take.proof":        "Doğrulamak için",
		"take.paper":        "Kâğıt üzerinde",
		"take.follow":       "İzlemek için",
		"take.show":         "Başka siteler için",
		"take.jsonl":        "JSON Lines",
		"take.akn":          "Akoma Ntoso",
		"take.popolo":       "Popolo",
		"take.atom":         "Atom",
		"take.ical":         "iCalendar",
		"take.pdf":          "Her sayfa tarayıcıdan PDF dosyasına yazdırılır; accede pdf bunu açık bir tarayıcı olmadan yapar.",
	}
}

// swedishTaken are Swedish words of what can be taken away.
func swedishTaken() map[string]string {
	return map[string]string{
		"take.all":          "Alla former",
		"take.entries":      "Poster",
		"take.participants": "Deltagare",
		"take.minutes":      "Protokoll och röster i detta ärende",
		"take.votes":        "Medlemmar och röster i hela organisationen",
		"take.proof":        "För att verifiera",
		"take.paper":        "På papper",
		"take.follow":       "För att följa",
		"take.show":         "För andra webbplatser",
		"take.jsonl":        "JSON Lines",
		"take.akn":          "Akoma Ntoso",
		"take.popolo":       "Popolo",
		"take.atom":         "Atom",
		"take.ical":         "iCalendar",
		"take.pdf":          "Varje sida skrivs ut till en PDF-fil från webbläsaren; accede pdf gör det utan att någon är öppen.",
	}
}

// finnishTaken are Finnish words of what can be taken away.
func finnishTaken() map[string]string {
	return map[string]string{
		"take.all":          "Kaikki muodot",
		"take.entries":      "Merkinnät",
		"take.participants": "Osallistujat",
		"take.minutes":      "Tämän asian pöytäkirjat ja äänet",
		"take.votes":        "Koko järjestön jäsenet ja äänet",
		"take.proof":        "Tarkistettavaksi",
		"take.paper":        "Paperilla",
		"take.follow":       "Seurattavaksi",
		"take.show":         "Muille sivustoille",
		"take.jsonl":        "JSON Lines",
		"take.akn":          "Akoma Ntoso",
		"take.popolo":       "Popolo",
		"take.atom":         "Atom",
		"take.ical":         "iCalendar",
		"take.pdf":          "Jokaisen sivun voi tulostaa PDF-tiedostoksi selaimesta; accede pdf tekee sen ilman avointa selainta.",
	}
}
