package forecast

import (
	"slices"
	"time"

	"accede/act"
	"accede/body"
	"accede/dossier"
	"accede/form"
)

// FromDossier collects how long each member took from the signature to the end of its own procedure, or has been
// waited for by the end of the day of asOf. The docket must be folded up to asOf and not beyond. Members whose objection
// stood at any stage are marked. A dossier in which nothing has to be ratified yet answers a cohort without cases. The
// error is that of Standing.
func FromDossier(d *dossier.Docket, id string, asOf time.Time) (Cohort, error) {
	st, err := d.Standing(id, asOf)
	if err != nil {
		return Cohort{}, err
	}
	day := form.DateOf(asOf.In(d.Zone()))
	c := Cohort{ID: id, Body: d.Charter().Body, AsOf: day}
	start := signed(d, st)
	if start.IsZero() || !ratified(st.Steps) {
		return c, nil
	}
	c.Start = form.DateOf(start.In(d.Zone()))
	onRoll := came(d, id)
	for _, p := range st.Steps {
		x := Case{Member: p.Party, Start: c.Start, Objected: objected(st, p.Party)}
		if on, ok := onRoll[p.Party]; ok && c.Start.Before(on) {
			x.Start = on
		}
		x.Days = DaysBetween(x.Start, day)
		if s, ok := finished(p.Steps); ok {
			x.Done, x.AtLatest = true, s.Dated == act.AtLatest
			x.Days = max(0, DaysBetween(x.Start, form.DateOf(s.When.In(d.Zone()))))
		}
		c.Cases = append(c.Cases, x)
	}
	return c, nil
}

// ratified says whether the steps are those of a ratification: what they end with is an approval or a deposit.
func ratified(steps []dossier.PartySteps) bool {
	if len(steps) == 0 || len(steps[0].Steps) == 0 {
		return false
	}
	last := steps[0].Steps[len(steps[0].Steps)-1].Act
	return last == act.KindDeposit || last == act.KindApprove
}

// signed answers the instant of the signature: when the stage that wants it was done, else when the stage that wants
// approvals or deposits of each was opened. It is zero where neither has come.
func signed(d *dossier.Docket, st dossier.Standing) time.Time {
	stages := stagesOf(d, st.Procedure)
	var opened time.Time
	for _, s := range st.Stages {
		i := slices.IndexFunc(stages, func(b body.Stage) bool { return b.ID == s.ID })
		if i < 0 || len(stages[i].Each) == 0 {
			continue
		}
		acts := append([]string{stages[i].Act}, stages[i].Steps...)
		switch {
		case slices.Contains(acts, string(act.KindDeposit)) || slices.Contains(acts, string(act.KindApprove)):
			if opened.IsZero() {
				opened = s.Opened
			}
		case slices.Contains(acts, string(act.KindSign)) && s.State == dossier.Passed:
			return s.Done
		}
	}
	return opened
}

func stagesOf(d *dossier.Docket, procedure string) []body.Stage {
	p, _ := d.Charter().Procedures.Get(procedure)
	return p.Stages
}

// came answers the day on which members came onto a floating roll while the dossier ran.
func came(d *dossier.Docket, id string) map[body.MemberID]form.Date {
	days := map[body.MemberID]form.Date{}
	for _, l := range d.Lines(id) {
		if l.Notice != nil && l.Notice.Kind == dossier.NoticeRoll {
			days[l.Notice.Member] = form.DateOf(l.Notice.Dated.In(d.Zone()))
		}
	}
	return days
}

// objected says whether a member's objection stood at any stage.
func objected(st dossier.Standing, id body.MemberID) bool {
	return slices.ContainsFunc(st.Objections, func(o dossier.ObjectionStanding) bool { return o.By == id })
}

// finished answers the step with which a party's own procedure ended: the last one before the deposit, or the deposit
// itself where no earlier step is known.
func finished(steps []dossier.StepStanding) (dossier.StepStanding, bool) {
	own := steps
	if len(steps) > 1 {
		own = steps[:len(steps)-1]
	}
	all := !slices.ContainsFunc(own, func(s dossier.StepStanding) bool { return !s.Done })
	if all {
		return own[len(own)-1], true
	}
	last := steps[len(steps)-1]
	return last, last.Done
}
