package post

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"accede/dossier"

	"accede/internal/hook"
	"accede/internal/letter"
	"accede/internal/outbox"
	"accede/internal/signin"
	"accede/internal/view"
)

// pauses are how long it is waited after each attempt that came to nothing; after the last of them nothing is tried any
// more.
func pauses(c outbox.Channel) []time.Duration {
	if c == outbox.Webhook {
		return []time.Duration{5 * time.Second, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 5 * time.Hour, 10 * time.Hour, 14 * time.Hour, 20 * time.Hour, 24 * time.Hour}
	}
	return []time.Duration{time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, 4 * time.Hour, 12 * time.Hour, 24 * time.Hour, 24 * time.Hour}
}

// Send sends what is due by some channels, by all where none is named, one after another, until nothing is, and answers how
// many attempts it made.
func (o *Office) Send(ctx context.Context, now func() time.Time, channels ...outbox.Channel) (attempts int, err error) {
	for ctx.Err() == nil {
		i, err := o.Outbox.Take(ctx, now(), channels...)
		if errors.Is(err, outbox.ErrNone) {
			return attempts, nil
		}
		if err != nil {
			return attempts, err
		}
		attempts++
		if err := o.attempt(ctx, i, now()); err != nil {
			return attempts, fmt.Errorf("send %s: %w", i.Key, err)
		}
	}
	return attempts, ctx.Err()
}

// fate is what became of an attempt.
type fate struct {
	state  outbox.State
	said   string
	unsure bool // it may have arrived
}

func (o *Office) attempt(ctx context.Context, i outbox.Item, now time.Time) error {
	var f fate
	var err error
	switch i.Channel {
	case outbox.Mail, outbox.Invitation:
		f, err = o.mail(ctx, i, now)
	case outbox.Webhook:
		f, err = o.call(ctx, i, now)
	default:
		err = fmt.Errorf("the channel %q is not one of this version", i.Channel)
	}
	if err != nil {
		return err
	}
	if f.state != outbox.Waiting {
		if f.state == outbox.Dead {
			o.Log.Error("notice not delivered", "key", i.Key, "said", f.said)
		}
		return o.Outbox.Settle(ctx, i.Key, f.state, f.said, time.Time{}, now)
	}
	rest := pauses(i.Channel)
	if i.Tries > len(rest) {
		o.Log.Error("notice not delivered", "key", i.Key, "tries", i.Tries, "said", f.said)
		return o.Outbox.Settle(ctx, i.Key, outbox.Dead, f.said, time.Time{}, now)
	}
	due := now.Add(rest[i.Tries-1])
	if f.unsure {
		return o.Outbox.Delay(ctx, i.Key, f.said, due)
	}
	return o.Outbox.Settle(ctx, i.Key, outbox.Waiting, f.said, due, now)
}

// moot is what becomes of what nobody is to be told any more.
func moot(why string) fate { return fate{state: outbox.Moot, said: why} }

// mail sends one letter. What was handed over by an attempt whose fate is unknown is handed over again byte by byte, with
// the same Message-ID, by which mailboxes know it.
func (o *Office) mail(ctx context.Context, i outbox.Item, now time.Time) (fate, error) {
	if o.Carrier == nil {
		return fate{state: outbox.Waiting, said: "no mail is sent from here"}, nil
	}
	c, err := o.person(ctx, i.Recipient)
	if errors.Is(err, signin.ErrNone) {
		return moot("there is nobody of that name"), nil
	}
	if err != nil {
		return fate{}, err
	}
	if !c.Told() {
		return moot("no letters are sent there"), nil
	}
	l, open, err := o.compose(ctx, i, c, now)
	if err != nil {
		return fate{}, err
	}
	if !open {
		return moot("it is not so any more"), nil
	}
	data := i.Frozen
	if data == nil || i.Address != c.Address {
		if data, err = l.bytes(); err != nil {
			return fate{state: outbox.Dead, said: err.Error()}, nil // it can never be written
		}
		if err := o.Outbox.Freeze(ctx, i.Key, data, c.Address); err != nil {
			return fate{}, err
		}
	}
	err = o.Carrier.Carry(ctx, o.envelope(i.Mark), c.Address, data)
	switch {
	case err == nil:
		return fate{state: outbox.Sent}, nil
	case errors.Is(err, ErrAddress):
		if err := o.mark(ctx, c, err.Error(), now); err != nil {
			return fate{}, err
		}
		return fate{state: outbox.Dead, said: err.Error()}, nil
	case errors.Is(err, ErrMessage):
		return fate{state: outbox.Dead, said: err.Error()}, nil
	case errors.Is(err, ErrLater):
		return fate{state: outbox.Waiting, said: err.Error()}, nil
	}
	return fate{state: outbox.Waiting, said: err.Error(), unsure: true}, nil
}

// still answers, of matters, those that are still to be told: what is somebody's to do and is not yet done, silence that
// still runs, and all that has happened.
func still(d *dossier.Docket, now time.Time, all []letter.Matter) ([]letter.Matter, error) {
	standing := map[string][]letter.Matter{}
	var open []letter.Matter
	for _, m := range all {
		if _, read := standing[m.Dossier]; !read {
			of, err := letter.Of(d, now, m.Dossier)
			if err != nil {
				return nil, err
			}
			standing[m.Dossier] = of
		}
		if stands(standing[m.Dossier], m, now) {
			open = append(open, m)
		}
	}
	return open, nil
}

func stands(of []letter.Matter, m letter.Matter, now time.Time) bool {
	switch m.Kind {
	case letter.Move, letter.SilenceOpened:
		for _, x := range of {
			if x.Key() == m.Key() {
				return m.Kind == letter.Move || x.Due.After(now)
			}
		}
		return false
	case letter.Nearing:
		for _, x := range of {
			if x.Kind == letter.Move && x.Who == m.Who && x.What == m.What && x.Due.Equal(m.Due) {
				return m.Due.After(now)
			}
		}
		return false
	case letter.SilenceBroken, letter.SilenceEnded, letter.Finding, letter.InForce:
		return true
	}
	return false
}

// handed is what a webhook is handed.
type handed struct {
	Type      string    `json:"type"`
	Timestamp time.Time `json:"timestamp"` // when it was written into the outbox
	Data      struct {
		Body     string         `json:"body"`
		Position int64          `json:"position"` // of the entry it follows from; 0: of the time
		Matters  []hookedMatter `json:"matters"`
	} `json:"data"`
}

// hookedMatter is a matter as a webhook is handed it.
type hookedMatter struct {
	view.Told
	Who     string     `json:"who,omitempty"`
	What    string     `json:"what,omitempty"`
	Since   time.Time  `json:"since"`
	Due     *time.Time `json:"due,omitempty"`
	Outcome string     `json:"outcome,omitempty"`
}

// call calls one webhook.
func (o *Office) call(ctx context.Context, i outbox.Item, now time.Time) (fate, error) {
	if o.Hooks == nil {
		return fate{state: outbox.Waiting, said: "no webhook is called from here"}, nil
	}
	h, err := o.Outbox.Hook(ctx, i.Recipient)
	if errors.Is(err, outbox.ErrNone) {
		return moot("there is no webhook of that name"), nil
	}
	if err != nil {
		return fate{}, err
	}
	if !h.Off.IsZero() {
		return fate{state: outbox.Dead, said: "the webhook is off: " + h.Why}, nil
	}
	payload := i.Frozen
	if payload == nil {
		if payload, err = o.payload(ctx, i, now); err != nil {
			return fate{}, err
		}
		if err := o.Outbox.Freeze(ctx, i.Key, payload, h.URL); err != nil {
			return fate{}, err
		}
	}
	err = o.Hooks.Deliver(ctx, h.URL, h.Secret, hook.Message{ID: i.Mark, Payload: payload}, now)
	switch {
	case err == nil:
		return fate{state: outbox.Sent}, nil
	case errors.Is(err, hook.ErrGone):
		return fate{state: outbox.Dead, said: err.Error()}, o.Outbox.SwitchHook(ctx, h.ID, err.Error(), now)
	case errors.Is(err, hook.ErrURL), errors.Is(err, hook.ErrSecret):
		return fate{state: outbox.Dead, said: err.Error()}, nil
	}
	return fate{state: outbox.Waiting, said: err.Error(), unsure: true}, nil
}

func (o *Office) payload(ctx context.Context, i outbox.Item, now time.Time) ([]byte, error) {
	var t told
	if err := json.Unmarshal(i.Body, &t); err != nil {
		return nil, fmt.Errorf("read what is to be told: %w", err)
	}
	d, err := o.Record.Docket(ctx, time.Time{})
	if err != nil {
		return nil, err
	}
	r, _ := o.Words.In("en")
	m := handed{Type: "accede.matters", Timestamp: i.Made}
	m.Data.Body, m.Data.Position, m.Data.Matters = d.Charter().Body, i.Position, []hookedMatter{}
	for _, x := range t.Matters {
		said, err := view.Tell(d, now, x, r)
		if err != nil {
			return nil, err
		}
		said.Path = o.Site + said.Path
		y := hookedMatter{Told: said, Who: string(x.Who), What: x.What, Since: x.Since}
		if !x.Due.IsZero() {
			y.Due = &x.Due
		}
		if x.Kind == letter.Finding || x.Kind == letter.SilenceEnded {
			y.Outcome = x.Outcome.String()
		}
		m.Data.Matters = append(m.Data.Matters, y)
	}
	return json.Marshal(m)
}
