package client

import (
	"context"
	"net/url"
)

// At is the day (2022-06-21: the end of it in the body's time zone) or the instant (RFC 3339) as of which is read. Empty
// means now.
type At string

// Now reads the record as it is.
const Now At = ""

func (a At) query() url.Values {
	if a == Now {
		return url.Values{}
	}
	return url.Values{"as-of": {string(a)}}
}

// with adds a parameter, where it has a value.
func with(q url.Values, name, value string) url.Values {
	if value != "" {
		q.Set(name, value)
	}
	return q
}

// Docket answers where all dossiers stand.
func (c *Client) Docket(ctx context.Context, at At) (Docket, error) {
	return into[Docket](ctx, c, get(at.query(), "docket"))
}

// Desk answers whose move it is, over all dossiers; of one party alone, by its id, where party is not empty.
func (c *Client) Desk(ctx context.Context, at At, party string) (Desk, error) {
	return into[Desk](ctx, c, get(with(at.query(), "for", party), "desk"))
}

// Commitments answers what was promised and done, over all dossiers; of one party alone where party is not empty.
func (c *Client) Commitments(ctx context.Context, at At, party string) (Commitments, error) {
	return into[Commitments](ctx, c, get(with(at.query(), "for", party), "commitments"))
}

// Search answers the entries that hold all the words looked for, the latest first; of one dossier alone where it is not empty.
func (c *Client) Search(ctx context.Context, at At, words, dossier string) (Search, error) {
	return into[Search](ctx, c, get(with(with(at.query(), "q", words), "in", dossier), "search"))
}

// Calendar answers dates and deadlines, over all dossiers.
func (c *Client) Calendar(ctx context.Context, at At) (Calendar, error) {
	return into[Calendar](ctx, c, get(at.query(), "calendar"))
}

// Members answers who belongs to the body.
func (c *Client) Members(ctx context.Context, at At) (Members, error) {
	return into[Members](ctx, c, get(at.query(), "members"))
}

// Keys answers every key the record has had, in the order of enrolment.
func (c *Client) Keys(ctx context.Context, at At) ([]KeyLine, error) {
	return into[[]KeyLine](ctx, c, get(at.query(), "keys"))
}

// Rules answers the rules and procedures of the charter in force.
func (c *Client) Rules(ctx context.Context, at At) (Rules, error) {
	return into[Rules](ctx, c, get(at.query(), "rules"))
}

// Charter answers the charter in force, as it was written.
func (c *Client) Charter(ctx context.Context, at At) ([]byte, error) {
	return c.whole(ctx, get(at.query(), "charter"))
}

// Problems answers every kind of problem.
func (c *Client) Problems(ctx context.Context) ([]Kind, error) {
	all, err := into[struct{ Problems []Kind }](ctx, c, get(nil, "problems"))
	return all.Problems, err
}
