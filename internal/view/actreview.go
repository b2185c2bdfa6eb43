package view

import (
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"accede/act"
	"accede/body"
	"accede/dossier"

	"accede/internal/view/words"
)

// ActReview is an act as it would be recorded, before it is: what it says and what it would change.
type ActReview struct {
	Line    LogLine
	Rows    []ReviewRow
	Changes []ActChange
	Tells   []ToldParty // who would be told, where the record is one that tells
}

// ReviewRow is one thing that was typed, in words.
type ReviewRow struct {
	Label string
	Value string
	Lang  string
	Title bool // a heading over what follows: an item of a list
}

// ActChange is what an act would make of one dossier.
type ActChange struct {
	Title         string
	Before, After []words.Span // the sentence that says where it stands
	Same          bool         // the sentence stays as it is
	Follows       []LogLine    // what would follow at once
	Next          []MoveLine   // whose move it would be that it was not
}

// NewActReview works out, on a copy, what an act would change. The docket is only read. The error says why the act
// may not be registered: a *dossier.Refusal, or what is wrong with its form.
func NewActReview(d *dossier.Docket, a *act.Act, fields []Field, at time.Time, r *words.Reader) (ActReview, error) {
	after := Trial(d, at)
	read, err := Try(after, a, at)
	if err != nil {
		return ActReview{}, err
	}
	set := SettingOf(after)
	lang := ""
	for _, f := range fields {
		if f.Name == "lang" {
			lang = f.Value
		}
	}
	v := ActReview{Line: logLine(set, dossier.Line{When: at, Act: &read}, r), Rows: rows(fields, lang, r)}
	for _, id := range a.Dossiers {
		change, err := changeOf(d, after, id, at, r)
		if err != nil {
			return ActReview{}, err
		}
		v.Changes = append(v.Changes, change)
	}
	dossiers := a.Dossiers
	if len(dossiers) == 0 {
		dossiers = after.Dossiers() // it is about the body, and may change all of them
	}
	v.Tells, err = tellsOf(d, after, at, dossiers, r)
	return v, err
}

// Trial answers a copy of a docket on which acts can be tried that are not signed yet.
func Trial(d *dossier.Docket, at time.Time) *dossier.Docket {
	if len(d.Keys(at)) > 0 {
		return d.Rehearsing()
	}
	return d.Clone()
}

// Try registers an act on a copy, with what follows from it at once, and answers it as it is read back. The error says why
// it may not be registered.
func Try(d *dossier.Docket, a *act.Act, at time.Time) (act.Act, error) {
	data, err := a.Marshal()
	if err != nil {
		return act.Act{}, err
	}
	read, err := act.Parse(data)
	if err != nil {
		return act.Act{}, err
	}
	return read, register(d, &read, data, at)
}

// register does with a copy what the depositary does with the record.
func register(d *dossier.Docket, a *act.Act, data []byte, at time.Time) error {
	if err := d.Advance(at); err != nil { // what has fallen due is entered before the act
		return fmt.Errorf("work out what has fallen due: %w", err)
	}
	if err := d.Apply(dossier.ActEntry(d.Size()+1, at, a, data)); err != nil {
		return err
	}
	for d.Keeping() == body.Official {
		n, ok := d.Due(at)
		if !ok {
			break
		}
		if err := d.Apply(dossier.NoticeEntry(d.Size()+1, at, n)); err != nil {
			return fmt.Errorf("work out what would follow: %w", err)
		}
	}
	return d.Advance(at)
}

func changeOf(before, after *dossier.Docket, id string, at time.Time, r *words.Reader) (ActChange, error) {
	set := SettingOf(after)
	now, err := after.Standing(id, at)
	if err != nil {
		return ActChange{}, err
	}
	c := ActChange{Title: set.title(now, r), After: headline(set, now, r)}
	var moves []MoveLine
	known := 0
	if was, err := before.Standing(id, at); err == nil { // an application has nothing before it
		c.Before = headline(set, was, r)
		moves, known = way(set, was, r).Moves, len(before.Lines(id))
	}
	c.Same = plain(c.Before) == plain(c.After)
	for _, l := range after.Lines(id)[min(known, len(after.Lines(id))):] {
		if l.Notice != nil {
			c.Follows = append(c.Follows, logLine(set, l, r))
		}
	}
	for _, m := range way(set, now, r).Moves {
		if !slices.ContainsFunc(moves, func(x MoveLine) bool { return x.Who == m.Who && x.What == m.What }) {
			c.Next = append(c.Next, m)
		}
	}
	return c, nil
}

// rows answers what was typed, field by field, without what was left empty.
func rows(fields []Field, lang string, r *words.Reader) []ReviewRow {
	var all []ReviewRow
	for _, f := range fields {
		switch f.Sort {
		case FieldList:
			for _, item := range f.Items {
				if inner := rows(item.Fields, lang, r); len(inner) > 0 && writtenAny(item.Fields) {
					all = append(append(all, ReviewRow{Label: item.Title, Title: true}), inner...)
				}
			}
		case FieldRadios, FieldSelect, FieldChecks:
			var chosen []string
			of := ""
			for _, o := range f.Options {
				if o.Chosen && o.Value != "" {
					chosen, of = append(chosen, o.Label.Text), o.Label.Lang
				}
			}
			if len(chosen) > 0 {
				all = append(all, ReviewRow{Label: f.Label, Value: strings.Join(chosen, " · "), Lang: of})
			}
		case FieldText:
			if f.Value != "" {
				all = append(all, ReviewRow{Label: f.Label, Value: f.Value, Lang: lang})
			}
		case FieldFiles: // who will have them is said apart
		case FieldLine, FieldNumber, FieldDay, FieldMoment:
			if f.Value != "" {
				all = append(all, ReviewRow{Label: f.Label, Value: strings.TrimSpace(sayDay(f, r) + " " + f.Clock)})
			}
		}
	}
	return all
}

func sayDay(f Field, r *words.Reader) string {
	if f.Sort != FieldDay && f.Sort != FieldMoment {
		return f.Value
	}
	day, err := time.Parse(time.DateOnly, f.Value)
	if err != nil {
		return f.Value
	}
	return r.Day(day)
}

// writtenAny says whether something was written in one of the fields, not only chosen.
func writtenAny(fields []Field) bool {
	return slices.ContainsFunc(fields, func(f Field) bool {
		switch f.Sort {
		case FieldLine, FieldText, FieldNumber:
			return f.Value != ""
		case FieldDay, FieldMoment, FieldRadios, FieldChecks, FieldSelect, FieldList, FieldFiles:
			return false
		}
		return false
	})
}

// ActReceipt is what is known of an act that is in the record.
type ActReceipt struct {
	ID       string
	Seq      int64
	Hash     string // of its exact bytes, in hex
	Line     LogLine
	Dossiers []ReceiptDossier
}

// ReceiptDossier is where a dossier stands that the act addressed.
type ReceiptDossier struct {
	ID, Title string
	Standing  []words.Span
	Follows   []LogLine // what followed from the act at once
}

// NewActReceipt answers the receipt of an act by its id; false where the record has no such act.
func NewActReceipt(d *dossier.Docket, id string, at time.Time, r *words.Reader) (ActReceipt, bool) {
	seq, hash, ok := d.SeenID(id)
	if !ok {
		return ActReceipt{}, false
	}
	set := SettingOf(d)
	rec := ActReceipt{ID: id, Seq: seq, Hash: hex.EncodeToString(hash[:])}
	for _, of := range d.Dossiers() {
		lines := d.Lines(of)
		i := slices.IndexFunc(lines, func(l dossier.Line) bool { return l.Act != nil && l.Act.ID == id })
		if i < 0 {
			continue
		}
		rec.Line = logLine(set, lines[i], r)
		st, err := d.Standing(of, at)
		if err != nil {
			continue // it has lines, so it is there
		}
		one := ReceiptDossier{ID: of, Title: set.title(st, r), Standing: headline(set, st, r)}
		for _, l := range lines[i+1:] {
			if l.Notice == nil {
				break
			}
			one.Follows = append(one.Follows, logLine(set, l, r))
		}
		rec.Dossiers = append(rec.Dossiers, one)
	}
	return rec, true
}

// Others is who else is to do what a stage asks of each, as the chair of a rehearsal may have them do.
type Others struct {
	Title string
	Steps []OthersStep
}

// OthersStep is one step and the parties that have not done it.
type OthersStep struct {
	Kind    string
	Title   string
	Parties []Party
}

// NewOthers answers whose signatures, approvals and deposits a dossier waits for: what each of them may do now.
func NewOthers(d *dossier.Docket, id string, at time.Time, r *words.Reader) Others {
	set := SettingOf(d)
	st, err := d.Standing(id, at)
	if err != nil {
		return Others{}
	}
	o := Others{Title: set.title(st, r)}
	for _, kind := range []act.Kind{act.KindSign, act.KindApprove, act.KindDeposit} {
		step := OthersStep{Kind: string(kind), Title: r.Say("do.others."+string(kind), nil)}
		for _, p := range st.Steps {
			if len(offersOf(d.Offers(p.Party, id, at), kind)) > 0 {
				step.Parties = append(step.Parties, set.party(p.Party, r))
			}
		}
		words.Order(r, step.Parties, func(p Party) string { return p.Name })
		if len(step.Parties) > 0 {
			o.Steps = append(o.Steps, step)
		}
	}
	return o
}
