package accounts_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"sync"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"github.com/fichier-unique/rules/examples/internal/accounts"
)

// issuer is a small OpenID Connect provider on the loopback: discovery, keys,
// authorisation at once for whoever it is told, tokens signed with its key. What it
// says in a token may be bent.
type issuer struct {
	t      *testing.T
	w      *world
	server *httptest.Server
	key    *ecdsa.PrivateKey

	mu     sync.Mutex
	codes  map[string]url.Values // of the requests
	asked  url.Values            // the last request
	given  int                   // how often a code was given for a token
	claims map[string]any        // of whoever signs in
	bend   func(claims map[string]any)
	sign   func(payload []byte) string
	meta   map[string]any // over the metadata
	iss    string         // in the answer
}

const (
	clientID     = "fichier"
	clientSecret = "secret-du-client"
)

func newIssuer(t *testing.T) *issuer {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	i := &issuer{t: t, key: key, codes: map[string]url.Values{}, claims: map[string]any{"sub": "s-1", "preferred_username": login}}
	i.sign = func(payload []byte) string {
		return signed(t, jose.SigningKey{Algorithm: jose.ES256, Key: jose.JSONWebKey{Key: key, KeyID: "k1"}}, payload)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		u := i.server.URL
		meta := map[string]any{"issuer": u, "authorization_endpoint": u + "/authorize", "token_endpoint": u + "/token", "jwks_uri": u + "/keys",
			"id_token_signing_alg_values_supported": []string{"ES256", "HS256"}, "response_types_supported": []string{"code"}, "subject_types_supported": []string{"public"}}
		maps.Copy(meta, i.meta)
		_ = json.NewEncoder(w).Encode(meta)
	})
	mux.HandleFunc("GET /keys", func(w http.ResponseWriter, _ *http.Request) {
		_ = json.NewEncoder(w).Encode(jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: key.Public(), KeyID: "k1", Algorithm: "ES256", Use: "sig"}}})
	})
	mux.HandleFunc("GET /authorize", i.authorize)
	mux.HandleFunc("POST /token", i.token)
	i.server = httptest.NewServer(mux)
	t.Cleanup(i.server.Close)
	return i
}

func signed(t *testing.T, key jose.SigningKey, payload []byte) string {
	t.Helper()
	signer, err := jose.NewSigner(key, nil)
	if err != nil {
		t.Fatal(err)
	}
	s, err := signer.Sign(payload)
	if err != nil {
		t.Fatal(err)
	}
	text, err := s.CompactSerialize()
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// authorize signs in whoever comes, and sends them back with a code.
func (i *issuer) authorize(w http.ResponseWriter, r *http.Request) {
	i.mu.Lock()
	defer i.mu.Unlock()
	q := r.URL.Query()
	i.asked = q
	code := rand.Text()
	i.codes[code] = q
	back, err := url.Parse(q.Get("redirect_uri"))
	if err != nil || q.Get("client_id") != clientID || q.Get("response_type") != "code" || q.Get("code_challenge_method") != "S256" {
		http.Error(w, "bad request", http.StatusBadRequest)
		return
	}
	answer := url.Values{"code": {code}, "state": {q.Get("state")}}
	if i.iss != "" {
		answer.Set("iss", i.iss)
	}
	back.RawQuery = answer.Encode()
	http.Redirect(w, r, back.String(), http.StatusFound)
}

// token gives a token for a code, once, to the client who has its verifier.
func (i *issuer) token(w http.ResponseWriter, r *http.Request) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.given++
	user, secret, basic := r.BasicAuth()
	if !basic {
		user, secret = r.PostFormValue("client_id"), r.PostFormValue("client_secret")
	}
	q, ok := i.codes[r.PostFormValue("code")]
	delete(i.codes, r.PostFormValue("code"))
	sum := sha256.Sum256([]byte(r.PostFormValue("code_verifier")))
	if !ok || user != clientID || secret != clientSecret || base64.RawURLEncoding.EncodeToString(sum[:]) != q.Get("code_challenge") || r.PostFormValue("redirect_uri") != q.Get("redirect_uri") {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusBadRequest)
		_, _ = w.Write([]byte(`{"error":"invalid_grant"}`))
		return
	}
	now := i.w.now()
	claims := map[string]any{"iss": i.server.URL, "aud": clientID, "nonce": q.Get("nonce"), "iat": now.Unix(), "auth_time": now.Unix(), "exp": now.Add(5 * time.Minute).Unix()}
	maps.Copy(claims, i.claims)
	if i.bend != nil {
		i.bend(claims)
	}
	payload, _ := json.Marshal(claims)
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(map[string]any{"access_token": "jeton-d-acces", "token_type": "Bearer", "id_token": i.sign(payload)})
}

// with makes a server whose accounts may sign in at the provider.
func (i *issuer) with(change func(*accounts.Provider)) *world {
	i.t.Helper()
	i.w = newWorld(i.t, func(s *accounts.Settings) {
		p := accounts.Provider{Code: "metropole", Label: "la Métropole", Issuer: i.server.URL, Client: clientID, Secret: clientSecret,
			Claim: "preferred_username", Strong: []string{"mfa"}}
		if change != nil {
			change(&p)
		}
		s.Providers = []accounts.Provider{p}
	})
	one := agent("A-0007", login)
	one.Provider = "metropole"
	if err := i.w.a.Create(context.Background(), one); err != nil {
		i.t.Fatal(err)
	}
	return i.w
}

var onwardShape = regexp.MustCompile(`class="button" href="([^"]+)"`)

const start = "/connexion/organisme/metropole"

// starts goes to the page that leads to the provider, and gives its address.
func (p *person) starts() string {
	p.w.t.Helper()
	p.post(start).expect(http.StatusOK, start)
	m := onwardShape.FindStringSubmatch(p.body)
	if m == nil {
		p.w.t.Fatal(p.body)
	}
	return m[1]
}
