package depositary

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"

	"golang.org/x/mod/sumdb/note"

	"accede/dossier"
	"accede/ledger"
)

// Snapshots keeps one snapshot of a record beside it: what its entries up to a position fold to. A snapshot is no record and
// is never needed: without it every entry is read and folded.
type Snapshots interface {
	// Newest answers the snapshot there is; nil: none.
	Newest(ctx context.Context) ([]byte, error)
	// Keep puts a snapshot, in parts that follow one another, whole or not at all in the place of the one before.
	Keep(ctx context.Context, parts ...[]byte) error
	// PutAside takes away the snapshot there is, which could not be used.
	PutAside() error
}

// snapshotFormat is the first line of the head of every snapshot of this version.
const snapshotFormat = "accede/snapshot/1"

// folds is a fold with the tree of the entries it is of, as it is kept beside the record: a head that the host has signed,
// the stored hashes of the tree, and the docket. The head says which record, how many entries and their root, and which
// program folded them: another one may fold otherwise.
type folds struct {
	origin  ledger.Origin
	size    int64
	root    string
	release string
	tree    []byte
	fold    []byte

	treeSum, foldSum string // as the head says
}

var errSnapshot = errors.New("it cannot be used")

// head answers the text that the host signs.
func (s *folds) head() string {
	return fmt.Sprintf("%s\n%s\n%d\n%s\n%s\ntree %d %s\nfold %d %s\n", snapshotFormat, s.origin, s.size, s.root,
		base64.StdEncoding.EncodeToString([]byte(s.release)), len(s.tree), s.treeSum, len(s.fold), s.foldSum)
}

// parts answers the bytes that are kept, signed by the host.
func (s *folds) parts(signer note.Signer) ([][]byte, error) {
	s.treeSum, s.foldSum = digest(s.tree), digest(s.fold)
	head, err := note.Sign(&note.Note{Text: s.head()}, signer)
	if err != nil {
		return nil, fmt.Errorf("sign a snapshot: %w", err)
	}
	return [][]byte{binary.BigEndian.AppendUint32(nil, uint32(len(head))), head, s.tree, s.fold}, nil
}

// openSnapshot reads what parts made, of a record of that origin and by that release. It shares the memory of the bytes, which are
// compared with what the host has signed when it is opened. The error wraps errSnapshot and says why it cannot be used.
func openSnapshot(data []byte, host note.Verifier, origin ledger.Origin, release string) (*folds, error) {
	refuse := func(format string, args ...any) error {
		return fmt.Errorf("%s: %w", fmt.Sprintf(format, args...), errSnapshot)
	}
	if len(data) < 4 || uint64(binary.BigEndian.Uint32(data)) > uint64(len(data)-4) {
		return nil, refuse("it is cut off")
	}
	n := int(binary.BigEndian.Uint32(data))
	head, err := note.Open(data[4:4+n], note.VerifierList(host))
	if err != nil {
		return nil, refuse("its head is not signed by the host: %v", err)
	}
	s := &folds{origin: origin, release: release}
	var format, of, by string
	var trees, folds int64
	if _, err := fmt.Sscanf(head.Text, "%s\n%s\n%d\n%s\n%s\ntree %d %s\nfold %d %s\n",
		&format, &of, &s.size, &s.root, &by, &trees, &s.treeSum, &folds, &s.foldSum); err != nil || format != snapshotFormat {
		return nil, refuse("it is of another version: %.40q", head.Text)
	}
	if of != string(origin) {
		return nil, refuse("it is of another record, %s", of)
	}
	if release == "" || by != base64.StdEncoding.EncodeToString([]byte(release)) {
		return nil, refuse("another program made it")
	}
	rest := data[4+n:]
	if trees < 0 || folds < 0 || trees > int64(len(rest)) || int64(len(rest))-trees != folds {
		return nil, refuse("it is cut off")
	}
	s.tree, s.fold = rest[:trees], rest[trees:]
	if s.head() != head.Text {
		return nil, refuse("its head is not in the one form in which it is written")
	}
	return s, nil
}

// piece is how many bytes are hashed at once.
const piece = 1 << 20

// digest answers a hash of bytes that takes all processors: of the hashes of their pieces.
func digest(data []byte) string {
	sums := make([][sha256.Size]byte, (len(data)+piece-1)/piece)
	var working sync.WaitGroup
	workers := min(runtime.GOMAXPROCS(0), len(sums))
	for w := range workers {
		working.Go(func() {
			for i := w; i < len(sums); i += workers {
				sums[i] = sha256.Sum256(data[i*piece : min((i+1)*piece, len(data))])
			}
		})
	}
	working.Wait()
	all := sha256.New()
	for _, s := range sums {
		all.Write(s[:])
	}
	return base64.StdEncoding.EncodeToString(all.Sum(nil))
}

// open makes the tree and the docket of a snapshot while its bytes are hashed. Neither is answered unless the hashes are those
// that the host has signed.
func (s *folds) open() (*ledger.Tree, *dossier.Docket, error) {
	var tree *ledger.Tree
	var treeErr error
	var sound bool
	var working sync.WaitGroup
	working.Go(func() {
		tree, treeErr = ledger.TreeOf(s.size, s.tree)
		sound = digest(s.tree) == s.treeSum && digest(s.fold) == s.foldSum
	})
	docket, err := dossier.Decode(s.fold)
	working.Wait()
	switch {
	case !sound:
		return nil, nil, fmt.Errorf("its bytes are not those the host has signed: %w", errSnapshot)
	case err != nil:
		return nil, nil, fmt.Errorf("%w: %w", err, errSnapshot)
	case treeErr != nil:
		return nil, nil, fmt.Errorf("%w: %w", treeErr, errSnapshot)
	case tree.Root().String() != s.root || docket.Size() != s.size:
		return nil, nil, fmt.Errorf("its fold of %d entries and its tree of %d are not those of its head: %w", docket.Size(), s.size, errSnapshot)
	}
	return tree, docket, nil
}

// oneLine puts an error on one line.
func oneLine(err error) string { return strings.Join(strings.Fields(err.Error()), " ") }
