package web

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"accede/act"
	"accede/body"

	"accede/internal/signin"
	"accede/internal/view"
)

// What whoever acts can do about it.
var (
	errForeign     = errors.New("the form was sent from another site")
	errSeat        = errors.New("nobody of that name acts here")
	errAhead       = errors.New("nothing is known of that day yet")
	errBack        = errors.New("the clock runs only forward")
	errNoRehearsal = errors.New("there is no rehearsal here")
	errLarge       = errors.New("more was sent than is taken")
	errRooms       = errors.New("all rooms are taken")
)

// actRoutes are the forms by which acts come in, of one dossier and of the body.
func (s *site) actRoutes(mux *http.ServeMux) {
	for _, at := range []string{"", "/d/{dossier}", "/behalf/{party}", "/d/{dossier}/behalf/{party}"} {
		mux.HandleFunc("GET "+at+"/act/{$}", s.actMenu)
		mux.HandleFunc("GET "+at+"/act", s.slash)
		mux.HandleFunc("GET "+at+"/act/{kind}", s.actForm)
		mux.HandleFunc("POST "+at+"/act/{kind}", s.actSent)
		mux.HandleFunc("GET "+at+"/act/receipt/{id}", s.actReceipt)
	}
	mux.HandleFunc("GET /d/{dossier}/act/others", s.others)
	mux.HandleFunc("POST /d/{dossier}/act/others", s.othersSent)
	s.rehearsalRoutes(mux)
}

// acting is what is done for a party: in a dossier, or where none is named for the body.
type acting struct {
	asked
	id    string
	head  view.Head // of the dossier; zero for the body
	seats Seats
	seat  body.MemberID
	kind  act.Kind

	signer   *signin.Session // who signs; nil in a rehearsal, where nobody does
	paper    body.MemberID   // the office that registers paper on behalf of the seat; empty: none does
	from     string          // from what paper
	seenRoot string
}

// path answers the address of what is below the acts of the place.
func (c acting) path(rest string) string {
	at := "/act/" + rest
	if c.paper != "" {
		at = "/behalf/" + string(c.seat) + at
	}
	if c.id == "" {
		return at
	}
	return "/d/" + c.id + at
}

// acting reads for whom a request acts, and where. Where it acts for nobody it has answered with how to begin.
func (s *site) acting(w http.ResponseWriter, r *http.Request) (acting, bool) {
	q := r.URL.Query()
	q.Del("as-of") // nobody acts in the past
	r = r.Clone(r.Context())
	r.URL.RawQuery = q.Encode()
	a, err := s.ask(w, r)
	if err != nil {
		s.fail(w, r, a.frame, err)
		return acting{}, false
	}
	c := acting{asked: a, id: r.PathValue("dossier"), seats: s.seats(r), kind: act.Kind(r.PathValue("kind"))}
	c.frame.Title = t(a.frame, "do.title")
	if c.id != "" {
		st, err := a.docket.Standing(c.id, a.at)
		if err != nil {
			s.fail(w, r, a.frame, &dossierError{c.id, err})
			return acting{}, false
		}
		c.head = view.NewHead(view.SettingOf(a.docket.Under(c.id)), st, a.frame.Reader)
	}
	if c.kind != "" && !slices.Contains(act.Kinds(), c.kind) {
		s.fail(w, r, a.frame, errPage)
		return acting{}, false
	}
	if x, ok := sessionOf(r.Context()); ok && x.Role == signin.Delegate {
		c.seat, c.signer, c.seenRoot = x.Party, &x, a.frame.Root
		if !c.behalf(r, x) {
			s.fail(w, r, a.frame, errPage)
			return acting{}, false
		}
		return c, true
	}
	if c.seats != nil && r.PathValue("party") == "" {
		if seat, ok := c.seats.Seat(r); ok {
			c.seat = seat
			return c, true
		}
	}
	s.note(r, "refused", "code", http.StatusForbidden, "why", "nobody acts from here")
	s.page(w, r, http.StatusForbidden, nobodyActs(c.frame, c))
	return acting{}, false
}

func (s *site) actMenu(w http.ResponseWriter, r *http.Request) {
	c, ok := s.acting(w, r)
	if !ok {
		return
	}
	m := view.NewActMenu(c.docket, c.seat, c.id, c.at, c.frame.Reader)
	var others []view.OthersStep
	if s.bulk(r, c) {
		others = view.NewOthers(c.docket, c.id, c.at, c.frame.Reader).Steps
	}
	c.frame.Title = say(c.frame, "do.menu", "who", m.Who.Name)
	s.page(w, r, http.StatusOK, actMenuPage(c.frame, c, m, others))
}

// ask answers what a form is made from.
func (c acting) ask(typed url.Values, id string, draft bool) view.ActAsk {
	return view.ActAsk{
		Docket: c.docket, At: c.at, Seat: c.seat, Dossier: c.id, Kind: c.kind, ID: id, About: typed.Get("about"),
		Typed: typed, Draft: draft, Reader: c.frame.Reader,
	}
}

// sent is a form with what stands around it.
type sent struct {
	view.ActForm
	About   string
	Hidden  []pair // what was typed, for the page that shows it in words
	Kept    bool   // what stands in it was typed before and not sent
	brought brought
	Readers []view.ReadersLine // who will be able to read it
	Sealed  string             // the exact bytes of an act that encloses something, which are held with it
}

type pair struct{ Name, Value string }

// draftKey is under what a half-filled form is kept.
func (c acting) draftKey(about string) string {
	return strings.Join([]string{string(c.seat), c.id, string(c.kind), about}, " ")
}

func (s *site) actForm(w http.ResponseWriter, r *http.Request) {
	c, ok := s.acting(w, r)
	if !ok {
		return
	}
	about := r.URL.Query().Get("about")
	ask := s.askOf(r, c, nil, newActID(c.seat, c.kind), false)
	ask.About = about
	kept := false
	if typed := s.draft(r, c, about); typed != nil {
		ask, kept = s.askOf(r, c, typed, typed.Get("id"), true), true
		c.from = typed.Get("paper.from")
	}
	f, ok := view.NewActForm(ask)
	if !ok {
		s.notOffered(w, r, c, nil)
		return
	}
	c.frame.Title = f.Title
	s.page(w, r, http.StatusOK, actFormPage(c.frame, c, sent{ActForm: f, About: about, Kept: kept}))
}

// newActID makes an id for an act: its author, its kind, and chance.
func newActID(seat body.MemberID, kind act.Kind) string {
	raw := make([]byte, 4)
	rand.Read(raw) // it never fails
	return fmt.Sprintf("%s-%s-%s", seat, kind, hex.EncodeToString(raw))
}

// actID answers the id a form carries, if it is one that could have been given to it.
func actID(text string, seat body.MemberID, kind act.Kind) string {
	if regexp.MustCompile(`^` + regexp.QuoteMeta(string(seat)+"-"+string(kind)) + `-[0-9a-f]{8}$`).MatchString(text) {
		return text
	}
	return newActID(seat, kind)
}

// actSent takes a form: it adds a place for one thing more, shows the act in words, or records it. It asks who acts
// before it reads what was sent, which may be large.
func (s *site) actSent(w http.ResponseWriter, r *http.Request) {
	c, ok := s.acting(w, r)
	if !ok || c.signer != nil && s.often(w, r, s.limits.person, string(c.signer.Party)+" "+c.signer.Holder) {
		return
	}
	typed, files, err := s.readForm(w, r)
	if err != nil && typed.Get("seat") == "" {
		s.notRead(w, r, err)
		return
	}
	if c.paper != "" {
		c.from = strings.TrimSpace(typed.Get("paper.from"))
	}
	if names := files.names(); len(names) > 0 {
		typed[view.FilesBefore] = names
	}
	do, rest, _ := strings.Cut(typed.Get("do"), ":")
	about, id := typed.Get("about"), actID(typed.Get("id"), c.seat, c.kind)
	typed.Set("id", id)
	if do == "discard" {
		s.forgetDraft(r, c, about)
		http.Redirect(w, r, with(c.path(string(c.kind)), "about", about), http.StatusSeeOther)
		return
	}
	if _, _, there := c.docket.SeenID(id); there && (do == "confirm" || do == "sign") {
		http.Redirect(w, r, c.path("receipt/"+id), http.StatusSeeOther) // asked twice: the same receipt
		return
	}
	if do == "more" {
		n, _ := strconv.Atoi(typed.Get(rest + ".n"))
		typed.Set(rest+".n", strconv.Itoa(max(n, 0)+1))
	}
	s.keepDraft(r, c, about, typed)
	f, ok := view.NewActForm(s.askOf(r, c, typed, id, do == "more" || do == "edit"))
	if !ok {
		s.notOffered(w, r, c, typed)
		return
	}
	form := sent{ActForm: f, About: about, Hidden: hidden(typed), brought: files}
	c.frame.Title = f.Title
	if err != nil {
		s.brokenOff(w, r, c, form, err)
		return
	}
	s.filled(w, r, c, form, typed, do)
}

// filled does with a form what the button says that was pressed.
func (s *site) filled(w http.ResponseWriter, r *http.Request, c acting, form sent, typed url.Values, do string) {
	form.Problems = append(form.Problems, form.brought.problems(c.frame)...)
	switch {
	case do == "more" || do == "edit":
		s.page(w, r, http.StatusOK, actFormPage(c.frame, c, form))
	case typed.Get("seat") != string(c.seat):
		form.Problems = append(form.Problems, view.Problem{Text: say(c.frame, "wrong.seat", "who", form.Who.Name)})
		s.page(w, r, http.StatusConflict, actFormPage(c.frame, c, form))
	case do == "bytes" && c.signer != nil:
		s.download(w, form.ID, part(typed, "act"))
	case do == "sign" && c.signer != nil:
		s.registerSigned(w, r, c, form, typed)
	case c.paper != "" && c.from == "":
		form.Problems = append(form.Problems, view.Problem{Field: "paper.from", Text: t(c.frame, "wrong.paper")})
		s.page(w, r, http.StatusUnprocessableEntity, actFormPage(c.frame, c, form))
	case len(form.Problems) > 0:
		s.page(w, r, http.StatusUnprocessableEntity, actFormPage(c.frame, c, form))
	case s.answered(w, r, c, form, typed.Get("seen")):
	case do == "confirm" && c.signer == nil:
		s.register(w, r, c, form, typed)
	default:
		s.review(w, r, c, form)
	}
}

// answered shows the form again, with all that was typed, where what it answers has been answered by another act since it
// was opened, and says whether it did. The form is then of now: sent again, it is taken.
func (s *site) answered(w http.ResponseWriter, r *http.Request, c acting, form sent, seen string) bool {
	n, err := strconv.ParseInt(seen, 10, 64)
	if err != nil || c.id == "" {
		return false
	}
	news := view.Meanwhile(c.docket, c.id, &form.Act, n, c.frame.Reader)
	if len(news) == 0 {
		return false
	}
	var told []string
	for _, l := range news {
		told = append(told, l.Text)
	}
	form.Problems = append(form.Problems, view.Problem{Text: say(c.frame, "wrong.meanwhile", "what", strings.Join(told, " "))})
	s.page(w, r, http.StatusConflict, actFormPage(c.frame, c, form))
	return true
}

// hidden answers what was typed as the fields of a form that shows none of them.
func hidden(typed url.Values) []pair {
	var all []pair
	for _, name := range slices.Sorted(maps.Keys(typed)) {
		if name == "do" || name == "act" || name == "line" || strings.HasPrefix(name, "passkey.") {
			continue
		}
		for _, v := range typed[name] {
			all = append(all, pair{name, v})
		}
	}
	return all
}

// notRead answers a form that could not be read: mostly one that is too large.
func (s *site) notRead(w http.ResponseWriter, r *http.Request, err error) {
	a, failed := s.ask(w, r)
	var large *http.MaxBytesError
	switch {
	case failed != nil:
		err = failed
	case errors.As(err, &large):
		err = errLarge
	}
	s.fail(w, r, a.frame, err)
}

// notOffered says that the party may not do so now, and gives back what it had typed.
func (s *site) notOffered(w http.ResponseWriter, r *http.Request, c acting, typed url.Values) {
	var texts []pair
	for _, p := range hidden(typed) {
		if len(p.Value) > 3 && strings.ContainsAny(p.Value, " \n") {
			texts = append(texts, p)
		}
	}
	c.frame.Title = deedTitle(c)
	s.note(r, "refused", "code", http.StatusForbidden, "why", "the act is not open to this seat")
	s.page(w, r, http.StatusForbidden, notOfferedPage(c.frame, c, texts))
}

func (s *site) actReceipt(w http.ResponseWriter, r *http.Request) {
	c, ok := s.acting(w, r)
	if !ok {
		return
	}
	rec, ok := view.NewActReceipt(c.docket, r.PathValue("id"), c.at, c.frame.Reader)
	if !ok {
		s.fail(w, r, c.frame, errPage)
		return
	}
	c.frame.Title = t(c.frame, "receipt.title")
	s.page(w, r, http.StatusOK, actReceiptPage(c.frame, c, rec))
}
