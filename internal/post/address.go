package post

import (
	"errors"
	"fmt"
	"net/mail"
	"strings"
)

// Address is an address of mail.
type Address struct {
	Name string
	Mail string // local@domain
}

// ErrWritten: a text is not an address of mail.
var ErrWritten = errors.New("not an address of mail")

// ParseAddress reads "Secretariat <letters@body.example>" or an address alone. It wraps ErrWritten.
func ParseAddress(text string) (Address, error) {
	a, err := mail.ParseAddress(strings.TrimSpace(text))
	if err != nil || strings.ContainsAny(a.Address, "\r\n\x00<>\" ") || !strings.Contains(a.Address, "@") {
		return Address{}, fmt.Errorf("%.100q: %w", text, ErrWritten)
	}
	return Address{a.Name, a.Address}, nil
}

// domain answers what follows the @.
func (a Address) domain() string { return a.Mail[strings.LastIndexByte(a.Mail, '@')+1:] }

// marker stands between the address of letters and the mark of one in the address that bounces come back to.
const marker = "+b-"

// envelope answers the address that a letter comes back to: it holds the mark of the letter.
func (o *Office) envelope(mark string) string {
	i := strings.LastIndexByte(o.From.Mail, '@')
	return o.From.Mail[:i] + marker + mark + o.From.Mail[i:]
}

// markIn answers the mark in an address to which something came back; empty where there is none.
func markIn(text string) string {
	_, after, ok := strings.Cut(text, marker)
	if !ok || len(after) < markLen {
		return ""
	}
	return strings.ToLower(after[:markLen])
}

// markLen is how long a mark is.
const markLen = 26
