package disclosure

import (
	"strconv"

	"github.com/fichier-unique/rules/demand"
)

// Zeroes says whether a count of nought may be published.
type Zeroes string

// What becomes of zeroes.
const (
	// ZeroesPublished shows them: a nought is about nobody, and most of a table
	// by commune is made of them. A reader then knows that what is hidden is not 0.
	ZeroesPublished Zeroes = ""
	// ZeroesHidden treats 0 as a small count, for tables in which the absence of
	// somebody tells something about those who are there.
	ZeroesHidden Zeroes = "hidden"
)

// Policy says what is too small to be published and how far from the truth the
// reader must be kept. It is a choice of the partners, with its reason.
type Policy struct {
	Minimum  int64         `json:"minimum"`          // the least count that is published, at least 2
	Zeroes   Zeroes        `json:"zeroes,omitempty"` // "" when they are published
	Width    int64         `json:"width"`            // least distance between the ends of the interval of a hidden count; 0: Minimum-1
	Dominant int64         `json:"dominant"`         // share in percent above which one contributor gives an amount away; 0: 85
	Margin   int64         `json:"margin"`           // distance in percent kept on both sides of a hidden amount; 0: 10
	Reason   string        `json:"reason"`
	Source   demand.Source `json:"source"`
}

// DefaultPolicy hides the counts of 1 to 4. The legal text only wants figures
// "aggregated enough to prevent identification": 5 is a choice, above the 3 of
// the official statistics on firms, under the 11 used there for incomes. Its
// interval goes from a value to four more: knowing that a hidden count is one of
// five values, the threshold among them, tells nobody apart.
func DefaultPolicy() Policy {
	return Policy{
		Minimum: 5,
		Reason:  "choix des partenaires : aucun texte ne fixe de seuil",
		Source: demand.Source{Article: "arrêté du 28 mars 2011, art. 4 II", Text: "données non nominatives, assez agrégées pour empêcher l'identification ; aucun nombre n'y est donné",
			Confidence: demand.Inference},
	}
}

// SensitivePolicy hides the counts of 1 to 10, for tables of incomes or of
// handicap: 11 households are the custom for figures drawn from taxes.
func SensitivePolicy() Policy {
	p := DefaultPolicy()
	p.Minimum = 11
	p.Reason = "usage pour les données issues des revenus : 11 ménages ; choix des partenaires, aucun texte ne s'impose au fichier"
	p.Source = demand.Source{Article: "recommandation du CNIS pour les carreaux de 200 m", Text: "moins de 11 ménages : donnée masquée ou regroupée", Confidence: demand.Secondary}
	return p
}

// least is the least count published of a cell.
func (p Policy) least(c *Cell) int64 {
	if c.Minimum > 0 {
		return c.Minimum
	}
	return p.Minimum
}

func (p Policy) width(c *Cell) int64 {
	if p.Width == 0 {
		return p.least(c) - 1
	}
	return p.Width
}

func (p Policy) dominant() int64 {
	if p.Dominant == 0 {
		return 85
	}
	return p.Dominant
}

func (p Policy) margin() int64 {
	if p.Margin == 0 {
		return 10
	}
	return p.Margin
}

// Check says what makes a policy unfit.
func (p Policy) Check() demand.Faults {
	var out demand.Faults
	if p.Minimum < 2 || p.Minimum > 1000 {
		out = append(out, fault("SEC-SEU-01", "minimum", "minimum", number(p.Minimum)))
	}
	if p.Width < 0 || p.Width > 1000 {
		out = append(out, fault("SEC-SEU-02", "width", "name", "width", "value", number(p.Width), "most", "1000"))
	}
	if p.Dominant < 0 || p.Dominant > 99 {
		out = append(out, fault("SEC-SEU-02", "dominant", "name", "dominant", "value", number(p.Dominant), "most", "99"))
	}
	if p.Margin < 0 || p.Margin > 100 {
		out = append(out, fault("SEC-SEU-02", "margin", "name", "margin", "value", number(p.Margin), "most", "100"))
	}
	if p.Zeroes != ZeroesPublished && p.Zeroes != ZeroesHidden {
		out = append(out, fault("SEC-SEU-03", "zeroes"))
	}
	return out
}

// sensitive says that a cell may not be published for itself.
func (p Policy) sensitive(c *Cell) bool {
	switch {
	case c.State == Free:
		return false
	case c.State == Joint:
		return c.Value < p.least(c)
	case c.State == Withheld || c.State == Kept || c.State == Veiled:
		return true
	case !c.Amount:
		return c.Value == 0 && p.Zeroes == ZeroesHidden || c.Value > 0 && c.Value < p.least(c)
	case c.Contributors == 0:
		return false
	}
	return c.Contributors < p.least(c) || c.Largest*100 > c.Value*p.dominant()
}

// byItself says that a cell is hidden for itself, and not for another.
func (p Policy) byItself(c *Cell) bool {
	own := *c
	if own.State == Kept {
		own.State = Open
	}
	return p.sensitive(&own) || c.State == Implied
}

// stands says that a cell is no figure, but stands for several.
func (c *Cell) stands() bool { return c.State == Joint || c.State == Free }

// nowhere says that a cell is published nowhere, in any case.
func (c *Cell) nowhere() bool {
	return c.State == Implied || c.stands()
}

// low is what a reader knows of a hidden cell beforehand: zeroes that are
// published are not among what is hidden.
func (p Policy) low(c *Cell) int64 {
	if p.Zeroes == ZeroesHidden || c.Nought || c.State == Withheld || c.State == Veiled || c.nowhere() {
		return 0
	}
	return 1
}

// zero says that a cell is a nought that is published.
func (p Policy) zero(c *Cell) bool {
	return c.Value == 0 && p.Zeroes == ZeroesPublished && c.State != Withheld && c.State != Kept && c.State != Veiled && !c.stands()
}

// need is how far a reader must be kept from a hidden value: at least up above
// it, down under it, and width from end to end.
type need struct{ up, down, width int64 }

func (p Policy) need(c *Cell) need {
	if c.State == Free {
		return need{}
	}
	if !c.Amount {
		return need{up: max(0, p.least(c)-c.Value), width: p.width(c)}
	}
	margin := max(1, (c.Value*p.margin()+99)/100)
	if c.Largest*100 > c.Value*p.dominant() { // as if the largest were no longer dominant
		margin = max(margin, (c.Largest*100+p.dominant()-1)/p.dominant()-c.Value)
	}
	if p.sensitive(c) {
		return need{margin, min(margin, c.Value), 0}
	}
	return need{width: margin}
}

// assured is what is kept of the need of a cell in any case.
func (p Policy) assured(c *Cell) need { return p.need(p.sure(c)) }

// sure gives a cell with the minimum of which a reader must not be certain in any case.
func (p Policy) sure(c *Cell) *Cell {
	if c.Assured == 0 || c.Amount {
		return c
	}
	sure := *c
	sure.Minimum = min(c.Assured, p.least(c))
	return &sure
}

func (n need) most(m need) need {
	return need{max(n.up, m.up), max(n.down, m.down), max(n.width, m.width)}
}

func number(n int64) string { return strconv.FormatInt(n, 10) }
