package web

import (
	"strings"

	"accede/internal/view"
)

// titled answers the title of a room: its name before the dossier's.
func (c opened) titled(key, title string) string {
	return c.frame.Reader.Say(key, nil) + " · " + title
}

// isData says whether an address asks for data and not for a page.
func isData(path string) bool { return strings.HasSuffix(path, ".json") }

// dataPath answers the address of the data a page is made of.
func dataPath(path string) string { return strings.TrimSuffix(path, "/") + ".json" }

// stripPer is how many seats stand in one row of the strip.
const stripPer = 15

func stripRows(n int) int { return (n + stripPer - 1) / stripPer }

func stripX(i int) float64 { return 20 + 41*float64(i%stripPer) }

func stripY(i int) float64 { return 23 + 42*float64(i/stripPer) }

// kindClass answers a word of the record as the name of a class.
func kindClass(word string) string { return strings.ReplaceAll(word, " ", "-") }

// isRound says whether the page is that of a round.
func isRound(f frame, dossier, round string) bool {
	return f.Here == "/d/"+dossier+"/talks/"+round+"/" || strings.HasSuffix(f.Here, "/talks/"+round+"/")
}

// partyNames answers the names of parties as one enumeration.
func partyNames(f frame, all []view.Party) string {
	names := make([]string, len(all))
	for i, p := range all {
		names[i] = p.Name
	}
	return f.Reader.List(names)
}

// bareSource answers the name of a source without saying that it is one.
func bareSource(f frame, s view.SourceLine) string {
	if s.Publisher != "" {
		return say(f, "source.publisher", "title", s.Title, "publisher", s.Publisher)
	}
	return say(f, "source.title", "title", s.Title)
}
