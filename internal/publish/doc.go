// Package publish writes the pages of a record as files that any file server hands out, whole or not at all.
//
// It knows addresses, the links of documents, and folders. It refuses to know what a page says, what a record is, and
// who may see what: it writes what the handler it is given answers to a reader who is nobody.
package publish
