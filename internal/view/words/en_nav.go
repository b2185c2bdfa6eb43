package words

// englishNav are the words of the ways from page to page.
func englishNav() map[string]string {
	return map[string]string{
		"source.title": "{title}", "source.publisher": "{title}, {publisher}",
		"nav.tabs": "Pages of this dossier", "nav.commitments": "Commitments", "nav.calendar": "Calendar", "nav.desk": "Your move", "nav.admin": "Charter",
		"tab.overview": "Overview", "tab.positions": "Positions", "tab.way": "In the way", "tab.talks": "Talks", "tab.rule": "The rule",
		"tab.ratification": "Ratification", "tab.record": "Record",
	}
}
