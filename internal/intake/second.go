package intake

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"accede/act"
	"accede/form"
)

// SecondReader is another reader of the same text, which nobody need have. Name is what its drafts are marked with.
type SecondReader interface {
	Name() string
	Claims(ctx context.Context, text string) ([]Claim, error)
}

// Claim is one thing a second reader says the text says. Quote is the proof: the words of the text, as they stand there.
type Claim struct {
	Kind    string   `json:"kind"` // application, objection, demand, statement
	By      string   `json:"by"`   // id of the party that applies, objects, demands or speaks
	Of      []string `json:"of"`   // of a demand: ids of those who are asked
	Speaker string   `json:"speaker"`
	Role    string   `json:"role"`
	Date    string   `json:"date"` // 2022-06-20; empty: not said
	Quote   string   `json:"quote"`
}

// Refused is what a second reader said that is not in the text, or that makes no act.
type Refused struct {
	Reader string
	Text   string // what it said
	Why    string
}

// ErrReader is wrapped by every error of a second reader: the reading stands as it is without it.
var ErrReader = errors.New("the second reader did not answer as it should")

// AddSecond asks a second reader and adds its drafts, marked with its name and never more than likely. What it quotes
// must stand in the text, but for white space and the shape of quotation marks; what does not is kept under Refused.
// It must not be called at once with other uses of the reading. Its errors wrap ErrReader and leave the reading as it was.
func (r *Reading) AddSecond(ctx context.Context, second SecondReader) error {
	claims, err := second.Claims(ctx, r.Text)
	if err != nil {
		return fmt.Errorf("ask the second reader %s: %w", second.Name(), errors.Join(ErrReader, err))
	}
	for i, c := range claims {
		d, why := r.draftOf(c, i+1)
		if why != "" {
			r.Refused = append(r.Refused, Refused{second.Name(), oneLine(cmp.Or(c.Quote, c.Kind)), why})
			continue
		}
		d.Reader = second.Name()
		r.Drafts = append(r.Drafts, d)
	}
	return nil
}

// draftOf makes a draft of a claim, or says why not.
func (r *Reading) draftOf(c Claim, n int) (Draft, string) {
	at, ok := findQuote(r.Text, c.Quote)
	by := slug(c.By)
	switch {
	case !ok:
		return Draft{}, "the quotation is not in the text"
	case by == "":
		return Draft{}, "by whom it is is not said"
	}
	words := en(oneLine(r.Text[at.Start:at.End]))
	d := Draft{Spans: []Span{at}, Sure: Likely, Why: []string{"said by a second reader; the words are in the text, what they mean is for you to say"}}
	d.Act = act.Act{Body: r.Body, ID: fmt.Sprintf("second-%d", n), By: memberID(by), Sources: r.sources()}
	switch c.Kind {
	case "application":
		d.Act.Do, d.Act.Dossiers = &act.Apply{Procedure: "accession"}, []string{by}
		d.Missing = append(d.Missing, "procedure")
	case "objection":
		d.Act.Do = &act.Object{Concerns: []act.Concern{{ID: d.Act.ID + "-concern", Text: words}}}
	case "demand":
		m := act.Demand{ID: d.Act.ID + "-demand", Text: words}
		for _, of := range c.Of {
			if id := slug(of); id != "" {
				m.Of = append(m.Of, memberID(id))
			}
		}
		d.Act.Do = &act.AddDemand{Demands: []act.Demand{m}}
		d.Missing = append(d.Missing, "concern")
	case "statement":
		remark := act.Remark{Speaker: oneLine(c.Speaker), Role: oneLine(c.Role), Side: d.Act.By, Form: "reported", Text: words}
		d.Act.Do = &act.Statement{Statements: []act.Remark{remark}}
	default:
		return Draft{}, "a kind that is not asked for: " + c.Kind
	}
	return r.dated(d, c.Date), ""
}

// dated completes a draft of a second reader with its day and dossiers.
func (r *Reading) dated(d Draft, day string) Draft {
	if date, err := form.ParseDate(day); err == nil {
		d.Act.Date.Day = date
	} else if !r.Source.Date.IsZero() {
		d.Act.Date.Day, d.Act.Dated = r.Source.Date, act.AtLatest
	} else {
		d.Missing = append(d.Missing, "date")
	}
	if d.Act.Dossiers == nil {
		for _, o := range r.Drafts {
			if o.Act.Do.Kind() == act.KindApply && o.Reader == "" {
				d.Act.Dossiers = append(d.Act.Dossiers, o.Act.Dossiers...)
			}
		}
	}
	if len(d.Act.Dossiers) == 0 {
		d.Missing = append(d.Missing, "dossiers")
	}
	return d
}

// sources answers the source that the drafts of a reading have.
func (r *Reading) sources() []act.Source {
	if len(r.Drafts) > 0 {
		return r.Drafts[0].Act.Sources
	}
	title := cmp.Or(r.Source.Title, firstWords(r.Text, 80))
	return []act.Source{{Key: cmp.Or(slug(r.Source.Publisher), "report"), Title: title, Publisher: r.Source.Publisher}}
}

// findQuote answers where a quotation stands in a text, whatever its white space and the shape of its quotation marks.
// Fewer than two words prove nothing.
func findQuote(text, words string) (Span, bool) {
	want := tokens(words, 0, len(words))
	have := tokens(text, 0, len(text))
	want, have = plainTokens(want), plainTokens(have)
	if len(want) < 2 {
		return Span{}, false
	}
	for i := 0; i+len(want) <= len(have); i++ {
		if sameWords(have[i:i+len(want)], want) {
			return Span{have[i].Start, have[i+len(want)-1].End}, true
		}
	}
	return Span{}, false
}

// plainTokens answers the words alone.
func plainTokens(toks []token) []token {
	var all []token
	for _, t := range toks {
		if t.word || t.low == "'s" {
			all = append(all, t)
		}
	}
	return all
}

func sameWords(a, b []token) bool {
	for i := range b {
		if a[i].low != b[i].low {
			return false
		}
	}
	return true
}

// Endpoint is a second reader behind an HTTP address that speaks the chat completions of OpenAI, whoever runs it. URL
// is the address before /chat/completions. Key may be empty. The zero Client waits a minute and follows no redirect.
type Endpoint struct {
	URL, Model, Key string
	Client          *http.Client
}

const (
	longestAnswer = 1 << 20
	longestWait   = time.Minute
)

// Name answers the model and the address, without the key.
func (e *Endpoint) Name() string { return e.Model + " at " + e.URL }

// Claims asks the endpoint once. The text goes to whoever runs it.
func (e *Endpoint) Claims(ctx context.Context, text string) ([]Claim, error) {
	body, err := json.Marshal(map[string]any{
		"model": e.Model, "temperature": 0, "response_format": map[string]string{"type": "json_object"},
		"messages": []map[string]string{{"role": "system", "content": instruction}, {"role": "user", "content": text}},
	})
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, strings.TrimSuffix(e.URL, "/")+"/chat/completions", bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/json")
	if e.Key != "" {
		req.Header.Set("Authorization", "Bearer "+e.Key)
	}
	resp, err := e.client().Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(resp.Body, longestAnswer+1))
	switch {
	case err != nil:
		return nil, err
	case resp.StatusCode != http.StatusOK:
		return nil, fmt.Errorf("it answers %s", resp.Status)
	case len(answer) > longestAnswer:
		return nil, fmt.Errorf("it answers more than %d bytes", longestAnswer)
	}
	return claimsIn(answer)
}

func (e *Endpoint) client() *http.Client {
	if e.Client != nil {
		return e.Client
	}
	return &http.Client{Timeout: longestWait, CheckRedirect: func(*http.Request, []*http.Request) error {
		return errors.New("it sends elsewhere, and the text is not for others: name the address itself")
	}}
}

// claimsIn reads the answer of an endpoint.
func claimsIn(answer []byte) ([]Claim, error) {
	var outer struct {
		Choices []struct {
			Message struct {
				Content string `json:"content"`
			} `json:"message"`
		} `json:"choices"`
	}
	if err := json.Unmarshal(answer, &outer); err != nil {
		return nil, fmt.Errorf("read its answer: %w", err)
	}
	if len(outer.Choices) == 0 {
		return nil, errors.New("read its answer: it has no choices")
	}
	var inner struct {
		Claims []Claim `json:"claims"`
	}
	if err := json.Unmarshal([]byte(outer.Choices[0].Message.Content), &inner); err != nil {
		return nil, fmt.Errorf("read its claims: %w", err)
	}
	return inner.Claims, nil
}

// instruction is what an endpoint is asked to do.
const instruction = `You read a news report about admission to an international body. Answer with one JSON object {"claims": [...]}. ` +
	`Each claim has: kind (application, objection, demand or statement); by (ISO 3166-1 alpha-2 code in lower case of the state, or a short name of the organisation); ` +
	`of (list of such codes, for demands); speaker and role (for statements); date (YYYY-MM-DD, or empty); ` +
	`quote (the words of the report that say so, copied exactly). Claim nothing that the report does not say.`
