package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"accede/act"
	"accede/body"
	"accede/dossier"

	"accede/internal/signin"
	"accede/internal/view"
	"accede/internal/view/words"
)

// Enclosed is where the content lies that acts hold a seal of. It is asked by many goroutines
// at once.
type Enclosed interface {
	// Get answers an item by its seal. ErrGone: it is not there.
	Get(ctx context.Context, seal string) (act.Opening, error)
}

// What whoever asks for enclosed content can do about it.
var (
	errAudience = errors.New("it is not for whoever asks")
	// ErrGone: content is not there; it was erased, or is missing.
	ErrGone = errors.New("it is not there any more")
)

// audienceKey is the key under which a page that is rendered for a stream carries the party it is for.
type audienceKey struct{}

// audience answers the party for which a request reads; empty for the public, as everybody is in a rehearsal, since
// everybody takes any seat there.
func audience(ctx context.Context) body.MemberID {
	if _, room := roomOf(ctx); room {
		return ""
	}
	if x, ok := ctx.Value(sessionKey{}).(signin.Session); ok {
		return x.Party
	}
	party, _ := ctx.Value(audienceKey{}).(body.MemberID)
	return party
}

// openerFunc opens sealed texts to one reader.
type openerFunc func(seal string, r *words.Reader) (texts map[string]string, instead string)

// Open answers the words of a sealed text, or what is said instead.
func (f openerFunc) Open(seal string, r *words.Reader) (texts map[string]string, instead string) {
	return f(seal, r)
}

// judge is by what it is judged whether a reader may have something that is enclosed, and where it lies.
type judge struct {
	docket *dossier.Docket
	by     body.MemberID // empty: the public
	at     time.Time
	from   Enclosed // nil: nothing of it is here
}

// judges answers who judges what has a seal, for the reader of a request. Of the true record that is the docket of now,
// by the true clock, for whoever is signed in; also in a rehearsal, whose visitors are the public there, and whose clock
// moves nothing on to a day of release. What was enclosed in the rehearsal itself is for the seat that is taken.
func (s *site) judges(ctx context.Context, now *dossier.Docket) func(seal string) judge {
	of := judge{now, audience(ctx), s.src.Now(), s.opts.Enclosed}
	room, in := roomOf(ctx)
	if !in {
		return func(string) judge { return of }
	}
	var err error
	if of.docket, of.at, err = s.src.Source.Docket(ctx, time.Time{}); err != nil {
		s.opts.Log.Error("record not read", "err", err)
		of.docket, of.at = now, time.Time{} // nothing is released yet
	}
	seat, _ := room.Seat(nil)
	played := judge{now, seat, room.Now(), room}
	return func(seal string) judge {
		if _, ok := of.docket.Enclosed(seal); ok || err != nil {
			return of
		}
		return played
	}
}

// opener answers what opens sealed texts to the reader of a request.
func (s *site) opener(ctx context.Context, now *dossier.Docket) words.Opener {
	judges := s.judges(ctx, now)
	return openerFunc(func(seal string, r *words.Reader) (map[string]string, string) {
		j := judges(seal)
		e, ok := j.docket.Enclosed(seal)
		if !ok {
			return nil, r.Say("sealed.closed", nil)
		}
		if e.Redacted != 0 || e.Cipher != "" || !j.docket.MayRead(e, j.by, j.at) {
			return nil, view.SealedSay(j.docket, e, j.at, r)
		}
		if j.from == nil {
			return nil, r.Say("sealed.closed", nil) // it is not here, and that is no fault
		}
		o, err := j.from.Get(ctx, seal)
		if err == nil {
			var text body.Names
			if text, err = act.ReadEnclosedText(o.Content); err == nil {
				return text, ""
			}
		}
		s.opts.Log.Error("enclosed content not read", "seal", seal, "err", err)
		return nil, r.Say("sealed.missing", nil)
	})
}

// apart says whether a party reads something that the public does not, so that its pages differ from the public's.
func apart(d *dossier.Docket, by body.MemberID, at time.Time) bool {
	return by != "" && slices.ContainsFunc(d.Enclosures(), func(e dossier.Enclosed) bool {
		return d.MayRead(e, by, at) && !d.MayRead(e, "", at)
	})
}

// sandbox is the policy under which a file is handed out: should a browser show it all the same, nothing in it runs, and it
// is of no site.
const sandbox = "default-src 'none'; frame-ancestors 'none'; sandbox"

// enclosedFile hands out a file to whom it is for: as a download, of no kind a browser would show.
func (s *site) enclosedFile(w http.ResponseWriter, r *http.Request) {
	a, err := s.ask(w, r)
	if err != nil {
		s.fail(w, r, a.frame, err)
		return
	}
	w.Header().Set("Cache-Control", "private, no-store") // it is for some alone, or may be erased
	f, err := s.fileFor(r, a.docket)
	if err != nil {
		s.fail(w, r, a.frame, err)
		return
	}
	h := w.Header()
	h.Set("Content-Security-Policy", sandbox)
	h.Set("Content-Type", "application/octet-stream")
	h.Set("Content-Disposition", `attachment; filename="`+strings.Map(plainName, f.Name)+`"; filename*=UTF-8''`+strings.ReplaceAll(url.QueryEscape(f.Name), "+", "%20"))
	h.Set("X-Download-Options", "noopen")
	if _, err := w.Write(f.Bytes); err != nil {
		s.opts.Log.Debug("file not taken", "err", err)
	}
}

// fileFor answers a file for the reader of a request: of a text that is encrypted, too, which nobody can show.
// errPage, errAudience, ErrGone.
func (s *site) fileFor(r *http.Request, now *dossier.Docket) (act.File, error) {
	seal := view.SealFromAddress(r.PathValue("seal"))
	j := s.judges(r.Context(), now)(seal)
	e, ok := j.docket.Enclosed(seal)
	switch {
	case !ok || e.Media == "" && e.Cipher == "":
		return act.File{}, errPage
	case e.Redacted != 0:
		return act.File{}, ErrGone
	case !j.docket.MayRead(e, j.by, j.at):
		return act.File{}, errAudience
	case j.from == nil:
		return act.File{}, fmt.Errorf("hand out a file of entry %d: %w", e.Seq, ErrGone)
	}
	o, err := j.from.Get(r.Context(), seal)
	if errors.Is(err, ErrGone) {
		return act.File{}, fmt.Errorf("hand out a file of entry %d: %w", e.Seq, err)
	}
	if err != nil {
		return act.File{}, fmt.Errorf("hand out a file of entry %d: %w: %w", e.Seq, errRecord, err)
	}
	if e.Cipher != "" { // only its recipients know what it is called
		return act.File{Name: "entry-" + whole(e.Seq) + ".age", Bytes: o.Content}, nil
	}
	f, err := act.ReadEnclosedFile(o.Content)
	if err != nil {
		return act.File{}, fmt.Errorf("hand out a file of entry %d: %w: %w", e.Seq, errRecord, err)
	}
	return f, nil
}
