package accounts_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/base64"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/google/go-cmp/cmp"

	"github.com/fichier-unique/rules/examples/internal/accounts"
	"github.com/fichier-unique/rules/examples/internal/store"
)

func TestProvider(t *testing.T) {
	i := newIssuer(t)
	i.claims["amr"] = []string{"pwd", "mfa"}
	w := i.with(nil)
	p := w.person()
	if p.get("/connexion"); !strings.Contains(p.body, "Se connecter avec la Métropole") {
		t.Error(p.body)
	}
	onward := p.starts()
	token := p.cookie()
	p.get(onward).expect(http.StatusOK, "/qui")
	if got := p.who(); got.Kind != accounts.Agent || got.Agent != "A-0007" || p.cookie() == token {
		t.Errorf("%+v", got)
	}
	for _, name := range []string{"state", "nonce", "code_challenge"} {
		if len(i.asked.Get(name)) < 43 {
			t.Errorf("%s: %q", name, i.asked.Get(name))
		}
	}
	if i.asked.Get("scope") != "openid" || i.asked.Get("redirect_uri") != w.server.URL+start+"/retour" {
		t.Errorf("%v", i.asked)
	}
	if strings.Contains(w.logged(), login) || strings.Contains(w.logged(), "s-1") {
		t.Error("the log says who: " + w.logged())
	}
	// Nothing that the provider gave is kept.
	for _, kind := range []string{store.SessionKind, "account", "subject"} {
		for r, err := range w.store.Records(context.Background(), kind, "", w.now()) {
			if err != nil || strings.Contains(string(r.Body), "jeton-d-acces") || strings.Contains(string(r.Body), "eyJ") {
				t.Errorf("%v, or a token of the provider is in a record of kind %s", err, kind)
			}
		}
	}
	// The account has no password here, and gets none.
	if _, err := w.a.Invite(context.Background(), "A-0007"); err == nil {
		t.Error("an invitation goes around the provider")
	}
	w.person().post("/connexion", "login", login, "password", "").expect(http.StatusUnprocessableEntity, "/connexion")

	// Afterwards the subject counts, whatever the claim has become.
	i.claims["preferred_username"] = "autre.nom"
	q := w.person()
	if q.get(q.starts()); q.who().Agent != "A-0007" {
		t.Error("the subject does not count")
	}
	// The login of somebody who left is given to another person: not the same account.
	i.claims["preferred_username"], i.claims["sub"] = login, "s-2"
	q = w.person()
	if q.get(q.starts()); q.who().Kind != accounts.Anonymous {
		t.Error("an account is opened to another subject")
	}
}

// Without a word of a second factor from the provider, ours is asked.
func TestProviderWithoutSecondFactor(t *testing.T) {
	i := newIssuer(t)
	w := i.with(nil)
	p := w.person()
	p.get(p.starts()).expect(http.StatusOK, "/connexion/second-facteur")
	if p.who().Kind != accounts.Anonymous {
		t.Error("signed in with one factor")
	}
	p.get("/connexion/second-facteur").enrols()
	if p.who().Agent != "A-0007" {
		t.Error("not signed in")
	}
	w.pass(time.Minute)
	q := p.elsewhere()
	q.get(q.starts()).expect(http.StatusOK, "/connexion/code")
	q.post("/connexion/code", "code", q.code()).expect(http.StatusOK, "/qui")
	// A telephone that was lost: no invitation, another factor at the next sign-in.
	if link, err := w.a.ResetFactor(context.Background(), "A-0007"); link != "" || err != nil {
		t.Error(link, err)
	}
	if q.who().Kind != accounts.Anonymous {
		t.Error("the session outlives the factor")
	}
	r := w.person()
	r.get(r.starts()).expect(http.StatusOK, "/connexion/second-facteur")
}

// No answer but the one to the sign-in of this very browser is taken.
func TestProviderRefuses(t *testing.T) {
	other, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	set := func(name string, value any) func(map[string]any) {
		return func(c map[string]any) { c[name] = value }
	}
	for _, c := range []struct {
		name string
		ok   bool
		bend func(i *issuer)
	}{
		{"nothing wrong", true, func(*issuer) {}},
		{"nonce", false, func(i *issuer) { i.bend = set("nonce", "autre") }},
		{"no nonce", false, func(i *issuer) { i.bend = func(c map[string]any) { delete(c, "nonce") } }},
		{"audience", false, func(i *issuer) { i.bend = set("aud", "autre") }},
		{"several audiences", false, func(i *issuer) { i.bend = set("aud", []string{clientID, "autre"}) }},
		{"several audiences, made for us", true, func(i *issuer) {
			i.bend = func(c map[string]any) { c["aud"], c["azp"] = []string{clientID, "autre"}, clientID }
		}},
		{"made for another", false, func(i *issuer) { i.bend = set("azp", "autre") }},
		{"issuer of the token", false, func(i *issuer) { i.bend = set("iss", "https://autre.example") }},
		{"issuer of the answer", false, func(i *issuer) { i.iss = "https://autre.example" }},
		{"issuer of the answer, ours", true, func(i *issuer) { i.iss = i.server.URL }},
		{"ended", false, func(i *issuer) { i.bend = set("exp", i.w.now().Add(-time.Second).Unix()) }},
		{"not begun", false, func(i *issuer) { i.bend = set("nbf", i.w.now().Add(time.Hour).Unix()) }},
		{"no subject", false, func(i *issuer) { i.bend = func(c map[string]any) { delete(c, "sub") } }},
		{"nobody here", false, func(i *issuer) { i.bend = set("preferred_username", "personne") }},
		{"no claim", false, func(i *issuer) { i.bend = func(c map[string]any) { delete(c, "preferred_username") } }},
		{"claim of another kind", false, func(i *issuer) { i.bend = set("preferred_username", 7) }},
		{"signed by another", false, func(i *issuer) {
			i.sign = func(b []byte) string {
				return signed(t, jose.SigningKey{Algorithm: jose.ES256, Key: jose.JSONWebKey{Key: other, KeyID: "k1"}}, b)
			}
		}},
		{"signed with the secret of the client", false, func(i *issuer) {
			i.sign = func(b []byte) string {
				return signed(t, jose.SigningKey{Algorithm: jose.HS256, Key: []byte(strings.Repeat(clientSecret, 3))}, b)
			}
		}},
		{"not signed", false, func(i *issuer) {
			i.sign = func(b []byte) string {
				return base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none"}`)) + "." + base64.RawURLEncoding.EncodeToString(b) + "."
			}
		}},
		{"changed", false, func(i *issuer) {
			sign := i.sign
			i.sign = func(b []byte) string {
				parts := strings.Split(sign(b), ".")
				parts[1] = base64.RawURLEncoding.EncodeToString([]byte(strings.Replace(string(b), "s-1", "s-9", 1)))
				return strings.Join(parts, ".")
			}
		}},
		{"no token", false, func(i *issuer) { i.sign = func([]byte) string { return "" } }},
	} {
		t.Run(c.name, func(t *testing.T) {
			i := newIssuer(t)
			i.claims["amr"] = []string{"mfa"}
			w := i.with(nil)
			p := w.person()
			onward := p.starts()
			c.bend(i)
			p.get(onward)
			if got := p.who().Kind == accounts.Agent; got != c.ok {
				t.Errorf("signed in: %t", got)
			}
			if all, _ := w.a.All(context.Background()); len(all) != 1 {
				t.Error("an account was made")
			}
		})
	}
}

func TestProviderAnswersOnce(t *testing.T) {
	i := newIssuer(t)
	i.claims["amr"] = []string{"mfa"}
	w := i.with(nil)
	stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	// answer gives the address a browser is sent back to.
	answer := func(p *person) string {
		onward := p.starts()
		p.client.CheckRedirect = stay
		p.get(onward)
		p.client.CheckRedirect = nil
		return p.last.Header.Get("Location")
	}
	p, thief := w.person(), w.person()
	back := answer(p)
	// In another browser, with or without a sign-in of its own under way.
	if thief.get(back); thief.who().Kind != accounts.Anonymous {
		t.Error("an answer is taken by another browser")
	}
	answer(thief)
	if thief.get(back); thief.who().Kind != accounts.Anonymous {
		t.Error("an answer to another browser is taken")
	}
	back = answer(p)
	if p.get(back).who().Kind != accounts.Agent {
		t.Fatal("not signed in")
	}
	p.post("/deconnexion")
	if p.get(back).who().Kind != accounts.Anonymous {
		t.Error("an answer is taken twice")
	}
	// A wrong state uses up the sign-in.
	back = answer(p)
	at, _ := url.Parse(back)
	q := at.Query()
	q.Set("state", "autre")
	at.RawQuery = q.Encode()
	if p.get(at.String()).get(back).who().Kind != accounts.Anonymous {
		t.Error("an answer is taken after a wrong one")
	}
	back = answer(p)
	w.pass(11 * time.Minute)
	if p.get(back).who().Kind != accounts.Anonymous {
		t.Error("an answer is taken after eleven minutes")
	}
	if p.get(start+"/retour?error=access_denied&state=x").last.StatusCode != http.StatusUnprocessableEntity {
		t.Error("a refusal of the provider")
	}
}

// The metadata of a provider that says it is another one is refused, and a provider
// that does not answer stops nobody else.
func TestProviderMetadata(t *testing.T) {
	i := newIssuer(t)
	i.meta = map[string]any{"issuer": "https://autre.example"}
	w := i.with(nil)
	p := w.person().post(start).expect(http.StatusBadGateway, start)
	if !strings.Contains(p.problem(), "ne répond pas") {
		t.Error(p.problem())
	}
	i.meta = nil
	p.starts() // asked again once it answers
	w.person().post("/connexion/organisme/autre").expect(http.StatusNotFound, "/connexion/organisme/autre")
}

// What is asked of a provider is asked nowhere else, whatever it answers.
func TestProviderRedirects(t *testing.T) {
	i := newIssuer(t)
	i.claims["amr"] = []string{"mfa"} // nothing else keeps the door shut
	asked := 0
	elsewhere := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked++
		http.Redirect(w, r, i.server.URL+r.URL.Path, http.StatusTemporaryRedirect)
	}))
	t.Cleanup(elsewhere.Close)
	for _, part := range []string{"token_endpoint", "jwks_uri"} {
		path := map[string]string{"token_endpoint": "/token", "jwks_uri": "/keys"}[part]
		before := asked
		i.meta = map[string]any{part: elsewhere.URL + path}
		w := i.with(nil)
		p := w.person()
		if p.get(p.starts()); p.who().Kind != accounts.Anonymous || asked == before {
			t.Errorf("%s: followed to where it is sent, %q", part, p.who().Kind)
		}
	}
}

// An address of mail counts only when the provider has verified it.
func TestProviderMail(t *testing.T) {
	for verified, want := range map[bool]accounts.Kind{true: accounts.Agent, false: accounts.Anonymous} {
		i := newIssuer(t)
		i.claims = map[string]any{"sub": "s-1", "email": login, "email_verified": verified, "acr": "mfa"}
		i.with(func(p *accounts.Provider) { p.Claim = "email" })
		p := i.w.person()
		if p.get(p.starts()); p.who().Kind != want {
			t.Errorf("verified %t: %q", verified, p.who().Kind)
		}
	}
}

// An account of one provider is not opened by another, nor one with a password.
func TestProvidersApart(t *testing.T) {
	i := newIssuer(t)
	i.claims["amr"] = []string{"mfa"}
	w := i.with(nil)
	if err := w.a.Create(context.Background(), agent("A-0008", "b.martin")); err != nil {
		t.Fatal(err)
	}
	i.claims["preferred_username"], i.claims["sub"] = "b.martin", "s-3"
	p := w.person()
	if p.get(p.starts()); p.who().Kind != accounts.Anonymous {
		t.Error("an account with a password is opened by a provider")
	}
}

// The code of one provider is given to no other: whoever brings the answer of the
// first to the door of the second, by mistake or on purpose, is refused before.
func TestProvidersAreNotMixed(t *testing.T) {
	i, j := newIssuer(t), newIssuer(t)
	i.claims["amr"], j.claims["amr"] = []string{"mfa"}, []string{"mfa"}
	w := newWorld(t, func(s *accounts.Settings) {
		for code, one := range map[string]*issuer{"metropole": i, "autre": j} {
			s.Providers = append(s.Providers, accounts.Provider{Code: code, Label: code, Issuer: one.server.URL, Client: clientID, Secret: clientSecret, Claim: "preferred_username", Strong: []string{"mfa"}})
		}
	})
	i.w, j.w = w, w
	one := agent("A-0007", login)
	one.Provider = "metropole"
	if err := w.a.Create(context.Background(), one); err != nil {
		t.Fatal(err)
	}
	back := func(p *person) string {
		onward := p.starts()
		p.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
		p.get(onward)
		p.client.CheckRedirect = nil
		return p.last.Header.Get("Location")
	}
	p := w.person()
	p.get(strings.Replace(back(p), "/metropole/", "/autre/", 1))
	if p.who().Kind != accounts.Anonymous || i.given+j.given > 0 {
		t.Errorf("%q; the code was given %d and %d times", p.who().Kind, i.given, j.given)
	}
	p = w.person()
	if p.get(back(p)); p.who().Kind != accounts.Agent || j.given > 0 {
		t.Errorf("%q; the code was given to another %d times", p.who().Kind, j.given)
	}
}

// To prove it again at the provider, it must ask again, and the same person.
func TestProviderAgain(t *testing.T) {
	i := newIssuer(t)
	i.claims["amr"] = []string{"mfa"}
	w := i.with(nil)
	p := w.person()
	p.get(p.starts()).expect(http.StatusOK, "/qui")
	w.pass(20 * time.Minute)
	p.get("/grave").expect(http.StatusOK, "/compte/confirmer")
	if strings.Contains(p.body, `type="password"`) || !strings.Contains(p.body, "la Métropole") {
		t.Error(p.body)
	}
	i.bend = func(c map[string]any) { c["auth_time"] = w.now().Add(-20 * time.Minute).Unix() }
	if p.get(p.starts()); i.asked.Get("prompt") != "login" || i.asked.Get("max_age") != "0" {
		t.Errorf("%v", i.asked)
	}
	p.get("/grave").expect(http.StatusOK, "/compte/confirmer")
	i.bend = nil
	p.get(p.starts()).expect(http.StatusOK, "/grave")
	// Somebody else comes back.
	two := agent("A-0008", "b.martin")
	two.Provider = "metropole"
	if err := w.a.Create(context.Background(), two); err != nil {
		t.Fatal(err)
	}
	w.pass(20 * time.Minute)
	i.claims["preferred_username"], i.claims["sub"] = "b.martin", "s-3"
	p.get(p.starts())
	if got := p.who(); got.Agent != "A-0007" || got.FreshAt(w.now(), 5*time.Minute) {
		t.Errorf("%+v", got)
	}
}

func TestNewRefuses(t *testing.T) {
	s := newWorld(t).store
	good := accounts.Settings{Store: s, Now: time.Now, Zone: time.UTC, Key: make([]byte, 32), Origin: "https://fichier.example"}
	provider := accounts.Provider{Code: "a", Label: "A", Issuer: "https://a.example", Client: "c", Secret: "s"}
	with := func(f func(*accounts.Provider)) func(*accounts.Settings) {
		return func(s *accounts.Settings) { p := provider; f(&p); s.Providers = append(s.Providers, p) }
	}
	if _, err := accounts.New(good); err != nil {
		t.Fatal(err)
	}
	for name, bend := range map[string]func(*accounts.Settings){
		"no store": func(s *accounts.Settings) { s.Store = nil }, "no clock": func(s *accounts.Settings) { s.Now = nil },
		"no zone": func(s *accounts.Settings) { s.Zone = nil }, "short key": func(s *accounts.Settings) { s.Key = s.Key[:31] },
		"origin with a path": func(s *accounts.Settings) { s.Origin += "/x" }, "no origin": func(s *accounts.Settings) { s.Origin = "" },
		"plain http":             func(s *accounts.Settings) { s.Origin = "http://fichier.example" },
		"issuer in the open":     with(func(p *accounts.Provider) { p.Issuer = "http://a.example" }),
		"provider without code":  with(func(p *accounts.Provider) { p.Code = "" }),
		"provider with a stroke": with(func(p *accounts.Provider) { p.Code = "a/b" }),
		"no secret":              with(func(p *accounts.Provider) { p.Secret = "" }),
		"twice": func(s *accounts.Settings) {
			s.Providers = []accounts.Provider{provider, provider}
		},
	} {
		set := good
		bend(&set)
		if _, err := accounts.New(set); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func TestReadProviders(t *testing.T) {
	got, err := accounts.ReadProviders([]byte(`[{"code":"metropole","label":"la Métropole","issuer":"https://a.example","client":"c","secret":"s","claim":"email","strong":["mfa"]}]`))
	want := []accounts.Provider{{Code: "metropole", Label: "la Métropole", Issuer: "https://a.example", Client: "c", Secret: "s", Claim: "email", Strong: []string{"mfa"}}}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Error(diff, err)
	}
	for _, bad := range []string{"", "{}", `[{"secre":"motsecret"}]`, `[{"secret":7}]`, `[] []`, `[{"secret":"motsecret}]`} {
		if _, err := accounts.ReadProviders([]byte(bad)); err == nil || strings.Contains(err.Error(), "motsecret") {
			t.Errorf("%s: %v", bad, err)
		}
	}
}
