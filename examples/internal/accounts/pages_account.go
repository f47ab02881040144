package accounts

import (
	"bytes"
	"errors"
	"image/png"
	"net/http"
	"slices"
	"strings"
)

// enrolView is the page of enrolment.
func (p *Pages) enrolView(r *http.Request) (view, error) {
	s, k, secret, err := p.a.enrolling(r.Context())
	if err != nil {
		return view{}, err
	}
	var groups []string
	for part := range slices.Chunk([]byte(b32.EncodeToString(secret)), 4) {
		groups = append(groups, string(part))
	}
	return view{Title: "Enregistrer votre second facteur", Login: k.Login, Secret: strings.Join(groups, " "),
		Picture: r.URL.Path + "/image", Replaces: s.Agent != "" && len(k.Secret) > 0}, nil
}

// lost answers somebody whose sign-in is not far enough, or not fresh enough, for a
// page; false for another error.
func (p *Pages) lost(w http.ResponseWriter, r *http.Request, err error) (error, bool) {
	switch {
	case errors.Is(err, errNotFresh):
		return p.askAgain(w, r), true
	case errors.Is(err, ErrRefused):
		return see(w, r, "/connexion"), true
	}
	return nil, false
}

func (p *Pages) enrolForm(w http.ResponseWriter, r *http.Request) error {
	v, err := p.enrolView(r)
	if answer, ok := p.lost(w, r, err); ok {
		return answer
	}
	if err != nil {
		return err
	}
	return p.show(w, r, http.StatusOK, "enrol.html", v)
}

// enrol takes the first code of an authenticator, and shows the recovery codes: the
// only time they are seen.
func (p *Pages) enrol(w http.ResponseWriter, r *http.Request) error {
	v, err := p.enrolView(r)
	if answer, ok := p.lost(w, r, err); ok {
		return answer
	}
	if err != nil {
		return err
	}
	codes, err := p.a.enrol(r.Context(), field(w, r, "code"), p.a.Address(r), r.UserAgent())
	if status, problem, ok := said(w, err, refusedCode); ok {
		v.Faults = map[string]string{"code": problem}
		return p.show(w, r, status, "enrol.html", v)
	}
	if err != nil {
		return err
	}
	return p.show(w, r, http.StatusOK, "recovery.html", view{Title: "Vos codes de secours", Codes: codes, Back: p.arrived(r)})
}

// picture is the QR code of the secret being enrolled.
func (p *Pages) picture(w http.ResponseWriter, r *http.Request) error {
	_, k, secret, err := p.a.enrolling(r.Context())
	if errors.Is(err, ErrRefused) || errors.Is(err, errNotFresh) {
		w.WriteHeader(http.StatusNotFound)
		return nil
	}
	if err != nil {
		return err
	}
	key, err := p.a.authenticator(k.Login, secret)
	if err != nil {
		return err
	}
	image, err := key.Image(240, 240)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := png.Encode(&b, image); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "image/png")
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write(b.Bytes()) // the reader went away: nothing to mend
	return nil
}

func (p *Pages) sessions(w http.ResponseWriter, r *http.Request) error {
	who := From(r.Context())
	all, err := p.a.Sessions(r.Context(), who.Agent)
	if err != nil {
		return err
	}
	v := view{Title: "Vos sessions", Done: map[string]string{"fin": "La session est terminée.", "fins": "Les autres sessions sont terminées."}[r.URL.Query().Get("fait")]}
	for _, s := range all {
		v.Sessions = append(v.Sessions, seenSession{s.Name, s.Browser, p.moment(s.Began), p.moment(s.Seen), s.Name == who.Session})
	}
	return p.show(w, r, http.StatusOK, "sessions.html", v)
}

// endSessions ends one session of who asks, or all the others, once they have
// proved who they are.
func (p *Pages) endSessions(w http.ResponseWriter, r *http.Request) error {
	who := From(r.Context())
	if !who.FreshAt(p.a.now(), freshFor) {
		return p.askAgain(w, r)
	}
	name := field(w, r, "session")
	switch name {
	case "":
		if err := p.a.forgetSessions(r.Context(), who.Agent, who.Session); err != nil {
			return err
		}
		return see(w, r, "/compte/sessions?fait=fins")
	case who.Session:
		return p.signOut(w, r)
	}
	if err := p.a.EndSession(r.Context(), who.Agent, name); err != nil && !errors.Is(err, ErrUnknown) {
		return err
	}
	return see(w, r, "/compte/sessions?fait=fin")
}

const passwordTitle = "Changer de mot de passe"

func (p *Pages) passwordForm(w http.ResponseWriter, r *http.Request) error {
	k, err := p.a.Account(r.Context(), From(r.Context()).Agent)
	if err != nil {
		return err
	}
	return p.show(w, r, http.StatusOK, "password.html", view{Title: passwordTitle, Login: k.Login, Local: k.Provider == "", Done: map[string]string{"oui": "Votre mot de passe est changé. Vos autres sessions sont terminées."}[r.URL.Query().Get("fait")]})
}

// password changes the password of who asks.
func (p *Pages) password(w http.ResponseWriter, r *http.Request) error {
	k, err := p.a.Account(r.Context(), From(r.Context()).Agent)
	if err != nil {
		return err
	}
	err = p.a.changePassword(r.Context(), field(w, r, "current"), field(w, r, "password"), p.a.Address(r))
	if status, problem, ok := said(w, err, "Le mot de passe actuel n’est pas le bon."); ok {
		v := view{Title: passwordTitle, Login: k.Login, Local: k.Provider == "", Faults: map[string]string{"current": problem}}
		var weak Weakness
		if errors.As(err, &weak) {
			v.Faults = map[string]string{"password": problem}
		}
		return p.show(w, r, status, "password.html", v)
	}
	if err != nil {
		return err
	}
	return see(w, r, "/compte/mot-de-passe?fait=oui")
}

// againView is the page where somebody proves again who they are.
func (p *Pages) againView(r *http.Request, problem string) (view, error) {
	k, err := p.a.Account(r.Context(), From(r.Context()).Agent)
	v := view{Title: "Confirmer que c’est bien vous", Login: k.Login, Local: k.Provider == "", Problem: problem}
	if one := p.a.provider(k.Provider); one != nil {
		v.Choices = []Choice{{one.Code, one.Label}}
	}
	return v, err
}

func (p *Pages) againForm(w http.ResponseWriter, r *http.Request) error {
	v, err := p.againView(r, "")
	if err != nil {
		return err
	}
	return p.show(w, r, http.StatusOK, "again.html", v)
}

// again takes a password and a code.
func (p *Pages) again(w http.ResponseWriter, r *http.Request) error {
	err := p.a.again(r.Context(), field(w, r, "password"), field(w, r, "code"), p.a.Address(r), r.UserAgent())
	if status, problem, ok := said(w, err, "Le mot de passe ou le code n’est pas accepté. Un code ne sert qu’une fois\u00a0: attendez le suivant s’il vient de servir."); ok {
		v, err := p.againView(r, problem)
		if err != nil {
			return err
		}
		return p.show(w, r, status, "again.html", v)
	}
	if err != nil {
		return err
	}
	return see(w, r, p.arrived(r))
}
