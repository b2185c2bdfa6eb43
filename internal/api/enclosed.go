package api

import (
	"context"
	"encoding/base64"
	"fmt"
	"net/http"
	"reflect"
	"time"

	"accede/act"
	"accede/canon"
	"accede/dossier"

	"accede/internal/api/wire"
	"accede/internal/fault"
)

// Enclosed is where content lies that acts hold a seal of: an *enclosure.Store.
type Enclosed interface {
	// Get answers an item by its seal.
	Get(ctx context.Context, seal string) (act.Opening, error)
}

// enclosedRoutes are what lies beside the record.
func enclosedRoutes() []route {
	list := folding("/enclosed", "enclosed", "What is enclosed in acts: that it is, by whom, for whom, how large about. Its content is asked for by its seal.", reflect.TypeFor[wire.EnclosedList](), (*call).enclosedList)
	return []route{
		list,
		{
			method: http.MethodGet, path: "/enclosed/{seal}", id: "enclosedContent", says: "Enclosed content, with the salt that shows it to be what was sealed.",
			more:   "What the public may read needs no key. Everything else needs a key of a party that may read it; who may is said by the act that encloses it.",
			answer: reflect.TypeFor[wire.Opening](), problems: []int{http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound}, do: (*call).enclosedContent,
		},
	}
}

func (c *call) enclosedList() error {
	d, _, err := c.folded()
	if err != nil {
		return err
	}
	all := wire.EnclosedList{Enclosed: []wire.Enclosed{}}
	for _, e := range d.Enclosures() {
		x := wire.Enclosed{
			Seal: e.Seal, Seq: e.Seq, By: string(e.By), Kind: string(e.Kind), Dossiers: append([]string{}, e.Dossiers...), Audience: string(e.Audience),
			Size: e.Size, Media: e.Media, Encrypted: e.Cipher != "", Erased: e.Redacted,
		}
		if !e.Release.IsZero() {
			x.Release = e.Release.String()
		}
		all.Enclosed = append(all.Enclosed, x)
	}
	return c.json(all)
}

func (c *call) enclosedContent() error {
	seal := c.r.PathValue("seal")
	c.w.Header().Set("Cache-Control", "no-store") // it may be for one reader alone, and it can be erased
	d, err := c.Record.Docket(c.r.Context(), time.Time{})
	if err != nil {
		return fmt.Errorf("read the record: %w: %w", err, fault.ErrRecord)
	}
	e, ok := d.Enclosed(seal)
	if !ok {
		return fmt.Errorf("open what is enclosed as %q: %w", seal, dossier.ErrUnknown)
	}
	if err := c.mayRead(d, e); err != nil {
		return err
	}
	if c.Enclosed == nil {
		return fmt.Errorf("open what is enclosed as %s: %w", seal, fault.ErrNotKept)
	}
	o, err := c.Enclosed.Get(c.r.Context(), seal)
	if err != nil {
		return fmt.Errorf("open what is enclosed as %s: %w", seal, err)
	}
	return c.json(wire.Opening{Seal: o.Seal, Salt: base64.StdEncoding.EncodeToString(o.Salt[:]), Content: base64.StdEncoding.EncodeToString(o.Content)})
}

// mayRead says whether whoever asks may read enclosed content: the public may, or the party of the key.
func (c *call) mayRead(d *dossier.Docket, e dossier.Enclosed) error {
	if d.MayRead(e, "", c.now) {
		return nil
	}
	k, err := c.key()
	if err != nil {
		return err
	}
	if !d.MayRead(e, k.Party, c.now) {
		return fmt.Errorf("open what is enclosed as %s: it is for %s, and the key %s is of %s: %w", e.Seal, e.Audience, k.ID, k.Party, fault.ErrParty)
	}
	return nil
}

// openings reads the content that came with an act.
func openings(r *canon.Reader) (all []act.Opening) {
	for r.Array(); r.More(); {
		var o act.Opening
		for r.Object(); r.Key(); {
			switch r.Last() {
			case "content":
				o.Content = base64Of(r)
			case "salt":
				copy(o.Salt[:], exactly(r, len(o.Salt)))
			case "seal":
				o.Seal = r.Text()
			default:
				r.Refuse("unknown key " + r.Last() + "; the keys here are content, salt, seal")
			}
		}
		all = append(all, o)
	}
	return all
}

func base64Of(r *canon.Reader) []byte {
	b, err := base64.StdEncoding.Strict().DecodeString(r.Text())
	if err != nil {
		r.Refuse("not base64")
	}
	return b
}

func exactly(r *canon.Reader, n int) []byte {
	b := base64Of(r)
	if len(b) != n {
		r.Refuse(fmt.Sprintf("%d bytes, want %d", len(b), n))
	}
	return b
}
