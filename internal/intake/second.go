package intake

// Refused is what a second reader said that is not in the text, or that makes no act.
type Refused struct {
	Reader string
	Text   string // what it said
	Why    string
}
