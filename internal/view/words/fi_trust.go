package words

// finnishTrust are Finnish words of what keeps acts, sessions and the clock honest.
func finnishTrust() map[string]string {
	return map[string]string{
		"ask.valid":         "Kirjattava ennen",
		"hint.valid":        "Siitä lähtien kukaan, joka on pitänyt sen itsellään, ei voi merkitä sitä. Päivä tarkoittaa sen ensimmäistä hetkeä; aikavyöhyke: {zone}. Tyhjä: ei loppua.",
		"wrong.valid":       "Se on ohi. Valitkaa myöhempi päivä tai jättäkää tyhjäksi.",
		"field.valid-until": "Kirjattava ennen",
		"wrong.jumped":      "Sitä ei merkitty: tämän palvelimen kello on hypännyt, eikä mitään merkitä ennen kuin se on oikeassa. Kirjoittamanne on tässä; yrittäkää hetken päästä uudelleen.",
		"wrong.away":        "Sitä ei merkitty: paikkaan, jossa rekisteri on, ei saada yhteyttä. Kirjoittamanne on tässä; yrittäkää hetken päästä uudelleen.",
		"wrong.look-alike":  "Nimi voidaan sekoittaa toisen osapuolen nimeen, tai yhdessä sanassa on kahden kirjaimiston kirjaimia. Kirjoittakaa se niin, että kaikki erottavat sen.",
	}
}
