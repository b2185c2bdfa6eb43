package words

// turkishTable are words for drafts on the table, in Turkish.
func turkishTable() map[string]string {
	return map[string]string{
		"do.react":              "Bir taslağın maddesini yanıtla",
		"do.hint.react":         "Kimseyi bağlamaz: metin bütün olarak kabul edilir.",
		"kind.react":            "Maddeye yanıt",
		"act.react.accept":      "<b>{who}</b> {clause} maddesini olduğu gibi kabul ediyor",
		"act.react.amend":       "<b>{who}</b> {clause} maddesinin şöyle olmasını istiyor: {text}",
		"act.react.refuse":      "<b>{who}</b> {clause} maddesini reddediyor",
		"ask.revises":           "Değiştirdiği taslak",
		"ask.drops":             "Masadan kaldırılan",
		"ask.react.of":          "Madde",
		"ask.answer":            "Yanıt",
		"ask.words":             "Başka sözler, maddenin tamamı",
		"ask.answer.accept":     "Olduğu gibi kabul ediyor",
		"ask.answer.amend":      "Başka sözleri kabul ederdi",
		"ask.answer.refuse":     "Hiçbir söz olmaz",
		"ask.propose.of":        "Masadaki bir madde için yeni sözler",
		"ask.clause.of":         "Madde {clause}, sürüm {n}: {text}",
		"hint.revises":          "Değişen sözler, madde için söyleneni geçersiz kılar.",
		"table.title":           "Madde madde",
		"table.say":             "Masada {n, plural, =1 {bir madde} other {# madde}} ({names}); {open, plural, =0 {hepsinde uzlaşıldı: bir mutabakat muhtırası onları kayda geçirebilir} =1 {birinde uzlaşılmadı} other {# maddede uzlaşılmadı}}.",
		"table.open":            "açık",
		"table.disputed":        "tartışmalı",
		"table.agreed":          "uzlaşıldı",
		"table.version":         "sürüm {n}",
		"table.react":           "Bu maddeyi yanıtla",
		"table.reaction.none":   "{who} henüz konuşmadı",
		"table.reaction.accept": "{who} kabul ediyor",
		"table.reaction.amend":  "{who} şöyle istiyor",
		"table.reaction.refuse": "{who} reddediyor",
	}
}
