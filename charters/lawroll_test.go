package charters_test

import (
	"slices"
	"strconv"
	"testing"
	"time"

	"accede/body"
	"accede/game"
)

// named answers the one vote of a case that names who said what: the charter's roll of the day.
func (c lawCase) named(t *testing.T, charter *body.Charter) []vote {
	t.Helper()
	if len(c.seats) > 0 {
		return nil
	}
	b, err := body.New(charter)
	if err != nil {
		t.Fatalf("%s: %v", c.place, err)
	}
	for _, s := range c.suspended {
		if b, err = b.Suspend(s.member, day(t, s.since, b.Zone)); err != nil {
			t.Fatalf("%s: %v", c.place, err)
		}
	}
	roll := b.Roll(day(t, c.date, b.Zone))
	if c.organ != "" {
		roll = b.OrganRoll(c.organ, day(t, c.date, b.Zone))
	}
	if c.weightsOf != "" {
		roll = c.weigh(t, roll, b.Roll(day(t, c.weightsOf, b.Zone)))
	}
	return []vote{{roll: roll, ballots: c.nameBallots(t, roll)}}
}

// weigh answers the roll with the weights of another day.
func (c lawCase) weigh(t *testing.T, roll, other *body.Roll) *body.Roll {
	t.Helper()
	if !slices.Equal(roll.Members, other.Members) {
		t.Fatalf("%s: the weights of %s are of other members", c.place, c.weightsOf)
	}
	weighed, err := body.NewRoll(roll.At, roll.Members, roll.Classes, other.Weights, roll.Ballots)
	if err != nil {
		t.Fatalf("%s: %v", c.place, err)
	}
	return weighed
}

func (c lawCase) nameBallots(t *testing.T, roll *body.Roll) []game.Ballot {
	t.Helper()
	ballots := make([]game.Ballot, len(roll.Members))
	spoken := make([]bool, len(roll.Members))
	for _, line := range c.ballots {
		word := c.ballot(t, roll, line.word)
		for _, id := range line.names {
			i, ok := roll.Index(id)
			if !ok || spoken[i] {
				t.Fatalf("%s: %s is not on the roll, or named twice", c.place, id)
			}
			ballots[i], spoken[i] = word, true
		}
	}
	rest := slices.IndexFunc(c.ballots, func(b lawBallots) bool { return b.rest })
	for i, id := range roll.Members {
		switch {
		case spoken[i]:
		case rest < 0:
			t.Fatalf("%s: what %s said is not there", c.place, id)
		default:
			ballots[i] = c.ballot(t, roll, c.ballots[rest].word)
		}
	}
	return ballots
}

// anonymous answers every vote that fits a case of numbers: for each size of the roll, every way in which the seats
// of the inner class can have fallen where the case does not say.
func (c lawCase) anonymous(t *testing.T, charter *body.Charter) []vote {
	t.Helper()
	var votes []vote
	for size := c.seats[0].least; size <= c.seats[0].most; size++ {
		numbers := c.numbers(t, size)
		inner := 0
		if len(c.seats) == 2 {
			inner = c.seats[1].least
		}
		for _, of := range c.distributions(numbers, inner) {
			votes = append(votes, c.seat(t, charter, size, inner, numbers, of))
		}
	}
	if len(votes) == 0 {
		t.Fatalf("%s: no votes fit the numbers", c.place)
	}
	return votes
}

// numbers answers how many ballots each line has; the rest is what is left.
func (c lawCase) numbers(t *testing.T, size int) []int {
	t.Helper()
	numbers := make([]int, len(c.ballots))
	rest, left := -1, size
	for i, b := range c.ballots {
		numbers[i] = b.number
		left -= b.number
		if b.rest {
			rest = i
		}
	}
	if rest >= 0 {
		numbers[rest] = left
	}
	if left < 0 || left > 0 && rest < 0 {
		t.Fatalf("%s: %d of %d seats have no ballot", c.place, left, size)
	}
	return numbers
}

// distributions answers every way in which so many seats of the inner class can be among the lines.
func (c lawCase) distributions(numbers []int, inner int) [][]int {
	ways := [][]int{nil}
	for i, n := range numbers {
		var longer [][]int
		for _, way := range ways {
			for k := 0; k <= min(n, inner); k++ {
				if c.ballots[i].inner < 0 || c.ballots[i].inner == k {
					longer = append(longer, append(slices.Clone(way), k))
				}
			}
		}
		ways = longer
	}
	return slices.DeleteFunc(ways, func(way []int) bool {
		sum := 0
		for _, k := range way {
			sum += k
		}
		return sum != inner
	})
}

// seat answers a roll without names and one way in which its seats can have voted.
func (c lawCase) seat(t *testing.T, charter *body.Charter, size, inner int, numbers, of []int) vote {
	t.Helper()
	var v vote
	members := make([]body.MemberID, size)
	classes := []body.RollClass{{Name: c.seats[0].class, In: make([]bool, size)}}
	if len(c.seats) == 2 {
		classes = append(classes, body.RollClass{Name: c.seats[1].class, In: make([]bool, size)})
	}
	var declared []body.DeclaredBallot
	for _, b := range charter.Ballots {
		kind, _ := body.KindByName(b.Kind)
		declared = append(declared, body.DeclaredBallot{Name: b.ID, Kind: kind})
	}
	words := &body.Roll{Ballots: declared}
	weights := make([]body.RollWeight, len(c.weights))
	for i, w := range c.weights {
		weights[i] = body.RollWeight{Name: w.name, Unit: "units", Of: make([]int64, size)}
	}
	for line, n := range numbers {
		for k := range n {
			i := len(v.ballots)
			members[i] = body.MemberID("seat-" + strconv.Itoa(i+1))
			classes[0].In[i] = true
			for w := range weights {
				if k == 0 { // the first of a line bears what the line weighs
					weights[w].Of[i] = c.weights[w].of[c.ballots[line].word]
				}
			}
			if k < of[line] {
				classes[1].In[i] = true
			}
			v.ballots = append(v.ballots, c.lineBallot(t, words, c.ballots[line], &v))
		}
	}
	var err error
	if v.roll, err = body.NewRoll(time.Time{}, members, classes, weights, declared); err != nil {
		t.Fatalf("%s: %v", c.place, err)
	}
	return v
}

// lineBallot answers the ballot of a line; where it is not known it is pending, and may only be what is allowed.
func (c lawCase) lineBallot(t *testing.T, words *body.Roll, line lawBallots, v *vote) game.Ballot {
	t.Helper()
	if line.word != "unknown" {
		return c.ballot(t, words, line.word)
	}
	v.allowed = nil
	for _, word := range line.allowed {
		v.allowed = append(v.allowed, c.ballot(t, words, word))
	}
	return game.Pending
}
