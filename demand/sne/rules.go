package sne

import (
	"slices"

	"github.com/fichier-unique/rules/demand"
)

const chapter = "XML national"

var (
	sourceNames = demand.Source{Article: "interface SNE 02.00/02.01", Text: "éléments relevés sur un fichier publié et dans un client de l'interface", Confidence: demand.Secondary}
	sourceGuess = demand.Source{Article: "interface SNE 02.00/02.01", Text: "noms déduits de ceux des listes de codes, ou choisis ici : le schéma n'est pas publié", Confidence: demand.Inference}
	sourceHouse = demand.Source{Article: "règle du fichier", Text: "rien de ce qui est reçu n'est perdu sans être dit", Confidence: demand.Inference}
	sourceLimit = demand.Source{Article: "règle du fichier", Text: "une demande tient dans une mémoire bornée", Confidence: demand.Inference}
	sourcePlace = demand.Source{Article: "interface SNE V2 (2012)", Text: "dix communes au plus ; note de l'USH sur la V2", Confidence: demand.Secondary}
)

var rules = []demand.Rule{{
	Code: "SNE-ELT-01", Chapter: chapter, Severity: demand.Information, Source: sourceHouse,
	French:  "Cet élément n'a pas de place dans le formulaire : il est gardé à part et sera réécrit tel quel.",
	English: "This element has no place in the form: it is kept aside and will be written back as it is.",
	Accepts: `<numGuichet>21001</numGuichet>`,
	Refuses: `<couleur>rouge</couleur>`,
}, {
	Code: "SNE-ELT-02", Chapter: chapter, Severity: demand.Blocking, Source: sourceNames,
	French:  "Une demande (demandeLogement) était attendue ici : ce qui s'y trouve est gardé à part, sans être pris.",
	English: "A demand (demandeLogement) was expected here: what stands there is kept aside and not taken.",
}, {
	Code: "SNE-ELT-03", Chapter: chapter, Severity: demand.ToConfirm, Source: sourceHouse,
	French:  "L'élément est donné deux fois : le premier est pris, l'autre est gardé à part. Dire lequel est le bon.",
	English: "The element is given twice: the first is taken, the other kept aside. Say which one is right.",
	Accepts: `<numGuichet>21001</numGuichet>`,
	Refuses: `<numGuichet>21001</numGuichet><numGuichet>21002</numGuichet>`,
}, {
	Code: "SNE-ELT-04", Chapter: chapter, Severity: demand.Information, Source: sourceHouse,
	French:  "L'élément porte un attribut ou un texte inattendu, qui est gardé à part et sera réécrit tel quel.",
	English: "The element has an unexpected attribute or text, which is kept aside and will be written back as it is.",
	Accepts: `<numGuichet>21001</numGuichet>`,
	Refuses: `<numGuichet couleur="rouge">21001</numGuichet>`,
}, {
	Code: "SNE-ELT-05", Chapter: chapter, Severity: demand.ToConfirm, Source: sourceHouse,
	French:  "Une valeur était attendue, et l'élément en contient d'autres : il est gardé à part, sans être pris.",
	English: "A value was expected, and the element holds others: it is kept aside and not taken.",
	Accepts: `<numGuichet>21001</numGuichet>`,
	Refuses: `<numGuichet><code>21001</code></numGuichet>`,
}, {
	Code: "SNE-VAL-01", Chapter: chapter, Severity: demand.ToConfirm, Source: sourceNames,
	French:  "La date ne se lit pas (AAAA-MM-JJ, un jour qui existe) : elle est gardée à part, sans être prise.",
	English: "The date cannot be read (YYYY-MM-DD, a day that exists): it is kept aside and not taken.",
	Accepts: `<dateCreationDemande>2012-02-29</dateCreationDemande>`,
	Refuses: `<dateCreationDemande>2011-02-29</dateCreationDemande>`,
}, {
	Code: "SNE-VAL-02", Chapter: chapter, Severity: demand.ToConfirm, Source: sourceNames,
	French:  "Le montant ne se lit pas (des chiffres, un point ou une virgule) : il est gardé à part, sans être pris.",
	English: "The amount cannot be read (digits, a point or a comma): it is kept aside and not taken.",
	Accepts: `<personnePhysique><logementActuel><surface>45,5</surface></logementActuel></personnePhysique>`,
	Refuses: `<personnePhysique><logementActuel><surface>grande</surface></logementActuel></personnePhysique>`,
}, {
	Code: "SNE-VAL-03", Chapter: chapter, Severity: demand.ToConfirm, Source: sourceNames,
	French:  "Le nombre entier ne se lit pas : il est gardé à part, sans être pris.",
	English: "The whole number cannot be read: it is kept aside and not taken.",
	Accepts: `<personnePhysique><logementActuel><nombreHabitant>4</nombreHabitant></logementActuel></personnePhysique>`,
	Refuses: `<personnePhysique><logementActuel><nombreHabitant>quatre</nombreHabitant></logementActuel></personnePhysique>`,
}, {
	Code: "SNE-VAL-04", Chapter: chapter, Severity: demand.ToConfirm, Source: sourceNames,
	French:  "La réponse doit être true ou false : elle est gardée à part, sans être prise.",
	English: "The answer must be true or false: it is kept aside and not taken.",
	Accepts: `<logementRecherche><demandeElargie>true</demandeElargie></logementRecherche>`,
	Refuses: `<logementRecherche><demandeElargie>peut-être</demandeElargie></logementRecherche>`,
}, {
	Code: "SNE-VAL-05", Chapter: chapter, Severity: demand.ToConfirm, Source: sourceNames, Params: []string{"list"},
	French:  "Le code manque ou n'est pas dans la liste « {list} » : l'élément est gardé à part, sans être pris.",
	English: "The code is missing or not in the list “{list}”: the element is kept aside and not taken.",
	Accepts: `<personnePhysique><demandeur><civilite code="2"/></demandeur></personnePhysique>`,
	Refuses: `<personnePhysique><demandeur><civilite code="9"/></demandeur></personnePhysique>`,
}, {
	Code: "SNE-VAL-06", Chapter: chapter, Severity: demand.ToConfirm, Source: sourceNames,
	French:  "L'attribut code manque : l'élément est gardé à part, sans être pris.",
	English: "The attribute code is missing: the element is kept aside and not taken.",
	Accepts: `<personnePhysique><demandeur><adressePostale><commune code="21231"/></adressePostale></demandeur></personnePhysique>`,
	Refuses: `<personnePhysique><demandeur><adressePostale><commune>Dijon</commune></adressePostale></demandeur></personnePhysique>`,
}, {
	Code: "SNE-LIM-01", Chapter: chapter, Severity: demand.Blocking, Source: sourceLimit, Params: []string{"limit"},
	French:  "La demande dépasse la limite {limit} : elle n'est pas lue. Vérifier le fichier, ou relever la limite.",
	English: "The demand is over the limit {limit}: it is not read. Check the file, or raise the limit.",
}, {
	Code: "SNE-VER-01", Chapter: chapter, Severity: demand.ToConfirm, Source: sourceNames,
	French:  "La version de l'interface n'est ni 02.00 ni 02.01 : vérifier que rien n'a changé de sens.",
	English: "The version of the interface is neither 02.00 nor 02.01: check that nothing has changed meaning.",
}, {
	Code: "SNE-PRO-01", Chapter: chapter, Severity: demand.ToConfirm, Source: sourceNames, Params: []string{"element"},
	French:  "L'élément {element} manque : le système national refuse une création sans lui.",
	English: "Element {element} is missing: the national system refuses a creation without it.",
}, {
	Code: "SNE-PRO-02", Chapter: chapter, Severity: demand.ToConfirm, Source: sourceNames, Params: []string{"element"},
	French:  "La valeur de l'élément {element} n'est pas de celles que l'interface admet.",
	English: "The value of element {element} is not one the interface admits.",
}, {
	Code: "SNE-PRO-03", Chapter: chapter, Severity: demand.ToConfirm, Source: sourcePlace, Params: []string{"max"},
	French:  "La demande porte sur plus de {max} communes : l'interface n'en transmet pas davantage.",
	English: "The demand is for more than {max} communes: the interface carries no more.",
}, {
	Code: "SNE-PRO-04", Chapter: chapter, Severity: demand.Information, Source: sourceGuess, Params: []string{"element"},
	French:  "L'élément {element} manque, et un extrait du système national le porte toujours.",
	English: "Element {element} is missing, and an extract of the national system always has it.",
}, {
	Code: "SNE-PER-01", Chapter: chapter, Severity: demand.ToConfirm, Source: sourceNames,
	French:  "L'interface n'a pas d'élément connu pour cette valeur : elle ne sera pas transmise.",
	English: "The interface has no known element for this value: it will not be passed on.",
}, {
	Code: "SNE-PER-02", Chapter: chapter, Severity: demand.Information, Source: sourceGuess,
	French:  "Cette valeur est écrite dans un élément dont le nom n'est pas confirmé : le comparer au schéma officiel avant l'envoi.",
	English: "This value is written in an element whose name is not confirmed: compare it with the official schema before sending.",
}, {
	Code: "SNE-PER-03", Chapter: chapter, Severity: demand.ToConfirm, Source: demand.Source{Article: "XML 1.0 §2.2", Text: "caractères admis", Confidence: demand.Verified},
	French:  "Le texte contient un caractère que le XML interdit : il sera remplacé par le signe « caractère inconnu ».",
	English: "The text holds a character that XML forbids: it will be replaced by the sign “unknown character”.",
}, {
	Code: "SNE-NIR-01", Chapter: chapter, Severity: demand.Information,
	Source:  demand.Source{Article: "décret 2017-917 (numéro de sécurité sociale)", Text: "le numéro de sécurité sociale n'est pas gardé dans le fichier local", Confidence: demand.Secondary},
	French:  "Un numéro de sécurité sociale est présent : il n'est ni gardé ni réécrit.",
	English: "A social security number is present: it is neither kept nor written back.",
	Accepts: `<personnePhysique><demandeur><nom>Zzyzx</nom></demandeur></personnePhysique>`,
	Refuses: `<personnePhysique><demandeur><nom>Zzyzx</nom><numNir>285052199999928</numNir></demandeur></personnePhysique>`,
}, {
	Code: "SNE-RAD-01", Chapter: chapter, Severity: demand.ToConfirm, Params: []string{"element"},
	Source:  demand.Source{Article: "interface SNE 02.01 (2012)", Text: "sous-motif obligatoire de l'irrecevabilité", Confidence: demand.Secondary},
	French:  "L'élément {element} manque : une irrecevabilité porte sur le séjour (IRRSEJ) ou sur les ressources (IRRRES).",
	English: "Element {element} is missing: inadmissibility is about stay (IRRSEJ) or resources (IRRRES).",
	Accepts: `<interfaceNuu xmlns="http://nuu.application.i2/" versionInterface="02.01"><entete><typeFichier>RAD</typeFichier><dateFichier>2014-05-02T08:00:00+02:00</dateFichier></entete><demande><demandeLogement><numUnique>021101000012321001</numUnique><numGuichet>21001</numGuichet><dateCreationDemande>2010-10-15</dateCreationDemande><radiation><motifRadiation code="RADIRR"/><sousMotifRadiation code="IRRRES"/><dateRadiation>2014-05-01</dateRadiation></radiation></demandeLogement></demande></interfaceNuu>`,
	Refuses: `<interfaceNuu xmlns="http://nuu.application.i2/" versionInterface="02.01"><entete><typeFichier>RAD</typeFichier><dateFichier>2014-05-02T08:00:00+02:00</dateFichier></entete><demande><demandeLogement><numUnique>021101000012321001</numUnique><numGuichet>21001</numGuichet><dateCreationDemande>2010-10-15</dateCreationDemande><radiation><motifRadiation code="RADIRR"/><dateRadiation>2014-05-01</dateRadiation></radiation></demandeLogement></demande></interfaceNuu>`,
}, {
	Code: "SNE-RAD-02", Chapter: chapter, Severity: demand.ToConfirm, Params: []string{"element"},
	Source:  demand.Source{Article: "CCH R.441-2-9 ; arrêté du 17 septembre 2012 §6.2", Text: "données à transmettre à l'attribution ; l'adresse ne remplace l'identifiant RPLS que jusqu'au 31 décembre 2015", Confidence: demand.Verified},
	French:  "L'élément {element} manque : une radiation pour attribution le transmet.",
	English: "Element {element} is missing: a strike-off for allocation passes it on.",
	Accepts: `<interfaceNuu xmlns="http://nuu.application.i2/" versionInterface="02.01"><entete><typeFichier>RAD</typeFichier><dateFichier>2014-05-02T08:00:00+02:00</dateFichier></entete><demande><demandeLogement><numUnique>021101000012321001</numUnique><numGuichet>21001</numGuichet><dateCreationDemande>2010-10-15</dateCreationDemande><radiation><motifRadiation code="RADATT"/><dateRadiation>2014-05-01</dateRadiation><sirenBailleur>123456782</sirenBailleur><dateSignatureBail>2014-05-01</dateSignatureBail><dejaLocataire>false</dejaLocataire><identifiantRPLS>2100000001</identifiantRPLS><accordCollectif code="AUCUN"/><typeReservataire code="AUCUN"/></radiation></demandeLogement></demande></interfaceNuu>`,
	Refuses: `<interfaceNuu xmlns="http://nuu.application.i2/" versionInterface="02.01"><entete><typeFichier>RAD</typeFichier><dateFichier>2014-05-02T08:00:00+02:00</dateFichier></entete><demande><demandeLogement><numUnique>021101000012321001</numUnique><numGuichet>21001</numGuichet><dateCreationDemande>2010-10-15</dateCreationDemande><radiation><motifRadiation code="RADATT"/><dateRadiation>2014-05-01</dateRadiation><sirenBailleur>123456782</sirenBailleur></radiation></demandeLogement></demande></interfaceNuu>`,
}, {
	Code: "SNE-RAD-03", Chapter: chapter, Severity: demand.ToConfirm,
	Source:  demand.Source{Article: "CCH R.441-2-8 a), L.441-2-1", Text: "la radiation pour attribution se fait à la signature du bail", Confidence: demand.Verified},
	French:  "La demande est radiée pour attribution avant la signature du bail : attendre la signature, ou corriger l'une des deux dates.",
	English: "The demand is struck off for allocation before the lease is signed: wait for the signature, or correct one of the two dates.",
	Accepts: `<interfaceNuu xmlns="http://nuu.application.i2/" versionInterface="02.01"><entete><typeFichier>RAD</typeFichier><dateFichier>2014-05-02T08:00:00+02:00</dateFichier></entete><demande><demandeLogement><numUnique>021101000012321001</numUnique><numGuichet>21001</numGuichet><dateCreationDemande>2010-10-15</dateCreationDemande><radiation><motifRadiation code="RADATT"/><dateRadiation>2014-05-01</dateRadiation><sirenBailleur>123456782</sirenBailleur><dateSignatureBail>2014-05-01</dateSignatureBail><dejaLocataire>false</dejaLocataire><identifiantRPLS>2100000001</identifiantRPLS><accordCollectif code="AUCUN"/><typeReservataire code="AUCUN"/></radiation></demandeLogement></demande></interfaceNuu>`,
	Refuses: `<interfaceNuu xmlns="http://nuu.application.i2/" versionInterface="02.01"><entete><typeFichier>RAD</typeFichier><dateFichier>2014-05-02T08:00:00+02:00</dateFichier></entete><demande><demandeLogement><numUnique>021101000012321001</numUnique><numGuichet>21001</numGuichet><dateCreationDemande>2010-10-15</dateCreationDemande><radiation><motifRadiation code="RADATT"/><dateRadiation>2014-05-01</dateRadiation><sirenBailleur>123456782</sirenBailleur><dateSignatureBail>2014-05-02</dateSignatureBail><dejaLocataire>false</dejaLocataire><identifiantRPLS>2100000001</identifiantRPLS><accordCollectif code="AUCUN"/><typeReservataire code="AUCUN"/></radiation></demandeLogement></demande></interfaceNuu>`,
}}

// Rules describes what this package can say of a file.
func Rules() []demand.Rule { return slices.Clone(rules) }

func severity(code string) demand.Severity {
	for i := range rules {
		if rules[i].Code == code {
			return rules[i].Severity
		}
	}
	return demand.Blocking
}
