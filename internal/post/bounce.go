package post

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/mail"
	"net/textproto"
	"strings"
	"time"

	"accede/internal/outbox"
	"accede/internal/signin"
)

// What whoever hands a report in can do about it.
var (
	// ErrReport: it is not a report that a letter could not be delivered. An answer of an absent person is none.
	ErrReport = errors.New("not a report that a letter could not be delivered")
	// ErrForeign: the report is about no letter that was sent from here, or to another address than it says.
	ErrForeign = errors.New("a report about no letter that was sent from here")
)

// maxReport is how much of a report is read.
const maxReport = 4 << 20

// report is what a report says about one address.
type report struct {
	mark      string // of the letter, from the address the report came back to, or from the letter within it
	address   string
	action    string // failed, delayed, …
	status    string // 5.1.1
	diagnosis string
}

// Bounce takes a report of delivery, as a mail server wrote it (RFC 3464): the address of a letter that failed for good is
// marked, nothing more is sent to it, and whoever conducts the proceedings is told. It answers whose address it is, and
// whether that is news. It wraps ErrReport and ErrForeign, and then nothing has changed.
func (o *Office) Bounce(ctx context.Context, r io.Reader, now time.Time) (c signin.Contact, news bool, err error) {
	rep, err := readReport(io.LimitReader(r, maxReport))
	if err != nil {
		return c, false, err
	}
	i, err := o.Outbox.Marked(ctx, rep.mark)
	if errors.Is(err, outbox.ErrNone) || err == nil && !strings.EqualFold(i.Address, rep.address) {
		return c, false, ErrForeign
	}
	if err == nil {
		c, err = o.person(ctx, i.Recipient)
	}
	if errors.Is(err, signin.ErrNone) || err == nil && !strings.EqualFold(c.Address, rep.address) {
		return c, false, fmt.Errorf("the address was changed since: %w", ErrForeign)
	}
	if err != nil {
		return c, false, err
	}
	before := c.Bounced.IsZero()
	return c, before, o.mark(ctx, c, strings.TrimSpace(rep.status+" "+rep.diagnosis), now)
}

// mark marks an address that takes no mail and tells whoever conducts the proceedings, once.
func (o *Office) mark(ctx context.Context, c signin.Contact, said string, now time.Time) error {
	if len(said) > 300 {
		said = said[:300]
	}
	news, err := o.People.Bounced(ctx, c, said, now)
	if err != nil || !news {
		return err
	}
	d, err := o.Record.Docket(ctx, time.Time{})
	if err != nil {
		return err
	}
	who, err := o.People.Contacts(ctx, "")
	if err != nil {
		return err
	}
	var b outbox.Batch
	for _, s := range who {
		if p, _ := d.Body().Party(s.Party); !s.Told() || !p.Secretariat && !p.Chair {
			continue
		}
		name := recipient(s.Person)
		b.Items = append(b.Items, outbox.Item{
			Key: fmt.Sprintf("bounce %s %d %s", recipient(c.Person), now.Unix(), name), Channel: outbox.Mail, Recipient: name,
			Body: told{Bounce: &bounced{Party: c.Party, Holder: c.Holder, Said: said}}.bytes(),
		})
	}
	return o.Outbox.Put(ctx, b, now)
}

// readReport reads a report of delivery.
func readReport(r io.Reader) (report, error) {
	m, err := mail.ReadMessage(bufio.NewReader(r))
	if err != nil {
		return report{}, fmt.Errorf("read it: %w: %w", ErrReport, err)
	}
	kind, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/report" || params["boundary"] == "" || params["report-type"] != "" && !strings.EqualFold(params["report-type"], "delivery-status") {
		return report{}, ErrReport
	}
	rep := report{mark: markIn(m.Header.Get("Delivered-To") + " " + m.Header.Get("X-Original-To") + " " + m.Header.Get("To"))}
	parts := multipart.NewReader(m.Body, params["boundary"])
	for {
		p, err := parts.NextPart()
		if err != nil {
			break // what was read until here says enough, or not
		}
		rep.read(p)
	}
	if rep.action != "failed" || !strings.HasPrefix(rep.status, "5.") || rep.address == "" {
		return report{}, fmt.Errorf("it says %q %q of %q: %w", rep.action, rep.status, rep.address, ErrReport)
	}
	return rep, nil
}

// read reads one part of a report: what became of the letter, or the letter itself.
func (rep *report) read(p *multipart.Part) {
	kind, _, err := mime.ParseMediaType(p.Header.Get("Content-Type"))
	if err != nil {
		return
	}
	in := textproto.NewReader(bufio.NewReader(p))
	switch kind {
	case "message/delivery-status", "message/global-delivery-status":
		for {
			h, err := in.ReadMIMEHeader()
			if h.Get("Action") != "" {
				rep.take(h)
			}
			if err != nil {
				return
			}
		}
	case "text/rfc822-headers", "message/rfc822", "message/global", "message/global-headers":
		h, _ := in.ReadMIMEHeader()
		if id := strings.Trim(h.Get("Message-Id"), "<> "); rep.mark == "" && len(id) > markLen && id[markLen] == '@' {
			rep.mark = id[:markLen]
		}
	}
}

// take takes what is said of one address; the first that failed counts.
func (rep *report) take(h textproto.MIMEHeader) {
	if rep.action == "failed" {
		return
	}
	rep.action, rep.status = strings.ToLower(strings.TrimSpace(h.Get("Action"))), strings.TrimSpace(h.Get("Status"))
	rep.diagnosis, rep.address = afterType(h.Get("Diagnostic-Code")), afterType(h.Get("Original-Recipient"))
	if rep.address == "" {
		rep.address = afterType(h.Get("Final-Recipient"))
	}
}

// afterType answers a field without the type before its semicolon: rfc822; a@b.example.
func afterType(text string) string {
	if _, after, ok := strings.Cut(text, ";"); ok {
		text = after
	}
	return strings.Join(strings.Fields(text), " ")
}
