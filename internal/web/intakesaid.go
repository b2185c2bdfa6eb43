package web

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"accede/act"
	"accede/body"
	"accede/dossier"
	"accede/form"

	"accede/internal/intake"
	"accede/internal/view"
	"accede/internal/view/words"
)

// reported is a report on its way into the record.
type reported struct {
	Raw       []byte
	Name      string
	Published string
	From      string // the address it was fetched from
	Claims    string // of the second reader, as JSON; empty: it was not asked
	Reading   *intake.Reading
	Drafts    []drafted
	Changes   []view.ActChange
	More      int      // drafts that are not shown
	Done      []string // drafts that were signed on the way
	Others    []pair   // what was said of drafts that a page does not show
}

// drafted is a draft with what a person has said of it.
type drafted struct {
	N int
	intake.Draft
	Take   string // take, drop; empty: not decided
	Fields []draftField
	Act    *act.Act // as corrected; nil: it cannot be entered
	Wrong  []view.Problem
	Item   view.BatchItem
}

// draftField is a field of a draft as it is shown.
type draftField struct {
	intake.Field
	Name    string
	Label   string
	Options []view.FieldOption
}

// What is sent under these names.
const (
	takeOf  = "take:"
	fieldOf = "field:"
)

// said puts onto the drafts what a person has said of them, and what the record would say to those that are taken.
func (s *site) said(r *http.Request, c acting, x *reported, typed url.Values, do string) error {
	drafts := x.Reading.Drafts
	if x.More = max(0, len(drafts)-mostDrafts); x.More > 0 {
		drafts = drafts[:mostDrafts]
	}
	var acts []*act.Act
	var judged []int
	for i, d := range drafts {
		y := c.drafted(i+1, d, typed)
		if do == "all" && y.Take == "" && y.Act != nil {
			y.Take = "take"
		}
		if y.Act != nil {
			s.vouch(c, x, y.Act)
			if seq, _, there := c.docket.SeenID(d.Act.ID); there && slices.Contains(x.Done, d.Act.ID) {
				y.Item.Seq = seq // signed on the way, with what its author had seen by then
				x.Drafts = append(x.Drafts, y)
				continue
			}
			settle(c.docket, y.Act)
			if y.Take != "drop" {
				acts, judged = append(acts, y.Act), append(judged, i)
			}
		}
		x.Drafts = append(x.Drafts, y)
	}
	b, err := view.NewBatch(func(at time.Time) (*dossier.Docket, error) {
		if !at.Before(c.at) {
			return c.docket, nil
		}
		d, _, err := s.src.Docket(r.Context(), at)
		return d, err
	}, acts, c.at, c.frame.Reader)
	if err != nil {
		return err
	}
	x.Changes = b.Changes
	for k, i := range judged {
		x.Drafts[i].Item = b.Items[k]
	}
	return nil
}

// drafted answers a draft as corrected.
func (c acting) drafted(n int, d intake.Draft, typed url.Values) drafted {
	y := drafted{N: n, Draft: d, Take: typed.Get(takeOf + d.Act.ID)}
	if y.Take != "take" && y.Take != "drop" {
		y.Take = ""
	}
	corrected := map[string]string{}
	for _, f := range d.Fields() {
		name := fieldOf + d.Act.ID + ":" + f.Path
		if sent, ok := typed[name]; ok {
			f.Value = strings.Join(sent, "\n")
			corrected[f.Path] = f.Value
		}
		reader := c.frame.Reader
		y.Fields = append(y.Fields, draftField{f, name, view.DraftLabel(f.Key, f.In, reader), view.DraftOptions(f.Key, f.Value, reader)})
	}
	d.Act.Body = c.docket.Charter().Body
	d.Missing = slices.DeleteFunc(slices.Clone(d.Missing), func(what string) bool { return what == "body" })
	a, err := d.With(corrected)
	if err != nil {
		if len(corrected) > 0 || len(d.Missing) == 0 {
			y.Wrong = append(y.Wrong, draftProblem(c.frame, d.Act.ID, err))
		}
		return y
	}
	y.Act = &a
	return y
}

// draftProblem says what is wrong with the form of a draft.
func draftProblem(f frame, id string, err error) view.Problem {
	text := formFault(err, id)
	if faults, ok := errors.AsType[form.Faults](err); ok {
		var all []string
		for _, x := range faults {
			all = append(all, x.Text) // where it stands in the file that was made of the form tells nobody anything
		}
		text = strings.Join(all, "; ")
	}
	return view.Problem{Said: rich(f, "wrong.form", "what", words.Filed{Text: text, Lang: "en"})}
}

// vouch adds to an act what the way of keeping asks, and keeps the report among its sources.
func (s *site) vouch(c acting, x *reported, a *act.Act) {
	from := a.Sources
	for i := range from {
		if from[i].URL == "" && x.From != "" {
			from[i].URL = x.From
		}
	}
	if c.signer != nil {
		if a.By != c.seat {
			a.Paper = &act.Paper{By: c.seat, From: paperOf(from)}
		}
		return
	}
	c.seats.Vouch(a)
	for _, src := range from {
		if !slices.ContainsFunc(a.Sources, func(have act.Source) bool { return have.Key == src.Key }) {
			a.Sources = append(a.Sources, src)
		}
	}
	a.Sources = slices.DeleteFunc(a.Sources, func(have act.Source) bool { return have.Key == body.Unsourced && len(a.Sources) > 1 })
}

// paperOf answers in a line what a report is, as that from which an act is registered.
func paperOf(sources []act.Source) string {
	if len(sources) == 0 {
		return "published report"
	}
	return strings.Trim("published report: "+sources[0].Title+", "+sources[0].Date, ", ")
}

// settle gives an act an id that no other act of the record has. The same act again keeps the one it was given, so that
// what is sent twice is registered once.
func settle(d *dossier.Docket, a *act.Act) {
	base := a.ID
	for n := 2; ; n++ {
		_, hash, there := d.SeenID(a.ID)
		if !there {
			return
		}
		if data, err := a.Marshal(); err != nil || act.Hash(data) == hash {
			return
		}
		a.ID = base + "-" + strconv.Itoa(n)
	}
}
