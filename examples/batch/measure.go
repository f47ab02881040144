package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"

	"github.com/fichier-unique/rules/examples/internal/sample"
	"github.com/fichier-unique/rules/matching/quality"
)

const usageMeasure = `batch measure [-shared DOSSIER] [-people N[,N…]] [-profile P[,P…]] [-seed N] [-names DOSSIER]

Mesure « batch dedupe » : sur les fichiers de gens que « batch sample » écrit
(par défaut 100000, de chaque profil), et sur les fichiers publics du DOSSIER
(par défaut ../shared) quand il est là. Écrit un tableau sur la sortie standard.
Chaque mesure est un programme à part : la durée et la mémoire sont les siennes,
de l'ouverture du fichier aux groupes écrits, sans le calcul de la mesure.
`

// trial is a file to search, with its truth.
type trial struct {
	name, file, plan string
	truth            []string // options of dedupe
	make             func(file string) error
}

const (
	febrlPlan = `{"date_format": "20060102", "columns": {"record_id": "rec_id", "birth_name": "surname", "first_names": "given_name", "birth_date": "date_of_birth",
"address": ["street_number", "address_1", "address_2"], "postal_code": "postcode", "commune": "suburb", "region": "state"%s}}`
	fakePlan = `{"columns": {"record_id": "unique_id", "birth_name": "surname", "first_names": "first_name", "birth_date": "dob", "commune": "city", "email": "email"}}`
)

// publicTrials are the files of a folder of labelled data.
func publicTrials(folder string) []trial {
	at := func(name string) string { return filepath.Join(folder, name) }
	without, with := fmt.Sprintf(febrlPlan, ""), fmt.Sprintf(febrlPlan, `, "identifier": "soc_sec_id"`)
	febrl := []string{"-truth", "rec_id", "-truth-match", "rec-([0-9]+)"}
	both := func(file string) error { return joinFiles(file, at("febrl4a.csv"), at("febrl4b.csv")) }
	return []trial{
		{name: "febrl1", file: at("febrl1.csv"), plan: without, truth: febrl},
		{name: "febrl2", file: at("febrl2.csv"), plan: without, truth: febrl},
		{name: "febrl4", plan: without, truth: febrl, make: both},
		{name: "febrl4, soc_sec_id", plan: with, truth: febrl, make: both},
		{name: "fake_1000", file: at("fake_1000.csv"), plan: fakePlan, truth: []string{"-truth", "cluster"}},
		{name: "synth20k", file: at("synth20k.csv.gz"), truth: []string{"-truth", "entity_id"}},
	}
}

// joinFiles writes files of the same headers as one.
func joinFiles(out string, names ...string) error {
	var b bytes.Buffer
	for i, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			return fmt.Errorf("%s : lecture impossible (%w)", name, err)
		}
		if i > 0 {
			_, data, _ = bytes.Cut(data, []byte("\n"))
		}
		b.Write(data)
		if !bytes.HasSuffix(data, []byte("\n")) {
			b.WriteByte('\n')
		}
	}
	return os.WriteFile(out, b.Bytes(), 0o600)
}

func measureVerb(c console, args []string) (int, error) {
	flags := flag.NewFlagSet("batch measure", flag.ContinueOnError)
	shared := flags.String("shared", "", "")
	people := flags.String("people", "100000", "")
	profiles := flags.String("profile", "easy,realistic,hard", "")
	seed := flags.Uint64("seed", 99, "")
	names := flags.String("names", "", "")
	rest, err := parse(flags, args)
	if err != nil {
		return 0, err
	}
	if len(rest) > 0 {
		return 0, fmt.Errorf("« %s » est de trop ; voir « batch measure -h »", rest[0])
	}
	var trials []trial
	if folder := publicFolder(*shared); folder != "" {
		trials = publicTrials(folder)
	} else {
		fmt.Fprintln(c.err, "Les fichiers publics ne sont pas là (-shared DOSSIER) : seuls les gens inventés sont mesurés.")
	}
	more, err := inventedTrials(*people, *profiles, *names, *seed)
	if err != nil {
		return 0, err
	}
	trials = append(trials, more...)
	return exitDone, measureAll(c, trials)
}

// inventedTrials are the files of invented people that were asked for.
func inventedTrials(people, profiles, names string, seed uint64) (trials []trial, err error) {
	for _, n := range strings.Split(people, ",") {
		records, err := strconv.Atoi(n)
		if err != nil {
			return nil, fmt.Errorf("-people : « %s » n'est pas un nombre", n)
		}
		if records < 1 {
			return nil, fmt.Errorf("-people %d : donner un nombre de personnes, 1 au moins", records)
		}
		for _, p := range strings.Split(profiles, ",") {
			population := sample.Population{Records: records, Profile: sample.Profile(p), Seed: seed}
			if _, err := population.Filings(); err != nil {
				return nil, err
			}
			options := []string{"sample", "-people", n, "-profile", p, "-seed", strconv.FormatUint(seed, 10)}
			if names != "" {
				options = append(options, "-names", names)
			}
			trials = append(trials, trial{name: n + " " + p, truth: []string{"-truth", "entity_id"}, make: func(file string) error {
				_, err := again(append(options, "-out", file)...)
				return err
			}})
		}
	}
	return trials, nil
}

// publicFolder finds the labelled data; "" when it is not there.
func publicFolder(shared string) string {
	if shared == "" {
		if shared = os.Getenv("FICHIER_SHARED"); shared == "" {
			shared = filepath.Join("..", "shared")
		}
	}
	folder := filepath.Join(shared, "reference", "data", "matching")
	if _, err := os.Stat(folder); err != nil {
		return ""
	}
	return folder
}

// measureAll runs the trials and prints their table.
func measureAll(c console, trials []trial) error {
	folder, err := os.MkdirTemp("", "mesure")
	if err != nil {
		return fmt.Errorf("dossier temporaire : %w", err)
	}
	defer os.RemoveAll(folder)
	fmt.Fprintf(c.out, "%s, %d processeurs, %s\n\n", machine(), runtime.GOMAXPROCS(0), runtime.Version())
	fmt.Fprintln(c.out, "| fichier | lignes | précision | rappel | F1 | B-cubed F1 | à trancher | rappel après | de 0,90 à 0,99 : vraies | plus grand | s | Mo |")
	fmt.Fprintln(c.out, "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |")
	for _, t := range trials {
		if err := t.run(c, folder); err != nil {
			return fmt.Errorf("%s : %w", t.name, err)
		}
	}
	return nil
}

// run measures one file: once for its time and memory, once for its quality.
func (t *trial) run(c console, folder string) error {
	if t.make != nil {
		t.file = filepath.Join(folder, "fichier.csv")
		if err := t.make(t.file); err != nil {
			return err
		}
	}
	args := []string{"dedupe", "-in", t.file, "-out", filepath.Join(folder, "groupes.csv")}
	if t.plan != "" {
		plan := filepath.Join(folder, "plan.json")
		if err := os.WriteFile(plan, []byte(t.plan), 0o600); err != nil {
			return err
		}
		args = append(args, "-columns", plan)
	}
	alone, err := again(args...)
	if err != nil {
		return err
	}
	measure := filepath.Join(folder, "mesure.json")
	if _, err := again(append(append(args, t.truth...), "-quality", measure)...); err != nil {
		return err
	}
	data, err := os.ReadFile(measure)
	if err != nil {
		return err
	}
	var q quality.Report
	if err := json.Unmarshal(data, &q); err != nil {
		return err
	}
	t.print(c.out, &q, alone)
	return nil
}

func (t *trial) print(w io.Writer, q *quality.Report, alone spent) {
	mixed := ""
	for _, b := range q.Calibration {
		if b.From == 0.9 {
			mixed = fmt.Sprintf("%.2f (%d)", b.Share, b.Pairs)
		}
	}
	largest := 1
	if len(q.Largest) > 0 {
		largest = q.Largest[0].Size
	}
	fmt.Fprintf(w, "| %s | %d | %.4f | %.4f | %.4f | %.4f | %.2f %% | %.4f | %s | %d | %.1f | %d |\n", t.name, q.Records, q.Pairs.Precision, q.Pairs.Recall, q.Pairs.F1,
		q.BCubed.F1, 100*q.Review.QueueShare, q.Review.Recall, mixed, largest, alone.took.Seconds(), alone.peak>>20)
}

// spent is what a program took.
type spent struct {
	took time.Duration
	peak int64 // bytes of memory; 0 where the system does not tell
}

// again runs this program with other arguments.
func again(args ...string) (spent, error) {
	self, err := os.Executable()
	if err != nil {
		return spent{}, err
	}
	cmd := exec.Command(self, args...)
	cmd.Env = append(os.Environ(), "BATCH_PROGRAM=1")
	var errs bytes.Buffer
	cmd.Stderr = &errs
	begun := time.Now()
	err = cmd.Run()
	s := spent{time.Since(begun), peakOf(cmd.ProcessState)}
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() == exitPerson {
		err = nil
	}
	if err != nil {
		return s, fmt.Errorf("%w\n%s", err, errs.String())
	}
	return s, nil
}

// machine names the processor, where the system tells.
func machine() string {
	file, err := os.Open("/proc/cpuinfo")
	if err == nil {
		defer file.Close()
		for s := bufio.NewScanner(file); s.Scan(); {
			if name, value, ok := strings.Cut(s.Text(), ":"); ok && strings.TrimSpace(name) == "model name" {
				return strings.TrimSpace(value)
			}
		}
	}
	return runtime.GOOS + " " + runtime.GOARCH
}
