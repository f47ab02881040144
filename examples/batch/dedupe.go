package main

import (
	"flag"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/fichier-unique/rules/examples/internal/app"
	"github.com/fichier-unique/rules/matching"
	"github.com/fichier-unique/rules/matching/columns"
	"github.com/fichier-unique/rules/matching/quality"
)

const usageDedupe = `batch dedupe -in FICHIER.csv[.gz] -out clusters.csv [-columns PLAN.json] [-pairs pairs.csv] [-review review.csv]
             [-decisions JOURNAL.jsonl] [-memory 2GB]
             [-truth COLONNE [-truth-match EXPRESSION] | -labels PAIRES.csv] [-quality FICHIER.json]

Cherche les personnes présentes plusieurs fois dans un fichier.

  -out       clusters.csv : record_id,cluster_id pour chaque ligne lue
  -pairs     pairs.csv : a,b,probability,verdict,reason (merge ou review)
  -review    review.csv : les paires qu'une personne doit trancher, les plus utiles
             d'abord ; celles d'un même groupe se regardent ensemble
  -decisions ce que des personnes ont déjà décidé de ces lignes, une décision par
             ligne JSON : suivi toujours, et jamais redemandé ; à partir de 50 de
             chaque sorte, les poids en sont affinés, d'un bit au plus
  -memory    la mémoire qui peut servir, par exemple 2GB ; sans elle, ce que la
             machine dit avoir de libre. Un fichier qui n'y tiendrait pas est refusé
             avant d'être lu
  -columns   quelle colonne contient quoi, en JSON ; sans plan, les en-têtes
             sont celles qu'écrit « batch sample -people »

Le plan : {"delimiter": "auto", "encoding": "auto", "date_format": "20060102",
"columns": {"record_id": "rec_id", "birth_name": "surname", "used_name": "",
"first_names": "given_name", "birth_date": "date_of_birth", "sex": "",
"birth_place": "", "birth_country": "", "address": ["numero", "voie"],
"postal_code": "", "commune": "", "region": "", "phone": "", "email": "",
"identifier": ""}} ; chaque champ peut manquer, une liste se lit bout à bout.

Mesurer la recherche, quand la vérité est connue :
  -truth COLONNE      la colonne qui dit qui est qui (par exemple entity_id)
  -truth-match EXPR   la partie de la cellule qui le dit, par exemple rec-([0-9]+)
  -labels PAIRES.csv  ou des paires étiquetées : a,b,same
  -quality FICHIER    la mesure entière, en JSON ; un tableau va sur l'erreur standard
`

func dedupeVerb(c console, args []string) (int, error) {
	flags := flag.NewFlagSet("batch dedupe", flag.ContinueOnError)
	var d app.Dedupe
	var plan string
	for name, into := range map[string]*string{"in": &d.In, "out": &d.Out, "pairs": &d.Pairs, "review": &d.Review, "quality": &d.Quality, "decisions": &d.Decisions, "columns": &plan,
		"truth": &d.Truth.Column, "truth-match": &d.Truth.Match, "labels": &d.Truth.Labels} {
		flags.StringVar(into, name, "", "")
	}
	flags.Var(&d.Memory, "memory", "")
	rest, err := parse(flags, args)
	if err != nil {
		return 0, err
	}
	if len(rest) > 0 {
		return 0, fmt.Errorf("« %s » est de trop : écrire -in FICHIER ; voir « batch dedupe -h »", rest[0])
	}
	if d.Columns, err = app.LoadColumns(plan); err != nil {
		return 0, err
	}
	progress := newProgress(c.err)
	begun := time.Now()
	d.Stage = func(what string) {
		progress.Done()
		fmt.Fprintf(c.err, "%6.1f s  %s\n", time.Since(begun).Seconds(), what)
	}
	done, err := d.Run(progress)
	progress.Done()
	if err != nil {
		return 0, err
	}
	if err := sayNotes(c.err, done.Account); err != nil {
		return 0, err
	}
	sayDeduped(c.err, done, time.Since(begun))
	if done.NeedsPerson() {
		return exitPerson, nil
	}
	return exitDone, nil
}

// sayNotes says what was met in the file, most blocking first.
func sayNotes(w io.Writer, a columns.Account) error {
	book, err := app.Rulebook()
	if err != nil {
		return err
	}
	for _, n := range a.Notes {
		where := make([]string, len(n.Rows))
		for i, r := range n.Rows {
			where[i] = strconv.Itoa(r)
		}
		more := ""
		if n.Count > len(n.Rows) {
			more = ", …"
		}
		line := "ligne " + strings.Join(where, ", ") + more
		if n.Count > 1 {
			line = fmt.Sprintf("%d fois, lignes %s%s", n.Count, strings.Join(where, ", "), more)
		}
		fmt.Fprintf(w, "  %s (%s) : %s\n", n.Fault.Code, line, book.Sentence(french, n.Fault))
	}
	return nil
}

func sayDeduped(w io.Writer, d *app.Deduped, took time.Duration) {
	a := d.Account
	fmt.Fprintf(w, "%d lues = %d acceptées + %d refusées (%s, séparateur « %s »)\n", a.Read, a.Accepted, a.Refused, a.Encoding, a.Delimiter)
	fmt.Fprintf(w, "%d paires comparées, %d personnes distinctes, %d lignes rapprochées, %d paires à trancher\n", d.Compared, d.Clusters, d.Merged, d.Reviews)
	if o := d.Obeyed; o != (matching.Obeyed{}) {
		fmt.Fprintf(w, "décisions suivies : %d réunions, %d séparations ; %d contredites par d'autres, %d sur des lignes absentes\n", o.Same, o.Distinct, o.Broken, o.Unknown)
	}
	if l := d.Lessons; l.Refined {
		fmt.Fprintf(w, "poids affinés par %d réunions et %d séparations décidées\n", l.Same, l.Distinct)
	}
	sayNothings(w, &d.Set)
	fmt.Fprintf(w, "fausses fusions attendues : %.1f paires\n", d.ExpectedFalse)
	fmt.Fprintf(w, "%.1f s\n", took.Seconds())
	if d.Quality != nil {
		sayQuality(w, d.Quality)
	}
}

// sayNothings tells what was read and counts for nothing, and why.
func sayNothings(w io.Writer, r *matching.Report) {
	p := r.Placeholders
	for _, line := range []struct {
		n    int
		text string
	}{
		{p.Names + p.FirstNames + p.Dates + p.Phones + p.Mails, "valeurs qui ne désignent personne (INCONNU, 1900-01-01, 06 06 06 06 06…), comptées comme absentes"},
		{r.Crowded, "lignes au nom, au prénom et à la date de naissance que plus de huit lignes portent ensemble : ils ne suffisent pas à les réunir"},
		{r.SharedPhones, "lignes au téléphone que plus de cinquante lignes partagent : il ne les rapproche pas"},
		{r.SharedMails, "lignes à l'adresse électronique que plus de cinquante lignes partagent : elle ne les rapproche pas"},
		{r.DatesUnread, "dates de naissance illisibles, comptées comme absentes"},
		{r.Shortened, "valeurs de plus de 512 octets, comparées sur leur début"},
	} {
		if line.n > 0 {
			fmt.Fprintf(w, "%d %s\n", line.n, line.text)
		}
	}
}

// sayQuality prints the table of a measure.
func sayQuality(w io.Writer, q *quality.Report) {
	line := func(what string, p, r, f float64) {
		fmt.Fprintf(w, "  %-34s %8.4f %8.4f %8.4f\n", what, p, r, f)
	}
	fmt.Fprintf(w, "Mesure sur %d enregistrements, %d paires vraies :\n  %-34s %8s %8s %8s\n", q.Records-q.Unknown, q.Pairs.True, "", "précision", "rappel", "F1")
	line("groupes, par paires", q.Pairs.Precision, q.Pairs.Recall, q.Pairs.F1)
	if q.BCubed != nil {
		line("groupes, B-cubed", q.BCubed.Precision, q.BCubed.Recall, q.BCubed.F1)
	}
	for _, t := range []float64{0.5, 0.9, 0.95, 0.99, 0.999} {
		if i := slices.IndexFunc(q.Scores, func(s quality.AtThreshold) bool { return s.Threshold == t }); i >= 0 {
			s := q.Scores[i]
			line(fmt.Sprintf("paires de probabilité ≥ %v", t), s.Precision, s.Recall, s.F1)
		}
	}
	if b := q.Best; b != nil {
		line(fmt.Sprintf("paires, meilleur seuil (%v)", b.Threshold), b.Precision, b.Recall, b.F1)
	}
	fmt.Fprintf(w, "  à trancher : %d paires (%.2f %% des lignes), dont %d vraies ; rappel une fois tranchées %.4f\n",
		q.Review.Pairs, 100*q.Review.QueueShare, q.Review.Right, q.Review.Recall)
	largest := 0
	if len(q.Largest) > 0 {
		largest = q.Largest[0].Size
	}
	fmt.Fprintf(w, "  plus grand groupe %d, groupes mêlant plusieurs personnes %d, personnes éparses %d\n", largest, q.MixedClusters, q.SplitEntities)
	fmt.Fprintf(w, "  probabilité donnée → part de vraies :\n")
	for _, b := range q.Calibration {
		if b.Pairs > 0 {
			fmt.Fprintf(w, "    %5.3f à %5.3f  moyenne %.4f  vraies %.4f  (%d paires)\n", b.From, b.To, b.Mean, b.Share, b.Pairs)
		}
	}
}
