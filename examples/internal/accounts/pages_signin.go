package accounts

import (
	"errors"
	"net/http"
)

// signInView is the page of the first step.
func (p *Pages) signInView(login, back, problem string) view {
	return view{Title: "Se connecter", Login: login, Back: localPath(back), Problem: problem, Local: true, Choices: p.a.Providers()}
}

func (p *Pages) signInForm(w http.ResponseWriter, r *http.Request) error {
	if kind := From(r.Context()).Kind; kind == Agent || kind == Manager {
		return see(w, r, p.home(kind))
	}
	return p.show(w, r, http.StatusOK, "signin.html", p.signInView("", r.URL.Query().Get("retour"), ""))
}

// signIn takes a login and a password.
func (p *Pages) signIn(w http.ResponseWriter, r *http.Request) error {
	login, back := field(w, r, "login"), field(w, r, "back")
	k, err := p.a.password(r.Context(), login, field(w, r, "password"), p.a.Address(r))
	if status, problem, ok := said(w, err, refusedSign); ok {
		return p.show(w, r, status, "signin.html", p.signInView(login, back, problem))
	}
	if err != nil {
		return err
	}
	return p.second(w, r, &k, back)
}

// second opens the second step: a code, or the enrolment of an authenticator.
func (p *Pages) second(w http.ResponseWriter, r *http.Request, k *kept, back string) error {
	if err := p.a.first(r.Context(), k); err != nil {
		return err
	}
	if back = localPath(back); back != "" {
		s := p.a.state(r.Context())
		s.Back = back
		p.a.put(r.Context(), s)
	}
	if len(k.Secret) == 0 {
		return see(w, r, "/connexion/second-facteur")
	}
	return see(w, r, "/connexion/code")
}

const codeTitle = "Saisir le code"

func (p *Pages) codeForm(w http.ResponseWriter, r *http.Request) error {
	_, k, err := p.a.waiting(r.Context())
	if errors.Is(err, ErrRefused) {
		return see(w, r, "/connexion")
	}
	if err != nil {
		return err
	}
	if len(k.Secret) == 0 {
		return see(w, r, "/connexion/second-facteur")
	}
	return p.show(w, r, http.StatusOK, "code.html", view{Title: codeTitle})
}

// code takes the code of the second step.
func (p *Pages) code(w http.ResponseWriter, r *http.Request) error {
	err := p.a.factor(r.Context(), field(w, r, "code"), p.a.Address(r), r.UserAgent())
	if status, problem, ok := said(w, err, refusedCode); ok {
		if s := p.a.state(r.Context()); s == nil || s.Pending == nil { // too many, or too late
			return p.show(w, r, status, "signin.html", p.signInView("", "", lostSign))
		}
		return p.show(w, r, status, "code.html", view{Title: codeTitle, Problem: problem})
	}
	if err != nil {
		return err
	}
	return see(w, r, p.arrived(r))
}

func (p *Pages) signOut(w http.ResponseWriter, r *http.Request) error {
	if err := p.a.signOut(r.Context()); err != nil {
		return err
	}
	// No page may be kept (no-store); what a browser kept all the same, it forgets.
	w.Header().Set("Clear-Site-Data", `"cache", "storage"`)
	return see(w, r, "/")
}

// providerStart opens a sign-in with a provider. The page shows a link rather than
// sending the browser on: the policy of content stops a form that ends elsewhere.
func (p *Pages) providerStart(w http.ResponseWriter, r *http.Request) error {
	one := p.a.provider(r.PathValue("provider"))
	if one == nil {
		return p.show(w, r, http.StatusNotFound, "signin.html", p.signInView("", "", lostSign))
	}
	onward, err := one.begin(r.Context())
	if err != nil {
		p.a.set.Log.ErrorContext(r.Context(), "provider does not answer", "provider", one.Code)
		problem := "Le service de connexion de votre organisme ne répond pas. Réessayez dans quelques minutes."
		return p.show(w, r, http.StatusBadGateway, "signin.html", p.signInView("", "", problem))
	}
	if back := localPath(field(w, r, "back")); back != "" {
		s := p.a.state(r.Context())
		s.Back = back
		p.a.put(r.Context(), s)
	}
	return p.show(w, r, http.StatusOK, "provider.html", view{Title: "Continuer chez " + one.Label, Provider: one.Label, Onward: onward})
}

// providerBack takes the answer of a provider.
func (p *Pages) providerBack(w http.ResponseWriter, r *http.Request) error {
	one := p.a.provider(r.PathValue("provider"))
	if one == nil {
		return p.show(w, r, http.StatusNotFound, "signin.html", p.signInView("", "", lostSign))
	}
	k, strong, f, err := one.back(r.Context(), r.URL.Query())
	s := p.a.state(r.Context())
	if err == nil && f.Again && (s == nil || s.Agent != k.Agent) { // somebody else came back
		err = ErrRefused
	}
	problem := "La connexion par votre organisme n’a pas abouti, ou aucun compte ne vous est ouvert ici. Recommencez\u00a0; si cela se reproduit, demandez un compte au gestionnaire du fichier."
	if status, problem, ok := said(w, err, problem); ok {
		return p.show(w, r, status, "signin.html", p.signInView("", "", problem))
	}
	if err != nil {
		return err
	}
	if !strong {
		return p.second(w, r, &k, "")
	}
	if err := p.a.finish(r.Context(), p.a.begun(r.Context()), &k, p.a.Address(r), r.UserAgent()); err != nil {
		return err
	}
	return see(w, r, p.arrived(r))
}

const invitationTitle = "Choisir votre mot de passe"

func (p *Pages) invitationForm(w http.ResponseWriter, r *http.Request) error {
	k, err := p.a.invited(r.Context(), r.PathValue("token"))
	if status, problem, ok := said(w, err, refusedInv); ok {
		return p.show(w, r, status, "over.html", view{Title: invitationTitle, Problem: problem})
	}
	if err != nil {
		return err
	}
	return p.show(w, r, http.StatusOK, "invitation.html", view{Title: invitationTitle, Login: k.Login, Token: r.PathValue("token")})
}

// invitation takes the password chosen through an invitation.
func (p *Pages) invitation(w http.ResponseWriter, r *http.Request) error {
	token := r.PathValue("token")
	err := p.a.accept(r.Context(), token, field(w, r, "password"))
	var weak Weakness
	if errors.As(err, &weak) {
		k, err := p.a.invited(r.Context(), token)
		if err == nil {
			return p.show(w, r, http.StatusUnprocessableEntity, "invitation.html",
				view{Title: invitationTitle, Login: k.Login, Token: token, Faults: map[string]string{"password": weaknesses[weak]}})
		}
	}
	if status, problem, ok := said(w, err, refusedInv); ok {
		return p.show(w, r, status, "over.html", view{Title: invitationTitle, Problem: problem})
	}
	if err != nil {
		return err
	}
	return see(w, r, "/connexion/code") // which goes on to the enrolment when there is no factor
}
