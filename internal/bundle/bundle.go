// Package bundle writes a record, or one dossier of it, into one file that anybody can check without the host, and
// reads and checks such files.
//
// It knows the form of the file and what each form of it can prove. It refuses to know what acts mean: package dossier
// folds them, and the depositary's way of reading a record is the one used here too. The format is in doc/formats.md.
package bundle

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"iter"

	"accede/canon"
	"accede/ledger"
)

// Format is the first value of every bundle of this version.
const Format = "bundle/1"

var (
	// ErrForm: the file is no bundle of this version.
	ErrForm = errors.New("not a bundle")
	// ErrVerify: it is one, and it does not agree with itself or with what the host has signed. The error is a
	// *Mismatch.
	ErrVerify = errors.New("the record does not verify")
)

// Mismatch says where a bundle stops to agree, and why.
type Mismatch struct {
	Position int64 // of the first entry at fault; 0 when no position can be told
	Reason   string
}

// Error answers position and reason.
func (m *Mismatch) Error() string {
	if m.Position == 0 {
		return m.Reason
	}
	return fmt.Sprintf("entry %d: %s", m.Position, m.Reason)
}

// Is reports whether target is ErrVerify.
func (m *Mismatch) Is(target error) bool { return target == ErrVerify }

// Header is the first line of a bundle.
type Header struct {
	Origin     ledger.Origin
	Host       string // the host's public key
	Checkpoint []byte // signed
	Size       int64  // of the record
	Dossier    string // the one the bundle is of; empty: the whole record
}

// Line is an entry: its position and exact bytes, and in a bundle of one dossier the way from it to the root.
type Line struct {
	Seq   int64
	Bytes []byte
	Proof []ledger.Hash
}

// Write writes a bundle. The lines are in the order of their positions.
func Write(to io.Writer, h Header, lines iter.Seq2[Line, error]) error {
	out := bufio.NewWriter(to)
	if err := writeLine(out, h.write); err != nil {
		return fmt.Errorf("write the first line of the bundle: %w", err)
	}
	for l, err := range lines {
		if err != nil {
			return err
		}
		if err := writeLine(out, l.write); err != nil {
			return fmt.Errorf("write entry %d into the bundle: %w", l.Seq, err)
		}
	}
	return out.Flush()
}

func writeLine(out *bufio.Writer, write func(*canon.Writer)) error {
	w := canon.NewWriter(nil)
	write(&w)
	data, err := w.Bytes()
	if err != nil {
		return err
	}
	if _, err := out.Write(data); err != nil {
		return err
	}
	return out.WriteByte('\n')
}

func (h Header) write(w *canon.Writer) {
	w.Object()
	w.Key("accede")
	w.Text(Format)
	w.Key("checkpoint")
	w.Text(string(h.Checkpoint))
	if h.Dossier != "" {
		w.Key("dossier")
		w.Text(h.Dossier)
	}
	w.Key("host")
	w.Text(h.Host)
	w.Key("origin")
	w.Text(string(h.Origin))
	w.Key("size")
	w.Int(h.Size)
	w.End()
}

func (l Line) write(w *canon.Writer) {
	w.Object()
	w.Key("entry")
	w.Raw(l.Bytes)
	if len(l.Proof) > 0 {
		w.Key("proof")
		w.Array()
		for _, h := range l.Proof {
			w.Text(h.String())
		}
		w.End()
	}
	w.Key("seq")
	w.Int(l.Seq)
	w.End()
}
