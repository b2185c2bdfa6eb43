package main

import (
	"fmt"
	"time"

	"accede/body"
	"accede/dossier"
	"accede/internal/letter"
	"accede/internal/view"
	"accede/internal/view/words"
)

// lettersVerb is about what people and programs are told. Without a further word it shows who would be told what.
type lettersVerb struct {
	Show   lettersShowVerb   `cmd:"" default:"withargs" help:"Who would be told what; nothing is sent."`
	People lettersPeopleVerb `cmd:"" help:"Who serves a party, and how letters reach them."`
	Hook   lettersHookVerb   `cmd:"" help:"Webhooks: addresses at which programs are told."`
	Outbox lettersOutboxVerb `cmd:"" help:"What was sent, what waits, what came to nothing."`
	Retry  lettersRetryVerb  `cmd:"" help:"Send again what came to nothing."`
	Bounce lettersBounceVerb `cmd:"" help:"Take reports of mail servers that letters could not be delivered."`
}

// Help is shown by --help.
func (lettersVerb) Help() string {
	return "Example: accede letters --record records/nato --since 2022-05-24 --as-of 2022-05-25\n\n" +
		"Letters are sent by accede serve, where it is given --mail; webhooks are called where it is given --webhooks."
}

// lettersShowVerb says who would be told what; it sends nothing.
type lettersShowVerb struct {
	Record  string        `required:"" placeholder:"DIR" help:"Folder of the record, or its address in PostgreSQL."`
	AsOf    asOf          `name:"as-of" placeholder:"TIME" help:"As of the end of a day in the body's time zone (2022-06-21), or of an instant (RFC 3339)."`
	Since   asOf          `name:"since" placeholder:"TIME" help:"Only what was not so at that time; without it, all that is so."`
	Preview string        `placeholder:"FILE" help:"Who would be told if the acts of this file (YAML or JSONL) were registered now."`
	For     string        `placeholder:"PARTY" help:"Only what is told to this party."`
	Near    time.Duration `default:"48h" placeholder:"TIME" help:"How long before its deadline something is near (default ${default})."`
	Lang    string        `default:"en" placeholder:"TAG" help:"The language: en, fr, tr, sv, fi (default ${default})."`
	JSON    bool          `name:"json" help:"Print JSON."`
}

// Help is shown by --help.
func (lettersShowVerb) Help() string {
	return "Example: accede letters --record records/nato --since 2022-05-24 --as-of 2022-05-25\n\nIt shows who would be told what, and sends nothing."
}

// recipient is one party, or everybody, with what is told to it.
type recipient struct {
	Party body.MemberID `json:"party"` // empty: everybody who has to do with the dossier
	Name  string        `json:"name"`
	Tells []view.Told   `json:"tells"`
}

// Run carries the verb out.
func (v *lettersShowVerb) Run(s *session) error {
	catalogue, err := words.Load()
	if err != nil {
		return err
	}
	reader, ok := catalogue.In(v.Lang)
	if !ok {
		return badUse("there are no words in %q: take en, fr, tr, sv or fi", v.Lang)
	}
	r, at, err := s.readRecord(v.Record, v.AsOf)
	if err != nil {
		return err
	}
	if _, known := r.Docket.Body().Party(body.MemberID(v.For)); v.For != "" && !known {
		return badUse("%q is neither a member, an applicant nor an office of this body", v.For)
	}
	d := r.Docket
	var matters []letter.Matter
	if v.Preview != "" {
		matters, d, err = v.preview(d, at)
	} else {
		matters, err = v.matters(s, d, at)
	}
	if err != nil {
		return err
	}
	all, err := v.recipients(d, at, matters, reader)
	if err != nil || v.JSON {
		return orPrint(s, all, err)
	}
	for _, x := range all {
		fmt.Fprintln(s.stdout, s.paint(bold, x.Name))
		for _, t := range x.Tells {
			fmt.Fprintf(s.stdout, "  %s: %s. %s\n", t.Title, t.Text, t.Days)
		}
	}
	if len(all) == 0 {
		fmt.Fprintln(s.stdout, "Nobody would be told anything.")
	}
	return nil
}

// orPrint prints a value as JSON where there is no error.
func orPrint(s *session, v any, err error) error {
	if err != nil {
		return err
	}
	return s.printJSON(v)
}

// matters answers what is to be told as of an instant: what is so, what is near, less what was so before.
func (v *lettersShowVerb) matters(s *session, d *dossier.Docket, at time.Time) ([]letter.Matter, error) {
	all, err := letter.Of(d, at)
	if err != nil {
		return nil, err
	}
	all = append(all, letter.Near(all, at, v.Near)...)
	if v.Since.given.IsZero() {
		return all, nil
	}
	before, then, err := s.readRecord(v.Record, v.Since)
	if err != nil {
		return nil, err
	}
	known, err := letter.Of(before.Docket, then)
	if err != nil {
		return nil, err
	}
	return letter.Fresh(append(known, letter.Near(known, then, v.Near)...), all), nil
}

// preview answers what would be told if the acts of a file were registered one after another, and the record as it would
// then be.
func (v *lettersShowVerb) preview(d *dossier.Docket, at time.Time) ([]letter.Matter, *dossier.Docket, error) {
	if !v.AsOf.given.IsZero() || !v.Since.given.IsZero() {
		return nil, d, badUse("--preview is of now: leave --as-of and --since out")
	}
	acts, err := readActs(v.Preview)
	if err != nil {
		return nil, d, err
	}
	before, err := letter.Of(d, at)
	if err != nil {
		return nil, d, err
	}
	d = view.Trial(d, at)
	for _, a := range acts {
		if _, err := view.Try(d, &a.Act, at); err != nil {
			return nil, d, fmt.Errorf("%s: act %q: %w", a.Place, a.Act.ID, err)
		}
	}
	after, err := letter.Of(d, at)
	return letter.Fresh(before, after), d, err
}

// recipients gathers what is told by whom it is told to, in the order in which they first come.
func (v *lettersShowVerb) recipients(d *dossier.Docket, at time.Time, matters []letter.Matter, r *words.Reader) ([]recipient, error) {
	all, place := []recipient{}, map[body.MemberID]int{}
	for _, m := range matters {
		who := m.Who
		if m.Everybody() {
			who = ""
		}
		if v.For != "" && who != "" && who != body.MemberID(v.For) {
			continue
		}
		told, err := view.Tell(d, at, m, r)
		if err != nil {
			return nil, err
		}
		i, ok := place[who]
		if !ok {
			i, place[who] = len(all), len(all)
			name := r.Say("letter.everybody", nil)
			if who != "" {
				name = view.SettingOf(d).Name(who, r)
			}
			all = append(all, recipient{Party: who, Name: name})
		}
		all[i].Tells = append(all[i].Tells, told)
	}
	return all, nil
}
