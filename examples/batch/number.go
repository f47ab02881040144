package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"

	"golang.org/x/text/language"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/examples/internal/app"
	"github.com/fichier-unique/rules/numbering"
)

func numberVerb(c console, args []string) (int, error) {
	flags := flag.NewFlagSet("batch number", flag.ContinueOnError)
	parseThem := flags.Bool("parse", false, "")
	issue := flags.Bool("issue", false, "")
	var o issueOrder
	flags.StringVar(&o.territory, "territory", "", "")
	flags.StringVar(&o.desk, "desk", "", "")
	flags.StringVar(&o.deposited, "deposited", "", "")
	flags.IntVar(&o.count, "count", 1, "")
	flags.StringVar(&o.state, "state", "", "")
	rest, err := parse(flags, args)
	if err != nil {
		return 0, err
	}
	switch {
	case *parseThem == *issue:
		return 0, errors.New("choisir -parse ou -issue ; voir « batch number -h »")
	case *parseThem && len(rest) == 0:
		return 0, errors.New("aucun numéro donné ; écrire « batch number -parse NUMÉRO… »")
	case *parseThem:
		return parseNumbers(c, rest)
	case len(rest) > 0:
		return 0, errors.New("-issue ne prend pas d'argument sans option ; voir « batch number -h »")
	}
	return exitDone, o.run(c)
}

// parsedNumber is one line of number -parse.
type parsedNumber struct {
	Input       string         `json:"input"`
	Valid       bool           `json:"valid"`
	Number      string         `json:"number,omitempty"`
	Territory   string         `json:"territory,omitempty"`
	Month       string         `json:"month,omitempty"`
	Sequence    *int           `json:"sequence,omitempty"`
	Desk        string         `json:"desk,omitempty"`
	Fault       *numberFault   `json:"fault"`
	Faults      []numberFault  `json:"faults,omitempty"`
	Notes       []numberFault  `json:"notes,omitempty"`
	Suggestions []suggestedOne `json:"suggestions"`
}

type numberFault struct {
	Code     string `json:"code"`
	Position int    `json:"position,omitempty"`
	Expected string `json:"expected,omitempty"`
	Found    string `json:"found,omitempty"`
	Message  string `json:"message"`
}

type suggestedOne struct {
	Number  string             `json:"number"`
	Changes []numbering.Change `json:"changes"`
}

func parseNumbers(c console, inputs []string) (int, error) {
	book, err := app.Rulebook()
	if err != nil {
		return 0, err
	}
	code := exitDone
	out := json.NewEncoder(c.out)
	out.SetEscapeHTML(false)
	for _, input := range inputs {
		line := describe(input, book)
		if !line.Valid {
			code = exitPerson
		}
		if err := out.Encode(line); err != nil {
			return 0, fmt.Errorf("écriture du résultat : %w", err)
		}
	}
	return code, nil
}

func describe(input string, book *demand.Rulebook) parsedNumber {
	line := parsedNumber{Input: input, Suggestions: []suggestedOne{}}
	n, err := numbering.Parse(input)
	if err != nil {
		line.Faults = describeFaults(err, book)
		if len(line.Faults) > 0 {
			line.Fault = &line.Faults[0]
		}
		line.suggest(input)
		return line
	}
	sequence := n.Sequence()
	line.Valid, line.Number, line.Territory, line.Month = true, n.String(), n.Territory(), n.Month().String()
	line.Sequence, line.Desk = &sequence, n.Desk()
	form := demand.Form{Number: n}
	for _, f := range demand.Validate(&form, demand.Setting{}) {
		line.Notes = append(line.Notes, numberFault{Code: f.Code, Message: book.Sentence(language.French, f)})
		if f.Code == "NUM-TER-01" { // letters are legal in a territory: O21 may be 021
			line.suggest(input)
		}
	}
	return line
}

// suggest lists what a misread number may have meant; nothing is ever applied.
func (p *parsedNumber) suggest(input string) {
	for _, s := range numbering.Suggest(input) {
		p.Suggestions = append(p.Suggestions, suggestedOne{s.Number.String(), s.Changes})
	}
}

func describeFaults(err error, book *demand.Rulebook) []numberFault {
	var precise *numbering.ParseError
	if !errors.As(err, &precise) {
		return nil
	}
	sentences := demand.NumberFaults(precise, "")
	out := make([]numberFault, len(precise.Faults))
	for i, f := range precise.Faults {
		out[i] = numberFault{f.Code, f.Position, f.Expected, f.Found, book.Sentence(language.French, sentences[i])}
	}
	return out
}

// issueOrder is what number -issue is asked.
type issueOrder struct {
	territory, desk, deposited, state string
	count                             int
}

func (o issueOrder) run(c console) error {
	if o.territory == "" || o.desk == "" || o.deposited == "" || o.state == "" {
		return errors.New("-issue demande -territory, -desk, -deposited et -state ; voir « batch number -h »")
	}
	if o.count < 1 || o.count > numbering.MaxReserve {
		return fmt.Errorf("-count va de 1 à %d", numbering.MaxReserve)
	}
	day, err := dayOf(o.deposited)
	if err != nil {
		return err
	}
	issuer, err := numbering.NewIssuer(&app.FileCounter{Path: o.state})
	if err != nil {
		return err
	}
	deposit := numbering.Deposit{Territory: o.territory, Year: day.Year(), Month: day.Month()}
	out := bufio.NewWriter(c.out)
	numbers, err := issuer.NextN(context.Background(), deposit, o.desk, o.count)
	if err != nil {
		return fmt.Errorf("attribution impossible : %w", err)
	}
	for _, n := range numbers {
		fmt.Fprintln(out, n)
	}
	return out.Flush()
}
