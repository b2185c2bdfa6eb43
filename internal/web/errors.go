package web

import (
	"errors"
	"net/http"

	"accede/dossier"

	"accede/internal/signin"
	"accede/internal/view/words"
)

// What a reader can do about a page that cannot be shown.
var (
	errPage   = errors.New("no such page")
	errMethod = errors.New("pages are only read")
	errDate   = errors.New("not a date")
	errOften  = errors.New("too many tries at once")
	errRecord = errors.New("the record cannot be read")
)

// dateError is a date that cannot be read, as it was written.
type dateError struct{ text string }

func (e *dateError) Error() string { return "read the date " + e.text + ": " + errDate.Error() }
func (e *dateError) Unwrap() error { return errDate }

// dossierError is a dossier that is not there.
type dossierError struct {
	id  string
	err error
}

func (e *dossierError) Error() string { return "show the dossier " + e.id + ": " + e.err.Error() }
func (e *dossierError) Unwrap() error { return e.err }

// errorRow is one thing that can be wrong: its status, and the key of what is said about it.
type errorRow struct {
	is   error
	code int
	key  string
}

// errorTable is the one place where errors become statuses and words.
func errorTable() []errorRow {
	return []errorRow{
		{errDate, http.StatusBadRequest, "error.date"},
		{errPage, http.StatusNotFound, "error.page"},
		{errMethod, http.StatusMethodNotAllowed, "error.method"},
		{dossier.ErrUnknown, http.StatusNotFound, "error.dossier"},
		{errEntry, http.StatusNotFound, "error.entry"},
		{errFilter, http.StatusBadRequest, "error.filter"},
		{errNotKept, http.StatusNotFound, "error.not-kept"},
		{errAudience, http.StatusForbidden, "error.audience"},
		{ErrGone, http.StatusGone, "error.gone"},
		{errForeign, http.StatusForbidden, "error.foreign"},
		{errSeat, http.StatusBadRequest, "error.seat"},
		{errAhead, http.StatusBadRequest, "error.ahead"},
		{errBack, http.StatusBadRequest, "error.back-in-time"},
		{errNoRehearsal, http.StatusNotFound, "error.no-rehearsal"},
		{errLarge, http.StatusRequestEntityTooLarge, "error.large"},
		{errParts, http.StatusBadRequest, "error.parts"},
		{errSlow, http.StatusRequestTimeout, "error.slow"},
		{errUploads, http.StatusServiceUnavailable, "error.uploads"},
		{errRooms, http.StatusServiceUnavailable, "error.rooms"},
		{errOften, http.StatusTooManyRequests, "error.often"},
		{errVouched, http.StatusForbidden, "error.vouched"},
		{signin.ErrInvitation, http.StatusNotFound, "error.invitation"},
		{signin.ErrNone, http.StatusNotFound, "error.page"},
		{errRecord, http.StatusServiceUnavailable, "error.record"},
	}
}

// fail shows what is wrong and what to do about it. What the table does not know is logged and told as such.
func (s *site) fail(w http.ResponseWriter, r *http.Request, f frame, err error) {
	f.Live = nil // there is nothing to keep in step
	row := errorRow{err, http.StatusInternalServerError, "error.internal"}
	for _, known := range errorTable() {
		if errors.Is(err, known.is) {
			row = known
			break
		}
	}
	args := words.Args{}
	if date, ok := errors.AsType[*dateError](err); ok {
		args["text"] = date.text
	}
	if missing, ok := errors.AsType[*dossierError](err); ok {
		args["id"] = missing.id
	}
	if entry, ok := errors.AsType[*entryError](err); ok {
		args["id"] = entry.text
	}
	if filter, ok := errors.AsType[*filterError](err); ok {
		args["text"] = filter.text
	}
	if row.code >= http.StatusInternalServerError {
		s.opts.Log.Error("page not shown", "route", route(r), "err", err)
	}
	s.noteRefused(r, row.code, err)
	if row.code == http.StatusMethodNotAllowed {
		w.Header().Set("Allow", "GET, HEAD")
	}
	f.Flags = nil // what is not there is not there without flags either
	s.page(w, r, row.code, errorPage(f, row, f.Reader.Say(row.key, args)))
}
