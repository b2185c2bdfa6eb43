package load

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"strconv"
	"time"
)

// Conn is one connection to a server, for one question at a time. It does what a client must and no more, so that a
// machine that plays both ends spends its time at the other one.
type Conn struct {
	addr string
	net  net.Conn
	in   *bufio.Reader
	out  []byte
	got  []byte
}

// Dial connects to HOST:PORT.
func Dial(addr string) (*Conn, error) {
	c, err := net.DialTimeout("tcp", addr, 2*time.Second)
	if err != nil {
		return nil, err
	}
	return &Conn{addr: addr, net: c, in: bufio.NewReaderSize(c, 8<<10)}, nil
}

// Close ends the connection.
func (c *Conn) Close() error { return c.net.Close() }

// Post sends bytes as JSON and answers the status and the answer, which is good until the next call. An error means
// that what became of the bytes is not known.
func (c *Conn) Post(path string, body []byte, within time.Duration) (status int, answer []byte, err error) {
	c.out = fmt.Appendf(c.out[:0], "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n", path, c.addr, len(body))
	c.out = append(c.out, body...)
	return c.ask(within)
}

// Get asks for an address.
func (c *Conn) Get(path string, within time.Duration) (status int, answer []byte, err error) {
	c.out = fmt.Appendf(c.out[:0], "GET %s HTTP/1.1\r\nHost: %s\r\n\r\n", path, c.addr)
	return c.ask(within)
}

func (c *Conn) ask(within time.Duration) (int, []byte, error) {
	if err := c.net.SetDeadline(time.Now().Add(within)); err != nil {
		return 0, nil, err
	}
	if _, err := c.net.Write(c.out); err != nil {
		return 0, nil, err
	}
	return c.answer()
}

// answer reads an answer: its status, its length, and so many bytes.
func (c *Conn) answer() (status int, answer []byte, err error) {
	line, err := c.in.ReadSlice('\n')
	if err != nil {
		return 0, nil, err
	}
	if !bytes.HasPrefix(line, []byte("HTTP/1.1 ")) || len(line) < 12 {
		return 0, nil, fmt.Errorf("%q is no answer over HTTP", line)
	}
	if status, err = strconv.Atoi(string(line[9:12])); err != nil {
		return 0, nil, fmt.Errorf("%q is no answer over HTTP", line)
	}
	length, chunked, err := c.head()
	switch {
	case err != nil:
		return 0, nil, err
	case chunked:
		answer, err = c.chunks()
		return status, answer, err
	case length < 0:
		c.got, err = io.ReadAll(c.in)
		return status, c.got, err
	}
	c.got = append(c.got[:0], make([]byte, length)...)
	_, err = io.ReadFull(c.in, c.got)
	return status, c.got, err
}

// head reads the head of an answer, and says how long what follows is; -1: to the end.
func (c *Conn) head() (length int, chunked bool, err error) {
	length = -1
	for {
		line, err := c.in.ReadSlice('\n')
		if err != nil {
			return 0, false, err
		}
		line = bytes.TrimRight(line, "\r\n")
		if len(line) == 0 {
			return length, chunked, nil
		}
		name, value, _ := bytes.Cut(line, []byte(": "))
		switch {
		case bytes.EqualFold(name, []byte("Content-Length")):
			if length, err = strconv.Atoi(string(value)); err != nil {
				return 0, false, err
			}
		case bytes.EqualFold(name, []byte("Transfer-Encoding")):
			chunked = true
		}
	}
}

// chunks reads an answer that comes in chunks.
func (c *Conn) chunks() ([]byte, error) {
	c.got = c.got[:0]
	for {
		line, err := c.in.ReadSlice('\n')
		if err != nil {
			return nil, err
		}
		n, err := strconv.ParseInt(string(bytes.TrimRight(line, "\r\n")), 16, 32)
		if err != nil {
			return nil, err
		}
		from := len(c.got)
		c.got = append(c.got, make([]byte, n+2)...)
		if _, err := io.ReadFull(c.in, c.got[from:]); err != nil {
			return nil, err
		}
		c.got = c.got[:from+int(n)]
		if n == 0 {
			return c.got, nil
		}
	}
}
