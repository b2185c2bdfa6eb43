package post

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/mail"
	"slices"
	"strings"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"
	"github.com/emersion/go-message"
	gomail "github.com/emersion/go-message/mail"

	"accede/internal/outbox"
	"accede/internal/signin"
)

const applies = `id: x-applies, by: x, act: apply, dossier: x, procedure: vote`

// parts reads a letter with a foreign reader and answers its header and the text of its parts by type.
func parts(t *testing.T, data []byte) (gomail.Header, map[string]string, map[string]map[string]string) {
	t.Helper()
	r, err := gomail.CreateReader(bytes.NewReader(data))
	if err != nil {
		t.Fatalf("a letter that cannot be read: %v\n%s", err, data)
	}
	texts, params := map[string]string{}, map[string]map[string]string{}
	var walk func(e *message.Entity)
	walk = func(e *message.Entity) {
		if m := e.MultipartReader(); m != nil {
			for {
				p, err := m.NextPart()
				if errors.Is(err, io.EOF) {
					return
				}
				if err != nil {
					t.Fatal(err)
				}
				walk(p)
			}
		}
		kind, ps, err := e.Header.ContentType()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(e.Body)
		if err != nil {
			t.Fatal(err)
		}
		texts[kind], params[kind] = string(text), ps
	}
	e, err := message.Read(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	walk(e)
	return r.Header, texts, params
}

func subject(t *testing.T, data []byte) string {
	t.Helper()
	h, _, _ := parts(t, data)
	s, err := h.Subject()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestWhoHasSomethingToDoIsToldInItsLanguageAndNobodyElse(t *testing.T) {
	b := &boxes{}
	h := open(t, b)
	a, bee := h.serves("a", "envoy", "en", signin.AtOnce), h.serves("b", "elci", "tr", signin.AtOnce)
	other, none := h.serves("z", "guest", "en", signin.AtOnce), h.serves("c", "quiet", "fr", signin.NoMail)
	h.acts(applies)
	h.deliver()
	for _, c := range []signin.Contact{a, bee} {
		if n := len(b.to(c.Address)); n != 1 {
			t.Fatalf("%s got %d letters, want 1", c.Address, n)
		}
	}
	for _, c := range []signin.Contact{other, none} {
		if n := len(b.to(c.Address)); n != 0 {
			t.Errorf("%s got %d letters, want none", c.Address, n)
		}
	}
	head, texts, _ := parts(t, b.to(bee.Address)[0].data)
	if got, _ := head.Subject(); !strings.Contains(got, "Sıra sizde") {
		t.Errorf("the subject is %q, want it in Turkish", got)
	}
	for _, kind := range []string{"text/plain", "text/html"} {
		for _, want := range []string{"Sıra sizde", "https://record.example/d/x/", "https://record.example/letters/stop/"} {
			if !strings.Contains(texts[kind], want) {
				t.Errorf("the part %s lacks %q:\n%s", kind, want, texts[kind])
			}
		}
	}
	if !strings.Contains(texts["text/html"], `<html lang="tr"`) {
		t.Errorf("the page does not say its language:\n%s", texts["text/html"])
	}
	if got := head.Get("Auto-Submitted"); got != "auto-generated" {
		t.Errorf("Auto-Submitted = %q, want auto-generated", got)
	}
	if one, post := head.Get("List-Unsubscribe"), head.Get("List-Unsubscribe-Post"); !strings.HasPrefix(one, "<https://record.example/letters/stop/") || post != "List-Unsubscribe=One-Click" {
		t.Errorf("List-Unsubscribe = %q, %q, want an address and one click", one, post)
	}
}

func TestALetterComesBackToAnAddressThatHoldsItsMark(t *testing.T) {
	b := &boxes{}
	h := open(t, b)
	c := h.serves("a", "envoy", "en", signin.AtOnce)
	h.acts(applies)
	h.deliver()
	got, item := b.to(c.Address)[0], h.items(outbox.Sent)[0]
	if want := "letters+b-" + item.Mark + "@quay.example"; got.from != want {
		t.Errorf("the envelope is from %s, want %s", got.from, want)
	}
	head, _, _ := parts(t, got.data)
	if id, _ := head.MessageID(); id != item.Mark+"@quay.example" {
		t.Errorf("Message-ID = %s, want that of the key", id)
	}
}

// Whatever is done twice, cut short or done by two at once, each letter stands in the outbox once.
func TestTheSameEntryIsNeverWrittenTwice(t *testing.T) {
	b := &boxes{}
	h := open(t, b)
	h.serves("a", "envoy", "en", signin.AtOnce)
	h.acts(applies)
	second := New(h.Config) // another process with the same outbox, that has seen nothing yet
	h.step()
	h.step()
	if err := second.Step(t.Context(), h.clock()); err != nil {
		t.Fatal(err)
	}
	h.deliver()
	if _, err := second.Send(t.Context(), h.clock); err != nil {
		t.Fatal(err)
	}
	if n := len(b.all); n != 1 {
		t.Errorf("%d letters were sent, want 1", n)
	}
}

func TestWhatWasBeforeLettersWereSentIsToldNobody(t *testing.T) {
	b := &boxes{}
	h := open(t, b)
	h.serves("a", "envoy", "en", signin.AtOnce)
	h.acts(applies)
	h.dir = t.TempDir()
	box, err := outbox.Open(h.dir)
	if err != nil {
		t.Fatal(err)
	}
	defer box.Close()
	h.Outbox, h.walked = box, nil
	h.deliver()
	if n := len(b.all); n != 0 {
		t.Errorf("a new outbox sent %d letters of the past, want none", n)
	}
}

func TestWhoHasDoneItMeanwhileIsNotReminded(t *testing.T) {
	b := &boxes{before: func(string) error { return ErrLater }}
	h := open(t, b)
	a, bee := h.serves("a", "envoy", "en", signin.AtOnce), h.serves("b", "envoy", "en", signin.AtOnce)
	h.acts(applies)
	h.deliver() // the mail server is away
	h.acts(`id: a-votes, by: a, act: position, dossier: x, ballot: for`)
	b.before = nil
	h.set(noon.Add(time.Hour))
	h.deliver()
	if n := len(b.to(a.Address)); n != 0 {
		t.Errorf("who has voted got %d letters, want none:\n%s", n, b.to(a.Address)[0].data)
	}
	if n := len(b.to(bee.Address)); n != 1 {
		t.Errorf("who has not voted got %d letters, want 1", n)
	}
	if n := len(h.items(outbox.Moot)); n != 1 {
		t.Errorf("%d items are moot, want 1", n)
	}
}

func TestAFindingIsToldToEverybodyOfTheDossierAndToNoOtherApplicant(t *testing.T) {
	b := &boxes{}
	h := open(t, b)
	told := []signin.Contact{h.serves("a", "envoy", "en", signin.AtOnce), h.serves("x", "envoy", "fr", signin.AtOnce), h.serves("chair", "clerk", "en", signin.AtOnce)}
	not := h.serves("z", "envoy", "en", signin.AtOnce)
	h.acts(applies)
	h.deliver()
	b.all = nil
	for _, m := range []string{"a", "b", "c"} {
		h.acts(fmt.Sprintf("id: %s-votes, by: %s, act: position, dossier: x, ballot: for", m, m))
	}
	h.deliver()
	for _, c := range told {
		all := b.to(c.Address)
		if !slices.ContainsFunc(all, func(x taken) bool {
			_, texts, _ := parts(t, x.data)
			return strings.Contains(texts["text/plain"], "adopted") || strings.Contains(texts["text/plain"], "adopté")
		}) {
			t.Errorf("%s was not told of the finding: %d letters", c.Address, len(all))
		}
	}
	if n := len(b.to(not.Address)); n != 0 {
		t.Errorf("another applicant got %d letters, want none", n)
	}
}

func TestADigestComesOnceADayAtItsHourAndTellsWhatIsStillSo(t *testing.T) {
	b := &boxes{}
	h := open(t, b)
	c := h.serves("a", "envoy", "en", signin.Digest)
	h.acts(applies)
	h.deliver() // 12:00 in UTC, 13:00 there: the hour of today has come, nothing was gathered before
	if n := len(b.all); n != 1 {
		t.Fatalf("%d digests, want the one of today", n)
	}
	if got := subject(t, b.all[0].data); !strings.HasPrefix(got, "Digest of") {
		t.Errorf("the subject is %q, want that of a digest", got)
	}
	h.acts(`id: z-applies, by: z, act: apply, dossier: z, procedure: vote`)
	h.set(noon.Add(6 * time.Hour))
	h.deliver()
	if n := len(b.all); n != 1 {
		t.Errorf("%d digests on one day, want 1", n)
	}
	h.set(time.Date(2026, 3, 3, 5, 59, 59, 0, time.UTC)) // 06:59:59 in Brussels
	h.deliver()
	if n := len(b.all); n != 1 {
		t.Errorf("a digest came before its hour")
	}
	h.set(time.Date(2026, 3, 3, 6, 0, 0, 0, time.UTC))
	h.deliver()
	if n := len(b.to(c.Address)); n != 2 {
		t.Fatalf("%d digests after its hour, want 2", n)
	}
	h.acts(`id: a-votes, by: a, act: position, dossier: z, ballot: for`)
	h.set(time.Date(2026, 3, 4, 6, 0, 0, 0, time.UTC))
	h.deliver()
	if n := len(b.all); n != 2 {
		t.Errorf("%d digests where nothing is to be told, want 2 as before", n)
	}
}

func TestADeadlineThatIsNearIsToldOnce(t *testing.T) {
	b := &boxes{}
	h := open(t, b)
	c := h.serves("a", "envoy", "en", signin.AtOnce)
	h.acts(applies, `id: put, by: chair, act: put, dossier: x, stage: ballot, text: {en: Admit Xylo}, until: 2026-03-10T12:00:00Z`)
	h.deliver()
	b.all = nil
	for _, at := range []time.Time{
		time.Date(2026, 3, 8, 11, 59, 0, 0, time.UTC), time.Date(2026, 3, 8, 12, 0, 0, 0, time.UTC), time.Date(2026, 3, 8, 12, 5, 0, 0, time.UTC), time.Date(2026, 3, 9, 12, 0, 0, 0, time.UTC),
	} {
		h.set(at)
		h.deliver()
		want := 1
		if at.Before(time.Date(2026, 3, 8, 12, 0, 0, 0, time.UTC)) {
			want = 0
		}
		if n := len(b.to(c.Address)); n != want {
			t.Errorf("until %s %d reminders, want %d", at, n, want)
		}
	}
	if got := subject(t, b.all[0].data); !strings.Contains(got, "deadline is near") {
		t.Errorf("the subject is %q, want that the deadline is near", got)
	}
}

func TestADateGoesIntoCalendarsIsMovedAndLeavesThemAgain(t *testing.T) {
	b := &boxes{}
	h := open(t, b)
	c := h.serves("a", "envoy", "en", signin.AtOnce)
	h.acts(applies)
	h.deliver()
	b.all = nil
	event := func(method ics.Method) *ics.VEvent {
		t.Helper()
		for _, x := range b.to(c.Address) {
			_, texts, params := parts(t, x.data)
			text, ok := texts["text/calendar"]
			if !ok || params["text/calendar"]["method"] != string(method) {
				continue
			}
			cal, err := ics.ParseCalendar(strings.NewReader(text))
			if err != nil || len(cal.Events()) != 1 {
				t.Fatalf("a calendar that cannot be read: %v\n%s", err, text)
			}
			if !strings.Contains(text, "METHOD:"+string(method)) {
				t.Errorf("the calendar does not say %s:\n%s", method, text)
			}
			return cal.Events()[0]
		}
		return nil
	}
	h.acts(`id: put, by: chair, act: put, dossier: x, stage: ballot, text: {en: Admit Xylo}, until: 2026-03-20T12:00:00Z`)
	h.deliver()
	first := event(ics.MethodRequest)
	if first == nil {
		t.Fatalf("no invitation among %d letters", len(b.all))
	}
	if at, err := first.GetStartAt(); err != nil || !at.Equal(time.Date(2026, 3, 20, 12, 0, 0, 0, time.UTC)) {
		t.Errorf("it starts at %v, %v, want 20 March at noon", at, err)
	}
	if a := first.Attendees(); len(a) != 1 || a[0].Email() != c.Address {
		t.Errorf("invited are %v, want %s", a, c.Address)
	}
	b.all = nil
	h.acts(`id: put-again, by: chair, act: put, dossier: x, stage: ballot, text: {en: Admit Xylo at once}, until: 2026-03-21T12:00:00Z`)
	h.deliver()
	off := event(ics.MethodCancel)
	if off == nil || off.Id() != first.Id() {
		t.Fatalf("the date that fell away was not withdrawn: %v", off)
	}
	if on := event(ics.MethodRequest); on == nil || on.Id() == first.Id() {
		t.Errorf("the new date was not told: %v", on)
	}
	if status := off.GetProperty(ics.ComponentPropertyStatus); status == nil || status.Value != "CANCELLED" {
		t.Errorf("its status is %v, want CANCELLED", status)
	}
	if sequence := off.GetProperty(ics.ComponentPropertySequence); sequence == nil || sequence.Value == "0" {
		t.Errorf("its sequence is %v, want more than 0", sequence)
	}
}

func TestAMailServerThatFailsBothWaysLosesNothing(t *testing.T) {
	b := &boxes{}
	h := open(t, b)
	c := h.serves("a", "envoy", "en", signin.AtOnce)
	fails := 0
	b.before = func(string) error {
		if fails++; fails == 1 {
			return fmt.Errorf("450: %w", ErrLater)
		}
		return nil
	}
	b.after = func(string) error {
		if fails == 2 {
			return errors.New("the connection was lost") // taken, and reported as failed
		}
		return nil
	}
	h.acts(applies)
	for _, after := range []time.Duration{0, time.Minute, 10 * time.Minute, time.Hour} {
		h.set(noon.Add(after))
		h.deliver()
	}
	got := b.to(c.Address)
	if len(got) != 2 || !bytes.Equal(got[0].data, got[1].data) {
		t.Fatalf("%d letters on the wire, want 2 that are the same byte by byte", len(got))
	}
	if n := len(h.items(outbox.Sent)); n != 1 {
		t.Errorf("%d items are sent, want 1", n)
	}
}

func TestWhatNobodyTakesIsDeadInTheEndAndCanBeSentAgain(t *testing.T) {
	b := &boxes{before: func(string) error { return ErrLater }}
	h := open(t, b)
	c := h.serves("a", "envoy", "en", signin.AtOnce)
	h.acts(applies)
	for day := range 6 {
		for hour := range 24 {
			h.set(noon.AddDate(0, 0, day).Add(time.Duration(hour) * time.Hour))
			h.deliver()
		}
	}
	dead := h.items(outbox.Dead)
	if len(dead) != 1 || dead[0].Tries != len(pauses(outbox.Mail))+1 {
		t.Fatalf("dead are %+v, want one after %d tries", dead, len(pauses(outbox.Mail))+1)
	}
	b.before = nil
	if err := h.Outbox.Again(t.Context(), dead[0].Mark, h.clock()); err != nil {
		t.Fatal(err)
	}
	h.deliver()
	if n := len(b.to(c.Address)); n != 1 {
		t.Errorf("sent again, %d letters, want 1", n)
	}
}

// dsn is a report of a mail server, as RFC 3464 has it.
func dsn(to, address, action, status string) string {
	return strings.ReplaceAll(`From: MAILER-DAEMON@mx.example
To: `+to+`
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

--b1
Content-Type: text/plain

It could not be delivered.

--b1
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; `+address+`
Action: `+action+`
Status: `+status+`
Diagnostic-Code: smtp; 550 5.1.1 no such mailbox

--b1--
`, "\n", "\r\n")
}

func TestAnAddressThatBouncesIsMarkedAndTheSecretariatIsToldOnce(t *testing.T) {
	b := &boxes{}
	h := open(t, b)
	c, clerk := h.serves("a", "envoy", "en", signin.AtOnce), h.serves("chair", "clerk", "en", signin.AtOnce)
	h.acts(applies)
	h.deliver()
	from := b.to(c.Address)[0].from
	for _, x := range []struct {
		what, report string
		want         error
	}{
		{"nothing", "", ErrReport},
		{"an absent person", "From: envoy@a.example\r\nTo: " + from + "\r\nContent-Type: text/plain\r\n\r\nI am away.", ErrReport},
		{"a delay", dsn(from, c.Address, "delayed", "4.4.1"), ErrReport},
		{"a failure for now", dsn(from, c.Address, "failed", "4.2.2"), ErrReport},
		{"another address", dsn(from, "victim@b.example", "failed", "5.1.1"), ErrForeign},
		{"a mark nobody made", dsn("letters+b-aaaaaaaaaaaaaaaaaaaaaaaaaa@quay.example", c.Address, "failed", "5.1.1"), ErrForeign},
		{"no mark", dsn("letters@quay.example", c.Address, "failed", "5.1.1"), ErrForeign},
	} {
		if _, _, err := h.Bounce(t.Context(), strings.NewReader(x.report), h.clock()); !errors.Is(err, x.want) {
			t.Errorf("%s: Bounce = %v, want %v", x.what, err, x.want)
		}
		if got, _ := h.People.Contact(t.Context(), c.Party, c.Holder); !got.Told() {
			t.Fatalf("%s marks the address", x.what)
		}
	}
	b.all = nil
	for i := range 2 {
		got, news, err := h.Bounce(t.Context(), strings.NewReader(dsn(from, c.Address, "failed", "5.1.1")), h.clock())
		if err != nil || got.Person != c.Person || news != (i == 0) {
			t.Fatalf("Bounce = %v, %v, %v, want %v and news at first", got, news, err, c.Person)
		}
	}
	h.deliver()
	all := b.to(clerk.Address)
	if len(all) != 1 || !strings.Contains(subject(t, all[0].data), "No mail reaches envoy (Alder)") {
		t.Errorf("the secretariat got %d letters, want one about the envoy", len(all))
	}
	h.acts(`id: z-applies, by: z, act: apply, dossier: z, procedure: vote`)
	h.deliver()
	if n := len(b.to(c.Address)); n != 0 {
		t.Errorf("%d letters went to an address that takes none", n)
	}
	c.Address = "new@a.example"
	if err := h.People.SetContact(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	if got, _ := h.People.Contact(t.Context(), c.Party, c.Holder); !got.Told() {
		t.Error("a new address is marked like the old one")
	}
}

func TestAnAddressTheServerRefusesIsMarkedLikeOneThatBounces(t *testing.T) {
	b := &boxes{}
	h := open(t, b)
	c, clerk := h.serves("a", "envoy", "en", signin.AtOnce), h.serves("chair", "clerk", "en", signin.AtOnce)
	b.before = func(to string) error {
		if to == c.Address {
			return fmt.Errorf("550 no such mailbox: %w", ErrAddress)
		}
		return nil
	}
	h.acts(applies)
	h.deliver()
	if got, _ := h.People.Contact(t.Context(), c.Party, c.Holder); got.Told() || !strings.Contains(got.Bounce, "no such mailbox") {
		t.Errorf("the contact is %+v, want it marked", got)
	}
	if n := len(b.to(clerk.Address)); n != 1 {
		t.Errorf("the secretariat got %d letters, want 1", n)
	}
}

func TestATokenStopsTheLettersOfOnePersonAlone(t *testing.T) {
	b := &boxes{}
	h := open(t, b)
	a, bee := h.serves("a", "envoy", "en", signin.AtOnce), h.serves("b", "envoy", "en", signin.AtOnce)
	h.acts(applies)
	h.deliver()
	head, _, _ := parts(t, b.to(a.Address)[0].data)
	token := strings.TrimSuffix(strings.TrimPrefix(head.Get("List-Unsubscribe"), "<https://record.example"+StopPath), ">")
	if c, err := h.Stoppable(t.Context(), token); err != nil || c.Person != a.Person {
		t.Fatalf("Stoppable = %v, %v, want %v", c, err, a.Person)
	}
	if c, _ := h.People.Contact(t.Context(), a.Party, a.Holder); !c.Told() {
		t.Fatal("to look has stopped the letters")
	}
	for range 2 {
		if _, err := h.Stop(t.Context(), token); err != nil {
			t.Fatal(err)
		}
	}
	for _, token := range []string{"", "x", strings.Repeat("a", 26)} {
		if _, err := h.Stop(t.Context(), token); !errors.Is(err, ErrToken) {
			t.Errorf("Stop(%q) = %v, want ErrToken", token, err)
		}
	}
	b.all = nil
	h.acts(`id: z-applies, by: z, act: apply, dossier: z, procedure: vote`)
	h.deliver()
	if n, m := len(b.to(a.Address)), len(b.to(bee.Address)); n != 0 || m == 0 {
		t.Errorf("%d letters to who stopped them and %d to the other, want none and some", n, m)
	}
}

// What people write of themselves stands in letters to others: it breaks out of no header, no page and no calendar.
func TestNothingBreaksOutOfALetter(t *testing.T) {
	b := &boxes{}
	h := open(t, b)
	c := h.serves("a", "envoy", "en", signin.AtOnce)
	h.acts(`id: x-applies, by: x, act: apply, dossier: x, procedure: vote`,
		`id: put, by: chair, act: put, dossier: x, stage: ballot, text: {en: "<script>alert(1)</script>\nEND:VEVENT\nBEGIN:VEVENT\nUID:evil\nBcc: all@example"}, until: 2026-03-20T12:00:00Z`)
	h.deliver()
	for _, x := range b.to(c.Address) {
		head, texts, _ := parts(t, x.data)
		if strings.Contains(texts["text/html"], "<script") || head.Get("Bcc") != "" {
			t.Errorf("a text breaks out:\n%s", x.data)
		}
		if text, ok := texts["text/calendar"]; ok {
			if cal, err := ics.ParseCalendar(strings.NewReader(text)); err != nil || len(cal.Events()) != 1 || cal.Events()[0].Id() == "evil" {
				t.Errorf("a text breaks out of a calendar: %v\n%s", err, text)
			}
		}
		if m, err := mail.ReadMessage(bytes.NewReader(x.data)); err != nil || m.Header.Get("To") != "<"+c.Address+">" {
			t.Errorf("the letter goes to %v, %v", m.Header.Get("To"), err)
		}
	}
}
