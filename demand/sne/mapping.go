package sne

import "github.com/fichier-unique/rules/demand"

// demande describes the element demandeLogement: what it holds and where each
// value lives in the form, in the order in which the national system writes.
func demande(c *codec, f *demand.Form) {
	c.number("numUnique", "number", &f.Number)
	c.text("numGuichet", &f.Desk)
	c.date("dateCreationDemande", "deposited_on", &f.DepositedOn)
	c.date("dateRenouvellement", "renewed_on", &f.RenewedOn)
	c.group("personneMorale", "association", func(c *codec) { personneMorale(c, &f.Association) })
	c.group("personnePhysique", "", func(c *codec) { personnePhysique(c, f) })
	c.group("logementRecherche", "wanted", func(c *codec) { logementRecherche(c, &f.Wanted) })
}

func personneMorale(c *codec, a *demand.Association) {
	c.text("raisonSociale", &a.Name)
	c.date("dateCreation", "created_on", &a.CreatedOn)
	c.text("siret", &a.SIRET)
	c.text("telephone", &a.Phone)
	c.text("mel", &a.Email)
	c.group("adressePostale", "address", func(c *codec) { adresse(c, &a.Address) })
	c.integer("rangDemande", "request_rank", &a.RequestRank)
}

func personnePhysique(c *codec, f *demand.Form) {
	c.group("demandeur", "applicant", func(c *codec) {
		personne(c, &f.Applicant, nil)
		ressources(c, "listeRessourceRecuePersACharge", "dependants_received", &f.Applicant.DependantsReceived)
		versements(c, "listeRessourceVerseePersACharge", "dependants_paid", &f.Applicant.DependantsPaid)
	})
	list(c, "listePersonneACharge", "personneACharge", "dependants", &f.Dependants, func(c *codec, d *demand.Dependant) {
		c.text("nom", &d.Name)
		c.text("prenom", &d.FirstNames)
		c.date("dateNaissance", "birth_date", &d.BirthDate)
		code(c, "sexe", &d.Sex)
		code(c, "lienParente", &d.Kinship)
	})
	c.group("personneANaitre", "unborn", func(c *codec) {
		c.integer("nombre", "count", &f.Unborn.Count)
		c.date("dateNaissancePrevue", "expected_on", &f.Unborn.ExpectedOn)
	})
	list(c, "listePersonneEnGarde", "personneEnGarde", "custody", &f.Custody, func(c *codec, d *demand.CustodyChild) {
		c.text("nom", &d.Name)
		c.text("prenom", &d.FirstNames)
		c.date("dateNaissance", "birth_date", &d.BirthDate)
		code(c, "sexe", &d.Sex)
		code(c, "coParentalite", &d.Arrangement)
	})
	list(c, "listeCotitulaire", "cotitulaire", "co_holders", &f.CoHolders, func(c *codec, h *demand.CoHolder) {
		json := c.json
		c.json = join(json, ".", "person")
		personne(c, &h.Person, &h.Link)
		c.json = json
	})
	c.group("logementActuel", "present_housing", func(c *codec) { logementActuel(c, &f.Present) })
	list(c, "listeMotifDemande", "motifDemande", "reasons", &f.Reasons, motif)
	c.integer("nombrePersonneALoger", "persons_to_house", &f.PersonsToHouse)
}

// motif carries a reason: a code attribute and, for "other", a text.
func motif(c *codec, r *demand.Reason) {
	if !c.reading {
		c.cur.Attrs = append(c.cur.Attrs, Attr{"code", string(r.Code)})
		c.cur.Text = r.Detail
		return
	}
	v, _ := c.cur.attr("code")
	r.Code, r.Detail = demand.ReasonCode(v), c.cur.Text
}

// personne carries an applicant, or a co-holder with its link.
func personne(c *codec, p *demand.Person, link *demand.CoHolderLink) {
	code(c, "civilite", &p.Civility)
	c.text("nom", &p.UsedName)
	c.text("nomPatronymique", &p.BirthName)
	c.text("prenom", &p.FirstNames)
	c.date("dateNaissance", "birth_date", &p.BirthDate)
	code(c, "sexe", &p.Sex)
	c.text("communeNaissance", &p.BirthPlace.Commune)
	code(c, "nationalite", &p.Nationality)
	code(c, "situationFamiliale", &p.FamilySituation)
	if link != nil {
		code(c, "lienDemandeur", link)
	}
	c.text("telDomicile", &p.HomePhone)
	c.text("telPortable", &p.MobilePhone)
	c.text("telTravail", &p.WorkPhone)
	c.text("mel", &p.Email)
	c.group("adressePostale", "address", func(c *codec) { adresse(c, &p.Address) })
	c.group("situationProfessionnelle", "work", func(c *codec) {
		c.text("profession", &p.Work.Profession)
		code(c, "typeContratTravail", &p.Work.Situation)
		c.text("nomEmployeurPrincipal", &p.Work.Employer)
		c.date("dateFin", "until", &p.Work.Until)
		c.answer("etranger", "foreign", &p.Work.Foreign)
		c.text("codePostal", &p.Work.PostalCode)
		code(c, "commune", &p.Work.Commune)
	})
	c.group("revenuFiscal", "income", func(c *codec) {
		c.integer("anneeMoins1", "year_minus_1", &p.Income.YearMinus1)
		c.amount("montantMoins1", "amount_minus_1", &p.Income.AmountMinus1)
		c.integer("anneeMoins2", "year_minus_2", &p.Income.YearMinus2)
		c.amount("montantMoins2", "amount_minus_2", &p.Income.AmountMinus2)
	})
	ressources(c, "listeRessourceRecue", "received", &p.Received)
	versements(c, "listeRessourceVersee", "paid", &p.Paid)
}

func adresse(c *codec, a *demand.Address) {
	c.answer("etranger", "foreign", &a.Foreign)
	c.text("numero", &a.Number)
	c.text("voie", &a.Street)
	c.text("complement", &a.Complement)
	c.text("codePostal", &a.PostalCode)
	code(c, "commune", &a.Commune)
	c.text("ville", &a.City)
	c.text("pays", &a.Country)
}

func ressources(c *codec, name, field string, all *[]demand.Resource) {
	list(c, name, "detailRessource", field, all, func(c *codec, r *demand.Resource) {
		code(c, "ressource", &r.Code)
		c.amount("montant", "monthly", &r.Monthly)
	})
}

func versements(c *codec, name, field string, all *[]demand.Payment) {
	list(c, name, "detailRessource", field, all, func(c *codec, r *demand.Payment) {
		code(c, "ressource", &r.Code)
		c.amount("montant", "monthly", &r.Monthly)
	})
}

func logementActuel(c *codec, h *demand.PresentHousing) {
	codes(c, "listeModeleLogement", "modeleLogement", &h.Kinds)
	c.amount("montantMensuelLoyer", "monthly_rent", &h.MonthlyRent)
	c.integer("nombreHabitant", "occupants", &h.Occupants)
	code(c, "categorieLogement", &h.Category)
	code(c, "typeLogementActuel", &h.Type)
	c.amount("surface", "surface", &h.Surface)
	c.answer("proprietaire", "owner", &h.Owner)
	c.text("nomBailleur", &h.Landlord)
	c.answer("locataireSocial", "social_tenant", &h.SocialTenant)
}

func logementRecherche(c *codec, w *demand.Wanted) {
	c.answer("demandeElargie", "extended", &w.Extended)
	code(c, "categorieLogementSouhaite", &w.Category)
	codes(c, "listeTypeLogement", "typeLogement", &w.Types)
	list(c, "listeLocalisationSouhaite", "localisationSouhaite", "places", &w.Places, func(c *codec, p *demand.WantedPlace) {
		code(c, "commune", &p.Commune)
		c.text("quartier", &p.Quarter)
	})
	c.amount("montantMaximumLoyer", "max_rent", &w.MaxRent)
}
