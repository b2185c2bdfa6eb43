package packages

import (
	"fmt"
	"math/big"
	"slices"

	"accede/body"
	"accede/form"
)

// ModelFormat and SheetFormat are the first lines' values of the two kinds of file.
const (
	ModelFormat = "packages/1"
	SheetFormat = "wishes/1"
)

// MostOptions is how many options an issue may have, and MostParties how many parties a model.
const (
	MostOptions = 64
	MostParties = 32
)

// Model is what is on the table, known to all: the issues, their options, and what becomes of each without a deal.
type Model struct {
	Accede  string           `form:"accede,required" enum:"packages/1"`
	Title   body.Names       `form:"title"`
	Parties []body.MemberID  `form:"parties,required" doc:"whose acceptance a package needs"`
	Issues  []Issue          `form:"issues,required"`
	NoDeal  form.Map[string] `form:"no_deal" doc:"by issue, the option that comes about without a deal"`

	Place form.Place `form:"-place"` // where it stands in its file
}

// Issue is a question that a package settles by one of its options.
type Issue struct {
	ID      string     `form:"id,required"`
	Text    body.Names `form:"text"`
	Options []Option   `form:"options,required"`

	Place form.Place `form:"-place"` // where it stands in its file
}

// Option is one way to settle an issue.
type Option struct {
	ID   string     `form:"id,required"`
	Text body.Names `form:"text"`
}

// Package is one option for each issue, by their numbers from 0, in the order of the model.
type Package []int

// ReadModel reads the file of a model. The error is form.Faults, with places.
func ReadModel(name string, data []byte) (*Model, error) {
	m := new(Model)
	if err := form.Decode(name, data, m); err != nil {
		return nil, err
	}
	return m, m.Check()
}

// ModelSchema answers the JSON Schema of the file of a model.
func ModelSchema() ([]byte, error) {
	return form.Schema("https://accede.example/schema/packages-1.json", "What is on the table: parties, issues and their options", Model{})
}

// SheetSchema answers the JSON Schema of a party's sheet.
func SheetSchema() ([]byte, error) {
	return form.Schema("https://accede.example/schema/wishes-1.json", "What one party tells the mediator in confidence", Sheet{})
}

// Check tells what is wrong with a model, which need not come from a file. The error is form.Faults or nil.
func (m *Model) Check() error {
	var faults form.Faults
	tell := func(at form.Place, format string, args ...any) {
		faults = append(faults, &form.Fault{Place: at, Text: fmt.Sprintf(format, args...)})
	}
	if n := len(m.Parties); n < 2 || n > MostParties {
		tell(m.Place, "%d parties: a package wants from 2 to %d", n, MostParties)
	}
	if len(m.Issues) == 0 {
		tell(m.Place, "there is no issue: name one at least, with its options")
	}
	if twice, ok := repeated(m.Parties); ok {
		tell(m.Place, "party %s is named twice", twice)
	}
	var ids []string
	for _, x := range m.Issues {
		if slices.Contains(ids, x.ID) {
			tell(x.Place, "issue %s stands here twice", x.ID)
		}
		ids = append(ids, x.ID)
		if n := len(x.Options); n < 2 || n > MostOptions {
			tell(x.Place, "issue %s has %d options: it wants from 2 to %d", x.ID, n, MostOptions)
		}
		if twice, ok := repeated(x.optionIDs()); ok {
			tell(x.Place, "issue %s has option %s twice", x.ID, twice)
		}
	}
	if m.NoDeal.Len() > 0 {
		if _, text := m.pick(m.NoDeal); text != "" {
			tell(m.Place, "no_deal: %s", text)
		}
	}
	return faults.InOrder()
}

func repeated[T comparable](all []T) (T, bool) {
	for i, x := range all {
		if slices.Contains(all[:i], x) {
			return x, true
		}
	}
	var none T
	return none, false
}

func (x Issue) optionIDs() []string {
	var ids []string
	for _, o := range x.Options {
		ids = append(ids, o.ID)
	}
	return ids
}

// option answers the number of an option, or -1.
func (x Issue) option(id string) int {
	return slices.IndexFunc(x.Options, func(o Option) bool { return o.ID == id })
}

// issue answers the number of an issue, or -1.
func (m *Model) issue(id string) int {
	return slices.IndexFunc(m.Issues, func(x Issue) bool { return x.ID == id })
}

// pick answers the package that names an option for every issue, or in words why it is none.
func (m *Model) pick(by form.Map[string]) (Package, string) {
	p := make(Package, len(m.Issues))
	for i, x := range m.Issues {
		id, ok := by.Get(x.ID)
		if !ok {
			return nil, fmt.Sprintf("it says nothing of issue %s: name an option for every issue", x.ID)
		}
		if p[i] = x.option(id); p[i] < 0 {
			return nil, fmt.Sprintf("issue %s has no option %q", x.ID, id)
		}
	}
	for _, k := range by.Keys {
		if m.issue(k) < 0 {
			return nil, fmt.Sprintf("there is no issue %q", k)
		}
	}
	return p, ""
}

// holds says whether a package has one option of the model for each issue.
func (m *Model) holds(p Package) bool {
	if len(p) != len(m.Issues) {
		return false
	}
	for i, o := range p {
		if o < 0 || o >= len(m.Issues[i].Options) {
			return false
		}
	}
	return true
}

// Count answers how many packages there are.
func (m *Model) Count() *big.Int {
	n := big.NewInt(1)
	for _, x := range m.Issues {
		n.Mul(n, big.NewInt(int64(len(x.Options))))
	}
	return n
}
