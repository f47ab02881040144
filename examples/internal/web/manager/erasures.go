package manager

import (
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/fichier-unique/rules/charter/retention"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/examples/internal/registry"
	"github.com/fichier-unique/rules/examples/internal/web"
)

// dueView is something to erase.
type dueView struct {
	Demand, Class string
	Since         demand.Date
	Rule          web.Ruling
	Held          bool
}

// proofView is a proof kept.
type proofView struct {
	Key   string
	Day   demand.Date
	Count int
	Agent string
}

type holdView struct {
	Origin         string
	Counter        uint64
	Demand, Reason string
	From, Until    demand.Date
	Author         string
}

type erasuresPage struct {
	Due     []dueView
	Held    []dueView
	Notices []web.Ruling
	Proofs  []proofView
	Holds   []holdView
	Reasons []choice
}

type choice struct{ Code, Text string }

// holdReasons are the reasons of a hold, for people.
var holdReasons = []choice{
	{string(retention.Litigation), "Litige : un juge peut demander les données"}, {string(retention.Inspection), "Contrôle par une autorité"},
	{string(retention.Complaint), "Réclamation de la personne en cours"}, {string(retention.PersonRequest), "La personne demande de garder ses données"},
}

var classNames = map[retention.Class]string{
	retention.Request: "Demande", retention.Draft: "Saisie abandonnée", retention.Upload: "Document", retention.LandlordCopy: "Copie d’un bailleur",
	retention.NIRPaper: "Document avec numéro de sécurité sociale", retention.AccessLog: "Journal des accès",
}

func (v *visit) erasures() error {
	report, err := v.Registry.Due(v.r.Context())
	if err != nil {
		return err
	}
	page := erasuresPage{Due: v.due(report.Items, false), Held: v.due(report.Held, true), Notices: v.sentences(report.Notices), Reasons: holdReasons}
	for rec, err := range v.Registry.Store().Records(v.r.Context(), registry.ProofKind, "", v.Registry.Clock()) {
		if err != nil {
			return err
		}
		p, err := readProof(rec.Body)
		if err != nil {
			return err
		}
		page.Proofs = append(page.Proofs, proofView{Key: proofName(rec.Key), Day: p.Proof.Day, Count: p.Proof.Count, Agent: p.Proof.Author})
	}
	if page.Holds, err = v.holds(); err != nil {
		return err
	}
	return v.render("erasures.html", "Effacements", page)
}

func (v *visit) due(items []retention.Item, held bool) []dueView {
	out := make([]dueView, 0, len(items))
	for _, i := range items {
		key := i.Demand
		if i.Class == retention.Draft {
			key = "" // the key of a draft opens it
		}
		out = append(out, dueView{Demand: key, Class: classNames[i.Class], Since: i.Since, Rule: v.law(i.Rule), Held: held})
	}
	return out
}

// keptProof is a proof with the list it covers.
type keptProof struct {
	Proof  retention.Proof  `json:"proof"`
	Erased []retention.Item `json:"erased"`
}

func readProof(text []byte) (p keptProof, err error) {
	err = json.Unmarshal(text, &p)
	return p, err
}

// proofName is the key of a proof as an address holds it.
func proofName(key string) string { return strings.ReplaceAll(key, " ", "_") }

// purge erases what is due.
func (v *visit) purge() error {
	proof, faults, err := v.Registry.Purge(v.r.Context(), v.agent)
	if errors.Is(err, registry.ErrNothing) {
		return v.done(home+"/effacements", "info", "Rien n’est à effacer aujourd’hui.")
	}
	if err != nil {
		return err
	}
	kind, text := "success", web.Plural(proof.Count, "demande effacée", "demandes effacées")+" ; la preuve est gardée."
	if faults.Blocking() {
		kind, text = "warning", text+" "+web.Plural(len(faults), "élément n’a pas pu l’être", "éléments n’ont pas pu l’être")+"."
	}
	return v.done(home+"/effacements", kind, text)
}

type proofPage struct {
	Key       string
	Sentences []web.Ruling
	Wrong     []web.Ruling
}

// proof shows a proof of erasure, checked again against the journal as it is.
func (v *visit) proof() error {
	key := strings.ReplaceAll(v.r.PathValue("proof"), "_", " ")
	rec, err := v.Registry.Store().Record(v.r.Context(), registry.ProofKind, key, v.Registry.Clock())
	if err != nil {
		return err
	}
	if v.r.URL.Query().Get("forme") == "json" {
		v.w.Header().Set("Content-Type", "application/json")
		v.w.Header().Set("Content-Disposition", `attachment; filename="preuve.json"`)
		_, err := v.w.Write(rec.Body)
		return err
	}
	p, err := readProof(rec.Body)
	if err != nil {
		return err
	}
	var events []journal.Event
	for _, item := range p.Erased {
		if item.Class != retention.Request {
			continue
		}
		entries, err := v.Registry.Store().Of(v.r.Context(), item.Demand)
		if err != nil {
			return err
		}
		for i := range entries {
			events = append(events, entries[i].Event)
		}
	}
	j, _ := journal.New(events...) // the store refuses two events of one identifier
	return v.render("proof.html", "Preuve d’effacement", proofPage{Key: proofName(key), Sentences: v.sentences(p.Proof.Sentences()), Wrong: v.sentences(p.Proof.Verify(p.Erased, j))})
}

// holds lists the holds that stand.
func (v *visit) holds() ([]holdView, error) {
	all, err := v.Registry.Holds(v.r.Context())
	if err != nil {
		return nil, err
	}
	lifted := map[journal.ID]bool{}
	for i := range all {
		lifted[all[i].Lifts] = true
	}
	var out []holdView
	for _, h := range all {
		over := !h.Until.IsZero() && h.Until.Before(v.today)
		if h.Demand != "" && !lifted[h.ID] && !over {
			out = append(out, holdView{Origin: h.ID.Origin, Counter: h.ID.Counter, Demand: h.Demand, Reason: reasonText(h.Reason), From: h.From, Until: h.Until, Author: h.Author})
		}
	}
	return out, nil
}

func reasonText(r retention.Reason) string {
	for _, c := range holdReasons {
		if c.Code == string(r) {
			return c.Text
		}
	}
	return string(r)
}

// hold adds a hold on a demand, or lifts one.
func (v *visit) hold() error {
	back := home + "/effacements"
	if origin := v.r.PostFormValue("origine"); origin != "" {
		counter, err := strconv.ParseUint(v.r.PostFormValue("rang"), 10, 64)
		if err != nil {
			return &web.Error{Status: http.StatusBadRequest}
		}
		if err := v.Registry.Lift(v.r.Context(), v.agent, journal.ID{Origin: origin, Counter: counter}); err != nil {
			return err
		}
		return v.done(back, "success", "Le gel est levé.")
	}
	var until demand.Date
	if text := v.r.PostFormValue("jusque"); text != "" {
		var err error
		if until, err = demand.ParseDate(text); err != nil {
			return &web.Error{Status: http.StatusUnprocessableEntity, Detail: "La date de fin n’est pas une date : la choisir dans le calendrier, ou l’écrire 2027-12-31."}
		}
	}
	key, err := v.Registry.ByNumber(v.r.Context(), v.r.PostFormValue("numero"))
	if err != nil {
		return v.done(back, "error", "Aucune demande ne porte ce numéro unique : le gel n’est pas enregistré.")
	}
	if err := v.Registry.Hold(v.r.Context(), v.agent, key, retention.Reason(v.r.PostFormValue("motif")), until); err != nil {
		return err
	}
	return v.done(back, "success", "Le gel est enregistré : rien de cette demande ne sera effacé tant qu’il dure.")
}
