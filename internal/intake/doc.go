// Package intake reads a published report and drafts acts from it, for a person to confirm, edit or drop.
//
// It knows English sentences about talks, objections and demands, the names of states, bodies and offices, and the
// charter of the body if it is told. Every draft points at the characters it came from and says how sure it is and
// why. It refuses to know what is true, what the record holds and what may be entered: nothing it answers is in a
// record, and nothing it answers was not in the text. It has no clock; a date that the text leaves open stays open.
package intake
