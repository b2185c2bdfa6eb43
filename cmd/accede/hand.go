package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"accede/act"
	"accede/client"
	"accede/dossier"
	"accede/internal/bundle"
	"accede/internal/depositary"
	"accede/internal/evidence"
	"accede/internal/fault"
	"accede/internal/watch"
	"accede/ledger"
)

// handing says where a signed act is handed in, where that is not the record at hand.
type handing struct {
	Host    string `placeholder:"URL" help:"Hand the signed act in at this host; --record is a mirror of its record."`
	Watcher string `placeholder:"URL" help:"Leave the signed act with another member's watcher, which takes what the host does not."`
	Receipt string `placeholder:"FILE" help:"Keep the watcher's receipt there; it is printed otherwise."`
}

func (h handing) away() bool { return h.Host != "" || h.Watcher != "" }

// handAll signs acts and hands each in elsewhere. What they have seen is the record at hand.
func (c *signing) handAll(s *session, r *depositary.Record, acts []act.Act, signers []signer) error {
	switch {
	case c.Host != "" && c.Watcher != "":
		return badUse("an act is handed in at one place: give --host or --watcher")
	case c.used():
		return badUse("what is enclosed is handed in where the record is: leave --host and --watcher out")
	case c.Receipt != "" && (c.Watcher == "" || len(acts) != 1):
		return badUse("--receipt keeps a watcher's receipt of one act: give --watcher, and one act")
	}
	infos := []actInfo{}
	for i := range acts {
		data, sigs, err := c.signed(s, r.Docket, &acts[i], signers, r.Tree.Size(), r.Tree.Root().String())
		if err != nil {
			return err
		}
		line, err := act.AppendSigned(nil, data, sigs)
		if err != nil {
			return fmt.Errorf("write a signed act: %w", err)
		}
		if c.Watcher != "" {
			if err := c.leave(s, acts[i].ID, line); err != nil {
				return err
			}
			continue
		}
		info, err := handIn(s, c.Host, r, dossier.SignedEntry(0, time.Time{}, &acts[i], data, sigs), line)
		if err != nil {
			return err
		}
		if infos = append(infos, info); !c.JSON {
			s.sayRegistered(info)
		}
	}
	if c.JSON && c.Watcher == "" {
		return s.printJSON(infos)
	}
	return nil
}

// handIn hands an act in at a host. It is registered once the receipt proves it: a host may answer anything.
func handIn(s *session, host string, r *depositary.Record, e dossier.Entry, line []byte) (actInfo, error) {
	a := e.Act
	server, err := client.New(host, client.Options{})
	if err != nil {
		return actInfo{}, badUse("--host: %w", err)
	}
	receipt, err := server.Submit(s.ctx, line)
	if err != nil {
		return actInfo{}, fmt.Errorf("hand in act %s at %s: %w", a.ID, host, answered(err))
	}
	if err := proves(receipt, r, e); err != nil {
		return actInfo{}, problem{fmt.Errorf("the host %s says that act %s is registered as entry %d, and its receipt does not prove it (%w); leave the act with another member's watcher: --watcher URL",
			host, a.ID, receipt.Seq, err), bundle.ErrVerify}
	}
	return actInfo{ID: a.ID, Act: string(a.Do.Kind()), By: string(a.By), Seq: receipt.Seq, Hash: receipt.Hash, Notices: len(receipt.Notices)}, nil
}

// proves checks that a receipt leads from the entry of an act to a checkpoint that the host of the record has signed.
func proves(w client.Receipt, r *depositary.Record, e dossier.Entry) error {
	at, err := time.Parse(time.RFC3339, w.At)
	if err != nil {
		return err
	}
	e.Seq, e.At = w.Seq, at.UTC()
	data, err := e.Marshal()
	if err != nil {
		return err
	}
	c, err := ledger.OpenCheckpoint(r.Host, r.Origin, []byte(w.Checkpoint))
	if err != nil {
		return err
	}
	var path []ledger.Hash
	for _, text := range w.Path {
		h, err := tlog.ParseHash(text)
		if err != nil {
			return err
		}
		path = append(path, h)
	}
	return ledger.CheckInclusion(path, c.Size, c.Root, w.Seq, ledger.LeafHash(data))
}

// problem is what a host answers, and what that is in the table of errors.
type problem struct {
	error
	means error
}

func (p problem) Unwrap() []error { return []error{p.error, p.means} }

// answered tells what went wrong at a host by the name it gives to it; where it gives none, it does not answer.
func answered(err error) error {
	for _, row := range fault.Table() {
		if client.IsProblem(err, row.Name) {
			return problem{err, row.Err}
		}
	}
	return problem{err, watch.ErrSilent}
}

// leave leaves an act with a watcher, and keeps or prints its receipt once it has been checked.
func (c *signing) leave(s *session, id string, line []byte) error {
	doing := fmt.Sprintf("leave act %s with the watcher %s", id, c.Watcher)
	address := strings.TrimSuffix(c.Watcher, "/") + watch.DepositPath
	r, err := http.NewRequestWithContext(s.ctx, http.MethodPost, address, bytes.NewReader(line))
	if err != nil {
		return badUse("--watcher: %w", err)
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		return fmt.Errorf("%s: %w: %w", doing, err, watch.ErrSilent)
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(resp.Body, 1<<20))
	switch {
	case err != nil:
		return fmt.Errorf("%s: %w: %w", doing, err, watch.ErrSilent)
	case resp.StatusCode == http.StatusUnprocessableEntity:
		return fmt.Errorf("%s: %s: %w", doing, strings.TrimSpace(string(answer)), watch.ErrDeposit)
	case resp.StatusCode != http.StatusOK:
		return fmt.Errorf("%s: it answers %s: %w", doing, resp.Status, watch.ErrSilent)
	}
	f, err := evidence.Parse(answer)
	if err != nil {
		return fmt.Errorf("%s: its receipt: %w", doing, err)
	}
	shown, err := f.Check()
	if err != nil {
		return fmt.Errorf("%s: its receipt: %w", doing, err)
	}
	if c.Receipt == "" {
		_, err = s.stdout.Write(answer)
		return err
	}
	if err := writeWhole(c.Receipt, func(w io.Writer) error { _, err := w.Write(answer); return err }); err != nil {
		return err
	}
	if c.JSON {
		return json.NewEncoder(s.stdout).Encode(map[string]string{"id": id, "receipt": c.Receipt})
	}
	fmt.Fprintf(s.stdout, "Left: %s. The receipt is in %s; keep it.\n", shown.Says[0], c.Receipt)
	return nil
}

// readEvidence reads a file of evidence; not ok where the file is something else.
func readEvidence(file string) (evidence.File, bool, error) {
	f, err := os.Open(file)
	if err != nil {
		return evidence.File{}, false, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, 1<<20))
	if err != nil || !evidence.Is(data) {
		return evidence.File{}, false, err
	}
	e, err := evidence.Parse(data)
	return e, true, err
}
