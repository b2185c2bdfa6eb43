package view

import (
	"encoding/base64"
	"maps"
	"slices"
	"time"

	"accede/act"
	"accede/body"
	"accede/dossier"

	"accede/internal/view/words"
)

// EnclosedLine is one thing enclosed with an act, as everybody may know it.
type EnclosedLine struct {
	Seal   string // by which a file is fetched, in base64 for addresses
	What   string // in words: a text, or the medium of a file
	Size   int64  // a bound, in bytes
	Who    string // who may read it, or why nobody may, in words
	Fetch  bool   // a file that this reader may have
	Opened bool   // this reader may read it
}

// Judge answers by which docket, for which party and at what instant it is judged who may read what has a seal; an empty
// party is the public.
type Judge func(seal string) (d *dossier.Docket, by body.MemberID, at time.Time)

// NewEnclosedLines answers what is enclosed with the act of an entry, for the reader that is judged so. It does not know
// whether the content is there. Of what is encrypted the text can be had too, as a file.
func NewEnclosedLines(d *dossier.Docket, seq int64, judge Judge, r *words.Reader) []EnclosedLine {
	var all []EnclosedLine
	for _, own := range d.Enclosures() {
		if own.Seq != seq {
			continue
		}
		d, by, at := judge(own.Seal)
		e, ok := d.Enclosed(own.Seal)
		if !ok {
			e = own
		}
		may := e.Redacted == 0 && d.MayRead(e, by, at)
		x := EnclosedLine{Seal: SealInAddress(e.Seal), What: r.Say("enclosed.text", nil), Size: int64(e.Size), Who: SealedSay(d, e, at, r), Opened: may}
		if e.Media != "" {
			x.What = e.Media
		}
		x.Fetch = may && (e.Media != "" || e.Cipher != "")
		all = append(all, x)
	}
	return all
}

// SealedSay answers who may read enclosed content, or why nobody may, in a sentence.
func SealedSay(d *dossier.Docket, e dossier.Enclosed, at time.Time, r *words.Reader) string {
	who := r.Say("sealed."+string(e.Audience), nil)
	released := !e.Release.IsZero() && !at.Before(e.Release.In(d.Zone()))
	switch {
	case e.Redacted != 0:
		return r.Say("sealed.erased", words.Args{"n": e.Redacted})
	case e.Cipher != "":
		return r.Say("sealed.recipients", nil)
	case released || e.Audience == act.ToPublic:
		return r.Say("sealed.readers", words.Args{"audience": r.Say("sealed.public", nil)})
	case !e.Release.IsZero():
		return r.Say("sealed.until", words.Args{"day": r.Day(e.Release.In(d.Zone())), "audience": who})
	}
	return r.Say("sealed.text", words.Args{"audience": who})
}

// SealInAddress answers a seal as it stands in the address of what it seals; the same turned back is SealFromAddress.
func SealInAddress(seal string) string {
	raw, err := base64.StdEncoding.DecodeString(seal)
	if err != nil {
		return ""
	}
	return base64.RawURLEncoding.EncodeToString(raw)
}

// SealFromAddress answers the seal that stands in an address; empty where none does.
func SealFromAddress(text string) string {
	raw, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil {
		return ""
	}
	return base64.StdEncoding.EncodeToString(raw)
}

// opened answers the words of a sealed text in each language they have, or what is said instead.
func opened(seal string, r *words.Reader) []words.Filed {
	texts, instead := r.Open(seal)
	if texts == nil {
		return []words.Filed{{Text: instead, Lang: r.Tag()}}
	}
	var all []words.Filed
	for _, lang := range slices.Sorted(maps.Keys(texts)) {
		all = append(all, words.Filed{Text: texts[lang], Lang: lang})
	}
	return all
}
