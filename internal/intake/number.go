package intake

import (
	"strconv"
	"strings"
)

// numberWords are the words that numberOf reads, as a pattern.
const numberWords = `(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-(?:one|two|three|four|five|six|seven|eight|nine))?|` +
	`zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen`

// numberOf reads a number in digits or in words, up to a million. False: it is none, or a larger one.
func numberOf(text string) (int, bool) {
	if n, err := strconv.Atoi(strings.ReplaceAll(text, ",", "")); err == nil {
		return n, n >= 0 && n <= 1_000_000
	}
	total := 0
	for _, w := range strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == '-' }) {
		switch n := wordValue(w); {
		case w == "and" || w == "a":
		case w == "hundred":
			total = max(total, 1) * 100
		case n < 0:
			return 0, false
		default:
			total += n
		}
	}
	return total, true
}

func wordValue(w string) int {
	for i, name := range strings.Fields("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen") {
		if w == name {
			return i
		}
	}
	for i, name := range strings.Fields("twenty thirty forty fifty sixty seventy eighty ninety") {
		if w == name {
			return 20 + 10*i
		}
	}
	return -1
}
