package scoring

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/internal/strict"
	shown "github.com/fichier-unique/rules/internal/vocabulary"
)

// Limits of what is read.
const (
	MaxBytes = 1 << 20
	MaxCount = 1_000_000
)

// Facts is what is known of one demand. The zero value says nothing: every fact
// is then unknown. It holds no name, no desk and no channel, is a plain value, and
// may be copied.
type Facts struct {
	said   uint64
	values [factCount]int32
}

func (f *Facts) set(fact Fact, value int32) bool {
	f.said |= 1 << fact
	f.values[fact] = value
	return true
}

// Clear makes a fact unknown again.
func (f *Facts) Clear(fact Fact) {
	if fact < factCount {
		f.said &^= 1 << fact
		f.values[fact] = 0
	}
}

// Said reports whether a fact is known.
func (f *Facts) Said(fact Fact) bool { return fact < factCount && f.said>>fact&1 == 1 }

// SetYes gives a fact of the form yes or no; "not said" makes it unknown. It is
// false, and changes nothing, when the fact has another form.
func (f *Facts) SetYes(fact Fact, answer demand.Answer) bool {
	switch {
	case fact.Info().Form != YesNo:
		return false
	case !answer.Known():
		f.Clear(fact)
		return true
	case answer == demand.Yes:
		return f.set(fact, 1)
	}
	return f.set(fact, 0)
}

// SetCount gives a fact that is a number, from 0 to MaxCount.
func (f *Facts) SetCount(fact Fact, n int) bool {
	if fact.Info().Form != Count || n < 0 || n > MaxCount {
		return false
	}
	return f.set(fact, int32(n))
}

// SetCodes gives a fact that is a list of codes; none at all is known to be none.
func (f *Facts) SetCodes(fact Fact, codes ...string) bool {
	if fact.Info().Form != Codes {
		return false
	}
	bits, ok := mask(fact.Info().List, codes)
	return ok && f.set(fact, bits)
}

// Text writes the value of a fact: true, false, a number, codes; "" when unknown.
func (f *Facts) Text(fact Fact) string {
	if !f.Said(fact) {
		return ""
	}
	switch v := f.values[fact]; fact.Info().Form {
	case YesNo:
		return strconv.FormatBool(v == 1)
	case Count:
		return strconv.Itoa(int(v))
	default:
		return strings.Join(codesIn(fact, v), " ")
	}
}

func codesIn(fact Fact, bits int32) []string {
	list, _ := demand.FindCodeList(fact.Info().List)
	out := []string{}
	for i, e := range list.Entries {
		if i < maxCodes && bits>>i&1 == 1 {
			out = append(out, e.Code)
		}
	}
	return out
}

// MarshalJSON writes the facts that are known, by name.
func (f Facts) MarshalJSON() ([]byte, error) {
	out := map[string]any{}
	for fact := range factCount {
		if !f.Said(fact) {
			continue
		}
		switch v := f.values[fact]; fact.Info().Form {
		case YesNo:
			out[fact.String()] = v == 1
		case Count:
			out[fact.String()] = v
		default:
			out[fact.String()] = codesIn(fact, v)
		}
	}
	return json.Marshal(out)
}

// UnmarshalJSON reads what MarshalJSON writes, as DecodeFacts does.
func (f *Facts) UnmarshalJSON(data []byte) error {
	got, faults := DecodeFacts(data)
	if len(faults) > 0 {
		return faults[0]
	}
	*f = got
	return nil
}

// DecodeFacts reads facts from JSON, strictly: {"dalo": true, "persons": 3,
// "reasons": ["01"]}. A null is unknown. All that is wrong is told at once.
func DecodeFacts(data []byte) (Facts, demand.Faults) {
	var in map[string]json.RawMessage
	if where, ok := strict.First(data, MaxBytes, &in); !ok {
		return Facts{}, demand.Faults{fault("COT-FIC-01", where)}
	}
	var out Facts
	var faults demand.Faults
	for _, name := range slices.Sorted(maps.Keys(in)) {
		switch fact, ok := FactNamed(name); {
		case !ok:
			faults = append(faults, fault("COT-FAI-01", words().Shown(name)))
		case !out.read(fact, in[name]):
			faults = append(faults, fault("COT-FAI-02", name, string(fact.Info().Form)))
		}
	}
	return out, faults
}

// words are those of the names of facts: anything else typed in their place may
// be of a person, and is not repeated.
var words = sync.OnceValue(func() shown.Vocabulary {
	var names []string
	for fact := range factCount {
		names = append(names, fact.String())
	}
	return shown.Of(names...)
})

func (f *Facts) read(fact Fact, raw json.RawMessage) bool {
	if string(raw) == "null" {
		return true
	}
	switch fact.Info().Form {
	case YesNo:
		var b bool
		return json.Unmarshal(raw, &b) == nil && f.SetYes(fact, demand.AnswerOf(b))
	case Count:
		var n int
		return json.Unmarshal(raw, &n) == nil && f.SetCount(fact, n)
	default:
		var codes []string
		return json.Unmarshal(raw, &codes) == nil && f.SetCodes(fact, codes...)
	}
}

// FactsIn is FactsOf with the seniority that the demand keeps: after a separation,
// or once joined to an older one, it waits since the first deposit, which its form
// does not tell. Law: CCH L.441-1 (2014). Confidence: V.
func FactsIn(s *journal.State, day demand.Date) Facts {
	out := FactsOf(&s.Form, day)
	if !s.Seniority.IsZero() && !day.Before(s.Seniority) && !day.IsZero() {
		out.SetCount(WaitingMonths, day.MonthsSince(s.Seniority))
	}
	return out
}

// FactsOf draws from a form what it says by itself, on a day. What a label, a
// paper or a person must say is left unknown. A form tells its own deposit only:
// see FactsIn.
func FactsOf(f *demand.Form, day demand.Date) Facts {
	var out Facts
	if !f.DepositedOn.IsZero() && !day.Before(f.DepositedOn) && !day.IsZero() {
		out.SetCount(WaitingMonths, day.MonthsSince(f.DepositedOn))
	}
	if f.PersonsToHouse > 0 {
		out.SetCount(Persons, f.PersonsToHouse)
	} else if !f.IsAssociation() && f.Dependants != nil {
		out.SetCount(Persons, f.Persons())
	}
	if f.IsAssociation() {
		return out
	}
	if f.Dependants != nil {
		out.SetCount(Dependants, len(f.Dependants))
	}
	if f.Disabilities != nil {
		out.SetYes(Disability, demand.AnswerOf(len(f.Disabilities) > 0))
	}
	out.SetYes(AdaptedDwelling, f.Wanted.Adapted)
	out.SetYes(Transfer, f.Present.SocialTenant)
	out.SetYes(MinorChild, f.HasMinor(day))
	if f.Reasons != nil {
		codes := make([]string, len(f.Reasons))
		for i := range f.Reasons {
			codes[i] = string(f.Reasons[i].Code)
		}
		out.SetCodes(Reasons, codes...)
	}
	if f.Present.Kinds != nil {
		codes := make([]string, len(f.Present.Kinds))
		for i, k := range f.Present.Kinds {
			codes[i] = string(k)
		}
		out.SetCodes(Housing, codes...)
	}
	return out
}
