// Package forecast says how long the ratifications that are still missing may take, and refuses to say it where the
// cases do not carry it.
//
// It knows durations in whole days, counted from the signature to the end of a party's own procedure. It works with
// the method of Kaplan and Meier and with a bound that holds whatever the distribution of durations is. It refuses to
// fit a curve to the tail, to know clocks, and to treat a member that objected like the others: who objects does not
// ratify as the others do, so objectors are kept apart and get no date from the routine cases. "Too few cases" is an
// answer here, not an error. Everything is exact; intervals, which need logarithms, are worked out in package approx.
package forecast
