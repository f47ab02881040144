package sentence_test

import (
	"fmt"

	"golang.org/x/text/language"

	"github.com/fichier-unique/rules/internal/sentence"
)

func ExampleNew() {
	book, err := sentence.New(sentence.Row{
		Code:    "TST-DAT-01",
		French:  "La date « {date} » n'existe pas.",
		English: "There is no such date as {date}.",
		Params:  []string{"date"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	values := map[string]string{"date": "31/02/2020"}
	param := func(name string) string { return values[name] }
	fmt.Println(book.Render(language.CanadianFrench, "TST-DAT-01", param))
	fmt.Println(book.Render(language.BritishEnglish, "TST-DAT-01", param))
	// Output:
	// La date « 31/02/2020 » n'existe pas.
	// There is no such date as 31/02/2020.
}
