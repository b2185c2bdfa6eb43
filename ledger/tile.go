package ledger

import (
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

// TileWidth is how many hashes, or entries, a whole tile holds [C2SP tlog-tiles].
const TileWidth = 256

// LongestEntry is the greatest length of an entry that a tile of entries can hold, in bytes.
const LongestEntry = 1<<16 - 1

// EntriesLevel is the level of a tile that holds entries instead of hashes.
const EntriesLevel = -1

// maxTileLevel is the highest level there is [C2SP tlog-tiles]: 256⁶ leaves are more than can be counted.
const maxTileLevel = 5

// Tile names a piece of the published tree: of level 0 the hashes of leaves, of a higher level those of the subtrees over
// whole tiles below, of EntriesLevel the entries themselves. A tile that is not whole says how wide it is; it is replaced
// by wider ones as the record grows, and never changed.
type Tile struct {
	Level int   // EntriesLevel, or 0 to 5
	Index int64 // from 0
	Width int   // 1 to TileWidth
}

// Path answers where the tile is published, such as tile/0/x001/234 or tile/entries/000.p/17.
func (t Tile) Path() string {
	level := "entries"
	if t.Level != EntriesLevel {
		level = strconv.Itoa(t.Level)
	}
	parts := fmt.Sprintf("%03d", t.Index%1000)
	for n := t.Index / 1000; n > 0; n /= 1000 {
		parts = fmt.Sprintf("x%03d/%s", n%1000, parts)
	}
	if t.Width < TileWidth {
		parts += ".p/" + strconv.Itoa(t.Width)
	}
	return "tile/" + level + "/" + parts
}

// ParseTile reads what Path writes, and nothing else. ErrRange: it is not the path of a tile.
func ParseTile(path string) (Tile, error) {
	bad := fmt.Errorf("tile %.100q: %w", path, ErrRange)
	level, rest, found := strings.Cut(strings.TrimPrefix(path, "tile/"), "/")
	t := Tile{Level: EntriesLevel, Width: TileWidth}
	var err error
	if level != "entries" {
		if t.Level, err = strconv.Atoi(level); err != nil || t.Level < 0 || t.Level > maxTileLevel {
			return Tile{}, bad
		}
	}
	if name, width, partial := strings.Cut(rest, ".p/"); partial {
		rest = name
		if t.Width, err = strconv.Atoi(width); err != nil || t.Width < 1 || t.Width >= TileWidth {
			return Tile{}, bad
		}
	}
	for part := range strings.SplitSeq(rest, "/") {
		n, err := strconv.Atoi(strings.TrimPrefix(part, "x"))
		if err != nil || n < 0 || n > 999 || t.Index > 1<<40 {
			return Tile{}, bad
		}
		t.Index = t.Index*1000 + int64(n)
	}
	if !found || t.Path() != path { // one tile has one path
		return Tile{}, bad
	}
	return t, nil
}

// leaves answers how many leaves lie under one hash of the tile.
func (t Tile) leaves() int64 {
	if t.Level <= 0 {
		return 1
	}
	return 1 << (8 * t.Level)
}

// First answers the position of the first entry under the tile.
func (t Tile) First() int64 { return t.Index*TileWidth*t.leaves() + 1 }

// In says whether a record of size entries has the tile, whole as it is.
func (t Tile) In(size int64) bool {
	return t.Index >= 0 && t.Index <= size/TileWidth/t.leaves() && t.Index*TileWidth+int64(t.Width) <= size/t.leaves()
}

// Tile answers the hashes of a tile, one after the other, 32 bytes each. ErrRange: the tree does not have them, or it is a
// tile of entries.
func (v View) Tile(t Tile) ([]byte, error) {
	if t.Level < 0 || t.Level > maxTileLevel || t.Width < 1 || t.Width > TileWidth || !t.In(v.size) {
		return nil, fmt.Errorf("%s of a record of %d: %w", t.Path(), v.size, ErrRange)
	}
	data := make([]byte, 0, t.Width*len(Hash{}))
	for i := range int64(t.Width) {
		h := v.at(tlog.StoredHashIndex(8*t.Level, t.Index*TileWidth+i))
		data = append(data, h[:]...)
	}
	return data, nil
}

// AppendEntry adds an entry to a tile of entries: its length in two bytes, big end first, and its bytes. ErrRange: it is
// longer than LongestEntry.
func AppendEntry(tile, entry []byte) ([]byte, error) {
	if len(entry) > LongestEntry {
		return nil, fmt.Errorf("an entry of %d bytes, the longest has %d: %w", len(entry), LongestEntry, ErrRange)
	}
	return append(binary.BigEndian.AppendUint16(tile, uint16(len(entry))), entry...), nil
}

// SplitEntries answers the entries of a tile, which share its memory. ErrRange: it does not consist of width entries.
func SplitEntries(tile []byte, width int) ([][]byte, error) {
	var all [][]byte
	for len(tile) > 0 && len(all) < width {
		if len(tile) < 2 || len(tile) < 2+int(binary.BigEndian.Uint16(tile)) {
			break
		}
		n := 2 + int(binary.BigEndian.Uint16(tile))
		all, tile = append(all, tile[2:n:n]), tile[n:]
	}
	if len(tile) > 0 || len(all) != width {
		return nil, fmt.Errorf("a tile of entries that should hold %d: %w", width, ErrRange)
	}
	return all, nil
}

// EntryTiles answers the tiles of entries, in order, that together hold the entries after position after of a record of
// size entries. The first may begin before that position.
func EntryTiles(after, size int64) []Tile {
	var all []Tile
	for i := after / TileWidth; i*TileWidth < size; i++ {
		all = append(all, Tile{Level: EntriesLevel, Index: i, Width: int(min(TileWidth, size-i*TileWidth))})
	}
	return all
}
