package main

import (
	"bufio"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"

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
	var count, lost, elsewhere int64
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		var a acknowledged
		if err := json.Unmarshal(lines.Bytes(), &a); err != nil {
			return badUse("%s: line %d: %w", v.File, count+1, err)
		}
		count++
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
	if err := lines.Err(); err != nil {
		return fmt.Errorf("read what was acknowledged: %w", err)
	}
	if v.JSON {
		err = s.printJSON(map[string]int64{"acknowledged": count, "lost": lost, "elsewhere": elsewhere, "entries": r.Tree.Size()})
	} else {
		_, err = fmt.Fprintf(s.stdout, "%d acknowledged, %d lost, %d elsewhere; the record has %d entries and holds\n", count, lost, elsewhere, r.Tree.Size())
	}
	if err == nil && lost+elsewhere > 0 {
		return &store.DamageError{What: fmt.Sprintf("%d acknowledged acts are not where they were registered", lost+elsewhere)}
	}
	return err
}
