package words

// englishPledges are words for conditional positions.
func englishPledges() map[string]string {
	return map[string]string{
		"ask.if":                  "Only if",
		"hint.if":                 "A conditional position: for if b is for and measure m1 is verified. It counts as not yet said, also when the condition has come to hold.",
		"act.reserve.if":          "<b>{who}</b> holds its position back: {if}",
		"pledge.title":            "Conditional positions",
		"pledge.holds":            "{who}: {if}. The condition holds, with nobody moving first; {who} has yet to say so.",
		"pledge.together":         "{who}: {if}. It would hold if others who wait for each other moved with it.",
		"pledge.waits":            "{who}: {if}. The condition does not hold.",
		"pledge.lost":             "{who} made a condition of somebody who is no longer on the roll.",
		"pledge.least.carries":    "If everybody whose condition holds says so, it carries.",
		"pledge.least.fails":      "If everybody whose condition holds says so, it still fails.",
		"pledge.greatest.carries": "If {names} move together, as a package, it carries.",
		"pledge.greatest.fails":   "Even if {names} move together, it fails.",
		"pledge.cycle":            "Each waits for the next, and the last for the first: {names}. Somebody has to bring them to move at once.",
		"pledge.unmet":            "{n, plural, =1 {One thing} other {# things}} that conditions ask for {n, plural, =1 {is} other {are}} not established: {facts}.",
	}
}
