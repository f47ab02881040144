package territory

import "github.com/fichier-unique/rules/demand"

var (
	sourceCOG   = demand.Source{Article: "code officiel géographique", Text: "mouvements des communes, 2010-2026", Confidence: demand.Verified}
	sourceLists = demand.Source{Article: "listes des EPCI (DGCL) et code officiel géographique (INSEE)", Text: "listes du 1er janvier 2019 à 2026", Confidence: demand.Verified}
	sourceHouse = demand.Source{Article: "règle de l'observatoire", Text: "un territoire mal décrit n'est pas compté à moitié", Confidence: demand.Inference}
)

func rule(code, chapter string, source demand.Source, french, english string, params ...string) demand.Rule {
	return demand.Rule{Code: code, Chapter: chapter, Severity: demand.Blocking, Params: params, Source: source, French: french, English: english}
}

var rules = []demand.Rule{
	rule("TER-COD-01", "communes", sourceCOG,
		"Le code {code} n'est celui d'aucune commune depuis 2010 : vérifier le code INSEE (ce n'est pas le code postal).",
		"Code {code} is that of no commune since 2010: check the INSEE code (it is not the postal code).", "code"),
	rule("TER-COD-02", "communes", sourceCOG,
		"La commune {code} n'existe plus depuis le {on} : elle est passée dans {into}. Donner un jour d'avant, ou le nouveau code.",
		"Commune {code} no longer exists since {on}: it went into {into}. Give a day before, or the new code.", "code", "on", "into"),
	rule("TER-COD-03", "communes", sourceCOG,
		"La commune {code} n'existe que depuis le {since} : donner un jour d'après, ou le code qu'elle avait.",
		"Commune {code} exists only since {since}: give a later day, or the code it had.", "code", "since"),
	rule("TER-DAT-01", "dates", sourceCOG,
		"La géographie du {day} n'est pas connue : donner un jour du {first} au {last}.",
		"The geography of {day} is not known: give a day from {first} to {last}.", "day", "first", "last"),
	rule("TER-DAT-02", "dates", sourceHouse,
		"Le jour demandé ({to}) est du mauvais côté du {day} : échanger les deux, ou demander l'autre sens.",
		"The day asked for ({to}) is on the wrong side of {day}: swap them, or ask the other way.", "day", "to"),
	rule("TER-NIV-01", "niveaux", sourceHouse,
		"Le niveau « {level} » n'est pas connu : choisir parmi commune, epci, canton, arrondissement, departement, region.",
		"Level “{level}” is not known: choose among commune, epci, canton, arrondissement, departement, region.", "level"),
	rule("TER-PER-01", "périmètres", sourceLists,
		"Le niveau {level} de la commune {code} n'est pas connu au {day} : aucune liste de ce temps n'est disponible, et celle d'aujourd'hui n'en tient pas lieu.",
		"The {level} of commune {code} is not known on {day}: no list of that time is available, and today's is no substitute.", "level", "code", "day"),
	rule("TER-HIE-01", "périmètres", sourceHouse,
		"Le territoire {code} est rattaché à {holder}, qui n'est pas décrit : ajouter la ligne de {holder}.",
		"Territory {code} is attached to {holder}, which is not described: add the line of {holder}.", "code", "holder"),
	rule("TER-HIE-02", "périmètres", sourceHouse,
		"Le territoire {code} se contient lui-même, de rattachement en rattachement : couper la boucle.",
		"Territory {code} holds itself, from holder to holder: cut the loop.", "code"),
	rule("TER-HIE-03", "périmètres", sourceHouse,
		"Le territoire {code} est décrit deux fois : garder une ligne (une partie de deux touts se décrit comme un zonage).",
		"Territory {code} is described twice: keep one line (a part of two wholes is described as a zoning).", "code"),
	rule("TER-ZON-01", "zonages", sourceHouse,
		"La zone de la ligne {line} n'a pas de code : un nom ne suffit pas à la compter, donner un code du zonage.",
		"The zone of line {line} has no code: a name is not enough to count it, give a code of the zoning.", "line"),
	rule("TER-ZON-02", "zonages", sourceHouse,
		"La zone de la ligne {line} finit avant de commencer : corriger ses dates.",
		"The zone of line {line} ends before it begins: correct its dates.", "line"),
}

// Rules describes what may be said of territories.
func Rules() []demand.Rule { return append([]demand.Rule(nil), rules...) }

// fault makes a fault with its parameters, name and value in turn.
func fault(code, path string, params ...string) demand.Fault {
	f := demand.Fault{Code: code, Path: path, Severity: demand.Blocking}
	for i := 0; i+1 < len(params); i += 2 {
		f.Params = append(f.Params, demand.Param{Name: params[i], Value: params[i+1]})
	}
	return f
}

// shownLevel keeps a level short enough to be repeated.
func shownLevel(l Level) string {
	if len(l) > 20 {
		return "?"
	}
	for _, r := range l {
		if r < 'a' || r > 'z' {
			return "?"
		}
	}
	return string(l)
}
