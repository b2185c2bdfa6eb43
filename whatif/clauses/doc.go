// Package clauses drafts an agreement clause by clause: what the mediator tables, which demands each clause answers,
// what the parties say of each, and which words are still in dispute.
//
// It knows the texts of one draft with their versions, and one reaction of each party to each. It refuses to know
// clocks and stores, and to decide: a clause is agreed when every party has accepted the same words and no word
// stands in brackets. Where reactions are confidential, nobody but its author sees one before all have answered.
//
// The differences between words are worked out here and not by a library: those at hand compare characters, or ask a
// clock when to stop, and a difference that depends on the time of day is none.
package clauses
