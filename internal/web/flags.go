package web

import "net/http"

// flagCookie is the name under which a reader's wish to see no flags is kept.
const flagCookie = "flags"

// flagLink leads to the same page with flags, or without.
type flagLink struct{ Key, Href string }

// flags says whether flags are drawn, and puts the way to the other choice onto the frame. A choice made by ?flags is
// kept for a year; where whoever runs the pages wants none there is no choice.
func (s *site) flags(w http.ResponseWriter, r *http.Request, f *frame) bool {
	if s.opts.NoFlags {
		return false
	}
	q := r.URL.Query()
	on := true
	if kept, ok := cookieOf(r, flagCookie, "/"); ok {
		on = kept != "off"
	}
	switch asked := q.Get("flags"); asked {
	case "on", "off":
		on = asked == "on"
		setCookie(w, r, flagCookie, asked, "/", 365*24*3600)
	}
	key, other := "flags.without", "off"
	if !on {
		key, other = "flags.with", "on"
	}
	q.Set("flags", other)
	f.Flags = &flagLink{key, address(r.URL.Path, q)}
	return on
}
