package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/text/language"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/examples/internal/app"
	"github.com/fichier-unique/rules/examples/internal/sample"
)

const (
	defaultOut     = "out"
	defaultCharter = "exemple-cote-d-or"
)

func runVerb(c console, args []string) (int, error) {
	flags := flag.NewFlagSet("batch run", flag.ContinueOnError)
	out := flags.String("out", defaultOut, "")
	charterName := flags.String("charter", defaultCharter, "")
	asOf := flags.String("asof", "", "")
	threshold := flags.Int("threshold", 5, "")
	lang := flags.String("lang", "fr", "")
	outlines, code, credit := flags.String("outlines", "", ""), flags.String("outlines-code", "code", ""), flags.String("outlines-credit", "", "")
	var memory app.Memory
	flags.Var(&memory, "memory", "")
	files, err := parse(flags, args)
	if err != nil {
		return 0, err
	}
	job := app.Job{Files: files, Memory: memory, Threshold: *threshold, Out: *out, Title: "Fichier partagé de la demande",
		Outlines: *outlines, OutlinesCode: *code, OutlinesCredit: *credit}
	if len(files) == 0 {
		s, err := sample.Generate(sample.DefaultSeed, sample.DefaultDemands)
		if err != nil {
			return 0, err
		}
		if job.Files, err = writeSample(filepath.Join(*out, "sample"), s); err != nil {
			return 0, err
		}
		if *asOf == "" {
			*asOf = s.AsOf.String()
		}
		job.Title += " : exemple de trois partenaires"
	}
	if job.Setting, err = settingOf(*asOf, ""); err != nil {
		return 0, err
	}
	if job.Charter, err = loadCharter(*charterName); err != nil {
		return 0, err
	}
	return runJob(c, job, *lang)
}

// runJob runs, writes, and says where to look.
func runJob(c console, job app.Job, lang string) (int, error) {
	tag, err := langOf(lang)
	if err != nil {
		return 0, err
	}
	book, err := app.Rulebook()
	if err != nil {
		return 0, err
	}
	progress := newProgress(c.err)
	job.Stage = func(what string) { fmt.Fprintln(c.err, what) }
	result, err := app.Run(job, progress)
	progress.Done()
	if err != nil {
		return 0, err
	}
	manifest, err := result.Write(book, tag)
	if err != nil {
		return 0, err
	}
	return sumUp(c, job, result, manifest), nil
}

// sumUp prints the accounts and where to look, and chooses the exit code.
func sumUp(c console, job app.Job, r *app.Result, m app.Manifest) int {
	code := exitDone
	for _, f := range r.Files {
		if f.Unreadable != "" {
			fmt.Fprintf(c.err, "batch: %s\n", f.Unreadable)
			code = exitFailed
		}
		fmt.Fprintf(c.out, "%s : %d lues = %d acceptées + %d refusées\n", f.File, f.Read, f.Accepted, f.Refused)
	}
	t := m.Totals
	fmt.Fprintf(c.out, "Total : %d lues = %d acceptées + %d refusées\n", t.Read, t.Accepted, t.Refused)
	fmt.Fprintf(c.out, "%d demandes distinctes (%d lignes rapprochées), %d rapprochements à trancher\n", t.Demands, m.Matching.Merged, m.Matching.Review)
	fmt.Fprintf(c.out, "%d numéros conservés, %d attribués, %d remplacés\n", t.NumbersKept, t.NumbersIssued, t.NumbersReplaced)
	fmt.Fprintf(c.out, "Ouvrir %s dans un navigateur ; les comptes sont dans %s\n",
		filepath.Join(job.Out, "report.html"), filepath.Join(job.Out, app.ManifestName))
	if code == exitDone && (t.Refused > 0 || m.Matching.Review > 0 || needsPerson(r)) {
		code = exitPerson
	}
	return code
}

func needsPerson(r *app.Result) bool {
	for _, f := range r.Findings {
		if f.Severity == demand.ToConfirm {
			return true
		}
	}
	return false
}

// loadCharter takes a shipped charter by its name, or a file.
func loadCharter(name string) (*charter.Charter, error) {
	if shipped, ok := charter.Named(name); ok {
		return shipped, nil
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("charte « %s » inconnue : donner un fichier JSON, ou l'une des chartes fournies (%s)", name, strings.Join(charter.Names(), ", "))
	}
	loaded, faults := charter.Load(data)
	if len(faults) == 0 {
		return loaded, nil
	}
	book, err := app.Rulebook()
	if err != nil {
		return nil, err
	}
	lines := []string{fmt.Sprintf("charte « %s » refusée :", name)}
	for _, f := range faults {
		rule, _ := book.Rule(f.Code)
		lines = append(lines, fmt.Sprintf("  %s %s : %s [%s]", f.Code, f.Path, book.Sentence(french, f), rule.Source))
	}
	return nil, errors.New(strings.Join(lines, "\n"))
}

var french = language.French
