package approx

// Equal answers, for n members who weigh the same of whom least are needed, with which probability one of them turns
// the outcome when each of the others is in favour with probability 1/2, and the probability that they win. Within is
// a bound. Cost: O(n).
func Equal(n, least int) (each, wins Number) {
	if least < 1 || least > n {
		if least < 1 {
			wins.Value = 1
		}
		return each, wins
	}
	each = tossed(n-1, least-1)
	// P(k) for k from least to n, or from 0 to least−1, whichever is farther from the middle.
	k, step, complement := least, 1, false
	if 2*least <= n {
		k, step, complement = least-1, -1, true
	}
	term := tossed(n, k)
	var sum compensated
	for x := term.Value; x > 0 && k >= 0 && k <= n; k += step {
		sum.add(x)
		if step > 0 {
			x *= float64(n-k) / float64(k+1)
		} else {
			x *= float64(k) / float64(n-k+1)
		}
	}
	wins = Number{sum.sum(), sum.sum()*float64(8*n)*unit + 1e-290}
	if complement {
		wins = wins.Complement()
	}
	return each, wins
}

// tossed answers the probability of k heads in n tosses. Products are kept near 1 by halving them, which is exact, as
// often as there are tosses.
func tossed(n, k int) Number {
	k = min(k, n-k)
	value, halved := 1.0, 0
	for j := 1; j <= k; j++ {
		value *= float64(n-k+j) / float64(j)
		for value > 1 && halved < n {
			value /= 2
			halved++
		}
	}
	for ; halved < n && value > 0; halved++ {
		value /= 2
	}
	return Number{value, value*float64(3*k+1)*unit + 1e-300}
}
