package intake

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"accede/act"
)

// endpoint answers a server that gives these claims, and what it was asked.
func endpoint(t *testing.T, claims []Claim) (*Endpoint, *string) {
	t.Helper()
	asked := new(string)
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		data, _ := io.ReadAll(req.Body)
		*asked = req.URL.Path + " " + req.Header.Get("Authorization") + " " + string(data)
		content, _ := json.Marshal(map[string]any{"claims": claims})
		_ = json.NewEncoder(w).Encode(map[string]any{"choices": []any{map[string]any{"message": map[string]string{"content": string(content)}}}})
	}))
	t.Cleanup(srv.Close)
	return &Endpoint{URL: srv.URL + "/v1", Model: "small", Key: "k"}, asked
}

func TestASecondReaderIsHeldToTheText(t *testing.T) {
	r := seed(t)
	before := len(r.Drafts)
	e, asked := endpoint(t, []Claim{
		{Kind: "statement", By: "se", Speaker: "Linde", Role: "foreign minister", Quote: "I hope the negotiations\n go well"},
		{Kind: "statement", By: "se", Quote: "Sweden will leave the talks"},
		{Kind: "objection", By: "tr", Date: "2022-06-20", Quote: "legitimate security concerns about terrorism"},
		{Kind: "prophecy", By: "tr", Quote: "The two sides failed"},
	})
	if err := r.AddSecond(t.Context(), e); err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(*asked, "/v1/chat/completions Bearer k ") || !strings.Contains(*asked, "China News Service") {
		t.Errorf("asked %.80q", *asked)
	}
	added := r.Drafts[before:]
	if len(added) != 2 || len(r.Refused) != 2 {
		t.Fatalf("%d drafts and %d refused, want 2 and 2: %+v", len(added), len(r.Refused), r.Refused)
	}
	for _, d := range added {
		if d.Reader != "small at "+e.URL || d.Sure != Likely || len(d.Spans) != 1 {
			t.Errorf("draft = %+v, want it marked and likely", d)
		}
	}
	if got := r.Words(added[0].Spans[0]); got != "I hope the negotiations go well" {
		t.Errorf("its span is %q", got)
	}
	if _, err := act.ReadFile("drafts.yaml", r.File()); err != nil {
		t.Errorf("the file of both readers: %v", err)
	}
}

func TestASecondReaderThatFailsChangesNothing(t *testing.T) {
	for name, handler := range map[string]http.HandlerFunc{
		"error":    func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "no", http.StatusBadGateway) },
		"nonsense": func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("<html>")) },
		"nothing":  func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(`{"choices":[]}`)) },
		"prose": func(w http.ResponseWriter, _ *http.Request) {
			_, _ = w.Write([]byte(`{"choices":[{"message":{"content":"I think"}}]}`))
		},
		"redirect": func(w http.ResponseWriter, req *http.Request) {
			http.Redirect(w, req, "http://127.0.0.1:1/", http.StatusFound)
		},
		"endless": func(w http.ResponseWriter, _ *http.Request) {
			for range 40 {
				_, _ = w.Write(make([]byte, 64<<10))
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			srv := httptest.NewServer(handler)
			defer srv.Close()
			r := seed(t)
			before := len(r.Drafts)
			err := r.AddSecond(context.Background(), &Endpoint{URL: srv.URL, Model: "small"})
			if !errors.Is(err, ErrReader) || len(r.Drafts) != before || len(r.Refused) != 0 {
				t.Errorf("AddSecond = %v with %d new drafts, want ErrReader and none", err, len(r.Drafts)-before)
			}
		})
	}
}
