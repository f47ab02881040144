package main

import (
	"encoding/json"
	"flag"
	"fmt"

	"github.com/fichier-unique/rules/examples/internal/app"
)

const usageIndex = `batch index -in FICHIER.csv[.gz] [-columns PLAN.json] -bench N

Construit l'index vivant d'un fichier, y recherche N de ses enregistrements,
l'un après l'autre, et écrit une ligne JSON :

  records           enregistrements de l'index
  build_s           secondes, de l'ouverture du fichier à l'index prêt
  bytes_per_record  mémoire tenue par l'index, par enregistrement
  p50_us, p99_us    microsecondes d'une recherche : la moitié, puis 99 sur 100,
                    durent au plus cela
  lookups, found    recherches faites, et celles qui ont retrouvé l'enregistrement

Le plan des colonnes est celui de « batch dedupe -h ».
`

func indexVerb(c console, args []string) (int, error) {
	flags := flag.NewFlagSet("batch index", flag.ContinueOnError)
	in := flags.String("in", "", "")
	plan := flags.String("columns", "", "")
	bench := flags.Int("bench", 0, "")
	rest, err := parse(flags, args)
	if err != nil {
		return 0, err
	}
	if len(rest) > 0 {
		return 0, fmt.Errorf("« %s » est de trop : écrire -in FICHIER ; voir « batch index -h »", rest[0])
	}
	m, err := app.LoadColumns(*plan)
	if err != nil {
		return 0, err
	}
	progress := newProgress(c.err)
	trial, err := app.TryIndex(*in, m, *bench, progress)
	progress.Done()
	if err != nil {
		return 0, err
	}
	if err := sayNotes(c.err, trial.Account); err != nil {
		return 0, err
	}
	if err := json.NewEncoder(c.out).Encode(trial); err != nil {
		return 0, err
	}
	if trial.Account.Refused > 0 {
		return exitPerson, nil
	}
	return exitDone, nil
}
