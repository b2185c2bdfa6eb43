package client

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
)

// Dossier reads one dossier as of an instant. Client.Dossier makes one; it may be used by many goroutines at once.
type Dossier struct {
	c  *Client
	id string
	at At
}

// Dossier answers a reader of one dossier. It asks nothing yet; that there is no such dossier is a problem of its methods.
func (c *Client) Dossier(id string, at At) Dossier { return Dossier{c, id, at} }

func (d Dossier) get(parts ...string) question {
	return get(d.at.query(), append([]string{"dossiers", d.id}, parts...)...)
}

// Status answers where it stands, in short.
func (d Dossier) Status(ctx context.Context) (Status, error) { return into[Status](ctx, d.c, d.get()) }

// Standing answers everything about where it stands.
func (d Dossier) Standing(ctx context.Context) (Standing, error) {
	return into[Standing](ctx, d.c, d.get("standing"))
}

// History answers everything that happened in it, in the order in which it counts, with what follows and was not entered.
func (d Dossier) History(ctx context.Context) ([]LogLine, error) {
	return into[[]LogLine](ctx, d.c, d.get("history"))
}

// Positions answers who is for, who against, and who has said nothing.
func (d Dossier) Positions(ctx context.Context) (Positions, error) {
	return into[Positions](ctx, d.c, d.get("positions"))
}

// Member answers one party, by its id.
func (d Dossier) Member(ctx context.Context, id string) (Member, error) {
	return into[Member](ctx, d.c, d.get("positions", id))
}

// Way answers what stands in the way.
func (d Dossier) Way(ctx context.Context) (Way, error) { return into[Way](ctx, d.c, d.get("way")) }

// Talks answers rounds of talks and what was said.
func (d Dossier) Talks(ctx context.Context) (Talks, error) {
	return into[Talks](ctx, d.c, d.get("talks"))
}

// Round answers one round of talks, by the id of its act.
func (d Dossier) Round(ctx context.Context, id string) (Round, error) {
	return into[Round](ctx, d.c, d.get("talks", id))
}

// Text answers one text, by the id of its act.
func (d Dossier) Text(ctx context.Context, id string) (Text, error) {
	return into[Text](ctx, d.c, d.get("texts", id))
}

// Rule answers the rule of a stage and what it finds; an empty stage is the one in question.
func (d Dossier) Rule(ctx context.Context, stage string) (Law, error) {
	q := d.get("rule")
	with(q.query, "stage", stage)
	return into[Law](ctx, d.c, q)
}

// Power answers who counts under the rule of a stage. An empty stage is the one in question, an empty index banzhaf, an
// empty model yes-no.
func (d Dossier) Power(ctx context.Context, stage, index, model string) (Power, error) {
	q := d.get("rule", "power")
	with(with(with(q.query, "stage", stage), "index", index), "model", model)
	return into[Power](ctx, d.c, q)
}

// Ratification answers whose instrument is in.
func (d Dossier) Ratification(ctx context.Context) (Ratification, error) {
	return into[Ratification](ctx, d.c, d.get("ratification"))
}

// Filter is which lines are wanted; an empty field lets all pass.
type Filter struct {
	Who      string // an id
	What     string // a kind of act or notice; notice: every notice
	From, To string // days, both included
}

// Lines answers its lines as readers see them.
func (d Dossier) Lines(ctx context.Context, f Filter) (Lines, error) {
	q := d.get("record")
	with(with(with(with(q.query, "who", f.Who), "what", f.What), "from", f.From), "to", f.To)
	return into[Lines](ctx, d.c, q)
}

// Mediator answers the mediator's desk.
func (d Dossier) Mediator(ctx context.Context) (Mediator, error) {
	return into[Mediator](ctx, d.c, d.get("desk"))
}

// Hold answers which states of a conflict hold. Nothing that is sent is kept.
func (d Dossier) Hold(ctx context.Context, m Model) (Hold, error) {
	return try[Hold](ctx, d, "hold", m)
}

// Packages answers which packages could settle several issues. Nothing that is sent is kept.
func (d Dossier) Packages(ctx context.Context, m Model) (Packages, error) {
	return try[Packages](ctx, d, "packages", m)
}

func try[T any](ctx context.Context, d Dossier, tool string, m Model) (T, error) {
	q := d.get("desk", tool)
	q.method = http.MethodPost
	var err error
	if q.body, err = json.Marshal(m); err != nil {
		var none T
		return none, fmt.Errorf("write the model: %w", err)
	}
	return into[T](ctx, d.c, q)
}

// Bundle writes the dossier as one file that can be checked without the server. It is asked for again only while nothing
// has been written; where it breaks off later, what was written is half a file, and the error says so.
func (d Dossier) Bundle(ctx context.Context, to io.Writer) error {
	q := get(nil, "dossiers", d.id, "bundle")
	q.accept = "application/octet-stream, application/problem+json"
	resp, err := d.c.ask(ctx, q)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if n, err := io.Copy(to, resp.Body); err != nil {
		return fmt.Errorf("read the bundle of %s: it breaks off after %d bytes: %w", d.id, n, err)
	}
	return nil
}
