package scoring_test

import (
	"fmt"
	"os"

	"golang.org/x/text/language"

	"github.com/fichier-unique/rules/charter/scoring"
)

func ExampleScore() {
	data, _ := os.ReadFile("testdata/exemple.json")
	grid, _ := scoring.Load(data)
	facts, _ := scoring.DecodeFacts([]byte(`{"dalo": false, "waiting_months": 25, "reasons": ["05"], "income_percent": 60, "refusals": 1, "transfer": false}`))
	result := scoring.Score(grid, &facts)
	for _, sentence := range scoring.Words(language.French, scoring.Explain(language.French, grid, &result)) {
		fmt.Println(sentence)
	}
	// Output:
	// Ménage reconnu DALO : ce n'est pas votre situation, aucun point.
	// Priorité reconnue : non compté, il manque une information (priorité reconnue par un label). Selon la réponse, cela ferait 50 points.
	// Demande de un à deux ans : ce n'est pas votre situation, aucun point.
	// Demande de deux ans et plus : 15 points.
	// Logement insalubre ou procédure d'expulsion : 20 points.
	// Ressources au-dessus du plafond : ce n'est pas votre situation, aucun point.
	// Refus d'un logement adapté, 1 fois : -10 points.
	// Votre demande a 25 points.
	// Ce qui manque peut porter ce total entre 25 et 75 points.
	// Ces points aident à décider ; ils ne décident rien : la commission d'attribution examine chaque dossier.
}

func ExampleRank() {
	data, _ := os.ReadFile("testdata/exemple.json")
	grid, _ := scoring.Load(data)
	facts, _ := scoring.DecodeFacts([]byte(`{"dalo": false, "waiting_months": 25, "transfer": false}`))
	places := scoring.Rank(grid, []scoring.Candidate{
		{ID: "d1", Facts: facts, DepositedOn: day("2020-05-02")},
		{ID: "d2", Facts: facts, DepositedOn: day("2020-05-02")},
		{ID: "d3", Facts: facts, DepositedOn: day("2020-05-01")},
	}, day("2022-06-30"))
	for _, p := range places {
		fmt.Println(p.ID, p.Points, p.Position, p.Of, p.Waiting)
	}
	for _, sentence := range scoring.Words(language.English, scoring.ExplainPlace(language.English, &places[0], scoring.Waiting(places, 24))) {
		fmt.Println(sentence)
	}
	// Output:
	// d3 15 1 3 25
	// d1 15 2 3 25
	// d2 15 2 3 25
	// Your demand stands at place 1 of 3, on this day and among all the demands compared.
	// You have been waiting for 25 months.
	// Among these demands, half have been waiting for 25 months or less, and the oldest for 25 months (of 3 whose deposit is known).
}

func ExampleGrid_Record() {
	data, _ := os.ReadFile("testdata/exemple.json")
	grid, _ := scoring.Load(data)
	facts, _ := scoring.DecodeFacts([]byte(`{"dalo": true}`))
	computed := scoring.Score(grid, &facts)
	recorded, faults := grid.Record(computed, scoring.Override{Points: 150, Reason: "URGENCE", On: day("2022-01-10")})
	fmt.Println(faults.Codes(), recorded.Effective())
	recorded, _ = grid.Record(computed, scoring.Override{Points: 150, Reason: "URGENCE", Author: "a1", On: day("2022-01-10")})
	fmt.Println(recorded.Computed.Total, recorded.Effective())
	// Output:
	// COT-DER-02 100
	// 100 150
}

func ExampleLoad() {
	_, faults := scoring.Load([]byte(`{"name":"x","version":"1","valid_from":"2021-09-01","source":"plan","voted_on":"2021-06-30","lines":[
		{"code":"A","fr":"ancien guichet","en":"old desk","fact":"desk_seniority","op":"at_least","min":1,"points":5,"source":"plan","voted_on":"2021-06-30"}]}`))
	fmt.Println(faults.Codes())
	// Output: COT-LOI-01 COT-LOI-03
}
