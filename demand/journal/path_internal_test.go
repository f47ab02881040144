package journal

import (
	"reflect"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/fichier-unique/rules/demand"
)

// The place of a value is where its copy writes, and nothing else is there.
func TestPlaces(t *testing.T) {
	for rank, place := range places() {
		name := table[rank].name
		var from, to, empty demand.Form
		fill(value(&from, place))
		table[rank].copy(&to, &from)
		if reflect.DeepEqual(to, empty) || !reflect.DeepEqual(to, from) {
			t.Errorf("%s: its place %v is not where it is copied", name, place)
		}
		if got := Given(&from); !got.Has(name) || len(sliced(got)) != 1 {
			t.Errorf("%s: given %v", name, sliced(got))
		}
		if got := Changed(&empty, &from); !got.Has(name) || len(sliced(got)) != 1 {
			t.Errorf("%s: changed %v", name, sliced(got))
		}
	}
}

func sliced(p Paths) (out []string) {
	for name := range p.All() {
		out = append(out, name)
	}
	return out
}

// fill gives a value some content.
func fill(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString("x")
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		v.SetInt(1)
	case reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		v.SetUint(1)
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
	case reflect.Struct:
		switch one := v.Addr().Interface().(type) {
		case *demand.Date:
			*one = demand.MustDate("2011-03-10")
		case *decimal.NullDecimal:
			*one = decimal.NewNullDecimal(decimal.NewFromInt(12))
		default:
			for i := range v.NumField() {
				if v.Field(i).CanSet() {
					fill(v.Field(i))
					return
				}
			}
		}
	}
}

// An empty list that was given is not a list that nobody gave.
func TestGivenEmptyList(t *testing.T) {
	f := demand.Form{Dependants: []demand.Dependant{}}
	if got := Given(&f); !got.Has("dependants") {
		t.Error("an empty list counts as not given")
	}
	if got := Changed(&demand.Form{}, &f); !got.Has("dependants") {
		t.Error("from not asked to none: no change")
	}
}

func BenchmarkGiven(b *testing.B) {
	f := demand.Form{Applicant: demand.Person{UsedName: "X", BirthDate: demand.MustDate("1970-01-01")}, PersonsToHouse: 2}
	b.ReportAllocs()
	for b.Loop() {
		Given(&f)
	}
}
