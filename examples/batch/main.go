package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
)

// Exit codes of the contract.
const (
	exitDone   = 0 // done, nothing refused
	exitPerson = 1 // done, but something was refused or needs a person
	exitFailed = 2 // could not run
)

// console is where a verb writes: results on out, progress and messages on err.
type console struct {
	in       io.Reader
	out, err io.Writer
}

// verb is one command: its usage in French, and what runs it.
type verb struct {
	name, summary, usage string
	run                  func(c console, args []string) (int, error)
}

func verbs() []verb {
	return []verb{
		{"run", "vérifier, rapprocher, numéroter, compter : toute la chaîne", usageRun, runVerb},
		{"check", "vérifier des fichiers et écrire les constats en CSV", usageCheck, checkVerb},
		{"dedupe", "chercher les personnes présentes plusieurs fois dans un CSV", usageDedupe, dedupeVerb},
		{"index", "mesurer l'index vivant : construction, mémoire, durée d'une recherche", usageIndex, indexVerb},
		{"measure", "mesurer la recherche de doublons sur des fichiers dont la vérité est connue", usageMeasure, measureVerb},
		{"number", "lire ou attribuer des numéros uniques", usageNumber, numberVerb},
		{"ceiling", "donner un plafond de ressources, avec son arrêté", usageCeiling, ceilingVerb},
		{"household", "donner la catégorie de foyers et leurs plafonds", usageHousehold, householdVerb},
		{"calendar", "donner toutes les dates d'une demande, avec leur règle", usageCalendar, calendarVerb},
		{"decide", "dire qui peut faire quoi, et pourquoi, d'après une charte", usageDecide, decideVerb},
		{"observe", "compter des demandes par territoire : stock, mouvements, délais, secret statistique appliqué", usageObserve, observeVerb},
		{"simulate", "comparer deux chartes sur un stock de demandes", usageSimulate, simulateVerb},
		{"audit", "attaquer des tableaux publiés : une case cachée se retrouve-t-elle ?", usageAudit, auditVerb},
		{"rules", "écrire toutes les règles en JSON, avec leur source", usageRules, rulesVerb},
		{"profiles", "écrire les profils de colonnes reconnus, en JSON", usageProfiles, profilesVerb},
		{"export", "écrire tout le fichier du serveur dans un format ouvert", usageExport, exportVerb},
		{"import", "relire un export dans une base vide", usageImport, importVerb},
		{"sample", "écrire un exemple : trois partenaires, ou une foule avec sa vérité", usageSample, sampleVerb},
	}
}

func main() {
	os.Exit(run(console{os.Stdin, os.Stdout, os.Stderr}, os.Args[1:]))
}

// run finds the verb and runs it; a failure is one sentence that says what to do.
func run(c console, args []string) int {
	name := "run"
	if len(args) > 0 {
		name, args = args[0], args[1:]
	}
	switch name {
	case "help", "aide", "-h", "-help", "--help":
		fmt.Fprint(c.out, usageAll())
		return exitDone
	}
	all := verbs()
	i := slices.IndexFunc(all, func(v verb) bool { return v.name == name })
	if i < 0 {
		fmt.Fprintf(c.err, "batch: « %s » n'est pas un verbe ; choisir parmi %s, ou « help » pour l'aide\n", name, verbNames())
		return exitFailed
	}
	code, err := all[i].run(c, args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		fmt.Fprint(c.out, all[i].usage)
		return exitDone
	case err != nil:
		fmt.Fprintf(c.err, "batch: %v\n", err)
		return exitFailed
	}
	return code
}

func verbNames() string {
	var names []string
	for _, v := range verbs() {
		names = append(names, v.name)
	}
	return strings.Join(names, ", ")
}

// parse reads flags and arguments in any order. Unknown flags and bad values
// become one French sentence.
func parse(flags *flag.FlagSet, args []string) ([]string, error) {
	flags.SetOutput(io.Discard)
	flags.Usage = func() {}
	var rest []string
	for {
		if err := flags.Parse(args); err != nil {
			if errors.Is(err, flag.ErrHelp) {
				return nil, err
			}
			return nil, fmt.Errorf("%s ; voir « %s -h »", frenchFlagError(err), flags.Name())
		}
		if args = flags.Args(); len(args) == 0 {
			return rest, nil
		}
		rest, args = append(rest, args[0]), args[1:]
	}
}

// frenchFlagError puts the messages of package flag into French.
func frenchFlagError(err error) string {
	text := err.Error()
	for _, m := range [...]struct{ english, french string }{
		{"flag provided but not defined: ", "option inconnue : "},
		{"flag needs an argument: ", "il manque la valeur de l'option "},
	} {
		if rest, ok := strings.CutPrefix(text, m.english); ok {
			return m.french + rest
		}
	}
	if strings.HasPrefix(text, "invalid value") || strings.HasPrefix(text, "invalid boolean value") {
		return "valeur d'option refusée (" + text + ")"
	}
	return text
}
