package words

// englishDesk are the words of the mediator's desk.
func englishDesk() map[string]string {
	return map[string]string{}
}
