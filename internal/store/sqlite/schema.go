package sqlite

import (
	"fmt"
	"strconv"
	"strings"
)

// Where the parts of a record lie in its folder. SQLite adds record.db-wal
// and record.db-shm while the record is open, and after a crash.
const (
	fileName = "record.db"
	newName  = "record.db.new" // a record that is being made
	lockName = "lock"          // held by the process that writes; contains its number
)

// What the header of the file says, so that any tool can tell what it is.
const (
	applicationID = 0x41434344 // "ACCD"
	format        = 1          // user_version; a larger one is a newer version's
)

// schema are the tables of a record, in the order of their names. A file with
// any other table, index, trigger or view is not a record: a trigger could
// change what is written.
var schema = [...]struct{ name, sql string }{
	{"about", `CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID`},
	{"entries", `CREATE TABLE entries (seq INTEGER PRIMARY KEY, hash BLOB NOT NULL, bytes BLOB NOT NULL) STRICT`},
	{"head", `CREATE TABLE head (size INTEGER PRIMARY KEY, checkpoint BLOB NOT NULL) STRICT`},
}

// markEvery is how many positions share one kept checkpoint: the last one
// made among them.
const markEvery = 1024

func create() string {
	var s strings.Builder
	fmt.Fprintf(&s, "PRAGMA application_id=%d; PRAGMA user_version=%d;", applicationID, format)
	for _, t := range schema {
		s.WriteString(t.sql + ";")
	}
	s.WriteString(`INSERT INTO about VALUES
		('program', 'Accede'),
		('format', '` + strconv.Itoa(format) + `'),
		('entries', 'the record of one body: position, RFC 6962 leaf hash, and the exact bytes that were hashed'),
		('head', 'signed checkpoints: the newest, and the last one of every 1024 positions'),
		('never', 'change anything here: every entry is under a signed root, and the program will refuse the record');`)
	return s.String()
}

const (
	sqlSize       = `SELECT coalesce(max(seq), 0) FROM entries`
	sqlRead       = `SELECT seq, bytes FROM entries WHERE seq > ?1 ORDER BY seq`
	sqlScan       = `SELECT seq, bytes, hash FROM entries WHERE seq > ?1 ORDER BY seq`
	sqlInsert     = `INSERT INTO entries (seq, hash, bytes) VALUES (?1, ?2, ?3)`
	sqlHead       = `SELECT checkpoint FROM head ORDER BY size DESC LIMIT 1`
	sqlHeadSize   = `SELECT coalesce(max(size), 0) FROM head`
	sqlMarks      = `SELECT size, checkpoint FROM head ORDER BY size`
	sqlHeadInsert = `INSERT OR REPLACE INTO head (size, checkpoint) VALUES (?1, ?2)`
	// The checkpoints of the same block of positions make way for the newer.
	sqlHeadTrim = `DELETE FROM head WHERE size < ?1 AND size >= ?1 - ?1 % ?2`
	sqlSchema   = `SELECT name, coalesce(sql, '') FROM sqlite_schema ORDER BY name`
	sqlVersion  = `PRAGMA data_version`
)
