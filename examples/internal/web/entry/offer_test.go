package entry_test

import (
	"testing"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/examples/internal/registry"
	"github.com/fichier-unique/rules/examples/internal/registry/registrytest"
)

// offer leads a demand to an offer, as its landlord does.
func (p *person) offer(candidacy string) {
	p.t.Helper()
	key := p.demandOf()
	landlord := registrytest.Agent("bailleur-a", "21001")
	do := func(cmd registry.Command) {
		p.t.Helper()
		cmd.Demand = key
		if cmd.Treatment.Step != "" {
			cmd.Treatment.Candidacy, cmd.Treatment.Dwelling = candidacy, "logement-12"
		}
		p.Act(landlord, cmd)
	}
	do(registry.Command{Act: charter.Designate, Treatment: journal.Treatment{Step: journal.Designated}})
	do(registry.Command{Act: charter.Examine, Treatment: journal.Treatment{Step: journal.Examined}})
	do(registry.Command{Act: charter.Allocate, Treatment: journal.Treatment{Step: journal.Decided, Outcome: "allocated"}, Facts: charter.Facts{Candidates: 3, UnderCeiling: demand.Yes}})
	until := p.Today().AddDays(12)
	do(registry.Command{Act: charter.Offer, Treatment: journal.Treatment{Step: journal.Offered, Until: until, Warned: true}})
}

// verified is the desk that sees the identity paper.
func (p *person) verified() {
	p.t.Helper()
	p.Act(registrytest.Agent("mairie", "21166"), registry.Command{Act: charter.Verify, Demand: p.demandOf(), Facts: registrytest.Seen()})
}

// TestRejected: a commission that does not allocate is told with its reason, as are
// the grounds of an inadmissible demand.
func TestRejected(t *testing.T) {
	for _, c := range []struct {
		name, outcome, reason, says string
		sub                         demand.StrikeOffSubMotive
	}{
		{"not allocated", "not_allocated", "dossier incomplet", "Motif inscrit : dossier incomplet", ""},
		{"inadmissible", "inadmissible", "", "Motif inscrit : ressources supérieures au plafond", demand.StrikeOffSubMotiveIRRRES},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := newHouse(t).person()
			p.minimum()
			p.post("/demande/deposer")
			p.verified()
			landlord := registrytest.Agent("bailleur-a", "21001")
			for _, cmd := range []registry.Command{{Act: charter.Designate, Treatment: journal.Treatment{Step: journal.Designated}}, {Act: charter.Examine, Treatment: journal.Treatment{Step: journal.Examined}},
				{Act: charter.Examine, Treatment: journal.Treatment{Step: journal.Decided, Outcome: c.outcome, Reason: c.reason}, SubMotive: c.sub}} {
				cmd.Demand, cmd.Treatment.Candidacy, cmd.Treatment.Dwelling = p.demandOf(), "c1", "logement-12"
				p.Act(landlord, cmd)
			}
			p.get("/suivi")
			p.says(c.says)
			p.silent("Aucun texte lu")
		})
	}
}

// TestOffer: an offer is seen, refused with its reason, then another accepted; each
// is answered once.
func TestOffer(t *testing.T) {
	h := newHouse(t)
	p := h.person()
	p.minimum()
	p.post("/demande/deposer")
	p.verified()
	p.get("/suivi/proposition")
	p.at("/suivi")
	p.says("Aucune proposition n’attend")
	p.offer("c1")
	p.get("/suivi")
	p.says("Un logement vous est proposé", "Vous pouvez répondre à la proposition jusqu’au", "8 décembre 2026", "Une commission d’attribution a examiné votre demande", "Ce logement vous est offert ; vous avez jusqu'au 08/12/2026 inclus pour répondre")
	p.get("/suivi/proposition")
	p.says("votre silence vaut refus", "Refuser ce logement ne radie pas votre demande")
	p.post("/suivi/proposition", "proposition", "c1")
	p.says("Choisissez d’accepter ou de refuser")
	p.post("/suivi/proposition", "proposition", "c1", "reponse", "refuser", "raison", "inconnue")
	p.says("choisissez une raison")
	p.post("/suivi/proposition", "proposition", "c9", "reponse", "accepter")
	p.says("n’attend plus de réponse")
	p.post("/suivi/proposition", "proposition", "c1", "reponse", "refuser", "raison", "loyer")
	p.at("/suivi")
	p.says("Votre refus est enregistré", "Votre demande reste active avec son ancienneté", "Vous avez refusé le logement proposé", "Motif inscrit : Le loyer est trop élevé pour moi")
	p.silent("Un logement vous est proposé", "Vous pouvez répondre à la proposition")
	h.Forward(0, 0, 3)
	p.offer("c2")
	p.post("/suivi/proposition", "proposition", "c2", "reponse", "accepter")
	p.says("Votre accord est enregistré", "Vous avez accepté le logement proposé")
	p.post("/suivi/proposition", "proposition", "c2", "reponse", "refuser", "raison", "loyer")
	p.says("n’attend plus de réponse")
}
