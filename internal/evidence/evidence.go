// Package evidence keeps what a watcher found out about a host in files that convince others: two histories signed by one
// host, an entry dated before a time at which it was not there, an act that was left with a watcher in time.
//
// It knows the form of these files, and what each shows by itself. It refuses to know how the watcher came by it, and to
// believe it: what is not signed by whom it blames is no evidence. The format is in doc/formats.md.
package evidence

import (
	"errors"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"accede/act/signature"
	"accede/canon"
	"accede/ledger"
)

// Format is the first value of every file of evidence of this version.
const Format = "evidence/1"

var (
	// ErrForm: the file is no evidence of this version.
	ErrForm = errors.New("not a file of evidence")
	// ErrShown: it is one, and does not show what it says.
	ErrShown = errors.New("this does not show it")
)

// Kind is what a file shows.
type Kind string

// The kinds of evidence.
const (
	Fork      Kind = "fork"       // the host has signed two histories
	BackDated Kind = "back-dated" // an entry says that it was registered before a time at which the record lacked it
	Dropped   Kind = "dropped"    // an act was left with a watcher; beside a record that lacks it, it shows that the host dropped it
)

// File is a file of evidence. Which fields are set depends on the kind.
type File struct {
	Kind   Kind
	Origin ledger.Origin
	Host   string // the host's public key

	// Of a fork, Short and Long with Root and Path as in ledger.Fork. Of an entry that is back-dated, Short is the
	// checkpoint the watcher has cosigned, Long the later one, and Path leads from Entry at Seq to its root.
	Short, Long []byte
	Root        ledger.Hash
	Path        []ledger.Hash

	Seq     int64
	Entry   []byte
	Watcher string // the key of the watcher whose clock it is

	// Of an act that was dropped.
	Deposit []byte // the watcher's receipt, signed
	Act     []byte // the exact bytes
	Sigs    []signature.Signature
}

// Marshal answers the bytes of the file: one line of canonical JSON and a line feed.
func (f File) Marshal() ([]byte, error) {
	w := canon.NewWriter(nil)
	text := func(key, value string) {
		if value != "" {
			w.Key(key)
			w.Text(value)
		}
	}
	w.Object()
	text("accede", Format)
	if f.Act != nil {
		w.Key("act")
		w.Raw(f.Act)
	}
	text("deposit", string(f.Deposit))
	if f.Entry != nil {
		w.Key("entry")
		w.Raw(f.Entry)
	}
	text("host", f.Host)
	text("kind", string(f.Kind))
	text("long", string(f.Long))
	text("origin", string(f.Origin))
	if len(f.Path) > 0 {
		w.Key("path")
		w.Array()
		for _, h := range f.Path {
			w.Text(h.String())
		}
		w.End()
	}
	if f.Kind == Fork {
		text("root", f.Root.String())
	}
	if f.Seq != 0 {
		w.Key("seq")
		w.Int(f.Seq)
	}
	text("short", string(f.Short))
	if len(f.Sigs) > 0 {
		w.Key("sig")
		signature.Write(&w, f.Sigs)
	}
	text("watcher", f.Watcher)
	w.End()
	data, err := w.Bytes()
	if err != nil {
		return nil, fmt.Errorf("write evidence of %s: %w", f.Kind, err)
	}
	return append(data, '\n'), nil
}

// Is says whether a file that begins so is one of evidence, of whatever version.
func Is(begins []byte) bool { return strings.HasPrefix(string(begins), `{"accede":"evidence/`) }

// Parse reads what Marshal writes, and nothing else. ErrForm: it is not that. It checks the form; Check checks what it shows.
func Parse(data []byte) (File, error) {
	var f File
	text, ended := strings.CutSuffix(string(data), "\n")
	format := ""
	r := canon.NewReader(text)
	for r.Object(); r.Key(); {
		switch r.Last() {
		case "accede":
			format = r.Text()
		case "act":
			f.Act = []byte(r.Raw())
		case "deposit":
			f.Deposit = []byte(r.Text())
		case "entry":
			f.Entry = []byte(r.Raw())
		case "host":
			f.Host = r.Text()
		case "kind":
			f.Kind = Kind(r.Text())
		case "long":
			f.Long = []byte(r.Text())
		case "origin":
			f.Origin = ledger.Origin(r.Text())
		case "path":
			for r.Array(); r.More(); {
				f.Path = append(f.Path, hash(&r))
			}
		case "root":
			f.Root = hash(&r)
		case "seq":
			f.Seq = r.Int()
		case "short":
			f.Short = []byte(r.Text())
		case "sig":
			f.Sigs = signature.Read(&r)
		case "watcher":
			f.Watcher = r.Text()
		default:
			r.Refuse("unknown key " + r.Last())
		}
	}
	if err := r.End(); err != nil || !ended {
		return File{}, fmt.Errorf("read evidence: %w: %w", errors.Join(err), ErrForm)
	}
	switch {
	case format != Format:
		return File{}, fmt.Errorf("read evidence: its format is %q, this version reads %s: %w", format, Format, ErrForm)
	case f.Kind != Fork && f.Kind != BackDated && f.Kind != Dropped:
		return File{}, fmt.Errorf("read evidence: %q is no kind of it: %w", f.Kind, ErrForm)
	}
	return f, nil
}

func hash(r *canon.Reader) ledger.Hash {
	text := r.Text()
	h, err := tlog.ParseHash(text)
	if err != nil || h.String() != text { // one hash has one form
		r.Refuse("not a hash")
	}
	return h
}
