package post

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	htmltemplate "html/template"
	"net/url"
	"slices"
	"strings"
	"text/template"
	"time"

	"github.com/wneessen/go-mail"

	"accede/dossier"

	"accede/internal/letter"
	"accede/internal/outbox"
	"accede/internal/signin"
	"accede/internal/view"
	"accede/internal/view/words"
)

//go:embed letter.txt
var plain string

//go:embed letter.html.txt
var rich string

// page is what the templates of a letter show, in the words of whoever gets it.
type page struct {
	Lang, Dir string
	Subject   string
	Lead      string
	Lists     []list
	Footer    string
	Stop      string // what leads to no more letters
	StopURL   string
}

// list is what stands under one heading.
type list struct {
	Title string
	Items []line
}

type line struct {
	Title, Text, Days string
	URL               string
	Open              string // what leads to the page
}

// draft is a letter that can be handed over.
type draft struct {
	page
	id       string // of the message, without brackets
	from, to Address
	at       time.Time
	invite   string // a calendar; empty: none
	cancel   bool
}

// compose writes a letter as things stand; false where nothing in it is to be told any more.
func (o *Office) compose(ctx context.Context, i outbox.Item, c signin.Contact, now time.Time) (draft, bool, error) {
	var t told
	if err := json.Unmarshal(i.Body, &t); err != nil {
		return draft{}, false, fmt.Errorf("read what is to be told: %w", err)
	}
	d, err := o.Record.Docket(ctx, time.Time{})
	if err != nil {
		return draft{}, false, err
	}
	r, ok := o.Words.In(c.Lang)
	if !ok {
		r, _ = o.Words.In("en")
	}
	set := view.SettingOf(d)
	l := draft{id: i.Mark + "@" + o.From.domain(), from: o.From, to: Address{Mail: c.Address}, at: now}
	if l.from.Name == "" {
		l.from.Name = set.Body(r)
	}
	l.Lang, l.Dir = r.Tag(), r.Dir()
	args := words.Args{"party": set.Name(c.Party, r), "body": set.Body(r), "moment": r.Moment(now.In(set.Zone), set.ZoneName())}
	l.Footer = r.Say("post.footer", args)
	if o.Site != "" {
		l.Stop, l.StopURL = r.Say("post.stop", nil), o.Site+StopPath+o.stopToken(c.Person)
	}
	switch {
	case t.Bounce != nil:
		o.aboutBounce(&l, t.Bounce, set, r)
		return l, true, nil
	case t.Date != nil:
		ok, err := o.aboutDate(&l, t.Date, d, set, r, now)
		return l, ok, err
	}
	open, err := still(d, now, t.Matters)
	if err != nil || len(open) == 0 {
		return draft{}, false, err
	}
	return l, true, o.aboutMatters(&l, t.Digest, open, d, now, r)
}

// aboutMatters fills a letter with what there is to do and what has happened.
func (o *Office) aboutMatters(l *draft, digest bool, all []letter.Matter, d *dossier.Docket, now time.Time, r *words.Reader) error {
	lists := map[bool]*list{false: {Title: r.Say("post.yours", nil)}, true: {Title: r.Say("post.happened", nil)}}
	var titles, first []string
	for _, m := range all {
		said, err := view.Tell(d, now, m, r)
		if err != nil {
			return err
		}
		x := line{Title: said.Title, Text: said.Text, Days: said.Days}
		if o.Site != "" {
			x.URL, x.Open = o.Site+said.Path, r.Say("post.open", words.Args{"title": said.Title})
		}
		of := lists[m.Everybody()]
		of.Items = append(of.Items, x)
		if !slices.Contains(titles, said.Title) {
			titles = append(titles, said.Title)
		}
		first = append(first, said.Text)
	}
	for _, everybody := range []bool{false, true} {
		if len(lists[everybody].Items) > 0 {
			l.Lists = append(l.Lists, *lists[everybody])
		}
	}
	about := words.Args{"n": len(all), "about": r.List(titles), "day": r.Day(now.In(d.Zone())), "text": first[0]}
	switch {
	case digest:
		l.Subject = r.Say("post.subject.digest", about)
	case len(all) == 1:
		l.Subject = r.Say("post.subject.one", about)
	default:
		l.Subject = r.Say("post.subject.several", about)
	}
	return nil
}

// aboutDate fills a letter with a date; false where the date is not as it was to be told.
func (o *Office) aboutDate(l *draft, ref *dateRef, d *dossier.Docket, set view.Setting, r *words.Reader, now time.Time) (bool, error) {
	all, err := view.NewFeedDates(d, now, []string{ref.Dossier}, r)
	if err != nil {
		return false, err
	}
	i := slices.IndexFunc(all, func(x view.FeedDate) bool { return x.UID == ref.UID })
	if i < 0 || all[i].Cancelled != ref.Cancel || !all[i].Start.After(now) {
		return false, nil
	}
	x, key := all[i], "post.date"
	if ref.Cancel {
		key = "post.date.off"
	}
	l.Subject, l.Lead = r.Say(key+".subject", words.Args{"title": x.Title}), r.Say(key, nil)
	it := line{Title: x.Title, Text: x.Text, Days: r.Moment(x.Start, set.ZoneName())}
	if x.AllDay {
		it.Days = r.Day(x.Start)
	}
	if x.Place != "" {
		it.Days = r.Commas([]string{it.Days, x.Place})
	}
	if o.Site != "" {
		it.URL, it.Open = o.Site+x.Path, r.Say("post.open", words.Args{"title": x.Title})
	}
	l.Lists = []list{{Items: []line{it}}}
	l.cancel, l.invite = ref.Cancel, calendar(x, d.Charter().Body, o.Site, l.from, l.to, ref.Cancel)
	return true, nil
}

// aboutBounce fills a letter to whoever conducts the proceedings about an address that takes no mail.
func (o *Office) aboutBounce(l *draft, b *bounced, set view.Setting, r *words.Reader) {
	args := words.Args{"who": b.Holder, "party": set.Name(b.Party, r), "said": b.Said}
	l.Subject, l.Lead = r.Say("post.bounce.subject", args), r.Say("post.bounce", args)
}

// texts answers the letter in plain words and as HTML.
func (l *draft) texts() (text, html string, err error) {
	var t, h bytes.Buffer
	tt, err := template.New("text").Parse(plain)
	if err == nil {
		err = tt.Execute(&t, l.page)
	}
	if err != nil {
		return "", "", fmt.Errorf("write a letter: %w", err)
	}
	ht, err := htmltemplate.New("html").Parse(rich)
	if err == nil {
		err = ht.Execute(&h, l.page)
	}
	if err != nil {
		return "", "", fmt.Errorf("write a letter: %w", err)
	}
	return strings.TrimSpace(t.String()) + "\n", h.String(), nil
}

// bytes answers the letter as it is handed over.
func (l *draft) bytes() ([]byte, error) {
	text, html, err := l.texts()
	if err != nil {
		return nil, err
	}
	m := mail.NewMsg()
	if err := m.FromFormat(l.from.Name, l.from.Mail); err != nil {
		return nil, fmt.Errorf("write a letter from %s: %w", l.from.Mail, err)
	}
	if err := m.To(l.to.Mail); err != nil {
		return nil, fmt.Errorf("write a letter to %s: %w", l.to.Mail, err)
	}
	m.Subject(strings.Join(strings.Fields(l.Subject), " "))
	m.SetDateWithValue(l.at)
	m.SetMessageIDWithValue(l.id)
	m.SetUserAgent("accede")
	m.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834: no machine is to answer it
	m.SetGenHeader("Content-Language", l.Lang)
	if _, err := url.ParseRequestURI(l.StopURL); err == nil && strings.HasPrefix(l.StopURL, "https://") {
		if err := m.SetListUnsubscribeOneClick(l.StopURL); err != nil {
			return nil, fmt.Errorf("write how to stop letters: %w", err)
		}
	} else if err == nil {
		m.SetListUnsubscribe("<" + l.StopURL + ">")
	}
	m.SetBodyString(mail.TypeTextPlain, text)
	m.AddAlternativeString(mail.TypeTextHTML, html)
	if l.invite != "" {
		method := "REQUEST"
		if l.cancel {
			method = "CANCEL"
		}
		m.AddAlternativeString(mail.ContentType("text/calendar; method="+method), l.invite)
	}
	var b bytes.Buffer
	if _, err := m.WriteTo(&b); err != nil {
		return nil, fmt.Errorf("write a letter: %w", err)
	}
	return b.Bytes(), nil
}
