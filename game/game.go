package game

import (
	"bytes"
	"fmt"
	"math"
	"slices"
)

// Game is a formula over the gates of a roll of players, made ready to be counted. It is immutable; share it freely.
//
// Players who weigh the same in every gate share one row. A row is a run of words in rows: its header (pattern and
// number), then the weights that are not zero. The pattern says which gates those weights go to.
type Game struct {
	players int
	gates   []*Gate
	nodes   []node // nodes[0] is the root
	leaves  [][]int32
	rows    []int64
	row     []uint32 // of each player: where its row begins
	begin   []uint32 // of each row: where it begins
	kinds   int      // how many rows there are
	shapes  []shape
	totals  []int64 // of each gate: the weights of all players

	places     map[*Formula]place
	gateNumber map[*Gate]int32
}

// shape is the pattern of a row: which of its weights counts in which gate.
type shape struct{ touches []touch }

type touch struct {
	gate int32
	at   int32 // where in the row the weight stands, or one
}

// one stands for the weight 1 that everyone has in a gate without weights. No weight stands there: a row begins with
// its header.
const one = 0

// header packs the shape and the number of a row into its first word.
func header(shape, number int) int64 { return int64(shape)<<32 | int64(number) }

// New makes a game of a formula over players 0 … players−1. It refuses gates whose sums could leave int64
// (ErrOverflow), negative weights, and weights for another number of players. Cost: O(players × different weights).
func New(players int, f *Formula) (*Game, error) {
	if players < 0 || players > math.MaxInt32 {
		return nil, fmt.Errorf("game of %d players: there can be 0 to %d", players, math.MaxInt32)
	}
	g := &Game{players: players, places: map[*Formula]place{}, gateNumber: map[*Gate]int32{}}
	g.put(f, false, -1)
	columns, of := g.columns()
	checked := make([]int64, len(columns))
	for i, gate := range g.gates {
		if err := gate.check(players); err != nil {
			return nil, fmt.Errorf("gate %d: %w", i, err)
		}
		checked[of[i]], _ = gate.total(players)
		g.totals = append(g.totals, checked[of[i]])
	}
	g.leaves = make([][]int32, len(g.gates))
	for i := range g.nodes {
		if l := g.nodes[i].gate; l >= 0 {
			g.leaves[l] = append(g.leaves[l], int32(i))
		}
	}
	g.lay(columns, of)
	return g, nil
}

// Players answers how many players there are.
func (g *Game) Players() int { return g.players }

// columns answers the different weight slices, and for each gate which one it uses.
func (g *Game) columns() (columns [][]int64, of []int) {
	seen := map[*int64]int{}
	for _, gate := range g.gates {
		var key *int64
		if len(gate.Weight) > 0 {
			key = &gate.Weight[0]
		}
		c, ok := seen[key]
		if !ok {
			c = len(columns)
			seen[key] = c
			columns = append(columns, gate.Weight)
		}
		of = append(of, c)
	}
	return columns, of
}

// lay sorts the players into rows, refining by one column after the other, and writes the rows down.
func (g *Game) lay(columns [][]int64, of []int) {
	number, first := make([]uint32, g.players), []int32{0}
	for _, column := range columns {
		if column != nil {
			number, first = refine(number, column)
		}
	}
	if g.players == 0 {
		first = nil
	}
	g.kinds = len(first)
	begin, keys, key := make([]uint32, len(first)), map[string]int{}, []byte(nil)
	g.begin = begin
	g.rows = make([]int64, 0, len(first)*(len(columns)+1))
	last, lastShape := []byte(nil), 0
	for k, player := range first {
		begin[k] = uint32(len(g.rows))
		g.rows = append(g.rows, 0)
		key = g.write(columns, player, key[:0])
		if k == 0 || !bytes.Equal(key, last) {
			s, ok := keys[string(key)]
			if !ok {
				s = len(g.shapes)
				keys[string(key)] = s
				g.shapes = append(g.shapes, g.shapeOf(key, columns, of))
			}
			last, lastShape = append(last[:0], key...), s
		}
		g.rows[begin[k]] = header(lastShape, k)
	}
	for i, k := range number {
		number[i] = begin[k]
	}
	g.row = number
}

// write adds a player's weights to the rows, and answers which columns they are from: two bytes for each.
func (g *Game) write(columns [][]int64, player int32, key []byte) []byte {
	for c, column := range columns {
		switch {
		case column == nil:
			key = append(key, byte(c), byte(c>>8)) // everyone weighs 1: not written down
		case column[player] != 0:
			key, g.rows = append(key, byte(c), byte(c>>8)), append(g.rows, column[player])
		}
	}
	return key
}

// refine splits the players by one more column: players keep one number only if they had one and weigh the same.
// It answers the new numbers and the first player of each.
func refine(number []uint32, column []int64) ([]uint32, []int32) {
	old, first := slices.Clone(number), []int32(nil)
	table := newTable(64)
	for i, w := range column {
		if i > 0 && old[i] == old[i-1] && w == column[i-1] {
			number[i] = number[i-1]
			continue
		}
		if len(first)*2 > len(table.slots) {
			table.grow(func(n uint32) uint64 { return mix(old[first[n]], column[first[n]]) })
		}
		slot := table.find(mix(old[i], w), func(n uint32) bool { return old[first[n]] == old[i] && column[first[n]] == w })
		if *slot == 0 {
			first = append(first, int32(i))
			*slot = uint32(len(first))
		}
		number[i] = *slot - 1
	}
	return number, first
}

// shapeOf answers the shape of a row whose key lists its columns, two bytes each.
func (g *Game) shapeOf(key []byte, columns [][]int64, of []int) shape {
	var s shape
	next := int32(1)
	for k := 0; k < len(key); k += 2 {
		column, at := int(key[k])|int(key[k+1])<<8, int32(one)
		if columns[column] != nil {
			at = next
			next++
		}
		for gate, c := range of {
			if c == column {
				s.touches = append(s.touches, touch{int32(gate), at})
			}
		}
	}
	return s
}

// weigh answers the weight of a row in the gate of one of its touches.
func (g *Game) weigh(row uint32, x touch) int64 {
	if x.at == one {
		return 1
	}
	return g.rows[row+uint32(x.at)]
}

// shapeAt answers the shape of the row that begins there.
func (g *Game) shapeAt(row uint32) *shape { return &g.shapes[g.rows[row]>>32] }

// numberAt answers the number of the row that begins there.
func (g *Game) numberAt(row uint32) int { return int(g.rows[row] & math.MaxUint32) }
