package sne_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// chaos writes elements of the interface in any order and place, with values
// good and bad, unknown elements, attributes and texts where none is expected.
type chaos struct {
	*rand.Rand
	names []string
	b     strings.Builder
}

func (c *chaos) pick(all ...string) string { return all[c.IntN(len(all))] }

func (c *chaos) text() string {
	return c.pick("", "", "Zzyzx", " é&amp;à ", "2010-02-28", "2010-02-31", "12,50", "0", "3", "true", "NONDOC", "<![CDATA[&x>]]>", "a<!-- c -->b", "\n\t")
}

func (c *chaos) element(depth int) {
	name := c.names[c.IntN(len(c.names))]
	open := "n:" + name
	if c.IntN(12) == 0 {
		open = c.pick("n:inconnu", "n:autre", `nom`)
	}
	c.b.WriteString("<" + open)
	if c.IntN(3) == 0 {
		fmt.Fprintf(&c.b, ` code="%s"`, c.pick("1", "M", "T2", "21231", "CDI", "01", "99", "", " "))
	}
	if c.IntN(12) == 0 {
		c.b.WriteString(c.pick(` a="1"`, ` xml:lang="fr"`, ` xmlns:q="urn:q" q:b="é"`, ` xmlns="urn:z"`))
	}
	c.b.WriteString(">" + c.text())
	for range c.IntN(5) {
		if depth < 4 {
			c.element(depth + 1)
			c.b.WriteString(c.text())
		}
	}
	fmt.Fprintf(&c.b, "</%s>", open)
}

// known nests elements where they belong, so that deep places are reached.
func (c *chaos) known() {
	places := []string{
		"personnePhysique", "personnePhysique/demandeur", "personnePhysique/demandeur/adressePostale", "personnePhysique/listePersonneACharge",
		"personnePhysique/listePersonneACharge/personneACharge", "personnePhysique/listeCotitulaire/cotitulaire/revenuFiscal",
		"personnePhysique/listeMotifDemande", "personnePhysique/listeMotifDemande/motifDemande", "logementRecherche/listeTypeLogement",
		"logementRecherche/listeLocalisationSouhaite/localisationSouhaite", "personneMorale", "personnePhysique/demandeur/listeRessourceRecue/detailRessource",
	}
	steps := strings.Split(c.pick(places...), "/")
	for _, s := range steps {
		fmt.Fprintf(&c.b, "<n:%s>", s)
	}
	for range c.IntN(4) {
		c.element(4)
	}
	for _, s := range slices.Backward(steps) {
		fmt.Fprintf(&c.b, "</n:%s>", s)
	}
}

// Files no system would write lose nothing either: every element, attribute
// and text comes back, and a second time to the byte.
func TestChaosComesBack(t *testing.T) {
	seen := map[string]bool{}
	for _, m := range regexp.MustCompile(`<ns1:(\w+)`).FindAllSubmatch(fixture(t, "creation.xml"), -1) {
		seen[string(m[1])] = true
	}
	for _, not := range []string{"interfaceNuu", "entete", "demande", "demandeLogement"} {
		delete(seen, not)
	}
	c := chaos{Rand: rand.New(rand.NewPCG(2010, 10))}
	for name := range seen {
		c.names = append(c.names, name)
	}
	slices.Sort(c.names)
	for range 400 {
		c.b.Reset()
		for range 1 + c.IntN(4) {
			if c.IntN(2) == 0 {
				c.known()
			} else {
				c.element(0)
			}
		}
		data := one(c.b.String())
		h, recs, err := readAll(data)
		if err != nil {
			t.Fatalf("%v\n%s", err, data)
		}
		out := write(t, h, recs)
		if diff := cmp.Diff(bag(t, data), bag(t, out)); diff != "" {
			t.Fatalf("%s\n%s\n%s", diff, data, out)
		}
		sameAgain(t, recs, out)
		h, recs, err = readAll(out)
		if err != nil {
			t.Fatal(err)
		}
		if again := write(t, h, recs); !bytes.Equal(out, again) {
			t.Fatal(cmp.Diff(string(out), string(again)))
		}
	}
}

// bag gives what a document holds, without order, cutting texts at white space
// and reading values the way the interface writes them.
func bag(t *testing.T, data []byte) []string {
	t.Helper()
	var out []string
	for _, s := range flat(t, data) {
		s = strings.ReplaceAll(strings.ReplaceAll(s, `code= `, `code=`), "12.50", "12,50")
		if strings.HasPrefix(s, "<") {
			out = append(out, s)
			continue
		}
		for _, word := range strings.Fields(s) {
			if word == "0" {
				word = "false" // as an answer
			}
			out = append(out, word)
		}
	}
	slices.Sort(out)
	return out
}
