package sqlite_test

import (
	"testing"

	"accede/internal/store"
	"accede/internal/store/sqlite"
	"accede/internal/store/storetest"
)

func TestSQLiteKeepsTheContract(t *testing.T) {
	storetest.Run(t, func(t *testing.T) (store.Log, func() store.Log) {
		dir := t.TempDir()
		log := create(t, dir)
		return log, func() store.Log {
			if err := log.Close(); err != nil {
				t.Fatalf("Close() = %v, want nil", err)
			}
			log = open(t, dir)
			return log
		}
	})
}

func create(t testing.TB, dir string) *sqlite.Log {
	t.Helper()
	log, err := sqlite.Create(dir)
	if err != nil {
		t.Fatalf("Create = %v, want nil", err)
	}
	t.Cleanup(func() { log.Close() })
	return log
}

func open(t testing.TB, dir string) *sqlite.Log {
	t.Helper()
	log, err := sqlite.Open(dir)
	if err != nil {
		t.Fatalf("Open = %v, want nil", err)
	}
	t.Cleanup(func() { log.Close() })
	return log
}
