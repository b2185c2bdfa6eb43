package view

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"accede/act"
	"accede/body"
	"accede/dossier"

	"accede/internal/view/words"
)

// SayRefusal answers the clause by which the law refused an act, in the reader's language, with names, days and numbers as
// that language has them. What another part of the program added in English stays so and is marked. A clause that the
// catalogue does not know, as one of a newer writer, is told as it came.
func SayRefusal(d *dossier.Docket, no *dossier.Refusal, r *words.Reader) []words.Span {
	key := "refusal." + string(no.Code)
	if !r.Known(key) {
		return []words.Span{{Text: no.Text, Lang: "en"}}
	}
	say := refusalTeller{d.Under(no.Dossier), SettingOf(d.Under(no.Dossier)), procedureOf(d, no.Dossier), r}
	args := words.Args{}
	for _, a := range no.Args {
		args[a.Name] = say.arg(a)
	}
	return r.Rich(key, args)
}

// procedureOf answers the procedure of a dossier; nothing where there is no such dossier.
func procedureOf(d *dossier.Docket, id string) string {
	for _, l := range d.Lines(id) {
		if l.Act != nil {
			if do, ok := l.Act.Do.(*act.Apply); ok {
				return do.Procedure
			}
		}
	}
	return ""
}

// refusalTeller says the arguments of refusals.
type refusalTeller struct {
	docket    *dossier.Docket
	set       Setting
	procedure string
	r         *words.Reader
}

// arg answers an argument ready to be said; one that is not of its kind, as it came.
func (x refusalTeller) arg(a dossier.Arg) any {
	switch a.Kind {
	case dossier.ArgParty:
		return x.set.Name(body.MemberID(a.Value), x.r)
	case dossier.ArgParties:
		return x.r.List(x.each(a.Value, func(id string) string { return x.set.Name(body.MemberID(id), x.r) }))
	case dossier.ArgRoles:
		return x.r.List(x.each(a.Value, x.role))
	case dossier.ArgStage:
		return x.stage(a.Value)
	case dossier.ArgAct:
		return x.kind(a.Value)
	case dossier.ArgActs:
		return x.r.List(x.each(a.Value, x.kind))
	case dossier.ArgWord:
		return x.word(a.Value)
	case dossier.ArgReason:
		return x.set.teller(x.r).reason(a.Value)
	case dossier.ArgText:
		return words.Filed{Text: a.Value, Lang: "en"}
	case dossier.ArgDay, dossier.ArgMoment, dossier.ArgPeriod, dossier.ArgSpan:
		return x.time(a)
	case dossier.ArgNumber:
		if n, err := strconv.ParseInt(a.Value, 10, 64); err == nil {
			return n
		}
	case dossier.ArgName:
	}
	return a.Value
}

// time answers a day, an instant or a length of time as the language writes it.
func (x refusalTeller) time(a dossier.Arg) string {
	switch a.Kind {
	case dossier.ArgDay:
		if day, err := time.Parse(time.DateOnly, a.Value); err == nil {
			return x.r.Day(day)
		}
	case dossier.ArgMoment:
		if at, err := time.Parse(time.RFC3339, a.Value); err == nil {
			return x.set.moment(at, x.r)
		}
	case dossier.ArgPeriod:
		if p, ok := readPeriod(a.Value); ok {
			return period(p, x.r)
		}
	case dossier.ArgSpan:
		if span, err := time.ParseDuration(a.Value); err == nil {
			return x.r.Say("period.minutes", words.Args{"n": int64(span / time.Minute)})
		}
	case dossier.ArgParty, dossier.ArgParties, dossier.ArgRoles, dossier.ArgStage, dossier.ArgAct, dossier.ArgActs, dossier.ArgWord,
		dossier.ArgReason, dossier.ArgText, dossier.ArgNumber, dossier.ArgName:
	}
	return a.Value
}

func (x refusalTeller) each(ids string, say func(string) string) []string {
	all := strings.Fields(ids)
	for i, id := range all {
		all[i] = say(id)
	}
	return all
}

// role answers who the charter means by a role or an id.
func (x refusalTeller) role(id string) string {
	if key := "party." + id; slices.Contains([]string{"author", "chair", "secretariat"}, id) {
		return x.r.Say(key, nil)
	}
	return x.set.Name(body.MemberID(id), x.r)
}

// stage answers what a stage is called; with its part and step, where it has them.
func (x refusalTeller) stage(id string) string {
	base, part, _ := strings.Cut(id, "/")
	st := dossier.StageStanding{ID: base, Part: strings.ReplaceAll(part, "/", ", ")}
	if text := x.set.stage(x.procedure, id); text != nil {
		st.Name = text.Name
	}
	return x.set.stageName(st, x.r)
}

// kind answers the catalogue's word for a kind of act.
func (x refusalTeller) kind(id string) string {
	if key := "kind." + id; x.r.Known(key) {
		return x.r.Say(key, nil)
	}
	return id
}

func (x refusalTeller) word(value string) any { return known(x.r, "refusal.word.", refusalWord(value)) }

// refusalWord answers what stands in the key of a word of the law.
func refusalWord(value string) string {
	return strings.ReplaceAll(strings.ReplaceAll(value, "'", ""), " ", "-")
}
