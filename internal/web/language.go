package web

import (
	"net/http"
	"net/url"
	"strings"

	"accede/internal/view/words"
)

// cookie is the name under which a reader's choice of language is kept.
const cookie = "lang"

// language answers the reader's language: asked for by ?lang, chosen before, or what the browser asks for. A choice
// made by ?lang is kept for a year; one the catalogue does not have is passed over.
func (s *site) language(w http.ResponseWriter, r *http.Request) *words.Reader {
	w.Header().Add("Vary", "Accept-Language, Cookie")
	if reader, ok := s.words.In(r.URL.Query().Get("lang")); ok {
		setCookie(w, r, cookie, reader.Tag(), "/", 365*24*3600)
		return reader
	}
	if kept, ok := cookieOf(r, cookie, "/"); ok {
		if reader, ok := s.words.In(kept); ok {
			return reader
		}
	}
	return s.words.Best(r.Header.Get("Accept-Language"))
}

// langs answers the links to the same page in each language; none where there is only one.
func (s *site) langs(r *http.Request, current *words.Reader) []langLink {
	all := s.words.Languages()
	if len(all) < 2 {
		return nil
	}
	var links []langLink
	for _, reader := range all {
		q := r.URL.Query()
		q.Del("flags") // kept already, as the language will be
		q.Set("lang", reader.Tag())
		links = append(links, langLink{reader.Tag(), code(reader.Tag()), reader.Name(), address(r.URL.Path, q), reader == current})
	}
	return links
}

// code answers what a language is called where there is little room: the first part of its tag, in capitals, as in a roll of
// languages. Tags are ASCII, so capitals need no language of their own.
func code(tag string) string {
	first, _, _ := strings.Cut(tag, "-")
	return strings.ToUpper(first)
}

func address(path string, q url.Values) string {
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

// with answers an address with a query of names and values; those without a value are left out.
func with(path string, pairs ...string) string {
	q := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			q.Set(pairs[i], pairs[i+1])
		}
	}
	return address(path, q)
}
