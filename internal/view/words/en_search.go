package words

// englishSearch are English words of looking for what a record says.
func englishSearch() map[string]string {
	return map[string]string{
		"nav.search":        "Search",
		"search.title":      "Search the record",
		"search.label":      "Words to look for",
		"search.hint":       "All of them must be there. In quotation marks, words stand one after another. Marks on letters, and large or small letters, make no difference.",
		"search.in":         "In",
		"search.all":        "All dossiers",
		"search.button":     "Search",
		"search.found":      "{n, plural, =0 {Nothing was found.} one {# entry, the latest first} other {# entries, the latest first}}",
		"search.more":       "There is more: the first {n} are shown. Say more closely what you look for.",
		"search.behind":     "The latest {n, plural, one {# entry is} other {# entries are}} not looked through yet. Ask again in a moment.",
		"search.refers":     "About:",
		"search.entry":      "entry {seq}",
		"search.filed":      "As filed",
		"search.here":       "Search in this dossier",
		"wrong.search":      "That is too much to look for: at most 16 words and 500 letters.",
		"wrong.search.word": "There is no word in that to look for.",
	}
}
