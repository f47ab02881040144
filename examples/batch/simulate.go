package main

import (
	"encoding/csv"
	"errors"
	"flag"
	"fmt"
	"strconv"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/examples/internal/app"
)

const usageSimulate = `batch simulate -charter A -charter B [-asof AAAA-MM-JJ] FICHIER…

Essaie une charte (B) sur un stock de demandes avant de la voter, et la compare à
la charte en vigueur (A). Pour chaque demande lue : son guichet peut-il
l'enregistrer (register), lui attribuer son numéro (issue_number), la renouveler
(renew) ? chaque partenaire peut-il la consulter (see) ?

Écrit en CSV ce qui change, par acte, partenaire et territoire (celui de la
première commune souhaitée) :
  act,party,commune,epci,departement,change,before,after,rule_before,rule_after,count
change : entering (devient possible), leaving (ne l'est plus), altered (refusé
autrement) ; unchanged n'est écrit qu'avec -all.

  -charter A -charter B   les deux chartes : fournies, ou des fichiers
  -asof DATE              jour auquel la question est posée (par défaut aujourd'hui)
  -all                    écrire aussi ce qui ne change pas
Sortie 1 si quelque chose devient possible ou cesse de l'être.
`

// repeated gathers an option given several times.
type repeated []string

func (r *repeated) String() string { return fmt.Sprint(*r) }

func (r *repeated) Set(text string) error {
	*r = append(*r, text)
	return nil
}

func simulateVerb(c console, args []string) (int, error) {
	flags := flag.NewFlagSet("batch simulate", flag.ContinueOnError)
	var names repeated
	flags.Var(&names, "charter", "")
	asOf := flags.String("asof", "", "")
	all := flags.Bool("all", false, "")
	files, err := parse(flags, args)
	switch {
	case err != nil:
		return 0, err
	case len(names) != 2:
		return 0, errors.New("donner deux chartes, -charter A -charter B ; voir « batch simulate -h »")
	case len(files) == 0:
		return 0, errors.New("donner au moins un fichier de demandes ; voir « batch simulate -h »")
	}
	day, err := dayOf(*asOf)
	if err != nil {
		return 0, err
	}
	var charters [2]*charter.Charter
	for i, name := range names {
		if charters[i], err = loadCharter(name); err != nil {
			return 0, err
		}
	}
	progress := newProgress(c.err)
	s, accounts, err := app.Simulate(charters[0], charters[1], files, day, progress)
	progress.Done()
	if err != nil {
		return 0, err
	}
	return tellSimulation(c, s, accounts, *all)
}

func tellSimulation(c console, s *charter.Simulation, accounts []app.FileCount, all bool) (int, error) {
	out := csv.NewWriter(c.out)
	_ = out.Write([]string{"act", "party", "commune", "epci", "departement", "change", "before", "after", "rule_before", "rule_after", "count"})
	for shift, n := range s.Shifts() {
		change := shift.Change()
		if change == charter.Unchanged && !all {
			continue
		}
		epci, departement := app.PlacesOf(shift.Commune)
		_ = out.Write([]string{string(shift.Act), shift.Party, shift.Commune, epci, departement, string(change),
			string(shift.Before), string(shift.After), shift.RuleBefore, shift.RuleAfter, strconv.Itoa(n)})
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return 0, fmt.Errorf("écriture du résultat : %w", err)
	}
	code := exitDone
	for _, a := range accounts {
		fmt.Fprintf(c.err, "%s : %d demandes lues, %d laissées de côté car illisibles\n", a.File, a.Read, a.Refused)
		if a.Refused > 0 {
			code = exitPerson
		}
	}
	totals := s.Totals()
	fmt.Fprintf(c.err, "%d réponses deviennent possibles, %d ne le sont plus, %d changent de raison, %d restent les mêmes\n",
		totals[charter.Entering], totals[charter.Leaving], totals[charter.Altered], totals[charter.Unchanged])
	if totals[charter.Entering]+totals[charter.Leaving] > 0 {
		code = exitPerson
	}
	return code, nil
}
