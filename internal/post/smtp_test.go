package post

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"log"
	"math/big"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"accede/internal/outbox"
	"accede/internal/signin"
)

// server is a mail server on loopback that keeps what it takes.
type server struct {
	mu     sync.Mutex
	all    []taken
	answer func(stage string) error // of rcpt or data; nil: it takes everything
	user   string
	signed int // how many sessions signed in
	secure int // and how many letters came over TLS
}

func (s *server) NewSession(c *smtp.Conn) (smtp.Session, error) {
	return &session{server: s, conn: c}, nil
}

type session struct {
	server   *server
	conn     *smtp.Conn
	from, to string
}

func (x *session) AuthMechanisms() []string { return []string{sasl.Plain} }

func (x *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, word string) error {
		x.server.mu.Lock()
		defer x.server.mu.Unlock()
		if user != x.server.user || word != "word" {
			return errors.New("wrong")
		}
		x.server.signed++
		return nil
	}), nil
}

func (x *session) Mail(from string, _ *smtp.MailOptions) error { x.from = from; return nil }

func (x *session) Rcpt(to string, _ *smtp.RcptOptions) error { x.to = to; return x.ask("rcpt") }

func (x *session) Data(r io.Reader) error {
	data, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	if err := x.ask("data"); err != nil {
		return err
	}
	x.server.mu.Lock()
	defer x.server.mu.Unlock()
	x.server.all = append(x.server.all, taken{x.from, x.to, data})
	if _, ok := x.conn.TLSConnectionState(); ok {
		x.server.secure++
	}
	return nil
}

func (x *session) ask(stage string) error {
	if x.server.answer == nil {
		return nil
	}
	return x.server.answer(stage)
}

func (x *session) Reset()        {}
func (x *session) Logout() error { return nil }

// listen starts a mail server, with TLS where a certificate is given, and answers its port.
func listen(t *testing.T, s *server, cert *tls.Certificate) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	x := smtp.NewServer(s)
	x.Domain, x.AllowInsecureAuth, x.ErrorLog = "mx.example", true, log.New(io.Discard, "", 0)
	if cert != nil {
		x.TLSConfig = &tls.Config{Certificates: []tls.Certificate{*cert}}
	}
	go x.Serve(l)
	t.Cleanup(func() { x.Close() })
	_, port, _ := net.SplitHostPort(l.Addr().String())
	return port
}

// certificate makes one for this machine, and who vouches for it.
func certificate(t *testing.T) (*tls.Certificate, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), DNSNames: []string{"mx.example"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true}
	der, err := x509.CreateCertificate(rand.Reader, c, c, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	c, err = x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(c)
	return &tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, roots
}

func carrierTo(t *testing.T, address string, c *tls.Config) *SMTP {
	t.Helper()
	s, err := NewSMTP(address, c)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestARealServerTakesALetterWhole(t *testing.T) {
	s := &server{}
	h := open(t, carrierTo(t, "smtp://127.0.0.1:"+listen(t, s, nil), nil))
	c := h.serves("b", "elci", "tr", signin.AtOnce)
	h.acts(applies)
	h.deliver()
	if len(s.all) != 1 || s.all[0].to != c.Address || !strings.HasPrefix(s.all[0].from, "letters+b-") {
		t.Fatalf("the server took %+v, want one letter to %s", s.all, c.Address)
	}
	_, texts, _ := parts(t, s.all[0].data)
	if !strings.Contains(texts["text/plain"], "Sıra sizde") || !strings.Contains(texts["text/html"], "Sıra sizde") {
		t.Errorf("the letter came as\n%s", s.all[0].data)
	}
	if n := len(h.items(outbox.Sent)); n != 1 {
		t.Errorf("%d items are sent, want 1", n)
	}
}

func TestTheServersAnswerSaysWhetherItIsTriedAgain(t *testing.T) {
	for _, x := range []struct {
		stage string
		code  int
		want  error
	}{{"rcpt", 550, ErrAddress}, {"rcpt", 450, ErrLater}, {"data", 554, ErrMessage}, {"data", 451, ErrLater}} {
		s := &server{answer: func(stage string) error {
			if stage == x.stage {
				return &smtp.SMTPError{Code: x.code, Message: "no"}
			}
			return nil
		}}
		err := carrierTo(t, "smtp://127.0.0.1:"+listen(t, s, nil), nil).Carry(t.Context(), "a@b.example", "c@d.example", []byte("Subject: x\r\n\r\ny\r\n"))
		if !errors.Is(err, x.want) {
			t.Errorf("%d at %s = %v, want %v", x.code, x.stage, err, x.want)
		}
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	nobody := l.Addr().String()
	l.Close()
	if err := carrierTo(t, "smtp://"+nobody, nil).Carry(t.Context(), "a@b.example", "c@d.example", nil); !errors.Is(err, ErrLater) {
		t.Errorf("where nobody listens = %v, want ErrLater", err)
	}
}

// The server is cut off when the letter is whole and before it has answered: nobody knows whether it has it.
func TestAServerThatIsCutOffLeavesItsAnswerUnknown(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	go func() {
		c, err := l.Accept()
		if err != nil {
			return
		}
		defer c.Close()
		io.WriteString(c, "220 mx.example\r\n")
		buf, seen := make([]byte, 4096), []byte{}
		for {
			n, err := c.Read(buf)
			if err != nil {
				return
			}
			seen = append(seen, buf[:n]...)
			switch {
			case bytes.Contains(seen, []byte("\r\n.\r\n")):
				return // whole, and not a word
			case bytes.HasPrefix(buf[:n], []byte("EHLO")), bytes.HasPrefix(buf[:n], []byte("HELO")), bytes.HasPrefix(buf[:n], []byte("MAIL")), bytes.HasPrefix(buf[:n], []byte("RCPT")):
				io.WriteString(c, "250 mx.example\r\n")
			case bytes.HasPrefix(buf[:n], []byte("DATA")):
				io.WriteString(c, "354 go on\r\n")
			}
		}
	}()
	err = carrierTo(t, "smtp://"+l.Addr().String(), nil).Carry(t.Context(), "a@b.example", "c@d.example", []byte("Subject: x\r\n\r\ny\r\n"))
	if err == nil || errors.Is(err, ErrLater) || errors.Is(err, ErrMessage) || errors.Is(err, ErrAddress) {
		t.Errorf("Carry = %v, want an error that says nothing of what became of it", err)
	}
}

func TestTLSAndAPasswordAreUsedWhereTheyAreAskedFor(t *testing.T) {
	cert, roots := certificate(t)
	s := &server{user: "accede"}
	port := listen(t, s, cert)
	letter := []byte("Subject: x\r\n\r\ny\r\n")
	good := carrierTo(t, "smtp://accede:word@127.0.0.1:"+port, &tls.Config{RootCAs: roots, ServerName: "mx.example"})
	if err := good.Carry(t.Context(), "a@b.example", "c@d.example", letter); err != nil || s.signed != 1 || s.secure != 1 {
		t.Errorf("Carry = %v, %d signed in, %d over TLS, want nil, 1, 1", err, s.signed, s.secure)
	}
	for what, bad := range map[string]*SMTP{
		"a certificate nobody vouches for": carrierTo(t, "smtp://accede:word@127.0.0.1:"+port, nil),
		"a wrong password":                 carrierTo(t, "smtp://accede:wrong@127.0.0.1:"+port, &tls.Config{RootCAs: roots, ServerName: "mx.example"}),
	} {
		if err := bad.Carry(t.Context(), "a@b.example", "c@d.example", letter); !errors.Is(err, ErrLater) || len(s.all) != 1 {
			t.Errorf("%s: Carry = %v, want ErrLater and nothing taken", what, err)
		}
	}
}

func TestWhatIsNoServerOrAddressIsRefused(t *testing.T) {
	for _, text := range []string{"", "mx.example", "http://mx.example", "smtp://", "smtp://user:word@/", "smtp://mx.example/path", "smtp://mx.example:port", "smtp://mx.example:99999", "smtp://mx.example?x"} {
		if _, err := NewSMTP(text, nil); !errors.Is(err, ErrServer) || strings.Contains(err.Error(), "word") && strings.Contains(text, "word") && strings.Contains(err.Error(), "user:word") {
			t.Errorf("NewSMTP(%q) = %v, want ErrServer without the password", text, err)
		}
	}
	for _, text := range []string{"", "a", "a@", "@b", "a@b.example, c@d.example", "a@b.example\r\nBcc: x@y.example", "<a@b.example"} {
		if a, err := ParseAddress(text); !errors.Is(err, ErrWritten) {
			t.Errorf("ParseAddress(%q) = %v, %v, want ErrWritten", text, a, err)
		}
	}
	if a, err := ParseAddress("Sekreterlik <letters@quay.example>"); err != nil || a != (Address{"Sekreterlik", "letters@quay.example"}) {
		t.Errorf("ParseAddress = %v, %v", a, err)
	}
}
