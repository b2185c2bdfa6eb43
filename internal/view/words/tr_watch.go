package words

// turkishWatch are Turkish words of watchers.
func turkishWatch() map[string]string {
	return map[string]string{
		"get.receipt":     "Bu kaydın alındısı",
		"act.cosign":      "<b>{who}</b> adına bir gözcü kaydı doğruladı",
		"kind.cosign":     "Gözcünün ortak imzası",
		"notice.run":      "<b>{stage}</b>: süre doldu, sessizliği kimse bozmadı; gözcüler kaydı görünce onay sayılır",
		"notice.extended": "<b>{stage}</b>: süre, yeterli gözcünün kaydı görmediği zaman kadar uzadı",
		"left.unseen":     "Süre doldu. Yeterli sayıda gözcü kaydı görünce sessizlik onay sayılır; şimdiye dek {n}.",
		"left.held":       "Süre doldu. Bir gözcüde zamanında verilmiş, kayıtta bulunmayan bir işlem var: sessizlik onu bekliyor.",
	}
}
