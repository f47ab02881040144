package form

import (
	"strings"

	"github.com/fichier-unique/rules/examples/internal/web"
)

// word is what a field is called, and what helps to fill it.
type word struct {
	label, hint string
	auto        string // autocomplete, for the applicant's own data
	mode        string // inputmode
	kind        string // type of the input: "email", "tel"; none: "text"
	short       bool   // a few signs: a short field
	long        bool   // several lines
	row         string // of a list: the title of one of its lines, with its rank
	add         string // of a list: the button that adds a line
	none        string // of a list: the box that says there is none
	ordered     bool   // of a list: its order means something
	most        int    // of a list: lines at most; 0: 20
}

// words are the words of each field, by its type and its name. They speak to the
// person who fills in the form.
var words = map[string]word{
	"Form.version":         {label: "Version du formulaire", short: true},
	"Form.number":          {label: "Numéro unique", hint: "18 caractères"},
	"Form.former_numbers":  {label: "Anciens numéros", row: "Ancien numéro", add: "Ajouter un ancien numéro"},
	"Form.desk":            {label: "Guichet", hint: "Code à cinq caractères", short: true},
	"Form.deposited_on":    {label: "Date de dépôt", hint: "Exemple : 31/12/2025", short: true},
	"Form.renewed_on":      {label: "Date du dernier renouvellement", hint: "Exemple : 31/12/2025", short: true},
	"Form.origins":         {label: "Origine des informations", row: "Origine", add: "Ajouter une origine"},
	"Form.applicant":       {label: "Demandeur"},
	"Form.association":     {label: "Association"},
	"Form.present_housing": {label: "Votre logement actuel"},
	"Form.wanted":          {label: "Le logement que vous recherchez"},

	"Form.co_holders": {label: "Les autres titulaires du bail", hint: "Conjoint, partenaire de PACS, concubin ou colocataire qui signera le bail avec vous.",
		row: "Cotitulaire", add: "Ajouter un cotitulaire", none: "Personne d’autre ne signera le bail", most: 6},
	"Form.dependants": {label: "Les personnes à votre charge", hint: "Enfants ou autres personnes fiscalement à votre charge, qui vivront toute l’année dans le logement.",
		row: "Personne à charge", add: "Ajouter une personne à charge", none: "Je n’ai personne à charge", most: 20},
	"Form.custody": {label: "Les enfants en garde alternée ou en droit de visite", hint: "Ils comptent pour la taille du logement.",
		row: "Enfant", add: "Ajouter un enfant", none: "Aucun enfant dans ce cas", most: 20},
	"Form.unborn":           {label: "Naissances attendues"},
	"Form.persons_to_house": {label: "Nombre de personnes à loger", hint: "Tout le foyer, vous compris.", mode: "numeric", short: true},
	"Form.reasons": {label: "Pourquoi demandez-vous un logement ?", hint: "Le motif principal d’abord ; trois au plus.",
		row: "Motif", add: "Ajouter un motif", ordered: true, most: 3},
	"Form.disabilities": {label: "Personnes en situation de handicap", hint: "Seulement ce qui est utile pour trouver un logement adapté.",
		row: "Personne concernée", add: "Ajouter une personne", most: 20},
	"Form.remarks": {label: "Remarques", hint: "Ce que vous voulez ajouter, en quelques lignes. N’écrivez ni numéro de sécurité sociale, ni information médicale.", long: true},

	"Person.civility":    {label: "Civilité", auto: "honorific-prefix"},
	"Person.used_name":   {label: "Nom d’usage", hint: "Le nom que vous utilisez dans la vie de tous les jours, souvent votre nom de naissance.", auto: "family-name"},
	"Person.birth_name":  {label: "Nom de naissance", hint: "Celui de la pièce d’identité, même si c’est le même."},
	"Person.first_names": {label: "Prénoms", hint: "Tous les prénoms, dans l’ordre de la pièce d’identité.", auto: "given-name"},
	"Person.birth_date":  {label: "Date de naissance", hint: "Jour, mois, année. Exemple : 31/12/1980", auto: "bday", mode: "numeric", short: true},
	"Person.birth_place": {label: "Lieu de naissance"},
	"Person.sex":         {label: "Sexe", auto: "sex"},
	"Person.nationality": {label: "Nationalité", hint: "Les ressortissants de l’Espace économique européen et de la Suisse choisissent « Union européenne »."},

	"Person.family_situation": {label: "Situation familiale"},
	"Person.home_phone":       {label: "Téléphone fixe", auto: "tel", mode: "tel", kind: "tel"},
	"Person.mobile_phone":     {label: "Téléphone portable", hint: "Exemple : 06 12 34 56 78", auto: "tel", mode: "tel", kind: "tel"},
	"Person.work_phone":       {label: "Téléphone au travail", auto: "work tel", mode: "tel", kind: "tel"},
	"Person.email":            {label: "Adresse électronique", hint: "Pour recevoir votre attestation et les rappels. Exemple : nom@exemple.fr", auto: "email", mode: "email", kind: "email"},
	"Person.address":          {label: "Adresse où vous écrire"},
	"Person.work":             {label: "Situation professionnelle"},
	"Person.income":           {label: "Revenu fiscal de référence", hint: "Il figure sur l’avis d’impôt, en première page."},
	"Person.received": {label: "Ressources reçues chaque mois", hint: "Sans les aides au logement (APL, AL).",
		row: "Ressource", add: "Ajouter une ressource", none: "Aucune ressource", most: 20},
	"Person.paid": {label: "Pensions versées chaque mois", row: "Pension versée", add: "Ajouter une pension versée", none: "Aucune pension versée", most: 10},
	"Person.dependants_received": {label: "Ressources des personnes à charge, chaque mois",
		row: "Ressource d’une personne à charge", add: "Ajouter une ressource d’une personne à charge", none: "Aucune ressource des personnes à charge", most: 20},
	"Person.dependants_paid": {label: "Pensions versées par les personnes à charge, chaque mois",
		row: "Pension versée par une personne à charge", add: "Ajouter une pension versée par une personne à charge", none: "Aucune pension versée par elles", most: 10},

	"Place.commune": {label: "Commune de naissance", hint: "Si vous êtes né en France."},
	"Place.name":    {label: "Ville de naissance", hint: "Si vous êtes né à l’étranger."},
	"Place.country": {label: "Pays de naissance", hint: "Si vous êtes né à l’étranger."},

	"Address.foreign":     {label: "L’adresse est à l’étranger"},
	"Address.number":      {label: "Numéro dans la voie", hint: "Exemple : 12 bis", short: true},
	"Address.street":      {label: "Voie", hint: "Exemple : rue de la Liberté", auto: "address-line1"},
	"Address.complement":  {label: "Complément", hint: "Bâtiment, étage, appartement, « chez… »", auto: "address-line2"},
	"Address.postal_code": {label: "Code postal", auto: "postal-code", mode: "numeric", short: true},
	"Address.commune":     {label: "Commune de l’adresse"},
	"Address.city":        {label: "Ville", auto: "address-level2"},
	"Address.country":     {label: "Pays", hint: "Si l’adresse est à l’étranger.", auto: "country-name"},

	"Work.situation":   {label: "Situation"},
	"Work.profession":  {label: "Profession", auto: "organization-title"},
	"Work.employer":    {label: "Employeur", auto: "organization"},
	"Work.until":       {label: "Date de fin", hint: "Du contrat, des études ou de l’indemnisation, si elle est connue. Exemple : 31/12/2026", mode: "numeric", short: true},
	"Work.foreign":     {label: "Le lieu de travail est à l’étranger"},
	"Work.postal_code": {label: "Code postal du lieu de travail", mode: "numeric", short: true},
	"Work.commune":     {label: "Commune du lieu de travail"},

	"Income.year_minus_1":   {label: "Année des revenus les plus récents (N-1)", hint: "L’avis d’impôt est de l’année d’après. Exemple : 2025", mode: "numeric", short: true},
	"Income.amount_minus_1": {label: "Revenu fiscal de référence de cette année-là (N-1)", hint: "En euros. Exemple : 12 850", mode: "decimal", short: true},
	"Income.year_minus_2":   {label: "Année des revenus d’avant (N-2)", hint: "L’avis d’impôt est de l’année d’après. Exemple : 2024", mode: "numeric", short: true},
	"Income.amount_minus_2": {label: "Revenu fiscal de référence de cette année-là (N-2)", hint: "En euros : c’est lui qui est comparé aux plafonds.", mode: "decimal", short: true},

	"Resource.code":    {label: "Nature de la ressource"},
	"Resource.monthly": {label: "Montant par mois", hint: "En euros. Exemple : 850", mode: "decimal", short: true},
	"Payment.code":     {label: "Nature de la pension"},
	"Payment.monthly":  {label: "Montant par mois", hint: "En euros. Exemple : 150", mode: "decimal", short: true},

	"CoHolder.link":   {label: "Lien avec vous"},
	"CoHolder.person": {label: "Cette personne"},

	"Dependant.name":        {label: "Nom"},
	"Dependant.first_names": {label: "Prénoms"},
	"Dependant.birth_date":  {label: "Date de naissance", hint: "Exemple : 31/12/2015", mode: "numeric", short: true},
	"Dependant.sex":         {label: "Sexe"},
	"Dependant.kinship":     {label: "Lien de parenté"},

	"CustodyChild.name":        {label: "Nom"},
	"CustodyChild.first_names": {label: "Prénoms"},
	"CustodyChild.birth_date":  {label: "Date de naissance", hint: "Exemple : 31/12/2015", mode: "numeric", short: true},
	"CustodyChild.sex":         {label: "Sexe"},
	"CustodyChild.arrangement": {label: "L’enfant est chez vous en"},

	"Unborn.count":       {label: "Nombre d’enfants attendus", mode: "numeric", short: true},
	"Unborn.expected_on": {label: "Date prévue de la naissance", hint: "Même approximative. Exemple : 31/03/2026", mode: "numeric", short: true},

	"Association.name":         {label: "Nom de l’association", auto: "organization"},
	"Association.created_on":   {label: "Date de création", hint: "Exemple : 12/04/1996", mode: "numeric", short: true},
	"Association.siret":        {label: "Numéro SIRET", hint: "14 chiffres", mode: "numeric"},
	"Association.address":      {label: "Adresse de l’association"},
	"Association.phone":        {label: "Téléphone", auto: "tel", mode: "tel", kind: "tel"},
	"Association.email":        {label: "Adresse électronique", hint: "Pour recevoir l’attestation. Exemple : contact@exemple.fr", auto: "email", mode: "email", kind: "email"},
	"Association.request_rank": {label: "Rang de cette demande parmi celles de l’association", mode: "numeric", short: true},

	"PresentHousing.kinds":         {label: "Comment êtes-vous logé aujourd’hui ?", hint: "Plusieurs réponses sont possibles."},
	"PresentHousing.monthly_rent":  {label: "Loyer mensuel, charges comprises", hint: "En euros, sans déduire l’aide au logement.", mode: "decimal", short: true},
	"PresentHousing.occupants":     {label: "Nombre de personnes qui vivent dans ce logement", mode: "numeric", short: true},
	"PresentHousing.category":      {label: "Appartement ou maison"},
	"PresentHousing.type":          {label: "Nombre de pièces", hint: "Sans la cuisine ni la salle de bain."},
	"PresentHousing.surface":       {label: "Surface", hint: "En mètres carrés", mode: "decimal", short: true},
	"PresentHousing.owner":         {label: "Êtes-vous propriétaire d’un logement, même ailleurs ?"},
	"PresentHousing.landlord":      {label: "Nom du bailleur"},
	"PresentHousing.social_tenant": {label: "Êtes-vous déjà locataire d’un logement social ?"},

	"Reason.code":   {label: "Motif"},
	"Reason.detail": {label: "Précisez ce motif"},

	"Wanted.extended":     {label: "Accepteriez-vous d’autres communes ?"},
	"Wanted.category":     {label: "Appartement ou maison"},
	"Wanted.types":        {label: "Nombre de pièces", hint: "Plusieurs réponses sont possibles."},
	"Wanted.places":       {label: "Les communes où vous voulez habiter", hint: "Dans l’ordre de votre préférence.", row: "Commune", add: "Ajouter une commune", ordered: true, most: 10},
	"Wanted.max_rent":     {label: "Loyer maximal, charges comprises", hint: "En euros par mois, aide au logement non déduite.", mode: "decimal", short: true},
	"Wanted.parking":      {label: "Souhaitez-vous une place de stationnement ?"},
	"Wanted.ground_floor": {label: "Accepteriez-vous un rez-de-chaussée ?"},
	"Wanted.without_lift": {label: "Accepteriez-vous un immeuble sans ascenseur ?"},
	"Wanted.adapted":      {label: "Faut-il un logement adapté à un handicap ?"},

	"WantedPlace.commune": {label: "Commune"},
	"WantedPlace.quarter": {label: "Quartier", hint: "Si vous en avez un en tête."},

	"Disability.person":    {label: "Qui est concerné ?"},
	"Disability.state":     {label: "La situation est-elle stable ?"},
	"Disability.steps":     {label: "Monter des marches"},
	"Disability.motor":     {label: "Handicap moteur"},
	"Disability.sensory":   {label: "Handicap sensoriel"},
	"Disability.aids":      {label: "Aides techniques"},
	"Disability.equipment": {label: "Équipements nécessaires dans le logement"},

	"Origin.path":      {label: "Champ"},
	"Origin.kind":      {label: "Origine"},
	"Origin.on":        {label: "Date", hint: "Exemple : 31/12/2025", short: true},
	"Origin.by":        {label: "Service"},
	"Origin.validated": {label: "Validé par le demandeur"},
}

// most is how many lines a list may have.
func (w word) limit() int {
	if w.most == 0 {
		return 20
	}
	return w.most
}

// own reports a path of the person who fills in the form: browsers may fill it in.
func own(path string) bool {
	return strings.HasPrefix(path, "applicant.") || strings.HasPrefix(path, "association.")
}

// about words of a co-holder are not said to the person: "cette personne".
var about = map[string]string{
	"Person.used_name":  "Le nom que cette personne utilise dans la vie de tous les jours, souvent son nom de naissance.",
	"Person.email":      "Exemple : nom@exemple.fr",
	"Person.birth_date": "Jour, mois, année. Exemple : 31/12/1980",
	"Place.commune":     "Si cette personne est née en France.",
	"Place.name":        "Si cette personne est née à l’étranger.",
	"Place.country":     "Si cette personne est née à l’étranger.",
}

// wordsOf gives the words of a field at a path.
func wordsOf(owner, path string) (w word) {
	w = words[owner]
	defer func() { w.label, w.hint = web.Typo(w.label), web.Typo(w.hint) }()
	if !own(path) {
		w.auto = ""
		if hint, ok := about[owner]; ok && strings.HasPrefix(path, "co_holders") {
			w.hint = hint
		}
		if owner == "Person.address" {
			w.label = "Son adresse, si elle est différente"
		}
	}
	return w
}
