package manager

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"time"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/charter/access"
	"github.com/fichier-unique/rules/charter/calendar"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/examples/internal/mail"
	"github.com/fichier-unique/rules/examples/internal/national"
	"github.com/fichier-unique/rules/examples/internal/registry"
	"github.com/fichier-unique/rules/examples/internal/rental"
	"github.com/fichier-unique/rules/examples/internal/web"
)

// names are the lists in French, in the order of the page.
var names = []struct {
	list calendar.List
	name string
	what string // what is to be done
}{
	{calendar.NoticeToSend, "Préavis de renouvellement à envoyer", "Chaque demandeur est prévenu un mois avant la fin de validité."},
	{calendar.StrikeOffDue, "Demandes non renouvelées, à radier", "La charte est interrogée pour chacune : celles qu’elle refuse restent, avec la raison."},
	{calendar.AttestationDue, "Attestations à remettre aujourd’hui", "Par le guichet qui a enregistré la demande."},
	{calendar.AttestationLate, "Attestations en retard", "Le demandeur peut saisir le préfet."},
	{calendar.Expired, "Demandes dont la validité est passée", "Elles peuvent encore être renouvelées."},
	{calendar.NoAnswerDue, "Avertissements restés sans réponse", "Radie celui qui a envoyé le courrier."},
	{calendar.InadmissibleDue, "Irrecevabilités dont le délai est passé", "Radie le bailleur dont la commission l’a prononcée."},
	{calendar.ReactivationEnds, "Derniers jours pour réactiver", ""},
	{calendar.DelayReached, "Délai anormalement long atteint", "Le demandeur peut saisir la commission de médiation."},
	{calendar.OfferEnds, "Derniers jours pour répondre à une proposition", ""},
	{calendar.OfferSilent, "Propositions restées sans réponse", "Le silence vaut refus."},
	{calendar.PaperLate, "Pièces reçues et non versées dans le délai", ""},
	{calendar.ErasureDue, "Données à effacer", "Par la page des effacements, avec leur preuve."},
}

// standing is a list of the day.
type standing struct {
	Code, Name, What string
	Rule             web.Ruling
	Rows             []standingRow
}

type standingRow struct {
	Demand, Number string
	Status         journal.Status
	Desk           string
	From, To       demand.Date
}

// taskView is a job of the server as the page shows it.
type taskView struct {
	Name, Next, Done, Fail string
}

type homePage struct {
	Lists []standing
	Tasks []taskView
	Count map[string]int64
}

// lists gathers what stands today.
func (v *visit) lists() ([]standing, error) {
	agenda, _, err := v.Registry.Agenda(v.r.Context())
	if err != nil {
		return nil, err
	}
	out := make([]standing, len(names))
	at := map[calendar.List]int{}
	for i, n := range names {
		out[i] = standing{Code: n.list.String(), Name: n.name, What: n.what}
		at[n.list] = i
	}
	for _, e := range agenda {
		l := &out[at[e.List]]
		if l.Rule.Code == "" {
			l.Rule = v.law(e.Rule)
		}
		l.Rows = append(l.Rows, standingRow{Demand: e.Demand, From: e.From, To: e.To})
	}
	return out, nil
}

func (v *visit) home() error {
	lists, err := v.lists()
	if err != nil {
		return err
	}
	page := homePage{Lists: lists}
	if page.Count, err = v.Registry.Store().Counts(v.r.Context()); err != nil {
		return err
	}
	page.Tasks, err = v.tasks()
	if err != nil {
		return err
	}
	return v.render("home.html", "Gestion du fichier", page)
}

// taskNames are the tasks of the server, for people.
var taskNames = map[string]string{
	"mail": "Envoi des courriels", "links": "Liens des demandeurs", "expire": "Fin de ce qui a un terme", "persons": "Index des personnes",
	"changes": "Annonce des changements aux partenaires", "webhooks": "Appels des partenaires", "national": "Transfert au système national",
	"drafts": "Effacement des saisies abandonnées", "duplicates": "Recherche des doublons", "observatory": "Tableaux de l’observatoire", "agenda": "Listes du jour",
}

// tasks reads when each task of the server was last done.
func (v *visit) tasks() ([]taskView, error) {
	var out []taskView
	for rec, err := range v.Registry.Store().Records(v.r.Context(), "job", "", v.Registry.Clock()) {
		if err != nil {
			return nil, err
		}
		var state struct {
			Next time.Time `json:"next"`
			Done time.Time `json:"done"`
			Fail string    `json:"fail"`
		}
		if err := json.Unmarshal(rec.Body, &state); err != nil {
			return nil, err
		}
		name := taskNames[rec.Key]
		if name == "" {
			name = rec.Key
		}
		out = append(out, taskView{name, v.moment(state.Next), v.moment(state.Done), state.Fail})
	}
	return out, nil
}

func (v *visit) moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(v.Zone).Format("02/01/2006 15:04")
}

// maxRows is how many demands of a list a page shows.
const maxRows = 200

// one gives a list with its rows filled in.
func (v *visit) one(most int) (standing, int, error) {
	lists, err := v.lists()
	if err != nil {
		return standing{}, 0, err
	}
	code := v.r.PathValue("list")
	i := slices.IndexFunc(lists, func(l standing) bool { return l.Code == code })
	if i < 0 {
		return standing{}, 0, &web.Error{Status: http.StatusNotFound}
	}
	l := lists[i]
	all := len(l.Rows)
	l.Rows = l.Rows[:min(most, all)]
	for k := range l.Rows {
		row, err := v.Registry.Store().Row(v.r.Context(), l.Rows[k].Demand)
		if err != nil {
			return l, all, err
		}
		l.Rows[k].Number, l.Rows[k].Status, l.Rows[k].Desk = row.Number, row.Status, row.Desk
	}
	return l, all, nil
}

type listPage struct {
	List    standing
	Count   int
	Refused []refused
	Outcome string
}

// refused is a demand for which an act was not done.
type refused struct {
	Demand, Number string
	Why            []web.Ruling
}

func (v *visit) list() error {
	l, all, err := v.one(maxRows)
	if err != nil {
		return err
	}
	return v.listed(len(l.Rows), func() error { return v.render("list.html", l.Name, listPage{List: l, Count: all}) })
}

// exportList gives a list for whoever sends letters: numbers and days, and the
// address of those who are written to. It is written in the journal of accesses.
func (v *visit) exportList() error {
	l, all, err := v.one(1 << 30)
	if err != nil {
		return err
	}
	if err := v.Registry.Log(v.r.Context(), v.agent, access.Export, "", uint64(all)); err != nil {
		return err
	}
	h := v.w.Header()
	h.Set("Content-Type", "text/csv; charset=utf-8")
	h.Set("Content-Disposition", `attachment; filename="`+l.Code+"-"+v.today.String()+`.csv"`)
	out := csv.NewWriter(v.w)
	out.Comma = ';'
	_ = out.Write([]string{"numero_unique", "depuis", "jusqu_au", "guichet", "nom", "prenoms", "numero", "voie", "complement", "code_postal", "commune"})
	for _, row := range l.Rows {
		view, err := v.addressee(row.Demand)
		if err != nil {
			return err
		}
		if l.Code == calendar.NoticeToSend.String() {
			row.To = validUntil(&view, row)
		}
		f := &view.Form
		a := f.Applicant.Address
		_ = out.Write([]string{row.Number, row.From.String(), row.To.String(), row.Desk, rental.Harmless(f.Applicant.UsedName), rental.Harmless(f.Applicant.FirstNames),
			rental.Harmless(a.Number), rental.Harmless(a.Street), rental.Harmless(a.Complement), rental.Harmless(a.PostalCode), rental.Harmless(a.City)})
	}
	out.Flush()
	return nil // the reader went away: nothing to mend
}

// addressee is a demand as the manager may see it.
func (v *visit) addressee(key string) (registry.View, error) {
	view, err := v.Registry.Glance(v.r.Context(), v.agent, []string{key})
	if err != nil || len(view) == 0 {
		return registry.View{}, err
	}
	return view[0], nil
}

// sendNotices writes the notice of every demand of the list, by the ways that the
// law wants for its applicant: a mail leaves by itself, a letter is for the post.
// The journal says which.
func (v *visit) sendNotices() error {
	v.r.SetPathValue("list", calendar.NoticeToSend.String())
	l, _, err := v.one(1 << 30)
	if err != nil {
		return err
	}
	page := listPage{}
	byMail, byPost := 0, 0
	for _, row := range l.Rows {
		mailed, post, err := v.sendNotice(row)
		switch why := v.why(err); {
		case why != nil:
			page.Refused = append(page.Refused, refused{row.Demand, row.Number, why})
			continue
		case err != nil:
			return err
		}
		if mailed {
			byMail++
		}
		if post {
			byPost++
		}
	}
	if page.Outcome = allTold; byMail+byPost > 0 || len(l.Rows) == len(page.Refused) {
		page.Outcome = web.Plural(byMail, "préavis envoyé par courriel", "préavis envoyés par courriel") + ", " + web.Plural(byPost, "préavis à poster", "préavis à poster") + "."
	}
	return v.outcome(calendar.NoticeToSend, page)
}

// allTold answers who sends the notices of a list a second time.
const allTold = "Tous les demandeurs de cette liste sont déjà prévenus : rien n’est envoyé une seconde fois. Elle se vide à la fin du jour."

// validUntil is the end of validity of a demand on the list of notices, which keeps
// it there until the day of its notice, for which the row then stands.
func validUntil(view *registry.View, row standingRow) demand.Date {
	if view.Dated && view.Dates.ValidUntil.Known() {
		return view.Dates.ValidUntil.On
	}
	return row.To
}

// sendNotice writes the notice of one demand, once for each end of validity, and
// says by which ways it goes.
func (v *visit) sendNotice(row standingRow) (mailed, post bool, err error) {
	views, err := v.Registry.Glance(v.r.Context(), v.agent, []string{row.Demand})
	if err != nil || len(views) == 0 {
		return false, false, err
	}
	to := mail.AddressOf(&views[0].Form)
	until := validUntil(&views[0], row)
	notice := national.Notice{Number: views[0].Form.Number, ValidUntil: until, Email: to != "", Online: online(&views[0])}
	for _, way := range notice.Ways(v.charter.Profile) {
		if way == national.ByMail {
			mailed = to != "" && v.Mail != nil
		} else {
			post = true
		}
	}
	channels := map[journal.Channel]bool{journal.Email: mailed, journal.Registered: post || !mailed}
	for _, channel := range []journal.Channel{journal.Email, journal.Registered} {
		if !channels[channel] {
			continue
		}
		cmd := registry.Command{Act: registry.Letter, Demand: row.Demand, Key: "notice/" + row.Demand + "/" + until.String() + "/" + string(channel),
			Letter: &journal.Dispatch{Subject: journal.RenewalNotice, Ref: "preavis-" + until.String() + "-" + string(channel), Channel: channel, Sent: v.today}}
		if channel == journal.Email {
			m, err := v.Mail(to, "preavis", map[string]string{"Day": until.French(), "Link": v.Site}, v.Registry.Clock())
			if err != nil {
				return false, false, err
			}
			cmd.Messages = append(cmd.Messages, m)
		}
		out, err := v.Registry.Do(v.r.Context(), v.agent, cmd)
		if err != nil {
			return false, false, err
		}
		if out.Replayed {
			channels[channel] = false
		}
	}
	return channels[journal.Email], channels[journal.Registered], nil
}

// online reports an applicant who registered or renewed by itself at least once.
func online(view *registry.View) bool {
	return slices.ContainsFunc(view.History(), func(e *journal.Event) bool {
		return e.Online || e.Author == registry.Applicant && (e.Kind == journal.Create || e.Kind == journal.Renew)
	})
}

// outcome shows what was done of a list, and what was refused.
func (v *visit) outcome(l calendar.List, page listPage) error {
	v.r.SetPathValue("list", l.String())
	rest, all, err := v.one(maxRows)
	if err != nil {
		return err
	}
	page.List, page.Count = rest, all
	return v.render("list.html", rest.Name, page)
}

// strikeOff strikes off every demand of the list that the charter allows, or the
// only one that is chosen.
func (v *visit) strikeOff() error {
	v.r.SetPathValue("list", calendar.StrikeOffDue.String())
	l, _, err := v.one(1 << 30)
	if err != nil {
		return err
	}
	only := v.r.PostFormValue("demande")
	page := listPage{}
	done := 0
	for _, row := range l.Rows {
		if only != "" && row.Demand != only {
			continue
		}
		_, err := v.Registry.Do(v.r.Context(), v.agent, registry.Command{Act: charter.StrikeOff, Demand: row.Demand, Motive: demand.StrikeOffMotiveRADREN})
		switch why := v.why(err); {
		case why != nil:
			page.Refused = append(page.Refused, refused{row.Demand, row.Number, why})
		case err != nil:
			return err
		default:
			done++
		}
	}
	page.Outcome = web.Plural(done, "demande radiée", "demandes radiées") + "."
	return v.outcome(calendar.StrikeOffDue, page)
}

// why says a refusal of the charter; nil when the error is another thing.
func (v *visit) why(err error) []web.Ruling {
	var no *registry.RefusedError
	if !errors.As(err, &no) {
		return nil
	}
	out := v.sentences(no.Decision.Faults())
	if remedy := no.Decision.Remedy(); remedy != "" {
		out = append(out, v.law(remedy))
	}
	return out
}
