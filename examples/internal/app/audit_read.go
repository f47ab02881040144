package app

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/fichier-unique/rules/observatory"
)

// ReadPublished reads everything published under a folder: the tables of counts,
// with the manifests that go with them, and the other files that repeat them.
func ReadPublished(folder string) (*Published, error) {
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		return nil, fmt.Errorf("%s : %s ; donner le dossier écrit par « batch observe -out »", folder, whyNoFolder(err))
	}
	out := &Published{pages: map[string]string{}}
	manifests := map[string]*publishedManifest{}
	err := fs.WalkDir(os.DirFS(folder), ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return fmt.Errorf("%s : lecture impossible ; vérifier les droits", filepath.Join(folder, name))
		case entry.IsDir():
			m, err := readPublishedManifest(filepath.Join(folder, name, ManifestName))
			if err != nil {
				return err
			}
			if m == nil {
				m = manifests[path.Dir(name)]
			} else {
				m.folder = path.Join("/", name)[1:]
				out.manifests = append(out.manifests, m)
				out.Threshold, out.Sensitive = max(out.Threshold, m.Threshold), max(out.Sensitive, m.Sensitive)
				for _, t := range m.Terms {
					if t.Code == "believed" {
						out.Believed = max(out.Believed, t.Value)
					}
				}
			}
			manifests[name] = m
		case path.Base(name) != ManifestName:
			return out.read(folder, name, manifests[path.Dir(name)])
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	out.compare()
	for _, m := range out.manifests {
		out.addManifest(m)
		out.absent(folder, m)
	}
	return out, nil
}

// absent tells the files that a manifest announces and that are not beside it: what
// they say, or said, is not attacked.
func (p *Published) absent(folder string, m *publishedManifest) {
	var names []string
	for i := range m.Tables {
		names = append(names, m.Tables[i].File)
	}
	for i := range m.Outputs {
		names = append(names, m.Outputs[i].Name)
	}
	slices.Sort(names)
	for _, name := range slices.Compact(names) {
		if !filepath.IsLocal(filepath.FromSlash(name)) {
			continue
		}
		full := path.Join(m.folder, name)
		if _, err := os.Stat(filepath.Join(folder, filepath.FromSlash(full))); errors.Is(err, fs.ErrNotExist) && !p.moved(name) {
			p.Leaks = append(p.Leaks, Leak{File: full, Message: "annoncé par le manifeste, absent du dossier : ce qu'il publie n'a pas été attaqué ; le remettre, ou refaire la publication"})
		}
	}
}

// moved reports whether a file of that name was read elsewhere under the folder, or
// under a name of other capitals.
func (p *Published) moved(name string) bool {
	same := func(file string) bool { return strings.EqualFold(path.Base(file), path.Base(name)) }
	return slices.ContainsFunc(p.Files, same) || slices.ContainsFunc(p.LeftOut, same)
}

func whyNoFolder(err error) string {
	switch {
	case err == nil:
		return "ce n'est pas un dossier"
	case errors.Is(err, fs.ErrNotExist):
		return "ce dossier n'existe pas"
	}
	return "ce dossier ne s'ouvre pas, vérifier les droits"
}

func readPublishedManifest(name string) (*publishedManifest, error) {
	data, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var m publishedManifest
	if err != nil || json.Unmarshal(bytes.TrimPrefix(data, byteOrderMark), &m) != nil {
		return nil, fmt.Errorf("%s : manifeste illisible ; reprendre celui que « batch observe » a écrit", name)
	}
	return &m, nil
}

// byteOrderMark is what spreadsheets write before UTF-8.
var byteOrderMark = []byte("\xef\xbb\xbf")

// read adds what a file publishes, and says when it is not the file that the
// manifest describes.
func (p *Published) read(folder, name string, m *publishedManifest) error {
	data, err := os.ReadFile(filepath.Join(folder, name))
	if err != nil {
		return fmt.Errorf("%s : lecture impossible ; vérifier les droits", filepath.Join(folder, name))
	}
	listed, said := false, ""
	if m != nil {
		listed, said = m.lists(name)
		if sum := sha256.Sum256(data); said != "" && !strings.EqualFold(said, hex.EncodeToString(sum[:])) {
			p.Leaks = append(p.Leaks, Leak{File: name, Message: "modifié depuis que le manifeste en a pris l'empreinte : ne pas le publier sans l'avoir refait"})
		}
	}
	if strings.EqualFold(path.Ext(name), ".csv") {
		return p.readCSV(filepath.Join(folder, name), name, data, m, listed)
	}
	if path.Base(name) == PageName {
		p.pages[name] = string(data)
	}
	switch {
	case p.readOther(name, data) || said != "":
	case !listed && path.Base(name) != PageName:
		p.Unread = append(p.Unread, name)
	default:
		p.Leaks = append(p.Leaks, Leak{File: name, Message: "ne peut pas être contrôlé : aucun manifeste n'en donne l'empreinte"})
	}
	return nil
}

// readCSV adds the table of a file, if it is one. A file that is said to be a
// table and cannot be read as one stops the audit: nothing is known of it.
func (p *Published) readCSV(full, name string, data []byte, m *publishedManifest, listed bool) error {
	t, told := heading(path.Base(name), m)
	lines, err := separated(data)
	if err != nil {
		return fmt.Errorf("%s : CSV illisible, %w", full, err)
	}
	if p.readValues(name, lines) {
		return nil
	}
	isTable := hasTerritories(lines)
	expected := told && t.Level != "" && !t.Measure.Figure
	counts := false
	if isTable && !t.Measure.Figure {
		if counts, err = fillTable(&t, lines); err != nil {
			return fmt.Errorf("%s : %w", full, err)
		}
	}
	if !counts && expected {
		return fmt.Errorf("%s : annoncé comme un tableau d'effectifs, il ne se lit pas comme tel et ne peut pas être contrôlé ; reprendre le fichier écrit par « batch observe », ou l'ôter du dossier", full)
	}
	if !counts {
		p.LeftOut = append(p.LeftOut, name)
		p.addFigures(name, &t, lines, isTable, listed)
		return nil
	}
	if !told {
		t.Measure.Additive, t.Measure.SumsUp = addsUp(&t)
	}
	if m != nil && !listed {
		p.Unlisted = append(p.Unlisted, name)
	}
	p.Tables, p.Files = append(p.Tables, t), append(p.Files, name)
	return nil
}

// readValues reads a file that gives a value a line; false when it is none.
func (p *Published) readValues(name string, lines [][]string) bool {
	if values, ok := valuesOfSDMX(lines); ok {
		p.addOthers(name, values)
		return true
	}
	return p.readDays(name, lines)
}

// hasTerritories reports whether lines have the header of the observatory's tables.
func hasTerritories(lines [][]string) bool {
	return len(lines) > 1 && strings.TrimSpace(lines[0][0]) == "territory_code"
}

// addFigures keeps the values of a file of figures, if it is one.
func (p *Published) addFigures(name string, t *observatory.Table, lines [][]string, isTable, listed bool) {
	if !isTable {
		if listed && t.Measure.Figure {
			p.Leaks = append(p.Leaks, Leak{File: name, Message: "annoncé comme un tableau, il ne se lit pas comme tel : ne peut pas être contrôlé"})
		}
		return
	}
	for _, line := range lines[1:] {
		for k := 2; k < min(len(line), len(lines[0])); k++ {
			text := strings.Replace(strings.TrimSpace(line[k]), ",", ".", 1)
			p.figures = append(p.figures, publishedValue{publishedCell{t.Measure.Code, string(t.Level), strings.TrimSpace(line[0]), strings.TrimSpace(lines[0][k])}, name, t.From, t.AsOf, t.GeographyYear, text})
		}
	}
}

// separated reads lines of cells, between commas, or between the semicolons or the
// tabs of spreadsheets.
func separated(data []byte) ([][]string, error) {
	data = bytes.TrimPrefix(data, byteOrderMark)
	first, _, _ := bytes.Cut(data, []byte("\n"))
	in := csv.NewReader(bytes.NewReader(data))
	in.FieldsPerRecord = -1
	for _, comma := range ";\t" {
		if bytes.Count(first, []byte(string(comma))) > bytes.Count(first, []byte(string(in.Comma))) {
			in.Comma = comma
		}
	}
	lines, err := in.ReadAll()
	if bad := (*csv.ParseError)(nil); errors.As(err, &bad) {
		return nil, fmt.Errorf("ligne %d : guillemets mal fermés", bad.Line)
	}
	return lines, err
}

// fillTable reads the lines of a table; counts is false when they hold other
// figures than counts.
func fillTable(t *observatory.Table, lines [][]string) (counts bool, err error) {
	for _, code := range lines[0][min(2, len(lines[0])):] {
		t.Columns = append(t.Columns, observatory.Column{Code: strings.TrimSpace(code)})
	}
	for n, line := range lines[1:] {
		if len(line) != len(lines[0]) || len(t.Columns) == 0 {
			return false, fmt.Errorf("ligne %d : %d cellules au lieu de %d", n+2, len(line), len(lines[0]))
		}
		r := observatory.Row{Code: strings.TrimSpace(line[0]), Name: line[1]}
		for k, text := range line[2:] {
			text = strings.TrimSpace(text)
			c := observatory.Cell{Hidden: text == observatory.Secret}
			if !c.Hidden {
				if c.Value, err = strconv.Atoi(text); err != nil {
					if _, figure := strconv.ParseFloat(strings.Replace(text, ",", ".", 1), 64); figure == nil || text == "" || text == observatory.NotAvailable {
						return false, nil
					}
					return false, fmt.Errorf("ligne %d, colonne %s : ni un effectif ni « %s »", n+2, t.Columns[k].Code, observatory.Secret)
				}
			}
			r.Cells = append(r.Cells, c)
		}
		t.Rows = append(t.Rows, r)
	}
	last := len(t.Rows) - 1
	if t.Rows[last].Code != "TOTAL" {
		return false, errors.New("la dernière ligne n'est pas TOTAL : ce n'est pas un tableau de l'observatoire")
	}
	t.Total, t.Rows = t.Rows[last], t.Rows[:last]
	return true, nil
}
