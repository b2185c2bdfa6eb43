package words

// table is one language: its own name, direction, months and messages.
type table struct {
	tag, name, dir string
	like           string     // the language whose plurals and order of letters it follows; empty: its own
	months, short  [12]string // as they stand in a date
	alone          [12]string // as they stand without a day; empty: as in a date
	messages       map[string]string
}
