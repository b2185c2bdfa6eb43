package game

// table finds numbers by a hash, with open addressing: a slot holds a number plus 1. On rolls where everyone weighs
// differently it is several times faster than a map, and its order is never read.
type table struct {
	slots []uint32
	mask  uint64
}

func newTable(size int) *table { return &table{make([]uint32, size), uint64(size - 1)} }

// find answers the slot of the number that is meant, or the empty one where it belongs.
func (t *table) find(hash uint64, is func(uint32) bool) *uint32 {
	for at := hash & t.mask; ; at = (at + 1) & t.mask {
		if n := t.slots[at]; n == 0 || is(n-1) {
			return &t.slots[at]
		}
	}
}

func (t *table) grow(hash func(uint32) uint64) {
	old := t.slots
	*t = *newTable(4 * len(old))
	for _, n := range old {
		if n > 0 {
			*t.find(hash(n-1), func(uint32) bool { return false }) = n
		}
	}
}

// mix scatters a number and a weight over 64 bits.
func mix(number uint32, weight int64) uint64 {
	h := (uint64(weight) ^ uint64(number)*0x9e3779b97f4a7c15) * 0xff51afd7ed558ccd
	h ^= h >> 32
	return h * 0xc4ceb9fe1a85ec53 >> 16
}
