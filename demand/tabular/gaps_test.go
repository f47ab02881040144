package tabular_test

import (
	"strings"
	"testing"

	"github.com/fichier-unique/rules/demand/tabular"
)

// Blank columns between two others leave no empty elements, and the cell of what
// is found later is still the one that holds it.
func TestGapsBetweenColumns(t *testing.T) {
	header := strings.Split("Nom;Motif 1;Motif 2;Ressource 1;Ressource 1, montant;Ressource 2;Ressource 2, montant;Cotitulaire 1, nom;Cotitulaire 2, nom;"+
		"Cotitulaire 2, ressource 1;Cotitulaire 2, ressource 2;Types souhaités;Logement actuel;Enfant en garde 2, nom;Personne à charge 3, nom;Commune souhaitée 4", ";")
	m, found := tabular.Own().Bind(header)
	if len(found) != 3 { // the essential columns that are missing
		t.Fatal(found)
	}
	rec := m.Form(tabular.FromCells(7, strings.Split("Zzyzx;;23;;;AF;120;;Qwfpgj;;RET;T9/T2;XX/LP;Dora;Colin;21231", ";")))
	f := rec.Form
	if len(f.Reasons) != 1 || len(f.Applicant.Received) != 1 || len(f.CoHolders) != 1 || len(f.CoHolders[0].Person.Received) != 1 || len(f.Wanted.Types) != 1 ||
		len(f.Present.Kinds) != 1 || len(f.Custody) != 1 || len(f.Dependants) != 1 || len(f.Wanted.Places) != 1 {
		t.Errorf("%+v", f)
	}
	for path, want := range map[string]string{
		"reasons[0].code": "C7", "reasons[0].detail": "C7", "applicant.received[0].monthly": "G7", "co_holders[0].person.used_name": "I7",
		"co_holders[0].person.received[0].code": "K7", "co_holders[0].person.received[0].monthly": "K7", "wanted.types[0]": "L7", "custody[0].name": "N7",
		"dependants[0].name": "O7", "wanted.places[0].commune": "P7", "applicant.used_name": "A7", "desk": "", "reasons[x]": "", "reasons]": "",
	} {
		if got := m.Cell(rec.Gaps.Path(path), 7); got != want {
			t.Errorf("%s: cell %q, want %q", path, got, want)
		}
	}
	if rec := m.Form(tabular.FromCells(8, strings.Split("Zzyzx;13;;;;;;;;;;T2", ";"))); rec.Gaps != nil {
		t.Errorf("gaps where there are none: %v", rec.Gaps)
	}
}

// The century of a year of two digits does not depend on where the deposit
// stands, and what may follow the deposit is not thrown a century back.
func TestCenturyOfTwoDigits(t *testing.T) {
	for _, order := range [][2]string{{"Date de dépôt;Date de naissance", "15/10/10;02/03/45"}, {"Date de naissance;Date de dépôt", "02/03/45;15/10/10"}} {
		_, recs, _ := read(t, []byte("Nom;"+order[0]+";Date de renouvellement;Naissance prévue le;Personne à charge 1, date de naissance\nZzyzx;"+order[1]+";10/10/11;01/02/12;06/05/11\n"))
		f := recs[0].Form
		got := []string{f.Applicant.BirthDate.String(), f.DepositedOn.String(), f.RenewedOn.String(), f.Unborn.ExpectedOn.String(), f.Dependants[0].BirthDate.String()}
		if strings.Join(got, " ") != "1945-03-02 2010-10-15 2011-10-10 2012-02-01 2011-05-06" {
			t.Errorf("%s: %v", order[0], got)
		}
	}
}

// The year of two digits of a birth is told by its century alone.
func TestCenturyIsToldNotTheYear(t *testing.T) {
	_, _, found := read(t, []byte("Nom;Date de dépôt;Date de naissance\nZzyzx;15/10/2010;02/03/45\n"))
	for _, f := range found {
		if f.Code == "TAB-DAT-03" && f.Param("year") == "19.." {
			return
		}
	}
	t.Errorf("%v", found)
}

func TestMixedLineEnds(t *testing.T) {
	row := "Zzyzx;Anatole;02/03/1975;15/10/2010;;;;;;;"
	for name, c := range map[string]struct {
		data string
		rows int
		told bool
	}{
		"return among feeds":   {header + "\n" + row + "\r" + row + "\n" + row + "\n", 3, true},
		"header by a return":   {header + "\r" + row + "\n" + row + "\n", 2, true},
		"feed among returns":   {header + "\r" + strings.Repeat(row+"\r", 2_000) + row + "\n" + row, 2_002, true},
		"all three":            {header + "\r\n" + row + "\n" + row + "\r" + row, 3, true},
		"inside a cell":        {header + "\nZz\ryzx;Anatole;02/03/1975;15/10/2010;;;;;;;\n", 1, false},
		"inside a quoted cell": {header + "\n\"Zz\ryzx\";Anatole;02/03/1975;15/10/2010;;;;;;;\n", 1, false},
		"doubled":              {header + "\r\r\n" + row + "\r\r\n", 1, false},
	} {
		rows, recs, found := read(t, []byte(c.data))
		told := false
		for _, f := range found {
			told = told || f.Code == "TAB-CSV-07"
		}
		if len(rows) != c.rows || told != c.told {
			t.Errorf("%s: %d rows, told %v", name, len(rows), told)
		}
		for i, r := range recs {
			if r.Form.DepositedOn.IsZero() || rows[i].Number != i+2 {
				t.Errorf("%s: row %d is number %d: %+v", name, i, rows[i].Number, r.Findings)
			}
		}
	}
}

func TestWhatDesksWriteForCodes(t *testing.T) {
	for text, want := range map[string]string{"M.": "1", "Mme": "2", "mlle": "3", "Madame": "2", "Mr": "1"} {
		_, recs, _ := read(t, []byte("Nom;Date de dépôt;Civilité\nZzyzx;15/10/2010;"+text+"\n"))
		if got := string(recs[0].Form.Applicant.Civility); got != want {
			t.Errorf("%s: %q", text, got)
		}
	}
	for text, want := range map[string]string{"Mariée": "M", "marié(e)": "M", "Divorcée": "D", "veuve": "V", "Pacsé(e)": "P", "célibataire": "C"} {
		_, recs, _ := read(t, []byte("Nom;Date de dépôt;Situation familiale\nZzyzx;15/10/2010;"+text+"\n"))
		if got := string(recs[0].Form.Applicant.FamilySituation); got != want {
			t.Errorf("%s: %q", text, got)
		}
	}
}

// Rows of a spreadsheet are judged as those of a CSV file are, but short ones.
func TestJudgeCells(t *testing.T) {
	judge := tabular.JudgeCells([]string{"Nom", "Prénoms"})
	for _, c := range []struct {
		cells []string
		want  string
	}{{[]string{"Zzyzx"}, ""}, {[]string{"a", "b", " "}, ""}, {[]string{"a", "b", "c"}, "TAB-CSV-02"}, {[]string{"NOM", "prenoms"}, "TAB-CSV-05"}, {[]string{" "}, ""}} {
		row := tabular.FromCells(3, c.cells)
		judge(&row)
		got := ""
		for _, f := range row.Findings {
			got += f.Code
		}
		if got != c.want {
			t.Errorf("%q: %s", c.cells, got)
		}
	}
}
