package view

import (
	"encoding/hex"

	"accede/dossier"

	"accede/internal/view/words"
)

// LogStretch answers the lines of a dossier that were entered after a position, in the order of their entry, at most
// most of them. Whoever goes on from the position of the last one misses none and sees none twice, however the record
// grows. Lines that follow and were not entered have no position and are left out: Log has them. Of an official record it
// takes time in what it answers.
func LogStretch(d *dossier.Docket, id string, after int64, most int, r *words.Reader) []LogLine {
	set := SettingOf(d)
	lines := d.LinesAfter(id, after, most)
	out := make([]LogLine, 0, len(lines))
	for _, l := range lines {
		line := logLine(set, l, r)
		if l.Act != nil {
			_, hash, _ := d.SeenID(l.Act.ID)
			line.Hash = hex.EncodeToString(hash[:])
		}
		out = append(out, line)
	}
	return out
}

// LogPage is a stretch of a dossier's lines in the order of their entry, and where to go on from.
type LogPage struct {
	Dossier string    `json:"dossier"`
	Lines   []LogLine `json:"lines"`
	After   int64     `json:"after"` // the position of the last line, or the one that was asked for
	Size    int64     `json:"size"`  // entries of the record when this was read
}
