package web

import (
	"fmt"
	"net/http"
)

// check is the page on which a reader checks the whole record by itself. There is none in a rehearsal, which nobody has to
// believe.
func (s *site) check(w http.ResponseWriter, r *http.Request) {
	a, err := s.ask(w, r)
	if err == nil && s.archive(r.Context()) == nil {
		err = errNotKept
	}
	if err != nil {
		s.fail(w, r, a.frame, err)
		return
	}
	a.frame.Title = t(a.frame, "check.title")
	s.page(w, r, http.StatusOK, checkPage(a.frame))
}

// wholeBundle hands out the whole record as one file, as accede export --all --enclosed writes it for the reader.
func (s *site) wholeBundle(w http.ResponseWriter, r *http.Request) {
	archive := s.archive(r.Context())
	if archive == nil {
		a, err := s.ask(w, r)
		if err == nil {
			err = errNotKept
		}
		s.fail(w, r, a.frame, err)
		return
	}
	out := &begun{w: w, name: "record.bundle"}
	w.Header().Set("Cache-Control", "private, no-store") // as that of a dossier
	switch err := archive.Bundle(r.Context(), out, "", s.readerOf(r)); {
	case err == nil:
	case out.any:
		// What has gone out cannot be called back: the connection is broken off, so that nobody takes half for whole.
		s.opts.Log.Error("bundle broken off", "err", err)
		panic(http.ErrAbortHandler)
	default:
		a, _ := s.ask(w, r)
		s.fail(w, r, a.frame, fmt.Errorf("write the bundle of the record: %w: %w", errRecord, err))
	}
}

// checkedParts are what the second verifier says it has checked, by its own names; uncheckedParts what it has not.
func checkedParts() []checkedPart {
	return []checkedPart{
		{"form", 1},
		{"tree", 1},
		{"checkpoint", 0},
		{"charter", 0},
		{"signatures", 2},
		{"seen", 0},
		{"authority", 1},
		{"admissible", 1},
		{"notices", 1},
		{"findings", 1},
		{"opened", 1},
		{"kept", 1},
	}
}

func uncheckedParts() []string {
	return []string{"moment", "talks", "words", "enclosed", "erased", "fork"}
}
