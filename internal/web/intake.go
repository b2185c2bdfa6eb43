package web

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"accede/internal/intake"
	"accede/internal/signin"
	"accede/internal/view"
)

// Reports is how published reports come in beside what is pasted and uploaded. The zero Reports adds nothing.
type Reports struct {
	Fetcher *intake.Fetcher     // nil: none is fetched
	Second  intake.SecondReader // nil: there is none
}

// maxReport is how many bytes the form of a report may send: the report itself, as it travels from page to page, and
// what was said of its drafts.
const maxReport = 2*intake.MaxSize + maxBody

// mostDrafts is how many drafts a page shows. A report has a dozen.
const mostDrafts = 200

func (s *site) intakeRoutes(mux *http.ServeMux) {
	mux.HandleFunc("GET /intake/{$}", s.intakeForm)
	mux.HandleFunc("GET /intake", s.slash)
	mux.HandleFunc("POST /intake/{$}", s.intakeSent)
}

// mayIntake answers for whom reports are taken in: in a rehearsal and on a record without keys an office that conducts
// the proceedings, on a record with keys a person who signs for one. Where nobody does it has answered.
func (s *site) mayIntake(w http.ResponseWriter, r *http.Request) (acting, bool) {
	c, ok := s.acting(w, r)
	if !ok {
		return c, false
	}
	c.frame.Title, c.frame.Style = t(c.frame, "intake.title"), s.assets.names["intake.css"]
	if !conductsIntake(c) {
		s.page(w, r, http.StatusForbidden, intakeNotYours(c.frame, c))
		return c, false
	}
	return c, true
}

// conductsIntake says whether a party takes reports in.
func conductsIntake(c acting) bool {
	if c.signer != nil {
		return c.signer.Role == signin.Delegate && conducts(c.docket, c.seat)
	}
	return slices.Contains(view.Offices(c.docket.Charter()), c.seat)
}

func (s *site) intakeForm(w http.ResponseWriter, r *http.Request) {
	if c, ok := s.mayIntake(w, r); ok {
		s.page(w, r, http.StatusOK, intakeFormPage(c.frame, c, s.intakeWays(nil), nil))
	}
}

// intakeWays is how a report can be handed in, with what was typed.
type intakeWays struct {
	Hosts  string // from which reports are fetched; empty: from none
	Second string // the name of the second reader; empty: there is none
	Typed  url.Values
}

func (s *site) intakeWays(typed url.Values) intakeWays {
	x := intakeWays{Typed: typed}
	if f := s.opts.Reports.Fetcher; f != nil {
		x.Hosts = strings.Join(f.Hosts, ", ")
	}
	if second := s.opts.Reports.Second; second != nil {
		x.Second = second.Name()
	}
	return x
}

// intakeSent reads a report, and then takes what a person says of its drafts.
func (s *site) intakeSent(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseMultipartForm(maxReport); err != nil && !errors.Is(err, http.ErrNotMultipart) {
		s.intakeNotRead(w, r, err)
		return
	}
	c, ok := s.mayIntake(w, r)
	if !ok {
		return
	}
	typed := r.PostForm
	do, _, _ := strings.Cut(typed.Get("do"), ":")
	x, err := s.report(r, c, typed, do)
	if err != nil {
		p, code := s.intakeProblem(c, err)
		s.page(w, r, code, intakeFormPage(c.frame, c, s.intakeWays(typed), []view.Problem{p}))
		return
	}
	if err := s.said(r, c, &x, typed, do); err != nil {
		s.fail(w, r, c.frame, fmt.Errorf("read the record: %w: %w", errRecord, err))
		return
	}
	switch {
	case do == "confirm" && c.signer == nil:
		s.intakeConfirm(w, r, c, x)
	case (do == "confirm" || do == "sign") && c.signer != nil:
		s.intakeSign(w, r, c, x, typed, do)
	case do == "review":
		s.intakeReview(w, r, c, x)
	default:
		s.page(w, r, http.StatusOK, intakeDraftsPage(c.frame, c, x, nil))
	}
}

// intakeNotRead answers what could not be read at all, mostly because it is too large: the form again, with the limit.
func (s *site) intakeNotRead(w http.ResponseWriter, r *http.Request, err error) {
	if _, large := errors.AsType[*http.MaxBytesError](err); !large {
		s.notRead(w, r, err)
		return
	}
	empty := r.Clone(r.Context())
	empty.PostForm, empty.MultipartForm = url.Values{}, nil
	c, ok := s.mayIntake(w, empty)
	if !ok {
		return
	}
	p, code := s.intakeProblem(c, intake.ErrLarge)
	s.page(w, r, code, intakeFormPage(c.frame, c, s.intakeWays(nil), []view.Problem{p}))
}

var (
	errNoReport = errors.New("no report was sent")
	errNotADay  = errors.New("the day of publication is not a day")
)

// intakeProblem says in words why a report was not read, and with which status.
func (s *site) intakeProblem(c acting, err error) (view.Problem, int) {
	for _, row := range []struct {
		is   error
		code int
		key  string
	}{
		{errNoReport, http.StatusUnprocessableEntity, "intake.wrong.none"},
		{errNotADay, http.StatusUnprocessableEntity, "intake.wrong.day"},
		{intake.ErrEmpty, http.StatusUnprocessableEntity, "intake.wrong.empty"},
		{intake.ErrBytes, http.StatusUnprocessableEntity, "intake.wrong.bytes"},
		{intake.ErrLarge, http.StatusRequestEntityTooLarge, "intake.wrong.large"},
		{intake.ErrNotListed, http.StatusForbidden, "intake.wrong.listed"},
		{intake.ErrPrivate, http.StatusForbidden, "intake.wrong.private"},
		{intake.ErrFetch, http.StatusBadGateway, "intake.wrong.fetch"},
	} {
		if errors.Is(err, row.is) {
			return view.Problem{Text: say(c.frame, row.key, "limit", intake.MaxSize/(1<<20), "hosts", s.intakeWays(nil).Hosts)}, row.code
		}
	}
	s.opts.Log.Error("report not read", "err", err)
	return view.Problem{Text: t(c.frame, "intake.wrong.read")}, http.StatusUnprocessableEntity
}

// taken answers the drafts that are to be entered and are not yet.
func (x reported) taken() []drafted {
	var all []drafted
	for _, y := range x.Drafts {
		if y.Take == "take" && y.Item.Seq == 0 {
			all = append(all, y)
		}
	}
	return all
}

// wrong answers what keeps a report from being reviewed.
func (x reported) wrong(f frame) []view.Problem {
	var all []view.Problem
	for _, y := range x.Drafts {
		field := takeOf + y.Draft.Act.ID
		switch {
		case y.Item.Seq > 0 || y.Take == "drop":
		case y.Take == "":
			all = append(all, view.Problem{Field: field, Text: say(f, "intake.wrong.undecided", "n", y.N)})
		case y.Act == nil:
			all = append(all, view.Problem{Field: field, Text: say(f, "intake.wrong.draft", "n", y.N)})
		}
	}
	if len(all) == 0 && len(x.taken()) == 0 {
		all = append(all, view.Problem{Text: t(f, "intake.wrong.nothing")})
	}
	return all
}

// intakeReview shows in words all that would be entered, and what of it the record would refuse.
func (s *site) intakeReview(w http.ResponseWriter, r *http.Request, c acting, x reported) {
	if wrong := x.wrong(c.frame); len(wrong) > 0 {
		s.page(w, r, http.StatusUnprocessableEntity, intakeDraftsPage(c.frame, c, x, wrong))
		return
	}
	s.page(w, r, http.StatusOK, intakeReviewPage(c.frame, c, x))
}

// entered is what came of one draft that was handed in.
type entered struct {
	drafted
	Receipt string // address
	Refused *view.Problem
}

// intakeConfirm hands in what was taken, one after another, and says of each what came of it. What is refused stays on
// the page with all that was typed.
func (s *site) intakeConfirm(w http.ResponseWriter, r *http.Request, c acting, x reported) {
	if wrong := x.wrong(c.frame); len(wrong) > 0 {
		s.page(w, r, http.StatusUnprocessableEntity, intakeDraftsPage(c.frame, c, x, wrong))
		return
	}
	var all []entered
	refused := 0
	for _, y := range x.taken() {
		o := entered{drafted: y}
		data, err := y.Act.Marshal()
		if err == nil {
			_, err = c.seats.Submit(r.Context(), data, nil)
		}
		if err != nil {
			p, _, known := problemOf(c.frame, c.docket, y.Act.ID, err)
			if !known {
				s.opts.Log.Error("draft not recorded", "act", y.Act.ID, "err", err)
			}
			o.Refused = &p
			refused++
		} else {
			o.Receipt = "/act/receipt/" + url.PathEscape(y.Act.ID)
		}
		all = append(all, o)
	}
	code := http.StatusOK
	if refused > 0 {
		code = http.StatusUnprocessableEntity
	}
	s.intakeDone(w, r, c, x, all, code)
}

// intakeDone shows what came of the drafts, and those that are left.
func (s *site) intakeDone(w http.ResponseWriter, r *http.Request, c acting, x reported, all []entered, code int) {
	var dossiers []string
	for _, o := range all {
		for _, id := range o.Act.Dossiers {
			if o.Refused == nil && !slices.Contains(dossiers, id) {
				dossiers = append(dossiers, id)
			}
		}
	}
	s.page(w, r, code, intakeDonePage(c.frame, c, x, all, dossiers))
}
