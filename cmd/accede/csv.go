package main

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"accede/form"
)

// csv reads comma-separated values strictly [RFC 4180], and knows where every field begins. Lines end with LF or
// CRLF. Blanks around an unquoted field are not part of it. Empty lines are allowed at the end of the file alone.
type csv struct {
	file    string
	text    string
	pos     int // of the next byte
	line    int // the line pos is on, from 1
	started int // the line on which the last record began
}

// field is a value and where it begins.
type field struct {
	text string
	at   int
}

// atEnd says whether nothing but empty lines follows.
func (c *csv) atEnd() bool {
	return strings.Trim(c.text[c.pos:min(len(c.text), c.pos+1)], "\r\n") == "" && strings.Trim(c.text[c.pos:], "\r\n") == ""
}

// record reads the fields of one record into buf.
func (c *csv) record(buf []field) ([]field, error) {
	c.started = c.line
	for {
		f, err := c.field()
		if err != nil {
			return nil, err
		}
		buf = append(buf, f)
		switch {
		case c.pos == len(c.text):
			return buf, nil
		case c.text[c.pos] == ',':
			c.pos++
		case c.text[c.pos] == '\n':
			c.pos++
			c.line++
			return buf, nil
		case strings.HasPrefix(c.text[c.pos:], "\r\n"):
			c.pos += 2
			c.line++
			return buf, nil
		default:
			return nil, c.fault(c.pos, "a carriage return in the middle of a line")
		}
	}
}

// field reads one field and stops at what ends it.
func (c *csv) field() (field, error) {
	for c.pos < len(c.text) && c.text[c.pos] == ' ' {
		c.pos++
	}
	if c.pos < len(c.text) && c.text[c.pos] == '"' {
		return c.quoted()
	}
	at := c.pos
	for c.pos < len(c.text) {
		switch c.text[c.pos] {
		case ',', '\n', '\r':
			return field{strings.TrimRight(c.text[at:c.pos], " "), at}, nil
		case '"':
			return field{}, c.fault(c.pos, "a quotation mark inside a field; put the whole field in quotation marks and write this one twice")
		}
		c.pos++
	}
	return field{strings.TrimRight(c.text[at:], " "), at}, nil
}

// quoted reads a field in quotation marks, in which a doubled mark stands for one.
func (c *csv) quoted() (field, error) {
	at := c.pos
	c.pos++
	from, twice := c.pos, false
	for c.pos < len(c.text) {
		switch c.text[c.pos] {
		case '\n':
			c.line++
		case '"':
			if strings.HasPrefix(c.text[c.pos:], `""`) {
				c.pos, twice = c.pos+1, true
				break
			}
			text := c.text[from:c.pos]
			if twice {
				text = strings.ReplaceAll(text, `""`, `"`)
			}
			c.pos++
			return field{text, at}, c.ended()
		}
		c.pos++
	}
	return field{}, c.fault(at, "the quotation mark is not closed")
}

// ended checks that a quoted field is followed by the end of the field.
func (c *csv) ended() error {
	for c.pos < len(c.text) && c.text[c.pos] == ' ' {
		c.pos++
	}
	if c.pos < len(c.text) && !strings.ContainsRune(",\n\r", rune(c.text[c.pos])) {
		return c.fault(c.pos, "text behind the closing quotation mark")
	}
	return nil
}

// fault makes a fault at a byte of the text.
func (c *csv) fault(at int, format string, args ...any) *form.Fault {
	begin := strings.LastIndexByte(c.text[:at], '\n') + 1
	return &form.Fault{
		Place: form.Place{
			File: c.file, Line: 1 + strings.Count(c.text[:begin], "\n"),
			Column: 1 + utf8.RuneCountInString(c.text[begin:at]),
		},
		Text: fmt.Sprintf(format, args...),
	}
}
