package main

import (
	"errors"
	"flag"
	"fmt"
	"strings"

	"golang.org/x/text/language"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/examples/internal/app"
	"github.com/fichier-unique/rules/observatory"
	"github.com/fichier-unique/rules/observatory/territory"
)

const usageObserve = `batch observe -in FICHIER… -asof AAAA-MM-JJ -by commune,epci,departement -out DOSSIER

Compte des demandes par territoire et écrit des tableaux publiables : les petits
comptes sont cachés (« secret »), avec assez d'autres pour qu'aucun ne se retrouve.
Un FICHIER est un fichier de demandes (CSV, XLSX, lignes JSON, XML national) : il
donne le stock ; ou un journal d'événements (lignes JSON) : il donne aussi, avec
-from, les mouvements, les attributions, les délais et les pressions. Les règles du
formulaire ne sont pas appliquées ici : voir « batch check ». Un fichier de
comptage, sans donnée nominative, a pour colonnes deposited_on, communes, types,
persons, target, transfer, reason, ceiling, quartile, abnormal, quotas, nature (communes
suffit ; listes séparées par un blanc).

  -in FICHIER       à compter ; se répète, ou suivi d'autres fichiers
  -asof DATE        jour du stock, dernier jour de la période
  -from DATE        premier jour de la période des mouvements
  -by NIVEAUX       commune, epci, canton, arrondissement, departement, region, france
  -geography DATE   géographie des tableaux (par défaut la plus récente, 2026)
  -out DOSSIER      où écrire (par défaut out)
  -threshold N      seuil du secret (par défaut 5 ; 11 au moins pour les ressources et les motifs)
  -raw              sans secret, pour un usage interne : ne pas publier
  -outlines FICHIER contours en GeoJSON, pour les cartes ; -outlines-code nomme la propriété
                    du code, -outlines-credit dit à qui ils sont
  -cross A,B        avec -raw, croise des dimensions : type, target, age, size, transfer,
                    reason, ceiling, quartile, abnormal, quota, nature

Écrit un CSV par mesure et par niveau, dictionary.csv (définitions, formules,
sources), observatory.html (les images), tables.json, sdmx.csv, NIVEAU.geojson (valeurs à joindre aux contours) et
manifest.json (comptes, cases cachées, mesures non disponibles et pourquoi).
Sortie 1 si une ligne n'a pas pu être lue.
`

func observeVerb(c console, args []string) (int, error) {
	flags := flag.NewFlagSet("batch observe", flag.ContinueOnError)
	var in repeated
	flags.Var(&in, "in", "")
	asOf, from, geography := flags.String("asof", "", ""), flags.String("from", "", ""), flags.String("geography", "", "")
	by, out, cross := flags.String("by", "commune,epci,departement", ""), flags.String("out", defaultOut, ""), flags.String("cross", "", "")
	threshold := flags.Int("threshold", observatory.DefaultPolicy().Threshold, "")
	raw := flags.Bool("raw", false, "")
	outlines, code, credit := flags.String("outlines", "", ""), flags.String("outlines-code", "code", ""), flags.String("outlines-credit", "", "")
	files, err := parse(flags, args)
	if err != nil {
		return 0, err
	}
	o := app.Observation{Files: append(in, files...), Threshold: *threshold, Raw: *raw, Out: *out, Outlines: *outlines, OutlinesCode: *code, OutlinesCredit: *credit}
	if o.AsOf, err = dayOf(*asOf); err != nil {
		return 0, err
	}
	for _, d := range []struct {
		text string
		into *demand.Date
	}{{*from, &o.From}, {*geography, &o.Geography}} {
		if d.text == "" {
			continue
		}
		if *d.into, err = dayOf(d.text); err != nil {
			return 0, err
		}
	}
	if o.AsOf.Before(o.From) {
		return 0, fmt.Errorf("la période finit (-asof %s) avant de commencer (-from %s) ; échanger les deux dates", o.AsOf, o.From)
	}
	if o.Levels, err = levelsOf(*by); err != nil {
		return 0, err
	}
	if *cross != "" {
		if !o.Raw {
			return 0, errors.New("-cross ne sort qu'avec -raw : un croisement publié à côté des tableaux qu'il additionne les rendrait lisibles")
		}
		o.Cross = strings.Split(*cross, ",")
	}
	progress := newProgress(c.err)
	m, err := app.Observe(o, progress)
	progress.Done()
	if err != nil {
		return 0, err
	}
	return tellObservation(c, m, o.Out), nil
}

// levelsOf reads a list of levels, each once.
func levelsOf(text string) ([]observatory.Level, error) {
	var out []observatory.Level
	seen := map[observatory.Level]bool{}
	for name := range strings.SplitSeq(text, ",") {
		level := observatory.Level(strings.TrimSpace(name))
		if !level.Known() {
			var names []string
			for _, l := range territory.Levels() {
				names = append(names, string(l))
			}
			return nil, fmt.Errorf("« %s » n'est pas un niveau ; choisir parmi %s", level, strings.Join(names, ", "))
		}
		if !seen[level] {
			seen[level] = true
			out = append(out, level)
		}
	}
	return out, nil
}

func tellObservation(c console, m app.ObserveManifest, out string) int {
	code := exitDone
	for _, f := range m.Files {
		fmt.Fprintf(c.err, "%s : %d lues, %d comptées, %d illisibles\n", f.File, f.Read, f.Accepted, f.Refused)
		if f.Refused > 0 {
			code = exitPerson
		}
		if f.Unreadable != "" {
			fmt.Fprintf(c.err, "batch: %s\n", f.Unreadable)
		}
	}
	if book, err := app.Rulebook(); err == nil {
		for _, f := range m.Told {
			fmt.Fprintln(c.err, book.Sentence(language.French, f))
		}
	}
	if len(m.Nothing) > 0 {
		fmt.Fprintf(c.out, "rien n'est publiable, pas même le nombre des demandes : tout est caché dans %s ; agréger davantage (-by), ou -raw pour un usage interne\n", out)
		return code
	}
	fmt.Fprintf(c.out, "%d demandes en cours au %s, géographie %d : %d tableaux dans %s\n", m.Demands, m.AsOf, m.GeographyYear, len(m.Tables), out)
	if m.Raw {
		fmt.Fprintln(c.out, "sans secret statistique : pour un usage interne, ne pas publier")
	} else {
		fmt.Fprintf(c.out, "%d cases cachées (seuil %d) : manifest.json en donne la liste\n", len(m.Hidden), m.Threshold)
	}
	return code
}
