package words

// turkishSealed are words for what lies sealed beside the record, in Turkish.
func turkishSealed() map[string]string {
	return map[string]string{
		"do.redact":         "Ekli içeriği sildir",
		"do.hint.redact":    "Taahhüt, sahibi ve tarihi kalır; sözler gider.",
		"do.group.erasure":  "Silme",
		"kind.redact":       "Silme",
		"act.redact":        "<b>{who}</b> ekli içeriği sildirdi",
		"ask.redact.of":     "Silinen",
		"ask.enclosure":     "{what}, {who}, kayıt {n}",
		"ask.sealed":        "Sözleri kim okuyabilir",
		"hint.sealed":       "Mühürlü sözler kaydın yanında tutulur ve silinebilir; varlıkları, sahipleri ve tarihleri herkese açıktır.",
		"sealed.open":       "herkes, kaydın içinde",
		"sealed.public":     "herkes, silinebilir",
		"sealed.body":       "üyeler, makamlar ve başvuranlar",
		"sealed.parties":    "sahibi, başvuran ve arabulucu",
		"sealed.mediator":   "sahibi ve arabulucu",
		"sealed.author":     "yalnız sahibi",
		"sealed.closed":     "Mühürlü.",
		"sealed.text":       "Mühürlü. Okuyabilenler: {audience}.",
		"sealed.until":      "{day} tarihine dek mühürlü. O güne dek: {audience}.",
		"sealed.erased":     "Silindi, kayıt {n}.",
		"sealed.missing":    "Eksik: burada olmalıydı, yok.",
		"sealed.recipients": "Alıcılarına şifrelendi; sunucu açamaz.",
		"sealed.readers":    "Kimler için: {audience}.",
		"enclosed.title":    "Ekler",
		"enclosed.hint":     "Kaydın yanında durur: mührü kayıttadır, içeriği silinebilir.",
		"enclosed.text":     "bir metin",
		"enclosed.size":     "en çok {n} bayt",
		"enclosed.fetch":    "İndir",
		"error.audience":    "Buradaki ek sizin için değil. Okuyabilen taraf adına giriş yapın.",
		"error.gone":        "Buradaki ek silinmiş ya da eksik. Hangisi olduğunu kayıt söyler.",
	}
}
