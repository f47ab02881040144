package desk_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/examples/internal/registry"
	"github.com/fichier-unique/rules/examples/internal/registry/registrytest"
	"github.com/fichier-unique/rules/numbering"
)

func TestRefusal(t *testing.T) {
	o := open(t, "exemple-cote-d-or", "2013-06-10")
	o.as(landlordA)
	address := o.register("Vauban", "Sébastien", "15/05/1980")

	// A town hall sees the demands for its territory only: rule, article, remedy.
	o.as(townHall)
	p := o.get(address).want(403, "La charte ne le permet pas", "CHA-ACC-02", "CCH R.441-2-6", "Ce qui changerait la réponse", "Communes souhaitées", "Dijon (21000)")
	p.without("Vauban", "Sébastien")
	o.get(address+"/modifier").want(403, "CHA-ACC-02").without("Vauban")
	o.get("/guichet/demandes/d0").want(404, "Demande introuvable")
	o.get(address + "/danser").want(404)

	// A landlord may not strike off for lack of renewal: the page has no button.
	o.as(landlordA)
	o.get(address).want(200, "Radier la demande", "Ce que vous ne pouvez pas faire, et pourquoi")
	o.get(address+"/radier").want(200, "ce n’est pas possible", "CHA-RAD-12")
	p = o.get(address+"/radier?motif=RADREN").want(403, "CHA-RAD-12", "le gestionnaire du système", "qu'à partir du 10 juillet 2014")
	if strings.Contains(p.body, "<button name") {
		t.Error("a refusal has a button")
	}
	// For an allocation, the facts that lack are asked for by their names.
	p = o.get(address+"/radier?motif=RADATT").want(200, "Date de signature du bail", "Données de l’attribution données", "Bailleur qui a attribué")
	values := p.fields(address + "/radier")
	p = o.post(address+"/radier", with(values, "action", "next")).want(422, "Il manque une information", "CHA-RAD-04", "La charte a besoin de cette information")
	if _, looked, _ := strings.Cut(p.body, `id="regarde"`); strings.Count(strings.SplitN(looked, "</section>", 2)[0], "<dt>Motif de radiation</dt>") != 1 {
		t.Error("what the charter looks at is not told once")
	}
	values = with(p.fields(address+"/radier"), "fait.lease_on", "2013-06-30", "fait.lease_data", "oui", "fait.allocated_by", "bailleur-a", "action", "next")
	p = o.post(address+"/radier", values).want(422, "La charte ne le permet pas", "30 juin 2013", "Attendre la signature du bail")
	if got := p.fields(address + "/radier").Get("fait.lease_on"); got != "2013-06-30" {
		t.Errorf("the date typed is %q now", got)
	}
	p = o.follow(o.post(address+"/radier", with(p.fields(address+"/radier"), "fait.lease_on", "2013-06-07", "action", "next")))
	p.want(200, "radiée", "logement social attribué")
	if strings.Contains(p.body, "Imprimer l’attestation") {
		t.Error("the page offers to print the attestation of a demand that is struck off")
	}
	o.get(address+"/reactiver").want(403, "CHA-REA-02")
	// It was a mistake: undone by who did it, with its reason.
	o.get(address+"/annuler-radiation").want(200, "Raison", "En quelques mots, ou par un code de votre service ; sans nom de personne.")
	o.follow(o.act(address+"/annuler-radiation", "fait.reason", "erreur de saisie")).want(200, "active", "Radiation annulée", "raison : erreur de saisie")
}

// A birth name is told as its bearer would say it.
func TestBirthName(t *testing.T) {
	for civility, want := range map[string]string{"1": "(né Rameau)", "2": "(née Rameau)", "": "(nom de naissance Rameau)"} {
		o := open(t, "exemple-cote-d-or", "2013-06-10")
		o.as(landlordA)
		values := household(o.get("/guichet/nouvelle").fields("/guichet/nouvelle"), "Vauban", "Camille", "25/09/1975")
		o.follow(o.post("/guichet/nouvelle", with(values, "fait.identity", "oui", "applicant.civility", civility, "applicant.birth_name", "Rameau"))).want(200, want)
	}
}

func TestTwoClerks(t *testing.T) {
	o := open(t, "exemple-cote-d-or", "2013-06-10")
	o.as(landlordA)
	address := o.register("Vauban", "Sébastien", "15/05/1980")
	slow := o.get(address + "/modifier").want(200).fields(address + "/modifier")

	o.as(landlordB)
	o.follow(o.act(address+"/modifier", "applicant.mobile_phone", "07 11 11 11 11", "applicant.address.street", "rue Berbisey")).want(200, "07 11 11 11 11")

	o.as(landlordA)
	p := o.post(address+"/modifier", with(slow, "applicant.email", "vauban@exemple.fr", "applicant.address.street", "rue Chabot-Charny", "action", "next"))
	p.want(409, "Un collègue a changé cette demande", "Bailleur B", "Rien n’a été enregistré", "Changé par vous deux", "Coordonnées : Adresse", "Téléphone portable")
	again := p.fields(address + "/modifier")
	for name, want := range map[string]string{"applicant.email": "vauban@exemple.fr", "applicant.address.street": "rue Chabot-Charny", "applicant.mobile_phone": "07 11 11 11 11"} {
		if got := again.Get(name); got != want {
			t.Errorf("%s is %q in the page, want %q", name, got, want)
		}
	}
	p = o.follow(o.post(address+"/modifier", with(again, "action", "next")))
	p.want(200, "vauban@exemple.fr", "rue Chabot-Charny", "07 11 11 11 11").without("Deux services ont donné deux valeurs")
	o.act(address+"/modifier").want(422, "Rien n’a changé")

	// An act without a form was decided on what is no more: it is told too.
	slow = with(o.get(address+"/radier?motif=RADATT").want(200).fields(address+"/radier"), "fait.lease_on", "2013-06-07", "fait.lease_data", "oui", "fait.allocated_by", "bailleur-a", "action", "next")
	o.as(landlordB)
	o.follow(o.act(address+"/modifier", "applicant.home_phone", "03 80 11 22 33"))
	o.as(landlordA)
	p = o.post(address+"/radier", slow).want(409, "Un collègue a changé cette demande", "Téléphone fixe")
	again = p.fields(address + "/radier")
	if again.Get("fait.lease_on") != "2013-06-07" || again.Get("motif") != "RADATT" {
		t.Errorf("what was typed is lost: %v", again)
	}
	o.get(address).want(200, "active")
	o.follow(o.post(address+"/radier", with(again, "action", "next"))).want(200, "radiée")
}

func TestRenewAndReactivate(t *testing.T) {
	o := open(t, "exemple-cote-d-or", "2013-06-10")
	o.as(landlordA)
	address := o.register("Vauban", "Sébastien", "15/05/1980")
	number := between(o.get(address).body, `<span class="number">`, "</span>")
	o.Day("2014-06-20")
	o.get("/guichet").want(200, "À renouveler : validité passée (1)", "CCH R.441-2-7")
	o.get("/guichet/listes/expired").want(200, "Sébastien Vauban")
	p := o.get(address+"/renouveler").want(200, "À revoir avec le demandeur", "Téléphone portable", "CHA-REN-02")
	values := with(p.fields(address+"/renouveler"), "applicant.mobile_phone", "07 22 22 22 22", "action", "next")
	o.follow(o.post(address+"/renouveler", values)).want(200, "Renouvellement", "renouvelée le 20 juin 2014", "active", "Délivrer l'attestation de renouvellement").without("plus d’un an Téléphone")

	if twice := o.post(address+"/renouveler", values); twice.status != http.StatusSeeOther || twice.to != address {
		t.Errorf("the same renewal, sent again, leads to %d %s: %.500s", twice.status, twice.to, twice.text())
	}
	if n := strings.Count(o.get(address).text(), "Renouvellement ,"); n != 1 {
		t.Errorf("renewed %d times", n)
	}

	// The manager gives notice, strikes off what is not renewed; a late answer brings it back.
	o.as(manager)
	o.Day("2015-05-20")
	o.follow(o.act(address+"/courrier", "objet", "notice", "moyen", "registered", "envoye", "2015-05-20", "remis", "2015-05-22", "preuve", "AR-1"))
	o.Day("2015-07-21")
	p = o.get(address + "/radier?motif=RADREN").want(200)
	o.follow(o.post(address+"/radier", with(p.fields(address+"/radier"), "action", "next"))).want(200, "radiée")
	o.as(landlordA)
	o.Day("2015-08-10")
	o.follow(o.act(address+"/reactiver", "fait.received", "oui", "fait.reason", "retard-postal")).want(200, "JOU-TAC-01", "Réactivation", "raison : retard-postal", number)
}

// online is a demand that an applicant enters, and gives its key.
func (o *office) online(name, first string) string {
	o.t.Helper()
	form := &demand.Form{
		Applicant: demand.Person{UsedName: name, FirstNames: first, BirthDate: demand.MustDate("1970-05-13"), Nationality: demand.Nationality1,
			Address: demand.Address{Number: "1", Street: "rue Noire", PostalCode: "56000", Commune: "56260"}},
		PersonsToHouse: 1, Reasons: []demand.Reason{{Code: demand.ReasonCode01}}, Present: demand.PresentHousing{Kinds: []demand.HousingKind{demand.HousingKindLP}},
		Wanted: demand.Wanted{Types: []demand.DwellingType{demand.DwellingTypeT2}, Places: []demand.WantedPlace{{Commune: "56260"}}}}
	return o.Act(registrytest.Applicant(), registry.Command{Act: charter.Register, Form: form, Online: true}).Demand
}

func TestVerify(t *testing.T) {
	o := open(t, "saisie-en-ligne", "2016-03-01")
	first := o.online("Carnot", "Lazare")
	address := "/guichet/demandes/" + first
	o.as(agent("56001", "bailleur-a"))
	o.get(address).want(200, "à vérifier", "Ce que vous ne pouvez pas faire", "CHA-ENR-03")
	o.get(address+"/verifier").want(403, "CHA-ENR-03")

	o.as(agent("56100", "verificateur"))
	o.get("/guichet").want(200, "À vérifier : demandes saisies en ligne (1)", "Lazare Carnot")
	second := o.online("Carnot", "Lazarre")
	p := o.get(address).want(200, "Avant de vérifier : peut-être la même personne", "demandeur et demandeur")
	pair := "/guichet/doublons/" + first + "/" + second
	if !p.linked(pair) {
		t.Errorf("the page does not lead to the comparison: %q", p.links())
	}
	o.follow(o.post(pair, with(o.get(pair).fields(pair), "decision", "distinctes"))).want(200, "ce sont deux personnes différentes")
	o.get(address).want(200).without("peut-être la même personne")
	o.follow(o.act(address+"/verifier", "fait.identity", "oui")).want(200, "Vérification", "Numéro unique attribué", "056 0316", "active")

	// Verified without the paper: it waits for its number where its desk sees it.
	waits := "/guichet/demandes/" + second
	o.get("/guichet").want(200).without("Sans numéro unique")
	o.follow(o.act(waits+"/verifier", "fait.identity", "non")).want(200, "La demande est vérifiée. Pas encore de numéro unique. La pièce")
	o.get("/guichet").want(200, "Sans numéro unique, à attribuer (1)", "Lazarre Carnot")
	o.get("/guichet/listes/unnumbered").want(200, "Lazarre Carnot")
	o.follow(o.act(waits+"/numero", "fait.identity", "oui"))
	o.get("/guichet").want(200).without("Sans numéro unique")
}

// twin is a demand of the same person as another, that was taken in all the same.
func (o *office) twin(address string) string {
	o.t.Helper()
	key := strings.TrimPrefix(address, "/guichet/demandes/")
	form := o.See(landlordA, key).Form
	form.Number, form.Applicant.FirstNames = numbering.Number{}, "Sebastien"
	out := o.Act(landlordA, registry.Command{Act: charter.Register, Form: &form, Distinct: []string{key}, Facts: registrytest.Seen()})
	return "/guichet/demandes/" + out.Demand
}

func TestReview(t *testing.T) {
	o := open(t, "exemple-cote-d-or", "2013-06-10")
	o.as(landlordA)
	a := o.register("Vauban", "Sébastien", "15/05/1980")
	b := o.twin(a)

	o.get("/guichet/doublons").want(200, "Le fichier entier n’a pas encore été examiné", "Aucune paire")
	p := o.follow(o.post("/guichet/doublons", nil)).want(200, "Le fichier entier a été examiné le 10 juin 2013", "Sébastien Vauban", "Sebastien Vauban", "empêche une fusion automatique")
	pair := ""
	for _, l := range p.links() {
		if strings.HasPrefix(l, "/guichet/doublons/") {
			pair = l
		}
	}
	decide := func(decision string, pairs ...string) page {
		return o.post(pair, with(with(o.get(pair).want(200).fields(pair), "decision", decision), pairs...))
	}
	o.follow(decide("plus-tard")).want(200, "La question est remise à plus tard")
	o.get("/guichet/doublons").want(200, "Aucune paire")
	o.follow(decide("revenir")).want(200)
	o.get("/guichet/doublons").want(200, "Sébastien Vauban")
	decide("reunir").want(422, "Dites quelle demande continue")
	decide("").want(422, "Choisissez une décision")
	// Two persons: they may not be merged, until that is undone.
	o.follow(decide("distinctes")).want(200, "Il est inscrit que ce sont deux personnes différentes", "10 juin 2013 : deux personnes différentes, agent agent-bailleur-")
	keyA := strings.TrimPrefix(a, "/guichet/demandes/")
	decide("reunir", "garder", keyA).want(403, "CHA-DOU-02")
	o.follow(decide("revenir")).want(200, "deux personnes différentes, agent agent-bailleur-", "10 juin 2013 : décision défaite, agent agent-bailleur-")
	o.follow(decide("reunir", "garder", keyA)).want(200, "Les deux demandes sont réunies", "Une autre demande lui a été réunie")
	o.get(b).want(200, "réunie à une autre demande", "voir celle qui continue")
	o.get("/guichet/doublons").want(200, "Aucune paire")
	// And undone.
	o.get(b+"/defaire-reunion").want(200, "Demande réunie")
	o.follow(o.act(b+"/defaire-reunion?autre="+keyA, "fait.reason", "erreur")).want(200, "active", "Réunion défaite", "raison : erreur")
	o.get(a).want(200, "active").without("Une autre demande lui a été réunie")
}

func TestTreatment(t *testing.T) {
	o := open(t, "exemple-cote-d-or", "2013-06-10")
	o.as(landlordA)
	address := o.register("Vauban", "Sébastien", "15/05/1980")
	p := o.follow(o.act(address+"/designer", "logement", "LOG-12")).want(200, "Logement LOG-12", "désignée pour la commission")
	link := func(p page, slug string) string {
		t.Helper()
		for _, l := range p.links() {
			if strings.HasPrefix(l, address+"/"+slug+"?candidature=") {
				return l
			}
		}
		t.Fatalf("no link to %s in %q", slug, p.links())
		return ""
	}
	examined := with(o.get(link(p, "examiner")).fields(address+"/examiner"), "action", "next")
	o.follow(o.post(address+"/examiner", examined))
	p = o.follow(o.post(address+"/examiner", examined)).want(200, "examinée, pas encore décidée") // pressed twice
	for _, slug := range []string{"attribuer", "ecarter"} {
		o.act(link(p, slug), "fait.candidates", "3", "fait.under_ceiling", "oui").want(422, "Choisissez ce que la commission a décidé.")
	}
	// Two candidates are not three: the charter says so, and what the exceptions are.
	q := o.act(link(p, "attribuer"), "decision", "allocated", "fait.candidates", "2", "fait.under_ceiling", "oui").want(422, "CHA-COM-03", "Examiner trois demandes")
	action := address + "/attribuer"
	p = o.follow(o.post(action, with(q.fields(action), "fait.candidates", "3", "decision", "allocated", "action", "next"))).want(200, "logement attribué")
	q = o.act(link(p, "proposer"), "jusqu", "2013-06-12").want(422, "CHA-COM-07")
	action = address + "/proposer"
	p = o.follow(o.post(action, with(q.fields(action), "jusqu", "2013-06-25", "averti", "non", "action", "next"))).want(200, "proposition en cours", "jusqu’au 25 juin 2013")
	o.act(link(p, "refuser")).want(422, "CHA-COM-09")
	p = o.follow(o.act(link(p, "accepter"))).want(200, "acceptée")
	o.follow(o.act(link(p, "bail"), "fait.under_ceiling", "oui")).want(200, "bail signé", "Radier la demande pour attribution")
	// The journal knows the lease: the strike-off asks for less.
	p = o.get(address+"/radier?motif=RADATT").want(200, "Données de l’attribution données")
	o.follow(o.post(address+"/radier", with(p.fields(address+"/radier"), "fait.lease_data", "oui", "action", "next"))).want(200, "radiée")
}

func TestLabels(t *testing.T) {
	o := open(t, "exemple-cote-d-or", "2013-06-10")
	o.as(landlordA)
	address := o.register("Vauban", "Sébastien", "15/05/1980")
	// A landlord gives no label of the State: each says to whom it belongs.
	o.get(address+"/priorite").want(200, "ce n’est pas possible", "CHA-LAB-01", "elle revient à commission de médiation")

	o = open(t, "grand-dijon-2010", "2013-06-10")
	o.as(agent("", "etat"))
	address = o.register("Vauban", "Sébastien", "15/05/1980")
	o.get(address+"/priorite").want(200, "Droit au logement opposable (DALO)")
	o.follow(o.act(address+"/priorite?priorite=DALO", "jusqu", "2014-06-10")).want(200, "Priorités reconnues", "droit au logement opposable", "jusqu’au 10 juin 2014", "Mettre fin à une priorité")
	o.get(address+"/radier").want(200, "Radier la demande")
	o.follow(o.act(address+"/fin-priorite?priorite=DALO")).want(200, "Fin d’une priorité").without("Priorités reconnues droit")
}

// couple is the demand of two persons.
func (o *office) couple() string {
	o.t.Helper()
	values := household(o.get("/guichet/nouvelle").fields("/guichet/nouvelle"), "Vauban", "Sébastien", "15/05/1980")
	with(values, "action", "add:co_holders")
	values = o.post("/guichet/nouvelle", values).want(200, "Cotitulaire").fields("/guichet/nouvelle")
	with(values, "co_holders[0].link", "C", "co_holders[0].person.used_name", "Osnay", "co_holders[0].person.first_names", "Jeanne", "co_holders[0].person.birth_date", "01/02/1982",
		"persons_to_house", "2", "applicant.family_situation", "U", "fait.identity", "oui", "action", "next")
	return demandOf(o.follow(o.post("/guichet/nouvelle", values)).want(200, "Osnay", "Séparer un couple"))
}

// What a separated demand does not say yet is told in words, not in codes alone.
func TestSeparateWithoutWish(t *testing.T) {
	o := open(t, "exemple-cote-d-or", "2013-06-10")
	o.as(landlordA)
	address := o.couple()
	p := o.get(address + "/separer?qui=0&cas=cohabiting")
	o.follow(o.post(address+"/separer", with(p.fields(address+"/separer"), "fait.proof", "oui", "fait.identity", "oui", "action", "next"))).
		want(200, "Jeanne Osnay", "Pas encore de numéro unique", "Aucune commune souhaitée n'est indiquée : il en faut au moins une")
}

func TestSeparate(t *testing.T) {
	o := open(t, "exemple-cote-d-or", "2013-06-10")
	o.as(landlordA)
	address := o.couple()
	o.Day("2013-09-02")
	o.get(address+"/separer").want(200, "Qui dépose une demande séparée", "Jeanne (cotitulaire)")
	o.act(address+"/separer", "qui", "").want(422, "Dites d’abord qui dépose une demande séparée", "Jeanne (cotitulaire)")
	p := o.get(address+"/separer?qui=0&cas=cohabiting").want(200, "Ce qui prouve la séparation", "Jeanne")
	values := with(p.fields(address+"/separer"), "fait.proof", "oui", "fait.identity", "oui", "applicant.nationality", "1", "applicant.address.street", "rue Verte", "applicant.address.postal_code", "21000",
		"applicant.address.commune", "21231", "persons_to_house", "1", "reasons.rows", "1", "reasons[0].code", "01", "wanted.types", "T1", "wanted.places.rows", "1", "wanted.places[0].commune", "21231",
		"present_housing.kinds", "CPE", "action", "next")
	p = o.post(address+"/separer", values)
	o.follow(p).want(200, "Jeanne Osnay", "Dépôt après séparation", "ancienneté du 10 juin 2013")
}

func TestPapers(t *testing.T) {
	o := open(t, "exemple-cote-d-or", "2013-06-10")
	o.as(landlordA)
	address := o.register("Vauban", "Sébastien", "15/05/1980")
	send := func(body []byte) page {
		t.Helper()
		values := o.get(address+"/verser-piece").want(200, "Document").fields(address + "/verser-piece")
		with(values, "piece", "tax_notice", "personne", "applicant", "annee", "2011", "action", "next")
		var b bytes.Buffer
		w := multipart.NewWriter(&b)
		for name := range values {
			if name != "document" {
				_ = w.WriteField(name, values.Get(name))
			}
		}
		if body != nil {
			f, err := w.CreateFormFile("document", "avis.pdf")
			if err != nil {
				t.Fatal(err)
			}
			_, _ = f.Write(body)
		}
		_ = w.Close()
		r := httptest.NewRequest(http.MethodPost, address+"/verser-piece", &b)
		r.Header.Set("Content-Type", w.FormDataContentType())
		return o.send(r)
	}
	send(nil).want(422, "Joignez le document")
	send([]byte("#!/bin/sh\n")).want(422, "Ce format de document n’est pas accepté")
	pdf := []byte("%PDF-1.4\nun avis\n")
	p := o.follow(send(pdf)).want(200, "Documents reçus", "Avis d'imposition 2011", "Sébastien (demandeur)", "à ne pas redemander")
	file := ""
	for _, l := range p.links() {
		if strings.HasPrefix(l, address+"/pieces/") {
			file = l
		}
	}
	if got := o.get(file); got.status != 200 || got.body != string(pdf) {
		t.Errorf("the document comes back as %d %q", got.status, got.body)
	}
	o.follow(o.post(file, url.Values{"refusee": {"oui"}})).want(200, "refusé", "Accepter de nouveau").without("à ne pas redemander")
	// Another desk reads it; who may not see the demand may not.
	o.as(landlordB)
	if got := o.get(file); got.status != 200 {
		t.Errorf("another landlord gets %d", got.status)
	}
	o.as(townHall)
	o.get(file).want(403, "CHA-ACC-02")
	o.post(file, url.Values{"refusee": {"oui"}}).want(403)
}

func TestOrigins(t *testing.T) {
	o := open(t, "exemple-cote-d-or", "2013-06-10")
	o.as(landlordA)
	address := o.register("Vauban", "Sébastien", "15/05/1980")
	action := address + "/modifier"
	// A third party's datum wants the consent of the applicant.
	p := o.act(action, "applicant.income.amount_minus_2", "12 850", "applicant.income.year_minus_2", "2011", "fait.origin", "third_party").want(422, "Pour répondre, il manque : Accord du demandeur", "CHA-MOD-01")
	if got := p.fields(action).Get("applicant.income.amount_minus_2"); got != "12 850" && got != "12850" {
		t.Errorf("the income typed is %q now", got)
	}
	o.post(action, with(p.fields(action), "fait.validated", "non", "action", "next")).want(422, "La charte ne le permet pas", "Faire valider la donnée par le demandeur")
	p = o.follow(o.post(action, with(p.fields(action), "fait.validated", "oui", "action", "next")))
	p.want(200, "un tiers, avec l’accord du demandeur, le 10/06/2013")
	o.follow(o.act(address+"/corriger", "applicant.used_name", "Le Prestre")).want(200, "une pièce, le 10/06/2013", "Correction d’après une pièce", "Identité : Nom d’usage")
}

// TestEveryRoute walks the routes of the desk without anybody signed in.
func TestEveryRoute(t *testing.T) {
	o := open(t, "exemple-cote-d-or", "2013-06-10")
	walked := 0
	for _, route := range o.web.Routes() {
		method, path, _ := strings.Cut(route.Pattern, " ")
		if !strings.HasPrefix(path, "/guichet") {
			continue
		}
		walked++
		path = strings.NewReplacer("{list}", "expired", "{demand}", "d1", "{act}", "modifier", "{paper}", "p1", "{a}", "d1", "{b}", "d2").Replace(path)
		o.send(httptest.NewRequest(method, path, nil)).want(401)
	}
	if walked < 15 {
		t.Errorf("%d routes walked", walked)
	}
}

// TestEmptyActs sends the page of every act with nothing typed: what lacks is said,
// and nothing fails.
func TestEmptyActs(t *testing.T) {
	for _, slug := range []string{"attester", "modifier", "corriger", "renouveler", "radier?motif=RADABA", "radier?motif=RADATT", "radier?motif=RADCON", "radier?motif=RADIRR", "courrier", "designer", "verser-piece",
		"examiner", "examiner?candidature=c0", "attribuer?candidature=c0", "ecarter?candidature=c0", "bail?candidature=c0", "annuler?candidature=c0", "separer?qui=-1", "separer?qui=0"} {
		t.Run(slug, func(t *testing.T) {
			o := open(t, "exemple-cote-d-or", "2013-06-10")
			o.as(landlordA)
			address := o.register("Vauban", "Sébastien", "15/05/1980")
			action, _, _ := strings.Cut(address+"/"+slug, "?")
			p := o.get(address + "/" + slug)
			if p.status == 403 {
				return
			}
			p = o.post(action, with(p.want(200).fields(action), "action", "next"))
			if p.status >= 500 {
				t.Errorf("status %d", p.status)
			}
			if slug == "courrier" {
				p.want(422, "Dites l’objet du courrier, son moyen et le jour où il est parti.")
			}
			if p.status == 422 && !strings.Contains(p.body, "role=\"alert\"") {
				t.Errorf("the page does not say what is wrong: %.1500s", p.text())
			}
			// A form that bears no sequence is not taken for one that was read.
			if slug == "modifier" {
				o.post(action, url.Values{"applicant.used_name": {"Autre"}, "action": {"next"}}).want(422, "La page est incomplète")
			}
		})
	}
}

func TestCommuneAndAssociation(t *testing.T) {
	o := open(t, "exemple-cote-d-or", "2013-06-10")
	o.as(landlordA)
	values := household(o.get("/guichet/nouvelle").fields("/guichet/nouvelle"), "Vauban", "Sébastien", "15/05/1980")
	with(values, "wanted.places[0].commune", "", "wanted.places[0].commune.search", "saint", "action", "search:wanted.places[0].commune")
	p := o.post("/guichet/nouvelle", values).want(200, "Choisissez la commune dans la liste")
	if got := p.fields("/guichet/nouvelle").Get("applicant.used_name"); got != "Vauban" {
		t.Errorf("the name typed is %q after a search", got)
	}
	values = o.get("/guichet/nouvelle?association").want(200, "Enregistrer plutôt la demande d’une personne").without("Nom d’usage").fields("/guichet/nouvelle")
	with(values, "association.name", "Habitat pour tous", "association.siret", "73282932000074", "association.address.street", "1 place des Essais", "association.address.postal_code", "21000",
		"association.address.commune", "21231", "association.phone", "03 80 11 22 33", "wanted.types", "T2", "wanted.places.rows", "1", "wanted.places[0].commune", "21231", "fait.identity", "oui", "action", "next")
	o.follow(o.post("/guichet/nouvelle", values)).want(200, "Habitat pour tous")
}

// TestHiddenParts is a partner who does not see the disability supplement: the
// page says why, and what it changes leaves the supplement as it was.
func TestHiddenParts(t *testing.T) {
	o := open(t, "grand-dijon-2010", "2013-06-10")
	o.as(landlordA)
	address := o.register("Vauban", "Sébastien", "15/05/1980")
	form := o.get(address + "/modifier").want(200).fields(address + "/modifier")
	with(form, "disabilities.rows", "1", "disabilities[0].person", "applicant", "action", "next")
	form.Del("disabilities.none")
	o.follow(o.post(address+"/modifier", form)).want(200, "Complément handicap Information")

	o.as(agent("21400", "grand-dijon"))
	p := o.get(address).want(200, "Ce qui ne vous est pas ouvert", "Complément handicap : pourquoi", "CHA-ACC-05", "arrêté du 28 mars 2011")
	p.without("Complément handicap Information")
	p = o.get(address+"/modifier").want(200, "Ces parties ne vous sont pas ouvertes et restent comme elles sont : Complément handicap")
	values := with(p.fields(address+"/modifier"), "applicant.mobile_phone", "07 44 44 44 44", "action", "next")
	// Whoever slips the hidden field in changes nothing of it.
	with(values, "disabilities.rows", "0", "disabilities.none", "1")
	o.follow(o.post(address+"/modifier", values)).want(200, "07 44 44 44 44")
	o.as(landlordA)
	o.get(address).want(200, "07 44 44 44 44", "Complément handicap Information")
}

// The key of a page is one of ours: another could take the place of an act of
// somebody else, as the notices of the manager have theirs.
func TestForgedPageKey(t *testing.T) {
	o := open(t, "exemple-cote-d-or", "2013-06-10")
	o.as(landlordA)
	address := o.register("Vauban", "Sébastien", "15/05/1980")
	o.as(landlordB)
	for _, key := range []string{"notice/x/2014-06-10/email", "depot x", "demo/1", strings.Repeat("a", 100_000)} {
		o.post(address+"/modifier", url.Values{"action": {"next"}, "cle": {key}, "applicant.email": {"a@exemple.fr"}}).want(400, "Rouvrez-la depuis la demande")
	}
}
