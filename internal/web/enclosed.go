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

// sealedFrom answers the docket by which it is judged who may read: that of now, and of the true record by the true
// clock, whose time no visitor of a rehearsal moves on to a day of release.
func (s *site) sealedFrom(ctx context.Context, now *dossier.Docket) (*dossier.Docket, time.Time) {
	if _, room := roomOf(ctx); !room {
		return now, s.src.Now()
	}
	d, at, err := s.src.Source.Docket(ctx, time.Time{})
	if err != nil {
		s.opts.Log.Error("record not read", "err", err)
		return now, time.Time{} // nothing is released yet
	}
	return d, at
}

// opener answers what opens sealed texts to the reader of a request.
func (s *site) opener(ctx context.Context, now *dossier.Docket) words.Opener {
	d, at := s.sealedFrom(ctx, now)
	by := audience(ctx)
	return openerFunc(func(seal string, r *words.Reader) (map[string]string, string) {
		e, ok := d.Enclosed(seal)
		if !ok {
			return nil, r.Say("sealed.closed", nil)
		}
		if e.Redacted != 0 || e.Cipher != "" || !d.MayRead(e, by, at) {
			return nil, view.SealedSay(d, e, at, r)
		}
		if s.opts.Enclosed == nil {
			return nil, r.Say("sealed.closed", nil) // it is not here, and that is no fault
		}
		content, err := s.enclosed(ctx, seal)
		if err == nil {
			var text body.Names
			if text, err = act.ReadEnclosedText(content); err == nil {
				return text, ""
			}
		}
		s.opts.Log.Error("enclosed content not read", "seal", seal, "err", err)
		return nil, r.Say("sealed.missing", nil)
	})
}

// enclosed answers content by its seal. ErrGone.
func (s *site) enclosed(ctx context.Context, seal string) ([]byte, error) {
	if s.opts.Enclosed == nil {
		return nil, fmt.Errorf("read what is enclosed as %s: %w", seal, ErrGone)
	}
	o, err := s.opts.Enclosed.Get(ctx, seal)
	return o.Content, err
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

// fileFor answers a file for the reader of a request. errPage, errAudience, ErrGone.
func (s *site) fileFor(r *http.Request, now *dossier.Docket) (act.File, error) {
	seal := view.SealFromAddress(r.PathValue("seal"))
	d, at := s.sealedFrom(r.Context(), now)
	e, ok := d.Enclosed(seal)
	switch {
	case !ok || e.Media == "":
		return act.File{}, errPage
	case e.Redacted != 0:
		return act.File{}, ErrGone
	case !d.MayRead(e, audience(r.Context()), at):
		return act.File{}, errAudience
	}
	content, err := s.enclosed(r.Context(), seal)
	if errors.Is(err, ErrGone) {
		return act.File{}, fmt.Errorf("hand out a file of entry %d: %w", e.Seq, err)
	}
	if err != nil {
		return act.File{}, fmt.Errorf("hand out a file of entry %d: %w: %w", e.Seq, errRecord, err)
	}
	if e.Cipher != "" { // only its recipients know what it is called
		return act.File{Name: "entry-" + whole(e.Seq) + ".age", Bytes: content}, nil
	}
	f, err := act.ReadEnclosedFile(content)
	if err != nil {
		return act.File{}, fmt.Errorf("hand out a file of entry %d: %w: %w", e.Seq, errRecord, err)
	}
	return f, nil
}
