package forecast

import (
	"errors"
	"fmt"
	"math/big"

	"accede/body"
	"accede/form"
)

// ErrStated is a statement that cannot be scored: see its message.
var ErrStated = errors.New("not a statement that can be scored")

// Stated is a probability that somebody gave beforehand: that a member is done by the end of a day.
type Stated struct {
	By     string // who said it
	On     form.Date
	Member body.MemberID
	Until  form.Date
	P      *big.Rat // from 0 to 1
}

// Scored is a stated probability with what came of it.
type Scored struct {
	Stated
	Came  bool
	Brier *big.Rat // (P - 1)² if it came, else P²: 0 is perfect, 1 the worst, 1/4 what always saying a half gets
}

// Score scores those statements whose day has come, in their order. Statements about a day after the cohort's are left
// for later, and so are those made after the fact: on the day they speak of, or once the member was done. The error is
// ErrStated for a probability outside 0 to 1 or a member the cohort does not have.
func Score(c Cohort, stated []Stated) ([]Scored, error) {
	var all []Scored
	for _, s := range stated {
		x, ok := c.find(s.Member)
		if !ok {
			return nil, fmt.Errorf("score what %s said of %s: the member is not waited for here: %w", s.By, s.Member, ErrStated)
		}
		if s.P == nil || s.P.Sign() < 0 || s.P.Cmp(big.NewRat(1, 1)) > 0 {
			return nil, fmt.Errorf("score what %s said of %s: %v is no probability from 0 to 1: %w", s.By, s.Member, s.P, ErrStated)
		}
		done := x.Start.AddDays(x.Days)
		if c.AsOf.Before(s.Until) || !s.On.Before(s.Until) || x.Done && !s.On.Before(done) {
			continue
		}
		all = append(all, score(s, x.Done && !s.Until.Before(done)))
	}
	return all, nil
}

func (c Cohort) find(id body.MemberID) (Case, bool) {
	for _, x := range c.Cases {
		if x.Member == id {
			return x, true
		}
	}
	return Case{}, false
}

func score(s Stated, came bool) Scored {
	miss := new(big.Rat).Set(s.P)
	if came {
		miss.Sub(big.NewRat(1, 1), s.P)
	}
	return Scored{Stated: s, Came: came, Brier: miss.Mul(miss, miss)}
}

// Mean answers the mean of the scores, and false where there are none. (Brier, 1950.)
func Mean(scores []Scored) (*big.Rat, bool) {
	if len(scores) == 0 {
		return nil, false
	}
	sum := new(big.Rat)
	for _, s := range scores {
		sum.Add(sum, s.Brier)
	}
	return sum.Quo(sum, big.NewRat(int64(len(scores)), 1)), true
}
