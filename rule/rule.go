// Package rule is the sentence language in which a body's rules are written, and what a sentence finds on a roll.
//
// It knows sentences, their places, rolls and ballots; it reads a charter's procedures into stages whose sentences
// have been checked. It refuses to know acts, dossiers, clocks and files: ballots are handed to it, and so is time.
package rule
