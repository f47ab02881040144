package app

import (
	"encoding/csv"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/household"
	"github.com/fichier-unique/rules/observatory"
	"github.com/fichier-unique/rules/observatory/territory"
)

// Reasons why a measure is not available for want of a parameter.
const (
	noDelay     = "no_delay"     // of abnormal waits
	noThreshold = "no_threshold" // of the first quartile
)

// reasons say in French why something is not available; those of the library are its own.
var reasons = map[string]string{
	noDelay:      "La part au-delà du délai anormalement long n'est pas donnée, car ce délai n'est pas fourni (-abnormal).",
	noThreshold:  "La part du premier quartile n'est pas donnée, car son seuil n'est pas fourni (-quartile).",
	notProtected: "Les séries et le compte antérieur ne peuvent pas être publiés avec les tableaux sans laisser retrouver une case cachée ; choisir des niveaux plus larges (-over) ou des périodes plus longues (-every).",
	oneDay:       "Il n'y a pas de compte antérieur, car un fichier de demandes ne dit le stock que d'un jour ; donner ceux d'alors (-before).",
	tooSmall:     "À certains niveaux, trop de comptes sont petits pour une série ; choisir des périodes plus longues (-every), ou demander ce niveau (-over).",
	noList:       "Aucune liste de ce temps ne dit à quel territoire de ce niveau appartient chaque commune, et celle d'aujourd'hui n'en tient pas lieu.",
	partList:     "De certaines communes, aucune liste de ce temps ne dit à quel territoire de ce niveau elles appartenaient, et leurs demandes sont dans la ligne de ce qui n'est pas connu.",
}

// Why a level is not available: nothing says which territories it had, or which those
// of some communes were.
const (
	noList   = "no_list"
	partList = "part_list"
)

// partlyKnown reports a level of which no list names the territory of some communes:
// their demands are in the row of what is not known.
func partlyKnown(g *territory.Geography, level observatory.Level) bool {
	for commune := range g.Len() {
		if _, known := g.Of(commune, level); !known {
			return true
		}
	}
	return false
}

func reasonOf(why string) string {
	if reason, ok := reasons[why]; ok {
		return reason
	}
	reason, _ := observatory.WhyMissing(why)
	return reason
}

// Asked reports whether somebody could have it available: by a parameter, a list, a
// wider level.
func (w *Withheld) Asked() bool {
	_, ours := reasons[w.Why]
	return ours
}

func withheld(measure string, level observatory.Level, why string) Withheld {
	return Withheld{Measure: measure, Level: level, Why: why}
}

// notAvailable says, for the page, what the count could not give for want of
// something that somebody can give.
func notAvailable(m *ObserveManifest) string {
	var said []string
	text := ""
	for _, n := range m.NotAvailable {
		if n.Asked() && !slices.Contains(said, n.Reason) {
			said = append(said, n.Reason)
			text += " " + forReaders(n.Reason)
		}
	}
	return text
}

// forReaders leaves out of a reason what is for whoever runs the count: the flags, and
// what to do.
func forReaders(reason string) string {
	reason, _, _ = strings.Cut(reason, " ; ")
	reason, _, flagged := strings.Cut(reason, " (-")
	if flagged || !strings.HasSuffix(reason, ".") {
		reason = strings.TrimSuffix(reason, ".") + "."
	}
	return reason
}

// wants gives the parameter that a measure cannot do without, and that was not given.
func (o *Observation) wants(measure string) string {
	switch measure {
	case "by_abnormal", "abnormal_share":
		if len(o.Abnormal) == 0 {
			return noDelay
		}
	case "by_quartile", "allocated_by_quartile", "quartile_share":
		if len(o.Quartile) == 0 {
			return noThreshold
		}
	}
	return ""
}

// SetAbnormal reads delays of abnormal waits: 021=24, several between commas, or a
// CSV file of the columns territory and months.
func (o *Observation) SetAbnormal(text string) error {
	o.Abnormal = map[string]int{}
	return parameters(text, "abnormal", "mois", func(code, value string, _ []string) error {
		months, err := strconv.Atoi(value)
		if err != nil || months < 1 || months > 600 {
			return errors.New("donner un nombre de mois, de 1 à 600")
		}
		if _, twice := o.Abnormal[code]; twice {
			return errors.New("ce territoire est donné deux fois")
		}
		o.Abnormal[code] = months
		return nil
	})
}

// SetQuartile reads thresholds of the first quartile, in euros a year for one
// consumption unit, by EPCI: 242100410=8671, or a CSV file of the columns territory,
// amount and, if they are known, from and to, first and last day.
func (o *Observation) SetQuartile(text string) error {
	o.Quartile = map[string]household.Threshold{}
	return parameters(text, "quartile", "euros", func(code, value string, days []string) error {
		amount, err := decimal.NewFromString(strings.Replace(value, ",", ".", 1))
		if err != nil || !amount.IsPositive() || amount.GreaterThan(decimal.NewFromInt(1_000_000)) {
			return errors.New("donner un montant en euros par an et par unité de consommation")
		}
		if len(code) != 9 {
			return errors.New("le seuil se donne par EPCI, par son numéro SIREN de neuf chiffres")
		}
		if _, twice := o.Quartile[code]; twice {
			return errors.New("ce territoire est donné deux fois")
		}
		limit := household.Threshold{Amount: amount, From: demand.MustDate("1900-01-01"), To: demand.MustDate("9999-12-31")}
		for i, into := range []*demand.Date{&limit.From, &limit.To} {
			if i >= len(days) || days[i] == "" {
				continue
			}
			if *into, err = demand.ParseDate(days[i]); err != nil {
				return errors.New("écrire le premier et le dernier jour AAAA-MM-JJ")
			}
		}
		o.Quartile[code] = limit
		return nil
	})
}

// parameters reads values by territory, from the command line or from a file.
func parameters(text, flag, unit string, take func(code, value string, rest []string) error) error {
	where, lines := "-"+flag, [][]string{}
	if strings.Contains(text, "=") {
		for one := range strings.SplitSeq(text, ",") {
			code, value, ok := strings.Cut(one, "=")
			if !ok {
				return fmt.Errorf("-%s « %s » : écrire TERRITOIRE=VALEUR, par exemple 021=24, plusieurs séparés par une virgule, ou donner un fichier CSV", flag, one)
			}
			lines = append(lines, []string{code, value})
		}
	} else {
		data, err := os.ReadFile(text)
		if err != nil {
			return fmt.Errorf("-%s %s : ce fichier ne se lit pas ; donner un fichier CSV (territory,%s), ou TERRITOIRE=VALEUR", flag, text, map[string]string{"mois": "months", "euros": "amount,from,to"}[unit])
		}
		if lines, err = separatedParameters(data); err != nil {
			return fmt.Errorf("-%s %s : %w", flag, text, err)
		}
		where = text
	}
	for i, line := range lines {
		code := territoryCode(strings.TrimSpace(line[0]))
		if !knownTerritory(code) {
			return fmt.Errorf("%s, ligne %d : « %s » n'est ni un département, ni un EPCI, ni une commune de 2026", where, i+1, line[0])
		}
		if err := take(code, strings.TrimSpace(line[1]), line[2:]); err != nil {
			return fmt.Errorf("%s, ligne %d, « %s » (%s) : %w", where, i+1, line[1], unit, err)
		}
	}
	return nil
}

// separatedParameters reads a CSV file without its header nor its comments.
func separatedParameters(data []byte) ([][]string, error) {
	in := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(data), string(byteOrderMark))))
	in.Comment, in.FieldsPerRecord, in.TrimLeadingSpace = '#', -1, true
	for line := range strings.Lines(string(data)) {
		if !strings.HasPrefix(line, "#") {
			if strings.Contains(line, ";") {
				in.Comma = ';'
			}
			break
		}
	}
	lines, err := in.ReadAll()
	if err != nil || len(lines) < 2 || len(lines[0]) < 2 || strings.TrimSpace(lines[0][0]) != "territory" {
		return nil, errors.New("le fichier doit commencer par une ligne d'en-têtes dont le premier est « territory », puis un territoire par ligne")
	}
	for i, line := range lines {
		if len(line) < 2 {
			return nil, fmt.Errorf("ligne %d : il y manque une case", i+1)
		}
	}
	return lines[1:], nil
}

// territoryCode reads the three characters by which numbers name a territory.
func territoryCode(code string) string {
	if len(code) == 3 && code[0] == '0' {
		return code[1:]
	}
	return code
}

func knownTerritory(code string) bool {
	g := territory.Today()
	return g.Rank(territory.Departement, code) >= 0 || g.Rank(territory.EPCI, code) >= 0 || g.Rank(territory.Commune, code) >= 0
}

// UnknownCommune is a code of a first commune that has no place in the geography.
type UnknownCommune struct {
	Code string `json:"code"` // "" for what is no code, or nothing
	Why  string `json:"why"`  // never, split or absent
	// Demands is how many demands it is first for: only without protection, for
	// the row of what is not known may be hidden.
	Demands int `json:"demands,omitempty"`
}

// unknownCommunes lists the codes that have no place, most wanted first.
func unknownCommunes(g *territory.Geography, counts map[string]int) []UnknownCommune {
	var out []UnknownCommune
	for _, code := range slices.Sorted(maps.Keys(counts)) {
		why := "absent"
		if code != "" {
			_, placement := g.Locate(code)
			why = placement.String()
		}
		out = append(out, UnknownCommune{code, why, counts[code]})
	}
	slices.SortStableFunc(out, func(a, b UnknownCommune) int { return b.Demands - a.Demands })
	return out
}

// Sentence says in French why a code has no place.
func (u *UnknownCommune) Sentence() string {
	switch u.Why {
	case "never":
		return fmt.Sprintf("commune %s : aucune commune n'a porté ce code depuis 2010 ; vérifier le code INSEE (ce n'est pas le code postal)", u.Code)
	case "split":
		return fmt.Sprintf("commune %s : partagée depuis entre plusieurs communes, son code ne dit pas laquelle", u.Code)
	}
	return "commune absente, ou qui n'est pas un code INSEE de cinq caractères"
}

// secretFaults takes from what the count met the numbers that a protected manifest
// must not tell: those under the threshold, and that of unknown communes when the
// tables hide its row.
func secretFaults(told demand.Faults, threshold int, p *observatory.Publication) demand.Faults {
	unknownHidden := slices.ContainsFunc(p.Tables, func(t observatory.Table) bool {
		return t.Measure.Code == "stock_first" && slices.ContainsFunc(t.Rows, func(r observatory.Row) bool { return r.Code == "" && r.Cells[0].Hidden })
	})
	out := slices.Clone(told)
	for i, f := range out {
		n, err := strconv.Atoi(f.Param("count"))
		if err == nil && (n < threshold || f.Code == "OBS-TER-02" && unknownHidden) {
			out[i].Params = []demand.Param{{Name: "count", Value: observatory.Secret}}
		}
	}
	return out
}
