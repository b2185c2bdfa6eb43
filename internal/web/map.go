package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/text/language"

	"accede/internal/atlas"
	"accede/internal/view"
)

// cartographer makes the map of a body's members, or hands out the one an organisation brings.
type cartographer struct {
	outlines func() (*atlas.Outlines, error) // read when the first map is wanted
	own      *chartedMap                     // the organisation's; nil: maps are drawn
	drawn    sync.Map                        // chartedMap by the list of parties
}

// chartedMap is a map and the address it is served under.
type chartedMap struct {
	atlas.Map
	Address string
	Own     bool // the organisation's own file
}

// newCartographer reads the organisation's map, where there is one.
func newCartographer(own []byte) (*cartographer, error) {
	c := &cartographer{outlines: sync.OnceValues(func() (*atlas.Outlines, error) {
		text, err := embedded.ReadFile("assets/outlines.txt")
		if err != nil {
			return nil, err
		}
		return atlas.Parse(string(text))
	})}
	if own == nil {
		return c, nil
	}
	m, err := readMap(own)
	if err != nil {
		return nil, fmt.Errorf("read the map: %w", err)
	}
	c.own = &chartedMap{m, mapAddress(own), true}
	return c, nil
}

func mapAddress(file []byte) string {
	sum := sha256.Sum256(file)
	return "/static/map." + hex.EncodeToString(sum[:6]) + ".svg"
}

// of answers the map of some parties, by their ids; it is made once for each list of them.
func (c *cartographer) of(ids []string) (*chartedMap, error) {
	if c.own != nil {
		return c.own, nil
	}
	key := strings.Join(ids, " ")
	if known, ok := c.drawn.Load(key); ok {
		return known.(*chartedMap), nil
	}
	o, err := c.outlines()
	if err != nil {
		return nil, err
	}
	var codes []string
	for _, id := range ids {
		if code, ok := numeric(id); ok && o.Has(code) {
			codes = append(codes, code)
		}
	}
	m := atlas.Draw(o, codes)
	made := &chartedMap{m, mapAddress(m.File), false}
	c.drawn.Store(key, made)
	return made, nil
}

// file answers a map by the address it is served under.
func (c *cartographer) file(address string) (data []byte, ok bool) {
	if c.own != nil && c.own.Address == address {
		return c.own.File, true
	}
	c.drawn.Range(func(_, v any) bool {
		if m := v.(*chartedMap); m.Address == address {
			data, ok = m.File, true
		}
		return !ok
	})
	return data, ok
}

// numeric answers the ISO 3166-1 numeric code of a state, three digits, by its alpha-2 code; false for what is none.
func numeric(id string) (string, bool) {
	if len(id) != 2 {
		return "", false
	}
	region, err := language.ParseRegion(strings.ToUpper(id))
	if err != nil || !region.IsCountry() || region.M49() == 0 {
		return "", false
	}
	return fmt.Sprintf("%03d", region.M49()), true
}

var outlineID = regexp.MustCompile(`^c[0-9]{3}$`)

// readMap reads the map an organisation brings: SVG with a viewBox, in which the outline of each member has the id c
// and its ISO 3166-1 numeric code, and other land, if any, the id land. It refuses what could run or load something.
func readMap(file []byte) (atlas.Map, error) {
	m := atlas.Map{File: file}
	sheet := atlas.Sheet{}
	d := xml.NewDecoder(bytes.NewReader(file))
	for first := true; ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return m, err
		}
		e, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		if first {
			if e.Name.Local != "svg" {
				return m, fmt.Errorf("it begins with <%s>, not with <svg>", e.Name.Local)
			}
			if m.Width, m.Height, err = viewBox(e); err != nil {
				return m, err
			}
			first = false
		}
		if err := harmless(e); err != nil {
			return m, err
		}
		switch id := attribute(e, "id"); {
		case id == "land":
			sheet.Land = id
		case outlineID.MatchString(id):
			sheet.Places = append(sheet.Places, atlas.Place{ID: id[1:]})
		}
	}
	if len(sheet.Places) == 0 {
		return m, errors.New("no outline has an id such as c246: c and the ISO 3166-1 numeric code, three digits")
	}
	sheet.Width, sheet.Height = m.Width, m.Height
	m.Sheets = []atlas.Sheet{sheet}
	return m, nil
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func viewBox(e xml.StartElement) (w, h float64, err error) {
	fields := strings.Fields(attribute(e, "viewBox"))
	if len(fields) != 4 || fields[0] != "0" || fields[1] != "0" {
		return 0, 0, errors.New("it needs a viewBox that begins with 0 0")
	}
	w, err1 := strconv.ParseFloat(fields[2], 64)
	h, err2 := strconv.ParseFloat(fields[3], 64)
	if err := errors.Join(err1, err2); err != nil || w <= 0 || h <= 0 {
		return 0, 0, fmt.Errorf("its viewBox is %q", strings.Join(fields, " "))
	}
	return w, h, nil
}

// harmless refuses elements that run or load something.
func harmless(e xml.StartElement) error {
	switch name := strings.ToLower(e.Name.Local); name {
	case "script", "foreignobject", "image", "iframe", "set", "animate", "handler":
		return fmt.Errorf("a map is outlines alone, and this has <%s>", name)
	}
	for _, a := range e.Attr {
		name := strings.ToLower(a.Name.Local)
		if strings.HasPrefix(name, "on") || name == "href" && !strings.HasPrefix(a.Value, "#") {
			return fmt.Errorf("a map is outlines alone, and this has %s=%q", a.Name.Local, a.Value)
		}
	}
	return nil
}

// drawnSheet is a sheet with what stands on each outline.
type drawnSheet struct {
	atlas.Sheet
	Waiting, Others []drawnPlace // hatched, and in a tone
	Marks           []drawnPlace // dots and labels, above all outlines
	Applicant       []drawnPlace
}

// drawnPlace is an outline with the party it belongs to.
type drawnPlace struct {
	atlas.Place
	Mark             view.Mark
	Code, Name, Word string
	Applicant        bool
}

// sheets puts the parties of a page onto a map. Outlines of nobody on the page are land.
func sheets(m *chartedMap, p view.RatificationPage, applicant string) []drawnSheet {
	by := map[string]drawnPlace{}
	for _, row := range p.Rows {
		if code, ok := numeric(row.ID); ok {
			by[code] = drawnPlace{Mark: row.Mark, Code: row.Code, Name: row.Name, Word: row.Word}
		}
	}
	if code, ok := numeric(p.Applicant.ID); ok {
		if _, member := by[code]; !member {
			by[code] = drawnPlace{Mark: view.MarkAside, Code: p.Code, Name: p.Applicant.Name, Word: applicant, Applicant: true}
		}
	}
	all := make([]drawnSheet, len(m.Sheets))
	for i, sheet := range m.Sheets {
		all[i].Sheet = sheet
		for _, place := range sheet.Places {
			x, ok := by[place.ID]
			x.Place = place
			switch {
			case !ok:
				x.Mark, x.Word = view.MarkAside, ""
				all[i].Others = append(all[i].Others, x)
				continue
			case x.Applicant:
				all[i].Applicant = append(all[i].Applicant, x)
			case x.Mark == view.MarkWait:
				all[i].Waiting = append(all[i].Waiting, x)
			default:
				all[i].Others = append(all[i].Others, x)
			}
			all[i].Marks = append(all[i].Marks, x)
		}
	}
	return all
}
