package sqlite

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// Backup copies the record, as it is at one instant, into a new file that is itself the record.db of a record. Others may read
// and write meanwhile, in this process or another. The copy is durable when it answers; after an error there is none.
func (l *Log) Backup(ctx context.Context, file string) (err error) {
	f, err := os.OpenFile(file, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600) // SQLite would let others read it
	if err != nil {
		return fmt.Errorf("copy record %s: %w", filepath.Dir(l.file), err)
	}
	if err := f.Close(); err != nil {
		return err
	}
	err = l.with(ctx, func(r *reader) error {
		old := r.c.SetInterrupt(ctx)
		defer r.c.SetInterrupt(old)
		return r.c.Backup("main", "file:"+escape(file))
	})
	if err == nil {
		err = fsyncFile(file)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("copy record %s to %s: %w", filepath.Dir(l.file), file, full(err)), os.Remove(file))
	}
	return nil
}

func fsyncFile(file string) error {
	f, err := os.OpenFile(file, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
