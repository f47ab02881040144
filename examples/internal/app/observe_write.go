package app

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"

	"github.com/fichier-unique/rules/examples/internal/parallel"
	"github.com/fichier-unique/rules/observatory"
)

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

// Told is a protected account without the numbers that the tables hide.
func Told(m ObserveManifest, p *observatory.Publication) ObserveManifest {
	m.Told = secretFaults(m.Told, m.Threshold, p)
	m.Unknown = slices.Clone(m.Unknown)
	for i := range m.Unknown {
		m.Unknown[i].Demands = 0
	}
	if numberHidden(p) { // the account of the files would tell it
		m.Demands, m.Files, m.Told, m.Unknown = 0, nil, nil, nil
	}
	return m
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
func (o *Observation) write(p *observatory.Publication, compared []observatory.Comparison, m ObserveManifest) (ObserveManifest, error) {
	if err := os.MkdirAll(o.Out, 0o755); err != nil {
		return m, fmt.Errorf("%s : création impossible (%w) ; donner un dossier où l'on peut écrire", o.Out, err)
	}
	if err := o.clear(); err != nil {
		return m, err
	}
	w := &writer{folder: o.Out}
	for _, t := range p.Tables {
		m.Tables = append(m.Tables, TableNote{t.FileName(), t.Measure.Code, t.Measure.Version, t.Level, t.AsOf, t.From, "count", t.Measure.Sensitive, t.Measure.Additive, t.Measure.SumsUp, t.Measure.Total})
	}
	for _, t := range p.Figures {
		m.Tables = append(m.Tables, TableNote{t.FileName(), t.Measure.Code, t.Measure.Version, t.Level, t.AsOf, t.From, "figure", t.Measure.Sensitive, false, false, ""})
	}
	w.files(append(o.tableFiles(p, compared), fileToWrite{PageName, "les images, chacune avec sa définition et son tableau ; s'ouvre sans réseau", func(out io.Writer) error {
		return o.page(out, p, compared, &m)
	}}))
	m.Outputs = w.done
	told := m
	if !o.Raw {
		told = Told(m, p)
	}
	w.file(ManifestName, "", func(out io.Writer) error { return encodeIndented(out, told) })
	return m, w.err
}

// tableFiles lists the files of the tables.
func (o *Observation) tableFiles(p *observatory.Publication, compared []observatory.Comparison) []fileToWrite {
	var all []fileToWrite
	add := func(name, about string, fill func(io.Writer) error) {
		all = append(all, fileToWrite{name, about, fill})
	}
	for _, t := range p.Tables {
		add(t.FileName(), t.Measure.Title+", "+t.Level.French(), func(out io.Writer) error { return observatory.WriteCSV(out, t) })
	}
	for _, t := range p.Figures {
		add(t.FileName(), t.Measure.Title+", "+t.Level.French(), func(out io.Writer) error { return observatory.WriteFigures(out, t) })
	}
	if len(p.Series) > 0 {
		add(observatory.SeriesFile, "le stock et les mouvements, période par période", func(out io.Writer) error { return observatory.WriteSeries(out, p.Series) })
	}
	if p.Compared {
		add(observatory.ComparisonsFile, "chaque territoire à côté de ceux qui le contiennent, et à côté du compte antérieur", func(out io.Writer) error {
			return observatory.WriteComparisons(out, compared)
		})
	}
	add("dictionary.csv", "ce que compte chaque colonne : définition, formule, source, version", func(out io.Writer) error { return observatory.WriteDictionary(out, p) })
	add("tables.json", "tous les tableaux, avec leurs définitions", func(out io.Writer) error { return observatory.WriteJSON(out, p) })
	add("sdmx.csv", "toutes les valeurs en SDMX-CSV 1.0", func(out io.Writer) error { return observatory.WriteSDMX(out, p) })
	for _, level := range o.Levels {
		add(string(level)+".geojson", "les valeurs de chaque territoire, à joindre à ses contours par le code", func(out io.Writer) error {
			return observatory.WriteGeoJSON(out, p, level)
		})
	}
	return all
}

// fileToWrite is a file and what it holds.
type fileToWrite struct {
	name, about string
	fill        func(io.Writer) error
}

// files writes files that do not depend on each other, on every processor; they are
// told in order.
func (w *writer) files(all []fileToWrite) {
	outputs, failures := make([]Output, len(all)), make([]error, len(all))
	hands := 2 * runtime.GOMAXPROCS(0) // half of the time is spent waiting for the disk
	parallel.Among(hands, len(all), func(i int) {
		outputs[i], failures[i] = putFile(filepath.Join(w.folder, all[i].name), all[i].fill)
	})
	for i, f := range all {
		if failures[i] != nil {
			w.err = fmt.Errorf("%s : écriture impossible (%w) ; vérifier la place et les droits, puis relancer", filepath.Join(w.folder, f.name), failures[i])
			return
		}
		outputs[i].Name, outputs[i].About = f.name, f.about
		w.done = append(w.done, outputs[i])
	}
}
