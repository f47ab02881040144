package demand

import (
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/fichier-unique/rules/numbering"
)

// loud are the chapters without their first look.
var loud = func() *plans {
	var chapters []chapter
	for _, ch := range validityChapters {
		ch.quiet = nil
		chapters = append(chapters, ch)
	}
	return planned(chapters)
}()

const soundForm = `{"version":"14069*01","number":"021101000012321001","desk":"21001","deposited_on":"2010-10-15","renewed_on":"2011-10-01",
"applicant":{"civility":"1","used_name":"Zzyzx","first_names":"Anatole Prosper","birth_date":"1975-03-02","sex":"M","nationality":"1",
"family_situation":"M","mobile_phone":"06 39 98 12 34","email":"zzyzx@example.org","address":{"postal_code":"21000","commune":"21231"},
"work":{"situation":"CDI","profession":"menuisier"},"income":{"year_minus_1":2010,"amount_minus_1":"21000.5","year_minus_2":2009,"amount_minus_2":"20000"},
"received":[{"code":"SAL","monthly":"1500"},{"code":"AF","monthly":"127.05"}]},
"co_holders":[{"link":"M","person":{"civility":"2","used_name":"Zzyzx","birth_name":"Qwfpgj","first_names":"Berthe","birth_date":"1977-07-12"}}],
"dependants":[{"name":"Zzyzx","first_names":"Colin","birth_date":"2003-05-06","sex":"M","kinship":"E"},{"first_names":"Doris","birth_date":"2005-09-17","kinship":"E"}],
"custody":[{"birth_date":"2001-01-03","sex":"M","arrangement":"D"}],"persons_to_house":4,
"present_housing":{"kinds":["LP"],"monthly_rent":"480","occupants":4,"category":"A","type":"T2","surface":"45.5","social_tenant":false},
"reasons":[{"code":"13"},{"code":"09"}],"wanted":{"extended":true,"category":"I","types":["T4"],"places":[{"commune":"21231"},{"commune":"21166"}]},
"disabilities":[{"person":"dependants[1]","state":"STA","aids":["2"]}],"origins":[{"path":"","kind":"applicant"}]}`

// The first look at a chapter never silences one of its rules.
func TestFirstLookHidesNothing(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	sound, faults := DecodeForm([]byte(soundForm))
	if len(faults) > 0 || len(Validate(&sound, Setting{AsOf: MustDate("2011-12-01"), Profile: Profile2010})) > 0 {
		t.Fatal("the sound form has faults")
	}
	cases := [][]byte{[]byte(soundForm), []byte(`{}`)}
	for _, ch := range validityChapters {
		for i := range ch.rules {
			cases = append(cases, []byte(ch.rules[i].Accepts), []byte(ch.rules[i].Refuses))
		}
	}
	spoken := 0
	for round := range 20_000 {
		form, _ := DecodeForm([]byte(soundForm))
		switch text := cases[random.IntN(len(cases))]; round % 3 {
		case 0:
			form, _ = DecodeForm(text)
		case 1:
			_ = json.Unmarshal(text, &form) // the example of a rule laid over the sound form
		}
		for range random.IntN(4) {
			disturb(random, reflect.ValueOf(&form).Elem())
		}
		in := Setting{AsOf: pick(random, days), Profile: pick(random, []Profile{"", Profile2000, Profile2010, Profile2015, Profile2017}), Territory: pick(random, []string{"", "021", "111", "x"})}
		got, want := Validate(&form, in), run(&form, in, loud)
		if diff := cmp.Diff(want, got); diff != "" {
			text, _ := json.Marshal(&form)
			t.Fatalf("%v\n%s\n%s", in, text, diff)
		}
		spoken += len(got)
	}
	if spoken < 20_000 {
		t.Errorf("only %d faults: the test no longer tests", spoken)
	}
}

var (
	days  = []Date{{}, MustDate("2010-10-15"), MustDate("2011-12-01"), MustDate("2013-06-30"), MustDate("1875-02-28"), MustDate("1980-02-29"), MustDate("1992-10-16"), MustDate("1999-10-15"), MustDate("2026-06-30"), MustDate("1985-10-15")}
	words = []string{"", "1", "2", "3", "M", "F", "P", "C", "E", "L", "A", "X", "G", "SAL", "RSA", "AMV", "HLM", "POCC", "SD", "LTG", "T1", "T6P", "01", "22", "23", "CDI", "CHO", "RET",
		"21231", "75116", "01039", "2A004", "21999", "13208", "21000", "75016", "20000", "2100", "06 39 98 12 34", "01 99 00 12 34", "zzyzx@example,org", "zzyzx@example.org",
		"2 85 05 21 999 999 28", "Zzyzx 2", "14069*05", "14069*09", "dependants[1]", "applicant", "4", "73282932000074", "applicant.income", "third_party", "paper", "Belgique"}
	numbers = []string{"021101000012321001", "111101000012375001", "999101000012321001", "021991000012321001"}
	amounts = []string{"0", "-1", "4.99", "1000.01", "480", "5000.01", "50000.01", "500000.01", "1e9"}
)

func pick[T any](random *rand.Rand, all []T) T { return all[random.IntN(len(all))] }

// disturb changes one value somewhere in a form.
func disturb(random *rand.Rand, v reflect.Value) {
	switch x := v.Addr().Interface().(type) {
	case *Date:
		*x = pick(random, days)
		return
	case *decimal.NullDecimal:
		*x = decimal.NewNullDecimal(decimal.RequireFromString(pick(random, amounts)))
		return
	case *numbering.Number:
		*x, _ = numbering.Parse(pick(random, numbers))
		return
	case *Answer:
		*x = pick(random, []Answer{NotSaid, Yes, No})
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(pick(random, words))
	case reflect.Int:
		v.SetInt(int64(pick(random, []int{-1, 0, 1, 2, 4, 5, 51, 2008, 2009, 2010})))
	case reflect.Struct:
		disturb(random, v.Field(random.IntN(v.NumField())))
	case reflect.Slice:
		disturbList(random, v)
	}
}

// disturbList takes out, adds, repeats or changes an element.
func disturbList(random *rand.Rand, v reflect.Value) {
	n := v.Len()
	switch k := random.IntN(5); {
	case n == 0 || k == 0:
		v.Set(reflect.Append(v, reflect.New(v.Type().Elem()).Elem()))
		disturb(random, v.Index(n))
	case k == 1:
		v.Set(v.Slice(0, n-1))
	case k == 2:
		v.Set(reflect.Append(v, v.Index(random.IntN(n))))
	default:
		disturb(random, v.Index(random.IntN(n)))
	}
}
