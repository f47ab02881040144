package calendar

import (
	"slices"
	"sync"

	"github.com/fichier-unique/rules/demand"
)

// Rules describes every code of this package: the rules that give a day, the
// reasons why there is none, what a charter may not set. Their examples hold a
// profile, a case and settings: the first keeps the rule silent, the second makes
// it speak.
func Rules() []demand.Rule {
	return slices.Concat(rulesValidity, rulesDelays, rulesMediation, rulesSettings)
}

var byCode = sync.OnceValue(func() map[string]demand.Rule {
	out := map[string]demand.Rule{}
	for _, r := range Rules() {
		out[r.Code] = r
	}
	return out
})

func ruleOf(code string) demand.Rule { return byCode()[code] }

// Rule gives the rule of a code of this package: its article, its sentence, its
// severity, for whoever says the same law elsewhere.
func Rule(code string) (demand.Rule, bool) {
	r, ok := byCode()[code]
	return r, ok
}

var (
	only2000       = []demand.Profile{demand.Profile2000}
	from2010       = []demand.Profile{demand.Profile2010, demand.Profile2012, demand.Profile2015, demand.Profile2017}
	from2010To2012 = []demand.Profile{demand.Profile2010, demand.Profile2012}
	before2015     = []demand.Profile{demand.Profile2000, demand.Profile2010, demand.Profile2012}
	from2015       = []demand.Profile{demand.Profile2015, demand.Profile2017}
)

var rulesValidity = []demand.Rule{
	{
		Code: "CAL-ATT-01", Chapter: "attestation", Severity: demand.Information,
		Source:  demand.Source{Article: "CCH L.441-2-1, R.441-2-4", Text: "attestation délivrée un mois au plus après le dépôt de la demande, dans toutes les versions lues", Confidence: demand.Verified},
		French:  "L'attestation d'enregistrement est remise un mois au plus tard après le dépôt de la demande.",
		English: "The attestation is handed over at the latest one month after the deposit.",
		Accepts: `{"profile":"2010","case":{}}`,
		Refuses: `{"profile":"2010","case":{"deposited":"2010-10-15"}}`,
	},
	{
		Code: "CAL-VAL-01", Chapter: "validité", Severity: demand.Information, Profiles: from2010,
		Source:  demand.Source{Article: "CCH R.441-2-7", Text: "la demande vaut un an à compter de sa présentation initiale ou de son dernier renouvellement", Confidence: demand.Verified},
		French:  "La demande est valable un an à compter de son dépôt ou de son dernier renouvellement.",
		English: "The demand is valid for one year from its deposit or its last renewal.",
		Accepts: `{"profile":"2000","case":{"deposited":"2010-10-15"}}`,
		Refuses: `{"profile":"2010","case":{"deposited":"2010-10-15"}}`,
	},
	{
		Code: "CAL-VAL-02", Chapter: "validité", Severity: demand.Information, Profiles: only2000,
		Source:  demand.Source{Article: "CCH R.441-2-5 (version du 29 décembre 2009)", Text: "la demande vaut un an à compter de son enregistrement", Confidence: demand.Verified},
		French:  "La demande est valable un an à compter de son enregistrement.",
		English: "The demand is valid for one year from its registration.",
		Accepts: `{"profile":"2000","case":{"deposited":"2010-10-15"}}`,
		Refuses: `{"profile":"2000","case":{"deposited": "2005-03-10", "registered": "2005-03-14"}}`,
	},
	{
		Code: "CAL-VAL-03", Chapter: "validité", Severity: demand.Information, Profiles: only2000,
		Source:  demand.Source{Article: "CCH R.441-2-5 (version du 29 décembre 2009)", Text: "un an à compter de l'enregistrement ; sans jour d'enregistrement, celui du dépôt est pris", Confidence: demand.Inference},
		French:  "La demande est valable un an à compter de son enregistrement ; ce jour n'étant pas donné, celui du dépôt est pris.",
		English: "The demand is valid for one year from its registration; as that day is not given, the day of deposit is taken.",
		Accepts: `{"profile":"2000","case":{"deposited": "2005-03-10", "registered": "2005-03-14"}}`,
		Refuses: `{"profile":"2000","case":{"deposited": "2005-03-10"}}`,
	},
	{
		Code: "CAL-VAL-04", Chapter: "validité", Severity: demand.Information,
		Source:  demand.Source{Article: "CCH R.441-2-7", Text: "usage des guichets : la validité va d'anniversaire en anniversaire du dépôt ; le texte, et le cahier des charges de 2015, comptent du dernier renouvellement", Confidence: demand.Secondary},
		French:  "La demande est valable jusqu'à la date anniversaire de son dépôt : lecture choisie par la charte.",
		English: "The demand is valid until the anniversary of its deposit: the reading the charter has chosen.",
		Accepts: `{"profile":"2010","case":{"deposited": "2010-10-15", "renewals": ["2011-09-20"]}}`,
		Refuses: `{"profile":"2010","case":{"deposited": "2010-10-15", "renewals": ["2011-09-20"]},"settings":{"reading": "anniversary"}}`,
	},
	{
		Code: "CAL-VAL-05", Chapter: "validité", Severity: demand.Information, Profiles: only2000,
		Source:  demand.Source{Article: "CCH R.441-2-5 (version du 29 décembre 2009)", Text: "le texte compte de l'enregistrement ; que le renouvellement ouvre une nouvelle année à sa date est déduit", Confidence: demand.Inference},
		French:  "La demande renouvelée est valable un an à compter de son dernier renouvellement.",
		English: "The renewed demand is valid for one year from its last renewal.",
		Accepts: `{"profile":"2000","case":{"deposited":"2010-10-15"}}`,
		Refuses: `{"profile":"2000","case":{"deposited": "2005-03-10", "renewals": ["2006-03-01"]}}`,
	},
	{
		Code: "CAL-PRE-01", Chapter: "préavis de renouvellement", Severity: demand.Information,
		Source:  demand.Source{Article: "CCH R.441-2-7", Text: "préavis un mois au moins avant la fin de validité, qui dit cette date et que la demande non renouvelée sera radiée", Confidence: demand.Verified},
		French:  "Le préavis de renouvellement est donné un mois au moins avant la fin de validité.",
		English: "The renewal notice is given at least one month before the end of validity.",
		Accepts: `{"profile":"2010","case":{}}`,
		Refuses: `{"profile":"2010","case":{"deposited":"2010-10-15"}}`,
	},
	{
		Code: "CAL-RAD-01", Chapter: "radiation", Severity: demand.Information, Profiles: from2015,
		Source:  demand.Source{Article: "arrêté du 23 mars 2015, cahier des charges §6.1 ; CCH R.441-2-8 e", Text: "demande non renouvelée radiée treize mois après sa présentation ou son dernier renouvellement", Confidence: demand.Verified},
		French:  "La demande non renouvelée est radiée treize mois après son dépôt ou son dernier renouvellement.",
		English: "A demand that is not renewed is struck off thirteen months after its deposit or last renewal.",
		Accepts: `{"profile":"2012","case":{"deposited":"2010-10-15"}}`,
		Refuses: `{"profile":"2015","case":{"deposited":"2010-10-15"}}`,
	},
	{
		Code: "CAL-RAD-02", Chapter: "radiation", Severity: demand.Information, Profiles: from2010To2012,
		Source:  demand.Source{Article: "arrêté du 23 mars 2015, cahier des charges §6.1", Text: "tolérance de treize mois lue pour 2015 ; le §6 du cahier des charges de 2010 n'a pas été lu", Confidence: demand.Unverified},
		French:  "La demande non renouvelée est radiée treize mois après son dépôt ou son dernier renouvellement : tolérance lue pour 2015, non vérifiée pour ce profil.",
		English: "A demand that is not renewed is struck off thirteen months after its deposit or last renewal: a tolerance read for 2015, not verified for this profile.",
		Accepts: `{"profile":"2015","case":{"deposited":"2010-10-15"}}`,
		Refuses: `{"profile":"2010","case":{"deposited":"2010-10-15"}}`,
	},
	{
		Code: "CAL-RAD-03", Chapter: "radiation", Severity: demand.Information, Profiles: only2000,
		Source:  demand.Source{Article: "CCH R.441-2-6 (version du 29 décembre 2009)", Text: "radiation de la demande non renouvelée dans le délai ; le lendemain de la fin de validité est déduit", Confidence: demand.Inference},
		French:  "La demande qui n'est pas renouvelée dans son année peut être radiée dès le lendemain.",
		English: "A demand that is not renewed within its year may be struck off the day after.",
		Accepts: `{"profile":"2010","case":{"deposited":"2010-10-15"}}`,
		Refuses: `{"profile":"2000","case":{"deposited":"2010-10-15"}}`,
	},
	{
		Code: "CAL-RAD-04", Chapter: "radiation", Severity: demand.Information, Profiles: from2010,
		Source:  demand.Source{Article: "CCH R.441-2-8 e", Text: "non-renouvellement dans le délai du préavis ; le lendemain de la fin de validité est déduit", Confidence: demand.Inference},
		French:  "Par le décret seul, la demande non renouvelée peut être radiée le lendemain de la fin de validité.",
		English: "By the decree alone, a demand that is not renewed may be struck off the day after the end of validity.",
		Accepts: `{"profile":"2000","case":{"deposited":"2010-10-15"}}`,
		Refuses: `{"profile":"2010","case":{"deposited":"2010-10-15"}}`,
	},
	{
		Code: "CAL-RAD-05", Chapter: "radiation", Severity: demand.Information,
		Source:  demand.Source{Article: "CCH R.441-2-7, R.441-2-8 e", Text: "le préavis laisse un mois ; donné trop tard, un mois court depuis lui", Confidence: demand.Inference},
		French:  "Le préavis a été donné tard : la demande n'est radiée qu'un mois après lui.",
		English: "The notice was given late: the demand is struck off only one month after it.",
		Accepts: `{"profile":"2015","case":{"deposited": "2015-10-15", "noticed": "2016-09-10"}}`,
		Refuses: `{"profile":"2015","case":{"deposited": "2015-10-15", "noticed": "2016-11-03"}}`,
	},
	{
		Code: "CAL-REA-01", Chapter: "réactivation", Severity: demand.Information, Profiles: from2015,
		Source:  demand.Source{Article: "arrêté du 23 mars 2015, cahier des charges §6.1", Text: "réactivation jusqu'à dix-huit mois, à la demande d'un service qui a reçu le renouvellement, numéro et ancienneté gardés", Confidence: demand.Verified},
		French:  "La demande radiée faute de renouvellement peut être réactivée jusqu'à dix-huit mois après son dépôt ou son dernier renouvellement, à la demande d'un service qui a reçu le renouvellement.",
		English: "A demand struck off for want of renewal may be reactivated until eighteen months after its deposit or last renewal, at the request of a service that received the renewal.",
		Accepts: `{"profile":"2012","case":{"deposited":"2010-10-15"}}`,
		Refuses: `{"profile":"2015","case":{"deposited":"2010-10-15"}}`,
	},
	{
		Code: "CAL-REA-02", Chapter: "réactivation", Severity: demand.Information, Profiles: from2010To2012,
		Source:  demand.Source{Article: "arrêté du 23 mars 2015, cahier des charges §6.1", Text: "réactivation jusqu'à dix-huit mois, lue pour 2015 ; le §6 du cahier des charges de 2010 n'a pas été lu", Confidence: demand.Unverified},
		French:  "La demande radiée faute de renouvellement peut être réactivée jusqu'à dix-huit mois : tolérance lue pour 2015, non vérifiée pour ce profil.",
		English: "A demand struck off for want of renewal may be reactivated until eighteen months: a tolerance read for 2015, not verified for this profile.",
		Accepts: `{"profile":"2015","case":{"deposited":"2010-10-15"}}`,
		Refuses: `{"profile":"2010","case":{"deposited":"2010-10-15"}}`,
	},
	{
		Code: "CAL-REA-03", Chapter: "réactivation", Severity: demand.Information, Profiles: from2015,
		Source:  demand.Source{Article: "arrêté du 23 mars 2015, cahier des charges §6.5", Text: "réactivation pendant cinq mois sur réponse tardive ; que les cinq mois partent de la radiation est déduit", Confidence: demand.Inference},
		French:  "La demande radiée faute de réponse peut être réactivée pendant cinq mois après la radiation, si la réponse arrive.",
		English: "A demand struck off for want of an answer may be reactivated for five months after the strike-off, if the answer comes.",
		Accepts: `{"profile":"2015","case":{"deposited":"2010-10-15"}}`,
		Refuses: `{"profile":"2015","case":{"deposited": "2010-10-15", "no_answer": {"sent": "2016-03-10"}}}`,
	},
	{
		Code: "CAL-REA-04", Chapter: "réactivation", Severity: demand.Information, Profiles: from2010To2012,
		Source:  demand.Source{Article: "arrêté du 23 mars 2015, cahier des charges §6.5", Text: "cinq mois lus pour 2015, non vérifiés pour 2010 ni 2012", Confidence: demand.Unverified},
		French:  "La demande radiée faute de réponse peut être réactivée pendant cinq mois après la radiation : tolérance lue pour 2015, non vérifiée pour ce profil.",
		English: "A demand struck off for want of an answer may be reactivated for five months after the strike-off: a tolerance read for 2015, not verified for this profile.",
		Accepts: `{"profile":"2010","case":{"deposited":"2010-10-15"}}`,
		Refuses: `{"profile":"2010","case":{"deposited": "2010-10-15", "no_answer": {"delivered": "2011-03-10"}}}`,
	},
	{
		Code: "CAL-REA-05", Chapter: "réactivation", Severity: demand.Information, Profiles: only2000,
		Source:  demand.Source{Article: "CCH R.441-2-6 (version du 29 décembre 2009)", Text: "aucune réactivation n'est dans le texte lu", Confidence: demand.Inference},
		French:  "Aucun texte lu ne prévoit de réactivation sous ce profil.",
		English: "No text read provides for a reactivation under this profile.",
		Accepts: `{"profile":"2010","case":{"deposited":"2010-10-15"}}`,
		Refuses: `{"profile":"2000","case":{"deposited":"2010-10-15"}}`,
	},
	{
		Code: "CAL-REA-06", Chapter: "réactivation", Severity: demand.Information,
		Source:  demand.Source{Article: "arrêté du 23 mars 2015, cahier des charges §6", Text: "seules les radiations faute de renouvellement ou de réponse se réactivent ; une radiation faite à tort s'annule", Confidence: demand.Inference},
		French:  "Une demande radiée pour ce motif ne se réactive pas.",
		English: "A demand struck off for this motive is not reactivated.",
		Accepts: `{"profile":"2015","case":{"deposited": "2015-10-15", "struck_off": "2016-11-15", "motive": "RADREN"}}`,
		Refuses: `{"profile":"2015","case":{"deposited": "2015-10-15", "struck_off": "2016-02-01", "motive": "RADATT"}}`,
	},
	{
		Code: "CAL-EFF-01", Chapter: "effacement", Severity: demand.Information, Profiles: from2010,
		Source:  demand.Source{Article: "arrêtés du 28 mars 2011 et du 15 novembre 2013, art. 3 ; arrêté du 25 novembre 2010, cahier des charges §8", Text: "données gardées un an après la radiation, puis effacées", Confidence: demand.Verified},
		French:  "Les données personnelles sont effacées un an après la radiation.",
		English: "The personal data are erased one year after the strike-off.",
		Accepts: `{"profile":"2015","case":{"deposited":"2010-10-15"}}`,
		Refuses: `{"profile":"2015","case":{"deposited": "2015-10-15", "struck_off": "2016-02-01", "motive": "RADATT"}}`,
	},
	{
		Code: "CAL-EFF-02", Chapter: "effacement", Severity: demand.Information, Profiles: from2010,
		Source:  demand.Source{Article: "arrêtés du 28 mars 2011 et du 15 novembre 2013, art. 3 ; arrêté du 25 novembre 2010, cahier des charges §8", Text: "un an après la radiation qui vient si rien n'est renouvelé", Confidence: demand.Inference},
		French:  "Si la demande est radiée au jour prévu faute de renouvellement, ses données personnelles sont effacées un an après.",
		English: "If the demand is struck off on the planned day for want of renewal, its personal data are erased one year later.",
		Accepts: `{"profile":"2015","case":{"deposited": "2015-10-15", "struck_off": "2016-02-01", "motive": "RADATT"}}`,
		Refuses: `{"profile":"2015","case":{"deposited":"2010-10-15"}}`,
	},
	{
		Code: "CAL-EFF-03", Chapter: "effacement", Severity: demand.Information, Profiles: only2000,
		Source:  demand.Source{Article: "arrêté du 28 mars 2011", Text: "aucune durée de conservation n'a été lue avant les textes de 2010 et 2011", Confidence: demand.Inference},
		French:  "Aucun texte lu ne fixe la durée de conservation sous ce profil.",
		English: "No text read fixes how long data are kept under this profile.",
		Accepts: `{"profile":"2010","case":{"deposited":"2010-10-15"}}`,
		Refuses: `{"profile":"2000","case":{"deposited":"2010-10-15"}}`,
	},
}
