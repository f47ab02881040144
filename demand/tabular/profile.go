package tabular

import (
	"fmt"
	"strings"

	"github.com/fichier-unique/rules/internal/fold"
)

// Column says where the cells of a column go in the form.
type Column struct {
	Header  string   `json:"header"`
	Aliases []string `json:"aliases,omitempty"`
	// Path is the JSON path in the form. "[]" stands for a cell of several values,
	// separated by / , ; or |.
	Path string `json:"path"`
	// Flag makes the column a yes-or-no: "yes" adds this code to the list at Path.
	Flag string `json:"flag,omitempty"`
	// Essential columns are missed aloud when a file lacks them.
	Essential bool `json:"essential,omitempty"`
	// Seen says how sure the name is: "V2" read in a published dictionary, "INF" ours.
	Seen string `json:"seen,omitempty"`
}

// Profile is a set of columns that a kind of file holds, as data.
type Profile struct {
	Name    string   `json:"name"`
	Title   string   `json:"title"`
	Columns []Column `json:"columns"`
}

// Profiles lists the profiles known here. A caller may add its own: a Profile is plain data.
func Profiles() []Profile { return []Profile{Own(), Rental(), Form2003()} }

// Detect gives the profile that knows most of a header row, or false when none
// knows three columns of it.
func Detect(header []string) (Profile, bool) {
	var best Profile
	most := 2
	for _, p := range Profiles() {
		known := 0
		index := p.index()
		for _, h := range header {
			if _, ok := index[fold.Identifier(h)]; ok {
				known++
			}
		}
		if known > most {
			best, most = p, known
		}
	}
	return best, most > 2
}

// index gives the column of each folded header or alias.
func (p Profile) index() map[string]int {
	out := make(map[string]int, 2*len(p.Columns))
	for i, c := range p.Columns {
		for _, name := range append([]string{c.Header}, c.Aliases...) {
			if key := fold.Identifier(name); key != "" {
				if _, taken := out[key]; !taken {
					out[key] = i
				}
			}
		}
	}
	return out
}

// Numbers of repeated columns in our own profile.
const (
	ownPlaces     = 10
	ownDependants = 8
	ownCoHolders  = 2
	ownReasons    = 5
	ownResources  = 6
	ownCustody    = 4
)

// Own is our own profile: it holds almost all of the form, in French wording.
func Own() Profile {
	c := []Column{
		{Header: "Version du formulaire", Path: "version"},
		{Header: "Numéro unique", Aliases: []string{"NUD", "NUR", "N° unique", "numero_unique_departemental"}, Path: "number"},
		{Header: "Anciens numéros", Path: "former_numbers[]"},
		{Header: "Guichet", Aliases: []string{"code guichet", "service enregistreur"}, Path: "desk"},
		{Header: "Date de dépôt", Aliases: []string{"date de la demande", "depot"}, Path: "deposited_on", Essential: true},
		{Header: "Date de renouvellement", Path: "renewed_on"},
		{Header: "Personnes à loger", Aliases: []string{"nombre de personnes"}, Path: "persons_to_house"},
		{Header: "Association", Path: "association.name"},
		{Header: "Association, date de création", Path: "association.created_on"},
		{Header: "Association, SIRET", Path: "association.siret"},
		{Header: "Association, téléphone", Path: "association.phone"},
		{Header: "Association, courriel", Path: "association.email"},
		{Header: "Association, rang de la demande", Path: "association.request_rank"},
	}
	c = append(c, personColumns("", "applicant", true)...)
	for i := range ownCoHolders {
		prefix := fmt.Sprintf("Cotitulaire %d, ", i+1)
		c = append(c, Column{Header: prefix + "lien", Path: fmt.Sprintf("co_holders[%d].link", i)})
		c = append(c, personColumns(prefix, fmt.Sprintf("co_holders[%d].person", i), false)...)
	}
	for i := range ownDependants {
		c = append(c, childColumns(fmt.Sprintf("Personne à charge %d, ", i+1), fmt.Sprintf("dependants[%d]", i), "lien", "kinship")...)
	}
	for i := range ownCustody {
		c = append(c, childColumns(fmt.Sprintf("Enfant en garde %d, ", i+1), fmt.Sprintf("custody[%d]", i), "garde", "arrangement")...)
	}
	c = append(c, housingColumns()...)
	return Profile{Name: "fichier-unique", Title: "Nos colonnes", Columns: c}
}

// housingColumns are those of the present dwelling, the reasons and the wishes.
func housingColumns() []Column {
	c := []Column{
		{Header: "Enfants à naître", Path: "unborn.count"},
		{Header: "Naissance prévue le", Path: "unborn.expected_on"},
		{Header: "Logement actuel", Aliases: []string{"mode de logement"}, Path: "present_housing.kinds[]"},
		{Header: "Loyer mensuel", Path: "present_housing.monthly_rent"},
		{Header: "Occupants", Path: "present_housing.occupants"},
		{Header: "Catégorie du logement actuel", Path: "present_housing.category"},
		{Header: "Type du logement actuel", Path: "present_housing.type"},
		{Header: "Surface", Path: "present_housing.surface"},
		{Header: "Propriétaire", Path: "present_housing.owner"},
		{Header: "Bailleur actuel", Path: "present_housing.landlord"},
		{Header: "Déjà locataire social", Aliases: []string{"mutation"}, Path: "present_housing.social_tenant"},
	}
	for i := range ownReasons {
		c = append(c, Column{Header: fmt.Sprintf("Motif %d", i+1), Path: fmt.Sprintf("reasons[%d].code", i)},
			Column{Header: fmt.Sprintf("Motif %d, précision", i+1), Path: fmt.Sprintf("reasons[%d].detail", i)})
	}
	c = append(c,
		Column{Header: "Types souhaités", Aliases: []string{"type souhaité", "typologie souhaitée"}, Path: "wanted.types[]"},
		Column{Header: "Catégorie souhaitée", Path: "wanted.category"},
		Column{Header: "Communes souhaitées", Path: "wanted.places[].commune"},
	)
	for i := range ownPlaces {
		c = append(c, Column{Header: fmt.Sprintf("Commune souhaitée %d", i+1), Path: fmt.Sprintf("wanted.places[%d].commune", i)},
			Column{Header: fmt.Sprintf("Quartier souhaité %d", i+1), Path: fmt.Sprintf("wanted.places[%d].quarter", i)})
	}
	return append(c,
		Column{Header: "Demande élargie", Path: "wanted.extended"},
		Column{Header: "Loyer maximum", Path: "wanted.max_rent"},
		Column{Header: "Stationnement", Path: "wanted.parking"},
		Column{Header: "Rez-de-chaussée", Path: "wanted.ground_floor"},
		Column{Header: "Sans ascenseur", Path: "wanted.without_lift"},
		Column{Header: "Logement adapté", Path: "wanted.adapted"},
		Column{Header: "Remarques", Path: "remarks"},
	)
}

func personColumns(prefix, path string, applicant bool) []Column {
	c := []Column{
		{Header: prefix + "civilité", Path: path + ".civility"},
		{Header: prefix + "nom", Aliases: []string{prefix + "nom d'usage"}, Path: path + ".used_name", Essential: applicant},
		{Header: prefix + "nom de naissance", Aliases: []string{prefix + "nom patronymique"}, Path: path + ".birth_name"},
		{Header: prefix + "prénoms", Aliases: []string{prefix + "prénom"}, Path: path + ".first_names", Essential: applicant},
		{Header: prefix + "date de naissance", Aliases: []string{prefix + "né le"}, Path: path + ".birth_date", Essential: applicant},
		{Header: prefix + "commune de naissance", Path: path + ".birth_place.commune"},
		{Header: prefix + "lieu de naissance", Path: path + ".birth_place.name"},
		{Header: prefix + "pays de naissance", Path: path + ".birth_place.country"},
		{Header: prefix + "sexe", Path: path + ".sex"},
		{Header: prefix + "nationalité", Path: path + ".nationality"},
		{Header: prefix + "situation familiale", Path: path + ".family_situation"},
		{Header: prefix + "téléphone", Aliases: []string{prefix + "téléphone domicile"}, Path: path + ".home_phone"},
		{Header: prefix + "portable", Aliases: []string{prefix + "téléphone portable"}, Path: path + ".mobile_phone"},
		{Header: prefix + "téléphone travail", Path: path + ".work_phone"},
		{Header: prefix + "courriel", Aliases: []string{prefix + "email", prefix + "mel"}, Path: path + ".email"},
		{Header: prefix + "numéro de voie", Path: path + ".address.number"},
		{Header: prefix + "voie", Aliases: []string{prefix + "adresse"}, Path: path + ".address.street"},
		{Header: prefix + "complément d'adresse", Path: path + ".address.complement"},
		{Header: prefix + "code postal", Path: path + ".address.postal_code"},
		{Header: prefix + "code commune", Path: path + ".address.commune"},
		{Header: prefix + "ville", Path: path + ".address.city"},
		{Header: prefix + "pays", Path: path + ".address.country"},
		{Header: prefix + "situation professionnelle", Path: path + ".work.situation"},
		{Header: prefix + "profession", Path: path + ".work.profession"},
		{Header: prefix + "employeur", Path: path + ".work.employer"},
		{Header: prefix + "année N-1", Path: path + ".income.year_minus_1"},
		{Header: prefix + "revenu N-1", Path: path + ".income.amount_minus_1"},
		{Header: prefix + "année N-2", Path: path + ".income.year_minus_2"},
		{Header: prefix + "revenu N-2", Path: path + ".income.amount_minus_2"},
	}
	for i := range ownResources {
		c = append(c, Column{Header: fmt.Sprintf("%sressource %d", prefix, i+1), Path: fmt.Sprintf("%s.received[%d].code", path, i)},
			Column{Header: fmt.Sprintf("%sressource %d, montant", prefix, i+1), Path: fmt.Sprintf("%s.received[%d].monthly", path, i)})
	}
	c = append(c, Column{Header: prefix + "versement", Path: path + ".paid[0].code"}, Column{Header: prefix + "versement, montant", Path: path + ".paid[0].monthly"})
	if prefix == "" { // the applicant's headers begin a cell: with a capital
		for i := range c {
			c[i].Header = strings.ToUpper(c[i].Header[:1]) + c[i].Header[1:]
		}
	}
	return c
}

func childColumns(prefix, path, link, field string) []Column {
	return []Column{
		{Header: prefix + "nom", Path: path + ".name"},
		{Header: prefix + "prénoms", Path: path + ".first_names"},
		{Header: prefix + "date de naissance", Path: path + ".birth_date"},
		{Header: prefix + "sexe", Path: path + ".sex"},
		{Header: prefix + link, Path: path + "." + field},
	}
}

// Rental is what a landlord's rental system stores of the shared file. The
// names come from a published data dictionary (needs of landlords, V2) where
// it gives them; those marked INF fill its groups with plausible names.
func Rental() Profile {
	c := append(rentalPeople(), rentalHousing()...)
	for i, code := range []string{"C", "T1", "T2", "T3", "T4", "T5", "T6P"} {
		c = append(c, Column{Header: fmt.Sprintf("Type_%d", i+1), Path: "wanted.types", Flag: code, Seen: "INF"})
	}
	for i := range 3 {
		c = append(c, Column{Header: fmt.Sprintf("Libelle_motif_%d", i+1), Path: fmt.Sprintf("reasons[%d].code", i), Seen: "INF"})
	}
	for i := range 6 {
		c = append(c, Column{Header: fmt.Sprintf("Nom_pac_%d", i+1), Path: fmt.Sprintf("dependants[%d].name", i), Seen: "INF"},
			Column{Header: fmt.Sprintf("Prenom_pac_%d", i+1), Path: fmt.Sprintf("dependants[%d].first_names", i), Seen: "INF"},
			Column{Header: fmt.Sprintf("Date_naissance_pac_%d", i+1), Path: fmt.Sprintf("dependants[%d].birth_date", i), Seen: "INF"},
			Column{Header: fmt.Sprintf("Lien_pac_%d", i+1), Path: fmt.Sprintf("dependants[%d].kinship", i), Seen: "INF"})
	}
	return Profile{Name: "logiciel-locatif", Title: "Ce qu'un logiciel locatif garde du fichier partagé", Columns: c}
}

func rentalPeople() []Column {
	return []Column{
		{Header: "ID_demande_unique", Aliases: []string{"NUD", "Numero_unique"}, Path: "number", Seen: "V2"},
		{Header: "Libelle_organisme_saisie", Aliases: []string{"Code_guichet"}, Path: "desk", Seen: "V2"},
		{Header: "Date_depot", Path: "deposited_on", Essential: true, Seen: "V2"},
		{Header: "Date_renouvellement", Path: "renewed_on", Seen: "V2"},
		{Header: "Civilite", Path: "applicant.civility", Seen: "INF"},
		{Header: "Nom", Path: "applicant.used_name", Essential: true, Seen: "INF"},
		{Header: "Nom_patronymique", Aliases: []string{"Nom_naissance"}, Path: "applicant.birth_name", Seen: "INF"},
		{Header: "Prenom", Aliases: []string{"Prenoms"}, Path: "applicant.first_names", Essential: true, Seen: "INF"},
		{Header: "Date_naissance", Path: "applicant.birth_date", Essential: true, Seen: "INF"},
		{Header: "Commune_naissance", Path: "applicant.birth_place.commune", Seen: "INF"},
		{Header: "Sexe", Path: "applicant.sex", Seen: "INF"},
		{Header: "Nationalite", Path: "applicant.nationality", Seen: "INF"},
		{Header: "Situation_familiale", Path: "applicant.family_situation", Seen: "INF"},
		{Header: "Telephone", Path: "applicant.home_phone", Seen: "INF"},
		{Header: "Telephone_portable", Path: "applicant.mobile_phone", Seen: "INF"},
		{Header: "Mel", Aliases: []string{"Email", "Courriel"}, Path: "applicant.email", Seen: "INF"},
		{Header: "Numero_voie", Path: "applicant.address.number", Seen: "INF"},
		{Header: "Voie", Aliases: []string{"Adresse"}, Path: "applicant.address.street", Seen: "INF"},
		{Header: "Code_postal", Path: "applicant.address.postal_code", Seen: "INF"},
		{Header: "Code_insee", Path: "applicant.address.commune", Seen: "INF"},
		{Header: "Ville", Path: "applicant.address.city", Seen: "INF"},
		{Header: "Situation_professionnelle", Path: "applicant.work.situation", Seen: "INF"},
		{Header: "Profession", Path: "applicant.work.profession", Seen: "INF"},
		{Header: "Annee_n-2", Path: "applicant.income.year_minus_2", Seen: "INF"},
		{Header: "Ressources_n-2", Path: "applicant.income.amount_minus_2", Seen: "INF"},
		{Header: "Annee_n-1", Path: "applicant.income.year_minus_1", Seen: "INF"},
		{Header: "Ressources_n-1", Path: "applicant.income.amount_minus_1", Seen: "INF"},
		{Header: "Salaire", Path: "applicant.received[0].monthly", Seen: "INF"},
		{Header: "Nature_ressource", Path: "applicant.received[0].code", Seen: "INF"},
		{Header: "Lien_cotitulaire", Path: "co_holders[0].link", Seen: "INF"},
		{Header: "Nom_cotitulaire", Path: "co_holders[0].person.used_name", Seen: "INF"},
		{Header: "Nom_patronymique_cotitulaire", Path: "co_holders[0].person.birth_name", Seen: "INF"},
		{Header: "Prenom_cotitulaire", Path: "co_holders[0].person.first_names", Seen: "INF"},
		{Header: "Date_naissance_cotitulaire", Path: "co_holders[0].person.birth_date", Seen: "INF"},
		{Header: "Nombre_personnes", Path: "persons_to_house", Seen: "INF"},
		{Header: "Nombre_a_naitre", Path: "unborn.count", Seen: "INF"},
		{Header: "Raison_sociale", Path: "association.name", Seen: "INF"},
		{Header: "Date_creation_association", Path: "association.created_on", Seen: "INF"},
	}
}

func rentalHousing() []Column {
	return []Column{
		{Header: "Logement_actuel", Path: "present_housing.kinds[]", Seen: "INF"},
		{Header: "Loyer_actuel", Path: "present_housing.monthly_rent", Seen: "INF"},
		{Header: "Surface_actuelle", Path: "present_housing.surface", Seen: "INF"},
		{Header: "Nombre_occupants", Path: "present_housing.occupants", Seen: "INF"},
		{Header: "Indicateur_mutation", Path: "present_housing.social_tenant", Seen: "V2"},
		{Header: "Indicateur_demande_elargie_recherche", Path: "wanted.extended", Seen: "V2"},
		{Header: "Communes_souhaitees", Path: "wanted.places[].commune", Seen: "INF"},
		{Header: "Loyer_maximum", Path: "wanted.max_rent", Seen: "INF"},
		{Header: "Parking", Path: "wanted.parking", Seen: "INF"},
		{Header: "Rez_de_chaussee", Path: "wanted.ground_floor", Seen: "INF"},
		{Header: "Sans_ascenseur", Path: "wanted.without_lift", Seen: "INF"},
		{Header: "Logement_adapte", Path: "wanted.adapted", Seen: "INF"},
	}
}
