package conformance

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"github.com/fichier-unique/rules/examples/internal/national"
)

type junitSuites struct {
	XMLName xml.Name     `xml:"testsuites"`
	Suites  []junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	Name     string      `xml:"name,attr"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Cases    []junitCase `xml:"testcase"`
}

type junitCase struct {
	Class   string        `xml:"classname,attr"`
	Name    string        `xml:"name,attr"`
	Failure *junitFailure `xml:"failure,omitempty"`
	Out     string        `xml:"system-out,omitempty"`
}

type junitFailure struct {
	Message string `xml:"message,attr"`
	Text    string `xml:",chardata"`
}

// JUnit writes the report as the XML that continuous integration reads.
func (r *Report) JUnit(w io.Writer) error {
	suite := junitSuite{Name: "interface nationale, " + r.Program, Tests: len(r.Results), Failures: r.Failed()}
	for _, one := range r.Results {
		c := junitCase{Class: "conformite", Name: one.Exchange.Name, Out: strings.Join(one.Notes, "\n")}
		if one.Failure != "" {
			c.Failure = &junitFailure{Message: one.Failure, Text: one.Exchange.French}
		}
		suite.Cases = append(suite.Cases, c)
	}
	body, err := xml.MarshalIndent(junitSuites{Suites: []junitSuite{suite}}, "", "  ")
	if err != nil {
		return fmt.Errorf("conformance: write the report: %w", err)
	}
	_, err = fmt.Fprintf(w, "%s%s\n", xml.Header, body)
	return err
}

// French writes the report as prose that goes with a tender.
func (r *Report) French(w io.Writer) error {
	text := r.prose()
	_, err := io.WriteString(w, text+national.Typeset("\nEmpreinte de ce qui précède (SHA-256) : "+digest(text)+"\n"))
	return err
}

// Digest is the fingerprint of the prose: what a signature covers.
func (r *Report) Digest() string { return digest(r.prose()) }

func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

func (r *Report) prose() string {
	var b strings.Builder
	fmt.Fprintf(&b, "Conformité à l'interface nationale\n\nProgramme : %s\nJour : %s\n", r.Program, r.Day)
	switch failed := r.Failed(); failed {
	case 0:
		fmt.Fprintf(&b, "Les %d échanges passent.\n", len(r.Results))
	case 1:
		fmt.Fprintf(&b, "Sur %d échanges, un ne passe pas.\n", len(r.Results))
	default:
		fmt.Fprintf(&b, "Sur %d échanges, %d ne passent pas.\n", len(r.Results), failed)
	}
	for _, one := range r.Results {
		mark := "passe"
		if one.Failure != "" {
			mark = "ne passe pas"
		}
		s := one.Exchange.Source
		fmt.Fprintf(&b, "\n%s : %s\n  %s\n  Source : %s (%s), confiance %s\n", one.Exchange.Name, mark, one.Exchange.French, s.Article, s.Text, s.Confidence)
		if one.Failure != "" {
			fmt.Fprintf(&b, "  Constat : %s.\n", one.Failure)
		}
		for _, note := range one.Notes {
			fmt.Fprintf(&b, "  À noter : %s.\n", note)
		}
	}
	return national.Typeset(b.String())
}
