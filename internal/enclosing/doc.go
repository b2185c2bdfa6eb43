// Package enclosing makes of words and files what an act seals: it takes texts out of an act, looks at files before they
// are taken, and encrypts both to recipients where some are named.
//
// It knows which kinds of file are taken and by what their bytes begin, and how an item looks that only its recipients
// can open. It refuses to know who may read an item, where it is kept, and what a file says: no file is unpacked,
// decoded or drawn here. Randomness is the operating system's.
package enclosing
