package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"time"

	"accede/internal/web"
)

// pdfVerb prints a page of a dossier as a file.
type pdfVerb struct {
	Dossier  string `arg:"" help:"The dossier."`
	Record   string `required:"" placeholder:"DIR" help:"Folder of the record, or its address in PostgreSQL."`
	Output   string `short:"o" required:"" placeholder:"FILE" help:"The file to write."`
	Page     string `enum:"dossier,roll-call,minutes,record" default:"dossier" help:"dossier: the overview; roll-call: the sheet for the room; minutes: of the round named by --round; record: its entries (default ${default})."`
	Round    string `placeholder:"ID" help:"The round of talks, for --page minutes: the id of its act."`
	AsOf     string `name:"as-of" placeholder:"TIME" help:"As of a day (2022-06-21) or an instant."`
	Language string `name:"lang" default:"en" placeholder:"TAG" help:"Language of the page: en, fr, tr, sv or fi (default ${default})."`
	Chromium string `placeholder:"FILE" help:"The browser that prints: Chromium or Chrome (default: the first that is installed)."`
}

// Help is shown by --help.
func (pdfVerb) Help() string {
	return "Examples:\n\n  accede pdf fi --record records/nato --as-of 2022-06-21 -o fi.pdf\n\n" +
		"  accede pdf fi --page minutes --round talks-2 --record records/nato -o talks-2.pdf\n\n" +
		"The page is printed by a browser on this machine, as it would be printed from the screen: Chromium is needed, a server is not. " +
		"What is sealed is not in it."
}

// printing is how long a browser may take to print a page.
const printing = 2 * time.Minute

// Run carries the verb out.
func (v *pdfVerb) Run(s *session) error {
	if (v.Page == "minutes") != (v.Round != "") {
		return badUse("--page minutes and --round go together: the round is named by the id of its act, as accede log shows it")
	}
	browser, err := findBrowser(v.Chromium)
	if err != nil {
		return err
	}
	log, err := openToRead(s.ctx, v.Record)
	if err != nil {
		return advise(v.Record, err)
	}
	defer log.Close()
	c, err := s.copyOf(log)
	if err != nil {
		return advise(v.Record, fmt.Errorf("read record %s: %w", shown(v.Record), err))
	}
	pages, err := web.New(c, web.Options{Log: s.logger, Copy: true})
	if err != nil {
		return fmt.Errorf("make the pages ready: %w", err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return listenError("127.0.0.1", err)
	}
	var turn sync.Mutex // a record as it was is read by one at a time
	one := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		turn.Lock()
		defer turn.Unlock()
		pages.ServeHTTP(w, r)
	})
	server := &http.Server{Handler: one, ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = server.Serve(l) }() // ends when it is closed
	defer server.Close()
	address := "http://" + l.Addr().String() + v.path()
	if err := there(s.ctx, address); err != nil {
		return fmt.Errorf("print the page %s: %w", v.path(), err)
	}
	return writeWhole(v.Output, func(w io.Writer) error { return s.printPage(browser, address, w) })
}

// path answers the address of the page.
func (v *pdfVerb) path() string {
	rest := map[string]string{"dossier": "", "roll-call": "roll-call/", "minutes": "talks/" + url.PathEscape(v.Round) + "/", "record": "record/"}[v.Page]
	q := url.Values{"lang": {v.Language}}
	if v.AsOf != "" {
		q.Set("as-of", v.AsOf)
	}
	if v.Page == "record" {
		q.Set("long", "yes")
	}
	return "/d/" + url.PathEscape(v.Dossier) + "/" + rest + "?" + q.Encode()
}

// errNoPage is a page that is not there: the dossier, the round or the day is not known.
var errNoPage = errors.New("there is no such page: look at the dossier, the round and the day")

// there asks for a page before it is printed: a browser prints what is wrong as readily as what is right.
func there(ctx context.Context, address string) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return badUse("%w", errNoPage)
	}
	return nil
}

// findBrowser answers the browser that prints.
func findBrowser(named string) (string, error) {
	names := []string{"chromium", "chromium-browser", "google-chrome", "chrome"}
	if named != "" {
		names = []string{named}
	}
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", badUse("printing needs Chromium or Chrome on this machine: install one, or name it with --chromium")
}

// printPage has a browser print a page, and copies what it printed.
func (s *session) printPage(browser, address string, w io.Writer) error {
	dir, err := os.MkdirTemp("", "accede-pdf-")
	if err != nil {
		return fmt.Errorf("make a temporary folder: %w", err)
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "page.pdf")
	ctx, cancel := context.WithTimeout(s.ctx, printing)
	defer cancel()
	c := exec.CommandContext(ctx, browser, "--headless=new", "--disable-gpu", "--no-first-run", "--no-pdf-header-footer", "--user-data-dir="+filepath.Join(dir, "profile"),
		"--print-to-pdf="+file)
	if os.Geteuid() == 0 { // the browser's own sandbox does not run for root; the page is ours and runs no script
		c.Args = append(c.Args, "--no-sandbox")
	}
	c.Args = append(c.Args, address)
	if out, err := c.CombinedOutput(); err != nil {
		return fmt.Errorf("print by %s: %w: %.200s", browser, err, out)
	}
	f, err := os.Open(file)
	if err != nil {
		return fmt.Errorf("read what %s printed: %w", browser, err)
	}
	defer f.Close()
	if _, err := io.Copy(w, f); err != nil {
		return fmt.Errorf("copy what was printed: %w", err)
	}
	return nil
}
