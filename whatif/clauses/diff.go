package clauses

import (
	"slices"
	"strings"
)

// Change is what became of a piece of a text. The zero value is Kept.
type Change uint8

// The changes.
const (
	Kept Change = iota
	Removed
	Added
)

// String answers the word: kept, removed, added.
func (c Change) String() string {
	switch c {
	case Kept:
		return "kept"
	case Removed:
		return "removed"
	case Added:
		return "added"
	}
	return "kept"
}

// Piece is a run of words with one fate.
type Piece struct {
	Change Change
	Text   string
}

// Diff answers how one text became another, word by word. The kept and removed pieces put together are the old text,
// the kept and added ones the new, to the last character. As few words as possible are changed; blanks between two
// changed words count as changed, so that a phrase is told as one. What was removed stands before what was added in its
// place. Cost: O((n+m)·d) for n and m words of which d changed, and O(n+m) space. (Myers, 1986.)
func Diff(before, after string) []Piece {
	a, b := tokens(before), tokens(after)
	return phrases(together(a, b, script(a, b)))
}

// Runs is Diff for whole words: with the marks that touch them, and without the blanks around the pieces.
func Runs(before, after string) []Piece {
	a, b := spaced(before), spaced(after)
	all := phrases(together(a, b, script(a, b)))
	for i := range all {
		all[i].Text = strings.TrimSpace(all[i].Text)
	}
	return all
}

// spaced answers the words of a text, each with a blank after it.
func spaced(text string) []string {
	words := strings.Fields(text)
	for i := range words {
		words[i] += " "
	}
	return words
}

// edit keeps, removes or adds the tokens of a run.
type edit struct {
	change Change
	n      int
}

// script answers a shortest way from a to b.
func script(a, b []string) []edit {
	s := &shortest{}
	s.between(a, b)
	return s.edits
}

// shortest gathers a shortest way, from the middle outwards.
type shortest struct{ edits []edit }

func (s *shortest) add(change Change, n int) {
	switch last := len(s.edits) - 1; {
	case n == 0:
	case last >= 0 && s.edits[last].change == change:
		s.edits[last].n += n
	default:
		s.edits = append(s.edits, edit{change, n})
	}
}

// between goes from a to b: past what both begin and end with, and through a point in the middle of a shortest way.
func (s *shortest) between(a, b []string) {
	head := 0
	for head < len(a) && head < len(b) && a[head] == b[head] {
		head++
	}
	s.add(Kept, head)
	a, b = a[head:], b[head:]
	tail := 0
	for tail < len(a) && tail < len(b) && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	a, b = a[:len(a)-tail], b[:len(b)-tail]
	if len(a) == 0 || len(b) == 0 {
		s.add(Removed, len(a))
		s.add(Added, len(b))
	} else {
		x, y := middle(a, b)
		s.between(a[:x], b[:y])
		s.between(a[x:], b[y:])
	}
	s.add(Kept, tail)
}

// middle answers a point on a shortest way from a to b, both of which have something and neither begin nor end alike.
// Two searches go as far as they can with ever more edits, one from each end, until they meet.
func middle(a, b []string) (x, y int) {
	n, m := len(a), len(b)
	forth := newReach(n, m, func(i, j int) bool { return a[i] == b[j] })
	back := newReach(n, m, func(i, j int) bool { return a[n-1-i] == b[m-1-j] })
	odd := (n-m)%2 != 0
	for d := 0; ; d++ {
		if k, ok := forth.step(d, func(k, x int) bool { return odd && x+back.at(n-m-k) >= n && back.at(n-m-k) >= 0 }); ok {
			return forth.at(k), forth.at(k) - k
		}
		if k, ok := back.step(d, func(k, x int) bool { return !odd && x+forth.at(n-m-k) >= n && forth.at(n-m-k) >= 0 }); ok {
			return n - back.at(k), m - (back.at(k) - k)
		}
	}
}

// reach is how far one search has come on each diagonal k, where x - y = k; -1 where it has not come.
type reach struct {
	n, m int
	far  []int
	same func(i, j int) bool
}

func newReach(n, m int, same func(i, j int) bool) *reach {
	r := &reach{n: n, m: m, far: make([]int, n+m+3), same: same}
	for i := range r.far {
		r.far[i] = -1
	}
	return r
}

// at answers how far it has come on a diagonal.
func (r *reach) at(k int) int {
	if k < -r.m-1 || k > r.n+1 {
		return -1
	}
	return r.far[k+r.m+1]
}

// step goes one edit further on every diagonal it can, and answers one where it has met the other search.
func (r *reach) step(d int, met func(k, x int) bool) (int, bool) {
	for k := -d; k <= d; k += 2 {
		if k < -r.m || k > r.n {
			continue
		}
		x := -1
		if d == 0 {
			x = 0
		}
		if down := r.at(k + 1); down >= 0 && down-k <= r.m {
			x = down
		}
		if right := r.at(k-1) + 1; right > 0 && right <= r.n && right > x {
			x = right
		}
		for x >= 0 && x < r.n && x-k < r.m && r.same(x, x-k) {
			x++
		}
		r.far[k+r.m+1] = x
		if x >= 0 && met(k, x) {
			return k, true
		}
	}
	return 0, false
}

// together writes the edits out as pieces of one token each.
func together(a, b []string, edits []edit) []Piece {
	var all []Piece
	for _, e := range edits {
		for range e.n {
			switch e.change {
			case Kept:
				all = append(all, Piece{Kept, a[0]})
				a, b = a[1:], b[1:]
			case Removed:
				all = append(all, Piece{Removed, a[0]})
				a = a[1:]
			case Added:
				all = append(all, Piece{Added, b[0]})
				b = b[1:]
			}
		}
	}
	return all
}

// phrases joins pieces: between two pieces that are kept and more than blanks, what was removed and what was added each
// become one.
func phrases(all []Piece) []Piece {
	var out []Piece
	var removed, added, held strings.Builder // held: blanks after a change, of which the fate is open
	flush := func() {
		for _, p := range []Piece{{Removed, removed.String()}, {Added, added.String()}, {Kept, held.String()}} {
			if p.Text == "" {
				continue
			}
			if n := len(out); n > 0 && out[n-1].Change == p.Change {
				out[n-1].Text += p.Text
			} else {
				out = append(out, p)
			}
		}
		removed.Reset()
		added.Reset()
		held.Reset()
	}
	for _, p := range all {
		changed := removed.Len()+added.Len() > 0
		switch {
		case p.Change == Kept && changed && blank(p.Text):
			held.WriteString(p.Text)
		case p.Change == Kept:
			flush()
			held.WriteString(p.Text)
			flush()
		default:
			removed.WriteString(held.String())
			added.WriteString(held.String())
			held.Reset()
			if p.Change == Removed {
				removed.WriteString(p.Text)
			} else {
				added.WriteString(p.Text)
			}
		}
	}
	flush()
	return slices.Clip(out)
}
