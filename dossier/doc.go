// Package dossier folds a record into what it means: which dossiers there are, in which stage each stands, who stands
// in the way and why, what was demanded, promised, done and found, and whose move it is.
//
// It is pure. It knows acts, notices, rolls and rules, and it is told the time. It refuses to know clocks, stores,
// networks, languages and readers. Everything here is worked out from the entries alone, so that anybody who has the
// entries can check it.
package dossier
