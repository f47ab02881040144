package main

import (
	"cmp"
	"encoding/csv"
	"errors"
	"flag"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/examples/internal/app"
	"github.com/fichier-unique/rules/observatory"
)

const usageAudit = `batch audit [-threshold N] DOSSIER

Attaque les tableaux publiés dans DOSSIER et ses sous-dossiers, comme le ferait un
lecteur qui les a tous : additions en ligne et en colonne, de la commune à l'EPCI
et au département, d'une mesure à l'autre, d'une publication à la suivante.

Tout est prouvé à l'abri : une phrase, sortie 0. Sinon, sortie 1, et en CSV chaque
case cachée que l'on sait trop près, ou le fichier qu'il faut regarder (modifié
depuis le manifeste, contredit par un autre) :
file,territory,column,low,high,message
Un fichier annoncé comme un tableau et qui ne se lit pas : sortie 2.

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
	given := false
	flags.Visit(func(f *flag.Flag) { given = given || f.Name == "threshold" })
	if given && *threshold < 2 {
		return 0, fmt.Errorf("un seuil de %d ne cache rien ; donner 2 ou plus, ou ne rien donner : celui du manifeste sert alors", *threshold)
	}
	published, err := app.ReadPublished(folders[0])
	if err != nil {
		return 0, err
	}
	if len(published.Tables) == 0 {
		return 0, fmt.Errorf("%s : aucun tableau de l'observatoire ; donner le dossier écrit par « observe » ou « run »", folders[0])
	}
	policy := observatory.DefaultPolicy() // of who does not say his own
	policy.Threshold = cmp.Or(*threshold, published.Threshold, policy.Threshold)
	policy.Sensitive, policy.Believed = cmp.Or(published.Sensitive, policy.Sensitive), published.Believed
	if len(published.Contradictions) > 0 {
		fmt.Fprintln(c.err, "deux publications du même jour se contredisent : l'attaque n'a pas été menée, elle n'aurait pas de sens")
		published.Leaks = append(published.Contradictions, published.Leaks...)
		return tellAttack(c, published, observatory.Attack{})
	}
	attack, err := observatory.Audit(published.Tables, policy)
	switch {
	case err != nil && len(published.Leaks) == 0:
		return 0, inFrench(err)
	case err != nil:
		fmt.Fprintln(c.err, inFrench(err))
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
	return fmt.Errorf("%s : %s", f.Code, cellKey.ReplaceAllString(book.Sentence(french, f), "territoire $5, colonne $6, dans ${1}_$3.csv, $2, géographie $4"))
}

// cellKey is the name that the attack gives to a cell: measure, span, level, year
// of the geography, territory, column.
var cellKey = regexp.MustCompile(`([\w.]+)@([\d/-]*)/(\w*)/(\d+)'*/(\w*)/([^\s»,;]+)`)

func tellAttack(c console, published *app.Published, attack observatory.Attack) (int, error) {
	if n := len(published.LeftOut); n > 0 {
		fmt.Fprintf(c.err, "%d fichier(s) CSV laissé(s) de côté : ce ne sont pas des tableaux d'effectifs\n", n)
	}
	if len(published.Unread) > 0 {
		fmt.Fprintf(c.err, "non contrôlé(s), l'audit ne sait pas les lire : %s\n", strings.Join(published.Unread, ", "))
	}
	if len(published.Unlisted) > 0 {
		fmt.Fprintf(c.err, "attaqué(s) aussi, bien que le manifeste ne les annonce pas (restes d'une autre publication ?) : %s\n", strings.Join(published.Unlisted, ", "))
	}
	if attack.Unproved > 0 {
		fmt.Fprintf(c.err, "%d case(s) cachée(s) ni retrouvée(s) ni prouvée(s) à l'abri : ne pas publier avant qu'une personne n'en ait décidé ; moins de niveaux ou de tableaux ensemble rendent la preuve plus facile\n", attack.Unproved)
	}
	if len(attack.Recovered)+len(attack.Exposed)+len(published.Leaks) == 0 {
		fmt.Fprintf(c.out, "%d case(s) cachée(s) dans %d tableau(x) : aucune ne se retrouve", attack.Hidden, len(published.Tables))
		if attack.Unproved > 0 {
			fmt.Fprintf(c.out, ", mais %d ne sont pas prouvées à l'abri\n", attack.Unproved)
			return exitPerson, nil
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
	for _, d := range published.Leaks {
		_ = out.Write([]string{d.File, d.Territory, d.Column, d.Low, d.High, d.Message})
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return 0, fmt.Errorf("écriture du résultat : %w", err)
	}
	return exitPerson, nil
}
