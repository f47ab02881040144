// Package api is the HTTP interface of the reference server, under /api/v1/:
// every act of the life of a demand, searches, changes, bulk import and export,
// and the exchange of journals between two servers.
//
// Start with New, which registers the routes on a web.Router; Document gives the
// OpenAPI description, made from the same table of operations as the routes, so
// that neither can be without the other.
//
// # Habits of the interface
//
//   - A program shows its token in Authorization; its partner and its desks are
//     those of the token, never those of the request.
//   - Idempotency-Key: the same request under the same key has one effect and one
//     answer.
//   - ETag and If-Match: a demand bears its sequence; an act that gives a form
//     says which one it saw. 412 gives what changed meanwhile.
//   - A refusal is a problem document (RFC 9457): code and article of the rule,
//     facts used, facts that lack, remedy; every fault of a form at once; the
//     likely duplicates with their reasons.
//   - Names, dates of birth and numbers travel in bodies, never in addresses.
//   - GET /changes gives what changed after a cursor: a program that was away
//     asks again from where it was.
//
// # What it does not do
//
// It holds no rule and no state: the registry does.
package api
