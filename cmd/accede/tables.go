package main

import (
	values "encoding/csv"
	"encoding/json"
	"io"
	"strconv"
	"strings"
	"time"

	"accede/body"
	"accede/dossier"
	"accede/internal/view"
)

// rows are a table: its columns, and as many cells in each row.
type rows struct {
	columns []string
	cells   [][]string
}

// tableOf answers a table of one dossier, as the record has it at its end.
func tableOf(d *dossier.Docket, id, table string) (rows, error) {
	d = d.Under(id)
	s, err := standingOf(d, id, d.At())
	if err != nil {
		return rows{}, err
	}
	switch table {
	case "participants":
		return participants(d, s)
	case "positions":
		return positionsTable(d, s), nil
	case "talks":
		return talksTable(d, s), nil
	}
	return rows{}, badUse("there is no table %q; see accede export --help", table)
}

// participants answers who has signed and who is bound since when: (a) stands behind the day of an accession, as in
// collections of treaties. Entry into force is that for the applicant, the same in each row.
func participants(d *dossier.Docket, s dossier.Standing) (rows, error) {
	r, err := english()
	if err != nil {
		return rows{}, err
	}
	t := rows{columns: []string{"participant", "name", "signature", "ratification_accession", "dated", "entry_into_force"}}
	force := ""
	if s.InForce {
		force = dayIn(s.EndedAt, d.Zone())
	}
	for _, row := range view.NewRatificationPage(d, s, "name", r).Rows {
		signed, bound, dated := "", "", ""
		if row.Signed != nil {
			signed = row.Signed.Date
		}
		if n := len(row.Steps); n > 0 && row.Steps[n-1].Done {
			bound, dated = row.Steps[n-1].Date, row.Steps[n-1].Dated
		}
		t.cells = append(t.cells, []string{row.ID, row.Name, signed, bound, dated, force})
	}
	if day := acceded(d, s); day != "" {
		t.cells = append(t.cells, []string{string(s.Applicant), nameIn(d, s.Applicant), "", day + " (a)", "", force})
	}
	return t, nil
}

// acceded answers the day on which the applicant deposited its instrument alone; empty where it has not, or where the
// procedure asks none of it.
func acceded(d *dossier.Docket, s dossier.Standing) string {
	procedure, _ := d.Charter().Procedures.Get(s.Procedure)
	for _, st := range s.Stages {
		for _, x := range procedure.Stages {
			alone := x.ID == st.ID && x.Act == "deposit" && len(x.Each) == 0 && (x.By == "" || x.By == "applicant")
			if alone && st.State == dossier.Passed {
				return dayIn(st.Done, d.Zone())
			}
		}
	}
	return ""
}

// positionsTable answers what each member said in each stage that a rule decides.
func positionsTable(d *dossier.Docket, s dossier.Standing) rows {
	t := rows{columns: []string{"stage", "member", "name", "position", "since", "objection", "entry"}}
	for _, st := range s.Stages {
		asked, ok := d.Asked(s.Dossier, st.ID)
		if !ok {
			continue
		}
		for _, p := range asked.Positions {
			t.cells = append(t.cells, []string{
				st.ID, string(p.Member), nameIn(d, p.Member), p.Word, dayIn(p.Since, d.Zone()), p.Objection, seqText(p.Seq),
			})
		}
	}
	return t
}

// talksTable answers the meetings in order of time. Outcomes are those of the concerns, parted by blanks.
func talksTable(d *dossier.Docket, s dossier.Standing) rows {
	t := rows{columns: []string{"id", "round", "date", "place", "parties", "convened_by", "outcome", "entry"}}
	for _, x := range s.Rounds {
		round, parties, outcome := "", []string{}, []string{}
		if x.Round > 0 {
			round = strconv.Itoa(x.Round)
		}
		for _, p := range x.Parties {
			parties = append(parties, string(p))
		}
		for _, o := range x.Outcome {
			outcome = append(outcome, o.Concern+"="+o.Progress)
		}
		t.cells = append(t.cells, []string{
			x.ID, round, dayIn(x.When, d.Zone()), x.Place, strings.Join(parties, " "), string(x.Convened), strings.Join(outcome, " "), seqText(x.Seq),
		})
	}
	return t
}

func nameIn(d *dossier.Docket, id body.MemberID) string {
	m, _ := d.Body().Member(id)
	return m.Name.In("en")
}

func dayIn(at time.Time, zone *time.Location) string {
	if at.IsZero() {
		return ""
	}
	return at.In(zone).Format(time.DateOnly)
}

func seqText(seq int64) string {
	if seq == 0 {
		return ""
	}
	return strconv.FormatInt(seq, 10)
}

// csv writes the table as comma-separated values [RFC 4180], its columns first.
func (t rows) csv(w io.Writer) error {
	out := values.NewWriter(w)
	if err := out.Write(t.columns); err != nil {
		return err
	}
	for _, row := range t.cells {
		plain := make([]string, len(row))
		for i, cell := range row {
			plain[i] = view.HarmlessCell(cell)
		}
		if err := out.Write(plain); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// jsonl writes each row as one line: an object of texts, without those that are empty.
func (t rows) jsonl(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	for _, row := range t.cells {
		line := map[string]string{}
		for i, cell := range row {
			if cell != "" {
				line[t.columns[i]] = cell
			}
		}
		if err := e.Encode(line); err != nil {
			return err
		}
	}
	return nil
}
