package web

import (
	"slices"

	"golang.org/x/text/language"

	"github.com/fichier-unique/rules/demand"
)

// Ruling is what a rule says, as a page shows it: its sentence, its code and the
// article behind it. The parts "ruled" and "law" of the shell write it.
type Ruling struct{ Code, Text, Article string }

// Ruled says a rule in French, its days as people say them. A code that the
// rulebook does not have is its own sentence.
func Ruled(book *demand.Rulebook, code string, params ...demand.Param) Ruling {
	rule, ok := book.Rule(code)
	if !ok {
		return Ruling{Code: code, Text: code}
	}
	params = slices.Clone(params)
	for i := range params {
		if day, err := demand.ParseDate(params[i].Value); err == nil {
			params[i].Value = FrenchDay(day)
		}
	}
	return Ruling{code, Typo(book.Sentence(language.French, demand.Fault{Code: code, Params: params})), rule.Source.Article}
}

// RuledAll says faults.
func RuledAll(book *demand.Rulebook, faults demand.Faults) []Ruling {
	out := make([]Ruling, len(faults))
	for i, f := range faults {
		out[i] = Ruled(book, f.Code, f.Params...)
	}
	return out
}
