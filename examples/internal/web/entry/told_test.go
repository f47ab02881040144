package entry_test

import (
	"context"
	"testing"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/examples/internal/registry"
	"github.com/fichier-unique/rules/examples/internal/registry/registrytest"
	"github.com/fichier-unique/rules/numbering"
)

// TestStruckOffByMistake: who did not renounce reads who said so, and where to go.
func TestStruckOffByMistake(t *testing.T) {
	h := newHouse(t)
	p := h.person()
	p.fill()
	p.post("/demande/deposer")
	key, desk := p.demandOf(), registrytest.Agent("mairie", "21166")
	p.verified()
	p.Act(desk, registry.Command{Act: charter.StrikeOff, Demand: key, Motive: demand.StrikeOffMotiveRADABA, Facts: charter.Facts{Received: demand.Yes}})
	p.get("/suivi")
	p.says("Radiée", "Un service dit avoir reçu votre renonciation écrite. Votre demande a été retirée", "Si c'est une erreur, adressez-vous vite à un guichet")
	p.silent("Vous y avez renoncé")
}

// TestJoined: an applicant whose demand was joined to another reads the number of the
// one that goes on, and is not told to deposit again.
func TestJoined(t *testing.T) {
	h := newHouse(t)
	p := h.person()
	p.fill()
	p.post("/demande/deposer")
	key, desk := p.demandOf(), registrytest.Agent("mairie", "21166")
	first := p.Act(desk, registry.Command{Act: charter.Verify, Demand: key, Facts: registrytest.Seen()}).Number
	form := p.See(desk, key).Form
	form.Number, form.DepositedOn = numbering.Number{}, demand.Date{}
	second := p.Act(desk, registry.Command{Act: charter.Register, Form: &form, Distinct: []string{key}, Facts: registrytest.Seen()})
	p.Act(desk, registry.Command{Act: charter.Merge, Demand: key, Other: second.Demand})
	p.get("/suivi")
	p.says("Réunie avec une autre demande", "La demande qui continue porte le numéro unique "+second.Number.Grouped(), "la réunion peut être défaite", first.Grouped())
	p.silent("en déposer une nouvelle", "Que voulez-vous faire")
}

// TestPaperRefused: an applicant whose paper is of no use reads it on the first page
// of its demand, until it sends another.
func TestPaperRefused(t *testing.T) {
	h := newHouse(t)
	p := h.person()
	p.fill()
	p.post("/demande/deposer")
	key, desk := p.demandOf(), registrytest.Agent("mairie", "21166")
	held, err := h.Store().Papers(context.Background(), key)
	if err != nil || len(held) != 1 {
		t.Fatalf("%d papers, %v", len(held), err)
	}
	const told = "celui que vous avez envoyé est illisible"
	p.get("/suivi")
	p.silent(told, "Pour recevoir votre numéro unique")
	if err := h.Registry.Judge(context.Background(), desk, key, held[0].ID, true); err != nil {
		t.Fatal(err)
	}
	p.get("/suivi")
	p.says("Pour recevoir votre numéro unique", told)
	p.uploadTo("/suivi/justificatifs", held[0].Code, held[0].Person, []byte("%PDF-1.4\nencore\n"))
	p.get("/suivi")
	p.silent(told, "Pour recevoir votre numéro unique")
}
