// Package clauses looks at the texts of an agreement in the making: how one wording became another, and which demands
// the clauses on the table answer.
//
// It knows words, and what dossier says stands on the table. It refuses to decide: who tables a clause, who reacts to it
// and when it is agreed are the law's, in dossier, and nowhere else.
//
// The differences between words are worked out here and not by a library: those at hand compare characters, or ask a
// clock when to stop, and a difference that depends on the time of day is none.
package clauses
