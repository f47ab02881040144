package household

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strconv"
	"sync"

	"github.com/shopspring/decimal"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/internal/vocabulary"
)

// MaxCaseBytes bounds what Decode reads of one case.
const MaxCaseBytes = 64 << 10

// Incomes are reference tax incomes in euros, by year. A null amount is an
// amount nobody gave: it is left out, never read as zero.
type Incomes map[int]decimal.Decimal

// UnmarshalJSON reads an object of amounts by year.
func (in *Incomes) UnmarshalJSON(data []byte) error {
	var given map[int]decimal.NullDecimal
	if err := json.Unmarshal(data, &given); err != nil {
		return err
	}
	*in = nil
	for year, amount := range given {
		if !amount.Valid {
			continue
		}
		if *in == nil {
			*in = Incomes{}
		}
		(*in)[year] = amount.Decimal
	}
	return nil
}

// Decode reads one case from JSON, strictly: an unknown field, a field given
// twice, a date or an amount that cannot be read are faults with their path, all
// reported at once. What the case says is checked by Check, not here.
func Decode(data []byte) (Case, demand.Faults) {
	if len(data) > MaxCaseBytes {
		return Case{}, demand.Faults{fault("FOY-SAI-01", "", "offset", strconv.Itoa(MaxCaseBytes))}
	}
	if faults := look(data); len(faults) > 0 {
		return Case{}, faults
	}
	var c Case
	in := json.NewDecoder(bytes.NewReader(data))
	in.DisallowUnknownFields()
	err := in.Decode(&c)
	if err == nil {
		if _, rest := in.Token(); errors.Is(rest, io.EOF) {
			return c, nil
		}
	}
	path := ""
	if wrong := (*json.UnmarshalTypeError)(nil); errors.As(err, &wrong) {
		path = wrong.Field
	}
	return Case{}, demand.Faults{fault("FOY-SAI-01", path, "offset", strconv.FormatInt(in.InputOffset(), 10))}
}

// fields are the names an object of a case may have; the objects of incomes
// have years.
var fields = map[string][]string{
	"":           {"date", "commune", "zone", "adults", "couple", "dependants", "unborn", "incomes", "apart", "own_incomes"},
	"adults":     {"age", "disabled", "emancipated"},
	"dependants": {"age", "disabled", "custody"},
}

// looker reads a case token by token, for what the standard library passes over
// in silence: names in another case, names given twice.
type looker struct {
	in     *json.Decoder
	depth  int
	faults demand.Faults
}

// A case is three values deep; what is deeper is left to the decoder.
const deepest = 8

// look gives the faults that have a name and a place. It stops where the text is
// no longer JSON: the decoder says so.
func look(data []byte) demand.Faults {
	l := looker{in: json.NewDecoder(bytes.NewReader(data))}
	l.in.UseNumber()
	first, err := l.in.Token()
	if err != nil || first != json.Delim('{') {
		return demand.Faults{fault("FOY-SAI-01", "", "offset", strconv.FormatInt(l.in.InputOffset(), 10))}
	}
	l.object("", "")
	return l.faults
}

// object reads to the end of an object; list is the list it stands in.
func (l *looker) object(list, path string) bool {
	seen := map[string]bool{}
	for l.in.More() {
		token, err := l.in.Token()
		name, _ := token.(string)
		if err != nil {
			return false
		}
		place := join(path, shown(list, name))
		switch {
		case !known(list, name):
			l.faults = append(l.faults, fault("FOY-SAI-10", place))
		case seen[name]:
			l.faults = append(l.faults, fault("FOY-SAI-11", place))
		}
		seen[name] = true
		if !l.value(list, name, place) {
			return false
		}
	}
	_, err := l.in.Token()
	return err == nil
}

// value reads the value of a field, and says what is wrong in a date or an amount.
func (l *looker) value(list, name, path string) bool {
	l.depth++
	defer func() { l.depth-- }()
	token, err := l.in.Token()
	if err != nil || l.depth > deepest {
		return false
	}
	switch token {
	case json.Delim('{'):
		return l.object(name, path)
	case json.Delim('['):
		for i := 0; l.in.More(); i++ {
			if !l.value(list, name, path+"["+strconv.Itoa(i)+"]") {
				return false
			}
		}
		_, err := l.in.Token()
		return err == nil
	}
	switch {
	case path == "date":
		text, _ := token.(string)
		if _, err := demand.ParseDate(text); err != nil && text != "" {
			l.faults = append(l.faults, fault("FOY-SAI-12", path))
		}
	case byYear(list):
		if token != nil && !amount(token) {
			l.faults = append(l.faults, fault("FOY-SAI-05", path))
		}
	}
	return true
}

func amount(token json.Token) bool {
	text := ""
	switch t := token.(type) {
	case json.Number:
		text = t.String()
	case string:
		text = t
	}
	_, err := decimal.NewFromString(text)
	return err == nil
}

// known reports whether an object may have a field. What stands in the place of
// a plain value is left to the decoder.
func known(list, name string) bool {
	if byYear(list) {
		return isYear(name)
	}
	names, described := fields[list]
	return !described || slices.Contains(names, name)
}

func byYear(list string) bool { return list == "incomes" || list == "own_incomes" }

func isYear(name string) bool {
	year, err := strconv.Atoi(name)
	return err == nil && len(name) == 4 && year >= 1000
}

var words = sync.OnceValue(func() vocabulary.Vocabulary {
	return vocabulary.Of(slices.Concat(fields[""], fields["adults"], fields["dependants"])...)
})

// shown keeps a name made of the words of a case, and a year in its place: what
// else is typed where a field is expected could be a person's.
func shown(list, name string) string {
	if byYear(list) && isYear(name) {
		return name
	}
	return words().Shown(name)
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}
