// Package enclosure keeps what lies beside a record: the words and files that acts only hold a seal of, and that can be
// erased.
//
// It knows seals, salts and bytes, and how to make bytes go for good: each item is encrypted under a key of its
// own; the keys and salts lie in one small file, the rest in another; erasing writes both files anew without the item,
// the keys first. Backups that are kept long hold the large file alone. It refuses to know who may read an item, what
// it says, and whether it may be erased: package dossier decides that from the record.
//
// One process writes, the one that holds the lock of the record.
package enclosure
