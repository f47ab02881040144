package demand

var decodingRules = []Rule{{
	Code: "DEM-JSN-01", Chapter: "lecture JSON", Severity: Blocking, Source: sourceReading,
	French:  "Ce champ n'existe pas dans le formulaire : vérifier son nom, ou le retirer.",
	English: "The form has no such field: check its name, or remove it.",
	Accepts: `{"desk":"21001"}`, Refuses: `{"colour":"red"}`,
}, {
	Code: "DEM-JSN-02", Chapter: "lecture JSON", Severity: Blocking, Source: sourceReading,
	French:  "La valeur n'est pas une date : écrire AAAA-MM-JJ, un jour qui existe.",
	English: "The value is not a date: write YYYY-MM-DD, a day that exists.",
	Accepts: `{"deposited_on":"2010-02-28"}`, Refuses: `{"deposited_on":"2010-02-30"}`,
}, {
	Code: "DEM-JSN-03", Chapter: "lecture JSON", Severity: Blocking, Source: sourceReading,
	French:  "Le champ est donné deux fois : la seconde valeur n'est pas prise.",
	English: "The field is given twice: the second value is not taken.",
	Accepts: `{"desk":"21001"}`, Refuses: `{"desk":"21001","desk":"21002"}`,
}, {
	Code: "DEM-JSN-04", Chapter: "lecture JSON", Severity: Blocking, Source: sourceReading,
	Params:  []string{"offset"},
	French:  "Le texte n'est pas du JSON complet : il s'arrête ou se trompe à l'octet {offset}.",
	English: "The text is not complete JSON: it stops or goes wrong at byte {offset}.",
	Accepts: `{"desk":"21001"}`, Refuses: `{"desk":"21001"`,
}, {
	Code: "DEM-JSN-05", Chapter: "lecture JSON", Severity: Blocking, Source: sourceReading,
	French:  "Le formulaire dépasse un mébioctet : un seul formulaire par document.",
	English: "The form is over one mebibyte: one form per document.",
}, {
	Code: "DEM-JSN-06", Chapter: "lecture JSON", Severity: Blocking, Source: sourceReading,
	French:  "La valeur doit être true ou false.",
	English: "The value must be true or false.",
	Accepts: `{"wanted":{"extended":true}}`, Refuses: `{"wanted":{"extended":"oui"}}`,
}, {
	Code: "DEM-JSN-07", Chapter: "lecture JSON", Severity: Blocking, Source: sourceReading,
	French:  "La valeur doit être un nombre entier.",
	English: "The value must be a whole number.",
	Accepts: `{"persons_to_house":3}`, Refuses: `{"persons_to_house":"trois"}`,
}, {
	Code: "DEM-JSN-08", Chapter: "lecture JSON", Severity: Blocking, Source: sourceReading,
	French:  "La valeur doit être un texte entre guillemets.",
	English: "The value must be a text between quotes.",
	Accepts: `{"desk":"21001"}`, Refuses: `{"desk":21001}`,
}, {
	Code: "DEM-JSN-09", Chapter: "lecture JSON", Severity: Blocking, Source: sourceReading,
	French:  "La valeur doit être une liste entre crochets.",
	English: "The value must be a list between brackets.",
	Accepts: `{"reasons":[]}`, Refuses: `{"reasons":{}}`,
}, {
	Code: "DEM-JSN-10", Chapter: "lecture JSON", Severity: Blocking, Source: sourceReading,
	French:  "La valeur doit être un objet entre accolades.",
	English: "The value must be an object between braces.",
	Accepts: `{"applicant":{}}`, Refuses: `{"applicant":"Zzyzx"}`,
}, {
	Code: "DEM-JSN-11", Chapter: "lecture JSON", Severity: Blocking, Source: sourceReading,
	French:  "La valeur doit être un montant en euros, comme \"1234.56\".",
	English: "The value must be an amount in euros, such as \"1234.56\".",
	Accepts: `{"wanted":{"max_rent":"450.50"}}`, Refuses: `{"wanted":{"max_rent":"450 euros"}}`,
}, {
	Code: "DEM-JSN-12", Chapter: "lecture JSON", Severity: Blocking, Source: sourceReading,
	French:  "La valeur doit être un numéro unique de 18 caractères, entre guillemets.",
	English: "The value must be a unique number of 18 characters, between quotes.",
	Accepts: `{"number":"021032601698221001"}`, Refuses: `{"number":21}`,
}, {
	Code: "DEM-JSN-13", Chapter: "lecture JSON", Severity: Blocking, Source: sourceReading,
	French:  "Le texte contient des octets qui ne sont pas de l'UTF-8, ou un caractère incomplet : l'enregistrer en UTF-8.",
	English: "The text holds bytes that are not UTF-8, or an incomplete character: save it as UTF-8.",
	Accepts: `{"remarks":"é"}`, Refuses: `{"remarks":"\ud800"}`,
}, {
	Code: "DEM-JSN-14", Chapter: "lecture JSON", Severity: ToConfirm,
	Source:  Source{"décret 2017-917 (numéro de sécurité sociale)", "le numéro de sécurité sociale n'est jamais exigé pour enregistrer, et le fichier local ne le garde pas", Secondary},
	French:  "Le numéro de sécurité sociale n'est pas gardé : la valeur a été laissée de côté, la demande s'enregistre sans lui.",
	English: "The social security number is not kept: the value was left aside, the demand is registered without it.",
	Accepts: `{"applicant":{"used_name":"Zzyzx"}}`, Refuses: `{"applicant":{"nir":"285052199999928"}}`,
}}

var sourceReading = Source{"règle du fichier", "lecture stricte : un champ inconnu est signalé, jamais passé sous silence", Inference}
