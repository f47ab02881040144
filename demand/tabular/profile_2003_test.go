package tabular_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/tabular"
)

// said lists the values of a form by their paths.
func said(t *testing.T, f *demand.Form) map[string]string {
	t.Helper()
	data, err := json.Marshal(f)
	if err != nil {
		t.Fatal(err)
	}
	var tree any
	if err := json.Unmarshal(data, &tree); err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	var walk func(v any, path string)
	walk = func(v any, path string) {
		switch v := v.(type) {
		case map[string]any:
			for name, x := range v {
				walk(x, strings.TrimPrefix(path+"."+name, "."))
			}
		case []any:
			for i, x := range v {
				walk(x, fmt.Sprintf("%s[%d]", path, i))
			}
		case nil:
		default:
			out[path] = fmt.Sprint(v)
		}
	}
	walk(tree, "")
	return out
}

// What a form of today holds and the columns of 2003 do not is named, value by
// value; all the rest comes back the same.
func TestForm2003ThereAndBack(t *testing.T) {
	form, faults := demand.DecodeForm([]byte(`{"version":"14069*05","desk":"21001","deposited_on":"2003-04-15","renewed_on":"2004-04-01","persons_to_house":9,
		"applicant":{"civility":"2","used_name":"Zzyzx","birth_name":"Qwfpgj","first_names":"Berthe","birth_date":"1970-07-12","nationality":"1","family_situation":"M","mobile_phone":"0600000000","home_phone":"0380000000",
			"email":"zzyzx@example.org","address":{"number":"3","street":"rue des Essais","postal_code":"21000","city":"Dijon"},"work":{"situation":"CDI","profession":"caissière","employer":"Essais"},
			"received":[{"code":"SAL","monthly":"1200.5"},{"code":"AF","monthly":"300"}],"income":{"year_minus_1":2002,"amount_minus_1":"14000"}},
		"co_holders":[{"link":"M","person":{"used_name":"Zzyzx","first_names":"Anatole","birth_date":"1969-02-01","nationality":"1"}},{"link":"L","person":{"used_name":"Wxcvb"}}],
		"dependants":[{"first_names":"A","birth_date":"1995-01-01","kinship":"E"},{"first_names":"B","birth_date":"1996-01-01","sex":"F"},{"first_names":"C"},{"first_names":"D"},{"first_names":"E"},{"first_names":"F"},{"first_names":"G","birth_date":"2002-01-01"}],
		"unborn":{"count":1},"present_housing":{"kinds":["LP","CP"],"monthly_rent":"350","social_tenant":false,"surface":"40"},
		"reasons":[{"code":"13"},{"code":"09"}],"remarks":"rien ; rien",
		"wanted":{"extended":true,"types":["T4","T5"],"places":[{"commune":"21231","quarter":"Grésilles"},{"commune":"21166"},{"commune":"21617"},{"commune":"21515"}]}}`))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	var file bytes.Buffer
	lost, err := tabular.Write(&file, tabular.Form2003(), slices.Values([]demand.Form{form}))
	if err != nil {
		t.Fatal(err)
	}
	want := said(t, &form)
	for _, l := range lost {
		if _, there := want[l.Fault.Path]; !there {
			t.Errorf("%s is said to be lost and was not there", l.Fault.Path)
		}
		delete(want, l.Fault.Path)
	}
	_, recs, _ := read(t, file.Bytes())
	got := said(t, &recs[0].Form)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("neither kept nor named: %s", diff)
	}
	if len(lost) < 10 {
		t.Errorf("only %d losses: the test no longer tests", len(lost))
	}
}

// What the people of 2003 wrote and no list holds is kept aside and told.
func TestForm2003WordsAreNeverSilent(t *testing.T) {
	_, recs, found := read(t, []byte("N° départemental;Organisme;Déposée le;Nom du demandeur;Prénom du demandeur;Né(e) le;Logé actuellement;Motif de la demande;Observations\n"+
		";21001;15/04/2003;Zzyzx;Berthe;12/07/1977;dans une péniche;rapprochement de la mer;\n"))
	if len(recs[0].Extra) != 2 || !has(found, "TAB-VAL-04", "G2") || !has(found, "TAB-VAL-04", "H2") {
		t.Errorf("%v %v", recs[0].Extra, found)
	}
}
