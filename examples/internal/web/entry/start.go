package entry

import (
	"errors"
	"net/http"
	"time"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/examples/internal/store"
	"github.com/fichier-unique/rules/examples/internal/web"
)

// startView is what the first page shows.
type startView struct {
	Draft       bool   // a draft is waiting in this browser
	Closed      string // why nothing may be deposited online today
	Article     string
	AskLink     string
	Staff       string
	Observatory string
	Follows     bool // the browser follows a demand already
	Months      int
}

func (e *Entry) start(w http.ResponseWriter, r *http.Request) error {
	v := startView{AskLink: e.AskLink, Staff: e.Staff, Observatory: e.Observatory, Follows: e.Visitor.Demand(r) != "", Months: e.months()}
	if d, err := e.mine(r); err == nil && d.Deposited == "" {
		v.Draft = true
	}
	closed, err := e.closed()
	if err != nil {
		return err
	}
	if closed != nil {
		v.Closed, v.Article = e.say(demand.Fault{Code: closed.Rule}), closed.Source().Article
	}
	page := e.view("Demander un logement social", v)
	page.Findable = true
	return e.pages.Render(w, r, "start.html", page)
}

// closed gives the decision that keeps applicants from depositing online today,
// whatever they ask; nil when nothing does. The communes are not said: what depends
// on them is not known yet, and is not refused.
func (e *Entry) closed() (*charter.Decision, error) {
	in, c, err := e.setting()
	if err != nil {
		return nil, err
	}
	facts := charter.Facts{Minimum: demand.Yes, Numbered: demand.No, Own: demand.Yes, Purpose: "allocation", Person: demand.No}
	d := charter.Decide(c, charter.Actor{Kind: charter.Applicant}, charter.Register, facts, in.AsOf)
	if d.Outcome == charter.Refused {
		return &d, nil
	}
	return nil, nil
}

// begin makes a new draft.
func (e *Entry) begin(w http.ResponseWriter, r *http.Request) error {
	closed, err := e.closed()
	if err != nil {
		return err
	}
	if closed != nil {
		return &web.Error{Status: http.StatusForbidden, Code: closed.Rule, Remedy: "Déposez votre demande à un guichet : la liste des guichets est affichée dans les mairies."}
	}
	if err := e.begins.Take(w, r); err != nil {
		return err
	}
	code, err := e.newCode()
	if err != nil {
		return err
	}
	d := &draft{key: keyOf(code), code: code, Association: r.PostFormValue("qui") == "association"}
	settle(&d.Form, e.Registry.Today())
	if err := e.save(r.Context(), d); err != nil {
		return err
	}
	e.setCookie(w, r, draftCookie, code, cookieLife)
	return see(w, r, "/demande/etape/identite")
}

type resumeView struct {
	Code  string
	Wrong bool
}

func (e *Entry) resumeForm(w http.ResponseWriter, r *http.Request) error {
	return e.pages.Render(w, r, "resume.html", e.view("Reprendre une demande commencée", resumeView{}))
}

// resume takes a draft up again on this device. The code of a draft that was
// deposited opens the demand, until it bears a number: then the link does.
func (e *Entry) resume(w http.ResponseWriter, r *http.Request) error {
	if err := e.codes.Take(w, r); err != nil {
		return err
	}
	code := typedCode(r.PostFormValue("code"))
	d, err := e.byCode(r.Context(), code)
	if errors.Is(err, errNoDraft) {
		v := e.view("Reprendre une demande commencée", resumeView{Code: r.PostFormValue("code"), Wrong: true})
		v.Status = http.StatusUnprocessableEntity
		return e.pages.Render(w, r, "resume.html", v)
	}
	if err != nil {
		return err
	}
	if d.Deposited != "" {
		return e.afterDeposit(w, r, d)
	}
	e.setCookie(w, r, draftCookie, code, cookieLife)
	e.Router.Flash(w, r, "success", "Votre demande est retrouvée, telle que vous l’aviez laissée.")
	return see(w, r, "/demande/verifier")
}

// afterDeposit shows the receipt to whoever holds the code of what was deposited.
func (e *Entry) afterDeposit(w http.ResponseWriter, r *http.Request, d *draft) error {
	row, err := e.Registry.Store().Row(r.Context(), d.Deposited)
	if errors.Is(err, store.ErrNotFound) {
		return e.noDraft(w, r, errNoDraft)
	}
	if err != nil {
		return err
	}
	if row.Number != "" && e.Visitor.Demand(r) != d.Deposited {
		e.setCookie(w, r, draftCookie, "", 0)
		e.Router.Flash(w, r, "info", "Cette demande est enregistrée et porte un numéro unique, qui vous a été donné par courriel ou avec l’attestation : pour la suivre, demandez un lien.")
		if e.AskLink != "" {
			return see(w, r, e.AskLink)
		}
		return see(w, r, "/")
	}
	if err := e.enter(r.Context(), w, r, d.code, d.Deposited); err != nil {
		return err
	}
	return see(w, r, "/suivi/recu")
}

type savedView struct {
	Code  string
	Until demand.Date
}

// saved gives the code with which one goes on later.
func (e *Entry) saved(w http.ResponseWriter, r *http.Request) error {
	d, err := e.mine(r)
	if err != nil {
		return e.noDraft(w, r, err)
	}
	return e.pages.Render(w, r, "saved.html", e.view("Votre demande est gardée en brouillon", savedView{shownCode(d.code), d.Changed.AddMonths(e.months())}))
}

// quit leaves the draft where it is, and this device without it.
func (e *Entry) quit(w http.ResponseWriter, r *http.Request) error {
	e.setCookie(w, r, draftCookie, "", 0)
	e.Router.Flash(w, r, "success", "Votre demande reste gardée en brouillon, mais cet appareil ne la connaît plus. Il vous faudra votre code de reprise.")
	return see(w, r, "/")
}

// forget erases the draft.
func (e *Entry) forget(w http.ResponseWriter, r *http.Request) error {
	d, err := e.mine(r)
	if err != nil {
		return e.noDraft(w, r, err)
	}
	if err := e.drop(r.Context(), d); err != nil {
		return err
	}
	e.setCookie(w, r, draftCookie, "", time.Duration(0))
	e.Router.Flash(w, r, "success", "Votre brouillon et ses documents sont effacés.")
	return see(w, r, "/")
}
