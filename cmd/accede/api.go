package main

import (
	"fmt"
	"net/http"
	"path/filepath"

	"accede/internal/api"
	"accede/internal/apikey"
	"accede/internal/lookup"
	"accede/internal/tiles"
)

// apiChoices are the choices of whoever serves the API beside the pages.
type apiChoices struct {
	KeyFile string `name:"api-key-file" placeholder:"FILE" help:"Keys of machines that act for a party (default api-keys in the folder of the record)."`
	Rate    int    `name:"api-rate" default:"100" placeholder:"N" help:"Requests a second that one caller of the API may make; 0: as many as it likes."`
	Burst   int    `name:"api-burst" default:"300" placeholder:"N" help:"Requests one caller of the API may make at once (default ${default})."`
	Streams int    `name:"api-streams" default:"1000" placeholder:"N" help:"Open streams of the API (default ${default})."`
	Work    int    `name:"api-work" default:"4" placeholder:"N" help:"Questions that cost much, and acts with content, answered at once (default ${default})."`
}

// withAPI answers the API and, for every other address, the pages.
func (s *session) withAPI(pages http.Handler, o *office, desk *lookup.Desk, choices apiChoices) (http.Handler, error) {
	file := choices.KeyFile
	if file == "" {
		file = filepath.Join(o.dir, apikey.FileName)
	}
	keys, err := apikey.Open(file)
	if err != nil {
		return nil, err
	}
	limits := api.Limits{Rate: choices.Rate, Burst: choices.Burst, Streams: choices.Streams, Work: choices.Work}
	if limits.Rate == 0 {
		limits.Rate = -1
	}
	a, err := api.New(s.ctx, api.Config{
		Record: o, Log: o.log, Bundle: archive{o}.Entries, Enclosed: o.enclosed, Keys: keys, Search: desk, Clock: s.clock, Version: versionNow().Version,
		Logger: s.logger, Limits: limits,
	})
	if err != nil {
		return nil, fmt.Errorf("make the API ready: %w", err)
	}
	mux := http.NewServeMux()
	mux.Handle(api.Root+"/", a)
	mux.Handle("/", pages)
	published := tiles.Handler(o, o.log)
	for _, path := range []string{tiles.CheckpointPath, tiles.TilePath, tiles.ReceiptPath} {
		mux.Handle(path, published)
	}
	return mux, nil
}
