package observatory

import (
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/observatory/disclosure"
)

// Policy says which counts are too small to be published, and what a reader must be
// able to believe of those that are hidden. No text gives a number: they are a choice
// of the partners.
type Policy struct {
	Threshold int
	Sensitive int // threshold of the measures of income or health; 0: the same
	// Believed is how large a reader must be able to believe that a hidden sensitive
	// count is, where the published total of its row is as large; Threshold elsewhere,
	// and of any other hidden count. 0: Threshold everywhere.
	Believed int
	Reason   string
}

// DefaultPolicy hides the counts of 1 to 4; of 1 to 10 for measures that touch
// on income or health. A reader can believe of any of them that it is 5 or more.
func DefaultPolicy() Policy {
	return Policy{Threshold: 5, Sensitive: 11, Reason: "choix des partenaires : aucun texte ne fixe de seuil (arrêté du 28 mars 2011, art. 4 II)"}
}

// Term is a number of a policy, with what it means and where it comes from.
type Term struct {
	Code   string        `json:"code"` // threshold, sensitive, believed
	Value  int           `json:"value"`
	French string        `json:"sentence"`
	Source demand.Source `json:"source"`
}

// Terms gives the numbers of a policy as it is applied: what Secure keeps to, and what
// Audit attacks.
func (p Policy) Terms() []Term {
	d, s := disclosure.DefaultPolicy(), disclosure.SensitivePolicy()
	return []Term{
		{"threshold", p.Threshold, "Plus petit effectif publié.", d.Source},
		{"sensitive", int(p.sensitive()), "Plus petit effectif publié des mesures qui touchent aux ressources ou à la santé.", s.Source},
		{"believed", int(p.believed()), "D'un effectif sensible caché, un lecteur peut croire qu'il atteint ce nombre, si le total publié de sa ligne l'atteint ; de tout autre effectif caché, le seuil.",
			demand.Source{Article: "pratique de l'Insee, règle FREQ(n, p) de τ-Argus", Text: "le seuil de publication n et l'intervalle laissé au lecteur p sont deux réglages ; aucun texte n'en fixe pour le fichier", Confidence: demand.Inference}},
	}
}

func (p Policy) sensitive() int64 { return int64(max(p.Sensitive, p.Threshold)) }

func (p Policy) believed() int64 {
	return min(max(int64(p.Believed), int64(p.Threshold)), p.sensitive())
}

func (p Policy) policy() disclosure.Policy {
	d := disclosure.DefaultPolicy()
	d.Minimum = int64(p.Threshold)
	if p.Reason != "" {
		d.Reason = p.Reason
	}
	return d
}

// threshold is that of the columns of a table.
func (t *Table) threshold(p Policy) int64 {
	if t.Measure.Sensitive {
		return p.sensitive()
	}
	return int64(p.Threshold)
}

// assure says what a reader must be able to believe of the sensitive counts of the rows
// whose total is published.
func (s *sheaf) assure(p Policy) {
	for i := range s.tables {
		t := &s.tables[i]
		if !t.Measure.Sensitive || t.populations() {
			continue
		}
		last := len(t.Columns) - 1
		for r := range len(t.Rows) + 1 {
			at := s.at(i, r, last)
			c := &s.release.Cells[at]
			if out := !s.hidden[at] && (!s.known || c.State == disclosure.Out); !out || c.Value < p.believed() {
				continue
			}
			for k := range last {
				s.release.Cells[s.at(i, r, k)].Assured = p.believed()
			}
		}
	}
}
