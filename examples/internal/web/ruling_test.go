package web_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fichier-unique/rules"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/examples/internal/web"
)

func TestRuled(t *testing.T) {
	book, err := demand.NewRulebook(rules.All())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, code string
		params     []demand.Param
		want       web.Ruling
	}{
		{"a day as people say it, a blank that no line ends on", "CHA-COM-07", []demand.Param{{Name: "day", Value: "2026-03-01"}},
			web.Ruling{Code: "CHA-COM-07", Text: "Le demandeur doit pouvoir répondre jusqu'au 1er\u00a0mars\u00a02026 au moins\u00a0: le délai qui lui est laissé est plus court.", Article: "CCH R.441-10"}},
		{"a code that is in no book", "XYZ-ABC-01", nil, web.Ruling{Code: "XYZ-ABC-01", Text: "XYZ-ABC-01"}},
		{"nothing", "", nil, web.Ruling{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, web.Ruled(book, c.code, c.params...)); diff != "" {
				t.Error(diff)
			}
		})
	}
}
