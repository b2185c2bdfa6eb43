package main

import (
	"bufio"
	"cmp"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"slices"

	"accede/internal/store"
)

// benchCheckVerb looks for acknowledged acts.
type benchCheckVerb struct {
	File   string `arg:"" help:"What bench --acknowledged has kept."`
	Record string `required:"" placeholder:"PLACE" help:"Folder of the record, or its address in PostgreSQL."`
	JSON   bool   `name:"json" help:"Print JSON."`
}

// Help is shown by --help.
func (benchCheckVerb) Help() string {
	return "Example: accede bench check acts.jsonl --record records/bench\n\n" +
		"The whole record is read, and every entry, signature and finding checked. It exits with 5 if an act is not there."
}

// Run carries the verb out.
func (v *benchCheckVerb) Run(s *session) error {
	f, err := os.Open(v.File)
	if err != nil {
		return fmt.Errorf("read what was acknowledged: %w", err)
	}
	defer f.Close()
	r, _, err := s.readRecord(v.Record, asOf{})
	if err != nil {
		return err
	}
	var all []acknowledged
	var lost, elsewhere int
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var a acknowledged
		if err := json.Unmarshal(lines.Bytes(), &a); err != nil {
			return badUse("%s: line %d: %w", v.File, len(all)+1, err)
		}
		all = append(all, a)
		seq, hash, ok := r.Docket.SeenID(a.ID)
		switch {
		case !ok || hex.EncodeToString(hash[:]) != a.Hash:
			lost++
			fmt.Fprintf(s.stderr, "lost: %s, acknowledged as entry %d\n", a.ID, a.Seq)
		case seq != a.Seq:
			elsewhere++
			fmt.Fprintf(s.stderr, "elsewhere: %s is entry %d, acknowledged as %d\n", a.ID, seq, a.Seq)
		}
	}
	early := tooEarly(all)
	for _, a := range early {
		fmt.Fprintf(s.stderr, "out of order: %s is entry %d, and a later one was acknowledged before it was handed in\n", a.ID, a.Seq)
	}
	if v.JSON {
		err = s.printJSON(map[string]int{"acknowledged": len(all), "lost": lost, "elsewhere": elsewhere, "out_of_order": len(early), "entries": int(r.Tree.Size())})
	} else {
		_, err = fmt.Fprintf(s.stdout, "%d acknowledged, %d lost, %d elsewhere, %d out of order; the record has %d entries and holds\n", len(all), lost, elsewhere, len(early), r.Tree.Size())
	}
	if bad := lost + elsewhere + len(early); err == nil && bad > 0 {
		return &store.DamageError{What: fmt.Sprintf("%d acknowledged acts are not where they were registered", bad)}
	}
	return err
}

// tooEarly answers acts that stand before one whose acknowledgement had come before they were handed in. Where there is
// none, and each stands where its receipt says, the order of the record is one in which all of them can have happened,
// each at one instant between the question and the answer: the history is linearizable.
func tooEarly(all []acknowledged) (early []acknowledged) {
	byFrom := slices.SortedFunc(slices.Values(all), func(a, b acknowledged) int { return cmp.Compare(a.From, b.From) })
	byTo := slices.SortedFunc(slices.Values(all), func(a, b acknowledged) int { return cmp.Compare(a.To, b.To) })
	var last int64 // the last position acknowledged before
	next := 0
	for _, a := range byFrom {
		for ; byTo[next].To < a.From; next++ {
			last = max(last, byTo[next].Seq)
		}
		if a.Seq < last {
			early = append(early, a)
		}
	}
	return early
}
