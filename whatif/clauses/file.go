package clauses

import (
	"fmt"
	"time"

	"accede/body"
	"accede/form"
)

// Format is the first line's value of the file of a draft.
const Format = "draft/1"

// File is a draft as a mediator writes it down before tabling it.
type File struct {
	Accede       string          `form:"accede,required" enum:"draft/1"`
	Title        body.Names      `form:"title,required"`
	Mediator     body.MemberID   `form:"mediator,required"`
	Parties      []body.MemberID `form:"parties,required"`
	Confidential bool            `form:"confidential" doc:"nobody sees a reaction before all have reacted"`
	Clauses      []FileClause    `form:"clauses,required"`

	Place form.Place `form:"-place"` // where it stands in its file
}

// FileClause is one clause of a file.
type FileClause struct {
	ID      string          `form:"id,required"`
	Number  string          `form:"number"`
	Kind    string          `form:"kind" enum:"undertaking,recital,monitoring,withdrawal" doc:"default undertaking"`
	By      []body.MemberID `form:"by" doc:"who undertakes it"`
	Answers []string        `form:"answers" doc:"ids of the demands or concerns it answers"`
	Text    body.Names      `form:"text,required" doc:"words in dispute stand in [brackets]"`

	Place form.Place `form:"-place"` // where it stands in its file
}

// Schema answers the JSON Schema of the file of a draft.
func Schema() ([]byte, error) {
	return form.Schema("https://accede.example/schema/draft-1.json", "A draft agreement, clause by clause", File{})
}

// Read reads the file of a draft and tables its clauses at an instant. The error is form.Faults, with places.
func Read(name string, data []byte, at time.Time) (Draft, error) {
	var f File
	if err := form.Decode(name, data, &f); err != nil {
		return Draft{}, err
	}
	d, err := New(f.Title, f.Mediator, f.Parties, f.Confidential)
	if err != nil {
		return Draft{}, form.Faults{{Place: f.Place, Text: err.Error()}}
	}
	var faults form.Faults
	for i, c := range f.Clauses {
		for _, other := range f.Clauses[:i] {
			if other.ID == c.ID {
				faults = append(faults, &form.Fault{Place: c.Place, Text: fmt.Sprintf("clause %s stands here twice", c.ID)})
			}
		}
		next, err := d.Table(f.Mediator, Clause{c.ID, c.Number, c.Kind, c.By, c.Answers, c.Text}, at)
		if err != nil {
			faults = append(faults, &form.Fault{Place: c.Place, Text: err.Error()})
		}
		d = next
	}
	return d, faults.InOrder()
}
