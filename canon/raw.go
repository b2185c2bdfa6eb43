package canon

// Raw reads one value of any kind, checks that it is canonical and answers its bytes as they stand.
func (r *Reader) Raw() string {
	start := r.at
	r.skip()
	if r.err != nil {
		return ""
	}
	return r.data[start:r.at]
}

// skip reads one value and forgets it.
func (r *Reader) skip() {
	switch c := r.Peek(); c {
	case '{':
		for r.Object(); r.Key(); {
			r.skip()
		}
	case '[':
		for r.Array(); r.More(); {
			r.skip()
		}
	case '"':
		r.Text()
	case 't', 'f':
		r.Bool()
	default:
		r.Int()
	}
}

// Span answers the bytes of the next object by matching brackets alone. It is quicker than Raw and promises less:
// whoever calls it reads the bytes with a reader of its own before trusting them.
func (r *Reader) Span() string {
	start := r.at
	if !r.take('{') {
		return ""
	}
	for open, quoted := 1, false; r.at < len(r.data); {
		c := r.data[r.at]
		r.at++
		switch {
		case quoted && c == '\\':
			r.at++ // whatever is escaped ends no string
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{':
			open++
		case c == '}':
			if open--; open == 0 {
				return r.data[start:r.at]
			}
		}
	}
	r.at = len(r.data)
	r.Refuse("the object has no end")
	return ""
}
