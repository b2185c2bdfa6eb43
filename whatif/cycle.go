package whatif

import "slices"

// cycles answers, for each group of those held who wait for each other, a shortest cycle through its first member.
func (h *horn) cycles(held []bool) [][]int {
	waits := h.waits(held)
	var all [][]int
	for _, group := range components(waits, held) {
		if cycle := shortest(waits, group); cycle != nil {
			all = append(all, cycle)
		}
	}
	slices.SortFunc(all, slices.Compare)
	return all
}

// waits answers, for each of those held, which others of them its condition speaks of, in the order of the roll.
func (h *horn) waits(held []bool) [][]int {
	waits := make([][]int, len(held))
	for j, gates := range h.feeds {
		if !held[j] {
			continue
		}
		for _, at := range gates {
			for h.gates[at].up >= 0 {
				at = h.gates[at].up
			}
			if i := int(h.gates[at].member); held[i] && (len(waits[i]) == 0 || waits[i][len(waits[i])-1] != j) {
				waits[i] = append(waits[i], j)
			}
		}
	}
	return waits
}

// components answers the strongly connected components of those held, each ascending, by Tarjan's algorithm.
func components(waits [][]int, held []bool) [][]int {
	type frame struct{ at, next int }
	index, low, on := make([]int, len(waits)), make([]int, len(waits)), make([]bool, len(waits))
	var all [][]int
	var stack []int
	n := 0
	for root := range waits {
		if !held[root] || index[root] > 0 {
			continue
		}
		path := []frame{{root, 0}}
		for len(path) > 0 {
			f := &path[len(path)-1]
			v := f.at
			if f.next == 0 {
				n++
				index[v], low[v], on[v] = n, n, true
				stack = append(stack, v)
			}
			if f.next < len(waits[v]) {
				w := waits[v][f.next]
				f.next++
				if index[w] == 0 {
					path = append(path, frame{w, 0})
				} else if on[w] {
					low[v] = min(low[v], index[w])
				}
				continue
			}
			path = path[:len(path)-1]
			if len(path) > 0 {
				up := path[len(path)-1].at
				low[up] = min(low[up], low[v])
			}
			if low[v] == index[v] {
				cut := slices.Index(stack, v)
				group := slices.Clone(stack[cut:])
				stack = stack[:cut]
				for _, w := range group {
					on[w] = false
				}
				slices.Sort(group)
				all = append(all, group)
			}
		}
	}
	return all
}

// shortest answers a shortest cycle through the first of a group; nil where the group is one that waits for no one in it.
func shortest(waits [][]int, group []int) []int {
	first := group[0]
	from := map[int]int{}
	queue := []int{first}
	for k := 0; k < len(queue); k++ {
		for _, w := range waits[queue[k]] {
			if w == first {
				cycle := []int{queue[k]}
				for at := queue[k]; at != first; {
					at = from[at]
					cycle = append(cycle, at)
				}
				slices.Reverse(cycle)
				return cycle
			}
			if _, seen := from[w]; !seen && slices.Contains(group, w) {
				from[w] = queue[k]
				queue = append(queue, w)
			}
		}
	}
	return nil
}
