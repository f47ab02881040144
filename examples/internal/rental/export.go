package rental

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/household"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/demand/tabular"
)

// Closed is the state of a demand that the landlord may see no longer.
const Closed journal.Status = "closed"

// Line is a demand as the landlord may see it.
type Line struct {
	Demand   string
	State    journal.State            // redacted; of a demand erased or closed, the status alone counts
	May      func(charter.Field) bool // what is open: charter.Sight.May
	Created  demand.Date
	Verified demand.Date
	Abnormal demand.Date // the abnormal delay is reached
}

// Increment says which export this is.
type Increment struct {
	Landlord string      // code of the partner
	Number   int         // from 1, without hole
	Day      demand.Date // ceilings are those of a lease signed that day
	Full     bool        // all that is open, not what changed
	After    int64       // of the feed
	To       int64
}

// File is one file of an export.
type File struct {
	Name  string
	Bytes []byte
}

// ManifestFile is a line of a manifest.
type ManifestFile struct {
	Name   string `json:"name"`
	Rows   int    `json:"rows"` // without the header
	SHA256 string `json:"sha256"`
}

// Manifest says what an export holds.
type Manifest struct {
	Landlord  string                 `json:"landlord"`
	Increment int                    `json:"increment"`
	Day       demand.Date            `json:"day"`
	Full      bool                   `json:"full"`
	After     int64                  `json:"after"`
	To        int64                  `json:"to"`
	Demands   int                    `json:"demands"`
	ByStatus  map[journal.Status]int `json:"by_status"`
	Lost      map[string]int         `json:"lost,omitempty"` // rows by value that no column carries
	Files     []ManifestFile         `json:"files"`
}

// Export writes the files of an increment, the manifest last. A demand comes once;
// an error of the lines ends it.
func Export(in Increment, lines iter.Seq2[Line, error]) ([]File, *Manifest, error) {
	m := &Manifest{
		Landlord: in.Landlord, Increment: in.Number, Day: in.Day, Full: in.Full, After: in.After, To: in.To,
		ByStatus: map[journal.Status]int{}, Lost: map[string]int{},
	}
	all, err := gather(in, lines)
	if err != nil {
		return nil, nil, err
	}
	for i := range all {
		m.Demands++
		m.ByStatus[all[i].State.Status]++
	}
	table, err := write(all, m)
	if err != nil {
		return nil, nil, err
	}
	dictionary, rows := dictionaryFile()
	codes, entries := codesFile()
	files := []File{{fmt.Sprintf("demandes-%06d.csv", in.Number), table}, {"dictionnaire.csv", dictionary}, {"codes.csv", codes}}
	for i, n := range []int{len(all), rows, entries} {
		sum := sha256.Sum256(files[i].Bytes)
		m.Files = append(m.Files, ManifestFile{files[i].Name, n, hex.EncodeToString(sum[:])})
	}
	body, _ := json.MarshalIndent(m, "", "  ") // plain data: cannot fail
	return append(files, File{fmt.Sprintf("manifeste-%06d.json", in.Number), append(body, '\n')}), m, nil
}

// gather takes the lines, one a demand, in the order of their keys.
func gather(in Increment, lines iter.Seq2[Line, error]) ([]row, error) {
	seen := map[string]*Line{}
	for l, err := range lines {
		if err != nil {
			return nil, err
		}
		if seen[l.Demand] != nil {
			return nil, fmt.Errorf("rental: export: a demand comes twice; give its last state alone")
		}
		seen[l.Demand] = &l
	}
	table := household.Published()
	out := make([]row, 0, len(seen))
	for _, key := range slices.Sorted(maps.Keys(seen)) {
		r := row{Line: seen[key]}
		switch r.State.Status {
		case journal.Deleted, Closed, journal.Merged:
			r.State = journal.State{Status: r.State.Status}
			r.May = nil
		}
		if r.open(resources) && !r.State.Form.IsAssociation() {
			commune := ""
			if places := r.State.Form.Wanted.Places; len(places) > 0 {
				commune = places[0].Commune
			}
			c, faults := household.FromForm(&r.State.Form, commune, in.Day)
			if !faults.Blocking() {
				a := household.Assess(&c, table)
				r.income, r.assessed = c, &a
			}
		}
		out = append(out, r)
	}
	return out, nil
}

// open reports whether every class that a column needs is open.
func (r *row) open(needs []charter.Field) bool {
	if len(needs) == 0 {
		return true
	}
	return r.May != nil && !slices.ContainsFunc(needs, func(f charter.Field) bool { return !r.May(f) })
}

// write writes the table: what is worked out, then the profile with its labels,
// then what is worked out again.
func write(all []row, m *Manifest) ([]byte, error) {
	var plain bytes.Buffer
	lost, err := tabular.Write(&plain, profile, func(yield func(demand.Form) bool) {
		for i := range all {
			if !yield(all[i].State.Form) {
				return
			}
		}
	})
	if err != nil {
		return nil, fmt.Errorf("rental: write the columns of the profile: %w", err)
	}
	for _, l := range lost {
		m.Lost[demand.Unranked(l.Fault.Path)]++
	}
	in := csv.NewReader(&plain)
	in.Comma = ';'
	cells, err := in.ReadAll()
	if err != nil || len(cells) != len(all)+1 {
		return nil, fmt.Errorf("rental: the columns of the profile do not read back: %w", err)
	}
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	w.Comma = ';'
	_ = w.Write(headers()) // to memory: cannot fail
	for i := range all {
		_ = w.Write(all[i].cells(cells[i+1]))
	}
	w.Flush()
	return out.Bytes(), nil
}

func headers() []string {
	var out []string
	for _, c := range before {
		out = append(out, c.header)
	}
	for i := range profile.Columns {
		c := &profile.Columns[i]
		if out = append(out, c.Header); listOf(c) != "" {
			out = append(out, c.Header+labelSuffix)
		}
	}
	for _, c := range after {
		out = append(out, c.header)
	}
	return out
}

// labelSuffix ends the name of a column of labels.
const labelSuffix = "_libelle"

// cells gives the cells of a row, given those of the profile.
func (r *row) cells(plain []string) []string {
	var out []string
	worked := func(all []column) {
		for i := range all {
			text := ""
			if r.open(all[i].needs) {
				text = all[i].value(r)
			}
			out = append(out, Harmless(text))
		}
	}
	worked(before)
	for i := range profile.Columns {
		c, text := &profile.Columns[i], plain[i]
		if !r.open([]charter.Field{charter.FieldOf(c.Path)}) {
			text = "" // a box that was not ticked is not a box that is hidden
		}
		out = append(out, Harmless(text))
		list := listOf(c)
		if list == "" {
			continue
		}
		var words []string
		for _, code := range strings.FieldsFunc(text, separates) {
			words = append(words, label(list, code))
		}
		out = append(out, Harmless(strings.Join(words, "|")))
	}
	worked(after)
	return out
}

// separates tells the signs between the values of one cell.
func separates(r rune) bool { return strings.ContainsRune("/,;| ", r) }

// Harmless keeps a spreadsheet from taking a cell for a formula. A telephone or an
// amount is none. Some programs drop blanks first, or take wide signs for the others.
func Harmless(text string) string {
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(text, " \u00a0"))
	if text == "" || !strings.ContainsRune("=+-@\t\r\n＝＋－＠", first) || strings.Trim(text, "+-0123456789., ") == "" {
		return text
	}
	return "'" + text
}

// dictionaryFile says what each column holds.
func dictionaryFile() ([]byte, int) {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	w.Comma = ';'
	rows := 0
	line := func(cells ...string) {
		_ = w.Write(cells) // to memory: cannot fail
		rows++
	}
	line("colonne", "contenu", "liste_de_codes", "classe_de_donnees", "confiance_du_nom")
	worked := func(all []column) {
		for _, c := range all {
			var classes []string
			for _, f := range c.needs {
				classes = append(classes, string(f))
			}
			line(c.header, c.french, "", strings.Join(classes, "|"), c.seen)
		}
	}
	worked(before)
	for i := range profile.Columns {
		c := &profile.Columns[i]
		list := listOf(c)
		content := "Valeur du formulaire : " + c.Path + "."
		if c.Flag != "" {
			content = "Oui quand la case « " + c.Flag + " » est cochée : " + c.Path + "."
		}
		line(c.Header, content, list, string(charter.FieldOf(c.Path)), c.Seen)
		if list != "" {
			line(c.Header+labelSuffix, "Libellé du code de la colonne "+c.Header+".", list, string(charter.FieldOf(c.Path)), "INF")
		}
	}
	worked(after)
	w.Flush()
	return out.Bytes(), rows - 1
}

// codesFile gives the codes of the lists that the columns use.
func codesFile() ([]byte, int) {
	used := map[string]bool{"strike_off_motive": true}
	for i := range profile.Columns {
		used[listOf(&profile.Columns[i])] = true
	}
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	w.Comma = ';'
	_ = w.Write([]string{"liste", "code", "libelle"}) // to memory: cannot fail
	rows := 0
	for _, l := range demand.CodeLists() {
		if !used[l.Name] {
			continue
		}
		for _, e := range l.Entries {
			_ = w.Write([]string{l.Name, e.Code, e.French})
			rows++
		}
	}
	w.Flush()
	return out.Bytes(), rows
}
