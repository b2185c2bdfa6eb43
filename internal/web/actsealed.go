package web

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"accede/act"
	"accede/dossier"

	"accede/internal/enclosing"
	"accede/internal/signin"
	"accede/internal/view"
	"accede/internal/view/words"
)

// Holding keeps what is enclosed in acts that wait for another signature. It is asked by many goroutines at once.
type Holding interface {
	// Hold keeps items until an instant, durably, or for good where their act is registered before.
	Hold(ctx context.Context, now, until time.Time, items ...act.Opening) error
	// Get answers an item by its seal. ErrGone: it is not there.
	Get(ctx context.Context, seal string) (act.Opening, error)
}

// ErrRoom: no more is taken of what acts enclose, of this party or of all.
var ErrRoom = errors.New("no more enclosed content is taken")

// errHeld: what an act encloses was held for a while between two pages, and is not any more.
var errHeld = errors.New("what the act encloses is not held any more")

// encloses says whether words and files can be kept beside the record that a request acts on.
func (s *site) encloses(r *http.Request, c acting) bool {
	if _, room := roomOf(r.Context()); room {
		return true
	}
	if c.signer != nil {
		return s.opts.SignIn.Held != nil
	}
	return s.opts.Enclosed != nil
}

// holder answers under whose name something is held between two pages.
func (c acting) holder(r *http.Request) string {
	if c.signer != nil {
		return "person " + string(c.signer.Party) + " " + c.signer.Holder
	}
	return "room " + roomMark(r.Context())
}

// enclose takes out of the act of a form what is to lie beside the record, and holds it until the act is handed in. The
// form then says who will be able to read what.
func (s *site) enclose(r *http.Request, c acting, form *sent) error {
	seal := form.Sealing
	choice := enclosing.Choice{Words: seal.Words, Files: seal.Files, Release: seal.Release, Recipients: seal.Recipients}
	if !form.Written {
		choice.Words = ""
	}
	items, err := choice.Enclose(&form.Act, form.brought.files)
	if err != nil {
		return err
	}
	files := map[string]act.File{}
	for i, o := range items[len(items)-len(form.brought.files):] {
		files[o.Seal] = form.brought.files[i]
	}
	if len(seal.Fields) > 0 {
		form.Readers = view.NewReaders(c.docket, &form.Act, files, form.Written, c.at, c.frame.Reader)
	}
	if len(items) > 0 {
		s.kept.keep(hold{who: c.holder(r), form: c.draftKey(form.About), items: items}, s.src.Now())
	}
	return nil
}

// confirmed answers the exact bytes of an act and what it encloses: as they were shown and are held, or, where nobody
// asked to see them before, as the form says.
func (s *site) confirmed(r *http.Request, c acting, form *sent, shown []byte) ([]byte, []act.Opening, error) {
	if len(shown) == 0 {
		c.seats.Vouch(&form.Act)
		if err := s.enclose(r, c, form); err != nil {
			return nil, nil, err
		}
		data, err := form.Act.Marshal()
		if err != nil {
			return nil, nil, err
		}
		items, err := s.heldItems(r, c, form.About, &form.Act)
		return data, items, err
	}
	a, err := act.Parse(shown)
	if err == nil && (a.By != c.seat || a.Do.Kind() != c.kind || a.ID != form.ID) {
		err = errForeignAct
	}
	if err != nil {
		return nil, nil, err
	}
	items, err := s.heldItems(r, c, form.About, &a)
	return shown, items, err
}

// brokenOff shows a form again that did not come whole, with all that came of it.
func (s *site) brokenOff(w http.ResponseWriter, r *http.Request, c acting, form sent, err error) {
	row := errorRow{err, http.StatusBadRequest, "error.parts"}
	for _, known := range errorTable() {
		if errors.Is(err, known.is) {
			row = known
			break
		}
	}
	if errors.Is(err, errLarge) {
		row.key = "wrong.upload"
	}
	form.Problems = []view.Problem{{Text: say(c.frame, row.key, "n", maxCount, "size", maxFiles>>20)}}
	s.page(w, r, row.code, actFormPage(c.frame, c, form))
}

// askOf answers what the form of an act is made from.
func (s *site) askOf(r *http.Request, c acting, typed url.Values, id string, draft bool) view.ActAsk {
	ask := c.ask(typed, id, draft)
	ask.Enclose = s.encloses(r, c)
	return ask
}

// heldItems answers what an act encloses, as it is held. errHeld: it is not.
func (s *site) heldItems(r *http.Request, c acting, about string, a *act.Act) ([]act.Opening, error) {
	if len(a.Enclosed) == 0 {
		return nil, nil
	}
	held, _ := s.kept.find(c.holder(r), c.draftKey(about), s.src.Now())
	items, ok := itemsFor(a, held.items)
	if !ok {
		return nil, errHeld
	}
	return items, nil
}

// sealsWords says whether what was typed is to be sealed: then it is not put onto the disk before it is.
func sealsWords(typed url.Values) bool {
	who := typed.Get("sealed")
	return who != "" && who != "open"
}

// waitingItems answers what is enclosed in an act that waits for another signature. errHeld: it is not there any more.
func (s *site) waitingItems(ctx context.Context, a *act.Act) ([]act.Opening, error) {
	var items []act.Opening
	for _, e := range a.Enclosed {
		if s.opts.SignIn.Held == nil {
			return nil, errHeld
		}
		o, err := s.opts.SignIn.Held.Get(ctx, e.Seal)
		if errors.Is(err, ErrGone) {
			return nil, errHeld
		}
		if err != nil {
			return nil, err
		}
		items = append(items, o)
	}
	return items, nil
}

// readable answers what is enclosed in an act that waits, for somebody who may sign it: in words where its party may read
// them.
func (s *site) readable(r *http.Request, a asked, x signin.Session, waits *act.Act) []enclosedWaiting {
	items, err := s.waitingItems(r.Context(), waits)
	if err != nil {
		return []enclosedWaiting{{Who: t(a.frame, "wrong.held")}}
	}
	var all []enclosedWaiting
	for i, e := range waits.Enclosed {
		held := dossier.Enclosed{Enclosure: e, By: waits.By, Kind: waits.Do.Kind(), Dossiers: waits.Dossiers}
		one := enclosedWaiting{Who: view.SealedSay(a.docket, held, a.at, a.frame.Reader)}
		if may := a.docket.MayRead(held, x.Party, a.at) || waits.Paper != nil && waits.Paper.By == x.Party; may && e.Cipher == "" {
			one.open(items[i], e.Media)
		}
		all = append(all, one)
	}
	return all
}

// enclosedWaiting is one thing enclosed in an act that waits for a signature.
type enclosedWaiting struct {
	Text map[string]string // by language; nil: it is none, or is not for the reader
	Name string            // of a file
	Size int64
	Who  string
}

func (e *enclosedWaiting) open(o act.Opening, media string) {
	if media == "" {
		if text, err := act.ReadEnclosedText(o.Content); err == nil {
			e.Text = text
		}
		return
	}
	if f, err := act.ReadEnclosedFile(o.Content); err == nil {
		e.Name, e.Size = f.Name, int64(len(f.Bytes))
	}
}

// words answers the text, language by language.
func (e enclosedWaiting) words() []words.Filed {
	var all []words.Filed
	for _, lang := range slices.Sorted(maps.Keys(e.Text)) {
		all = append(all, words.Filed{Text: e.Text[lang], Lang: lang})
	}
	return all
}

// sealing says whether anything was chosen of what lies beside the record: else it is asked in a part that is closed.
func (x sent) sealing() bool {
	chosen := x.Sealing.Words != "" || !x.Sealing.Release.IsZero() || len(x.Sealing.Recipients) > 0
	return chosen || slices.ContainsFunc(x.Sealing.Fields, func(y view.Field) bool { return y.Wrong != "" || y.Sort == view.FieldFiles && y.Value != "" })
}

// lost answers the names of files that came with the form before and not this time.
func (x sent) lost() []string {
	for _, y := range x.Sealing.Fields {
		if y.Sort == view.FieldFiles && len(x.brought.files) == 0 {
			return lines(y.Value)
		}
	}
	return nil
}

// lines answers the lines of a text; none of an empty one.
func lines(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(text, "\n")
}

// accepted answers which files a browser offers to choose.
func accepted() string { return strings.Join(enclosing.Endings(), ",") }
