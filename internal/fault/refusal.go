package fault

import "accede/dossier"

// Refusal is a refusal of the law as programs are told it: the row it falls under, and the clause with its arguments.
type Refusal struct {
	Name    string        `json:"name"` // of the row
	Exit    int           `json:"exit"`
	Code    dossier.Code  `json:"code"`
	Args    []dossier.Arg `json:"args"` // in the order of the sentence; never nil
	Act     string        `json:"act"`
	Dossier string        `json:"dossier,omitempty"`
	Stage   string        `json:"stage,omitempty"`
	Text    string        `json:"text"` // the clause in English
}

// Refusals answers the refusals of the law that an error wraps, in the order in which it wraps them; nil where there is
// none.
func Refusals(err error) []Refusal {
	if r, ok := err.(*dossier.Refusal); ok {
		row, known := Of(r)
		if !known {
			row = Internal()
		}
		return []Refusal{{row.Name, row.Exit, r.Code, append([]dossier.Arg{}, r.Args...), r.Act, r.Dossier, r.Stage, r.Text}}
	}
	var all []Refusal
	switch e := err.(type) {
	case interface{ Unwrap() error }:
		all = Refusals(e.Unwrap())
	case interface{ Unwrap() []error }:
		for _, one := range e.Unwrap() {
			all = append(all, Refusals(one)...)
		}
	}
	return all
}
