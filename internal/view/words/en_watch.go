package words

// englishWatch are English words of watchers.
func englishWatch() map[string]string {
	return map[string]string{
		"get.receipt":          "Receipt of this entry",
		"act.cosign":           "A watcher of <b>{who}</b> has verified the record",
		"kind.cosign":          "Cosigning by a watcher",
		"notice.run":           "<b>{stage}</b>: the period has run, and nobody has broken the silence; it is assent once watchers have seen the record",
		"notice.extended":      "<b>{stage}</b>: the period is longer, by the time in which no quorum of watchers saw the record",
		"left.unseen":          "The silence is assent once the watchers of {need} have seen the record; so far those of {who}.",
		"left.unseen.none":     "The silence is assent once the watchers of {need} have seen the record; none has so far.",
		"left.held":            "A watcher ({who}) holds an act that came in time and is not in the record: the silence waits for it.",
		"watch.quorum.members": "at least {n, plural, one {# member} other {# members}}",
		"watch.quorum.class":   "at least {n} of the class “{class}”",
		"law.watchers":         "Silence is assent only once the watchers of {need} have seen the record as it stood when the period had run.",
		"law.watchers.grace":   "Silence is assent only once the watchers of {need} have seen the record as it stood when the period had run, {grace} after the deadline at the earliest.",
		"law.watchers.beat":    "While a period runs the record may go unseen for {period}; what goes beyond that is added to the period.",
		"move.cosign":          "{parties, plural, one {let its watcher} other {let their watchers}} see the record and cosign it: {about}",
		"move.enter-held":      "enter the act that a watcher holds: {about}",
	}
}
