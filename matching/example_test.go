package matching_test

import (
	"fmt"

	"golang.org/x/text/language"

	"github.com/fichier-unique/rules/matching"
)

var (
	landlord = matching.Record{
		ID: "bailleur-1", Demand: "B1", Role: matching.RoleApplicant, BirthName: "Le Vasselin", FirstNames: "Élodie Marie",
		BirthDate: "1984-03-09", Sex: "F", BirthPlace: "21231", Phone: "06 39 98 00 01", PostalCode: "21000",
	}
	townHall = matching.Record{
		ID: "mairie-7", Demand: "M7", Role: matching.RoleApplicant, BirthName: "LEVASSELIN", FirstNames: "ELODIE",
		BirthDate: "1984-09-03", Sex: "F", BirthPlace: "21231", Phone: "+33639980001", PostalCode: "21000",
	}
	brother = matching.Record{
		ID: "mairie-8", Demand: "M8", Role: matching.RoleApplicant, BirthName: "LEVASSELIN", FirstNames: "Ousmane",
		BirthDate: "1987-11-30", Sex: "M", BirthPlace: "21231", Phone: "+33639980001", PostalCode: "21000",
	}
)

func ExampleScore() {
	c := matching.Score(landlord, townHall)
	fmt.Println(c.Verdict)
	fmt.Println(c.Explain(language.French))
	c = matching.Score(landlord, brother)
	fmt.Println(c.Verdict, c.Vetoes)
	// Output:
	// merge
	// même nom de naissance, prénoms identiques, date de naissance : jour et mois inversés, lieu de naissance identique, code postal ou commune identique, téléphone identique
	// distinct [identity]
}

func ExampleSet_Clusters() {
	s, err := matching.New([]matching.Record{landlord, townHall, brother})
	if err != nil {
		fmt.Println(err)
		return
	}
	r := s.Clusters()
	for _, c := range r.Clusters {
		fmt.Println(c.ID, c.Members)
	}
	for _, c := range s.Demands(r).Clusters {
		fmt.Println(c.ID, c.Demands)
	}
	// Output:
	// bailleur-1 [bailleur-1 mairie-7]
	// mairie-8 [mairie-8]
	// B1 [B1 M7]
	// M8 [M8]
}

func ExampleSet_Pairs() {
	s, err := matching.New([]matching.Record{landlord, townHall, brother})
	if err != nil {
		fmt.Println(err)
		return
	}
	for p := range s.Pairs() {
		fmt.Println(p.A, p.B, p.Key, p.Verdict)
	}
	// Output:
	// bailleur-1 mairie-7 phone merge
	// bailleur-1 mairie-8 phone distinct
	// mairie-7 mairie-8 phone distinct
}
