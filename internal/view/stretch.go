package view

import (
	"encoding/hex"
	"slices"

	"accede/dossier"

	"accede/internal/view/words"
)

// LogStretch answers the lines of a dossier that were entered after a position, in the order of their entry, at most
// most of them. Whoever goes on from the position of the last one misses none and sees none twice, however the record
// grows. Lines that follow and were not entered have no position and are left out: Log has them. It takes time in the
// number of the dossier's lines.
func LogStretch(d *dossier.Docket, id string, after int64, most int, r *words.Reader) []LogLine {
	set := SettingOf(d)
	var lines []dossier.Line
	for _, l := range d.Lines(id) {
		if l.Seq > after {
			lines = append(lines, l)
		}
	}
	slices.SortFunc(lines, func(a, b dossier.Line) int { return int(a.Seq - b.Seq) })
	out := make([]LogLine, 0, min(len(lines), most))
	for _, l := range lines[:min(len(lines), most)] {
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
