package web

import (
	"net/http"
	"os"
	"testing"
)

func TestServeForEyes(t *testing.T) {
	addr := os.Getenv("EYES")
	if addr == "" {
		t.Skip("x")
	}
	t.Fatal(http.ListenAndServe(addr, pagesOf(t, nato(t))))
}
