// Package soundings keeps what the parties of a dossier tell its mediator in confidence: beside the record, in a file
// of the host's or in memory, never in the record, in a backup of it or in a log.
//
// It knows bargains by the dossier they are about, and changes one in a single step, whole or not at all. It refuses to
// know who reads: it hands out all of a bargain, and whoever shows it to somebody shows what packages.Seen answers, or
// is the mediator's own page. Whoever can read the host's files can read these: the host is trusted with them.
package soundings
