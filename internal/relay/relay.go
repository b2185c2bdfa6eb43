// Package relay hands acts from a process that only reads a record to the one that writes it.
//
// It knows how an act, its signatures and what it encloses are put into a request, and a mark by a common secret that
// says who sent it and who answered. It refuses to know who writes, what an act means, and whether it is registered:
// it is told the address, and passes the answer on.
//
// What is sent is not encrypted: the processes share a machine, or a network of their own.
package relay

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"

	"accede/act"
	"accede/act/signature"
	"accede/dossier"
	"accede/internal/depositary"
	"accede/internal/fault"
	"accede/internal/store"
)

const (
	// Path is where the writer takes acts.
	Path = "/acts"
	// markHeader carries the mark.
	markHeader = "Accede-Mark"
	// largest is how many bytes an act may have, with what it encloses.
	largest = 64 << 20
	// answerWithin is how long a writer may take once it has all of an act: one that was paused is given up, and the act
	// asked about again. sentWithin is how long all of it may take.
	answerWithin = 1500 * time.Millisecond
	sentWithin   = time.Minute
)

// Secret is what the processes of one record have in common.
type Secret [32]byte

// SecretOf derives the secret from the host's private key, which every process that may write has.
func SecretOf(hostKey string) Secret {
	m := hmac.New(sha256.New, []byte(hostKey))
	m.Write([]byte("accede relay/1"))
	return Secret(m.Sum(nil))
}

// mark is the mark on a message; of an answer, with the mark of what was asked.
func (s Secret) mark(kind, asked string, message []byte) string {
	m := hmac.New(sha256.New, s[:])
	m.Write([]byte(kind + "\n" + asked + "\n"))
	m.Write(message)
	return hex.EncodeToString(m.Sum(nil))
}

// asked is what is sent.
type asked struct {
	Act   []byte
	Sigs  []signature.Signature
	Items []act.Opening
}

// answered is what comes back: a position, or a fault.
type answered struct {
	Seq     int64
	Already bool
	Fault   string // its name; empty: it is registered
	Text    string
	Refusal *refusal
}

// refusal is a dossier.Refusal without its error, which Fault names.
type refusal struct {
	Code                      dossier.Code
	Args                      []dossier.Arg
	Act, Dossier, Stage, Text string
}

// Take registers an act in this process; the SubmitHere of a depositary.
type Take func(ctx context.Context, bytes []byte, sigs []signature.Signature, items []act.Opening) (depositary.Receipt, error)

// Handler takes acts from processes that know the secret.
func Handler(secret Secret, take Take) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST "+Path, func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, largest))
		if err != nil {
			http.Error(w, "too large, or cut short", http.StatusBadRequest)
			return
		}
		sent := r.Header.Get(markHeader)
		if !hmac.Equal([]byte(sent), []byte(secret.mark("ask", "", body))) {
			http.Error(w, "not marked by a process of this record", http.StatusForbidden)
			return
		}
		var q asked
		if err := json.Unmarshal(body, &q); err != nil {
			http.Error(w, "cannot be read", http.StatusBadRequest)
			return
		}
		// What has begun is finished, whoever stops waiting for it.
		receipt, err := take(context.WithoutCancel(r.Context()), q.Act, q.Sigs, q.Items)
		text, err := json.Marshal(answerOf(receipt, err))
		if err != nil {
			http.Error(w, "cannot be answered", http.StatusInternalServerError)
			return
		}
		w.Header().Set(markHeader, secret.mark("answer", sent, text))
		w.Write(text) // who does not get the answer asks again
	})
	return mux
}

func answerOf(r depositary.Receipt, err error) answered {
	if err == nil {
		return answered{Seq: r.Seq, Already: r.Already}
	}
	a := answered{Fault: fault.Internal().Name, Text: err.Error()}
	if row, ok := fault.Of(err); ok {
		a.Fault = row.Name
	}
	if no, ok := errors.AsType[*dossier.Refusal](err); ok {
		a.Refusal = &refusal{no.Code, no.Args, no.Act, no.Dossier, no.Stage, no.Text}
	}
	return a
}

// Client hands acts to the writer. It may be used by many goroutines at once.
type Client struct {
	// Secret is that of the record.
	Secret Secret
	// Holder answers the address of the process that writes, HOST:PORT.
	Holder func(ctx context.Context) (string, error)

	http http.Client
}

// NewClient makes a client.
func NewClient(secret Secret, holder func(context.Context) (string, error)) *Client {
	return &Client{Secret: secret, Holder: holder, http: http.Client{
		Timeout:   sentWithin,
		Transport: &http.Transport{MaxIdleConnsPerHost: 64, ResponseHeaderTimeout: answerWithin, DialContext: (&net.Dialer{Timeout: time.Second}).DialContext},
	}}
}

// Hand hands an act to the writer, and answers the position at which it is registered. store.ErrLocked: nobody writes;
// nothing was registered. depositary.ErrUnknownFate: the answer did not come; ask again with the same act. Else the
// writer's own refusal.
func (c *Client) Hand(ctx context.Context, data []byte, sigs []signature.Signature, items []act.Opening) (seq int64, already bool, err error) {
	address, err := c.Holder(ctx)
	if err != nil {
		return 0, false, err
	}
	body, err := json.Marshal(asked{data, sigs, items})
	if err != nil {
		return 0, false, fmt.Errorf("hand an act to the writer: %w", err)
	}
	text, err := c.ask(ctx, address, body)
	if err != nil {
		return 0, false, fmt.Errorf("hand an act to the writer at %s: %w", address, err)
	}
	var a answered
	if err := json.Unmarshal(text, &a); err != nil {
		return 0, false, fmt.Errorf("read the answer of the writer at %s: %w: %v", address, depositary.ErrUnknownFate, err)
	}
	return a.Seq, a.Already, a.fault()
}

// ask sends a request and answers what came back, if its mark is right.
func (c *Client) ask(ctx context.Context, address string, body []byte) ([]byte, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+address+Path, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	mark := c.Secret.mark("ask", "", body)
	r.Header.Set(markHeader, mark)
	got, err := c.http.Do(r)
	if op, ok := errors.AsType[*net.OpError](err); ok && op.Op == "dial" {
		return nil, fmt.Errorf("%w: %v", store.ErrLocked, err) // nothing was sent
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %v", depositary.ErrUnknownFate, err)
	}
	defer got.Body.Close()
	text, err := io.ReadAll(io.LimitReader(got.Body, largest))
	if err != nil {
		return nil, fmt.Errorf("%w: %v", depositary.ErrUnknownFate, err)
	}
	if !hmac.Equal([]byte(got.Header.Get(markHeader)), []byte(c.Secret.mark("answer", mark, text))) {
		return nil, fmt.Errorf("%w: the answer, %s, is not marked by a process of this record", depositary.ErrUnknownFate, got.Status)
	}
	return text, nil
}

// fault answers the error that the writer met; nil where there is none.
func (a answered) fault() error {
	if a.Fault == "" {
		return nil
	}
	row, ok := fault.Named(a.Fault)
	switch {
	case !ok || row.Err == nil:
		return fmt.Errorf("the writer answered: %s", a.Text)
	case a.Refusal != nil:
		no := a.Refusal
		return &dossier.Refusal{Err: row.Err, Code: no.Code, Args: no.Args, Act: no.Act, Dossier: no.Dossier, Stage: no.Stage, Text: no.Text}
	}
	return &told{a.Text, row.Err}
}

// told is an error in the words of the process that met it.
type told struct {
	text string
	err  error
}

func (t *told) Error() string { return t.text }
func (t *told) Unwrap() error { return t.err }
