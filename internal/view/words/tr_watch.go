package words

// turkishWatch are Turkish words of watchers.
func turkishWatch() map[string]string {
	return map[string]string{
		"get.receipt":          "Bu kaydın alındısı",
		"act.cosign":           "<b>{who}</b> adına bir gözcü kaydı doğruladı",
		"kind.cosign":          "Gözcünün ortak imzası",
		"notice.run":           "<b>{stage}</b>: süre doldu, sessizliği kimse bozmadı; gözcüler kaydı görünce onay sayılır",
		"notice.extended":      "<b>{stage}</b>: süre, yeterli gözcünün kaydı görmediği zaman kadar uzadı",
		"left.unseen":          "{need} adına gözcüler kaydı görünce sessizlik onay sayılır; şimdiye dek görenler: {who}.",
		"left.unseen.none":     "{need} adına gözcüler kaydı görünce sessizlik onay sayılır; şimdiye dek gören yok.",
		"left.held":            "Bir gözcüde ({who}) zamanında verilmiş, kayıtta bulunmayan bir işlem var: sessizlik onu bekliyor.",
		"watch.quorum.members": "{n, plural, one {en az # üye} other {en az # üye}}",
		"watch.quorum.class":   "“{class}” sınıfından en az {n}",
		"law.watchers":         "Sessizlik ancak {need} adına gözcüler kaydı sürenin dolduğu andaki hâliyle gördükten sonra onay sayılır.",
		"law.watchers.grace":   "Sessizlik ancak {need} adına gözcüler kaydı sürenin dolduğu andaki hâliyle, en erken son andan {grace} sonra gördükten sonra onay sayılır.",
		"law.watchers.beat":    "Süre işlerken kayıt en çok {period} görülmeden kalabilir; bunu aşan zaman süreye eklenir.",
		"move.cosign":          "kaydı {parties, plural, one {gözcüsüne} other {gözcülerine}} gösterip ortak imzalatmak: {about}",
		"move.enter-held":      "gözcüdeki işlemi kayda geçirmek: {about}",
	}
}
