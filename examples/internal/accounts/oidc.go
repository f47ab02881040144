package accounts

import (
	"bytes"
	"context"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"github.com/fichier-unique/rules/examples/internal/store"
)

// Provider is the OpenID Connect provider of an organisation, where its agents sign
// in. It opens accounts that the manager has made; it makes none.
type Provider struct {
	Code   string   `json:"code"`   // in addresses and accounts
	Label  string   `json:"label"`  // on the button
	Issuer string   `json:"issuer"` // exactly as the provider says it
	Client string   `json:"client"`
	Secret string   `json:"secret"`
	Scopes []string `json:"scopes,omitempty"` // beside openid
	// Claim is what an account is found by the first time: its value is the login of an
	// account of this provider; email counts only when the provider has verified it.
	// Afterwards the subject alone counts, which is given to nobody else.
	Claim string `json:"claim,omitempty"`
	// Strong are the values of acr or amr that say that a second factor was asked.
	// Without one of them, ours is asked.
	Strong []string `json:"strong,omitempty"`
}

// ReadProviders reads a list of providers as a server keeps it in a file: a JSON
// list, in which nothing is unknown.
func ReadProviders(data []byte) ([]Provider, error) {
	var out []Provider
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&out); err != nil {
		// The words of the decoder may hold a piece of a secret.
		return nil, fmt.Errorf("accounts: the list of providers cannot be read near its byte %d: it is a JSON list of objects with code, label, issuer, client, secret, scopes, claim, strong", d.InputOffset())
	}
	if d.More() {
		return nil, errors.New("accounts: something follows the list of providers")
	}
	return out, nil
}

// flow is a sign-in under way at a provider, held in the session where it began.
type flow struct {
	Provider string    `json:"provider"`
	State    string    `json:"state"`
	Nonce    string    `json:"nonce"`
	Verifier string    `json:"verifier"`
	Since    time.Time `json:"since"`
	Again    bool      `json:"again,omitempty"`
}

// flowLife is how long somebody may take at the provider.
const flowLife = 10 * time.Minute

// algorithms are those a provider may sign with: none that shares its secret.
var algorithms = []string{oidc.RS256, oidc.RS384, oidc.RS512, oidc.ES256, oidc.ES384, oidc.ES512, oidc.PS256, oidc.PS384, oidc.PS512, oidc.EdDSA}

// provider is a Provider, and what it says of itself, asked when first needed.
type provider struct {
	Provider
	a      *Accounts
	client *http.Client

	mu    sync.Mutex
	known *oidc.Provider
}

func newProvider(p Provider, a *Accounts) (*provider, error) {
	issuer, err := url.Parse(p.Issuer)
	switch {
	case !codeShape.MatchString(p.Code) || url.PathEscape(p.Code) != p.Code || p.Label == "":
		return nil, errors.New("accounts: a provider has a code, which stands in addresses, and a label")
	case err != nil || issuer.Scheme != "https" && !loopback(issuer.Hostname()):
		return nil, fmt.Errorf("accounts: the issuer of the provider %s is not an https address", p.Code)
	case p.Client == "" || p.Secret == "":
		return nil, fmt.Errorf("accounts: the provider %s has no client identifier or no secret", p.Code)
	case a.provider(p.Code) != nil:
		return nil, fmt.Errorf("accounts: the provider %s is given twice", p.Code)
	}
	// What is told to a provider goes where it was configured to be, or nowhere.
	stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &provider{Provider: p, a: a, client: &http.Client{Timeout: 10 * time.Second, CheckRedirect: stay}}, nil
}

func (a *Accounts) provider(code string) *provider {
	i := slices.IndexFunc(a.providers, func(p *provider) bool { return p.Code == code })
	if i < 0 {
		return nil
	}
	return a.providers[i]
}

// Providers lists the providers that an account may sign in with, in the order of
// Settings.
func (a *Accounts) Providers() []Choice {
	var out []Choice
	for _, p := range a.providers {
		out = append(out, Choice{p.Code, p.Label})
	}
	return out
}

// discover asks the provider for its addresses, once; when it does not answer, the
// next sign-in asks again.
func (p *provider) discover(ctx context.Context) (*oidc.Provider, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.known == nil {
		known, err := oidc.NewProvider(oidc.ClientContext(ctx, p.client), p.Issuer)
		if err != nil {
			return nil, fmt.Errorf("accounts: ask the provider %s: %w", p.Code, err)
		}
		p.known = known
	}
	return p.known, nil
}

// config is the client of the provider; each provider has its own address of
// return, so that the answer of one is never taken for that of another.
func (p *provider) config(known *oidc.Provider) *oauth2.Config {
	return &oauth2.Config{
		ClientID: p.Client, ClientSecret: p.Secret, Endpoint: known.Endpoint(),
		RedirectURL: p.a.link("connexion", "organisme", p.Code, "retour"),
		Scopes:      append([]string{oidc.ScopeOpenID}, p.Scopes...),
	}
}

// begin opens a sign-in at the provider in the session of the request, and gives
// the address to send the browser to.
func (p *provider) begin(ctx context.Context) (string, error) {
	known, err := p.discover(ctx)
	if err != nil {
		return "", err
	}
	s := p.a.begun(ctx)
	s.Flow = &flow{Provider: p.Code, State: random(), Nonce: random(), Verifier: oauth2.GenerateVerifier(), Since: p.a.now(), Again: s.Agent != ""}
	p.a.put(ctx, s)
	options := []oauth2.AuthCodeOption{oidc.Nonce(s.Flow.Nonce), oauth2.S256ChallengeOption(s.Flow.Verifier)}
	if s.Flow.Again {
		options = append(options, oauth2.SetAuthURLParam("prompt", "login"), oauth2.SetAuthURLParam("max_age", "0"))
	}
	return p.config(known).AuthCodeURL(s.Flow.State, options...), nil
}

// claims are what is read of the token of a provider.
type claims struct {
	Subject  string   `json:"sub"`
	ACR      string   `json:"acr"`
	AMR      []string `json:"amr"`
	AuthTime int64    `json:"auth_time"`
	Party    string   `json:"azp"`
	Verified bool     `json:"email_verified"`
}

// back takes the answer of a provider: the account it opens, and whether a second
// factor was asked there. Whatever is wrong is ErrRefused; the log says what.
func (p *provider) back(ctx context.Context, query url.Values) (k kept, strong bool, f flow, err error) {
	s := p.a.state(ctx)
	if s == nil || s.Flow == nil {
		return k, false, f, ErrRefused
	}
	f = *s.Flow
	s.Flow = nil // used, whatever comes
	p.a.put(ctx, s)
	if why := p.unanswered(query, f); why != "" {
		return k, false, f, p.refuse(ctx, why)
	}
	token, c, err := p.exchange(ctx, query.Get("code"), f)
	if err != nil {
		return k, false, f, err
	}
	if f.Again && time.Unix(c.AuthTime, 0).Before(f.Since.Add(-backwardsTolerance)) {
		return k, false, f, p.refuse(ctx, "not asked again")
	}
	k, err = p.account(ctx, token, c)
	strong = slices.Contains(p.Strong, c.ACR) || slices.ContainsFunc(c.AMR, func(m string) bool { return slices.Contains(p.Strong, m) })
	return k, strong, f, err
}

// unanswered tells why what came back is no answer to a sign-in under way.
func (p *provider) unanswered(query url.Values, f flow) string {
	age := p.a.now().Sub(f.Since)
	switch {
	case f.Provider != p.Code || subtle.ConstantTimeCompare([]byte(query.Get("state")), []byte(f.State)) != 1:
		return "state"
	case age > flowLife || age < -backwardsTolerance:
		return "late"
	case query.Has("iss") && query.Get("iss") != p.Issuer:
		return "issuer"
	case query.Has("error") || query.Get("code") == "":
		return "provider"
	}
	return ""
}

func (p *provider) refuse(ctx context.Context, why string) error {
	p.a.set.Log.WarnContext(ctx, "provider refused", "provider", p.Code, "why", why)
	return ErrRefused
}

// exchange gives the code for a token of identity, and checks it: signature,
// issuer, audience, end, nonce.
func (p *provider) exchange(ctx context.Context, code string, f flow) (*oidc.IDToken, claims, error) {
	var c claims
	known, err := p.discover(ctx)
	if err != nil {
		return nil, c, err
	}
	ctx = oidc.ClientContext(ctx, p.client)
	tokens, err := p.config(known).Exchange(ctx, code, oauth2.VerifierOption(f.Verifier))
	if err != nil {
		return nil, c, p.refuse(ctx, "code")
	}
	raw, _ := tokens.Extra("id_token").(string) // the access token is let go: nothing is asked of the provider
	verifier := known.VerifierContext(ctx, &oidc.Config{ClientID: p.Client, SupportedSigningAlgs: algorithms, Now: p.a.set.Now})
	token, err := verifier.Verify(ctx, raw)
	switch {
	case err != nil:
		return nil, c, p.refuse(ctx, "token")
	case subtle.ConstantTimeCompare([]byte(token.Nonce), []byte(f.Nonce)) != 1:
		return nil, c, p.refuse(ctx, "nonce")
	case token.Claims(&c) != nil || c.Subject == "":
		return nil, c, p.refuse(ctx, "claims")
	case len(token.Audience) > 1 && c.Party != p.Client || c.Party != "" && c.Party != p.Client:
		return nil, c, p.refuse(ctx, "audience")
	}
	return token, c, nil
}

// account finds the account of a token: by its subject; the first time, by the
// claim agreed on with the organisation.
func (p *provider) account(ctx context.Context, token *oidc.IDToken, c claims) (kept, error) {
	key := p.a.hidden("subject", p.Issuer, c.Subject)
	r, err := p.a.set.Store.Record(ctx, "subject", key, p.a.now())
	switch {
	case err == nil:
		var agent string
		if err := json.Unmarshal(r.Body, &agent); err != nil {
			return kept{}, fmt.Errorf("accounts: read subject: %w", err)
		}
		k, err := p.a.load(ctx, agent)
		if err == nil && p.a.usable(&k) && k.Provider == p.Code && k.Subject == c.Subject {
			return k, nil
		}
		if err != nil && !errors.Is(err, ErrUnknown) {
			return kept{}, err
		}
		if k.Subject != "" || k.Provider != p.Code || !p.a.usable(&k) {
			return kept{}, p.refuse(ctx, "account closed")
		}
	case !errors.Is(err, store.ErrNotFound):
		return kept{}, fmt.Errorf("accounts: read subject: %w", err)
	}
	return p.bind(ctx, key, token, c)
}

// bind ties a subject to the account whose login the claim gives.
func (p *provider) bind(ctx context.Context, key string, token *oidc.IDToken, c claims) (kept, error) {
	k, err := p.a.byLogin(ctx, p.named(token, c))
	if err != nil && !errors.Is(err, ErrUnknown) {
		return kept{}, err
	}
	if err != nil || !p.a.usable(&k) || k.Provider != p.Code {
		return kept{}, p.refuse(ctx, "no account")
	}
	err = p.a.update(ctx, k.Agent, func(now *kept) error {
		if now.Subject != "" && now.Subject != c.Subject {
			return ErrRefused // the login has gone to another person at the organisation
		}
		now.Subject = c.Subject
		k = *now
		return nil
	})
	if errors.Is(err, ErrRefused) {
		return kept{}, p.refuse(ctx, "another subject")
	}
	if err != nil {
		return kept{}, err
	}
	tie, err := record("subject", key, store.AnyVersion, time.Time{}, k.Agent)
	if err != nil {
		return kept{}, err
	}
	return k, p.a.write(ctx, tie)
}

// named gives the login that a token claims, if it is to be believed.
func (p *provider) named(token *oidc.IDToken, c claims) string {
	var all map[string]any
	if p.Claim == "" || token.Claims(&all) != nil || p.Claim == "email" && !c.Verified {
		return ""
	}
	value, _ := all[p.Claim].(string)
	return value
}
