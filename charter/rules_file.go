package charter

import "github.com/fichier-unique/rules/demand"

func file(code string, source demand.Source, fr, en string) demand.Rule {
	return demand.Rule{Code: code, Chapter: "fichier de charte", Severity: demand.Blocking, Source: source, Params: []string{"line"},
		French: "Ligne {line} : " + fr, English: "Line {line}: " + en}
}

// fileRules say what is wrong in a charter file.
var fileRules = []demand.Rule{
	file("CHA-FIC-01", ourFile, "ce n'est pas une charte en JSON ; le texte s'arrête ou se trompe ici.", "this is not a charter in JSON; the text stops or goes wrong here."),
	file("CHA-FIC-02", ourFile, "un nom, une version ou une date de début manque.", "a name, a version or a first day is missing."),
	file("CHA-FIC-03", ourFile, "l'état du droit n'est pas connu : sous le droit français, profil 2000, 2010, 2012, 2015 ou 2017 ; sous un autre droit (law : local), pas de profil.", "the state of the law is not known: under French law, profile 2000, 2010, 2012, 2015 or 2017; under another law (law: local), no profile."),
	file("CHA-FIC-04", ourFile, "la fin précède le début.", "the end comes before the beginning."),
	file("CHA-FIC-05", ourFile, "le territoire de numérotation n'est pas connu.", "the numbering territory is not known."),
	file("CHA-FIC-06", scope, "le département manque ou n'existe pas : le fichier couvre au moins un département.", "the département is missing or does not exist: the file covers at least one département."),
	file("CHA-FIC-07", ourFile, "la nature du partenaire n'est pas connue, ou n'est pas celle d'un partenaire.", "the kind of partner is not known, or is not that of a partner."),
	file("CHA-FIC-08", ourFile, "l'identifiant du partenaire manque ou sert deux fois.", "the identifier of the partner is missing or used twice."),
	file("CHA-FIC-09", ourFile, "le code de guichet n'a pas cinq caractères ou sert deux fois.", "the code of the desk is not five characters or is used twice."),
	{Code: "CHA-FIC-10", Chapter: "fichier de charte", Severity: demand.Blocking, Source: ourFile, French: "Le fichier dépasse un mébioctet : ce n'est pas une charte.", English: "The file is over one mebibyte: it is not a charter."},
	file("CHA-FIC-11", ourFile, "ce champ n'existe pas dans une charte : vérifier son nom.", "a charter has no such field: check its name."),
	file("CHA-FIC-12", ourFile, "le champ est donné deux fois.", "the field is given twice."),
	file("CHA-FIC-13", ourFile, "la valeur n'est pas de la nature attendue (texte, nombre, date AAAA-MM-JJ, liste ou objet).", "the value is not of the expected kind (text, number, date YYYY-MM-DD, list or object)."),
	file("CHA-FIC-14", ourFile, "sous un autre droit, la charte dit ce qui est exigé avant le numéro (required).", "under another law, the charter says what is required before the number (required)."),
	file("CHA-FIC-15", accessLaw, "ce partenaire n'a pas de territoire : il ne verrait aucune demande, ou toutes.", "this partner has no territory: it would see no demand, or all."),
	file("CHA-FIC-16", ourFile, "ce lieu n'est ni une commune, ni un EPCI, ni un département, ou le nombre de logements est négatif.", "this place is neither a commune, nor an EPCI, nor a département, or the number of dwellings is negative."),
	file("CHA-FIC-17", ourFile, "le partenaire désigné n'est pas dans la charte, ou se désigne lui-même.", "the partner named is not in the charter, or names itself."),
	file("CHA-FIC-18", verified("CCH L.441-1-1", "l'accord collectif intercommunal est celui d'un EPCI"), "seul un EPCI a un accord collectif intercommunal.", "only an EPCI has an intercommunal collective agreement."),
	file("CHA-FIC-19", ourFile, "les mandats tournent en rond : un partenaire finirait par se représenter lui-même.", "the mandates go round in a circle: a partner would end up representing itself."),
	file("CHA-FIC-20", ourFile, "la liste d'actes est vide ou nomme un acte inconnu.", "the list of acts is empty or names an unknown act."),
	file("CHA-FIC-21", ourFile, "deux droits se contredisent : l'acte est réservé à un guichet et donné à un autre à la même date.", "two rights contradict each other: the act is reserved to one desk and given to another on the same day."),
	file("CHA-FIC-22", ourFile, "le scénario n'est pas connu : integrated, pooled ou twin.", "the scenario is not known: integrated, pooled or twin."),
	file("CHA-FIC-23", ourFile, "un double système dit quel partenaire fait foi pour chaque champ (owners).", "a twin system says which partner's value prevails for each field (owners)."),
	file("CHA-FIC-24", ourFile, "ce champ a deux propriétaires.", "this field has two owners."),
	file("CHA-LOI-01", verified("CCH R.441-2-1 ; cahier des charges §1", "tout bailleur enregistre toute demande qui lui est présentée"), "un bailleur enregistre toute demande qui lui est présentée : la charte ne peut ni l'en priver, sauf guichet unique ou mandat, ni le limiter à son public.", "a landlord registers every demand presented: the charter can neither deprive it of this, single desk or mandate apart, nor limit it to its own public."),
	file("CHA-LOI-02", minimum, "rien d'autre que le formulaire ne peut être exigé pour enregistrer.", "nothing but the form can be required to register."),
	file("CHA-LOI-03", closedList, "ce motif de radiation n'est pas dans la liste limitative de la loi.", "this motive of strike-off is not in the closed list of the law."),
	file("CHA-LOI-04", verified("CCH R.441-2-1 h) (2015)", "le SIAO enregistre depuis 2015 si son gestionnaire le décide"), "un SIAO n'enregistre que depuis le profil 2015.", "a SIAO registers only since profile 2015."),
	file("CHA-LOI-05", derogate, "une dérogation est convenue avant de commencer, et le public en est informé.", "a derogation is agreed before it begins, and the public is informed."),
	file("CHA-LOI-06", derogate, "seuls les actes d'enregistrement se réservent à un guichet unique.", "only acts of registration can be reserved to a single desk."),
	file("CHA-LOI-07", closedList, "cet acte est réservé par la loi : la charte ne peut pas le donner à un autre.", "this act is reserved by the law: the charter cannot give it to another."),
	file("CHA-LOI-08", whoMay, "on n'enregistre que par la loi, avec son titre : une charte ne le donne pas.", "one registers by the law, with its title: a charter does not give it."),
	file("CHA-LOI-10", whoMay, "un mandat porte sur l'enregistrement, ou sur les tâches du gestionnaire : cet acte ne se confie pas à un autre.", "a mandate bears on registration, or on the manager's tasks: this act cannot be entrusted to another."),
	file("CHA-LOI-09", verified("arrêté du 25 novembre 2010, cahier des charges §2", "accès élargi : déclaration ou autorisation de la CNIL"), "un accès nominatif au-delà de la loi suppose une déclaration ou une autorisation de la CNIL : la citer (basis).", "nominative access beyond the law supposes a declaration to or an authorisation of the CNIL: cite it (basis)."),
}
