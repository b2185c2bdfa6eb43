package post

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"accede/body"
	"accede/dossier"

	"accede/internal/letter"
	"accede/internal/outbox"
	"accede/internal/signin"
)

// lookEvery is how often deadlines are looked at where nothing was entered.
const lookEvery = time.Minute

// near tells those who have something to do that its deadline is near, each of each deadline once.
func (o *Office) near(ctx context.Context, now time.Time) error {
	if size := o.Record.Size(); o.looked.size == size && now.Sub(o.looked.at) < lookEvery {
		return nil
	}
	d, err := o.Record.Docket(ctx, time.Time{})
	if err != nil {
		return err
	}
	all, err := letter.Of(d, now)
	if err != nil {
		return err
	}
	who, err := o.audience(ctx)
	if err != nil {
		return err
	}
	var b outbox.Batch
	b.Near = map[string]time.Time{}
	due := letter.Near(all, now, o.Near)
	for _, c := range who.people {
		name := recipient(c.Person)
		own, err := o.fresh(ctx, due, c.Party, name, b.Near)
		if err != nil {
			return err
		}
		add(&b, name, "near "+hashOf(own)+" "+name, 0, c.Mail, own)
	}
	for _, h := range who.hooks {
		own, err := o.fresh(ctx, due, body.MemberID(h.Party), h.ID, b.Near)
		if err != nil {
			return err
		}
		if len(own) > 0 {
			b.Items = append(b.Items, outbox.Item{Key: "near " + hashOf(own) + " " + h.ID, Channel: outbox.Webhook, Recipient: h.ID, Body: told{Matters: own}.bytes()})
		}
	}
	if len(b.Items)+len(b.Gathered) > 0 {
		if err := o.Outbox.Put(ctx, b, now); err != nil {
			return err
		}
	}
	o.looked = looked{d.Size(), now}
	return nil
}

// fresh answers, of what is near, what a party has to do and a recipient was not told, and notes that it is told. The empty
// party stands for all.
func (o *Office) fresh(ctx context.Context, due []letter.Matter, party body.MemberID, name string, told map[string]time.Time) ([]letter.Matter, error) {
	var own []letter.Matter
	for _, m := range due {
		if party != "" && m.Who != party {
			continue
		}
		key := m.Key() + " " + name
		known, err := o.Outbox.ToldNear(ctx, key)
		if err != nil {
			return nil, err
		}
		if !known {
			own = append(own, m)
			told[key] = m.Due
		}
	}
	return own, nil
}

// hashOf answers what a list of matters is known by.
func hashOf(all []letter.Matter) string {
	var keys []string
	for _, m := range all {
		keys = append(keys, m.Key())
	}
	h := sha256.Sum256([]byte(strings.Join(keys, "\n")))
	return hex.EncodeToString(h[:12])
}

// add puts what a person is told into a batch: as a letter, or for its digest.
func add(b *outbox.Batch, name, key string, position int64, how signin.Mail, own []letter.Matter) {
	switch {
	case len(own) == 0, how == signin.NoMail:
	case how == signin.Digest:
		b.Gathered = append(b.Gathered, outbox.Gathered{Recipient: name, Key: key, Position: position, Body: told{Matters: own}.bytes()})
	default:
		b.Items = append(b.Items, outbox.Item{Key: key, Position: position, Channel: outbox.Mail, Recipient: name, Body: told{Matters: own}.bytes()})
	}
}

// digests writes the digest of the day, once its hour has come.
func (o *Office) digests(ctx context.Context, now time.Time) error {
	names, err := o.Outbox.Gatherings(ctx)
	if err != nil || len(names) == 0 {
		return err
	}
	d, err := o.Record.Docket(ctx, time.Time{})
	if err != nil {
		return err
	}
	day, ok := o.digestDay(d, now)
	if !ok {
		return nil
	}
	for _, name := range names {
		if err := o.Outbox.Digest(ctx, name, "digest "+day+" "+name, join, now); err != nil {
			return err
		}
	}
	return nil
}

// digestDay answers the day whose digest is due, in the body's time zone; false before its hour.
func (o *Office) digestDay(d *dossier.Docket, now time.Time) (string, bool) {
	local := now.In(d.Zone())
	y, m, day := local.Date()
	at := time.Date(y, m, day, 0, int(o.Digest/time.Minute), 0, 0, d.Zone())
	return local.Format(time.DateOnly), !local.Before(at)
}

// join makes one body of several, each matter once.
func join(bodies [][]byte) ([]byte, error) {
	whole, seen := told{Digest: true}, map[string]bool{}
	for _, b := range bodies {
		var t told
		if err := json.Unmarshal(b, &t); err != nil {
			return nil, errors.Join(errors.New("what was gathered cannot be read"), err)
		}
		for _, m := range t.Matters {
			if !seen[m.Key()] {
				seen[m.Key()] = true
				whole.Matters = append(whole.Matters, m)
			}
		}
	}
	return whole.bytes(), nil
}
