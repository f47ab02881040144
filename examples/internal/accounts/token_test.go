package accounts_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/examples/internal/accounts"
)

// call asks the interface with a token.
func (w *world) call(token string) (int, accounts.Identity) {
	w.t.Helper()
	w.seen.Store(&accounts.Identity{})
	r, _ := http.NewRequest("GET", w.url("/api/v1/x"), nil)
	r.Header.Set("Authorization", token)
	p := w.person()
	p.done(p.client.Do(r))
	return p.last.StatusCode, *w.seen.Load()
}

func TestToken(t *testing.T) {
	w := newWorld(t)
	ctx := context.Background()
	program := agent("P-0001", "")
	program.Role = accounts.ProgramRole
	if err := w.a.Create(ctx, program); err != nil {
		t.Fatal(err)
	}
	text, made, err := w.a.Issue(ctx, accounts.Token{Label: "logiciel", Party: "commune-1", Agent: "P-0001", Scopes: []string{"write", "read", "read"}, Until: demand.MustDate("2026-12-31")})
	if err != nil || len(text) != len("fichier_")+43 {
		t.Fatal(text, err)
	}
	status, got := w.call("Bearer " + text)
	want := accounts.Identity{Kind: accounts.Partner, Agent: "P-0001", Party: "commune-1", Rights: program.Rights, Scopes: []string{"read", "write"}, Token: made.ID}
	if diff := cmp.Diff(want, got); diff != "" || status != http.StatusOK || !got.Has("read") || got.Has("admin") || got.May(program.Rights[0]) {
		t.Errorf("%d, %s", status, diff)
	}
	for _, bad := range []string{"", "Bearer", "Bearer x", "Bearer " + text + "x", "Basic " + text, text, "Bearer fichier_" + strings.Repeat("a", 43), "Bearer " + strings.Repeat("a", 5000)} {
		if status, got := w.call(bad); status != http.StatusUnauthorized || got.Kind != accounts.Anonymous {
			t.Errorf("%.20q: %d", bad, status)
		}
	}
	// The token is not kept; its use is written, and not at each request.
	listed := func() accounts.Token {
		all, err := w.a.Tokens(ctx)
		if err != nil || len(all) != 1 {
			t.Fatal(all, err)
		}
		return all[0]
	}
	used := listed().LastUsed
	w.pass(5 * time.Minute)
	w.call("Bearer " + text)
	if got := listed().LastUsed; !got.Equal(used) {
		t.Error("each use is written")
	}
	w.pass(5 * time.Minute)
	w.call("Bearer " + text)
	if got := listed().LastUsed; !got.Equal(w.now()) {
		t.Errorf("used at %s", got)
	}
	if one, _ := w.a.Account(ctx, "P-0001"); !one.LastUsed.Equal(w.now()) {
		t.Error("the account of the token seems unused")
	}
	for r := range w.store.Records(ctx, "token", "", w.now()) {
		if strings.Contains(r.Key+string(r.Body), text[8:]) {
			t.Error("the token is kept")
		}
	}
	if strings.Contains(w.logged(), text[8:]) {
		t.Error("the token is in the log")
	}
}

func TestTokenEnds(t *testing.T) {
	w := newWorld(t)
	ctx := context.Background()
	program := agent("P-0001", "")
	program.Role = accounts.ProgramRole
	if err := w.a.Create(ctx, program); err != nil {
		t.Fatal(err)
	}
	issue := func(until string) (string, accounts.Token) {
		text, made, err := w.a.Issue(ctx, accounts.Token{Party: "commune-1", Agent: "P-0001", Scopes: []string{"read"}, Until: demand.MustDate(until)})
		if err != nil {
			t.Fatal(err)
		}
		return "Bearer " + text, made
	}
	opens := func(token string) bool { status, _ := w.call(token); return status == http.StatusOK }
	short, _ := issue("2026-03-03")
	revoked, made := issue("2026-12-31")
	long, _ := issue("2026-12-31")
	if err := w.a.Revoke(ctx, made.ID); err != nil {
		t.Fatal(err)
	}
	if err := w.a.Revoke(ctx, "T-000000000000"); err != accounts.ErrUnknown {
		t.Error(err)
	}
	if opens(revoked) || !opens(short) || !opens(long) {
		t.Error("revoked")
	}
	w.pass(38 * time.Hour) // 0 h of the 4th in Paris
	if opens(short) || !opens(long) {
		t.Error("past its end")
	}
	w.pass(-48 * time.Hour)
	if opens(long) {
		t.Error("made in the future")
	}
	w.pass(48 * time.Hour)
	party := func(code string) {
		t.Helper()
		if err := w.a.Settle(ctx, "P-0001", func(a *accounts.Account) { a.Party = code }); err != nil {
			t.Fatal(err)
		}
	}
	if party("commune-2"); opens(long) {
		t.Error("the account is of another party")
	}
	if party("commune-1"); !opens(long) {
		t.Error("the account is of its party again")
	}
	if err := w.a.Close(ctx, "P-0001"); err != nil {
		t.Fatal(err)
	}
	if opens(long) {
		t.Error("the account is closed")
	}
}

func TestIssueRefuses(t *testing.T) {
	w := newWorld(t)
	ctx := context.Background()
	if err := w.a.Create(ctx, agent("A-0007", login)); err != nil {
		t.Fatal(err)
	}
	day := demand.MustDate
	for name, token := range map[string]accounts.Token{
		"no party":         {Scopes: []string{"read"}, Until: day("2026-12-31")},
		"no scope":         {Party: "p", Until: day("2026-12-31")},
		"no end":           {Party: "p", Scopes: []string{"read"}},
		"ended":            {Party: "p", Scopes: []string{"read"}, Until: day("2026-03-01")},
		"for ever":         {Party: "p", Scopes: []string{"read"}, Until: day("2036-03-01")},
		"a person's":       {Party: "commune-1", Agent: "A-0007", Scopes: []string{"read"}, Until: day("2026-12-31")},
		"of another party": {Party: "p", Agent: "A-0007", Scopes: []string{"read"}, Until: day("2026-12-31")},
		"of nobody":        {Party: "p", Agent: "A-0099", Scopes: []string{"read"}, Until: day("2026-12-31")},
	} {
		want := accounts.ErrToken
		if name == "of nobody" {
			want = accounts.ErrUnknown
		}
		if text, _, err := w.a.Issue(ctx, token); !errors.Is(err, want) || text != "" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A browser's session counts for nothing beside a token, even one that opens
// nothing.
func TestTokenBesideCookie(t *testing.T) {
	w := newWorld(t)
	p := w.member(agent("A-0007", login))
	r, _ := http.NewRequest("GET", w.url("/qui"), nil)
	r.Header.Set("Authorization", "Bearer fichier_x")
	p.done(p.client.Do(r))
	if w.seen.Load().Kind != accounts.Anonymous {
		t.Error("the session counts")
	}
}
