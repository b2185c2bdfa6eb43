package words

// englishWatch are English words of watchers.
func englishWatch() map[string]string {
	return map[string]string{
		"get.receipt":     "Receipt of this entry",
		"act.cosign":      "A watcher of <b>{who}</b> has verified the record",
		"kind.cosign":     "Cosigning by a watcher",
		"notice.run":      "<b>{stage}</b>: the period has run, and nobody has broken the silence; it is assent once watchers have seen the record",
		"notice.extended": "<b>{stage}</b>: the period is longer, by the time in which no quorum of watchers saw the record",
		"left.unseen":     "The period has run. The silence is assent once enough watchers have seen the record; {n} so far.",
		"left.held":       "The period has run. A watcher holds an act that came in time and is not in the record: the silence waits for it.",
	}
}
