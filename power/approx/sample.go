package approx

import "math"

// Walk is a rule with a coalition, or a profile of ballots, that can be changed a player at a time.
type Walk interface {
	Players() int
	Ballots() int // how many ballots there are: 0 is for, 1 is against
	Set(player int, ballot int)
	Adopts() bool
}

// HalfWidth answers the 95% half-width of a share found in so many independent draws: 1.96·√(1/4)/√draws, the
// greatest that it can be.
func HalfWidth(draws int) float64 { return 0.98 / math.Sqrt(float64(draws)) }

// DrawProfiles answers, for each player, in what share of profiles drawn at random it turns the outcome, being for or
// against while the others keep theirs; and the share that adopts. Within is a 95% half-width for each number by
// itself. The same seed draws the same.
func DrawProfiles(w Walk, draws int, seed uint64, tell Tell) (each []Number, adopts Number, err error) {
	r, n := source(seed), w.Players()
	turned, adopted, ballots := make([]int, n), 0, make([]int, n)
	for d := range draws {
		if err := tell(d, draws); err != nil {
			return nil, Number{}, err
		}
		for i := range ballots {
			ballots[i] = r.below(w.Ballots())
			w.Set(i, ballots[i])
		}
		if w.Adopts() {
			adopted++
		}
		for i, b := range ballots {
			w.Set(i, 0)
			with := w.Adopts()
			w.Set(i, 1)
			if with != w.Adopts() {
				turned[i]++
			}
			w.Set(i, b)
		}
	}
	each = make([]Number, n)
	for i, t := range turned {
		each[i] = Number{float64(t) / float64(draws), HalfWidth(draws)}
	}
	return each, Number{float64(adopted) / float64(draws), HalfWidth(draws)}, nil
}

// DrawOrders answers, for each player, in what share of orders drawn at random it turns the outcome when everyone
// turns from against to for in that order. Within is a 95% half-width for each number by itself. The rule must be
// monotone. The same seed draws the same.
func DrawOrders(w Walk, draws int, seed uint64, tell Tell) ([]Number, error) {
	r, n := source(seed), w.Players()
	pivots, order := make([]int, n), make([]int, n)
	for i := range order {
		order[i] = i
	}
	for d := range draws {
		if err := tell(d, draws); err != nil {
			return nil, err
		}
		for i := range order {
			w.Set(i, 1)
		}
		for k := range order {
			j := k + r.below(n-k)
			order[k], order[j] = order[j], order[k]
		}
		if w.Adopts() {
			continue
		}
		for _, i := range order {
			if w.Set(i, 0); w.Adopts() {
				pivots[i]++
				break
			}
		}
	}
	each := make([]Number, n)
	for i, p := range pivots {
		each[i] = Number{float64(p) / float64(draws), HalfWidth(draws)}
	}
	return each, nil
}

// source draws numbers: Steele, Lea and Flood's SplitMix64 (2014). The draws follow from the seed alone.
type source uint64

func (s *source) next() uint64 {
	*s += 0x9e3779b97f4a7c15
	z := uint64(*s)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// below answers a number from 0 to n−1. What 64 bits favour of small numbers is less than n/2⁶⁴.
func (s *source) below(n int) int { return int(s.next() % uint64(n)) }
