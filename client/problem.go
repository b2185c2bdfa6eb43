package client

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"accede/internal/api/wire"
)

// ProblemError is what the server says is wrong [RFC 9457]. Name tells the kinds apart, and is kept for ever; the server lists
// them at /api/v1/problems.
type ProblemError struct {
	wire.Problem
	RetryAfter time.Duration // how long the server asks to wait; 0: it does not say
}

// Error answers what is wrong here, and what there is to do.
func (p *ProblemError) Error() string {
	text := p.Detail
	if text == "" {
		text = p.Title
	}
	for _, f := range p.Faults {
		if !strings.Contains(text, f.Text) {
			text += "; " + f.Place + ": " + f.Text
		}
	}
	return text + " (" + p.Name + ": " + p.Do + ")"
}

// IsProblem says whether an error is a problem of a kind, by its name.
func IsProblem(err error, name string) bool {
	p, ok := errors.AsType[*ProblemError](err)
	return ok && p.Name == name
}

// unanswered is a question whose fate is unknown: it may have been heard.
type unanswered struct{ err error }

func (u *unanswered) Error() string { return u.err.Error() }
func (u *unanswered) Unwrap() error { return u.err }

// mostProblem is how many bytes of a problem are read.
const mostProblem = 64 << 10

// problemIn reads the problem out of an answer. What lies between may answer in words of its own: those are no problem
// document, and their status is all there is.
func problemIn(resp *http.Response) *ProblemError {
	p := &ProblemError{}
	data, err := io.ReadAll(io.LimitReader(resp.Body, mostProblem))
	if err != nil || !strings.HasPrefix(resp.Header.Get("Content-Type"), "application/problem+json") || json.Unmarshal(data, &p.Problem) != nil {
		p.Problem = wire.Problem{Title: resp.Status, Name: "http-" + strconv.Itoa(resp.StatusCode), Do: "see what answers at this address"}
	}
	p.Status = resp.StatusCode
	if n, err := strconv.Atoi(resp.Header.Get("Retry-After")); err == nil && n > 0 {
		p.RetryAfter = time.Duration(n) * time.Second
	}
	return p
}

// again says whether asking again may help: the answer did not come, or the server cannot answer just now.
func again(ctx context.Context, err error) bool {
	if ctx.Err() != nil {
		return false
	}
	if _, ok := errors.AsType[*unanswered](err); ok {
		return true
	}
	p, ok := errors.AsType[*ProblemError](err)
	if !ok {
		return false
	}
	switch p.Status {
	case http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return p.Name != "read-only"
	}
	return false
}

// waitSaid answers how long the server asks to wait; 0 where it does not say.
func waitSaid(err error) time.Duration {
	if p, ok := errors.AsType[*ProblemError](err); ok {
		return p.RetryAfter
	}
	return 0
}
