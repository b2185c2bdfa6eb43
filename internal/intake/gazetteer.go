package intake

import (
	"bytes"
	"embed"
	"encoding/csv"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"accede/body"
)

// data holds the gazetteers: names of states from ISO 3166 with what their people and capitals are called, bodies,
// offices, people who are printed in several spellings, cities, armed groups, and the small words of languages. The
// first line of each names its columns; | separates names in one column. A line is added without touching Go.
//
//go:embed data/*.csv
var data embed.FS

// class says what a name in a gazetteer is.
type class uint8

const (
	aState      class = iota + 1 // Finland: a party
	anAdjective                  // Finnish: a party, before an office or a noun
	aPeople                      // Finns: a party
	aCapital                     // Helsinki: a place, or the party whose capital it is
	aCity                        // Geneva: a place
	aBody                        // NATO
	anOffice                     // foreign minister
	aGroup                       // PKK
)

// entry is a name as a sequence of words, and what it is.
type entry struct {
	words []string // in lower case
	class class
	id    string // of the party, body or group; of an office, its kind
	name  string // as the gazetteer writes it
	cased bool   // must begin with a capital letter, so that a turkey is no state
}

// person is somebody who is printed in several spellings.
type person struct {
	name, role string
	side       string // a party, or chair
	also       []string
}

// gazetteer is all names, by their first word.
type gazetteer struct {
	first     map[string][]entry
	names     map[string]string // id of a state to its name
	people    []person
	charters  map[string]string // id of a body to its charter
	languages []language
}

// gazetteers reads the files once. They are part of the program: that they can be read is tested.
var gazetteers = sync.OnceValues(loadGazetteer)

func loadGazetteer() (*gazetteer, error) {
	g := &gazetteer{first: map[string][]entry{}, names: map[string]string{}, charters: map[string]string{}}
	for _, file := range []struct {
		name string
		add  func(row []string)
	}{
		{"countries", g.addCountry},
		{"bodies", g.addBody},
		{"offices", func(row []string) { g.add(anOffice, row[1], row[0], row[0]) }},
		{"cities", func(row []string) { g.add(aCity, row[1], row[0], row[0]) }},
		{"groups", func(row []string) { g.addAll(aGroup, row[0], row[1], row[1]+"|"+row[2]) }},
		{"people", func(row []string) {
			g.people = append(g.people, person{row[0], row[3], row[2], strings.Split(row[1], "|")})
		}},
		{"languages", func(row []string) { g.languages = append(g.languages, newLanguage(row)) }},
	} {
		rows, err := readRows(file.name)
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			file.add(row)
		}
	}
	return g, nil
}

// readRows answers the lines of a gazetteer after the first.
func readRows(name string) ([][]string, error) {
	text, err := data.ReadFile("data/" + name + ".csv")
	if err != nil {
		return nil, fmt.Errorf("read gazetteer %s: %w", name, err)
	}
	rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("read gazetteer %s: %w", name, err)
	}
	return rows[1:], nil
}

func (g *gazetteer) addCountry(row []string) {
	id, name := row[0], row[2]
	g.names[id] = name
	g.addAll(aState, id, name, name+"|"+row[3])
	g.addAll(anAdjective, id, name, row[4])
	g.addAll(aPeople, id, name, row[5])
	g.addAll(aCapital, id, name, row[6])
}

func (g *gazetteer) addBody(row []string) {
	g.addAll(aBody, row[0], row[1], row[1]+"|"+row[2])
	g.charters[row[0]] = row[3]
}

func (g *gazetteer) addAll(c class, id, name, spellings string) {
	for s := range strings.SplitSeq(spellings, "|") {
		if s != "" {
			g.add(c, id, name, s)
		}
	}
}

func (g *gazetteer) add(c class, id, name, spelling string) {
	words := wordsOf(spelling)
	if len(words) == 0 {
		return
	}
	g.first[words[0]] = append(g.first[words[0]], entry{words, c, id, name, c != anOffice})
}

// with answers the gazetteer and the names of a charter: its parties, and the body itself.
func (g *gazetteer) with(c *body.Charter) *gazetteer {
	if c == nil {
		return g
	}
	more := &gazetteer{first: map[string][]entry{}, names: map[string]string{}, people: g.people, charters: g.charters, languages: g.languages}
	maps.Copy(more.names, g.names)
	for word, entries := range g.first {
		more.first[word] = slices.Clip(entries)
	}
	for _, list := range [][]body.Member{c.Members, c.Applicants} {
		for _, m := range list {
			more.addMember(m)
		}
	}
	for _, p := range c.Parties {
		more.addNames(aState, string(p.ID), p.Name)
		if words := strings.Fields(p.Name.In("en")); len(words) == 2 { // the European Commission is called the Commission
			more.add(aState, string(p.ID), p.Name.In("en"), words[1])
		}
	}
	more.addNames(aBody, c.Body, c.Name)
	return more
}

func (g *gazetteer) addMember(m body.Member) {
	id := string(m.ID)
	g.names[id] = m.Name.In("en")
	g.addNames(aState, id, m.Name)
	for _, f := range m.Formerly {
		g.add(aState, id, m.Name.In("en"), f.Name)
	}
}

// addNames adds a name in English alone: Finland is Suomi to its own people, and Malta a word in other languages.
func (g *gazetteer) addNames(c class, id string, names body.Names) {
	if name := names.In("en"); name != "" {
		g.add(c, id, name, name)
	}
}

// at answers the longest name that begins at a word, and how many words it has.
func (g *gazetteer) at(toks []token) (entry, int) {
	if len(toks) == 0 {
		return entry{}, 0
	}
	var best entry
	for _, e := range g.first[toks[0].low] {
		if len(e.words) > len(best.words) && e.fits(toks) {
			best = e
		}
	}
	return best, len(best.words)
}

func (e entry) fits(toks []token) bool {
	if len(toks) < len(e.words) || e.cased && !toks[0].cap {
		return false
	}
	for i, w := range e.words {
		if toks[i].low != w {
			return false
		}
	}
	return true
}
