package web

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"accede/body"
	"accede/dossier"

	"accede/internal/view"
)

// Archive answers the exact bytes of the record, and proofs over them. It is asked by many goroutines at once.
type Archive interface {
	// Proof answers the entry at a position and the way from it to the root of the record as it now is.
	Proof(ctx context.Context, seq int64) (view.Proof, error)
	// Bundle writes a dossier as one file that can be checked without this server; without an id, the whole record. It
	// carries what the reader may have of what is enclosed.
	Bundle(ctx context.Context, to io.Writer, dossier string, reader Reader) error
}

// Reader is who is handed a file, and when: what it may read of what is enclosed is judged by that.
type Reader struct {
	Party body.MemberID // empty: the public
	At    time.Time
}

func (s *site) readerOf(r *http.Request) Reader { return Reader{audience(r.Context()), s.src.Now()} }

// filingRoutes are the pages of what is filed: the instruments, the record, and the sheet for a roll call.
func (s *site) filingRoutes(mux *http.ServeMux) {
	mux.HandleFunc("GET /d/{dossier}/ratification/{$}", s.in(s.ratification))
	mux.HandleFunc("GET /d/{dossier}/ratification.json", s.in(s.ratification))
	mux.HandleFunc("GET /d/{dossier}/ratification.csv", s.ratificationTable)
	mux.HandleFunc("GET /d/{dossier}/record/{$}", s.in(s.record))
	mux.HandleFunc("GET /d/{dossier}/record.json", s.in(s.record))
	mux.HandleFunc("GET /d/{dossier}/record.csv", s.recordTable)
	mux.HandleFunc("GET /d/{dossier}/record.bundle", s.bundle)
	mux.HandleFunc("GET /d/{dossier}/record.jsonl", s.recordLines)
	mux.HandleFunc("GET /d/{dossier}/minutes.akn.xml", s.minutes)
	mux.HandleFunc("GET /popolo.json", s.popolo)
	mux.HandleFunc("GET /d/{dossier}/record/{seq}/{$}", s.in(s.entry))
	mux.HandleFunc("GET /d/{dossier}/record/{seq}", s.slash)
	mux.HandleFunc("GET /d/{dossier}/roll-call/{$}", s.in(s.rollCall))
	mux.HandleFunc("GET /d/{dossier}/roll-call", s.slash)
	mux.HandleFunc("GET /record.bundle", s.wholeBundle)
	mux.HandleFunc("GET /check/{$}", s.check)
	mux.HandleFunc("GET /check", s.slash)
	mux.HandleFunc("GET /print/{name}", s.printFoot)
}

// ratifying is what the page of the instruments is drawn from.
type ratifying struct {
	view.RatificationPage
	Map    *chartedMap // nil: the members are no states, and stand in a grid
	Sheets []drawnSheet
	Over   *view.ForecastOver // the forecast drawn over the running count; nil: none
}

func (s *site) ratification(r *http.Request, c opened) (shown, error) {
	p := ratifying{RatificationPage: view.NewRatificationPage(c.docket, c.standing, r.URL.Query().Get("sort"), c.frame.Reader)}
	if p.AllStates && p.Open {
		m, err := s.maps.of(c.set.FlagIDs())
		if err != nil {
			return shown{}, fmt.Errorf("draw the map: %w", err)
		}
		if len(m.Sheets) > 0 && len(m.Sheets[0].Places) > 0 {
			p.Map, p.Sheets = m, sheets(m, p.RatificationPage, t(c.frame, "ratification.applicant"))
		}
	}
	var err error
	if p.Over, err = s.forecastOver(c); err != nil {
		return shown{}, err
	}
	return shown{c.titled("tab.ratification", p.Title), func(f frame) templ.Component { return ratificationPage(f, p) }, p.RatificationPage}, nil
}

func (s *site) ratificationTable(w http.ResponseWriter, r *http.Request) {
	if c, ok := s.opened(w, r); ok {
		p := view.NewRatificationPage(c.docket, c.standing, r.URL.Query().Get("sort"), c.frame.Reader)
		s.table(w, r, c.id+"-ratification.csv", p.Table())
	}
}

func (s *site) record(r *http.Request, c opened) (shown, error) {
	filter, err := recordFilter(r)
	if err != nil {
		return shown{}, err
	}
	most := view.StretchLen
	switch {
	case isData(r.URL.Path):
		most = 0 // whoever takes the record with them takes all of it
	case filter.Long:
		most = view.PrintLen
	}
	p := view.NewRecordPage(c.docket, c.standing, filter, most, c.frame.Reader)
	return shown{c.titled("tab.record", p.Title), func(f frame) templ.Component { return recordPage(f, p, s.archive(r.Context()) != nil) }, p}, nil
}

func recordFilter(r *http.Request) (view.RecordFilter, error) {
	q := r.URL.Query()
	f, err := view.ReadRecordFilter(q.Get("who"), q.Get("what"), q.Get("from"), q.Get("to"), q.Get("after"))
	if wrong := (*view.FilterError)(nil); errors.As(err, &wrong) {
		return f, &filterError{wrong.Text}
	}
	f.Long = q.Has("long")
	return f, err
}

func (s *site) recordTable(w http.ResponseWriter, r *http.Request) {
	c, ok := s.opened(w, r)
	if !ok {
		return
	}
	filter, err := recordFilter(r)
	if err != nil {
		s.fail(w, r, c.frame, err)
		return
	}
	s.table(w, r, c.id+"-record.csv", view.NewRecordPage(c.docket, c.standing, filter, 0, c.frame.Reader).Table())
}

// recordLines hands out the record with a line of JSON for each entry.
func (s *site) recordLines(w http.ResponseWriter, r *http.Request) {
	c, ok := s.opened(w, r)
	if !ok {
		return
	}
	filter, err := recordFilter(r)
	if err != nil {
		s.fail(w, r, c.frame, err)
		return
	}
	attach(w, c.id+"-record.jsonl", "application/jsonl")
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	for _, l := range view.NewRecordPage(c.docket, c.standing, filter, 0, c.frame.Reader).Lines {
		if err := out.Encode(l); err != nil {
			return // whoever asked has gone
		}
	}
}

// popolo hands out the body, its members and their votes as Popolo has them, as of the day that is asked for.
func (s *site) popolo(w http.ResponseWriter, r *http.Request) {
	a, err := s.ask(w, r)
	var p view.Popolo
	if err == nil {
		p, err = view.NewPopolo(a.docket)
	}
	if err != nil {
		s.fail(w, r, a.frame, err)
		return
	}
	attach(w, a.docket.Charter().Body+".popolo.json", "application/json")
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	out.SetIndent("", "\t")
	if err := out.Encode(p); err != nil {
		s.opts.Log.Debug("popolo not sent", "err", err)
	}
}

// minutes hands out the minutes and votes of a dossier as Akoma Ntoso, as of the day that is asked for.
func (s *site) minutes(w http.ResponseWriter, r *http.Request) {
	c, ok := s.opened(w, r)
	if !ok {
		return
	}
	data, err := view.NewAkoma(c.docket, c.standing, c.frame.Reader)
	if err != nil {
		s.fail(w, r, c.frame, err)
		return
	}
	attach(w, c.id+".akn.xml", "application/akn+xml")
	w.Write(data)
}

// bundle hands out a dossier as one file, as accede export writes it.
func (s *site) bundle(w http.ResponseWriter, r *http.Request) {
	c, ok := s.opened(w, r)
	if !ok {
		return
	}
	archive := s.archive(r.Context())
	if archive == nil {
		s.fail(w, r, c.frame, errNotKept)
		return
	}
	out := &begun{w: w, name: c.id + ".bundle"}
	w.Header().Set("Cache-Control", "private, no-store") // what it carries may be for one reader alone, or be erased
	switch err := archive.Bundle(r.Context(), out, c.id, s.readerOf(r)); {
	case err == nil:
	case out.any:
		// What has gone out cannot be called back: the connection is broken off, so that nobody takes half for whole.
		s.opts.Log.Error("bundle broken off", "dossier", c.id, "err", err)
		panic(http.ErrAbortHandler)
	default:
		s.fail(w, r, c.frame, fmt.Errorf("write the bundle of %s: %w: %w", c.id, errRecord, err))
	}
}

// begun sets the head of a download when its first byte is written, so that an error before it is still told as one.
type begun struct {
	w    http.ResponseWriter
	name string
	any  bool
}

// Write passes bytes on.
func (b *begun) Write(p []byte) (int, error) {
	if !b.any {
		b.any = true
		attach(b.w, b.name, "application/octet-stream")
	}
	return b.w.Write(p)
}

func attach(w http.ResponseWriter, name, kind string) {
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Disposition", `attachment; filename="`+strings.Map(plainName, name)+`"`)
	unlessPrivate(w)
}

// plainName keeps of a file's name what no system minds.
func plainName(r rune) rune {
	if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '.' || r == '_' {
		return r
	}
	return '-'
}

// table writes rows as CSV [RFC 4180].
func (s *site) table(w http.ResponseWriter, r *http.Request, name string, rows [][]string) {
	attach(w, name, "text/csv; charset=utf-8; header=present")
	out := csv.NewWriter(w)
	for _, row := range rows {
		for i, cell := range row {
			row[i] = view.HarmlessCell(cell)
		}
		if err := out.Write(row); err != nil {
			break
		}
	}
	out.Flush()
	if err := out.Error(); err != nil {
		s.opts.Log.Error("table not written", "path", r.URL.Path, "err", err)
	}
}

func (s *site) entry(r *http.Request, c opened) (shown, error) {
	text := r.PathValue("seq")
	seq, err := strconv.ParseInt(text, 10, 64)
	if err != nil || strconv.FormatInt(seq, 10) != text {
		return shown{}, &entryError{text}
	}
	p, ok, err := view.NewEntryPage(c.docket, c.standing, seq, c.frame.Reader)
	if err != nil {
		return shown{}, err
	}
	if !ok {
		return shown{}, &entryError{text}
	}
	var proof *view.Proof
	if archive := s.archive(r.Context()); archive != nil {
		x, err := archive.Proof(r.Context(), seq)
		if err != nil {
			return shown{}, fmt.Errorf("prove entry %d: %w: %w", seq, errRecord, err)
		}
		proof = &x
	}
	now, _, err := s.src.Docket(r.Context(), time.Time{}) // what is erased by now is erased on the page of any day
	if err != nil {
		return shown{}, fmt.Errorf("read the record: %w: %w", errRecord, err)
	}
	judges := s.judges(r.Context(), now)
	sealed := view.NewEnclosedLines(now, seq, func(seal string) (*dossier.Docket, body.MemberID, time.Time) {
		j := judges(seal)
		return j.docket, j.by, j.at
	}, c.frame.Reader)
	for i := range sealed {
		sealed[i].Fetch = sealed[i].Fetch && !s.opts.Copy
	}
	title := say(c.frame, "record.number", "seq", text) + " · " + p.Title
	return shown{title: title, page: func(f frame) templ.Component { return entryPage(f, p, proof, sealed) }}, nil
}

func (s *site) rollCall(r *http.Request, c opened) (shown, error) {
	p := view.NewSheetPage(c.set, c.standing, r.URL.Query().Get("order"), c.frame.Reader)
	return shown{title: t(c.frame, "sheet.title") + " · " + p.Title, page: func(f frame) templ.Component { return sheetPage(f, p) }}, nil
}

var (
	errEntry   = errors.New("no such entry")
	errNotKept = errors.New("the record's bytes are not at hand")
	errFilter  = errors.New("not a filter")
)

// entryError is an entry that is not there, as it was asked for.
type entryError struct{ text string }

func (e *entryError) Error() string { return "show the entry " + e.text + ": " + errEntry.Error() }
func (e *entryError) Unwrap() error { return errEntry }

// filterError is a filter that cannot be read, as it was written.
type filterError struct{ text string }

func (e *filterError) Error() string { return "read the filter " + e.text + ": " + errFilter.Error() }
func (e *filterError) Unwrap() error { return errFilter }
