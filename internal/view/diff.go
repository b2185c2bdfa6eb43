package view

import (
	"slices"
	"strings"
)

// Change is a run of words of two versions of a text.
type Change struct {
	Kind string `json:"kind"` // same, added, removed
	Text string `json:"text"`
}

// maxDiff bounds the table of a comparison: two texts whose words multiply to more are shown whole, one after the other.
const maxDiff = 1 << 22

// compare answers how one version of a text becomes another, word by word, by a longest common run of words. The words
// of same and removed make the old text, those of same and added the new one. Cost: O(words × words), within maxDiff.
func compare(from, to string) []Change {
	a, b := strings.Fields(from), strings.Fields(to)
	var out []Change
	add := func(kind, word string) {
		if n := len(out); n > 0 && out[n-1].Kind == kind {
			out[n-1].Text += " " + word
			return
		}
		out = append(out, Change{kind, word})
	}
	if len(a)*len(b) > maxDiff {
		return []Change{{"removed", strings.Join(a, " ")}, {"added", strings.Join(b, " ")}}
	}
	wide := len(b) + 1
	left := make([]int32, (len(a)+1)*wide) // longest common run of what is left of both
	for i, old := range slices.Backward(a) {
		for j, now := range slices.Backward(b) {
			if old == now {
				left[i*wide+j] = left[(i+1)*wide+j+1] + 1
			} else {
				left[i*wide+j] = max(left[(i+1)*wide+j], left[i*wide+j+1])
			}
		}
	}
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j]:
			add("same", a[i])
			i++
			j++
		case i < len(a) && (j == len(b) || left[(i+1)*wide+j] >= left[i*wide+j+1]):
			add("removed", a[i])
			i++
		default:
			add("added", b[j])
			j++
		}
	}
	return out
}
