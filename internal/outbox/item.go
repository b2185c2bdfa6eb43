package outbox

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"
)

// Channel says by which way something goes.
type Channel string

// The channels. The set is closed.
const (
	Mail       Channel = "mail"
	Invitation Channel = "invitation" // mail that a calendar reads
	Webhook    Channel = "webhook"
)

// State says what became of an item. The set is closed.
type State string

// The states.
const (
	Waiting State = "waiting" // for its next attempt
	Sending State = "sending" // an attempt is being made, or was cut short: its fate is unknown until HoldLasts have passed
	Sent    State = "sent"
	Moot    State = "moot" // nobody is to be told any more
	Dead    State = "dead" // it is not tried again by itself
)

// States answers every state.
func States() []State { return []State{Waiting, Sending, Sent, Moot, Dead} }

// HoldLasts is for how long an item belongs to whoever took it. What was cut short is taken again after that.
const HoldLasts = 5 * time.Minute

// KeptFor is how long it is known what became of an item.
const KeptFor = 90 * 24 * time.Hour

// Item is one thing to be sent to one recipient by one channel.
type Item struct {
	Key       string // of position, recipient and channel: the same thing to send has the same key for ever
	Position  int64  // of the entry it follows from; 0: it follows from the time
	Channel   Channel
	Recipient string
	Body      []byte // what is to be told

	Mark    string // by which others know it; made of the key
	Made    time.Time
	Due     time.Time // when it is tried next
	Tries   int
	State   State
	Frozen  []byte // what was handed over by an attempt whose fate is unknown
	Address string // where the last attempt went
	Said    string // what was answered last
	Done    time.Time
}

// KeyOf answers the key of what an entry gives to tell a recipient by a channel.
func KeyOf(position int64, recipient string, c Channel) string {
	return fmt.Sprintf("%d %s %s", position, recipient, c)
}

// Gathered is one thing that waits for the next digest of a recipient.
type Gathered struct {
	Recipient, Key string
	Position       int64
	Body           []byte
}

// Batch is what is put into the outbox in one commit.
type Batch struct {
	Items    []Item
	Gathered []Gathered
	Near     map[string]time.Time // deadlines that are told with it, by what is due, and when
}

// Begin sets the position of an outbox that has none.
func (s *Store) Begin(ctx context.Context, position int64) error {
	if _, err := s.db.ExecContext(ctx, `UPDATE place SET position=? WHERE position=?`, position, Nowhere); err != nil {
		return fmt.Errorf("begin the outbox at entry %d: %w", position, err)
	}
	return nil
}

// Advance puts in what the entries after one position give to send, up to another, and goes on to that, in one commit.
// ErrConflict: the outbox is not at the first position.
func (s *Store) Advance(ctx context.Context, from, to int64, b Batch, now time.Time) error {
	err := s.within(ctx, func(tx *sql.Tx) error {
		ok, err := changed(tx.ExecContext(ctx, `UPDATE place SET position=? WHERE position=?`, to, from))
		if err == nil && !ok {
			err = ErrConflict
		}
		if err != nil {
			return err
		}
		return s.put(ctx, tx, b, now)
	})
	if err != nil {
		return fmt.Errorf("write letters of the entries %d to %d: %w", from+1, to, err)
	}
	return nil
}

// Put puts in what follows from the time alone. What is there already stays as it is.
func (s *Store) Put(ctx context.Context, b Batch, now time.Time) error {
	if err := s.within(ctx, func(tx *sql.Tx) error { return s.put(ctx, tx, b, now) }); err != nil {
		return fmt.Errorf("write letters: %w", err)
	}
	return nil
}

func (s *Store) put(ctx context.Context, tx *sql.Tx, b Batch, now time.Time) error {
	for key, due := range b.Near {
		if _, err := tx.ExecContext(ctx, `INSERT INTO near (key, due) VALUES (?,?) ON CONFLICT DO NOTHING`, key, due.UnixMilli()); err != nil {
			return err
		}
	}
	for _, i := range b.Items {
		if _, err := s.insert(ctx, tx, i, now); err != nil {
			return err
		}
	}
	for _, g := range b.Gathered {
		if _, err := tx.ExecContext(ctx, `INSERT INTO gathered (recipient, key, position, body, made) VALUES (?,?,?,?,?) ON CONFLICT DO NOTHING`,
			g.Recipient, g.Key, g.Position, g.Body, now.UnixMilli()); err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) insert(ctx context.Context, tx *sql.Tx, i Item, now time.Time) (bool, error) {
	return changed(tx.ExecContext(ctx, `INSERT INTO items (key, mark, position, channel, recipient, body, made, due) VALUES (?,?,?,?,?,?,?,?) ON CONFLICT DO NOTHING`,
		i.Key, s.Mark("item "+i.Key), i.Position, string(i.Channel), i.Recipient, i.Body, now.UnixMilli(), now.UnixMilli()))
}

// ToldNear says whether a deadline has been told.
func (s *Store) ToldNear(ctx context.Context, key string) (bool, error) {
	var n int
	err := s.db.QueryRowContext(ctx, `SELECT count(*) FROM near WHERE key=?`, key).Scan(&n)
	return n > 0, err
}

// Digest makes one item of all that is gathered for a recipient, under a key, by a function that joins the bodies in the
// order of their positions, in one commit. Where the key has been used, what is gathered waits for another.
func (s *Store) Digest(ctx context.Context, recipient, key string, join func([][]byte) ([]byte, error), now time.Time) error {
	err := s.within(ctx, func(tx *sql.Tx) error {
		bodies, last, err := gathered(ctx, tx, recipient)
		if err != nil || len(bodies) == 0 {
			return err
		}
		body, err := join(bodies)
		if err != nil {
			return err
		}
		made, err := s.insert(ctx, tx, Item{Key: key, Position: last, Channel: Mail, Recipient: recipient, Body: body}, now)
		if err != nil || !made {
			return err
		}
		_, err = tx.ExecContext(ctx, `DELETE FROM gathered WHERE recipient=?`, recipient)
		return err
	})
	if err != nil {
		return fmt.Errorf("gather the letters of %s: %w", recipient, err)
	}
	return nil
}

func gathered(ctx context.Context, tx *sql.Tx, recipient string) (bodies [][]byte, last int64, err error) {
	rows, err := tx.QueryContext(ctx, `SELECT body, position FROM gathered WHERE recipient=? ORDER BY position, made, key`, recipient)
	if err != nil {
		return nil, 0, err
	}
	defer rows.Close()
	for rows.Next() {
		var b []byte
		if err := rows.Scan(&b, &last); err != nil {
			return nil, 0, err
		}
		bodies = append(bodies, b)
	}
	return bodies, last, rows.Err()
}

// Gatherings answers for whom something waits for a digest, in order.
func (s *Store) Gatherings(ctx context.Context) ([]string, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT DISTINCT recipient FROM gathered ORDER BY recipient`)
	if err != nil {
		return nil, fmt.Errorf("list who waits for a digest: %w", err)
	}
	defer rows.Close()
	var all []string
	for rows.Next() {
		var r string
		if err := rows.Scan(&r); err != nil {
			return nil, fmt.Errorf("list who waits for a digest: %w", err)
		}
		all = append(all, r)
	}
	return all, rows.Err()
}

const selectItem = `SELECT key, mark, position, channel, recipient, body, made, due, tries, state, frozen, address, said, done FROM items `

func readItem(scan func(...any) error) (Item, error) {
	var i Item
	var made, due, done int64
	err := scan(&i.Key, &i.Mark, &i.Position, &i.Channel, &i.Recipient, &i.Body, &made, &due, &i.Tries, &i.State, &i.Frozen, &i.Address, &i.Said, &done)
	i.Made, i.Due, i.Done = instant(made), instant(due), instant(done)
	return i, err
}

// Take takes the item of some channels, of all where none is named, that has been due for longest, for HoldLasts. An item
// whose attempt was cut short has what was frozen then. ErrNone: nothing is due.
func (s *Store) Take(ctx context.Context, now time.Time, channels ...Channel) (Item, error) {
	if len(channels) == 0 {
		channels = []Channel{Mail, Invitation, Webhook}
	}
	query, args := selectItem+`WHERE state IN ('waiting','sending') AND due<=? AND channel IN (?`+strings.Repeat(",?", len(channels)-1)+`) ORDER BY due, position, key LIMIT 1`, []any{now.UnixMilli()}
	for _, c := range channels {
		args = append(args, string(c))
	}
	var i Item
	err := s.within(ctx, func(tx *sql.Tx) error {
		var err error
		i, err = readItem(tx.QueryRowContext(ctx, query, args...).Scan)
		if errors.Is(err, sql.ErrNoRows) {
			return ErrNone
		}
		if err != nil {
			return err
		}
		i.Tries++
		_, err = tx.ExecContext(ctx, `UPDATE items SET state='sending', tries=?, due=? WHERE key=?`, i.Tries, now.Add(HoldLasts).UnixMilli(), i.Key)
		return err
	})
	if err != nil {
		return Item{}, fmt.Errorf("take what is due: %w", err)
	}
	return i, nil
}

// Release gives free what was taken and not settled, for whoever knows that no other process sends from this outbox: what
// a crash has cut short is tried again at once.
func (s *Store) Release(ctx context.Context, now time.Time) error {
	if _, err := s.db.ExecContext(ctx, `UPDATE items SET state='waiting', due=? WHERE state='sending'`, now.UnixMilli()); err != nil {
		return fmt.Errorf("give free what was cut short: %w", err)
	}
	return nil
}

// Freeze keeps what an attempt is about to hand over, and where, so that the same is handed over again if it is not known
// what became of it.
func (s *Store) Freeze(ctx context.Context, key string, frozen []byte, address string) error {
	if _, err := s.db.ExecContext(ctx, `UPDATE items SET frozen=?, address=? WHERE key=? AND state='sending'`, frozen, address, key); err != nil {
		return fmt.Errorf("keep what is sent as %s: %w", key, err)
	}
	return nil
}

// Settle says what became of an attempt: Sent, Moot or Dead, or Waiting until an instant. What was frozen is forgotten: it
// is known not to have arrived, or never needed again.
func (s *Store) Settle(ctx context.Context, key string, state State, said string, due, now time.Time) error {
	done := int64(0)
	if state != Waiting {
		done = now.UnixMilli()
	}
	ok, err := changed(s.db.ExecContext(ctx, `UPDATE items SET state=?, said=?, due=?, done=?, frozen=NULL WHERE key=?`, string(state), said, milli(due), done, key))
	if err == nil && !ok {
		err = ErrNone
	}
	if err != nil {
		return fmt.Errorf("settle %s: %w", key, err)
	}
	return nil
}

// Next answers when something is tried next; false where nothing waits.
func (s *Store) Next(ctx context.Context) (time.Time, bool, error) {
	var due sql.NullInt64
	if err := s.db.QueryRowContext(ctx, `SELECT min(due) FROM items WHERE state IN ('waiting','sending')`).Scan(&due); err != nil {
		return time.Time{}, false, fmt.Errorf("read what waits: %w", err)
	}
	return instant(due.Int64), due.Valid, nil
}

// List answers the items in a state, in all states for the empty one, the latest first, no more than limit of them.
func (s *Store) List(ctx context.Context, state State, limit int) ([]Item, error) {
	rows, err := s.db.QueryContext(ctx, selectItem+`WHERE ?='' OR state=? ORDER BY made DESC, position DESC, key LIMIT ?`, string(state), string(state), limit)
	if err != nil {
		return nil, fmt.Errorf("list the outbox: %w", err)
	}
	defer rows.Close()
	var all []Item
	for rows.Next() {
		i, err := readItem(rows.Scan)
		if err != nil {
			return nil, fmt.Errorf("list the outbox: %w", err)
		}
		all = append(all, i)
	}
	return all, rows.Err()
}

// Counts answers how many items there are in each state.
func (s *Store) Counts(ctx context.Context) (map[State]int, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT state, count(*) FROM items GROUP BY state`)
	if err != nil {
		return nil, fmt.Errorf("count the outbox: %w", err)
	}
	defer rows.Close()
	all := map[State]int{}
	for rows.Next() {
		var s State
		var n int
		if err := rows.Scan(&s, &n); err != nil {
			return nil, fmt.Errorf("count the outbox: %w", err)
		}
		all[s] = n
	}
	return all, rows.Err()
}

// Marked answers an item by its mark. ErrNone: there is none, or no longer.
func (s *Store) Marked(ctx context.Context, mark string) (Item, error) {
	i, err := readItem(s.db.QueryRowContext(ctx, selectItem+`WHERE mark=?`, mark).Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return Item{}, ErrNone
	}
	return i, err
}

// Again has a dead item tried again, as if for the first time, by its mark. ErrNone: there is no dead item of that mark.
func (s *Store) Again(ctx context.Context, mark string, now time.Time) error {
	ok, err := changed(s.db.ExecContext(ctx, `UPDATE items SET state='waiting', tries=0, due=?, done=0 WHERE mark=? AND state='dead'`, now.UnixMilli(), mark))
	if err == nil && !ok {
		err = ErrNone
	}
	if err != nil {
		return fmt.Errorf("send %s again: %w", mark, err)
	}
	return nil
}

// Forget forgets what was settled KeptFor ago, and the deadlines that have run by then. The dead are kept.
func (s *Store) Forget(ctx context.Context, now time.Time) error {
	return s.within(ctx, func(tx *sql.Tx) error {
		before := now.Add(-KeptFor).UnixMilli()
		if _, err := tx.ExecContext(ctx, `DELETE FROM items WHERE state IN ('sent','moot') AND done<=?`, before); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `DELETE FROM near WHERE due<=?`, before)
		return err
	})
}

// Delay has an item whose fate is unknown tried again at an instant, with what was frozen.
func (s *Store) Delay(ctx context.Context, key, said string, due time.Time) error {
	if _, err := s.db.ExecContext(ctx, `UPDATE items SET state='waiting', said=?, due=? WHERE key=?`, said, milli(due), key); err != nil {
		return fmt.Errorf("delay %s: %w", key, err)
	}
	return nil
}
