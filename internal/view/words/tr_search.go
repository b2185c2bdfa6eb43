package words

// turkishSearch are Turkish words of looking for what a record says.
func turkishSearch() map[string]string {
	return map[string]string{
		"nav.search":        "Ara",
		"search.title":      "Sicilde ara",
		"search.label":      "Aranacak sözcükler",
		"search.hint":       "Hepsi bulunmalıdır. Tırnak içindeki sözcükler art arda gelir. Harf işaretleri ve büyük ya da küçük harf fark etmez.",
		"search.in":         "Nerede",
		"search.all":        "Bütün dosyalar",
		"search.button":     "Ara",
		"search.found":      "{n, plural, =0 {Bir şey bulunmadı.} other {# kayıt, en yenisi önce}}",
		"search.more":       "Daha fazlası var: ilk {n} tanesi gösteriliyor. Aradığınızı daraltın.",
		"search.behind":     "Son {n, plural, other {# kayda}} henüz bakılmadı. Biraz sonra yeniden sorun.",
		"search.refers":     "Konusu:",
		"search.entry":      "kayıt {seq}",
		"search.filed":      "Sunulduğu gibi",
		"search.here":       "Bu dosyada ara",
		"wrong.search":      "Aranan çok uzun: en çok 16 sözcük ve 500 harf.",
		"wrong.search.word": "Bunda aranacak bir sözcük yok.",
	}
}
