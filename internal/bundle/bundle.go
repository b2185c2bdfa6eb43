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

	"accede/act"
	"accede/canon"
	"accede/ledger"
)

// The first value of a bundle: of entries alone, and of one that carries what is enclosed too.
const (
	Format         = "bundle/1"
	FormatEnclosed = "bundle/2"
)

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
	For        string // the party that may read what the bundle carries of what is enclosed, or Public; empty: it carries none
}

// Public is what stands for everybody where a bundle says for whom it is.
const Public = "public"

// Line is an entry: its position and exact bytes, and in a bundle of one dossier the way from it to the root.
type Line struct {
	Seq   int64
	Bytes []byte
	Proof []ledger.Hash
}

// Write writes a bundle. The lines are in the order of their positions.
func Write(to io.Writer, h Header, lines iter.Seq2[Line, error]) error {
	return WriteEnclosed(to, h, lines, func(func(act.Opening, error) bool) {})
}

// WriteEnclosed writes a bundle with content that acts in it seal, behind its entries. Where the header says for nobody,
// there is none.
func WriteEnclosed(to io.Writer, h Header, lines iter.Seq2[Line, error], items iter.Seq2[act.Opening, error]) error {
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
	for o, err := range items {
		if err != nil {
			return err
		}
		if err := writeLine(out, func(w *canon.Writer) { writeOpening(w, o) }); err != nil {
			return fmt.Errorf("write what is enclosed as %s into the bundle: %w", o.Seal, err)
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
	if h.For == "" {
		w.Text(Format)
	} else {
		w.Text(FormatEnclosed)
	}
	w.Key("checkpoint")
	w.Text(string(h.Checkpoint))
	if h.Dossier != "" {
		w.Key("dossier")
		w.Text(h.Dossier)
	}
	if h.For != "" {
		w.Key("enclosed_for")
		w.Text(h.For)
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
