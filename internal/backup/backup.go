// Package backup puts what there is of a record into one file, and takes it out again.
//
// It knows the names of the parts, their sums, and how a database is copied while others write it. It refuses to know what a
// record says: whether it is one, and whether the copy is the same, is asked of whoever reads records. The keys go into a
// file of their own, since whoever has both can read what is enclosed, and sign as the host. The format is in doc/formats.md.
//
// Files: backup.go packs and unpacks; manifest.go is the first line; database.go copies databases and looks whether they are
// sound.
package backup

import (
	"archive/tar"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

var (
	// ErrForm: the file is no backup of this version.
	ErrForm = errors.New("not a backup")
	// ErrDamaged: it is one, and a part of it is not what was put there.
	ErrDamaged = errors.New("the backup is damaged")
)

// The parts of a backup. Each is there or not, but for the record.
const (
	Record   = "record.db"
	Enclosed = "enclosed.db"
	SignIn   = "signin.db"
	APIKeys  = "api-keys"

	HostKey      = "host.key"
	EnclosedKeys = "enclosed.keys"
)

// Parts answers the parts of a backup, in the order in which they lie in it; of keys, those of the file of keys.
func Parts(keys bool) []string {
	if keys {
		return []string{HostKey, EnclosedKeys}
	}
	return []string{Record, Enclosed, SignIn, APIKeys}
}

const manifestName = "backup.json"

// Pack writes the parts that lie in a folder, and before them the manifest, in which their sums are filled in.
func Pack(to io.Writer, m Manifest, dir string) error {
	m.Files = nil
	for _, name := range Parts(m.Keys) {
		part, err := measure(filepath.Join(dir, name))
		if errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err != nil {
			return fmt.Errorf("pack %s: %w", name, err)
		}
		m.Files = append(m.Files, part)
	}
	text, err := m.marshal()
	if err != nil {
		return err
	}
	w := tar.NewWriter(to)
	if err := w.WriteHeader(header(m, manifestName, int64(len(text)))); err != nil {
		return err
	}
	if _, err := w.Write(text); err != nil {
		return err
	}
	for _, part := range m.Files {
		if err := w.WriteHeader(header(m, part.Name, part.Size)); err != nil {
			return err
		}
		if err := copyFile(w, filepath.Join(dir, part.Name)); err != nil {
			return fmt.Errorf("pack %s: %w", part.Name, err)
		}
	}
	return w.Close()
}

func header(m Manifest, name string, size int64) *tar.Header {
	return &tar.Header{Name: name, Size: size, Mode: 0o600, ModTime: m.Made, Typeflag: tar.TypeReg, Format: tar.FormatPAX}
}

func measure(file string) (Part, error) {
	f, err := os.Open(file)
	if err != nil {
		return Part{}, err
	}
	defer f.Close()
	sum := sha256.New()
	n, err := io.Copy(sum, f)
	return Part{filepath.Base(file), n, hex.EncodeToString(sum.Sum(nil))}, err
}

func copyFile(to io.Writer, file string) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.Copy(to, f)
	return err
}

// longestManifest bounds what is read before anything is known of a file, in bytes.
const longestManifest = 64 << 10

// Unpack reads a backup into a folder, for its owner alone to read, and answers its manifest once every part is what was put
// there. Where accept refuses the manifest, nothing is unpacked. ErrForm, ErrDamaged; the folder may then hold some parts.
func Unpack(ctx context.Context, from io.Reader, dir string, accept func(Manifest) error) (Manifest, error) {
	r := tar.NewReader(from)
	first, err := r.Next()
	if err != nil || first.Name != manifestName || first.Size > longestManifest {
		return Manifest{}, fmt.Errorf("read a backup: it does not begin with %s: %w", manifestName, ErrForm)
	}
	text, err := io.ReadAll(r)
	if err != nil {
		return Manifest{}, fmt.Errorf("read a backup: %w: %w", err, ErrForm)
	}
	m, err := parseManifest(text)
	if err == nil {
		err = accept(m)
	}
	if err != nil {
		return Manifest{}, err
	}
	for _, part := range m.Files {
		if err := ctx.Err(); err != nil {
			return m, err
		}
		switch h, err := r.Next(); {
		case err != nil:
			return m, fmt.Errorf("read a backup: %s is missing: %w", part.Name, ErrDamaged)
		case h.Name != part.Name || h.Size != part.Size || h.Typeflag != tar.TypeReg:
			return m, fmt.Errorf("read a backup: %s of %d bytes stands where %s of %d should: %w", h.Name, h.Size, part.Name, part.Size, ErrDamaged)
		}
		if err := unpack(r, part, dir); err != nil {
			return m, err
		}
	}
	if _, err := r.Next(); !errors.Is(err, io.EOF) {
		return m, fmt.Errorf("read a backup: it holds more than it says: %w", ErrDamaged)
	}
	return m, nil
}

func unpack(from io.Reader, part Part, dir string) error {
	f, err := os.OpenFile(filepath.Join(dir, part.Name), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("unpack %s: %w", part.Name, err)
	}
	sum := sha256.New()
	_, err = io.Copy(io.MultiWriter(f, sum), from)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("unpack %s: %w", part.Name, err)
	}
	if hex.EncodeToString(sum.Sum(nil)) != part.Sum {
		return fmt.Errorf("read a backup: %s is not what was put there: %w", part.Name, ErrDamaged)
	}
	return nil
}
