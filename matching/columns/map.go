package columns

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/tabular"
	"github.com/fichier-unique/rules/internal/strict"
)

// Map says which column holds what.
type Map struct {
	Delimiter  string `json:"delimiter,omitempty"`   // one sign; "" or "auto" is to be found out
	Encoding   string `json:"encoding,omitempty"`    // see the package; "" or "auto" is to be found out
	DateFormat string `json:"date_format,omitempty"` // of the Go language; "" or "auto" for the usual ones
	Columns    Fields `json:"columns"`
	// optional lets columns be missing from the file: the map is ours, not the file's.
	optional bool
}

// Fields are the columns of each field of a record.
type Fields struct {
	RecordID     Names `json:"record_id,omitempty"`
	BirthName    Names `json:"birth_name,omitempty"`
	UsedName     Names `json:"used_name,omitempty"`
	FirstNames   Names `json:"first_names,omitempty"`
	BirthDate    Names `json:"birth_date,omitempty"`
	Sex          Names `json:"sex,omitempty"`
	BirthPlace   Names `json:"birth_place,omitempty"`
	BirthCountry Names `json:"birth_country,omitempty"`
	Address      Names `json:"address,omitempty"`
	PostalCode   Names `json:"postal_code,omitempty"`
	Commune      Names `json:"commune,omitempty"`
	Region       Names `json:"region,omitempty"`
	Phone        Names `json:"phone,omitempty"`
	Email        Names `json:"email,omitempty"`
	Identifier   Names `json:"identifier,omitempty"`
}

// Names are the headers of the columns of a field, in the order in which their
// cells are joined. In JSON one name may stand without a list.
type Names []string

// UnmarshalJSON reads a text or a list of texts; an empty text is no column.
func (n *Names) UnmarshalJSON(data []byte) error {
	var one string
	if json.Unmarshal(data, &one) == nil {
		*n = nil
		if one != "" {
			*n = Names{one}
		}
		return nil
	}
	var all []string
	if err := json.Unmarshal(data, &all); err != nil {
		return err
	}
	*n = slices.DeleteFunc(all, func(s string) bool { return s == "" })
	return nil
}

// Fields of a record, in the order of [Fields].
const (
	fieldID = iota
	fieldBirthName
	fieldUsedName
	fieldFirstNames
	fieldBirthDate
	fieldSex
	fieldBirthPlace
	fieldBirthCountry
	fieldAddress
	fieldPostalCode
	fieldCommune
	fieldRegion
	fieldPhone
	fieldEmail
	fieldIdentifier
	fieldCount
)

var fieldNames = [fieldCount]string{"record_id", "birth_name", "used_name", "first_names", "birth_date", "sex", "birth_place", "birth_country",
	"address", "postal_code", "commune", "region", "phone", "email", "identifier"}

func (f *Fields) list() [fieldCount]Names {
	return [fieldCount]Names{f.RecordID, f.BirthName, f.UsedName, f.FirstNames, f.BirthDate, f.Sex, f.BirthPlace, f.BirthCountry,
		f.Address, f.PostalCode, f.Commune, f.Region, f.Phone, f.Email, f.Identifier}
}

// Default is the map of the files of people that this project writes. Columns may
// be missing from such a file, and others stand in it.
func Default() Map {
	return Map{optional: true, Columns: Fields{
		RecordID: Names{"record_id"}, BirthName: Names{"birth_name"}, UsedName: Names{"used_name"}, FirstNames: Names{"first_names"},
		BirthDate: Names{"birth_date"}, Sex: Names{"sex"}, BirthPlace: Names{"birth_place_code"}, BirthCountry: Names{"birth_country"},
		Address: Names{"address"}, PostalCode: Names{"postal_code"}, Commune: Names{"commune_code"}, Phone: Names{"phone"}, Email: Names{"email"},
	}}
}

// maxMap bounds the text of a map.
const maxMap = 1 << 20

// ParseMap reads a map. What is wrong is told with its place; such a map is not
// to be used.
func ParseMap(data []byte) (Map, demand.Faults) {
	var m Map
	if len(data) > maxMap {
		return m, demand.Faults{fault("COL-MAP-01", "", "1")}
	}
	var faults demand.Faults
	for _, p := range strict.Decode(data, &m) {
		code := map[strict.Kind]string{strict.Syntax: "COL-MAP-01", strict.Unknown: "COL-MAP-02", strict.Twice: "COL-MAP-03", strict.Wrong: "COL-MAP-04"}[p.Kind]
		faults = append(faults, fault(code, p.Path, strconv.Itoa(p.Line)))
	}
	return m, append(faults, m.check()...)
}

var encodings = map[string]tabular.Encoding{"": "", "auto": "", "utf-8": tabular.UTF8, "utf-16le": tabular.UTF16LE, "utf-16be": tabular.UTF16BE,
	"windows-1252": tabular.Windows1252, "mac-roman": tabular.MacRoman}

// check tells what is wrong with a map.
func (m *Map) check() demand.Faults {
	var faults demand.Faults
	if _, ok := delimiterOf(m.Delimiter); !ok {
		faults = append(faults, fault("COL-MAP-05", "delimiter"))
	}
	if _, ok := encodings[strings.ToLower(m.Encoding)]; !ok {
		known := slices.DeleteFunc(slices.Sorted(maps.Keys(encodings)), func(s string) bool { return s == "" })
		faults = append(faults, fault("COL-MAP-06", "encoding", strings.Join(known, ", ")))
	}
	if _, ok := orderOf(m.DateFormat); !ok {
		faults = append(faults, fault("COL-MAP-07", "date_format"))
	}
	usable := false
	for field, names := range m.Columns.list() {
		usable = usable || len(names) > 0 && compared(field)
	}
	if !usable {
		faults = append(faults, fault("COL-MAP-08", "columns"))
	}
	return faults
}

// compared tells whether a field alone may bring two records together.
func compared(field int) bool {
	switch field {
	case fieldID, fieldSex, fieldBirthPlace, fieldBirthCountry, fieldPostalCode, fieldCommune, fieldRegion:
		return false
	}
	return true
}

// delimiterOf gives the sign of a map; 0 is to be found out.
func delimiterOf(text string) (byte, bool) {
	switch {
	case text == "" || text == "auto":
		return 0, true
	case text == `\t` || text == "tab":
		return '\t', true
	case len(text) != 1 || text[0] >= utf8.RuneSelf:
		return 0, false
	}
	c := text[0]
	return c, c != '"' && c != '\n' && c != '\r' && !unicode.IsLetter(rune(c)) && !unicode.IsDigit(rune(c))
}
