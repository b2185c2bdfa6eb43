// Package packages scores the packages that could settle several issues at once, from what each party has told the
// mediator in confidence.
//
// It knows issues, options, must-haves, walk-away packages, ranks, swap questions and points. It counts in whole
// numbers and fractions, tries every package, and says where ranks alone do not carry an answer. It refuses to know
// clocks, stores and dossiers, to weigh one party more than another, and to show a party's wishes to anybody: what
// others may see is a Proposal, which holds options and nothing else. A proposal leaks wishes only through the choice
// of it; nothing can prevent that, and a mediator should say so.
//
// The score of a package for a party is the sum of its parts, one for each issue. A party's best option on every
// issue together is worth 1 and its worst one 0, so that gains of different parties are put on one scale; that is a
// convention, and it is the only comparison between parties that is made.
package packages
