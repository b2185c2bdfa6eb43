// Package live keeps pages that are open in step with the record, by Server-Sent Events.
//
// It knows topics (a page in one language for one audience), renderings of them, and who listens. It refuses to know
// what a page is about: a rendering is handed to it, and it compares one with the next by the elements that carry ids.
// A topic is rendered once when the record has grown, whatever the number of its listeners; all of them are sent the
// same bytes. Nothing is kept for a listener but how far it has come: one that falls behind reads on from there, and
// one that has fallen behind further than is kept is told to load its page again.
//
// Files: hub.go renders when the record grows; topic.go is one page and what was sent of it; stream.go is one
// listener; parts.go compares two renderings.
package live
