package words

// finnishPledges are words for conditional positions, in Finnish.
func finnishPledges() map[string]string {
	return map[string]string{
		"ask.if":                  "Vain jos",
		"hint.if":                 "Ehdollinen kanta, englanniksi: for if b is for and measure m1 is verified. Se lasketaan vielä sanomattomaksi, vaikka ehto täyttyisi.",
		"act.reserve.if":          "<b>{who}</b> pidättää kantansa: {if}",
		"pledge.title":            "Ehdolliset kannat",
		"pledge.holds":            "{who}: {if}. Ehto täyttyy ilman, että kukaan liikkuu ensin; se on vielä sanottava.",
		"pledge.together":         "{who}: {if}. Ehto täyttyisi, jos muut toisiaan odottavat liikkuisivat yhdessä.",
		"pledge.waits":            "{who}: {if}. Ehto ei täyty.",
		"pledge.lost":             "{who}: ehto koskee jotakuta, joka ei enää ole luettelossa.",
		"pledge.least.carries":    "Jos kaikki, joiden ehto täyttyy, sanovat sen, asia hyväksytään.",
		"pledge.least.fails":      "Vaikka kaikki, joiden ehto täyttyy, sanoisivat sen, asia kaatuu.",
		"pledge.greatest.carries": "Jos nämä liikkuvat yhdessä, pakettina, asia hyväksytään: {names}.",
		"pledge.greatest.fails":   "Vaikka nämä liikkuisivat yhdessä, asia kaatuu: {names}.",
		"pledge.cycle":            "Kukin odottaa seuraavaa ja viimeinen ensimmäistä: {names}. Jonkun on saatava heidät liikkumaan yhtä aikaa.",
		"pledge.unmet":            "{n, plural, =1 {Yhtä asiaa} other {# asiaa}}, jota ehdot edellyttävät, ei ole todettu: {facts}.",
	}
}
