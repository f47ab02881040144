package desk_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/fichier-unique/rules/charter"
)

// wantedCommune is a commune of each territory, and its postal code.
var wantedCommune = map[string][2]string{"021": {"21231", "21000"}, "035": {"35238", "35000"}, "038": {"38185", "38000"}, "044": {"44109", "44000"}, "056": {"56260", "56000"},
	"074": {"74010", "74000"}, "974": {"97411", "97400"}, "988": {"98818", "98800"}}

// TestEveryCharter opens every page of a demand as every partner of every charter
// shipped: each is shown, or refused with its rule, and none fails.
func TestEveryCharter(t *testing.T) {
	for _, name := range charter.Names() {
		c, _ := charter.Named(name)
		if len(c.Parties) == 0 {
			continue
		}
		t.Run(name, func(t *testing.T) {
			day := c.ValidFrom.AddYears(1)
			if day.Year() < 2011 {
				day = c.ValidFrom.AddYears(12)
			}
			o := open(t, name, day.String())
			address := ""
			for i := range c.Parties {
				p := &c.Parties[i]
				o.as(agent(deskOf(p), p.ID))
				o.get("/guichet").want(200, p.Name)
				registers := o.get("/guichet/nouvelle")
				if registers.status != 200 {
					registers.want(403, "La charte ne le permet pas", "Ce qui changerait la réponse")
					continue
				}
				at := o.takes(registers, c, i)
				if at != "" && address == "" {
					address = at
				}
			}
			if address == "" {
				t.Fatal("nobody could register")
			}
			for i := range c.Parties {
				o.as(agent(deskOf(&c.Parties[i]), c.Parties[i].ID))
				o.walk(address)
			}
		})
	}
}

func deskOf(p *charter.Party) string {
	if len(p.Desks) > 0 {
		return p.Desks[0]
	}
	return ""
}

// people are not alike: name, first name, birth, street, telephone.
var people = [][5]string{{"Vauban", "Sébastien", "15/05/1980", "rue Musette", "06 12 34 56 78"}, {"Abadie", "Clotilde", "02/11/1951", "avenue du Drapeau", "07 98 00 12 33"},
	{"Kerbrat", "Hippolyte", "27/08/1993", "impasse Magenta", "06 44 71 90 02"}, {"Lacassagne", "Eugénie", "09/01/1967", "allée des Tilleuls", "07 03 55 61 47"},
	{"Fontanel", "Dimitri", "21/03/1988", "boulevard de Sévigné", "06 80 29 13 95"}, {"Imbert", "Ghislaine", "30/06/1974", "place Wilson", "07 67 42 08 51"},
	{"Escoffier", "Jérémie", "11/12/1959", "chemin de la Rente", "06 31 86 24 70"}}

// takes registers a household of the territory, saying what the charter asks for;
// none when it refuses.
func (o *office) takes(p page, c *charter.Charter, n int) string {
	o.t.Helper()
	commune, who := wantedCommune[c.Territory.Number], people[n]
	values := household(p.fields("/guichet/nouvelle"), who[0], who[1], who[2])
	with(values, "applicant.address.street", who[3], "applicant.mobile_phone", who[4], "applicant.address.number", fmt.Sprint(3+17*n), "applicant.address.commune", commune[0],
		"applicant.address.postal_code", commune[1], "wanted.places[0].commune", commune[0], "fait.identity", "oui")
	for field := range values {
		if strings.HasPrefix(field, "fait.") {
			values.Set(field, "oui")
		}
	}
	p = o.post("/guichet/nouvelle", values)
	if p.status == 403 {
		p.want(403, "La charte ne le permet pas", "Ce qui changerait la réponse")
		return ""
	}
	if p.status == 200 { // taken in for another place: the number is told, the demand is not open afterwards
		p.want(200, "La demande est enregistrée", "Numéro unique", "CHA-ACC-02")
		return ""
	}
	o.follow(p).want(200, who[0])
	return p.to
}

// walk opens a demand and every page that hangs under it.
func (o *office) walk(address string) {
	o.t.Helper()
	p := o.get(address)
	if p.status == 403 {
		p.want(403, "La charte ne le permet pas").without(people[0][0])
		return
	}
	p.want(200)
	for _, link := range p.links() {
		if !strings.HasPrefix(link, address+"/") {
			continue
		}
		q := o.get(link)
		if q.status != 200 && q.status != 403 {
			o.t.Errorf("%s: %d", link, q.status)
		}
		for _, deeper := range q.links() {
			if strings.HasPrefix(deeper, address+"/") && strings.Contains(deeper, "?") {
				if r := o.get(deeper); r.status != 200 && r.status != 403 {
					o.t.Errorf("%s: %d", deeper, r.status)
				}
			}
		}
	}
	// What is not offered is refused with its reason, or says what it needs; nothing fails.
	for _, act := range []string{"verifier", "numero", "attester", "modifier", "corriger", "renouveler", "radier?motif=RADATT", "radier?motif=RADABA", "radier?motif=RADCON", "radier?motif=RADIRR", "radier?motif=RADREN",
		"radier?motif=RIEN", "reactiver", "annuler-radiation", "separer", "defaire-reunion?autre=d1", "priorite?priorite=DALO", "priorite?priorite=CLPP", "fin-priorite?priorite=DALO", "demander-piece?piece=identity",
		"verser-piece", "courrier", "designer", "examiner", "attribuer", "ecarter", "proposer", "accepter", "refuser", "silence", "bail", "desistement", "annuler", "non-servi"} {
		action, _, _ := strings.Cut(address+"/"+act, "?")
		q := o.get(address + "/" + act)
		if q.status == 403 {
			continue
		}
		q.want(200)
		if strings.Contains(q.body, `action="`+action+`"`) {
			if r := o.post(action, with(q.fields(action), "vu", "1", "action", "next")); r.status >= 500 {
				o.t.Errorf("%s posted: %d", act, r.status)
			}
		}
	}
}
