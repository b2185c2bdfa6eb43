package post

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/textproto"
	"net/url"
	"strconv"
	"time"

	"github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/smtp"
)

// Why a mail server has not taken a letter.
var (
	// ErrAddress: it will never take a letter to that address.
	ErrAddress = errors.New("the address takes no mail")
	// ErrMessage: it will never take that letter.
	ErrMessage = errors.New("the mail server refuses the letter")
	// ErrLater: it has not taken it now.
	ErrLater = errors.New("the mail server has not taken it")
	// ErrServer: what names a mail server cannot be understood.
	ErrServer = errors.New("not a mail server: smtp://host:587 or smtps://host:465, with user and password before an @")
)

// SMTP is a mail server to which letters are handed over.
type SMTP struct {
	host     string
	options  []mail.Option
	patience time.Duration
}

var _ Carrier = (*SMTP)(nil)

// NewSMTP answers a mail server by its address: smtps:// speaks TLS from the start; smtp:// turns to it, and refuses a
// server that cannot, unless it is on this machine. A TLS of nil trusts whom the machine trusts. It wraps ErrServer.
func NewSMTP(address string, t *tls.Config) (*SMTP, error) {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" || u.Path != "" && u.Path != "/" || u.RawQuery != "" || u.Fragment != "" {
		return nil, ErrServer // the address may hold a password: it is not repeated
	}
	s := &SMTP{host: u.Hostname(), patience: 2 * time.Minute}
	if t == nil {
		t = &tls.Config{MinVersion: tls.VersionTLS12, ServerName: s.host}
	}
	port := 0
	switch u.Scheme {
	case "smtps":
		port = 465
		s.options = append(s.options, mail.WithSSL())
	case "smtp":
		port = 587
		policy := mail.TLSMandatory
		if ip := net.ParseIP(s.host); s.host == "localhost" || ip != nil && ip.IsLoopback() {
			policy = mail.TLSOpportunistic
		}
		s.options = append(s.options, mail.WithTLSPolicy(policy))
	default:
		return nil, ErrServer
	}
	if u.Port() != "" {
		if port, err = strconv.Atoi(u.Port()); err != nil {
			return nil, ErrServer
		}
	}
	s.options = append(s.options, mail.WithPort(port), mail.WithTimeout(30*time.Second), mail.WithTLSConfig(t))
	if u.User != nil {
		word, _ := u.User.Password()
		s.options = append(s.options, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(u.User.Username()), mail.WithPassword(word))
	}
	if _, err := mail.NewClient(s.host, s.options...); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrServer, err)
	}
	return s, nil
}

// Carry hands one letter over.
func (s *SMTP) Carry(ctx context.Context, from, to string, letter []byte) error {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	c, err := mail.NewClient(s.host, s.options...)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrLater, err)
	}
	conn, err := c.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return fmt.Errorf("reach the mail server: %w: %w", ErrLater, err)
	}
	defer conn.Close()
	if err := conn.UpdateDeadline(s.patience); err != nil {
		return fmt.Errorf("%w: %w", ErrLater, err)
	}
	if err := conn.Mail("<" + from + ">"); err != nil {
		return answered(err, ErrMessage)
	}
	if err := conn.Rcpt("<" + to + ">"); err != nil {
		return answered(err, ErrAddress)
	}
	if err := handOver(conn, letter); err != nil {
		return err
	}
	_ = conn.Quit() // the letter is taken; how they part does not matter
	return nil
}

// handOver hands the letter itself over. Once it is whole, only the answer says whether it was taken.
func handOver(conn *smtp.Client, letter []byte) error {
	w, err := conn.Data()
	if err != nil {
		return answered(err, ErrMessage)
	}
	if _, err := w.Write(letter); err != nil {
		return fmt.Errorf("hand the letter over: %w: %w", ErrLater, err) // without its end no server takes it
	}
	err = w.Close()
	var said *textproto.Error
	if err != nil && !errors.As(err, &said) {
		return fmt.Errorf("the mail server did not answer: %w", err)
	}
	return answered(err, ErrMessage)
}

// answered answers what an answer of the server means: for good where it says so, else for now. What was no answer is for
// now too.
func answered(err, forGood error) error {
	var said *textproto.Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &said) && said.Code >= 500:
		return fmt.Errorf("%w: %w", forGood, err)
	}
	return fmt.Errorf("%w: %w", ErrLater, err)
}
