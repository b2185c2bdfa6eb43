package web

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"strings"

	"github.com/andybalholm/brotli"
)

// brotliLevel is where another level costs more time than it saves bytes on pages of this kind.
const brotliLevel = 5

// small is the size below which compressing saves nothing.
const small = 300

// compress answers pages, sheets and drawings in brotli or gzip, whichever the reader takes. Fonts are compressed
// already and pass as they are; so do files that people have enclosed, and streams, which have no end.
func compress(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, ".woff2") || strings.HasPrefix(r.URL.Path, "/enclosed/") || r.URL.Path == eventsPath {
			h.ServeHTTP(w, r)
			return
		}
		held := &held{ResponseWriter: w, code: http.StatusOK}
		h.ServeHTTP(held, r)
		w.Header().Add("Vary", "Accept-Encoding")
		encoding := ""
		if held.body.Len() >= small {
			encoding = encodingFor(r.Header.Get("Accept-Encoding"))
		}
		if encoding != "" {
			w.Header().Set("Content-Encoding", encoding)
			w.Header().Del("Content-Length")
		}
		w.WriteHeader(held.code)
		if r.Method == http.MethodHead {
			return
		}
		z := encoder(w, encoding)
		_, _ = z.Write(held.body.Bytes()) // an error here is a reader that has gone
		z.Close()
	})
}

func encodingFor(accepted string) string {
	for _, name := range []string{"br", "gzip"} {
		for part := range strings.SplitSeq(accepted, ",") {
			coding, params, _ := strings.Cut(strings.TrimSpace(part), ";")
			if coding == name && strings.ReplaceAll(params, " ", "") != "q=0" {
				return name
			}
		}
	}
	return ""
}

func encoder(w io.Writer, encoding string) io.WriteCloser {
	switch encoding {
	case "br":
		return brotli.NewWriterLevel(w, brotliLevel)
	case "gzip":
		return gzip.NewWriter(w)
	}
	return asIs{w}
}

type asIs struct{ io.Writer }

func (asIs) Close() error { return nil }

// held keeps an answer until it is whole.
type held struct {
	http.ResponseWriter
	body bytes.Buffer
	code int
}

func (h *held) Write(b []byte) (int, error) { return h.body.Write(b) }
func (h *held) WriteHeader(code int)        { h.code = code }

// Unwrap lets a handler set deadlines on the connection.
func (h *held) Unwrap() http.ResponseWriter { return h.ResponseWriter }
