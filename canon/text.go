package canon

import "strings"

// Text reads a string.
func (r *Reader) Text() string {
	if !r.take('"') {
		return ""
	}
	start := r.at
	for i := start; i < len(r.data); i++ {
		switch c := r.data[i]; {
		case c == '"':
			r.at = i + 1
			return r.data[start:i]
		case c == '\\':
			return r.escaped(start, i)
		case c < 0x20:
			r.at = i
			r.Refuse("a control character is written with an escape")
			return ""
		}
	}
	r.Refuse("the string has no end")
	return ""
}

// escaped reads the rest of a string that has an escape at i; only then is memory taken.
func (r *Reader) escaped(start, i int) string {
	var b strings.Builder
	b.WriteString(r.data[start:i])
	for r.at = i; r.at < len(r.data); {
		c := r.data[r.at]
		if c == '"' {
			r.at++
			return b.String()
		}
		if c < 0x20 {
			r.Refuse("a control character is written with an escape")
			return ""
		}
		if c == '\\' {
			c = r.escape()
			if r.err != nil {
				return ""
			}
		} else {
			r.at++
		}
		b.WriteByte(c)
	}
	r.Refuse("the string has no end")
	return ""
}

// escape reads one escape and refuses any that another form would have to replace. [RFC 8785 3.2.2.2]
func (r *Reader) escape() byte {
	const short, meant = `"\bfnrt`, "\"\\\b\f\n\r\t"
	rest := r.data[r.at:]
	if len(rest) >= 2 {
		if k := strings.IndexByte(short, rest[1]); k >= 0 {
			r.at += 2
			return meant[k]
		}
	}
	if len(rest) >= 6 && strings.HasPrefix(rest, `\u00`) {
		high, low := strings.IndexByte(hex, rest[4]), strings.IndexByte(hex, rest[5])
		if c := byte(16*high + low); (high == 0 || high == 1) && low >= 0 && strings.IndexByte(meant, c) < 0 {
			r.at += 6
			return c
		}
	}
	r.Refuse("an escape that is not needed, or not in its shortest form")
	return 0
}

const hex = "0123456789abcdef"

// appendText writes a string with the escapes that are needed and no other.
func appendText(buf []byte, s string) []byte {
	buf = append(buf, '"')
	from := 0
	for i := range len(s) {
		c := s[i]
		if c >= 0x20 && c != '"' && c != '\\' {
			continue
		}
		buf = append(buf, s[from:i]...)
		buf = appendEscape(buf, c)
		from = i + 1
	}
	buf = append(buf, s[from:]...)
	return append(buf, '"')
}

func appendEscape(buf []byte, c byte) []byte {
	switch c {
	case '"', '\\':
		return append(buf, '\\', c)
	case '\b':
		return append(buf, `\b`...)
	case '\f':
		return append(buf, `\f`...)
	case '\n':
		return append(buf, `\n`...)
	case '\r':
		return append(buf, `\r`...)
	case '\t':
		return append(buf, `\t`...)
	}
	return append(buf, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
}
