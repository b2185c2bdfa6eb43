package client

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"

	"accede/act"
	"accede/canon"
)

// Submit hands in an act: its exact bytes, or a line of signed acts. It answers when the act is durable. Handing in the
// same act again, as is done by itself where the answer did not come, answers its receipt. A refusal is a *ProblemError.
func (c *Client) Submit(ctx context.Context, data []byte) (Receipt, error) {
	return into[Receipt](ctx, c, question{method: http.MethodPost, path: "/acts", body: data})
}

// SubmitAct writes an act that is not signed, and hands it in. The key of the client has to be of its party, or of the
// office that registers it from paper.
func (c *Client) SubmitAct(ctx context.Context, a act.Act) (Receipt, error) {
	data, err := a.Marshal()
	if err != nil {
		return Receipt{}, fmt.Errorf("write act %s: %w", a.ID, err)
	}
	return c.Submit(ctx, data)
}

// SubmitEnclosed hands in an act or a line of signed acts, with the content that the act encloses: an item for each seal.
func (c *Client) SubmitEnclosed(ctx context.Context, data []byte, items []act.Opening) (Receipt, error) {
	line, err := enclosing(data, items)
	if err != nil {
		return Receipt{}, err
	}
	return c.Submit(ctx, line)
}

// enclosing answers a line with items in it, its keys in their order.
func enclosing(data []byte, items []act.Opening) ([]byte, error) {
	r := canon.NewReader(string(data))
	r.Object()
	text, sig := data, ""
	if r.Key() && r.Last() == "act" && r.Peek() == '{' {
		text = []byte(r.Span())
		if r.Key() && r.Last() == "sig" {
			sig = r.Span()
		}
		if err := r.End(); err != nil {
			return nil, fmt.Errorf("read a line of signed acts: %w", err)
		}
	}
	w := canon.NewWriter(nil)
	w.Object()
	w.Key("act")
	w.Raw(text)
	w.Key("enclosed")
	w.Array()
	for _, o := range items {
		w.Object()
		w.Key("content")
		w.Text(base64.StdEncoding.EncodeToString(o.Content))
		w.Key("salt")
		w.Text(base64.StdEncoding.EncodeToString(o.Salt[:]))
		w.Key("seal")
		w.Text(o.Seal)
		w.End()
	}
	w.End()
	if sig != "" {
		w.Key("sig")
		w.Raw([]byte(sig))
	}
	w.End()
	return w.Bytes()
}

// Receipt answers the receipt of an act by its id.
func (c *Client) Receipt(ctx context.Context, id string) (Receipt, error) {
	return into[Receipt](ctx, c, get(nil, "acts", id))
}

// Decide answers what a sentence finds on a table of votes. Nothing is kept.
func (c *Client) Decide(ctx context.Context, q Question) (Decision, error) {
	data, err := json.Marshal(q)
	if err != nil {
		return Decision{}, fmt.Errorf("write the question: %w", err)
	}
	return into[Decision](ctx, c, question{method: http.MethodPost, path: "/decide", body: data})
}
