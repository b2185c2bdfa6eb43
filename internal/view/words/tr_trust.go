package words

// turkishTrust are Turkish words of what keeps acts, sessions and the clock honest.
func turkishTrust() map[string]string {
	return map[string]string{
		"ask.valid":         "Şundan önce kaydedilecek",
		"hint.valid":        "O andan sonra, onu bekletmiş olan kimse kaydedemez. Gün, o günün ilk anı demektir; saat dilimi: {zone}. Boşsa sonu yoktur.",
		"wrong.valid":       "O an geçti. Daha sonraki bir gün seçin ya da boş bırakın.",
		"field.valid-until": "Şundan önce kaydedilecek",
		"wrong.jumped":      "Kaydedilmedi: bu sunucunun saati sıçradı; düzelene dek hiçbir şey kaydedilmez. Yazdıklarınız burada; bir süre sonra yeniden deneyin.",
		"wrong.away":        "Kaydedilmedi: kaydın bulunduğu yere ulaşılamıyor. Yazdıklarınız burada; bir süre sonra yeniden deneyin.",
		"wrong.look-alike":  "Bu ad başka bir tarafın adıyla karıştırılabilir ya da bir sözcükte iki yazının harflerini taşıyor. Herkesin ayırt edeceği biçimde yazın.",
	}
}
