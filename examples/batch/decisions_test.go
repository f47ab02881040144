package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What persons decided is obeyed, said, and not asked again.
func TestDedupeObeysDecisions(t *testing.T) {
	in, dir := people(t, 2000), t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	if code, _, errs := call("dedupe", "-in", in, "-out", at("c.csv"), "-pairs", at("p.csv"), "-review", at("r.csv")); code == 2 {
		t.Fatal(errs)
	}
	queue, merged := table(t, at("r.csv")), table(t, at("p.csv"))
	same, distinct := queue[1], []string(nil)
	for _, row := range merged[1:] {
		if row[3] == "merge" {
			distinct = row
			break
		}
	}
	log := `{"v":1,"id":{"origin":"21001","counter":1},"at":"2023-11-14T22:13:20.000Z","who":"agent-1","decision":"same","a":"` + same[0] + `","b":"` + same[1] + `"}
{"v":1,"id":{"origin":"21001","counter":2},"at":"2023-11-14T22:13:21.000Z","who":"agent-1","decision":"distinct","a":"` + distinct[0] + `","b":"` + distinct[1] + `"}
`
	if err := os.WriteFile(at("log.jsonl"), []byte(log), 0o600); err != nil {
		t.Fatal(err)
	}
	_, _, errs := call("dedupe", "-in", in, "-out", at("c2.csv"), "-pairs", at("p2.csv"), "-review", at("r2.csv"), "-decisions", at("log.jsonl"))
	if !strings.Contains(errs, "décisions suivies : 1 réunions, 1 séparations ; 0 contredites par d'autres, 0 sur des lignes absentes") {
		t.Error(errs)
	}
	cluster := map[string]string{}
	for _, row := range table(t, at("c2.csv")) {
		cluster[row[0]] = row[1]
	}
	if cluster[same[0]] != cluster[same[1]] || cluster[distinct[0]] == cluster[distinct[1]] {
		t.Error("a decision is not obeyed")
	}
	for _, name := range []string{"p2.csv", "r2.csv"} {
		for _, row := range table(t, at(name)) {
			if row[0] == distinct[0] && row[1] == distinct[1] {
				t.Errorf("%s asks again: %v", name, row)
			}
		}
	}
	if err := os.WriteFile(at("log.jsonl"), []byte(log+"{}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if code, _, errs := call("dedupe", "-in", in, "-out", at("c3.csv"), "-decisions", at("log.jsonl")); code != 2 || !strings.Contains(errs, "ligne 3") {
		t.Errorf("%d %s", code, errs)
	}
}

// What counts for nothing is said: values that name nobody, a telephone of everybody.
func TestDedupeTellsWhatCountsForNothing(t *testing.T) {
	dir := t.TempDir()
	var b strings.Builder
	b.WriteString("id,nom,prenom,naissance,tel\n")
	for i := range 60 {
		fmt.Fprintf(&b, "k%d,INCONNU,INCONNU,1900-01-01,0639980001\n", i)
		fmt.Fprintf(&b, "p%d,Zorb%c%c,Odilon,1980-%02d-%02d,0639980002\n", i, 'a'+i%26, 'a'+i/26, 1+i%12, 1+i%28)
	}
	plan := `{"columns":{"record_id":"id","birth_name":"nom","first_names":"prenom","birth_date":"naissance","phone":"tel"}}`
	for name, text := range map[string]string{"f.csv": b.String(), "plan.json": plan} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	code, _, errs := call("dedupe", "-in", filepath.Join(dir, "f.csv"), "-out", filepath.Join(dir, "c.csv"), "-columns", filepath.Join(dir, "plan.json"))
	for _, want := range []string{"180 valeurs qui ne désignent personne", "lignes au téléphone que plus de cinquante lignes partagent"} {
		if !strings.Contains(errs, want) {
			t.Errorf("exit %d, %q is not said: %s", code, want, errs)
		}
	}
}

// Fifty decisions of each kind refine the weights, which is said; fewer do not.
func TestDedupeLearnsFromDecisions(t *testing.T) {
	in, dir := people(t, 6000), t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	if code, _, errs := call("dedupe", "-in", in, "-out", at("c.csv"), "-pairs", at("p.csv")); code == 2 {
		t.Fatal(errs)
	}
	var same, distinct [][]string
	for i, row := range table(t, at("p.csv"))[1:] {
		switch {
		case row[3] != "merge":
		case len(same) < 60:
			same = append(same, row)
		default:
			distinct = append(distinct, []string{row[0], table(t, at("c.csv"))[1+i][0]})
		}
		if len(distinct) == 60 {
			break
		}
	}
	said := func(each int) string {
		var log strings.Builder
		for i := range each {
			for k, p := range [][]string{same[i], distinct[i]} {
				fmt.Fprintf(&log, `{"v":1,"id":{"origin":"21001","counter":%d},"at":"2023-11-14T22:13:20.000Z","who":"agent-1","decision":"%s","a":"%s","b":"%s"}`+"\n",
					2*i+k+1, []string{"same", "distinct"}[k], min(p[0], p[1]), max(p[0], p[1]))
			}
		}
		if err := os.WriteFile(at("log.jsonl"), []byte(log.String()), 0o600); err != nil {
			t.Fatal(err)
		}
		code, _, errs := call("dedupe", "-in", in, "-out", at("c2.csv"), "-decisions", at("log.jsonl"))
		if code == 2 {
			t.Fatal(errs)
		}
		return errs
	}
	const learned = "poids affinés par 60 réunions et 60 séparations décidées"
	if errs := said(60); !strings.Contains(errs, learned) {
		t.Error(errs)
	}
	if errs := said(20); strings.Contains(errs, "poids affinés") || !strings.Contains(errs, "20 réunions") {
		t.Error(errs)
	}
}
