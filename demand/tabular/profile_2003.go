package tabular

import "fmt"

// Form2003 is the common form landlords shared before the national one (2003):
// what a file typed from it holds. Nothing was read of its columns: they are our
// reading of the minimum of the time (R.441-2-1 as of 2009) and of the sections of
// such forms, marked INF. What its columns do not say is simply absent.
func Form2003() Profile {
	c := []Column{
		{Header: "N° départemental", Aliases: []string{"Numéro départemental", "Numéro départemental unique"}, Path: "number"},
		{Header: "Organisme", Aliases: []string{"Organisme de dépôt"}, Path: "desk"},
		{Header: "Déposée le", Aliases: []string{"Date de dépôt de la demande"}, Path: "deposited_on", Essential: true},
		{Header: "Renouvelée le", Path: "renewed_on"},
		{Header: "Civ.", Path: "applicant.civility"},
		{Header: "Nom du demandeur", Path: "applicant.used_name", Essential: true},
		{Header: "Nom de jeune fille", Path: "applicant.birth_name"},
		{Header: "Prénom du demandeur", Path: "applicant.first_names", Essential: true},
		{Header: "Né(e) le", Path: "applicant.birth_date", Essential: true},
		{Header: "Situation de famille", Path: "applicant.family_situation"},
		{Header: "Nationalité du demandeur", Path: "applicant.nationality"},
		{Header: "Adresse actuelle", Path: "applicant.address.street"},
		{Header: "CP", Path: "applicant.address.postal_code"},
		{Header: "Commune", Path: "applicant.address.city"},
		{Header: "Tél.", Aliases: []string{"Téléphone du demandeur"}, Path: "applicant.home_phone"},
		{Header: "Profession du demandeur", Path: "applicant.work.profession"},
		{Header: "Employeur du demandeur", Path: "applicant.work.employer"},
		{Header: "Nature des ressources", Path: "applicant.received[0].code"},
		{Header: "Ressources mensuelles", Path: "applicant.received[0].monthly"},
		{Header: "Lien du conjoint", Path: "co_holders[0].link"},
		{Header: "Nom du conjoint", Path: "co_holders[0].person.used_name"},
		{Header: "Prénom du conjoint", Path: "co_holders[0].person.first_names"},
		{Header: "Conjoint né(e) le", Path: "co_holders[0].person.birth_date"},
		{Header: "Nombre de personnes à loger", Path: "persons_to_house"},
		{Header: "Locataire HLM", Path: "present_housing.social_tenant"},
		{Header: "Logé actuellement", Path: "present_housing.kinds[]"},
		{Header: "Loyer actuel", Path: "present_housing.monthly_rent"},
		{Header: "Motif de la demande", Path: "reasons[0].code"},
		{Header: "Type de logement demandé", Path: "wanted.types[]"},
		{Header: "Observations", Path: "remarks"},
	}
	for i := range 6 {
		c = append(c, Column{Header: fmt.Sprintf("Enfant %d, prénom", i+1), Path: fmt.Sprintf("dependants[%d].first_names", i)},
			Column{Header: fmt.Sprintf("Enfant %d, né(e) le", i+1), Path: fmt.Sprintf("dependants[%d].birth_date", i)},
			Column{Header: fmt.Sprintf("Enfant %d, lien", i+1), Path: fmt.Sprintf("dependants[%d].kinship", i)})
	}
	for i := range 3 {
		c = append(c, Column{Header: fmt.Sprintf("Secteur demandé %d, commune", i+1), Path: fmt.Sprintf("wanted.places[%d].commune", i)},
			Column{Header: fmt.Sprintf("Secteur demandé %d, quartier", i+1), Path: fmt.Sprintf("wanted.places[%d].quarter", i)})
	}
	for i := range c {
		c[i].Seen = "INF"
	}
	return Profile{Name: "inter-bailleurs-2003", Title: "Formulaire commun des bailleurs, avant le formulaire national", Columns: c}
}
