// Package refusal says what the registry refuses: a status, the code of the rule,
// its parameters, the whole decision, the likely duplicates, what changed
// meanwhile. The interfaces and the pages say the same.
//
// Start with Of, on any error of the registry.
//
// # What it does not do
//
// It writes no answer: web.Router.Problem does.
package refusal
