package watch

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"accede/act"
	"accede/act/signature"
	"accede/canon"
	"accede/dossier"
	"accede/internal/depositary"
	"accede/internal/evidence"
	"accede/internal/tiles"
	"accede/ledger"
)

// DepositPath is where a watcher takes acts.
const DepositPath = "/deposit"

// maxDeposits is how many acts of one author, and of all, may wait at once.
const (
	maxDeposits       = 1000
	maxDepositsOfEach = 50
)

// deposit is an act that was left here.
type deposit struct {
	file string
	act  act.Act
	data []byte
	sigs []signature.Signature
	hash [32]byte
	at   time.Time
}

// ErrDeposit: the act is not taken.
var ErrDeposit = errors.New("not taken")

// Handler takes deposits, and answers the mirror as a host does, so that a record can be healed from it.
func (w *Watcher) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST "+DepositPath, w.serveDeposit)
	mux.HandleFunc("GET /", func(rw http.ResponseWriter, r *http.Request) {
		if w.Moment() == nil {
			http.Error(rw, "nothing has been mirrored yet", http.StatusServiceUnavailable)
			return
		}
		tiles.Handler(w, w.log).ServeHTTP(rw, r)
	})
	return mux
}

func (w *Watcher) serveDeposit(rw http.ResponseWriter, r *http.Request) {
	line, err := io.ReadAll(http.MaxBytesReader(rw, r.Body, act.MaxSize+8<<10))
	if err != nil {
		http.Error(rw, "an act has at most 60 KiB", http.StatusRequestEntityTooLarge)
		return
	}
	receipt, err := w.Deposit(r.Context(), line)
	switch {
	case errors.Is(err, ErrDeposit):
		http.Error(rw, err.Error(), http.StatusUnprocessableEntity)
	case err != nil:
		w.Logger.Error("deposit not kept", "err", err)
		http.Error(rw, "not kept; try another watcher", http.StatusServiceUnavailable)
	default:
		rw.Header().Set("Content-Type", "application/json")
		rw.Write(receipt) // who does not get it leaves the same act again
	}
}

// Deposit takes a line of signed acts with one act, keeps it, and answers the receipt as a file of evidence: from then on the
// watcher says that it has it, hands it to the host, and tells if it is dropped. The same act again has the earlier receipt.
// ErrDeposit: it is not admissible as far as this watcher has seen the record, and why.
func (w *Watcher) Deposit(_ context.Context, line []byte) ([]byte, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	data, sigs, err := signedLine(line)
	if err != nil {
		return nil, fmt.Errorf("read the act: %w: %w", err, ErrDeposit)
	}
	hash := act.Hash(data)
	file := filepath.Join(w.Dir, DepositDir, hex.EncodeToString(hash[:])+".json")
	if kept, err := os.ReadFile(file); err == nil {
		return kept, nil
	}
	at := w.Clock().UTC().Truncate(time.Second)
	if err := w.admissible(data, sigs, at); err != nil {
		return nil, err
	}
	own, _ := w.self()
	receipt, err := ledger.Deposit{Origin: w.Origin, Act: hash, At: at}.Sign(own.Name(), w.Key)
	if err != nil {
		return nil, err
	}
	kept, err := evidence.File{Kind: evidence.Dropped, Origin: w.Origin, Host: w.record.HostKey, Watcher: own.String(), Deposit: receipt, Act: data, Sigs: sigs}.Marshal()
	if err != nil {
		return nil, err
	}
	if err := keep(file, kept); err != nil {
		return nil, fmt.Errorf("keep a deposit: %w", err)
	}
	return kept, nil
}

// admissible answers why an act is not taken.
func (w *Watcher) admissible(data []byte, sigs []signature.Signature, at time.Time) error {
	not := func(why any) error { return fmt.Errorf("%v: %w", why, ErrDeposit) }
	if w.record == nil || w.member() == "" {
		return not("this watcher speaks for no member of the record")
	}
	a, err := act.Parse(data)
	if err != nil {
		return not(err)
	}
	switch {
	case a.By == w.member():
		return not("an act is left with another member's watcher")
	case len(a.Enclosed) > 0:
		return not("what an act encloses cannot be left here: leave one whose words stand in it")
	case len(sigs) == 0:
		return not("it is not signed")
	}
	all := w.deposits()
	own := slices.Collect(func(yield func(deposit) bool) {
		for _, d := range all {
			if d.act.By == a.By && !yield(d) {
				return
			}
		}
	})
	if len(all) >= maxDeposits || len(own) >= maxDepositsOfEach {
		return not("too many acts wait here already")
	}
	if err := depositary.CheckSeen(w.record.Tree.View(), &a); err != nil {
		return not(err)
	}
	e := dossier.SignedEntry(w.record.Tree.Size()+1, at, &a, data, sigs)
	d := w.record.Docket.Clone()
	for n, due := d.Due(at); due; n, due = d.Due(at) { // what the host should have entered by now
		if err := d.Apply(dossier.NoticeEntry(d.Size()+1, at, n)); err != nil {
			return not(err)
		}
	}
	if seq, ok := d.SeenHash(act.Hash(data)); ok {
		return not(fmt.Sprintf("the record has it, as entry %d", seq))
	}
	if err := d.DecideEntry(e, at); err != nil {
		return not(err)
	}
	return nil
}

// signedLine reads a line of signed acts.
func signedLine(line []byte) (data []byte, sigs []signature.Signature, err error) {
	r := canon.NewReader(strings.TrimSuffix(string(line), "\n"))
	for r.Object(); r.Key(); {
		switch r.Last() {
		case "act":
			data = []byte(r.Raw())
		case "sig":
			sigs = signature.Read(&r)
		default:
			r.Refuse("unknown key " + r.Last() + "; the keys here are act, sig")
		}
	}
	if err := r.End(); err != nil {
		return nil, nil, err
	}
	return data, sigs, signature.CheckAll(sigs)
}

// deposits answers what waits, in the order of the time at which it was left.
func (w *Watcher) deposits() []deposit {
	names, err := filepath.Glob(filepath.Join(w.Dir, DepositDir, "*.json"))
	if err != nil {
		return nil
	}
	own, _ := w.self()
	var all []deposit
	for _, name := range names {
		d, err := readDeposit(name, own, w.Origin)
		if err != nil {
			w.Logger.Error("a deposit cannot be read", "file", name, "err", err)
			continue
		}
		all = append(all, d)
	}
	slices.SortStableFunc(all, func(a, b deposit) int { return a.at.Compare(b.at) })
	return all
}

func readDeposit(name string, own ledger.Watcher, origin ledger.Origin) (deposit, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return deposit{}, err
	}
	f, err := evidence.Parse(text)
	if err != nil {
		return deposit{}, err
	}
	signed, err := ledger.OpenDeposit(own, origin, f.Deposit)
	if err != nil {
		return deposit{}, err
	}
	a, err := act.Parse(f.Act)
	if err != nil {
		return deposit{}, err
	}
	return deposit{name, a, f.Act, f.Sigs, signed.Act, signed.At}, nil
}

// handIn hands what was left here to the host, drops what is in the record, and tells what the record was closed without.
func (w *Watcher) handIn(ctx context.Context) error {
	var failed []error
	for _, d := range w.deposits() {
		if _, ok := w.record.Docket.SeenHash(d.hash); ok {
			if err := os.Remove(d.file); err != nil {
				failed = append(failed, fmt.Errorf("drop a deposit that is registered: %w", err))
			}
			continue
		}
		if err := w.submit(ctx, d.data, d.sigs); err != nil {
			failed = append(failed, fmt.Errorf("hand in act %s, left here at %s: %w", d.act.ID, d.at.Format(timeForm), err))
		}
		if err := w.dropped(d); err != nil {
			failed = append(failed, err)
		}
	}
	return errors.Join(failed...)
}

// dropped answers that a silence was found to be assent without an act that was left in time.
func (w *Watcher) dropped(d deposit) error {
	text, err := os.ReadFile(d.file)
	if err != nil {
		return err
	}
	f, err := evidence.Parse(text)
	if err != nil {
		return err
	}
	shown, err := f.Against(w.record)
	if err != nil || len(shown.Says) < 3 { // it waits, and no silence was closed over it
		return nil
	}
	return w.alarm(ErrDropped, &f, "%s", strings.Join(shown.Says[2:], "; "))
}
