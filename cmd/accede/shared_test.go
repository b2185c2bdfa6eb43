package main

import (
	"bytes"
	"cmp"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"accede/act"
	"accede/body"
	"accede/form"
	"accede/internal/apikey"
	"accede/internal/store/postgres/pgtest"
)

// cluster is a record in PostgreSQL with a folder beside it, and a key for the acts of tr.
type cluster struct {
	db           *pgtest.Server
	place, state string
	key          string
	acknowledged map[string]int64 // position by id
}

// newCluster copies the demonstration into a database.
func newCluster(t *testing.T) *cluster {
	t.Helper()
	c := &cluster{db: pgtest.Start(t), acknowledged: map[string]int64{}}
	c.place = c.db.Place(t)
	dir := filepath.Join(t.TempDir(), "rec")
	must(t, "demo", "--once", "--record", dir)
	before := must(t, "verify", dir)
	if said := must(t, "copy", dir, c.place, "--json"); !strings.Contains(said, `"same":true`) {
		t.Errorf("copy says %s", said)
	}
	if after := must(t, "verify", c.place); after != before {
		t.Errorf("the copy verifies as %s, the record as %s", after, before)
	}
	back := filepath.Join(t.TempDir(), "back")
	must(t, "copy", c.place, back)
	if after := must(t, "verify", back); after != before {
		t.Errorf("copied back it verifies as %s, want %s", after, before)
	}
	c.state = filepath.Join(t.TempDir(), "state")
	code, _, said := accede(t, "serve", "--record", c.place, "--state", c.state)
	if code == 0 || !strings.Contains(said, "can be read, not written") {
		t.Errorf("serving without a state folder exits with %d and says %q", code, said)
	}
	if err := os.Mkdir(c.state, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(filepath.Join(dir, keyFile), filepath.Join(c.state, keyFile)); err != nil {
		t.Fatal(err)
	}
	var ring apikey.Ring
	var err error
	if c.key, err = ring.Add("tr", "tr", apikey.Delegate, time.Now(), time.Time{}, rand.Reader); err != nil {
		t.Fatal(err)
	}
	if err := ring.Write(filepath.Join(c.state, apikey.FileName)); err != nil {
		t.Fatal(err)
	}
	return c
}

func (c *cluster) serve(t *testing.T) (*process, string) {
	t.Helper()
	p, url, _ := serving(t, "serve", "--record", c.place, "--state", c.state, "--addr", "127.0.0.1:0", "--api-rate", "0")
	return p, url
}

// post hands in a statement and answers the status and what was said. A receipt that contradicts an earlier one fails.
func (c *cluster) post(t *testing.T, url, id string) (status int, said string) {
	t.Helper()
	a := act.Act{
		Body: "nato", ID: id, By: "tr", Dossiers: []string{"fi"},
		Date: form.Instant{Day: form.Date{Year: 2024, Month: 6, Day: 1}}, Sources: []act.Source{{Key: body.Unsourced}},
		Do: &act.Statement{Statements: []act.Remark{{Side: "tr", Form: "reported", Text: body.Names{"en": "Words."}}}},
	}
	data, err := a.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url+"api/v1/acts", bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+c.key)
	got, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, err.Error()
	}
	defer got.Body.Close()
	text, err := io.ReadAll(got.Body)
	if err != nil {
		return 0, err.Error()
	}
	if got.StatusCode == http.StatusCreated || got.StatusCode == http.StatusOK {
		var receipt struct{ Seq int64 }
		if err := json.Unmarshal(text, &receipt); err != nil {
			t.Fatalf("receipt %s: %v", text, err)
		}
		if before, ok := c.acknowledged[id]; ok && before != receipt.Seq {
			t.Errorf("act %s was registered as %d and as %d", id, before, receipt.Seq)
		}
		c.acknowledged[id] = receipt.Seq
	}
	return got.StatusCode, string(text)
}

// away hands acts in for as long as the database is to be away: not at all, or what ACCEDE_AWAY says. None may be
// acknowledged, and a page shows what is known.
func (c *cluster) away(t *testing.T, urls ...string) {
	t.Helper()
	long, err := time.ParseDuration(cmp.Or(os.Getenv("ACCEDE_AWAY"), "0s"))
	if err != nil {
		t.Fatal(err)
	}
	asked := 0
	for begun := time.Now(); time.Since(begun) < long; asked++ {
		url := urls[asked%len(urls)]
		if status, said := c.post(t, url, fmt.Sprintf("long-away-%d", asked)); status != http.StatusServiceUnavailable {
			t.Errorf("%v after the database went away an act is answered %d %s, want 503", time.Since(begun), status, said)
		}
		if code, _ := get(t, url+"d/fi/"); code != http.StatusOK {
			t.Errorf("%v after the database went away a page = %d, want what is known", time.Since(begun), code)
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Logf("%d acts were handed in while the database was away, and as many pages asked for", asked)
}

// registers posts until there is a receipt, and answers how long that took. Until then every answer must be "not
// recorded, or unknown: try again".
func (c *cluster) registers(t *testing.T, url, id string) time.Duration {
	t.Helper()
	begun := time.Now()
	for time.Since(begun) < time.Minute {
		switch status, said := c.post(t, url, id); status {
		case http.StatusCreated, http.StatusOK:
			return time.Since(begun)
		case http.StatusServiceUnavailable:
			time.Sleep(20 * time.Millisecond)
		default:
			t.Fatalf("act %s is answered %d: %s", id, status, said)
		}
	}
	t.Fatalf("act %s was not registered within a minute", id)
	return 0
}

// TestSeveralProcessesServeOneRecord starts the processes, and kills, pauses and cuts off one after another; in the end
// every act that was acknowledged is in the record where its receipt said.
func TestSeveralProcessesServeOneRecord(t *testing.T) {
	c := newCluster(t)
	first, one := c.serve(t)
	c.registers(t, one, "a-1")
	second, two := c.serve(t)
	t.Run("AReaderHandsActsToTheWriter", func(t *testing.T) {
		if status, said := c.post(t, two, "a-2"); status != http.StatusCreated {
			t.Errorf("an act handed to a reader = %d %s, want 201", status, said)
		}
		if status, said := c.post(t, one, "a-2"); status != http.StatusOK {
			t.Errorf("the same act handed to the writer = %d %s, want 200", status, said)
		}
		if code, page := get(t, two+"api/v1/acts/a-1"); code != http.StatusOK {
			t.Errorf("the receipt of the writer's act at the reader = %d %s", code, page)
		}
		code, said := get(t, two+"api/v1/acts/none")
		if code != http.StatusNotFound {
			t.Errorf("the receipt of no act = %d %s", code, said)
		}
	})
	t.Run("AReaderTakesOverWhenTheWriterDies", func(t *testing.T) {
		first.Process.Signal(syscall.SIGKILL)
		first.Wait()
		t.Logf("registered %v after the writer was killed", c.registers(t, two, "a-3"))
	})
	third, three := c.serve(t)
	t.Run("AWriterThatWasPausedStepsBack", func(t *testing.T) {
		second.Process.Signal(syscall.SIGSTOP)
		t.Logf("registered %v after the writer was paused", c.registers(t, three, "a-4"))
		second.Process.Signal(syscall.SIGCONT)
		c.registers(t, two, "a-5")
		if _, page := get(t, two+"api/v1/acts/a-4"); !strings.Contains(page, fmt.Sprintf(`"seq":%d`, c.acknowledged["a-4"])) {
			t.Errorf("the one that was paused has not read on: %s", page)
		}
	})
	t.Run("WhileTheDatabaseIsAwayNothingIsAcknowledged", func(t *testing.T) {
		c.db.Stop(t, "immediate")
		gone := time.Now()
		c.away(t, two, three)
		for i := range 4 {
			for _, url := range []string{two, three} {
				status, said := c.post(t, url, fmt.Sprintf("away-%d", i))
				if status != http.StatusServiceUnavailable {
					t.Errorf("without a database an act is answered %d %s, want 503", status, said)
				}
				if i == 3 && !strings.Contains(said, "cannot be reached") {
					t.Errorf("without a database an act is answered %s", said)
				}
			}
		}
		if code, page := get(t, three+"d/fi/"); code != http.StatusOK {
			t.Errorf("without a database a page = %d %.200s, want what is known", code, page)
		}
		t.Logf("the database was away for %v", time.Since(gone).Round(time.Millisecond))
		c.db.Run(t)
		for i := range 4 {
			c.registers(t, two, fmt.Sprintf("away-%d", i))
		}
		t.Logf("registered %v after the database was back", c.registers(t, three, "a-6"))
	})
	t.Run("EveryAcknowledgedActIsThere", func(t *testing.T) {
		interrupt(t, second)
		interrupt(t, third)
		must(t, "verify", c.place)
		// Each once, where its receipt said.
		log, err := openToRead(t.Context(), c.place)
		if err != nil {
			t.Fatal(err)
		}
		defer log.Close()
		entries, err := log.Read(t.Context(), 0, 1<<20)
		if err != nil {
			t.Fatal(err)
		}
		for id, seq := range c.acknowledged {
			var found []int64
			for _, e := range entries {
				if bytes.Contains(e.Bytes, []byte(`"`+id+`"`)) {
					found = append(found, e.Seq)
				}
			}
			if len(found) != 1 || found[0] != seq {
				t.Errorf("act %s is at %v, want at %d alone", id, found, seq)
			}
		}
	})
}
