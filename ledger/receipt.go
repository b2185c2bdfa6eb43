package ledger

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Receipt is what the author of an entry takes home: with the entry's bytes,
// the host's public key and the origin, anyone can check without the host that
// the entry stands at that position of the record. The zero value proves
// nothing.
type Receipt struct {
	// Seq is the position of the entry.
	Seq int64
	// Path leads from the entry to the root of the checkpoint.
	Path []Hash
	// Checkpoint is a signed checkpoint of a record that has the entry.
	Checkpoint []byte
}

// Check returns the checkpoint of the receipt, once it has verified that the
// key of v signed it for origin, and that entry stands at position Seq of it.
// Errors are those of OpenCheckpoint, and ErrProof.
func (r Receipt) Check(v note.Verifier, origin Origin, entry []byte) (Checkpoint, error) {
	c, err := OpenCheckpoint(v, origin, r.Checkpoint)
	if err != nil {
		return Checkpoint{}, fmt.Errorf("check receipt of entry %d: %w", r.Seq, err)
	}
	if err := CheckInclusion(r.Path, c.Size, c.Root, r.Seq, LeafHash(entry)); err != nil {
		return Checkpoint{}, fmt.Errorf("check receipt: %w", err)
	}
	return c, nil
}

const receiptHeader = "c2sp.org/tlog-proof@v1"

// MarshalText returns the receipt in the format of C2SP tlog-proof: a header,
// the index of the leaf (Seq − 1), the path, and behind a blank line the
// checkpoint.
func (r Receipt) MarshalText() ([]byte, error) {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s\nindex %d\n", receiptHeader, r.Seq-1)
	for _, h := range r.Path {
		fmt.Fprintln(&b, h)
	}
	b.WriteByte('\n')
	b.Write(r.Checkpoint)
	return b.Bytes(), nil
}

// UnmarshalText reads what MarshalText wrote, and nothing else: a text that
// does not print to itself is ErrReceipt. It checks the form; Check checks the
// proof.
func (r *Receipt) UnmarshalText(text []byte) error {
	head, checkpoint, ok := bytes.Cut(text, []byte("\n\n"))
	lines := strings.Split(string(head), "\n")
	if !ok || len(lines) < 2 || lines[0] != receiptHeader {
		return fmt.Errorf("read receipt: it does not begin with %q: %w", receiptHeader, ErrReceipt)
	}
	index, found := strings.CutPrefix(lines[1], "index ")
	n, err := strconv.ParseInt(index, 10, 63)
	if !found || err != nil || n < 0 {
		return fmt.Errorf("read receipt, line 2: want \"index NUMBER\": %w", ErrReceipt)
	}
	got := Receipt{Seq: n + 1, Checkpoint: bytes.Clone(checkpoint)}
	for i, line := range lines[2:] {
		h, err := tlog.ParseHash(line)
		if err != nil {
			return fmt.Errorf("read receipt, line %d: not a hash: %w", i+3, ErrReceipt)
		}
		got.Path = append(got.Path, h)
	}
	if back, _ := got.MarshalText(); !bytes.Equal(back, text) {
		return fmt.Errorf("read receipt: not in its one form: %w", ErrReceipt)
	}
	*r = got
	return nil
}
