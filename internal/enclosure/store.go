package enclosure

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"sync"

	sqlite3 "github.com/ncruces/go-sqlite3"

	"accede/act"
)

// The names of the files in the folder of a record.
const (
	ContentFile = "enclosed.db"
	KeysFile    = "enclosed.keys" // small; whoever has it and the other file can read everything
)

var (
	// ErrMissing: nothing is kept under that seal; it was never there, or it was erased.
	ErrMissing = errors.New("nothing is kept under that seal")
	// ErrDamaged: what is kept is not what was put there.
	ErrDamaged = errors.New("what is enclosed is damaged")
	// ErrReadOnly: the store was opened for reading.
	ErrReadOnly = errors.New("opened for reading")
	// ErrQuota: so much is enclosed that no more is taken.
	ErrQuota = errors.New("no more room for enclosed content")
)

// Store is an open store. It may be used by many goroutines at once.
type Store struct {
	dir     string
	mu      sync.Mutex
	keys    *sqlite3.Conn // nil: there is none yet
	content *sqlite3.Conn
	writes  bool
	quota   int64
}

// DefaultQuota is how many bytes a store takes by default.
const DefaultQuota = 4 << 30

const (
	keysSchema    = `CREATE TABLE IF NOT EXISTS keys (seal TEXT PRIMARY KEY, salt BLOB NOT NULL, key BLOB NOT NULL) STRICT, WITHOUT ROWID;` + heldSchema
	contentSchema = `CREATE TABLE IF NOT EXISTS content (seal TEXT PRIMARY KEY, sealed BLOB NOT NULL) STRICT`
)

// Open opens the store in the folder of a record. Where there is none, it is made when something is first put there.
// quota is the most bytes it takes; 0: DefaultQuota.
func Open(dir string, quota int64) (*Store, error) {
	s := &Store{dir: dir, writes: true, quota: quota}
	if quota == 0 {
		s.quota = DefaultQuota
	}
	if _, err := os.Stat(filepath.Join(dir, KeysFile)); errors.Is(err, fs.ErrNotExist) {
		return s, nil
	}
	return s, s.make()
}

// make opens both files for writing; those that are not there are made.
func (s *Store) make() error {
	for _, f := range []struct {
		name, schema string
		conn         **sqlite3.Conn
	}{{KeysFile, keysSchema, &s.keys}, {ContentFile, contentSchema, &s.content}} {
		if *f.conn != nil {
			continue
		}
		c, err := create(filepath.Join(s.dir, f.name), f.schema)
		if err != nil {
			return fmt.Errorf("open what is enclosed in %s: %w", s.dir, err)
		}
		*f.conn = c
	}
	return nil
}

// create opens a file that leaves nothing of what is deleted behind. [trust: erasure is a storage test]
func create(file, schema string) (*sqlite3.Conn, error) {
	made, err := os.OpenFile(file, os.O_CREATE|os.O_RDWR, 0o600) // SQLite would let others read it
	if err != nil {
		return nil, err
	}
	if err := made.Close(); err != nil {
		return nil, err
	}
	c, err := sqlite3.Open(address(file))
	if err != nil {
		return nil, err
	}
	if err := c.Exec(`PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA busy_timeout=5000;` + schema); err != nil {
		return nil, errors.Join(err, c.Close())
	}
	if err := private(file); err != nil {
		return nil, errors.Join(err, c.Close())
	}
	return c, nil
}

// private lets nobody but the owner read a file and what SQLite has put beside it, which it makes readable for others.
// Nothing is in them yet: the schema was all that was written.
func private(file string) error {
	for _, beside := range []string{"", "-wal", "-shm"} {
		if err := os.Chmod(file+beside, 0o600); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// address answers a path as SQLite takes it.
func address(file string) string {
	return "file:" + (&url.URL{Path: filepath.ToSlash(file)}).EscapedPath()
}

// OpenReadOnly opens the store in a folder for reading; where there is none, one that holds nothing.
func OpenReadOnly(dir string) (*Store, error) {
	s := &Store{}
	for name, conn := range map[string]**sqlite3.Conn{KeysFile: &s.keys, ContentFile: &s.content} {
		file := filepath.Join(dir, name)
		if _, err := os.Stat(file); errors.Is(err, fs.ErrNotExist) {
			continue // of a backup without keys, or a record in which nothing was enclosed
		}
		c, err := sqlite3.OpenFlags(address(file), sqlite3.OPEN_READONLY|sqlite3.OPEN_URI)
		if err != nil {
			return nil, errors.Join(fmt.Errorf("read what is enclosed in %s: %w", dir, err), s.Close())
		}
		*conn = c
		// The first reading makes what lies beside the file. Who is not its owner made nothing there.
		if _, err := number(c, `SELECT count(*) FROM sqlite_schema`); err == nil {
			err = private(file)
			if err != nil && !errors.Is(err, fs.ErrPermission) {
				return nil, errors.Join(fmt.Errorf("read what is enclosed in %s: %w", dir, err), s.Close())
			}
		}
	}
	return s, nil
}

// Close closes the store.
func (s *Store) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	var errs []error
	for _, c := range []**sqlite3.Conn{&s.content, &s.keys} {
		if *c != nil {
			errs = append(errs, (*c).Close())
			*c = nil
		}
	}
	return errors.Join(errs...)
}

// Put keeps items; they are durable when it answers. What is kept already is left as it is. It reads the seals as
// names alone: whether they are true is checked by whoever knows the act.
func (s *Store) Put(ctx context.Context, items ...act.Opening) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.put(ctx, items, unhold)
}

// put keeps items, and before says until when.
func (s *Store) put(ctx context.Context, items []act.Opening, until func(*sqlite3.Conn, []act.Opening) error) error {
	if !s.writes {
		return fmt.Errorf("enclose content: %w", ErrReadOnly)
	}
	if err := s.make(); err != nil {
		return err
	}
	defer s.keys.SetInterrupt(s.keys.SetInterrupt(ctx))
	defer s.content.SetInterrupt(s.content.SetInterrupt(ctx))
	if err := s.room(items); err != nil {
		return err
	}
	if err := until(s.keys, items); err != nil { // before the keys: whoever counts what is kept for good never counts these
		return fmt.Errorf("enclose content: %w", err)
	}
	items, err := s.unkept(items)
	if err != nil {
		return fmt.Errorf("enclose content: %w", err)
	}
	keys := make([][]byte, len(items))
	for i := range items {
		keys[i] = make([]byte, 32)
		rand.Read(keys[i])
	}
	// The content first: a key without content is no more than noise, content without a key is lost.
	err = within(s.content, `INSERT OR REPLACE INTO content (seal, sealed) VALUES (?, ?)`, len(items), func(st *sqlite3.Stmt, i int) error {
		box, err := encrypt(keys[i], items[i])
		return errors.Join(err, st.BindText(1, items[i].Seal), st.BindBlob(2, box))
	})
	if err == nil {
		err = within(s.keys, `INSERT INTO keys (seal, salt, key) VALUES (?, ?, ?)`, len(items), func(st *sqlite3.Stmt, i int) error {
			return errors.Join(st.BindText(1, items[i].Seal), st.BindBlob(2, items[i].Salt[:]), st.BindBlob(3, keys[i]))
		})
	}
	if err != nil {
		return fmt.Errorf("enclose content: %w", err)
	}
	return nil
}

// unkept answers the items that are not kept yet. Content without a key, of an attempt that was cut short, is not kept.
func (s *Store) unkept(items []act.Opening) ([]act.Opening, error) {
	var some []act.Opening
	for _, i := range items {
		switch _, err := row(s.keys, `SELECT key FROM keys WHERE seal = ?`, i.Seal, 1); {
		case errors.Is(err, ErrMissing):
			some = append(some, i)
		case err != nil:
			return nil, err
		}
	}
	return some, nil
}

// room refuses what would go beyond the quota.
func (s *Store) room(items []act.Opening) error {
	held, err := number(s.content, `SELECT coalesce(sum(length(sealed)), 0) FROM content`)
	if err != nil {
		return fmt.Errorf("enclose content: %w", err)
	}
	for _, i := range items {
		held += int64(len(i.Content))
	}
	if held > s.quota {
		return fmt.Errorf("enclose content: it would be %d bytes in all, and %d are taken: %w", held, s.quota, ErrQuota)
	}
	return nil
}

// within runs a statement n times in one transaction.
func within(c *sqlite3.Conn, sql string, n int, bind func(*sqlite3.Stmt, int) error) (err error) {
	tx, err := c.BeginImmediate()
	if err != nil {
		return err
	}
	defer tx.End(&err)
	st, _, err := c.Prepare(sql)
	if err != nil {
		return err
	}
	defer st.Close()
	for i := range n {
		if err := bind(st, i); err != nil {
			return err
		}
		if err := st.Exec(); err != nil {
			return err
		}
		if err := st.Reset(); err != nil {
			return err
		}
	}
	return nil
}

// seal encrypts the content of an item; the seal is bound to it. A key seals one item, so the nonce is fixed.
func encrypt(key []byte, i act.Opening) ([]byte, error) {
	box, err := boxOf(key)
	if err != nil {
		return nil, err
	}
	return box.Seal(nil, make([]byte, box.NonceSize()), i.Content, []byte(i.Seal)), nil
}

func boxOf(key []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

// Get answers an item. ErrMissing, ErrDamaged.
func (s *Store) Get(ctx context.Context, seal string) (act.Opening, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	item := act.Opening{Seal: seal}
	if s.keys == nil || s.content == nil {
		return item, fmt.Errorf("read what is enclosed as %s: %w", seal, ErrMissing)
	}
	defer s.keys.SetInterrupt(s.keys.SetInterrupt(ctx))
	defer s.content.SetInterrupt(s.content.SetInterrupt(ctx))
	held, err := row(s.keys, `SELECT salt, key FROM keys WHERE seal = ?`, seal, 2)
	if err == nil && copy(item.Salt[:], held[0]) != len(item.Salt) {
		err = ErrDamaged
	}
	var sealed [][]byte
	if err == nil {
		sealed, err = row(s.content, `SELECT sealed FROM content WHERE seal = ?`, seal, 1)
	}
	if err == nil {
		var box cipher.AEAD
		if box, err = boxOf(held[1]); err == nil {
			if item.Content, err = box.Open(nil, make([]byte, box.NonceSize()), sealed[0], []byte(seal)); err != nil {
				err = errors.Join(ErrDamaged, err)
			}
		}
	}
	if err != nil {
		return item, fmt.Errorf("read what is enclosed as %s: %w", seal, err)
	}
	return item, nil
}

// row answers the columns of the one row of a seal. ErrMissing.
func row(c *sqlite3.Conn, sql, seal string, n int) ([][]byte, error) {
	st, _, err := c.Prepare(sql)
	if err != nil {
		return nil, err
	}
	defer st.Close()
	if err := st.BindText(1, seal); err != nil {
		return nil, err
	}
	if !st.Step() {
		return nil, errors.Join(st.Err(), ErrMissing)
	}
	var columns [][]byte
	for i := range n {
		columns = append(columns, st.ColumnBlob(i, nil))
	}
	return columns, nil
}

func number(c *sqlite3.Conn, sql string) (int64, error) {
	st, _, err := c.Prepare(sql)
	if err != nil {
		return 0, err
	}
	defer st.Close()
	if !st.Step() {
		return 0, errors.Join(st.Err(), ErrMissing)
	}
	return st.ColumnInt64(0), nil
}
