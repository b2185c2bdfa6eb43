package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"fmt"
	"net/http"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"

	"accede/body"

	"accede/internal/view"
)

// feedRoutes are the addresses that feed readers and calendars subscribe to. They show what everybody may read, to
// everybody alike.
func (s *site) feedRoutes(mux *http.ServeMux) {
	mux.HandleFunc("GET /feed.atom", s.news)
	mux.HandleFunc("GET /d/{dossier}/feed.atom", s.news)
	mux.HandleFunc("GET /party/{party}/feed.atom", s.moves)
	mux.HandleFunc("GET /calendar.ics", s.ical)
	mux.HandleFunc("GET /d/{dossier}/calendar.ics", s.ical)
}

// feedLink is one address to subscribe to.
type feedLink struct{ Type, Title, Href string }

const (
	atomType = "application/atom+xml"
	icalType = "text/calendar"
)

// feedLinks answers what a page offers to subscribe to: of the dossier it belongs to, else of all. A copy has no news, and a rehearsal is
// nobody's news.
func feedLinks(f frame) []feedLink {
	if f.Body == "" || f.Rehearsal != nil || f.Copy {
		return nil
	}
	path, of := "/", f.Body
	if rest, ok := strings.CutPrefix(f.Here, "/d/"); ok {
		id, _, _ := strings.Cut(rest, "/")
		path, of = "/d/"+id+"/", afterLast(f.Title, " · ") // without the name of the room
	}
	return []feedLink{
		{atomType, say(f, "feed.news", "of", of), with(path+"feed.atom", "lang", f.Reader.Tag())},
		{icalType, say(f, "feed.dates", "of", of), with(path+"calendar.ics", "lang", f.Reader.Tag())},
	}
}

// afterLast answers what follows the last of a mark in a text; the whole text where there is none.
func afterLast(text, mark string) string {
	if i := strings.LastIndex(text, mark); i >= 0 {
		return text[i+len(mark):]
	}
	return text
}

// partyFeed answers the address of what is a party's to do.
func partyFeed(f frame, p view.Party) feedLink {
	return feedLink{atomType, say(f, "feed.moves", "of", p.Name), with("/party/"+p.ID+"/feed.atom", "lang", f.Reader.Tag())}
}

func (s *site) news(w http.ResponseWriter, r *http.Request) {
	a, only, title, ok := s.subscribed(w, r)
	if !ok {
		return
	}
	lines, err := view.NewFeed(a.docket, a.at, only, a.frame.Reader)
	if err != nil {
		s.fail(w, r, a.frame, err)
		return
	}
	s.atom(w, r, a, say(a.frame, "feed.news", "of", title), lines)
}

func (s *site) moves(w http.ResponseWriter, r *http.Request) {
	a, err := s.ask(w, r)
	if err != nil {
		s.fail(w, r, a.frame, err)
		return
	}
	party := body.MemberID(r.PathValue("party"))
	if _, known := a.docket.Body().Party(party); !known {
		s.fail(w, r, a.frame, errPage)
		return
	}
	lines, err := view.NewMoveFeed(a.docket, a.at, party, a.frame.Reader)
	if err != nil {
		s.fail(w, r, a.frame, err)
		return
	}
	s.atom(w, r, a, say(a.frame, "feed.moves", "of", view.SettingOf(a.docket).Name(party, a.frame.Reader)), lines)
}

// subscribed reads which dossiers an address is about: the one it names, or all.
func (s *site) subscribed(w http.ResponseWriter, r *http.Request) (a asked, only []string, title string, ok bool) {
	if r.PathValue("dossier") != "" {
		c, ok := s.opened(w, r)
		if !ok {
			return asked{}, nil, "", false
		}
		return c.asked, []string{c.id}, view.NewHead(c.set, c.standing, c.frame.Reader).Title, true
	}
	a, err := s.ask(w, r)
	if err != nil {
		s.fail(w, r, a.frame, err)
		return a, nil, "", false
	}
	return a, nil, a.frame.Body, true
}

// The elements of an Atom feed. (RFC 4287)
type (
	atomFeed struct {
		XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
		Lang    string      `xml:"xml:lang,attr"`
		ID      string      `xml:"id"`
		Title   string      `xml:"title"`
		Updated string      `xml:"updated"`
		Author  string      `xml:"author>name"`
		Links   []atomLink  `xml:"link"`
		Entries []atomEntry `xml:"entry"`
	}
	atomLink struct {
		Rel  string `xml:"rel,attr"`
		Type string `xml:"type,attr,omitempty"`
		Href string `xml:"href,attr"`
	}
	atomEntry struct {
		ID      string   `xml:"id"`
		Title   string   `xml:"title"`
		Updated string   `xml:"updated"`
		Link    atomLink `xml:"link"`
		Content atomText `xml:"content"`
	}
	atomText struct {
		Type string `xml:"type,attr"`
		Text string `xml:",chardata"`
	}
)

func (s *site) atom(w http.ResponseWriter, r *http.Request, a asked, title string, lines []view.FeedLine) {
	base, ofBody := servedAt(r), a.docket.Charter().Body
	f := atomFeed{
		Lang: a.frame.Reader.Tag(), ID: urn(ofBody, r.URL.Path), Title: title, Author: a.frame.Body,
		Updated: a.docket.At().UTC().Format(time.RFC3339),
		Links: []atomLink{
			{"self", atomType, base + r.URL.RequestURI()},
			{"alternate", "text/html", base + strings.TrimSuffix(r.URL.Path, "feed.atom")},
		},
	}
	if strings.HasPrefix(r.URL.Path, "/party/") {
		f.Links[1].Href = base + with("/desk", "for", r.PathValue("party"))
	}
	for i, l := range lines {
		if i == 0 {
			f.Updated = l.When.UTC().Format(time.RFC3339)
		}
		f.Entries = append(f.Entries, atomEntry{
			ID: urn(ofBody, l.Key), Title: l.Title, Updated: l.When.UTC().Format(time.RFC3339),
			Link: atomLink{"alternate", "text/html", base + l.Path}, Content: atomText{"text", l.Text},
		})
	}
	data, err := xml.MarshalIndent(f, "", " ")
	if err != nil {
		s.fail(w, r, a.frame, fmt.Errorf("write a feed: %w", err))
		return
	}
	taken(w, r, atomType+"; charset=utf-8", append([]byte(xml.Header), data...))
}

// urn answers a name for a thing of a body that is the same for ever, whatever address the pages have.
func urn(parts ...string) string {
	h := sha256.Sum256([]byte("accede/feed/1\n" + strings.Join(parts, "\n")))
	h[6], h[8] = h[6]&0x0f|0x80, h[8]&0x3f|0x80 // a UUID of version 8: what is in it is our affair (RFC 9562)
	x := hex.EncodeToString(h[:16])
	return "urn:uuid:" + x[:8] + "-" + x[8:12] + "-" + x[12:16] + "-" + x[16:20] + "-" + x[20:]
}

// servedAt answers the address at which the request came in.
func servedAt(r *http.Request) string {
	if r.TLS != nil {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

// taken answers data that programs ask for again and again: where it has not changed, in a few bytes.
func taken(w http.ResponseWriter, r *http.Request, kind string, data []byte) {
	h := sha256.Sum256(data)
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Cache-Control", "no-cache")
	w.Header().Set("ETag", `W/"`+hex.EncodeToString(h[:12])+`"`)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data))
}

// ical answers rounds and deadlines as a calendar. (RFC 5545)
func (s *site) ical(w http.ResponseWriter, r *http.Request) {
	a, only, title, ok := s.subscribed(w, r)
	if !ok {
		return
	}
	dates, err := view.NewFeedDates(a.docket, a.at, only, a.frame.Reader)
	if err != nil {
		s.fail(w, r, a.frame, err)
		return
	}
	cal := ics.NewCalendarFor("accede")
	cal.SetMethod(ics.MethodPublish)
	cal.SetName(say(a.frame, "feed.dates", "of", title))
	cal.SetXWRCalName(say(a.frame, "feed.dates", "of", title))
	cal.SetRefreshInterval("PT1H")
	for _, x := range dates {
		addEvent(cal, x, a.docket.Charter().Body, servedAt(r))
	}
	taken(w, r, icalType+"; charset=utf-8", []byte(cal.Serialize(ics.WithNewLineWindows)))
}

func addEvent(cal *ics.Calendar, x view.FeedDate, ofBody, base string) {
	e := cal.AddEvent(x.UID + "@" + ofBody + ".accede")
	e.SetDtStampTime(x.Stamp)
	e.SetSequence(x.Sequence)
	e.SetSummary(x.Title)
	if x.Text != "" {
		e.SetDescription(x.Text)
	}
	if x.Place != "" {
		e.SetLocation(x.Place)
	}
	e.SetURL(base + x.Path)
	e.SetTimeTransparency(ics.TransparencyTransparent)
	e.SetStatus(ics.ObjectStatusConfirmed)
	if x.Cancelled {
		e.SetStatus(ics.ObjectStatusCancelled)
	}
	if x.AllDay {
		e.SetAllDayStartAt(x.Start)
		return
	}
	e.SetStartAt(x.Start)
	if x.Minutes > 0 {
		e.SetEndAt(x.Start.Add(time.Duration(x.Minutes) * time.Minute))
	}
}
