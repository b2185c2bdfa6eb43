package web

import (
	"accede/dossier"

	"accede/internal/view"
	"accede/internal/view/words"
)

// t answers a message without arguments.
func t(f frame, key string) string { return f.Reader.Say(key, nil) }

// say answers a message with pairs of names and values.
func say(f frame, key string, pairs ...any) string { return f.Reader.Say(key, args(pairs)) }

func rich(f frame, key string, pairs ...any) []words.Span { return f.Reader.Rich(key, args(pairs)) }

func args(pairs []any) words.Args {
	a := words.Args{}
	for i := 0; i+1 < len(pairs); i += 2 {
		a[pairs[i].(string)] = pairs[i+1]
	}
	return a
}

func yes(b bool) string {
	if b {
		return "true"
	}
	return "false"
}

// foreign answers the language of filed words where it is not the page's; else nothing, so that no attribute is set.
func foreign(f frame, lang string) string {
	if lang == f.Reader.Tag() {
		return ""
	}
	return lang
}

// railClass answers the class of a stage on the rail.
func railClass(s view.RailStage) string {
	switch s.State {
	case dossier.Ahead:
		return "ahead"
	case dossier.Current:
		return "current"
	case dossier.Passed:
		return "passed"
	case dossier.Failed:
		return "failed"
	}
	return "ahead"
}

// here answers the address of a dossier's page with the day and the filter kept.
func here(f frame, p view.DossierPage, asOf, show string) string {
	return with("/d/"+p.ID+"/", "as-of", asOf, "show", show)
}

// dateOf answers the day that stands in the date field: what was asked for if it was a day.
func dateOf(f frame, p view.DossierPage) string {
	if len(f.AsOf) == len("2006-01-02") {
		return f.AsOf
	}
	return p.Calendar.Date
}

// source answers a source in words.
func source(f frame, s view.SourceLine) string {
	if s.Publisher != "" {
		return say(f, "latest.publisher", "title", s.Title, "publisher", s.Publisher)
	}
	return say(f, "latest.source", "title", s.Title)
}

// linkable says whether an address from the record may be linked to.
func linkable(url string) bool {
	for _, scheme := range []string{"https://", "http://"} {
		if len(url) > len(scheme) && url[:len(scheme)] == scheme {
			return true
		}
	}
	return false
}

// groups splits a hash into groups of four for the eye.
func groups(hash string) string {
	if len(hash) > 16 {
		hash = hash[:16]
	}
	var out []byte
	for i := range len(hash) {
		if i > 0 && i%4 == 0 {
			out = append(out, ' ')
		}
		out = append(out, hash[i])
	}
	return string(out)
}

func binClass(b view.Bin) string {
	switch {
	case b.Current:
		return "current"
	case b.Later:
		return "later"
	}
	return "past"
}

// deedTitle answers what doing an act is called; of a kind that no form is for, what such an act is called.
func deedTitle(c acting) string {
	if key := "do." + string(c.kind); c.frame.Reader.Known(key) {
		return t(c.frame, key)
	}
	return t(c.frame, "kind."+string(c.kind))
}
