package main

import (
	"cmp"
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
  -since DATE       séries du stock et des mouvements depuis ce jour, par périodes de -every
                    (month, quarter, year ; year par défaut) : demande un journal
  -compare          met chaque territoire à côté de ceux qui le contiennent (commune, EPCI, département)
                    et le compte à côté de celui d'un an avant, à géographie constante
  -against DATE     avec -compare, dernier jour du compte antérieur
  -before FICHIER   avec -compare, fichier du compte antérieur si ce n'est pas le même journal ; se répète
  -over NIVEAUX     niveaux des séries et du compte antérieur, parmi -by (par défaut tous sauf commune, et
                    sauf ceux où trop de comptes sont petits : ils feraient cacher les tableaux mêmes)
  -by NIVEAUX       commune, epci, canton, arrondissement, departement, region, france
  -geography DATE   géographie des tableaux (par défaut la plus récente, 2026)
  -out DOSSIER      où écrire (par défaut out)
  -abnormal V       délai anormalement long, en mois : 021=24, plusieurs entre virgules (département,
                    EPCI ou commune), ou un fichier CSV (territory,months) ; sans lui, « non disponible »
  -quartile V       seuil du premier quartile, en euros par an et par unité de consommation :
                    242100410=8671, ou un fichier CSV (territory,amount,from,to) ; de même
  -threshold N      seuil du secret (par défaut 5 ; 11 au moins pour les ressources et les motifs)
  -previous DOSSIER publié auparavant : ce qui y est caché le reste, et les nouveaux tableaux
                    ne le donnent pas ; se répète
  -raw              sans secret, pour un usage interne : ne pas publier
  -outlines FICHIER contours en GeoJSON, pour les cartes ; -outlines-code nomme la propriété
                    du code, -outlines-credit dit à qui ils sont
  -cross A,B        croise des dimensions : type, target, age, size, transfer,
                    reason, ceiling, quartile, abnormal, quota, nature

Écrit un CSV par mesure et par niveau, dictionary.csv (définitions, formules,
sources), observatory.html (les images), series.csv et comparisons.csv (si on les demande), tables.json, sdmx.csv, NIVEAU.geojson (valeurs à joindre aux contours) et
manifest.json (comptes, cases cachées, mesures non disponibles et pourquoi).
Sortie 1 si une ligne n'a pas pu être lue.
`

// observeFlags is what the command line says, as text.
type observeFlags struct {
	in, before, previous               repeated
	asOf, from, geography              *string
	by, cross                          *string
	abnormal, quartile                 *string
	since, every, over, against        *string
	compare                            *bool
	outlines, outlinesCode, outlinesBy *string
	out                                *string
	threshold                          *int
	raw                                *bool
}

func (f *observeFlags) define(flags *flag.FlagSet) {
	flags.Var(&f.in, "in", "")
	flags.Var(&f.before, "before", "")
	flags.Var(&f.previous, "previous", "")
	for name, into := range map[string]**string{"asof": &f.asOf, "from": &f.from, "geography": &f.geography, "cross": &f.cross, "abnormal": &f.abnormal,
		"quartile": &f.quartile, "outlines": &f.outlines, "outlines-credit": &f.outlinesBy,
		"since": &f.since, "every": &f.every, "over": &f.over, "against": &f.against} {
		*into = flags.String(name, "", "")
	}
	f.by, f.out, f.outlinesCode = flags.String("by", "commune,epci,departement", ""), flags.String("out", defaultOut, ""), flags.String("outlines-code", "code", "")
	f.threshold, f.raw = flags.Int("threshold", observatory.DefaultPolicy().Threshold, ""), flags.Bool("raw", false, "")
	f.compare = flags.Bool("compare", false, "")
}

func observeVerb(c console, args []string) (int, error) {
	flags := flag.NewFlagSet("batch observe", flag.ContinueOnError)
	var f observeFlags
	f.define(flags)
	files, err := parse(flags, args)
	if err != nil {
		return 0, err
	}
	o, err := f.observation(files)
	if err != nil {
		return 0, err
	}
	progress := newProgress(c.err)
	m, err := app.Observe(o, progress)
	progress.Done()
	if err != nil {
		return 0, inFrench(err)
	}
	return tellObservation(c, m, o.Out), nil
}

// observation reads what the flags say.
func (f *observeFlags) observation(files []string) (o app.Observation, err error) {
	o = app.Observation{Files: append(f.in, files...), Before: f.before, Previous: f.previous, Threshold: *f.threshold, Raw: *f.raw, Out: *f.out, Outlines: *f.outlines, OutlinesCode: *f.outlinesCode, OutlinesCredit: *f.outlinesBy}
	if err := f.days(&o); err != nil {
		return o, err
	}
	if o.Levels, err = levelsOf(*f.by); err != nil {
		return o, err
	}
	if err := f.otherDays(&o); err != nil {
		return o, err
	}
	for _, p := range []struct {
		text string
		set  func(string) error
	}{{*f.abnormal, o.SetAbnormal}, {*f.quartile, o.SetQuartile}} {
		if p.text != "" {
			if err := p.set(p.text); err != nil {
				return o, err
			}
		}
	}
	if *f.cross != "" {
		o.Cross = strings.Split(*f.cross, ",")
	}
	return o, nil
}

// otherDays reads what is asked of the series and of the comparisons.
func (f *observeFlags) otherDays(o *app.Observation) (err error) {
	if o.Compare, o.Every = *f.compare, observatory.Every(cmp.Or(*f.every, string(observatory.EveryYear))); !o.Compare && (*f.against != "" || len(f.before) > 0) {
		return errors.New("-against et -before ne servent qu'avec -compare ; l'ajouter, ou les ôter")
	}
	if *f.every != "" && *f.since == "" {
		return errors.New("-every ne sert qu'avec -since, le premier jour de la série ; l'ajouter, ou ôter -every")
	}
	if *f.over != "" {
		if o.Over, err = levelsOf(*f.over); err != nil {
			return err
		}
	}
	return err
}

// days reads the days; none of the count may be to come.
func (f *observeFlags) days(o *app.Observation) (err error) {
	if o.AsOf, err = dayOf(*f.asOf); err != nil {
		return err
	}
	if today, _ := dayOf(""); o.AsOf.After(today) {
		return fmt.Errorf("-asof %s est à venir : personne ne sait ce que sera le stock ce jour-là ; donner au plus tard aujourd'hui, %s", o.AsOf, today)
	}
	for _, d := range []struct {
		text string
		into *demand.Date
	}{{*f.from, &o.From}, {*f.geography, &o.Geography}, {*f.since, &o.Since}, {*f.against, &o.Against}} {
		if d.text == "" {
			continue
		}
		if *d.into, err = dayOf(d.text); err != nil {
			return err
		}
	}
	if o.AsOf.Before(o.From) {
		return fmt.Errorf("la période finit (-asof %s) avant de commencer (-from %s) ; échanger les deux dates", o.AsOf, o.From)
	}
	return nil
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

// mostUnknown is how many unknown communes are told.
const mostUnknown = 20

// tellUnknown lists the communes that have no place, for whoever counts: the numbers
// are not published.
func tellUnknown(c console, unknown []app.UnknownCommune) {
	for i := range unknown {
		if i == mostUnknown {
			fmt.Fprintf(c.err, "  et %d autres codes ; -raw les met tous dans manifest.json\n", len(unknown)-i)
			return
		}
		fmt.Fprintf(c.err, "  %s : %d demande(s)\n", unknown[i].Sentence(), unknown[i].Demands)
	}
}

// tellReasons says once each what could be had, and is not.
func tellReasons(c console, all []app.Withheld) {
	told := map[string]bool{}
	for _, n := range all {
		if n.Asked() && !told[n.Reason] {
			told[n.Reason] = true
			fmt.Fprintln(c.err, n.Reason)
		}
	}
}

// tellOtherDays says what the series and the comparisons cover.
func tellOtherDays(c console, d *app.OtherDays) {
	if d != nil && len(d.Periods) > 0 {
		fmt.Fprintf(c.out, "series.csv : %d périodes, du %s au %s\n", len(d.Periods), d.Periods[0].From, d.Periods[len(d.Periods)-1].AsOf)
	}
	if d != nil && d.Earlier != nil {
		fmt.Fprintf(c.out, "comparisons.csv : avec le compte du %s\n", d.Earlier.AsOf)
	}
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
	tellUnknown(c, m.Unknown)
	tellReasons(c, m.NotAvailable)
	if len(m.Nothing) > 0 {
		fmt.Fprintf(c.out, "rien n'est publiable, pas même le nombre des demandes : tout est caché dans %s ; agréger davantage (-by), ou -raw pour un usage interne\n", out)
		return code
	}
	fmt.Fprintf(c.out, "%d demandes en cours au %s, géographie %d : %d tableaux dans %s\n", m.Demands, m.AsOf, m.GeographyYear, len(m.Tables), out)
	tellOtherDays(c, m.OtherDays)
	if m.Raw {
		fmt.Fprintln(c.out, "sans secret statistique : pour un usage interne, ne pas publier")
	} else {
		fmt.Fprintf(c.out, "%d cases cachées (seuil %d) : manifest.json en donne la liste\n", len(m.Hidden), m.Threshold)
	}
	return code
}
