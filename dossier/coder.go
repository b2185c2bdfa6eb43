package dossier

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"time"

	"accede/act"
	"accede/body"
)

// ErrSnapshot is wrapped by what is wrong with the bytes of an encoded fold.
var ErrSnapshot = errors.New("not the encoding of a fold by this version")

// coder writes values as bytes, or reads them: each value has one function that does both, so that what is written is what
// is read. There is one way to write a value: numbers in as few bytes as they need, a text in full where it stands first and by
// its number further on, maps in the order of their keys. Reading refuses everything else. After the first fault it
// answers zeros, and nothing more is read.
type coder struct {
	writing bool
	data    []byte // written so far, or still to be read
	err     error
	zone    *time.Location

	texts   []string
	numbers map[string]uint64 // of texts

	laws        table[law]
	concerns    table[concern]
	demands     table[demand]
	commitments table[commitment]
	measures    table[measure]
	rolls       table[body.Roll]
	acts        table[act.Act]
}

// table numbers things that several others point to, in the order in which they are met.
type table[T any] struct {
	all     []*T
	numbers map[*T]uint64
}

func (c *coder) refuse(format string, args ...any) {
	if c.err == nil {
		c.err = fmt.Errorf("%w: %s", ErrSnapshot, fmt.Sprintf(format, args...))
	}
	if !c.writing {
		c.data = nil
	}
}

func (c *coder) uint(x *uint64) {
	if c.writing {
		c.data = binary.AppendUvarint(c.data, *x)
		return
	}
	v, n := binary.Uvarint(c.data)
	if n <= 0 || n > 1 && c.data[n-1] == 0 {
		c.refuse("a number that is cut off, or longer than it need be")
		*x = 0
		return
	}
	*x, c.data = v, c.data[n:]
}

// number codes a whole number of any kind; small ones of either sign take few bytes.
func number[T ~int | ~int8 | ~int16 | ~int32 | ~int64 | ~uint8](c *coder, x *T) {
	u := uint64(*x)<<1 ^ uint64(int64(*x)>>63)
	c.uint(&u)
	v := int64(u>>1) ^ -int64(u&1)
	if int64(T(v)) != v {
		c.refuse("a number that is too large")
		v = 0
	}
	*x = T(v)
}

func (c *coder) bool(x *bool) {
	var n uint64
	if *x {
		n = 1
	}
	if c.uint(&n); n > 1 {
		c.refuse("neither yes nor no")
	}
	*x = n == 1
}

// word codes a text, or a word of a type of its own.
func word[S ~string](c *coder, x *S) {
	if c.writing {
		c.writeText(string(*x))
		return
	}
	*x = S(c.readText())
}

func (c *coder) writeText(s string) {
	n, known := c.numbers[s]
	if !known {
		n = uint64(len(c.texts))
		c.texts, c.numbers[s] = append(c.texts, s), n
	}
	c.uint(&n)
	if !known {
		raw := []byte(s)
		c.bytes(&raw)
	}
}

func (c *coder) readText() string {
	var n uint64
	c.uint(&n)
	switch {
	case c.err != nil:
		return ""
	case n < uint64(len(c.texts)):
		return c.texts[n]
	case n > uint64(len(c.texts)):
		c.refuse("text %d of %d", n, len(c.texts))
		return ""
	}
	var raw []byte
	c.bytes(&raw)
	s := string(raw)
	if _, twice := c.numbers[s]; twice {
		c.refuse("a text that stands there already")
	}
	c.texts, c.numbers[s] = append(c.texts, s), n
	return s
}

// bytes codes a run of bytes. What is read shares the memory it is read from.
func (c *coder) bytes(x *[]byte) {
	n := c.count(len(*x), 1)
	if c.writing {
		c.data = append(c.data, *x...)
		return
	}
	if *x = nil; n > 0 {
		*x, c.data = c.data[:n:n], c.data[n:]
	}
}

// count codes how many there are of something that takes at least so many bytes each, and answers it.
func (c *coder) count(n, least int) int {
	u := uint64(n)
	c.uint(&u)
	if !c.writing && u > uint64(len(c.data)/least) {
		c.refuse("%d of something, in %d bytes", u, len(c.data))
		return 0
	}
	if c.err != nil {
		return 0
	}
	return int(u)
}

// list codes a list with a function for each element; none and an empty one are told apart.
func list[T any](c *coder, x *[]T, each func(*T)) {
	n := 0
	if *x != nil {
		n = len(*x) + 1
	}
	if n = c.count(n, 1); n == 0 {
		*x = nil
		return
	}
	if !c.writing {
		*x = make([]T, n-1)
	}
	for i := range *x {
		if c.err != nil {
			return
		}
		each(&(*x)[i])
	}
}

func words[S ~string](c *coder, x *[]S) { list(c, x, func(s *S) { word(c, s) }) }

// keyed codes a map in the order of its keys; none and an empty one are told apart.
func keyed[K ~string, V any](c *coder, x *map[K]V, each func(*V)) {
	var keys []K
	if *x != nil {
		keys = make([]K, 0, len(*x))
		for k := range *x {
			keys = append(keys, k)
		}
		slices.Sort(keys)
	}
	words(c, &keys)
	if !c.writing && keys != nil {
		*x = make(map[K]V, len(keys))
	}
	for i, k := range keys {
		if i > 0 && keys[i-1] >= k {
			c.refuse("keys out of order")
		}
		v := (*x)[k]
		each(&v)
		if c.err != nil {
			return
		}
		if !c.writing {
			(*x)[k] = v
		}
	}
}

// The zones a time can be in.
const (
	inUTC = iota
	inZone
	inOffset
)

func (c *coder) time(t *time.Time) {
	sec, nano, where, offset := t.Unix(), t.Nanosecond(), uint64(inOffset), 0
	switch t.Location().String() {
	case time.UTC.String():
		where = inUTC
	case c.zone.String():
		where = inZone
	default:
		_, offset = t.Zone()
	}
	c.uint(&where)
	number(c, &sec)
	number(c, &nano)
	if where == inOffset {
		number(c, &offset)
	}
	if c.writing {
		return
	}
	if nano < 0 || nano > 999_999_999 || where > inOffset {
		c.refuse("a time that is none")
		return
	}
	*t = time.Unix(sec, int64(nano)).UTC()
	switch where {
	case inZone:
		*t = t.In(c.zone)
	case inOffset:
		*t = t.In(time.FixedZone("", offset))
	}
}

// ref codes a pointer to something that others point to as well: in full where it is met first, by its number further on;
// 0 is nothing.
func ref[T any](c *coder, in *table[T], x **T, whole func(*T)) {
	var n uint64
	if c.writing && *x != nil {
		known := false
		if n, known = in.numbers[*x]; !known {
			n = uint64(len(in.all)) + 1
		}
	}
	c.uint(&n)
	switch {
	case c.err != nil || n == 0:
		if !c.writing {
			*x = nil
		}
		return
	case n <= uint64(len(in.all)):
		*x = in.all[n-1]
		return
	case n > uint64(len(in.all))+1:
		c.refuse("thing %d of %d", n, len(in.all))
		return
	}
	if !c.writing {
		*x = new(T)
	}
	if in.numbers == nil {
		in.numbers = map[*T]uint64{}
	}
	in.all, in.numbers[*x] = append(in.all, *x), n
	whole(*x)
}

// one codes a pointer to something that nothing else points to.
func one[T any](c *coder, x **T, whole func(*T)) {
	there := *x != nil
	c.bool(&there)
	if !there {
		*x = nil
		return
	}
	if !c.writing {
		*x = new(T)
	}
	whole(*x)
}

// fixed32 codes a run of whole numbers of so many bytes each, little end first.
func fixed32(c *coder, x *[]uint32) {
	n := c.count(len(*x), 4)
	if c.writing {
		c.data = slices.Grow(c.data, 4*n)
		for _, v := range *x {
			c.data = binary.LittleEndian.AppendUint32(c.data, v)
		}
		return
	}
	if *x = nil; n == 0 {
		return
	}
	all := make([]uint32, n)
	for i := range all {
		all[i] = binary.LittleEndian.Uint32(c.data[4*i:])
	}
	*x, c.data = all, c.data[4*n:]
}

// end refuses what stands behind the end.
func (c *coder) end() error {
	if c.err == nil && !c.writing && len(c.data) > 0 {
		c.refuse("%d bytes behind the end", len(c.data))
	}
	return c.err
}
