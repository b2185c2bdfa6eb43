package words

// englishLive are the words of pages that are kept in step with the record while they are open.
func englishLive() map[string]string {
	return map[string]string{
		"live.stale":   "Not live: the connection is interrupted. What you see may be out of date.",
		"live.gone":    "This page is no longer kept up to date: the connection is interrupted.",
		"live.changed": "This page has been brought up to date.",
		"live.more":    "More has changed on this page.",
		"live.reload":  "Load the page again",
	}
}
