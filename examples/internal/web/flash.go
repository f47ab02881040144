package web

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
)

// flashName is the cookie of the messages; the prefix binds it to this host and
// to TLS, which http on a machine of one's own does not have.
func (rt *Router) flashName(r *http.Request) string {
	if rt.Secure(r) {
		return "__Host-message"
	}
	return "message"
}

// Secure reports whether the browser came through TLS, here or at a proxy: cookies
// are then bound to it.
func (rt *Router) Secure(r *http.Request) bool { return rt.config.HTTPS || r.TLS != nil }

// Flash has a message shown at the top of the next page, after a redirect. It must
// hold nothing of a person: it goes through a cookie.
func (rt *Router) Flash(w http.ResponseWriter, r *http.Request, kind, text string) {
	body, err := json.Marshal(Message{kind, Typo(text)})
	if err != nil {
		return // unreachable: two texts
	}
	http.SetCookie(w, &http.Cookie{Name: rt.flashName(r), Value: base64.RawURLEncoding.EncodeToString(body), Path: "/", MaxAge: 120,
		HttpOnly: true, Secure: rt.Secure(r), SameSite: http.SameSiteLaxMode})
}

// takeFlash reads the message and forgets it. What is not one is left unsaid.
func (rt *Router) takeFlash(w http.ResponseWriter, r *http.Request) []Message {
	name := rt.flashName(r)
	cookie, err := r.Cookie(name)
	if err != nil {
		return nil
	}
	http.SetCookie(w, &http.Cookie{Name: name, Path: "/", MaxAge: -1, HttpOnly: true, Secure: rt.Secure(r), SameSite: http.SameSiteLaxMode})
	body, err := base64.RawURLEncoding.DecodeString(cookie.Value)
	if err != nil {
		return nil
	}
	var m Message
	if json.Unmarshal(body, &m) != nil || m.Text == "" {
		return nil
	}
	switch m.Kind {
	case "success", "warning", "error":
	default:
		m.Kind = "info"
	}
	return []Message{m}
}
