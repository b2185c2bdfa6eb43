// Package post tells people and programs what concerns them: by mail, by invitations that calendars read, and by webhooks.
//
// It knows who serves which party, in which language and how they want letters, what of the record they have been told, and
// how mail is written and handed over. It refuses to decide anything: what there is to tell is worked out by letter, where
// a thing stands by dossier. What it was told to do survives it: everything to be sent stands in the outbox first. Time is
// an argument; only Run asks a clock.
package post
