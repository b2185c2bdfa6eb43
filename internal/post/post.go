package post

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"accede/body"
	"accede/dossier"

	"accede/internal/hook"
	"accede/internal/letter"
	"accede/internal/outbox"
	"accede/internal/signin"
	"accede/internal/view/words"
)

// Record is what letters are written from.
type Record interface {
	// Size answers how many entries the record has.
	Size() int64
	// Docket answers the record as it stands now. It is only read.
	Docket(ctx context.Context, asOf time.Time) (*dossier.Docket, error)
}

// Reader answers the entries after one position, up to another, in order.
type Reader func(ctx context.Context, after, upTo int64) ([]dossier.Entry, error)

// Carrier hands a letter over to a mail server, and answers when that has taken it. ErrAddress, ErrMessage, ErrLater: it has
// not. After any other error it is not known.
type Carrier interface {
	Carry(ctx context.Context, from, to string, letter []byte) error
}

// Config is what an office is made of.
type Config struct {
	Record  Record
	Entries Reader
	People  *signin.Store
	Outbox  *outbox.Store
	Words   *words.Catalogue

	Carrier Carrier      // nil: no mail is sent, and none is written
	Hooks   *hook.Client // nil: no webhook is called
	From    Address      // of the letters
	Site    string       // at which the pages are served, without a slash at its end; empty: letters hold no addresses of pages
	Near    time.Duration
	Digest  time.Duration // after midnight in the body's time zone, when digests are written
	Log     *slog.Logger
}

// Office writes and sends letters. Step is for one goroutine at a time; the other methods may be called by many at once.
type Office struct {
	Config
	walked *letter.Walk
	looked looked
}

// looked is when deadlines were last looked at.
type looked struct {
	size int64
	at   time.Time
}

// New answers an office.
func New(c Config) *Office {
	c.Site = strings.TrimSuffix(c.Site, "/")
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return &Office{Config: c}
}

// told is the body of an item: what is to be told, from which the words are made when it is sent.
type told struct {
	Matters []letter.Matter `json:"matters,omitempty"`
	Digest  bool            `json:"digest,omitempty"`
	Date    *dateRef        `json:"date,omitempty"`
	Bounce  *bounced        `json:"bounce,omitempty"`
}

// dateRef is a date of a calendar.
type dateRef struct {
	Dossier string `json:"dossier"`
	UID     string `json:"uid"`
	Cancel  bool   `json:"cancel,omitempty"`
}

// bounced is an address that takes no mail.
type bounced struct {
	Party  body.MemberID `json:"party"`
	Holder string        `json:"holder"`
	Said   string        `json:"said"`
}

func (t told) bytes() []byte {
	data, err := json.Marshal(t)
	if err != nil {
		panic("post: " + err.Error()) // it is made of texts, numbers and times
	}
	return data
}

// recipient is the name of a person in the outbox.
func recipient(p signin.Person) string { return string(p.Party) + "/" + p.Holder }

// person answers the person of a name in the outbox.
func (o *Office) person(ctx context.Context, name string) (signin.Contact, error) {
	party, holder, _ := strings.Cut(name, "/")
	return o.People.Contact(ctx, body.MemberID(party), holder)
}

// Step writes into the outbox what the record and the time give to tell until now.
func (o *Office) Step(ctx context.Context, now time.Time) error {
	if err := o.walk(ctx, now); err != nil {
		return fmt.Errorf("write letters: %w", err)
	}
	if err := o.near(ctx, now); err != nil {
		return fmt.Errorf("write reminders: %w", err)
	}
	if err := o.digests(ctx, now); err != nil {
		return fmt.Errorf("write digests: %w", err)
	}
	return o.Outbox.Forget(ctx, now)
}
