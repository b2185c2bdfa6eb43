package ledger

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Origin is the name of one record for ever, the first line of its
// checkpoints: accede/BODY/GENESIS, where GENESIS are the first 16 bytes of
// the leaf hash of its first entry in hexadecimal. So two records of one body
// never share an origin. The zero value is no origin.
type Origin string

// NewOrigin returns the origin of the record of a body whose first entry has
// the given leaf hash. ErrOrigin unless body is made of a–z, 0–9 and '-'.
func NewOrigin(body string, genesis Hash) (Origin, error) {
	plain := func(r rune) bool { return 'a' <= r && r <= 'z' || '0' <= r && r <= '9' || r == '-' }
	if body == "" || strings.TrimFunc(body, plain) != "" || strings.ContainsFunc(body, func(r rune) bool { return !plain(r) }) {
		return "", fmt.Errorf("origin of the record of %q: the id of a body is made of a-z, 0-9 and -: %w", body, ErrOrigin)
	}
	return Origin("accede/" + body + "/" + hex.EncodeToString(genesis[:16])), nil
}

// Checkpoint is what the host says of the whole record: so many entries, and
// the root of the tree over them. One that OpenCheckpoint returned carries a
// valid signature; any other carries nobody's word.
type Checkpoint struct {
	Origin Origin
	Size   int64
	Root   Hash
}

// Text returns what is signed: origin, size in decimal and root in base64, a
// line each [C2SP tlog-checkpoint].
func (c Checkpoint) Text() string {
	return fmt.Sprintf("%s\n%d\n%s\n", c.Origin, c.Size, c.Root)
}

// SignCheckpoint returns the checkpoint signed by signer, in the format of
// C2SP tlog-checkpoint: a signed note of three lines. Ed25519 signs without
// randomness, so the same checkpoint has the same bytes.
func SignCheckpoint(signer note.Signer, origin Origin, size int64, root Hash) ([]byte, error) {
	c := Checkpoint{origin, size, root}
	if _, err := parseCheckpoint(c.Text()); err != nil {
		return nil, fmt.Errorf("sign checkpoint of %q at %d: %w", origin, size, err)
	}
	signed, err := note.Sign(&note.Note{Text: c.Text()}, signer)
	if err != nil {
		return nil, fmt.Errorf("sign checkpoint of %q at %d: %w", origin, size, err)
	}
	return signed, nil
}

// OpenCheckpoint returns what signed says, once v has verified that its key
// signed exactly that. Lines of other signers are passed over.
// ErrCheckpoint: not a checkpoint, or not signed by that key. ErrOrigin: well
// signed, but of another record; the checkpoint comes back with it, to be
// shown.
func OpenCheckpoint(v note.Verifier, origin Origin, signed []byte) (Checkpoint, error) {
	n, err := note.Open(signed, note.VerifierList(v))
	if err != nil {
		return Checkpoint{}, fmt.Errorf("open checkpoint with key %s: %v: %w", v.Name(), err, ErrCheckpoint)
	}
	for _, sig := range n.Sigs {
		// note lets stray bits at the end pass; one signature has one form.
		if _, err := base64.StdEncoding.Strict().DecodeString(sig.Base64); err != nil {
			return Checkpoint{}, fmt.Errorf("open checkpoint of %s: signature of %s: %v: %w", origin, sig.Name, err, ErrCheckpoint)
		}
	}
	c, err := parseCheckpoint(n.Text)
	if err != nil {
		return Checkpoint{}, fmt.Errorf("open checkpoint of %s: %w", origin, err)
	}
	if c.Origin != origin {
		return c, fmt.Errorf("open checkpoint of %s: it is of %s: %w", origin, c.Origin, ErrOrigin)
	}
	return c, nil
}

// PeekCheckpoint returns what signed claims, without looking at who signed
// it. It decides nothing; it is for a reader that wants to know which
// record's key to fetch. ErrCheckpoint as for OpenCheckpoint.
func PeekCheckpoint(signed []byte) (Checkpoint, error) {
	text, _, ok := bytes.Cut(signed, []byte("\n\n"))
	if !ok {
		return Checkpoint{}, fmt.Errorf("read checkpoint: no blank line before the signatures: %w", ErrCheckpoint)
	}
	return parseCheckpoint(string(text) + "\n")
}

// parseCheckpoint accepts exactly what Text makes: a text that does not print
// to itself is refused, so one checkpoint has one form.
func parseCheckpoint(text string) (Checkpoint, error) {
	lines := strings.Split(text, "\n")
	if len(lines) != 4 {
		return Checkpoint{}, fmt.Errorf("the note has %d lines, a checkpoint has 3: %w", len(lines)-1, ErrCheckpoint)
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size < 0 {
		return Checkpoint{}, fmt.Errorf("size %q is not a whole number: %w", lines[1], ErrCheckpoint)
	}
	root, err := tlog.ParseHash(lines[2])
	if err != nil {
		return Checkpoint{}, fmt.Errorf("root %q is not 32 bytes in base64: %w", lines[2], ErrCheckpoint)
	}
	c := Checkpoint{Origin(lines[0]), size, root}
	if c.Origin == "" || c.Text() != text {
		return Checkpoint{}, fmt.Errorf("the note is not in the form of a checkpoint: %w", ErrCheckpoint)
	}
	return c, nil
}
