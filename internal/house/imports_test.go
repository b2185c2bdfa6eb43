package house

import (
	"slices"
	"strconv"
	"strings"
	"testing"
)

// row says what one package, or every package under it when the name ends in /..., may import, and why.
type row struct {
	pkg    string
	own    []string // packages of this module
	std    []string // packages of the standard library; nil means any
	others []string // other modules' packages, or all under a path that ends in /...
	why    string
}

// pure is what the law may use of the standard library: no clock is among it but as a type (see law_test.go), no
// input, output, randomness, logger or context.
var pure = []string{
	"bytes", "cmp", "encoding", "encoding/base64", "encoding/hex", "errors", "fmt", "hash", "iter", "maps", "math", "math/big",
	"math/bits", "slices", "sort", "strconv", "strings", "time", "unicode", "unicode/utf8",
}

// with answers pure and more.
func with(more ...string) []string { return append(slices.Clone(pure), more...) }

// order is the import order. Nothing points up: a package is listed after everything it may import.
var order = []row{
	{
		"form", nil, with("encoding/json", "io", "reflect"),
		[]string{"go.yaml.in/yaml/...", "github.com/go-json-experiment/json/jsontext"},
		"form reads what people write and knows none of its meanings",
	},
	{
		"canon",
		[]string{"form"},
		pure, nil,
		"canon is the one way to write a value; of ours it knows only dates",
	},
	{
		"game", nil, pure, nil,
		"game is arithmetic on numbered players; a name or a date in it would be a second opinion about the law",
	},
	{
		"layers", nil, pure, nil,
		"layers keep things for others, and know none of them",
	},
	{
		"body",
		[]string{"form", "canon", "game", "layers"},
		with("archive/zip", "embed", "encoding/json", "io", "reflect", "regexp"), nil,
		"body says who is on the roll; what a rule makes of the roll is rule's affair (the archive is the time zones in the program)",
	},
	{
		"rule",
		[]string{"form", "game", "body"},
		pure, nil,
		"rule finds; it must not know what anybody did, only the ballots it is handed",
	},
	{
		"act/signature",
		[]string{"canon"},
		with("crypto/ecdsa", "crypto/ed25519", "crypto/elliptic", "crypto/sha256", "crypto/sha512", "encoding/binary"), nil,
		"signature checks bytes under a key; whose key it is, and whether it held, is decided by dossier",
	},
	{
		"act",
		[]string{"form", "canon", "game", "body", "act/signature"},
		with("bufio", "crypto/hmac", "crypto/sha256", "encoding/base64", "encoding/binary", "io", "math/bits", "reflect", "sync"), nil,
		"act is what was done, in exact bytes; whether it may be done is decided by dossier",
	},
	{
		"pledge",
		[]string{"form", "game", "body", "rule"},
		pure, nil,
		"pledge reads conditions; what they come to is asked by whatif, and what they count as decided by dossier",
	},
	{
		"dossier",
		[]string{"form", "canon", "game", "layers", "body", "rule", "pledge", "act", "act/signature"},
		with("bytes", "crypto/sha256", "encoding/base64", "encoding/binary", "iter", "reflect", "sync/atomic"), nil,
		"dossier folds the record; it is told the time and never sees where entries are kept",
	},
	{
		"ledger", nil, with("crypto/ed25519", "crypto/sha256", "encoding/binary", "io"),
		[]string{"golang.org/x/mod/sumdb/note", "golang.org/x/mod/sumdb/tlog"},
		"ledger vouches for bytes, so it must not read them",
	},
	{
		"charters",
		[]string{"form", "body", "rule"},
		with("embed", "io/fs", "path"), nil,
		"charters are files with a way to list them",
	},
	{
		"charters/cases", nil, with("embed", "io/fs", "path"), nil,
		"cases are files with a way to list them",
	},
	{
		"power/approx", nil, pure, nil,
		"approx rounds, so it may not know what is decided by what it answers: nothing is",
	},
	{
		"power",
		[]string{"game", "power/approx"},
		with("encoding/binary"), nil,
		"power is a property of the rule and the roll, before anyone speaks",
	},
	{
		"whatif/forecast",
		[]string{"form", "body", "act", "dossier"},
		pure, nil,
		"a forecast is worked out from days; which cases it rests on is handed to it",
	},
	{
		"whatif/forecast/approx",
		[]string{"whatif/forecast"},
		pure, nil,
		"approx rounds, for showing; nothing is ranked or decided by what it answers",
	},
	{
		"whatif/forecast/past",
		[]string{"form", "body", "whatif/forecast"},
		with("embed"), nil,
		"past cases are files with a way to read them",
	},
	{
		"whatif",
		[]string{"form", "canon", "game", "body", "rule", "pledge", "act", "dossier"},
		with("encoding/binary"), nil,
		"what if is asked of a standing; it sees no store, no clock and no reader",
	},
	{
		"whatif/...",
		[]string{"form", "canon", "game", "body", "rule", "act", "dossier", "power"},
		with("encoding/binary"), nil,
		"what if is asked of a standing; it sees no store, no clock and no reader",
	},

	{
		"internal/feed", nil, nil, nil,
		"feed says that the record has grown, to anybody, and knows nothing of ours",
	},
	{
		"internal/store", nil, nil, nil,
		"the store knows bytes and positions",
	},
	{
		"internal/store/mem",
		[]string{"internal/store"},
		nil, nil,
		"a driver knows the contract alone",
	},
	{
		"internal/store/sqlite",
		[]string{"ledger", "internal/store"},
		nil,
		[]string{"github.com/ncruces/...", "golang.org/x/sys/windows"},
		"a driver knows the contract, its database and the hash of an entry",
	},
	{
		"internal/store/postgres",
		[]string{"ledger", "internal/store"},
		nil,
		[]string{"github.com/jackc/pgx/v5", "github.com/jackc/pgx/v5/..."},
		"a driver knows the contract, its database and the hash of an entry",
	},
	{
		"internal/store/postgres/pgtest", nil, nil,
		[]string{"github.com/jackc/pgx/v5", "github.com/jackc/pgx/v5/..."},
		"a database for tests knows no record",
	},
	{
		"internal/store/storetest",
		[]string{"internal/store"},
		nil,
		[]string{"github.com/google/go-cmp/...", "pgregory.net/rapid"},
		"the suite knows the contract, never a driver",
	},
	{
		"internal/letter",
		[]string{"body", "act", "dossier", "game"},
		with("crypto/sha256"), nil,
		"what people are told is worked out from the record and the time; addresses and mail are not its business",
	},
	{
		"internal/view/words", nil, nil,
		[]string{"golang.org/x/text/..."},
		"the catalogue knows words; what they are said of is handed to it",
	},
	{
		"internal/search", nil, nil,
		[]string{"golang.org/x/text/..."},
		"search knows words and the contract of an index; what they are said of is not its business",
	},
	{
		"internal/search/fts",
		[]string{"internal/search"},
		nil,
		[]string{"github.com/ncruces/go-sqlite3/..."},
		"a driver knows the contract and its database",
	},
	{
		"internal/search/pgtext",
		[]string{"internal/search"},
		nil,
		[]string{"github.com/jackc/pgx/v5", "github.com/jackc/pgx/v5/..."},
		"a driver knows the contract and its database",
	},
	{
		"internal/search/searchtest",
		[]string{"internal/search"},
		nil,
		[]string{"pgregory.net/rapid"},
		"the suite knows the contract, never a driver",
	},
	{
		"internal/view",
		[]string{"internal/search", "internal/letter", "internal/view/words", "form", "canon", "game", "body", "rule", "act", "act/signature", "dossier", "ledger", "power", "whatif", "whatif/..."},
		nil,
		[]string{"golang.org/x/text/..."},
		"a view is folded from entries: it reads no store and asks no depositary",
	},
	{
		"internal/lookup",
		[]string{"body", "dossier", "internal/search", "internal/view", "internal/view/words"},
		nil, nil,
		"a lookup keeps an index in step with dockets it is handed; who reads, and where the index lies, is told to it",
	},
	{
		"internal/enclosure",
		[]string{"act"},
		nil,
		[]string{"github.com/ncruces/go-sqlite3"},
		"enclosure keeps bytes and makes them go; who may read them is decided by dossier",
	},
	{
		"internal/summed", nil, nil,
		[]string{"github.com/ncruces/go-sqlite3", "github.com/ncruces/go-sqlite3/driver"},
		"summed finds bits that turned over in a database; what is in it is not its business",
	},
	{
		"internal/signin",
		[]string{"body", "act/signature", "internal/summed"},
		nil,
		[]string{"github.com/go-webauthn/webauthn/...", "github.com/ncruces/go-sqlite3/driver"},
		"signin says who is calling; what they may do is decided by dossier, and what they sign is checked by signature, which must not know the library used here",
	},
	{
		"internal/lookalike",
		[]string{"body"},
		nil,
		[]string{"github.com/mtibben/confusables"},
		"lookalike compares names; whose they are and what becomes of them is decided elsewhere",
	},
	{
		"internal/enclosing",
		[]string{"form", "act", "act/signature", "internal/lookalike"},
		nil,
		[]string{"filippo.io/age"},
		"enclosing looks at files and seals them; who may read them is decided by dossier, and where they are kept is told to nobody here",
	},
	{
		"internal/outbox",
		[]string{"internal/summed"},
		nil,
		[]string{"github.com/ncruces/go-sqlite3/driver"},
		"the outbox keeps what is to be sent; what it says, and how it is sent, is not its business",
	},
	{
		"internal/hook", nil, nil, nil,
		"a hook hands bytes over; what they tell, and when they are tried again, is not its business",
	},
	{
		"internal/vouch",
		[]string{"form", "body", "internal/hook"},
		nil,
		[]string{"github.com/coreos/go-oidc/v3/oidc", "golang.org/x/oauth2"},
		"vouch asks providers who is calling; whoever is vouched for reads, and no signature is checked or made here",
	},
	{
		"internal/post",
		[]string{"body", "act", "dossier", "internal/letter", "internal/hook", "internal/outbox", "internal/signin", "internal/view", "internal/view/words"},
		nil,
		[]string{"github.com/arran4/golang-ical", "github.com/wneessen/go-mail", "github.com/wneessen/go-mail/smtp"},
		"post tells people what the record has come to: it reads it through an interface, and nothing that it does can enter it",
	},
	{
		"internal/soundings",
		[]string{"whatif/packages", "internal/summed"},
		nil,
		[]string{"github.com/ncruces/go-sqlite3/driver"},
		"soundings are kept beside the record: they know no entry, no reader and no page, so that nothing of them gets there",
	},
	{
		"internal/depositary",
		[]string{"form", "canon", "game", "body", "rule", "act", "act/signature", "dossier", "ledger", "internal/store", "internal/feed", "internal/enclosure", "internal/enclosing", "internal/lookalike"},
		nil,
		[]string{"golang.org/x/mod/sumdb/note"},
		"the depositary is the one way in; what readers see is not its business, so it imports no view and no face",
	},
	{
		"internal/tiles",
		[]string{"act", "dossier", "ledger", "internal/store", "internal/depositary"},
		nil, nil,
		"tiles publishes bytes that anybody may have; what they say is not its business",
	},
	{
		"internal/verifier", nil,
		[]string{"embed"},
		nil,
		"the second verifier shares no code with anything: it is a file to hand out, and nothing here asks it",
	},
	{
		"internal/bundle",
		[]string{"form", "canon", "game", "body", "rule", "act", "act/signature", "dossier", "ledger", "internal/store", "internal/store/mem", "internal/depositary"},
		nil,
		[]string{"golang.org/x/mod/sumdb/note", "golang.org/x/mod/sumdb/tlog"},
		"a bundle is read the way a record is read; it shows nothing to anybody, so it imports no view and no face",
	},
	{
		"internal/highwater",
		[]string{"ledger"},
		nil, nil,
		"the high-water mark is a checkpoint in a file; what it is compared with is read by others",
	},
	{
		"internal/snapshot", nil,
		nil, nil,
		"a snapshot is a file beside a record; whether it may be used is asked by the depositary",
	},
	{
		"internal/backup",
		[]string{"canon", "ledger"},
		nil,
		[]string{"github.com/ncruces/go-sqlite3"},
		"a backup is files and their sums; what they say is asked of whoever reads them",
	},
	{
		"internal/evidence",
		[]string{"canon", "body", "act", "act/signature", "dossier", "ledger", "internal/depositary"},
		nil,
		[]string{"golang.org/x/mod/sumdb/tlog"},
		"evidence shows what it shows by itself: it asks nobody",
	},
	{
		"internal/watch",
		[]string{"form", "canon", "body", "act", "act/signature", "dossier", "ledger", "internal/store", "internal/store/sqlite", "internal/depositary", "internal/enclosure", "internal/tiles", "internal/bundle", "internal/evidence"},
		nil, nil,
		"a watcher believes what it has verified; it shows nothing to anybody, so it imports no view and no face",
	},
	{
		"internal/live",
		[]string{"internal/feed"},
		nil,
		[]string{"golang.org/x/net/html/...", "golang.org/x/net/html"},
		"live keeps open pages in step; what stands in them is handed to it",
	},
	{
		"doc", nil, with("embed"), nil,
		"doc is a file with a way to read it",
	},
	{
		"internal/gauge", nil, nil,
		[]string{"github.com/prometheus/client_golang/..."},
		"gauge counts; who asked and what for is never told to it",
	},
	{
		"internal/pace", nil, nil, nil,
		"pace says how often a caller may ask; who it is and what it asks is not its business",
	},
	{
		"internal/apikey",
		[]string{"body"},
		nil, nil,
		"a machine's key says whose acts it may hand in; what they do is not its business",
	},
	{
		"internal/fault",
		[]string{"form", "act", "act/...", "dossier", "ledger", "internal/store", "internal/depositary", "internal/bundle", "internal/enclosure", "internal/apikey", "internal/evidence", "internal/watch", "internal/highwater", "internal/backup", "internal/lookalike"},
		nil, nil,
		"fault is the one table of errors, so it knows the errors of what lies below the faces",
	},
	{
		"internal/relay",
		[]string{"act", "act/signature", "dossier", "internal/store", "internal/depositary", "internal/fault"},
		nil, nil,
		"a relay passes acts and answers on; who writes is told to it",
	},
	{
		"internal/api/wire",
		[]string{"form", "game", "body", "rule", "act", "act/...", "dossier", "ledger", "internal/view"},
		nil, nil,
		"wire is what goes over HTTP: shapes without behaviour, so that a client can have them too",
	},
	{
		"internal/api",
		[]string{"internal/lookup", "internal/search", "internal/pace", "form", "canon", "game", "body", "rule", "act", "act/...", "dossier", "ledger", "doc", "internal/api/wire", "internal/apikey", "internal/fault", "internal/feed", "internal/store", "internal/depositary", "internal/view", "internal/view/words", "power", "whatif/..."},
		nil,
		[]string{"github.com/go-json-experiment/json/jsontext", "github.com/go-json-experiment/json", "golang.org/x/mod/sumdb/note"},
		"the API prints views and hands acts to the depositary; pages and drivers are not its business",
	},
	{
		"client",
		[]string{"form", "canon", "body", "act", "internal/api/wire", "internal/view"},
		nil, nil,
		"the client knows addresses and shapes, never what is behind them",
	},
	{
		"internal/load",
		[]string{"form", "body", "act", "act/signature", "dossier", "internal/api/wire"},
		nil, nil,
		"load asks a server over a socket, as anybody would: nothing behind it is its business",
	},
	{
		"internal/atlas", nil, nil, nil,
		"an atlas draws outlines; whose they are, and what became of them, is told to it",
	},
	{
		"internal/rehearsal",
		[]string{"form", "game", "body", "rule", "act", "dossier", "ledger", "internal/store", "internal/store/mem", "internal/enclosure", "internal/depositary", "internal/soundings", "internal/feed"},
		nil,
		[]string{"golang.org/x/mod/sumdb/note"},
		"a rehearsal is a record of its own, played on; it shows nothing to anybody, so it imports no view and no face",
	},
	{
		"internal/intake",
		[]string{"form", "body", "rule", "act", "charters"},
		nil,
		[]string{"github.com/rivo/uniseg", "golang.org/x/net/html/...", "golang.org/x/net/html", "golang.org/x/text/..."},
		"intake drafts acts from a text; it knows no record, so nothing it drafts can enter one",
	},
	{
		"internal/web",
		[]string{"internal/lookup", "internal/search", "internal/verifier", "internal/pace", "form", "game", "body", "rule", "act", "act/signature", "dossier", "ledger", "power", "whatif/...", "internal/atlas", "internal/live", "internal/intake", "internal/signin", "internal/vouch", "internal/enclosing", "internal/view", "internal/view/words", "internal/feed"},
		nil,
		[]string{"github.com/a-h/templ/...", "github.com/a-h/templ", "github.com/andybalholm/brotli", "github.com/arran4/golang-ical", "golang.org/x/text/..."},
		"pages print views and hand in acts through an interface of their own: they import no store and no depositary",
	},
	{
		"internal/publish", nil, nil,
		[]string{"golang.org/x/net/html"},
		"publish copies what a handler answers: which pages those are, and of what, it is told",
	},
	{
		"internal/house", nil, nil, nil,
		"the house looks at everything and leans on nothing",
	},
	{
		"internal/house/...", nil, nil, nil,
		"the house looks at everything and leans on nothing",
	},
	{
		"tools/provider", nil, nil,
		[]string{"github.com/zitadel/oidc/..."},
		"a provider for tests alone, in a module of its own: it knows nothing of ours",
	},
	{
		"cmd/accede",
		[]string{"..."},
		nil,
		[]string{"..."},
		"the program puts the parts together, so it may import them all",
	},
}

// rowOf answers the row of a package.
func rowOf(dir string) (row, bool) {
	for _, r := range order {
		if matches(r.pkg, dir) {
			return r, true
		}
	}
	return row{}, false
}

// matches says whether a package is the one named, or lies under it when the name ends in "...".
func matches(pattern, pkg string) bool {
	if under, ok := strings.CutSuffix(pattern, "..."); ok {
		return strings.HasPrefix(pkg, under)
	}
	return pattern == pkg
}

// allows says whether the row's package may import a path.
func (r row) allows(path string) bool {
	own, ours := strings.CutPrefix(path, module+"/")
	first, _, _ := strings.Cut(path, "/")
	list := r.std
	switch {
	case ours:
		return slices.ContainsFunc(r.own, func(p string) bool { return matches(p, own) })
	case strings.Contains(first, "."):
		list = r.others
	case list == nil:
		return true
	}
	return slices.ContainsFunc(list, func(p string) bool { return matches(p, path) })
}

// imports finds what is imported against the order, and packages without a row. Tests may import what they like,
// except that a test beside a package must not make it depend on what it may not know of ours: that is left to the
// compiler, which refuses circles.
func imports(t *tree) []fault {
	var faults []fault
	for _, dir := range t.packages() {
		if _, ok := rowOf(dir); !ok && dir != "." {
			faults = append(faults, fault{dir, "no row in the import order (internal/house/imports_test.go): say what it may import, and why"})
		}
	}
	for _, f := range t.files {
		r, ok := rowOf(f.dir)
		if f.test || !ok {
			continue
		}
		for _, spec := range f.syntax.Imports {
			path, _ := strconv.Unquote(spec.Path.Value)
			if !r.allows(path) {
				faults = append(faults, t.fault(spec.Pos(), "%s must not import %s: %s", f.dir, path, r.why))
			}
		}
	}
	return faults
}

func TestNothingImportsUpwards(t *testing.T) { tell(t, imports(house(t))) }

func TestEveryRowOfTheImportOrderLooksDown(t *testing.T) {
	for i, r := range order {
		for _, own := range r.own {
			above := slices.ContainsFunc(order[i:], func(later row) bool { return later.pkg == own })
			if above {
				t.Errorf("%s may import %s, which stands at its own height or above it", r.pkg, own)
			}
		}
		if r.why == "" {
			t.Errorf("%s: no sentence says why", r.pkg)
		}
	}
}

func TestAnImportUpwardsIsCaught(t *testing.T) {
	tree := plant(t,
		"game/a.go", "package game\n\nimport \"fmt\"\nimport \"os\"\nimport \"accede/body\"\n",
		"game/a_test.go", "package game\n\nimport \"os\"\n",
		"internal/feed/a.go", "package feed\n\nimport \"accede/act\"\n",
		"internal/store/a.go", "package store\n\nimport \"accede/dossier\"\n",
		"internal/view/a.go", "package view\n\nimport \"accede/internal/store\"\nimport \"accede/dossier\"\n",
		"internal/web/a.go", "package web\n\nimport \"accede/internal/depositary\"\nimport \"net/http\"\n",
		"ledger/a.go", "package ledger\n\nimport \"golang.org/x/mod/sumdb/tlog\"\nimport \"golang.org/x/mod/semver\"\n",
		"misplaced/a.go", "package misplaced\n",
	)
	catches(t, imports(tree), "misplaced", "game/a.go:4", "game/a.go:5", "internal/feed/a.go:3", "internal/store/a.go:3",
		"internal/view/a.go:3", "internal/web/a.go:3", "ledger/a.go:4")
}
