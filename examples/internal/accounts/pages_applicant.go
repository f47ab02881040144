package accounts

import (
	"errors"
	"net/http"
)

const (
	linkTitle = "Retrouver votre demande"
	openTitle = "Ouvrir votre demande"
)

func (p *Pages) linkForm(w http.ResponseWriter, r *http.Request) error {
	return p.show(w, r, http.StatusOK, "link.html", view{Title: linkTitle})
}

// link takes a number and a date of birth. What is badly written is told; whether
// there is such a demand is not.
func (p *Pages) link(w http.ResponseWriter, r *http.Request) error {
	v := view{Title: linkTitle, Number: field(w, r, "number"), Birth: field(w, r, "birth")}
	number, numbered := parseNumber(v.Number)
	birth, dated := parseBirth(v.Birth)
	faults := map[string]string{}
	if !numbered {
		faults["number"] = "Ce numéro unique n’est pas complet, ou une lettre est en trop. Il compte 18 signes et figure sur votre attestation."
	}
	if !dated {
		faults["birth"] = "Écrivez la date de naissance avec le jour, le mois et l’année, par exemple 12/05/1987."
	}
	if len(faults) > 0 {
		v.Faults = faults
		return p.show(w, r, http.StatusUnprocessableEntity, "link.html", v)
	}
	err := p.a.askLink(r.Context(), number, birth, p.a.Address(r))
	if status, problem, ok := said(w, err, ""); ok {
		v.Problem = problem
		return p.show(w, r, status, "link.html", v)
	}
	if err != nil {
		return err
	}
	return p.show(w, r, http.StatusOK, "sent.html", view{Title: "Regardez vos messages", Minutes: int(linkLife.Minutes())})
}

// openForm asks to confirm: a program that looks into mails follows links, it posts
// no form.
func (p *Pages) openForm(w http.ResponseWriter, r *http.Request) error {
	waits, err := p.a.linkWaits(r.Context(), r.PathValue("token"))
	if err != nil {
		return err
	}
	if !waits && From(r.Context()).Kind == Applicant {
		return see(w, r, p.home(Applicant)) // the same link of the mail, followed twice
	}
	if !waits {
		return p.show(w, r, http.StatusUnprocessableEntity, "over.html", view{Title: openTitle, Problem: refusedLink})
	}
	return p.show(w, r, http.StatusOK, "open.html", view{Title: openTitle, Token: r.PathValue("token")})
}

// open uses a link.
func (p *Pages) open(w http.ResponseWriter, r *http.Request) error {
	err := p.a.openLink(r.Context(), r.PathValue("token"), p.a.Address(r))
	if status, problem, ok := said(w, err, refusedLink); ok {
		page := "over.html"
		if !errors.Is(err, ErrRefused) {
			page = "open.html"
		}
		return p.show(w, r, status, page, view{Title: openTitle, Problem: problem, Token: r.PathValue("token")})
	}
	if err != nil {
		return err
	}
	return see(w, r, p.arrived(r))
}
