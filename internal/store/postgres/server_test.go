package postgres_test

import (
	"context"
	"testing"

	"github.com/jackc/pgx/v5"

	"accede/internal/store/postgres"
)

// change carries out SQL in the place of a record.
func change(t testing.TB, place, sql string) {
	t.Helper()
	if err := try(place, sql); err != nil {
		t.Fatal(err)
	}
}

func try(place, sql string) error {
	c, err := pgx.Connect(context.Background(), place)
	if err != nil {
		return err
	}
	defer c.Close(context.Background())
	_, err = c.Exec(context.Background(), sql)
	return err
}

func create(t testing.TB, place string) *postgres.Log {
	t.Helper()
	return opened(t, place, postgres.Create)
}

func opened(t testing.TB, place string, how func(context.Context, string) (*postgres.Log, error)) *postgres.Log {
	t.Helper()
	log, err := how(context.Background(), place)
	if err != nil {
		t.Fatalf("opening a record = %v, want nil", err)
	}
	t.Cleanup(func() { log.Close() })
	return log
}
