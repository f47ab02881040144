package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	"golang.org/x/text/language"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/household"
	"github.com/fichier-unique/rules/examples/internal/app"
)

const usageHousehold = `batch household [-lang fr|en] FICHIER|-

Lit des foyers, un objet JSON par ligne (« - » : entrée standard), et écrit une
ligne JSON par foyer : catégorie, personnes, zone, et pour chaque financement le
plafond, le revenu retenu, son année, l'éligibilité (yes, no, unknown) et la règle.

{"date": "2018-01-15", "commune": "21231", "adults": [{"age": 30}, {"age": 26, "disabled": true}],
 "couple": true, "dependants": [{"age": 12}, {"age": 8, "custody": "shared"}],
 "incomes": {"2016": 12850, "2017": 12700, "2018": 11428}}

(sur une seule ligne). Autres champs : zone, unborn, apart (divorce, pacs_break,
protection_order, violence_complaint) et own_incomes. Les revenus sont ceux du
foyer entier, par année ; un revenu « null » est un revenu qui manque, pas zéro.
Sans lieu, la catégorie est rendue et les plafonds sont inconnus. Une ligne qui
ne peut pas être jugée est rendue avec ses défauts ; le code de sortie est alors 1.
`

// householdLine is the answer for one household.
type householdLine struct {
	Category   int                       `json:"category"`
	Extra      int                       `json:"extra"`
	Persons    int                       `json:"persons"`
	Zone       household.Zone            `json:"zone"`
	Rule       string                    `json:"rule"`
	WithUnborn *household.Category       `json:"with_unborn,omitempty"`
	Financings map[string]*financingLine `json:"financings"`
}

type financingLine struct {
	Ceiling    *json.Number      `json:"ceiling"`
	Source     string            `json:"source,omitempty"`
	Income     *json.Number      `json:"income"`
	IncomeYear *int              `json:"income_year"`
	IncomeRule string            `json:"income_rule,omitempty"`
	Percent    *json.Number      `json:"percent,omitempty"`
	Eligible   household.Verdict `json:"eligible"`
	Rule       string            `json:"rule"`
	Reason     string            `json:"reason"`
}

// refusedLine is the answer for a line that cannot be judged.
type refusedLine struct {
	Line   int           `json:"line"`
	Faults []faultOfLine `json:"faults"`
}

type faultOfLine struct {
	Code    string `json:"code"`
	Path    string `json:"path,omitempty"`
	Message string `json:"message"`
}

func householdVerb(c console, args []string) (int, error) {
	flags := flag.NewFlagSet("batch household", flag.ContinueOnError)
	lang := flags.String("lang", "fr", "")
	rest, err := parse(flags, args)
	if err != nil {
		return 0, err
	}
	tag, err := langOf(*lang)
	if err != nil {
		return 0, err
	}
	if len(rest) != 1 {
		return 0, errors.New("donner un fichier de foyers, ou « - » pour l'entrée standard ; voir « batch household -h »")
	}
	in := c.in
	if rest[0] != "-" {
		file, err := os.Open(rest[0])
		if err != nil {
			return 0, fmt.Errorf("lecture des foyers : %w", err)
		}
		defer file.Close()
		in = file
	}
	book, err := app.Rulebook()
	if err != nil {
		return 0, err
	}
	return judgeLines(in, c.out, book, tag)
}

func judgeLines(in io.Reader, out io.Writer, book *demand.Rulebook, tag language.Tag) (int, error) {
	lines := bufio.NewScanner(in)
	lines.Buffer(make([]byte, 0, 64<<10), 1<<20)
	buffered := bufio.NewWriter(out)
	code, n := exitDone, 0
	for lines.Scan() {
		n++
		text := bytes.TrimSpace(bytes.TrimPrefix(lines.Bytes(), []byte("\xef\xbb\xbf"))) // a mark or a blank line is no household
		if len(text) == 0 {
			continue
		}
		kase, faults := household.Decode(text)
		answer := household.Assessment{Faults: faults}
		if len(faults) == 0 {
			answer = household.Assess(&kase, household.Published())
		}
		var line any = describeHousehold(&answer, book, tag)
		if answer.Faults.Blocking() {
			code, line = exitPerson, describeRefused(n, answer.Faults, book, tag)
		}
		if err := writeLine(buffered, line); err != nil {
			return 0, err
		}
	}
	if err := lines.Err(); err != nil {
		_ = buffered.Flush() // what was judged is kept
		return 0, fmt.Errorf("lecture des foyers, après la ligne %d : %w ; une ligne fait au plus un mébioctet", n, err)
	}
	return code, buffered.Flush()
}

func describeHousehold(a *household.Assessment, book *demand.Rulebook, tag language.Tag) householdLine {
	out := householdLine{Category: a.Category.Number, Extra: a.Category.Extra, Persons: a.Category.Persons, Zone: a.Zone,
		Rule: a.Category.Rule, WithUnborn: a.WithUnborn, Financings: map[string]*financingLine{}}
	for i := range a.Financings {
		e := &a.Financings[i]
		line := &financingLine{Eligible: e.Verdict, Rule: e.Rule, Reason: book.Sentence(tag, demand.Fault{Code: e.Rule})}
		if e.Ceiling.Known() {
			line.Ceiling, line.Source = number(e.Ceiling.Amount.String()), e.Ceiling.Act
		}
		if a.Income.Known() {
			year := a.Income.Year
			line.Income, line.IncomeYear, line.IncomeRule = number(a.Income.Amount.String()), &year, a.Income.Rule
		}
		if e.Percent.Valid {
			line.Percent = number(e.Percent.Decimal.String())
		}
		out.Financings[string(e.Financing)] = line
	}
	return out
}

func number(text string) *json.Number { n := json.Number(text); return &n }

func describeRefused(line int, faults demand.Faults, book *demand.Rulebook, tag language.Tag) refusedLine {
	out := refusedLine{Line: line}
	for _, f := range faults {
		out.Faults = append(out.Faults, faultOfLine{f.Code, f.Path, book.Sentence(tag, f)})
	}
	return out
}

// writeLine writes one value on one line, French letters as they are.
func writeLine(w io.Writer, v any) error {
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	if err := out.Encode(v); err != nil {
		return fmt.Errorf("écriture du résultat : %w", err)
	}
	return nil
}
