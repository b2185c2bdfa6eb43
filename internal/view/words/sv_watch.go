package words

// swedishWatch are Swedish words of watchers.
func swedishWatch() map[string]string {
	return map[string]string{
		"get.receipt":          "Kvitto på denna införing",
		"act.cosign":           "En väktare för <b>{who}</b> har kontrollerat protokollet",
		"kind.cosign":          "Medunderskrift av väktare",
		"notice.run":           "<b>{stage}</b>: fristen har löpt ut och ingen har brutit tystnaden; den gäller som samtycke när väktare har sett protokollet",
		"notice.extended":      "<b>{stage}</b>: fristen förlängs med den tid då för få väktare såg protokollet",
		"left.unseen":          "Tystnaden gäller som samtycke när väktare för {need} har sett protokollet; hittills för {who}.",
		"left.unseen.none":     "Tystnaden gäller som samtycke när väktare för {need} har sett protokollet; hittills ingen.",
		"left.held":            "En väktare ({who}) har en handling som kom i tid och saknas i protokollet: tystnaden väntar på den.",
		"watch.quorum.members": "minst {n, plural, one {# medlem} other {# medlemmar}}",
		"watch.quorum.class":   "minst {n} av klassen ”{class}”",
		"law.watchers":         "Tystnad gäller som samtycke först när väktare för {need} har sett protokollet sådant det var när fristen hade löpt ut.",
		"law.watchers.grace":   "Tystnad gäller som samtycke först när väktare för {need} har sett protokollet sådant det var när fristen hade löpt ut, tidigast {grace} efter dess slut.",
		"law.watchers.beat":    "Medan en frist löper får protokollet vara osett i {period}; det som går utöver läggs till fristen.",
		"move.cosign":          "låta {parties, plural, one {sin väktare} other {sina väktare}} se och underteckna protokollet: {about}",
		"move.enter-held":      "föra in den handling som en väktare har: {about}",
	}
}
