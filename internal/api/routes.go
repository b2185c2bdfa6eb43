package api

import (
	"net/http"
	"reflect"
	"slices"
	"strings"

	"accede/internal/api/wire"
	"accede/internal/view"
)

// route is one address: how it is asked, what it answers, and by what.
type route struct {
	method, path string
	id           string // for programs that are made from the description
	says         string // what it answers, in a sentence
	more         string // what there is to know besides
	query        []param
	header       []param
	body         reflect.Type // what is sent, as JSON; nil: nothing
	answer       reflect.Type // what is answered, as JSON; nil: something else, named by media
	media        string
	created      bool  // it can answer 201 too
	tagged       bool  // it carries a tag, and can answer 304
	problems     []int // statuses of problems, besides those every address has
	do           func(*call) error
}

// param is a parameter of the query or a header.
type param struct {
	name, says string
	whole      bool // a whole number; else text
	example    string
}

func asOfParam() param {
	return param{name: "as-of", says: "as of the end of a day in the body's time zone, or of an instant (RFC 3339); without it, now", example: "2022-06-21"}
}

func langParam() param {
	return param{name: "lang", says: "the language of words, as a tag [BCP 47]; without it, the best of Accept-Language", example: "en"}
}

func forParam() param {
	return param{name: "for", says: "of one party alone, by its id", example: "tr"}
}

func stretchParams() []param {
	return []param{
		{name: "after", says: "the position after which to begin; without it, from the first", whole: true, example: "0"},
		{name: "limit", says: "how many at most, up to 1000; without it, 100", whole: true, example: "100"},
	}
}

// takes says whether the route has a parameter of that name.
func (rt route) takes(name string) bool {
	return slices.ContainsFunc(rt.query, func(p param) bool { return p.name == name })
}

// list names the parameters, to be told.
func (rt route) list() string {
	var names []string
	for _, p := range rt.query {
		names = append(names, p.name)
	}
	if len(names) == 0 {
		return "none"
	}
	return strings.Join(names, ", ")
}

// dossierPath is where the addresses of one dossier begin.
const dossierPath = "/dossiers/{dossier}"

// routes answers the table, in the order in which it is described.
func routes() []route {
	return slices.Concat(foldedRoutes(), roomRoutes(), toolRoutes(), recordRoutes(), enclosedRoutes(), actRoutes(), aboutRoutes())
}

// foldedRoutes are what is folded from the record, as of any instant.
func foldedRoutes() []route {
	return []route{
		folding("/docket", "docket", "Where all dossiers stand: accede status --json.", reflect.TypeFor[view.DocketStatus](), (*call).docket),
		folding(dossierPath, "status", "Where a dossier stands, in short: accede status DOSSIER --json, byte for byte.", reflect.TypeFor[view.Status](), (*call).status),
		folding(dossierPath+"/standing", "standing", "Everything its pages show: stages, positions, steps, objections with their demands and what answers them, talks, texts, moves, the finding.", reflect.TypeFor[view.Standing](), (*call).whereItStands),
		folding(dossierPath+"/log", "log", "Its entries, in the order of their positions, a stretch at a time. Whoever follows the link rel=next, or goes on from after, misses none however the record grows.", reflect.TypeFor[view.LogPage](), (*call).log, append(stretchParams(), langParam())...),
		folding(dossierPath+"/history", "history", "Everything that happened in it, in the order in which it counts, with what follows and was not entered: accede log DOSSIER --json.", reflect.TypeFor[[]view.LogLine](), (*call).history, langParam()),
		folding("/desk", "desk", "Whose move it is, over all dossiers.", reflect.TypeFor[view.DeskPage](), (*call).desk, forParam(), langParam()),
		folding("/commitments", "commitments", "What was promised, over all dossiers, and what was done.", reflect.TypeFor[view.PromisesPage](), (*call).commitments, forParam(), langParam()),
		searchRoute(),
		folding("/calendar", "calendar", "Dates and deadlines, over all dossiers.", reflect.TypeFor[view.DatesPage](), (*call).calendar, langParam()),
		folding("/members", "members", "Who belongs to the body, and to which classes.", reflect.TypeFor[view.MembersStatus](), (*call).members),
		folding("/rules", "rules", "The rules and procedures of the charter in force. A dossier that was opened before an amendment stays under those it was opened under.", reflect.TypeFor[view.RulesStatus](), (*call).rules),
		{method: http.MethodGet, path: "/charter", id: "charter", says: "The charter in force, as it was written.", query: []param{asOfParam()}, media: "application/yaml", tagged: true, do: (*call).charterText},
		folding("/keys", "keys", "Every key the record has had: whose, for which acts, from when until when, and whether it holds.", reflect.TypeFor[[]view.KeyLine](), (*call).keysHeld, langParam()),
	}
}

// recordRoutes are the exact bytes of the record, by position, and what proves them.
func recordRoutes() []route {
	none := []int{http.StatusNotFound}
	return []route{
		{method: http.MethodGet, path: "/", id: "record", says: "Which record this is, and how long.", answer: reflect.TypeFor[wire.Record](), tagged: true, do: (*call).about},
		{method: http.MethodGet, path: "/entries", id: "entries", says: "The entries of the record with their exact bytes, a stretch at a time.", query: stretchParams(), answer: reflect.TypeFor[wire.Entries](), do: (*call).entries},
		{method: http.MethodGet, path: "/entries/{seq}", id: "entry", says: "One entry: its exact bytes, their hash, and the way from it to the root that the host has signed.", answer: reflect.TypeFor[wire.Proof](), tagged: true, problems: none, do: (*call).entry},
		{method: http.MethodGet, path: "/entries/{seq}/bytes", id: "entryBytes", says: "The exact bytes of an entry and nothing else. They never change.", media: "application/octet-stream", tagged: true, problems: none, do: (*call).entryBytes},
		{method: http.MethodGet, path: "/entries/{seq}/proof", id: "entryProof", says: "The proof that an entry is in the record that the host has signed, as one file in the form of C2SP tlog-proof: a receipt to keep.", media: "text/plain; charset=utf-8", tagged: true, problems: none, do: (*call).entryProof},
		{method: http.MethodGet, path: "/checkpoint", id: "checkpoint", says: "The newest checkpoint, as the host signed it.", media: "text/plain; charset=utf-8", tagged: true, do: (*call).checkpoint},
		{method: http.MethodGet, path: "/growth", id: "growth", says: "Shows that the record of one size is the beginning of that of another.", query: []param{
			{name: "from", says: "the smaller size", whole: true, example: "1"},
			{name: "to", says: "the larger size; without it, the size now", whole: true, example: "2"},
		}, answer: reflect.TypeFor[wire.Growth](), problems: none, do: (*call).growth},
		{method: http.MethodGet, path: dossierPath + "/bundle", id: "bundle", says: "A dossier as one file that can be checked without this server: accede verify.", media: "application/octet-stream", problems: []int{http.StatusNotFound, http.StatusServiceUnavailable}, do: (*call).bundle},
		{
			method: http.MethodGet, path: "/events", id: "events", says: "A stream of server-sent events, one for each entry, with its position as the id. Whoever comes back with Last-Event-ID is told everything since.",
			more:   "Without Last-Event-ID or after, the stream begins with the next entry. A quiet stream says now and then how far it has come. Whoever has missed more than is told again gets one event reload in place of those: what it shows it reads anew, and the events behind that follow.",
			query:  []param{{name: "after", says: "the position after which to begin", whole: true, example: "0"}, {name: "dossier", says: "only entries that address this dossier", example: "fi"}},
			header: []param{{name: "Last-Event-ID", says: "the position of the last event that was received", whole: true, example: "12"}},
			media:  "text/event-stream", problems: []int{http.StatusServiceUnavailable}, do: (*call).events,
		},
	}
}

// actRoutes are what is sent.
func actRoutes() []route {
	return []route{
		{
			method: http.MethodPost, path: "/acts", id: "submit", says: "Registers an act, and answers when it is durable. The same act again is answered with its receipt, and 200 in place of 201.",
			more: "What is sent is the exact bytes of an act, or a line of signed acts, as doc/formats.md has them. A signed act needs no key: its signatures are its authority. An unsigned one needs a key of the party that acts, or of the office that registers it from paper.",
			body: reflect.TypeFor[actSent](), answer: reflect.TypeFor[wire.Receipt](), created: true,
			problems: []int{http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound, http.StatusConflict, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType, http.StatusUnprocessableEntity, http.StatusServiceUnavailable, http.StatusInsufficientStorage}, do: (*call).submit,
		},
		{method: http.MethodGet, path: "/acts/{act}", id: "receipt", says: "The receipt of an act, by its id.", answer: reflect.TypeFor[wire.Receipt](), tagged: true, problems: []int{http.StatusNotFound}, do: (*call).receipt},
		{
			method: http.MethodPost, path: "/decide", id: "decide", says: "What a sentence finds on a table of votes: accede decide --json. Nothing is kept.",
			body: reflect.TypeFor[wire.Question](), answer: reflect.TypeFor[view.Decision](),
			problems: []int{http.StatusForbidden, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType, http.StatusServiceUnavailable}, do: (*call).decide,
		},
	}
}

// aboutRoutes are what is said of the API itself.
func aboutRoutes() []route {
	return []route{
		{method: http.MethodGet, path: "/problems", id: "problems", says: "Every kind of problem, with its status and the exit code the command line has for it.", answer: reflect.TypeFor[wire.Kinds](), do: (*call).problems},
		{method: http.MethodGet, path: "/problems/{name}", id: "problem", says: "One kind of problem.", answer: reflect.TypeFor[wire.Kind](), problems: []int{http.StatusNotFound}, do: (*call).problemNamed},
		{method: http.MethodGet, path: "/openapi.json", id: "openapi", says: "This description.", media: "application/json", do: (*call).description},
	}
}
