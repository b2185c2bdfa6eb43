package conflict

import (
	"accede/body"
	"accede/form"
)

// FileFormat is the first line of every model of this version.
const FileFormat = "conflict/1"

// Model is a conflict as people write it: who can do what, and what each is assumed to prefer. In a file it is YAML or
// JSON, format conflict/1. Everything in it but the options of the dossier it was drafted from is an assumption of
// whoever edits it, and is to be shown as one.
type Model struct {
	Format      string      `form:"accede,required" enum:"conflict/1"`
	Title       body.Names  `form:"title"`
	AsOf        *form.Date  `form:"as_of" doc:"the day whose state of affairs is today"`
	Dossiers    []string    `form:"dossiers" doc:"the dossiers it is about"`
	Assumptions []string    `form:"assumptions" doc:"what is assumed, in sentences"`
	Guess       bool        `form:"guess" doc:"true: drafted from a record, which holds no preference; those here are a first guess, to be put right"`
	Parties     []Party     `form:"parties,required"`
	Impossible  []form.Text `form:"impossible" doc:"statements of states that cannot be"`
	Today       []form.Text `form:"today" doc:"the options taken as things stand; without it, none"`
	Deals       []Deal      `form:"deals" doc:"states worth asking about"`

	Places form.Places `form:"-place"` // where it stands in its file
}

// Party is somebody who can do something, with what it is assumed to prefer: prefers or ranking, or neither for one
// who is indifferent.
type Party struct {
	ID      body.MemberID `form:"id,required"`
	Name    body.Names    `form:"name"`
	Options []Option      `form:"options"`
	// Prefers are prioritised statements: of two states the party likes that one better which satisfies the first
	// statement that only one of them satisfies. States that satisfy the same statements are liked the same.
	Prefers []Preference `form:"prefers" doc:"statements, the most important first"`
	// Ranking lists statements, best first: a state has the place of the first one it satisfies, and states of one
	// place are liked the same. The last may be the word otherwise. Every state must have a place, and every place one.
	Ranking []form.Text `form:"ranking" doc:"statements of states, best first; the last may be: otherwise"`

	Places form.Places `form:"-place"` // where it stands in its file
}

// Option is something a party does or leaves: a state is the set of options taken.
type Option struct {
	ID    string     `form:"id,required"`
	Text  body.Names `form:"text" doc:"what the party does"`
	Says  string     `form:"says" enum:"objects,against,meets,text" doc:"in place of a text, a sentence of a draft that is said in the reader's language: it keeps its objection; stays against; meets the demands on what the text names; tables a text"`
	Final string     `form:"final" enum:"taken,dropped" doc:"taken: once taken it cannot be dropped; dropped: once dropped it cannot be taken again"`
	About []string   `form:"about" doc:"ids of the dossier's objection or demands it stands for"`

	Places form.Places `form:"-place"` // where it stands in its file
}

// Preference is a statement a party wants to hold, and why that is assumed. In a file it is a text, or keys with the
// text under that.
type Preference struct {
	That    form.Text
	Why     string
	Assumed string
}

// preference is the long form of a Preference.
type preference struct {
	That form.Text `form:"that,required" doc:"a statement over options"`
	Why  string    `form:"why" doc:"on what it is assumed"`

	Assumed string `form:"assumed" enum:"stays,demands,withdraws,settled,tables,stands-by,rather-not,lifted" doc:"in place of why, a reason of a draft that is said in the reader's language"`
}

// DecodeForm reads a text, or a mapping with that and why.
func (p *Preference) DecodeForm(n *form.Node) error {
	if n.Kind != form.Mapping {
		return n.Decode(&p.That)
	}
	var long preference
	err := n.Decode(&long)
	*p = Preference(long)
	return err
}

// FormShape answers the shape of a text, or of a mapping with that and why.
func (p *Preference) FormShape() form.Shape {
	return form.Shape{AnyOf: []form.Shape{{Type: "string"}, {Like: preference{}}}}
}

// Deal is a state with a name: what a mediator aims at.
type Deal struct {
	ID    string      `form:"id,required"`
	Text  body.Names  `form:"text"`
	Says  string      `form:"says" enum:"settled" doc:"in place of a text: every demand met, every objection withdrawn"`
	Taken []form.Text `form:"taken" doc:"the options taken; all others are not"`

	Places form.Places `form:"-place"` // where it stands in its file
}

// Read reads a model and compiles it. The error is form.Faults, all with their places.
func Read(file string, data []byte) (*Conflict, error) {
	m := &Model{}
	if err := form.Decode(file, data, m); err != nil {
		return nil, err
	}
	return Compile(m)
}

// Schema answers the JSON Schema of models.
func Schema() ([]byte, error) {
	return form.Schema("https://accede.example/schema/conflict-1.json", "A conflict: parties, options, preferences, and the state of affairs", Model{})
}

// name is how statements call an option.
func name(p *Party, o *Option) string { return string(p.ID) + "." + o.ID }

// Text answers the model as a file that Read reads, in YAML, the same for the same model. Every text is quoted.
func (m *Model) Text() string {
	w := &writer{}
	w.line(0, "accede: %s", FileFormat)
	w.names(0, "title", m.Title)
	if m.AsOf != nil {
		w.line(0, "as_of: %s", m.AsOf)
	}
	w.list(0, "dossiers", m.Dossiers)
	w.list(0, "assumptions", m.Assumptions)
	if m.Guess {
		w.line(0, "guess: true")
	}
	w.line(0, "parties:")
	for i := range m.Parties {
		w.party(&m.Parties[i])
	}
	w.list(0, "impossible", values(m.Impossible))
	w.list(0, "today", values(m.Today))
	if len(m.Deals) > 0 {
		w.line(0, "deals:")
	}
	for _, d := range m.Deals {
		w.line(1, "- id: %s", quoted(d.ID))
		w.names(2, "text", d.Text)
		w.word(2, "says", d.Says)
		w.list(2, "taken", values(d.Taken))
	}
	return w.String()
}

func values(texts []form.Text) []string {
	var all []string
	for _, t := range texts {
		all = append(all, t.Value)
	}
	return all
}

func (w *writer) party(p *Party) {
	w.line(1, "- id: %s", quoted(string(p.ID)))
	w.names(2, "name", p.Name)
	if len(p.Options) > 0 {
		w.line(2, "options:")
	}
	for _, o := range p.Options {
		w.line(3, "- id: %s", quoted(o.ID))
		w.names(4, "text", o.Text)
		w.word(4, "says", o.Says)
		if o.Final != "" {
			w.line(4, "final: %s", o.Final)
		}
		w.list(4, "about", o.About)
	}
	if len(p.Prefers) > 0 {
		w.line(2, "prefers:")
	}
	for _, s := range p.Prefers {
		w.line(3, "- that: %s", quoted(s.That.Value))
		if s.Why != "" {
			w.line(3, "  why: %s", quoted(s.Why))
		}
		w.word(4, "assumed", s.Assumed)
	}
	w.list(2, "ranking", values(p.Ranking))
}

// texts puts option names into texts without a place.
func texts(names ...string) []form.Text {
	var all []form.Text
	for _, n := range names {
		all = append(all, form.Text{Value: n})
	}
	return all
}
