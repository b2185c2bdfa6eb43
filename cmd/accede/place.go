package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"regexp"
	"strings"

	"accede/internal/depositary"
	"accede/internal/highwater"
	"accede/internal/store"
	"accede/internal/store/postgres"
	"accede/internal/store/sqlite"
)

// stateFlag says where that lies which lies beside a record of a database, and where a watcher keeps what it has seen.
type stateFlag struct {
	State string `placeholder:"DIR" help:"For a record in a database: folder of the host's key and of what lies beside it (default accede-state- and the names of database and schema). For watch: the watcher's folder."`
}

// inDatabase says whether a record lies in a database rather than in a folder. Another scheme is a mistake.
func inDatabase(record string) (bool, error) {
	scheme, _, found := strings.Cut(record, "://")
	switch {
	case !found:
		return false, nil
	case scheme == "postgres", scheme == "postgresql":
		return true, nil
	}
	return false, badUse("the record %s://…: records are kept in a folder, or in PostgreSQL at an address that begins with postgres://", scheme)
}

// shown is the place of a record as it is printed: without a password.
func shown(record string) string {
	if db, err := inDatabase(record); err != nil || !db {
		return record
	}
	u, err := url.Parse(record)
	if err != nil {
		return "postgres://…"
	}
	q := u.Query()
	if q.Has("password") {
		q.Set("password", "xxxxx")
		u.RawQuery = q.Encode()
	}
	return u.Redacted()
}

// createPlace makes an empty record and opens it for writing.
func createPlace(ctx context.Context, record string) (store.Log, error) {
	db, err := inDatabase(record)
	switch {
	case err != nil:
		return nil, err
	case db:
		return logOf(postgres.Create(ctx, record))
	}
	return logOf(sqlite.Create(record))
}

// openToWrite opens a record for writing; no other process may be at it.
func openToWrite(ctx context.Context, record string) (store.Log, error) {
	db, err := inDatabase(record)
	switch {
	case err != nil:
		return nil, err
	case db:
		return logOf(postgres.Open(ctx, record))
	}
	return logOf(sqlite.Open(record))
}

// openToRead opens a record that others may be writing to. One in a folder is refused where it is an older copy of what
// it was (depositary.ErrBehind).
func openToRead(ctx context.Context, record string) (store.Log, error) {
	db, err := inDatabase(record)
	switch {
	case err != nil:
		return nil, err
	case db:
		return logOf(postgres.OpenReadOnly(ctx, record))
	}
	mark, err := highwater.Read(record) // before the record, which may grow meanwhile
	if err != nil {
		return nil, err
	}
	log, err := logOf(sqlite.OpenReadOnly(record))
	if err != nil {
		return nil, err
	}
	if size, err := log.Size(ctx); err != nil || size < highwater.Size(mark) {
		if err == nil {
			err = depositary.Behind(size, highwater.Size(mark))
		}
		return nil, errors.Join(fmt.Errorf("open record %s: %w", record, err), log.Close())
	}
	return log, nil
}

// logOf answers no log, rather than one that is nil, beside an error.
func logOf[L store.Log](log L, err error) (store.Log, error) {
	if err != nil {
		return nil, err
	}
	return log, nil
}

// unplain is what the name of a folder is not made of.
var unplain = regexp.MustCompile(`[^A-Za-z0-9._]+`)

// beside answers the folder of what lies beside a record: for one in a folder, that folder.
func (s *session) beside(record string) (string, error) {
	db, err := inDatabase(record)
	if err != nil || !db {
		if err == nil && s.state != "" {
			err = badUse("--state %s: a record in a folder has its own beside it; leave --state out", s.state)
		}
		return record, err
	}
	if s.state != "" {
		return s.state, nil
	}
	u, err := url.Parse(record)
	if err != nil {
		return "", badUse("the address of the record cannot be read; say where its host's key lies with --state DIR")
	}
	name := []string{"accede-state"}
	for _, part := range []string{u.Path, u.Query().Get("search_path")} {
		if part = strings.Trim(unplain.ReplaceAllString(part, "-"), "-"); part != "" {
			name = append(name, part)
		}
	}
	return strings.Join(name, "-"), nil
}

// besideForWriting is beside, and refuses where the folder is missing.
func (s *session) besideForWriting(record string) (string, error) {
	dir, err := s.beside(record)
	if err != nil {
		return "", err
	}
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) && dir != record {
		return "", fmt.Errorf("the folder %s, of the host's key and what lies beside the record %s, is missing: without it the record can be read, not written; name it with --state DIR: %w",
			dir, shown(record), fs.ErrNotExist)
	}
	return dir, nil
}
