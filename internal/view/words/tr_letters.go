package words

// turkishLetters are Turkish words of what is sent to people, and of what programs subscribe to.
func turkishLetters() map[string]string {
	return map[string]string{
		"letter.everybody":              "Herkes",
		"letter.move":                   "Sıra sizde: {what}",
		"letter.nearing":                "Süre dolmak üzere: {what}",
		"letter.silence-opened":         "{stage} aşamasında sessizlik usulü işliyor: itiraz gelmezse metin süre sonunda kabul edilir",
		"letter.silence-broken":         "{who}, {stage} aşamasında sessizliği bozdu",
		"letter.silence-ended.open":     "{stage} aşamasında süre doldu; sonuç açık",
		"letter.silence-ended.adopted":  "{stage} aşamasında sessizlik sona erdi: kabul edildi",
		"letter.silence-ended.rejected": "{stage} aşamasında süre doldu: kabul edilmedi",
		"letter.finding.open":           "{stage} aşaması kapandı; sonuç açık",
		"letter.finding.adopted":        "{stage} aşaması kapandı: kabul edildi",
		"letter.finding.rejected":       "{stage} aşaması kapandı: kabul edilmedi",
		"letter.in-force":               "Yürürlüğe giriş: {applicant}",
		"letter.due":                    "Son süre: {day}.",
		"letter.since":                  "{day} tarihinden beri.",
		"letter.on":                     "{day}.",
		"feed.news":                     "{of}: haberler",
		"feed.moves":                    "{of}: yapması gerekenler",
		"feed.dates":                    "{of}: turlar ve süreler",
		"feed.subscribe":                "Yanınıza alın",
		"feed.hint":                     "Bu adresleri bir takvime veya akış okuyucusuna verin; kendiliğinden güncel kalırlar.",
	}
}
