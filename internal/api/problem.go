package api

import (
	"context"
	"errors"
	"net/http"

	"accede/form"

	"accede/internal/api/wire"
	"accede/internal/fault"
)

// problem answers an error as a problem document [RFC 9457]. What the table does not know is logged, and told as such:
// it may hold what is nobody's business.
func (a *API) problem(w http.ResponseWriter, r *http.Request, err error) {
	row, known := fault.Of(err)
	p := wire.Problem{Detail: err.Error()}
	if !known {
		row, p.Detail = fault.Internal(), ""
	}
	p.Type, p.Title, p.Status, p.Name, p.Exit, p.Do = Root+"/problems/"+row.Name, row.Title, row.Status, row.Name, row.Exit, row.Do
	if all := fault.Refusals(err); len(all) > 0 {
		no := all[0]
		p.Code, p.Args, p.Act, p.Dossier, p.Stage, p.Detail = no.Code, no.Args, no.Act, no.Dossier, no.Stage, no.Text
	}
	p.Faults = faultsOf(err)
	if row.Status >= http.StatusInternalServerError && !errors.Is(err, context.Canceled) {
		a.Logger.Error("request not answered", "method", r.Method, "path", r.URL.Path, "err", err)
	}
	if row.Status == http.StatusServiceUnavailable {
		w.Header().Set("Retry-After", "1")
	}
	for _, name := range []string{"ETag", "Link", "Location", "Content-Disposition"} { // of the answer that is not given
		w.Header().Del(name)
	}
	data, err := encode(p)
	if err != nil {
		a.Logger.Error("problem not written", "path", r.URL.Path, "err", err)
		w.WriteHeader(row.Status)
		return
	}
	send(w, row.Status, "application/problem+json", data)
}

// faultsOf answers what is wrong, each with its place, where the error says so.
func faultsOf(err error) []wire.Fault {
	all, ok := errors.AsType[form.Faults](err)
	if one, single := errors.AsType[*form.Fault](err); !ok && single {
		all = form.Faults{one}
	}
	var told []wire.Fault
	for _, f := range all {
		told = append(told, wire.Fault{Place: f.Place.String(), Text: f.Text})
	}
	return told
}
