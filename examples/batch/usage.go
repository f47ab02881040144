package main

import (
	"fmt"
	"strings"
)

func usageAll() string {
	var b strings.Builder
	b.WriteString(`batch : le fichier partagé de la demande, sur des fichiers

Usage : go run ./examples/batch [VERBE] [options] [FICHIER…]

Sans verbe, toute la chaîne est exécutée sur l'exemple fourni (trois
partenaires de Côte-d'Or, personnes fictives) et écrit dans le dossier out/.

Verbes :
`)
	for _, v := range verbs() {
		fmt.Fprintf(&b, "  %-9s %s\n", v.name, v.summary)
	}
	b.WriteString(`
« batch VERBE -h » détaille un verbe. Un FICHIER est un CSV, un classeur XLSX,
des lignes JSON ou le XML national : son contenu suffit à le reconnaître.

Code de sortie : 0 tout est fait et rien n'est refusé ; 1 fait, mais une ligne
est refusée ou demande une décision ; 2 impossible, une phrase dit pourquoi.
`)
	return b.String()
}

const usageRun = `batch run -out DOSSIER [-charter NOM|FICHIER] [-asof AAAA-MM-JJ] [-memory 2GB] FICHIER…

Vérifie chaque demande, rapproche celles qui sont déposées plusieurs fois,
numérote et compte. Écrit dans DOSSIER :

  accepted.jsonl    une ligne par demande acceptée, avec son fichier et sa ligne
  demands.jsonl     le fichier unique : une ligne par demande distincte
  findings.csv      tout ce qui est refusé ou à confirmer, et pourquoi
  clusters.csv      quelles lignes sont une même demande
  review.csv        les rapprochements qu'une personne doit trancher
  numbers.csv       numéros conservés, attribués, remplacés
  observatory/      les tableaux par territoire, secret statistique appliqué
  report.html       le rapport, une seule page lisible hors connexion
  manifest.json     les comptes : lu = accepté + refusé, fichier par fichier

Options :
  -out DOSSIER      où écrire (créé s'il manque ; par défaut out)
  -charter NOM|FICHIER  charte appliquée (par défaut exemple-cote-d-or)
  -asof DATE        jour auquel tout est jugé (par défaut aujourd'hui)
  -outlines FICHIER contours des communes en GeoJSON, pour la carte du rapport ; -outlines-code
                    nomme la propriété du code, -outlines-credit dit à qui ils sont
  -threshold N      seuil du secret statistique (par défaut 5)
  -lang fr|en       langue des constats (par défaut fr)
  -memory 2GB       mémoire qui peut servir (par défaut ce que la machine a de
                    libre) : ce qui n'y tiendrait pas est refusé avant d'être lu
`

const usageCheck = `batch check [-profile 2000|2010|2012|2015|2017] [-asof AAAA-MM-JJ] [-lang fr|en] FICHIER…

Écrit sur la sortie standard les constats en CSV :
file,row,cell,path,code,severity,message,source

Sans -profile, l'état du droit est celui du jour -asof (par défaut aujourd'hui).
`

const usageNumber = `batch number -parse NUMÉRO…
batch number -issue -territory 021 -desk 21001 -deposited AAAA-MM-JJ [-count N] -state FICHIER

-parse écrit une ligne JSON par numéro : sa lecture, ou ce qui le rend faux et
les corrections possibles (jamais appliquées).
-issue attribue N numéros, un par ligne. FICHIER retient où en est la série ; il
résiste à une coupure à tout moment sans jamais redonner un numéro.
`

const usageRules = `batch rules [-profile 2000|2010|2012|2015|2017]

Écrit toutes les règles en JSON, pour qui les vérifie sans lire le programme :

  code              stable, jamais réattribué
  chapter, severity sujet ; blocking (refus), to_confirm ou information
  valid_from, valid_to  premier et dernier jour (sans dernier jour : en vigueur)
  source            article, texte lu, confiance : V lu dans le texte, V2 lu dans
                    une source secondaire, INF déduit, U de mémoire
  fr, en            phrases ; {nom} y marque une valeur, nommée dans params
  accepts, refuses  ce que la règle laisse passer, ce qui la fait parler

Avec -profile, seulement les règles de cet état du droit.
`

const usageProfiles = `batch profiles

Écrit en JSON les profils de colonnes reconnus dans les CSV et les classeurs.
`

const usageSample = `batch sample [-out DOSSIER] [-demands N] [-seed N]
batch sample -people N [-profile easy|realistic|hard] [-seed N] [-names DOSSIER] -out FICHIER.csv[.gz]

Écrit les fichiers d'exemple de trois partenaires (personnes fictives).

-people N écrit plutôt un fichier de N enregistrements de personnes fictives,
dont 15 % environ déposées plusieurs fois avec les fautes de guichets ; la
colonne entity_id dit qui est qui. Il sert à mesurer « batch dedupe ».
  -profile   la part de fautes (par défaut realistic)
  -names     un dossier avec surnames.csv et first_names.csv, pour tirer les
             noms de ces listes plutôt que de celles du programme
`
