package act

import (
	"bytes"

	"accede/act/signature"
	"accede/canon"
	"accede/form"
)

// AppendSigned appends a line of signed acts: the exact bytes of an act and the signatures beside it, in canonical
// form, without the end of the line. Lines reads it back.
func AppendSigned(to, data []byte, sigs []signature.Signature) ([]byte, error) {
	w := canon.NewWriter(to)
	w.Object()
	w.Key("act")
	w.Raw(data)
	if len(sigs) > 0 {
		w.Key("sig")
		signature.Write(&w, sigs)
	}
	w.End()
	return w.Bytes()
}

// signedLine reads a line of a signed act: the short way where it is canonical.
func (r *reading) signedLine(name string, number int, line []byte) (Located, error) {
	at := form.Place{File: name, Line: number, Column: 1}
	c := canon.NewReader(string(bytes.TrimSpace(line)))
	var text string
	var sigs []signature.Signature
	for c.Object(); c.Key(); {
		switch c.Last() {
		case "act":
			text = c.Span()
		case "sig":
			sigs = signature.Read(&c)
		default:
			c.Refuse("unknown key " + c.Last())
		}
	}
	if c.End() == nil {
		if a, err := ParseText(text); err == nil && a.Body != "" && (a.Body == r.body || r.body == "") {
			return Located{a, at, sigs}, nil
		}
	}
	n, err := form.ParseJSONLine(name, number, line)
	if err != nil {
		return Located{Place: at}, err
	}
	r.faults = nil
	l := r.signed(n)
	return l, r.all()
}

// signed reads a signed act with the places of all that is wrong with it. An act that is signed names its body: none
// can be given to it, since that would change its bytes.
func (r *reading) signed(n *form.Node) Located {
	l := Located{Place: n.Place}
	for i := range n.Len() {
		key, value := n.Key(i), n.Item(i)
		switch key.Value {
		case "act":
			if _, ok := value.Get("body"); !ok && value.Kind == form.Mapping {
				r.tell(value, "the key body is missing here: a signed act names its body")
			}
			l.Act = r.act(value)
		case "sig":
			l.Signatures = r.signatures(value)
		default:
			r.tell(key, "unknown key %q; the keys here are act, sig", key.Value)
		}
	}
	return l
}

func (r *reading) signatures(n *form.Node) []signature.Signature {
	if n.Kind != form.List {
		r.tell(n, "a list of signatures is wanted, not %v", n.Kind)
		return nil
	}
	var all []signature.Signature
	before := len(r.faults)
	for i := range n.Len() {
		all = append(all, r.oneSignature(n.Item(i)))
	}
	if len(r.faults) == before {
		if err := signature.CheckAll(all); err != nil {
			r.tell(n, "%v", err)
		}
	}
	return all
}

func (r *reading) oneSignature(n *form.Node) signature.Signature {
	var s signature.Signature
	if n.Kind != form.Mapping {
		r.tell(n, "a signature has the keys alg, key, sig, not %v", n.Kind)
		return s
	}
	for i := range n.Len() {
		key, value := n.Key(i), n.Item(i)
		word, err := value.Text()
		if err != nil {
			r.tellError(value, err)
			continue
		}
		switch key.Value {
		case "alg":
			s.Alg = signature.Alg(word)
		case "key":
			s.Key = word
		case "auth":
			s.Auth = r.bytes(value, word)
		case "client":
			s.Client = r.bytes(value, word)
		case "sig":
			s.Sig = r.bytes(value, word)
		default:
			r.tell(key, "unknown key %q; the keys here are alg, auth, client, key, sig", key.Value)
		}
	}
	return s
}

func (r *reading) bytes(n *form.Node, word string) []byte {
	b, err := signature.Decode(word)
	if err != nil {
		r.tell(n, "%.40q is not base64", word)
	}
	return b
}
