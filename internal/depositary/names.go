package depositary

import (
	"fmt"

	"accede/act"
	"accede/body"
	"accede/dossier"
	"accede/internal/lookalike"
)

// checkNames refuses an act that names a party so that it can be taken for another. It is no matter of the law: a record that
// has such names is read as it is, and none is let in beside its twin. lookalike.ErrLookAlike.
func checkNames(docket *dossier.Docket, a *act.Act) error {
	var fresh []lookalike.Party
	switch do := a.Do.(type) {
	case *act.Apply:
		if len(do.Name) > 0 {
			fresh = []lookalike.Party{{ID: string(a.By), Names: do.Name}}
		}
		if do.Proposed != "" {
			c, err := body.ReadCharter("proposed", []byte(do.Proposed))
			if err != nil {
				return nil //nolint:nilerr // what is wrong with the charter the law says, with its place
			}
			if err := lookalike.Check(nil, lookalike.PartiesOf(c)); err != nil { // it takes the place of the one there is
				return fmt.Errorf("act %s: the charter it proposes: %w", a.ID, err)
			}
		}
	case *act.Admit:
		if len(do.Name) > 0 {
			fresh = []lookalike.Party{{ID: string(do.Member), Names: do.Name}}
		}
	default: // no other act gives anybody a name
	}
	if len(fresh) == 0 {
		return nil
	}
	if err := lookalike.Check(partiesOf(docket), fresh); err != nil {
		return fmt.Errorf("act %s: %w", a.ID, err)
	}
	return nil
}

// partiesOf answers everybody who has a name in a docket: by its charter, or by an application.
func partiesOf(d *dossier.Docket) []lookalike.Party {
	all := lookalike.PartiesOf(d.Charter())
	for _, id := range d.Applicants() {
		if p, ok := d.Body().Party(id); ok && len(p.Name) > 0 {
			all = append(all, lookalike.Party{ID: string(id), Names: p.Name})
		}
	}
	return all
}
