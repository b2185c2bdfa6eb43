package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"accede/internal/depositary"
	"accede/internal/store"
)

// copyVerb copies a record to another store.
type copyVerb struct {
	From string `arg:"" placeholder:"DIR" help:"The record: its folder, or its address in PostgreSQL."`
	To   string `arg:"" placeholder:"DIR" help:"Where there is no record yet: a folder, or the address of a schema in PostgreSQL."`
	JSON bool   `name:"json" help:"Print JSON."`
}

// Help is shown by --help.
func (copyVerb) Help() string {
	return "Example: accede copy records/nato 'postgres://accede@db.example/accede?search_path=nato'\n\n" +
		"The record is verified before, and the copy after: same entries, same root, same checkpoint. It may be served meanwhile; " +
		"what is registered after the beginning is not in the copy. A copy that was cut short is finished by the same command.\n\n" +
		"The host's key is not copied: two places that can both write are two histories. To write to the copy from now on, end the " +
		"server of the old record, copy once more into a fresh place, and move host.key and what else lies beside it."
}

// copyInfo is the output of copy --json.
type copyInfo struct {
	From    string `json:"from"`
	To      string `json:"to"`
	Body    string `json:"body"`
	Origin  string `json:"origin"`
	Entries int64  `json:"entries"`
	Root    string `json:"root"`
	Same    bool   `json:"same"` // always true: what is not the same ends with an error
}

// Run carries the verb out.
func (v *copyVerb) Run(s *session) error {
	from, err := openToRead(s.ctx, v.From)
	if err != nil {
		return advise(v.From, err)
	}
	defer from.Close()
	r, err := depositary.Load(s.ctx, from)
	if err != nil {
		return advise(v.From, fmt.Errorf("read record %s: %w", shown(v.From), err))
	}
	to, err := openCopy(s.ctx, v.To)
	if err != nil {
		return err
	}
	defer to.Close()
	if err := copyEntries(s.ctx, from, to, r, s.progress("copying entries")); err != nil {
		return fmt.Errorf("copy record %s to %s: %w", shown(v.From), shown(v.To), err)
	}
	if err := wantSame(s.ctx, r, to); err != nil {
		return fmt.Errorf("compare %s with its copy in %s: %w", shown(v.From), shown(v.To), err)
	}
	if err := to.Close(); err != nil {
		return err
	}
	info := copyInfo{shown(v.From), shown(v.To), r.Docket.Charter().Body, string(r.Origin), r.Tree.Size(), r.Tree.Root().String(), true}
	if v.JSON {
		return s.printJSON(info)
	}
	fmt.Fprintf(s.stdout, "Copied %d entries of the record of %s to %s. Read again, it is the same: entries, root and checkpoint.\n", info.Entries, info.Body, info.To)
	fmt.Fprintf(s.stdout, "Origin %s\nRoot   %s\nThe host's key and what else lies beside the record stay where they were.\n", info.Origin, info.Root)
	return nil
}

// openCopy makes an empty record, or opens one that a copy cut short has left: it has no checkpoint.
func openCopy(ctx context.Context, place string) (store.Log, error) {
	to, err := createPlace(ctx, place)
	if !errors.Is(err, store.ErrExists) {
		return to, err
	}
	there := err
	if to, err = openToWrite(ctx, place); err != nil {
		return nil, err
	}
	switch signed, err := to.Checkpoint(ctx); {
	case err != nil:
		return nil, errors.Join(err, to.Close())
	case signed != nil:
		return nil, errors.Join(there, to.Close())
	}
	return to, nil
}

// copyLen entries are copied in one commit.
const copyLen = 4096

// copyEntries appends what the copy lacks; the checkpoint comes with the last entries, so that a copy has none before
// it is whole. What is there of an earlier attempt must be the beginning of the record.
func copyEntries(ctx context.Context, from, to store.Log, r *depositary.Record, tell func(done, total int)) error {
	size := r.Tree.Size()
	have, err := to.Size(ctx)
	if err != nil {
		return err
	}
	for n := int64(0); n < size; {
		entries, err := from.Read(ctx, n, int(min(copyLen, size-n)))
		if err != nil {
			return err
		}
		if len(entries) == 0 {
			return &store.DamageError{Position: n + 1, What: "missing; restore the record from a copy"}
		}
		if n < have {
			if entries = entries[:min(int64(len(entries)), have-n)]; !beginsWith(ctx, to, entries) {
				return fmt.Errorf("what is there is not the beginning of this record; take another place: %w", store.ErrExists)
			}
		} else if err := appendCopy(ctx, to, n, entries, r); err != nil {
			return err
		}
		n += int64(len(entries))
		tell(int(n), int(size))
	}
	if have == size { // all was there but the checkpoint
		return to.Append(ctx, size, nil, r.Checkpoint)
	}
	return nil
}

func appendCopy(ctx context.Context, to store.Log, n int64, entries []store.Entry, r *depositary.Record) error {
	var signed []byte
	if n+int64(len(entries)) == r.Tree.Size() {
		signed = r.Checkpoint
	}
	return to.Append(ctx, n, entries, signed)
}

// beginsWith says whether a log has these entries.
func beginsWith(ctx context.Context, log store.Log, entries []store.Entry) bool {
	have, err := log.Read(ctx, entries[0].Seq-1, len(entries))
	if err != nil || len(have) != len(entries) {
		return false
	}
	for i := range have {
		if !bytes.Equal(have[i].Bytes, entries[i].Bytes) {
			return false
		}
	}
	return true
}

// wantSame reads a copy from its store, from the first entry on, and compares. A root stands for every byte before it.
func wantSame(ctx context.Context, r *depositary.Record, to store.Log) error {
	c, err := depositary.Load(ctx, to)
	if err != nil {
		return err
	}
	if c.Origin != r.Origin || c.Tree.Size() != r.Tree.Size() || c.Tree.Root() != r.Tree.Root() || !bytes.Equal(c.Checkpoint, r.Checkpoint) {
		return &store.DamageError{What: fmt.Sprintf("the copy is another record: %d entries with root %v, want %d with root %v", c.Tree.Size(), c.Tree.Root(), r.Tree.Size(), r.Tree.Root())}
	}
	return nil
}
