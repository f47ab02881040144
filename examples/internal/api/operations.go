package api

import (
	"net/http"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/examples/internal/registry"
	"github.com/fichier-unique/rules/examples/internal/rental"
	"github.com/fichier-unique/rules/examples/internal/store"
	"github.com/fichier-unique/rules/examples/internal/web"
)

// operation is a route with what its description says.
type operation struct {
	id, method, path string
	summary          string
	audience         web.Audience
	scope            string
	do               func(*call) error
	in, out          any    // of the bodies; nil: none
	lines            bool   // the bodies are JSON lines
	accepts          string // media type of the body; none: JSON
	gives            string // media type of the answer; none: JSON
	status           int    // of success; 0: 200
	query            []parameter
	keyed            bool // takes Idempotency-Key
	seen             bool // takes If-Match
	limit            int64
	streamed         bool // the body is read as it comes
	weight           int  // what it counts for in the quota of the token; 0: one request
}

type parameter struct{ name, text string }

const mib = 1 << 20

var paging = []parameter{{"after", "cursor: the sequence after which to read; 0 from the beginning"}, {"limit", "how many events to look at, at most 1000"}}

// operations is the table of the interface.
var operations = []operation{
	{id: "register", method: "POST", path: "/demands", summary: "Register a demand: validated, searched for duplicates, decided by the charter, numbered", audience: web.Partner, scope: ScopeDemands,
		do: register, in: actBody{}, out: registry.Outcome{}, status: http.StatusCreated, keyed: true},
	{id: "show", method: "GET", path: "/demands/{demand}", summary: "A demand as the charter opens it, with its deadlines", audience: web.Partner, scope: ScopeDemands, do: show, out: shown{}},
	{id: "act", method: "POST", path: "/demands/{demand}/acts/{act}", summary: "Do an act on a demand", audience: web.Partner, scope: ScopeDemands,
		do: act, in: actBody{}, out: registry.Outcome{}, keyed: true, seen: true},
	{id: "search", method: "POST", path: "/searches", summary: "Find demands by unique number, or by person with the reasons", audience: web.Partner, scope: ScopeDemands,
		do: search, in: searchBody{}, out: found{}},
	{id: "check", method: "POST", path: "/checks", summary: "What the rules say of a form, without keeping it", audience: web.Partner, scope: ScopeDemands, do: check, in: anyForm{}, out: checked{}},
	{id: "decide", method: "POST", path: "/decisions", summary: "What the charter in force answers to a question", audience: web.Partner, scope: ScopeDemands, do: decide, in: charter.Question{}, out: charter.Explanation{}},
	{id: "changes", method: "GET", path: "/changes", summary: "Demands that changed after a cursor, as the charter opens them", audience: web.Partner, scope: ScopeDemands,
		do: changes, out: page{}, query: paging, weight: aPage},
	{id: "import", method: "POST", path: "/imports", summary: "Register many demands, one act a line; one answer a line, in the same order", audience: web.Partner, scope: ScopeDemands,
		do: bulk, in: importLine{}, out: importAnswer{}, lines: true, limit: 64 * mib, streamed: true, weight: aFile},
	{id: "export", method: "GET", path: "/exports/demands", summary: "Every demand that the charter opens, one a line", audience: web.Partner, scope: ScopeDemands, do: export, out: shown{}, lines: true, weight: aWhole},
	{id: "listPapers", method: "GET", path: "/demands/{demand}/papers", summary: "The documents of a demand, without their contents", audience: web.Partner, scope: ScopeDemands, do: listPapers, out: []store.Paper{}},
	{id: "paper", method: "GET", path: "/demands/{demand}/papers/{paper}", summary: "A document", audience: web.Partner, scope: ScopeDemands, do: paper, gives: "*/*"},
	{id: "filePaper", method: "POST", path: "/demands/{demand}/papers", summary: "File a document", audience: web.Partner, scope: ScopeDemands, do: filePaper,
		accepts: "application/octet-stream", out: store.Paper{}, status: http.StatusCreated, limit: 6 * mib,
		query: []parameter{{"code", "code of the paper"}, {"person", "path of the person in the form; none: the household"}, {"year", "of a tax notice: 2011"}}},
	{id: "makeRental", method: "POST", path: "/exports/rental", summary: "Make the next export for rental software: the first is whole, the next what changed", audience: web.Partner, scope: ScopeDemands,
		do: makeRental, out: rental.Manifest{}, weight: aWhole},
	{id: "rental", method: "GET", path: "/exports/rental/{increment}", summary: "An export for rental software: CSV, dictionary, codes and manifest in one zip", audience: web.Partner, scope: ScopeDemands,
		do: rentalExport, gives: "application/zip", weight: aFile},
	{id: "setHook", method: "PUT", path: "/webhook", summary: "Be called when a demand one may see changes; gives the secret that signs, once", audience: web.Partner, scope: ScopeDemands,
		do: setHook, in: hookBody{}, out: hookSecret{}},
	{id: "removeHook", method: "DELETE", path: "/webhook", summary: "Be called no more", audience: web.Partner, scope: ScopeDemands, do: removeHook, out: anyForm{}},
	{id: "charter", method: "GET", path: "/charter", summary: "The charter in force", audience: web.Partner, scope: "", do: charterNow, out: charter.Charter{}},
	{id: "rules", method: "GET", path: "/rules", summary: "Every rule: code, sentences, article", audience: web.Public, do: allRules, out: anyForm{}},
	{id: "known", method: "GET", path: "/journal/known", summary: "Which events this server has", audience: web.Partner, scope: ScopeJournal, do: known, out: anyForm{}, weight: aFile},
	{id: "journal", method: "GET", path: "/journal", summary: "Events after a cursor, one a line, as the journal holds them", audience: web.Partner, scope: ScopeJournal, do: journalOut, out: anyForm{}, lines: true, query: paging, weight: aPage},
	{id: "receive", method: "POST", path: "/journal", summary: "Give events of another server: the union of the journals", audience: web.Partner, scope: ScopeJournal, do: receive,
		accepts: typeLines, out: registry.Received{}, limit: 64 * mib, weight: aFile},
}

// anyForm stands for an object whose schema is published apart (form.schema.json,
// journal lines, rules.json).
type anyForm struct{}
