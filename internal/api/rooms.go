package api

import (
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"strings"

	"accede/body"
	"accede/dossier"

	"accede/internal/fault"
	"accede/internal/view"
	"accede/internal/view/words"

	"accede/whatif/forecast/past"
)

// folding answers a route whose answer is folded from the record, as of any instant.
func folding(path, id, says string, answer reflect.Type, do func(*call) error, more ...param) route {
	rt := route{method: http.MethodGet, path: path, id: id, says: says, answer: answer, tagged: true, do: do}
	rt.query = append([]param{asOfParam()}, more...)
	if strings.Contains(path, "{") {
		rt.problems = []int{http.StatusNotFound}
	}
	return rt
}

// roomRoutes are the rooms of one dossier: each answers what the page of that name shows.
func roomRoutes() []route {
	lang := langParam()
	stage := param{name: "stage", says: "a stage, by its id; without it, the one in question", example: "invitation"}
	return []route{
		folding(dossierPath+"/positions", "positions", "Who is for, who against, who has said nothing, and whose instrument is in.", reflect.TypeFor[view.PositionsPage](), (*call).positions, lang),
		folding(dossierPath+"/positions/{member}", "member", "One member, or another party: where it stands, how it came to, what it said, what it has to do.", reflect.TypeFor[view.MemberPage](), (*call).member, lang),
		folding(dossierPath+"/way", "way", "What stands in the way: objections, concerns and demands, by their state and by who has to move.", reflect.TypeFor[view.WayPage](), (*call).way, lang),
		folding(dossierPath+"/talks", "talks", "Rounds of talks, what was said, the question that is put.", reflect.TypeFor[view.TalksPage](), (*call).talks, lang),
		folding(dossierPath+"/talks/{round}", "round", "One round of talks, by the id of its act.", reflect.TypeFor[view.RoundPage](), (*call).round, lang),
		folding(dossierPath+"/texts/{text}", "text", "One text, by the id of the act that proposed it or agreed on it.", reflect.TypeFor[view.TextPage](), (*call).text, lang),
		folding(dossierPath+"/rule", "rule", "The rule of a stage, and what it finds on the ballots of the record.", reflect.TypeFor[view.LawPage](), (*call).law, stage, lang),
		folding(dossierPath+"/ratification", "ratification", "Whose own procedure is finished and whose instrument is in, of whom one is wanted.", reflect.TypeFor[view.RatificationPage](), (*call).ratification, lang),
		folding(dossierPath+"/record", "dossierRecord", "Its lines as readers see them, filtered; log has them by position, a stretch at a time.", reflect.TypeFor[view.RecordPage](), (*call).filed,
			param{name: "who", says: "of one party, by its id", example: "tr"}, param{name: "what", says: "of one kind of act or notice; notice: every notice", example: "object"},
			param{name: "from", says: "not before this day", example: "2022-05-01"}, param{name: "to", says: "not after this day", example: "2022-06-30"}, lang),
		folding(dossierPath+"/desk", "mediator", "The mediator's desk: what would carry it, how concerns moved, which states hold, how long it may take.", reflect.TypeFor[view.MediatorPage](), (*call).mediator, lang),
	}
}

// opened is a dossier and what it is shown with.
type opened struct {
	docket   *dossier.Docket
	standing dossier.Standing
	reader   *words.Reader
}

// reading answers what the room of a dossier is folded from.
func (c *call) reading() (d *dossier.Docket, s dossier.Standing, r *words.Reader, err error) {
	d, s, err = c.standing()
	return d, s, c.reader(), err
}

func (c *call) positions() error {
	d, s, r, err := c.reading()
	if err != nil {
		return err
	}
	return c.json(view.NewPositionsPage(d, s, "", r))
}

func (c *call) member() error {
	d, s, r, err := c.reading()
	if err != nil {
		return err
	}
	p, ok := view.NewMemberPage(d, s, body.MemberID(c.r.PathValue("member")), r)
	return c.there(p, ok, "party", "member")
}

// there answers what was named in the address, or that there is no such thing.
func (c *call) there(v any, ok bool, what, name string) error {
	if !ok {
		return fmt.Errorf("show the %s %q: %w", what, c.r.PathValue(name), dossier.ErrUnknown)
	}
	return c.json(v)
}

func (c *call) way() error {
	d, s, r, err := c.reading()
	if err != nil {
		return err
	}
	return c.json(view.NewWayPage(view.SettingOf(d), s, "", "", r))
}

func (c *call) talks() error {
	d, s, r, err := c.reading()
	if err != nil {
		return err
	}
	return c.json(view.NewTalksPage(d, s, r))
}

func (c *call) round() error {
	d, s, r, err := c.reading()
	if err != nil {
		return err
	}
	p, ok := view.NewRoundPage(d, s, c.r.PathValue("round"), r)
	return c.there(p, ok, "round of talks", "round")
}

func (c *call) text() error {
	d, s, r, err := c.reading()
	if err != nil {
		return err
	}
	p, ok := view.NewTextPage(d, s, c.r.PathValue("text"), r)
	return c.there(p, ok, "text", "text")
}

func (c *call) law() error {
	d, s, r, err := c.reading()
	if err != nil {
		return err
	}
	p := view.NewLawPage(d, s, c.query.Get("stage"), func(body.MemberID) string { return "" }, r)
	if want := c.query.Get("stage"); want != "" && p.Stage != want {
		return fmt.Errorf("show the rule of the stage %q: %w", want, dossier.ErrUnknown)
	}
	return c.json(p)
}

func (c *call) ratification() error {
	d, s, r, err := c.reading()
	if err != nil {
		return err
	}
	return c.json(view.NewRatificationPage(d, s, "", r))
}

func (c *call) filed() error {
	q := c.query
	filter, err := view.ReadRecordFilter(q.Get("who"), q.Get("what"), q.Get("from"), q.Get("to"), "")
	if wrong, ok := errors.AsType[*view.FilterError](err); ok {
		return fmt.Errorf("%w: %w", wrong, fault.ErrFilter)
	}
	d, s, r, err := c.reading()
	if err != nil {
		return err
	}
	return c.json(view.NewRecordPage(d, s, filter, 0, r))
}

func (c *call) mediator() error {
	d, s, r, err := c.reading()
	if err != nil {
		return err
	}
	leave, err := c.busy()
	if err != nil {
		return err
	}
	defer leave()
	p, err := view.NewMediatorPage(d, s, past.All(), r)
	if err != nil {
		return err
	}
	return c.json(p)
}

func (c *call) keysHeld() error {
	d, at, err := c.folded()
	if err != nil {
		return err
	}
	all := view.Keys(d, at, c.reader())
	if all == nil {
		all = []view.KeyLine{}
	}
	return c.json(all)
}
