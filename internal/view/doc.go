// Package view is what readers see: standings, lines of the record and pages as plain data, in the reader's words.
// HTML, JSON and the command line print the same structs.
//
// It knows standings, acts, charters and the catalogue of words. It refuses to know stores, networks, templates and
// clocks: it is handed a docket that is folded already, and the time. Everything in it is a pure projection; nothing
// is ever decided by it.
package view
