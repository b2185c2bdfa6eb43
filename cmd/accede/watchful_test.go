package main

import (
	"bufio"
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"accede/act"
	"accede/body"
	"accede/form"
)

func TestAnOperatorReadsHowManyActsWereRegisteredAndHowFastPagesAre(t *testing.T) {
	var said bytes.Buffer
	s := &session{
		ctx: t.Context(), stdout: bufio.NewWriter(io.Discard), stderr: &said, clock: time.Now, logger: slog.New(slog.DiscardHandler),
		env: func(string) string { return "" },
	}
	o, _, err := s.buildDemo(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { o.Close() })
	h, stop, err := s.withGauge(http.NotFoundHandler(), o, watchChoices{Metrics: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/nowhere", nil))
	a := act.Act{
		Body: "nato", ID: "late", By: "hu", Date: form.Instant{Day: form.Date{Year: 2024, Month: 3, Day: 8}}, Dossiers: []string{"se"},
		Sources: []act.Source{{Key: body.Unsourced}}, Do: &act.Statement{Statements: []act.Remark{{Side: "hu", Form: "reported", Text: body.Names{"en": "words"}}}},
	}
	data, err := a.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if _, err := o.Submit(t.Context(), data); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := o.Submit(t.Context(), []byte("{}")); err == nil {
		t.Fatal("an act that is none was registered")
	}
	url := strings.TrimSpace(strings.TrimPrefix(said.String(), "Figures at "))
	res, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	got, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`accede_acts_total{result="registered"} 1`, `accede_acts_total{result="already"} 1`, `accede_acts_total{result="not-in-due-form"} 1`,
		"accede_act_register_seconds_count 1", `accede_http_request_seconds_count{face="page",status="4xx"} 1`, "accede_record_entries 136",
	} {
		if !strings.Contains(string(got), want) {
			t.Errorf("the figures do not say %s", want)
		}
	}
}
