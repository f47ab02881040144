package rental_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"flag"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/demand/tabular"
	"github.com/fichier-unique/rules/examples/internal/rental"
	"github.com/fichier-unique/rules/numbering"
)

var update = flag.Bool("update", false, "write the golden files again")

func day(text string) demand.Date { return demand.MustDate(text) }

var today = day("2015-06-15")

func everything(charter.Field) bool { return true }

// household is a couple with a child, its incomes known.
func household() demand.Form {
	n, _ := numbering.Parse("021061500000121001")
	euros := func(n int64) decimal.NullDecimal { return decimal.NewNullDecimal(decimal.NewFromInt(n)) }
	f := demand.Form{Number: n, Desk: "21001", DepositedOn: day("2015-06-01")}
	f.Applicant = demand.Person{
		Civility: demand.Civility2, UsedName: "Zzyzx", FirstNames: "Éloïse", BirthDate: day("1980-03-01"), Nationality: demand.Nationality1,
		FamilySituation: demand.FamilySituationM, MobilePhone: "+33639980001", Address: demand.Address{Number: "1", Street: "=rue du Test", PostalCode: "21000", Commune: "21231"},
		Work:   demand.Work{Situation: demand.WorkSituationCDI, Profession: "@essayeuse"},
		Income: demand.Income{YearMinus2: 2013, AmountMinus2: euros(18_000), YearMinus1: 2014, AmountMinus1: euros(18_500)},
	}
	f.CoHolders = []demand.CoHolder{{Link: demand.CoHolderLinkM, Person: demand.Person{
		UsedName: "Zzyzx", FirstNames: "Anatole", BirthDate: day("1978-01-02"),
		Income: demand.Income{YearMinus2: 2013, AmountMinus2: euros(0), YearMinus1: 2014, AmountMinus1: euros(0)},
	}}}
	f.Dependants = []demand.Dependant{{Name: "Zzyzx", FirstNames: "Lou", BirthDate: day("2012-05-05"), Kinship: demand.KinshipE}}
	f.Custody = []demand.CustodyChild{{BirthDate: day("2010-05-05"), Arrangement: demand.CoParentingD}}
	f.Present = demand.PresentHousing{Kinds: []demand.HousingKind{demand.HousingKindLP, demand.HousingKindSLHT}, MonthlyRent: euros(612)}
	f.Reasons = []demand.Reason{{Code: "13"}, {Code: "19"}}
	f.Wanted = demand.Wanted{Extended: demand.Yes, Types: []demand.DwellingType{demand.DwellingTypeT3, demand.DwellingTypeT4}, Places: []demand.WantedPlace{{Commune: "21231"}, {Commune: "21166"}}}
	return f
}

func line(key string, status journal.Status) rental.Line {
	f := household()
	return rental.Line{
		Demand: key, May: everything, Created: day("2015-06-01"), Abnormal: day("2017-06-01"),
		State: journal.State{
			Demand: key, Status: status, Form: f, Seniority: f.DepositedOn,
			Labels: []journal.Dated{{Mark: journal.Mark{Code: "DALO"}}}, Quotas: []journal.Dated{{Mark: journal.Mark{Code: "PPRIOR"}}},
		},
	}
}

func lines(all ...rental.Line) iter.Seq2[rental.Line, error] {
	return func(yield func(rental.Line, error) bool) {
		for _, l := range all {
			if !yield(l, nil) {
				return
			}
		}
	}
}

func export(t testing.TB, all ...rental.Line) ([]rental.File, *rental.Manifest) {
	t.Helper()
	files, m, err := rental.Export(rental.Increment{Landlord: "bailleur-a", Number: 12, Day: today, After: 100, To: 140}, lines(all...))
	if err != nil {
		t.Fatal(err)
	}
	return files, m
}

// table reads an export by column.
func table(t testing.TB, body []byte) []map[string]string {
	t.Helper()
	r := csv.NewReader(bytes.NewReader(body))
	r.Comma = ';'
	cells, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, row := range cells[1:] {
		m := map[string]string{}
		for i, cell := range row {
			if _, twice := m[cells[0][i]]; twice {
				t.Errorf("column %s is there twice", cells[0][i])
			}
			m[cells[0][i]] = cell
		}
		out = append(out, m)
	}
	return out
}

func TestGolden(t *testing.T) {
	struck := line("d2", journal.StruckOff)
	struck.State.Motive, struck.State.StruckOffOn = demand.StrikeOffMotiveRADABA, day("2015-06-10")
	files, _ := export(t, struck, line("d1", journal.Active), line("d3", journal.Deleted))
	for _, f := range files {
		path := filepath.Join("testdata", f.Name)
		if *update {
			if err := os.WriteFile(path, f.Bytes, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), string(f.Bytes)); diff != "" {
			t.Errorf("%s:\n%s", f.Name, diff)
		}
	}
}

func TestColumns(t *testing.T) {
	files, m := export(t, line("d1", journal.Active))
	got := table(t, files[0].Bytes)[0]
	for column, want := range map[string]string{
		"ID_demande": "d1", "Code_etat_demande": "active", "ID_demande_unique": "021061500000121001", "Date_depot": "2015-06-01",
		"Civilite": "2", "Civilite_libelle": "Madame", "Situation_familiale_libelle": "marié", "Nombre_enfants": "1", "Nombre_droit_visite": "1", "Nombre_garde_alternee": "0",
		"Categorie_menage": "3", "Nombre_unite_consommation": "1.8", "Ressources_par_unite_consommation": "10000.00",
		"Indicateur_demande_prioritaire": "oui", "Libelle_motif_priorite": "DALO", "Contingents": "PPRIOR", "Date_passage_delai_anormalement_long": "2017-06-01",
		"Telephone_portable": "+33639980001", "Voie": "'=rue du Test", "Profession": "'@essayeuse",
	} {
		if got[column] != want {
			t.Errorf("%s: %q, want %q", column, got[column], want)
		}
	}
	for _, column := range []string{"Plafond_PLAI", "Plafond_PLUS", "Plafond_PLS"} {
		if amount, err := decimal.NewFromString(got[column]); err != nil || amount.LessThan(decimal.NewFromInt(10_000)) {
			t.Errorf("%s: %q", column, got[column])
		}
	}
	if !strings.Contains(got["Logement_actuel_libelle"], "|") || strings.HasPrefix(got["Logement_actuel_libelle"], "|") {
		t.Errorf("labels of %q: %q", got["Logement_actuel"], got["Logement_actuel_libelle"])
	}
	if m.Lost["custody[].birth_date"] != 1 {
		t.Errorf("what no column carries is not told: %v", m.Lost)
	}
}

// The rental software reads its columns back.
func TestReadBack(t *testing.T) {
	l := line("d1", journal.Active)
	l.State.Form.Applicant.Address.Street, l.State.Form.Applicant.Work.Profession = "rue du Test", ""
	files, _ := export(t, l)
	r, err := tabular.Open(bytes.NewReader(files[0].Bytes), tabular.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	mapper, _ := tabular.Rental().Bind(r.Detected().Header)
	for row, err := range r.Rows() {
		if err != nil {
			t.Fatal(err)
		}
		got := mapper.Form(row).Form
		want := household()
		if got.Number != want.Number || got.DepositedOn != want.DepositedOn || got.Applicant.FirstNames != want.Applicant.FirstNames ||
			!slices.Equal(got.Wanted.Types, want.Wanted.Types) || !slices.Equal(got.Wanted.Places, want.Wanted.Places) || !slices.Equal(got.Present.Kinds, want.Present.Kinds) ||
			len(got.Reasons) != 2 || got.Reasons[1].Code != "19" || !got.Applicant.Income.AmountMinus2.Decimal.Equal(decimal.NewFromInt(18_000)) {
			t.Errorf("%+v", got)
		}
	}
}

// Of a demand that is erased, closed or merged, the identifier and the state.
func TestNothingLeft(t *testing.T) {
	for _, status := range []journal.Status{journal.Deleted, rental.Closed, journal.Merged} {
		files, m := export(t, line("d1", status))
		for column, text := range table(t, files[0].Bytes)[0] {
			switch column {
			case "ID_demande", "Code_etat_demande", "Libelle_etat_demande":
				if text == "" {
					t.Errorf("%s: %s is empty", status, column)
				}
			default:
				if text != "" {
					t.Errorf("%s: %s is %q", status, column, text)
				}
			}
		}
		if m.ByStatus[status] != 1 || len(m.Lost) > 0 {
			t.Errorf("%+v", m)
		}
	}
}

// What the charter hides is in no column, nor in what is worked out of it.
func TestRedacted(t *testing.T) {
	for _, hidden := range []charter.Field{
		charter.FieldDates, charter.FieldFamily, charter.FieldResources, charter.FieldLabels, charter.FieldIdentity, charter.FieldDisability, charter.FieldWanted,
	} {
		l := line("d1", journal.Active)
		l.May = func(f charter.Field) bool { return f != hidden }
		files, _ := export(t, l)
		got := table(t, files[0].Bytes)[0]
		for _, row := range table(t, files[1].Bytes) {
			if slices.Contains(strings.Split(row["classe_de_donnees"], "|"), string(hidden)) && got[row["colonne"]] != "" {
				t.Errorf("%s hidden, %s is %q", hidden, row["colonne"], got[row["colonne"]])
			}
		}
	}
	// With a real charter: a commune does not see a demand for elsewhere.
	c, ok := charter.Named("grand-dijon-2010")
	if !ok {
		t.Fatal("the charter is not shipped")
	}
	full := line("d1", journal.Active)
	full.State.Form.Wanted.Places = []demand.WantedPlace{{Commune: "21054"}}
	sight := charter.View(c, charter.Actor{Party: "personne"}, charter.FactsOfState(c, &full.State, "", nil), day("2011-06-15"))
	full.State.Form, full.May = sight.Redact(&full.State.Form), sight.May
	files, _ := export(t, full)
	if strings.Contains(string(files[0].Bytes), "Zzyzx") || strings.Contains(string(files[0].Bytes), "DALO") {
		t.Error("somebody without any right sees the names or the labels")
	}
}

// The same demands in any order give the same bytes, and the manifest holds.
func TestManifest(t *testing.T) {
	all := []rental.Line{line("d2", journal.Active), line("d1", journal.Active), line("d3", journal.Expired)}
	one, m := export(t, all...)
	slices.Reverse(all)
	two, _ := export(t, all...)
	if diff := cmp.Diff(one, two); diff != "" {
		t.Error(diff)
	}
	if m.Demands != 3 || m.Files[0].Rows != 3 || m.ByStatus[journal.Active] != 2 || m.Increment != 12 || m.To != 140 {
		t.Errorf("%+v", m)
	}
	for i, f := range m.Files {
		if sum := sha256.Sum256(one[i].Bytes); f.Name != one[i].Name || f.SHA256 != hex.EncodeToString(sum[:]) || f.Rows != len(table(t, one[i].Bytes)) {
			t.Errorf("%+v", f)
		}
	}
	if _, _, err := rental.Export(rental.Increment{}, lines(all[0], all[0])); err == nil {
		t.Error("a demand twice passes")
	}
	broken := errors.New("broken")
	if _, _, err := rental.Export(rental.Increment{}, func(yield func(rental.Line, error) bool) { yield(rental.Line{}, broken) }); !errors.Is(err, broken) {
		t.Errorf("%v", err)
	}
}

// Every column is in the dictionary, and every list of it among the codes.
func TestDictionary(t *testing.T) {
	files, _ := export(t, line("d1", journal.Active))
	columns := table(t, files[0].Bytes)[0]
	lists := map[string]bool{}
	for _, row := range table(t, files[2].Bytes) {
		lists[row["liste"]] = true
	}
	rows := table(t, files[1].Bytes)
	if len(rows) != len(columns) {
		t.Errorf("%d columns, %d in the dictionary", len(columns), len(rows))
	}
	for _, row := range rows {
		if _, ok := columns[row["colonne"]]; !ok || row["contenu"] == "" || row["confiance_du_nom"] == "" {
			t.Errorf("%v", row)
		}
		if list := row["liste_de_codes"]; list != "" && !lists[list] {
			t.Errorf("the codes of %s are not given", list)
		}
	}
}

func TestHarmless(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "rue du Test": "rue du Test", "+33 6 39 98 00 01": "+33 6 39 98 00 01", "-12,50": "-12,50", "=1+A1": "'=1+A1", "@SUM(1)": "'@SUM(1)", "-cmd|x": "'-cmd|x",
		" =1+A1": "' =1+A1", "\u00a0=A1": "'\u00a0=A1", "\n=A1": "'\n=A1", "\tA": "'\tA", "＝A1": "'＝A1", "O'Brien": "O'Brien", "\xff": "\xff",
	} {
		if got := rental.Harmless(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
