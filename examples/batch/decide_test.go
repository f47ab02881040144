package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fichier-unique/rules/charter"
)

// decide runs the verb and gives its lines.
func decide(t testing.TB, in string, args ...string) (lines []map[string]any, code int, said string) {
	t.Helper()
	var out, errs bytes.Buffer
	code = run(console{strings.NewReader(in), &out, &errs}, append([]string{"decide"}, args...))
	for text := range strings.Lines(out.String()) {
		var line map[string]any
		if err := json.Unmarshal([]byte(text), &line); err != nil {
			t.Fatalf("%v: %s", err, text)
		}
		lines = append(lines, line)
	}
	return lines, code, errs.String()
}

func TestDecide(t *testing.T) {
	const register = `{"actor":{"desk":"21001"},"act":"register","facts":{"communes":["21231"]},"date":"2011-03-02"}`
	for _, c := range []struct {
		name, in string
		code     int
		want     []string // outcome rule remedy_rule, one for each line
	}{
		{"allowed", register, 0, []string{"allowed CHA-ENR-01 "}},
		{"facts named demand, an actor in one word, a mark, Windows ends", "\xef\xbb\xbf" + `{"actor":"21001","act":"register","demand":{"communes":["21231"]},"date":"2011-03-02"}` + "\r\n\r\n", 0, []string{"allowed CHA-ENR-01 "}},
		{"refused", strings.Replace(register, "21231", "71270", 1), 1, []string{"refused CHA-TER-01 CHA-REM-03"}},
		{"a fact is missing", strings.Replace(register, `"communes":["21231"]`, "", 1), 1, []string{"unknown CHA-TER-01 CHA-REM-03"}},
		{"not a question, then one", "junk\n" + register, 1, []string{"unknown CHA-QUE-01 CHA-REM-35", "allowed CHA-ENR-01 "}},
		{"an unknown fact", strings.Replace(register, "communes", "channel", 1), 1, []string{"unknown CHA-QUE-02 CHA-REM-35"}},
		{"another charter", strings.Replace(register, `"actor":{"desk":"21001"}`, `"charter":"national-2010","actor":"landlord"`, 1), 0, []string{"allowed CHA-ENR-01 "}},
		{"a charter nobody ships", strings.Replace(register, `"actor"`, `"charter":"nulle-part","actor"`, 1), 1, []string{"unknown CHA-QUE-05 CHA-REM-35"}},
		{"nothing", "", 0, nil},
	} {
		lines, code, said := decide(t, c.in, "-charter", "grand-dijon-2010")
		var got []string
		for _, l := range lines {
			remedy, _ := l["remedy_rule"].(string)
			got = append(got, fmt.Sprintf("%s %s %s", l["outcome"], l["rule"], remedy))
			if l["source"] == "" || l["message"] == "" || l["outcome"] != "allowed" && l["remedy"] == "" {
				t.Errorf("%s: %v", c.name, l)
			}
		}
		if code != c.code || strings.Join(got, "\n") != strings.Join(c.want, "\n") || said != "" {
			t.Errorf("%s: exit %d, %q %s", c.name, code, got, said)
		}
	}
}

func TestDecideArguments(t *testing.T) {
	for _, args := range [][]string{nil, {"-charter", "nulle-part"}, {"-charter", "national-2010", "-lang", "de"}, {"-charter", "national-2010", "/nulle/part.jsonl"}} {
		if _, code, said := decide(t, "", args...); code != exitFailed || !strings.HasPrefix(said, "batch: ") {
			t.Errorf("%v: exit %d, %s", args, code, said)
		}
	}
	bad := filepath.Join(t.TempDir(), "charte.json")
	if err := os.WriteFile(bad, []byte("{\"name\":\"x\",\n\"profile\":\"1990\"}"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, code, said := decide(t, "", "-charter", bad); code != exitFailed || !strings.Contains(said, "CHA-FIC-03") || !strings.Contains(said, "Ligne 2") {
		t.Errorf("exit %d, %s", code, said)
	}
}

// The same charter file gives the same answers to the batch tool and to a program
// of thirty lines, on ten thousand requests.
func TestTheSameCharterAnswersTheSame(t *testing.T) {
	data, err := os.ReadFile("../../charter/data/grand-dijon-2010.json")
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "charte.json")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	var in strings.Builder
	random := rand.New(rand.NewPCG(1, 7))
	pick := func(all ...string) string { return all[random.IntN(len(all))] }
	for range 10_000 {
		fmt.Fprintf(&in, `{"actor":{"desk":"%s"},"act":"%s","facts":{"communes":["%s"],"status":"%s","motive":"%s","deposited":"20%02d-0%d-15","purpose":"%s","numbered":%s,"minimum":%s,"received":true,"origin":"%s"},"date":"2011-0%d-1%d"}`+"\n",
			pick("21001", "21002", "21400", "21500", "21600", "21700", "99999"), pick("register", "issue_number", "modify", "renew", "strike_off", "see", "attest", "merge", "examine"),
			pick("21231", "21054", "71270"), pick("active", "expired", "struck_off"), pick("RADATT", "RADABA", "RADREN", "RADCON"), 9+random.IntN(2), 1+random.IntN(9),
			pick("allocation", "autre"), pick("true", "false", "null"), pick("true", "false", "null"), pick("applicant", "paper", "third_party"), 1+random.IntN(9), random.IntN(10))
	}
	lines, _, said := decide(t, in.String(), "-charter", file)
	if said != "" || len(lines) != 10_000 {
		t.Fatalf("%d lines, %s", len(lines), said)
	}
	i, outcomes := 0, map[string]int{}
	for answer, err := range thirtyLines(data, in.String()) {
		if err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprintf("%s %s", lines[i]["outcome"], lines[i]["rule"]); got != answer {
			t.Fatalf("line %d: the tool says %s, the program %s", i+1, got, answer)
		}
		outcomes[answer[:7]]++
		i++
	}
	if i != 10_000 || len(outcomes) != 3 {
		t.Errorf("%d answers, %v", i, outcomes)
	}
}

// thirtyLines is a vendor's program: it loads a charter and answers questions.
func thirtyLines(file []byte, questions string) func(yield func(string, error) bool) {
	return func(yield func(string, error) bool) {
		c, faults := charter.Load(file)
		if len(faults) > 0 {
			yield("", faults[0])
			return
		}
		for text := range strings.Lines(questions) {
			q, faults := charter.DecodeQuestion([]byte(text))
			if len(faults) > 0 {
				yield("", faults[0])
				return
			}
			d := charter.Decide(c, q.Actor, q.Act, q.Facts, q.On)
			if !yield(string(d.Outcome)+" "+d.Rule, nil) {
				return
			}
		}
	}
}

func TestSimulate(t *testing.T) {
	dir := t.TempDir()
	data, err := os.ReadFile("../../charter/data/exemple-cote-d-or.json")
	if err != nil {
		t.Fatal(err)
	}
	other := filepath.Join(dir, "b.json")
	if err := os.WriteFile(other, bytes.Replace(data, []byte("2000-12-01"), []byte("2012-01-01"), 1), 0o600); err != nil {
		t.Fatal(err)
	}
	csvFile := filepath.Join(dir, "demandes.jsonl")
	rows := `{"desk":"21166","deposited_on":"2010-10-15","applicant":{"used_name":"Zzyzx"},"wanted":{"places":[{"commune":"21166"}]}}
{"desk":"21001","deposited_on":"2010-10-15","applicant":{"used_name":"Qwfpgj"},"wanted":{"places":[{"commune":"21231"}]}}
`
	if err := os.WriteFile(csvFile, []byte(rows), 0o600); err != nil {
		t.Fatal(err)
	}
	run := func(args ...string) (string, string, int) {
		var out, errs bytes.Buffer
		code := run(console{strings.NewReader(""), &out, &errs}, append([]string{"simulate"}, args...))
		return out.String(), errs.String(), code
	}
	out, said, code := run("-charter", "exemple-cote-d-or", "-charter", other, "-asof", "2011-06-30", csvFile)
	if code != exitPerson || !strings.Contains(out, "register,mairie,21166,242100410,21,leaving,allowed,refused,CHA-ENR-01,CHA-PAR-04,1\n") || strings.Contains(out, "register,bailleur-a") {
		t.Errorf("exit %d\n%s\n%s", code, out, said)
	}
	if !strings.Contains(said, "ne le sont plus") {
		t.Error(said)
	}
	out, _, code = run("-charter", "exemple-cote-d-or", "-charter", "exemple-cote-d-or", "-asof", "2011-06-30", csvFile)
	if code != exitDone || strings.Count(out, "\n") != 1 {
		t.Errorf("nothing changes: exit %d\n%s", code, out)
	}
	for _, args := range [][]string{{csvFile}, {"-charter", "national-2010", csvFile}, {"-charter", "national-2010", "-charter", "national-2012"}, {"-charter", "national-2010", "-charter", "national-2012", "/nulle/part"}} {
		if _, said, code := run(args...); code != exitFailed || !strings.HasPrefix(said, "batch: ") {
			t.Errorf("%v: exit %d, %s", args, code, said)
		}
	}
}

func BenchmarkDecideVerb(b *testing.B) {
	line := `{"actor":{"desk":"21001"},"act":"register","facts":{"communes":["21231"]},"date":"2011-03-02"}` + "\n"
	in := strings.Repeat(line, 1000)
	b.SetBytes(int64(len(in)))
	for b.Loop() {
		var out, errs bytes.Buffer
		run(console{strings.NewReader(in), &out, &errs}, []string{"decide", "-charter", "grand-dijon-2010"})
	}
}
