package app

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/observatory"
	"github.com/fichier-unique/rules/observatory/disclosure"
	"github.com/fichier-unique/rules/observatory/territory"
)

// Observation is what a count is asked.
type Observation struct {
	Files     []string
	From      demand.Date // first day of the flows; zero: the stock only
	AsOf      demand.Date
	Geography demand.Date // zero: the latest
	Levels    []observatory.Level
	Cross     []string // dimensions crossed, published raw only
	Threshold int
	Raw       bool
	Out       string
	// Outlines is a GeoJSON file of the shapes of territories, for the maps; the
	// code is in a property, and the credit is written under each map.
	Outlines, OutlinesCode, OutlinesCredit string
}

// mostRefused is how many refused rows of a file the manifest shows.
const mostRefused = 100

// Withheld is a measure that the count cannot give, and why.
type Withheld struct {
	Measure string            `json:"measure"`
	Level   observatory.Level `json:"level"`
	Why     string            `json:"why"`
}

// TableNote describes a table of the folder.
type TableNote struct {
	File      string            `json:"file"`
	Measure   string            `json:"measure"`
	Version   int               `json:"version"`
	Level     observatory.Level `json:"level"`
	AsOf      demand.Date       `json:"as_of"`
	From      demand.Date       `json:"from,omitzero"`
	Kind      string            `json:"kind"` // count or figure
	Sensitive bool              `json:"sensitive"`
	Additive  bool              `json:"additive"`
	SumsUp    bool              `json:"sums_up"`
	Total     string            `json:"total,omitempty"`
}

// HiddenCell is a cell that is not published. The reason is one for all: to say
// which cells are small would say how small.
type HiddenCell struct {
	File      string `json:"file"`
	Territory string `json:"territory"`
	Column    string `json:"column"`
	Why       string `json:"why"`
}

// ObserveManifest is the account of a count.
type ObserveManifest struct {
	Version       int                     `json:"version"`
	AsOf          demand.Date             `json:"as_of"`
	From          demand.Date             `json:"from,omitzero"`
	GeographyYear int                     `json:"geography_year"`
	Raw           bool                    `json:"raw"`
	Threshold     int                     `json:"threshold,omitempty"`
	Sensitive     int                     `json:"threshold_sensitive,omitempty"` // of incomes, health, violence
	ThresholdWhy  string                  `json:"threshold_why,omitempty"`
	Files         []FileCount             `json:"files,omitempty"`
	Refused       []Located               `json:"refused,omitempty"` // the first rows of counting files that were refused
	Demands       int                     `json:"demands,omitempty"` // in the stock
	Told          demand.Faults           `json:"told"`              // what the count met: communes that moved, unknown, demands of the future
	Tables        []TableNote             `json:"tables"`
	Hidden        []HiddenCell            `json:"hidden"`
	Loss          *disclosure.Loss        `json:"loss,omitempty"`
	Audit         *disclosure.Certificate `json:"audit,omitempty"`
	Nothing       demand.Faults           `json:"nothing,omitempty"` // why everything is hidden
	NotAvailable  []Withheld              `json:"not_available,omitempty"`
	Outputs       []Output                `json:"outputs"`
}

// Observe counts the demands of files and writes the tables, protected unless they
// are asked raw.
func Observe(o Observation, progress Progress) (ObserveManifest, error) {
	if len(o.Files) == 0 {
		return ObserveManifest{}, errors.New("aucun fichier donné ; écrire « batch observe -in FICHIER… »")
	}
	if name := twice(o.Files); name != "" {
		return ObserveManifest{}, fmt.Errorf("%s est donné deux fois : ses demandes compteraient double ; ne le donner qu'une fois", name)
	}
	if !o.Raw && o.Threshold < 2 {
		return ObserveManifest{}, fmt.Errorf("un seuil de %d ne cache rien ; donner 2 ou plus (5 est d'usage), ou -raw pour un usage interne", o.Threshold)
	}
	g := territory.Today()
	if !o.Geography.IsZero() {
		var faults demand.Faults
		if g, faults = territory.France().On(o.Geography); faults != nil {
			return ObserveManifest{}, fmt.Errorf("géographie du %s : elle n'est connue que de 2010 à 2026", o.Geography)
		}
	}
	cross := observatory.Cross{Dimensions: o.Cross}
	var crosses []observatory.Cross
	if len(o.Cross) > 0 {
		crosses = append(crosses, cross)
	}
	plan, err := observatory.NewPlan(o.Levels, crosses...)
	if err != nil {
		return ObserveManifest{}, err
	}
	m := ObserveManifest{Version: 1, AsOf: o.AsOf, From: o.From, GeographyYear: g.Year(), Raw: o.Raw, Hidden: []HiddenCell{}}
	acc, err := o.count(plan, g, &m, progress)
	if err != nil {
		return m, err
	}
	m.Demands, m.Told = acc.Total(), acc.Faults()
	p := o.publication(acc, cross, &m)
	if !o.Raw {
		if err := o.protect(&p, &m); err != nil {
			return m, err
		}
	}
	return o.write(&p, m)
}

// count reads the files on every processor: forms go to the accumulators as they
// come, events are gathered first.
func (o *Observation) count(plan *observatory.Plan, g *territory.Geography, m *ObserveManifest, progress Progress) (*observatory.Accumulator, error) {
	acc := plan.Accumulator(g, o.From, o.AsOf)
	var events journal.Journal
	for _, name := range o.Files {
		account := FileCount{File: name}
		isJournal, err := holdsEvents(name)
		if err != nil {
			return nil, err
		}
		if isJournal {
			if events, err = addEvents(events, name, &account); err != nil {
				return nil, err
			}
		} else if refused, counted, err := countFile(acc, plan, g, o, name, &account); err != nil {
			return nil, err
		} else if counted {
			for _, f := range refused[:min(len(refused), mostRefused)] {
				m.Refused = append(m.Refused, Located{name, f})
			}
		} else if err := countForms(acc, plan, g, o, name, &account, progress); err != nil {
			return nil, err
		}
		m.Files = append(m.Files, account)
	}
	return acc, countJournal(acc, plan, g, o, events)
}

// countFile counts a counting file on every processor; false when the file is none.
func countFile(acc *observatory.Accumulator, plan *observatory.Plan, g *territory.Geography, o *Observation, name string, account *FileCount) (refused []demand.Finding, counted bool, err error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, false, fmt.Errorf("%s : ouverture impossible ; vérifier le chemin et les droits", name)
	}
	defer file.Close()
	header, err := bufio.NewReaderSize(file, 1<<16).ReadBytes('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, false, fmt.Errorf("%s : lecture impossible (%w)", name, err)
	}
	if _, ok := observatory.OpenCountingFile(header); !ok {
		return nil, false, nil
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, false, fmt.Errorf("%s : lecture impossible (%w)", name, err)
	}
	in, _ := observatory.OpenCountingFile(data)
	parts := in.Split(runtime.GOMAXPROCS(0))
	accs := make([]*observatory.Accumulator, len(parts))
	findings, read := make([][]demand.Finding, len(parts)), make([]int, len(parts))
	var done sync.WaitGroup
	for w, p := range parts {
		accs[w] = plan.Accumulator(g, o.From, o.AsOf)
		done.Go(func() {
			coder := observatory.NewCoder(g, o.AsOf)
			var f observatory.Fact
			for d, bad := range p.Demands() {
				read[w]++
				if bad != nil {
					findings[w] = append(findings[w], *bad)
					continue
				}
				coder.Code(observatory.Stock, d, &f)
				accs[w].AddFact(&f)
			}
			accs[w].Settle()
		})
	}
	done.Wait()
	account.Kind, account.Bytes = KindCSV, int64(len(data))
	for w, a := range accs {
		account.Read, account.Refused = account.Read+read[w], account.Refused+len(findings[w])
		refused = append(refused, findings[w]...)
		if err := acc.Merge(a); err != nil {
			return nil, false, err
		}
	}
	account.Accepted = account.Read - account.Refused
	return refused, true, nil
}

// holdsEvents tells a journal from a file of forms by its first line.
func holdsEvents(name string) (bool, error) {
	file, err := os.Open(name)
	if err != nil {
		return false, fmt.Errorf("%s : ouverture impossible ; vérifier le chemin et les droits", name)
	}
	defer file.Close()
	line, err := bufio.NewReaderSize(file, 1<<16).ReadBytes('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return false, fmt.Errorf("%s : lecture impossible (%w)", name, err)
	}
	return firstByte(line) == '{' && bytes.Contains(line, []byte(`"kind":`)) && bytes.Contains(line, []byte(`"demand":`)), nil
}

func addEvents(before journal.Journal, name string, account *FileCount) (journal.Journal, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return before, fmt.Errorf("%s : lecture impossible (%w)", name, err)
	}
	j, findings := journal.Decode(data)
	bad := map[int]bool{}
	for _, f := range findings {
		if f.Severity == demand.Blocking {
			bad[f.Row] = true
		}
	}
	account.Kind, account.Bytes = KindJSONL, int64(len(data))
	account.Refused = len(bad)
	account.Accepted = j.Len()
	account.Read = account.Accepted + account.Refused
	all, _ := journal.Union(before, j)
	return all, nil
}

// countForms counts the forms of a file. Rows that cannot be read as a demand are
// refused and counted; the rules of the form are those of the verb check.
func countForms(acc *observatory.Accumulator, plan *observatory.Plan, g *territory.Geography, o *Observation, name string, account *FileCount, progress Progress) error {
	in, err := OpenInput(name)
	if err != nil {
		return err
	}
	defer in.Close()
	account.Kind = in.Kind
	type part struct {
		facts         []observatory.Fact
		read, refused int
		blank         int
	}
	works := func(yield func(func() part, error) bool) {
		for work, err := range in.batches {
			coded := func() part {
				var p part
				if work == nil {
					return p
				}
				coder := observatory.NewCoder(g, o.AsOf)
				setting := o.setting()
				for _, e := range work() {
					switch {
					case e.Blank:
						p.blank++
						continue
					case e.Unread:
						p.refused++
					default:
						d := setting.FromForm(&e.Form)
						p.facts = append(p.facts, observatory.Fact{})
						coder.Code(observatory.Stock, &d, &p.facts[len(p.facts)-1])
					}
					p.read++
				}
				return p
			}
			if !yield(coded, err) {
				return
			}
		}
	}
	for p, err := range ordered(works) {
		for i := range p.facts {
			acc.AddFact(&p.facts[i])
		}
		account.Read, account.Refused, account.Blank = account.Read+p.read, account.Refused+p.refused, account.Blank+p.blank
		account.Accepted += len(p.facts)
		if progress != nil {
			progress.Rows(name, p.read)
		}
		if err != nil {
			account.Unreadable = err.Error()
			account.Read++
			account.Refused++
		}
	}
	return nil
}

func (o *Observation) setting() observatory.Setting {
	return observatory.Setting{From: o.From, AsOf: o.AsOf, Incomes: true}
}

// countJournal counts a journal on every processor: a demand goes to one of them.
func countJournal(acc *observatory.Accumulator, plan *observatory.Plan, g *territory.Geography, o *Observation, j journal.Journal) error {
	keys := slices.Collect(j.Demands())
	setting := o.setting()
	parts := make([]*observatory.Accumulator, max(1, min(runtime.GOMAXPROCS(0), len(keys)/500)))
	var done sync.WaitGroup
	for w := range parts {
		parts[w] = plan.Accumulator(g, o.From, o.AsOf)
		done.Go(func() {
			for i := w; i < len(keys); i += len(parts) {
				parts[w].AddJournal(j, keys[i], setting)
			}
			parts[w].Settle()
		})
	}
	done.Wait()
	for _, p := range parts {
		if err := acc.Merge(p); err != nil {
			return err
		}
	}
	return nil
}

// publication gives the tables and the figures, and notes those that have no value.
func (o *Observation) publication(acc *observatory.Accumulator, cross observatory.Cross, m *ObserveManifest) observatory.Publication {
	var p observatory.Publication
	for _, t := range acc.Tables(o.Levels...) {
		if unknownToAll(&t) {
			m.NotAvailable = append(m.NotAvailable, Withheld{t.Measure.Code, t.Level, observatory.NotKnown})
			continue
		}
		p.Tables = append(p.Tables, t)
	}
	if len(o.Cross) > 0 && o.Raw {
		for _, level := range o.Levels {
			if t, ok := acc.CrossTable(cross, level); ok {
				p.Tables = append(p.Tables, t)
			}
		}
	}
	for _, t := range acc.Figures(o.Levels...) {
		if missing := t.Total.Figures[len(t.Total.Figures)-1].Missing; len(t.Rows) == 0 || missing == observatory.NotKnown {
			m.NotAvailable = append(m.NotAvailable, Withheld{t.Measure.Code, t.Level, cmp.Or(missing, observatory.NoDemand)})
			continue
		}
		p.Figures = append(p.Figures, t)
	}
	for _, level := range o.Levels {
		if acc.Geography().Certainty(level) == territory.Unknown {
			m.NotAvailable = append(m.NotAvailable, Withheld{"*", level, "not_known"})
		}
	}
	return p
}

// unknownToAll reports a table of which nothing is known but the total.
func unknownToAll(t *observatory.Table) bool {
	last := len(t.Columns) - 1
	return last > 1 && t.Columns[last-1].Code == "unknown" && t.Total.Cells[last].Value > 0 && t.Total.Cells[last-1].Value == t.Total.Cells[last].Value
}

// protect hides what must be, and keeps the proof that it is enough.
func (o *Observation) protect(p *observatory.Publication, m *ObserveManifest) error {
	policy := observatory.DefaultPolicy()
	policy.Threshold, policy.Sensitive = o.Threshold, max(policy.Sensitive, o.Threshold)
	m.Threshold, m.Sensitive, m.ThresholdWhy = policy.Threshold, policy.Sensitive, policy.Reason
	protection, err := observatory.Secure(p.Tables, policy)
	if err != nil {
		return err
	}
	figures, more := observatory.HideFigures(p.Figures, protection.Tables, policy)
	p.Tables, p.Figures = protection.Tables, figures
	m.Nothing = protection.Nothing
	protection.Loss.Value = 0 // a sum of hidden counts is not published
	m.Loss, m.Audit = &protection.Loss, &protection.Audit
	for _, h := range append(protection.Hidden, more...) {
		m.Hidden = append(m.Hidden, HiddenCell{h.Measure + "_" + string(h.Level) + ".csv", h.Territory, h.Column, h.Why})
	}
	slices.SortFunc(m.Hidden, func(a, b HiddenCell) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Territory, b.Territory), cmp.Compare(a.Column, b.Column))
	})
	return nil
}

// numberHidden reports that the number of demands is itself hidden.
func numberHidden(p *observatory.Publication) bool {
	return slices.ContainsFunc(p.Tables, func(t observatory.Table) bool {
		return t.Measure.Code == "stock_first" && t.Total.Cells[len(t.Total.Cells)-1].Hidden
	})
}

// clear removes what an earlier count left in the folder, its manifest first: a raw
// table beside protected ones would tell what they hide.
func (o *Observation) clear() error {
	name := filepath.Join(o.Out, ManifestName)
	data, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	var old struct {
		Outputs []Output `json:"outputs"`
	}
	if err == nil {
		err = json.Unmarshal(data, &old)
	}
	if err != nil {
		return fmt.Errorf("%s : l'ancien manifeste est illisible ; vider le dossier ou en donner un autre", o.Out)
	}
	if err := os.Remove(name); err != nil {
		return fmt.Errorf("%s : l'ancien manifeste ne s'efface pas ; vérifier les droits", o.Out)
	}
	for _, f := range old.Outputs {
		if !filepath.IsLocal(f.Name) {
			continue
		}
		if err := os.Remove(filepath.Join(o.Out, f.Name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("%s : %s, d'un compte précédent, ne s'efface pas ; vérifier les droits", o.Out, f.Name)
		}
	}
	return nil
}

// twice gives a file that is named twice.
func twice(files []string) string {
	seen := map[string]bool{}
	for _, name := range files {
		at, err := filepath.Abs(name)
		if err != nil {
			at = name
		}
		if seen[at] {
			return name
		}
		seen[at] = true
	}
	return ""
}

// write puts everything in the folder; the manifest is removed first and written last.
func (o *Observation) write(p *observatory.Publication, m ObserveManifest) (ObserveManifest, error) {
	if err := os.MkdirAll(o.Out, 0o755); err != nil {
		return m, fmt.Errorf("%s : création impossible (%w) ; donner un dossier où l'on peut écrire", o.Out, err)
	}
	if err := o.clear(); err != nil {
		return m, err
	}
	w := &writer{folder: o.Out}
	for _, t := range p.Tables {
		m.Tables = append(m.Tables, TableNote{t.FileName(), t.Measure.Code, t.Measure.Version, t.Level, t.AsOf, t.From, "count", t.Measure.Sensitive, t.Measure.Additive, t.Measure.SumsUp, t.Measure.Total})
		w.file(t.FileName(), t.Measure.Title+", "+t.Level.French(), func(out io.Writer) error { return observatory.WriteCSV(out, t) })
	}
	for _, t := range p.Figures {
		m.Tables = append(m.Tables, TableNote{t.FileName(), t.Measure.Code, t.Measure.Version, t.Level, t.AsOf, t.From, "figure", t.Measure.Sensitive, false, false, ""})
		w.file(t.FileName(), t.Measure.Title+", "+t.Level.French(), func(out io.Writer) error { return observatory.WriteFigures(out, t) })
	}
	w.file("dictionary.csv", "ce que compte chaque colonne : définition, formule, source, version", func(out io.Writer) error { return observatory.WriteDictionary(out, p) })
	w.file("tables.json", "tous les tableaux, avec leurs définitions", func(out io.Writer) error { return observatory.WriteJSON(out, p) })
	w.file("sdmx.csv", "toutes les valeurs en SDMX-CSV 1.0", func(out io.Writer) error { return observatory.WriteSDMX(out, p) })
	for _, level := range o.Levels {
		w.file(string(level)+".geojson", "les valeurs de chaque territoire, à joindre à ses contours par le code", func(out io.Writer) error {
			return observatory.WriteGeoJSON(out, p, level)
		})
	}
	w.file(PageName, "les images, chacune avec sa définition et son tableau ; s'ouvre sans réseau", func(out io.Writer) error { return o.page(out, p, &m) })
	m.Outputs = w.done
	told := m
	if numberHidden(p) { // the account of the files would tell it
		told.Demands, told.Files, told.Told = 0, nil, nil
	}
	w.file(ManifestName, "", func(out io.Writer) error { return encodeIndented(out, told) })
	return m, w.err
}
