package form

import (
	"fmt"
	"slices"
	"strings"
)

// isTrap says whether an unquoted word is a boolean to readers of YAML 1.1. The country code of Norway is one.
func isTrap(word string) bool {
	switch word {
	case "y", "Y", "yes", "Yes", "YES", "n", "N", "no", "No", "NO",
		"on", "On", "ON", "off", "Off", "OFF":
		return true
	}
	return false
}

// instead answers the end of a message about a word that is not one of those known: the nearest one if it is near,
// or all of them.
func instead(word string, known []string, all string) string {
	if near, ok := Nearest(word, known); ok {
		return fmt.Sprintf("did you mean %q?", near)
	}
	return all + " " + strings.Join(known, ", ")
}

// Nearest answers the known word that is fewest slips of the keyboard away from word: at most one slip in a word of
// three or four letters, two in a longer one, none in a shorter. It takes time in the product of the lengths.
func Nearest(word string, known []string) (string, bool) {
	if len(word) > 64 {
		return "", false
	}
	best, at := 3, ""
	for _, k := range known {
		limit := 0
		switch {
		case len(k) >= 5:
			limit = 2
		case len(k) >= 3:
			limit = 1
		}
		if d := slips(strings.ToLower(word), k); d <= limit && d < best {
			best, at = d, k
		}
	}
	return at, best < 3
}

// slips is the optimal string alignment distance: how many letters were left out, put in, replaced or swapped.
func slips(a, b string) int {
	before, last := []int(nil), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row := make([]int, len(b)+1)
		row[0] = i
		for j := 1; j <= len(b); j++ {
			replaced := last[j-1]
			if a[i-1] != b[j-1] {
				replaced++
			}
			row[j] = min(last[j]+1, row[j-1]+1, replaced)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last = last, row
	}
	return last[len(b)]
}

// InOrder answers the first MaxFaults of the faults in the order of places, and nil where there are none.
func (fs Faults) InOrder() error {
	if len(fs) == 0 {
		return nil
	}
	slices.SortStableFunc(fs, func(a, b *Fault) int {
		if a.Place.Line != b.Place.Line {
			return a.Place.Line - b.Place.Line
		}
		return a.Place.Column - b.Place.Column
	})
	return fs[:min(len(fs), MaxFaults)]
}
