// Package outbox keeps what is to be sent to people and to programs until it is known to have arrived, beside a record,
// in a file of its own.
//
// It knows keys, positions, recipients by name, and when the next attempt is. What an entry gives to send and how far the
// record was gone through are written in one commit, so that a crash neither loses a notice nor makes it twice. It refuses
// to know what a notice says, addresses, mail and HTTP. Time is an argument.
package outbox
