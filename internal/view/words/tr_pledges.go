package words

// turkishPledges are words for conditional positions, in Turkish.
func turkishPledges() map[string]string {
	return map[string]string{
		"ask.if":                  "Yalnızca şu koşulla",
		"hint.if":                 "Koşullu tutum, İngilizce: for if b is for and measure m1 is verified. Koşul gerçekleşse de henüz söylenmemiş sayılır.",
		"act.reserve.if":          "<b>{who}</b> tutumunu koşula bağlıyor: {if}",
		"pledge.title":            "Koşullu tutumlar",
		"pledge.holds":            "{who}: {if}. Koşul, kimse önce davranmadan gerçekleşmiş durumda; söylemesi kaldı.",
		"pledge.together":         "{who}: {if}. Birbirini bekleyen başkaları birlikte davransa gerçekleşirdi.",
		"pledge.waits":            "{who}: {if}. Koşul gerçekleşmiş değil.",
		"pledge.lost":             "{who}: koşul, artık listede olmayan birine ilişkin.",
		"pledge.least.carries":    "Koşulu gerçekleşen herkes bunu söylerse kabul edilir.",
		"pledge.least.fails":      "Koşulu gerçekleşen herkes bunu söylese de kabul edilmez.",
		"pledge.greatest.carries": "Şunlar hep birlikte davranırsa kabul edilir: {names}.",
		"pledge.greatest.fails":   "Şunlar hep birlikte davransa da kabul edilmez: {names}.",
		"pledge.cycle":            "Herkes bir sonrakini, sonuncu da ilkini bekliyor: {names}. Birinin onları aynı anda davranmaya getirmesi gerek.",
		"pledge.unmet":            "Koşulların istediği {n, plural, =1 {bir şey} other {# şey}} henüz ortada değil: {facts}.",
	}
}
