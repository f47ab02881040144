package sne

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/numbering"
)

// The tables of the interface, in the order in which the national system
// writes. Source: published extract 02.00 and client of the interface
// 02.00/02.01 (client libsne), confidence V2; the rows passed to
// guessed are INF.

// tableDemand is what demandeLogement holds.
var tableDemand = slices.Concat(
	[]row{
		number("numUnique", "number", func(f *demand.Form) *numbering.Number { return &f.Number }),
		text("numGuichet", "desk", func(f *demand.Form) *string { return &f.Desk }),
		date("dateCreationDemande", "deposited_on", func(f *demand.Form) *demand.Date { return &f.DepositedOn }),
	},
	guessed(
		date("dateRenouvellement", "renewed_on", func(f *demand.Form) *demand.Date { return &f.RenewedOn }),
		group("personneMorale", "association", func(f *demand.Form) *demand.Association { return &f.Association }, tableAssociation...),
	),
	[]row{
		group("personnePhysique", "", func(f *demand.Form) *demand.Form { return f }, tableHousehold...),
		group("logementRecherche", "wanted", func(f *demand.Form) *demand.Wanted { return &f.Wanted }, tableWanted...),
	},
)

// tableAssociation is a legal person.
var tableAssociation = guessed(
	text("raisonSociale", "name", func(a *demand.Association) *string { return &a.Name }),
	date("dateCreation", "created_on", func(a *demand.Association) *demand.Date { return &a.CreatedOn }),
	text("siret", "siret", func(a *demand.Association) *string { return &a.SIRET }),
	text("telephone", "phone", func(a *demand.Association) *string { return &a.Phone }),
	text("mel", "email", func(a *demand.Association) *string { return &a.Email }),
	group("adressePostale", "address", func(a *demand.Association) *demand.Address { return &a.Address }, tableAddress...),
	integer("rangDemande", "request_rank", func(a *demand.Association) *int { return &a.RequestRank }),
)

// tableHousehold is what personnePhysique holds.
var tableHousehold = slices.Concat(
	[]row{
		group("demandeur", "applicant", func(f *demand.Form) *demand.Person { return &f.Applicant }, tableApplicant...),
		list("listePersonneACharge", "personneACharge", "dependants", func(f *demand.Form) *[]demand.Dependant { return &f.Dependants }, tableDependant...),
		group("personneANaitre", "unborn", func(f *demand.Form) *demand.Unborn { return &f.Unborn },
			integer("nombre", "count", func(u *demand.Unborn) *int { return &u.Count }),
			date("dateNaissancePrevue", "expected_on", func(u *demand.Unborn) *demand.Date { return &u.ExpectedOn })),
		list("listePersonneEnGarde", "personneEnGarde", "custody", func(f *demand.Form) *[]demand.CustodyChild { return &f.Custody }, tableCustody...),
		list("listeCotitulaire", "cotitulaire", "co_holders", func(f *demand.Form) *[]demand.CoHolder { return &f.CoHolders }, tableCoHolder...),
		group("logementActuel", "present_housing", func(f *demand.Form) *demand.PresentHousing { return &f.Present }, tablePresent...),
	},
	guessed(
		list("listeMotifDemande", "motifDemande", "reasons", func(f *demand.Form) *[]demand.Reason { return &f.Reasons },
			code("", "code", func(r *demand.Reason) *demand.ReasonCode { return &r.Code }),
			text("", "detail", func(r *demand.Reason) *string { return &r.Detail })),
		integer("nombrePersonneALoger", "persons_to_house", func(f *demand.Form) *int { return &f.PersonsToHouse }),
		list("listeHandicap", "handicap", "disabilities", func(f *demand.Form) *[]demand.Disability { return &f.Disabilities }, tableDisability...),
	),
)

// tableIdentity opens every person, tableContact closes it: a co-holder has its
// link between the two.
var tableIdentity = slices.Concat(
	[]row{
		code("civilite", "civility", func(p *demand.Person) *demand.Civility { return &p.Civility }),
		text("nom", "used_name", func(p *demand.Person) *string { return &p.UsedName }),
		text("nomPatronymique", "birth_name", func(p *demand.Person) *string { return &p.BirthName }),
		text("prenom", "first_names", func(p *demand.Person) *string { return &p.FirstNames }),
		date("dateNaissance", "birth_date", func(p *demand.Person) *demand.Date { return &p.BirthDate }),
	},
	guessed(
		code("sexe", "sex", func(p *demand.Person) *demand.Sex { return &p.Sex }),
		codeText("communeNaissance", "birth_place.commune", func(p *demand.Person) *string { return &p.BirthPlace.Commune }),
		text("lieuNaissance", "birth_place.name", func(p *demand.Person) *string { return &p.BirthPlace.Name }),
		text("paysNaissance", "birth_place.country", func(p *demand.Person) *string { return &p.BirthPlace.Country }),
	),
	[]row{
		code("nationalite", "nationality", func(p *demand.Person) *demand.Nationality { return &p.Nationality }),
		code("situationFamiliale", "family_situation", func(p *demand.Person) *demand.FamilySituation { return &p.FamilySituation }),
	},
)

var tableContact = slices.Concat(
	guessed(text("telDomicile", "home_phone", func(p *demand.Person) *string { return &p.HomePhone })),
	[]row{text("telPortable", "mobile_phone", func(p *demand.Person) *string { return &p.MobilePhone })},
	guessed(text("telTravail", "work_phone", func(p *demand.Person) *string { return &p.WorkPhone })),
	[]row{
		text("mel", "email", func(p *demand.Person) *string { return &p.Email }),
		group("adressePostale", "address", func(p *demand.Person) *demand.Address { return &p.Address }, tableAddress...),
		group("situationProfessionnelle", "work", func(p *demand.Person) *demand.Work { return &p.Work }, tableWork...),
		group("revenuFiscal", "income", func(p *demand.Person) *demand.Income { return &p.Income }, tableIncome...),
		list("listeRessourceRecue", "detailRessource", "received", func(p *demand.Person) *[]demand.Resource { return &p.Received }, tableResource...),
		list("listeRessourceVersee", "detailRessource", "paid", func(p *demand.Person) *[]demand.Payment { return &p.Paid }, tablePayment...),
	},
)

var tableApplicant = slices.Concat(tableIdentity, tableContact, []row{
	list("listeRessourceRecuePersACharge", "detailRessource", "dependants_received", func(p *demand.Person) *[]demand.Resource { return &p.DependantsReceived }, tableResource...),
	list("listeRessourceVerseePersACharge", "detailRessource", "dependants_paid", func(p *demand.Person) *[]demand.Payment { return &p.DependantsPaid }, tablePayment...),
})

var tableCoHolder = slices.Concat(
	within("person", personOf, tableIdentity),
	[]row{code("lienDemandeur", "link", func(h *demand.CoHolder) *demand.CoHolderLink { return &h.Link })},
	within("person", personOf, tableContact),
)

func personOf(h *demand.CoHolder) *demand.Person { return &h.Person }

var tableDependant = []row{
	text("nom", "name", func(d *demand.Dependant) *string { return &d.Name }),
	text("prenom", "first_names", func(d *demand.Dependant) *string { return &d.FirstNames }),
	date("dateNaissance", "birth_date", func(d *demand.Dependant) *demand.Date { return &d.BirthDate }),
	code("sexe", "sex", func(d *demand.Dependant) *demand.Sex { return &d.Sex }),
	code("lienParente", "kinship", func(d *demand.Dependant) *demand.Kinship { return &d.Kinship }),
}

var tableCustody = slices.Concat(
	guessed(
		text("nom", "name", func(d *demand.CustodyChild) *string { return &d.Name }),
		text("prenom", "first_names", func(d *demand.CustodyChild) *string { return &d.FirstNames }),
	),
	[]row{
		date("dateNaissance", "birth_date", func(d *demand.CustodyChild) *demand.Date { return &d.BirthDate }),
		code("sexe", "sex", func(d *demand.CustodyChild) *demand.Sex { return &d.Sex }),
		code("coParentalite", "arrangement", func(d *demand.CustodyChild) *demand.CoParenting { return &d.Arrangement }),
	},
)

var tableAddress = slices.Concat(
	[]row{
		answer("etranger", "foreign", func(a *demand.Address) *demand.Answer { return &a.Foreign }),
		text("numero", "number", func(a *demand.Address) *string { return &a.Number }),
		text("voie", "street", func(a *demand.Address) *string { return &a.Street }),
	},
	guessed(text("complement", "complement", func(a *demand.Address) *string { return &a.Complement })),
	[]row{
		text("codePostal", "postal_code", func(a *demand.Address) *string { return &a.PostalCode }),
		codeText("commune", "commune", func(a *demand.Address) *string { return &a.Commune }),
	},
	guessed(
		text("ville", "city", func(a *demand.Address) *string { return &a.City }),
		text("pays", "country", func(a *demand.Address) *string { return &a.Country }),
	),
)

var tableWork = slices.Concat(
	[]row{
		text("profession", "profession", func(w *demand.Work) *string { return &w.Profession }),
		code("typeContratTravail", "situation", func(w *demand.Work) *demand.WorkSituation { return &w.Situation }),
		text("nomEmployeurPrincipal", "employer", func(w *demand.Work) *string { return &w.Employer }),
	},
	guessed(date("dateFin", "until", func(w *demand.Work) *demand.Date { return &w.Until })),
	[]row{
		answer("etranger", "foreign", func(w *demand.Work) *demand.Answer { return &w.Foreign }),
		text("codePostal", "postal_code", func(w *demand.Work) *string { return &w.PostalCode }),
		codeText("commune", "commune", func(w *demand.Work) *string { return &w.Commune }),
	},
)

var tableIncome = []row{
	integer("anneeMoins1", "year_minus_1", func(i *demand.Income) *int { return &i.YearMinus1 }),
	amount("montantMoins1", "amount_minus_1", func(i *demand.Income) *decimal.NullDecimal { return &i.AmountMinus1 }),
	integer("anneeMoins2", "year_minus_2", func(i *demand.Income) *int { return &i.YearMinus2 }),
	amount("montantMoins2", "amount_minus_2", func(i *demand.Income) *decimal.NullDecimal { return &i.AmountMinus2 }),
}

var tableResource = []row{
	code("ressource", "code", func(r *demand.Resource) *demand.ResourceReceived { return &r.Code }),
	amount("montant", "monthly", func(r *demand.Resource) *decimal.NullDecimal { return &r.Monthly }),
}

var tablePayment = []row{
	code("ressource", "code", func(r *demand.Payment) *demand.ResourcePaid { return &r.Code }),
	amount("montant", "monthly", func(r *demand.Payment) *decimal.NullDecimal { return &r.Monthly }),
}

// tableDisability follows the names of the code lists of the client:
// ListeEtatHandicap, ListeCapaciteMarcheHandicap, ListeNatureHandicapMoteur…
var tableDisability = guessed(
	text("personne", "person", func(d *demand.Disability) *string { return &d.Person }),
	code("etatHandicap", "state", func(d *demand.Disability) *demand.DisabilityState { return &d.State }),
	code("capaciteMarcheHandicap", "steps", func(d *demand.Disability) *demand.StepsAbility { return &d.Steps }),
	codes("listeNatureHandicapMoteur", "natureHandicapMoteur", "motor", func(d *demand.Disability) *[]demand.MotorDisability { return &d.Motor }),
	codes("listeNatureHandicapSensoriel", "natureHandicapSensoriel", "sensory", func(d *demand.Disability) *[]demand.SensoryDisability { return &d.Sensory }),
	codes("listeAideTechniqueHandicap", "aideTechniqueHandicap", "aids", func(d *demand.Disability) *[]demand.MobilityAid { return &d.Aids }),
	codes("listeEquipementHandicap", "equipementHandicap", "equipment", func(d *demand.Disability) *[]demand.AdaptedEquipment { return &d.Equipment }),
)

var tablePresent = slices.Concat(
	[]row{
		codes("listeModeleLogement", "modeleLogement", "kinds", func(h *demand.PresentHousing) *[]demand.HousingKind { return &h.Kinds }),
		amount("montantMensuelLoyer", "monthly_rent", func(h *demand.PresentHousing) *decimal.NullDecimal { return &h.MonthlyRent }),
		integer("nombreHabitant", "occupants", func(h *demand.PresentHousing) *int { return &h.Occupants }),
		code("categorieLogement", "category", func(h *demand.PresentHousing) *demand.DwellingCategory { return &h.Category }),
		code("typeLogementActuel", "type", func(h *demand.PresentHousing) *demand.DwellingType { return &h.Type }),
		amount("surface", "surface", func(h *demand.PresentHousing) *decimal.NullDecimal { return &h.Surface }),
		answer("proprietaire", "owner", func(h *demand.PresentHousing) *demand.Answer { return &h.Owner }),
	},
	guessed(
		text("nomBailleur", "landlord", func(h *demand.PresentHousing) *string { return &h.Landlord }),
		answer("locataireSocial", "social_tenant", func(h *demand.PresentHousing) *demand.Answer { return &h.SocialTenant }),
	),
)

// tableWanted keeps the quarter, which interface V2 dropped: files of the first
// version have it, and it must not be lost.
var tableWanted = slices.Concat(
	[]row{answer("demandeElargie", "extended", func(w *demand.Wanted) *demand.Answer { return &w.Extended })},
	guessed(code("categorieLogementSouhaite", "category", func(w *demand.Wanted) *demand.WantedCategory { return &w.Category })),
	[]row{
		codes("listeTypeLogement", "typeLogement", "types", func(w *demand.Wanted) *[]demand.DwellingType { return &w.Types }),
		list("listeLocalisationSouhaite", "localisationSouhaite", "places", func(w *demand.Wanted) *[]demand.WantedPlace { return &w.Places }, tablePlace...),
	},
	guessed(amount("montantMaximumLoyer", "max_rent", func(w *demand.Wanted) *decimal.NullDecimal { return &w.MaxRent })),
)

var tablePlace = slices.Concat(
	[]row{codeText("commune", "commune", func(p *demand.WantedPlace) *string { return &p.Commune })},
	guessed(text("quartier", "quarter", func(p *demand.WantedPlace) *string { return &p.Quarter })),
)
