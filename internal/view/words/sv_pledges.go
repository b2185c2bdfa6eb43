package words

// swedishPledges are words for conditional positions, in Swedish.
func swedishPledges() map[string]string {
	return map[string]string{
		"ask.if":                  "Endast om",
		"hint.if":                 "En villkorlig position, på engelska: for if b is for and measure m1 is verified. Den räknas som ännu inte sagd, också när villkoret är uppfyllt.",
		"act.reserve.if":          "<b>{who}</b> håller inne sin position: {if}",
		"pledge.title":            "Villkorliga positioner",
		"pledge.holds":            "{who}: {if}. Villkoret är uppfyllt utan att någon rör sig först; det återstår att säga det.",
		"pledge.together":         "{who}: {if}. Det vore uppfyllt om andra som väntar på varandra rörde sig samtidigt.",
		"pledge.waits":            "{who}: {if}. Villkoret är inte uppfyllt.",
		"pledge.lost":             "{who}: villkoret gäller någon som inte längre står i röstlängden.",
		"pledge.least.carries":    "Om alla vars villkor är uppfyllt säger det, går det igenom.",
		"pledge.least.fails":      "Även om alla vars villkor är uppfyllt säger det, faller det.",
		"pledge.greatest.carries": "Om dessa rör sig tillsammans, som ett paket, går det igenom: {names}.",
		"pledge.greatest.fails":   "Även om dessa rör sig tillsammans faller det: {names}.",
		"pledge.cycle":            "Var och en väntar på nästa, och den sista på den första: {names}. Någon måste få dem att röra sig samtidigt.",
		"pledge.unmet":            "{n, plural, =1 {En sak} other {# saker}} som villkoren begär är inte fastställd: {facts}.",
	}
}
