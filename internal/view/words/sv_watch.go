package words

// swedishWatch are Swedish words of watchers.
func swedishWatch() map[string]string {
	return map[string]string{
		"get.receipt":     "Kvitto på denna införing",
		"act.cosign":      "En väktare för <b>{who}</b> har kontrollerat protokollet",
		"kind.cosign":     "Medunderskrift av väktare",
		"notice.run":      "<b>{stage}</b>: fristen har löpt ut och ingen har brutit tystnaden; den gäller som samtycke när väktare har sett protokollet",
		"notice.extended": "<b>{stage}</b>: fristen förlängs med den tid då för få väktare såg protokollet",
		"left.unseen":     "Fristen har löpt ut. Tystnaden gäller som samtycke när tillräckligt många väktare har sett protokollet; {n} hittills.",
		"left.held":       "Fristen har löpt ut. En väktare har en handling som kom i tid och saknas i protokollet: tystnaden väntar på den.",
	}
}
