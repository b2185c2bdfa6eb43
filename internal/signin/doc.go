// Package signin knows who is calling: invitations, passkeys by which people sign in, sessions, and what waits for a
// second signature. It keeps all that beside the record, in a file of its own that may be lost without the record
// losing anything.
//
// A session reads. It never acts: an act is in the record because of the signatures beside it, which package signature
// checks, and this package makes none. It refuses to know what an act means and whether its author may do it.
package signin
