package backup

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"accede/canon"
	"accede/ledger"
)

// Format is the first value of every backup of this version.
const Format = "backup/1"

// Part is one file in a backup.
type Part struct {
	Name string
	Size int64  // bytes
	Sum  string // SHA-256, hexadecimal
}

// Manifest says what a backup is of.
type Manifest struct {
	Made   time.Time // in whole seconds, UTC
	Keys   bool      // it is the file of the keys
	Origin ledger.Origin
	Size   int64  // entries of the record
	Root   string // base64
	Files  []Part
}

// marshal answers one line of canonical JSON and a line feed.
func (m Manifest) marshal() ([]byte, error) {
	w := canon.NewWriter(nil)
	w.Object()
	w.Key("accede")
	w.Text(Format)
	w.Key("files")
	w.Array()
	for _, f := range m.Files {
		w.Object()
		w.Key("name")
		w.Text(f.Name)
		w.Key("sha256")
		w.Text(f.Sum)
		w.Key("size")
		w.Int(f.Size)
		w.End()
	}
	w.End()
	w.Key("holds")
	w.Text(m.holds())
	w.Key("made")
	w.Text(m.Made.UTC().Format(time.RFC3339))
	w.Key("origin")
	w.Text(string(m.Origin))
	w.Key("root")
	w.Text(m.Root)
	w.Key("size")
	w.Int(m.Size)
	w.End()
	data, err := w.Bytes()
	return append(data, '\n'), err
}

func (m Manifest) holds() string {
	if m.Keys {
		return "keys"
	}
	return "record"
}

func parseManifest(text []byte) (Manifest, error) {
	var m Manifest
	format, holds, made := "", "", ""
	line, ended := strings.CutSuffix(string(text), "\n")
	r := canon.NewReader(line)
	for r.Object(); r.Key(); {
		switch r.Last() {
		case "accede":
			format = r.Text()
		case "files":
			for r.Array(); r.More(); {
				m.Files = append(m.Files, readPart(&r))
			}
		case "holds":
			holds = r.Text()
		case "made":
			made = r.Text()
		case "origin":
			m.Origin = ledger.Origin(r.Text())
		case "root":
			m.Root = r.Text()
		case "size":
			m.Size = r.Int()
		default:
			r.Refuse("unknown key " + r.Last())
		}
	}
	bad := func(why any) (Manifest, error) { return Manifest{}, fmt.Errorf("read a backup: %v: %w", why, ErrForm) }
	err := r.End()
	switch {
	case err != nil:
		return bad(err)
	case format != Format:
		return bad(fmt.Sprintf("its format is %q, this version reads %s", format, Format))
	case !ended || holds != "keys" && holds != "record":
		return bad("its first part is no manifest")
	}
	if m.Made, err = time.Parse(time.RFC3339, made); err != nil {
		return bad(err)
	}
	m.Keys = holds == "keys"
	known := Parts(m.Keys)
	for _, f := range m.Files { // each once, in order, and nothing else: a name is a place to which it will be written
		i := slices.Index(known, f.Name)
		if i < 0 {
			return bad(fmt.Sprintf("%q has no place in it", f.Name))
		}
		known = known[i+1:]
	}
	return m, nil
}

func readPart(r *canon.Reader) (p Part) {
	for r.Object(); r.Key(); {
		switch r.Last() {
		case "name":
			p.Name = r.Text()
		case "sha256":
			p.Sum = r.Text()
		case "size":
			p.Size = r.Int()
		default:
			r.Refuse("unknown key " + r.Last())
		}
	}
	return p
}
