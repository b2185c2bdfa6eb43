package main

import (
	"strings"

	"accede/internal/intake"
	"accede/internal/web"
)

// reportChoices are how published reports come in through the pages, beside those that are pasted and uploaded.
type reportChoices struct {
	ReportsFrom []string `name:"reports-from" placeholder:"HOST" help:"Hosts from which the pages may fetch a report, separated by commas. Never from a private address."`
	Reader      string   `placeholder:"URL" help:"A second reader of reports: an endpoint that speaks chat completions. A report is sent to it when a person asks for that."`
	ReaderModel string   `name:"reader-model" placeholder:"NAME" help:"The model of the second reader. Its key is read from ACCEDE_READER_KEY."`
}

// reports answers the choices as the pages take them.
func (c reportChoices) reports(env func(string) string) (web.Reports, error) {
	if (c.Reader == "") != (c.ReaderModel == "") {
		return web.Reports{}, badUse("--reader and --reader-model go together: the address and the model of the second reader")
	}
	var r web.Reports
	for _, host := range c.ReportsFrom {
		if host = strings.TrimSpace(host); host == "" || strings.ContainsAny(host, "/:@ ") {
			return r, badUse("--reports-from %s: names of hosts alone, without https:// and without a port", host)
		}
	}
	if len(c.ReportsFrom) > 0 {
		r.Fetcher = &intake.Fetcher{Hosts: c.ReportsFrom}
	}
	if c.Reader != "" {
		r.Second = &intake.Endpoint{URL: c.Reader, Model: c.ReaderModel, Key: env("ACCEDE_READER_KEY")}
	}
	return r, nil
}
