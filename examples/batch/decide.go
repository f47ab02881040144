package main

import (
	"bufio"
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"

	"golang.org/x/text/language"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/examples/internal/app"
)

const usageDecide = `batch decide -charter NOM|FICHIER [-lang fr|en] [FICHIER…]

Lit des questions, un objet JSON par ligne (entrée standard sans fichier, ou « - »),
et écrit une ligne JSON par question : qui peut faire quoi, et pourquoi.

{"actor": {"desk": "21001"}, "act": "register", "facts": {"communes": ["21231"]}, "date": "2011-03-02"}

actor    party (identifiant), desk (guichet) ou kind (landlord, community, epci,
         state_service, reservation_holder, manager, applicant…) ; ou un texte :
         un guichet, un partenaire ou une nature
act      ` + "register, issue_number, attest, modify, renew, strike_off, see, allocate…" + `
facts    ce que l'on sait de la demande (ou « demand ») ; un fait non dit n'est
         jamais supposé : la réponse est alors « unknown » et le nomme
charter  une charte fournie, à la place de celle de la commande

Réponse : outcome (allowed, refused, unknown), rule et source de la règle qui
décide, message, facts (faits regardés), missing (faits qui manquent), remedy (ce
qui changerait la réponse) et remedy_rule, duties (ce que l'acte oblige à faire,
avec le dernier jour), spoken (tout ce que les règles ont dit), charter, version,
question. Une ligne qui n'est pas une question est rendue « unknown » avec ses
défauts. Sortie 1 si une réponse n'est pas « allowed ».
`

// decideLine is the answer to one question.
type decideLine struct {
	Outcome    charter.Outcome   `json:"outcome"`
	Rule       string            `json:"rule"`
	Source     string            `json:"source"`
	Message    string            `json:"message"`
	Facts      map[string]string `json:"facts"`
	Missing    []string          `json:"missing,omitempty"`
	Remedy     string            `json:"remedy,omitempty"`
	RemedyRule string            `json:"remedy_rule,omitempty"`
	Duties     []dutyLine        `json:"duties,omitempty"`
	Spoken     []rulingLine      `json:"spoken,omitempty"`
	Charter    string            `json:"charter"`
	Version    string            `json:"version"`
	Question   *charter.Question `json:"question,omitempty"`
	Line       int               `json:"line"`
	Faults     []faultOfLine     `json:"faults,omitempty"`
}

type dutyLine struct {
	Rule string      `json:"rule"`
	Duty string      `json:"duty"`
	Due  demand.Date `json:"due,omitzero"`
}

type rulingLine struct {
	Rule    string          `json:"rule"`
	Outcome charter.Outcome `json:"outcome"`
	Path    string          `json:"path,omitempty"`
	Message string          `json:"message"`
	Source  string          `json:"source"`
}

func decideVerb(c console, args []string) (int, error) {
	flags := flag.NewFlagSet("batch decide", flag.ContinueOnError)
	name := flags.String("charter", "", "")
	lang := flags.String("lang", "fr", "")
	files, err := parse(flags, args)
	if err != nil {
		return 0, err
	}
	if *name == "" {
		return 0, errors.New("donner la charte (-charter NOM ou FICHIER) ; voir « batch decide -h »")
	}
	tag, err := langOf(*lang)
	if err != nil {
		return 0, err
	}
	d := decider{tag: tag, out: bufio.NewWriter(c.out), code: exitDone}
	if d.charter, err = loadCharter(*name); err != nil {
		return 0, err
	}
	if d.book, err = app.Rulebook(); err != nil {
		return 0, err
	}
	if len(files) == 0 {
		files = []string{"-"}
	}
	for _, name := range files {
		if err := d.file(c, name); err != nil {
			_ = d.out.Flush() // what was decided is kept
			return 0, err
		}
	}
	return d.code, d.out.Flush()
}

// decider answers line by line.
type decider struct {
	charter *charter.Charter
	book    *demand.Rulebook
	tag     language.Tag
	out     *bufio.Writer
	code    int
}

func (d *decider) file(c console, name string) error {
	in := c.in
	if name != "-" {
		file, err := os.Open(name)
		if err != nil {
			return fmt.Errorf("lecture des questions : %w", err)
		}
		defer file.Close()
		in = file
	}
	lines := bufio.NewScanner(in)
	lines.Buffer(make([]byte, 0, 64<<10), 1<<20)
	n := 0
	for lines.Scan() {
		n++
		text := bytes.TrimSpace(bytes.TrimPrefix(lines.Bytes(), []byte("\xef\xbb\xbf")))
		if len(text) == 0 {
			continue
		}
		answer := d.answer(text)
		answer.Line = n
		if answer.Outcome != charter.Allowed {
			d.code = exitPerson
		}
		if err := writeLine(d.out, answer); err != nil {
			return err
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("lecture des questions, après la ligne %d : %w ; une ligne fait au plus un mébioctet", n, err)
	}
	return nil
}

func (d *decider) answer(text []byte) decideLine {
	q, faults := charter.DecodeQuestion(text)
	c := d.charter
	if q.Charter != "" && len(faults) == 0 {
		named, ok := charter.Named(q.Charter)
		if !ok {
			faults = demand.Faults{{Code: "CHA-QUE-05", Path: "charter", Severity: demand.Blocking}}
		}
		c = named
	}
	if len(faults) > 0 {
		rule, _ := d.book.Rule(faults[0].Code)
		refused := describeRefused(0, faults, d.book, d.tag)
		return decideLine{Outcome: charter.Unknown, Rule: faults[0].Code, Source: rule.Source.String(), Message: d.book.Sentence(d.tag, faults[0]),
			Facts: map[string]string{}, Charter: d.charter.Name, Version: d.charter.Version, Faults: refused.Faults,
			Remedy: d.book.Sentence(d.tag, demand.Fault{Code: "CHA-REM-35"}), RemedyRule: "CHA-REM-35"}
	}
	decision := charter.Decide(c, q.Actor, q.Act, q.Facts, q.On)
	return d.describe(&decision)
}

func (d *decider) describe(decision *charter.Decision) decideLine {
	e := decision.Explain()
	out := decideLine{Outcome: e.Outcome, Rule: e.Rule, Source: e.Source.String(), Facts: map[string]string{}, Missing: e.Missing, RemedyRule: e.Remedy,
		Charter: e.Charter, Version: e.Version, Question: &e.Question}
	for _, f := range e.Facts {
		if f.Value != "" {
			out.Facts[f.Name] = f.Value
		}
	}
	if e.Remedy != "" {
		out.Remedy = d.book.Sentence(d.tag, demand.Fault{Code: e.Remedy})
	}
	for _, u := range e.Duties {
		out.Duties = append(out.Duties, dutyLine{u.Code, d.book.Sentence(d.tag, demand.Fault{Code: u.Code}), u.Due})
	}
	for _, r := range e.Spoken {
		message := d.book.Sentence(d.tag, demand.Fault{Code: r.Code, Params: r.Params})
		out.Spoken = append(out.Spoken, rulingLine{r.Code, r.Outcome, r.Path, message, r.Source.String()})
		if r.Code == e.Rule {
			out.Message = message
		}
	}
	return out
}
