package web

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"

	"accede/form"

	"accede/internal/intake"
)

// report answers the report a request sends, read.
func (s *site) report(r *http.Request, c acting, typed url.Values, do string) (reported, error) {
	x := reported{Name: typed.Get("name"), Published: strings.TrimSpace(typed.Get("published")), From: typed.Get("from"), Claims: typed.Get("claims"), Done: typed["done"]}
	var err error
	if kept := typed.Get("report"); kept != "" && do != "read" {
		if x.Raw, err = base64.StdEncoding.DecodeString(kept); err != nil {
			return x, errNoReport
		}
	} else if err = s.received(r, &x, typed); err != nil {
		return x, err
	}
	in := intake.Report{Text: x.Raw, Name: x.Name, Charter: c.docket.Charter(), Received: form.DateOf(c.at.In(c.docket.Zone()))}
	if x.Published != "" {
		if in.Published, err = form.ParseDate(x.Published); err != nil {
			return x, fmt.Errorf("%w: %w", errNotADay, err)
		}
	}
	if x.Reading, err = intake.Read(in); err != nil {
		return x, err
	}
	s.second(r.Context(), &x, do == "read" && typed.Get("second") != "")
	return x, nil
}

// received takes what was pasted, uploaded or is to be fetched: the first of these that is there.
func (s *site) received(r *http.Request, x *reported, typed url.Values) (err error) {
	x.Claims, x.From, x.Name = "", "", ""
	if file, head, err := r.FormFile("file"); err == nil {
		defer file.Close()
		x.Name = filepath.Base(head.Filename)
		if x.Raw, err = io.ReadAll(file); err != nil || len(x.Raw) > 0 || x.Name != "." && x.Name != "" {
			return err
		}
	}
	if text := typed.Get("text"); strings.TrimSpace(text) != "" {
		x.Raw = []byte(text)
		return nil
	}
	if address := strings.TrimSpace(typed.Get("address")); address != "" {
		x.From = address
		fetcher := s.opts.Reports.Fetcher
		if fetcher == nil {
			fetcher = &intake.Fetcher{}
		}
		x.Raw, x.Name, err = fetcher.Fetch(r.Context(), address)
		return err
	}
	return errNoReport
}

// again is a second reader that says once more what it said before, so that it need not be asked on each page.
type again struct {
	intake.SecondReader
	claims []intake.Claim
}

func (a again) Claims(context.Context, string) ([]intake.Claim, error) { return a.claims, nil }

// heard is a second reader whose answer is kept.
type heard struct {
	intake.SecondReader
	said []intake.Claim
}

func (a *heard) Claims(ctx context.Context, text string) ([]intake.Claim, error) {
	claims, err := a.SecondReader.Claims(ctx, text)
	a.said = claims
	return claims, err
}

// second adds what the second reader says, where it is asked or was before. What comes back from a page is held to the
// text again, as if it came from the reader itself. That it does not answer is a note, no more.
func (s *site) second(ctx context.Context, x *reported, ask bool) {
	reader := s.opts.Reports.Second
	if reader == nil || !ask && x.Claims == "" {
		x.Claims = ""
		return
	}
	if !ask {
		var claims []intake.Claim
		if err := json.Unmarshal([]byte(x.Claims), &claims); err == nil {
			_ = x.Reading.AddSecond(ctx, again{reader, claims}) // it answers from memory and cannot fail
		}
		return
	}
	kept := &heard{SecondReader: reader}
	if err := x.Reading.AddSecond(ctx, kept); err != nil {
		s.opts.Log.Warn("second reader not heard", "err", err)
		x.Reading.Notes = append(x.Reading.Notes, intake.Note{Text: "the second reader did not answer as it should; the drafts are those of the grammars alone"})
		return
	}
	if data, err := json.Marshal(kept.said); err == nil {
		x.Claims = string(data)
	}
}
