package view

import (
	"encoding/csv"
	"errors"
	"io"
	"math/big"
	"strings"

	"accede/body"
	"accede/form"
	"accede/whatif/forecast"
)

// Probability reads 4/5, 80% or 0.8, exactly; false for what is none from 0 to 1.
func Probability(text string) (*big.Rat, bool) {
	number, percent := strings.CutSuffix(strings.TrimSpace(text), "%")
	p, ok := new(big.Rat).SetString(strings.TrimSpace(number))
	if ok && percent {
		p.Quo(p, big.NewRat(100, 1))
	}
	if !ok || p.Sign() < 0 || p.Cmp(big.NewRat(1, 1)) > 0 {
		return nil, false
	}
	return p, true
}

// statedColumns are the columns of stated probabilities.
const statedColumns = "by,on,member,until,p"

// ReadStated reads probabilities that were stated beforehand, as CSV with the columns by, on, member, until, p. The
// error is form.Faults, with places.
func ReadStated(file, text string) ([]forecast.Stated, error) {
	in := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff")))
	in.FieldsPerRecord, in.TrimLeadingSpace = -1, true
	var all []forecast.Stated
	for first := true; ; first = false {
		fields, err := in.Read()
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		at := func(i int) form.Place {
			line, column := in.FieldPos(i)
			return form.Place{File: file, Line: line, Column: column}
		}
		var faulty *csv.ParseError
		switch {
		case errors.As(err, &faulty):
			return nil, form.Faults{{Place: form.Place{File: file, Line: faulty.Line, Column: faulty.Column}, Text: faulty.Err.Error()}}
		case err != nil:
			return nil, err
		case len(fields) != 5:
			return nil, form.Faults{{Place: at(0), Text: plural(len(fields), "column") + "; five are wanted: " + statedColumns}}
		case first && strings.Join(fields, ",") != statedColumns:
			return nil, form.Faults{{Place: at(0), Text: "the first line names the columns: " + statedColumns}}
		case first:
			continue
		}
		x, fault := statedOf(fields, at)
		if fault != nil {
			return nil, form.Faults{fault}
		}
		all = append(all, x)
	}
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return big.NewInt(int64(n)).String() + " " + what + "s"
}

func statedOf(f []string, at func(int) form.Place) (forecast.Stated, *form.Fault) {
	x := forecast.Stated{By: f[0], Member: body.MemberID(f[2])}
	var err error
	if x.On, err = form.ParseDate(f[1]); err != nil {
		return x, &form.Fault{Place: at(1), Text: err.Error()}
	}
	if x.Until, err = form.ParseDate(f[3]); err != nil {
		return x, &form.Fault{Place: at(3), Text: err.Error()}
	}
	p, ok := Probability(f[4])
	if !ok {
		return x, &form.Fault{Place: at(4), Text: `"` + f[4] + `" is no probability; write one between 0 and 1, such as 4/5 or 80%`}
	}
	x.P = p
	return x, nil
}
