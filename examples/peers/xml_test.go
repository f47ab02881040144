package peers_test

// The national XML as the standard library reads it into plain structs.

type code struct {
	Code string `xml:"code,attr"`
}

type stdFile struct {
	Version string `xml:"versionInterface,attr"`
	Header  struct {
		Type string `xml:"typeFichier"`
		Date string `xml:"dateFichier"`
	} `xml:"entete"`
	Demands []stdDemand `xml:"demande>demandeLogement"`
}

type stdDemand struct {
	Number    string `xml:"numUnique"`
	Desk      string `xml:"numGuichet"`
	Created   string `xml:"dateCreationDemande"`
	Renewed   string `xml:"dateRenouvellement"`
	Household struct {
		Applicant  stdPerson      `xml:"demandeur"`
		Dependants []stdDependant `xml:"listePersonneACharge>personneACharge"`
		Unborn     struct {
			Count int    `xml:"nombre"`
			On    string `xml:"dateNaissancePrevue"`
		} `xml:"personneANaitre"`
		Custody   []stdDependant `xml:"listePersonneEnGarde>personneEnGarde"`
		CoHolders []stdPerson    `xml:"listeCotitulaire>cotitulaire"`
		Present   struct {
			Kinds     []code  `xml:"listeModeleLogement>modeleLogement"`
			Rent      float64 `xml:"montantMensuelLoyer"`
			Occupants int     `xml:"nombreHabitant"`
			Category  code    `xml:"categorieLogement"`
			Type      code    `xml:"typeLogementActuel"`
			Surface   float64 `xml:"surface"`
			Owner     string  `xml:"proprietaire"`
		} `xml:"logementActuel"`
		Reasons []code `xml:"listeMotifDemande>motifDemande"`
		Persons int    `xml:"nombrePersonneALoger"`
	} `xml:"personnePhysique"`
	Wanted struct {
		Extended string `xml:"demandeElargie"`
		Types    []code `xml:"listeTypeLogement>typeLogement"`
		Places   []struct {
			Commune code `xml:"commune"`
		} `xml:"listeLocalisationSouhaite>localisationSouhaite"`
	} `xml:"logementRecherche"`
}

type stdDependant struct {
	Name       string `xml:"nom"`
	FirstNames string `xml:"prenom"`
	BirthDate  string `xml:"dateNaissance"`
	Sex        code   `xml:"sexe"`
	Kinship    code   `xml:"lienParente"`
	Custody    code   `xml:"coParentalite"`
}

type stdPerson struct {
	Civility    code   `xml:"civilite"`
	Name        string `xml:"nom"`
	BirthName   string `xml:"nomPatronymique"`
	FirstNames  string `xml:"prenom"`
	BirthDate   string `xml:"dateNaissance"`
	Sex         code   `xml:"sexe"`
	Nationality code   `xml:"nationalite"`
	Family      code   `xml:"situationFamiliale"`
	Link        code   `xml:"lienDemandeur"`
	Mobile      string `xml:"telPortable"`
	Mail        string `xml:"mel"`
	Address     struct {
		Foreign    string `xml:"etranger"`
		Number     string `xml:"numero"`
		Street     string `xml:"voie"`
		PostalCode string `xml:"codePostal"`
		Commune    code   `xml:"commune"`
	} `xml:"adressePostale"`
	Work struct {
		Profession string `xml:"profession"`
		Contract   code   `xml:"typeContratTravail"`
		Employer   string `xml:"nomEmployeurPrincipal"`
	} `xml:"situationProfessionnelle"`
	Income struct {
		Year1   int     `xml:"anneeMoins1"`
		Amount1 float64 `xml:"montantMoins1"`
		Year2   int     `xml:"anneeMoins2"`
		Amount2 float64 `xml:"montantMoins2"`
	} `xml:"revenuFiscal"`
	Received []struct {
		Resource code    `xml:"ressource"`
		Amount   float64 `xml:"montant"`
	} `xml:"listeRessourceRecue>detailRessource"`
}
