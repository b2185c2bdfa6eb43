package signature

import (
	"encoding/base64"

	"accede/canon"
)

// Write writes the signatures of an act as they stand in an entry. See doc/formats.md.
func Write(w *canon.Writer, all []Signature) {
	w.Array()
	for _, s := range all {
		w.Object()
		w.Key("alg")
		w.Text(string(s.Alg))
		writeBytes(w, "auth", s.Auth)
		writeBytes(w, "client", s.Client)
		w.Key("key")
		w.Text(s.Key)
		writeBytes(w, "sig", s.Sig)
		w.End()
	}
	w.End()
}

func writeBytes(w *canon.Writer, key string, b []byte) {
	if len(b) > 0 {
		w.Key(key)
		w.Text(base64.StdEncoding.EncodeToString(b))
	}
}

// Read reads what Write writes, and refuses by the reader whatever is not in due form.
func Read(r *canon.Reader) []Signature {
	var all []Signature
	for r.Array(); r.More(); {
		all = append(all, readOne(r))
		if len(all) > MaxSigs {
			break
		}
	}
	if r.Err() == nil {
		if err := CheckAll(all); err != nil {
			r.Refuse(err.Error())
		}
	}
	return all
}

func readOne(r *canon.Reader) Signature {
	var s Signature
	for r.Object(); r.Key(); {
		switch r.Last() {
		case "alg":
			s.Alg = Alg(r.Text())
		case "auth":
			s.Auth = readBytes(r)
		case "client":
			s.Client = readBytes(r)
		case "key":
			s.Key = r.Text()
		case "sig":
			s.Sig = readBytes(r)
		default:
			r.Refuse("unknown key " + r.Last())
		}
	}
	return s
}

func readBytes(r *canon.Reader) []byte {
	b, err := Decode(r.Text())
	if err != nil {
		r.Refuse(err.Error())
	}
	return b
}
