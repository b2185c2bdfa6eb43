package search

import "context"

// Doc is one entry of a dossier, as its words.
type Doc struct {
	Seq     int64 // of the entry
	Dossier string
	Tokens  []string
}

// Hit is an entry of a dossier in which all that was looked for was found.
type Hit struct {
	Seq     int64
	Dossier string
}

// Index keeps the words of entries. It may be lost: it is made again from the record. All methods may be called at once,
// by several processes.
type Index interface {
	// Size answers up to which entry a record is in the index, by the record's name and how the words were made; 0 where it
	// holds another record, or was made otherwise, or is empty.
	Size(ctx context.Context, name string) (int64, error)
	// Add adds what stands behind one entry, up to another, in one commit. Where the index does not end at the first,
	// nothing is added and nothing is wrong: somebody else was at it. From 0 an index that holds another record is made anew.
	Add(ctx context.Context, name string, from, to int64, docs []Doc) error
	// Forget has the index hold nothing: the next Add from 0 makes it anew.
	Forget(ctx context.Context) error
	// Find answers the entries that hold all that is looked for, the latest first and those of one entry by dossier, no
	// more than limit of them, of one dossier where one is named, and none behind an entry.
	Find(ctx context.Context, q Query, dossier string, upTo int64, limit int) ([]Hit, error)
	Close() error
}
