package web

import (
	"net/http"
	"slices"
)

// roomRoutes are the pages of a dossier's rooms, and of what goes across dossiers.
func (s *site) roomRoutes(mux *http.ServeMux) {
	mux.HandleFunc("GET /d/{dossier}/{room}", s.room)
}

// room leads from the address of a room without its last slash to the one with it.
func (s *site) room(w http.ResponseWriter, r *http.Request) {
	path := "/" + r.PathValue("room") + "/"
	if slices.ContainsFunc(tabs(), func(x link) bool { return x.path == path }) {
		s.slash(w, r)
		return
	}
	s.nothing(w, r)
}
