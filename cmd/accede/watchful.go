package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/pprof"
	"time"

	"accede/act/signature"
	"accede/internal/depositary"
	"accede/internal/fault"
	"accede/internal/gauge"

	"accede/act"
)

// watchChoices are the choices of whoever watches a server.
type watchChoices struct {
	Metrics string `placeholder:"HOST:PORT" env:"ACCEDE_METRICS" help:"Serve figures for Prometheus there, at /metrics, and profiles at /debug/pprof. Whoever reaches it learns how busy the server is, and can make it busier; keep it from the public."`
}

// withGauge counts what a handler answers and what becomes of acts, and serves the figures, where that is asked for.
func (s *session) withGauge(next http.Handler, o *office, c watchChoices) (http.Handler, func(), error) {
	if c.Metrics == "" {
		return next, func() {}, nil
	}
	l, err := net.Listen("tcp", c.Metrics)
	if err != nil {
		return nil, nil, listenError(c.Metrics, err)
	}
	o.gauge = gauge.New(versionNow().Version, o.Size)
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", o.gauge.Handler())
	mux.HandleFunc("GET /debug/pprof/", pprof.Index)
	mux.HandleFunc("GET /debug/pprof/profile", pprof.Profile)
	figures := &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second}
	go func() {
		if err := figures.Serve(l); err != nil && !errors.Is(err, http.ErrServerClosed) {
			s.logger.Error("figures not served", "addr", c.Metrics, "err", err)
		}
	}()
	fmt.Fprintf(s.stderr, "Figures at http://%s/metrics\n", l.Addr())
	return o.gauge.Around(next, s.clock), func() { figures.Close() }, nil
}

// Submit is that of the depositary, counted.
func (o *office) Submit(ctx context.Context, data []byte) (depositary.Receipt, error) {
	begun := time.Now()
	return o.counted(begun)(o.Depositary.Submit(ctx, data))
}

// SubmitSigned is that of the depositary, counted.
func (o *office) SubmitSigned(ctx context.Context, data []byte, sigs []signature.Signature) (depositary.Receipt, error) {
	begun := time.Now()
	return o.counted(begun)(o.Depositary.SubmitSigned(ctx, data, sigs))
}

// SubmitEnclosed is that of the depositary, counted.
func (o *office) SubmitEnclosed(ctx context.Context, data []byte, sigs []signature.Signature, openings []act.Opening) (depositary.Receipt, error) {
	begun := time.Now()
	return o.counted(begun)(o.Depositary.SubmitEnclosed(ctx, data, sigs, openings))
}

// counted counts what became of an act and passes it on.
func (o *office) counted(begun time.Time) func(depositary.Receipt, error) (depositary.Receipt, error) {
	return func(r depositary.Receipt, err error) (depositary.Receipt, error) {
		result := "registered"
		switch row, known := fault.Of(err); {
		case err == nil && r.Already:
			result = "already"
		case err != nil && known:
			result = row.Name
		case err != nil:
			result = "internal"
		}
		o.gauge.Act(result, time.Since(begun))
		return r, err
	}
}
