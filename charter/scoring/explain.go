package scoring

import (
	"strconv"
	"sync"

	"golang.org/x/text/language"

	"github.com/fichier-unique/rules/demand"
)

// Explain says the points of a demand as an applicant reads them: each line, why
// it gave points or did not, what is unknown and would change them, the total,
// and that it decides nothing. The sentences are those of [Words], in the
// language asked, French failing English.
func Explain(tag language.Tag, g *Grid, r *Result) []demand.Fault {
	w := writer{english: english(tag)}
	defs := g.def.Lines
	if r.Transfers {
		defs = g.def.Transfers
	}
	for i := range r.Lines {
		l := &r.Lines[i]
		switch {
		case l.Code == CapLine:
			w.say("COT-LIG-05", w.points(g.def.Cap), w.points(l.Points))
		case l.Code == RefusalLine && l.Met == demand.NotSaid:
			w.say("COT-LIG-07", w.words(g.def.Refusal.French, g.def.Refusal.English), w.points(l.Would))
		case l.Code == RefusalLine:
			w.say("COT-LIG-04", w.words(g.def.Refusal.French, g.def.Refusal.English), w.points(l.Points), w.times(l.Value))
		case i < len(defs):
			w.line(&defs[i], l)
		}
	}
	if r.Unsure {
		w.say("COT-LIG-06")
	}
	w.say("COT-TOT-01", w.points(r.Total))
	if r.Low != r.High {
		w.say("COT-TOT-02", strconv.Itoa(r.Low), w.points(r.High))
	}
	w.say("COT-TOT-03")
	return w.out
}

// ExplainRecorded adds to Explain what a person kept instead.
func ExplainRecorded(tag language.Tag, g *Grid, r *Recorded) []demand.Fault {
	out := Explain(tag, g, &r.Computed)
	if r.Override == nil {
		return out
	}
	w := writer{english: english(tag), out: out}
	reason := ""
	for _, o := range g.def.OverrideReasons {
		if o.Code == r.Override.Reason {
			reason = w.words(o.French, o.English)
		}
	}
	w.say("COT-DER-06", w.points(r.Override.Points), w.points(r.Computed.Total), reason)
	return w.out
}

// ExplainPlace says the place of a demand and how long its stock waits, both of
// the same stock.
func ExplainPlace(tag language.Tag, p *Place, f Figures) []demand.Fault {
	w := writer{english: english(tag)}
	w.say("COT-RAN-01", strconv.Itoa(p.Position), strconv.Itoa(p.Of))
	if p.Waiting >= 0 {
		w.say("COT-RAN-02", w.months(p.Waiting))
	} else {
		w.say("COT-RAN-03")
	}
	if f.Known > 0 {
		w.say("COT-RAN-04", w.months(f.Median), w.months(f.Longest), strconv.Itoa(f.Known))
	}
	return w.out
}

// Words writes the sentences of an explanation.
func Words(tag language.Tag, explained []demand.Fault) []string {
	out := make([]string, len(explained))
	for i, f := range explained {
		out[i] = book().Sentence(tag, f)
	}
	return out
}

var book = sync.OnceValue(func() *demand.Rulebook {
	b, err := demand.NewRulebook(Rules())
	if err != nil {
		return &demand.Rulebook{} // unreachable: a test makes the same book
	}
	return b
})

// writer gathers sentences in one language.
type writer struct {
	english bool
	out     []demand.Fault
}

func english(tag language.Tag) bool {
	base, confidence := tag.Base()
	return confidence == language.Exact && base.String() == "en"
}

func (w *writer) words(fr, en string) string {
	if w.english {
		return en
	}
	return fr
}

// points writes a number of points with its unit, which agrees with it.
func (w *writer) points(n int) string { return w.counted(n, "point", "point") }

func (w *writer) months(n int) string {
	if w.english {
		return w.counted(n, "", "month")
	}
	return strconv.Itoa(n) + " mois"
}

func (w *writer) times(count string) string {
	n, err := strconv.Atoi(count)
	switch {
	case err != nil:
		return ""
	case w.english:
		return w.counted(n, "", "time")
	}
	return count + " fois"
}

// counted makes the plural: from two in French, of all but one in English.
func (w *writer) counted(n int, fr, en string) string {
	size := max(n, -n)
	if w.english {
		if size != 1 {
			en += "s"
		}
		return strconv.Itoa(n) + " " + en
	}
	if size > 1 {
		fr += "s"
	}
	return strconv.Itoa(n) + " " + fr
}

func (w *writer) say(code string, params ...string) {
	w.out = append(w.out, fault(code, "", params...))
}

func (w *writer) line(def *Line, l *Scored) {
	words := w.words(def.French, def.English)
	switch l.Met {
	case demand.Yes:
		w.say("COT-LIG-01", words, w.points(l.Points))
	case demand.No:
		w.say("COT-LIG-02", words)
	default:
		info := l.Fact.Info()
		w.say("COT-LIG-03", words, w.words(info.French, info.English), w.points(l.Would))
	}
}
