package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"

	"golang.org/x/text/language"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/household"
	"github.com/fichier-unique/rules/examples/internal/app"
)

const usageCeiling = `batch ceiling [-asof AAAA-MM-JJ] (-zone ZONE | -commune CODE) -category 1..6 [-extra N] -financing PLAI|PLUS|PLS|LLS|LLTS

Écrit en JSON le plafond de ressources : zone, montant en euros, arrêté, date
d'effet ; ou « unknown » avec la raison.

  -zone ZONE        paris_communes_limitrophes, ile_de_france, autres_regions
                    ou outre_mer
  -commune CODE     code INSEE de la commune du logement
  -category N       catégorie de ménage
  -extra N          personnes au-delà de la catégorie 6 (par défaut 0)
  -financing F      financement du logement
  -asof DATE        jour du plafond (par défaut aujourd'hui)
  -lang fr|en       langue de la raison (par défaut fr)
`

// ceilingLine is the answer of the verb ceiling.
type ceilingLine struct {
	Zone          household.Zone      `json:"zone,omitempty"`
	Financing     household.Financing `json:"financing"`
	Category      int                 `json:"category"`
	Extra         int                 `json:"extra"`
	Amount        json.Number         `json:"amount,omitempty"`
	Source        string              `json:"source,omitempty"`
	Status        household.Status    `json:"status,omitempty"`
	EffectiveFrom demand.Date         `json:"effective_from,omitzero"`
	Unknown       string              `json:"unknown,omitempty"`
	Rule          string              `json:"rule,omitempty"`
}

// ceilingOrder is what the verb is asked.
type ceilingOrder struct {
	asOf, zone, commune, financing, lang string
	category, extra                      int
}

func ceilingVerb(c console, args []string) (int, error) {
	flags := flag.NewFlagSet("batch ceiling", flag.ContinueOnError)
	var o ceilingOrder
	flags.StringVar(&o.asOf, "asof", "", "")
	flags.StringVar(&o.zone, "zone", "", "")
	flags.StringVar(&o.commune, "commune", "", "")
	flags.StringVar(&o.financing, "financing", "", "")
	flags.StringVar(&o.lang, "lang", "fr", "")
	flags.IntVar(&o.category, "category", 0, "")
	flags.IntVar(&o.extra, "extra", 0, "")
	rest, err := parse(flags, args)
	switch {
	case err != nil:
		return 0, err
	case len(rest) > 0:
		return 0, errors.New("ceiling ne prend pas d'argument sans option ; voir « batch ceiling -h »")
	}
	if err := o.check(); err != nil {
		return 0, err
	}
	tag, err := langOf(o.lang)
	if err != nil {
		return 0, err
	}
	day, err := dayOf(o.asOf)
	if err != nil {
		return 0, err
	}
	return exitDone, writeCeiling(c, o.answer(day), o, tag)
}

func (o *ceilingOrder) check() error {
	switch {
	case (o.zone == "") == (o.commune == ""):
		return errors.New("donner -zone ou -commune, l'un des deux ; voir « batch ceiling -h »")
	case o.zone != "" && !household.Zone(o.zone).Known():
		return fmt.Errorf("zone « %s » inconnue ; choisir paris_communes_limitrophes, ile_de_france, autres_regions ou outre_mer", o.zone)
	case !household.Financing(o.financing).Known():
		return fmt.Errorf("financement « %s » inconnu ; choisir PLAI, PLUS, PLS, LLTS ou LLS", o.financing)
	case o.category < 1 || o.category > 6:
		return errors.New("-category va de 1 à 6")
	case o.extra < 0 || o.extra > 0 && o.category != 6:
		return errors.New("-extra compte les personnes au-delà de la catégorie 6 : il va avec -category 6")
	}
	return nil
}

func (o *ceilingOrder) answer(day demand.Date) household.Ceiling {
	if o.commune != "" {
		return household.Published().CeilingIn(household.Financing(o.financing), o.commune, o.category, o.extra, day)
	}
	return household.Published().Ceiling(household.Financing(o.financing), household.Zone(o.zone), o.category, o.extra, day)
}

func writeCeiling(c console, answer household.Ceiling, o ceilingOrder, tag language.Tag) error {
	line := ceilingLine{Zone: answer.Zone, Financing: answer.Financing, Category: o.category, Extra: o.extra}
	if answer.Known() {
		line.Amount, line.Source, line.Status, line.EffectiveFrom = json.Number(answer.Amount.String()), answer.Act, answer.Status, answer.From
	} else {
		book, err := app.Rulebook()
		if err != nil {
			return err
		}
		line.Rule, line.Unknown = answer.Unknown, book.Sentence(tag, demand.Fault{Code: answer.Unknown})
	}
	return writeLine(c.out, line)
}
