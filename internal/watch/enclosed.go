package watch

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"path/filepath"
	"slices"

	"accede/act"
	"accede/act/signature"
	"accede/body"
	"accede/dossier"
	"accede/internal/depositary"
	"accede/internal/enclosure"
)

// Everybody stands for the public where a watcher is told for whom it mirrors what is enclosed.
const Everybody = "public"

// longestContent is how long an answer with enclosed content may be: base64 of it, and what stands around that.
const longestContent = act.MaxEnclosed/3*4 + 64<<10

// Beside is what a watcher has of what is enclosed beside the record.
type Beside struct {
	New     int // items since the look before
	Kept    int // items in the mirror
	Erased  int // items that went since the look before, because an entry has erased them
	Missing int // items that it may read, that no entry has erased, and that the host does not hand out
}

// enclosed obeys: what an entry has erased goes for good from the mirror too. Then, where the watcher is to mirror what is
// enclosed, it asks for what it may read and has not.
func (w *Watcher) enclosed(ctx context.Context) (b Beside, err error) {
	all := w.record.Docket.Enclosures()
	if len(all) == 0 {
		return b, nil
	}
	kept, err := enclosure.Open(filepath.Join(w.Dir, MirrorDir), 0)
	if err != nil {
		return b, fmt.Errorf("open what is enclosed in the mirror: %w", err)
	}
	defer func() { err = errors.Join(err, kept.Close()) }()
	have, err := kept.Seals(ctx)
	if err != nil {
		return b, err
	}
	var gone []string
	for _, e := range all {
		if e.Redacted != 0 && slices.Contains(have, e.Seal) {
			gone = append(gone, e.Seal)
		}
	}
	if err := kept.Erase(ctx, gone...); err != nil {
		return b, fmt.Errorf("erase from the mirror what the record has erased: %w", err)
	}
	b.Erased, b.Kept = len(gone), len(have)-len(gone)
	if w.Enclosed == "" {
		return b, nil
	}
	reader := body.MemberID(w.Enclosed)
	if w.Enclosed == Everybody {
		reader = ""
	}
	var wrong []error
	for _, e := range all {
		if e.Redacted != 0 || slices.Contains(have, e.Seal) || !w.record.Docket.MayRead(e, reader, w.Clock()) {
			continue
		}
		switch o, err := w.content(ctx, e); {
		case errors.Is(err, ErrSilent):
			b.Missing++
			w.Logger.Warn("enclosed content not handed out", "seal", e.Seal, "entry", e.Seq, "err", err)
		case err != nil:
			wrong = append(wrong, err)
		default:
			if err := kept.Put(ctx, o); err != nil {
				return b, fmt.Errorf("keep what entry %d encloses: %w", e.Seq, err)
			}
			b.New, b.Kept = b.New+1, b.Kept+1
		}
	}
	return b, errors.Join(wrong...)
}

// content asks the host for an item, and holds it to its seal. ErrSilent: it is not handed out.
func (w *Watcher) content(ctx context.Context, e dossier.Enclosed) (act.Opening, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, w.URL+"/api/v1/enclosed/"+url.PathEscape(e.Seal), nil)
	if err != nil {
		return act.Opening{}, fmt.Errorf("ask for what entry %d encloses: %w", e.Seq, err)
	}
	if w.ReaderKey != "" {
		r.Header.Set("Authorization", "Bearer "+w.ReaderKey)
	}
	status, data, err := ask(w.HTTP, r, longestContent)
	if err == nil && status != http.StatusOK {
		err = fmt.Errorf("ask for what entry %d encloses: it answers %d: %w", e.Seq, status, ErrSilent)
	}
	if err != nil {
		return act.Opening{}, err
	}
	o, err := readContent(data)
	if err != nil {
		return o, fmt.Errorf("read what entry %d encloses: %w: %w", e.Seq, err, ErrSilent)
	}
	o.Seal = e.Seal
	if err := depositary.CheckItem(e.Act(w.record.Docket.Charter().Body), e.Enclosure, o); err != nil {
		return o, w.alarm(ErrOther, nil, "what the host hands out as %s is not what entry %d encloses: %v", e.Seal, e.Seq, err)
	}
	return o, nil
}

func readContent(data []byte) (act.Opening, error) {
	var said struct{ Salt, Content string }
	if err := json.Unmarshal(data, &said); err != nil {
		return act.Opening{}, err
	}
	var o act.Opening
	salt, err := signature.Decode(said.Salt)
	if err != nil || copy(o.Salt[:], salt) != len(o.Salt) || len(salt) != len(o.Salt) {
		return o, fmt.Errorf("a salt is %d bytes in base64", len(o.Salt))
	}
	if o.Content, err = base64.StdEncoding.DecodeString(said.Content); err != nil {
		return o, fmt.Errorf("content is base64: %w", err)
	}
	return o, nil
}
