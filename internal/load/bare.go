package load

import (
	"io"
	"net/http"
	"strings"
)

// Bare answers every act with an answer as long as a receipt, and does nothing else: what net/http and the crowd alone
// make of a machine. It is the peer beside which a server is measured.
func Bare() http.Handler {
	answer := []byte(strings.Repeat("a receipt ", 120))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, err := io.Copy(io.Discard, r.Body); err != nil {
			http.Error(w, "cut short", http.StatusBadRequest)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusCreated)
		w.Write(answer) // who has gone needs no answer
	})
}
