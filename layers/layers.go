// Package layers has maps and lists that never change: with one thing more they are another map, another list, which
// shares most of what it holds with the one before. So what a million parties have is gone on from at the cost of a few,
// and whoever reads the earlier one meanwhile is not disturbed.
//
// It knows order and equality. It refuses to know what it keeps.
package layers

import (
	"maps"
	"slices"
)

// Map keeps a value for each key. The zero Map is empty. It may be read by many goroutines at once. Reading costs at most
// as many looks as its size doubles from one; With costs as many in the mean.
type Map[K comparable, V any] struct{ runs []map[K]V } // the largest first, each at least twice as large as the next; the last one counts

// MapOf answers a map with what another has, which must not be changed any more.
func MapOf[K comparable, V any](all map[K]V) Map[K, V] {
	if len(all) == 0 {
		return Map[K, V]{}
	}
	return Map[K, V]{[]map[K]V{all}}
}

// Get answers the value of a key, and whether there is one.
func (m Map[K, V]) Get(k K) (v V, ok bool) {
	for _, run := range slices.Backward(m.runs) {
		if v, ok = run[k]; ok {
			return v, true
		}
	}
	return v, false
}

// With answers the map in which a key has a value, the one it had before or none.
func (m Map[K, V]) With(k K, v V) Map[K, V] {
	runs := append(slices.Clip(m.runs), map[K]V{k: v})
	for n := len(runs); n > 1 && len(runs[n-2]) < 2*len(runs[n-1]); n = len(runs) {
		both := make(map[K]V, len(runs[n-2])+len(runs[n-1]))
		maps.Copy(both, runs[n-2])
		maps.Copy(both, runs[n-1])
		runs = append(slices.Clone(runs[:n-2]), both)
	}
	return Map[K, V]{runs}
}

// All answers everything in a map of its own, which is the caller's.
func (m Map[K, V]) All() map[K]V {
	all := map[K]V{}
	for _, run := range m.runs {
		maps.Copy(all, run)
	}
	return all
}

// List keeps values in the order in which they came. The zero List is empty. It may be read by many goroutines at once.
type List[V any] struct{ runs [][]V } // one after another, each at least twice as long as the next

// ListOf answers a list of values, which must not be changed any more.
func ListOf[V any](all []V) List[V] {
	if len(all) == 0 {
		return List[V]{}
	}
	return List[V]{[][]V{all}}
}

// With answers the list with one value more.
func (l List[V]) With(v V) List[V] {
	runs := append(slices.Clip(l.runs), []V{v})
	for n := len(runs); n > 1 && len(runs[n-2]) < 2*len(runs[n-1]); n = len(runs) {
		runs = append(slices.Clone(runs[:n-2]), slices.Concat(runs[n-2], runs[n-1]))
	}
	return List[V]{runs}
}

// Len answers how many there are.
func (l List[V]) Len() (n int) {
	for _, run := range l.runs {
		n += len(run)
	}
	return n
}

// Each yields the values, in order.
func (l List[V]) Each(yield func(V) bool) {
	for _, run := range l.runs {
		for _, v := range run {
			if !yield(v) {
				return
			}
		}
	}
}

// All answers the values, in a slice that is the caller's; nil where there are none.
func (l List[V]) All() []V { return slices.Concat(l.runs...) }
