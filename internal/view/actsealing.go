package view

import (
	"slices"
	"strings"
	"time"

	"accede/act"
	"accede/body"
	"accede/dossier"
	"accede/form"

	"accede/internal/view/words"
)

// Sealing is what of an act is to lie beside the record, as it was chosen in a form.
type Sealing struct {
	Fields     []Field      // what asks for it; none: nothing can be enclosed here
	Words      act.Audience // who may read the texts; empty: they stand in the record
	Files      act.Audience // who may have the files
	Release    form.Instant
	Recipients []string // age keys
}

// Names of controls by which files come, and under which those of an earlier sending are remembered.
const (
	FilesControl = "files"
	FilesBefore  = "files.before"
)

// Choices that are no audience.
const (
	openWords = "open" // the words stay in the record
	asWords   = "same" // the files are for whoever may read the words; where these are open, for the body
)

// sealing asks who may read the words and the files of an act, and from when everybody may.
func (s *sheet) sealing() Sealing {
	outer, seal := s.fields, Sealing{Files: act.ToBody}
	s.fields = nil
	if len(s.texts) > 0 {
		if who := s.choose("sealed", s.choices("sealed.", append([]string{openWords}, audiences()...)...), true); who != openWords {
			seal.Words = act.Audience(who)
		}
		s.chooseFirst(openWords)
	}
	seal.Release = s.release()
	if text := s.loose("recipients"); text != "" {
		seal.Recipients = strings.Fields(text)
	}
	if who := s.choose("files.for", s.choices("sealed.", append([]string{asWords}, audiences()...)...), true); who != "" && who != asWords {
		seal.Files = act.Audience(who)
	} else if seal.Words != "" {
		seal.Files = seal.Words
	}
	s.chooseFirst(asWords)
	s.add(FilesControl, FieldFiles, false).Value = strings.Join(s.q.Typed[FilesBefore], "\n")
	seal.Fields, s.fields = s.fields, outer
	return seal
}

// audiences answers every audience, the widest first.
func audiences() []string {
	return []string{string(act.ToPublic), string(act.ToBody), string(act.ToParties), string(act.ToMediator), string(act.ToAuthor)}
}

// chooseFirst chooses a value in the field that was added last, where none was.
func (s *sheet) chooseFirst(value string) {
	f := &s.fields[len(s.fields)-1]
	if f.Value != "" || len(s.q.Typed[f.Name]) > 0 && s.typed(f.Name) != "" {
		return
	}
	f.Value, f.Wrong = value, ""
	s.problems = slices.DeleteFunc(s.problems, func(p Problem) bool { return p.Field == f.Name })
	for i := range f.Options {
		f.Options[i].Chosen = f.Options[i].Value == value
	}
}

// loose asks for lines that are in no language.
func (s *sheet) loose(key string) string {
	f := s.add(key, FieldText, false)
	f.Value = s.typed(key)
	s.short(f)
	return f.Value
}

// release asks from when everybody may read: a day that has not come, since what is public need not be sealed.
func (s *sheet) release() form.Instant {
	at := s.date("release", false)
	today := form.DateOf(s.q.At.In(s.q.Docket.Zone()))
	f := &s.fields[len(s.fields)-1]
	f.Min = today.AddDays(1).String()
	if !at.IsZero() && !today.Before(at.Day) {
		s.wrong(f, "wrong.release", words.Args{"day": s.q.Reader.Day(s.q.At.In(s.q.Docket.Zone()))})
	}
	return at
}

// ReadersLine says of one part of an act who will be able to read it.
type ReadersLine struct {
	What    string
	Size    int64    // of a file, in bytes; 0: of words
	Who     string   // in a sentence
	Parties []string // that may read it today; none where everybody may
}

// NewReaders answers who will be able to read the words and the files of an act that is to be recorded, whose
// enclosures are set. files are its files by seal; hasWords says whether the act has any. The docket is as it
// stands before the act.
func NewReaders(d *dossier.Docket, a *act.Act, files map[string]act.File, hasWords bool, at time.Time, r *words.Reader) []ReadersLine {
	var all []ReadersLine
	open := hasWords
	for _, x := range a.Enclosed {
		e := dossier.Enclosed{Enclosure: x, By: a.By, Kind: a.Do.Kind(), Dossiers: a.Dossiers}
		l := ReadersLine{What: r.Say("readers.words", nil), Who: SealedSay(d, e, at, r)}
		if x.Media != "" {
			l.What, l.Size = files[x.Seal].Name, int64(len(files[x.Seal].Bytes))
		} else {
			open = false
		}
		if !d.MayRead(e, "", at) {
			l.Parties = mayRead(d, e, at, r)
		}
		if !slices.ContainsFunc(all, func(o ReadersLine) bool { return o.What == l.What && x.Media == "" }) { // several texts of one act are for the same
			all = append(all, l)
		}
	}
	if open {
		line := ReadersLine{What: r.Say("readers.words", nil), Who: r.Say("readers.open", nil)}
		all = append([]ReadersLine{line}, all...)
	}
	return all
}

// mayRead answers the parties that may read something today, by name.
func mayRead(d *dossier.Docket, e dossier.Enclosed, at time.Time, r *words.Reader) []string {
	var names []string
	for _, p := range Seats(d, at, r) {
		if d.MayRead(e, body.MemberID(p.ID), at) {
			names = append(names, p.Name)
		}
	}
	return names
}
