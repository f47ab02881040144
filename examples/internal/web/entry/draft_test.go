package entry_test

import (
	"context"
	"regexp"
	"strings"
	"testing"

	"github.com/fichier-unique/rules/examples/internal/store"
)

var codeShape = regexp.MustCompile(`[0-9A-Z]{6}-[0-9A-Z]{6}-[0-9A-Z]{6}`)

func (p *person) code() string {
	p.t.Helper()
	p.get("/demande/enregistre")
	code := codeShape.FindString(p.text())
	if code == "" {
		p.t.Fatalf("no code on %s: %s", p.path, p.text())
	}
	return code
}

// TestDraftKept: what is typed is found again, back and forth, on another device,
// unreadable or not; what does not apply is not deposited.
func TestDraftKept(t *testing.T) {
	h := newHouse(t)
	p := h.person()
	p.post("/demande/commencer", "qui", "foyer")
	p.post("/demande/etape/identite", "action", "next", "applicant.used_name", "Zzyzx", "applicant.first_names", "Berthe", "applicant.birth_date", "31/02/1985")
	p.at("/demande/etape/identite")
	p.says("Cette date n’a pas pu être lue")
	p.silent("Mademoiselle") // the form of 2026 has it no more
	if strings.Count(p.text(), "point à corriger") != 1 {
		t.Errorf("one thing is wrong: %s", p.text())
	}
	p.post("/demande/etape/profession", "action", "back", "applicant.work.situation", "CDD", "applicant.work.until", "01/02/2027")
	p.at("/demande/etape/famille")
	p.post("/demande/etape/profession", "action", "save", "applicant.work.situation", "RET")
	p.at("/demande/enregistre")
	code := p.code()
	p.post("/demande/quitter")
	p.get("/demande/etape/identite")
	p.at("/demande/reprendre")
	p.post("/demande/reprendre", "code", "AAAAAA-AAAAAA-AAAAAA")
	p.says("Aucune demande ne correspond")
	p.post("/demande/reprendre", "code", code)
	p.at("/demande/verifier")
	p.says("points à corriger", "Date de naissance : Cette date n’a pas pu être lue")
	p.get("/demande/etape/identite")
	if !strings.Contains(p.page, `value="31/02/1985"`) || !strings.Contains(p.page, `value="Zzyzx"`) {
		t.Error("what was typed is not shown again")
	}
	p.post("/demande/deposer")
	p.at("/demande/verifier")
	p.says("il reste des points à corriger")
	p.post("/demande/etape/identite", "action", "next", "applicant.birth_date", "03/04/1985")
	p.post("/demande/etape/logement_recherche", "action", "add:wanted.places", "wanted.types.shown", "1", "wanted.types", "T2", "wanted.places.rows", "0")
	p.post("/demande/etape/logement_recherche", "action", "next", "wanted.types.shown", "1", "wanted.types", "T2", "wanted.places.rows", "1", "wanted.places[0].commune.search", "Dijon")
	p.post("/demande/deposer")
	p.at("/suivi/recu")
	for state, err := range h.States(context.Background(), store.Query{}) {
		if err != nil || state.Form.Applicant.Work.Situation != "RET" || !state.Form.Applicant.Work.Until.IsZero() || state.Form.Version == "" {
			t.Errorf("deposited: %+v, %v", state.Form.Applicant.Work, err)
		}
	}
}

// TestDraftOver: past its delay a draft is not found, and is erased with its papers.
func TestDraftOver(t *testing.T) {
	h := newHouse(t)
	p := h.person()
	p.fill()
	if n, err := h.entry.Clean(context.Background()); n != 0 || err != nil {
		t.Errorf("%d drafts erased too early, %v", n, err)
	}
	h.Forward(0, 1, 1)
	p.get("/demande/verifier")
	p.at("/demande/reprendre")
	if n, err := h.entry.Clean(context.Background()); n != 1 || err != nil {
		t.Errorf("%d drafts erased, %v", n, err)
	}
	counts, err := h.Store().Counts(context.Background())
	if err != nil || counts["papers"] != 0 {
		t.Errorf("%v papers are left, %v", counts["papers"], err)
	}
}
