package main

import (
	"cmp"
	"encoding/csv"
	"errors"
	"flag"
	"fmt"
	"strconv"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/examples/internal/app"
	"github.com/fichier-unique/rules/observatory"
)

const usageAudit = `batch audit [-threshold N] DOSSIER

Attaque les tableaux publiés dans DOSSIER et ses sous-dossiers, comme le ferait un
lecteur qui les a tous : additions en ligne et en colonne, de la commune à l'EPCI
et au département, d'une mesure à l'autre, d'une publication à la suivante.

Rien ne se retrouve : une phrase, sortie 0. Sinon, sortie 1, et en CSV chaque
case cachée que l'on sait trop près :
file,territory,column,low,high,message

  -threshold N      plus petit effectif publié (par défaut celui du manifeste,
                    sinon 5)
`

func auditVerb(c console, args []string) (int, error) {
	flags := flag.NewFlagSet("batch audit", flag.ContinueOnError)
	threshold := flags.Int("threshold", 0, "")
	folders, err := parse(flags, args)
	switch {
	case err != nil:
		return 0, err
	case len(folders) != 1:
		return 0, errors.New("donner le dossier des tableaux publiés ; voir « batch audit -h »")
	}
	published, err := app.ReadPublished(folders[0])
	if err != nil {
		return 0, err
	}
	if len(published.Tables) == 0 {
		return 0, fmt.Errorf("%s : aucun tableau de l'observatoire ; donner le dossier écrit par « observe » ou « run »", folders[0])
	}
	policy := observatory.Policy{Threshold: cmp.Or(*threshold, published.Threshold, observatory.DefaultPolicy().Threshold), Sensitive: published.Sensitive}
	attack, err := observatory.Audit(published.Tables, policy)
	if err != nil {
		return 0, inFrench(err)
	}
	return tellAttack(c, published, attack)
}

// inFrench gives the sentence of a fault of the library, in French.
func inFrench(err error) error {
	var f demand.Fault
	if !errors.As(err, &f) {
		return err
	}
	book, bad := app.Rulebook()
	if bad != nil {
		return bad
	}
	return fmt.Errorf("%s : %s", f.Code, book.Sentence(french, f))
}

func tellAttack(c console, published *app.Published, attack observatory.Attack) (int, error) {
	if n := len(published.LeftOut); n > 0 {
		fmt.Fprintf(c.err, "%d fichier(s) CSV laissé(s) de côté : ce ne sont pas des tableaux d'effectifs\n", n)
	}
	if len(attack.Recovered)+len(attack.Exposed) == 0 {
		fmt.Fprintf(c.out, "%d case(s) cachée(s) dans %d tableau(x) : aucune ne se retrouve", attack.Hidden, len(published.Tables))
		if attack.Unproved > 0 {
			fmt.Fprintf(c.out, " (%d ni retrouvées ni prouvées à l'abri)", attack.Unproved)
		}
		fmt.Fprintln(c.out)
		return exitDone, nil
	}
	out := csv.NewWriter(c.out)
	_ = out.Write([]string{"file", "territory", "column", "low", "high", "message"})
	line := func(r observatory.Recovery, message string) {
		high := ""
		if r.High >= 0 {
			high = strconv.Itoa(r.High)
		}
		_ = out.Write([]string{published.Files[r.Table], r.Territory, r.Column, strconv.Itoa(r.Low), high, message})
	}
	for _, r := range attack.Recovered {
		message := "cachée, se retrouve exactement"
		if r.Low != r.High {
			message = "cachée, connue de trop près"
		}
		line(r, message)
	}
	for _, r := range attack.Exposed {
		line(r, "publiée sous le seuil")
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return 0, fmt.Errorf("écriture du résultat : %w", err)
	}
	return exitPerson, nil
}
