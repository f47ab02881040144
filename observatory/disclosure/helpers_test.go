package disclosure_test

import (
	"testing"

	"golang.org/x/text/language"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/observatory/disclosure"
)

func sentence(t testing.TB, f demand.Fault) string {
	t.Helper()
	book, err := demand.NewRulebook(disclosure.Rules())
	if err != nil {
		t.Fatal(err)
	}
	return book.Sentence(language.English, f)
}
