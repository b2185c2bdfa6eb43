package words

// tables answers every language the interface speaks, English first: the others fall back to it.
func tables() []table {
	return []table{english(), french(), turkish(), swedish(), finnish()}
}

func french() table {
	return table{
		tag: "fr", name: "Français", dir: "ltr",
		months:   [12]string{"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"},
		short:    [12]string{"janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."},
		messages: merge(frenchPage(), frenchRecord(), frenchRooms(), frenchFiling(), frenchActs(), frenchDesk(), frenchBargain(), frenchTried(), frenchSealed(), frenchPledges(), frenchTable(), frenchSignIn(), frenchVouched(), frenchTaken(), frenchLetters(), frenchSearch(), frenchPost(), frenchWatch(), frenchTrust(), frenchIntake(), frenchCheck(), frenchRefusals(), frenchSentences(), frenchValues()),
	}
}

func turkish() table {
	return table{
		tag: "tr", name: "Türkçe", dir: "ltr",
		months:   [12]string{"Ocak", "Şubat", "Mart", "Nisan", "Mayıs", "Haziran", "Temmuz", "Ağustos", "Eylül", "Ekim", "Kasım", "Aralık"},
		short:    [12]string{"Oca", "Şub", "Mar", "Nis", "May", "Haz", "Tem", "Ağu", "Eyl", "Eki", "Kas", "Ara"},
		messages: merge(turkishPage(), turkishRecord(), turkishRooms(), turkishFiling(), turkishActs(), turkishDesk(), turkishBargain(), turkishTried(), turkishSealed(), turkishPledges(), turkishTable(), turkishSignIn(), turkishVouched(), turkishTaken(), turkishLetters(), turkishSearch(), turkishPost(), turkishWatch(), turkishTrust(), turkishIntake(), turkishCheck(), turkishRefusals(), turkishSentences(), turkishValues()),
	}
}

func swedish() table {
	return table{
		tag: "sv", name: "Svenska", dir: "ltr",
		months:   [12]string{"januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november", "december"},
		short:    [12]string{"jan.", "feb.", "mars", "apr.", "maj", "juni", "juli", "aug.", "sep.", "okt.", "nov.", "dec."},
		messages: merge(swedishPage(), swedishRecord(), swedishRooms(), swedishFiling(), swedishActs(), swedishDesk(), swedishBargain(), swedishTried(), swedishSealed(), swedishPledges(), swedishTable(), swedishSignIn(), swedishVouched(), swedishTaken(), swedishLetters(), swedishSearch(), swedishPost(), swedishWatch(), swedishTrust(), swedishIntake(), swedishCheck(), swedishRefusals(), swedishSentences(), swedishValues()),
	}
}

// finnish has two forms of each month: the partitive in a date, the nominative where the month stands alone.
func finnish() table {
	return table{
		tag: "fi", name: "Suomi", dir: "ltr",
		months:   [12]string{"tammikuuta", "helmikuuta", "maaliskuuta", "huhtikuuta", "toukokuuta", "kesäkuuta", "heinäkuuta", "elokuuta", "syyskuuta", "lokakuuta", "marraskuuta", "joulukuuta"},
		alone:    [12]string{"tammikuu", "helmikuu", "maaliskuu", "huhtikuu", "toukokuu", "kesäkuu", "heinäkuu", "elokuu", "syyskuu", "lokakuu", "marraskuu", "joulukuu"},
		short:    [12]string{"tammik.", "helmik.", "maalisk.", "huhtik.", "toukok.", "kesäk.", "heinäk.", "elok.", "syysk.", "lokak.", "marrask.", "jouluk."},
		messages: merge(finnishPage(), finnishRecord(), finnishRooms(), finnishFiling(), finnishActs(), finnishDesk(), finnishBargain(), finnishTried(), finnishSealed(), finnishPledges(), finnishTable(), finnishSignIn(), finnishVouched(), finnishTaken(), finnishLetters(), finnishSearch(), finnishPost(), finnishWatch(), finnishTrust(), finnishIntake(), finnishCheck(), finnishRefusals(), finnishSentences(), finnishValues()),
	}
}
