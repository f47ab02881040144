package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fichier-unique/rules/examples/internal/app"
	"github.com/fichier-unique/rules/observatory"
)

// folderOf writes a folder of published files.
func folderOf(t *testing.T, files map[string]string) string {
	t.Helper()
	folder := t.TempDir()
	for name, text := range files {
		if err := os.MkdirAll(filepath.Join(folder, filepath.Dir(name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

func TestAudit(t *testing.T) {
	const head = "territory_code,territory_name,"
	byType := head + "T1,T2,total\n21166,Chenôve,secret,12,secret\n21231,Dijon,secret,300,secret\n21617,Talant,20,40,60\nTOTAL,Ensemble,95,352,447\n"
	for _, c := range []struct {
		name  string
		files map[string]string
		args  []string
		code  int
		says  []string
	}{
		{"safe", map[string]string{"by_transfer_commune.csv": byType, "findings.csv": "code,row\nx,1\n"}, nil, 0, []string{"4 case(s) cachée(s) dans 1 tableau(x) : aucune ne se retrouve", "1 fichier(s) CSV laissé(s) de côté"}},
		{"a line and its total", map[string]string{"by_transfer_commune.csv": strings.Replace(byType, "12,secret", "12,15", 1)}, nil, 1, []string{"by_transfer_commune.csv,21166,T1,3,3,", "by_transfer_commune.csv,21231,T1,72,72,", "by_transfer_commune.csv,21231,total,372,372,"}},
		{"another level gives it", map[string]string{
			"by_transfer_commune.csv":     byType,
			"tables/by_transfer_epci.csv": head + "T1,T2,total\n242100410,Dijon Métropole,95,352,447\nTOTAL,Ensemble,95,352,447\n",
			"stock_first_commune.csv":     head + "total\n21166,Chenôve,15\n21231,Dijon,372\n21617,Talant,60\nTOTAL,Ensemble,447\n",
		}, nil, 1, []string{"21166,T1,3,3,"}},
		{"a measure nobody knows adds up to the eye", map[string]string{"mystere_commune.csv": head + "a,b,total\n21166,Chenôve,secret,12,15\n21231,Dijon,70,300,370\nTOTAL,Ensemble,73,312,385\n"}, nil, 1, []string{"mystere_commune.csv,21166,a,3,3,"}},
		{"two years and what is new", map[string]string{
			"manifest.json":           `{"tables": [{"file": "stock_first_commune.csv", "as_of": "2011-12-31"}, {"file": "exits_commune.csv", "from": "2012-01-01", "as_of": "2012-12-31"}, {"file": "entries_commune.csv", "from": "2012-01-01", "as_of": "2012-12-31"}]}`,
			"stock_first_commune.csv": head + "total\n21166,Chenôve,secret\n21231,Dijon,secret\n21617,Talant,60\nTOTAL,Ensemble,447\n",
			"entries_commune.csv":     head + "stock_start,new,total\n21166,Chenôve,3,20,23\n21231,Dijon,384,30,414\n21617,Talant,60,9,69\nTOTAL,Ensemble,447,59,506\n",
		}, nil, 1, []string{"stock_first_commune.csv,21166,total,3,3,", "entries_commune.csv,21166,stock_start,3,3,publiée sous le seuil"}},
		{"a higher threshold", map[string]string{"by_transfer_commune.csv": byType}, []string{"-threshold", "30"}, 1, []string{"21166,T2,12,12,publiée sous le seuil"}},
		{"the threshold of the manifest", map[string]string{"by_transfer_commune.csv": byType, "manifest.json": `{"threshold": 30}`}, nil, 1, []string{"publiée sous le seuil"}},
		{"not a threshold", map[string]string{"by_transfer_commune.csv": byType}, []string{"-threshold", "1"}, 2, []string{"un seuil de 1 ne cache rien"}},
		{"a threshold of nought", map[string]string{"by_transfer_commune.csv": byType}, []string{"-threshold", "0"}, 2, []string{"un seuil de 0 ne cache rien"}},
		{"a file of the manifest that is not there", map[string]string{"by_transfer_commune.csv": byType, "manifest.json": `{"tables": [{"file": "by_transfer_commune.csv"}, {"file": "by_age_commune.csv"}], "outputs": [{"name": "carte.html", "sha256": "00"}]}`}, nil, 1,
			[]string{`by_age_commune.csv,,,,,"annoncé par le manifeste, absent`, `carte.html,,,,,"annoncé par le manifeste, absent`}},
		{"figures are no counts", map[string]string{"by_transfer_commune.csv": byType, "age_mean_commune.csv": head + "total\n21231,Dijon,12.50\nTOTAL,Ensemble,na\n"}, nil, 0, []string{"1 fichier(s) CSV laissé(s) de côté"}},
		{"nothing there", nil, nil, 2, []string{"aucun tableau"}},
		{"no total", map[string]string{"by_transfer_commune.csv": head + "T1,total\n21166,Chenôve,5,5\n"}, nil, 2, []string{"n'est pas TOTAL"}},
		{"not a count", map[string]string{"by_transfer_commune.csv": head + "T1,total\nTOTAL,Ensemble,beaucoup,5\n"}, nil, 2, []string{"ligne 2, colonne T1"}},
		{"they contradict each other", map[string]string{"by_transfer_commune.csv": strings.Replace(byType, "95,352,447", "15,352,447", 1)}, nil, 2, []string{"SEC-AUD-04", "territoire TOTAL, colonne T1, dans by_transfer_commune.csv"}},
		{"as a spreadsheet saves it", map[string]string{"by_transfer_commune.CSV": "\xef\xbb\xbf" + strings.ReplaceAll(strings.Replace(byType, "12,secret", "12,15", 1), ",", ";")}, nil, 1, []string{"by_transfer_commune.CSV,21166,T1,3,3,"}},
		{"a table that is none", map[string]string{"by_transfer_commune.csv": byType, "by_age_commune.csv": "bonjour\n"}, nil, 2, []string{"by_age_commune.csv", "ne peut pas être contrôlé"}},
		{"a table of the manifest that is none", map[string]string{"manifest.json": `{"tables": [{"file": "mystere_commune.csv", "level": "commune", "additive": true, "sums_up": true}]}`, "by_transfer_commune.csv": byType, "mystere_commune.csv": "bonjour,toi\n1,2\n"}, nil, 2, []string{"mystere_commune.csv", "ne peut pas être contrôlé"}},
		{"a table left over", map[string]string{"manifest.json": `{"tables": [{"file": "by_transfer_commune.csv"}]}`, "by_transfer_commune.csv": byType, "stock_first_commune.csv": head + "total\n21166,Chenôve,15\n21231,Dijon,372\n21617,Talant,60\nTOTAL,Ensemble,447\n"}, nil, 1, []string{"ne les annonce pas (restes d'une autre publication ?) : stock_first_commune.csv", "21166,T1,3,3,"}},
		{"another file than that of the manifest", map[string]string{"manifest.json": `{"outputs": [{"name": "by_transfer_commune.csv", "sha256": "13cf7462"}]}`, "by_transfer_commune.csv": byType}, nil, 1, []string{"by_transfer_commune.csv,,,,,modifié depuis"}},
		{"a broken manifest", map[string]string{"manifest.json": "{"}, nil, 2, []string{"manifeste illisible"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			code, out, errs := call(append([]string{"audit", folderOf(t, c.files)}, c.args...)...)
			if code != c.code {
				t.Errorf("exit %d, want %d: %s%s", code, c.code, out, errs)
			}
			for _, text := range c.says {
				if !strings.Contains(out+errs, text) {
					t.Errorf("%q is not said: %s%s", text, out, errs)
				}
			}
		})
	}
	if code, _, errs := call("audit", filepath.Join(t.TempDir(), "absent")); code != 2 || !strings.Contains(errs, "ce dossier n'existe pas ; donner le dossier écrit par") || strings.Contains(errs, "no such") {
		t.Errorf("a folder that is not there: %d %s", code, errs)
	}
	if code, _, errs := call("audit"); code != 2 || !strings.Contains(errs, "donner le dossier") {
		t.Errorf("no folder: %d %s", code, errs)
	}
}

// Not proved safe is not safe.
func TestAuditUnproved(t *testing.T) {
	var out, errs strings.Builder
	code, err := tellAttack(console{out: &out, err: &errs}, &app.Published{}, observatory.Attack{Hidden: 9, Unproved: 3})
	if err != nil || code != exitPerson || !strings.Contains(errs.String(), "3 case(s) cachée(s) ni retrouvée(s) ni prouvée(s) à l'abri : ne pas publier") {
		t.Errorf("%d %v %s%s", code, err, out.String(), errs.String())
	}
}

// Every file of a publication is attacked, not the tables alone.
func TestAuditOtherFiles(t *testing.T) {
	const (
		head      = "territory_code,territory_name,"
		byType    = head + "T1,T2,total\n21166,Chenôve,secret,12,secret\n21231,Dijon,secret,300,secret\n21617,Talant,20,40,60\nTOTAL,Ensemble,95,352,447\n"
		stock     = head + "total\n21166,Chenôve,secret\n21231,Dijon,secret\nTOTAL,Ensemble,447\n"
		allHidden = head + "total\n21166,Chenôve,secret\n21231,Dijon,secret\nTOTAL,Ensemble,secret\n"
		day       = `{"as_of": "2026-06-30", "geography_year": 2026, "tables": [{"file": "by_transfer_commune.csv"}, {"file": "stock_first_commune.csv"}]}`
		alone     = `{"as_of": "2026-06-30", "geography_year": 2026, "tables": [{"file": "by_transfer_commune.csv"}]}`
		values    = `{"version": 1, "tables": [{"measure": {"code": "by_transfer"}, "level": "commune", "geography_year": 2026, "as_of": "2026-06-30", "columns": [{"code": "T1"}, {"code": "T2"}, {"code": "total"}],
			"rows": [{"code": "21166", "values": [null, 12, HERE]}, {"code": "21231", "values": [null, 300, null]}, {"code": "21617", "values": [20, 40, 60]}], "total": {"code": "TOTAL", "values": [95, 352, 447]}}]}`
		sdmx = "DATAFLOW,MEASURE,MEASURE_VERSION,GEO_LEVEL,GEO,GEO_YEAR,BREAKDOWN,TIME_PERIOD,OBS_VALUE,OBS_STATUS,CONF_STATUS,UNIT_MEASURE\n" +
			"X,by_transfer,1,commune,21166,2026,T1,2026-06-30,HERE,A,C,demande\nX,by_transfer,1,commune,_T,2026,_T,2026-06-30,447,A,F,demande\n"
		features = `{"type": "FeatureCollection", "features": [{"properties": {"code": "21166", "level": "commune", "by_transfer.T1": HERE, "by_transfer.T2": 12}}]}`
	)
	with := func(text, value string) string { return strings.Replace(text, "HERE", value, 1) }
	for _, c := range []struct {
		name  string
		files map[string]string
		code  int
		says  []string
	}{
		{"all alike", map[string]string{"manifest.json": alone, "by_transfer_commune.csv": byType, "tables.json": with(values, "null"), "sdmx.csv": with(sdmx, ""), "commune.geojson": with(features, "null")}, 0, []string{"aucune ne se retrouve"}},
		{"JSON shows", map[string]string{"manifest.json": day, "by_transfer_commune.csv": byType, "tables.json": with(values, "15")}, 1, []string{`tables.json,21166,total,15,15,"cachée dans by_transfer_commune.csv, publiée ici"`}},
		{"SDMX shows", map[string]string{"manifest.json": day, "by_transfer_commune.csv": byType, "sdmx.csv": with(sdmx, "3")}, 1, []string{"sdmx.csv,21166,T1,3,3,"}},
		{"GeoJSON shows", map[string]string{"manifest.json": day, "by_transfer_commune.csv": byType, "commune.geojson": with(features, "3")}, 1, []string{"commune.geojson,21166,T1,3,3,"}},
		{"no manifest", map[string]string{"by_transfer_commune.csv": byType, "commune.geojson": with(features, "3")}, 1, []string{"commune.geojson,21166,T1,3,3,"}},
		{"JSON alone is attacked", map[string]string{"stock_first_commune.csv": stock, "tables.json": with(values, "15")}, 1, []string{"tables.json,21166,T1,3,3,"}},
		{"GeoJSON alone has no totals", map[string]string{"stock_first_commune.csv": stock, "commune.geojson": with(features, "3")}, 1, []string{"commune.geojson,,by_transfer,,,publiée ici sans le tableau CSV"}},
		{"JSON says another value", map[string]string{"manifest.json": day, "by_transfer_commune.csv": byType, "tables.json": strings.Replace(with(values, "null"), "20, 40", "20, 41", 1)}, 1, []string{"tables.json,21617,T2,,,vaut 41 ici et 40 dans by_transfer_commune.csv"}},
		{"a page that nothing vouches for", map[string]string{"by_transfer_commune.csv": byType, "observatory.html": "<p>3</p>"}, 1, []string{"observatory.html,,,,,ne peut pas être contrôlé"}},
		{"the page shows", map[string]string{"manifest.json": day, "stock_first_commune.csv": stock, "observatory.html": "<figure class=\"chiffre\" id=\"figure-stock-first-commune\"><table><tr><th scope=\"row\">Chenôve</th><td class=\"n\">1\u202f015</td></tr></table></figure>"}, 1, []string{"observatory.html,21166,total,1015,1015,"}},
		{"a cell that the manifest says hidden", map[string]string{"manifest.json": strings.Replace(day, "{", `{"hidden": [{"file": "by_transfer_commune.csv", "territory": "21617", "column": "T1"}], `, 1), "by_transfer_commune.csv": byType}, 1, []string{`by_transfer_commune.csv,21617,T1,20,20,"cachée selon le manifeste`}},
		{"a file that it cannot read", map[string]string{"by_transfer_commune.csv": byType, "by_transfer.xlsx": "PK"}, 0, []string{"non contrôlé(s), l'audit ne sait pas les lire : by_transfer.xlsx"}},
		{"the page rounds more", map[string]string{"manifest.json": day, "stock_first_commune.csv": head + "total\n21166,Chenôve,20\nTOTAL,Ensemble,20\n", "age_mean_commune.csv": head + "total\n21166,Chenôve,12.35\nTOTAL,Ensemble,12.35\n",
			"observatory.html": "<figure id=\"figure-age-mean-commune\"><tr><th scope=\"row\">Chenôve</th><td class=\"n\">12,4</td></tr></figure><figure id=\"figure-stock-first-commune\"><tr><th scope=\"row\">Chenôve</th><td class=\"n\">21</td></tr></figure>"}, 1, []string{"observatory.html,21166,total,,,vaut 21 ici et 20 dans stock_first_commune.csv"}},
		{"a mean of hidden demands", map[string]string{"stock_first_commune.csv": head + "total\n21166,Chenôve,secret\n21231,Dijon,secret\nTOTAL,Ensemble,447\n", "by_transfer_commune.csv": byType,
			"by_target_commune.csv": head + "T1,T2,total\n21166,Chenôve,secret,12,secret\n21231,Dijon,secret,300,secret\n21617,Talant,20,40,60\nTOTAL,Ensemble,95,352,447\n",
			"age_mean_commune.csv":  head + "T1,total\n21166,Chenôve,secret,12.50\nTOTAL,Ensemble,9.00,12.00\n", "transfer_share_commune.csv": head + "total\n21231,Dijon,0.20\nTOTAL,Ensemble,0.21\n"}, 1,
			[]string{`age_mean_commune.csv,21166,total,12.50,12.50,"publiée alors qu'elle repose sur un compte caché dans by_target_commune.csv`, "transfer_share_commune.csv,21231,total,0.20"}},
		{"the manifest counts what is hidden", map[string]string{"manifest.json": strings.Replace(day, "{", `{"demands": 23, `, 1), "stock_first_commune.csv": allHidden}, 1, []string{"stock_first_commune.csv,TOTAL,total,23,23,"}},
		{"the manifest counts what is shown", map[string]string{"manifest.json": strings.Replace(alone, "{", `{"demands": 447, `, 1), "by_transfer_commune.csv": byType}, 0, []string{"aucune ne se retrouve"}},
		{"the lines read are what is hidden", map[string]string{"manifest.json": strings.Replace(day, "{", `{"files": [{"file": "a.csv", "accepted": 23}], `, 1), "stock_first_commune.csv": allHidden}, 1, []string{"manifest.json,TOTAL,total,23,23,"}},
		{"two releases of a day", map[string]string{"a/manifest.json": day, "b/manifest.json": day, "a/by_transfer_commune.csv": byType, "b/by_transfer_commune.csv": strings.Replace(byType, "95,352,447", "96,352,448", 1)}, 1,
			[]string{"b/by_transfer_commune.csv,TOTAL,T1,,,\"vaut 96 ici et 95 dans a/by_transfer_commune.csv : deux publications du même jour ne peuvent pas être publiées ensemble", "se contredisent"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			code, out, errs := call("audit", folderOf(t, c.files))
			if code != c.code {
				t.Errorf("exit %d, want %d: %s%s", code, c.code, out, errs)
			}
			for _, text := range c.says {
				if !strings.Contains(out+errs, text) {
					t.Errorf("%q is not said: %s%s", text, out, errs)
				}
			}
			if strings.Contains(out, "12.35") {
				t.Errorf("a mean rounded more is told as another: %s", out)
			}
		})
	}
}
