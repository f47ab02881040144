package registrytest

import (
	"fmt"
	"strings"

	"github.com/fichier-unique/rules/demand"
)

var (
	firstNames = []string{"Amandine", "Bertrand", "Clotilde", "Dimitri", "Eugénie", "Fabrice", "Ghislaine", "Hippolyte", "Isaure", "Jérémie"}
	surnames   = []string{"Abadie", "Bellanger", "Castagnet", "Delmotte", "Escoffier", "Fontanel", "Garrigou", "Hautbois", "Imbert", "Jolivet", "Kerbrat", "Lacassagne"}
	streets    = []string{"rue des Perrières", "avenue du Drapeau", "impasse Magenta", "boulevard de Strasbourg", "allée des Tilleuls", "chemin de la Rente", "place Wilson"}
)

// Household is the form of a household of one person, another one for each n
// from 0, who wants to live in communes: Dijon when none is given.
func Household(n int, communes ...string) *demand.Form {
	if len(communes) == 0 {
		communes = []string{"21231"}
	}
	born, _ := demand.NewDate(1950+n*13%47, 1+n*5%12, 1+n*17%28) // always a day
	name := surnames[n%len(surnames)]
	f := &demand.Form{
		Applicant: demand.Person{Civility: demand.Civility1, UsedName: name, FirstNames: firstNames[n%len(firstNames)], BirthDate: born, Nationality: demand.Nationality1,
			FamilySituation: demand.FamilySituationC, MobilePhone: fmt.Sprintf("06%08d", 10000000+n*7919), Email: fmt.Sprintf("%s%d@exemple.fr", strings.ToLower(name), n*7919%9973),
			Address: demand.Address{Number: fmt.Sprint(1 + n%90), Street: streets[n%len(streets)], PostalCode: "21000", Commune: "21231", City: "Dijon"}},
		PersonsToHouse: 1,
		Wanted:         demand.Wanted{Types: []demand.DwellingType{demand.DwellingTypeT2}},
		Reasons:        []demand.Reason{{Code: demand.ReasonCode01}},
		Present:        demand.PresentHousing{Kinds: []demand.HousingKind{demand.HousingKindLP}},
	}
	if n >= len(surnames) { // namesakes no longer
		f.Applicant.UsedName += surnames[n/len(surnames)%len(surnames)]
	}
	for _, c := range communes {
		f.Wanted.Places = append(f.Wanted.Places, demand.WantedPlace{Commune: c})
	}
	return f
}
