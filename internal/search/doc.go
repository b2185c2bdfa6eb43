// Package search finds what a record says: which entries hold the words that somebody looks for.
//
// It knows words as people type them in many languages, and the contract by which drivers keep an index. It refuses to know
// acts and readers: the texts it is given are those that everybody may read, so that no index holds what somebody may not,
// and what is found in it tells nobody anything that the record does not tell everybody.
package search
